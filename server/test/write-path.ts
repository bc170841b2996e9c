import type {
  AcceptedEvent,
  ProfileId,
  RetailerId,
  Source,
  SourceId,
  SourceTrust,
} from '@augenblick/contract';
import { createIngest, type Ingest, type IngestDeps, type Riding } from '../src/ingest/index.ts';
import { createPipeline, type Pipeline } from '../src/pipeline.ts';
import {
  createDefinitions,
  createMerging,
  type Definitions,
  type LoadWatching,
  type Merging,
  rebuild,
  type RebuildReport,
} from '../src/profile/index.ts';
import {
  createIds,
  createMetrics,
  type Database,
  fixedClock,
  type FixedClock,
  seededRandom,
  silentLog,
} from '../src/runtime/index.ts';
import { loadWatching } from '../src/watching.ts';

/** The write path of one process on a test database. */
export interface WritePath {
  ingest: Ingest;
  pipeline: Pipeline;
  definitions: Definitions;
  merging: Merging;
  clock: FixedClock;
  /** Retailer 1's web shop (public) and till (trusted); see retailers.ts. */
  web: Source;
  till: Source;
}

const source = (id: number, kind: Source['kind'], trust: SourceTrust, retailerId = 1): Source => ({
  id: id as SourceId,
  retailerId: retailerId as RetailerId,
  kind,
  trust,
  name: kind,
  currency: 'EUR',
  simulated: false,
});

/** Sources of the two retailers in the test database. */
export const SOURCES = {
  web: source(1, 'web', 'public'),
  till: source(2, 'till', 'trusted'),
  neighbour: source(3, 'till', 'trusted', 2),
};

/** A write path with a clock that stands still and ids from a seed. Two of them on one database are two processes. */
export function writePath(
  database: Database,
  options: {
    seed?: number;
    now?: string;
    cache?: { identities: number; profiles: number };
    onCommitted?: (events: readonly { event: AcceptedEvent; profileId: ProfileId }[]) => void;
    onHanded?: (at: number) => void;
    suppressed?: IngestDeps['suppressed'];
    load?: LoadWatching;
    /** Asked for when the first question rides: whoever answers may be made after the write path. */
    riding?: () => Riding;
  } = {},
): WritePath {
  const clock = fixedClock(options.now ?? '2026-03-01T12:00:00Z');
  const ids = createIds(clock, seededRandom(options.seed ?? 1));
  const load = options.load ?? loadWatching;
  const definitions = createDefinitions({ sql: database.owner, load });
  const { riding } = options;
  const pipeline = createPipeline({
    sql: database.ingest,
    clock,
    ids,
    definitions,
    ...(riding ? { riding: { board: (...about) => riding().board(...about) } } : {}),
    ...(options.cache ? { cache: options.cache } : {}),
    onCommitted: (_retailer, events) => options.onCommitted?.(events),
    onHanded: (at) => options.onHanded?.(at),
  });
  const ingest = createIngest({
    sql: database.ingest,
    clock,
    ids,
    log: silentLog,
    metrics: createMetrics({ process: false }),
    commit: pipeline.commit,
    laneKey: pipeline.laneKey,
    ...(options.suppressed ? { suppressed: options.suppressed } : {}),
  });
  const { forget } = pipeline;
  const merging = createMerging({ sql: database.owner, clock, ids, definitions, forget });
  return { ingest, pipeline, definitions, merging, clock, web: SOURCES.web, till: SOURCES.till };
}

/** What differs between the stored profiles and their events; empty when rebuild equals live. */
export async function differences(
  database: Database,
  retailerId = 1,
  options: { load?: LoadWatching; now?: number } = {},
): Promise<RebuildReport['different']> {
  const report = await rebuild({
    sql: database.owner,
    retailerId: retailerId as RetailerId,
    definitions: createDefinitions({
      sql: database.owner,
      load: options.load ?? loadWatching,
    }),
    check: true,
    clock: fixedClock(options.now ?? '2026-03-01T12:00:00Z'),
  });
  return report.different;
}
