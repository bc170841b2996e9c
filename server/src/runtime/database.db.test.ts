import type { RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { databaseIsAway, openPool } from './database.ts';

const ONE = 1 as RetailerId;
const TWO = 2 as RetailerId;
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

test('inside withRetailer only rows of that retailer exist', async () => {
  const { withRetailer } = db.database;
  const count = (id: RetailerId) =>
    withRetailer(id, async (sql) => (await sql`select count(*)::int as n from event`)[0]?.['n']);
  expect(await count(ONE)).toBe(0);
  expect(await count(TWO)).toBe(1);
});

test('outside of withRetailer the app role sees no row at all, also after a transaction', async () => {
  await db.database.withRetailer(TWO, (sql) => sql`select 1`);
  const rows = await db.database.app`select * from event`;
  expect(rows).toHaveLength(0);
});

test('a row for another retailer cannot be written', async () => {
  const write = db.database.withRetailer(
    ONE,
    (sql) =>
      sql`insert into source (retailer_id, kind, name, trust) values (2, 'web', 'x', 'public')`,
  );
  await expect(write).rejects.toMatchObject({ code: '42501' });
});

test('a failing work rolls back and its error arrives', async () => {
  const work = db.database.withRetailer(ONE, async (sql) => {
    await sql`insert into source (retailer_id, kind, name, trust) values (1, 'web', 'gone', 'public')`;
    throw new Error('no');
  });
  await expect(work).rejects.toThrow('no');
  expect(await db.database.owner`select 1 from source where name = 'gone'`).toHaveLength(0);
});

test('the app role reaches no table without row-level security', async () => {
  const open = await db.database.owner`
    select c.relname from pg_class c where c.relnamespace = 'augenblick'::regnamespace and c.relkind in ('r', 'p')
      and not c.relrowsecurity and has_table_privilege('augenblick_app', c.oid, 'select, insert, update, delete')`;
  expect(open).toHaveLength(0);
});

test('every table with a retailer is walled and leads its key with it', async () => {
  const wrong = await db.database.owner`
    select c.relname from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'retailer_id'
    left join pg_index i on i.indrelid = c.oid and i.indisprimary
    where c.relnamespace = 'augenblick'::regnamespace and c.relkind in ('r', 'p')
      and (not c.relrowsecurity or i.indkey[0] is distinct from a.attnum)`;
  expect(wrong.map((row) => row['relname'])).toEqual([]);
});

test('int8 comes as a number, and never silently rounded', async () => {
  const { owner } = db.database;
  expect((await owner`select 9007199254740991::int8 as n`)[0]?.['n']).toBe(9_007_199_254_740_991);
  await expect(owner`select 9007199254740993::int8 as n`).rejects.toThrow(/does not fit/);
});

test('a server that is not there is recognised', async () => {
  const sql = openPool({ url: 'postgres:///x?host=/nowhere&user=y', max: 1, name: 'test' });
  const error: unknown = await sql`select 1`.catch((reason: unknown) => reason);
  expect(databaseIsAway(error)).toBe(true);
  expect(databaseIsAway(Object.assign(new Error('x'), { code: 'ENOENT', syscall: 'open' }))).toBe(
    false,
  );
});
