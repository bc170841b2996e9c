/** Tables that grow with events are looked at as they grow, wherever PostgreSQL runs. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../test/database.ts';
import { type WritePath, writePath } from '../test/write-path.ts';

let db: TestDatabase;
let path: WritePath;

beforeAll(async () => {
  db = await testDatabase();
  path = writePath(db.database);
});
afterAll(() => db.drop());

it('every table into which events wrote was looked at', async () => {
  const { owner } = db.database;
  const sizes = async (): Promise<Map<string, number>> => {
    const tables = await owner<{ name: string }[]>`
      select c.relname as name from pg_class c where c.relkind = 'r' and c.relnamespace = 'augenblick'::regnamespace`;
    const found = new Map<string, number>();
    for (const { name } of tables) {
      const [row] = await owner<{ n: number }[]>`select count(*)::int as n from ${owner(name)}`;
      found.set(name, row?.n ?? 0);
    }
    return found;
  };
  const before = await sizes();
  const properties = { purpose: 'marketing', channel: 'email' };
  const vase = { product_id: 'p1', name: 'Vase', price: 20, currency: 'EUR' };
  const events = Array.from({ length: 30 }, (_, n) => {
    const userId = `u${n}`;
    const line = { ...vase, quantity: 1 };
    return [
      { type: 'identify', userId, anonymousId: `a${n}`, traits: { email: `u${n}@mail.example` } },
      { type: 'track', event: 'Consent Granted', userId, properties },
      { type: 'track', event: 'Product Viewed', userId, properties: vase },
      { type: 'track', event: 'Product Added', userId, properties: line },
      {
        type: 'track',
        event: 'Order Completed',
        userId,
        properties: { order_id: `o${n}`, total: 20, currency: 'EUR', products: [line] },
      },
    ];
  }).flat();
  await path.ingest.submit(path.till, events);
  const after = await sizes();
  const grown = [...after].flatMap(([name, n]) =>
    n >= (before.get(name) ?? 0) + 20 ? [name] : [],
  );
  expect(grown).toEqual(expect.arrayContaining(['event', 'consent', 'order_line']));
  await expect
    .poll(
      async () => {
        const rows = await owner<{ name: string }[]>`
          select relname as name from pg_stat_user_tables where relname = any(${grown}) and last_analyze is null`;
        return rows.map(({ name }) => name);
      },
      { interval: 100 },
    )
    .toEqual([]);
});
