/** Orders are looked up shopper by shopper, whatever the statistics know of the retailer. */
import type { RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import type { TransactionSql } from '../runtime/index.ts';
import { ordersOf } from './index.ts';

const NEW = 2 as RetailerId;
let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

/** Shoppers with two orders each. */
async function fill(sql: TransactionSql, retailerId: number, shoppers: number): Promise<void> {
  const id = sql`md5(${retailerId}::text || ' ' || i)::uuid`;
  await sql`
    insert into profile (retailer_id, id, version, seq, last_at, state)
    select ${retailerId}::int, ${id}, 1, i, now(), '{}' from generate_series(1, ${shoppers}::int) i`;
  await sql`
    insert into customer_order (retailer_id, profile_id, order_id, kind, status, at, currency, total_minor,
      shipping_minor, tax_minor, discount_minor, refunded_minor, channel, source_id, event_id)
    select ${retailerId}::int, ${id}, i || '-' || n, 'sale', 'completed', to_timestamp(86400 * n), 'EUR', 1000,
           0, 0, 0, 0, 'web', 1, md5(i || '-' || n)::uuid
      from generate_series(1, ${shoppers}::int) i cross join generate_series(1, 2) n`;
}

it('of a retailer who is new to a table that was analysed without them, too', async () => {
  const { owner } = db.database;
  await owner.begin(async (sql) => {
    // Nobody analyses between what is written here and what is asked.
    for (const table of ['profile', 'customer_order', 'identity_change'])
      await sql`alter table ${sql(table)} set (autovacuum_enabled = false)`;
    await fill(sql, 1, 10_000);
  });
  await owner`analyze profile, customer_order, identity_change`;
  await owner.begin((sql) => fill(sql, NEW, 1_000));
  const people = await owner<{ profileId: string }[]>`
    select profile_id as "profileId" from customer_order
     where retailer_id = ${NEW} and order_id like '%-2' order by order_id limit 100`;
  const watched = people.map((one) => ({ ...one, arm: 'treated', since: 0 }));
  const [rows, read] = await owner.begin(async (sql) => {
    const found = [...(await ordersOf(sql, NEW, watched, 14, 'EUR'))];
    const [count] = await sql<{ read: number }[]>`
      select (coalesce(idx_tup_fetch, 0) + seq_tup_read)::int as read
        from pg_stat_xact_user_tables where relname = 'customer_order'`;
    return [found, count?.read ?? 0] as const;
  });
  expect(rows).toEqual([
    { arm: 'treated', shoppers: 100, buyers: 100, orders: 200, revenue: 200_000, squares: 4e8 },
  ]);
  // Theirs; all of the retailer's are 2,000, and would be read for each of the hundred. Some plans count a row twice.
  expect(read).toBeGreaterThanOrEqual(200);
  expect(read).toBeLessThanOrEqual(400);
});
