import type { RetailerId } from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';
import type { Db, Piece } from './sql-value.ts';

/** Members now, and who came and went in the last day, of every segment that is switched on. */
export interface CountRow {
  no: number;
  members: number;
  entered: number;
  left: number;
}

export async function countMembers(
  sql: TransactionSql,
  retailerId: RetailerId,
  now: number,
): Promise<Map<number, CountRow>> {
  const rows = await sql<CountRow[]>`
    select s.no, coalesce(m.members, 0)::int as members, coalesce(c.entered, 0)::int as entered, coalesce(c.gone, 0)::int as left
    from segment s
    left join (
      select segment_no, count(*) as members from segment_member where retailer_id = ${retailerId} group by segment_no
    ) m on m.segment_no = s.no
    left join lateral (
      select count(*) filter (where entered) as entered, count(*) filter (where not entered) as gone
      from segment_change
      where retailer_id = ${retailerId} and segment_no = s.no and version = s.version
        and at > greatest(s.from_at, ${new Date(now - 86_400_000)})
    ) c on true
    where s.retailer_id = ${retailerId} and s.status in ('filling', 'live')`;
  return new Map(rows.map((row) => [row.no, row]));
}

/** By how many members each segment grew on each of the last days of the shop's zone. */
export async function dailyGrowth(
  sql: TransactionSql,
  retailerId: RetailerId,
  zone: string,
  from: number,
) {
  return sql<{ no: number; day: string; more: number }[]>`
    select s.no, to_char(c.at at time zone ${zone}, 'YYYY-MM-DD') as day,
      sum(case when c.entered then 1 else -1 end)::int as more
    from segment s join segment_change c on c.retailer_id = s.retailer_id and c.segment_no = s.no
    where s.retailer_id = ${retailerId} and s.status = 'live' and c.version = s.version
      and c.at > greatest(s.from_at, ${new Date(from)})
    group by 1, 2`;
}

/** How many shoppers there are, and whether the simulation made some of them. */
export async function countBase(
  sql: TransactionSql,
  retailerId: RetailerId,
): Promise<{ shoppers: number; simulated: boolean; zone: string }> {
  const [row] = await sql<{ shoppers: number; simulated: boolean; zone: string }[]>`
    select (select count(*)::int from profile_card where retailer_id = ${retailerId}) as shoppers,
      exists (select from source where retailer_id = ${retailerId} and simulated) as simulated,
      (select zone from retailer where id = ${retailerId}) as zone`;
  return row ?? { shoppers: 0, simulated: false, zone: 'UTC' };
}

/** Some shoppers chosen by chance, about as many as asked. */
export async function sampleShoppers(
  sql: TransactionSql,
  retailerId: RetailerId,
  wanted: number,
  shoppers: number,
): Promise<string[]> {
  const percent = Math.min(100, (wanted / Math.max(1, shoppers)) * 100);
  const rows = await sql<{ id: string }[]>`
    select profile_id as id from profile_card tablesample bernoulli (${percent}) where retailer_id = ${retailerId}`;
  return rows.map((row) => row.id);
}

/** A shopper as a preview shows them. */
export interface PersonRow {
  id: string;
  name: string | null;
  last_at: Date;
  orders: number;
  found: number;
}

/** How many a statement finds, and the few seen last of them; `found` is on every row. */
export async function previewPeople(
  sql: TransactionSql,
  retailerId: RetailerId,
  who: Piece,
  limit: number,
): Promise<PersonRow[]> {
  const rows = await sql<PersonRow[]>`
    with who as materialized (${who}),
    counted as (select count(*)::int as found from who)
    select counted.found, shown.* from counted left join lateral (
      select p.id, coalesce(c.name, c.email) as name, p.last_at, c.orders
      from who join profile p on p.retailer_id = ${retailerId} and p.id = who.id
      join profile_card c on c.retailer_id = ${retailerId} and c.profile_id = who.id
      order by c.seen_on desc, p.last_at desc limit ${limit}
    ) shown on true`;
  return [...rows];
}

/** One page of members, the newest shoppers first. */
export async function membersPage(
  sql: TransactionSql,
  retailerId: RetailerId,
  no: number,
  before: string | undefined,
  limit: number,
) {
  return sql<{ id: string; name: string | null; since: Date; last_at: Date; orders: number }[]>`
    select m.profile_id as id, coalesce(c.name, c.email) as name, m.since, p.last_at, coalesce(c.orders, 0) as orders
    from segment_member m
    join profile p on p.retailer_id = m.retailer_id and p.id = m.profile_id
    left join profile_card c on c.retailer_id = m.retailer_id and c.profile_id = m.profile_id
    where m.retailer_id = ${retailerId} and m.segment_no = ${no}
      and (${before ?? null}::uuid is null or m.profile_id < ${before ?? null}::uuid)
    order by m.profile_id desc limit ${limit}`;
}

/** One page of who came and went since the present version was switched on, newest first. */
export async function changesPage(
  sql: TransactionSql,
  retailerId: RetailerId,
  segmentId: string,
  before: { at: Date; id: string } | undefined,
  limit: number,
) {
  return sql<{ key: string; id: string; name: string | null; at: Date; entered: boolean }[]>`
    select ch.id as key, ch.profile_id as id, coalesce(c.name, c.email) as name, ch.at, ch.entered
    from segment s
    join segment_change ch on ch.retailer_id = s.retailer_id and ch.segment_no = s.no and ch.at > s.from_at
    left join profile_card c on c.retailer_id = s.retailer_id and c.profile_id = ch.profile_id
    where s.retailer_id = ${retailerId} and s.id = ${segmentId}
      and (${before?.at ?? null}::timestamptz is null or (ch.at, ch.id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid))
    order by ch.at desc, ch.id desc limit ${limit}`;
}

/** The segments a shopper is in. */
export async function segmentsOfShopper(
  sql: TransactionSql,
  retailerId: RetailerId,
  profileId: string,
) {
  return sql<{ id: string; name: string; since: Date }[]>`
    select s.id, s.name, m.since from segment_member m
    join segment s on s.retailer_id = m.retailer_id and s.no = m.segment_no
    where m.retailer_id = ${retailerId} and m.profile_id = ${profileId} and s.status in ('filling', 'live')
    order by m.since desc`;
}

/** A line of a shopper's story: they came into a segment or left it. */
export interface SegmentEntryRow {
  id: string;
  at: Date;
  entered: boolean;
  name: string;
  segment_id: string;
}

/**
 * Coming and going of one shopper, newest first; who was in when a version was switched on did not come. `before`: place of
 * the last line shown (undefined: none of that instant, null: all of it).
 */
export function segmentEntries(
  sql: TransactionSql,
  retailerId: RetailerId,
  profileId: string,
  limit: number,
  before?: { at: Date; id: string | null | undefined },
): Promise<SegmentEntryRow[]> {
  const older =
    before === undefined
      ? sql``
      : before.id === null
        ? sql`and c.at <= ${before.at}`
        : before.id === undefined
          ? sql`and c.at < ${before.at}`
          : sql`and (c.at < ${before.at} or (c.at = ${before.at} and c.id::text < ${before.id}))`;
  return sql<SegmentEntryRow[]>`
    select c.id, c.at, c.entered, s.name, s.id as segment_id
    from segment_change c
    join segment s on s.retailer_id = c.retailer_id and s.no = c.segment_no
    join segment_version v on v.retailer_id = c.retailer_id and v.segment_id = s.id and v.version = c.version
    where c.retailer_id = ${retailerId} and c.profile_id = ${profileId} and c.at > v.at ${older}
    order by c.at desc, c.id::text desc limit ${limit}`;
}

/** Shoppers seen last, as many as a vocabulary needs. */
const RECENT = 1500;

interface SeenRow {
  kind: 'event' | 'trait' | 'category' | 'brand' | 'size' | 'channel' | 'currency';
  value: string;
  count: number;
  examples: string[] | null;
}

/** What occurs in the states of the shoppers seen last: names, and of how many shoppers. */
export async function seenWords(sql: TransactionSql, retailerId: RetailerId): Promise<SeenRow[]> {
  const rows = await sql<SeenRow[]>`
    with recent as materialized (
      select p.state::jsonb as s from (
        select profile_id from profile_card where retailer_id = ${retailerId} order by seen_on desc limit ${RECENT}
      ) c join profile p on p.retailer_id = ${retailerId} and p.id = c.profile_id
    ), words as (
      select 'event' as kind, k as value, null::text as example from recent, jsonb_object_keys(s -> 'counts') k where k <> 'other'
      union all
      select 'trait', t.key, left(t.value #>> '{value}', 60) from recent, jsonb_each(s -> 'traits') t
        where jsonb_typeof(t.value -> 'value') in ('string', 'number', 'boolean')
      union all select 'category', k, null from recent, jsonb_object_keys(s #> '{affinities,category}') k
      union all select 'brand', k, null from recent, jsonb_object_keys(s #> '{affinities,brand}') k
      union all select 'size', k, null from recent, jsonb_object_keys(s #> '{affinities,size}') k
      union all select 'channel', k, null from recent, jsonb_object_keys(s -> 'channels') k where k <> 'other'
      union all select 'currency', k, null from recent, jsonb_object_keys(s -> 'money') k
    )
    select kind, value, count(*)::int as count, (array_agg(distinct example) filter (where example is not null))[1:8] as examples
    from words group by kind, value order by count(*) desc, value limit 600`;
  return [...rows];
}

/** Names of properties by event name, from events of the shoppers seen last. */
export async function seenProperties(sql: TransactionSql, retailerId: RetailerId) {
  return sql<{ name: string; properties: string[] }[]>`
    with recent as materialized (
      select e.name, e.body -> 'properties' as p from (
        select profile_id from profile_card where retailer_id = ${retailerId} order by seen_on desc limit 150
      ) c cross join lateral (
        select name, body from event where retailer_id = ${retailerId} and profile_id = c.profile_id
        order by seq desc limit 40
      ) e
    )
    select name, array_agg(distinct k order by k) as properties
    from recent, jsonb_object_keys(p) k where k !~ '[."\\\\\s]' group by name`;
}

/** Products to choose from. */
export async function someProducts(sql: TransactionSql, retailerId: RetailerId) {
  return sql<{ id: string; name: string }[]>`
    select product_id as id, name from product where retailer_id = ${retailerId} and goods order by updated_at desc, product_id limit 300`;
}

/** Categories of the catalogue with how many products each has: every level of the path. */
export async function catalogueCategories(sql: TransactionSql, retailerId: RetailerId) {
  return sql<{ value: string; count: number }[]>`
    select value, count(*)::int as count from product, jsonb_array_elements_text(category_path) value
    where retailer_id = ${retailerId} group by value order by count(*) desc, value limit 200`;
}

/** The next shoppers by id, read as one snapshot with what else the transaction asks. */
export async function nextShoppers(sql: Db, retailerId: RetailerId, after: string, limit: number) {
  return sql<{ id: string; state: string; audience: string; nos: number[] }[]>`
    select p.id, p.state, p.audience, coalesce((
      select array_agg(m.segment_no order by m.segment_no) from segment_member m
      where m.retailer_id = p.retailer_id and m.profile_id = p.id), '{}') as nos
    from profile p where p.retailer_id = ${retailerId} and p.id > ${after}::uuid order by p.id limit ${limit}`;
}
