/** The clock of newsletters: takes what is due, one step a transaction. Any number of processes may run it. */
import type { RetailerId } from '@augenblick/contract';
import { type Clock, createRounds, databaseIsAway, type Log, type Sql } from '../runtime/index.ts';
import { type StepDeps, step } from './copy.ts';
import { changeBroadcast, findNext, takeDue } from './queries.ts';

/** What the runner needs. */
export interface RunnerDeps extends StepDeps {
  /** Pool of the owner: newsletters of all retailers. */
  sql: Sql;
  clock: Clock;
  log: Log;
  /** Messages were asked for: the senders are to look. */
  asked(): void;
  /** Something changed; after commit. */
  told(retailerId: RetailerId, id: string): void;
}

/** The runner of one process. */
export interface BroadcastRunner {
  /** Something is due at `at` (ms): sleep no longer than that. */
  ring(at: number): void;
  /** Does steps until nothing is due. Answers when to come again (ms). */
  round(): Promise<number>;
  start(): void;
  /** Resolves when the step under way is done. */
  stop(): Promise<void>;
}

/** What other processes schedule is noticed after this long. */
const POLL_MS = 1_000;
/** A newsletter whose step failed is tried again after this long. */
const FAILED_MS = 30_000;

/** Creates the runner; nothing happens before `start`. */
export function createBroadcastRunner(deps: RunnerDeps): BroadcastRunner {
  const { sql, clock, log } = deps;
  const round = async (): Promise<number> => {
    while (!rounds.stopped && (await one(deps)));
    const next = await findNext(sql);
    return Math.min(next ?? Infinity, clock.now() + POLL_MS);
  };
  const failed = 'newsletters were not looked at';
  const rounds = createRounds({ clock, log, round, retryMs: POLL_MS, failed });
  const { ring, start, stop } = rounds;
  return { ring, round, start, stop };
}

/** One step of the newsletter that has been due longest. False when there is none. */
async function one(deps: RunnerDeps): Promise<boolean> {
  const { sql, clock, log } = deps;
  const now = clock.now();
  let taken: { retailer_id: RetailerId; id: string } | undefined;
  try {
    const stepped = await sql.begin(async (tx) => {
      taken = await takeDue(tx, now);
      return taken === undefined ? null : step(deps, tx, taken as never, now);
    });
    if (taken === undefined || stepped === null) return false;
    if (stepped.asked) deps.asked();
    deps.told(taken.retailer_id, taken.id);
    return true;
  } catch (error) {
    if (taken === undefined || databaseIsAway(error)) throw error;
    log.error({ err: error, broadcast: taken.id }, 'A newsletter could not go on; tried again.');
    const later = new Date(clock.now() + FAILED_MS);
    const failed = taken;
    await sql.begin((tx) => changeBroadcast(tx, failed, { next_at: later }));
    return true;
  }
}
