import path from 'node:path';
import type { ProfileId, RetailerId } from '@augenblick/contract';
import { deleteWholeShoppers } from '../erasure/index.ts';
import { lockLinks, lockProfiles } from '../profile/index.ts';
import type { Clock, Config, Database, Jobs, Log } from '../runtime/index.ts';
import { deleteFilesBefore } from './files.ts';
import * as queries from './queries.ts';

/** What retention needs. */
export interface RetentionDeps {
  database: Database;
  clock: Clock;
  log: Log;
  jobs: Jobs;
  config: Pick<
    Config,
    | 'dataDir'
    | 'keepStrangersMonths'
    | 'keepDeadLettersDays'
    | 'keepImportFilesDays'
    | 'keepDecisionsDays'
  >;
  /** Tells the write path of this process to forget what it remembers of profiles. */
  forget: (retailerId: RetailerId, ids: readonly ProfileId[]) => void;
}

/** What one sweep let go of. */
export interface Swept {
  strangers: number;
  deadLetters: number;
  decisions: number;
  files: number;
}

/** Keeps nothing longer than the settings say; 0 in a setting keeps for ever. */
export interface Retention {
  /** Asks for the first sweep; the sweeps that follow ask for themselves. */
  schedule(): Promise<void>;
  /** Lets go of everything that is too old. */
  sweep(signal?: AbortSignal): Promise<Swept>;
}

const DAY = 86_400_000;
const MONTH = 30.44 * DAY;
const JOB = 'retention';
/** Shoppers in one transaction: ingest waits for its locks no longer than a moment. */
const AT_ONCE = 200;
const DECISIONS_AT_ONCE = 5_000;

/** Creates the retention of an installation and defines its job. */
export function createRetention(deps: RetentionDeps): Retention {
  const { config, clock, jobs, database } = deps;
  const age = (count: number, unit: number) =>
    count === 0 ? null : new Date(clock.now() - count * unit);

  const sweep = async (signal?: AbortSignal): Promise<Swept> => {
    const swept: Swept = { strangers: 0, deadLetters: 0, decisions: 0, files: 0 };
    const strangersBefore = age(config.keepStrangersMonths, MONTH);
    const lettersBefore = age(config.keepDeadLettersDays, DAY);
    const decisionsBefore = age(config.keepDecisionsDays, DAY);
    for (const retailerId of await queries.retailerIds(database.owner)) {
      if (lettersBefore !== null)
        swept.deadLetters += await database.withRetailer(retailerId, (sql) =>
          queries.deleteLettersBefore(sql, retailerId, lettersBefore),
        );
      if (decisionsBefore !== null)
        swept.decisions += await letDecisionsGo(deps, retailerId, decisionsBefore, signal);
      if (strangersBefore !== null)
        swept.strangers += await letGo(deps, retailerId, strangersBefore, signal);
    }
    const filesBefore = age(config.keepImportFilesDays, DAY);
    if (filesBefore !== null) {
      const folder = path.join(path.resolve(config.dataDir), 'imports');
      swept.files = await deleteFilesBefore(folder, filesBefore.getTime());
    }
    return swept;
  };

  const schedule = (delay: number) =>
    jobs.add(database.owner, JOB, {}, { key: JOB, runAt: clock.now() + delay });
  jobs.define(JOB, async (_payload, { log, signal }) => {
    const swept = await sweep(signal);
    if (swept.strangers + swept.deadLetters + swept.decisions + swept.files > 0)
      log.info({ ...swept }, 'Let go of what is kept no longer.');
    await schedule(DAY);
  });
  // A few minutes after the start, so that the start itself stays quick.
  return { schedule: () => schedule(5 * 60_000), sweep };
}

/** Deletes the log of decisions before an instant, in transactions that are short. Answers how many went. */
async function letDecisionsGo(
  { database }: RetentionDeps,
  retailerId: RetailerId,
  before: Date,
  signal: AbortSignal | undefined,
): Promise<number> {
  let gone = 0;
  for (;;) {
    if (signal?.aborted === true) return gone;
    const last = await database.withRetailer(retailerId, (sql) =>
      queries.deleteDecisionsBefore(sql, retailerId, before, DECISIONS_AT_ONCE),
    );
    gone += last;
    if (last < DECISIONS_AT_ONCE) break;
  }
  if (gone > 0)
    await database.withRetailer(retailerId, (sql) =>
      queries.deleteBasesBefore(sql, retailerId, before),
    );
  return gone;
}

/** Forgets visitors not seen since `before`, a few hundred a transaction. Answers how many. */
async function letGo(
  deps: RetentionDeps,
  retailerId: RetailerId,
  before: Date,
  signal: AbortSignal | undefined,
): Promise<number> {
  let gone = 0;
  for (;;) {
    if (signal?.aborted === true) return gone;
    const found = await deps.database.withRetailer(retailerId, async (sql) => {
      const ids = await queries.strangersBefore(sql, retailerId, before, AT_ONCE);
      if (ids.length === 0) return { looked: 0, ids };
      // The same locks in the same order as erasing and merging.
      await lockLinks(sql, retailerId);
      await lockProfiles(sql, retailerId, ids);
      const still = await queries.stillStrangers(sql, retailerId, ids, before);
      await deleteWholeShoppers(sql, retailerId, still);
      return { looked: ids.length, ids: still };
    });
    if (found.ids.length > 0) deps.forget(retailerId, found.ids);
    gone += found.ids.length;
    // When none of those found could go, the same ones would be found again.
    if (found.looked < AT_ONCE || found.ids.length === 0) return gone;
  }
}
