import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instant } from './store.ts';

test('an instant is written as JavaScript itself writes it', () => {
  const between = { min: Date.UTC(1990, 0, 1), max: Date.UTC(2100, 0, 1) };
  const near = fc.tuple(fc.integer(between), fc.array(fc.integer({ min: -90_000, max: 90_000 })));
  fc.assert(
    fc.property(near, ([base, steps]) => {
      for (const ms of [base, ...steps.map((step) => base + step)])
        expect(instant(ms)).toBe(new Date(ms).toISOString());
    }),
  );
});
