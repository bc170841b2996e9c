import type { CombinedOffers, OfferDraft, OfferStatus, RetailerId } from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';

/** All SQL of checking and redeeming. */

/** Offers that can apply to a cart: all that are live, and those of the codes that were entered. */
export function offersFor(sql: TransactionSql, retailerId: RetailerId, ids: readonly string[]) {
  return sql<{ id: string; status: OfferStatus; live: OfferDraft }[]>`
    select id, status, live from offer
     where retailer_id = ${retailerId} and live is not null
       and (status in ('live', 'paused') or id = any(${[...ids]}::uuid[])) order by id`;
}

/** The retailer's profile of an identifier that belongs to one person. */
export async function profileOf(
  sql: TransactionSql,
  retailerId: RetailerId,
  identities: readonly { kind: string; value: string; place: number }[],
): Promise<string | undefined> {
  const [row] = await sql<{ profile_id: string }[]>`
    select i.profile_id
      from jsonb_to_recordset(${sql.json(identities as never)}) n(kind text, value text, place int)
      join identity i on i.retailer_id = ${retailerId} and i.kind = n.kind and i.value = n.value and not i.shared
     order by n.place limit 1`;
  return row?.profile_id;
}

/** Every id the shopper's profile ever had: the homes of its identifiers. Limits count over all of them. */
export async function formerIds(
  sql: TransactionSql,
  retailerId: RetailerId,
  profileId: string,
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select distinct home_id as id from identity
     where retailer_id = ${retailerId} and profile_id = ${profileId} and not shared limit 200`;
  return [...new Set([profileId, ...rows.map((row) => row.id)])].sort();
}

/** Makes redemptions of one shopper wait for each other: their limits are counted before they are used up. */
export async function lockShopper(
  sql: TransactionSql,
  retailerId: RetailerId,
  shopperId: string,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`offer:${retailerId}:${shopperId}`}, 77009))`;
}

/** How often the shopper redeemed each offer, this order not counted. */
export async function redeemedBy(
  sql: TransactionSql,
  retailerId: RetailerId,
  shopperIds: readonly string[],
  reference: string | null,
): Promise<Map<string, number>> {
  const rows = await sql<{ offer_id: string; count: number }[]>`
    select offer_id, count(*)::int as count from offer_redemption
     where retailer_id = ${retailerId} and shopper_id = any(${[...shopperIds]}::uuid[]) and reversed_at is null
       and reference is distinct from ${reference}
     group by offer_id`;
  return new Map(rows.map((row) => [row.offer_id, row.count]));
}

/** True when the shopper has bought before: an order of another number that was not cancelled. */
export async function hasBought(
  sql: TransactionSql,
  retailerId: RetailerId,
  shopperIds: readonly string[],
  reference: string | null,
): Promise<boolean> {
  const [row] = await sql<{ bought: boolean }[]>`
    select exists (
      select from customer_order
       where retailer_id = ${retailerId} and profile_id = any(${[...shopperIds]}::uuid[]) and kind = 'sale'
         and status <> 'cancelled' and order_id is distinct from ${reference}) as bought`;
  return row?.bought ?? false;
}

/** Begins the receipt of an order; false when there is one already (waits for whoever is writing it). */
export async function beginReceipt(
  sql: TransactionSql,
  retailerId: RetailerId,
  reference: string,
  now: Date,
): Promise<boolean> {
  const done = await sql`
    insert into offer_receipt (retailer_id, reference, at) values (${retailerId}, ${reference}, ${now})
    on conflict do nothing`;
  return done.count > 0;
}

/** The receipt of an order, locked. */
export async function lockReceipt(sql: TransactionSql, retailerId: RetailerId, reference: string) {
  const [row] = await sql<{ answer: CombinedOffers | null; reversed_at: Date | null }[]>`
    select answer, reversed_at from offer_receipt
     where retailer_id = ${retailerId} and reference = ${reference} for update`;
  return row;
}

/** Keeps what was answered. */
export async function finishReceipt(
  sql: TransactionSql,
  retailerId: RetailerId,
  reference: string,
  answer: CombinedOffers,
): Promise<void> {
  await sql`
    update offer_receipt set answer = ${sql.json(answer as never)}
     where retailer_id = ${retailerId} and reference = ${reference}`;
}

/** A redemption to be stored. */
export interface RedemptionWrite {
  id: string;
  offer_id: string;
  code_id: string | null;
  campaign_id: string | null;
  decision_id: string | null;
  discount_minor: number;
}

/** Writes the redemptions of one order. */
export async function insertRedemptions(
  sql: TransactionSql,
  retailerId: RetailerId,
  rows: readonly RedemptionWrite[],
  order: {
    reference: string;
    shopperId: string | null;
    now: Date;
    paidMinor: number;
    currency: string;
  },
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into offer_redemption (retailer_id, id, reference, offer_id, code_id, campaign_id, decision_id, shopper_id, at,
                                  discount_minor, paid_minor, currency)
    select ${retailerId}, n.id, ${order.reference}, n.offer_id, n.code_id, n.campaign_id, n.decision_id,
           ${order.shopperId}::uuid, ${order.now}::timestamptz, n.discount_minor, ${order.paidMinor}::bigint, ${order.currency}
      from jsonb_to_recordset(${sql.json(rows as never)}) n(id uuid, offer_id uuid, code_id uuid, campaign_id uuid,
           decision_id uuid, discount_minor bigint)`;
}

/** Takes the redemptions of an order back; answers them. */
export async function reverseRedemptions(
  sql: TransactionSql,
  retailerId: RetailerId,
  reference: string,
  now: Date,
) {
  await sql`
    update offer_receipt set reversed_at = ${now} where retailer_id = ${retailerId} and reference = ${reference}`;
  return sql<
    {
      offer_id: string;
      code_id: string | null;
      campaign_id: string | null;
      discount_minor: number;
    }[]
  >`
    update offer_redemption set reversed_at = ${now}
     where retailer_id = ${retailerId} and reference = ${reference} and reversed_at is null
    returning offer_id, code_id, campaign_id, discount_minor`;
}

/** What a checkout holds of offers, locked. */
export function holdsOf(sql: TransactionSql, retailerId: RetailerId, reference: string) {
  return sql<{ offer_id: string; promise_minor: number; until: Date }[]>`
    select offer_id, promise_minor, until from offer_hold
     where retailer_id = ${retailerId} and reference = ${reference} order by offer_id for update`;
}

/** Lets go of what a checkout holds of offers. */
export async function deleteHolds(
  sql: TransactionSql,
  retailerId: RetailerId,
  reference: string,
): Promise<void> {
  await sql`delete from offer_hold where retailer_id = ${retailerId} and reference = ${reference}`;
}

/** Holds offers for a checkout. */
export async function insertHolds(
  sql: TransactionSql,
  retailerId: RetailerId,
  hold: { reference: string; until: Date },
  rows: readonly { offer_id: string; promise_minor: number }[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into offer_hold (retailer_id, reference, offer_id, until, promise_minor)
    select ${retailerId}, ${hold.reference}, n.offer_id, ${hold.until}::timestamptz, n.promise_minor
      from jsonb_to_recordset(${sql.json(rows as never)}) n(offer_id uuid, promise_minor bigint)`;
}

/** A redemption as the console lists it. */
export interface ListedRedemption {
  id: string;
  at: Date;
  reference: string;
  discount_minor: number;
  paid_minor: number;
  currency: string;
  shopper_id: string | null;
  shopper_name: string | null;
  hint: string | null;
  reversed_at: Date | null;
}

/** One page of an offer's redemptions, newest first. */
export function listRedemptions(
  sql: TransactionSql,
  retailerId: RetailerId,
  offerId: string,
  page: { after: string | null; limit: number },
) {
  return sql<ListedRedemption[]>`
    select r.id, r.at, r.reference, r.discount_minor, r.paid_minor, r.currency, r.shopper_id, p.name as shopper_name,
           c.hint, r.reversed_at
      from offer_redemption r
      left join profile_card p on p.retailer_id = r.retailer_id and p.profile_id = r.shopper_id
      left join offer_code c on c.retailer_id = r.retailer_id and c.id = r.code_id
     where r.retailer_id = ${retailerId} and r.offer_id = ${offerId}
       and (${page.after}::uuid is null or r.id < ${page.after})
     order by r.id desc limit ${page.limit}`;
}

/** Sums of an offer's redemptions. */
export async function redemptionTotals(
  sql: TransactionSql,
  retailerId: RetailerId,
  offerId: string,
) {
  const [row] = await sql<
    { count: number; discount_minor: number; paid_minor: number; reversed: number }[]
  >`
    select (count(*) filter (where reversed_at is null))::int as count,
           coalesce(sum(discount_minor) filter (where reversed_at is null), 0)::bigint as discount_minor,
           coalesce(sum(paid_minor) filter (where reversed_at is null), 0)::bigint as paid_minor,
           (count(*) filter (where reversed_at is not null))::int as reversed
      from offer_redemption where retailer_id = ${retailerId} and offer_id = ${offerId}`;
  return row ?? { count: 0, discount_minor: 0, paid_minor: 0, reversed: 0 };
}
