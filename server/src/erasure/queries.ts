import {
  type ConsentChannel,
  type IdentityKind,
  type JsonObject,
  NO_PROFILE,
  type ProfileState,
  type RetailerId,
} from '@augenblick/contract';
import type postgres from 'postgres';
import { releaseShoppers } from '../offer/index.ts';
import type { Sql, TransactionSql } from '../runtime/index.ts';
import type { Traces } from './anonymise.ts';

/** All SQL of erasing. What is asked on the owner's connection names the retailer itself. */
type Db = Sql | TransactionSql;

/** How many identifiers of a retailer are suppressed. Reads the index only; asked every two seconds per retailer. */
export async function countSuppressions(sql: Db, retailerId: RetailerId): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from suppression where retailer_id = ${retailerId}`;
  return row?.count ?? 0;
}

/** All suppressed identifiers of a retailer. */
export function suppressions(sql: Db, retailerId: RetailerId) {
  return sql<{ hash: Buffer; at: Date }[]>`
    select hash, at from suppression where retailer_id = ${retailerId}`;
}

/** Identifiers of a profile; shared ones belong to a machine and not to the person. */
export function identitiesOf(sql: TransactionSql, retailerId: RetailerId, profileId: string) {
  return sql<{ kind: IdentityKind; value: string; shared: boolean }[]>`
    select kind, value, shared from identity
     where retailer_id = ${retailerId} and profile_id = ${profileId}`;
}

/** A profile's state, null when there is none. */
export async function stateOf(sql: TransactionSql, retailerId: RetailerId, profileId: string) {
  const [row] = await sql<{ state: ProfileState }[]>`
    select state::json as state from profile where retailer_id = ${retailerId} and id = ${profileId}`;
  return row?.state ?? null;
}

export interface EventRow {
  id: string;
  profile_id: string;
  name: string;
  body: { properties: JsonObject } & JsonObject;
}

/** The events of a profile that speak of orders. */
export function orderEvents(
  sql: TransactionSql,
  retailerId: RetailerId,
  profileId: string,
  names: readonly string[],
) {
  return sql<EventRow[]>`
    select id, profile_id, name, body from event
     where retailer_id = ${retailerId} and profile_id = ${profileId} and name in ${sql([...names])}`;
}

/** Order numbers of a profile that nobody's orders have, too: two documents may not become one. */
export async function takenOrderIds(
  sql: TransactionSql,
  retailerId: RetailerId,
  profileId: string,
): Promise<string[]> {
  const rows = await sql<{ order_id: string }[]>`
    select o.order_id from customer_order o
     where o.retailer_id = ${retailerId} and o.profile_id = ${profileId}
       and exists (select from customer_order n where n.retailer_id = o.retailer_id
                    and n.order_id = o.order_id and n.profile_id = ${NO_PROFILE})`;
  return rows.map((row) => row.order_id);
}

/** Gives events a new body; with `owner` also another profile and no anchor. */
export async function rewriteEvents(
  sql: TransactionSql,
  retailerId: RetailerId,
  events: readonly { id: string; body: JsonObject }[],
  owner: string | null,
): Promise<number> {
  if (events.length === 0) return 0;
  const done = await sql`
    update event e
       set body = w.body,
           profile_id = coalesce(${owner}::uuid, e.profile_id),
           anchor = case when ${owner}::uuid is null then e.anchor end
      from (select ${retailerId}::int as retailer_id, w.*
              from jsonb_to_recordset(${sql.json(events as never)}) w (id uuid, body jsonb) offset 0) w
     where e.retailer_id = w.retailer_id and e.id = w.id`;
  return done.count;
}

/** Orders and their lines without the person and without the coupon, which may be a personal one. */
export async function releaseOrders(
  sql: TransactionSql,
  retailerId: RetailerId,
  profileId: string,
  renamed: readonly { from: string; to: string }[],
): Promise<{ orders: number; lines: number }> {
  const names = sql.json(renamed as never);
  const lines = await sql`
    update order_line l
       set profile_id = ${NO_PROFILE},
           order_id = coalesce((select r."to" from jsonb_to_recordset(${names}) r ("from" text, "to" text)
                                 where r."from" = l.order_id), l.order_id)
     where l.retailer_id = ${retailerId} and l.profile_id = ${profileId}`;
  const orders = await sql`
    update customer_order o
       set profile_id = ${NO_PROFILE}, coupon = null,
           order_id = coalesce((select r."to" from jsonb_to_recordset(${names}) r ("from" text, "to" text)
                                 where r."from" = o.order_id), o.order_id)
     where o.retailer_id = ${retailerId} and o.profile_id = ${profileId}`;
  return { orders: orders.count, lines: lines.count };
}

/** The statements of consent that are kept as proof. */
export function consentsOf(sql: TransactionSql, retailerId: RetailerId, profileId: string) {
  return sql<
    {
      purpose: string;
      channel: ConsentChannel;
      state: string;
      at: Date;
      wording: string | null;
      wording_version: string | null;
      method: string | null;
      doi: JsonObject | null;
    }[]
  >`
    select c.purpose, c.channel, c.state, c.at, c.wording, c.wording_version, c.method,
           case when s.id is not null then jsonb_build_object(
             'requestedAt', s.requested_at, 'requestIp', s.request_ip, 'requestBrowser', s.request_user_agent,
             'form', coalesce(s.form_name, s.store), 'mailSentAt', s.mail_sent_at, 'messageId', s.mail_message_id,
             'mailHash', s.mail_hash, 'confirmedAt', s.confirmed_at, 'confirmIp', s.confirm_ip,
             'confirmBrowser', s.confirm_user_agent) end as doi
      from consent c
      left join signup s on s.retailer_id = c.retailer_id and s.profile_id = c.profile_id
       and s.confirm_event_id = c.event_id
     where c.retailer_id = ${retailerId} and c.profile_id = ${profileId} order by c.at, c.event_id`;
}

export interface ProofRow {
  hash: Buffer;
  purpose: string;
  channel: string;
  state: string;
  at: Date;
  wording: string | null;
  wording_version: string | null;
  method: string | null;
  /** What proves a double opt-in, null for other statements. */
  doi: JsonObject | null;
}

/** Keeps the proofs, numbered within their erasure. */
export async function putProofs(
  sql: TransactionSql,
  retailerId: RetailerId,
  erasureId: string,
  proofs: readonly ProofRow[],
): Promise<void> {
  const rows = proofs.map((proof, i) => ({
    ...proof,
    doi: proof.doi === null ? null : sql.json(proof.doi as never),
    retailer_id: retailerId,
    erasure_id: erasureId,
    no: i + 1,
  }));
  for (let from = 0; from < rows.length; from += 500) {
    await sql`insert into consent_proof ${sql(rows.slice(from, from + 500))}`;
  }
}

/** Remembers hashes of identifiers; erased a second time, the later instant counts. */
export async function putSuppressions(
  sql: TransactionSql,
  retailerId: RetailerId,
  erasureId: string,
  at: Date,
  hashes: readonly Buffer[],
): Promise<void> {
  if (hashes.length === 0) return;
  const rows = hashes.map((hash) => ({ retailer_id: retailerId, hash, at, erasure_id: erasureId }));
  await sql`
    insert into suppression ${sql(rows)}
    on conflict (retailer_id, hash) do update set at = excluded.at, erasure_id = excluded.erasure_id`;
}

/**
 * Profiles that were joined into this one and are no more: what was written for them before (a message sent, an exposure)
 * still carries their id and is this shopper's.
 */
export async function formerProfiles(
  sql: TransactionSql,
  retailerId: RetailerId,
  profileId: string,
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    with recursive own (id) as (
      select ${profileId}::uuid
      union
      select x.from_profile from own
        join identity_change x on x.retailer_id = ${retailerId} and x.to_profile = own.id
         and x.from_profile is not null
       where not exists (select from profile p where p.retailer_id = ${retailerId} and p.id = x.from_profile))
    select id from own where id <> ${profileId}`;
  return rows.map(({ id }) => id);
}

/**
 * Deletes what is one profile's, table by table, and of the `former` ones that were joined into it; answers the rows removed per table. Identifiers marked as shared stay:
 * the tablet in the shop is not the person. Of the merge log only lines about the person's identifiers go.
 */
export async function deleteShopper(
  sql: TransactionSql,
  retailerId: RetailerId,
  profileId: string,
  keys: readonly string[],
  former: readonly string[],
): Promise<Record<string, number>> {
  const own = sql`retailer_id = ${retailerId} and profile_id = ${profileId}`;
  const named = sql`(select jsonb_array_elements_text(${sql.json([...keys])}))`;
  const removed = {
    event: await sql`delete from event where ${own}`,
    consent: await sql`delete from consent where ${own}`,
    identity_link: await sql`
      delete from identity_link where retailer_id = ${retailerId} and (a in ${named} or b in ${named})`,
    identity_change: await sql`
      delete from identity_change where retailer_id = ${retailerId} and identity in ${named}`,
    identity: await sql`delete from identity where ${own} and not shared`,
    staff_merge: await sql`
      delete from staff_merge where retailer_id = ${retailerId}
         and (profile_id = ${profileId} or other_profile_id = ${profileId} or identity in ${named})`,
    profile_card: await sql`delete from profile_card where ${own}`,
    profile: await sql`
      delete from profile where retailer_id = ${retailerId} and id = ${profileId}`,
  };
  const counts = Object.entries(removed).map(([table, done]) => [table, done.count]);
  const rest = await deleteProfileRows(sql, retailerId, [profileId, ...former]);
  return { ...rest, ...Object.fromEntries(counts) };
}

/**
 * Deletes rows of these profiles from every table with a `profile_id`, but orders: they stay as documents. The tables come
 * from the catalogue, so that none that is new is forgotten. Answers the rows removed per table.
 */
export async function deleteProfileRows(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<Record<string, number>> {
  const tables = await sql<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'augenblick'
     where c.relkind in ('r', 'p') and c.relname not in ('customer_order', 'order_line', 'identity')
       and exists (select from pg_attribute r where r.attrelid = c.oid and r.attname = 'retailer_id')
       and exists (select from pg_attribute p where p.attrelid = c.oid and p.attname = 'profile_id')
     order by 1`;
  const removed: Record<string, number> = {};
  for (const { name } of tables) {
    const done = await sql`
      delete from ${sql(name)} where retailer_id = ${retailerId} and profile_id = any(${[...ids]}::uuid[])`;
    removed[name] = done.count;
  }
  return removed;
}

/**
 * Deletes shoppers who have no orders with everything that is theirs, without proof and without suppression: nobody
 * asked, they are only kept no longer. The caller holds the locks of links and profiles.
 */
export async function deleteWholeShoppers(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const own = sql`retailer_id = ${retailerId} and profile_id = any(${[...ids]}::uuid[])`;
  const keys = sql`(select kind || ':' || value from identity where ${own} and not shared)`;
  await releaseShoppers(sql, retailerId, ids);
  await sql`delete from identity_link where retailer_id = ${retailerId} and (a in ${keys} or b in ${keys})`;
  await sql`delete from identity_change where retailer_id = ${retailerId} and identity in ${keys}`;
  await sql`delete from identity where ${own} and not shared`;
  await deleteProfileRows(sql, retailerId, ids);
  await sql`delete from profile where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[])`;
}

/**
 * Deletes messages that went to these addresses under somebody else's name: tests of staff, sign-ups by strangers, and what
 * was sent before shoppers were parted. Answers how many.
 */
export async function deleteMessagesTo(
  sql: TransactionSql,
  retailerId: RetailerId,
  addresses: readonly string[],
): Promise<number> {
  if (addresses.length === 0) return 0;
  const to = sql`retailer_id = ${retailerId} and lower(address) = any(${[...addresses]}::text[])`;
  const gone = await sql<{ id: string }[]>`delete from delivery where ${to} returning id`;
  const ids = gone.map(({ id }) => id);
  await sql`delete from delivery_content where retailer_id = ${retailerId} and id = any(${ids}::uuid[])`;
  await sql`delete from caught_mail where ${to}`;
  return gone.length;
}

/** Ids of dead letters that mention the person: a long text anywhere, a short id in its own member. */
export async function deadLettersAbout(
  sql: TransactionSql,
  retailerId: RetailerId,
  traces: Traces,
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from dead_letter
     where retailer_id = ${retailerId}
       and ${mentions(sql, sql`body || ' ' || coalesce(detail, '')`, traces)}`;
  return rows.map((row) => row.id);
}

/** Deletes dead letters. */
export async function deleteDeadLetters(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<number> {
  if (ids.length === 0) return 0;
  const done = await sql`
    delete from dead_letter where retailer_id = ${retailerId} and id in ${sql([...ids])}`;
  return done.count;
}

/** What imports remember of a customer, under the plain key or its digest. */
export async function deleteImportSeen(
  sql: TransactionSql,
  retailerId: RetailerId,
  keys: readonly string[],
): Promise<number> {
  if (keys.length === 0) return 0;
  const done = await sql`
    delete from import_seen
     where retailer_id = ${retailerId} and key in (select jsonb_array_elements_text(${sql.json([...keys])}))`;
  return done.count;
}

/** Other shoppers' events that mention the erased one. Reads all events of the retailer: 3 s for 300,000. */
export function eventsAbout(sql: TransactionSql, retailerId: RetailerId, traces: Traces) {
  return sql<EventRow[]>`
    select id, profile_id, name, body from event
     where retailer_id = ${retailerId} and ${mentions(sql, sql`body::text`, traces)} limit 10000`;
}

// The column is renamed: called `value`, as it is by itself, it would hide the column `value` of the searched table.
function mentions(
  sql: TransactionSql,
  text: postgres.PendingQuery<postgres.Row[]>,
  { parts, keys, members }: Traces,
) {
  const quoted = [...keys.map((key) => JSON.stringify(key)), ...members];
  return sql`(
    exists (select from jsonb_array_elements_text(${sql.json(parts)}) p (wanted_text) where strpos(lower(${text}), wanted_text) > 0)
    or exists (select from jsonb_array_elements_text(${sql.json(quoted)}) w (wanted_text) where strpos(${text}, wanted_text) > 0))`;
}

interface Column {
  table_name: string;
  column_name: string;
}

/** Every column of every retailer table that can hold text. From the catalogue, so that no new table is forgotten. */
export function textColumns(sql: Db) {
  return sql<Column[]>`
    select c.relname as table_name, a.attname as column_name
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'augenblick'
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind in ('r', 'p')
       and exists (select from pg_attribute r where r.attrelid = c.oid and r.attname = 'retailer_id')
       and a.atttypid in ('text'::regtype, 'varchar'::regtype, 'json'::regtype, 'jsonb'::regtype,
                          'text[]'::regtype)
     order by 1, 2`;
}

/** Rows of one table in which one of the texts stands. The names come from the catalogue. */
export async function countMentions(
  sql: TransactionSql,
  retailerId: RetailerId,
  table: string,
  columns: readonly string[],
  traces: Traces,
): Promise<number> {
  const text = columns.map((column) => sql`coalesce(${sql(column)}::text, '')`);
  const joined = text.reduce((all, one) => sql`${all} || ' ' || ${one}`);
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from ${sql(table)}
     where retailer_id = ${retailerId} and ${mentions(sql, joined, traces)}`;
  return row?.count ?? 0;
}

export interface ErasureRow {
  id: string;
  at: Date;
  reason: string;
  staff_id: string | null;
  staff_name: string;
  removed: Record<string, number>;
  anonymised: Record<string, number>;
  remaining: Record<string, number>;
  consent_proofs: number;
  suppressed: number;
}

/** Writes that an erasure was done. */
export async function putErasure(
  sql: TransactionSql,
  retailerId: RetailerId,
  row: ErasureRow,
): Promise<void> {
  await sql`
    insert into erasure_record (retailer_id, id, at, reason, staff_id, staff_name, removed, anonymised,
                                remaining, consent_proofs, suppressed)
    values (${retailerId}, ${row.id}, ${row.at}, ${row.reason}, ${row.staff_id}, ${row.staff_name},
            ${sql.json(row.removed)}, ${sql.json(row.anonymised)}, ${sql.json(row.remaining)},
            ${row.consent_proofs}, ${row.suppressed})`;
}

/** The erasures of a retailer, newest first. */
export function erasures(sql: TransactionSql, retailerId: RetailerId) {
  return sql<ErasureRow[]>`
    select id, at, reason, staff_id, staff_name, removed, anonymised, remaining, consent_proofs, suppressed
      from erasure_record where retailer_id = ${retailerId} order by at desc, id desc limit 500`;
}

/** A proof as it is found again. */
export type KeptProofRow = Omit<ProofRow, 'hash'> & { erasure_id: string };

/** Proofs kept under the hash of an address. */
export function proofsByHash(sql: TransactionSql, retailerId: RetailerId, hash: Buffer) {
  return sql<KeptProofRow[]>`
    select erasure_id, purpose, channel, state, at, wording, wording_version, method, doi
      from consent_proof where retailer_id = ${retailerId} and hash = ${hash} order by at desc`;
}
