import { accessories, firstPurchase, recommend, welcomeBack } from './after.ts';
import { adviceAndProof, compareHelp, emptySearch, nearestStore, projectTips } from './before.ts';
import {
  abandonedCart,
  freeShipping,
  priceWatch,
  stalledCheckout,
  viewedNotBought,
} from './buying.ts';
import type { Entry } from './entry.ts';

/** The ready-made web campaigns, in the order of a shopper's way. A new one is one entry and one line here. */
export const ENTRIES: readonly Entry[] = [
  adviceAndProof,
  compareHelp,
  emptySearch,
  nearestStore,
  projectTips,
  freeShipping,
  firstPurchase,
  priceWatch,
  stalledCheckout,
  abandonedCart,
  viewedNotBought,
  welcomeBack,
  accessories,
  recommend,
];
export { type Entry, type PlaybookShop } from './entry.ts';
export { placeBody, PLACES } from './places.ts';
