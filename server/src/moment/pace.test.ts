import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DEFAULT_MODEL } from './model.ts';
import { paceOf, stallAfterMs, type StepTime } from './pace.ts';

/** Log-normal times in a step by the inverse normal at evenly spread probabilities: no chance in the test. */
const times = (n: number, medianMs: number, step = '2'): StepTime[] =>
  Array.from({ length: n }, (_, i) => {
    const p = (i + 0.5) / n;
    return {
      step,
      device: 'desktop' as const,
      ms: medianMs * Math.exp(0.6 * probit(p)),
      done: true,
    };
  });

/** A logistic stand-in of the normal's scale will do. */
function probit(p: number): number {
  return Math.log(p / (1 - p)) / 1.702;
}

it('alarms as many of those who would get on as was promised', () => {
  const own = times(4000, 30_000);
  const pace = paceOf(own, 0.05);
  const limit = stallAfterMs(pace, '2', 'desktop');
  const alarmed = own.filter((time) => time.ms > limit).length / own.length;
  expect(alarmed).toBeGreaterThan(0.04);
  expect(alarmed).toBeLessThan(0.06);
});

it('counts who gave up as not having got on, not as quick', () => {
  const own = times(2000, 30_000);
  const leavers = times(2000, 5_000).map((time) => ({ ...time, done: false }));
  const with_ = stallAfterMs(paceOf([...own, ...leavers], 0.05), '2', 'desktop');
  const without = stallAfterMs(paceOf(own, 0.05), '2', 'desktop');
  expect(Math.abs(Math.log(with_ / without))).toBeLessThan(0.15);
});

it('stays near the usual pace while there is little to go by, and leaves it as there is more', () => {
  const usual = stallAfterMs(DEFAULT_MODEL.pace, '2', 'desktop');
  const slow = (n: number): number => {
    const { steps } = paceOf(times(n, 120_000), 0.05);
    const pace = { falseAlarms: 0.05, steps: { ...DEFAULT_MODEL.pace.steps, ...steps } };
    return stallAfterMs(pace, '2', 'desktop');
  };
  expect(slow(2)).toBeLessThan(2 * usual);
  expect(slow(2000)).toBeGreaterThan(3 * usual);
});

it('has rising quantiles whatever it is given', () => {
  const any = fc.array(
    fc.record({
      step: fc.constantFrom('start', '2'),
      device: fc.constantFrom('phone' as const, 'desktop' as const),
      ms: fc.integer({ min: 0, max: 600_000 }),
      done: fc.boolean(),
    }),
  );
  fc.assert(
    fc.property(any, (observed) => {
      const pace = paceOf(observed, 0.05);
      for (const { quantiles, n } of Object.values(pace.steps)) {
        expect(n).toBeGreaterThan(0);
        expect([...quantiles].sort((a, b) => a - b)).toEqual(quantiles);
      }
      const limit = stallAfterMs(pace, '2', 'phone');
      expect(limit).toBeGreaterThanOrEqual(15_000);
    }),
  );
});
