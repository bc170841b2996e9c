import { createRequire } from 'node:module';
import { afterEach, expect, it, vi } from 'vitest';
import { createThread, type Thread } from './thread.ts';

const threads: Thread<string, string>[] = [];
afterEach(() => Promise.all(threads.splice(0).map((thread) => thread.end())));

function open(code: string, idleMs = 60_000, data: unknown = null): Thread<string, string> {
  const thread = createThread<string, string>({ code, data, idleMs });
  threads.push(thread);
  return thread;
}

/** Counts within one thread: a new one begins again. */
const COUNTING = 'let n = 0; return async (word) => word + ++n;';

it('answers each question, also several at once, in one thread', async () => {
  const thread = open(COUNTING);
  expect(await Promise.all(['a', 'b', 'c'].map((word) => thread.ask(word)))).toEqual([
    'a1',
    'b2',
    'c3',
  ]);
  expect(await thread.ask('d')).toBe('d4');
});

it('ends when nobody asks, and begins again', async () => {
  const thread = open(COUNTING, 1);
  expect(await thread.ask('a')).toBe('a1');
  await vi.waitUntil(async () => (await thread.ask('b')) === 'b1', {
    timeout: 50_000,
    interval: 50,
  });
});

it('is given its data and can load what lies there', async () => {
  const place = createRequire(import.meta.url).resolve('zod');
  const thread = open(
    'const lib = require(data); return (name) => typeof lib[name];',
    60_000,
    place,
  );
  expect(await thread.ask('object')).toBe('function');
});

it('gives on what was thrown, and goes on', async () => {
  const thread = open(
    'return (word) => { if (word === "no") throw new Error("not that"); return word; }',
  );
  await expect(thread.ask('no')).rejects.toThrow('not that');
  expect(await thread.ask('yes')).toBe('yes');
});

it('rejects what it was asked when it dies, and begins again', async () => {
  const thread = open('return (word) => { if (word === "die") process.exit(); return word; }');
  const hit = [thread.ask('die'), thread.ask('after')];
  expect((await Promise.allSettled(hit)).map(({ status }) => status)).toEqual([
    'rejected',
    'rejected',
  ]);
  expect(await thread.ask('yes')).toBe('yes');
});
