import type { OfferCart, OfferDraft, RetailerId } from '@augenblick/contract';
import { SYSTEM } from '../src/access/index.ts';
import {
  createCodeKeys,
  createOffer,
  draftOf,
  type OfferDeps,
  stepOffer,
} from '../src/offer/index.ts';
import { createIds, type FixedClock, fixedClock, seededRandom } from '../src/runtime/index.ts';
import { type TestDatabase, testDatabase } from './database.ts';

/** Offers on a test database; the clock stands at noon of 4 May 2026. */
export interface OfferHouse {
  db: TestDatabase;
  deps: OfferDeps;
  clock: FixedClock;
  /** Publishes an offer of retailer 1 and answers its id. */
  publish(change: Partial<OfferDraft>): Promise<string>;
  /** A cart of goods worth so much, delivery 4.90. */
  cart(goodsMinor: number): OfferCart;
  drop(): Promise<void>;
}

export const SHOP = 1 as RetailerId;

/** Builds it. */
export async function offerHouse(): Promise<OfferHouse> {
  const db = await testDatabase();
  const clock = fixedClock('2026-05-04T12:00:00Z');
  const random = seededRandom(7);
  const deps: OfferDeps = {
    database: db.database,
    clock,
    ids: createIds(clock, random),
    random,
    keys: createCodeKeys({ sql: db.database.owner, random }),
    categoriesOf: async (_retailerId, ids) => new Map(ids.map((id) => [id, ['Lampen']])),
    audit: async () => undefined,
  };
  return {
    db,
    deps,
    clock,
    publish: async (change) => {
      const { offer } = await createOffer(deps, SHOP, draftOf(change), SYSTEM);
      await stepOffer(deps, 'publish', { retailerId: SHOP, id: offer.id, by: SYSTEM });
      return offer.id;
    },
    cart: (goodsMinor) => ({
      currency: 'EUR',
      items: [{ productId: 'p1', quantity: 1, unitPriceMinor: goodsMinor }],
      shippingMinor: 490,
    }),
    drop: () => db.drop(),
  };
}
