import type { JourneyDraft, JourneyFinding, JourneyNode } from '@augenblick/contract';
import { graphOf } from '../drawing/drawing.ts';
import { unreached } from '../graph/graph.ts';
import { layoutOf } from '../graph/layout.ts';
import type { Layout } from '../graph/layout.ts';
import { kindOf, nodeSentence } from '../words.ts';
import type { JourneyWording } from '../words.ts';
import { findingsOf, sizeOf } from './looks.ts';

/** What is counted beside a drawing: shoppers standing at steps, and through each of their ways. */
export interface Counted {
  /** Standing at a step now; a step without an entry has nobody. Null: there is no now (a dry run). */
  here: ReadonlyMap<string, number> | null;
  /** Through a step in all. */
  through: ReadonlyMap<string, number>;
  /** Through a way, by step and port. */
  ways: ReadonlyMap<string, number>;
}

/** A way that somebody went: the steps, the ways between them, and where they stand now (null: at the end). */
export interface Trail {
  steps: ReadonlySet<string>;
  ways: ReadonlySet<string>;
  here: string | null;
}

/** A step with everything that is written on it. */
export interface StepLook {
  node: JourneyNode;
  kind: string;
  /** The name people gave it; empty when they gave none. */
  name: string;
  sentence: string;
  finding: JourneyFinding | undefined;
  findings: number;
  loose: boolean;
  here: number | null;
  through: number | null;
}

/** A journey ready to be drawn: where everything stands and what is written on it. The middle of the start is x = 0. */
export interface Picture {
  layout: Layout;
  looks: ReadonlyMap<string, StepLook>;
}

/** Draws a journey. */
export function pictureOf(
  draft: JourneyDraft,
  words: JourneyWording,
  findings: readonly JourneyFinding[],
  counted: Counted | null,
): Picture {
  const graph = graphOf(draft);
  const lost = new Set(unreached(graph));
  const looks = new Map(
    draft.nodes.map((node): [string, StepLook] => {
      const own = findingsOf(findings, node.id);
      return [
        node.id,
        {
          node,
          kind: kindOf(node, words.language),
          name: node.name,
          sentence: nodeSentence(node, draft, words),
          finding: own[0],
          findings: own.length,
          loose: lost.has(node.id),
          here: counted?.here ? (counted.here.get(node.id) ?? 0) : null,
          through: counted ? (counted.through.get(node.id) ?? 0) : null,
        },
      ];
    }),
  );
  const layout = layoutOf(graph, (id) => {
    const look = looks.get(id);
    return sizeOf({
      sentence: look?.sentence ?? '',
      finding: look?.loose ? loose : look?.finding?.words[words.language],
      counted: counted !== null,
    });
  });
  return { layout: centred(layout, graph.root), looks };
}

/** As long as the sentence that says so: room is measured by length. */
const loose = 'Nobody gets here. Lead a way here, or take the step out.';

function centred(layout: Layout, root: string): Layout {
  const start = layout.steps.find(({ id }) => id === root);
  const by = start ? start.x + start.width / 2 : 0;
  return {
    ...layout,
    steps: layout.steps.map((step) => ({ ...step, x: step.x - by })),
    ways: layout.ways.map((way) => ({
      ...way,
      startX: way.startX - by,
      lane: way.lane - by,
      endX: way.endX - by,
    })),
  };
}
