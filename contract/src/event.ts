import type { EventId, RetailerId, SourceId } from './id.ts';
import type { Identity, IdentityKey } from './identity.ts';
import type { JsonObject } from './json.ts';

/** The six calls of Segment's tracking API. */
export const EVENT_KINDS = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/**
 * The one vocabulary: Segment's e-commerce names (version 2) plus our own for the store. Anything else a
 * retailer sends is kept under its own name.
 */
export const EVENT_NAMES = [
  // Browsing
  'Products Searched',
  'Product List Viewed',
  'Product List Filtered',
  'Promotion Viewed',
  'Promotion Clicked',
  'Product Clicked',
  'Product Viewed',
  'Product Compared',
  'Product Shared',
  'Product Reviewed',
  // Cart and checkout
  'Product Added',
  'Product Removed',
  'Cart Viewed',
  'Cart Shared',
  'Checkout Started',
  'Checkout Step Viewed',
  'Checkout Step Completed',
  'Payment Info Entered',
  'Coupon Entered',
  'Coupon Applied',
  'Coupon Denied',
  'Coupon Removed',
  // Orders
  'Order Completed',
  'Order Updated',
  'Order Cancelled',
  'Order Refunded',
  // Wish list
  'Product Added to Wishlist',
  'Product Removed from Wishlist',
  'Wishlist Product Added to Cart',
  // Consent and contact
  'Consent Granted',
  'Consent Withdrawn',
  'Consent Requested',
  'Segment Consent Preference Updated',
  'Unsubscribed',
  'Email Sent',
  'Email Delivered',
  'Email Opened',
  'Email Link Clicked',
  'Email Bounced',
  'Email Marked as Spam',
  'Email Replied',
  'Message Sent',
  'Message Delivered',
  'Message Opened',
  'Message Link Clicked',
  'Message Bounced',
  'Message Marked as Spam',
  'Message Replied',
  // Store, till, kiosk, staff
  'Receipt Issued',
  'Receipt Claimed',
  'Pass Scanned',
  'Zone Entered',
  'Zone Left',
  'Store Visited',
  'Kiosk Answered',
  'Staff Note Added',
  'Feedback Submitted',
  'Offer Shown',
  'Offer Accepted',
  'Offer Dismissed',
  'Placement Shown',
  'Placement Clicked',
  'Placement Dismissed',
  'Points Earned',
  'Reward Redeemed',
  // Calls without a name of their own
  'Page Viewed',
  'Screen Viewed',
  'Shopper Identified',
  'Group Joined',
  'Identity Aliased',
] as const;
export type EventName = (typeof EVENT_NAMES)[number];

/** Other spellings of the same facts: Segment v1 and GA4. Keys are lower-case. */
const ALIASES: Readonly<Record<string, EventName>> = {
  search: 'Products Searched',
  view_search_results: 'Products Searched',
  'searched products': 'Products Searched',
  view_item_list: 'Product List Viewed',
  'viewed product category': 'Product List Viewed',
  'viewed product list': 'Product List Viewed',
  view_promotion: 'Promotion Viewed',
  'viewed promotion': 'Promotion Viewed',
  select_promotion: 'Promotion Clicked',
  'clicked promotion': 'Promotion Clicked',
  select_item: 'Product Clicked',
  'clicked product': 'Product Clicked',
  view_item: 'Product Viewed',
  'viewed product': 'Product Viewed',
  share: 'Product Shared',
  'shared product': 'Product Shared',
  'shared cart': 'Cart Shared',
  'reviewed product': 'Product Reviewed',
  add_to_cart: 'Product Added',
  'added product': 'Product Added',
  remove_from_cart: 'Product Removed',
  'removed product': 'Product Removed',
  view_cart: 'Cart Viewed',
  'viewed cart': 'Cart Viewed',
  begin_checkout: 'Checkout Started',
  'started checkout': 'Checkout Started',
  'started order': 'Checkout Started',
  'viewed checkout step': 'Checkout Step Viewed',
  add_shipping_info: 'Checkout Step Completed',
  'completed checkout step': 'Checkout Step Completed',
  add_payment_info: 'Payment Info Entered',
  'entered payment info': 'Payment Info Entered',
  'entered coupon': 'Coupon Entered',
  'applied coupon': 'Coupon Applied',
  'denied coupon': 'Coupon Denied',
  'removed coupon': 'Coupon Removed',
  purchase: 'Order Completed',
  'completed order': 'Order Completed',
  'updated order': 'Order Updated',
  refund: 'Order Refunded',
  'refunded order': 'Order Refunded',
  'cancelled order': 'Order Cancelled',
  'order canceled': 'Order Cancelled',
  'canceled order': 'Order Cancelled',
  add_to_wishlist: 'Product Added to Wishlist',
  'added product to wishlist': 'Product Added to Wishlist',
  remove_from_wishlist: 'Product Removed from Wishlist',
  'removed product from wishlist': 'Product Removed from Wishlist',
  'wishlist product added': 'Wishlist Product Added to Cart',
  'added product from wishlist to cart': 'Wishlist Product Added to Cart',
  'placement viewed': 'Placement Shown',
  'content shown': 'Placement Shown',
  'content clicked': 'Placement Clicked',
  'content dismissed': 'Placement Dismissed',
  page_view: 'Page Viewed',
  screen_view: 'Screen Viewed',
};
const CANONICAL: ReadonlyMap<string, string> = new Map([
  ...EVENT_NAMES.map((name) => [name.toLowerCase(), name] as const),
  ...Object.entries(ALIASES),
]);

/** The vocabulary's name for what a client sent; unknown names come back as they are. */
export function eventName(sent: string): string {
  return CANONICAL.get(sent.toLowerCase()) ?? sent;
}

/** The times an event carries: what the client said and what we make of it. Milliseconds since 1970, UTC. */
export interface EventTimes {
  /** When it happened by our clock, skew corrected. */
  at: number;
  receivedAt: number;
  /** The client's own clock, when it said so. */
  originalAt: number | null;
  sentAt: number | null;
}

/** An event that passed all checks and is ready to be stored. */
export interface AcceptedEvent extends EventTimes {
  id: EventId;
  retailerId: RetailerId;
  sourceId: SourceId;
  messageId: string;
  kind: EventKind;
  /** Name in the vocabulary, or the retailer's own. */
  name: string;
  /** Strongest first; empty only for store events nobody can be named for. */
  identities: Identity[];
  /** Identities that a source in the open claims (e-mail typed into a form): shown, never merged on. */
  claims: Identity[];
  /** alias: what the shopper was called before – an anonymous id, and from a trusted source also a former user id. */
  formerIds: Identity[];
  /** The identifiers it joins in their text form: `identities`, then `formerIds`, each once. The first is the anchor. */
  keys: IdentityKey[];
  properties: JsonObject;
  traits: JsonObject | null;
  context: JsonObject;
}

/** What became of one item of a batch. */
export type IngestResult =
  | { outcome: 'stored'; eventId: EventId }
  | { outcome: 'duplicate'; eventId: EventId }
  | { outcome: 'dropped'; reason: import('./failure.ts').DropReason };
