import { abandonedCart } from './abandoned-cart.ts';
import { accessories } from './accessories.ts';
import { backInStock } from './back-in-stock.ts';
import { birthday } from './birthday.ts';
import { detractor } from './detractor.ts';
import type { PlaybookEntry } from './entry.ts';
import { priceDrop } from './price-drop.ts';
import { promoter } from './promoter.ts';
import { replenish } from './replenish.ts';
import { review } from './review.ts';
import { thankYou } from './thank-you.ts';
import { viewedNotBought } from './viewed.ts';
import { welcome } from './welcome.ts';
import { winBack } from './win-back.ts';

/** The ready-made journeys, in the order of a shopper's way. A new one is one file and one line here. */
export const ENTRIES: readonly PlaybookEntry[] = [
  welcome,
  abandonedCart,
  viewedNotBought,
  thankYou,
  accessories,
  review,
  birthday,
  replenish,
  winBack,
  backInStock,
  priceDrop,
  detractor,
  promoter,
];
export { OFFER, type PlaybookEntry, type PlaybookShop } from './entry.ts';
