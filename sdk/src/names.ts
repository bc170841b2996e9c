/** The helpers of a shop and the events they report (contract/src/event.ts); each takes the event's properties. */
export const SHOP_EVENTS = {
  viewed: 'Product Viewed',
  listed: 'Product List Viewed',
  searched: 'Products Searched',
  compared: 'Product Compared',
  shared: 'Product Shared',
  reviewed: 'Product Reviewed',
  added: 'Product Added',
  removed: 'Product Removed',
  wished: 'Product Added to Wishlist',
  unwished: 'Product Removed from Wishlist',
  cartViewed: 'Cart Viewed',
  checkoutStarted: 'Checkout Started',
  checkoutStep: 'Checkout Step Viewed',
  checkoutStepDone: 'Checkout Step Completed',
  paymentEntered: 'Payment Info Entered',
  ordered: 'Order Completed',
} as const;
export type ShopCall = keyof typeof SHOP_EVENTS;
