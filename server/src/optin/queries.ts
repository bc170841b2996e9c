import type { ProfileState, RetailerId } from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';

/** SQL of sign-ups, and of what the public pages read. Statements on the owner's connection name the retailer themselves. */
type Db = Sql | TransactionSql;

/** A sign-up as kept. */
export interface SignupRow {
  retailer_id: RetailerId;
  id: string;
  profile_id: string;
  event_id: string;
  email: string;
  purpose: string;
  channel: string;
  form_id: string | null;
  form_name: string | null;
  wording_id: string;
  wording_name: string;
  wording_version: number;
  wording: string;
  language: 'de' | 'en';
  topics: string[];
  first_name: string | null;
  page: string | null;
  store: string | null;
  staff: string | null;
  browser: string | null;
  requested_at: Date;
  request_ip: string | null;
  request_user_agent: string | null;
  expires_at: Date;
  mail_key: string;
  mail: 'waiting' | 'sent' | 'failed';
  mail_sent_at: Date | null;
  mail_message_id: string | null;
  mail_hash: string | null;
  confirmed_at: Date | null;
  confirm_ip: string | null;
  confirm_user_agent: string | null;
  confirm_event_id: string | null;
}

/** A new sign-up with the hash of its link's token. */
export type NewSignup = Omit<
  SignupRow,
  | 'mail'
  | 'mail_sent_at'
  | 'mail_message_id'
  | 'mail_hash'
  | 'confirmed_at'
  | 'confirm_ip'
  | 'confirm_user_agent'
  | 'confirm_event_id'
> & { token_hash: Buffer };

/** Puts a sign-up down. */
export async function insertSignup(sql: TransactionSql, row: NewSignup): Promise<void> {
  await sql`insert into signup ${sql({ ...row, topics: sql.json(row.topics) } as never)}`;
}

const COLUMNS = `retailer_id, id, profile_id, event_id, email, purpose, channel, form_id, form_name, wording_id,
  wording_name, wording_version, wording, language, topics, first_name, page, store, staff, browser, requested_at,
  request_ip, request_user_agent, expires_at, mail_key, mail, mail_sent_at, mail_message_id, mail_hash,
  confirmed_at, confirm_ip, confirm_user_agent, confirm_event_id`;

/** The sign-up a link belongs to. On the owner's connection: the link does not say whose it is. */
export async function signupByToken(sql: Sql, hash: Buffer): Promise<SignupRow | undefined> {
  const [row] = await sql<SignupRow[]>`
    select ${sql.unsafe(COLUMNS)} from signup where token_hash = ${hash}`;
  return row;
}

/** One sign-up. */
export async function signupById(sql: Db, retailerId: RetailerId, id: string) {
  const [row] = await sql<SignupRow[]>`
    select ${sql.unsafe(COLUMNS)} from signup where retailer_id = ${retailerId} and id = ${id}`;
  return row;
}

/** A page of sign-ups, newest first. `search`: a part of the address, in lower case. */
export function signups(
  sql: TransactionSql,
  retailerId: RetailerId,
  wanted: { state?: string; search?: string; before?: string; now: Date; limit: number },
) {
  const { state = null, before = null, now, limit } = wanted;
  const part = wanted.search ? `%${wanted.search.replace(/[\\%_]/g, '\\$&').toLowerCase()}%` : null;
  return sql<(SignupRow & { withdrawn_at: Date | null })[]>`
    select ${sql.unsafe(COLUMNS)}, withdrawn_at from (
      select s.*, (select max(c.at) from consent c
                    where c.retailer_id = s.retailer_id and c.profile_id = s.profile_id
                      and c.purpose = s.purpose and c.channel in (s.channel, 'any') and c.state = 'withdrawn'
                      and c.at >= s.confirmed_at) as withdrawn_at
        from signup s
       where s.retailer_id = ${retailerId}
         and (${before}::uuid is null or s.id < ${before}::uuid)
         and (${part}::text is null or s.email like ${part})
    ) s
    where ${state}::text is null or ${state} = case
            when withdrawn_at is not null then 'withdrawn' when confirmed_at is not null then 'confirmed'
            when expires_at <= ${now} then 'expired' else 'waiting' end
    order by id desc limit ${limit}`;
}

/** When a confirmed sign-up was withdrawn last, null when it still stands. */
export async function withdrawnAt(sql: Db, row: SignupRow): Promise<Date | null> {
  if (row.confirmed_at === null) return null;
  const [found] = await sql<{ at: Date | null }[]>`
    select max(at) as at from consent
     where retailer_id = ${row.retailer_id} and profile_id = ${row.profile_id} and purpose = ${row.purpose}
       and channel in (${row.channel}, 'any') and state = 'withdrawn' and at >= ${row.confirmed_at}`;
  return found?.at ?? null;
}

/** A new link and a new mail for a sign-up that waits. */
export async function renewSignup(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
  renewed: { tokenHash: Buffer; expiresAt: Date; mailKey: string },
): Promise<boolean> {
  const done = await sql`
    update signup set token_hash = ${renewed.tokenHash}, expires_at = ${renewed.expiresAt},
                      mail_key = ${renewed.mailKey}, mail = 'waiting', mail_sent_at = null,
                      mail_message_id = null, mail_hash = null
     where retailer_id = ${retailerId} and id = ${id} and confirmed_at is null`;
  return done.count > 0;
}

/** Writes the confirmation down, once: a repeated click changes nothing. False when it stood already. */
export async function confirmSignup(
  sql: Db,
  row: Pick<SignupRow, 'retailer_id' | 'id'>,
  confirmed: { at: Date; ip: string | null; userAgent: string | null; eventId: string },
): Promise<boolean> {
  const done = await sql`
    update signup set confirmed_at = ${confirmed.at}, confirm_ip = ${confirmed.ip},
                      confirm_user_agent = ${confirmed.userAgent}, confirm_event_id = ${confirmed.eventId}
     where retailer_id = ${row.retailer_id} and id = ${row.id} and confirmed_at is null`;
  return done.count > 0;
}

/** Facts about the confirmation mail as delivery keeps them. */
export interface MailFacts {
  status: string;
  sent_at: Date | null;
  provider_id: string | null;
}

/** How a confirmation mail fared; undefined before it was asked for. */
export async function mailOf(sql: Db, retailerId: RetailerId, deliveryId: string) {
  const [row] = await sql<MailFacts[]>`
    select status, sent_at, provider_id from delivery
     where retailer_id = ${retailerId} and id = ${deliveryId}`;
  return row;
}

/** Keeps with the sign-up what proves its mail, for good: deliveries may be cleared away. */
export async function putMail(
  sql: Db,
  row: Pick<SignupRow, 'retailer_id' | 'id' | 'mail_key'>,
  mail: {
    state: 'sent' | 'failed';
    sentAt: Date | null;
    messageId: string | null;
    hash: string | null;
  },
): Promise<void> {
  await sql`
    update signup set mail = ${mail.state}, mail_sent_at = ${mail.sentAt},
                      mail_message_id = ${mail.messageId}, mail_hash = ${mail.hash}
     where retailer_id = ${row.retailer_id} and id = ${row.id} and mail_key = ${row.mail_key}
       and mail_hash is null`;
}

/** Sign-ups whose mail was still under way when they were last looked at. */
export function openMails(sql: Db, retailerId: RetailerId, limit: number) {
  return sql<SignupRow[]>`
    select ${sql.unsafe(COLUMNS)} from signup
     where retailer_id = ${retailerId} and mail = 'waiting' order by id desc limit ${limit}`;
}

/** Whose the event is now. */
export async function profileOfEvent(sql: Db, retailerId: RetailerId, eventId: string) {
  const [row] = await sql<{ profile_id: string }[]>`
    select profile_id from event where retailer_id = ${retailerId} and id = ${eventId}`;
  return row?.profile_id;
}

/** The state of whoever this address is proven to belong to; undefined = nobody. */
export async function stateOfEmail(sql: Db, retailerId: RetailerId, email: string) {
  const [row] = await sql<{ state: ProfileState }[]>`
    select p.state::json as state from identity i
      join profile p on p.retailer_id = i.retailer_id and p.id = i.profile_id
     where i.retailer_id = ${retailerId} and i.kind = 'email' and i.value = ${email}`;
  return row?.state;
}

/** A shopper's state and own identifiers. */
export async function shopperOf(sql: Db, retailerId: RetailerId, profileId: string) {
  const [row] = await sql<{ state: ProfileState; identities: { kind: string; value: string }[] }[]>`
    select p.state::json as state, coalesce((
             select json_agg(json_build_object('kind', i.kind, 'value', i.value) order by i.first_at, i.kind, i.value)
               from identity i
              where i.retailer_id = p.retailer_id and i.profile_id = p.id and not i.shared), '[]') as identities
      from profile p where p.retailer_id = ${retailerId} and p.id = ${profileId}`;
  return row;
}

/** A message that a link names: who got it, through what, at which address. */
export async function messageRow(sql: Db, retailerId: RetailerId, deliveryId: string) {
  const [row] = await sql<
    {
      profile_id: string;
      lane: string;
      channel: string | null;
      address: string | null;
      basis: string | null;
      origin_kind: string;
      origin_step: string | null;
      asked_at: Date;
    }[]
  >`
    select profile_id, lane, channel, address, basis, origin_kind, origin_step, asked_at from delivery
     where retailer_id = ${retailerId} and id = ${deliveryId}`;
  return row;
}

/** Whom an address is proven to belong to. */
export async function ownerOf(sql: Db, retailerId: RetailerId, kind: string, value: string) {
  const [row] = await sql<{ profile_id: string }[]>`
    select profile_id from identity
     where retailer_id = ${retailerId} and kind = ${kind} and value = ${value} and not shared`;
  return row?.profile_id;
}

/** The profile that one is now, after any number of joinings; undefined when it is gone. */
export async function profileNow(sql: Db, retailerId: RetailerId, profileId: string) {
  const [row] = await sql<{ id: string }[]>`
    with recursive line (id) as (
      select ${profileId}::uuid
      union
      select x.to_profile from line
        join identity_change x on x.retailer_id = ${retailerId} and x.from_profile = line.id
       where not exists (select from profile p where p.retailer_id = ${retailerId} and p.id = line.id))
    select line.id from line join profile p on p.retailer_id = ${retailerId} and p.id = line.id limit 1`;
  return row?.id;
}

/** What every page of a retailer needs to know of it. */
export async function retailerOf(sql: Db, retailerId: RetailerId) {
  const [row] = await sql<
    { name: string; colour: string; zone: string; locale: 'de' | 'en'; demo: boolean }[]
  >`select name, colour, zone, locale, demo from retailer where id = ${retailerId}`;
  return row;
}

/**
 * Somebody asks for their data or to be forgotten; an open request of the same kind is not doubled, but may become a
 * confirmed one. The same id twice is once, also after it was done.
 */
export async function putDataRequest(
  sql: Db,
  retailerId: RetailerId,
  row: {
    id: string;
    profileId: string;
    kind: 'export' | 'erasure';
    at: Date;
    confirmed: boolean;
  },
): Promise<void> {
  const confirmedAt = row.confirmed ? row.at : null;
  await sql`
    with open as (
      update data_request set confirmed_at = coalesce(confirmed_at, ${confirmedAt}::timestamptz)
       where retailer_id = ${retailerId} and profile_id = ${row.profileId}
         and kind = ${row.kind} and done_at is null
      returning 1)
    insert into data_request (retailer_id, id, profile_id, kind, requested_at, confirmed_at)
    select ${retailerId}, ${row.id}, ${row.profileId}, ${row.kind}, ${row.at}, ${confirmedAt}
     where not exists (select from open)
    on conflict do nothing`;
}

/** Requests about data with whose they are, open ones first, the most urgent on top. */
export function dataRequests(sql: TransactionSql, retailerId: RetailerId) {
  return sql<
    {
      id: string;
      kind: 'export' | 'erasure';
      profile_id: string;
      name: string | null;
      email: string | null;
      requested_at: Date;
      confirmed_at: Date | null;
      done_at: Date | null;
      done_by: string | null;
    }[]
  >`
    select r.id, r.kind, r.profile_id, c.name, c.email, r.requested_at, r.confirmed_at, r.done_at, r.done_by
      from data_request r
      left join profile_card c on c.retailer_id = r.retailer_id and c.profile_id = r.profile_id
     where r.retailer_id = ${retailerId}
     order by r.done_at is not null, case when r.done_at is null then r.requested_at end, r.done_at desc
     limit 200`;
}

/** Ticks a request off; false when it is done already or not there. */
export async function closeDataRequest(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
  done: { at: Date; by: string },
): Promise<boolean> {
  const rows = await sql`
    update data_request set done_at = ${done.at}, done_by = ${done.by}
     where retailer_id = ${retailerId} and id = ${id} and done_at is null`;
  return rows.count > 0;
}

/** The first page of the console in one look. */
export async function overview(sql: TransactionSql, retailerId: RetailerId, now: Date) {
  const since = new Date(now.getTime() - 30 * 86_400_000);
  const [granted, [counts], days] = await Promise.all([
    sql<{ channel: string; shoppers: number }[]>`
      select substr(k.key, 11) as channel, count(*)::int as shoppers
        from profile p, json_each(p.state::json->'consents') k
       where p.retailer_id = ${retailerId} and k.key like 'marketing:%' and k.value->>'state' = 'granted'
       group by 1 order by 2 desc, 1`,
    sql<{ signups: number; confirmed: number; waiting: number; withdrawn: number; open: number }[]>`
      select (select count(*)::int from signup where retailer_id = ${retailerId} and requested_at > ${since}) as signups,
             (select count(*)::int from signup where retailer_id = ${retailerId} and confirmed_at > ${since}) as confirmed,
             (select count(*)::int from signup where retailer_id = ${retailerId} and confirmed_at is null
                and expires_at > ${now}) as waiting,
             (select count(distinct profile_id)::int from consent where retailer_id = ${retailerId}
                and purpose = 'marketing' and state = 'withdrawn' and at > ${since}) as withdrawn,
             (select count(*)::int from data_request where retailer_id = ${retailerId} and done_at is null) as open`,
    sql<{ day: string; confirmed: number; withdrawn: number }[]>`
      select to_char(d.day, 'YYYY-MM-DD') as day,
             (select count(distinct c.profile_id)::int from consent c where c.retailer_id = r.id
                and c.purpose = 'marketing' and c.state = 'granted'
                and c.at >= d.day at time zone r.zone and c.at < (d.day + interval '1 day') at time zone r.zone) as confirmed,
             (select count(distinct c.profile_id)::int from consent c where c.retailer_id = r.id
                and c.purpose = 'marketing' and c.state = 'withdrawn'
                and c.at >= d.day at time zone r.zone and c.at < (d.day + interval '1 day') at time zone r.zone) as withdrawn
        from retailer r,
             generate_series((${now}::timestamptz at time zone r.zone)::date - 29,
                             (${now}::timestamptz at time zone r.zone)::date, interval '1 day') d (day)
       where r.id = ${retailerId} order by 1`,
  ]);
  return {
    granted,
    days,
    ...(counts ?? { signups: 0, confirmed: 0, waiting: 0, withdrawn: 0, open: 0 }),
  };
}

/** Retailers with sign-ups that were never confirmed and ended before this instant. Owner's connection. */
export async function retailersWithOldSignups(sql: Sql, before: Date): Promise<RetailerId[]> {
  const rows = await sql<{ id: RetailerId }[]>`
    select distinct retailer_id as id from signup where confirmed_at is null and expires_at < ${before}`;
  return rows.map(({ id }) => id);
}

/** Sign-ups that were never confirmed and ended before this instant. */
export function oldSignups(
  sql: TransactionSql,
  retailerId: RetailerId,
  before: Date,
  limit: number,
) {
  return sql<{ id: string; profile_id: string }[]>`
    select id, profile_id from signup
     where retailer_id = ${retailerId} and confirmed_at is null and expires_at < ${before}
     order by id limit ${limit}`;
}

/** Of these profiles those that consist of a request alone: no identifier but the one made for it. */
export async function onlyAsked(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select p.id from profile p
     where p.retailer_id = ${retailerId} and p.id = any(${[...ids]}::uuid[])
       and not exists (select from identity i where i.retailer_id = p.retailer_id and i.profile_id = p.id
                         and not (i.kind = 'anonymous_id' and i.value like 'signup-%'))`;
  return rows.map(({ id }) => id);
}

/** Deletes sign-ups. */
export async function deleteSignups(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<void> {
  await sql`delete from signup where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[])`;
}

/** The address mails come from, as the channel is set up; null where it is not. */
export async function mailSender(sql: Db, retailerId: RetailerId): Promise<string | null> {
  const [row] = await sql<{ address: string | null }[]>`
    select settings->>'fromAddress' as address from channel_setting
     where retailer_id = ${retailerId} and channel = 'mail'`;
  return row?.address ?? null;
}
