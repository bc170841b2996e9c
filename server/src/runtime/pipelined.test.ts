import { expect, test } from 'vitest';
import { pipelined } from './pipelined.ts';

test('gives what each gave, in order', async () => {
  expect(await pipelined([Promise.resolve(1), undefined, Promise.resolve('b')] as const)).toEqual([
    1,
    undefined,
    'b',
  ]);
});

test('throws the first failure, but not before all have ended', async () => {
  const ended: string[] = [];
  const slow = new Promise<void>((resolve) =>
    setImmediate(() => {
      ended.push('slow');
      resolve();
    }),
  );
  const failed = Promise.reject(new Error('first'));
  const later = slow.then(() => Promise.reject(new Error('second')));
  await expect(pipelined([failed, slow, later])).rejects.toThrow('first');
  expect(ended).toEqual(['slow']);
});

test('throws what failed by itself, not what was turned away because of it', async () => {
  const aborted = Object.assign(new Error('current transaction is aborted'), { code: '25P02' });
  const duplicate = Object.assign(new Error('duplicate key'), { code: '23505' });
  const statements = [Promise.reject(aborted), Promise.reject(duplicate), Promise.resolve(1)];
  await expect(pipelined(statements)).rejects.toBe(duplicate);
  await expect(pipelined([Promise.reject(aborted)])).rejects.toBe(aborted);
});
