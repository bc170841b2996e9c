import type { ProfileId, RetailerId } from '@augenblick/contract';
import type { RetentionBody } from '@augenblick/contract/api/retention.ts';
import type { Sql, TransactionSql } from '../runtime/index.ts';

/** All SQL of retention. */
type Db = Sql | TransactionSql;

/** Every retailer of the installation with the periods of their own. Owner's connection. */
export async function retailers(
  sql: Sql,
): Promise<{ id: RetailerId; own: RetentionBody | undefined }[]> {
  const rows = await sql<({ id: RetailerId } & RetentionRow)[]>`
    select r.id, s.strangers_months, s.decisions_days, s.messages_days, s.dead_letters_days,
           s.import_files_days
      from retailer r left join retention_setting s on s.retailer_id = r.id order by r.id`;
  return rows.map((row) => ({ id: row.id, own: periods(row) }));
}

interface RetentionRow {
  strangers_months: number | null;
  decisions_days: number | null;
  messages_days: number | null;
  dead_letters_days: number | null;
  import_files_days: number | null;
}

const periods = (row: RetentionRow): RetentionBody => ({
  strangersMonths: row.strangers_months,
  decisionsDays: row.decisions_days,
  messagesDays: row.messages_days,
  deadLettersDays: row.dead_letters_days,
  importFilesDays: row.import_files_days,
});

/** What a retailer set; undefined = nothing yet. */
export async function ownPeriods(
  sql: Db,
  retailerId: RetailerId,
): Promise<RetentionBody | undefined> {
  const [row] = await sql<RetentionRow[]>`
    select strangers_months, decisions_days, messages_days, dead_letters_days, import_files_days
      from retention_setting where retailer_id = ${retailerId}`;
  return row === undefined ? undefined : periods(row);
}

/** Sets a retailer's periods. */
export async function putPeriods(
  sql: TransactionSql,
  retailerId: RetailerId,
  own: RetentionBody,
): Promise<void> {
  await sql`
    insert into retention_setting
      (retailer_id, strangers_months, decisions_days, messages_days, dead_letters_days, import_files_days)
    values (${retailerId}, ${own.strangersMonths}, ${own.decisionsDays}, ${own.messagesDays}, ${own.deadLettersDays},
            ${own.importFilesDays})
    on conflict (retailer_id) do update
       set strangers_months = excluded.strangers_months, decisions_days = excluded.decisions_days,
           messages_days = excluded.messages_days, dead_letters_days = excluded.dead_letters_days,
           import_files_days = excluded.import_files_days`;
}

/**
 * Visitors of whom nothing is known but clicks, and who have not been seen since `before`. A statement of consent, even a
 * withdrawn one, is kept as proof, and so is whoever made it.
 */
export async function strangersBefore(
  sql: Db,
  retailerId: RetailerId,
  before: Date,
  limit: number,
): Promise<ProfileId[]> {
  const rows = await sql<{ profile_id: ProfileId }[]>`
    select c.profile_id from profile_card c
     where c.retailer_id = ${retailerId} and c.seen_on < ${before}::timestamptz::date
       and not c.identified and c.orders = 0
       and not exists (select from customer_order o where o.retailer_id = c.retailer_id and o.profile_id = c.profile_id)
       and not exists (select from consent s where s.retailer_id = c.retailer_id and s.profile_id = c.profile_id)
     order by c.seen_on, c.profile_id limit ${limit}`;
  return rows.map((row) => row.profile_id);
}

/** Of these locked profiles, those that are still strangers not seen since `before`. */
export async function stillStrangers(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
  before: Date,
): Promise<ProfileId[]> {
  const rows = await sql<{ id: ProfileId }[]>`
    select p.id from profile p join profile_card c on c.retailer_id = p.retailer_id and c.profile_id = p.id
     where p.retailer_id = ${retailerId} and p.id = any(${[...ids]}::uuid[])
       and p.last_at < ${before} and not c.identified and c.orders = 0`;
  return rows.map((row) => row.id);
}

type OldTable = 'dead_letter' | 'decision' | 'inbox_message' | 'staff_hint';

/** Deletes rows from before an instant, the oldest first, at most `limit`. Answers how many. */
async function deleteOldest(
  sql: Db,
  of: { table: OldTable; at: 'received_at' | 'at' },
  retailerId: RetailerId,
  { before, limit }: { before: Date; limit: number },
): Promise<number> {
  const done = await sql`
    delete from ${sql(of.table)} r using (
      select retailer_id, id from ${sql(of.table)}
       where retailer_id = ${retailerId} and ${sql(of.at)} < ${before}
       order by ${sql(of.at)}, id limit ${limit}) o
     where r.retailer_id = o.retailer_id and r.id = o.id`;
  return done.count;
}

/** Deletes dead letters received before an instant; see `deleteOldest`. */
export function deleteLettersBefore(
  sql: Db,
  retailerId: RetailerId,
  before: Date,
  limit: number,
): Promise<number> {
  const letters = { table: 'dead_letter', at: 'received_at' } as const;
  return deleteOldest(sql, letters, retailerId, { before, limit });
}

/** Deletes decisions made before an instant; see `deleteOldest`. */
export function deleteDecisionsBefore(
  sql: Db,
  retailerId: RetailerId,
  before: Date,
  limit: number,
): Promise<number> {
  return deleteOldest(sql, { table: 'decision', at: 'at' }, retailerId, { before, limit });
}

/** Deletes what decisions were made of and no decision names any more, at most `limit`. Answers how many. */
export async function deleteBasesBefore(
  sql: Db,
  retailerId: RetailerId,
  before: Date,
  limit: number,
): Promise<number> {
  const done = await sql`
    delete from decision_basis b using (
      select retailer_id, id from decision_basis n where n.retailer_id = ${retailerId} and n.at < ${before}
         and not exists (select from decision d where d.retailer_id = n.retailer_id and d.basis_id = n.id)
       limit ${limit}) o
     where b.retailer_id = o.retailer_id and b.id = o.id`;
  return done.count;
}

/** Deletes messages of inboxes, or hints for the team, from before an instant; see `deleteOldest`. */
export function deleteWordsBefore(
  table: 'inbox_message' | 'staff_hint',
  sql: Db,
  retailerId: RetailerId,
  before: Date,
  limit: number,
): Promise<number> {
  return deleteOldest(sql, { table, at: 'at' }, retailerId, { before, limit });
}

/**
 * Deletes what messages said that were filled in before an instant, at most `limit`, with the facts they were asked for
 * with. One that waits for a further try keeps both. Answers how many.
 */
export async function deleteContentsBefore(
  sql: Db,
  retailerId: RetailerId,
  before: Date,
  limit: number,
): Promise<number> {
  const done = await sql`
    with old as materialized (
      select c.retailer_id, c.id from delivery_content c join delivery d on d.retailer_id = c.retailer_id and d.id = c.id
       where c.retailer_id = ${retailerId} and c.at < ${before} and d.status not in ('waiting', 'sending')
       order by c.at limit ${limit}
    ), said as (
      update delivery d set data = '{}' from old
       where d.retailer_id = old.retailer_id and d.id = old.id and d.data <> '{}'
    )
    delete from delivery_content c using old where c.retailer_id = old.retailer_id and c.id = old.id`;
  return done.count;
}
