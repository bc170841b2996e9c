import type { ProfileId, RetailerId } from '@augenblick/contract';
import { deleteWholeShoppers } from '../erasure/index.ts';
import { lockLinks, lockProfiles } from '../profile/index.ts';
import type { Clock, Database, Jobs } from '../runtime/index.ts';
import { deleteAskedBefore } from './queries-asked.ts';
import * as queries from './queries.ts';
import { LINK_DAYS } from './signup.ts';

/** Forgets addresses that were typed and never confirmed. */
export interface OptinSweep {
  /** Asks for the first sweep; the sweeps that follow ask for themselves. */
  schedule(): Promise<void>;
  /** Forgets what is due now; answers how many sign-ups. For tests. */
  sweep(): Promise<number>;
}

/** What sweeping needs. */
export interface OptinSweepDeps {
  database: Database;
  clock: Clock;
  jobs: Jobs;
  forget: (retailerId: RetailerId, ids: readonly ProfileId[]) => void;
}

const JOB = 'optin.sweep';
const DAY_MS = 86_400_000;
/** Kept this long after the link has ended: somebody may ask who had them written to. Then there is no reason left. */
const KEPT_DAYS = 14;
const AT_ONCE = 200;

/** Defines the job; call before `jobs.start`. */
export function createOptinSweep(deps: OptinSweepDeps): OptinSweep {
  const { database, clock, jobs } = deps;
  const schedule = (inMs: number): Promise<void> =>
    jobs.add(database.owner, JOB, {}, { key: JOB, runAt: clock.now() + inMs });
  const sweep = async (): Promise<number> => {
    const before = new Date(clock.now() - KEPT_DAYS * DAY_MS);
    let gone = await deleteAskedBefore(database.owner, new Date(clock.now() - LINK_DAYS * DAY_MS));
    for (const retailerId of await queries.retailersWithOldSignups(database.owner, before)) {
      gone += await sweepRetailer(deps, retailerId, before);
    }
    return gone;
  };
  jobs.define(JOB, async () => {
    await sweep();
    await schedule(DAY_MS);
  });
  return { schedule: () => schedule(10 * 60_000), sweep };
}

async function sweepRetailer(
  deps: OptinSweepDeps,
  retailerId: RetailerId,
  before: Date,
): Promise<number> {
  let gone = 0;
  for (;;) {
    const found = await deps.database.withRetailer(retailerId, async (sql) => {
      const rows = await queries.oldSignups(sql, retailerId, before, AT_ONCE);
      if (rows.length === 0) return { rows, ids: [] };
      // Whoever the request was put down for is nobody but this request; the same locks as erasing and merging.
      const wanted = [...new Set(rows.map((row) => row.profile_id))].sort() as ProfileId[];
      await lockLinks(sql, retailerId);
      await lockProfiles(sql, retailerId, wanted);
      const ids = (await queries.onlyAsked(sql, retailerId, wanted)) as ProfileId[];
      await deleteWholeShoppers(sql, retailerId, ids);
      await queries.deleteSignups(
        sql,
        retailerId,
        rows.map(({ id }) => id),
      );
      return { rows, ids };
    });
    if (found.ids.length > 0) deps.forget(retailerId, found.ids);
    gone += found.rows.length;
    if (found.rows.length < AT_ONCE) return gone;
  }
}
