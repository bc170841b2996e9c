/**
 * Online Retail (UCI, CC BY 4.0), all 370,931 rows, against a count made here with other code: split by hand, added up in
 * whole pence. Runs where the data folder is there (AUGENBLICK_DATA_DIR).
 */
import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installationRoot } from '../runtime/index.ts';
import { type Bench, openBench, RETAILER } from '../../test/import-bench.ts';

const DATA =
  process.env['AUGENBLICK_DATA_DIR'] ?? path.join(installationRoot(), '..', 'shared', 'data');
const FILE = path.join(DATA, 'online_retail', 'transactions.csv.gz');

interface Counted {
  orders: number;
  lines: number;
  cancellations: number;
  customers: number;
  productIds: number;
  /** month → pence */
  revenue: Record<string, number>;
}

/** Quantity × price in tenths of a penny, order by order rounded to pence, by the month of the order's first line. */
async function countByHand(): Promise<Counted> {
  const orders = new Map<string, { month: string; mills: number }>();
  const customers = new Set<string>();
  const products = new Set<string>();
  let lines = 0;
  const text = createReadStream(FILE).pipe(createGunzip());
  for await (const line of createInterface({ input: text })) {
    // Only descriptions are quoted, and they may hold commas: the ends of the line are taken from both sides.
    const front = /^([^,]*),([^,]*),/.exec(line);
    const back = /,(-?\d+),(\d{4}-\d\d)-[^,]*,(-?[\d.]+),(\d*),[^,]*$/.exec(line);
    if (!front || !back) continue;
    lines++;
    const [, invoice = '', code = ''] = front;
    const [, quantity, month = '', price, customer = ''] = back;
    const mills = Number(quantity) * Math.round(Number(price) * 1000);
    const order = orders.get(invoice);
    if (order) order.mills += mills;
    else orders.set(invoice, { month, mills });
    if (customer !== '') customers.add(customer);
    products.add(code);
  }
  const revenue: Record<string, number> = {};
  for (const { month, mills } of orders.values()) {
    const pence = Math.sign(mills) * Math.round(Math.abs(mills) / 10);
    revenue[month] = (revenue[month] ?? 0) + pence;
  }
  const cancellations = [...orders.keys()].filter((id) => id.startsWith('C')).length;
  return {
    orders: orders.size,
    lines,
    cancellations,
    customers: customers.size,
    productIds: products.size,
    revenue,
  };
}

describe.skipIf(!existsSync(FILE))('Online Retail', () => {
  let bench: Bench;
  let byHand: Counted;
  beforeAll(async () => {
    [bench, byHand] = await Promise.all([openBench(), countByHand()]);
  });
  afterAll(() => bench.close());

  const importAll = () =>
    bench.imports.runFile(RETAILER, {
      path: FILE,
      name: 'transactions.csv.gz',
      createdBy: 'test',
      choices: {},
      dryRun: false,
      onPreview: () => undefined,
      onProgress: () => undefined,
    });

  test('all rows arrive and add up to what the file says', { timeout: 900_000 }, async () => {
    const run = await importAll();
    expect(byHand.lines).toBe(370_931);
    expect(run).toMatchObject({ state: 'done', kind: 'order-lines' });
    expect(run.progress).toMatchObject({ rejected: 0, stored: byHand.orders });
    expect(run.summary).toMatchObject({
      orders: byHand.orders,
      lines: byHand.lines,
      returns: byHand.cancellations,
      customers: byHand.customers,
      products: byHand.productIds,
    });
    expect(
      Object.fromEntries((run.summary?.months ?? []).map((m) => [m.month, m.revenueMinor])),
    ).toEqual(byHand.revenue);
    expect(await stored(bench)).toEqual({
      orders: byHand.orders,
      lines: byHand.lines,
      cancellations: byHand.cancellations,
      customers: byHand.customers,
      productIds: byHand.productIds,
      revenue: byHand.revenue,
    });
  });

  test('a second import changes nothing', { timeout: 900_000 }, async () => {
    const before = await fingerprint(bench);
    const run = await importAll();
    expect(run.progress).toMatchObject({ stored: 0, duplicate: byHand.orders, products: 0 });
    expect(await fingerprint(bench)).toEqual(before);
  });
});

/** The same figures out of the tables. */
async function stored(bench: Bench): Promise<Counted> {
  const sql = bench.db.database.owner;
  const [orders] = await sql`
    select count(*)::int as orders, count(*) filter (where kind = 'return' and order_id like 'C%')::int as cancellations
    from customer_order where retailer_id = ${RETAILER}`;
  const [lines] =
    await sql`select count(*)::int as lines from order_line where retailer_id = ${RETAILER}`;
  const [customers] = await sql`
    select count(*)::int as customers from identity where retailer_id = ${RETAILER} and kind = 'user_id'`;
  const [products] =
    await sql`select count(*)::int as products from product where retailer_id = ${RETAILER}`;
  const months = await sql<{ month: string; revenue: number }[]>`
    select to_char(at at time zone 'Europe/London', 'YYYY-MM') as month, sum(total_minor)::bigint as revenue
    from customer_order where retailer_id = ${RETAILER} group by 1 order by 1`;
  return {
    orders: orders?.['orders'],
    lines: lines?.['lines'],
    cancellations: orders?.['cancellations'],
    customers: customers?.['customers'],
    productIds: products?.['products'],
    revenue: Object.fromEntries(months.map(({ month, revenue }) => [month, revenue])),
  };
}

/** A digest of every row that an import could touch. */
async function fingerprint(bench: Bench): Promise<unknown> {
  const digests = [];
  for (const table of [
    'event',
    'profile',
    'customer_order',
    'order_line',
    'identity',
    'product',
    'product_price',
    'import_seen',
  ]) {
    const sql = bench.db.database.owner;
    const [row] = await sql`
      select ${table} as table, count(*)::int as rows, sum(hashtextextended(t::text, 0))::text as digest
      from ${sql(table)} t where retailer_id = ${RETAILER}`;
    digests.push(row);
  }
  return digests;
}
