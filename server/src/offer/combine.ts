import type {
  AppliedOffer,
  CombinedOffers,
  OfferCart,
  OfferDraft,
  OfferReason,
  RefusedOffer,
} from '@augenblick/contract';
import { type Matchable, matcher } from './match.ts';
import { mulDiv, spread } from './spread.ts';
import { appliedWords, reasonWords } from './words.ts';

/** An offer that might apply to a cart. */
export interface Candidate {
  id: string;
  offer: OfferDraft;
  /** The code it came by, as entered. */
  code: string | null;
  /** What speaks against it apart from the cart: a used code, no stock left, … */
  block?: OfferReason;
  /** Left of its budget; what it takes off may not be above. Undefined = no limit. */
  budgetLeftMinor?: number;
}

/** A cart with everything known that offers ask about. */
export interface KnownCart extends Omit<OfferCart, 'items'> {
  items: (Matchable & { quantity: number; unitPriceMinor: number })[];
}

/**
 * Which offers apply to a cart, and why the others do not. Pure. The rules, in this order:
 *
 * 1. An offer needs its terms: currency, validity, and goods that match worth the minimum, counted before any reduction.
 * 2. Of offers of one group the one that saves the shopper most by itself stays.
 * 3. An offer that stands alone is weighed against all others together; the shopper gets what saves more.
 * 4. Percentages are taken first (higher ones earlier), then amounts, then postage, then gifts, points and early access;
 *    each from what the ones before left of the lines. No line and no postage falls below zero.
 *
 * Everything is in minor units of the cart's currency. Ties go to the smaller id, so that the answer never depends on
 * the order of the candidates.
 */
export function combine(
  cart: KnownCart,
  candidates: readonly Candidate[],
  now: number,
): CombinedOffers {
  const refused: RefusedOffer[] = [];
  const refuse = (candidate: Candidate, reason: OfferReason, because?: Candidate): void => {
    refused.push(refusal(candidate, reason, because));
  };
  const open = [...candidates].sort(byId).filter((candidate) => {
    const reason = candidate.block ?? hindrance(cart, candidate.offer, now);
    if (reason !== undefined) refuse(candidate, reason);
    return reason === undefined;
  });

  const together = bestOfGroups(
    cart,
    open.filter(({ offer }) => offer.stacking.mode === 'together'),
    refuse,
  );
  const best = bestAlone(
    cart,
    open.filter(({ offer }) => offer.stacking.mode === 'alone'),
    refuse,
  );
  const { chosen, losers, winner } = weigh(cart, together, best);
  for (const loser of losers) {
    refuse(loser, winner === best ? 'other_is_alone' : 'alone_only', winner);
  }

  const taken = take(cart, chosen);
  for (const candidate of taken.empty) refuse(candidate, 'nothing_left');
  for (const candidate of taken.dear) refuse(candidate, 'budget_used_up');
  const discountMinor = sum(taken.applied.map((one) => one.discountMinor));
  const shippingOff = sum(taken.applied.map((one) => one.shippingDiscountMinor));
  const goodsMinor = goodsOf(cart);
  return {
    applied: taken.applied,
    refused: refused.sort((a, b) => compare(a.offerId ?? '', b.offerId ?? '')),
    goodsMinor,
    discountMinor,
    shippingMinor: cart.shippingMinor - shippingOff,
    totalMinor: goodsMinor - discountMinor + cart.shippingMinor - shippingOff,
    pointsFactorBp: Math.max(10_000, ...taken.applied.map((one) => one.pointsFactorBp)),
  };
}

/** What an applied offer costs the shop, gifts at their value. Minor units. */
export function costOf(applied: AppliedOffer, offer: OfferDraft): number {
  const { benefit } = offer;
  const gift = benefit.kind === 'gift' ? benefit.valueMinor * benefit.quantity : 0;
  return applied.discountMinor + applied.shippingDiscountMinor + gift;
}

/** The most that one redemption can cost; null when there is no bound. Minor units. */
export function costBound({ benefit }: Pick<OfferDraft, 'benefit'>): number | null {
  const { kind } = benefit;
  if (kind === 'percentage' || kind === 'free_shipping') return benefit.maxMinor;
  if (kind === 'amount') return benefit.amountMinor;
  return kind === 'gift' ? benefit.valueMinor * benefit.quantity : 0;
}

/** Why the cart or the clock speaks against an offer; undefined when nothing does. */
function hindrance(cart: KnownCart, offer: OfferDraft, now: number): OfferReason | undefined {
  if (offer.currency !== cart.currency) return 'other_currency';
  if (offer.validFrom !== null && now < offer.validFrom) return 'not_started';
  if (offer.validTo !== null && now >= offer.validTo) return 'over';
  if (offer.benefit.kind === 'early_access' && now >= offer.benefit.until) return 'over';
  const matches = matcher(offer.terms);
  const matching = cart.items.filter(matches);
  if (matching.length === 0) return 'no_goods_match';
  const worth = sum(matching.map((item) => item.quantity * item.unitPriceMinor));
  if (worth < (offer.terms.minBasketMinor ?? 0)) return 'below_minimum';
  return undefined;
}

type Refuse = (candidate: Candidate, reason: OfferReason, because?: Candidate) => void;

/** What a candidate saves by itself, in minor units. */
function worthOf(cart: KnownCart, candidates: readonly Candidate[]): number {
  const { applied } = take(cart, candidates);
  const offers = new Map(candidates.map((one) => [one.id, one.offer]));
  return sum(applied.map((one) => costOf(one, offers.get(one.offerId) as OfferDraft)));
}

/** The higher value first; then more points; then the smaller id. */
function best(cart: KnownCart, candidates: readonly Candidate[]): Candidate | undefined {
  const points = ({ offer: { benefit } }: Candidate): number =>
    benefit.kind === 'points_multiplier' ? benefit.factorBp : 0;
  return candidates
    .map((candidate) => ({ candidate, worth: worthOf(cart, [candidate]) }))
    .sort(
      (a, b) =>
        b.worth - a.worth ||
        points(b.candidate) - points(a.candidate) ||
        byId(a.candidate, b.candidate),
    )[0]?.candidate;
}

function bestOfGroups(cart: KnownCart, candidates: Candidate[], refuse: Refuse): Candidate[] {
  const kept: Candidate[] = [];
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const { group } = candidate.offer.stacking;
    if (group === null) kept.push(candidate);
    else groups.set(group, [...(groups.get(group) ?? []), candidate]);
  }
  for (const members of groups.values()) {
    const winner = best(cart, members);
    if (winner === undefined) continue;
    kept.push(winner);
    for (const other of members) if (other !== winner) refuse(other, 'group_taken', winner);
  }
  return kept;
}

function bestAlone(
  cart: KnownCart,
  candidates: Candidate[],
  refuse: Refuse,
): Candidate | undefined {
  const winner = best(cart, candidates);
  for (const other of candidates) if (other !== winner) refuse(other, 'alone_only', winner);
  return winner;
}

/** Either the one that stands alone or all the others: what saves the shopper more, the others where it is the same. */
function weigh(cart: KnownCart, together: Candidate[], alone: Candidate | undefined) {
  if (alone === undefined) return { chosen: together, losers: [], winner: undefined };
  const first = [...together].sort(byId)[0];
  if (first === undefined) return { chosen: [alone], losers: [], winner: alone };
  return worthOf(cart, [alone]) > worthOf(cart, together)
    ? { chosen: [alone], losers: together, winner: alone }
    : { chosen: together, losers: [alone], winner: first };
}

const ORDER = [
  'percentage',
  'amount',
  'free_shipping',
  'gift',
  'points_multiplier',
  'early_access',
] as const;

/** Applies offers one after another. `empty`: nothing was left for them; `dear`: above what is left of their budget. */
function take(cart: KnownCart, candidates: readonly Candidate[]) {
  const left = cart.items.map((item) => item.quantity * item.unitPriceMinor);
  const state = { left, shipping: cart.shippingMinor };
  const applied: AppliedOffer[] = [];
  const empty: Candidate[] = [];
  const dear: Candidate[] = [];
  for (const candidate of [...candidates].sort(inOrder)) {
    const one = applyOne(cart, candidate, state);
    const cost = costOf(one, candidate.offer);
    const { kind } = candidate.offer.benefit;
    const reduces = kind === 'percentage' || kind === 'amount' || kind === 'free_shipping';
    if (reduces && cost === 0) empty.push(candidate);
    else if (cost > (candidate.budgetLeftMinor ?? cost)) dear.push(candidate);
    else {
      one.lines.forEach((off, i) => {
        left[i] = (left[i] as number) - off;
      });
      state.shipping -= one.shippingDiscountMinor;
      applied.push({ ...one, words: appliedWords(one, candidate.offer, cart.currency) });
    }
  }
  return { applied, empty, dear };
}

function applyOne(
  cart: KnownCart,
  { id, offer, code }: Candidate,
  { left, shipping }: { left: readonly number[]; shipping: number },
): AppliedOffer {
  const { benefit } = offer;
  const lines =
    benefit.kind === 'percentage' || benefit.kind === 'amount'
      ? reduced(cart, offer, benefit, left)
      : left.map(() => 0);
  return {
    offerId: id,
    name: offer.name,
    title: offer.title,
    code,
    kind: benefit.kind,
    discountMinor: sum(lines),
    lines,
    shippingDiscountMinor:
      benefit.kind === 'free_shipping' ? Math.min(shipping, benefit.maxMinor ?? shipping) : 0,
    gift:
      benefit.kind === 'gift'
        ? { productId: benefit.productId, name: benefit.name, quantity: benefit.quantity }
        : null,
    pointsFactorBp: benefit.kind === 'points_multiplier' ? benefit.factorBp : 10_000,
    earlyAccess: benefit.kind === 'early_access',
    words: { de: '', en: '' },
  };
}

/** What a percentage or an amount takes off each line. */
function reduced(
  cart: KnownCart,
  offer: OfferDraft,
  benefit: Extract<OfferDraft['benefit'], { kind: 'percentage' | 'amount' }>,
  left: readonly number[],
): number[] {
  const matches = matcher(offer.terms);
  const open = cart.items.map((item, i) => (matches(item) ? (left[i] as number) : 0));
  const weights = benefit.on === 'dearest' ? dearestPiece(cart, open) : open;
  const base = sum(weights);
  const wanted =
    benefit.kind === 'percentage'
      ? Math.min(mulDiv(base, benefit.percentBp, 10_000), benefit.maxMinor ?? base)
      : Math.min(benefit.amountMinor, base);
  return spread(wanted, weights);
}

/** One piece of the line whose pieces cost most; of what is left of it. */
function dearestPiece(cart: KnownCart, open: readonly number[]): number[] {
  let dearest = -1;
  cart.items.forEach((item, i) => {
    if ((open[i] as number) === 0) return;
    const price = cart.items[dearest]?.unitPriceMinor ?? -1;
    if (item.unitPriceMinor > price) dearest = i;
  });
  return open.map((rest, i) =>
    i === dearest ? Math.min(rest, cart.items[i]?.unitPriceMinor ?? 0) : 0,
  );
}

/** Goods of the cart before any reduction, minor units. */
function goodsOf(cart: KnownCart): number {
  return sum(cart.items.map((item) => item.quantity * item.unitPriceMinor));
}

function refusal(candidate: Candidate, reason: OfferReason, because?: Candidate): RefusedOffer {
  return {
    offerId: candidate.id,
    name: candidate.offer.name,
    code: candidate.code,
    reason,
    because: because?.offer.name ?? null,
    words: reasonWords(reason, candidate.offer, because?.offer),
  };
}

function inOrder(a: Candidate, b: Candidate): number {
  const share = ({ offer: { benefit } }: Candidate): number =>
    benefit.kind === 'percentage' ? benefit.percentBp : 0;
  return (
    ORDER.indexOf(a.offer.benefit.kind) - ORDER.indexOf(b.offer.benefit.kind) ||
    share(b) - share(a) ||
    byId(a, b)
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byId = (a: Candidate, b: Candidate): number => compare(a.id, b.id);
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
