import type { ProfileId, RetailerId } from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';

/** All SQL of retention. */
type Db = Sql | TransactionSql;

/** Ids of every retailer of the installation. */
export async function retailerIds(sql: Db): Promise<RetailerId[]> {
  const rows = await sql<{ id: RetailerId }[]>`select id from retailer order by id`;
  return rows.map((row) => row.id);
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

/** Deletes dead letters received before an instant. Answers how many. */
export async function deleteLettersBefore(
  sql: Db,
  retailerId: RetailerId,
  before: Date,
): Promise<number> {
  const done = await sql`
    delete from dead_letter where retailer_id = ${retailerId} and received_at < ${before}`;
  return done.count;
}

/** Deletes decisions made before an instant, the oldest first, at most `limit`. Answers how many. */
export async function deleteDecisionsBefore(
  sql: Db,
  retailerId: RetailerId,
  before: Date,
  limit: number,
): Promise<number> {
  const done = await sql`
    delete from decision d using (
      select id from decision where retailer_id = ${retailerId} and at < ${before}
       order by at, id limit ${limit}) o
     where d.retailer_id = ${retailerId} and d.id = o.id`;
  return done.count;
}

/** Deletes what decisions were made of and no decision names any more. */
export async function deleteBasesBefore(
  sql: Db,
  retailerId: RetailerId,
  before: Date,
): Promise<void> {
  await sql`
    delete from decision_basis b
     where b.retailer_id = ${retailerId} and b.at < ${before}
       and not exists (select from decision d where d.retailer_id = b.retailer_id and d.basis_id = b.id)`;
}
