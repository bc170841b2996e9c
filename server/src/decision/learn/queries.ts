/** SQL of the learning job. Every statement may run twice over the same rows without counting anything twice. */
import type { ResponseKind, RetailerId } from '@augenblick/contract';
import type { Sql, TransactionSql } from '../../runtime/index.ts';
import type { Counts } from '../response.ts';

/** Stands for all campaigns together, in comparisons. */
export const ALL_CAMPAIGNS = '00000000-0000-0000-0000-000000000000';

/** Retailers that have ever decided. */
export async function learners(sql: Sql): Promise<RetailerId[]> {
  const rows = await sql<{ id: RetailerId }[]>`
    select retailer_id as id from decision_rule order by retailer_id`;
  return rows.map(({ id }) => id);
}

export interface LearningRow {
  seen_to: Date;
  settled_to: Date;
  logistic: string;
  changed: boolean;
  published_at: Date | null;
}

/** The retailer's mark, locked; undefined while another process is at it. */
export async function lockLearning(
  sql: TransactionSql,
  retailerId: RetailerId,
  from: Date,
): Promise<LearningRow | undefined> {
  await sql`
    insert into decision_learning (retailer_id, seen_to, settled_to)
    values (${retailerId}, ${from}, ${from}) on conflict do nothing`;
  const [row] = await sql<LearningRow[]>`
    select seen_to, settled_to, logistic, changed, published_at from decision_learning
     where retailer_id = ${retailerId} for update skip locked`;
  return row;
}

/** Moves the mark. */
export async function updateLearning(
  sql: TransactionSql,
  retailerId: RetailerId,
  row: LearningRow,
): Promise<void> {
  await sql`
    update decision_learning set seen_to = ${row.seen_to}, settled_to = ${row.settled_to}, logistic = ${row.logistic},
      changed = ${row.changed}, published_at = ${row.published_at} where retailer_id = ${retailerId}`;
}

/** Goals of campaigns: event and window. */
export interface GoalRow {
  campaign: string;
  event: string;
  hours: number;
}

/** Goals of every campaign that was ever live, as its present version has them. */
export function goals(sql: TransactionSql, retailerId: RetailerId): Promise<GoalRow[]> {
  return sql<GoalRow[]>`
    select c.id as campaign, v.definition->'goal'->>'event' as event,
           (v.definition->'goal'->>'windowHours')::float8 as hours
      from campaign c join campaign_version v
        on v.retailer_id = c.retailer_id and v.campaign_id = c.id and v.version = c.version
     where c.retailer_id = ${retailerId}`;
}

/**
 * Counts new decisions and enters their shoppers into the comparison, each once a campaign. The flag in the row makes the
 * counting exact, whenever a decision was committed. Answers how many there were.
 */
export async function countDecisions(
  sql: TransactionSql,
  retailerId: RetailerId,
  span: { from: Date; to: Date },
  wanted: readonly GoalRow[],
): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    with fresh as (
      update decision set counted = true
       where retailer_id = ${retailerId} and at > ${span.from} and at <= ${span.to} and not counted
         and (campaign_id is not null or held_campaign_id is not null)
      returning at, profile_id, placement, kind, result, campaign_id, variant_id, held_campaign_id
    ), goal as (
      select g.campaign, g.event, make_interval(secs => g.hours * 3600) as span
        from unnest(${wanted.map((one) => one.campaign)}::uuid[], ${wanted.map((one) => one.event)}::text[],
          ${wanted.map((one) => one.hours)}::float8[]) g (campaign, event, hours)
    ), arm as (
      select campaign_id, profile_id, false as held, at from fresh where campaign_id is not null
      union all
      select held_campaign_id, profile_id, true, at from fresh where held_campaign_id is not null
      union all
      select ${ALL_CAMPAIGNS}::uuid, profile_id, result = 'global_holdout', at from fresh
       where result in ('campaign', 'global_holdout')
    ), entered as (
      insert into exposure (retailer_id, campaign_id, profile_id, held, at, until, goal_event)
      select distinct on (a.campaign_id, a.profile_id) ${retailerId}::int, a.campaign_id, a.profile_id, a.held, a.at,
             a.at + g.span, g.event
        from arm a join goal g on g.campaign = a.campaign_id order by a.campaign_id, a.profile_id, a.at
      on conflict do nothing
    ), counted as (
      insert into decision_count as c (retailer_id, day, campaign_id, variant_id, placement, kind, decided)
      select ${retailerId}::int, (at at time zone 'UTC')::date, campaign_id, variant_id, placement, kind, count(*)
        from fresh where campaign_id is not null group by 2, 3, 4, 5, 6
      on conflict (retailer_id, day, campaign_id, variant_id, placement, kind)
        do update set decided = c.decided + excluded.decided
    )
    select count(*)::int as n from fresh`;
  return row?.n ?? 0;
}

/** Writes what was shown, clicked and dismissed into the decisions and counts what is new. Answers how many changed. */
export async function noteFeedback(
  sql: TransactionSql,
  retailerId: RetailerId,
  span: { from: Date; to: Date },
): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    with said as (
      select body->'properties'->>'decision_id' as decision, name, at from event
       where received_at > ${span.from} and received_at <= ${span.to} and retailer_id = ${retailerId}
         and name in ('Placement Shown', 'Placement Clicked', 'Placement Dismissed')
    ), mark as (
      select case when decision ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then decision::uuid end as id,
             ${retailerId}::int as retailer_id, min(at) as shown, min(at) filter (where name = 'Placement Clicked') as clicked,
             min(at) filter (where name = 'Placement Dismissed') as dismissed
        from said group by 1 offset 0
    ), news as (
      update decision d set shown_at = coalesce(d.shown_at, m.shown), clicked_at = coalesce(d.clicked_at, m.clicked),
             dismissed_at = coalesce(d.dismissed_at, m.dismissed)
        from mark m join decision o on o.retailer_id = m.retailer_id and o.id = m.id
       where d.retailer_id = m.retailer_id and d.id = m.id
         and (o.shown_at is null or (o.clicked_at is null and m.clicked is not null)
           or (o.dismissed_at is null and m.dismissed is not null))
      returning d.at, d.campaign_id, d.variant_id, d.placement, d.kind, o.shown_at is null as shown,
        o.clicked_at is null and d.clicked_at is not null as clicked,
        o.dismissed_at is null and d.dismissed_at is not null as dismissed
    ), counted as (
      insert into decision_count as c (retailer_id, day, campaign_id, variant_id, placement, kind, shown, clicked, dismissed)
      select ${retailerId}::int, (at at time zone 'UTC')::date, campaign_id, variant_id, placement, kind,
             count(*) filter (where shown), count(*) filter (where clicked), count(*) filter (where dismissed)
        from news where campaign_id is not null group by 2, 3, 4, 5, 6
      on conflict (retailer_id, day, campaign_id, variant_id, placement, kind) do update set
        shown = c.shown + excluded.shown, clicked = c.clicked + excluded.clicked, dismissed = c.dismissed + excluded.dismissed
    )
    select count(*)::int as n from news`;
  return row?.n ?? 0;
}

/**
 * Puts goals that were reached down to the last showing before them (one a campaign), and into the comparison. An order
 * counts with what was paid. An event that is looked at again finds its decision taken and changes nothing.
 */
export async function noteGoals(
  sql: TransactionSql,
  retailerId: RetailerId,
  span: { from: Date; to: Date },
  wanted: readonly GoalRow[],
): Promise<number> {
  const names = [...new Set(wanted.flatMap(({ event }) => spellings(event)))];
  if (names.length === 0) return 0;
  const [row] = await sql<{ n: number }[]>`
    with reached as materialized (
      select e.id, e.profile_id, e.at, case when e.name = 'Receipt Issued' then 'Order Completed' else e.name end as name,
             coalesce(e.body->'properties'->>'order_id', e.body->'properties'->>'orderId',
               e.body->'properties'->>'receipt_id') as order_id
        from event e
       where e.received_at > ${span.from} and e.received_at <= ${span.to} and e.retailer_id = ${retailerId}
         and e.name = any(${names}::text[])
    ), goal as (
      select g.campaign, g.event, make_interval(secs => g.hours * 3600) as span
        from unnest(${wanted.map((one) => one.campaign)}::uuid[], ${wanted.map((one) => one.event)}::text[],
          ${wanted.map((one) => one.hours)}::float8[]) g (campaign, event, hours)
    ), last as (
      select distinct on (r.id, g.campaign) r.id as event_id, r.at, r.order_id, d.id, d.profile_id
        from reached r cross join lateral (
          select * from decision where retailer_id = ${retailerId} and profile_id = r.profile_id offset 0) d
        join goal g on g.event = r.name and g.campaign = d.campaign_id
         and d.shown_at is not null and d.at <= r.at and d.at >= r.at - g.span
       where not exists (
         select from (select campaign_id, goal_event_id from decision
           where retailer_id = ${retailerId} and profile_id = r.profile_id offset 0) o
         where o.campaign_id = g.campaign and o.goal_event_id = r.id)
       order by r.id, g.campaign, d.at desc
    ), first as (
      select distinct on (id) * from last order by id, at
    ), won as (
      update decision d set goal_at = f.at, goal_event_id = f.event_id,
             goal_minor = (select o.total_minor from customer_order o where o.retailer_id = ${retailerId}
               and o.order_id = f.order_id and o.profile_id = f.profile_id)
        from first f where d.retailer_id = ${retailerId} and d.id = f.id and d.goal_at is null
      returning d.at, d.campaign_id, d.variant_id, d.placement, d.kind, d.goal_minor
    ), compared as (
      update exposure x set goal_at = least(x.goal_at, r.first), revenue_minor = coalesce((
               select sum(o.total_minor - o.refunded_minor) from customer_order o
                where o.retailer_id = ${retailerId} and o.profile_id = x.profile_id and o.kind = 'sale'
                  and o.status <> 'cancelled' and o.at >= x.at and o.at <= x.until), 0)
        from (select profile_id, name, at as first from reached) r
       where x.retailer_id = ${retailerId} and x.profile_id = r.profile_id and x.goal_event = r.name
         and r.first >= x.at and r.first <= x.until
    ), counted as (
      insert into decision_count as c (retailer_id, day, campaign_id, variant_id, placement, kind, goals, revenue_minor)
      select ${retailerId}::int, (at at time zone 'UTC')::date, campaign_id, variant_id, placement, kind, count(*),
             coalesce(sum(goal_minor), 0)
        from won group by 2, 3, 4, 5, 6
      on conflict (retailer_id, day, campaign_id, variant_id, placement, kind) do update set
        goals = c.goals + excluded.goals, revenue_minor = c.revenue_minor + excluded.revenue_minor
    )
    select count(*)::int as n from won`;
  return row?.n ?? 0;
}

/** A sale at the till is an order, too. */
function spellings(event: string): string[] {
  return event === 'Order Completed' ? [event, 'Receipt Issued'] : [event];
}

export interface SettledRow {
  at: Date;
  campaign_id: string;
  variant_id: string;
  kind: ResponseKind;
  features: number[];
  reached: boolean;
}

/** Showings whose time for the goal is over, oldest first. */
export function settledShowings(
  sql: TransactionSql,
  retailerId: RetailerId,
  span: { from: Date; to: Date },
  limit: number,
): Promise<SettledRow[]> {
  return sql<SettledRow[]>`
    select at, campaign_id, variant_id, kind, features, goal_at is not null as reached from decision
     where retailer_id = ${retailerId} and at > ${span.from} and at <= ${span.to}
       and campaign_id is not null and shown_at is not null
     order by at limit ${limit}`;
}

/** Showings and goals per cell since a day. */
export async function cells(
  sql: TransactionSql,
  retailerId: RetailerId,
  since: Date,
): Promise<Record<string, Counts>> {
  const rows = await sql<{ key: string; shown: number; goals: number }[]>`
    select campaign_id || ' ' || variant_id || ' ' || kind as key, sum(shown)::int as shown, sum(goals)::int as goals
      from decision_count where retailer_id = ${retailerId} and day >= ${since}::timestamptz::date
     group by campaign_id, variant_id, kind having sum(shown) > 0`;
  return Object.fromEntries(rows.map(({ key, shown, goals: won }) => [key, [shown, won]]));
}

/** Both arms of every comparison since an instant. */
export interface ArmRow {
  campaign_id: string;
  held: boolean;
  shoppers: number;
  goals: number;
  revenue: number;
}

/** Shoppers, those who reached the goal, and what they paid, by campaign and arm. */
export function arms(sql: TransactionSql, retailerId: RetailerId, since: Date): Promise<ArmRow[]> {
  return sql<ArmRow[]>`
    select campaign_id, held, count(*)::int as shoppers, count(goal_at)::int as goals,
           coalesce(sum(revenue_minor), 0)::bigint as revenue
      from exposure where retailer_id = ${retailerId} and at >= ${since} group by 1, 2`;
}

export interface CountRow {
  campaign_id: string;
  variant_id: string;
  placement: string;
  placement_name: string | null;
  decided: number;
  shown: number;
  clicked: number;
  dismissed: number;
  goals: number;
  revenue: number;
}

/** Counts by campaign, variant and placement since a day. */
export function outcomeCounts(
  sql: TransactionSql,
  retailerId: RetailerId,
  since: Date,
  campaign: string | null,
): Promise<CountRow[]> {
  return sql<CountRow[]>`
    select c.campaign_id, c.variant_id, c.placement, p.name as placement_name, sum(c.decided)::int as decided,
           sum(c.shown)::int as shown, sum(c.clicked)::int as clicked, sum(c.dismissed)::int as dismissed,
           sum(c.goals)::int as goals, sum(c.revenue_minor)::bigint as revenue
      from decision_count c left join placement p on p.retailer_id = c.retailer_id and p.key = c.placement
     where c.retailer_id = ${retailerId} and c.day >= ${since}::timestamptz::date
       and (${campaign}::uuid is null or c.campaign_id = ${campaign})
     group by 1, 2, 3, 4`;
}
