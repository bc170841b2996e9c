import {
  type EvidenceCode,
  EVIDENCE_CODES,
  MOMENT_ROW_LAG_MS,
  type MomentMemory,
} from '@augenblick/contract';
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
  T0,
  type Told,
  track,
} from '../../test/moment.ts';
import { momentAt, nextChange } from './detect.ts';
import { beliefAt, fadesAt, takeIn } from './evidence.ts';
import { DEFAULT_MODEL, modelFault } from './model.ts';

const HOWTO = page('/ratgeber/anleitung-lampe-montieren', 'Lampe montieren');
const STORE: Told = {
  kind: 'page',
  name: 'Page Viewed',
  properties: { path: '/filialen/koeln', store_id: 'k1', store_name: 'Köln' },
};
const ORDER = track('Order Completed', {
  order_id: 'o1',
  total: 20,
  products: [{ product_id: 'a', name: 'Thing a', price: 20, quantity: 1 }],
});

const anyTold: fc.Arbitrary<Told> = fc.oneof(
  fc.constantFrom('a', 'b', 'c').map((id) => seen(id)),
  fc.constantFrom<Told>(
    HOWTO,
    STORE,
    page('/', 'Start'),
    page('/sortiment/lampen', 'Lampen'),
    track('Product Added', { product_id: 'a', name: 'Thing a', price: 20 }),
    track('Cart Viewed'),
    track('Checkout Started'),
    track('Checkout Step Viewed', { step: 2 }),
    track('Payment Info Entered'),
    track('Products Searched', { query: 'lampe', results: 0 }),
    track('Products Searched', { query: 'lampe', results: 9 }),
    track('Pass Scanned', { store_id: 'k1' }),
    ORDER,
  ),
);
/** A history: events and the pauses before them. */
const history = fc.array(fc.tuple(anyTold, fc.integer({ min: 0, max: 20 * MINUTE })), {
  minLength: 1,
  maxLength: 25,
});

describe('the belief', () => {
  const codes = fc.array(fc.constantFrom(...EVIDENCE_CODES), { minLength: 1, maxLength: 6 });

  it('does not depend on the order of signs of one instant', () => {
    fc.assert(
      fc.property(codes, fc.integer({ min: 0, max: 60_000 }), (signs, age) => {
        const one: MomentMemory = {};
        const other: MomentMemory = {};
        takeIn(one, signs, T0, age, DEFAULT_MODEL);
        takeIn(other, [...signs].reverse(), T0, age, DEFAULT_MODEL);
        const [a, b] = [one, other].map((memory) => beliefAt(memory, T0, DEFAULT_MODEL));
        for (const i of [0, 1, 2, 3]) expect(a?.kind[i]).toBeCloseTo(b?.kind[i] as number, 3);
        for (const i of [0, 1, 2, 3, 4]) expect(a?.stage[i]).toBeCloseTo(b?.stage[i] as number, 3);
      }),
    );
  });

  it('adds: together counts what each counts alone, when they are different signs', () => {
    const distinct = fc.uniqueArray(fc.constantFrom(...EVIDENCE_CODES), {
      minLength: 2,
      maxLength: 5,
    });
    fc.assert(
      fc.property(distinct, (signs) => {
        const together: MomentMemory = {};
        takeIn(together, signs, T0, 0, DEFAULT_MODEL);
        const sum = [0, 0, 0, 0];
        for (const code of signs) {
          const alone: MomentMemory = {};
          takeIn(alone, [code], T0, 0, DEFAULT_MODEL);
          for (const i of [0, 1, 2, 3]) sum[i] = (sum[i] as number) + (alone.kind?.[i] as number);
        }
        for (const i of [0, 1, 2, 3]) expect(together.kind?.[i]).toBeCloseTo(sum[i] as number, 3);
      }),
    );
  });

  it('halves with the half-life', () => {
    const memory: MomentMemory = {};
    takeIn(memory, ['page_howto'], T0, 0, DEFAULT_MODEL);
    const { halfLifeMs } = DEFAULT_MODEL;
    const later: MomentMemory = { ...memory };
    takeIn(later, ['page_home'], T0 + halfLifeMs.kind, 0, DEFAULT_MODEL);
    const home = DEFAULT_MODEL.weights.page_home?.kind[2] as number;
    expect(later.kind?.[2]).toBeCloseTo((memory.kind?.[2] as number) / 2 + home, 3);
  });

  it('takes a late event as what is left of it', () => {
    const late: MomentMemory = {};
    takeIn(late, ['page_howto'], T0, DEFAULT_MODEL.halfLifeMs.kind, DEFAULT_MODEL);
    expect(late.kind?.[2]).toBeCloseTo(1.5, 3);
    const ancient: MomentMemory = {};
    expect(takeIn(ancient, ['page_howto'], T0, 365 * DAY, DEFAULT_MODEL)).toEqual([]);
    expect(ancient).toEqual({});
  });

  it('sums to one at any instant', () => {
    fc.assert(
      fc.property(codes, fc.integer({ min: 0, max: DAY }), (signs: EvidenceCode[], later) => {
        const memory: MomentMemory = {};
        takeIn(memory, signs, T0, 0, DEFAULT_MODEL);
        const { kind, stage } = beliefAt(memory, T0 + later, DEFAULT_MODEL);
        expect(kind.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
        expect(stage.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe('a moment', () => {
  it.each<[string, Told[], string]>([
    ['a how-to page', [HOWTO], 'do'],
    [
      'instructions after a long look around',
      ['a', 'b', 'c', 'd', 'e'].map((id) => seen(id)).concat(HOWTO),
      'do',
    ],
    ['a store page', [STORE], 'go'],
    ['a store page after a look around', ['a', 'b', 'c'].map((id) => seen(id)).concat(STORE), 'go'],
    ['opening hours', [page('/oeffnungszeiten')], 'go'],
    [
      'looking around',
      [page('/', 'Start'), page('/sortiment/lampen'), seen('a'), seen('b')],
      'know',
    ],
    ['a guide', [page('/magazin/welche-lampe-passt')], 'know'],
    ['into the cart', [seen('a'), track('Product Added', { product_id: 'a' })], 'buy'],
    ['the checkout', [track('Checkout Started')], 'buy'],
  ])('%s', (_, events, kind) => {
    const shopper = new Shopper();
    for (const [i, told] of events.entries()) shopper.at(i * 20 * SECOND, told);
    expect(shopper.kind((events.length - 1) * 20 * SECOND)).toBe(kind);
  });

  it('says what it is about', () => {
    const shopper = new Shopper().at(0, seen('a')).at(9000, STORE);
    expect(shopper.memory.present?.subject).toEqual({ type: 'store', id: 'k1', name: 'Köln' });
    shopper.at(18_000, track('Product Added', { product_id: 'a', name: 'Thing a' }));
    shopper.at(20_000, track('Checkout Started'));
    expect(shopper.memory.present?.subject).toMatchObject({ type: 'product', id: 'a' });
  });

  it('ends when the order answers it, and does not hand over to what is left', () => {
    const shopper = new Shopper().at(0, STORE).at(9000, track('Checkout Started'));
    shopper.at(20_000, track('Payment Info Entered')).at(30_000, ORDER);
    expect(shopper.kind(30_000)).toBe(null);
    expect(shopper.moments().at(-1)).toMatchObject({ kind: 'buy', endReason: 'answered' });
    expect(shopper.draft.state.moment?.path?.at(-1)?.[0]).toBe(3);
  });

  it('holds until one millisecond before its end, and not at it', () => {
    fc.assert(
      fc.property(history, (events) => {
        const shopper = play(events);
        const { present } = shopper.memory;
        if (!present) return;
        const { until, kind, id } = present;
        const i = ['know', 'go', 'do', 'buy'].indexOf(kind);
        const probability = (at: number): number =>
          beliefAt(shopper.memory, at, DEFAULT_MODEL).kind[i] as number;
        expect(fadesAt(shopper.memory, kind, DEFAULT_MODEL)).toBe(until);
        expect(probability(until - 1)).toBeGreaterThan(DEFAULT_MODEL.thresholds.end - 1e-9);
        expect(probability(until)).toBeLessThan(DEFAULT_MODEL.thresholds.end + 1e-9);
        expect(momentAt(shopper.draft.state, until - 1, DEFAULT_MODEL)?.id).toBe(id);
        expect(momentAt(shopper.draft.state, until, DEFAULT_MODEL)).toBe(null);
        shopper.until(until - T0 - 1);
        expect(shopper.memory.present?.id).toBe(id);
        shopper.until(until - T0 + 1234);
        const ended = shopper.moments().find((moment) => moment.id === id);
        expect(ended).toMatchObject({ endedAt: until, expiresAt: until, endReason: 'faded' });
      }),
    );
  });

  it('is written exactly when it ends, and within the lag while it lasts', () => {
    fc.assert(
      fc.property(history, (events) => {
        const shopper = play(events);
        const { present } = shopper.memory;
        const row = shopper.moments().find((moment) => moment.id === present?.id);
        if (!present) return;
        expect(Math.abs((row?.expiresAt ?? 0) - present.until)).toBeLessThan(MOMENT_ROW_LAG_MS);
        expect(row?.endedAt).toBe(null);
      }),
    );
  });
});

describe('time', () => {
  it('passes the same in one step and in many', () => {
    fc.assert(
      fc.property(
        history,
        fc.array(fc.integer({ min: 0, max: 40 * DAY }), { maxLength: 12 }),
        (events, steps) => {
          const once = play(events).until(60 * DAY);
          const often = play(events);
          const end = events.reduce((sum, [, pause]) => sum + pause, 0);
          for (const step of steps.sort((a, b) => a - b)) often.until(Math.max(end, step));
          often.until(60 * DAY);
          expect(often.draft.state).toEqual(once.draft.state);
          expect(often.facts).toEqual(once.facts);
        },
      ),
    );
  });

  it('changes nothing before the next change', () => {
    fc.assert(
      fc.property(history, (events) => {
        const shopper = play(events);
        const next = nextChange(shopper.draft.state);
        const before = shopper.facts.length;
        if (next === null) shopper.until(400 * DAY);
        else shopper.until(next - T0 - 1);
        expect(shopper.facts.length).toBe(before);
        if (next !== null) {
          const text = JSON.stringify(shopper.draft.state);
          expect(JSON.stringify(shopper.until(next - T0).draft.state)).not.toBe(text);
        }
      }),
    );
  });

  it('gives the same facts whenever the same history is played', () => {
    fc.assert(
      fc.property(history, (events) => {
        const [one, two] = [play(events).until(DAY), play(events).until(DAY)];
        expect(one.facts).toEqual(two.facts);
        // The state goes through the database between events.
        const stored = play(events, true).until(DAY);
        expect(stored.facts).toEqual(one.facts);
        expect(JSON.stringify(stored.draft.state)).toBe(JSON.stringify(one.draft.state));
      }),
    );
  });

  it('gives no two moments or signals one id', () => {
    fc.assert(
      fc.property(history, (events) => {
        const shopper = play(events).until(DAY);
        const beginnings = shopper.facts.flatMap((fact) =>
          fact.type === 'signal' ? [fact.signal.id] : [],
        );
        expect(new Set(beginnings).size).toBe(beginnings.length);
      }),
    );
  });

  it('leaves a quiet shopper little to remember', () => {
    const shopper = new Shopper();
    for (let i = 0; i < 40; i++) shopper.at(i * 30 * SECOND, seen(`p${i % 9}`));
    shopper.until(3 * HOUR);
    expect(shopper.memory).not.toHaveProperty('present');
    expect(JSON.stringify(shopper.memory).length).toBeLessThan(1500);
  });
});

describe('an import of old history', () => {
  it('makes no moments and no signals', () => {
    fc.assert(
      fc.property(fc.array(anyTold, { maxLength: 20 }), (events) => {
        const shopper = new Shopper();
        for (const [i, told] of events.entries()) shopper.at(i, told, i - 300 * DAY);
        shopper.until(10 * DAY);
        expect(shopper.facts).toEqual([]);
        expect(shopper.memory).not.toHaveProperty('kind');
      }),
    );
  });
});

describe('the model by rule', () => {
  it('can be used, and knows every sign', () => {
    expect(modelFault(DEFAULT_MODEL)).toBe(undefined);
    expect(Object.keys(DEFAULT_MODEL.weights).sort()).toEqual([...EVIDENCE_CODES].sort());
  });

  it('is refused when the bias alone would keep a moment alive', () => {
    const bias = { ...DEFAULT_MODEL.bias, kind: [3, 0, 0, 0] as never };
    expect(modelFault({ ...DEFAULT_MODEL, bias })).toContain('bias');
  });
});

function play(events: readonly (readonly [Told, number])[], stored = false): Shopper {
  const shopper = new Shopper();
  let ms = 0;
  for (const [told, pause] of events) {
    ms += pause;
    shopper.at(ms, structuredClone(told));
    if (stored) shopper.draft.state = JSON.parse(JSON.stringify(shopper.draft.state)) as never;
  }
  return shopper;
}
