import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceOf, layoutShift, pageTypeOf, slowInteraction } from './vitals.ts';

const shift = (startTime: number, value: number) => ({ startTime, value });

describe('layout shift', () => {
  it('is the worst session window, not the sum of a long visit', () => {
    expect(layoutShift([])).toBe(0);
    expect(layoutShift([shift(100, 0.1), shift(900, 0.1)])).toBeCloseTo(0.2);
    // A second without shifts ends the window.
    expect(layoutShift([shift(100, 0.1), shift(1_100, 0.05), shift(1_200, 0.02)])).toBeCloseTo(0.1);
    // So does the fifth second, however close together they are.
    const long = Array.from({ length: 9 }, (_, i) => shift(i * 900, 0.1));
    expect(layoutShift(long)).toBeCloseTo(0.6);
  });

  it('never exceeds the sum and never falls below the largest shift', () => {
    const shifts = fc
      .array(
        fc.record({
          startTime: fc.nat(20_000),
          value: fc.double({ min: 0.001, max: 1, noNaN: true }),
        }),
      )
      .map((list) => list.sort((a, b) => a.startTime - b.startTime));
    fc.assert(
      fc.property(shifts, (list) => {
        const worst = layoutShift(list);
        const sum = list.reduce((total, { value }) => total + value, 0);
        const most = Math.max(0, ...list.map(({ value }) => value));
        expect(worst).toBeGreaterThanOrEqual(most - 1e-9);
        expect(worst).toBeLessThanOrEqual(sum + 1e-9);
      }),
    );
  });
});

describe('the slow interaction', () => {
  it('is the slowest, but leaves one out of every fifty', () => {
    expect(slowInteraction([], 0)).toBeUndefined();
    expect(slowInteraction([40, 200, 90], 3)).toBe(200);
    expect(slowInteraction([40, 200, 90], 50)).toBe(90);
    expect(slowInteraction([40], 500)).toBe(40);
  });
});

it('names device and page', () => {
  expect([deviceOf(390, true), deviceOf(820, true), deviceOf(390, false)]).toEqual([
    'phone',
    'tablet',
    'desktop',
  ]);
  expect(pageTypeOf('product', '/x')).toBe('product');
  expect(pageTypeOf(undefined, '/sortiment/lampen')).toBe('sortiment');
  expect(pageTypeOf(undefined, '/')).toBe('home');
});
