import { expect, it } from 'vitest';
import { pipelined } from './pipelined.ts';

const aborted = Object.assign(new Error('current transaction is aborted'), { code: '25P02' });
const duplicate = Object.assign(new Error('duplicate key'), { code: '23505' });

it('answers in order', async () => {
  expect(await pipelined([Promise.resolve(1), undefined, Promise.resolve('b')] as const)).toEqual([
    1,
    undefined,
    'b',
  ]);
});

it('throws what failed by itself, not what was turned away because of it', async () => {
  const statements = [Promise.reject(aborted), Promise.reject(duplicate), Promise.resolve(1)];
  await expect(pipelined(statements)).rejects.toBe(duplicate);
  await expect(pipelined([Promise.reject(aborted)])).rejects.toBe(aborted);
});

it('waits for all of them before it throws', async () => {
  let ended = false;
  const slow = new Promise<void>((resolve) => {
    setImmediate(() => {
      ended = true;
      resolve();
    });
  });
  await expect(pipelined([Promise.reject(duplicate), slow])).rejects.toBe(duplicate);
  expect(ended).toBe(true);
});
