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
