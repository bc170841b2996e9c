import type {
  Evidence,
  Moment,
  MomentEnd,
  MomentKind,
  MomentModel,
  ProfileId,
  RetailerId,
  Signal,
  SignalName,
  Stage,
  Subject,
  SubjectType,
  WatchFact,
} from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';

type Db = Sql | TransactionSql;

/** A row of `moment`. */
export interface MomentRow {
  id: string;
  profile_id: ProfileId;
  kind: MomentKind;
  stage: Stage;
  subject_type: SubjectType | null;
  subject_id: string | null;
  subject_name: string | null;
  confidence: number;
  evidence: string;
  began_at: Date;
  expires_at: Date;
  ended_at: Date | null;
  end_reason: MomentEnd | null;
}

/** A row of `signal`. */
export interface SignalRow {
  id: string;
  profile_id: ProfileId;
  name: SignalName;
  at: Date;
  until: Date;
  subject_type: SubjectType | null;
  subject_id: string | null;
  subject_name: string | null;
  detail: string;
  event_id: string | null;
}

/** A moment with whose it is. */
export interface LiveMomentRow extends MomentRow {
  name: string | null;
  identified: boolean | null;
  simulated: boolean | null;
}

/** The fact that a row holds. */
export function momentOfRow(row: MomentRow): Moment {
  return {
    id: row.id,
    profileId: row.profile_id,
    kind: row.kind,
    stage: row.stage,
    subject: subjectOfRow(row),
    confidence: row.confidence,
    evidence: JSON.parse(row.evidence) as Evidence[],
    beganAt: row.began_at.getTime(),
    expiresAt: row.expires_at.getTime(),
    endedAt: row.ended_at?.getTime() ?? null,
    endReason: row.end_reason,
  };
}

/** The fact that a row holds. */
export function signalOfRow(row: SignalRow): Signal {
  return {
    id: row.id,
    profileId: row.profile_id,
    name: row.name,
    at: row.at.getTime(),
    subject: subjectOfRow(row),
    detail: JSON.parse(row.detail) as Signal['detail'],
    eventId: row.event_id as Signal['eventId'],
    until: row.until.getTime(),
  };
}

function subjectOfRow(row: MomentRow | SignalRow): Subject | null {
  if (row.subject_type === null || row.subject_id === null) return null;
  return { type: row.subject_type, id: row.subject_id, name: row.subject_name ?? '' };
}

/** All moments of some profiles, oldest first. */
function momentsOfProfiles(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<MomentRow[]> {
  return sql<MomentRow[]>`
    select ${momentColumns(sql)} from moment m
    where m.retailer_id = ${retailerId} and m.profile_id = any(${[...ids]}::uuid[]) order by m.began_at, m.id`;
}

/** All signals of some profiles, oldest first. */
function signalsOfProfiles(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<SignalRow[]> {
  return sql<SignalRow[]>`
    select ${signalColumns(sql)} from signal s
    where s.retailer_id = ${retailerId} and s.profile_id = any(${[...ids]}::uuid[]) order by s.at, s.id`;
}

/** Where a page of a list goes on: rows older than `at`, or as old with a smaller id; see shopper's queries. */
export interface MomentsBefore {
  at: Date;
  /** Undefined: everything at this very instant was shown already. Null: nothing of it was. */
  id: string | null | undefined;
}

/** The latest moments of one shopper, newest first. */
export function latestMoments(
  sql: Db,
  retailerId: RetailerId,
  id: string,
  limit: number,
  before?: MomentsBefore,
): Promise<MomentRow[]> {
  return sql<MomentRow[]>`
    select ${momentColumns(sql)} from moment m
    where m.retailer_id = ${retailerId} and m.profile_id = ${id} ${olderThan(sql, before, sql`m.began_at`, sql`m.id`)}
    order by m.began_at desc, m.id::text desc limit ${limit}`;
}

/** The latest signals of one shopper, newest first, without the journey's own log. */
export function latestSignals(
  sql: Db,
  retailerId: RetailerId,
  id: string,
  limit: number,
  before?: MomentsBefore,
): Promise<SignalRow[]> {
  return sql<SignalRow[]>`
    select ${signalColumns(sql)} from signal s
    where s.retailer_id = ${retailerId} and s.profile_id = ${id} and s.name <> 'stage_entered'
      ${olderThan(sql, before, sql`s.at`, sql`s.id`)}
    order by s.at desc, s.id::text desc limit ${limit}`;
}

function olderThan(
  sql: Db,
  before: MomentsBefore | undefined,
  at: ReturnType<typeof momentColumns>,
  id: ReturnType<typeof momentColumns>,
) {
  if (before === undefined) return sql``;
  if (before.id === undefined) return sql`and ${at} < ${before.at}`;
  if (before.id === null) return sql`and ${at} <= ${before.at}`;
  return sql`and ${at} <= ${before.at} and (${at} < ${before.at} or ${id}::text < ${before.id})`;
}

/** The newest moments of a retailer with whose they are; of one kind, when asked. */
export function newestMoments(
  sql: Db,
  retailerId: RetailerId,
  limit: number,
  kind: MomentKind | null,
): Promise<LiveMomentRow[]> {
  return sql<LiveMomentRow[]>`
    with newest as (
      select * from moment where retailer_id = ${retailerId} ${kind === null ? sql`` : sql`and kind = ${kind}`}
      order by began_at desc, id limit ${limit})
    select ${momentColumns(sql)}, c.name, c.identified, c.simulated from newest m
    left join profile_card c on c.retailer_id = m.retailer_id and c.profile_id = m.profile_id
    order by m.began_at desc, m.id`;
}

/** Moments by id with whose they are, newest first. */
export function momentsById(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<LiveMomentRow[]> {
  return sql<LiveMomentRow[]>`
    select ${momentColumns(sql)}, c.name, c.identified, c.simulated from moment m
    left join profile_card c on c.retailer_id = m.retailer_id and c.profile_id = m.profile_id
    where m.retailer_id = ${retailerId} and m.id = any(${[...ids]}::uuid[]) order by m.began_at desc, m.id`;
}

/** Signals of some profiles since an instant, newest first; the journey's own log left out. */
export function signalsSince(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
  since: Date,
): Promise<SignalRow[]> {
  return sql<SignalRow[]>`
    select ${signalColumns(sql)} from signal s
    where s.retailer_id = ${retailerId} and s.profile_id = any(${[...ids]}::uuid[]) and s.at >= ${since}
      and s.name <> 'stage_entered' order by s.at desc, s.id limit 200`;
}

/** Moments of one event: those whose evidence names it, or which it began. For following an event. */
export function momentsOfEvent(
  sql: Db,
  retailerId: RetailerId,
  profileId: ProfileId,
  eventId: string,
): Promise<MomentRow[]> {
  return sql<MomentRow[]>`
    select ${momentColumns(sql)} from moment m
    where m.retailer_id = ${retailerId} and m.profile_id = ${profileId} and position(${eventId} in m.evidence) > 0
    order by m.began_at limit 5`;
}

/** Signals that one event led to, now or after a while. */
export function signalsOfEvent(
  sql: Db,
  retailerId: RetailerId,
  profileId: ProfileId,
  eventId: string,
): Promise<SignalRow[]> {
  return sql<SignalRow[]>`
    select ${signalColumns(sql)} from signal s
    where s.retailer_id = ${retailerId} and s.profile_id = ${profileId} and s.event_id = ${eventId} order by s.at`;
}

/** How many shoppers are in a moment at this instant, by kind and stage. Open rows only: a small index. */
export function openCounts(
  sql: Db,
  retailerId: RetailerId,
  now: Date,
): Promise<{ kind: MomentKind; stage: Stage; count: number }[]> {
  return sql`
    select kind, stage, count(*)::int as count from moment
    where retailer_id = ${retailerId} and ended_at is null and expires_at > ${now} group by kind, stage`;
}

/** How often each signal was raised since an instant, most frequent first. */
export function signalCounts(
  sql: Db,
  retailerId: RetailerId,
  since: Date,
): Promise<{ name: SignalName; count: number }[]> {
  return sql`
    select name, count(*)::int as count from signal
    where retailer_id = ${retailerId} and at >= ${since} and name <> 'stage_entered'
    group by name order by count desc, name`;
}

/** Stages left in a time: how often and how long they took. */
export function stagesLeft(
  sql: Db,
  retailerId: RetailerId,
  from: Date,
  to: Date,
): Promise<{ stage: Stage; left: number; median: number; p90: number }[]> {
  return sql`
    select detail::json ->> 'from' as stage, count(*)::int as left,
      percentile_cont(0.5) within group (order by (detail::json ->> 'tookMs')::float8) as median,
      percentile_cont(0.9) within group (order by (detail::json ->> 'tookMs')::float8) as p90
    from signal where retailer_id = ${retailerId} and name = 'stage_entered' and at >= ${from} and at <= ${to} group by 1`;
}

/** Stages entered in a time, and what was jumped over on the way to a purchase. */
export function stagesEntered(
  sql: Db,
  retailerId: RetailerId,
  from: Date,
  to: Date,
): Promise<{ stage: Stage; skipped: string | null; count: number }[]> {
  return sql`
    select detail::json ->> 'to' as stage, detail::json ->> 'skipped' as skipped, count(*)::int as count
    from signal where retailer_id = ${retailerId} and name = 'stage_entered' and at >= ${from} and at <= ${to} group by 1, 2`;
}

/** All facts of some profiles, for comparing with a rebuild. */
export async function factsOfProfiles(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<WatchFact[]> {
  const moments = await momentsOfProfiles(sql, retailerId, ids);
  const signals = await signalsOfProfiles(sql, retailerId, ids);
  return [
    ...moments.map((row): WatchFact => ({ type: 'moment', moment: momentOfRow(row) })),
    ...signals.map((row): WatchFact => ({ type: 'signal', signal: signalOfRow(row) })),
  ];
}

/** A retailer's models, oldest first. */
export function findModels(
  sql: Db,
  retailerId: RetailerId,
): Promise<{ version: number; from_seq: number; model: MomentModel; note: string }[]> {
  return sql`
    select version, from_seq, model, note from moment_model
    where retailer_id = ${retailerId} order by from_seq, version`;
}

/** Adds a model that is valid from an order key (µs) on. */
export async function insertModel(
  tx: TransactionSql,
  retailerId: RetailerId,
  model: MomentModel,
  fromSeq: number,
  note: string,
): Promise<void> {
  await tx`
    insert into moment_model (retailer_id, version, from_seq, model, note)
    values (${retailerId}, ${model.version}, ${fromSeq}, ${JSON.stringify(model)}::text::jsonb, ${note})`;
}

function momentColumns(sql: Db) {
  return sql`m.id, m.profile_id, m.kind, m.stage, m.subject_type, m.subject_id, m.subject_name, m.confidence,
    m.evidence, m.began_at, m.expires_at, m.ended_at, m.end_reason`;
}

function signalColumns(sql: Db) {
  return sql`s.id, s.profile_id, s.name, s.at, s.until, s.subject_type, s.subject_id, s.subject_name, s.detail, s.event_id`;
}
