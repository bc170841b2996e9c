/** SQL of the decision log. */
import type { DecisionResult, ResponseKind, RetailerId } from '@augenblick/contract';
import type { Db } from '../queries.ts';

export interface LogRow {
  id: string;
  at: Date;
  profile_id: string;
  shopper: string | null;
  source_id: number;
  request: string;
  placement: string;
  placement_name: string | null;
  result: DecisionResult;
  campaign_id: string | null;
  variant_id: string | null;
  held_campaign_id: string | null;
  kind: ResponseKind;
  stage: string | null;
  confidence: number | null;
  moment_id: string | null;
  signals: number;
  propensity: number | null;
  basis_id: string;
  model_version: number;
  trace: string;
  simulated: boolean;
  shown_at: Date | null;
  clicked_at: Date | null;
  dismissed_at: Date | null;
  goal_at: Date | null;
  goal_event_id: string | null;
  goal_minor: number | null;
}

/** What the log is asked for. */
export interface LogFilter {
  campaign: string | null;
  placement: string | null;
  result: DecisionResult | null;
  shopper: string | null;
  /** Candidates whose letter in the trace must be `letter`: where they stand in each basis. */
  lost: { bases: string[]; placements: string[]; places: number[]; letter: string } | null;
  /** Any candidate lost for it. */
  anyLetter: string | null;
  from: Date | null;
  to: Date | null;
  before: { at: Date; id: string } | null;
  limit: number;
}

/** Rows of the log, newest first. Each filter that is set has an index to walk; the others are tested on its rows. */
export function logRows(sql: Db, retailerId: RetailerId, filter: LogFilter): Promise<LogRow[]> {
  const { campaign, placement, result, shopper, lost, anyLetter, from, to, before } = filter;
  return sql<LogRow[]>`
    select d.*, c.name as shopper, p.name as placement_name
      from decision d
      left join profile_card c on c.retailer_id = d.retailer_id and c.profile_id = d.profile_id
      left join placement p on p.retailer_id = d.retailer_id and p.key = d.placement
     where d.retailer_id = ${retailerId}
       ${campaign === null ? sql`` : sql`and d.campaign_id = ${campaign}`}
       ${placement === null ? sql`` : sql`and d.placement = ${placement}`}
       ${result === null ? sql`` : sql`and d.result = ${result}`}
       ${shopper === null ? sql`` : sql`and d.profile_id = ${shopper}`}
       ${from === null ? sql`` : sql`and d.at >= ${from}`}
       ${to === null ? sql`` : sql`and d.at < ${to}`}
       ${before === null ? sql`` : sql`and (d.at, d.id) < (${before.at}, ${before.id}::uuid)`}
       ${anyLetter === null ? sql`` : sql`and strpos(split_part(d.trace, '"', 2), ${anyLetter}) > 0`}
       ${
         lost === null
           ? sql``
           : sql`and exists (select from unnest(${lost.bases}::uuid[], ${lost.placements}::text[], ${lost.places}::int[])
                w (basis, placement, place) where w.basis = d.basis_id and w.placement = d.placement
                  and substr(d.trace, 3 + w.place, 1) = ${lost.letter})`
       }
     order by d.at desc, d.id desc limit ${filter.limit}`;
}

/** Some decisions by id. */
export function logRowsById(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<LogRow[]> {
  return sql<LogRow[]>`
    select d.*, c.name as shopper, p.name as placement_name
      from decision d
      left join profile_card c on c.retailer_id = d.retailer_id and c.profile_id = d.profile_id
      left join placement p on p.retailer_id = d.retailer_id and p.key = d.placement
     where d.retailer_id = ${retailerId} and d.id = any(${[...ids]}::uuid[])`;
}

/** The newest bases, as text; enough to find a campaign's place in every decision of the last weeks. */
export function newestBases(sql: Db, retailerId: RetailerId, limit: number) {
  return sql<{ id: string; body: string }[]>`
    select id, body from decision_basis where retailer_id = ${retailerId} order by at desc limit ${limit}`;
}

/** Results per placement since an instant. */
export function resultCounts(sql: Db, retailerId: RetailerId, since: Date) {
  return sql<
    {
      placement: string;
      name: string | null;
      result: DecisionResult;
      decisions: number;
      shown: number;
      clicked: number;
    }[]
  >`
    select d.placement, p.name, d.result, count(*)::int as decisions, count(d.shown_at)::int as shown,
           count(d.clicked_at)::int as clicked
      from decision d left join placement p on p.retailer_id = d.retailer_id and p.key = d.placement
     where d.retailer_id = ${retailerId} and d.at >= ${since} group by 1, 2, 3`;
}

/** Traces of the newest decisions since an instant. */
export function newestTraces(sql: Db, retailerId: RetailerId, since: Date, limit: number) {
  return sql<{ letters: string }[]>`
    select split_part(trace, '"', 2) as letters from decision
     where retailer_id = ${retailerId} and at >= ${since} order by at desc, id desc limit ${limit}`;
}

/** Events that name a decision among those of its shopper since then. */
export function outcomeEvents(
  sql: Db,
  retailerId: RetailerId,
  wanted: { profileId: string; decisionId: string; since: Date; goalEventId: string | null },
) {
  return sql<{ id: string; at: Date; name: string }[]>`
    select id, at, name from event
     where retailer_id = ${retailerId} and profile_id = ${wanted.profileId} and received_at >= ${wanted.since}
       and (id = ${wanted.goalEventId} or (name in ('Placement Shown', 'Placement Clicked', 'Placement Dismissed')
         and body->'properties'->>'decision_id' = ${wanted.decisionId}))
     order by seq limit 50`;
}

/** A campaign that won for a shopper, as their timeline shows it. */
export interface DecisionEntryRow {
  id: string;
  at: Date;
  source_id: number;
  placement: string;
  campaign: string;
}

/**
 * Campaigns that won for a shopper, newest first. `before`: only what is older; at the same instant only smaller ids
 * (undefined: none of that instant, null: all of it).
 */
export function decisionEntries(
  sql: Db,
  retailerId: RetailerId,
  profileId: string,
  limit: number,
  before?: { at: Date; id: string | null | undefined },
): Promise<DecisionEntryRow[]> {
  const ms = sql`date_trunc('milliseconds', d.at)`;
  const older =
    before === undefined
      ? sql``
      : before.id === null
        ? sql`and ${ms} <= ${before.at}`
        : before.id === undefined
          ? sql`and ${ms} < ${before.at}`
          : sql`and (${ms} < ${before.at} or (${ms} = ${before.at} and d.id::text < ${before.id}))`;
  return sql<DecisionEntryRow[]>`
    select d.id, d.at, d.source_id, coalesce(p.name, d.placement) as placement,
           coalesce(v.definition->>'name', '…') as campaign
      from decision d
      left join placement p on p.retailer_id = d.retailer_id and p.key = d.placement
      left join campaign c on c.retailer_id = d.retailer_id and c.id = d.campaign_id
      left join campaign_version v on v.retailer_id = c.retailer_id and v.campaign_id = c.id and v.version = c.version
     where d.retailer_id = ${retailerId} and d.profile_id = ${profileId} and d.campaign_id is not null ${older}
     order by ${ms} desc, d.id::text desc limit ${limit}`;
}

/** Decisions for a shopper in the seconds after an event came in, and those the event speaks of. */
export function decisionsAfter(
  sql: Db,
  retailerId: RetailerId,
  wanted: { profileId: string; from: Date; to: Date; named: string | null },
): Promise<LogRow[]> {
  return sql<LogRow[]>`
    select d.*, null as shopper, p.name as placement_name
      from decision d left join placement p on p.retailer_id = d.retailer_id and p.key = d.placement
     where d.retailer_id = ${retailerId} and d.profile_id = ${wanted.profileId}
       and ((d.at >= ${wanted.from} and d.at <= ${wanted.to}) or d.id = ${wanted.named}::uuid)
     order by d.at, d.id limit 12`;
}
