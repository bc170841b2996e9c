import type { Source } from '@augenblick/contract';
import { describe, expect, test } from 'vitest';
import { fixedClock } from '../runtime/index.ts';
import { createKeyCache } from './cache.ts';

const source = (id: number) => ({ id, name: `source ${id}` }) as Source;

function counted(answers: Record<string, Source | null>) {
  const asked: string[] = [];
  const clock = fixedClock(0);
  const cache = createKeyCache(clock, async (key) => {
    asked.push(key);
    return answers[key] ?? null;
  });
  return { asked, clock, cache, answers };
}

describe('the memory of write keys', () => {
  test('asks once for a key while its answer counts', async () => {
    const { asked, clock, cache } = counted({ a: source(1) });
    expect(await cache.get('a')).toEqual(source(1));
    clock.advance(14_999);
    expect(cache.get('a')).toEqual(source(1));
    expect(asked).toEqual(['a']);
    clock.advance(1);
    await cache.get('a');
    expect(asked).toEqual(['a', 'a']);
  });

  test('asks once for many who want the same key at the same time', async () => {
    const { asked, cache } = counted({ a: source(1) });
    const all = await Promise.all(Array.from({ length: 100 }, async () => cache.get('a')));
    expect(new Set(all).size).toBe(1);
    expect(asked).toHaveLength(1);
  });

  test('remembers an unknown key for five seconds', async () => {
    const { asked, clock, cache, answers } = counted({});
    expect(await cache.get('new')).toBeNull();
    answers['new'] = source(2);
    clock.advance(4_999);
    expect(cache.get('new')).toBeNull();
    clock.advance(1);
    expect(await cache.get('new')).toEqual(source(2));
    expect(asked).toHaveLength(2);
  });

  test('does not keep an answer that a change has overtaken', async () => {
    const waiting: ((source: Source | null) => void)[] = [];
    const cache = createKeyCache(
      fixedClock(0),
      () => new Promise<Source | null>((resolve) => waiting.push(resolve)),
    );
    const first = cache.get('a');
    cache.clear();
    const second = cache.get('a');
    waiting[0]?.(source(1));
    expect(await first).toEqual(source(1));
    waiting[1]?.(null);
    expect(await second).toBeNull();
    expect(cache.get('a')).toBeNull();
  });

  test('stays bounded, and keeps working, under a flood of made-up keys', async () => {
    const { asked, cache } = counted({ a: source(1) });
    for (let n = 0; n < 6_000; n++) await cache.get(`x${n}`);
    const before = asked.length;
    // The first made-up keys have made room for later ones: asking again is a look-up, not a
    // memory.
    await cache.get('x0');
    await cache.get('x5999');
    expect(asked.length - before).toBe(1);
    expect(await cache.get('a')).toEqual(source(1));
  });

  test('refuses the 51st look-up at once instead of queueing it', async () => {
    const cache = createKeyCache(fixedClock(0), () => new Promise(() => undefined));
    for (let n = 0; n < 50; n++) void cache.get(`k${n}`);
    expect(() => cache.get('k50')).toThrow('overloaded');
  });

  test('a failed look-up is not remembered', async () => {
    let fail = true;
    const cache = createKeyCache(fixedClock(0), async () => {
      if (fail) throw new Error('away');
      return source(1);
    });
    await expect(cache.get('a')).rejects.toThrow('away');
    fail = false;
    expect(await cache.get('a')).toEqual(source(1));
  });
});
