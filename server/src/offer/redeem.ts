import {
  type AppliedOffer,
  type CombinedOffers,
  Failure,
  type OfferCart,
  type RetailerId,
} from '@augenblick/contract';
import type { Clock, Database, Ids, TransactionSql } from '../runtime/index.ts';
import type { CodeKeys } from './code.ts';
import { combine, costOf, type KnownCart } from './combine.ts';
import { type Gathered, gather, knownCart } from './gather.ts';
import { addTallies, type TallyChange } from './queries.ts';
import * as codeQueries from './queries-code.ts';
import * as queries from './queries-redeem.ts';

/** What checking and redeeming need. */
export interface RedeemDeps {
  database: Pick<Database, 'withRetailer'>;
  clock: Clock;
  ids: Ids;
  keys: CodeKeys;
  /** The categories of products, from the catalogue. Unknown ids are missing. */
  categoriesOf: (
    retailerId: RetailerId,
    ids: readonly string[],
  ) => Promise<ReadonlyMap<string, readonly string[]>>;
}

/** A purchase to check or to redeem. `identities` strongest first, as the shop's server vouches for them. */
export interface Purchase {
  retailerId: RetailerId;
  cart: OfferCart;
  codes: readonly string[];
  identities: readonly { kind: string; value: string; place: number }[];
}

/** The largest cart that is counted, minor units: far below what a double holds exactly. */
const CART_MAX = 1_000_000_000_000;

/**
 * What would apply to a cart. With `hold`, everything that applies is kept for this checkout until `until`: codes cannot be
 * used elsewhere, stock and budget are set aside. Holding again under the same reference replaces what was held.
 */
export async function checkOffers(
  deps: RedeemDeps,
  purchase: Purchase,
  hold: { reference: string; minutes: number } | null,
): Promise<CombinedOffers & { heldUntil: number | null }> {
  const { retailerId } = purchase;
  const known = await prepare(deps, purchase);
  const now = deps.clock.now();
  return deps.database.withRetailer(retailerId, async (sql) => {
    const reference = hold?.reference ?? null;
    const lock = hold !== null;
    const question = { ...purchase, ...known, reference, heldAs: reference, now, lock };
    const gathered = await gather(sql, question);
    const result = answer(known.cart, gathered, now);
    if (hold === null) return { ...result, heldUntil: null };
    const until = now + hold.minutes * 60_000;
    await keep(sql, { retailerId, reference: hold.reference, until, gathered, result });
    return { ...result, heldUntil: until };
  });
}

/**
 * Redeems what applies to a purchase, exactly once per reference: the same reference again is answered as the first time.
 * Throws `order_taken_back` when its redemption was reversed. Counting, codes and limits stand in one transaction.
 */
export async function redeemOffers(
  deps: RedeemDeps,
  purchase: Purchase,
  order: { reference: string; heldAs: string | null },
): Promise<CombinedOffers & { reference: string; repeated: boolean }> {
  const { retailerId } = purchase;
  const { reference } = order;
  const known = await prepare(deps, purchase);
  const now = deps.clock.now();
  const heldAs = order.heldAs ?? reference;
  return deps.database.withRetailer(retailerId, async (sql) => {
    if (!(await queries.beginReceipt(sql, retailerId, reference, new Date(now)))) {
      const receipt = await queries.lockReceipt(sql, retailerId, reference);
      if (receipt === undefined || receipt.answer === null) throw new Failure('conflict');
      if (receipt.reversed_at !== null) throw new Failure('order_taken_back');
      return { ...receipt.answer, reference, repeated: true };
    }
    const question = { ...purchase, ...known, reference, heldAs, now, lock: true };
    const gathered = await gather(sql, question);
    const result = answer(known.cart, gathered, now);
    await use(sql, { deps, purchase, reference, heldAs, now, gathered, result });
    await queries.finishReceipt(sql, retailerId, reference, result);
    return { ...result, reference, repeated: false };
  });
}

/**
 * Gives what a checkout holds free, or takes the redemption of an order back: codes are good again, stock and money return.
 * Doing it again changes nothing.
 */
export async function releaseOffers(
  deps: RedeemDeps,
  retailerId: RetailerId,
  reference: string,
): Promise<{ released: number; reversed: number }> {
  const now = new Date(deps.clock.now());
  return deps.database.withRetailer(retailerId, async (sql) => {
    const receipt = await queries.lockReceipt(sql, retailerId, reference);
    const reversed =
      receipt === undefined || receipt.reversed_at !== null
        ? []
        : await queries.reverseRedemptions(sql, retailerId, reference, now);
    const used = reversed.flatMap(({ code_id }) => code_id ?? []);
    const codes = await codeQueries.lockCodes(sql, retailerId, { ids: used, heldAs: reference });
    await codeQueries.unuseCodes(sql, retailerId, used, now);
    const held = codes.filter((code) => code.held_by === reference);
    await codeQueries.freeCodes(sql, retailerId, held.map(idOf));
    const holds = await queries.holdsOf(sql, retailerId, reference);
    await queries.deleteHolds(sql, retailerId, reference);
    await addTallies(sql, retailerId, [
      ...reversed.flatMap((row) =>
        forOwners(row.offer_id, row.campaign_id, { used: -1, used_minor: -row.discount_minor }),
      ),
      ...holds.flatMap((hold) => forOwners(hold.offer_id, null, broken(hold.promise_minor))),
    ]);
    return { released: new Set([...held, ...holds].map(offerOf)).size, reversed: reversed.length };
  });
}

const idOf = ({ id }: { id: string }): string => id;
const offerOf = ({ offer_id }: { offer_id: string }): string => offer_id;

async function prepare(
  deps: RedeemDeps,
  { retailerId, cart }: Purchase,
): Promise<{ cart: KnownCart; key: Buffer }> {
  const worth = cart.items.reduce((sum, item) => sum + item.quantity * item.unitPriceMinor, 0);
  if (worth > CART_MAX) throw new Failure('bad_request', 'cart: worth too much');
  const asked = cart.items.filter((item) => item.categories === undefined);
  const categories = await deps.categoriesOf(
    retailerId,
    asked.map((item) => item.productId),
  );
  return { cart: knownCart(cart, categories), key: await deps.keys.of(retailerId) };
}

/** The rules applied to what was gathered. */
function answer(cart: KnownCart, gathered: Gathered, now: number): CombinedOffers {
  const combined = combine(cart, gathered.candidates, now);
  return { ...combined, refused: [...gathered.refused, ...combined.refused] };
}

/** Sets aside for a checkout what applies to it, and lets go of what it held before. */
async function keep(
  sql: TransactionSql,
  held: {
    retailerId: RetailerId;
    reference: string;
    until: number;
    gathered: Gathered;
    result: CombinedOffers;
  },
): Promise<void> {
  const { retailerId, reference, gathered, result } = held;
  const until = new Date(held.until);
  const now = result.applied.flatMap(({ offerId }) => gathered.codeOf.get(offerId)?.id ?? []);
  const over = gathered.heldCodes.map(idOf).filter((id) => !now.includes(id));
  await codeQueries.freeCodes(sql, retailerId, over);
  await codeQueries.holdCodes(sql, retailerId, now, { reference, until });
  await queries.deleteHolds(sql, retailerId, reference);
  const costs = costsOf(gathered, result.applied);
  // A code that was promised when it was given out has its place already.
  const rows = result.applied
    .filter(({ offerId }) => (gathered.codeOf.get(offerId)?.promise_minor ?? null) === null)
    .map(({ offerId }) => ({ offer_id: offerId, promise_minor: costs.get(offerId) ?? 0 }));
  await queries.insertHolds(sql, retailerId, { reference, until }, rows);
  await addTallies(sql, retailerId, [
    ...[...gathered.holds].flatMap(([id, hold]) => forOwners(id, null, broken(hold.promise_minor))),
    ...rows.flatMap((row) =>
      forOwners(row.offer_id, null, { promised: 1, promised_minor: row.promise_minor }),
    ),
  ]);
}

/** Writes down what was redeemed: the rows, the codes, the tallies; and ends what the checkout held. */
async function use(
  sql: TransactionSql,
  used: {
    deps: RedeemDeps;
    purchase: Purchase;
    reference: string;
    heldAs: string;
    now: number;
    gathered: Gathered;
    result: CombinedOffers;
  },
): Promise<void> {
  const { deps, purchase, reference, heldAs, gathered, result } = used;
  const { retailerId } = purchase;
  const now = new Date(used.now);
  const costs = costsOf(gathered, result.applied);
  const rows = result.applied.map(({ offerId }): queries.RedemptionWrite => {
    const code = gathered.codeOf.get(offerId);
    return {
      id: deps.ids.uuid7(),
      offer_id: offerId,
      code_id: code?.id ?? null,
      campaign_id: code?.campaign_id ?? null,
      decision_id: code?.decision_id ?? null,
      discount_minor: costs.get(offerId) ?? 0,
    };
  });
  const order = {
    reference,
    shopperId: gathered.shopperId,
    now,
    paidMinor: result.totalMinor,
    currency: purchase.cart.currency,
  };
  await queries.insertRedemptions(sql, retailerId, rows, order);
  const codes = rows.flatMap(({ code_id }) => code_id ?? []);
  await codeQueries.useCodes(sql, retailerId, codes, { reference, now });
  await codeQueries.freeCodes(sql, retailerId, gathered.heldCodes.map(idOf));
  await queries.deleteHolds(sql, retailerId, heldAs);
  await addTallies(sql, retailerId, [
    ...rows.flatMap((row) => {
      const promise = gathered.codeOf.get(row.offer_id)?.promise_minor ?? null;
      return forOwners(row.offer_id, row.campaign_id, {
        used: 1,
        used_minor: row.discount_minor,
        ...(promise === null ? {} : broken(promise)),
      });
    }),
    ...[...gathered.holds].flatMap(([id, hold]) => forOwners(id, null, broken(hold.promise_minor))),
  ]);
}

function costsOf(gathered: Gathered, applied: readonly AppliedOffer[]): Map<string, number> {
  const offers = new Map(gathered.candidates.map(({ id, offer }) => [id, offer]));
  return new Map(
    applied.flatMap((one) => {
      const offer = offers.get(one.offerId);
      return offer === undefined ? [] : [[one.offerId, costOf(one, offer)] as const];
    }),
  );
}

const NONE = { promised: 0, promised_minor: 0, used: 0, used_minor: 0 };

/** A promise that is kept or given up. */
export function broken(minor: number): Partial<TallyChange> {
  return { promised: -1, promised_minor: -minor };
}

/** The same change for the offer and for the campaign that gave it out. */
export function forOwners(
  offerId: string,
  campaignId: string | null,
  change: Partial<TallyChange>,
): TallyChange[] {
  const offer: TallyChange = { ...NONE, ...change, owner: 'offer', id: offerId };
  return campaignId === null ? [offer] : [offer, { ...offer, owner: 'campaign', id: campaignId }];
}
