/** What the database's driver must do when a connection is lost; see tools/patch-driver.mjs. */
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  clientOptions,
  databaseIsAway,
  openPool,
  type Sql,
  type TransactionSql,
} from './database.ts';

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

/** A server between the driver and PostgreSQL that breaks the first connection when it asks for what `asking` says. */
async function breaking(asking: string): Promise<{ server: Server; url: string }> {
  const { path, database, user } = clientOptions(db.url);
  let broken = false;
  const server = createServer((client) => {
    const real = connect({ path: path as string });
    real.on('error', () => client.destroy());
    client.on('error', () => real.destroy());
    real.pipe(client);
    client.on('data', (chunk) => {
      if (broken || !chunk.includes(asking)) {
        real.write(chunk);
        return;
      }
      broken = true;
      client.resetAndDestroy();
      real.destroy();
    });
    client.on('end', () => real.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, url: `postgres://${user}@127.0.0.1:${port}/${database}` };
}

it('a connection lost while it is being set up refuses its query, and nothing else fails', async () => {
  const { server, url } = await breaking('typarray');
  const pool = openPool({ url, max: 1, name: 'breaking' });
  // A rejection that nobody handles would end the process; here it would fail the run.
  await expect(pool`select 1 as n`).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(await pool`select 2 as n`).toEqual([{ n: 2 }]);
  await pool.end({ timeout: 1 });
  await new Promise((resolve) => server.close(resolve));
});

it('a statement keeps nothing of what its first caller had in hand', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const held = await (async () => {
    const batch = { events: [1, 2, 3] };
    const write = () => sql`select ${batch.events.length}::int as n`;
    expect((await write())[0]?.['n']).toBe(3);
    return new WeakRef(batch);
  })();
  // The last row's query lets go of its own with the next one.
  await sql`select 1`;
  collect();
  expect(held.deref()).toBeUndefined();
});
