import type { Offer } from '@augenblick/contract';
import type { Formats } from '@augenblick/ui';

/** What is left of the tighter limit: pieces where there is a stock, else money; null without a limit. */
export function leftOf(offer: Offer, formats: Formats): string | null {
  const { stock, budgetMinor, currency } = offer;
  if (stock !== null) return formats.number(stockLeft(offer) ?? 0);
  if (budgetMinor === null) return null;
  return formats.moneyRound({ amountMinor: budgetLeft(offer) ?? 0, currency });
}

/** Pieces that can still be given out; null without a stock. */
export function stockLeft({ stock, tally }: Offer): number | null {
  return stock === null ? null : Math.max(0, stock - tally.promised - tally.used);
}

/** Money that can still be given away, minor units; null without a budget. */
export function budgetLeft({ budgetMinor, tally }: Offer): number | null {
  if (budgetMinor === null) return null;
  return Math.max(0, budgetMinor - tally.promisedMinor - tally.usedMinor);
}
