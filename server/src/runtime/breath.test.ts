import { expect, test } from 'vitest';
import { createBreath } from './breath.ts';
import { fixedClock } from './clock.ts';

test('a breath is due after a millisecond, lets others go first, and is then not due', async () => {
  const clock = fixedClock(0);
  const breath = createBreath(clock);
  expect(breath.isDue()).toBe(false);
  clock.advance(0.9);
  expect(breath.isDue()).toBe(false);
  clock.advance(0.1);
  expect(breath.isDue()).toBe(true);
  let went = false;
  setImmediate(() => {
    went = true;
    // What went in between counts for the others, not for the computation.
    clock.advance(5);
  });
  await breath.take();
  expect(went).toBe(true);
  expect(breath.isDue()).toBe(false);
  clock.advance(1);
  expect(breath.isDue()).toBe(true);
});
