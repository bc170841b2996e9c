import type { Jobs } from '../runtime/index.ts';
import { type CodeDeps, sweepCodes } from './codes.ts';

/** Lets codes and holds lapse in the background. */
export interface OfferSweep {
  /** Asks for the first sweep; the sweeps that follow ask for themselves. */
  schedule(): Promise<void>;
}

const JOB = 'offer.sweep';
/** What has lapsed is refused at once; the sweep only gives stock and budget back. */
const EVERY_MS = 30_000;

/** Defines the job; call before `jobs.start`. */
export function createOfferSweep(
  deps: Pick<CodeDeps, 'database' | 'clock'> & { jobs: Jobs },
): OfferSweep {
  const { jobs, database, clock } = deps;
  const schedule = (): Promise<void> =>
    jobs.add(database.owner, JOB, {}, { key: JOB, runAt: clock.now() + EVERY_MS });
  jobs.define(JOB, async () => {
    await sweepCodes(deps);
    await schedule();
  });
  return { schedule };
}
