/** The catcher does not grow for ever: old messages go, and of many the oldest. */
import type { Clock, Database, Jobs } from '../../runtime/index.ts';
import * as queries from './queries.ts';

/** Keeps the catcher small in the background. */
export interface CatcherSweep {
  /** Asks for the first sweep; the sweeps that follow ask for themselves. */
  schedule(): Promise<void>;
  /** Removes what is too old or too many; answers how many. */
  sweep(): Promise<number>;
}

const JOB = 'catcher.sweep';
const EVERY_MS = 3_600_000;
const KEEP_MS = 30 * 86_400_000;
const KEEP_MESSAGES = 20_000;

/** Defines the job; call before `jobs.start`. */
export function createCatcherSweep(deps: {
  database: Database;
  clock: Clock;
  jobs: Jobs;
}): CatcherSweep {
  const { jobs, database, clock } = deps;
  const schedule = (): Promise<void> =>
    jobs.add(database.owner, JOB, {}, { key: JOB, runAt: clock.now() + EVERY_MS });
  const sweep = (): Promise<number> =>
    queries.trimCaught(database.owner, new Date(clock.now() - KEEP_MS), KEEP_MESSAGES);
  jobs.define(JOB, async () => {
    await sweep();
    await schedule();
  });
  return { schedule, sweep };
}
