/** What is published of a retailer, as deciding needs it: the input of `compile`. */
import type { DecisionSettings } from '@augenblick/contract';
import type { CampaignBook } from '../campaign/index.ts';
import type { ResponseModel } from './response.ts';

/** What a usual sale looks like, minor units of the shop's currency. */
export interface ShopFacts {
  basketMinor: number;
  shippingMinor: number;
}

export interface Definitions {
  /** Revision of the published definitions that the book belongs to. */
  revision: number;
  book: CampaignBook;
  /** Segment id → its number in the shopper's audience memory. A segment that is missing holds nobody. */
  segments: ReadonlyMap<string, number>;
  settings: DecisionSettings;
  /** Secret of the retailer, for comparison groups. */
  salt: string;
  shop: ShopFacts;
  model: ResponseModel;
}

/** A shop that has sold nothing yet: a middling basket and postage, in minor units. */
export const USUAL_SHOP: ShopFacts = { basketMinor: 6000, shippingMinor: 490 };
