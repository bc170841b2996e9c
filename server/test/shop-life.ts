import type { Condition } from '@augenblick/contract';
import fc from 'fast-check';

/**
 * Something that happens in a shop's life: an item for ingest, time that passes, alarms that are looked after, a segment
 * (see CONDITIONS) that is switched on or off.
 */
export type Happening =
  | { what: 'item'; item: Record<string, unknown> }
  | { what: 'time'; ms: number }
  | { what: 'look' }
  | { what: 'publish' | 'archive'; n: number };

const hours = (n: number) => ({ n, unit: 'hour' }) as const;
const event = (name: string) => ({ names: [name], where: [] });
/** Segments of every kind of reason to come and go: events, time, moments, signals, money, other segments' parts. */
export const CONDITIONS: readonly Condition[] = [
  { type: 'moment_now', kinds: ['buy'] },
  {
    type: 'event',
    event: event('Product Viewed'),
    times: { compare: 'at_least', n: 2 },
    window: { last: hours(24) },
  },
  {
    type: 'sequence',
    first: event('Product Added'),
    next: event('Order Completed'),
    happens: false,
    within: { n: 20, unit: 'minute' },
  },
  {
    type: 'any',
    of: [
      { type: 'money', measure: 'revenue', compare: 'at_least', minor: 9000, currency: 'EUR' },
      { type: 'orders', times: { compare: 'at_least', n: 2 }, window: { last: hours(100) } },
    ],
  },
  { type: 'seen', which: 'last', age: 'longer_ago', duration: { n: 7, unit: 'day' } },
  {
    type: 'all',
    of: [
      { type: 'signal_now', names: ['abandoned_cart', 'stalled_checkout'] },
      { type: 'not', of: { type: 'orders', times: { compare: 'at_least', n: 3 } } },
    ],
  },
  {
    type: 'all',
    of: [
      { type: 'identified', is: true },
      { type: 'consent', purpose: 'marketing', channel: 'email', state: 'granted' },
    ],
  },
  {
    type: 'moment',
    kinds: ['buy', 'know'],
    times: { compare: 'at_least', n: 1 },
    window: { last: { n: 2, unit: 'day' } },
  },
];

const PRODUCTS = ['lamp', 'sofa', 'rug', 'desk'];
const pick = (values: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...values);
const product = pick(PRODUCTS).map((id) => ({
  product_id: id,
  name: `The ${id}`,
  category: id === 'lamp' ? 'Light' : 'Rooms',
  brand: id.slice(0, 1),
  price: id.length * 10,
  currency: 'EUR',
}));

/** Who does it: few people with few devices, so that they meet, are joined and share. */
const who = fc.oneof(
  { weight: 4, arbitrary: pick(['a1', 'a2', 'a3']).map((anonymousId) => ({ anonymousId })) },
  { weight: 2, arbitrary: pick(['u1', 'u2']).map((userId) => ({ userId })) },
  {
    weight: 1,
    arbitrary: fc.record({ anonymousId: pick(['a1', 'a2', 'a3']), userId: pick(['u1', 'u2']) }),
  },
);

const pages = ['/', '/shop/lamps', '/how-to/hang', '/guide/light', '/stores/cologne', '/cart'];
const tracked = (event: string, properties: fc.Arbitrary<object> = fc.constant({})) =>
  properties.map((more) => ({ type: 'track', event, properties: more }));
const order = pick(['o1', 'o2', 'o3', 'o4']);

const item = fc.oneof(
  pick(pages).map((path) => ({ type: 'page', properties: { path, title: path } })),
  tracked('Product Viewed', product),
  tracked('Product Viewed', product),
  tracked('Product Added', product),
  tracked(
    'Products Searched',
    pick(['how to hang a lamp', 'lamp buy', 'nothing']).map((query) => ({ query, results: 0 })),
  ),
  tracked('Checkout Started', fc.constant({ order_id: 'c1' })),
  tracked('Checkout Step Viewed', fc.constant({ step: 2 })),
  tracked('Checkout Step Completed', fc.constant({ step: 2 })),
  tracked('Store Visited', fc.constant({ store_id: 's1' })),
  tracked('Review Submitted', product),
  tracked(
    'Order Completed',
    fc.record({
      order_id: order,
      total: fc.integer({ min: 5, max: 200 }),
      currency: fc.constant('EUR'),
      products: product.map((one) => [{ ...one, quantity: 1 }]),
    }),
  ),
  tracked('Order Refunded', fc.record({ order_id: order, total: fc.constant(5) })),
  tracked('Consent Granted', fc.constant({ purpose: 'marketing', channel: 'email' })),
  tracked('Consent Withdrawn', fc.constant({ purpose: 'marketing', channel: 'email' })),
  fc.constant({ type: 'identify', traits: { city: 'Köln', age: 40 } }),
);

const time = fc
  .oneof(
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: 500, max: 90_000 }),
    fc.integer({ min: 60_000, max: 5 * 3_600_000 }),
    fc.integer({ min: 3_600_000, max: 40 * 86_400_000 }),
  )
  .map((ms): Happening => ({ what: 'time', ms }));

/** What happened how long ago when it comes in: mostly just now, sometimes an import from long before. */
const age = fc.oneof(
  { weight: 8, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 400 * 86_400_000 }) },
);

/** A shop's life in an order drawn by chance. Items carry `ageMs`, how long ago they happened when they come in. */
export const shopLife: fc.Arbitrary<Happening[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.tuple(item, who, age).map(
        ([what, person, ageMs]): Happening => ({
          what: 'item',
          item: { ...what, ...person, ageMs },
        }),
      ),
    },
    { weight: 4, arbitrary: time },
    { weight: 2, arbitrary: fc.constant<Happening>({ what: 'look' }) },
    {
      weight: 1,
      arbitrary: fc
        .record({
          what: fc.constantFrom('publish', 'publish', 'archive'),
          n: fc.nat(CONDITIONS.length - 1),
        })
        .map((one) => one as Happening),
    },
  ),
  { minLength: 5, maxLength: 60 },
);
