/** SQL of journeys as they are written and read in the console. That of runs, the inbox and the book have files of their own. */
import type { JourneyDraft, JourneyStatus, RetailerId } from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';
import type { Db } from './queries-run.ts';

/** A journey as stored. */
export interface JourneyRow {
  id: string;
  status: JourneyStatus;
  version: number;
  draft: JourneyDraft;
  live: JourneyDraft | null;
  playbook: string | null;
  created_at: Date;
  updated_at: Date;
  published_at: Date | null;
}

/** Journeys by last change, ended ones at the end; all, or one. */
export function journeys(sql: Db, retailerId: RetailerId, id: string | null) {
  return sql<JourneyRow[]>`
    select id, status, version, draft, live, playbook, created_at, updated_at, published_at from journey
     where retailer_id = ${retailerId} and (${id}::uuid is null or id = ${id})
     order by status = 'ended', updated_at desc, id limit 500`;
}

/** Versions of a journey, newest first, with how many go by each. */
export function versions(sql: Db, retailerId: RetailerId, id: string) {
  return sql<
    {
      version: number;
      at: Date;
      by_name: string;
      moved: boolean;
      definition: JourneyDraft;
      active: number;
    }[]
  >`
    select v.version, v.at, v.by_name, v.moved, v.definition, coalesce(a.n, 0)::int as active
      from journey_version v
      left join (select version, count(*) as n from journey_run
        where retailer_id = ${retailerId} and journey_id = ${id} and status = 'active' group by version) a using (version)
     where v.retailer_id = ${retailerId} and v.journey_id = ${id} order by v.version desc limit 100`;
}

/** Runs that were due while the journey was paused go on now. */
export async function unpark(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
  now: Date,
): Promise<void> {
  await sql`
    update journey_run set parked = false, due_at = ${now}
     where retailer_id = ${retailerId} and journey_id = ${id} and status = 'active' and parked`;
}

/**
 * Ends runs of journeys that were ended, at most `limit` at once so that no lock is held for long; of one journey, or of all
 * retailers. Counts them. Answers how many.
 */
export async function endRuns(
  sql: Db,
  now: number,
  limit: number,
  only?: { retailerId: RetailerId; id: string },
): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    with ending as (
      select r.retailer_id, r.id from journey j
      join journey_run r on r.retailer_id = j.retailer_id and r.journey_id = j.id and r.status = 'active'
      where j.status = 'ended' and (${only?.id ?? null}::uuid is null
        or (j.retailer_id = ${only?.retailerId ?? 0} and j.id = ${only?.id ?? null}::uuid))
      limit ${limit} for update of r skip locked
    ), ended as (
      update journey_run r set status = 'done', end_reason = 'journey_ended', due_at = null, parked = false,
        ended_at = to_timestamp(${now}::float8 / 1000.0)
      from ending e where r.retailer_id = e.retailer_id and r.id = e.id returning r.retailer_id, r.journey_id
    ), counted as (
      insert into journey_tally (retailer_id, journey_id, kind, node, port, slot, n)
      select retailer_id, journey_id, 'end', 'journey_ended', '', 0, count(*) from ended group by 1, 2
      on conflict (retailer_id, journey_id, kind, node, port, slot) do update set n = journey_tally.n + excluded.n
    )
    select count(*)::int as n from ended`;
  return row?.n ?? 0;
}

/** Journeys that are finishing and have nobody on the way any more, and no message that may still leave. */
export function findFinished(sql: Db) {
  return sql<{ retailerId: RetailerId; id: string }[]>`
    select j.retailer_id as "retailerId", j.id from journey j
     where j.status = 'finishing' and not exists (select 1 from journey_run r
       where r.retailer_id = j.retailer_id and r.journey_id = j.id and r.status = 'active')
     and not exists (select 1 from delivery d where d.retailer_id = j.retailer_id and d.origin_kind = 'journey'
       and d.origin_id = j.id::text and d.status in ('waiting', 'sending'))`;
}

/** Journeys that are on and were changed since an instant (ms): resumed, among other things. */
export function findChanged(sql: Db, since: number) {
  return sql<{ retailerId: RetailerId; id: string }[]>`
    select retailer_id as "retailerId", id from journey
     where status in ('live', 'finishing') and updated_at > to_timestamp(${since}::float8 / 1000.0)`;
}

/** Which of these journeys hold their messages back: those that stand still, and those that were ended. */
export function findHolding(sql: Db, retailerId: RetailerId, ids: readonly string[]) {
  return sql<{ id: string; status: 'paused' | 'ended' }[]>`
    select id, status from journey
     where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[]) and status in ('paused', 'ended')`;
}

/** Ends one of them, unless somebody changed its mind meanwhile. */
export async function endFinished(
  sql: Db,
  { retailerId, id }: { retailerId: RetailerId; id: string },
  now: number,
): Promise<void> {
  await sql`
    update journey set status = 'ended',
      updated_at = greatest(to_timestamp(${now}::float8 / 1000.0), updated_at + interval '1 millisecond')
     where retailer_id = ${retailerId} and id = ${id} and status = 'finishing'`;
}

/** Everything a drawing may name, for its findings and the builder. */
export async function surroundings(sql: Db, retailerId: RetailerId) {
  const [templates, offers, placements, segments, all] = await Promise.all([
    sql<{ id: string; name: string; channel: string; basis: string; version: number }[]>`
      select id, draft ->> 'name' as name, draft ->> 'channel' as channel, draft ->> 'basis' as basis, version
        from message_template where retailer_id = ${retailerId} and not archived order by 2 limit 1000`,
    sql<{ id: string; name: string; codes: string; status: string }[]>`
      select id, coalesce(live, draft) ->> 'name' as name, coalesce(live, draft) ->> 'codes' as codes, status
        from offer where retailer_id = ${retailerId} and status <> 'ended' order by 2 limit 1000`,
    sql<{ key: string; name: string }[]>`
      select key, name from placement where retailer_id = ${retailerId} and status <> 'paused' order by name`,
    sql<{ id: string; name: string }[]>`
      select id, name from segment where retailer_id = ${retailerId} and status in ('filling', 'live') order by name`,
    sql<{ id: string; name: string; status: JourneyStatus; api: boolean }[]>`
      select id, draft ->> 'name' as name, status,
        coalesce(live, draft) -> 'entries' @> '[{"type": "api"}]'::jsonb as api
        from journey where retailer_id = ${retailerId} and status <> 'ended' order by 2 limit 500`,
  ]);
  return { templates, offers, placements, segments, journeys: all };
}

/** Published versions of templates by id; archived ones and drafts are left out. */
export async function templateVersions(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<{ id: string; version: number }[]>`
    select id, version from message_template
     where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[]) and version > 0`;
  return new Map(rows.map(({ id, version }) => [id, version]));
}
