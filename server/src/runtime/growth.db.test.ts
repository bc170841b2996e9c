import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { createGrowth } from './growth.ts';

const PATIENCE = { timeout: 50_000 };
let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await db.database.owner.unsafe(`
    create table grown (retailer_id int, id int, note char(1000), primary key (retailer_id, id))
      with (autovacuum_enabled = off)`);
});
afterAll(() => db.drop());

test('a statement planned for an empty table finds its rows by key once the table has grown', async () => {
  const { owner, ingest } = db.database;
  const connection = await ingest.reserve();
  /** Rows that PostgreSQL fetches to write five of them. */
  const fetched = async (): Promise<number> => {
    await connection`begin`;
    const count = async (): Promise<number> => {
      const [row] = await connection<{ n: number }[]>`
        select (seq_tup_read + idx_tup_fetch)::int as n from pg_stat_xact_user_tables where relname = 'grown'`;
      return row?.n ?? Number.NaN;
    };
    const before = await count();
    await connection`
      update grown g set note = 'x'
      from json_to_recordset(${'[{"id":1},{"id":2},{"id":3},{"id":4},{"id":5}]'}::text::json) w (id int)
      where g.retailer_id = ${1} and g.id = w.id`;
    const read = (await count()) - before;
    await connection`rollback`;
    return read;
  };
  // Often enough for PostgreSQL to keep the plan.
  await owner`insert into grown values (1, 1, '')`;
  for (let i = 0; i < 8; i++) await fetched();
  await owner`insert into grown select 1, n, '' from generate_series(2, 5000) n`;
  expect(await fetched()).toBe(5_000);
  const growth = createGrowth(owner, ['grown']);
  growth.noted(99);
  growth.noted(1);
  await expect
    .poll(async () => {
      const [row] = await owner<{ rows: number }[]>`
        select reltuples::int as rows from pg_class where relname = 'grown'`;
      return row?.rows;
    }, PATIENCE)
    .toBe(5000);
  expect(await fetched()).toBe(5);
  connection.release();
});

test('tables are looked at again when they are four times as large, and one that cannot be looked at does no harm', async () => {
  const { owner } = db.database;
  const looks = async (): Promise<number> => {
    const [row] = await owner<{ n: number }[]>`
      select analyze_count::int as n from pg_stat_user_tables where relname = 'grown'`;
    return row?.n ?? -1;
  };
  const before = await looks();
  createGrowth(owner, ['no_such_table']).noted(1_000);
  const growth = createGrowth(owner, ['grown']);
  growth.noted(100);
  await expect.poll(looks, PATIENCE).toBe(before + 1);
  growth.noted(299);
  growth.noted(1);
  // The first look may not be over here when PostgreSQL has counted it: what is noted next asks again.
  const next = async (): Promise<number> => {
    growth.noted(0);
    return looks();
  };
  await expect.poll(next, PATIENCE).toBe(before + 2);
  growth.noted(1);
  expect(await looks()).toBe(before + 2);
});
