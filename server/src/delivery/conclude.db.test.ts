/** Statements that travel with the COMMIT are of the transaction, and it stands or falls with them. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import type { TransactionSql } from '../runtime/index.ts';
import { concluded } from './conclude.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await db.database.owner`create table concluded (n int primary key, xact text not null)`;
});
afterAll(() => db.drop());
beforeEach(() => db.database.owner`truncate concluded`);

const put = (tx: TransactionSql, n: number) =>
  tx`insert into concluded values (${n}::int, pg_current_xact_id()::text)`;
const rows = () =>
  db.database.owner<{ n: number; xact: string }[]>`select n, xact from concluded order by n`;

it('what is said last is of the same transaction, the first time as the hundredth', async () => {
  for (let time = 0; time < 100; time++) {
    const answer = await concluded(db.database.send, async (tx, last) => {
      await put(tx, time * 3);
      last(put(tx, time * 3 + 1));
      last(put(tx, time * 3 + 2));
      return time;
    });
    expect(answer).toBe(time);
  }
  const found = await rows();
  expect(found).toHaveLength(300);
  expect(new Set(found.map(({ n, xact }) => `${Math.floor(n / 3)} ${xact}`)).size).toBe(100);
});

it('one that fails takes everything back and is told', async () => {
  const failing = concluded(db.database.send, async (tx, last) => {
    await put(tx, 1);
    last(put(tx, 1));
    last(put(tx, 2));
  });
  await expect(failing).rejects.toMatchObject({ code: '23505' });
  expect(await rows()).toEqual([]);
});

it('work that fails takes back what was sent already', async () => {
  const failing = concluded(db.database.send, async (tx, last) => {
    last(put(tx, 1));
    await put(tx, 2);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await rows()).toEqual([]);
});

it('a connection that dies under it is told once, and the next one works', async () => {
  const failing = concluded(db.database.send, async (tx, last) => {
    await put(tx, 1);
    last(tx`select pg_terminate_backend(pg_backend_pid())`);
    last(put(tx, 2));
  });
  await expect(failing).rejects.toMatchObject({ code: expect.stringMatching(/57P01|CONNECTION/) });
  await concluded(db.database.send, async (tx, last) => last(put(tx, 3)));
  expect((await rows()).map(({ n }) => n)).toEqual([3]);
});
