import { expect, test } from 'vitest';
import { systemRandom } from './random.ts';

test('never hands the same bytes out twice, in any size', () => {
  const seen = new Set<string>();
  const sizes = [8, 8, 16, 32, 8, 24];
  for (let i = 0; i < 3000; i++) {
    const size = sizes[i % sizes.length] ?? 8;
    const text = Buffer.from(systemRandom.bytes(size)).toString('hex');
    expect(text).toHaveLength(2 * size);
    seen.add(text);
  }
  expect(seen.size).toBe(3000);
  expect(systemRandom.bytes(5000)).toHaveLength(5000);
});

test('what was handed out is the taker’s: changing it changes no other', () => {
  const first = systemRandom.bytes(16);
  const copy = Buffer.from(first);
  systemRandom.bytes(16).fill(7);
  expect(Buffer.from(first).equals(copy)).toBe(true);
});

test('numbers lie in [0, 1) and differ', () => {
  const numbers = Array.from({ length: 2000 }, () => systemRandom.next());
  expect(numbers.every((one) => one >= 0 && one < 1)).toBe(true);
  expect(new Set(numbers).size).toBe(2000);
});
