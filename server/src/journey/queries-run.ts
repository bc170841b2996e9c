/** SQL of runs on their way: what is due, what happened, what came of it. */
import type {
  JourneyEnd,
  JourneyFact,
  JsonObject,
  ProfileId,
  RetailerId,
} from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';
import type { AnchoredFact, Driven } from './drive.ts';
import type { Past } from './entry.ts';
import type { Heard, Run } from './run.ts';

/** A pool or a transaction. */
export type Db = Sql | TransactionSql;

/** A shopper for whom something is to be done, and since when. */
export interface DueShopper {
  retailerId: RetailerId;
  profileId: ProfileId;
  at: number;
}

/**
 * Shoppers with something in the inbox or a run that is due at `now` (ms), the oldest first, taken for this transaction: a
 * lock for each shopper, which others step over, keeps what happened to one shopper in one process and in order. Two
 * statements, because the rows are to be read only once the locks are held.
 */
export async function takeDue(
  tx: TransactionSql,
  now: number,
  limit: number,
): Promise<{ taken: DueShopper[]; found: number }> {
  const rows = await tx<
    { retailer_id: RetailerId; profile_id: ProfileId; at: Date; taken: boolean }[]
  >`
    with found as materialized (
      (select retailer_id, profile_id, seen_at as at from journey_inbox
        where seen_at < to_timestamp((${now}::float8 + 1) / 1000.0) order by seen_at limit ${limit})
      union all
      (select retailer_id, profile_id, due_at as at from journey_run
        where due_at <= to_timestamp(${now}::float8 / 1000.0) order by due_at limit ${limit})
    ), shoppers as materialized (
      select retailer_id, profile_id, min(at) as at from found group by retailer_id, profile_id order by 3 limit ${limit}
    )
    select retailer_id, profile_id, at,
      pg_try_advisory_xact_lock(hashtextextended(retailer_id || ' ' || profile_id, 77020)) as taken
    from shoppers`;
  const taken = rows
    .filter((row) => row.taken)
    .map((row) => ({
      retailerId: row.retailer_id,
      profileId: row.profile_id,
      at: row.at.getTime(),
    }));
  return { taken, found: rows.length };
}

/** Waits for the lock of one shopper; for what is done by hand and for profiles that are joined or parted. */
export async function lockShoppers(
  tx: TransactionSql,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<void> {
  await tx`
    select pg_advisory_xact_lock(hashtextextended(${retailerId}::int || ' ' || id, 77020))
    from (select unnest(${[...ids]}::uuid[]) as id order by 1) one`;
}

/** When there is something in the inbox, when a run is due, and when something that is done after a step; ms, Infinity for never. */
export async function findNext(sql: Db): Promise<{ inbox: number; run: number; effect: number }> {
  const [row] = await sql<{ inbox: Date | null; run: Date | null; effect: Date | null }[]>`
    select (select seen_at from journey_inbox order by seen_at limit 1) as inbox,
      (select due_at from journey_run where due_at is not null order by due_at limit 1) as run,
      (select due_at from journey_effect order by due_at limit 1) as effect`;
  return {
    inbox: row?.inbox?.getTime() ?? Infinity,
    run: row?.run?.getTime() ?? Infinity,
    effect: row?.effect?.getTime() ?? Infinity,
  };
}

interface RunRow {
  id: string;
  profile_id: ProfileId;
  journey_id: string;
  version: number;
  key: string;
  anchor: string;
  status: 'active' | 'done';
  node: string;
  entered_at: Date;
  since: Date;
  due_at: Date | null;
  parked: boolean;
  goal_at: Date | null;
  ended_at: Date | null;
  end_reason: JourneyEnd | null;
  memory: string;
}

/** What a run's `memory` holds, as text. */
interface Memory {
  visits: [string, number][];
  steps: number;
  hops?: number;
  started?: number;
  data: JsonObject;
  gained: JsonObject;
  heard?: Heard;
}

/** Active runs of some shoppers, locked, so that whoever joins or parts profiles waits. */
export async function lockRuns(
  tx: TransactionSql,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<Run[]> {
  const rows = await tx<RunRow[]>`
    select r.id, r.profile_id, r.journey_id, r.version, r.key, r.anchor, r.status, r.node, r.entered_at, r.since, r.due_at,
      r.parked, r.goal_at, r.ended_at, r.end_reason, r.memory
    from (select ${retailerId}::int as retailer_id, 'active' as status, unnest(${[...ids]}::uuid[]) as id offset 0) w
    join journey_run r on r.retailer_id = w.retailer_id and r.profile_id = w.id and r.status = w.status
    order by r.id for update of r`;
  return rows.map(runOf);
}

/** A run from its row. */
export function runOf(row: RunRow): Run {
  const memory = JSON.parse(row.memory) as Memory;
  return {
    id: row.id,
    journeyId: row.journey_id,
    profileId: row.profile_id,
    version: row.version,
    key: row.key,
    anchor: row.anchor,
    status: row.status,
    node: row.node,
    enteredAt: row.entered_at.getTime(),
    since: row.since.getTime(),
    dueAt: row.due_at?.getTime() ?? null,
    parked: row.parked,
    goalAt: row.goal_at?.getTime() ?? null,
    endedAt: row.ended_at?.getTime() ?? null,
    end: row.end_reason,
    visits: new Map(memory.visits),
    steps: memory.steps,
    hops: memory.hops ?? 0,
    started: memory.started ?? 0,
    data: memory.data,
    gained: memory.gained,
    heard: memory.heard ?? null,
    asking: null,
  };
}

/** Runs of some shoppers that are over, as far as getting in again goes. */
export async function findPast(
  tx: TransactionSql,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<Map<ProfileId, Past[]>> {
  const rows = await tx<
    { id: string; profile_id: ProfileId; journey_id: string; key: string; entered_at: Date }[]
  >`
    select id, profile_id, journey_id, key, entered_at from journey_run
    where retailer_id = ${retailerId} and profile_id = any(${[...ids]}::uuid[]) and status = 'done'`;
  const past = new Map<ProfileId, Past[]>();
  for (const row of rows) {
    const one = {
      id: row.id,
      journeyId: row.journey_id,
      key: row.key,
      active: false,
      enteredAt: row.entered_at.getTime(),
    };
    const list = past.get(row.profile_id);
    if (list) list.push(one);
    else past.set(row.profile_id, [one]);
  }
  return past;
}

/** What stands in the inbox of some shoppers, in the order in which it came in. */
export async function readInbox(
  tx: TransactionSql,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<Map<ProfileId, AnchoredFact[]>> {
  const rows = await tx<
    {
      profile_id: ProfileId;
      key: string;
      type: JourneyFact['type'];
      name: string;
      at: Date;
      seen_at: Date;
      channel: string;
      anchor: string;
      data: string;
    }[]
  >`
    select profile_id, key, type, name, at, seen_at, channel, anchor, data from journey_inbox
    where retailer_id = ${retailerId} and profile_id = any(${[...ids]}::uuid[]) order by seen_at, key`;
  const facts = new Map<ProfileId, AnchoredFact[]>();
  for (const row of rows) {
    const { key, type, name, channel, anchor } = row;
    const fact: AnchoredFact = {
      key,
      type,
      name,
      channel,
      anchor,
      at: row.at.getTime(),
      seenAt: row.seen_at.getTime(),
      data: JSON.parse(row.data) as JsonObject,
    };
    const list = facts.get(row.profile_id);
    if (list) list.push(fact);
    else facts.set(row.profile_id, [fact]);
  }
  return facts;
}

/** Takes facts out of the inbox that have been told. */
export async function clearInbox(
  tx: TransactionSql,
  retailerId: RetailerId,
  facts: readonly { profileId: ProfileId; key: string }[],
): Promise<void> {
  if (facts.length === 0) return;
  await tx`
    delete from journey_inbox i
    using (select ${retailerId}::int as retailer_id, unnest(${facts.map(({ profileId }) => profileId)}::uuid[]) as profile_id,
        unnest(${facts.map(({ key }) => key)}::text[]) as key offset 0) f
    where i.retailer_id = f.retailer_id and i.profile_id = f.profile_id and i.key = f.key`;
}

/** A run as it is written. */
function rowOf(run: Run): Record<string, unknown> {
  const memory: Memory = {
    visits: [...run.visits],
    steps: run.steps,
    ...(run.hops > 0 ? { hops: run.hops } : {}),
    ...(run.started > 0 ? { started: run.started } : {}),
    data: run.data,
    gained: run.gained,
    ...(run.heard === null ? {} : { heard: run.heard }),
  };
  const { id, key, anchor, status, node, version, parked, end } = run;
  return {
    id,
    key,
    anchor,
    status,
    node,
    version,
    parked,
    end,
    profile: run.profileId,
    journey: run.journeyId,
    entered: run.enteredAt,
    since: run.since,
    due: run.dueAt,
    goal: run.goalAt,
    ended: run.endedAt,
    memory: JSON.stringify(memory),
  };
}

const RUN_COLUMNS = `id uuid, profile uuid, journey uuid, version int, key text, anchor text, status text, node text,
  entered float8, since float8, due float8, parked bool, goal float8, ended float8, "end" text, memory text`;

/** Writes runs that began. Answers how many were new; fewer than given means that another process was faster. */
export async function insertRuns(
  tx: TransactionSql,
  retailerId: RetailerId,
  runs: readonly Run[],
): Promise<number> {
  if (runs.length === 0) return 0;
  const done = await tx`
    insert into journey_run (retailer_id, id, profile_id, journey_id, version, key, anchor, status, node, entered_at, since,
      due_at, parked, goal_at, ended_at, end_reason, memory)
    select ${retailerId}::int, r.id, r.profile, r.journey, r.version, r.key, r.anchor, r.status, r.node,
      to_timestamp(r.entered / 1000.0), to_timestamp(r.since / 1000.0), to_timestamp(r.due / 1000.0), r.parked,
      to_timestamp(r.goal / 1000.0), to_timestamp(r.ended / 1000.0), r."end", r.memory
    from json_to_recordset(${JSON.stringify(runs.map(rowOf))}::text::json) r (${tx.unsafe(RUN_COLUMNS)})`;
  return done.count;
}

/** Writes runs that went on. Answers how many are still there. */
export async function updateRuns(
  tx: TransactionSql,
  retailerId: RetailerId,
  runs: readonly Run[],
): Promise<number> {
  if (runs.length === 0) return 0;
  const done = await tx`
    update journey_run t set version = r.version, status = r.status, node = r.node, since = to_timestamp(r.since / 1000.0),
      due_at = to_timestamp(r.due / 1000.0), parked = r.parked, goal_at = to_timestamp(r.goal / 1000.0),
      ended_at = to_timestamp(r.ended / 1000.0), end_reason = r."end", memory = r.memory
    from (select ${retailerId}::int as retailer_id, 'active' as was, r.*
        from json_to_recordset(${JSON.stringify(runs.map(rowOf))}::text::json) r (${tx.unsafe(RUN_COLUMNS)}) offset 0) r
    where t.retailer_id = r.retailer_id and t.id = r.id and t.profile_id = r.profile and t.status = r.was`;
  return done.count;
}

/** Writes transitions. A visit is left once: a second transition of it breaks the primary key. */
export async function insertSteps(
  tx: TransactionSql,
  retailerId: RetailerId,
  steps: Driven['steps'],
): Promise<void> {
  if (steps.length === 0) return;
  const rows = steps.map(({ run, no, transition: { node, visit, port, at, detail } }) => ({
    node,
    visit,
    port,
    at,
    no,
    run: run.id,
    profile: run.profileId,
    detail: JSON.stringify(detail),
  }));
  await tx`
    insert into journey_step (retailer_id, run_id, node, visit, no, profile_id, port, at, detail)
    select ${retailerId}::int, s.run, s.node, s.visit, s.no, s.profile, s.port, to_timestamp(s.at / 1000.0), s.detail
    from json_to_recordset(${JSON.stringify(rows)}::text::json)
      s (run uuid, node text, visit int, no int, profile uuid, port text, at float8, detail text)`;
}

/** A count that goes up. */
export interface TallyRow {
  journeyId: string;
  kind: 'step' | 'end' | 'refused' | 'entered' | 'goal' | 'message';
  node: string;
  port: string;
  n: number;
}

/** Adds to the counts; always in the same order, so that processes do not wait in a circle. */
export async function addTallies(
  tx: TransactionSql,
  retailerId: RetailerId,
  slot: number,
  tallies: readonly TallyRow[],
): Promise<void> {
  if (tallies.length === 0) return;
  const keyOf = (one: TallyRow): string =>
    JSON.stringify([one.journeyId, one.kind, one.node, one.port]);
  const rows = [...tallies].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  await tx`
    insert into journey_tally (retailer_id, journey_id, kind, node, port, slot, n)
    select ${retailerId}::int, t."journeyId", t.kind, t.node, t.port, ${slot}, t.n
    from json_to_recordset(${JSON.stringify(rows)}::text::json) t ("journeyId" uuid, kind text, node text, port text, n bigint)
    on conflict (retailer_id, journey_id, kind, node, port, slot) do update set n = journey_tally.n + excluded.n`;
}

/** What a shopper's step needs to know besides: the zone they live in. */
export async function findZones(
  tx: TransactionSql,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<Map<ProfileId, string>> {
  const rows = await tx<{ id: ProfileId; zone: string | null }[]>`
    select id, coalesce(state::json -> 'traits' -> 'timezone' ->> 'value',
      state::json -> 'traits' -> 'timeZone' ->> 'value', state::json -> 'traits' -> 'time_zone' ->> 'value') as zone
    from profile where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[])`;
  return new Map(rows.flatMap(({ id, zone }) => (zone === null ? [] : [[id, zone]])));
}

/** Puts a shopper's journeys off who cannot be looked at (ms); what happened stays in its order. */
export async function putOff(
  sql: Db,
  { retailerId, profileId }: Pick<DueShopper, 'retailerId' | 'profileId'>,
  until: number,
): Promise<void> {
  await sql`
    with first as (
      select min(seen_at) as at from journey_inbox where retailer_id = ${retailerId} and profile_id = ${profileId}
    ), runs as (
      update journey_run set due_at = to_timestamp(${until}::float8 / 1000.0)
      where retailer_id = ${retailerId} and profile_id = ${profileId} and due_at < to_timestamp(${until}::float8 / 1000.0))
    update journey_inbox i set seen_at = i.seen_at + (to_timestamp(${until}::float8 / 1000.0) - f.at) from first f
    where i.retailer_id = ${retailerId} and i.profile_id = ${profileId} and f.at < to_timestamp(${until}::float8 / 1000.0)`;
}
