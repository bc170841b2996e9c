import type { RetailerId } from '@augenblick/contract';
import type { LiveEvent } from '@augenblick/contract/api/live.ts';
import type { Sql, TransactionSql } from '../runtime/index.ts';

/** A row as `EVENT_COLUMNS` reads it. */
interface EventRow {
  id: string;
  at: Date;
  receivedAt: Date;
  kind: LiveEvent['kind'];
  name: string;
  profileId: string | null;
  shopperName: string | null;
  identified: boolean | null;
  sourceId: number;
  sourceName: string | null;
  simulated: boolean | null;
  sourceCurrency: string | null;
  /** The event's properties that say what it was about, and what it was worth; texts or null. */
  subject: string | null;
  amount: string | null;
  currency: string | null;
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The newest events that were received since an instant, newest first. */
export function newestEvents(
  sql: TransactionSql,
  retailerId: RetailerId,
  since: Date,
  limit: number,
): Promise<EventRow[]> {
  return sql<EventRow[]>`
    with newest as (
      select id, at, received_at, kind, name, profile_id, source_id, body from event
      where retailer_id = ${retailerId} and received_at >= ${since}
      order by received_at desc, id desc limit ${limit})
    select ${eventColumns(sql)} order by e.received_at desc, e.id desc`;
}

/** Events by id, as the stream shows them; newest first. */
export function eventsById(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<EventRow[]> {
  return sql<EventRow[]>`
    with newest as (
      select id, at, received_at, kind, name, profile_id, source_id, body from event
      where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[]))
    select ${eventColumns(sql)} order by e.received_at desc, e.id desc`;
}

/** What Live shows of an event, joined with whose it is and where it came from. */
function eventColumns(sql: TransactionSql) {
  return sql`e.id, e.at, e.received_at as "receivedAt", e.kind, e.name,
      nullif(e.profile_id, ${NOBODY}::uuid) as "profileId", c.name as "shopperName", c.identified,
      e.source_id as "sourceId", s.name as "sourceName", s.simulated, s.currency as "sourceCurrency",
      coalesce(p ->> 'name', p -> 'products' -> 0 ->> 'name', p ->> 'query', p ->> 'category', p ->> 'title',
        p ->> 'path') as subject,
      coalesce(p ->> 'total', p ->> 'revenue', p ->> 'value', p ->> 'price') as amount, p ->> 'currency' as currency
    from newest e
    cross join lateral (select e.body -> 'properties') as properties (p)
    left join profile_card c on c.retailer_id = current_retailer() and c.profile_id = e.profile_id
    left join source s on s.retailer_id = current_retailer() and s.id = e.source_id`;
}

/** Events received per 5 seconds since an instant; buckets without any are missing. */
export function eventRate(
  sql: TransactionSql,
  retailerId: RetailerId,
  since: Date,
): Promise<{ bucket: number; events: number }[]> {
  return sql<{ bucket: number; events: number }[]>`
    select floor(extract(epoch from received_at - ${since}::timestamptz) / 5)::int as bucket, count(*)::int as events
    from event where retailer_id = ${retailerId} and received_at >= ${since} group by 1`;
}

/** How many shoppers had an event since an instant. */
export async function activeShoppers(
  sql: TransactionSql,
  retailerId: RetailerId,
  since: Date,
): Promise<number> {
  const [row] = await sql<{ shoppers: number }[]>`
    select count(distinct profile_id)::int as shoppers from event
    where retailer_id = ${retailerId} and received_at >= ${since} and at >= ${since} and profile_id <> ${NOBODY}::uuid`;
  return row?.shoppers ?? 0;
}

/** Sources in use, and when an event last came from each, looking back to an instant. */
export function sourcesSeen(
  sql: TransactionSql,
  retailerId: RetailerId,
  since: Date,
): Promise<
  {
    id: number;
    name: string;
    kind: string;
    simulated: boolean;
    paused: boolean;
    lastSeenAt: Date | null;
  }[]
> {
  return sql`
    select s.id, s.name, s.kind, s.simulated, s.paused_at is not null as paused, seen.at as "lastSeenAt"
    from source s
    left join (
      select source_id, max(received_at) as at from event
      where retailer_id = ${retailerId} and received_at >= ${since} group by source_id
    ) seen on seen.source_id = s.id
    where s.retailer_id = ${retailerId} and s.deleted_at is null
    order by s.id`;
}

/** What was not stored since an instant, by reason. */
export function dropsSince(
  sql: TransactionSql,
  retailerId: RetailerId,
  since: Date,
): Promise<{ reason: string; count: number }[]> {
  return sql`
    select reason, count(*)::int as count from dead_letter
    where retailer_id = ${retailerId} and received_at >= ${since}
    group by reason order by count desc, reason`;
}

/** Jobs of the whole installation that are due and wait, and how long the first has waited (s). */
export async function backlog(sql: Sql): Promise<{ waiting: number; oldestS: number }> {
  const [row] = await sql<{ waiting: number; oldestS: number }[]>`
    select count(*)::int as waiting,
      coalesce(extract(epoch from now() - min(run_at)), 0)::float8 as "oldestS"
    from graphile_worker._private_jobs
    where locked_at is null and run_at <= now() and attempts < max_attempts`;
  return row ?? { waiting: 0, oldestS: 0 };
}

export type { EventRow };
