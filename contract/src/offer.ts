/** What a shopper can be given. */
export const OFFER_KINDS = [
  'percentage',
  'amount',
  'free_shipping',
  'gift',
  'points_multiplier',
  'early_access',
] as const;
export type OfferKind = (typeof OFFER_KINDS)[number];

/** draft = nobody gets it; paused = nobody new gets it and it is not redeemed; ended = for good. */
export const OFFER_STATUSES = ['draft', 'live', 'paused', 'ended'] as const;
export type OfferStatus = (typeof OFFER_STATUSES)[number];

/**
 * What the shopper gets. Amounts in minor units of the offer's currency, percentages in basis points (10 % = 1000). `on`:
 * counted on every line that the terms allow, or on one piece of the dearest of them.
 */
export type Benefit =
  | { kind: 'percentage'; percentBp: number; on: 'matching' | 'dearest'; maxMinor: number | null }
  | { kind: 'amount'; amountMinor: number; on: 'matching' | 'dearest' }
  | { kind: 'free_shipping'; maxMinor: number | null }
  | { kind: 'gift'; productId: string; name: string; quantity: number; valueMinor: number }
  /** 20000 = twice the points. */
  | { kind: 'points_multiplier'; factorBp: number }
  /** May buy these goods before others can, until `until` (ms). */
  | { kind: 'early_access'; until: number };

/** When an offer applies. Empty lists mean "all goods". */
export interface OfferTerms {
  /** The goods in the cart that the terms allow must be worth this much, before any reduction. */
  minBasketMinor: number | null;
  productIds: string[];
  /** Names of categories on any level of a product's path. */
  categories: string[];
  excludedProductIds: string[];
  excludedCategories: string[];
  newCustomersOnly: boolean;
  /** How often one shopper may redeem it; null = as often as they like. */
  perShopper: number | null;
}

/** alone = with no other offer; together = with others, one of each group at most. */
export const STACKING_MODES = ['together', 'alone'] as const;
export interface Stacking {
  mode: (typeof STACKING_MODES)[number];
  /** Of offers with the same group name one applies, the best for the shopper. */
  group: string | null;
}

/** none = applies by itself to whoever it is decided for; public = one word for all; single = each code once. */
export const CODE_KINDS = ['none', 'public', 'single'] as const;
export type CodeKind = (typeof CODE_KINDS)[number];

/** What has become of a single code; held = in a checkout that is being paid. */
export const CODE_STATES = ['free', 'held', 'used', 'expired', 'revoked'] as const;

/**
 * What a retailer says about an offer. `audience` is asked because of the law: a price reduction made known to everybody
 * must name the lowest price of the last 30 days (PAngV section 11); one for single persons need not (section 11 (4) no. 1).
 */
export interface OfferDraft {
  /** What the shop's people call it. */
  name: string;
  /** What shoppers read. */
  title: { de: string; en: string };
  audience: 'public' | 'individual';
  benefit: Benefit;
  currency: string;
  terms: OfferTerms;
  /** Instants (ms, UTC); null = open. `to` is the first instant at which it is over. */
  validFrom: number | null;
  validTo: number | null;
  codes: CodeKind;
  /** The word of a public code, upper case; null with other kinds. */
  publicCode: string | null;
  /** Hours that a single code may be used after it was given out; null = as long as the offer runs. */
  codeHours: number | null;
  stacking: Stacking;
  /** All reductions together, at most (minor units); null = no limit. */
  budgetMinor: number | null;
  /** How many times in all; null = no limit. */
  stock: number | null;
}

/** What an offer has used up. Amounts in minor units of the offer's currency. */
export interface OfferTally {
  /** Given out or held and neither used nor expired: counted against stock and budget, so that every promise is kept. */
  promised: number;
  promisedMinor: number;
  used: number;
  usedMinor: number;
}

export interface Offer extends OfferDraft {
  id: string;
  status: OfferStatus;
  /** Counts published versions; 0 = never live. */
  version: number;
  /** True when the draft differs from what is live. */
  changed: boolean;
  createdAt: number;
  updatedAt: number;
  tally: OfferTally;
}

/** Why an offer or a code does not apply. Closed list; the server words each in both languages. */
export const OFFER_REASONS = [
  'code_unknown',
  'code_used',
  'code_held',
  'code_expired',
  'code_revoked',
  'code_of_another',
  'code_needed',
  'not_live',
  'not_started',
  'over',
  'other_currency',
  'below_minimum',
  'no_goods_match',
  'not_new_customer',
  'shopper_unknown',
  'shopper_limit',
  'stock_used_up',
  'budget_used_up',
  'alone_only',
  'other_is_alone',
  'group_taken',
  'offer_twice',
  'nothing_left',
] as const;
export type OfferReason = (typeof OFFER_REASONS)[number];

/** One line of a cart as a shop system sends it. Amounts in minor units, per piece, tax included. */
export interface CartItem {
  productId: string;
  quantity: number;
  unitPriceMinor: number;
  /** Path or names of categories; when left out, the catalogue is asked. */
  categories?: string[] | undefined;
}

export interface OfferCart {
  currency: string;
  items: CartItem[];
  shippingMinor: number;
}

/** What one offer takes off a cart. */
export interface AppliedOffer {
  offerId: string;
  name: string;
  title: { de: string; en: string };
  /** The code it came by, as entered; null without one. */
  code: string | null;
  kind: OfferKind;
  /** Off the goods, and how it is spread over the lines (same order as the cart's items). */
  discountMinor: number;
  lines: number[];
  shippingDiscountMinor: number;
  gift: { productId: string; name: string; quantity: number } | null;
  pointsFactorBp: number;
  earlyAccess: boolean;
  /** What happened, in words. */
  words: { de: string; en: string };
}

/** An offer or code that does not apply, and why. `offerId` is null for a code that nobody knows. */
export interface RefusedOffer {
  offerId: string | null;
  name: string | null;
  code: string | null;
  reason: OfferReason;
  /** The offer that stands in the way, where one does. */
  because: string | null;
  words: { de: string; en: string };
}

/** A cart after offers. All in minor units of the cart's currency, none below zero. */
export interface CombinedOffers {
  applied: AppliedOffer[];
  refused: RefusedOffer[];
  goodsMinor: number;
  discountMinor: number;
  shippingMinor: number;
  totalMinor: number;
  /** The highest factor of all applied offers; 10000 = once. */
  pointsFactorBp: number;
}
