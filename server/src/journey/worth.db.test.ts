/** What a journey was worth, with figures counted a second time by hand or by SQL that knows nothing of journeys. */
import type { JourneyWorth } from '@augenblick/contract/api/journey-worth.ts';
import { DECISION_DEFAULTS, type RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  addTemplate,
  CART,
  emptyShop,
  publishDraft,
  RETAILER,
  runnerOf,
} from '../../test/journey.ts';
import { memoryChannel, memoryChannels, senderOf } from '../../test/messages.ts';
import { type WritePath, writePath } from '../../test/write-path.ts';
import { changeSettings, heldFromAll, shopperHash } from '../decision/index.ts';
import { seededIds, seededRandom } from '../runtime/index.ts';
import { readWorth, type WorthAsked } from './read-worth.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SHARE = 3_000;
let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await addTemplate(db.database);
});
afterAll(() => db.drop());

/** The comparison group is drawn with this share from now on, as if it had always been so. */
async function draw(share: number): Promise<void> {
  await db.database.owner`
    insert into decision_rule (retailer_id, salt, settings)
    values (1, 'salt', ${db.database.owner.json({ globalHoldoutBp: share, quiet: null })})
    on conflict (retailer_id) do update set settings = excluded.settings`;
}

const read = (now: number, asked: WorthAsked, id: string, retailer: RetailerId = RETAILER) =>
  readWorth({ database: db.database, clock: { now: () => now } }, retailer, id, asked);
const figuresOf = ({ treated, held }: JourneyWorth) => ({ treated, held });

describe('with people who live through it', () => {
  let path: WritePath;
  let id: string;

  beforeEach(async () => {
    await emptyShop(db.database);
    await draw(SHARE);
    path = writePath(db.database, { seed: 3, now: '2026-03-03T09:00:00Z' });
    id = await publishDraft({ database: db.database, ...path }, CART);
  });

  type Said = readonly [userId: string, event: string, properties: Record<string, string | number>];
  const submit = (...said: Said[]) =>
    path.ingest.submit(
      path.till,
      said.map(([userId, event, properties]) => ({ type: 'track', event, userId, properties })),
    );

  /** Time passes; whoever is due goes on, and what was asked for leaves or does not. */
  async function pass(span: number, step = HOUR / 2): Promise<void> {
    const runner = runnerOf(db.database, path);
    const sender = senderOf(db.database, path.clock, memoryChannels({ mail: memoryChannel() }));
    for (const until = path.clock.now() + span; path.clock.now() < until; ) {
      path.clock.advance(step);
      while ((await runner.round()).shoppers > 0);
      await sender.round();
    }
  }

  async function live(): Promise<void> {
    const random = seededRandom(21);
    const people = Array.from({ length: 160 }, (_, n) => `u${n}`);
    const agreed = {
      purpose: 'marketing',
      channel: 'email',
      wording: 'Ja',
      method: 'double_opt_in',
    };
    await path.ingest.submit(
      path.till,
      people.map((userId) => ({
        type: 'identify',
        userId,
        traits: { email: `${userId}@example.com` },
      })),
    );
    const adds = (userId: string, cart: string): Said => [
      userId,
      'Product Added',
      { cart_id: `${cart}-${userId}`, product_id: 'p', price: 10 },
    ];
    const buys = (userId: string, order: string, total: number): Said => [
      userId,
      'Order Completed',
      { order_id: `${order}-${userId}`, total, currency: 'EUR' },
    ];
    await submit(...people.map((one): Said => [one, 'Consent Granted', agreed]));
    await submit(...people.map((one) => adds(one, 'a')));
    await pass(3 * HOUR);
    // Some begin a second cart: they count once, from the first on.
    await submit(...people.filter(() => random.next() < 0.3).map((one) => adds(one, 'b')));
    const buyers = people.filter(() => random.next() < 0.5);
    await submit(...buyers.map((one) => buys(one, 'o', Math.ceil(random.next() * 90))));
    const gone = buyers.filter(() => random.next() < 0.3);
    await submit(...gone.map((one): Said => [one, 'Order Cancelled', { order_id: `o-${one}` }]));
    await pass(6 * DAY, 12 * HOUR);
    await submit(...people.slice(0, 40).map((one) => buys(one, 'l', 7)));
    await pass(2 * DAY, 12 * HOUR);
    await submit(...people.slice(20, 60).map((one) => buys(one, 'x', 5)));
    await pass(HOUR);
  }

  /** From the events alone; in which group somebody is says what became of their first message. */
  function fromEvents(days: number) {
    return db.database.owner<
      { held: boolean; people: number; buyers: number; orders: number; money: number }[]
    >`
      with began as (
        select profile_id, min(at) as at from event where retailer_id = 1 and name = 'Product Added' group by profile_id
      ), drawn as (
        select b.*, exists (select from delivery d where d.retailer_id = 1 and d.profile_id = b.profile_id
          and d.reason = 'global_holdout') as held from began b
      ), bought as (
        select d.profile_id, (e.body->'properties'->>'total')::float8 * 100 as minor
          from drawn d join event e on e.retailer_id = 1 and e.profile_id = d.profile_id and e.name = 'Order Completed'
         where e.at > d.at and e.at <= d.at + make_interval(days => ${days})
           and not exists (select from event c where c.retailer_id = 1 and c.name = 'Order Cancelled'
             and c.body->'properties'->>'order_id' = e.body->'properties'->>'order_id')
      )
      select held, count(distinct d.profile_id)::int as people, count(distinct b.profile_id)::int as buyers,
             count(b.profile_id)::int as orders, coalesce(sum(minor), 0) as money
        from drawn d left join bought b on b.profile_id = d.profile_id group by held order by held`;
  }

  it('is what the events say: the held-out got in, too, and their messages were withheld', async () => {
    await live();
    for (const days of [7, 30, 90]) {
      const found = await read(path.clock.now(), { days }, id);
      const groups = (await fromEvents(days)).map(({ held, people, buyers, orders, money }) => [
        held ? 'held' : 'treated',
        { people, buyers, orders, revenueMinor: money },
      ]);
      expect(figuresOf(found)).toEqual(Object.fromEntries(groups));
      expect(found.held.people).toBeGreaterThan(30);
      expect(found.difference).not.toBeNull();
      expect(found.unfinished).toBe(days === 7 ? 0 : 160);
    }
    const { treated, held } = await read(path.clock.now(), { days: 30 }, id);
    // Whoever was held out heard nothing, all the others did.
    const heard = await db.database.owner<{ status: string; reason: string | null; n: number }[]>`
      select status, reason, count(distinct profile_id)::int as n from delivery
      where retailer_id = 1 and (status = 'sent' or reason = 'global_holdout') group by 1, 2 order by 1`;
    expect(heard.map(({ n }) => n)).toEqual([held.people, treated.people]);
  });

  it('follows a stranger who got in and became known before buying', async () => {
    const [item] = [
      {
        type: 'track',
        event: 'Product Added',
        anonymousId: 'd1',
        properties: { cart_id: 'c', product_id: 'p' },
      },
    ];
    await submit(['known', 'Page Viewed', {}]);
    path.clock.advance(HOUR);
    await path.ingest.submit(path.web, [item]);
    await pass(HOUR);
    await path.ingest.submit(path.till, [
      { type: 'identify', userId: 'known', anonymousId: 'd1', traits: {} },
    ]);
    await submit(['known', 'Order Completed', { order_id: 'o', total: 12, currency: 'EUR' }]);
    await pass(HOUR);
    const { treated, held } = await read(path.clock.now(), { days: 30 }, id);
    expect([treated.people + held.people, treated.orders + held.orders]).toEqual([1, 1]);
    expect(treated.revenueMinor + held.revenueMinor).toBe(1_200);
  });
});

const JOURNEY = '0190aaaa-0000-7000-8000-00000000d001';
const START = Date.parse('2026-05-04T08:00:00Z');
const uuid = (group: number, n: number): string =>
  `0190aaaa-0000-7000-8${String(group).padStart(3, '0')}-${String(n).padStart(12, '0')}`;

interface MadeUp {
  id: string;
  /** Instants at which they got in. */
  entered: number[];
  orders: {
    at: number;
    total: number;
    refunded: number;
    currency: string;
    kind: string;
    status: string;
  }[];
}

describe('with people made up so that every edge is met', () => {
  let people: MadeUp[];
  const VERSIONS = [START, START + 20 * DAY, START + 40 * DAY];

  function madeUp(): MadeUp[] {
    const random = seededRandom(12);
    const pick = <T>(of: readonly T[]): T => of[Math.floor(random.next() * of.length)] as T;
    return Array.from({ length: 500 }, (_, n): MadeUp => {
      const first = START + Math.floor(random.next() * 60 * DAY);
      const entered = [first, first + 3 * DAY, first + 45 * DAY].slice(0, pick([1, 1, 1, 2, 3]));
      // Exactly as a version goes live, and right before.
      if (n % 50 === 0) entered[0] = pick(VERSIONS) - pick([0, 1]);
      const orders = Array.from({ length: pick([0, 0, 1, 2, 3]) }, () => ({
        at:
          pick(entered) +
          pick([-DAY, 0, 1, DAY, 7 * DAY, 7 * DAY + 1, 30 * DAY, 30 * DAY + 1, 89 * DAY]),
        total: 1 + Math.floor(random.next() * 10_000),
        refunded: pick([0, 0, 0, 1]),
        currency: pick(['EUR', 'EUR', 'EUR', 'CHF']),
        kind: pick(['sale', 'sale', 'sale', 'return']),
        status: pick(['completed', 'completed', 'partly_returned', 'cancelled']),
      }));
      return { id: uuid(1, n), entered, orders };
    });
  }

  async function write(): Promise<void> {
    const { owner } = db.database;
    await owner`
      insert into journey (retailer_id, id, status, version, draft, live, created_at, updated_at, published_at)
      values (1, ${JOURNEY}, 'live', 3, '{}', '{}', ${new Date(START - DAY)}, now(), now())`;
    for (const [i, at] of VERSIONS.entries())
      await owner`
        insert into journey_version (retailer_id, journey_id, version, definition, at, by_name)
        values (1, ${JOURNEY}, ${i + 1}, '{}', ${new Date(at)}, 'Mara')`;
    const runs = people.flatMap(({ id, entered }, n) =>
      entered.map((at, i) => ({
        retailer_id: 1,
        id: uuid(10 + i, n),
        profile_id: id,
        journey_id: JOURNEY,
        version: 1,
        key: `k${i}`,
        anchor: '',
        status: 'active',
        node: 'w',
        entered_at: new Date(at),
        since: new Date(at),
        memory: '{}',
      })),
    );
    const orders = people.flatMap(({ id, orders: all }, n) =>
      all.map(({ at, total, refunded, ...one }, i) => ({
        ...one,
        retailer_id: 1,
        order_id: `o-${n}-${i}`,
        profile_id: id,
        at: new Date(at),
        total_minor: total,
        refunded_minor: refunded,
        shipping_minor: 0,
        tax_minor: 0,
        discount_minor: 0,
        channel: 'web',
        source_id: 1,
        event_id: id,
      })),
    );
    await owner`insert into journey_run ${owner(runs)}`;
    await owner`insert into customer_order ${owner(orders)}`;
    await owner`
      insert into profile (retailer_id, id, version, seq, last_at, state)
      select 1, id, 1, 1, now(), '{}' from unnest(${people.map(({ id }) => id)}::uuid[]) id`;
    // The neighbour has a journey of the same id with the same people, and they bought the same: nobody's here.
    for (const table of ['journey', 'journey_version', 'journey_run', 'customer_order', 'profile'])
      await owner`
        insert into ${owner(table)} select (jsonb_populate_record(o, '{"retailer_id": 2}')).* from ${owner(table)} o
         where o.retailer_id = 1`;
    // Another journey of these people.
    await owner`
      insert into journey_run select (jsonb_populate_record(o, jsonb_build_object('journey_id', ${uuid(9, 1)}::text,
        'id', gen_random_uuid()))).* from journey_run o where o.retailer_id = 1`;
  }

  beforeAll(async () => {
    await emptyShop(db.database);
    people = madeUp();
    await write();
  });
  beforeEach(() => draw(SHARE));

  /** The long way. */
  function counted(days: number, from: number, to: number, among = people) {
    const groups = {
      treated: { people: 0, buyers: 0, orders: 0, revenueMinor: 0 },
      held: { people: 0, buyers: 0, orders: 0, revenueMinor: 0 },
    };
    for (const { id, entered, orders } of among) {
      const since = Math.min(...entered.filter((at) => at >= from && at < to));
      if (since === Infinity) continue;
      const group = groups[heldFromAll(shopperHash('salt', id), SHARE) ? 'held' : 'treated'];
      const bought = orders.filter(
        ({ at, kind, status }) =>
          kind === 'sale' && status !== 'cancelled' && at > since && at <= since + days * DAY,
      );
      group.people += 1;
      group.buyers += bought.length > 0 ? 1 : 0;
      group.orders += bought.length;
      for (const { currency, total, refunded } of bought)
        if (currency === 'EUR') group.revenueMinor += total - refunded;
    }
    return groups;
  }

  it.each([7, 30, 90])('counts orders within %i days as counting by hand does', async (days) => {
    const now = START + 70 * DAY;
    const found = await read(now, { days }, JOURNEY);
    expect(figuresOf(found)).toEqual(counted(days, -Infinity, Infinity));
    expect(found).toMatchObject({ days, currency: 'EUR', since: null, cut: false });
    const first = people.map(({ entered }) => Math.min(...entered));
    expect(found.unfinished).toBe(first.filter((at) => at + days * DAY > now).length);
  });

  it('counts those who got in while a version was live, each from their first entry then', async () => {
    for (const [i, from] of VERSIONS.entries()) {
      const found = await read(START, { days: 30, version: i + 1 }, JOURNEY);
      expect(figuresOf(found)).toEqual(counted(30, from, VERSIONS[i + 1] ?? Infinity));
      expect(found.since).toBeNull();
    }
    await expect(read(START, { days: 30, version: 4 }, JOURNEY)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('counts from the day on which the comparison group got its present size', async () => {
    const day = START + 30 * DAY;
    const change = (share: number, now: number) => {
      const clock = { now: () => now };
      const deps = {
        database: db.database,
        clock,
        ids: seededIds(9, clock),
        audit: async () => {},
      };
      const actor = { kind: 'staff', id: 's', name: 'Mara', role: 'owner' } as const;
      const settings = { ...DECISION_DEFAULTS, globalHoldoutBp: share };
      return changeSettings(deps, RETAILER, actor, settings);
    };
    await change(SHARE, day - DAY);
    // Saved again without another size, or with other rules: that changes nothing.
    expect((await read(START, { days: 30 }, JOURNEY)).since).toBeNull();
    // A size from before the journey leaves nobody out.
    await change(500, START - 3 * DAY);
    await change(SHARE, START - 2 * DAY);
    expect((await read(START, { days: 30 }, JOURNEY)).since).toBeNull();
    await change(500, day - DAY);
    await change(SHARE, day);
    await change(SHARE, day + DAY);
    const found = await read(START, { days: 30 }, JOURNEY);
    expect(found.since).toBe(day);
    expect(figuresOf(found)).toEqual(counted(30, day, Infinity));
    const second = await read(START, { days: 30, version: 2 }, JOURNEY);
    expect(figuresOf(second)).toEqual(counted(30, day, VERSIONS[2] ?? 0));
  });

  it('counts the last ones when there are more than it reads', async () => {
    const all = people.flatMap(({ entered }) => entered).toSorted((a, b) => b - a);
    const from = all[99] ?? 0;
    const found = await read(START, { days: 30, entriesMax: 100 }, JOURNEY);
    expect(found.cut).toBe(true);
    expect(all.filter((at) => at >= from)).toHaveLength(100);
    expect(figuresOf(found)).toEqual(counted(30, from, Infinity));
  });

  it('says so when nobody is held out, and knows no journey of another shop', async () => {
    await draw(0);
    const found = await read(START, { days: 30 }, JOURNEY);
    expect(found).toMatchObject({ verdict: 'no_group', difference: null, held: { people: 0 } });
    await expect(read(START, { days: 30 }, uuid(9, 9))).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
