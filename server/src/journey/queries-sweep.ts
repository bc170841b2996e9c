/** SQL of ways in that the runner finds by itself: days, schedules, prices, availability. */
import type { JourneyDraft, ProfileId, RetailerId } from '@augenblick/contract';
import type { Db } from './queries-run.ts';

/** A live journey, and since when (ms) each of its ways in by time has stood in it with this minute of the day. */
export interface LiveRow {
  retailer_id: RetailerId;
  id: string;
  live: JourneyDraft;
  zone: string;
  since: Readonly<Record<string, number>>;
  /** When it was last published, paused, resumed or edited. */
  changed: Date;
}

/** Live journeys of all retailers that have ways in of these kinds. */
export function findSwept(sql: Db) {
  return sql<LiveRow[]>`
    select j.retailer_id, j.id, j.live, r.zone, j.updated_at as changed,
      (select coalesce(json_object_agg(w.entry, w.at), '{}') from (
        select e ->> 'id' as entry, extract(epoch from min(v.at)) * 1000 as at
        from jsonb_array_elements(j.live -> 'entries') e
        join journey_version v on v.retailer_id = j.retailer_id and v.journey_id = j.id
          and v.definition -> 'entries' @> jsonb_build_array(jsonb_build_object(
            'id', e -> 'id', 'type', e -> 'type', 'minute', e -> 'minute'))
        where e ->> 'type' in ('date', 'schedule') group by 1) w) as since
    from journey j join retailer r on r.id = j.retailer_id
    where j.status = 'live' and j.live is not null
      and jsonb_path_exists(j.live, '$.entries[*] ? (@.type == "date" || @.type == "schedule" || @.type == "back_in_stock" || @.type == "price_drop")')`;
}

/** How far a day of an entry has been gone through; made when it is new, locked until the end of the transaction. */
export async function lockSweep(
  sql: Db,
  retailerId: RetailerId,
  { journeyId, entry, day }: { journeyId: string; entry: string; day: string },
): Promise<{ after: string | null; done: boolean } | undefined> {
  await sql`
    insert into journey_sweep (retailer_id, journey_id, entry, day)
    values (${retailerId}, ${journeyId}, ${entry}, ${day}) on conflict do nothing`;
  const [row] = await sql<{ after: string | null; done: boolean }[]>`
    select after, done from journey_sweep
    where retailer_id = ${retailerId} and journey_id = ${journeyId} and entry = ${entry} and day = ${day}
    for update skip locked`;
  return row;
}

/** Notes how far it has been gone through. */
export async function noteSweep(
  sql: Db,
  retailerId: RetailerId,
  { journeyId, entry, day }: { journeyId: string; entry: string; day: string },
  { after, done }: { after: string | null; done: boolean },
): Promise<void> {
  await sql`
    update journey_sweep set after = ${after}, done = ${done}
    where retailer_id = ${retailerId} and journey_id = ${journeyId} and entry = ${entry} and day = ${day}`;
}

/** The next shoppers by id. */
export async function nextShoppers(
  sql: Db,
  retailerId: RetailerId,
  after: string | null,
  limit: number,
): Promise<ProfileId[]> {
  const rows = await sql<{ id: ProfileId }[]>`
    select id from profile where retailer_id = ${retailerId}
      and id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid order by id limit ${limit}`;
  return rows.map(({ id }) => id);
}

/** The next members of a segment by id. */
export async function nextMembers(
  sql: Db,
  retailerId: RetailerId,
  segmentId: string,
  after: string | null,
  limit: number,
): Promise<ProfileId[]> {
  const rows = await sql<{ id: ProfileId }[]>`
    select m.profile_id as id from segment_member m
    join segment s on s.retailer_id = m.retailer_id and s.no = m.segment_no and s.id = ${segmentId}
    where m.retailer_id = ${retailerId} and m.profile_id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid
    order by m.profile_id limit ${limit}`;
  return rows.map(({ id }) => id);
}

/** Those of some shoppers whose last purchase was between two instants (ms). */
export async function lastOrderBetween(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
  from: number,
  to: number,
): Promise<ProfileId[]> {
  const rows = await sql<{ id: ProfileId }[]>`
    select profile_id as id from customer_order
    where retailer_id = ${retailerId} and profile_id = any(${[...ids]}::uuid[]) and kind = 'sale' and status <> 'cancelled'
    group by profile_id
    having max(at) >= to_timestamp(${from}::float8 / 1000.0) and max(at) < to_timestamp(${to}::float8 / 1000.0)`;
  return rows.map(({ id }) => id);
}

/** What a rhythm is worked out with. */
export interface Rhythm {
  factor: number;
  minDays: number;
  elseDays: number | null;
  days: number;
  from: number;
  to: number;
  /** Whoever has a predicted day (trait `replenishment`) is left to that. */
  unpredicted: boolean;
}

/**
 * Those of some shoppers for whom `factor` times their own average interval between purchases (days with a purchase count
 * once; at least `minDays`, and `elseDays` after a single purchase) has passed between two instants.
 */
export async function rhythmBetween(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
  { factor, minDays, elseDays, days, from, to, unpredicted }: Rhythm,
): Promise<ProfileId[]> {
  const rows = await sql<{ id: ProfileId }[]>`
    with bought as (
      select profile_id, max(at) as last, count(distinct at::date) as times,
        extract(epoch from max(at) - min(at)) / 86400.0 as span
      from customer_order
      where retailer_id = ${retailerId} and profile_id = any(${[...ids]}::uuid[]) and kind = 'sale' and status <> 'cancelled'
      group by profile_id
    ), due as (
      select profile_id, last + make_interval(secs => 86400.0 * (${days}::float8 + case when times > 1
        then greatest(${minDays}::float8, ${factor}::float8 * span / (times - 1)) else ${elseDays}::float8 end)) as at
      from bought
    )
    select d.profile_id as id from due d
    where d.at >= to_timestamp(${from}::float8 / 1000.0) and d.at < to_timestamp(${to}::float8 / 1000.0)
      and (not ${unpredicted} or not exists (select 1 from profile p where p.retailer_id = ${retailerId}
        and p.id = d.profile_id and p.state::json -> 'traits' -> 'replenishment' is not null))`;
  return rows.map(({ id }) => id);
}

/** A product that has changed since it was looked at last. */
export interface ChangedProduct {
  product_id: string;
  name: string;
  url: string | null;
  image: string | null;
  currency: string | null;
  price_minor: number | null;
  was_minor: number | null;
  available: boolean;
  was_available: boolean;
}

/**
 * Products whose price or availability is another than when they were looked at last, noted as seen now. Products that are
 * new here are noted only. Availability: the attribute `availability` as product feeds have it, or `stock`.
 */
export async function takeChanged(
  sql: Db,
  retailerId: RetailerId,
  limit: number,
): Promise<ChangedProduct[]> {
  const rows = await sql<
    (Omit<ChangedProduct, 'was_available'> & { was_available: boolean | null })[]
  >`
    with now as (
      select product_id, name, url, image, currency, price_minor,
        not (lower(coalesce(attributes ->> 'availability', '')) in
            ('out of stock', 'out_of_stock', 'outofstock', 'sold out', 'ausverkauft', 'nicht vorrätig', 'nicht lieferbar')
          or coalesce(attributes ->> 'stock', '') = '0') as available
      from product where retailer_id = ${retailerId} and goods
    ), changed as (
      select n.*, j.price_minor as was_minor, j.available as was_available from now n
      left join journey_product j on j.retailer_id = ${retailerId} and j.product_id = n.product_id
      where j.product_id is null or j.price_minor is distinct from n.price_minor or j.available <> n.available
      order by n.product_id limit ${limit}
    ), seen as (
      insert into journey_product (retailer_id, product_id, price_minor, available)
      select ${retailerId}::int, product_id, price_minor, available from changed
      on conflict (retailer_id, product_id) do update set price_minor = excluded.price_minor, available = excluded.available
    )
    select * from changed`;
  return rows.flatMap((row) =>
    row.was_available === null ? [] : [{ ...row, was_available: row.was_available }],
  );
}

/** Shoppers whose state names one of some products. */
export async function whoNames(
  sql: Db,
  retailerId: RetailerId,
  productIds: readonly string[],
): Promise<{ id: ProfileId; state: string }[]> {
  const needles = productIds.map((id) => `"productId":${JSON.stringify(id)}`);
  return sql<{ id: ProfileId; state: string }[]>`
    select p.id, p.state from profile p
    where p.retailer_id = ${retailerId}
      and exists (select 1 from unnest(${needles}::text[]) n where position(n in p.state) > 0)
    order by p.id limit 50000`;
}
