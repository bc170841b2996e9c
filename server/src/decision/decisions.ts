/** The deciding service of one process: questions in, committed decisions out. */
import type { RetailerId } from '@augenblick/contract';
import { keyOf } from '@augenblick/contract';
import type { Riding } from '../ingest/index.ts';
import type { CodeKeys } from '../offer/index.ts';
import type { Clock, Ids, Live, Log, Metrics, Random, Sql } from '../runtime/index.ts';
import type { Answered, Ask } from './ask.ts';
import { decideBatch } from './batch.ts';
import { hash32 } from './holdout.ts';
import { LANE_LIMITS, Lanes } from './lane.ts';
import { createRides, type QuestionRider } from './ride.ts';
import { createSets, type LoadedSet, type Sets } from './sets.ts';

/** Decisions as the rest of the house uses them. */
export interface Decisions {
  /**
   * Decides what stands in the placements of one request and writes it down. Resolves after COMMIT; null when there was no
   * answer in time: the shop then gets its fallback. The same request id gives the same decisions.
   */
  decide(retailerId: RetailerId, ask: Ask): Promise<Answered | null>;
  /** A question to be answered in the transaction that stores the asker's events; see `arrived`. */
  rider(ask: Ask): QuestionRider;
  /** The answer of a rider whose events are stored; null when it was not answered on the way and has to be asked. */
  arrived(retailerId: RetailerId, rider: QuestionRider): Answered | null;
  /** Answers riders; for the write path. */
  riding: Riding;
  /** What is published now, compiled. */
  loaded(retailerId: RetailerId): Promise<LoadedSet>;
  /** Resolves when nothing waits any more. */
  drained(): Promise<void>;
}

export interface DecisionsDeps {
  /** Connections of their own: a page waits for the answer. */
  sql: Sql;
  clock: Clock;
  ids: Ids;
  random: Random;
  log: Log;
  metrics: Metrics;
  live: Pick<Live, 'publish'>;
  codeKeys: CodeKeys;
  /** Longest wait for a decision, ms. */
  patienceMs?: number;
  sets?: Sets;
}

/** A page that waits longer than this has lost its reader. */
const PATIENCE_MS = 800;
/** Most ids told of one request. */
const TOLD_MAX = 4;

/** Creates the deciding service of this process. */
export function createDecisions(deps: DecisionsDeps): Decisions {
  const { sql, clock, ids, random, codeKeys, log } = deps;
  const sets = deps.sets ?? createSets({ sql, clock, ids });
  const batch = { sql, clock, ids, random, sets, codeKeys };
  const lanes = new Lanes<Ask, Answered>((group, asks) =>
    decideBatch(batch, group as RetailerId, asks),
  );
  const counter = deps.metrics.counter('decisions_total', 'Decisions by result.', ['result']);
  const count = (result: string, by = 1): void => counter.inc({ result }, by);
  const rides = createRides(batch);
  return {
    rider: rides.rider,
    riding: rides,
    arrived: (retailerId, { answered }) => {
      if (answered !== null) tell(deps.live, retailerId, answered, count);
      return answered;
    },
    loaded: (retailerId) => sets.of(retailerId),
    drained: () => lanes.drained(),
    decide: async (retailerId, ask) => {
      if (lanes.size >= LANE_LIMITS.waitingMax) {
        count('too_slow', ask.placements.length);
        return null;
      }
      const work = lanes.add(retailerId, hash32(keyOf(ask.identity)), ask);
      const answered = await inTime(work, deps.patienceMs ?? PATIENCE_MS, (error) =>
        log.warn({ err: error, retailerId }, 'Deciding failed; the shop got its fallback.'),
      );
      if (answered === null) count('too_slow', ask.placements.length);
      else tell(deps.live, retailerId, answered, count);
      return answered;
    },
  };
}

/** The work's result, or null when it fails or takes too long. A late result is dropped, a late failure is told. */
async function inTime<T>(
  work: Promise<T>,
  ms: number,
  failed: (error: unknown) => void,
): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  const safe = work.catch((error: unknown) => {
    failed(error);
    return null;
  });
  const first = await Promise.race([safe, late]);
  clearTimeout(timer);
  return first;
}

function tell(
  live: Pick<Live, 'publish'>,
  retailerId: RetailerId,
  { made, shopper }: Answered,
  count: (result: string) => void,
): void {
  const news = made.flatMap(({ draft, id }) => (draft !== null && id !== null ? [id] : []));
  for (const { draft, before } of made) {
    if (shopper === null) count('no_shopper');
    else if (draft !== null) count(draft.decided.result);
    else count(before === null ? 'placement_unknown' : 'repeated');
  }
  for (const data of news.slice(0, TOLD_MAX)) {
    live.publish({ retailerId, topic: 'decision', data });
  }
}
