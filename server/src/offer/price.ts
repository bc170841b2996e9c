import type { OfferDraft } from '@augenblick/contract';
import { matcher } from './match.ts';
import { mulDiv } from './spread.ts';

/** A price of one product from an instant (ms) on, until the next one. Minor units. */
export interface PriceFrom {
  at: number;
  priceMinor: number;
}

/** A time in which an offer ran. */
export interface OfferRun {
  from: number;
  to: number | null;
  offer: OfferDraft;
}

/** The lowest price of a window. `complete`: a price was known at its beginning already. */
export interface LowestPrice {
  lowestMinor: number | null;
  lowestAt: number | null;
  complete: boolean;
}

/** The 30 days of PAngV section 11 (1). */
export const PRICE_WINDOW_MS = 30 * 86_400_000;

/**
 * True for an offer that makes known to everybody that single goods cost less: that is what PAngV section 11 is about. What is
 * tied to a minimum, to a person's first purchase or to one piece lowers no product's price by itself.
 */
export function lowersPrices({ audience, benefit, terms, codes }: OfferDraft): boolean {
  const onGoods =
    benefit.kind === 'percentage' && benefit.on === 'matching' && benefit.maxMinor === null;
  const forAll = audience === 'public' && codes !== 'single' && !terms.newCustomersOnly;
  return onGoods && forAll && terms.minBasketMinor === null;
}

/** What one piece costs under an offer that lowers prices. */
export function reducedPrice(priceMinor: number, offer: OfferDraft): number {
  if (offer.benefit.kind !== 'percentage') return priceMinor;
  return priceMinor - mulDiv(priceMinor, offer.benefit.percentBp, 10_000);
}

/**
 * The lowest price everybody was asked for a product in the 30 days before `start` (ms): of every price that stood in that
 * window, and of every reduction for all that ran meanwhile. A reduction that began before `start` and still runs unbroken is
 * part of the same reduction (section 11 (2)): pass the instant it began as `start`. Pure.
 */
export function lowestPrice(
  product: { productId: string; categories: readonly string[] },
  prices: readonly PriceFrom[],
  runs: readonly OfferRun[],
  start: number,
): LowestPrice {
  const from = start - PRICE_WINDOW_MS;
  const sorted = [...prices].sort((a, b) => a.at - b.at);
  const lowering = runs.filter(({ offer }) => lowersPrices(offer) && matcher(offer.terms)(product));
  let lowest: LowestPrice = { lowestMinor: null, lowestAt: null, complete: false };
  sorted.forEach(({ at, priceMinor }, i) => {
    const until = Math.min(sorted[i + 1]?.at ?? Infinity, start);
    const begin = Math.max(at, from);
    // A price counts when it stood for some part of the window; one changed at the very start of it does not.
    if (until <= from || begin >= start || begin >= until) return;
    if (at <= from) lowest = { ...lowest, complete: true };
    const candidates = [{ minor: priceMinor, at: begin }];
    for (const run of lowering) {
      const runFrom = Math.max(begin, run.from);
      if (runFrom < Math.min(until, run.to ?? Infinity)) {
        candidates.push({ minor: reducedPrice(priceMinor, run.offer), at: runFrom });
      }
    }
    for (const one of candidates) {
      if (lowest.lowestMinor === null || one.minor < lowest.lowestMinor) {
        lowest = { ...lowest, lowestMinor: one.minor, lowestAt: one.at };
      }
    }
  });
  return lowest;
}
