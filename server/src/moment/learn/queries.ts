import type { ProfileId, RetailerId } from '@augenblick/contract';
import type { Sql, TransactionSql } from '../../runtime/index.ts';

type Db = Sql | TransactionSql;

/**
 * Shoppers seen since an instant, at most `limit`, drawn evenly and the same ones every night (by the hash of their id).
 * Those of the labelled simulation only where there are no others: nobody should learn from made-up visitors.
 */
export async function shoppersSince(
  sql: Db,
  retailerId: RetailerId,
  since: Date,
  limit: number,
): Promise<ProfileId[]> {
  const rows = await sql<{ id: ProfileId }[]>`
    with seen as (
      select p.id, coalesce(c.simulated, false) as simulated
        from profile p left join profile_card c on c.retailer_id = p.retailer_id and c.profile_id = p.id
       where p.retailer_id = ${retailerId} and p.last_at >= ${since})
    select id from seen
     where not simulated or not exists (select from seen where not simulated)
     order by md5(id::text) limit ${limit}`;
  return rows.map((row) => row.id);
}

/** Ids of every retailer of the installation. */
export async function retailerIds(sql: Db): Promise<RetailerId[]> {
  const rows = await sql<{ id: RetailerId }[]>`select id from retailer order by id`;
  return rows.map((row) => row.id);
}

/** Keeps what a run found. */
export async function insertReport(
  sql: Db,
  retailerId: RetailerId,
  at: Date,
  version: number | null,
  report: string,
): Promise<void> {
  await sql`
    insert into moment_learning (retailer_id, at, version, report)
    values (${retailerId}, ${at}, ${version}, ${report})
    on conflict (retailer_id, at) do update set version = excluded.version, report = excluded.report`;
}

/** Lets go of what runs found before an instant. */
export async function deleteReportsBefore(
  sql: Db,
  retailerId: RetailerId,
  before: Date,
): Promise<void> {
  await sql`delete from moment_learning where retailer_id = ${retailerId} and at < ${before}`;
}

/** What the latest runs found, newest first. */
export function latestReports(
  sql: Db,
  retailerId: RetailerId,
  limit: number,
): Promise<{ at: Date; version: number | null; report: string }[]> {
  return sql`
    select at, version, report from moment_learning
    where retailer_id = ${retailerId} order by at desc limit ${limit}`;
}
