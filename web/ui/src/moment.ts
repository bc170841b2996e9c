/** What a shopper wants right now: to know, to go, to do, to buy. */
export const MOMENTS = ['know', 'go', 'do', 'buy'] as const;
export type Moment = (typeof MOMENTS)[number];

/** How a moment looks everywhere: a colour and a shape, never colour alone. */
export interface MomentLook {
  /** CSS custom properties of the text and the tint. */
  color: string;
  soft: string;
  /** Filled shape on a 16 × 16 grid. */
  shape: string;
}

/** Circle, arrow, spark and bag. */
export const MOMENT_LOOKS: Readonly<Record<Moment, MomentLook>> = {
  know: {
    color: 'var(--know)',
    soft: 'var(--know-soft)',
    shape: 'M2 8a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z',
  },
  go: {
    color: 'var(--go)',
    soft: 'var(--go-soft)',
    shape: 'M8.6 2.2 14.4 8l-5.8 5.8-1.9-1.9 2.5-2.5H1.8V6.6h7.4L6.7 4.1z',
  },
  do: {
    color: 'var(--do)',
    soft: 'var(--do-soft)',
    shape: 'M8 .9 9.9 6.1 15.1 8 9.9 9.9 8 15.1 6.1 9.9 .9 8 6.1 6.1z',
  },
  buy: {
    color: 'var(--buy)',
    soft: 'var(--buy-soft)',
    shape: 'M5 5V4.2a3 3 0 0 1 6 0V5h2.1l.9 9.4H2L2.9 5zm1.5 0h3V4.2a1.5 1.5 0 0 0-3 0z',
  },
};

/**
 * The moment that an event by itself points to, for the mark beside it. Null where it says nothing (an identify call).
 * A first, plain reading by name only; the detector's own moments replace it where they exist.
 */
export function momentOfEvent(name: string): Moment | null {
  return MOMENT_OF_EVENT.get(name) ?? null;
}

const MOMENT_OF_EVENT: ReadonlyMap<string, Moment> = new Map(
  (
    [
      ['know', 'Products Searched'],
      ['know', 'Product List Viewed'],
      ['know', 'Product List Filtered'],
      ['know', 'Product Clicked'],
      ['know', 'Product Viewed'],
      ['know', 'Product Compared'],
      ['know', 'Promotion Viewed'],
      ['know', 'Promotion Clicked'],
      ['know', 'Page Viewed'],
      ['know', 'Screen Viewed'],
      ['know', 'Email Opened'],
      ['know', 'Email Link Clicked'],
      ['go', 'Zone Entered'],
      ['go', 'Zone Left'],
      ['go', 'Store Visited'],
      ['go', 'Pass Scanned'],
      ['do', 'Product Reviewed'],
      ['do', 'Product Shared'],
      ['do', 'Cart Shared'],
      ['do', 'Kiosk Answered'],
      ['do', 'Feedback Submitted'],
      ['do', 'Product Added to Wishlist'],
      ['do', 'Points Earned'],
      ['do', 'Reward Redeemed'],
      ['buy', 'Product Added'],
      ['buy', 'Cart Viewed'],
      ['buy', 'Checkout Started'],
      ['buy', 'Checkout Step Viewed'],
      ['buy', 'Checkout Step Completed'],
      ['buy', 'Payment Info Entered'],
      ['buy', 'Coupon Entered'],
      ['buy', 'Coupon Applied'],
      ['buy', 'Wishlist Product Added to Cart'],
      ['buy', 'Order Completed'],
      ['buy', 'Receipt Issued'],
      ['buy', 'Receipt Claimed'],
    ] as const
  ).map(([moment, name]) => [name, moment]),
);
