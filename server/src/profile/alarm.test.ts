import { expect, test } from 'vitest';
import { mustSet } from './alarm.ts';

const NOW = 1_000_000;
const MINUTE = 60_000;

test('an alarm is set when none stands, or one that looks too late', () => {
  expect(mustSet(null, NOW + MINUTE, NOW)).toBe(true);
  expect(mustSet(NOW + 2 * MINUTE, NOW + MINUTE, NOW)).toBe(true);
});

test('one that stands and looks early enough is left alone: a busy shopper costs no write', () => {
  expect(mustSet(NOW + MINUTE, NOW + 2 * MINUTE, NOW)).toBe(false);
  expect(mustSet(NOW + MINUTE, NOW + MINUTE, NOW)).toBe(false);
});

test('one that may have rung at another process with another clock is not relied on', () => {
  expect(mustSet(NOW + 1_000, NOW + MINUTE, NOW)).toBe(true);
  expect(mustSet(NOW - MINUTE, NOW + MINUTE, NOW)).toBe(true);
});

test('nothing to wait for needs no alarm', () => {
  expect(mustSet(null, null, NOW)).toBe(false);
  expect(mustSet(NOW + MINUTE, null, NOW)).toBe(false);
});
