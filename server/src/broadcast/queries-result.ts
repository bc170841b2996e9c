/**
 * SQL of what came of a newsletter: recipients beside the deliveries asked for them. A recipient has one delivery; one that
 * was taken back by a pause is not theirs any more.
 */
import type {
  BroadcastMeasure,
  BroadcastPlan,
  DeliveryStatus,
  RetailerId,
} from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';
import type { Arm } from './compare.ts';
import type { BroadcastRow } from './queries.ts';

type Db = Sql | TransactionSql;
type Of = Pick<BroadcastRow, 'retailer_id' | 'id'>;

/** Handed over for good, whatever came back later. */
const SENT = ['sent', 'delivered', 'bounced', 'complained'] as const satisfies DeliveryStatus[];

/** Recipients of one newsletter with their deliveries; `s`: it was sent. */
const recipients = (sql: Db, { retailer_id, id }: Of) => sql`
  select r.profile_id as recipient, r.variant as arm, r.measured, d.id, d.profile_id, d.status, d.reason, d.channel,
         d.sent_at, d.decided_at, d.opened_at, d.clicked_at, d.bounced_at, d.complained_at, d.delivered_at,
         d.unsubscribed_at, d.not_before, r.due_at, coalesce(d.status = any(${[...SENT]}::text[]), false) as s
    from broadcast_recipient r
    left join delivery d on d.retailer_id = r.retailer_id and d.id = r.delivery_id
   where r.retailer_id = ${retailer_id} and r.broadcast_id = ${id}`;

/** How many have which status for which reason; status null: not handed over yet. */
export function countStatuses(sql: Db, of: Of) {
  return sql<{ status: DeliveryStatus | null; reason: string | null; count: number }[]>`
    with r as (${recipients(sql, of)})
    select status, reason, count(*)::int as count from r group by status, reason order by 3 desc, 2`;
}

/** What came back, by variant. */
export interface VariantRow {
  arm: string;
  sent: number;
  measured: number;
  delivered: number;
  opened: number;
  clicked: number;
  unsubscribed: number;
  bounced: number;
  complained: number;
}

/** Opened counts only where it may be measured; delivered, where the channel says so. */
export function countReceipts(sql: Db, of: Of) {
  return sql<VariantRow[]>`
    with r as (${recipients(sql, of)})
    select coalesce(arm, '') as arm, count(*)::int as sent,
           count(*) filter (where measured)::int as measured,
           count(*) filter (where delivered_at is not null and bounced_at is null)::int as delivered,
           count(*) filter (where measured and opened_at is not null)::int as opened,
           count(*) filter (where clicked_at is not null)::int as clicked,
           count(*) filter (where unsubscribed_at is not null)::int as unsubscribed,
           count(*) filter (where bounced_at is not null)::int as bounced,
           count(*) filter (where complained_at is not null)::int as complained
      from r where s group by 1 order by 1`;
}

/**
 * Orders after something, by group. Money in minor units of the shop's currency, less what was refunded; `squares`: of each
 * shopper's revenue, for how much they differ. An order in another currency counts as an order, not as money.
 */
export interface OrderRow {
  arm: string;
  shoppers: number;
  buyers: number;
  orders: number;
  revenue: number;
  squares: number;
}

/** Orders within `days` after the click, by variant. */
export function ordersAfterClick(sql: Db, of: Of, days: number, currency: string) {
  return sql<OrderRow[]>`
    with recursive r as (${recipients(sql, of)}), who as (
      select coalesce(arm, '') as arm, profile_id, clicked_at as since from r where s and clicked_at is not null)
    ${orders(sql, of.retailer_id, days, currency)}`;
}

/** Orders within `days` after it was sent, by variant: what an A/B test by purchases counts. */
export function ordersAfterSending(sql: Db, of: Of, days: number, currency: string) {
  return sql<OrderRow[]>`
    with recursive r as (${recipients(sql, of)}), who as (
      select coalesce(arm, '') as arm, profile_id, sent_at as since from r where s and sent_at is not null)
    ${orders(sql, of.retailer_id, days, currency)}`;
}

/**
 * Orders of those who got it and of the comparison group, which passed every other guard: `treated` and `held`. From the
 * instant at which it was sent, or would have been.
 */
export function ordersOfGroups(sql: Db, of: Of, days: number, currency: string) {
  return sql<OrderRow[]>`
    with recursive r as (${recipients(sql, of)}), who as (
      select case when s then 'treated' else 'held' end as arm, profile_id, coalesce(sent_at, decided_at) as since
        from r where s or (status = 'dropped' and reason = 'global_holdout'))
    ${orders(sql, of.retailer_id, days, currency)}`;
}

/** Somebody whose orders count from an instant on (ms), in a group. */
export interface Watched {
  arm: string;
  profileId: string;
  since: number;
}

/** Orders within `days` after each one's own instant, by group. */
export function ordersOf(
  sql: Db,
  retailerId: RetailerId,
  people: readonly Watched[],
  days: number,
  currency: string,
) {
  return sql<OrderRow[]>`
    with recursive who as (
      select arm, profile_id, to_timestamp(since / 1000.0) as since
        from unnest(${people.map(({ arm }) => arm)}::text[], ${people.map(({ profileId }) => profileId)}::uuid[],
          ${people.map(({ since }) => since)}::float8[]) w (arm, profile_id, since))
    ${orders(sql, retailerId, days, currency)}`;
}

/**
 * Whoever was joined with another shopper since bought under that one's id: `line` follows them there. Each shopper's rows are
 * looked up by their key (`offset 0`): a plan may otherwise read all orders and shoppers of the retailer for each of them. The
 * retailer comes from a row (`shop`) and not as a number: of one that the statistics do not know yet a plan expects no rows
 * at all, and takes any index for as good as the one by shopper.
 */
const orders = (sql: Db, retailerId: RetailerId, days: number, currency: string) => {
  const there = (id: string) => sql`
    (select p.id from profile p where p.retailer_id = shop.id and p.id = ${sql(id)} offset 0)`;
  return sql`
  , shop as materialized (select ${retailerId}::int as id),
    line (start, id) as (
      select w.profile_id, w.profile_id from who w cross join shop where ${there('w.profile_id')} is null
      union
      select line.start, x.to_profile from line cross join shop cross join lateral (
          select to_profile from identity_change
           where retailer_id = shop.id and from_profile = line.id offset 0) x
       where ${there('line.id')} is null),
    present as (
      select distinct on (line.start) line.start, p.id from line cross join shop cross join lateral ${there('line.id')} p
       order by line.start, p.id)
  select arm, count(*)::int as shoppers, count(*) filter (where o.orders > 0)::int as buyers,
         coalesce(sum(o.orders), 0)::int as orders, coalesce(sum(o.revenue), 0)::float8 as revenue,
         coalesce(sum(o.revenue::float8 ^ 2), 0) as squares
    from who cross join shop left join present on present.start = who.profile_id cross join lateral (
      select count(*) as orders,
             sum(total_minor - refunded_minor) filter (where currency = ${currency}) as revenue
        from (select * from customer_order c where c.retailer_id = shop.id
                and c.profile_id = coalesce(present.id, who.profile_id) offset 0) c
       where c.kind = 'sale' and c.status <> 'cancelled'
         and c.at > who.since and c.at <= who.since + make_interval(days => ${days})) o
   group by arm order by arm`;
};

/** What an A/B test is decided by: of each variant of the plan, how many could have and how many did. */
export async function armsOf(
  sql: Db,
  of: Of,
  plan: BroadcastPlan,
  measure: BroadcastMeasure,
): Promise<Arm[]> {
  const receipts = new Map((await countReceipts(sql, of)).map((row) => [row.arm, row]));
  const bought =
    measure === 'bought'
      ? new Map(
          (await ordersAfterSending(sql, of, plan.resultDays, '')).map((row) => [row.arm, row]),
        )
      : null;
  return plan.variants.map(({ id }) => {
    const row = receipts.get(id);
    if (measure === 'opened') return { id, n: row?.measured ?? 0, hits: row?.opened ?? 0 };
    if (measure === 'clicked') return { id, n: row?.sent ?? 0, hits: row?.clicked ?? 0 };
    return { id, n: row?.sent ?? 0, hits: bought?.get(id)?.buyers ?? 0 };
  });
}

/** Sent, opened and clicked over time, in buckets of `stepMs`. */
export function courseOf(sql: Db, of: Of, stepMs: number) {
  return sql<{ at: Date; sent: number; opened: number; clicked: number }[]>`
    with r as (${recipients(sql, of)}), happened as (
      select sent_at as at, 1 as sent, 0 as opened, 0 as clicked from r where s
      union all select opened_at, 0, 1, 0 from r where s and measured
      union all select clicked_at, 0, 0, 1 from r where s)
    select to_timestamp(floor(extract(epoch from at) * 1000 / ${stepMs}::float8) * ${stepMs}::float8 / 1000) as at,
           sum(sent)::int as sent, sum(opened)::int as opened, sum(clicked)::int as clicked
      from happened where at is not null group by 1 order by 1 limit 500`;
}

/** One recipient with what came of them. */
export interface RecipientRow {
  recipient: string;
  name: string | null;
  arm: string | null;
  status: DeliveryStatus | null;
  reason: string | null;
  channel: string | null;
  at: Date | null;
  opened: boolean;
  clicked: boolean;
}

/** Which of them. `statuses` null = any, with null among them for those not handed over. */
export interface RecipientFilter {
  statuses: readonly DeliveryStatus[] | null;
  notHanded: boolean;
  reason: string | null;
  notReason: string | null;
  after: string | null;
  limit: number;
}

/** A page of recipients by id. */
export function findRecipients(sql: Db, of: Of, filter: RecipientFilter) {
  const { statuses, notHanded, reason, notReason, after, limit } = filter;
  return sql<RecipientRow[]>`
    with r as (${recipients(sql, of)})
    select r.recipient, coalesce(c.name, c.email) as name, r.arm, r.status, r.reason, r.channel,
           coalesce(r.sent_at, r.decided_at, r.not_before, r.due_at) as at,
           r.measured and r.opened_at is not null as opened, r.clicked_at is not null as clicked
      from r left join profile_card c on c.retailer_id = ${of.retailer_id} and c.profile_id = r.recipient
     where (${after}::uuid is null or r.recipient > ${after}::uuid)
       and (${statuses === null} or r.status = any(${[...(statuses ?? [])]}::text[])
            or (${notHanded} and r.status is null))
       and (${reason}::text is null or r.reason = ${reason})
       and (${notReason}::text is null or r.reason is distinct from ${notReason})
     order by r.recipient limit ${limit}`;
}
