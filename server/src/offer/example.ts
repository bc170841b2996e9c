import type { OfferDraft } from '@augenblick/contract';

/** A plain offer to start from: 10 % off everything with single codes, for single persons. */
export function draftOf(change: Partial<OfferDraft>): OfferDraft {
  return {
    name: 'Zehn Prozent',
    title: { de: '10 % Nachlass', en: '10% off' },
    audience: 'individual',
    benefit: { kind: 'percentage', percentBp: 1000, on: 'matching', maxMinor: null },
    currency: 'EUR',
    terms: {
      minBasketMinor: null,
      productIds: [],
      categories: [],
      excludedProductIds: [],
      excludedCategories: [],
      newCustomersOnly: false,
      perShopper: null,
    },
    validFrom: null,
    validTo: null,
    codes: 'single',
    publicCode: null,
    codeHours: null,
    stacking: { mode: 'together', group: null },
    budgetMinor: null,
    stock: null,
    ...change,
  };
}
