/** Runs journeys: whatever is due is driven on its instant, in every process that takes part. */
import type { RetailerId } from '@augenblick/contract';
import {
  createGrowth,
  createRounds,
  databaseIsAway,
  type Log,
  type Metrics,
} from '../runtime/index.ts';
import { type AfterDeps, doAfter } from './after.ts';
import { type BatchDeps, type BatchDone, Overtaken, runBatch } from './batch.ts';
import { type DueShopper, findNext, putOff, takeDue } from './queries-run.ts';

/** What the runner needs. */
export interface RunnerDeps extends BatchDeps, AfterDeps {
  clock: { now(): number };
  log: Log;
  metrics: Metrics;
  /** Messages were asked for: they may leave at once. */
  onMessages?: () => void;
  /** Something changed in these journeys. */
  onChanged?: (retailerId: RetailerId, journeyIds: ReadonlySet<string>) => void;
}

/** The runner of this process. */
export interface JourneyRunner {
  /** Something was put into the inbox, or is due at `at` (ms): sleep no longer. */
  ring(at?: number): void;
  /** Drives everything that is due; answers how many shoppers, and when to come again (ms). */
  round(): Promise<{ shoppers: number; steps: number; again: number }>;
  start(): void;
  /** Resolves when the round under way is done. */
  stop(): Promise<void>;
}

/** Shoppers of one transaction: large enough to share its statements, small enough to be over soon. */
const BATCH = 200;
/** What other processes put in is noticed after this long. */
const POLL_MS = 250;
/**
 * What begins nothing – most purchases – waits this long for company: a transaction for each of them cost more than taking
 * the purchase in.
 */
export const GATHER_MS = 100;
/** Shoppers that another process has taken are looked at again after this long. */
const BUSY_MS = 20;
/** A shopper who could not be driven is tried again after this long. */
const FAILED_MS = 60_000;
const LATENESS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 60];

/** Creates the runner; nothing runs before `start`. */
export function createRunner(deps: RunnerDeps): JourneyRunner {
  const { clock, log } = deps;
  const lateness = deps.metrics.histogram(
    'journey_lateness_seconds',
    'From the instant at which a step of a journey is due until it is committed.',
    [],
    LATENESS_S,
  );
  const stepped = deps.metrics.counter('journey_steps_total', 'Steps of journeys.', []);
  const growth = createGrowth(deps.sql, ['journey_run', 'journey_step', 'journey_inbox']);
  const told = (done: BatchDone): void => {
    const now = clock.now();
    for (const { at } of done.taken) lateness.observe(Math.max(0, now - at) / 1000);
    if (done.steps > 0) stepped.inc({}, done.steps);
    growth.noted(done.taken.length);
    if (done.messages > 0) deps.onMessages?.();
    for (const [retailerId, ids] of done.changed) deps.onChanged?.(retailerId, ids);
  };
  const round = async (): Promise<{ shoppers: number; steps: number; again: number }> => {
    const sum = { shoppers: 0, steps: 0 };
    let busy = false;
    for (;;) {
      const done = await batch(deps, told);
      sum.shoppers += done.taken.length;
      sum.steps += done.steps;
      if (done.effects > 0) await doAfter(deps, clock.now());
      busy = done.found > done.taken.length;
      if (done.found < BATCH || done.taken.length === 0) break;
    }
    const next = await findNext(deps.sql);
    if (next.effect <= clock.now()) {
      await doAfter(deps, clock.now());
      return { ...sum, again: clock.now() };
    }
    const now = clock.now();
    if (busy) return { ...sum, again: now + BUSY_MS };
    const inbox = Math.max(next.inbox, now + GATHER_MS);
    return { ...sum, again: Math.min(inbox, next.run, next.effect, now + POLL_MS) };
  };
  const { ring, start, stop } = createRounds({
    clock,
    log,
    round: async () => (await round()).again,
    retryMs: POLL_MS,
    failed: 'journeys were not looked at',
  });
  return { ring: (at = 0) => ring(at), round, start, stop };
}

const NOTHING: BatchDone = {
  found: 0,
  taken: [],
  steps: 0,
  messages: 0,
  effects: 0,
  changed: new Map(),
};
const OVERTAKEN_MAX = 5;

/** One batch; when it fails for another reason than a lost database, shopper by shopper, and puts off whom it fails for. */
async function batch(deps: RunnerDeps, told: (done: BatchDone) => void): Promise<BatchDone> {
  const { clock } = deps;
  for (let tries = 1; ; tries++) {
    try {
      const done = await runBatch(deps, clock.now(), BATCH);
      told(done);
      return done;
    } catch (error) {
      if (databaseIsAway(error)) throw error;
      if (isAgain(error) && tries < OVERTAKEN_MAX) continue;
      const due = await peek(deps);
      for (const one of due) await alone(deps, one, told);
      return { ...NOTHING, found: due.length };
    }
  }
}

async function alone(
  deps: RunnerDeps,
  one: DueShopper,
  told: (done: BatchDone) => void,
): Promise<void> {
  try {
    told(await runBatch(deps, deps.clock.now(), 1, one));
  } catch (error) {
    if (databaseIsAway(error)) throw error;
    deps.log.error({ error, ...one }, 'the journeys of a shopper could not be driven');
    await putOff(deps.sql, one, deps.clock.now() + FAILED_MS);
  }
}

function isAgain(error: unknown): boolean {
  const { code } = error as { code?: string };
  return error instanceof Overtaken || code === '40P01' || code === '40001';
}

/** Who would be taken. */
function peek(deps: RunnerDeps): Promise<DueShopper[]> {
  return deps.sql.begin(async (tx) => {
    const { taken } = await takeDue(tx, deps.clock.now(), BATCH);
    return taken;
  }) as Promise<DueShopper[]>;
}
