/** SQL of dry runs. */
import type { CampaignDraft, ProfileId, RetailerId } from '@augenblick/contract';
import type { DryRunResult } from '@augenblick/contract/api/decision.ts';
import type { Db } from '../queries.ts';

export interface DryRunRow {
  id: string;
  campaign_id: string;
  name: string;
  request: { days: number; shoppersMax: number };
  definition: CampaignDraft;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'stopped';
  progress: number;
  started_at: Date;
  ended_at: Date | null;
  result: DryRunResult | null;
  by_name: string | null;
}

/** The draft of a campaign; undefined when there is none. */
export async function draftOf(
  sql: Db,
  retailerId: RetailerId,
  id: string,
): Promise<{ draft: CampaignDraft; version: number } | undefined> {
  const [row] = await sql<{ draft: CampaignDraft; version: number }[]>`
    select draft, version from campaign where retailer_id = ${retailerId} and id = ${id}`;
  return row;
}

/** Notes a run that is to be done. */
export async function insertRun(
  sql: Db,
  retailerId: RetailerId,
  row: Pick<DryRunRow, 'id' | 'campaign_id' | 'name' | 'request' | 'definition' | 'by_name'>,
  now: Date,
): Promise<void> {
  await sql`
    insert into dry_run (retailer_id, id, campaign_id, name, request, definition, state, started_at, by_name)
    values (${retailerId}, ${row.id}, ${row.campaign_id}, ${row.name}, ${sql.json(row.request)},
      ${sql.json(row.definition as never)}, 'waiting', ${now}, ${row.by_name})`;
}

/** Runs, newest first; all, or one. */
export function runs(
  sql: Db,
  retailerId: RetailerId,
  id: string | null,
  limit: number,
): Promise<DryRunRow[]> {
  return sql<DryRunRow[]>`
    select id, campaign_id, name, request, definition, state, progress, started_at, ended_at, result, by_name
      from dry_run where retailer_id = ${retailerId} and (${id}::uuid is null or id = ${id})
     order by started_at desc, id desc limit ${limit}`;
}

/** Writes how far a run is. Answers false when it was stopped. */
export async function updateRun(
  sql: Db,
  retailerId: RetailerId,
  id: string,
  change: { state: DryRunRow['state']; progress: number; endedAt?: Date; result?: DryRunResult },
): Promise<boolean> {
  const done = await sql`
    update dry_run set state = ${change.state}, progress = ${change.progress}, ended_at = ${change.endedAt ?? null},
      result = ${change.result === undefined ? null : sql.json(change.result as never)}
     where retailer_id = ${retailerId} and id = ${id} and state in ('waiting', 'running')`;
  return done.count > 0;
}

/** Stops a run that is not done. */
export async function stopRun(
  sql: Db,
  retailerId: RetailerId,
  id: string,
  now: Date,
): Promise<boolean> {
  const done = await sql`
    update dry_run set state = case when state in ('waiting', 'running') then 'stopped' else state end,
      ended_at = coalesce(ended_at, ${now})
     where retailer_id = ${retailerId} and id = ${id}`;
  return done.count > 0;
}

/** Keeps the newest runs. */
export async function deleteOldRuns(sql: Db, retailerId: RetailerId, keep: number): Promise<void> {
  await sql`
    delete from dry_run where retailer_id = ${retailerId} and id in (
      select id from dry_run where retailer_id = ${retailerId} order by started_at desc, id desc offset ${keep})`;
}

/** Shoppers seen since an instant: how many, and an even draw of them that is the same every time. */
export async function drawShoppers(
  sql: Db,
  retailerId: RetailerId,
  since: Date,
  limit: number,
): Promise<{ shoppers: number; ids: ProfileId[] }> {
  const [count] = await sql<{ n: number }[]>`
    select count(*)::int as n from profile where retailer_id = ${retailerId} and last_at >= ${since}`;
  const rows = await sql<{ id: ProfileId }[]>`
    select id from profile where retailer_id = ${retailerId} and last_at >= ${since}
     order by md5(id::text) limit ${limit}`;
  return { shoppers: count?.n ?? 0, ids: rows.map(({ id }) => id) };
}

/** Names of shoppers who are still there. */
export async function namesOf(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<Map<string, string | null>> {
  const rows = await sql<{ id: string; name: string | null }[]>`
    select p.id, c.name from profile p
      left join profile_card c on c.retailer_id = p.retailer_id and c.profile_id = p.id
     where p.retailer_id = ${retailerId} and p.id = any(${[...ids]}::uuid[])`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}
