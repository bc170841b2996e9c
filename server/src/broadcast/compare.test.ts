import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../runtime/index.ts';
import {
  type Arm,
  differenceOf,
  neededPerArm,
  normalQuantile,
  shareOf,
  verdictOf,
} from './compare.ts';
import { drawOf, firstVariant, variantOf } from './draw.ts';

describe('shares and differences', () => {
  it('have the known quantiles and intervals', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 6);
    expect(normalQuantile(0.5)).toBeCloseTo(0, 9);
    expect(normalQuantile(0.999)).toBeCloseTo(3.090232, 6);
    // Newcombe 1998, table II, row a: 56/70 − 48/80.
    const found = differenceOf({ hits: 56, n: 70 }, { hits: 48, n: 80 });
    expect(found.low).toBeCloseTo(0.0524, 4);
    expect(found.high).toBeCloseTo(0.3339, 4);
  });

  it('hold their value and stay within what is possible', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), fc.nat(5000), fc.nat(5000), (a, b, c, d) => {
        const [n, m] = [Math.max(a, b, 1), Math.max(c, d, 1)];
        const one = shareOf(Math.min(a, b), n);
        expect(one.low).toBeLessThanOrEqual(one.value);
        expect(one.value).toBeLessThanOrEqual(one.high);
        expect(one.low).toBeGreaterThanOrEqual(0);
        expect(one.high).toBeLessThanOrEqual(1);
        const gap = differenceOf({ hits: Math.min(a, b), n }, { hits: Math.min(c, d), n: m });
        expect(gap.low).toBeGreaterThanOrEqual(-1 - 1e-12);
        expect(gap.high).toBeLessThanOrEqual(1 + 1e-12);
        expect(gap.low).toBeLessThanOrEqual(gap.value);
        expect(gap.value).toBeLessThanOrEqual(gap.high);
      }),
    );
  });
});

const arms = (...rows: [hits: number, n: number][]): Arm[] =>
  rows.map(([hits, n], i) => ({ id: 'abcde'[i] as string, n, hits }));

describe('the verdict', () => {
  it('says when there are too few, when it is open, when it is clear', () => {
    expect(verdictOf(arms([3, 20], [9, 20]))).toEqual({ state: 'too_few', leader: 'b' });
    expect(verdictOf(arms([0, 500], [0, 500]))).toEqual({ state: 'too_few', leader: null });
    expect(verdictOf(arms([50, 500], [60, 500]))).toEqual({ state: 'unclear', leader: 'b' });
    expect(verdictOf(arms([50, 500], [100, 500]))).toEqual({ state: 'clear', leader: 'b' });
    expect(verdictOf(arms([50, 500], [50, 500]))).toEqual({ state: 'unclear', leader: null });
    expect(verdictOf(arms([50, 500]))).toEqual({ state: 'too_few', leader: 'a' });
    expect(verdictOf([])).toEqual({ state: 'too_few', leader: null });
  });

  it('asks more of a winner among many', () => {
    expect(verdictOf(arms([50, 500], [73, 500])).state).toBe('clear');
    expect(verdictOf(arms([50, 500], [73, 500], [50, 500], [50, 500], [50, 500])).state).toBe(
      'unclear',
    );
  });

  it('finds a winner among equals in at most five of a hundred tests', () => {
    const random = seededRandom(11);
    const draw = (n: number, p: number): number => {
      let hits = 0;
      for (let i = 0; i < n; i++) if (random.next() < p) hits++;
      return hits;
    };
    for (const count of [2, 3, 5]) {
      let wrong = 0;
      const rounds = 800;
      for (let i = 0; i < rounds; i++) {
        const equal = Array.from({ length: count }, (): [number, number] => [draw(300, 0.1), 300]);
        if (verdictOf(arms(...equal)).state === 'clear') wrong++;
      }
      expect(wrong / rounds).toBeLessThan(0.065);
    }
  });

  it('is the same whatever the order of the variants, ties apart', () => {
    const arm = fc.record({ n: fc.integer({ min: 1, max: 3000 }), hits: fc.nat(3000) });
    fc.assert(
      fc.property(fc.array(arm, { minLength: 2, maxLength: 5 }), (list) => {
        const all = list.map(({ n, hits }, i) => ({
          id: 'abcde'[i] as string,
          n,
          hits: Math.min(n, hits),
        }));
        expect(verdictOf(all.toReversed())).toEqual(verdictOf(all));
      }),
    );
  });

  it('says how many are needed, fewer for a wider lead', () => {
    const near = neededPerArm(arms([50, 500], [60, 500])) as number;
    const far = neededPerArm(arms([50, 500], [100, 500])) as number;
    expect(near).toBeGreaterThan(far);
    expect(far).toBeGreaterThan(150);
    expect(far).toBeLessThan(250);
    expect(neededPerArm(arms([5, 50], [5, 50]))).toBeNull();
  });
});

describe('draws', () => {
  it('are the same for ever, whatever the ids are', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (broadcast, profile) => {
        const draw = drawOf(broadcast, profile);
        expect(drawOf(broadcast, profile)).toEqual(draw);
        for (const one of Object.values(draw)) {
          expect(one).toBeGreaterThanOrEqual(0);
          expect(one).toBeLessThan(1);
        }
      }),
    );
  });

  it('divide evenly by weight, give a variant without weight to nobody, and test independently', () => {
    const variants = [
      { id: 'a', weight: 1 },
      { id: 'b', weight: 3 },
      { id: 'c', weight: 0 },
    ];
    const counts: Record<string, number> = {};
    let testing = 0;
    let early = 0;
    for (let i = 0; i < 20_000; i++) {
      const draw = drawOf('one', String(i));
      const id = variantOf(variants, draw.variant);
      counts[id] = (counts[id] ?? 0) + 1;
      if (firstVariant(variants, 2000, draw) === null) continue;
      testing++;
      if (draw.spread < 0.5) early++;
    }
    expect(counts['a']).toBeGreaterThan(4800);
    expect(counts['a']).toBeLessThan(5200);
    expect(counts['c']).toBeUndefined();
    expect(Math.abs(testing - 4000)).toBeLessThan(200);
    expect(Math.abs(early / testing - 0.5)).toBeLessThan(0.03);
  });

  it('name a variant for every draw', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        weights,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (w, d) => {
          const variants = w.map((weight, i) => ({ id: String(i), weight }));
          const chosen = variants.find(({ id }) => id === variantOf(variants, d));
          expect(chosen).toBeDefined();
          if (w.some((one) => one > 0)) expect(chosen?.weight).toBeGreaterThan(0);
        },
      ),
    );
  });
});
