/** Results of a newsletter against the comparison group, with figures counted a second time by hand. */
import type { RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { newsletter } from '../../test/newsletter.ts';
import { seededRandom } from '../runtime/index.ts';
import { readResults } from './results.ts';

const ONE = 1 as RetailerId;
const DAY = 86_400_000;
const START = Date.parse('2026-05-04T08:00:00Z');
const DAYS = 7;
const BROADCAST = '0190aaaa-0000-7000-8000-00000000b001';
const uuid = (group: number, n: number): string =>
  `0190aaaa-0000-7000-8${String(group).padStart(3, '0')}-${String(n).padStart(12, '0')}`;

interface Order {
  at: number;
  total: number;
  currency: string;
  kind: 'sale' | 'return';
  status: 'completed' | 'cancelled' | 'partly_returned';
}
interface Person {
  n: number;
  arm: 'a' | 'b';
  measured: boolean;
  status: 'sent' | 'delivered' | 'bounced' | 'dropped' | 'failed' | 'unknown' | 'waiting' | null;
  reason: string | null;
  at: number;
  opened: boolean;
  clickedAt: number | null;
  orders: Order[];
}

let db: TestDatabase;
let people: Person[];

/** Made-up people; every path to a figure is among them, and a purchase at the very edges of the time that counts. */
function madeUp(): Person[] {
  const random = seededRandom(11);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random.next() * of.length)] as T;
  return Array.from({ length: 400 }, (_, n): Person => {
    const at = START + Math.floor(random.next() * 3_600_000);
    const held = random.next() < 0.25;
    const status = held
      ? 'dropped'
      : pick([
          'sent',
          'sent',
          'delivered',
          'delivered',
          'bounced',
          'dropped',
          'failed',
          'unknown',
          'waiting',
          null,
        ] as const);
    const reason = held
      ? 'global_holdout'
      : status === 'dropped'
        ? pick(['paused', 'capped'])
        : null;
    const opened = random.next() < 0.5;
    const clickedAt =
      opened && random.next() < 0.4 ? at + Math.floor(random.next() * 2 * DAY) : null;
    const since = pick([at, at, clickedAt ?? at]);
    const orders = Array.from(
      { length: Math.floor(random.next() * 3) },
      (): Order => ({
        at: since + pick([-1, 0, 1, DAY, 3 * DAY, DAYS * DAY, DAYS * DAY + 1, 9 * DAY]),
        total: Math.floor(random.next() * 10_000),
        currency: pick(['EUR', 'EUR', 'EUR', 'CHF']),
        kind: pick(['sale', 'sale', 'sale', 'return']),
        status: pick(['completed', 'completed', 'partly_returned', 'cancelled']),
      }),
    );
    return {
      n,
      arm: pick(['a', 'b']),
      measured: random.next() < 0.7,
      status,
      reason,
      at,
      opened,
      clickedAt,
      orders,
    };
  });
}

const wasSent = ({ status }: Person): boolean =>
  status === 'sent' || status === 'delivered' || status === 'bounced';

/** The figures of a group the long way. */
function counted(group: readonly Person[], since: (one: Person) => number | null) {
  let [shoppers, buyers, orders, revenueMinor] = [0, 0, 0, 0];
  for (const one of group) {
    const from = since(one);
    if (from === null) continue;
    shoppers += 1;
    const bought = one.orders.filter(
      ({ at, kind, status }) =>
        kind === 'sale' && status !== 'cancelled' && at > from && at <= from + DAYS * DAY,
    );
    if (bought.length > 0) buyers += 1;
    orders += bought.length;
    for (const { currency, total } of bought) if (currency === 'EUR') revenueMinor += total;
  }
  return { shoppers, buyers, orders, revenueMinor };
}

const variant = (id: string) => ({ id, name: id.toUpperCase(), weight: 1, templateIds: {} });
const DRAFT = newsletter({ variants: [variant('a'), variant('b')], resultDays: DAYS });

async function write(): Promise<void> {
  const sql = db.database.owner;
  await sql`
    insert into broadcast (retailer_id, id, status, draft, started_at, created_at, updated_at)
    values (1, ${BROADCAST}, 'done', ${sql.json(DRAFT as never)}, ${new Date(START)}, now(), now())`;
  for (const one of people) {
    const profile = uuid(1, one.n);
    // Every tenth is joined with somebody else after it was sent, and bought under that name.
    const buyer = one.n % 10 === 0 ? uuid(3, one.n) : profile;
    if (buyer !== profile) {
      await sql`
        insert into profile (retailer_id, id, version, seq, last_at, state) values (1, ${buyer}, 1, ${one.n}, now(), '{}')`;
      await sql`
        insert into identity_change (retailer_id, id, at, identity, from_profile, to_profile, reason)
        values (1, gen_random_uuid(), now(), 'user_id:x', ${profile}, ${buyer}, 'linked')`;
    }
    const id = one.status === null ? null : uuid(2, one.n);
    await sql`
      insert into broadcast_recipient (retailer_id, broadcast_id, profile_id, variant, zone, spread_ms, measured, delivery_id)
      values (1, ${BROADCAST}, ${profile}, ${one.arm}, 'Europe/Berlin', 0, ${one.measured}, ${id})`;
    if (id !== null) {
      const sent = wasSent(one) ? new Date(one.at) : null;
      const opened = wasSent(one) && one.opened ? new Date(one.at + 1000) : null;
      const clicked = wasSent(one) && one.clickedAt !== null ? new Date(one.clickedAt) : null;
      await sql`
        insert into delivery (retailer_id, id, profile_id, asked_at, lane, priority, channels, origin_kind, origin_id,
                              origin_version, templates, rules, data, not_before, status, reason, channel, decided_at,
                              sent_at, opened_at, clicked_at, delivered_at, bounced_at)
        values (1, ${id}, ${profile}, now(), 'mail', 2, '{mail}', 'broadcast', ${BROADCAST}, 1, '{}', '{}', '{}', now(),
                ${one.status}, ${one.reason}, 'mail', ${new Date(one.at)}, ${sent}, ${opened}, ${clicked},
                ${one.status === 'delivered' ? sent : null}, ${one.status === 'bounced' ? sent : null})`;
    }
    for (const [i, order] of one.orders.entries())
      await sql`
        insert into customer_order ${sql({
          retailer_id: 1,
          order_id: `o-${one.n}-${i}`,
          profile_id: buyer,
          kind: order.kind,
          status: order.status,
          at: new Date(order.at),
          total_minor: order.total,
          currency: order.currency,
          shipping_minor: 0,
          tax_minor: 0,
          discount_minor: 0,
          refunded_minor: 0,
          channel: 'web',
          source_id: 1,
          event_id: profile,
        })}`;
  }
  // The neighbour's order under the same number and for the same id is nobody's here.
  await sql`
    insert into customer_order select (jsonb_populate_record(o, '{"retailer_id": 2}')).* from customer_order o
     where o.retailer_id = 1`;
}

beforeAll(async () => {
  db = await testDatabase();
  people = madeUp();
  await write();
});
afterAll(() => db.drop());

it('are those that counting by hand gives', async () => {
  const clock = { now: () => START + 30 * DAY };
  const found = await readResults({ database: db.database, clock }, ONE, BROADCAST);
  const sent = people.filter(wasSent);
  const held = people.filter(({ reason }) => reason === 'global_holdout');
  const clicked = counted(sent, ({ clickedAt }) => clickedAt);
  expect(found.counts).toMatchObject({
    sent: sent.length,
    delivered: sent.filter(({ status }) => status === 'delivered').length,
    bounced: sent.filter(({ status }) => status === 'bounced').length,
    measurable: sent.filter(({ measured }) => measured).length,
    opened: sent.filter(({ measured, opened }) => measured && opened).length,
    clicked: sent.filter(({ clickedAt }) => clickedAt !== null).length,
    buyers: clicked.buyers,
    orders: clicked.orders,
    revenueMinor: clicked.revenueMinor,
    currency: 'EUR',
  });
  for (const arm of ['a', 'b']) {
    const own = counted(
      sent.filter((one) => one.arm === arm),
      ({ clickedAt }) => clickedAt,
    );
    expect(found.variants.find(({ variantId }) => variantId === arm)).toMatchObject({
      bought: own.buyers,
      revenueMinor: own.revenueMinor,
    });
  }
  const group = (of: readonly Person[]) => {
    const { shoppers, buyers, revenueMinor } = counted(of, ({ at }) => at);
    return { shoppers, buyers, revenueMinor };
  };
  expect(found.holdout).toMatchObject({ treated: group(sent), held: group(held) });
  // The difference of the shares in percent points, and an interval that holds it.
  const [x, y] = [group(sent), group(held)];
  const points = (x.buyers / x.shoppers - y.buyers / y.shoppers) * 100;
  const { low, value, high } = found.holdout?.difference ?? { low: 0, value: 0, high: 0 };
  expect(value).toBeCloseTo(points, 1);
  expect(low).toBeLessThan(value);
  expect(high).toBeGreaterThan(value);
  // Newcombe's interval is about as wide as the plain one for groups of this size.
  const plain = (one: { shoppers: number; buyers: number }): number => {
    const share = one.buyers / one.shoppers;
    return (share * (1 - share)) / one.shoppers;
  };
  const width = 2 * 1.96 * Math.sqrt(plain(x) + plain(y)) * 100;
  expect((high - low) / width).toBeGreaterThan(0.9);
  expect((high - low) / width).toBeLessThan(1.1);
});
