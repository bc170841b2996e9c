/** SQL of channels that end with us: the shopper's inbox and hints for the team. */
import type { ProfileId, RetailerId } from '@augenblick/contract';
import type { Sql, TransactionSql } from '../../runtime/index.ts';

type Db = Sql | TransactionSql;

export interface InboxInsert {
  id: string;
  profileId: ProfileId;
  at: number;
  locale: string;
  title: string;
  body: string;
  url: string | null;
  picture: string | null;
}

/** Puts messages into inboxes; one that is there already stays as it is. */
export async function insertInbox(
  sql: Db,
  retailerId: RetailerId,
  rows: readonly InboxInsert[],
): Promise<void> {
  await sql`
    insert into inbox_message (retailer_id, profile_id, id, at, locale, title, body, url, picture)
    select ${retailerId}::int, m."profileId", m.id, to_timestamp(m.at / 1000.0), m.locale, m.title, m.body, m.url, m.picture
      from json_to_recordset(${JSON.stringify(rows)}::text::json) m (id uuid, "profileId" uuid, at float8, locale text,
           title text, body text, url text, picture text)
    on conflict (retailer_id, id) do nothing`;
}

/** Whether a message lies in an inbox. */
export async function hasInbox(sql: Db, retailerId: RetailerId, id: string): Promise<boolean> {
  const [row] = await sql`
    select 1 from inbox_message where retailer_id = ${retailerId} and id = ${id}`;
  return row !== undefined;
}

export interface HintInsert {
  id: string;
  profileId: ProfileId;
  at: number;
  title: string;
  body: string;
  url: string | null;
}

/** Writes hints; one that is there already stays as it is. */
export async function insertHints(
  sql: Db,
  retailerId: RetailerId,
  rows: readonly HintInsert[],
): Promise<void> {
  await sql`
    insert into staff_hint (retailer_id, profile_id, id, at, title, body, url)
    select ${retailerId}::int, h."profileId", h.id, to_timestamp(h.at / 1000.0), h.title, h.body, h.url
      from json_to_recordset(${JSON.stringify(rows)}::text::json) h (id uuid, "profileId" uuid, at float8, title text,
           body text, url text)
    on conflict (retailer_id, id) do nothing`;
}

/** Whether a hint was written. */
export async function hasHint(sql: Db, retailerId: RetailerId, id: string): Promise<boolean> {
  const [row] = await sql`
    select 1 from staff_hint where retailer_id = ${retailerId} and id = ${id}`;
  return row !== undefined;
}

export interface HintRow {
  id: string;
  at: Date;
  title: string;
  body: string;
  url: string | null;
  profileId: string;
  name: string | null;
  total: number;
}

/** Open hints, the newest first, with the shoppers' names and how many there are in all. */
export function openHints(sql: Db, retailerId: RetailerId, limit: number) {
  return sql<HintRow[]>`
    select h.id, h.at, h.title, h.body, h.url, h.profile_id as "profileId", c.name, count(*) over ()::int as total
      from staff_hint h
      left join profile_card c on c.retailer_id = h.retailer_id and c.profile_id = h.profile_id
     where h.retailer_id = ${retailerId} and h.done_at is null
     order by h.at desc, h.id limit ${limit}`;
}

/** Ticks a hint off; false when there is no such hint. Twice changes nothing. */
export async function tickHint(
  sql: Db,
  retailerId: RetailerId,
  id: string,
  by: { name: string; at: Date },
): Promise<boolean> {
  const done = await sql`
    update staff_hint set done_at = coalesce(done_at, ${by.at}), done_by = coalesce(done_by, ${by.name})
     where retailer_id = ${retailerId} and id = ${id}`;
  return done.count > 0;
}

/** The profile of a customer number, and those that were joined into it. Shared numbers belong to nobody. */
export async function profilesOfUser(
  sql: Db,
  retailerId: RetailerId,
  userId: string,
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    with recursive own (id) as (
      select profile_id from identity
       where retailer_id = ${retailerId} and kind = 'user_id' and value = ${userId} and not shared
      union
      select x.from_profile from own
        join identity_change x on x.retailer_id = ${retailerId} and x.to_profile = own.id
         and x.from_profile is not null
       where not exists (select from profile p where p.retailer_id = ${retailerId} and p.id = x.from_profile))
    select id from own`;
  return rows.map(({ id }) => id);
}

/** The secret under which a source's shop proves who is signed in; null = it has none. */
export async function proofSecret(
  sql: Db,
  retailerId: RetailerId,
  sourceId: number,
): Promise<string | null> {
  const [row] = await sql<{ secret: string | null }[]>`
    select secret from decision_source where retailer_id = ${retailerId} and source_id = ${sourceId}`;
  return row?.secret ?? null;
}

export interface InboxRow {
  id: string;
  at: Date;
  title: string;
  body: string;
  url: string | null;
  picture: string | null;
  read: boolean;
  unread: number;
}

/** An inbox since an instant, the newest first, with how many are unread in all. */
export function inboxOf(
  sql: Db,
  retailerId: RetailerId,
  profileIds: readonly string[],
  wish: { since: Date; limit: number },
) {
  return sql<InboxRow[]>`
    select id, at, title, body, url, picture, read_at is not null as read,
           count(*) filter (where read_at is null) over ()::int as unread
      from inbox_message
     where retailer_id = ${retailerId} and profile_id = any(${[...profileIds]}::uuid[]) and at >= ${wish.since}
     order by at desc, id limit ${wish.limit}`;
}

/** Notes that messages were read; answers those that were not before. */
export async function readInbox(
  sql: Db,
  retailerId: RetailerId,
  profileIds: readonly string[],
  ids: readonly string[],
  now: Date,
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    update inbox_message set read_at = ${now}
     where retailer_id = ${retailerId} and profile_id = any(${[...profileIds]}::uuid[])
       and id = any(${[...ids]}::uuid[]) and read_at is null
    returning id`;
  return rows.map(({ id }) => id);
}
