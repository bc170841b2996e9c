import type { RetailerId } from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';

/** 75th percentiles of one group of page loads. */
export interface VitalsRow {
  device: string | null;
  page_type: string | null;
  loads: number;
  lcp: number | null;
  inp: number | null;
  ttfb: number | null;
  cls: number | null;
}

/** Loads that are looked at; the newest ones when there are more. */
const LOADS_MAX = 200_000;
/** A value beyond a minute is no page's speed. */
const MS_MAX = 60_000;

/** The last loads with their figures as numbers; nonsense counts as not measured. Read by the index event_vitals. */
function loads(sql: TransactionSql, retailerId: RetailerId, from: Date) {
  const number = (name: string, most: number) => sql`
    case when jsonb_typeof(body->'properties'->${name}) = 'number'
      and (body->'properties'->>${name})::float8 between 0 and ${most}::float8
      then (body->'properties'->>${name})::float8 end`;
  return sql`
    select profile_id, received_at, body->'properties'->>'device' as device,
      left(body->'properties'->>'page_type', 40) as page_type, ${number('lcp', MS_MAX)} as lcp,
      ${number('inp', MS_MAX)} as inp, ${number('ttfb', MS_MAX)} as ttfb, ${number('cls', 100)} as cls
    from event
    where retailer_id = ${retailerId} and name = 'Web Vitals' and received_at > ${from}
    order by received_at desc limit ${LOADS_MAX}`;
}

/** Figures by device (page_type null) and by page type (device null). */
export function vitals(
  sql: TransactionSql,
  retailerId: RetailerId,
  from: Date,
): Promise<VitalsRow[]> {
  return sql<VitalsRow[]>`
    with loads as (${loads(sql, retailerId, from)})
    select device, page_type, count(*)::int as loads,
      percentile_cont(0.75) within group (order by lcp) as lcp,
      percentile_cont(0.75) within group (order by inp) as inp,
      percentile_cont(0.75) within group (order by ttfb) as ttfb,
      percentile_cont(0.75) within group (order by cls) as cls
    from loads group by grouping sets ((device), (page_type)) order by loads desc, device, page_type`;
}

/** Shoppers by how fast their first page was, and how many of them wanted to buy soon after. */
export interface SpeedGroup {
  slow: boolean;
  shoppers: number;
  buying: number;
}

/**
 * Of shoppers on a phone: the first measured load of each, slow when its largest paint came after `slowMs`, and whether a
 * moment "buy" began within `withinMs` of it. A load is told when its page is left, so the window opens as long before.
 */
export function speedGroups(
  sql: TransactionSql,
  retailerId: RetailerId,
  { from, slowMs, withinMs }: { from: Date; slowMs: number; withinMs: number },
): Promise<SpeedGroup[]> {
  return sql<SpeedGroup[]>`
    with loads as (${loads(sql, retailerId, from)}),
    first as (
      select distinct on (profile_id) profile_id, received_at, lcp > ${slowMs} as slow
      from loads where device = 'phone' and lcp is not null order by profile_id, received_at
    )
    select slow, count(*)::int as shoppers, count(*) filter (where exists (
      select from moment where moment.retailer_id = ${retailerId} and moment.profile_id = first.profile_id
        and kind = 'buy' and began_at between first.received_at - ${withinMs} * interval '1 ms'
          and first.received_at + ${withinMs} * interval '1 ms'
    ))::int as buying
    from first group by slow`;
}
