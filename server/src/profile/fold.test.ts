import type { JsonObject, Order } from '@augenblick/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { affinityWeight } from './affinity.ts';
import { cardOf } from './card.ts';
import { emptyState, fold } from './fold.ts';
import type { FoldEvent } from './fold-event.ts';

const T0 = Date.parse('2026-03-01T12:00:00Z');
let n = 0;
const event = (
  name: string,
  properties: JsonObject = {},
  more: Partial<FoldEvent> = {},
): FoldEvent => ({
  id: `e${String(++n).padStart(4, '0')}`,
  at: T0,
  kind: 'track',
  name,
  channel: 'web',
  currency: 'EUR',
  properties,
  traits: null,
  context: {},
  claims: [],
  anchorKind: 'anonymous_id',
  ...more,
});
const identify = (traits: JsonObject, more: Partial<FoldEvent> = {}) =>
  event('Shopper Identified', {}, { kind: 'identify', traits, ...more });
const folded = (...events: FoldEvent[]) => {
  const orders = new Map<string, Order>();
  const state = events.reduce(
    (before, one) => fold(before, one, orders),
    emptyState(events[0]?.at ?? T0),
  );
  return { state, orders };
};

it('meets a shopper through the channel of a message and on the web where they use a page of ours', () => {
  const said = { channel: 'console' };
  const told = { channel: 'server' };
  const { state } = folded(
    event('Email Opened', { channel: 'email' }, said),
    event('Message Link Clicked', { channel: 'whatsapp' }, said),
    event('Email Sent', { channel: 'email' }, said),
    identify({ city: 'Ulm' }, { ...told, context: { channel: 'web' } }),
    identify({ city: 'Ulm' }, told),
  );
  const counted = Object.entries(state.channels).map(([channel, [count]]) => [channel, count]);
  expect(Object.fromEntries(counted)).toEqual({ email: 1, whatsapp: 1, web: 1, server: 1 });
});

/** Entries in one order whatever order they were made in. */
const sorted = (record: object) => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

const anyEvent = fc
  .record({
    name: fc.constantFrom(
      'Product Viewed',
      'Product Added',
      'Product Removed',
      'Cart Viewed',
      'Order Completed',
      'Order Updated',
      'Order Refunded',
      'Order Cancelled',
      'Products Searched',
      'Product Added to Wishlist',
      'Consent Granted',
      'Own Event',
      '__proto__',
      'constructor',
    ),
    productId: fc.constantFrom('p1', 'p2', 'p3', '__proto__', 'toString'),
    orderId: fc.constantFrom('o1', 'o2', 'constructor'),
    amount: fc.oneof(
      fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
      fc.constantFrom(null, 'x', '12.50'),
    ),
    at: fc.integer({ min: T0 - 1e10, max: T0 + 1e10 }),
  })
  .map(({ name, productId, orderId, amount, at }) =>
    event(
      name,
      {
        product_id: productId,
        category: productId,
        brand: 'B',
        name: 'N',
        price: amount,
        quantity: 2,
        order_id: orderId,
        total: amount,
        query: productId,
        purpose: 'marketing',
        channel: 'email',
        products: [{ product_id: productId, price: amount, quantity: 1.5, category: productId }],
      },
      { at },
    ),
  );

describe('fold', () => {
  it('gives the same text after every detour through JSON, as live and rebuild take it', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        const straight = folded(...events);
        const orders = new Map<string, Order>();
        let detour = emptyState(events[0]?.at ?? T0);
        for (const one of events)
          detour = fold(JSON.parse(JSON.stringify(detour)), structuredClone(one), orders);
        expect(JSON.stringify(detour)).toBe(JSON.stringify(straight.state));
        expect(JSON.stringify([...orders])).toBe(JSON.stringify([...straight.orders]));
      }),
      { numRuns: 200 },
    );
  });

  it('counts events, money and traits alike in every order of arrival', () => {
    const told = (shuffled: FoldEvent[]) => {
      const { state } = folded(...shuffled);
      return {
        events: state.events,
        first: state.firstAt,
        last: state.lastAt,
        counts: sorted(state.counts),
        hours: state.hours,
        traits: sorted(state.traits),
      };
    };
    const events = fc.array(
      fc.oneof(
        anyEvent,
        fc
          .tuple(fc.constantFrom('a', 'b'), fc.nat(3), fc.nat(5))
          .map(([key, value, dt]) => identify({ [key]: value }, { at: T0 + dt })),
      ),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(
        events.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          expect(told(shuffled)).toEqual(told(list));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('stays small whatever is sent', () => {
    const many = Array.from({ length: 3000 }, (_, i) =>
      event(i % 2 ? 'Product Viewed' : `Own ${i}`, {
        product_id: `p${i}`,
        category: `c${i}`,
        brand: `b${i}`,
        name: 'x'.repeat(500),
      }),
    );
    const { state } = folded(
      ...many,
      identify(
        Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`t${i}`, 'y'.repeat(400)])),
      ),
    );
    expect(state.events).toBe(3001);
    expect(Object.keys(state.counts).length).toBeLessThanOrEqual(61);
    expect(state.viewed.length).toBe(12);
    expect(Object.keys(state.traits).length).toBe(60);
    expect(Object.keys(state.affinities.category).length).toBe(12);
  });

  it('has room for what a shopper wishes however full it is, and however many topics there are', () => {
    const full = Object.fromEntries(Array.from({ length: 70 }, (_, i) => [`t${i}`, 1]));
    const topics = Array.from({ length: 30 }, (_, i) => `${'topic-'.repeat(5)}-${i}`);
    const wishes = {
      message_topics_off: topics,
      message_frequency: 'monthly',
      message_paused_until: '2026-05-01T00:00:00.000Z',
      language: 'en',
    };
    const { state } = folded(identify(full), identify(wishes), identify({ late: 1 }));
    for (const [name, value] of Object.entries(wishes))
      expect([name, state.traits[name]?.value]).toEqual([name, value]);
    expect(state.traits['late']).toBeUndefined();
    // Wishes take nobody else's room either.
    const wished = folded(identify(wishes), identify(full)).state;
    expect(Object.keys(wished.traits).length).toBe(64);
    const flood = { message_topics_off: 'x'.repeat(5000), note: 'y'.repeat(501) };
    expect(folded(identify(flood)).state.traits).toEqual({});
  });
});

describe('orders', () => {
  const order = (properties: JsonObject, more: Partial<FoldEvent> = {}) =>
    event('Order Completed', { order_id: 'o1', currency: 'EUR', ...properties }, more);

  it('adds up what the shop calls the total; else revenue with shipping and tax; else value; else the lines', () => {
    const total = (properties: JsonObject) =>
      folded(order(properties)).orders.get('o1')?.totalMinor;
    expect(total({ total: 30, revenue: 20, shipping: 5 })).toBe(3000);
    expect(total({ revenue: '20.00', shipping: 5, tax: 1.5 })).toBe(2650);
    expect(total({ value: 12.34 })).toBe(1234);
    expect(
      total({
        products: [
          { product_id: 'a', price: 2.5, quantity: 3 },
          { sku: 'b', price: '1' },
        ],
        discount: 0.5,
      }),
    ).toBe(800);
  });

  it('counts an order said twice once, and a correction as it says', () => {
    const { state, orders } = folded(
      order({ total: 10 }),
      order({ total: 10 }),
      event('Order Updated', { order_id: 'o1', total: 8 }),
    );
    expect(state.money).toEqual({
      EUR: { orders: 1, revenueMinor: 800, refundedMinor: 0, items: 0 },
    });
    expect(orders.size).toBe(1);
  });

  it('takes refunds and cancellations off, also before their order is known', () => {
    expect(
      folded(
        order({ total: 10 }),
        event('Order Refunded', { order_id: 'o1', total: 4 }),
      ).orders.get('o1'),
    ).toMatchObject({ status: 'partly_returned', refundedMinor: 400 });
    expect(
      folded(order({ total: 10 }), event('Order Refunded', { order_id: 'o1' })).orders.get('o1'),
    ).toMatchObject({ status: 'returned', refundedMinor: 1000 });
    expect(
      folded(event('Order Refunded', { order_id: 'o1', total: 4 }), order({ total: 10 })).state
        .money.EUR,
    ).toMatchObject({ orders: 1, revenueMinor: 1000, refundedMinor: 400 });
    const { state } = folded(order({ total: 10 }), event('Order Cancelled', { order_id: 'o1' }));
    expect(state.money.EUR).toEqual({ orders: 0, revenueMinor: 0, refundedMinor: 0, items: 0 });
    expect(state.lastOrderAt).toBeNull();
  });

  it('keeps currencies apart and returns as documents of their own out of the orders', () => {
    const { state } = folded(
      order({ total: 10 }),
      order({ order_id: 'o2', total: 5, currency: 'CHF' }),
      order({ order_id: 'C3', total: -4, document: 'return' }),
    );
    expect(state.money.EUR).toEqual({
      orders: 1,
      revenueMinor: 1000,
      refundedMinor: 400,
      items: 0,
    });
    expect(state.money.CHF).toMatchObject({ orders: 1, revenueMinor: 500 });
  });
});

describe('cart', () => {
  const add = (productId: string, at = T0) =>
    event('Product Added', { product_id: productId, price: 5, quantity: 1 }, { at });

  it('fills, empties by line and is emptied by a sale at any till', () => {
    expect(
      folded(add('a'), add('a'), add('b')).state.cart.map((line) => [
        line.productId,
        line.quantity,
      ]),
    ).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    expect(
      folded(add('a'), add('b'), event('Product Removed', { product_id: 'a' })).state.cart.map(
        (line) => line.productId,
      ),
    ).toEqual(['b']);
    expect(
      folded(add('a'), event('Receipt Issued', { order_id: 'r1', total: 5 }, { channel: 'till' }))
        .state.cart,
    ).toEqual([]);
  });

  it('is not refilled by what happened before the sale but arrives after it', () => {
    const sale = event('Order Completed', { order_id: 'o', total: 5 }, { at: T0 + 1000 });
    expect(folded(sale, add('a', T0)).state.cart).toEqual([]);
    expect(folded(sale, add('a', T0 + 2000)).state.cart.length).toBe(1);
  });
});

describe('traits and affinities', () => {
  it('keep the later statement and where it came from, in one spelling', () => {
    const { state } = folded(
      identify({ first_name: 'Eva' }, { id: 'x1', at: T0 + 5 }),
      identify({ firstName: 'Ewa' }, { id: 'x0', at: T0 }),
    );
    expect(state.traits).toEqual({ firstName: { value: 'Eva', at: T0 + 5, event: 'x1' } });
  });

  it('halve an interest in sixty days and let a purchase weigh eight looks', () => {
    const { state } = folded(
      event('Product Viewed', { product_id: 'a', category: 'Lamps' }),
      event('Order Completed', {
        order_id: 'o',
        products: [{ product_id: 'b', category: 'Rugs' }],
      }),
    );
    const { Lamps = 0, Rugs = 0 } = state.affinities.category;
    expect(affinityWeight(Lamps, T0)).toBeCloseTo(1, 3);
    expect(affinityWeight(Rugs, T0)).toBeCloseTo(8, 3);
    expect(affinityWeight(Rugs, T0 + 60 * 86_400_000)).toBeCloseTo(4, 3);
  });

  it('show on the card: name, claims as contact, money with refunds off', () => {
    const { state } = folded(
      identify(
        { firstName: 'Eva', lastName: 'Engel', address: { city: 'Ulm' } },
        { claims: [{ kind: 'email', value: 'e@x.de' }] },
      ),
      event('Order Completed', { order_id: 'o', total: 9 }),
      event('Order Refunded', { order_id: 'o', total: 2 }),
    );
    expect(cardOf(state)).toMatchObject({
      name: 'Eva Engel',
      email: 'e@x.de',
      city: 'Ulm',
      orders: 1,
      revenueMinor: 700,
      currency: 'EUR',
      search: 'eva engel e@x.de ulm',
    });
  });
});
