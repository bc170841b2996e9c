import type { JourneyCounts } from '@augenblick/contract/api/journey.ts';
import type { JourneyDryRun } from '@augenblick/contract/api/journey-play.ts';
import type { Counted } from './builder/picture.ts';
import { wayKey } from './graph/graph.ts';

/** Live counts as they stand beside a drawing. */
export function countedOf(counts: JourneyCounts): Counted {
  const { nodes, totals } = counts;
  return {
    here: new Map(nodes.map(({ node, waiting }) => [node, waiting])),
    through: new Map([
      ['start', totals.entered],
      ...nodes
        .filter(({ node }) => node !== 'start')
        .map(({ node, ports }): [string, number] => [
          node,
          ports.reduce((sum, { count }) => sum + count, 0),
        ]),
    ]),
    ways: new Map(
      nodes.flatMap(({ node, ports }) =>
        ports.map(({ port, count }): [string, number] => [wayKey(node, port), count]),
      ),
    ),
  };
}

/** Counts of a dry run: nobody stands anywhere. */
export function dryCountedOf(run: JourneyDryRun): Counted {
  return {
    here: null,
    through: new Map([
      ['start', run.runs],
      ...run.nodes
        .filter(({ node }) => node !== 'start')
        .map(({ node, count }): [string, number] => [node, count]),
    ]),
    ways: new Map(run.edges.map(({ node, port, count }) => [wayKey(node, port), count])),
  };
}
