import type { ProfileId, RetailerId } from '@augenblick/contract';
import {
  type Clock,
  createRounds,
  databaseIsAway,
  type Log,
  type Metrics,
  type Sql,
} from '../runtime/index.ts';
import { type Due, findDue, findNext, putOff } from './queries.ts';

/** What the alarms need. */
export interface WakeupDeps {
  sql: Sql;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  /** Lets time pass for some shoppers; answers whom somebody else is writing right now (see Pipeline.look). */
  look: (
    retailerId: RetailerId,
    ids: readonly ProfileId[],
    now: number,
  ) => Promise<{ busy: readonly ProfileId[] }>;
}

/** The alarms of this process. */
export interface Wakeups {
  /** An alarm was set for `at` (ms): sleep no longer than that. */
  ring(at: number): void;
  /** Looks at everything that is due. Answers how many alarms there were, and when to come again (ms). */
  round(): Promise<{ due: number; again: number }>;
  start(): void;
  /** Resolves when the round under way is done. */
  stop(): Promise<void>;
}

/** Alarms taken at once; in looks of this many shoppers, so that requests are answered in between. */
const DUE_MAX = 500;
const LOOK_MAX = 50;
/** Alarms set by other processes are noticed after this long. */
const POLL_MS = 250;
/** Whom another process is writing is looked at again after this long. */
const BUSY_MS = 5;
/** A shopper whose look failed is looked at again after this long. */
const FAILED_MS = 60_000;
const LATENESS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 5, 60];

/** Creates the alarms of this process; nothing runs before `start`. */
export function createWakeups(deps: WakeupDeps): Wakeups {
  const { clock, log } = deps;
  const lateness = deps.metrics.histogram(
    'wakeup_lateness_seconds',
    'From the instant of an alarm until what it brought is committed.',
    [],
    LATENESS_S,
  );
  const looked = (done: readonly Due[]): void => {
    const now = clock.now();
    for (const { at } of done) lateness.observe(Math.max(0, now - at) / 1000);
  };
  const round = async (): Promise<{ due: number; again: number }> => {
    const due = await findDue(deps.sql, clock.now(), DUE_MAX);
    let busy = 0;
    for (const part of parts(due)) {
      const waiting = new Set(await lookAtPart(deps, part));
      looked(part.filter(({ profileId }) => !waiting.has(profileId)));
      busy += waiting.size;
    }
    const now = clock.now();
    if (due.length === DUE_MAX && busy < due.length) return { due: due.length, again: now };
    if (busy > 0) return { due: due.length, again: now + BUSY_MS };
    const next = await findNext(deps.sql);
    return { due: due.length, again: Math.min(next ?? Infinity, now + POLL_MS) };
  };

  const { ring, start, stop } = createRounds({
    clock,
    log,
    round: async () => (await round()).again,
    retryMs: POLL_MS,
    failed: 'alarms were not looked at',
  });
  return { ring, round, start, stop };
}

/** Looks of one retailer each, none too large. */
function parts(due: readonly Due[]): Due[][] {
  const open = new Map<RetailerId, Due[]>();
  const all: Due[][] = [];
  for (const one of due) {
    let part = open.get(one.retailerId);
    if (part === undefined || part.length >= LOOK_MAX) {
      part = [];
      open.set(one.retailerId, part);
      all.push(part);
    }
    part.push(one);
  }
  return all;
}

/** Looks; when that fails for another reason than a lost database, one by one, and puts off whom it fails for. */
async function lookAtPart(deps: WakeupDeps, part: readonly Due[]): Promise<readonly ProfileId[]> {
  const [first] = part;
  if (first === undefined) return [];
  const ids = part.map((one) => one.profileId);
  try {
    return (await deps.look(first.retailerId, ids, deps.clock.now())).busy;
  } catch (error) {
    if (databaseIsAway(error)) throw error;
    if (part.length === 1) {
      deps.log.error({ error, ...first }, 'a shopper could not be looked at');
      await putOff(deps.sql, first, deps.clock.now() + FAILED_MS);
      return [];
    }
    const busy: ProfileId[] = [];
    for (const one of part) busy.push(...(await lookAtPart(deps, [one])));
    return busy;
  }
}
