import type {
  OfferCart,
  OfferDraft,
  OfferReason,
  RefusedOffer,
  RetailerId,
} from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';
import { hashCode, normaliseCode } from './code.ts';
import type { Candidate, KnownCart } from './combine.ts';
import * as queries from './queries.ts';
import type { CodeRow } from './queries-code.ts';
import * as codeQueries from './queries-code.ts';
import * as redeemQueries from './queries-redeem.ts';
import { reasonWords } from './words.ts';

/** A cart, codes and a shopper to be looked at. */
export interface Question {
  retailerId: RetailerId;
  cart: KnownCart;
  codes: readonly string[];
  /** The identifiers the shop named, strongest first; empty for somebody unknown. */
  identities: readonly { kind: string; value: string; place: number }[];
  /** The checkout or order that asks; null when nobody may hold or use anything. */
  reference: string | null;
  /** The checkout whose holds count as one's own. */
  heldAs: string | null;
  key: Buffer;
  now: number;
  /** True: codes, tallies and the shopper are locked, so that what is found still holds when it is used. */
  lock: boolean;
}

/** What may apply, and what was ruled out before the cart was looked at. */
export interface Gathered {
  shopperId: string | null;
  candidates: Candidate[];
  refused: RefusedOffer[];
  /** The code row of each candidate that came by a single code, by offer id. */
  codeOf: ReadonlyMap<string, CodeRow>;
  /** Codes that this checkout held before. */
  heldCodes: readonly CodeRow[];
  /** What else it holds, by offer id. */
  holds: ReadonlyMap<string, { promise_minor: number; until: Date }>;
}

/**
 * Collects every offer that may apply to a cart with what speaks against it apart from the cart. Locks, when asked for,
 * always in the same order: shopper, codes, holds, tallies; so redeeming, holding and releasing never lock each other out.
 */
export async function gather(sql: TransactionSql, question: Question): Promise<Gathered> {
  const { retailerId, key, lock, heldAs } = question;
  const shopperId =
    question.identities.length === 0
      ? undefined
      : await redeemQueries.profileOf(sql, retailerId, question.identities);
  if (lock && shopperId !== undefined) {
    await redeemQueries.lockShopper(sql, retailerId, shopperId);
  }
  const entered = uniqueCodes(question.codes);
  const hashes = entered.map(({ spelling }) => hashCode(key, spelling));
  const codes = await codeQueries.codesByHash(sql, retailerId, { hashes, heldAs, lock });
  const holds = heldAs === null ? [] : await redeemQueries.holdsOf(sql, retailerId, heldAs);
  const offers = await redeemQueries.offersFor(
    sql,
    retailerId,
    codes.map((code) => code.offer_id),
  );
  const facts = await shopperFacts(sql, question, shopperId, offers);
  const sorted = sortOut({ question, entered, hashes, codes, offers, facts });
  const limited = await withTallies(sql, question, sorted, holds);
  return {
    shopperId: shopperId ?? null,
    candidates: limited,
    refused: sorted.refused,
    codeOf: sorted.codeOf,
    heldCodes: codes.filter((code) => heldAs !== null && code.held_by === heldAs),
    holds: new Map(holds.map((hold) => [hold.offer_id, hold])),
  };
}

type OfferFound = { id: string; status: string; live: OfferDraft };

/** What limits per shopper ask: how often redeemed, and bought before. Asked only when a live offer wants to know. */
interface ShopperFacts {
  ids: readonly string[];
  redeemed: ReadonlyMap<string, number>;
  bought: boolean;
}

async function shopperFacts(
  sql: TransactionSql,
  { retailerId, reference }: Question,
  shopperId: string | undefined,
  offers: readonly OfferFound[],
): Promise<ShopperFacts | null> {
  if (shopperId === undefined) return null;
  const ids = await redeemQueries.formerIds(sql, retailerId, shopperId);
  const counted = offers.some(({ live }) => live.terms.perShopper !== null);
  const asNew = offers.some(({ live }) => live.terms.newCustomersOnly);
  return {
    ids,
    redeemed: counted
      ? await redeemQueries.redeemedBy(sql, retailerId, ids, reference)
      : new Map<string, number>(),
    bought: asNew && (await redeemQueries.hasBought(sql, retailerId, ids, reference)),
  };
}

interface Entered {
  /** As the shopper wrote it. */
  text: string;
  spelling: string;
}

function uniqueCodes(codes: readonly string[]): Entered[] {
  const seen = new Map<string, Entered>();
  for (const text of codes) {
    const spelling = normaliseCode(text);
    if (spelling !== '' && !seen.has(spelling)) seen.set(spelling, { text, spelling });
  }
  return [...seen.values()];
}

interface Sorted {
  candidates: Candidate[];
  refused: RefusedOffer[];
  codeOf: Map<string, CodeRow>;
}

/** Which offer each code means, which apply by themselves, and what speaks against each. Pure. */
function sortOut(known: {
  question: Question;
  entered: readonly Entered[];
  hashes: readonly Buffer[];
  codes: readonly CodeRow[];
  offers: readonly OfferFound[];
  facts: ShopperFacts | null;
}): Sorted {
  const { question, entered, hashes, codes, offers, facts } = known;
  const byId = new Map(offers.map((offer) => [offer.id, offer]));
  const byHash = new Map(codes.map((code) => [code.hash.toString('hex'), code]));
  const byWord = new Map(
    offers.flatMap((offer) =>
      offer.live.codes === 'public' && offer.live.publicCode !== null && offer.status !== 'ended'
        ? [[normaliseCode(offer.live.publicCode), offer] as const]
        : [],
    ),
  );
  const sorted: Sorted = { candidates: [], refused: [], codeOf: new Map() };
  const taken = new Set<string>();
  const add = (offer: OfferFound, code: string | null, row: CodeRow | null): void => {
    const block = blockOf(question, offer, row, facts);
    if (code !== null && taken.has(offer.id)) {
      sorted.refused.push(refusal(offer, code, 'offer_twice'));
      return;
    }
    if (code !== null && block !== undefined) {
      sorted.refused.push(refusal(offer, code, block));
      return;
    }
    taken.add(offer.id);
    if (row !== null) sorted.codeOf.set(offer.id, row);
    sorted.candidates.push({
      id: offer.id,
      offer: offer.live,
      code,
      ...(block === undefined ? {} : { block }),
    });
  };
  entered.forEach(({ text, spelling }, i) => {
    const row = byHash.get((hashes[i] as Buffer).toString('hex'));
    const offer = row === undefined ? byWord.get(spelling) : byId.get(row.offer_id);
    if (offer === undefined) sorted.refused.push(refusal(null, text, 'code_unknown'));
    else add(offer, text, row ?? null);
  });
  for (const offer of offers) {
    if (offer.status === 'live' && offer.live.codes === 'none') add(offer, null, null);
  }
  return sorted;
}

function blockOf(
  { now, heldAs }: Question,
  offer: OfferFound,
  row: CodeRow | null,
  facts: ShopperFacts | null,
): OfferReason | undefined {
  if (row !== null) {
    if (row.state === 'used') return 'code_used';
    if (row.state === 'revoked') return 'code_revoked';
    if (row.state === 'expired') return 'code_expired';
    if (row.expires_at !== null && row.expires_at.getTime() <= now) return 'code_expired';
    const held = row.held_until !== null && row.held_until.getTime() > now;
    if (held && row.held_by !== heldAs) return 'code_held';
    // Whoever holds the code may use it as long as nobody else is named: the till does not always know who pays.
    if (row.shopper_id !== null && facts !== null && !facts.ids.includes(row.shopper_id))
      return 'code_of_another';
  }
  if (offer.status !== 'live') return 'not_live';
  const { terms } = offer.live;
  if (!terms.newCustomersOnly && terms.perShopper === null) return undefined;
  if (facts === null) return 'shopper_unknown';
  if (terms.newCustomersOnly && facts.bought) return 'not_new_customer';
  const limit = terms.perShopper ?? Infinity;
  return (facts.redeemed.get(offer.id) ?? 0) >= limit ? 'shopper_limit' : undefined;
}

/**
 * Adds what stock and budget allow. What this checkout or code was promised is counted as its own. To be used, every tally
 * that will change is locked here, in one order.
 */
async function withTallies(
  sql: TransactionSql,
  { retailerId, lock }: Question,
  { candidates, codeOf }: Sorted,
  holds: readonly { offer_id: string; promise_minor: number }[],
): Promise<Candidate[]> {
  const open = candidates.filter(({ block }) => block === undefined);
  const limited = open.filter(({ offer }) => offer.stock !== null || offer.budgetMinor !== null);
  const campaigns = [...codeOf.values()].flatMap(({ campaign_id }) => campaign_id ?? []);
  const asked = lock
    ? [...open.map(({ id }) => id), ...campaigns, ...holds.map((hold) => hold.offer_id)]
    : limited.map(({ id }) => id);
  if (asked.length === 0) return candidates;
  const rows = await queries.tallies(sql, retailerId, asked, lock);
  const tallyOf = new Map(rows.map((row) => [row.id, row]));
  const heldOf = new Map(holds.map((hold) => [hold.offer_id, hold.promise_minor]));
  return candidates.map((candidate) => {
    const { id, offer } = candidate;
    const tally = tallyOf.get(id);
    if (tally === undefined || candidate.block !== undefined) return candidate;
    const own = [codeOf.get(id)?.promise_minor, heldOf.get(id)].filter(
      (minor): minor is number => minor !== null && minor !== undefined,
    );
    const places = tally.promised + tally.used - own.length;
    if (offer.stock !== null && places >= offer.stock) {
      return { ...candidate, block: 'stock_used_up' };
    }
    if (offer.budgetMinor === null) return candidate;
    const ownMinor = own.reduce((sum, minor) => sum + minor, 0);
    const left = offer.budgetMinor - tally.promised_minor - tally.used_minor + ownMinor;
    return { ...candidate, budgetLeftMinor: left };
  });
}

function refusal(offer: OfferFound | null, code: string, reason: OfferReason): RefusedOffer {
  return {
    offerId: offer?.id ?? null,
    name: offer?.live.name ?? null,
    code,
    reason,
    because: null,
    words: reasonWords(reason, offer?.live),
  };
}

/** The cart with the categories that the catalogue knows, where the shop did not send them. */
export function knownCart(
  cart: OfferCart,
  categoriesOf: ReadonlyMap<string, readonly string[]>,
): KnownCart {
  return {
    ...cart,
    items: cart.items.map((item) => ({
      ...item,
      categories: item.categories ?? categoriesOf.get(item.productId) ?? [],
    })),
  };
}
