/** What the database's driver must do when a connection is lost; see tools/patch-driver.mjs. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { databaseIsAway, openPool, type Sql, type TransactionSql } from './database.ts';

let db: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  db = await testDatabase();
  sql = openPool({ url: db.url, max: 1, name: 'driver' });
  await sql`create table public.kept (id int primary key)`;
});
afterAll(async () => {
  await sql.end({ timeout: 1 });
  await db.drop();
});

/** Begins a transaction and takes its connection away while a query is under way. */
async function losing(goOn: (tx: TransactionSql) => Promise<unknown>): Promise<unknown> {
  const ended = sql
    .begin(async (tx) => {
      const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
      const asleep = tx`select pg_sleep(60)`.execute();
      await db.database.owner`select pg_terminate_backend(${row?.pid ?? 0})`;
      await asleep.catch(() => undefined);
      await goOn(tx);
    })
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  return ended;
}

it('a transaction that loses its connection is refused, and the pool works on', async () => {
  for (let times = 0; times < 3; times++) {
    const error = await losing((tx) => tx`select 1`);
    expect(databaseIsAway(error)).toBe(true);
    const rows = await Promise.all([sql`select 1 as n`, sql`select 2 as n`, sql`select 3 as n`]);
    expect(rows.map(([row]) => row?.['n'])).toEqual([1, 2, 3]);
  }
});

it('what it still writes does not reach the transaction that comes after', async () => {
  let insert: (() => Promise<unknown>) | undefined;
  await losing(async (tx) => {
    insert = async () => tx`insert into public.kept values (1)`;
  });
  await sql.begin(async (next) => {
    await next`insert into public.kept values (2)`;
    await expect(insert?.()).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
    await next`insert into public.kept values (3)`;
  });
  expect(await sql`select id from public.kept order by id`).toEqual([{ id: 2 }, { id: 3 }]);
});

it('a copy that loses its connection ends', async () => {
  const error = await sql
    .begin(async (tx) => {
      const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
      const stream = await tx`copy public.kept (id) from stdin`.writable();
      const failed = new Promise((resolve) => stream.once('error', resolve));
      await db.database.owner`select pg_terminate_backend(${row?.pid ?? 0})`;
      await failed;
      throw new Error('the copy has ended');
    })
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Error);
  expect(await sql`select 7 as n`).toEqual([{ n: 7 }]);
});
