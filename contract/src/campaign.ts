import type { ConsentChannel, ConsentPurpose } from './consent.ts';
import type { Content } from './placement.ts';

/** draft = never live; paused = shows nothing for now; ended = for good. */
export const CAMPAIGN_STATUSES = ['draft', 'live', 'paused', 'ended'] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

/** Spans a cap counts in. Days, weeks (from Monday) and months are those of the retailer's zone; session = 30 minutes still. */
export const CAP_SPANS = ['session', 'day', 'week', 'month', 'ever'] as const;
export type CapSpan = (typeof CAP_SPANS)[number];
/** A campaign is shown at most `times` per span and shopper. */
export interface Cap {
  times: number;
  per: CapSpan;
}

/** Which instants of a shopper a campaign speaks to. Empty lists = any; all that are given must hold. */
export interface CampaignWhen {
  /** Moment kinds: know, go, do, buy. */
  kinds: string[];
  /** research, compare, purchase, post_purchase, recommend. */
  stages: string[];
  /** Names of signals, any of them (contract/src/moment.ts). */
  signals: string[];
  /** Only when the moment is at least this sure, 0–1. */
  minConfidence: number;
}

/** When a campaign runs. `hours` [from, to) on each of `days`, in `zone`; from > to runs over midnight. */
export interface CampaignSchedule {
  /** Instants (ms); null = open. `to` is the first instant at which it is over. */
  from: number | null;
  to: number | null;
  /** 1 = Monday … 7 = Sunday; empty = every day. */
  days: number[];
  /** Minutes since midnight, or null = all day. */
  hours: { from: number; to: number } | null;
  /** IANA zone, such as Europe/Berlin. */
  zone: string;
}

export interface CampaignVariant {
  id: string;
  name: string;
  /** Share among the variants until there is something to learn from; 0–1000. */
  weight: number;
  contents: { de: Content; en: Content };
}

/** What a retailer says about a campaign. */
export interface CampaignDraft {
  name: string;
  /** One line for the shop's people: what it is for. */
  note: string;
  goal: { event: string; windowHours: number };
  /** Live segments by id; null = everybody. */
  segmentId: string | null;
  excludedSegmentId: string | null;
  when: CampaignWhen;
  placements: string[];
  variants: CampaignVariant[];
  offerId: string | null;
  schedule: CampaignSchedule;
  /** What its offers may cost in all, minor units. */
  budget: { minor: number; currency: string } | null;
  caps: Cap[];
  /** 0–100; the higher one wins where both fit and scores are equal, and adds to the score. */
  priority: number;
  /** Of campaigns with the same group one is shown per page view. */
  exclusiveGroup: string | null;
  /** Share of shoppers that this campaign never speaks to, for comparison; basis points. */
  holdoutBp: number;
  /** Margin on what is sold, basis points; null = the retailer's usual one. */
  marginBp: number | null;
  /** Consent without which it does not speak; null = speaks to nobody in particular (no personal data in its texts). */
  consent: { purpose: ConsentPurpose; channel: ConsentChannel } | null;
}

export interface Campaign extends CampaignDraft {
  id: string;
  status: CampaignStatus;
  /** Counts published versions; 0 = never live. */
  version: number;
  /** True when the draft differs from what is live. */
  changed: boolean;
  /** The playbook entry it was made from. */
  playbook: string | null;
  createdAt: number;
  updatedAt: number;
  publishedAt: number | null;
}

/** One thing to do before (must) or good to do (should) going live, worded in both languages. */
export interface CampaignFinding {
  severity: 'must' | 'should';
  /** Dotted path of the field it concerns, such as `variants.0.contents.de.headline`. */
  field: string;
  words: { de: string; en: string };
}

/**
 * What Liquid in a content may name, and nothing else. `products` are the cart's or viewed ones. A name without a value
 * gives the word after `default`, or the empty text.
 */
export const LIQUID_NAMES = [
  'first_name',
  'product.name',
  'product.url',
  'product.category',
  'product.brand',
  'product.price',
  'category',
  'search',
  'cart.count',
  'cart.total',
  'cart.url',
  'cart.missing_for_free_shipping',
  'offer.title',
  'offer.until',
  'code',
  'store.name',
  'store.city',
  'store.url',
  'shop.name',
] as const;

/** Facts a content is rendered with; only these reach a template. Amounts in minor units. */
export interface ContentData {
  firstName: string | null;
  product: {
    id: string;
    name: string;
    url: string | null;
    image: string | null;
    category: string | null;
    brand: string | null;
    priceMinor: number | null;
    currency: string | null;
  } | null;
  category: string | null;
  search: string | null;
  cart: { count: number; totalMinor: number; currency: string; url: string | null } | null;
  freeShippingFromMinor: number | null;
  offer: { title: { de: string; en: string }; until: number | null } | null;
  code: { text: string; until: number | null } | null;
  store: { name: string; city: string; url: string | null } | null;
  shop: { name: string; zone: string };
  cartProducts: {
    id: string;
    name: string;
    url: string | null;
    image: string | null;
    priceMinor: number | null;
    currency: string | null;
  }[];
  viewedProducts: ContentData['cartProducts'];
}
