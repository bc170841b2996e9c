import type { OfferDraft, OfferStatus, RetailerId } from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';

/** All SQL of offers and their tallies; that of codes stands in queries-code.ts, of redemptions in queries-redeem.ts. */
type Db = Sql | TransactionSql;

/** An offer as stored, with its tally. */
export interface OfferRow {
  id: string;
  status: OfferStatus;
  version: number;
  draft: OfferDraft;
  live: OfferDraft | null;
  created_at: Date;
  updated_at: Date;
  promised: number;
  promised_minor: number;
  used: number;
  used_minor: number;
  /** Paid in orders that used it. */
  revenue_minor: number;
}

/** Offers by last change, ended ones at the end; all, or one. */
export function offers(sql: Db, retailerId: RetailerId, id: string | null) {
  return sql<OfferRow[]>`
    select o.id, o.status, o.version, o.draft, o.live, o.created_at, o.updated_at,
           coalesce(t.promised, 0) as promised, coalesce(t.promised_minor, 0) as promised_minor,
           coalesce(t.used, 0) as used, coalesce(t.used_minor, 0) as used_minor,
           coalesce(r.paid, 0) as revenue_minor
      from offer o
      left join offer_tally t on t.retailer_id = o.retailer_id and t.owner = 'offer' and t.id = o.id
      left join lateral (
        select sum(paid_minor)::bigint as paid from offer_redemption r
         where r.retailer_id = o.retailer_id and r.offer_id = o.id and r.reversed_at is null) r on true
     where o.retailer_id = ${retailerId} and (${id}::uuid is null or o.id = ${id})
     order by o.status = 'ended', o.updated_at desc, o.id limit 1000`;
}

/** An offer as it is locked to be changed. */
export type LockedOffer = Pick<OfferRow, 'status' | 'version' | 'draft' | 'live' | 'updated_at'>;

/** One offer, locked until the end of the transaction. */
export async function lockOffer(sql: TransactionSql, retailerId: RetailerId, id: string) {
  const [row] = await sql<LockedOffer[]>`
    select status, version, draft, live, updated_at from offer
     where retailer_id = ${retailerId} and id = ${id} for update`;
  return row;
}

/** Makes an offer live as its next version. A unique violation says that its public code is taken. */
export async function publishOffer(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
  row: { draft: OfferDraft; version: number; now: Date },
): Promise<void> {
  await sql`
    update offer set status = 'live', version = ${row.version}, live = ${sql.json(row.draft as never)},
           public_code = ${row.draft.codes === 'public' ? row.draft.publicCode : null}, updated_at = ${row.now}
     where retailer_id = ${retailerId} and id = ${id}`;
  await sql`
    insert into offer_tally (retailer_id, owner, id) values (${retailerId}, 'offer', ${id}) on conflict do nothing`;
}

/** Notes from when on an offer runs, and as what. */
export async function beginRun(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
  run: { now: Date; version: number; definition: OfferDraft },
): Promise<void> {
  await sql`
    insert into offer_run (retailer_id, offer_id, from_at, version, definition)
    values (${retailerId}, ${id}, ${run.now}, ${run.version}, ${sql.json(run.definition as never)})
    on conflict (retailer_id, offer_id, from_at) do update
      set to_at = null, version = excluded.version, definition = excluded.definition`;
}

/** Notes that an offer no longer runs as it did. */
export async function endRun(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
  now: Date,
): Promise<void> {
  await sql`
    update offer_run set to_at = ${now}
     where retailer_id = ${retailerId} and offer_id = ${id} and to_at is null`;
}

/** Campaigns that give an offer out, in their draft or live. */
export function campaignsOf(sql: Db, retailerId: RetailerId, id: string) {
  return sql<{ id: string; name: string; status: string }[]>`
    select id, draft->>'name' as name, status from campaign
     where retailer_id = ${retailerId} and draft->>'offerId' = ${id} and status <> 'ended'
     order by updated_at desc limit 50`;
}

/** Public words that offers use which are live or paused. */
export async function publicCodeOwner(
  sql: Db,
  retailerId: RetailerId,
  code: string,
): Promise<string | undefined> {
  const [row] = await sql<{ id: string }[]>`
    select id from offer
     where retailer_id = ${retailerId} and public_code = ${code} and status in ('live', 'paused')`;
  return row?.id;
}

/** A change of a tally; amounts in minor units, all may be negative. */
export interface TallyChange {
  owner: 'offer' | 'campaign';
  id: string;
  promised: number;
  promised_minor: number;
  used: number;
  used_minor: number;
}

/** Adds to tallies, always in the same order, so that two transactions never wait for each other in a circle. */
export async function addTallies(
  sql: Db,
  retailerId: RetailerId,
  changes: readonly TallyChange[],
): Promise<void> {
  const merged = new Map<string, TallyChange>();
  for (const change of changes) {
    const key = `${change.owner}:${change.id}`;
    const sum = merged.get(key);
    merged.set(
      key,
      sum === undefined
        ? change
        : {
            ...sum,
            promised: sum.promised + change.promised,
            promised_minor: sum.promised_minor + change.promised_minor,
            used: sum.used + change.used,
            used_minor: sum.used_minor + change.used_minor,
          },
    );
  }
  if (merged.size === 0) return;
  const rows = [...merged.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  await sql`
    insert into offer_tally as t (retailer_id, owner, id, promised, promised_minor, used, used_minor)
    select ${retailerId}, n.owner, n.id, n.promised, n.promised_minor, n.used, n.used_minor
      from jsonb_to_recordset(${sql.json(rows as never)}) n(owner text, id uuid, promised int, promised_minor bigint,
           used int, used_minor bigint)
    on conflict (retailer_id, owner, id) do update set
      promised = t.promised + excluded.promised, promised_minor = t.promised_minor + excluded.promised_minor,
      used = t.used + excluded.used, used_minor = t.used_minor + excluded.used_minor`;
}

export interface TallyRow {
  owner: 'offer' | 'campaign';
  id: string;
  promised: number;
  promised_minor: number;
  used: number;
  used_minor: number;
}

/** Tallies by id, in one order; locked where a limit must hold. */
export function tallies(sql: Db, retailerId: RetailerId, ids: readonly string[], lock: boolean) {
  return sql<TallyRow[]>`
    select owner, id, promised, promised_minor, used, used_minor from offer_tally
     where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[])
     order by owner, id ${lock ? sql`for update` : sql``}`;
}

/** Makes tallies that are not there yet, in one order. */
export async function ensureTallies(
  sql: Db,
  retailerId: RetailerId,
  owners: readonly { id: string; owner: string }[],
): Promise<void> {
  const sorted = [...owners].sort((a, b) => (a.id < b.id ? -1 : 1));
  await sql`
    insert into offer_tally (retailer_id, owner, id)
    select ${retailerId}, * from unnest(${sorted.map((one) => one.owner)}::text[], ${sorted.map((one) => one.id)}::uuid[])
    on conflict do nothing`;
}

/** All tallies of a retailer, for whoever decides many times a second and looks every few seconds. */
export function allTallies(sql: Db, retailerId: RetailerId) {
  return sql<TallyRow[]>`
    select owner, id, promised, promised_minor, used, used_minor from offer_tally
     where retailer_id = ${retailerId}`;
}
