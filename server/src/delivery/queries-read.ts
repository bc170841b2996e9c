/** SQL of reading messages, of links in them, of receipts and of news. */
import type {
  ChannelName,
  DeliveryReason,
  DeliveryStatus,
  Identity,
  OriginKind,
  ReceiptKind,
  RetailerId,
} from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';
import { type Db, presentOf } from './queries.ts';

/** A message as it is shown. Times in ms. */
export interface MessageRow {
  id: string;
  profile_id: string;
  person: string | null;
  asked: number;
  decided: number | null;
  from: number;
  status: DeliveryStatus;
  reason: DeliveryReason | null;
  words: string | null;
  attempt: number;
  basis: string | null;
  channel: ChannelName | null;
  channels: ChannelName[];
  address: string | null;
  origin_kind: OriginKind;
  origin_id: string;
  origin_step: string | null;
  variant: string | null;
  templates: string;
  sent: number | null;
  delivered: number | null;
  opened: number | null;
  clicked: number | null;
  bounced: number | null;
  complained: number | null;
  unsubscribed: number | null;
  replied: number | null;
}

export interface ListFilter {
  status?: DeliveryStatus | undefined;
  channel?: ChannelName | undefined;
  origin?: OriginKind | undefined;
  originId?: string | undefined;
  profileId?: string | undefined;
  messageId?: string | undefined;
  /** Position after which to go on: instant asked for (microseconds) and id. */
  after?: { at: number; id: string } | undefined;
  limit: number;
}

/** How some messages stand, by id. */
export function fates(sql: Db, retailerId: RetailerId, ids: readonly string[]) {
  return sql<Pick<MessageRow, 'id' | 'status' | 'reason' | 'channel' | 'channels'>[]>`
    select id, status, reason, channel, channels from delivery
    where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[])`;
}

/** Messages that fit, newest first. Of a shopper also those of profiles that were joined into theirs. */
export function messages(
  sql: Db,
  retailerId: RetailerId,
  filter: ListFilter,
): Promise<(MessageRow & { position: number })[]> {
  const ms = (column: string) =>
    sql`(extract(epoch from nullif(d.${sql(column)}, 'infinity')) * 1000)::float8`;
  const when = (given: unknown, part: ReturnType<Db>) => (given === undefined ? sql`` : part);
  const { status, channel, origin, originId, profileId, messageId, after, limit } = filter;
  return sql<(MessageRow & { position: number })[]>`
    select d.id, d.profile_id, (select c.name from ${presentOf(sql, retailerId, 'd.profile_id')} p
             join profile_card c on c.retailer_id = ${retailerId} and c.profile_id = p.id) as person,
           ${ms('asked_at')} as asked, ${ms('decided_at')} as decided,
           coalesce(${ms('not_before')}, 0) as "from", d.status, d.reason, d.words, d.attempt, d.basis, d.channel,
           d.channels, d.address, d.origin_kind, d.origin_id, d.origin_step, d.variant, d.templates,
           ${ms('sent_at')} as sent, ${ms('delivered_at')} as delivered, ${ms('opened_at')} as opened,
           ${ms('clicked_at')} as clicked, ${ms('bounced_at')} as bounced, ${ms('complained_at')} as complained,
           ${ms('unsubscribed_at')} as unsubscribed, ${ms('replied_at')} as replied,
           (extract(epoch from d.asked_at) * 1000000)::int8 as position
      from delivery d
     where d.retailer_id = ${retailerId}
       ${when(status, sql`and d.status = ${status ?? ''}`)}
       ${when(channel, sql`and coalesce(d.channel, d.lane) = ${channel ?? ''}`)}
       ${when(origin, sql`and d.origin_kind = ${origin ?? ''}`)}
       ${when(originId, sql`and d.origin_id = ${originId ?? ''}`)}
       ${when(messageId, sql`and d.id = ${messageId ?? null}::uuid`)}
       ${when(
         profileId,
         sql`and d.profile_id in (
           with recursive own (id) as (
             select ${profileId ?? null}::uuid
             union
             select x.from_profile from own join identity_change x on x.retailer_id = ${retailerId}
               and x.to_profile = own.id and x.from_profile is not null
              where not exists (select from profile p where p.retailer_id = ${retailerId} and p.id = x.from_profile))
           select id from own)`,
       )}
       ${when(
         after,
         sql`and (d.asked_at, d.id) < (to_timestamp(${after?.at ?? 0}::float8 / 1000000.0), ${after?.id ?? null}::uuid)`,
       )}
     order by d.asked_at desc, d.id desc limit ${limit}`;
}

/** Names of templates, newsletters and journeys by id. */
export async function names(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const of = (table: string) => sql`
    select id, draft ->> 'name' as name from ${sql(table)}
     where retailer_id = ${retailerId} and id = any(${wanted}::uuid[])`;
  const rows = await sql<{ id: string; name: string | null }[]>`
    ${of('message_template')} union all ${of('broadcast')} union all ${of('journey')}`;
  return new Map(rows.flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])));
}

export interface CountRow {
  channel: ChannelName;
  sent: number;
  delivered: number;
  opened: number;
  clicked: number;
  bounced: number;
  complained: number;
  unsubscribed: number;
  failed: number;
  unknown: number;
}

/** Counts by channel of what was asked for since an instant. */
export function counts(sql: Db, retailerId: RetailerId, since: Date): Promise<CountRow[]> {
  return sql<CountRow[]>`
    select coalesce(channel, lane) as channel, count(sent_at)::int as sent, count(delivered_at)::int as delivered,
           count(opened_at)::int as opened, count(clicked_at)::int as clicked, count(bounced_at)::int as bounced,
           count(complained_at)::int as complained, count(unsubscribed_at)::int as unsubscribed,
           count(*) filter (where status = 'failed')::int as failed,
           count(*) filter (where status = 'unknown')::int as unknown
      from delivery where retailer_id = ${retailerId} and asked_at >= ${since} and origin_kind <> 'test'
     group by 1 order by 2 desc, 1`;
}

/** Why messages asked for since an instant did not leave; and how many wait. */
export async function reasons(
  sql: Db,
  retailerId: RetailerId,
  since: Date,
): Promise<{ reasons: { reason: DeliveryReason; messages: number }[]; waiting: number }> {
  const rows = await sql<{ reason: DeliveryReason; messages: number }[]>`
    select reason, count(*)::int as messages from delivery
     where retailer_id = ${retailerId} and asked_at >= ${since} and status in ('dropped', 'failed', 'bounced')
       and reason is not null and origin_kind <> 'test' group by 1 order by 2 desc, 1`;
  const [waiting] = await sql<{ count: number }[]>`
    select count(*)::int as count from delivery where retailer_id = ${retailerId} and status = 'waiting'`;
  return { reasons: rows, waiting: waiting?.count ?? 0 };
}

export interface RuleSettings {
  monthly: Partial<Record<ChannelName, number>>;
}

/** What the retailer has set. */
export async function settings(sql: Db, retailerId: RetailerId): Promise<RuleSettings> {
  const [row] = await sql<{ settings: Partial<RuleSettings> }[]>`
    select settings from delivery_rule where retailer_id = ${retailerId}`;
  return { monthly: row?.settings.monthly ?? {} };
}

/** Sets it anew. */
export async function putSettings(
  sql: Db,
  retailerId: RetailerId,
  value: RuleSettings,
): Promise<void> {
  await sql`
    insert into delivery_rule (retailer_id, settings) values (${retailerId}, ${sql.json(value as never)})
    on conflict (retailer_id) do update set settings = excluded.settings`;
}

/** What a message was filled with, and how it went. */
export interface ContentRow {
  id: string;
  profile_id: string;
  channel: ChannelName;
  status: DeliveryStatus;
  template_id: string;
  template_version: number;
  variant: string | null;
  locale: 'de' | 'en';
  data: string;
  provider_id: string | null;
  origin_kind: string;
  /** The shopper agreed to being measured, as of now: `granted`, `withdrawn` or null. */
  analytics: string | null;
}

/** The content of a message; undefined when it never left. */
export async function content(
  sql: Db,
  retailerId: RetailerId,
  id: string,
): Promise<ContentRow | undefined> {
  const [row] = await sql<ContentRow[]>`
    select d.id, d.profile_id, d.channel, d.status, c.template_id, c.template_version, c.variant, c.locale, c.data,
           d.provider_id, d.origin_kind, p.state::json -> 'consents' -> 'analytics:any' ->> 'state' as analytics
      from delivery d
      join delivery_content c on c.retailer_id = d.retailer_id and c.id = d.id
      left join lateral ${presentOf(sql, retailerId, 'd.profile_id')} p on true
     where d.retailer_id = ${retailerId} and d.id = ${id}`;
  return row;
}

/** A receipt for a row. */
export interface ReceiptWrite {
  id: string;
  kind: ReceiptKind;
  at: number;
  reason: DeliveryReason | null;
  words: string | null;
}

/**
 * Notes receipts; each kind counts once. Answers those that were news. A bounce or complaint becomes the status; a message
 * of which a receipt comes was taken, whatever its sender knows.
 */
export function writeReceipts(
  tx: TransactionSql,
  retailerId: RetailerId,
  receipts: readonly ReceiptWrite[],
): Promise<{ id: string; kind: ReceiptKind }[]> {
  return tx<{ id: string; kind: ReceiptKind }[]>`
    with r as materialized (
      select distinct on (id, kind) ${retailerId}::int as retailer_id, r.* from json_to_recordset(${JSON.stringify(receipts)}::text::json)
        r (id uuid, kind text, at float8, reason text, words text) order by id, kind, at
    ), fresh as materialized (
      select r.*, to_timestamp(r.at / 1000.0) as stamp from r join delivery d on d.retailer_id = r.retailer_id and d.id = r.id
       where case r.kind when 'delivered' then d.delivered_at when 'opened' then d.opened_at when 'clicked' then d.clicked_at
               when 'bounced' then d.bounced_at when 'complained' then d.complained_at
               when 'unsubscribed' then d.unsubscribed_at else d.replied_at end is null
    ), by_row as (
      select retailer_id, id, max(stamp) filter (where kind = 'delivered') as delivered,
             max(stamp) filter (where kind = 'opened') as opened, max(stamp) filter (where kind = 'clicked') as clicked,
             max(stamp) filter (where kind = 'bounced') as bounced,
             max(stamp) filter (where kind = 'complained') as complained,
             max(stamp) filter (where kind = 'unsubscribed') as unsubscribed,
             max(stamp) filter (where kind = 'replied') as replied,
             max(reason) filter (where kind = 'bounced') as reason, max(words) filter (where kind = 'bounced') as words
        from fresh group by retailer_id, id
    ), done as (
      update delivery d set
        delivered_at = coalesce(d.delivered_at, b.delivered), opened_at = coalesce(d.opened_at, b.opened),
        clicked_at = coalesce(d.clicked_at, b.clicked), bounced_at = coalesce(d.bounced_at, b.bounced),
        complained_at = coalesce(d.complained_at, b.complained),
        unsubscribed_at = coalesce(d.unsubscribed_at, b.unsubscribed), replied_at = coalesce(d.replied_at, b.replied),
        reason = coalesce(b.reason, d.reason), words = coalesce(b.words, d.words),
        status = case when coalesce(d.complained_at, b.complained) is not null then 'complained'
                      when coalesce(d.bounced_at, b.bounced) is not null then 'bounced'
                      when d.status in ('sending', 'unknown', 'sent') and coalesce(b.delivered, b.opened, b.clicked,
                        b.replied) is not null then 'delivered'
                      else d.status end
        from by_row b where d.retailer_id = b.retailer_id and d.id = b.id returning d.id
    )
    select fresh.id, fresh.kind from fresh join done on done.id = fresh.id order by fresh.id, fresh.kind`;
}

/** Ids of messages by the other side's own numbers, through one channel, the newest of each. */
export async function idsByProvider(
  sql: Db,
  retailerId: RetailerId,
  channel: ChannelName,
  providerIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; provider_id: string }[]>`
    select distinct on (d.provider_id) d.id, d.provider_id
      from (select ${retailerId}::int as retailer_id, unnest(${[...providerIds]}::text[]) as id offset 0) w
      join delivery d on d.retailer_id = w.retailer_id and d.provider_id = w.id
     where d.channel = ${channel} order by d.provider_id, d.asked_at desc`;
  return new Map(rows.map(({ id, provider_id }) => [provider_id, id]));
}

export interface NewsRow {
  retailer_id: RetailerId;
  id: string;
  news: string;
}

/** News that are still to be told; locked until commit. */
export function lockNews(tx: TransactionSql, limit: number): Promise<NewsRow[]> {
  return tx<NewsRow[]>`
    select retailer_id, id, news from delivery_news order by retailer_id, id limit ${limit} for update skip locked`;
}

/** News that are told. */
export async function deleteNews(
  tx: TransactionSql,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<void> {
  await tx`delete from delivery_news where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[])`;
}

/** A message as an event tells of it. */
export interface ToldRow extends Identity {
  id: string;
  channel: ChannelName;
  sent: number | null;
  origin_kind: OriginKind;
  origin_id: string;
  origin_step: string | null;
  variant: string | null;
  template: string | null;
}

/** What events say about these messages, with the strongest identifier of each shopper; without one there is no event. */
export function toldOf(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<ToldRow[]> {
  return sql<ToldRow[]>`
    select d.id, d.channel, (extract(epoch from d.sent_at) * 1000)::float8 as sent, d.origin_kind, d.origin_id,
           d.origin_step, d.variant, c.template_id as template, i.kind, i.value
      from (select ${retailerId}::int as retailer_id, unnest(${[...new Set(ids)]}::uuid[]) as id offset 0) w
      join delivery d on d.retailer_id = w.retailer_id and d.id = w.id
      left join delivery_content c on c.retailer_id = d.retailer_id and c.id = d.id
     cross join lateral ${presentOf(sql, retailerId, 'd.profile_id')} p
     cross join lateral (select kind, value from identity
        where retailer_id = ${retailerId} and profile_id = p.id and not shared
        order by array_position(array['user_id', 'card', 'email', 'phone', 'external_id', 'anonymous_id', 'device'], kind),
          value limit 1) i`;
}
