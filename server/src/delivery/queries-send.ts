/** SQL of sending: what is due, reserving, handing over, recording, and what a dead process left behind. */
import type {
  ChannelName,
  DeliveryReason,
  DeliveryStatus,
  Identity,
  OriginKind,
  ProfileId,
  RetailerId,
} from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';
import { type Db, presentOf, TAKEN_BACK } from './queries.ts';

/** Messages of one retailer that were asked for with the same first channel. */
export interface LaneKey {
  retailerId: RetailerId;
  lane: ChannelName;
}

/** Lanes in which something waits, with the instant (ms) of the earliest. Jumps from lane to lane in the index of what is due. */
export async function waitingLanes(sql: Db): Promise<(LaneKey & { next: number })[]> {
  return sql<(LaneKey & { next: number })[]>`
    with recursive l as (
      (select retailer_id, lane from delivery where status = 'waiting' order by retailer_id, lane limit 1)
      union all
      select n.retailer_id, n.lane from l cross join lateral (
        select d.retailer_id, d.lane from delivery d
         where d.status = 'waiting' and (d.retailer_id, d.lane) > (l.retailer_id, l.lane)
         order by d.retailer_id, d.lane limit 1) n
    )
    select l.retailer_id as "retailerId", l.lane, (extract(epoch from min(f.not_before)) * 1000)::float8 as next
      from l cross join (values (0::smallint), (1::smallint), (2::smallint)) p (priority)
     cross join lateral (
       select d.not_before from delivery d
        where d.status = 'waiting' and d.retailer_id = l.retailer_id and d.lane = l.lane and d.priority = p.priority
        order by d.not_before limit 1) f
     group by l.retailer_id, l.lane`;
}

/** A message that is due. */
export interface DueRow {
  id: string;
  profile_id: ProfileId;
  priority: number;
  channels: ChannelName[];
  origin_kind: OriginKind;
  origin_id: string;
  variant: string | null;
  templates: string;
  rules: string;
  data: string;
  attempt: number;
  tries: number;
  /** An earlier try of it stands in the shopper's memory, since `taken` (ms). */
  counted: boolean;
  taken: number | null;
  /** ms, or null. */
  until: number | null;
}

/** Takes what is due in a lane, the most urgent first; locked until commit. What another process takes is left to it. */
export function takeDue(
  tx: TransactionSql,
  { retailerId, lane }: LaneKey,
  now: number,
  limit: number,
): Promise<DueRow[]> {
  const due = (priority: number, room: ReturnType<TransactionSql>) => tx`
    select ${dueColumns(tx)}, not_before from delivery
     where status = 'waiting' and retailer_id = ${retailerId} and lane = ${lane} and priority = ${priority}::smallint
       and not_before <= to_timestamp(${now}::float8 / 1000.0)
     order by not_before limit ${room} for update skip locked`;
  return tx<DueRow[]>`
    with a as materialized (${due(0, tx`${limit}::int`)}),
         b as materialized (${due(1, tx`${limit}::int - (select count(*)::int from a)`)}),
         c as materialized (${due(2, tx`${limit}::int - (select count(*)::int from a) - (select count(*)::int from b)`)})
    select * from a union all select * from b union all select * from c`;
}

function dueColumns(tx: TransactionSql) {
  return tx`id, profile_id, priority, channels, origin_kind, origin_id, variant, templates, rules, data, attempt, tries,
    counted, (extract(epoch from taken_at) * 1000)::float8 as taken, (extract(epoch from not_after) * 1000)::float8 as until`;
}

/** Takes one message of a lane if it is due; locked until commit. */
export function takeOne(
  tx: TransactionSql,
  { retailerId, lane }: LaneKey,
  id: string,
  now: number,
): Promise<DueRow[]> {
  return tx<DueRow[]>`
    select ${dueColumns(tx)} from delivery
     where retailer_id = ${retailerId} and id = ${id} and lane = ${lane} and status = 'waiting'
       and not_before <= to_timestamp(${now}::float8 / 1000.0) for update skip locked`;
}

/** Some of what is due in a lane, by id; nothing is locked. */
export async function peekDue(
  sql: Db,
  { retailerId, lane }: LaneKey,
  now: number,
  limit: number,
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from delivery
     where status = 'waiting' and retailer_id = ${retailerId} and lane = ${lane} and priority in (0, 1, 2)
       and not_before <= to_timestamp(${now}::float8 / 1000.0) order by priority, not_before limit ${limit}`;
  return rows.map(({ id }) => id);
}

/** A waiting message that nobody could judge is looked at again at an instant (ms). */
export async function putOff(
  sql: Db,
  retailerId: RetailerId,
  id: string,
  from: number,
): Promise<void> {
  await sql`
    update delivery set reason = 'content_failed', not_before = to_timestamp(${from}::float8 / 1000.0)
     where retailer_id = ${retailerId} and id = ${id} and status = 'waiting'`;
}

/** What the shop has set, as messages need it. */
export interface ShopRow {
  name: string;
  zone: string;
  locale: 'de' | 'en';
  currency: string;
  settings: { monthly?: Partial<Record<ChannelName, number>> } | null;
}

/** The retailer; undefined when it was removed. */
export async function shop(sql: Db, retailerId: RetailerId): Promise<ShopRow | undefined> {
  const [row] = await sql<ShopRow[]>`
    select r.name, r.zone, r.locale, r.currency, d.settings from retailer r
      left join delivery_rule d on d.retailer_id = r.id where r.id = ${retailerId}`;
  return row;
}

/** A shopper as read for sending. */
export interface PersonRow {
  /** Who was asked for. */
  asked: ProfileId;
  /** Who that is now: joined profiles live on in another. Null when nobody is left. */
  id: ProfileId | null;
  version: number;
  state: string | null;
}

/** Shoppers by the id they were asked for with; a profile that was joined into another is followed there. */
export function persons(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<PersonRow[]> {
  return sql<PersonRow[]>`
    select w.id as asked, p.id, coalesce(p.version, 0) as version, p.state
      from unnest(${[...new Set(ids)]}::uuid[]) w (id)
      left join lateral ${presentOf(sql, retailerId, 'w.id')} p on true`;
}

/** The versions of profiles as they are now; those that are gone are absent. */
export async function versions(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<Map<ProfileId, number>> {
  const rows = await sql<{ id: ProfileId; version: number }[]>`
    select p.id, p.version from unnest(${[...new Set(ids)]}::uuid[]) w (id)
     cross join lateral (select id, version from profile where retailer_id = ${retailerId} and id = w.id limit 1) p`;
  return new Map(rows.map(({ id, version }) => [id, version]));
}

/** Proven identifiers of shoppers, the newest first; those that several people share are left out. */
export function identities(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<(Identity & { profile_id: ProfileId })[]> {
  return sql<(Identity & { profile_id: ProfileId })[]>`
    select i.profile_id, i.kind, i.value from unnest(${[...new Set(ids)]}::uuid[]) w (id)
     cross join lateral (select profile_id, kind, value, first_at from identity
        where retailer_id = ${retailerId} and profile_id = w.id and not shared
          and kind not in ('anonymous_id', 'device') offset 0) i
     order by i.first_at desc, i.kind, i.value`;
}

/** What is used up of channels with a limit; locked until commit. Rows are made when they are missing. */
export async function lockBudgets(
  tx: TransactionSql,
  retailerId: RetailerId,
  month: number,
  channels: readonly ChannelName[],
): Promise<Map<ChannelName, number>> {
  if (channels.length === 0) return new Map();
  const wanted = [...channels].sort();
  await tx`
    insert into delivery_budget (retailer_id, channel, month, used)
    select ${retailerId}::int, c, ${month}::int, 0 from unnest(${wanted}::text[]) c on conflict do nothing`;
  const rows = await tx<{ channel: ChannelName; used: number }[]>`
    select channel, used from delivery_budget
     where retailer_id = ${retailerId} and month = ${month} and channel = any(${wanted}::text[])
     order by channel for update`;
  return new Map(rows.map(({ channel, used }) => [channel, used]));
}

/** Writes what is used up. */
export async function writeBudgets(
  tx: TransactionSql,
  retailerId: RetailerId,
  month: number,
  used: ReadonlyMap<ChannelName, number>,
): Promise<void> {
  await tx`
    update delivery_budget b set used = w.used
      from unnest(${[...used.keys()]}::text[], ${[...used.values()]}::int[]) w (channel, used)
     where b.retailer_id = ${retailerId} and b.month = ${month} and b.channel = w.channel`;
}

/** What was decided about a due message. */
export interface Verdict {
  id: string;
  status: Extract<DeliveryStatus, 'waiting' | 'dropped' | 'sending'>;
  reason: DeliveryReason | null;
  /** For `waiting`: ask again then (ms). */
  from: number | null;
  counted: boolean;
  channel: ChannelName | null;
  address: string | null;
  basis: string | null;
}

/** Writes what was decided; `sending` is the reservation. */
export async function writeVerdicts(
  tx: TransactionSql,
  retailerId: RetailerId,
  verdicts: readonly Verdict[],
  now: number,
): Promise<void> {
  await tx`
    update delivery d set status = v.status, reason = v.reason, counted = v.counted,
      not_before = coalesce(to_timestamp(v.from / 1000.0), d.not_before),
      channel = coalesce(v.channel, d.channel), address = coalesce(v.address, d.address),
      basis = coalesce(v.basis, d.basis),
      attempt = case when v.status = 'sending' then d.attempt + 1 else d.attempt end,
      taken_at = case when v.status = 'sending' then to_timestamp(${now}::float8 / 1000.0) else d.taken_at end,
      decided_at = case when v.status = 'waiting' then d.decided_at else to_timestamp(${now}::float8 / 1000.0) end
    from (select ${retailerId}::int as retailer_id, v.*
            from json_to_recordset(${JSON.stringify(verdicts)}::text::json) v (id uuid, status text, reason text,
              "from" float8, counted bool, channel text, address text, basis text) offset 0) v
    where d.retailer_id = v.retailer_id and d.id = v.id`;
}

/** What a message is filled with. */
export interface ContentWrite {
  id: string;
  profile: ProfileId;
  template: string;
  version: number;
  variant: string | null;
  locale: 'de' | 'en';
  data: string;
}

/** Keeps what messages are filled with now; a later try takes the place of an earlier one. */
export async function writeContents(
  tx: TransactionSql,
  retailerId: RetailerId,
  rows: readonly ContentWrite[],
  now: number,
): Promise<void> {
  await tx`
    insert into delivery_content (retailer_id, id, at, profile_id, template_id, template_version, variant, locale, data)
    select ${retailerId}::int, r.id, to_timestamp(${now}::float8 / 1000.0), r.profile, r.template, r.version, r.variant,
           r.locale, r.data
      from json_to_recordset(${JSON.stringify(rows)}::text::json) r (id uuid, profile uuid, template uuid, version int,
        variant text, locale text, data text)
    on conflict (retailer_id, id) do update set at = excluded.at, profile_id = excluded.profile_id,
      template_id = excluded.template_id, template_version = excluded.template_version, variant = excluded.variant,
      locale = excluded.locale, data = excluded.data`;
}

/** A reserved message by id and reservation. */
export interface Held {
  id: string;
  attempt: number;
}

/**
 * Notes that these are handed over now, under `note.id`; answers which are: those that are still this process's own. One that
 * another process has taken for dead and given back must not be handed over, nor one that was taken back meanwhile. One
 * statement: the rows are locked until the note stands.
 */
export async function noteHanded(
  sql: Db,
  retailerId: RetailerId,
  note: { id: string; at: number },
  held: readonly Held[],
): Promise<Set<string>> {
  const rows = await sql<{ id: string }[]>`
    with mine as materialized (
        select d.id from (
            select ${retailerId}::int as retailer_id, 'sending' as status, w.*
              from unnest(${held.map(({ id }) => id)}::uuid[], ${held.map(({ attempt }) => attempt)}::int[]) w (id, attempt)
            offset 0) w
          join delivery d on d.retailer_id = w.retailer_id and d.id = w.id and d.attempt = w.attempt and d.status = w.status
           and not ${takenBack(sql)}
         order by d.id for update of d),
      noted as (
        insert into delivery_handed (retailer_id, id, at, deliveries)
        select ${retailerId}::int, ${note.id}::uuid, to_timestamp(${note.at}::float8 / 1000.0), array_agg(id)
          from mine having count(*) > 0)
    select id from mine`;
  return new Set(rows.map(({ id }) => id));
}

/** What came of handing a message over, or of not doing it. */
export interface Outcome {
  id: string;
  attempt: number;
  status: Extract<DeliveryStatus, 'waiting' | 'sent' | 'failed' | 'unknown' | 'dropped'>;
  reason: DeliveryReason | null;
  words: string | null;
  provider: string | null;
  /** For `waiting` and `unknown`: ask again then (ms). */
  from: number | null;
  /** The other side said "not now". */
  refused: boolean;
  at: number;
}

/** Marked as taken back while it was being sent; what comes of it says something else as soon as it is written. */
const takenBack = (sql: Db) => sql`d.reason is not distinct from ${TAKEN_BACK}`;

/**
 * Writes outcomes of present reservations; answers those that counted. A receipt may have come before the answer: what was
 * delivered stays delivered. A late answer settles what was unknown. What was taken back meanwhile waits no more.
 */
export function writeOutcomes(sql: Db, retailerId: RetailerId, outcomes: readonly Outcome[]) {
  return sql<{ id: string; status: DeliveryStatus }[]>`
    update delivery d set
      status = case when d.status not in ('sending', 'unknown') then d.status
        when o.status = 'waiting' and ${takenBack(sql)} then 'dropped' else o.status end,
      reason = case when d.status not in ('sending', 'unknown') or (o.status in ('waiting', 'unknown') and ${takenBack(sql)})
        then d.reason else o.reason end,
      words = case when d.status in ('sending', 'unknown') then o.words else d.words end,
      provider_id = coalesce(o.provider, d.provider_id),
      sent_at = case when o.status = 'sent' then to_timestamp(o.at / 1000.0) else d.sent_at end,
      decided_at = to_timestamp(o.at / 1000.0),
      not_before = coalesce(to_timestamp(o.from / 1000.0), d.not_before),
      tries = d.tries + o.refused::int
    from (select ${retailerId}::int as retailer_id, o.*
            from json_to_recordset(${JSON.stringify(outcomes)}::text::json) o (id uuid, attempt int, status text, reason text,
              words text, provider text, "from" float8, refused bool, at float8) offset 0) o
    where d.retailer_id = o.retailer_id and d.id = o.id and d.attempt = o.attempt
      and (d.status = 'sending' or (d.status = 'unknown' and o.status in ('sent', 'failed', 'waiting'))
        or (o.status = 'sent' and d.status in ('delivered', 'bounced', 'complained')))
    returning d.id, o.status as status`;
}

/**
 * The same; what was sent becomes news under `news.id`, and the hand-overs of these notes are over. One statement: all of it or
 * nothing, without a transaction around it.
 */
export function recordOutcomes(
  sql: Db,
  retailerId: RetailerId,
  outcomes: readonly Outcome[],
  news: { id: string; at: number },
  notes: readonly string[],
): Promise<{ id: string; status: DeliveryStatus }[]> {
  return sql<{ id: string; status: DeliveryStatus }[]>`
    with done as (${writeOutcomes(sql, retailerId, outcomes)}),
      over as (${deleteHanded(sql, retailerId, notes)}),
      told as (
        insert into delivery_news (retailer_id, id, at, news)
        select ${retailerId}::int, ${news.id}::uuid, to_timestamp(${news.at}::float8 / 1000.0),
               json_build_object('sent', json_agg(id))::text
          from done where status = 'sent' having count(*) > 0)
    select id, status from done`;
}

/** Where messages to shoppers went; tests are left out. */
export function addressesOf(
  tx: TransactionSql,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<{ id: string; channel: ChannelName; address: string }[]> {
  return tx<{ id: string; channel: ChannelName; address: string }[]>`
    select d.id, d.channel, d.address
      from (select ${retailerId}::int as retailer_id, unnest(${[...ids]}::uuid[]) as id offset 0) w
      join delivery d on d.retailer_id = w.retailer_id and d.id = w.id
     where d.channel is not null and d.address is not null and d.origin_kind <> 'test'`;
}

/** Everything of these hand-overs is settled. */
export function deleteHanded(sql: Db, retailerId: RetailerId, ids: readonly string[]) {
  return sql`delete from delivery_handed where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[])`;
}

/** A message whose process does not answer for it any more. */
export interface LeftRow {
  retailer_id: RetailerId;
  id: string;
  attempt: number;
  channel: ChannelName;
  /** When it was reserved, ms. */
  taken: number;
}

/** Reserved before `before` (ms) and without a result; locked until commit. */
export function lockLeft(tx: TransactionSql, before: number, limit: number): Promise<LeftRow[]> {
  return tx<LeftRow[]>`
    select retailer_id, id, attempt, channel, (extract(epoch from taken_at) * 1000)::float8 as taken from delivery
     where status = 'sending' and taken_at < to_timestamp(${before}::float8 / 1000.0)
     order by taken_at limit ${limit} for update skip locked`;
}

/** Which of these were being handed over, and when (ms). A statement of its own, after the rows were locked. */
export async function handedAmong(sql: Db, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql<{ id: string; at: number }[]>`
    select d as id, (extract(epoch from max(h.at)) * 1000)::float8 as at
      from delivery_handed h cross join lateral unnest(h.deliveries) d
     where d = any(${[...ids]}::uuid[]) group by d`;
  return new Map(rows.map(({ id, at }) => [id, at]));
}

/** Notes of hand-overs whose messages all have a result, from before `before` (ms). */
export async function sweepHanded(tx: TransactionSql, before: number): Promise<void> {
  await tx`
    delete from delivery_handed h where h.at < to_timestamp(${before}::float8 / 1000.0)
       and not exists (select from delivery d where d.retailer_id = h.retailer_id and d.id = any(h.deliveries)
         and d.status = 'sending')`;
}

/** Messages without an answer whose channel is to be asked now; locked until commit. */
export function lockUnknown(tx: TransactionSql, now: number, limit: number): Promise<LeftRow[]> {
  return tx<LeftRow[]>`
    select retailer_id, id, attempt, channel, (extract(epoch from taken_at) * 1000)::float8 as taken from delivery
     where status = 'unknown' and not_before <= to_timestamp(${now}::float8 / 1000.0)
     order by not_before limit ${limit} for update skip locked`;
}

/** Keeps results until they are events of their shoppers. */
export async function insertNews(
  tx: TransactionSql,
  retailerId: RetailerId,
  id: string,
  news: unknown,
  now: number,
): Promise<void> {
  await tx`
    insert into delivery_news (retailer_id, id, at, news)
    values (${retailerId}, ${id}, to_timestamp(${now}::float8 / 1000.0), ${JSON.stringify(news)})`;
}

/** The channel did not know: ask again at this instant (ms), a day after it was handed over for the last time. */
export async function askAgain(
  tx: TransactionSql,
  retailerId: RetailerId,
  id: string,
  at: number,
): Promise<void> {
  await tx`
    update delivery set not_before = case when to_timestamp(${at}::float8 / 1000.0) > taken_at + interval '1 day'
      then 'infinity' else to_timestamp(${at}::float8 / 1000.0) end
     where retailer_id = ${retailerId} and id = ${id} and status = 'unknown'`;
}

/** Nobody can be asked about these. */
export async function askNever(
  tx: TransactionSql,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<void> {
  await tx`
    update delivery set not_before = 'infinity'
     where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[]) and status = 'unknown'`;
}
