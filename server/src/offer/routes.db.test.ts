import type { OfferOne, RedeemedOffers } from '@augenblick/contract/api/offer.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../test/database.ts';
import {
  NEBENAN,
  TESTLADEN,
  testServer,
  type TestServer,
  type Visitor,
} from '../../test/server.ts';
import { seededRandom } from '../runtime/index.ts';
import { createCodeKeys } from './code.ts';
import { draftOf } from './example.ts';
import { offerRoutes } from './routes.ts';
import { offerShopRoutes } from './routes-shop.ts';

let db: TestDatabase;
let server: TestServer;
let owner: Visitor;
/** Write keys of a shop system and of a web page. */
let trusted = '';
let open = '';

beforeAll(async () => {
  db = await testDatabase();
  const random = seededRandom(11);
  server = await testServer(db, {
    more: (http, access, sources) => {
      const deps = {
        database: db.database,
        clock: { now: () => server.clock.now() },
        ids: { uuid7: () => server.ids.uuid7(), token: () => server.ids.token() },
        random,
        keys: createCodeKeys({ sql: db.database.owner, random }),
        audit: access.audit,
        access,
        categoriesOf: async () => new Map<string, string[]>(),
        byWriteKey: sources.byWriteKey,
      };
      offerRoutes(http, deps);
      offerShopRoutes(http, deps);
    },
  });
  owner = await server.visitor('owner');
  const make = async (kind: string): Promise<string> => {
    const answer = await owner.request('POST', '/api/r/1/sources', { kind, name: kind });
    return answer.json<{ key: { key: string } }>().key.key;
  };
  trusted = await make('server');
  open = await make('web');
});
afterAll(async () => {
  await server.close();
  await db.drop();
});

const purchase = (change: object = {}) => ({
  reference: 'A-1',
  cart: {
    currency: 'EUR',
    items: [{ productId: 'p', quantity: 1, unitPriceMinor: 2000 }],
    shippingMinor: 0,
  },
  codes: ['HALLO'],
  ...change,
});
const redeem = (key: string, body: object, headers: Record<string, string> = {}) =>
  server.stranger().request('POST', '/v1/offers/redeem', body, {
    authorization: `Bearer ${key}`,
    ...headers,
  });
const publicOffer = draftOf({ audience: 'public', codes: 'public', publicCode: 'HALLO' });

describe('offers over HTTP', () => {
  it('are changed by marketing, read by analysts, and not seen by staff or the shop next door', async () => {
    const marketing = await server.visitor('marketing');
    const made = await marketing.request('POST', '/api/r/1/offers', publicOffer);
    expect(made.statusCode).toBe(200);
    const { offer } = made.json<OfferOne>();
    const analyst = await server.visitor('analyst');
    expect((await analyst.request('GET', `/api/r/1/offers/${offer.id}`)).statusCode).toBe(200);
    const publish = `/api/r/1/offers/${offer.id}/publish`;
    expect((await analyst.request('POST', publish, {})).statusCode).toBe(403);
    const staff = await server.visitor('staff');
    expect((await staff.request('GET', '/api/r/1/offers')).statusCode).toBe(403);
    const neighbour = await server.visitor('owner', NEBENAN);
    expect((await neighbour.request('GET', `/api/r/2/offers/${offer.id}`)).statusCode).toBe(404);
    expect((await neighbour.request('GET', `/api/r/1/offers/${offer.id}`)).statusCode).toBe(403);
    expect((await marketing.request('POST', publish, {})).statusCode).toBe(200);
    const [noted] = await db.database.owner`
      select count(*)::int as count from audit where retailer_id = ${TESTLADEN} and action = 'offer.changed'`;
    expect(noted?.['count']).toBe(2);
  });

  it('are redeemed with a key that is kept in secret, under a reference or idempotency key', async () => {
    expect((await redeem(open, purchase())).statusCode).toBe(403);
    expect((await redeem('agb_wk_nobody', purchase())).statusCode).toBe(401);
    expect((await redeem('', purchase())).statusCode).toBe(401);
    const first = await redeem(trusted, purchase());
    expect(first.json<RedeemedOffers>()).toMatchObject({ discountMinor: 200, totalMinor: 1800 });
    const { reference: _none, ...bare } = purchase();
    expect((await redeem(trusted, bare)).statusCode).toBe(400);
    const header = { 'idempotency-key': 'A-2' };
    const second = await redeem(trusted, bare, header);
    expect(second.json<RedeemedOffers>()).toMatchObject({ reference: 'A-2', repeated: false });
    const again = await redeem(trusted, bare, header);
    expect(again.json<RedeemedOffers>()).toMatchObject({ repeated: true });
  });

  it('refuse what is no cart', async () => {
    const bad = [
      { cart: { ...purchase().cart, items: [] } },
      { cart: { ...purchase().cart, currency: 'euro' } },
      { cart: { ...purchase().cart, shippingMinor: -1 } },
      {
        cart: { ...purchase().cart, items: [{ productId: 'p', quantity: 0.5, unitPriceMinor: 1 }] },
      },
      {
        cart: {
          ...purchase().cart,
          items: [{ productId: 'p', quantity: 100_000, unitPriceMinor: 1_000_000_000 }],
        },
      },
      { codes: Array.from({ length: 11 }, String) },
    ];
    for (const change of bad) {
      const answer = await redeem(trusted, purchase({ reference: 'B', ...change }));
      expect(answer.statusCode, JSON.stringify(change)).toBe(400);
    }
  });
});
