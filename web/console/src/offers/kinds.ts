import { currencyExponent, OFFER_KINDS } from '@augenblick/contract';
import type { Benefit, OfferDraft, OfferKind } from '@augenblick/contract';
import type { IconName } from '@augenblick/ui';

export const KINDS: readonly OfferKind[] = OFFER_KINDS;

export const KIND_ICONS: Readonly<Record<OfferKind, IconName>> = {
  percentage: 'percent',
  amount: 'tag',
  free_shipping: 'box',
  gift: 'heart',
  points_multiplier: 'star',
  early_access: 'clock',
};

/** What shoppers read until somebody writes something better. */
export const FIRST_TITLES: Readonly<Record<OfferKind, { de: string; en: string }>> = {
  percentage: { de: '10 % auf Ihren Einkauf', en: '10% off your purchase' },
  amount: { de: 'Ein Nachlass für Sie', en: 'A reduction for you' },
  free_shipping: { de: 'Versand kostenlos', en: 'Free delivery' },
  gift: { de: 'Ein Geschenk für Sie', en: 'A gift for you' },
  points_multiplier: { de: 'Doppelte Punkte', en: 'Double points' },
  early_access: { de: 'Für Sie schon jetzt', en: 'Yours before others' },
};

/** Two weeks, for what needs an end from the beginning. */
const FORTNIGHT_MS = 14 * 86_400_000;

/** A kind of gift as it begins: something sensible to change. Amounts in minor units of the currency. */
export function benefitOf(kind: OfferKind, currency: string, now: number): Benefit {
  const five = 5 * 10 ** currencyExponent(currency);
  const first: { [K in OfferKind]: Extract<Benefit, { kind: K }> } = {
    percentage: { kind: 'percentage', percentBp: 1000, on: 'matching', maxMinor: null },
    amount: { kind: 'amount', amountMinor: five, on: 'matching' },
    free_shipping: { kind: 'free_shipping', maxMinor: null },
    gift: { kind: 'gift', productId: 'geschenk', name: '', quantity: 1, valueMinor: 0 },
    points_multiplier: { kind: 'points_multiplier', factorBp: 20_000 },
    early_access: { kind: 'early_access', until: now + FORTNIGHT_MS },
  };
  return first[kind];
}

/** A new draft: single codes for single persons, the careful choice. */
export function blankOffer(known: {
  kind: OfferKind;
  name: string;
  currency: string;
  now: number;
}): OfferDraft {
  const { kind, name, currency, now } = known;
  return {
    name,
    title: FIRST_TITLES[kind],
    audience: 'individual',
    benefit: benefitOf(kind, currency, now),
    currency,
    terms: {
      minBasketMinor: null,
      productIds: [],
      categories: [],
      excludedProductIds: [],
      excludedCategories: [],
      newCustomersOnly: false,
      perShopper: 1,
    },
    validFrom: null,
    validTo: null,
    codes: 'single',
    publicCode: null,
    codeHours: null,
    stacking: { mode: 'alone', group: null },
    budgetMinor: null,
    stock: null,
  };
}

/** The fields of a draft, without what the server adds to an offer. */
export function draftOfOffer(offer: OfferDraft): OfferDraft {
  return {
    name: offer.name,
    title: offer.title,
    audience: offer.audience,
    benefit: offer.benefit,
    currency: offer.currency,
    terms: offer.terms,
    validFrom: offer.validFrom,
    validTo: offer.validTo,
    codes: offer.codes,
    publicCode: offer.publicCode,
    codeHours: offer.codeHours,
    stacking: offer.stacking,
    budgetMinor: offer.budgetMinor,
    stock: offer.stock,
  };
}
