import type { ProfileId, RetailerId } from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';

/** A shopper's row while it is filled in. */
export interface FillRow {
  id: ProfileId;
  due: boolean;
  version: number;
  seq: number;
  text: string;
  audience: string;
}

/** True while some segment waits for shoppers from before. */
export async function isFilling(sql: Sql, retailerId: RetailerId): Promise<boolean> {
  const [row] = await sql`
    select 1 from segment where retailer_id = ${retailerId} and status = 'filling' limit 1`;
  return row !== undefined;
}

/** Sets the progress to nothing of all. */
export async function beginFill(sql: Sql, retailerId: RetailerId): Promise<void> {
  await sql`
    update segment set fill_done = 0, fill_total = (select count(*) from profile where retailer_id = ${retailerId})
    where retailer_id = ${retailerId} and status = 'filling'`;
}

/** The next shoppers by id, locked; `due`: something of theirs was to happen by `now` (ms) and has not been looked at. */
export async function lockNext(
  tx: TransactionSql,
  retailerId: RetailerId,
  after: string,
  limit: number,
  now: number,
): Promise<FillRow[]> {
  const rows = await tx<FillRow[]>`
    select id, version, seq, state as text, audience, exists (
        select from wakeup w where w.retailer_id = ${retailerId} and w.profile_id = profile.id
           and w.at <= to_timestamp(${now}::float8 / 1000.0)) as due
      from profile
     where retailer_id = ${retailerId} and id > ${after}::uuid order by id limit ${limit} for update of profile`;
  return [...rows];
}

/** Notes how many more shoppers were gone through. */
export async function countFilled(
  tx: TransactionSql,
  retailerId: RetailerId,
  more: number,
): Promise<void> {
  await tx`
    update segment set fill_done = least(fill_done + ${more}, fill_total)
    where retailer_id = ${retailerId} and status = 'filling'`;
}

/** Every shopper was gone through with this revision: what it held is live. */
export async function endFill(
  sql: Sql,
  retailerId: RetailerId,
  revision: number,
  now: number,
): Promise<void> {
  await sql`
    update segment set status = 'live', filled_at = ${new Date(now)}
    where retailer_id = ${retailerId} and status = 'filling' and since <= ${revision}`;
}

/** Writes memories; the rows are locked, the version is raised so that nobody builds on what was before. */
export async function writeAudiences(
  tx: TransactionSql,
  retailerId: RetailerId,
  rows: readonly { id: ProfileId; audience: string }[],
): Promise<void> {
  await tx`
    update profile p set audience = w.audience, version = p.version + 1
    from (select ${retailerId}::int as retailer_id, w.*
        from json_to_recordset(${JSON.stringify(rows)}::text::json) w (id uuid, audience text) offset 0) w
    where p.retailer_id = w.retailer_id and p.id = w.id`;
}

/** Takes shoppers out of segments that begin anew; who belongs there is put in again. */
export async function dropMembers(
  tx: TransactionSql,
  retailerId: RetailerId,
  stale: readonly { id: string; no: number }[],
): Promise<void> {
  if (stale.length === 0) return;
  await tx`
    delete from segment_member m
    using (select ${retailerId}::int as retailer_id, unnest(${stale.map(({ id }) => id)}::uuid[]) as id,
        unnest(${stale.map(({ no }) => no)}::int[]) as no offset 0) w
    where m.retailer_id = w.retailer_id and m.segment_no = w.no and m.profile_id = w.id`;
}

/** A member of a segment that is switched off. */
export interface FormerMember {
  profileId: ProfileId;
  id: string;
  version: number;
}

/** Removes members of segments that are switched off, at most `limit`; answers them. */
export function sweepMembers(
  tx: TransactionSql,
  retailerId: RetailerId,
  limit: number,
): Promise<FormerMember[]> {
  return tx<FormerMember[]>`
    with former as materialized (
      select m.retailer_id, m.segment_no, m.profile_id, s.id, s.version
        from segment s join segment_member m on m.retailer_id = s.retailer_id and m.segment_no = s.no
       where s.retailer_id = ${retailerId} and s.status = 'archived' limit ${limit})
    delete from segment_member m using (select * from former offset 0) f
     where m.retailer_id = f.retailer_id and m.segment_no = f.segment_no and m.profile_id = f.profile_id
    returning m.profile_id as "profileId", f.id, f.version`;
}
