import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GenerationCache } from './generation-cache.ts';

test('keeps what is used, forgets what is not, and never holds more than its capacity', () => {
  const cache = new GenerationCache<number>(10);
  for (let i = 0; i < 100; i++) {
    cache.set(`k${i}`, i);
    cache.get('k0');
    expect(cache.size).toBeLessThanOrEqual(10);
  }
  expect(cache.get('k0')).toBe(0);
  expect(cache.get('k50')).toBeUndefined();
});

test('what is taken out and put back again and again pushes nobody else out', () => {
  const cache = new GenerationCache<string>(20, (text) => text.length);
  cache.set('other', 'abcde');
  for (let i = 0; i < 1000; i++) {
    cache.take('hot');
    cache.set('hot', 'abc');
  }
  expect(cache.has('other')).toBe(true);
});

test('the weight of both generations together hardly exceeds the capacity, whatever is done', () => {
  const step = fc.record({
    act: fc.constantFrom('set', 'get', 'take', 'delete'),
    key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    size: fc.integer({ min: 1, max: 8 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const cache = new GenerationCache<string>(16, (text) => text.length);
      for (const { act, key, size } of steps) {
        if (act === 'set') cache.set(key, 'x'.repeat(size));
        else cache[act as 'get' | 'take' | 'delete'](key);
        let held = 0;
        for (const one of 'abcdef') held += peek(cache, one)?.length ?? 0;
        expect(held).toBeLessThanOrEqual(16 + 8);
      }
    }),
  );
});

/** Looks without making the entry young again. */
function peek(cache: GenerationCache<string>, key: string): string | undefined {
  const { young, old } = cache as unknown as Record<'young' | 'old', Map<string, string>>;
  return young.get(key) ?? old.get(key);
}
