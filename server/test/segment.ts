import type {
  Condition,
  DateTest,
  Duration,
  EventPattern,
  Goods,
  ProfileId,
  RetailerId,
  Times,
  TimeWindow,
  ValueTest,
} from '@augenblick/contract';
import fc from 'fast-check';
import type { Database } from '../src/runtime/index.ts';
import { fillSegments } from '../src/segment/fill.ts';
import { createSegment, publishSegment, type SegmentDeps } from '../src/segment/segments.ts';
import type { WritePath } from './write-path.ts';

const R = 1 as RetailerId;

/** Random conditions over a small shop, so that they meet the random histories below. */
export const duration: fc.Arbitrary<Duration> = fc.constantFrom<Duration>(
  { n: 5, unit: 'minute' },
  { n: 20, unit: 'minute' },
  { n: 3, unit: 'hour' },
  { n: 2, unit: 'day' },
  { n: 1, unit: 'week' },
);
const window: fc.Arbitrary<TimeWindow | undefined> = fc.oneof(
  fc.constant(undefined),
  duration.map((last): TimeWindow => ({ last })),
  fc.constantFrom<TimeWindow>(
    { from: '2026-02-26', to: '2026-03-01' },
    { from: '2026-03-01', to: null },
  ),
);
const times: fc.Arbitrary<Times> = fc.record({
  compare: fc.constantFrom('at_least', 'at_most', 'exactly'),
  n: fc.integer({ min: 0, max: 3 }),
});

const NAMES = ['Product Viewed', 'Product Added', 'Store Visited', 'Checkout Started'];
const CATEGORIES = ['Lampen', 'lampen', 'Öle', 'ÖLE', 'Brot'];
const pattern: fc.Arbitrary<EventPattern> = fc.record({
  names: fc.uniqueArray(fc.constantFrom(...NAMES, 'Order Completed'), {
    minLength: 1,
    maxLength: 2,
  }),
  where: fc.array(
    fc.oneof(
      fc.record({
        property: fc.constant('category'),
        test: fc.oneof(
          fc.record({
            op: fc.constantFrom('is' as const, 'is_not' as const),
            values: fc.array(fc.constantFrom<string | number>(...CATEGORIES, 3, 'x'), {
              minLength: 1,
              maxLength: 2,
            }),
          }),
          fc.record({ op: fc.constant('contains' as const), text: fc.constantFrom('ÖL', 'amp') }),
          fc.constant({ op: 'set' as const }),
        ),
      }),
      fc.record({
        property: fc.constantFrom('price', 'products.price', 'tags'),
        test: fc.oneof(
          fc.record({
            op: fc.constantFrom('above' as const, 'below' as const),
            value: fc.constantFrom(3, 10.5),
          }),
          fc.record({
            op: fc.constant('between' as const),
            from: fc.constant(1),
            to: fc.constant(5),
          }),
        ),
      }),
    ),
    { maxLength: 1 },
  ),
});

const goods: fc.Arbitrary<Goods | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom<Goods>({ categories: ['LAMPEN'] }, { products: ['p1', 'p2'], brands: ['Nord'] }),
);
const orderLeaf = fc.oneof(
  fc.record({ type: fc.constant('orders' as const), times, goods, window }),
  fc
    .record({
      type: fc.constant('money' as const),
      measure: fc.constantFrom('revenue' as const, 'average' as const, 'refunded' as const),
      compare: fc.constantFrom('at_least' as const, 'at_most' as const),
      minor: fc.constantFrom(0, 1, 1000, 5000),
      currency: fc.constantFrom('EUR', 'USD'),
      goods,
      window,
    })
    .map((part) => (part.measure === 'refunded' ? { ...part, goods: undefined } : part)),
  fc.record({
    type: fc.constant('last_order' as const),
    age: fc.constantFrom('within' as const, 'longer_ago' as const),
    duration,
    goods,
  }),
);
const stateLeaf = fc.oneof(
  fc.record({
    type: fc.constant('trait' as const),
    key: fc.constantFrom('city', 'age', 'birthday'),
    test: fc.constantFrom<ValueTest | DateTest>(
      { op: 'is' as const, values: ['köln', 30] },
      { op: 'is_not' as const, values: ['Köln'] },
      { op: 'contains' as const, text: 'LN' },
      { op: 'above' as const, value: 30 },
      { op: 'set' as const },
      { op: 'anniversary' as const, n: 1 },
      { op: 'past_days' as const, n: 3 },
      { op: 'longer_ago' as const, n: 2 },
      { op: 'day_before' as const, day: '2026-03-01' },
      { op: 'next_days' as const, n: 2 },
    ),
  }),
  fc.record({
    type: fc.constant('consent' as const),
    purpose: fc.constant('marketing' as const),
    channel: fc.constant('email' as const),
    state: fc.constantFrom('granted' as const, 'withdrawn' as const, 'none' as const),
  }),
  fc.record({ type: fc.constant('identified' as const), is: fc.boolean() }),
  fc.record({
    type: fc.constant('channel' as const),
    channel: fc.constantFrom('web', 'till'),
    how: fc.constantFrom('ever' as const, 'never' as const, 'mostly' as const, 'only' as const),
  }),
  fc.record({
    type: fc.constant('affinity' as const),
    kind: fc.constant('category' as const),
    values: fc.constantFrom(['Lampen'], ['Brot', 'Öle']),
    level: fc.constantFrom('some' as const, 'strong' as const, 'favourite' as const),
  }),
  fc.record({
    type: fc.constant('seen' as const),
    which: fc.constantFrom('first' as const, 'last' as const),
    age: fc.constantFrom('within' as const, 'longer_ago' as const),
    duration,
  }),
  fc.record({
    type: fc.constant('moment_now' as const),
    kinds: fc.constantFrom(['buy' as const], ['know' as const, 'do' as const]),
    confidence: fc.constantFrom(0, 0.6),
  }),
  fc.record({
    type: fc.constant('moment' as const),
    kinds: fc.constantFrom(['buy' as const], ['know' as const, 'go' as const]),
    times,
    window,
  }),
  fc.record({
    type: fc.constant('signal' as const),
    names: fc.constantFrom(
      ['abandoned_cart' as const],
      ['viewed_not_bought' as const, 'first_purchase' as const],
    ),
    times,
    window,
  }),
  fc.record({
    type: fc.constant('signal_now' as const),
    names: fc.constantFrom(
      ['abandoned_cart' as const],
      ['stalled_checkout' as const, 'in_store_visit' as const],
    ),
  }),
);
const eventLeaf = fc.oneof(
  fc.record({ type: fc.constant('event' as const), event: pattern, times, window }),
  fc.record({
    type: fc.constant('sequence' as const),
    first: pattern,
    next: pattern,
    happens: fc.boolean(),
    within: fc.constantFrom<Duration>({ n: 5, unit: 'minute' }, { n: 2, unit: 'hour' }),
    window: fc.constantFrom<{ last: Duration } | undefined>(undefined, {
      last: { n: 2, unit: 'day' },
    }),
  }),
);

/** A condition of any shape; keys without a value are left out, as JSON does. */
export const condition: fc.Arbitrary<Condition> = fc
  .letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', maxDepth: 3, withCrossShrink: true },
      eventLeaf,
      orderLeaf,
      stateLeaf,
      fc.record({ type: fc.constant('not' as const), of: tie('tree') }),
      fc.record({
        type: fc.constantFrom('all' as const, 'any' as const),
        of: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
      }),
    ),
  }))
  .tree.map((part) => JSON.parse(JSON.stringify(part)) as Condition);

/** One thing that happens: how long after the one before, how late it is told, who it is, and what. */
export interface Happening {
  stepMs: number;
  lateMs: number;
  who: string;
  till: boolean;
  item: Record<string, unknown>;
}

const product = fc.record({
  product_id: fc.constantFrom('p1', 'p2', 'p3'),
  category: fc.constantFrom(...CATEGORIES),
  brand: fc.constantFrom('Nord', 'Süd'),
  price: fc.constantFrom<string | number>(3, '4.50', 10.5, 'teuer'),
  quantity: fc.constantFrom(1, 2, 0.5),
});
const item: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  fc.record({
    type: fc.constant('track'),
    event: fc.constantFrom(...NAMES),
    properties: fc
      .tuple(product, fc.array(product, { maxLength: 2 }), fc.constantFrom(undefined, [1, 7]))
      .map(([one, products, tags]) => ({
        ...one,
        ...(products.length > 0 ? { products } : {}),
        ...(tags ? { tags } : {}),
        store_id: 's1',
      })),
  }),
  fc.record({
    type: fc.constant('track'),
    event: fc.constantFrom(
      'Order Completed',
      'Order Completed',
      'Order Refunded',
      'Order Cancelled',
      'Order Updated',
    ),
    properties: fc.record({
      order_id: fc.constantFrom('o1', 'o2', 'o3'),
      currency: fc.constantFrom('EUR', 'EUR', 'USD'),
      total: fc.constantFrom(0, 9.99, 50, 120),
      document: fc.constantFrom(undefined, undefined, 'return'),
      products: fc.array(product, { maxLength: 2 }),
    }),
  }),
  fc.record({
    type: fc.constant('identify'),
    traits: fc.record({
      city: fc.constantFrom('Köln', 'KÖLN', 'Berlin', null),
      age: fc.constantFrom<string | number>(30, '31', 'alt'),
      birthday: fc.constantFrom('1980-03-02', '1996-02-29', '2026-02-27', 'unbekannt'),
    }),
  }),
  fc.record({
    type: fc.constant('track'),
    event: fc.constantFrom('Consent Granted', 'Consent Withdrawn'),
    properties: fc.constant({ purpose: 'marketing', channel: 'email' }),
  }),
);

/** Something that happens to one of three shoppers. */
export const happening: fc.Arbitrary<Happening> = fc.record({
  stepMs: fc.constantFrom(0, 1, 1000, 61_000, 300_000, 3 * 3_600_000, 20 * 3_600_000),
  lateMs: fc.constantFrom(0, 0, 0, 1, 60_000, 2 * 3_600_000, 3 * 86_400_000),
  who: fc.constantFrom('a', 'b', 'c'),
  till: fc.boolean(),
  item,
});

let messages = 0;

/** Lets something happen: the clock moves on, the event is told, perhaps late. */
export async function happen(path: WritePath, one: Happening): Promise<void> {
  path.clock.advance(one.stepMs);
  const timestamp = new Date(path.clock.now() - one.lateMs).toISOString();
  const who = one.who === 'c' ? { userId: 'c' } : { anonymousId: one.who };
  await path.ingest.submit(one.till ? path.till : path.web, [
    { ...one.item, ...who, timestamp, messageId: `m${messages++}` },
  ]);
}

/** Deps for changing segments on a write path; jobs are run by hand (see `fill`). */
export function segmentDeps(database: Database, path: WritePath): SegmentDeps {
  let made = 0;
  return {
    database,
    clock: path.clock,
    ids: {
      uuid7: () =>
        `01900000-0000-7000-8000-5e9${String(path.clock.now() + made++)
          .padStart(20, '0')
          .slice(-9)}`,
      token: () => 't',
    },
    jobs: { add: () => Promise.resolve() },
  };
}

/** Adds segments and switches them on. Answers their ids. */
export async function publish(
  deps: SegmentDeps,
  conditions: readonly Condition[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const one of conditions) {
    const body = { name: `Segment ${ids.length}`, note: '', condition: one };
    const id = await createSegment(deps, R, body);
    await publishSegment(deps, R, id, 'Test');
    ids.push(id);
  }
  return ids;
}

/** Goes through shoppers from before. */
export function fill(database: Database, path: WritePath, step = 2): Promise<number> {
  const { clock, definitions, pipeline } = path;
  const forget = (retailerId: RetailerId, ids: readonly ProfileId[]) =>
    pipeline.forget(retailerId, ids);
  return fillSegments({ sql: database.owner, clock, definitions, forget, step }, R);
}
