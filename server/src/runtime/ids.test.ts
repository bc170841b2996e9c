import { isUuid } from '@augenblick/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixedClock } from './clock.ts';
import { createIds, seededIds } from './ids.ts';
import { seededRandom } from './random.ts';

test('uuid7 is a version 7 UUID of the clock’s instant', () => {
  const clock = fixedClock('2026-03-01T12:00:00Z');
  const id = seededIds(1, clock).uuid7();
  expect(isUuid(id)).toBe(true);
  expect(id[14]).toBe('7');
  expect('89ab').toContain(id[19]);
  expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(clock.now());
});

test('ids rise and never repeat, whatever the clock does', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 40 }),
      (seed, moves) => {
        const clock = fixedClock(Date.UTC(2026, 0, 1));
        const ids = createIds(clock, seededRandom(seed));
        const made: string[] = [];
        for (const move of moves) {
          clock.advance(move);
          for (let i = 0; i < 300; i += 1) made.push(ids.uuid7());
        }
        expect(made).toEqual([...made].sort());
        expect(new Set(made).size).toBe(made.length);
      },
    ),
    { numRuns: 25 },
  );
});

test('the same seed gives the same ids and tokens, another seed others', () => {
  const first = seededIds(7);
  const again = seededIds(7);
  expect([first.uuid7(), first.token()]).toEqual([again.uuid7(), again.token()]);
  expect(seededIds(7).token()).not.toBe(seededIds(8).token());
  expect(seededIds(7).token(16)).toHaveLength(22);
});
