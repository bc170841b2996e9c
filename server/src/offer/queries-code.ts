import type { RetailerId } from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';

/** All SQL of codes. */
type Db = Sql | TransactionSql;

/** The key of a retailer's codes, made now when there is none. Owner's connection only; two at once agree on one. */
export async function ensureKey(sql: Db, retailerId: RetailerId, fresh: Buffer): Promise<Buffer> {
  await sql`insert into offer_key (retailer_id, key) values (${retailerId}, ${fresh}) on conflict do nothing`;
  const [row] = await sql<{ key: Buffer }[]>`
    select key from offer_key where retailer_id = ${retailerId}`;
  if (row === undefined) throw new Error('offer_key is empty after insert');
  return row.key;
}

/** A code as redeeming sees it. */
export interface CodeRow {
  id: string;
  offer_id: string;
  hash: Buffer;
  hint: string;
  state: 'free' | 'used' | 'expired' | 'revoked';
  shopper_id: string | null;
  campaign_id: string | null;
  decision_id: string | null;
  expires_at: Date | null;
  used_by: string | null;
  held_by: string | null;
  held_until: Date | null;
  promise_minor: number | null;
}

const COLUMNS = [
  'id',
  'offer_id',
  'hash',
  'hint',
  'state',
  'shopper_id',
  'campaign_id',
  'decision_id',
  'expires_at',
  'used_by',
  'held_by',
  'held_until',
  'promise_minor',
] as const;

/**
 * Codes by hash, and those a checkout holds. Locked when they are to be used: all at once in the order of their ids, so
 * that no two orders wait for each other in a circle.
 */
export function codesByHash(
  sql: TransactionSql,
  retailerId: RetailerId,
  { hashes, heldAs, lock }: { hashes: readonly Buffer[]; heldAs: string | null; lock: boolean },
) {
  const wanted = sql.json(hashes.map((hash) => hash.toString('hex')));
  return sql<CodeRow[]>`
    select ${sql(COLUMNS)} from offer_code
     where retailer_id = ${retailerId}
       and (hash = any(array(select decode(h, 'hex') from jsonb_array_elements_text(${wanted}) h)) or held_by = ${heldAs})
     order by id ${lock ? sql`for update` : sql``}`;
}

/** Codes by id and those a checkout holds, locked. */
export function lockCodes(
  sql: TransactionSql,
  retailerId: RetailerId,
  { ids, heldAs }: { ids: readonly string[]; heldAs: string },
) {
  return sql<CodeRow[]>`
    select ${sql(COLUMNS)} from offer_code
     where retailer_id = ${retailerId} and (id = any(${[...ids]}::uuid[]) or held_by = ${heldAs})
     order by id for update`;
}

/** Marks codes as used by an order; their promise is kept by that. */
export async function useCodes(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly string[],
  use: { reference: string; now: Date },
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update offer_code set state = 'used', used_at = ${use.now}, used_by = ${use.reference}, held_by = null,
           held_until = null, promise_minor = null
     where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[])`;
}

/** Holds codes for a checkout. */
export async function holdCodes(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly string[],
  hold: { reference: string; until: Date },
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update offer_code set held_by = ${hold.reference}, held_until = ${hold.until}
     where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[])`;
}

/** Gives held codes free again. */
export async function freeCodes(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update offer_code set held_by = null, held_until = null
     where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[])`;
}

/** Takes the use of codes back: free again, or expired when their time is over meanwhile. */
export async function unuseCodes(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly string[],
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update offer_code set used_at = null, used_by = null,
           state = case when expires_at <= ${now} then 'expired' else 'free' end
     where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[]) and state = 'used'`;
}

/** A code to be stored. */
export interface NewCodeRow {
  id: string;
  offer_id: string;
  hash: string;
  hint: string;
  batch_id: string | null;
  shopper_id: string | null;
  serial: number;
  campaign_id: string | null;
  decision_id: string | null;
  expires_at: string | null;
  promise_minor: number | null;
}

/** Stores codes; `hash` in hexadecimal. One that is there already is left out; answers the ids that were stored. */
export async function insertCodes(
  sql: Db,
  retailerId: RetailerId,
  rows: readonly NewCodeRow[],
  now: Date,
): Promise<string[]> {
  if (rows.length === 0) return [];
  const stored = await sql<{ id: string }[]>`
    insert into offer_code (retailer_id, id, offer_id, hash, hint, state, batch_id, shopper_id, serial, campaign_id,
                            decision_id, created_at, expires_at, promise_minor)
    select ${retailerId}, n.id, n.offer_id, decode(n.hash, 'hex'), n.hint, 'free', n.batch_id, n.shopper_id, n.serial,
           n.campaign_id, n.decision_id, ${now}, n.expires_at, n.promise_minor
      from jsonb_to_recordset(${sql.json(rows as never)}) n(id uuid, offer_id uuid, hash text, hint text, batch_id uuid,
           shopper_id uuid, serial int, campaign_id uuid, decision_id uuid, expires_at timestamptz, promise_minor bigint)
    on conflict do nothing returning id`;
  return stored.map((row) => row.id);
}

/** Notes a list of codes. */
export async function insertBatch(
  sql: TransactionSql,
  retailerId: RetailerId,
  row: { id: string; offerId: string; note: string; count: number; now: Date; by: string },
): Promise<void> {
  await sql`
    insert into offer_batch (retailer_id, id, offer_id, note, count, created_at, created_by)
    values (${retailerId}, ${row.id}, ${row.offerId}, ${row.note}, ${row.count}, ${row.now}, ${row.by})`;
}

/** What shoppers have of offers already: how many codes, how many used, and the one that is still good. */
export function shopperCodes(
  sql: Db,
  retailerId: RetailerId,
  wishes: readonly { offer_id: string; shopper_id: string }[],
  now: Date,
) {
  return sql<
    {
      offer_id: string;
      shopper_id: string;
      last: number;
      used: number;
      good: { id: string; serial: number; expires_at: string | null } | null;
    }[]
  >`
    select c.offer_id, c.shopper_id, max(c.serial) as last,
           (count(*) filter (where c.state = 'used'))::int as used,
           (array_agg(json_build_object('id', c.id, 'serial', c.serial, 'expires_at', c.expires_at) order by c.serial desc)
             filter (where c.state = 'free' and (c.expires_at is null or c.expires_at > ${now})))[1] as good
      from (select ${retailerId}::int as retailer_id, w.*
              from jsonb_to_recordset(${sql.json(wishes as never)}) w(offer_id uuid, shopper_id uuid) offset 0) w
      join offer_code c on c.retailer_id = w.retailer_id and c.shopper_id = w.shopper_id and c.offer_id = w.offer_id
     group by c.offer_id, c.shopper_id`;
}

/** Revokes codes that are free; answers how many, and what had been promised with them. */
export function revokeCodes(
  sql: TransactionSql,
  retailerId: RetailerId,
  offerId: string,
  which: { ids: readonly string[] | null; batchId: string | null },
) {
  return sql<Lapsed[]>`
    with these as (
      select retailer_id, id, promise_minor, campaign_id from offer_code
       where retailer_id = ${retailerId} and offer_id = ${offerId} and state = 'free'
         and (${which.ids === null} or id = any(${[...(which.ids ?? [])]}::uuid[]))
         and (${which.batchId}::uuid is null or batch_id = ${which.batchId})
       order by id for update
    )
    update offer_code c set state = 'revoked', promise_minor = null, held_by = null, held_until = null
      from these where c.retailer_id = these.retailer_id and c.id = these.id
    returning c.retailer_id, c.offer_id, these.campaign_id, these.promise_minor`;
}

/** A code or hold whose promise is over. */
export interface Lapsed {
  retailer_id: RetailerId;
  offer_id: string;
  campaign_id: string | null;
  promise_minor: number | null;
}

/** Lets codes expire whose time is over, of all retailers; those in somebody's hands at this moment come next time. */
export function expireCodes(sql: TransactionSql, now: Date, limit: number) {
  return sql<Lapsed[]>`
    with these as (
      select retailer_id, id, promise_minor from offer_code
       where state = 'free' and expires_at <= ${now} and (held_until is null or held_until <= ${now})
       order by retailer_id, id limit ${limit} for update skip locked
    )
    update offer_code c set state = 'expired', promise_minor = null, held_by = null, held_until = null
      from these where c.retailer_id = these.retailer_id and c.id = these.id
    returning c.retailer_id, c.offer_id, c.campaign_id, these.promise_minor`;
}

/** Lets go of what checkouts held that were never finished. */
export function expireHolds(sql: TransactionSql, now: Date, limit: number) {
  return sql<Lapsed[]>`
    delete from offer_hold where ctid = any(array(
      select ctid from offer_hold where until <= ${now} limit ${limit} for update skip locked))
    returning retailer_id, offer_id, null::uuid as campaign_id, promise_minor`;
}

/** A code as the console lists it. */
export interface ListedCode {
  id: string;
  hint: string;
  state: 'free' | 'held' | 'used' | 'expired' | 'revoked';
  created_at: Date;
  expires_at: Date | null;
  used_at: Date | null;
  shopper_id: string | null;
  shopper_name: string | null;
  batch_id: string | null;
  note: string | null;
}

/** One page of an offer's codes, newest first. */
export function listCodes(
  sql: TransactionSql,
  retailerId: RetailerId,
  offerId: string,
  page: { state: string | null; after: string | null; limit: number; now: Date },
) {
  return sql<ListedCode[]>`
    select c.id, c.hint, ${stateNow(sql, page.now)} as state, c.created_at, c.expires_at, c.used_at, c.shopper_id,
           p.name as shopper_name, c.batch_id, b.note
      from offer_code c
      left join profile_card p on p.retailer_id = c.retailer_id and p.profile_id = c.shopper_id
      left join offer_batch b on b.retailer_id = c.retailer_id and b.id = c.batch_id
     where c.retailer_id = ${retailerId} and c.offer_id = ${offerId}
       and (${page.after}::uuid is null or c.id < ${page.after})
       and (${page.state}::text is null or ${stateNow(sql, page.now)} = ${page.state})
     order by c.id desc limit ${page.limit}`;
}

/** How many codes an offer has in each state. */
export function countCodes(
  sql: TransactionSql,
  retailerId: RetailerId,
  offerId: string,
  now: Date,
) {
  return sql<{ state: ListedCode['state']; count: number }[]>`
    select ${stateNow(sql, now)} as state, count(*)::int as count from offer_code c
     where retailer_id = ${retailerId} and offer_id = ${offerId} group by 1`;
}

/** The state as it is at this instant: what has expired or is held says so before the job has written it. */
function stateNow(sql: TransactionSql, now: Date) {
  return sql`case when c.state <> 'free' then c.state when c.expires_at <= ${now} then 'expired'
                  when c.held_until > ${now} then 'held' else 'free' end`;
}

/**
 * Takes persons out of codes and redemptions: free codes end, what was redeemed stays as a document of the order. Also what
 * stands under ids their profiles had before; call it while their identifiers are still there.
 */
export async function releaseShoppers(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<{ codes: Lapsed[]; redemptions: number }> {
  const theirs = sql`(
    select unnest(${[...ids]}::uuid[])
    union select home_id from identity
     where retailer_id = ${retailerId} and profile_id = any(${[...ids]}::uuid[]) and not shared)`;
  const codes = await sql<Lapsed[]>`
    with these as (
      select retailer_id, id, promise_minor from offer_code
       where retailer_id = ${retailerId} and shopper_id in ${theirs} order by id for update
    )
    update offer_code c set shopper_id = null, decision_id = null, promise_minor = null,
           state = case when c.state = 'free' then 'revoked' else c.state end
      from these where c.retailer_id = these.retailer_id and c.id = these.id
    returning c.retailer_id, c.offer_id, c.campaign_id, these.promise_minor`;
  const done = await sql`
    update offer_redemption set shopper_id = null, decision_id = null
     where retailer_id = ${retailerId} and shopper_id in ${theirs}`;
  return { codes: [...codes], redemptions: done.count };
}

/** Codes and redemptions of one shopper, for whoever asks what is kept about them; former ids included. */
export async function keptOf(sql: TransactionSql, retailerId: RetailerId, shopperId: string) {
  const theirs = sql`(
    select ${shopperId}::uuid
    union select home_id from identity
     where retailer_id = ${retailerId} and profile_id = ${shopperId} and not shared)`;
  const codes = await sql<
    { offer: string; ends_with: string; state: string; created_at: Date; expires_at: Date | null }[]
  >`
    select o.draft->>'name' as offer, c.hint as ends_with, c.state, c.created_at, c.expires_at, c.used_at
      from offer_code c join offer o on o.retailer_id = c.retailer_id and o.id = c.offer_id
     where c.retailer_id = ${retailerId} and c.shopper_id in ${theirs} order by c.id`;
  const redemptions = await sql<
    { offer: string; order: string; at: Date; discount_minor: number; currency: string }[]
  >`
    select o.draft->>'name' as offer, r.reference as order, r.at, r.discount_minor, r.paid_minor, r.currency,
           r.reversed_at
      from offer_redemption r join offer o on o.retailer_id = r.retailer_id and o.id = r.offer_id
     where r.retailer_id = ${retailerId} and r.shopper_id in ${theirs} order by r.id`;
  return { codes: [...codes], redemptions: [...redemptions] };
}
