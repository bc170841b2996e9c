import type { BenchServer } from './server.ts';

/**
 * Shoppers with a state of the usual size and three identifiers, made in SQL: a million of them in a minute. With `timer`
 * each of them waits: the n-th will have abandoned the cart `fromMs` + n × `everyMs` (ms since 1970) by doing nothing. `tidied`:
 * the tables are left as a database at rest would have them, which takes a while for a million.
 */
export async function makeShoppers(
  { database, retailerId }: BenchServer,
  from: number,
  to: number,
  timer?: { fromMs: number; everyMs: number },
  tidied = true,
): Promise<void> {
  const sql = database.owner;
  const state = usualState();
  const open = state.slice(0, -1);
  const { fromMs, everyMs } = timer ?? { fromMs: 0, everyMs: 0 };
  await sql`
    insert into profile (retailer_id, id, version, seq, last_at, state)
    select ${retailerId}::int, p.id, 1, 1, now(), case when ${timer === undefined} then ${state}
      else ${open} || ',"moment":{"timers":[["abandoned_cart","",' || (${fromMs}::float8 + n * ${everyMs}::float8)::bigint
        || ',"' || p.id || '",{}]]}}' end
    from generate_series(${from}::int, ${to - 1}::int) n cross join lateral ${idOf(sql)} p`;
  if (timer)
    await sql`
      insert into wakeup (retailer_id, profile_id, at)
      select ${retailerId}::int, p.id, to_timestamp((${fromMs}::float8 + n * ${everyMs}::float8)::bigint / 1000.0)
      from generate_series(${from}::int, ${to - 1}::int) n cross join lateral ${idOf(sql)} p`;
  await sql`
    insert into identity (retailer_id, kind, value, profile_id, home_id, first_at, event_id)
    select ${retailerId}::int, k.kind, k.front || n || k.back, p.id, p.id, now(), p.id
    from generate_series(${from}::int, ${to - 1}::int) n cross join lateral ${idOf(sql)} p
    cross join (values ('anonymous_id', 'b7f1c2d4-', ''), ('user_id', 'kunde-', ''), ('email', 'kunde', '@shop.example')) k (kind, front, back)`;
  await sql`
    insert into identity_link (retailer_id, a, b, event_id, at, origin)
    select ${retailerId}::int, 'user_id:kunde-' || n, 'anonymous_id:b7f1c2d4-' || n, gen_random_uuid(), now(), 'event'
    from generate_series(${from}::int, ${to - 1}::int) n`;
  if (!tidied) return;
  await sql.unsafe('vacuum analyze');
  await sql.unsafe('checkpoint');
}

const idOf = (sql: BenchServer['database']['owner']) =>
  sql`(select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id)`;

/** A state of the usual size, as its text: somebody with something in the cart. */
function usualState(): string {
  const at = Date.parse('2026-03-01T12:00:00Z');
  const names = ['Page Viewed', 'Product Viewed', 'Product Added', 'Order Completed'];
  return JSON.stringify({
    v: 1,
    events: 14,
    firstAt: at,
    lastAt: at,
    identified: true,
    simulated: false,
    traits: {},
    claims: {},
    counts: Object.fromEntries(names.map((name) => [name, [3, at]])),
    money: { EUR: { orders: 2, revenueMinor: 9900, refundedMinor: 0, items: 3 } },
    firstOrderAt: at,
    lastOrderAt: at,
    cart: [
      { productId: 'p-1', name: 'Lampe', quantity: 1, unitPriceMinor: 4900, currency: 'EUR', at },
    ],
    cartAt: at,
    cartId: null,
    wishlist: [],
    viewed: Array.from({ length: 5 }, (_, i) => ({
      productId: `p-${i}`,
      name: `Lampe Nordlicht ${i}`,
      category: 'Wohnen 3',
      count: 1,
      at,
    })),
    searches: [],
    channels: { web: [14, at] },
    hours: [0, 0, 0, 4, 10],
    affinities: { category: { 'Wohnen 3': 9.12 }, brand: { 'Marke 7': 9.12 }, size: {} },
    consents: {},
    groups: [],
    lastPage: { url: 'https://shop.example/p/1', title: 'Lampe', at },
    lastStore: null,
  });
}
