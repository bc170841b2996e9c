import type { ConsentEntry } from './consent.ts';
import type { Json } from './json.ts';
import type { MomentMemory } from './moment.ts';

/** A trait and the event it comes from. */
export interface Trait {
  value: Json;
  at: number;
  event: string;
}

export interface CartLine {
  productId: string;
  name: string;
  quantity: number;
  /** Minor units of `currency`; null when the shop did not say. */
  unitPriceMinor: number | null;
  currency: string | null;
  at: number;
}

export interface ViewedProduct {
  productId: string;
  name: string;
  category: string | null;
  /** Views so far and the last one. */
  count: number;
  at: number;
}

/** Orders and money of one currency. Amounts in minor units. */
export interface MoneyTotals {
  orders: number;
  revenueMinor: number;
  refundedMinor: number;
  items: number;
}

/**
 * The state of one shopper: a fold over their events in order of `seq`, nothing else. Every list is capped, so that
 * the state stays small; what was cut stands in the event table.
 */
export interface ProfileState {
  /** Version of the fold; a higher one makes `rebuild` necessary. */
  v: 1;
  events: number;
  firstAt: number;
  lastAt: number;
  traits: Record<string, Trait>;
  /** True once an event named the shopper by more than a cookie or a device. */
  identified: boolean;
  /** True when any event came from the labelled simulation. */
  simulated: boolean;
  /** Identities claimed in the open and not proven: kind → value. */
  claims: Record<string, string>;
  /** Event name → [how many, last instant]; at most 60 names, the rest under "other". */
  counts: Record<string, [count: number, at: number]>;
  money: Record<string, MoneyTotals>;
  firstOrderAt: number | null;
  lastOrderAt: number | null;
  cart: CartLine[];
  cartAt: number | null;
  cartId: string | null;
  wishlist: { productId: string; name: string; at: number }[];
  viewed: ViewedProduct[];
  searches: { query: string; at: number }[];
  /** Channel (kind of source: web, app, till …) → [how many events, last instant]. */
  channels: Record<string, [count: number, at: number]>;
  /** Events by hour of the day (UTC) – the habit. */
  hours: number[];
  /**
   * What the shopper is drawn to: value → log2 of the decayed weight, referred to 1 January 2025, so that the numbers of
   * different instants can be compared and added (see affinityWeight in the server's profile module).
   */
  affinities: Record<'category' | 'brand' | 'size', Record<string, number>>;
  /** `purpose:channel` → present state. */
  consents: Record<string, ConsentEntry>;
  groups: string[];
  lastPage: { url: string; title: string; at: number } | null;
  lastStore: { storeId: string; at: number } | null;
  /** What the moment stage remembers; absent while nothing speaks for any moment. */
  moment?: MomentMemory;
}
