import type { RetailerId, SuppressionReason } from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';

/** All SQL of the suppression list. Every statement names the retailer itself: some callers are on the owner's connection. */
type Db = Sql | TransactionSql;

/** Entries under these hashes. */
export function entriesOf(sql: Db, retailerId: RetailerId, hashes: readonly Buffer[]) {
  const wanted = hashes.map((hash) => hash.toString('hex'));
  return sql<{ id: string; hash: Buffer; reason: SuppressionReason; at: Date }[]>`
    select s.id, s.hash, s.reason, s.at
      from (select ${retailerId}::int as retailer_id, decode(unnest(${wanted}::text[]), 'hex') as hash offset 0) w
      join suppressed_address s on s.retailer_id = w.retailer_id and s.hash = w.hash`;
}

/** A new entry; `hash` in hexadecimal. */
export interface EntryRow {
  id: string;
  channel: string;
  hash: string;
  address: string | null;
  reason: SuppressionReason;
  note: string | null;
  at: number;
}

/** Adds entries in one statement; an entry that is there keeps its id and takes the later instant. */
export async function putEntries(
  sql: Db,
  retailerId: RetailerId,
  rows: readonly EntryRow[],
): Promise<void> {
  await sql`
    insert into suppressed_address as s (retailer_id, id, channel, hash, address, reason, note, at)
    select distinct on (r.hash, r.reason) ${retailerId}, r.id, r.channel, decode(r.hash, 'hex'), r.address,
           r.reason, r.note, to_timestamp(r.at / 1000.0)
      from jsonb_to_recordset(${sql.json(rows as never)})
        r (id uuid, channel text, hash text, address text, reason text, note text, at float8)
     order by r.hash, r.reason, r.at desc
    on conflict (retailer_id, hash, reason) do update
       set at = greatest(s.at, excluded.at), address = coalesce(excluded.address, s.address),
           note = coalesce(excluded.note, s.note)`;
}

/** Takes an address off for some reasons. */
export async function deleteEntries(
  sql: Db,
  retailerId: RetailerId,
  hash: Buffer,
  reasons: readonly SuppressionReason[],
): Promise<number> {
  const done = await sql`
    delete from suppressed_address
     where retailer_id = ${retailerId} and hash = ${hash} and reason = any(${[...reasons]}::text[])`;
  return done.count;
}

/** The person behind these hashes was erased: the addresses themselves go, and what was noted. */
export async function forgetAddresses(
  sql: Db,
  retailerId: RetailerId,
  hashes: readonly Buffer[],
): Promise<void> {
  const wanted = hashes.map((hash) => hash.toString('hex'));
  await sql`
    update suppressed_address s set address = null, note = null
      from unnest(${wanted}::text[]) w (hash)
     where s.retailer_id = ${retailerId} and s.hash = decode(w.hash, 'hex')`;
}

/**
 * Sign-ups under these addresses, and the confirmation mails they asked for, whoever's profile they hang on: a stranger may
 * have typed the address.
 */
export async function deleteSignupsOf(
  sql: Db,
  retailerId: RetailerId,
  emails: readonly string[],
): Promise<number> {
  await sql`
    delete from signup_asked where retailer_id = ${retailerId} and email = any(${[...emails]}::text[])`;
  const gone = await sql<{ profile_id: string }[]>`
    delete from signup where retailer_id = ${retailerId} and email = any(${[...emails]}::text[])
    returning profile_id`;
  const profiles = [...new Set(gone.map((row) => row.profile_id))];
  if (profiles.length === 0) return 0;
  const mails = await sql<{ id: string }[]>`
    delete from delivery where retailer_id = ${retailerId} and origin_kind = 'optin'
       and profile_id = any(${profiles}::uuid[]) returning id`;
  const ids = mails.map(({ id }) => id);
  await sql`delete from delivery_content where retailer_id = ${retailerId} and id = any(${ids}::uuid[])`;
  await sql`delete from caught_mail where retailer_id = ${retailerId} and delivery_id = any(${ids}::uuid[])`;
  return gone.length;
}

export interface SuppressedRow {
  id: string;
  channel: 'email' | 'phone';
  address: string | null;
  reason: SuppressionReason;
  note: string | null;
  at: Date;
}

/** A page of the list, newest first; `ids` picks entries. */
export function entries(
  sql: TransactionSql,
  retailerId: RetailerId,
  wanted: { reason?: string; before?: string; ids?: readonly string[]; limit: number },
) {
  const { reason = null, before = null, ids = null, limit } = wanted;
  return sql<SuppressedRow[]>`
    select id, channel, address, reason, note, at from suppressed_address
     where retailer_id = ${retailerId}
       and (${reason}::text is null or reason = ${reason})
       and (${before}::uuid is null or id < ${before}::uuid)
       and (${ids === null} or id = any(${[...(ids ?? [])]}::uuid[]))
     order by id desc limit ${limit}`;
}

/** Takes one entry off; answers it, or undefined when there is none. */
export async function deleteEntry(sql: TransactionSql, retailerId: RetailerId, id: string) {
  const [row] = await sql<{ reason: SuppressionReason }[]>`
    delete from suppressed_address where retailer_id = ${retailerId} and id = ${id} returning reason`;
  return row;
}

/** How many addresses are listed for which reason. */
export function countByReason(sql: TransactionSql, retailerId: RetailerId) {
  return sql<{ reason: SuppressionReason; addresses: number }[]>`
    select reason, count(*)::int as addresses from suppressed_address
     where retailer_id = ${retailerId} group by reason order by reason`;
}
