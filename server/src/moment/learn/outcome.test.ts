import { EVIDENCE_CODES, type Order, type ProfileId } from '@augenblick/contract';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, page, seen, T0, type Told, track } from '../../../test/moment.ts';
import { emptyState, type FoldEvent, foldWatched, orderIdOf } from '../../profile/index.ts';
import { beliefAt } from '../evidence.ts';
import { DEFAULT_MODEL } from '../model.ts';
import { momentModels } from '../models.ts';
import { momentWatcher } from '../watch.ts';
import { stepsOf } from './case.ts';
import { toVector } from './fit.ts';
import { casesOf, outcomeAfter } from './outcome.ts';
import { stepTimesOf } from './pace.ts';

const ORDER = track('Order Completed', {
  order_id: 'o1',
  total: 20,
  currency: 'EUR',
  products: [{ product_id: 'l1', name: 'Lamp', price: 20, quantity: 1 }],
});

/** A shopper's history: [ms after T0, event]. */
function told(history: readonly (readonly [number, Told])[]) {
  return history.map(([ms, more], i) => {
    const event: FoldEvent = {
      id: `e${i}`,
      kind: 'track',
      channel: 'web',
      currency: 'EUR',
      properties: {},
      traits: null,
      context: {},
      claims: [],
      anchorKind: 'anonymous_id',
      at: T0 + ms,
      ...more,
    };
    return { event, now: T0 + ms };
  });
}
const outcome = (history: readonly (readonly [number, Told])[], i = 0) =>
  outcomeAfter(stepsOf('p', told(history), DEFAULT_MODEL), i);
const LOOK: readonly [number, Told] = [0, seen('l1')];

describe('what came of an instant', () => {
  test('an order within the visit, though nothing before it told its purpose', () => {
    const history = [LOOK, [20 * MINUTE, seen('l1')], [45 * MINUTE, ORDER]] as const;
    expect(outcome(history)).toEqual({ kind: 'buy', weight: 1 });
    // After more than half an hour without a deed it is another visit.
    expect(outcome([LOOK, [31 * MINUTE, ORDER]])).toBeUndefined();
  });
  test('the first deed within ten minutes that tells its purpose', () => {
    const then = (ms: number) => outcome([LOOK, [ms, page('/filialen/koeln')], [ms + 9, ORDER]]);
    expect(then(MINUTE)?.kind).toBe('go');
    expect(then(11 * MINUTE)?.kind).toBe('buy');
  });
  test('a visit to a store within a day', () => {
    const visit = track('Store Visited', { store_id: 'k1' });
    expect(outcome([LOOK, [20 * HOUR, visit]])?.kind).toBe('go');
    expect(outcome([LOOK, [25 * HOUR, visit]])).toBeUndefined();
  });
  test('a support contact', () => {
    expect(outcome([LOOK, [MINUTE, track('Chat Opened')]])?.kind).toBe('do');
  });
  test('going on to look is knowing, and says less; nothing at all says nothing', () => {
    expect(outcome([LOOK, [MINUTE, seen('l2')]])).toEqual({ kind: 'know', weight: 0.5 });
    expect(outcome([LOOK])).toBeUndefined();
  });
});

test('evidence times weights is the belief the live path has', () => {
  const history = told([
    [0, page('/')],
    [9_000, seen('l1')],
    [30_000, page('/anleitung/lampe')],
    [70_000, page('/filialen/koeln')],
    [90_000, seen('l1')],
    [6 * MINUTE, track('Product Added', { product_id: 'l1', name: 'Lamp', price: 20 })],
    [7 * MINUTE, ORDER],
    [9 * MINUTE, seen('l2')],
  ]);
  const model = DEFAULT_MODEL;
  const steps = stepsOf('p', history, model);
  const watcher = { ...momentWatcher(momentModels([])), settle: () => null };
  const draft = { id: 'p' as ProfileId, state: emptyState(T0), audience: {}, facts: [] };
  const orders = new Map<string, Order>();
  const vector = toVector(model);
  for (const [i, { event, now }] of history.entries()) {
    foldWatched(watcher, draft, event, now * 1000, orders, orderIdOf(event));
    const { codes, amounts } = steps[i] as (typeof steps)[number];
    const scores = [0, 1, 2, 3].map((k) =>
      codes.reduce(
        (sum, code, place) => sum + (vector[code * 4 + k] ?? 0) * (amounts[place] ?? 0),
        vector[EVIDENCE_CODES.length * 4 + k] ?? 0,
      ),
    );
    const sum = scores.reduce((total, score) => total + Math.exp(score), 0);
    const mine = scores.map((s) => (1 - model.doubt) * (Math.exp(s) / sum) + model.doubt / 4);
    const live = beliefAt(draft.state.moment ?? {}, now, model).kind;
    // Amounts below a fiftieth are left out, and the live path rounds to four decimals.
    for (const k of [0, 1, 2, 3]) expect(mine[k]).toBeCloseTo(live[k] as number, 1.7);
  }
});

test('a long visit weighs no more than a few instants, and only what had its time counts', () => {
  const many = Array.from({ length: 60 }, (_, i) => [i * 20_000, seen(`l${i % 9}`)] as const);
  const steps = stepsOf('p', told(many), DEFAULT_MODEL);
  const cases = casesOf(steps);
  expect(cases.length).toBeGreaterThan(50);
  expect(cases.reduce((sum, one) => sum + one.weight, 0)).toBeLessThanOrEqual(3);
  expect(casesOf(steps, -Infinity, T0 - DAY)).toEqual([]);
});

test('times in steps: done by the next step or the order, not done by leaving or staying', () => {
  const step = (n: number) => track('Checkout Step Viewed', { step: n });
  const times = stepTimesOf(
    told([
      [0, track('Checkout Started')],
      [200, page('/kasse')],
      [20_200, step(2)],
      [50_200, track('Coupon Entered')],
      [70_200, track('Payment Info Entered')],
      [90_200, ORDER],
      [200_000, track('Checkout Started')],
      [210_000, page('/')],
      [300_000, track('Checkout Started')],
    ]),
    T0 + 400_000,
  );
  expect(times.map(({ step: name, ms, done }) => [name, ms, done])).toEqual([
    ['start', 20_000, true],
    ['2', 50_000, true],
    ['payment', 20_000, true],
    ['start', 10_000, false],
    ['start', 100_000, false],
  ]);
});
