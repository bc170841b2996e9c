import type { EventName } from '@augenblick/contract';
import type { IconName } from '@augenblick/ui';

/**
 * What kind of thing somebody does, read from an event's name and nothing else. It sorts a list; it says nothing about
 * what the shopper wants – that is a moment, which has its own colours and shapes and is never guessed here.
 */
export const ACTIVITIES = ['look', 'cart', 'store', 'person', 'contact', 'own'] as const;
export type Activity = (typeof ACTIVITIES)[number];

/** The drawing that stands for an activity. */
export const ACTIVITY_ICONS: Readonly<Record<Activity, IconName>> = {
  look: 'eye',
  cart: 'cart',
  store: 'store',
  person: 'user',
  contact: 'message',
  own: 'code',
};

/** The activity behind an event's name; `own` for a name outside the vocabulary. */
export function activityOf(name: string): Activity {
  return Object.hasOwn(BY_NAME, name) ? BY_NAME[name as EventName] : 'own';
}

// The compiler asks for every name of the vocabulary.
const BY_NAME: Readonly<Record<EventName, Exclude<Activity, 'own'>>> = {
  'Products Searched': 'look',
  'Product List Viewed': 'look',
  'Product List Filtered': 'look',
  'Promotion Viewed': 'look',
  'Promotion Clicked': 'look',
  'Product Clicked': 'look',
  'Product Viewed': 'look',
  'Product Compared': 'look',
  'Page Viewed': 'look',
  'Screen Viewed': 'look',
  'Product Added': 'cart',
  'Product Removed': 'cart',
  'Cart Viewed': 'cart',
  'Cart Shared': 'cart',
  'Checkout Started': 'cart',
  'Checkout Step Viewed': 'cart',
  'Checkout Step Completed': 'cart',
  'Payment Info Entered': 'cart',
  'Coupon Entered': 'cart',
  'Coupon Applied': 'cart',
  'Coupon Denied': 'cart',
  'Coupon Removed': 'cart',
  'Order Completed': 'cart',
  'Order Updated': 'cart',
  'Order Cancelled': 'cart',
  'Order Refunded': 'cart',
  'Wishlist Product Added to Cart': 'cart',
  'Receipt Issued': 'cart',
  'Receipt Claimed': 'cart',
  'Pass Scanned': 'store',
  'Zone Entered': 'store',
  'Zone Left': 'store',
  'Store Visited': 'store',
  'Kiosk Answered': 'store',
  'Staff Note Added': 'store',
  'Shopper Identified': 'person',
  'Identity Aliased': 'person',
  'Group Joined': 'person',
  'Consent Granted': 'person',
  'Consent Withdrawn': 'person',
  'Consent Requested': 'person',
  'Segment Consent Preference Updated': 'person',
  'Product Added to Wishlist': 'person',
  'Product Removed from Wishlist': 'person',
  'Points Earned': 'person',
  'Reward Redeemed': 'person',
  Unsubscribed: 'contact',
  'Email Sent': 'contact',
  'Email Delivered': 'contact',
  'Email Opened': 'contact',
  'Email Link Clicked': 'contact',
  'Email Bounced': 'contact',
  'Email Marked as Spam': 'contact',
  'Email Replied': 'contact',
  'Message Sent': 'contact',
  'Message Delivered': 'contact',
  'Message Opened': 'contact',
  'Message Link Clicked': 'contact',
  'Message Bounced': 'contact',
  'Message Marked as Spam': 'contact',
  'Message Replied': 'contact',
  'Feedback Submitted': 'contact',
  'Product Reviewed': 'contact',
  'Product Shared': 'contact',
  'Offer Shown': 'contact',
  'Offer Accepted': 'contact',
  'Offer Dismissed': 'contact',
  'Placement Shown': 'contact',
  'Placement Clicked': 'contact',
  'Placement Dismissed': 'contact',
};
