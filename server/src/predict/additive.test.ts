import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../runtime/index.ts';
import {
  ADDITIVE_DEFAULTS,
  explainAdditive,
  fitAdditive,
  logOddsOf,
  scoreAdditive,
} from './additive.ts';
import { averagePrecision, calibrationError, logLoss, rocArea } from './measures.ts';
import { binOf, type Column, fitBins } from './table.ts';

const SMALL = { ...ADDITIVE_DEFAULTS, bags: 3, rounds: 120, pairsPerRound: 4, rate: 0.05 };
const all = (n: number) => Int32Array.from({ length: n }, (_, i) => i);

/** A table whose outcome depends on x, on the class, and on x and z only together. */
function table(n: number, seed: number) {
  const random = seededRandom(seed);
  const x = Float64Array.from({ length: n }, () => random.next());
  const z = Float64Array.from({ length: n }, () => random.next());
  const noise = Float64Array.from({ length: n }, () => random.next());
  const month = Array.from({ length: n }, () => (random.next() < 0.5 ? 'Nov' : 'Feb'));
  const target = Uint8Array.from(x, (value, i) => {
    const together = value > 0.5 === (z[i] as number) > 0.5 ? 1.5 : -1.5;
    const logOdds = -1 + 2 * value + together + (month[i] === 'Nov' ? 1 : 0);
    return random.next() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0;
  });
  const columns: Column[] = [
    { name: 'x', kind: 'number', values: x },
    { name: 'z', kind: 'number', values: z },
    { name: 'noise', kind: 'number', values: noise },
    { name: 'month', kind: 'class', values: month },
  ];
  const row = (i: number) => columns.map(({ values }) => values[i] ?? 0);
  return { columns, target, row };
}

describe('an additive model', () => {
  const learned = table(4000, 1);
  // Another seed than the table's: the same one would draw bags by the values of x.
  const model = fitAdditive(learned.columns, learned.target, all(4000), SMALL, seededRandom(11));
  const fresh = table(3000, 2);
  const scores = Array.from({ length: 3000 }, (_, i) => scoreAdditive(model, fresh.row(i)));

  test('finds effects of one column, of classes and of two columns together', () => {
    expect(rocArea(scores, fresh.target)).toBeGreaterThan(0.76);
    const alone = { ...SMALL, pairs: false };
    const single = fitAdditive(learned.columns, learned.target, all(4000), alone, seededRandom(11));
    const without = Array.from({ length: 3000 }, (_, i) => scoreAdditive(single, fresh.row(i)));
    expect(rocArea(without, fresh.target)).toBeLessThan(rocArea(scores, fresh.target) - 0.03);
  });

  test('says probabilities that come true', () => {
    expect(calibrationError(scores, fresh.target)).toBeLessThan(0.06);
  });

  test('its explanation adds up to the score, strongest first', () => {
    fc.assert(
      fc.property(fc.nat(2999), (i) => {
        const row = fresh.row(i);
        const parts = explainAdditive(model, row);
        const sum = parts.reduce((total, { logOdds }) => total + logOdds, model.intercept);
        expect(sum).toBeCloseTo(logOddsOf(model, row), 9);
        const sizes = parts.map(({ logOdds }) => Math.abs(logOdds));
        expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
      }),
    );
  });

  test('the same rows and seed give the same model; it survives JSON', () => {
    const again = fitAdditive(learned.columns, learned.target, all(4000), SMALL, seededRandom(11));
    expect(again).toEqual(model);
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  });

  test('looks at the rows it may learn from, and at no other', () => {
    const rows = all(2000);
    const changed = table(4000, 1);
    for (let i = 2000; i < 4000; i++) changed.target[i] = 1;
    const a = fitAdditive(learned.columns, learned.target, rows, SMALL, seededRandom(13));
    const b = fitAdditive(changed.columns, changed.target, rows, SMALL, seededRandom(13));
    expect(b).toEqual(a);
  });

  test('knows no class it has not seen, and refuses one outcome alone', () => {
    const row = [0.5, 0.5, 0.5, 'Apr'];
    expect(scoreAdditive(model, row)).toBeGreaterThan(0);
    const never = new Uint8Array(100);
    expect(() => fitAdditive(learned.columns, never, all(100), SMALL, seededRandom(11))).toThrow(
      RangeError,
    );
  });
});

test('bins: a value that repeats stays in one, and the order of values is kept', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1 }), (values) => {
      const column: Column = { name: 'a', kind: 'number', values };
      const bins = fitBins(column, all(values.length), values, 8);
      const sorted = values.toSorted((a, b) => a - b).map((value) => binOf(bins, value));
      expect(sorted).toEqual(sorted.toSorted((a, b) => a - b));
      expect(sorted.at(-1)).toBeLessThanOrEqual(7);
    }),
  );
});

describe('measures', () => {
  const target = [0, 0, 1, 1, 0];
  test('ROC area: share of pairs in the right order, ties half', () => {
    expect(rocArea([0.1, 0.4, 0.35, 0.8, 0.35], target)).toBeCloseTo((1 + 0.5 + 3) / 6, 12);
    expect(rocArea([1, 1, 1, 1, 1], target)).toBe(0.5);
  });
  test('average precision', () => {
    expect(averagePrecision([0.1, 0.4, 0.35, 0.8, 0], target)).toBeCloseTo(0.5 + 0.5 * (2 / 3), 12);
    expect(averagePrecision([1, 1, 1, 1, 1], target)).toBeCloseTo(0.4, 12);
  });
  test('log loss and calibration error', () => {
    expect(logLoss([0.5, 0.5], [0, 1])).toBeCloseTo(Math.LN2, 12);
    expect(calibrationError([0.8, 0.8, 0.8, 0.8, 0.8], [1, 1, 1, 1, 0])).toBeCloseTo(0, 12);
    expect(calibrationError([0.9, 0.9], [0, 0])).toBeCloseTo(0.9, 12);
  });
});
