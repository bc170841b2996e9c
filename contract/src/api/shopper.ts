import { z } from 'zod';
import { IDENTITY_KINDS } from '../identity.ts';
import { ORDER_KINDS, ORDER_STATUSES } from '../order.ts';
import { ConsentStateView } from './consent.ts';
import { IdentityView, SourceView } from './event.ts';
import { MoneyAmount, Phrase, Words } from './phrase.ts';

/** GET /api/r/:retailerId/shoppers */
export const ShopperListQuery = z.object({
  /** Part of a name, e-mail, phone, card number or any id; also an e-mail only claimed in a form. */
  q: z.string().trim().max(200).optional(),
  sort: z.enum(['last_seen', 'revenue', 'orders']).default('last_seen'),
  /** Currency that "revenue" sorts by; the retailer's main one when left out. */
  currency: z.string().length(3).optional(),
  orders: z.enum(['yes', 'no']).optional(),
  /** yes = a user id, card, e-mail, phone or external id is known. */
  identified: z.enum(['yes', 'no']).optional(),
  /** yes = some marketing consent stands at present. */
  consent: z.enum(['yes', 'no']).optional(),
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type ShopperListQuery = Partial<z.infer<typeof ShopperListQuery>>;

export const ShopperRow = z.object({
  id: z.string(),
  /** Name, else e-mail, else user id, else null: the console then says "Unbekannt" with a short id. */
  displayName: z.string().nullable(),
  email: z.string().nullable(),
  identified: z.boolean(),
  /** True when any event came from the labelled simulation. */
  simulated: z.boolean(),
  firstSeenAt: z.number(),
  lastSeenAt: z.number(),
  events: z.number(),
  orders: z.number(),
  worth: z.array(MoneyAmount),
  /** The channel used most. */
  channel: z.string().nullable(),
  consent: z.boolean(),
  /** What the search hit, when it was not the name. */
  hit: IdentityView.extend({ claimed: z.boolean() }).nullable(),
});
export type ShopperRow = z.infer<typeof ShopperRow>;

export const ShopperList = z.object({
  items: z.array(ShopperRow),
  next: z.string().nullable(),
  /** Exact up to 10,000, after that 10,000 (see `more`). */
  total: z.number(),
  more: z.boolean(),
});
export type ShopperList = z.infer<typeof ShopperList>;

export const TraitView = z.object({
  key: z.string(),
  value: z.unknown(),
  at: z.number(),
  eventId: z.string(),
});
export type TraitView = z.infer<typeof TraitView>;

/** A preference in words: how strong compared with the strongest of its kind (0–1) and how many points it has now. */
export const AffinityView = z.object({
  kind: z.enum(['category', 'brand', 'size']),
  value: z.string(),
  share: z.number(),
  words: Words,
});
export type AffinityView = z.infer<typeof AffinityView>;

export const IdentityFactView = IdentityView.extend({
  shared: z.boolean(),
  firstSeenAt: z.number(),
  firstEventId: z.string(),
  /** Of the identifier of a sign-up: its form's name, null where the team took it down. Else null. */
  signup: z.object({ form: z.string().nullable() }).nullable(),
});
export type IdentityFactView = z.infer<typeof IdentityFactView>;

export const CartLineView = z.object({
  productId: z.string(),
  name: z.string(),
  quantity: z.number(),
  unitPriceMinor: z.number().nullable(),
  currency: z.string().nullable(),
  at: z.number(),
});

/** GET /api/r/:retailerId/shoppers/:profileId. An id merged into another one answers with the survivor's `id`. */
export const ShopperDetail = z.object({
  id: z.string(),
  displayName: z.string().nullable(),
  identified: z.boolean(),
  /** True when any event came from the labelled simulation. */
  simulated: z.boolean(),
  firstSeenAt: z.number(),
  lastSeenAt: z.number(),
  events: z.number(),
  worth: z.array(
    z.object({
      currency: z.string(),
      orders: z.number(),
      revenueMinor: z.number(),
      refundedMinor: z.number(),
      items: z.number(),
    }),
  ),
  firstOrderAt: z.number().nullable(),
  lastOrderAt: z.number().nullable(),
  identities: z.array(IdentityFactView),
  claims: z.array(IdentityView),
  traits: z.array(TraitView),
  /** Most used first; share of all events, 0–1. */
  channels: z.array(
    z.object({ channel: z.string(), count: z.number(), share: z.number(), at: z.number() }),
  ),
  /** Events by hour of the day (UTC), 24 numbers. */
  hours: z.array(z.number()),
  affinities: z.array(AffinityView),
  cart: z.object({
    id: z.string().nullable(),
    at: z.number().nullable(),
    lines: z.array(CartLineView),
    totals: z.array(MoneyAmount),
  }),
  wishlist: z.array(z.object({ productId: z.string(), name: z.string(), at: z.number() })),
  viewed: z.array(
    z.object({
      productId: z.string(),
      name: z.string(),
      category: z.string().nullable(),
      count: z.number(),
      at: z.number(),
    }),
  ),
  searches: z.array(z.object({ query: z.string(), at: z.number() })),
  consents: z.array(ConsentStateView),
  groups: z.array(z.string()),
  lastPage: z.object({ url: z.string(), title: z.string(), at: z.number() }).nullable(),
  lastStore: z.object({ storeId: z.string(), at: z.number() }).nullable(),
});
export type ShopperDetail = z.infer<typeof ShopperDetail>;

/** The keys of phrases in the timeline; the console has a text for each in both languages (a test there checks it). */
export const TIMELINE_PHRASES = [
  'event.searched',
  'event.list_viewed',
  'event.product_viewed',
  'event.product_clicked',
  'event.added',
  'event.removed',
  'event.cart_viewed',
  'event.checkout_started',
  'event.checkout_step',
  'event.coupon',
  'event.order',
  'event.order_updated',
  'event.order_cancelled',
  'event.order_refunded',
  'event.receipt',
  'event.wish_added',
  'event.wish_removed',
  'event.page',
  'event.screen',
  'event.identified',
  'event.aliased',
  'event.group',
  'event.consent',
  'event.mail',
  'event.message',
  'event.store',
  'event.note',
  'event.other',
  'identity.first_seen',
  'identity.linked',
  'identity.shared',
  'identity.limit',
  'identity.staff_merge',
  'identity.staff_unmerge',
  'consent.granted',
  'consent.requested',
  'consent.withdrawn',
  'order.sale',
  'order.return',
  'order.adjustment',
  'decision.campaign',
  'moment.know',
  'moment.go',
  'moment.do',
  'moment.buy',
  'signal.raised',
  'segment.entered',
  'segment.left',
] as const;
export type TimelinePhrase = (typeof TIMELINE_PHRASES)[number];

/** GET /api/r/:retailerId/shoppers/:profileId/timeline */
export const TimelineQuery = z.object({
  types: z
    .string()
    .regex(
      /^(event|identity|consent|order|decision|moment|signal|segment)(,(event|identity|consent|order|decision|moment|signal|segment))*$/,
    )
    .optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type TimelineQuery = Partial<z.infer<typeof TimelineQuery>>;

export const TimelineEntry = z.object({
  /** Unique in the list. */
  key: z.string(),
  type: z.enum([
    'event',
    'identity',
    'consent',
    'order',
    'decision',
    'moment',
    'signal',
    'segment',
  ]),
  at: z.number(),
  phrase: Phrase.extend({ key: z.enum(TIMELINE_PHRASES) }),
  /** The event behind it (trace id), for "raw event" and "follow". */
  eventId: z.string().nullable(),
  /** Vocabulary name of an event entry. */
  name: z.string().nullable(),
  amount: MoneyAmount.nullable(),
  source: SourceView.extend({ simulated: z.boolean() }).nullable(),
  /** Moments and signals: the evidence, or what was noticed, in words. */
  told: z.object({ title: Words, words: Words }).optional(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const Timeline = z.object({ entries: z.array(TimelineEntry), next: z.string().nullable() });
export type Timeline = z.infer<typeof Timeline>;

export const OrderView = z.object({
  orderId: z.string(),
  kind: z.enum(ORDER_KINDS),
  status: z.enum(ORDER_STATUSES),
  at: z.number(),
  currency: z.string(),
  totalMinor: z.number(),
  shippingMinor: z.number(),
  taxMinor: z.number(),
  discountMinor: z.number(),
  refundedMinor: z.number(),
  coupon: z.string().nullable(),
  channel: z.string(),
  storeId: z.string().nullable(),
  eventId: z.string(),
  lines: z.array(
    z.object({
      lineNo: z.number(),
      productId: z.string(),
      name: z.string(),
      category: z.string().nullable(),
      brand: z.string().nullable(),
      variant: z.string().nullable(),
      quantity: z.number(),
      unitPriceMinor: z.number(),
    }),
  ),
});
export type OrderView = z.infer<typeof OrderView>;

/** GET /api/r/:retailerId/shoppers/:profileId/orders – newest first. */
export const OrderListQuery = z.object({
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type OrderListQuery = Partial<z.infer<typeof OrderListQuery>>;
export const OrderList = z.object({ orders: z.array(OrderView), next: z.string().nullable() });
export type OrderList = z.infer<typeof OrderList>;

/** Why an identifier moved; the closed list of the table identity_change. */
export const IDENTITY_CHANGE_REASONS = [
  'first_seen',
  'linked',
  'shared',
  'limit',
  'staff_merge',
  'staff_unmerge',
] as const;
export type IdentityChangeReason = (typeof IDENTITY_CHANGE_REASONS)[number];

/** One line of the merge log. */
export const IdentityChangeView = z.object({
  id: z.string(),
  at: z.number(),
  action: z.enum(IDENTITY_CHANGE_REASONS),
  identity: IdentityView,
  fromProfileId: z.string().nullable(),
  toProfileId: z.string(),
  phrase: Phrase.extend({ key: z.enum(TIMELINE_PHRASES) }),
  eventId: z.string().nullable(),
  /** Name of the member of staff and what they noted, when a person did it. */
  by: z.string().nullable(),
  note: z.string().nullable(),
});
export type IdentityChangeView = z.infer<typeof IdentityChangeView>;

/** GET /api/r/:retailerId/shoppers/:profileId/identities */
export const IdentityLog = z.object({
  identities: z.array(IdentityFactView),
  changes: z.array(IdentityChangeView),
});
export type IdentityLog = z.infer<typeof IdentityLog>;

/** POST /api/r/:retailerId/shoppers/:profileId/merge: join another profile with this one. */
export const MergeShopper = z.object({
  otherProfileId: z.string().uuid(),
  reason: z.string().trim().min(3).max(500),
});
export type MergeShopper = z.infer<typeof MergeShopper>;
export const MergedShopper = z.object({ id: z.string() });
export type MergedShopper = z.infer<typeof MergedShopper>;

/** POST /api/r/:retailerId/shoppers/:profileId/unmerge: take one identity out into a profile of its own. */
export const UnmergeShopper = z.object({
  kind: z.enum(IDENTITY_KINDS),
  value: z.string().min(1).max(500),
  reason: z.string().trim().min(3).max(500),
});
export type UnmergeShopper = z.infer<typeof UnmergeShopper>;
/** The profile that stays with the rest and the one the identity has now. */
export const UnmergedShopper = z.object({ id: z.string(), separatedId: z.string() });
export type UnmergedShopper = z.infer<typeof UnmergedShopper>;

/**
 * GET /api/r/:retailerId/shoppers/:profileId/export?lang=de|en answers a ZIP (profile.json, events.json, CSV tables).
 * Needs the right shopper.export.
 */
export const ShopperExportQuery = z.object({ lang: z.enum(['de', 'en']).default('de') });

/** POST /api/r/:retailerId/shoppers/:profileId/erase. `confirm` is the profile's id, typed or sent on purpose. */
export const EraseShopper = z.object({
  reason: z.enum(['shopper_request', 'consent_withdrawn', 'wrong_data', 'other']),
  confirm: z.string(),
});
export type EraseShopper = z.infer<typeof EraseShopper>;

/** What the erasure removed; holds nothing of the person. */
export const ErasureView = z.object({
  id: z.string(),
  at: z.number(),
  reason: z.string(),
  by: z.string(),
  /** Rows removed or made anonymous per table. */
  removed: z.record(z.string(), z.number()),
  anonymised: z.record(z.string(), z.number()),
  /** What the search over every text column found afterwards, per table. Empty: proven to be gone. */
  remaining: z.record(z.string(), z.number()),
  /** Consent statements kept as proof under a keyed hash. */
  consentProofs: z.number(),
  /** Identifiers that can no longer be imported, as keyed hashes. */
  suppressed: z.number(),
});
export type ErasureView = z.infer<typeof ErasureView>;

/** GET /api/r/:retailerId/erasures – newest first. */
export const ErasureList = z.object({ erasures: z.array(ErasureView) });
export type ErasureList = z.infer<typeof ErasureList>;

/** GET /v1/profiles/:kind/:value (API key) – the integrators' read. */
export const ProfileAnswer = z.object({
  id: z.string(),
  retailerId: z.number(),
  /** Counts up with every change. */
  version: z.number(),
  /** The profile's folded state, see the type ProfileState. */
  state: z.record(z.string(), z.unknown()),
});
export type ProfileAnswer = z.infer<typeof ProfileAnswer>;
