/** SQL of the console's pages: counts of a drawing, who is on the way, one way. */
import type {
  DeliveryReason,
  DeliveryStatus,
  JourneyDraft,
  JourneyEnd,
  JsonObject,
  RetailerId,
} from '@augenblick/contract';
import type { Db } from './queries-run.ts';

/** Figures of one journey. */
export interface Totals {
  entered: number;
  active: number;
  finished: number;
  goals: number;
  messages: number;
}
export const NO_TOTALS: Totals = { entered: 0, active: 0, finished: 0, goals: 0, messages: 0 };

/** Figures by journey; of one, or of all. */
export async function totals(
  sql: Db,
  retailerId: RetailerId,
  id: string | null,
): Promise<Map<string, Totals>> {
  const rows = await sql<(Totals & { journey_id: string })[]>`
    select journey_id, sum(n) filter (where kind = 'entered')::int as entered,
      sum(n) filter (where kind = 'end')::int as finished, sum(n) filter (where kind = 'goal')::int as goals,
      sum(n) filter (where kind = 'message')::int as messages
    from journey_tally where retailer_id = ${retailerId} and (${id}::uuid is null or journey_id = ${id})
    group by journey_id`;
  return new Map(
    rows.map(({ journey_id, entered, finished, goals, messages }) => {
      const all = entered ?? 0;
      const over = finished ?? 0;
      const active = Math.max(0, all - over);
      return [
        journey_id,
        { entered: all, active, finished: over, goals: goals ?? 0, messages: messages ?? 0 },
      ];
    }),
  );
}

/** How many still go by an older version than this one. */
export async function onOlder(
  sql: Db,
  retailerId: RetailerId,
  id: string,
  version: number,
): Promise<number> {
  if (version < 2) return 0;
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from journey_run
    where retailer_id = ${retailerId} and journey_id = ${id} and status = 'active' and version < ${version}`;
  return row?.n ?? 0;
}

/** Counts by kind, node and port. */
export function tallies(sql: Db, retailerId: RetailerId, id: string) {
  return sql<{ kind: string; node: string; port: string; n: number }[]>`
    select kind, node, port, sum(n)::int as n from journey_tally
    where retailer_id = ${retailerId} and journey_id = ${id} group by kind, node, port order by kind, node, port`;
}

/** Who stands at which node now. */
export function standing(sql: Db, retailerId: RetailerId, id: string) {
  return sql<{ node: string; n: number }[]>`
    select node, count(*)::int as n from journey_run
    where retailer_id = ${retailerId} and journey_id = ${id} and status = 'active' group by node`;
}

/** What became of a journey's messages, by status and reason. */
export function deliveries(sql: Db, retailerId: RetailerId, id: string) {
  return sql<{ status: DeliveryStatus; reason: DeliveryReason | null; n: number }[]>`
    select status, reason, count(*)::int as n from delivery
    where retailer_id = ${retailerId} and origin_kind = 'journey' and origin_id = ${id}
    group by status, reason order by n desc, status, reason`;
}

/** A run with who it is. */
export interface RunPageRow {
  id: string;
  profile_id: string;
  journey_id: string;
  name: string | null;
  simulated: boolean | null;
  version: number;
  key: string;
  status: 'active' | 'done';
  node: string;
  entered_at: Date;
  since: Date;
  due_at: Date | null;
  goal_at: Date | null;
  ended_at: Date | null;
  end_reason: JourneyEnd | null;
  /** Name of the event that ended it, where one did. */
  end_event: string | null;
  definition: JourneyDraft;
  current: number;
}

/** Which runs are meant. */
export interface RunPage {
  journeyId: string | null;
  runId: string | null;
  profileId: string | null;
  node: string | null;
  status: 'active' | 'done' | null;
  /** Only those that got in before this one (its instant and id). */
  before: { at: number; id: string } | null;
  limit: number;
}

/** Runs, the last to get in first. */
export function runs(sql: Db, retailerId: RetailerId, page: RunPage) {
  const { before } = page;
  return sql<RunPageRow[]>`
    select r.id, r.profile_id, r.journey_id, coalesce(c.name, c.email) as name, c.simulated, r.version, r.key, r.status,
      r.node, r.entered_at, r.since, r.due_at, r.goal_at, r.ended_at, r.end_reason, v.definition, j.version as current,
      (select s.detail::jsonb ->> 'event' from journey_step s
        where s.retailer_id = r.retailer_id and s.run_id = r.id and s.port = '' and r.end_reason = 'exit_event'
        order by s.at desc limit 1) as end_event
    from journey_run r
    join journey j on j.retailer_id = r.retailer_id and j.id = r.journey_id
    join journey_version v on v.retailer_id = r.retailer_id and v.journey_id = r.journey_id and v.version = r.version
    left join profile_card c on c.retailer_id = r.retailer_id and c.profile_id = r.profile_id
    where r.retailer_id = ${retailerId}
      ${page.journeyId === null ? sql`` : sql`and r.journey_id = ${page.journeyId}`}
      ${page.runId === null ? sql`` : sql`and r.id = ${page.runId}`}
      ${page.profileId === null ? sql`` : sql`and r.profile_id = ${page.profileId}`}
      ${page.node === null ? sql`` : sql`and r.node = ${page.node} and r.status = 'active'`}
      ${page.status === null ? sql`` : sql`and r.status = ${page.status}`}
      ${
        before === null
          ? sql``
          : sql`and (r.entered_at, r.id) < (to_timestamp(${before.at}::float8 / 1000.0), ${before.id}::uuid)`
      }
    order by r.entered_at desc, r.id desc limit ${page.limit}`;
}

/** Who went which way of some splits, and who of them reached the goal afterwards. */
export function splitWays(sql: Db, retailerId: RetailerId, id: string, nodes: readonly string[]) {
  return sql<{ node: string; port: string; people: number; goals: number }[]>`
    select s.node, s.port, count(distinct s.profile_id)::int as people,
      (count(distinct s.profile_id) filter (where r.goal_at >= s.at))::int as goals
    from journey_run r
    join journey_step s on s.retailer_id = r.retailer_id and s.run_id = r.id
    where r.retailer_id = ${retailerId} and r.journey_id = ${id} and s.node = any(${[...nodes]}::text[]) and s.port <> ''
    group by s.node, s.port`;
}

/** Transitions of a run in order. */
export async function steps(sql: Db, retailerId: RetailerId, runId: string) {
  const rows = await sql<{ node: string; visit: number; port: string; at: Date; detail: string }[]>`
    select node, visit, port, at, detail from journey_step
    where retailer_id = ${retailerId} and run_id = ${runId} order by no`;
  return rows.map(({ at, detail, ...row }) => ({
    ...row,
    at: at.getTime(),
    detail: JSON.parse(detail) as JsonObject,
  }));
}
