import path from 'node:path';
import type { ProfileId, RetailerId, RetentionKind } from '@augenblick/contract';
import { deleteWholeShoppers } from '../erasure/index.ts';
import { lockLinks, lockProfiles } from '../profile/index.ts';
import type { Clock, Config, Database, Jobs, Log, TransactionSql } from '../runtime/index.ts';
import { deleteFilesBefore } from './files.ts';
import * as queries from './queries.ts';
import { type Keeping, type Periods, periodsOf, usualPeriods } from './settings.ts';

/** What retention needs. */
export interface RetentionDeps {
  database: Database;
  clock: Clock;
  log: Log;
  jobs: Jobs;
  config: Keeping & Pick<Config, 'dataDir'>;
  /** Tells the write path of this process to forget what it remembers of profiles. */
  forget: (retailerId: RetailerId, ids: readonly ProfileId[]) => void;
}

/** What one sweep let go of. */
export interface Swept {
  strangers: number;
  deadLetters: number;
  decisions: number;
  /** Messages whose content went; the messages themselves stay. */
  messages: number;
  files: number;
}

/** Keeps nothing longer than the retailer's own periods say, or else the installation's settings, where 0 keeps for ever. */
export interface Retention {
  /** Asks for the first sweep; the sweeps that follow ask for themselves. */
  schedule(): Promise<void>;
  /** Lets go of everything that is too old. */
  sweep(signal?: AbortSignal): Promise<Swept>;
}

const DAY = 86_400_000;
const MONTH = 30.44 * DAY;
const UNIT: Readonly<Record<RetentionKind, number>> = {
  strangersMonths: MONTH,
  decisionsDays: DAY,
  messagesDays: DAY,
  deadLettersDays: DAY,
  importFilesDays: DAY,
};
const JOB = 'retention';
/** Shoppers in one transaction: ingest waits for its locks no longer than a moment. */
const SHOPPERS_AT_ONCE = 200;
const ROWS_AT_ONCE = 5_000;

/** Creates the retention of an installation and defines its job. */
export function createRetention(deps: RetentionDeps): Retention {
  const { config, clock, jobs, database } = deps;
  const usual = usualPeriods(config);

  const sweep = async (signal?: AbortSignal): Promise<Swept> => {
    const swept: Swept = { strangers: 0, deadLetters: 0, decisions: 0, messages: 0, files: 0 };
    const retailers = await queries.retailers(database.owner);
    const periods = new Map(retailers.map(({ id, own }) => [id, periodsOf(own, usual)]));
    const before = (kept: Periods, kind: RetentionKind): Date | null => {
      const count = kept[kind];
      return count === null ? null : new Date(clock.now() - count * UNIT[kind]);
    };
    for (const [retailerId, kept] of periods) {
      const letGo = lettingGo(deps, retailerId, signal);
      swept.deadLetters += await letGo.letters(before(kept, 'deadLettersDays'));
      swept.decisions += await letGo.decisions(before(kept, 'decisionsDays'));
      swept.messages += await letGo.messages(before(kept, 'messagesDays'));
      swept.strangers += await letGo.strangers(before(kept, 'strangersMonths'));
    }
    // A folder whose retailer is gone is kept no longer than the installation says.
    swept.files = await deleteFilesBefore(
      path.join(path.resolve(config.dataDir), 'imports'),
      (name) =>
        before(periods.get(Number(name) as RetailerId) ?? usual, 'importFilesDays')?.getTime() ??
        null,
    );
    return swept;
  };

  const schedule = (delay: number) =>
    jobs.add(database.owner, JOB, {}, { key: JOB, runAt: clock.now() + delay });
  jobs.define(JOB, async (_payload, { log, signal }) => {
    const swept = await sweep(signal);
    if (Object.values(swept).some((count) => count > 0))
      log.info({ ...swept }, 'Let go of what is kept no longer.');
    await schedule(DAY);
  });
  // A few minutes after the start, so that the start itself stays quick.
  return { schedule: () => schedule(5 * 60_000), sweep };
}

/** What one transaction found and let go of. */
interface Round {
  looked: number;
  gone: number;
  /** Shoppers of whom nothing may be remembered once it is committed. */
  forgotten?: readonly ProfileId[];
}

/** Lets go of one retailer's things before an instant, null = of none, in transactions that are short. Each answers how many. */
function lettingGo(deps: RetentionDeps, retailerId: RetailerId, signal: AbortSignal | undefined) {
  const { database } = deps;
  const inRounds = async (
    before: Date | null,
    atOnce: number,
    round: (sql: TransactionSql, before: Date) => Promise<Round>,
  ): Promise<number> => {
    let gone = 0;
    if (before === null) return gone;
    for (;;) {
      if (signal?.aborted === true) return gone;
      const done = await database.withRetailer(retailerId, (sql) => round(sql, before));
      if (done.forgotten !== undefined) deps.forget(retailerId, done.forgotten);
      gone += done.gone;
      // When none of those found could go, the same ones would be found again.
      if (done.looked < atOnce || done.gone === 0) return gone;
    }
  };
  const rows = (before: Date | null, remove: RemoveRows): Promise<number> =>
    inRounds(before, ROWS_AT_ONCE, async (sql, until) => {
      const gone = await remove(sql, retailerId, until, ROWS_AT_ONCE);
      return { looked: gone, gone };
    });
  return {
    letters: (before: Date | null) => rows(before, queries.deleteLettersBefore),
    decisions: async (before: Date | null) => {
      const gone = await rows(before, queries.deleteDecisionsBefore);
      if (gone > 0) await rows(before, queries.deleteBasesBefore);
      return gone;
    },
    messages: async (before: Date | null) => {
      for (const table of ['inbox_message', 'staff_hint'] as const)
        await rows(before, (...of) => queries.deleteWordsBefore(table, ...of));
      return rows(before, queries.deleteContentsBefore);
    },
    strangers: (before: Date | null) =>
      inRounds(before, SHOPPERS_AT_ONCE, (sql, until) => forgetStrangers(sql, retailerId, until)),
  };
}

type RemoveRows = (
  sql: TransactionSql,
  retailerId: RetailerId,
  before: Date,
  limit: number,
) => Promise<number>;

/** Forgets visitors not seen since `before`, under the locks that erasing and merging take in the same order. */
async function forgetStrangers(
  sql: TransactionSql,
  retailerId: RetailerId,
  before: Date,
): Promise<Round> {
  const ids = await queries.strangersBefore(sql, retailerId, before, SHOPPERS_AT_ONCE);
  if (ids.length === 0) return { looked: 0, gone: 0 };
  await lockLinks(sql, retailerId);
  await lockProfiles(sql, retailerId, ids);
  const still = await queries.stillStrangers(sql, retailerId, ids, before);
  await deleteWholeShoppers(sql, retailerId, still);
  return { looked: ids.length, gone: still.length, forgotten: still };
}
