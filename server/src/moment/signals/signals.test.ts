import { type JsonObject, SIGNAL_NAMES } from '@augenblick/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DAY,
  HOUR,
  MINUTE,
  page,
  SECOND,
  seen,
  Shopper,
  type Told,
  track,
} from '../../../test/moment.ts';
import { DEFAULT_MODEL } from '../model.ts';
import { stallAfterMs } from '../pace.ts';
import { signalText, SIGNAL_TITLES } from '../signal-words.ts';
import { SIGNAL_RULES } from './index.ts';

const CART: Told = track('Product Added', { product_id: 'a', name: 'Thing a', price: 20 });
const order = (id: string): Told =>
  track('Order Completed', {
    order_id: id,
    total: 20,
    products: [{ product_id: 'a', name: 'Thing a', price: 20 }],
  });
const WAITS = DEFAULT_MODEL.waits;
const START_S = Math.round(stallAfterMs(DEFAULT_MODEL.pace, 'start', 'desktop') / 10) / 100;

/** Each signal: a history that raises it, how long after T0 (s), and one that nearly does. */
const EXAMPLES: Readonly<
  Record<
    string,
    {
      raises: readonly (readonly [number, Told])[];
      atS: number;
      not: readonly (readonly [number, Told])[];
    }
  >
> = {
  stalled_checkout: {
    raises: [[0, track('Checkout Started')]],
    atS: START_S,
    not: [
      [0, track('Checkout Started')],
      [20 * SECOND, track('Checkout Step Viewed', { step: 2 })],
      [50 * SECOND, track('Payment Info Entered')],
      [80 * SECOND, order('o1')],
    ],
  },
  abandoned_cart: {
    raises: [[0, CART]],
    atS: WAITS.abandonedCart / SECOND,
    not: [
      [0, CART],
      [5 * MINUTE, order('o1')],
    ],
  },
  viewed_not_bought: {
    raises: [
      [0, seen('a')],
      [1 * MINUTE, seen('a')],
      [2 * MINUTE, seen('a')],
    ],
    atS: 120 + WAITS.viewedNotBought / SECOND,
    not: [
      [0, seen('a')],
      [1 * MINUTE, seen('a')],
      [2 * MINUTE, seen('a')],
      [3 * MINUTE, CART],
    ],
  },
  comparison_ping_pong: {
    raises: ['a', 'b', 'a', 'b'].map((id, i): [number, Told] => [i * 20 * SECOND, seen(id)]),
    atS: 60,
    not: ['a', 'b', 'c', 'b'].map((id, i): [number, Told] => [i * 20 * SECOND, seen(id)]),
  },
  price_watching: {
    raises: [0, 1, 2].map((i): [number, Told] => [i * DAY, seen('a')]),
    atS: (2 * DAY) / SECOND,
    not: [0, 1, 2].map((i): [number, Told] => [i * HOUR, seen('a')]),
  },
  search_without_result: {
    raises: [[0, track('Products Searched', { query: 'lampe', results: 0 })]],
    atS: 0,
    not: [[0, track('Products Searched', { query: 'lampe', results: 4 })]],
  },
  returning_after_absence: {
    raises: [
      [0, page('/')],
      [31 * DAY, page('/')],
    ],
    atS: (31 * DAY) / SECOND,
    not: [
      [0, page('/')],
      [20 * DAY, page('/')],
      [40 * DAY, page('/')],
    ],
  },
  first_purchase: {
    raises: [[0, order('o1')]],
    atS: 0,
    not: [[0, track('Order Completed', { total: 20 })]],
  },
  in_store_visit: {
    raises: [[0, track('Store Visited', { store_id: 'k1', store_name: 'Köln' })]],
    atS: 0,
    not: [[0, page('/filialen/koeln')]],
  },
  replenishment_due: {
    raises: [[0, refill('2026-06-05T08:00:00Z')]],
    atS: (Date.UTC(2026, 5, 5, 8) - Date.UTC(2026, 5, 1, 10)) / SECOND,
    not: [
      [0, refill('2026-06-05T08:00:00Z')],
      [DAY, { kind: 'identify', name: 'Shopper Identified', traits: { replenishment: null } }],
    ],
  },
};

function refill(dueAt: string): Told {
  const replenishment: JsonObject = { product_id: 'c', name: 'Kaffee', due_at: dueAt };
  return { kind: 'identify', name: 'Shopper Identified', traits: { replenishment } };
}

const play = (events: readonly (readonly [number, Told])[]): Shopper => {
  const shopper = new Shopper();
  for (const [ms, told] of events) shopper.at(ms, structuredClone(told));
  return shopper;
};

// What every signal must be; a new one comes with its example above and is held by the same tests.
describe.each(SIGNAL_RULES.map((rule) => rule.name))('%s', (name) => {
  const example = EXAMPLES[name];
  if (!example) throw new Error(`${name} has no example`);
  const times = (shopper: Shopper) => shopper.signals().filter(([raised]) => raised === name);

  it('is raised at its exact instant', () => {
    const shopper = play(example.raises).until(60 * DAY);
    expect(times(shopper)).toEqual([[name, expect.closeTo(example.atS, 1)]]);
  });

  it('is not raised when it nearly is', () => {
    expect(times(play(example.not).until(20 * DAY))).toEqual([]);
  });

  it('is not raised by what happened long ago', () => {
    const shopper = new Shopper();
    for (const [i, [, told]] of example.raises.entries())
      shopper.at(i, structuredClone(told), i - 90 * DAY);
    if (name !== 'replenishment_due') expect(times(shopper.until(2 * DAY))).toEqual([]);
  });

  it('is told once, with words in both languages and an end', () => {
    const shopper = play(example.raises).until(60 * DAY);
    const told = shopper.facts.flatMap((fact) =>
      fact.type === 'signal' && fact.signal.name === name ? [fact.signal] : [],
    );
    expect(told).toHaveLength(1);
    for (const signal of told) {
      expect(signal.until).toBeGreaterThanOrEqual(signal.at);
      const words = [signalText(signal), SIGNAL_TITLES[name]];
      for (const text of words.flatMap(({ de, en }) => [de, en])) {
        expect(text).toMatch(/^\S.{3,}/);
        expect(text).not.toMatch(/[«»!]|undefined|null|NaN/);
      }
    }
  });

  it('survives any properties', () => {
    const anything = fc.dictionary(
      fc.constantFrom(
        'product_id',
        'name',
        'price',
        'query',
        'results',
        'step',
        'store_id',
        'traits',
      ),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(anything, (properties) => {
        const shopper = new Shopper();
        for (const [ms, told] of example.raises)
          shopper.at(ms, { ...told, properties: properties as JsonObject });
        shopper.until(60 * DAY);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the registry', () => {
  it('has a rule for every name but the journey’s own log', () => {
    const names = SIGNAL_RULES.map((rule) => rule.name);
    expect([...names, 'stage_entered'].sort()).toEqual([...SIGNAL_NAMES].sort());
  });
});

describe('particular cases', () => {
  it('a stall is over as soon as somebody gets on', () => {
    const shopper = new Shopper().at(0, track('Checkout Started')).until(5 * MINUTE);
    expect(shopper.memory.holding?.[0]?.[0]).toBe('stalled_checkout');
    shopper.at(6 * MINUTE, track('Payment Info Entered'));
    expect(shopper.memory.holding?.some(([name]) => name === 'stalled_checkout') ?? false).toBe(
      false,
    );
  });

  it('who leaves the checkout for another page does not stand still in it', () => {
    const shopper = new Shopper().at(0, track('Checkout Started')).at(9000, page('/hilfe/versand'));
    expect(shopper.until(DAY).signals()).toEqual([]);
  });

  it('a cart is told again only when it was touched again', () => {
    const shopper = new Shopper().at(0, CART).until(2 * HOUR);
    shopper.at(2 * HOUR, page('/')).until(5 * HOUR);
    expect(shopper.signals().filter(([name]) => name === 'abandoned_cart')).toHaveLength(1);
    shopper.at(5 * HOUR, CART).until(9 * HOUR);
    expect(shopper.signals().filter(([name]) => name === 'abandoned_cart')).toHaveLength(2);
  });

  it('silence begins anew with every deed', () => {
    const shopper = new Shopper();
    for (const ms of [0, 1, 2]) shopper.at(ms * MINUTE, seen('a'));
    shopper.at(20 * MINUTE, page('/sortiment/lampen')).until(39 * MINUTE);
    expect(shopper.signals()).toEqual([]);
    expect(shopper.until(DAY).signals()).toEqual([['viewed_not_bought', 40 * 60]]);
  });

  it('a second order is no first purchase', () => {
    const shopper = new Shopper().at(0, order('o1')).at(20 * DAY, order('o2'));
    expect(shopper.signals().filter(([name]) => name === 'first_purchase')).toHaveLength(1);
  });
});
