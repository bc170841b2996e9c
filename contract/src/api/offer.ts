/**
 * Offers and codes.
 *
 * Console (session or API key):
 * GET    /api/r/:retailerId/offers                              offer.read  → OfferList
 * POST   /api/r/:retailerId/offers                              offer.write OfferDraftBody → OfferOne
 * GET    /api/r/:retailerId/offers/:offerId                     offer.read  → OfferOne
 * PUT    /api/r/:retailerId/offers/:offerId                     offer.write ChangeOffer → OfferOne
 * DELETE /api/r/:retailerId/offers/:offerId                     offer.write → 204; drafts that were never live only
 * POST   /api/r/:retailerId/offers/:offerId/publish|pause|resume|end|duplicate   offer.write → OfferOne
 * POST   /api/r/:retailerId/offers/example                      offer.read  ExampleBasket → CombinedOffers
 * POST   /api/r/:retailerId/offers/prices                       offer.read  PriceQuestion → PriceCheck
 * GET    /api/r/:retailerId/offers/:offerId/codes?state=&after= offer.read  → CodeList
 * POST   /api/r/:retailerId/offers/:offerId/codes               offer.write NewCodes → NewCodesAnswer (texts shown this once)
 * POST   /api/r/:retailerId/offers/:offerId/codes/revoke        offer.write RevokeCodes → Revoked
 * GET    /api/r/:retailerId/offers/:offerId/redemptions?after=  offer.read  → RedemptionList
 *
 * Shop systems and tills (API key with event.write, or the write key of a trusted source, as bearer token):
 * POST /v1/offers/check   CheckOffers → CheckedOffers; `hold` keeps the codes for this checkout for some minutes
 * POST /v1/offers/redeem  RedeemOffers → RedeemedOffers; the same `reference` again gives the same answer
 * POST /v1/offers/release ReleaseOffers → ReleasedOffers; gives held codes free, or takes a redemption back
 */
import { z } from 'zod';
import {
  type AppliedOffer,
  CODE_KINDS,
  CODE_STATES,
  type CombinedOffers,
  type Offer,
  OFFER_KINDS,
  OFFER_REASONS,
  OFFER_STATUSES,
  type OfferCart,
  type OfferDraft,
  type RefusedOffer,
  STACKING_MODES,
} from '../offer.ts';
import { Words } from './phrase.ts';
import { lineSchema } from './session.ts';

/** Amounts stay far below what a double holds exactly, also when a cart is summed up. */
const AMOUNT_MAX = 1_000_000_000_000;
const amount = z.number().int().min(0).max(AMOUNT_MAX);
const positive = z.number().int().min(1).max(AMOUNT_MAX);
const instant = z.number().int().min(0).max(8_640_000_000_000_000);
const currency = z.string().regex(/^[A-Z]{3}$/);
const productId = z.string().trim().min(1).max(200);
const ids = z.array(productId).max(1000);
const categories = z.array(z.string().trim().min(1).max(120)).max(200);
const text = (max: number) => z.string().trim().max(max);

export const BenefitBody = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('percentage'),
    percentBp: z.number().int().min(1).max(10_000),
    on: z.enum(['matching', 'dearest']),
    maxMinor: positive.nullable(),
  }),
  z.object({
    kind: z.literal('amount'),
    amountMinor: positive,
    on: z.enum(['matching', 'dearest']),
  }),
  z.object({ kind: z.literal('free_shipping'), maxMinor: positive.nullable() }),
  z.object({
    kind: z.literal('gift'),
    productId,
    name: text(200),
    quantity: z.number().int().min(1).max(100),
    valueMinor: amount,
  }),
  z.object({
    kind: z.literal('points_multiplier'),
    factorBp: z.number().int().min(10_001).max(1_000_000),
  }),
  z.object({ kind: z.literal('early_access'), until: instant }),
]);

export const OfferDraftBody = z.object({
  name: lineSchema,
  title: z.object({ de: text(120), en: text(120) }),
  audience: z.enum(['public', 'individual']),
  benefit: BenefitBody,
  currency,
  terms: z.object({
    minBasketMinor: positive.nullable(),
    productIds: ids,
    categories,
    excludedProductIds: ids,
    excludedCategories: categories,
    newCustomersOnly: z.boolean(),
    perShopper: z.number().int().min(1).max(1000).nullable(),
  }),
  validFrom: instant.nullable(),
  validTo: instant.nullable(),
  codes: z.enum(CODE_KINDS),
  publicCode: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-ZÄÖÜ0-9][A-ZÄÖÜ0-9-]{2,29}$/)
    .nullable(),
  codeHours: z.number().int().min(1).max(17_520).nullable(),
  stacking: z.object({ mode: z.enum(STACKING_MODES), group: text(60).nullable() }),
  budgetMinor: positive.nullable(),
  stock: z.number().int().min(1).max(100_000_000).nullable(),
}) satisfies z.ZodType<OfferDraft>;

export const OfferView = OfferDraftBody.extend({
  id: z.string(),
  status: z.enum(OFFER_STATUSES),
  version: z.number().int(),
  changed: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
  tally: z.object({
    promised: z.number().int(),
    promisedMinor: z.number().int(),
    used: z.number().int(),
    usedMinor: z.number().int(),
  }),
}) satisfies z.ZodType<Offer>;

/** Something to put right (must) or to think about (should), before the offer goes live. */
export const OfferFinding = z.object({
  severity: z.enum(['must', 'should']),
  field: z.string(),
  words: Words,
});
export type OfferFinding = z.infer<typeof OfferFinding>;

/** An offer in a list: `words` says what it is in one plain sentence. */
export const OfferRow = z.object({
  offer: OfferView,
  words: Words,
  /** Paid for goods by shoppers who redeemed it, by redemption; minor units. */
  revenueMinor: z.number().int(),
});
export type OfferRow = z.infer<typeof OfferRow>;
export const OfferList = z.object({ offers: z.array(OfferRow) });
export type OfferList = z.infer<typeof OfferList>;

export const OfferOne = OfferRow.extend({
  findings: z.array(OfferFinding),
  /** Campaigns that give it out. */
  campaigns: z.array(z.object({ id: z.string(), name: z.string(), status: z.string() })),
});
export type OfferOne = z.infer<typeof OfferOne>;

/** `updatedAt` of the offer that was edited: when somebody else saved since, the answer is `conflict`. */
export const ChangeOffer = z.object({ draft: OfferDraftBody, updatedAt: z.number() });
export type ChangeOffer = z.infer<typeof ChangeOffer>;

export const CartBody = z.object({
  currency,
  items: z
    .array(
      z.object({
        productId,
        quantity: z.number().int().min(1).max(100_000),
        unitPriceMinor: z.number().int().min(0).max(1_000_000_000),
        categories: z.array(z.string().max(120)).max(10).optional(),
      }),
    )
    .min(1)
    .max(500),
  shippingMinor: z.number().int().min(0).max(1_000_000_000),
}) satisfies z.ZodType<OfferCart>;

export const AppliedOfferView = z.object({
  offerId: z.string(),
  name: z.string(),
  title: Words,
  code: z.string().nullable(),
  kind: z.enum(OFFER_KINDS),
  discountMinor: z.number().int(),
  lines: z.array(z.number().int()),
  shippingDiscountMinor: z.number().int(),
  gift: z
    .object({ productId: z.string(), name: z.string(), quantity: z.number().int() })
    .nullable(),
  pointsFactorBp: z.number().int(),
  earlyAccess: z.boolean(),
  words: Words,
}) satisfies z.ZodType<AppliedOffer>;
export const RefusedOfferView = z.object({
  offerId: z.string().nullable(),
  name: z.string().nullable(),
  code: z.string().nullable(),
  reason: z.enum(OFFER_REASONS),
  because: z.string().nullable(),
  words: Words,
}) satisfies z.ZodType<RefusedOffer>;
export const CombinedOffersView = z.object({
  applied: z.array(AppliedOfferView),
  refused: z.array(RefusedOfferView),
  goodsMinor: z.number().int(),
  discountMinor: z.number().int(),
  shippingMinor: z.number().int(),
  totalMinor: z.number().int(),
  pointsFactorBp: z.number().int(),
}) satisfies z.ZodType<CombinedOffers>;

/** An example basket: what the draft, together with the other live offers, would do to it. Nothing is stored. */
export const ExampleBasket = z.object({
  cart: CartBody,
  draft: OfferDraftBody.nullable(),
  /** The saved offer that the draft is a change of; it does not count beside its own draft. */
  offerId: z.string().nullable(),
  newCustomer: z.boolean().default(false),
});
export type ExampleBasket = z.input<typeof ExampleBasket>;

/** Asks for the lowest prices of 30 days before a public price reduction (PAngV section 11). */
export const PriceQuestion = z.object({ draft: OfferDraftBody });
export const PriceCheck = z.object({
  /** Why a check is needed or not, with the law, in words. */
  words: Words,
  needed: z.boolean(),
  /** Products it concerns, and how many of them are listed here (at most 200, the worst first). */
  products: z.number().int(),
  rows: z.array(
    z.object({
      productId: z.string(),
      name: z.string(),
      priceMinor: z.number().int(),
      /** Null when the offer takes money off the cart and not off single goods. */
      reducedMinor: z.number().int().nullable(),
      /** Lowest price asked of everybody in the 30 days before the start; null when no price was known then. */
      lowestMinor: z.number().int().nullable(),
      lowestAt: z.number().nullable(),
      /** True when prices of all 30 days are known. */
      complete: z.boolean(),
      /** True when the reduced price is not below the lowest one: then it must not be called a reduction. */
      notLower: z.boolean(),
    }),
  ),
});
export type PriceCheck = z.infer<typeof PriceCheck>;

export const CodeView = z.object({
  id: z.string(),
  /** Last characters, to recognise a code by: `…-7KQ4`. The whole text is not kept. */
  hint: z.string(),
  state: z.enum(CODE_STATES),
  createdAt: z.number(),
  expiresAt: z.number().nullable(),
  usedAt: z.number().nullable(),
  /** The shopper it was made for; null for codes of a list. */
  shopper: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  /** The list it was made with; null for codes given out by a campaign. */
  batch: z.object({ id: z.string(), note: z.string() }).nullable(),
});
export type CodeView = z.infer<typeof CodeView>;
export const CodeQuery = z.object({
  state: z.enum(CODE_STATES).optional(),
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const CodeList = z.object({
  codes: z.array(CodeView),
  next: z.string().nullable(),
  counts: z.object({
    free: z.number().int(),
    held: z.number().int(),
    used: z.number().int(),
    expired: z.number().int(),
    revoked: z.number().int(),
  }),
});
export type CodeList = z.infer<typeof CodeList>;
export const NewCodes = z.object({
  count: z.number().int().min(1).max(10_000),
  note: text(120).default(''),
  expiresAt: instant.nullable().default(null),
});
/** `csv` is ready to be saved: one code a line with its end, safe to open in a spreadsheet. */
export const NewCodesAnswer = z.object({
  batch: z.object({ id: z.string(), note: z.string(), count: z.number().int() }),
  csv: z.string(),
});
export type NewCodesAnswer = z.infer<typeof NewCodesAnswer>;
/** Single codes, a whole list, or every code that is still free. Used codes stay used. */
export const RevokeCodes = z.union([
  z.object({ ids: z.array(z.uuid()).min(1).max(1000) }),
  z.object({ batchId: z.uuid() }),
  z.object({ all: z.literal(true) }),
]);
export type RevokeCodes = z.infer<typeof RevokeCodes>;
export const Revoked = z.object({ revoked: z.number().int() });

export const RedemptionView = z.object({
  id: z.string(),
  at: z.number(),
  /** The shop's order or receipt number. */
  reference: z.string(),
  discountMinor: z.number().int(),
  /** What the shopper paid for the goods afterwards. */
  paidMinor: z.number().int(),
  currency: z.string(),
  /** Null when nobody was named, or the shopper was forgotten. */
  shopper: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  codeHint: z.string().nullable(),
  reversedAt: z.number().nullable(),
});
export type RedemptionView = z.infer<typeof RedemptionView>;
export const RedemptionQuery = z.object({
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const RedemptionList = z.object({
  redemptions: z.array(RedemptionView),
  next: z.string().nullable(),
  totals: z.object({
    count: z.number().int(),
    discountMinor: z.number().int(),
    paidMinor: z.number().int(),
    reversed: z.number().int(),
  }),
});
export type RedemptionList = z.infer<typeof RedemptionList>;

/** Who buys, by an identifier the shop's server vouches for; left out for somebody unknown. */
export const ShopperName = z
  .object({
    userId: z.string().min(1).max(200),
    anonymousId: z.string().min(1).max(200),
    email: z.string().min(3).max(200),
    card: z.string().min(1).max(200),
  })
  .partial();
const reference = z.string().trim().min(1).max(120);
const codes = z.array(z.string().trim().min(1).max(60)).max(10);

export const CheckOffers = z.object({
  cart: CartBody,
  codes: codes.default([]),
  shopper: ShopperName.nullable().default(null),
  /** Keeps the codes for this checkout, so that they cannot be used elsewhere while it is being paid. */
  hold: z
    .object({ reference, minutes: z.number().int().min(1).max(60) })
    .nullable()
    .default(null),
});
export type CheckOffers = z.input<typeof CheckOffers>;
export const CheckedOffers = CombinedOffersView.extend({
  /** Until when the codes are held (ms); null without hold. */
  heldUntil: z.number().nullable(),
});
export type CheckedOffers = z.infer<typeof CheckedOffers>;

export const RedeemOffers = z.object({
  /** The shop's order number: what is redeemed once for it is never redeemed twice. Also taken from `Idempotency-Key`. */
  reference: reference.optional(),
  /** The reference it was held under, where it is another one. */
  heldAs: reference.optional(),
  cart: CartBody,
  codes: codes.default([]),
  shopper: ShopperName.nullable().default(null),
});
export type RedeemOffers = z.input<typeof RedeemOffers>;
export const RedeemedOffers = CombinedOffersView.extend({
  reference: z.string(),
  /** True when this reference had been redeemed before: the answer is that of the first time. */
  repeated: z.boolean(),
});
export type RedeemedOffers = z.infer<typeof RedeemedOffers>;

export const ReleaseOffers = z.object({ reference });
export const ReleasedOffers = z.object({
  /** Codes that were held and are free again. */
  released: z.number().int(),
  /** Redemptions taken back. */
  reversed: z.number().int(),
});
export type ReleasedOffers = z.infer<typeof ReleasedOffers>;
