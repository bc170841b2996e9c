import type { Condition, ProfileId, RetailerId } from '@augenblick/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../test/database.ts';
import { CONDITIONS, type Happening, shopLife } from '../test/shop-life.ts';
import { differences, SOURCES, type WritePath, writePath } from '../test/write-path.ts';
import { createIds, createMetrics, seededRandom, silentLog } from './runtime/index.ts';
import { archiveSegment, createSegment, fillSegments, publishSegment } from './segment/index.ts';
import { createWakeups } from './wakeup/index.ts';

const TABLES = [
  'event',
  'profile',
  'profile_card',
  'identity',
  'identity_link',
  'identity_change',
  'customer_order',
  'order_line',
  'consent',
  'wakeup',
  'moment',
  'signal',
  'segment_change',
  'segment_member',
  'segment',
  'segment_part',
  'segment_version',
  'published',
];
const RETAILER = 1 as RetailerId;
const BEGIN = Date.parse('2026-03-01T12:00:00Z');

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(() => clear());
afterAll(() => db.drop());

async function clear(): Promise<void> {
  for (const table of TABLES) {
    await db.database.owner`delete from ${db.database.owner(table)} where retailer_id = 1`;
  }
}

/** A shop that lives in one or two processes which share a clock. */
function shop(processes = 1) {
  const paths = Array.from({ length: processes }, (_, i) =>
    writePath(db.database, { seed: 11 + i }),
  );
  const clock = (paths[0] as WritePath).clock;
  let now = BEGIN;
  let sent = 0;
  const items: Record<string, unknown>[] = [];
  const metrics = createMetrics({ process: false });
  const looks = paths.map(({ pipeline }, i) => {
    const name = i === 0 ? metrics : createMetrics({ process: false });
    const { look } = pipeline;
    return createWakeups({ sql: db.database.owner, clock, log: silentLog, metrics: name, look });
  });
  const turn = (): number => sent % paths.length;
  const set = (to: number): void => {
    now = to;
    for (const path of paths) path.clock.set(now);
  };
  set(BEGIN);
  const segments = new Map<number, string>();
  const switched = async (what: 'publish' | 'archive', n: number): Promise<void> => {
    const { database } = db;
    const jobs = { add: () => Promise.resolve('1') } as never;
    const ids = createIds(clock, seededRandom(100 + n));
    const deps = { database, clock, ids, jobs };
    const known = segments.get(n);
    if (what === 'archive') {
      if (known !== undefined) await archiveSegment(deps, RETAILER, known);
      segments.delete(n);
    } else if (known === undefined) {
      const body = { name: `S${n}`, note: '', condition: CONDITIONS[n] as Condition };
      const id = await createSegment(deps, RETAILER, body);
      await publishSegment(deps, RETAILER, id, null);
      segments.set(n, id);
    }
    for (const { definitions, pipeline } of paths) {
      const { forget } = pipeline;
      await fillSegments({ sql: database.owner, clock, definitions, forget }, RETAILER);
    }
  };
  const live = async (happenings: readonly Happening[]): Promise<void> => {
    for (const one of happenings) {
      if (one.what === 'time') set(now + one.ms);
      else if (one.what === 'look') await looks[turn()]?.round();
      else if (one.what !== 'item') await switched(one.what, one.n);
      else {
        const { ageMs, ...item } = one.item as { ageMs: number };
        sent += 1;
        const timestamp = new Date(now - ageMs).toISOString();
        const dated = { ...item, messageId: `m${sent}`, timestamp };
        items.push(dated);
        const path = paths[turn()] as WritePath;
        await path.ingest.submit(path.till, [dated]);
      }
    }
  };
  return { paths, live, items, now: () => now, set, look: () => looks[0]?.round() };
}

const different = (now: number) => differences(db.database, 1, { now });
const facts = async () => ({
  moments: [...(await db.database.owner`select * from moment where retailer_id = 1 order by id`)],
  signals: [...(await db.database.owner`select * from signal where retailer_id = 1 order by id`)],
  changes: [
    ...(await db.database.owner`select * from segment_change where retailer_id = 1 order by id`),
  ],
  members: [
    ...(await db.database
      .owner`select * from segment_member where retailer_id = 1 order by profile_id, segment_no`),
  ],
});
const item = (event: string, properties: object, ageMs = 0): Happening => ({
  what: 'item',
  item: { type: 'track', event, anonymousId: 'a1', properties, ageMs },
});
const LAMP = { product_id: 'lamp', name: 'Lamp', category: 'Light', price: 40, currency: 'EUR' };
const BUYING = [
  item('Product Viewed', LAMP),
  item('Product Added', { ...LAMP, quantity: 1 }),
  item('Cart Viewed', {}),
  item('Checkout Started', {}),
  item('Checkout Step Viewed', { step: 1 }),
];

describe('moments while events are folded', () => {
  it('begin with the event, in its transaction, and end at their own instant when nobody looks', async () => {
    const life = shop();
    await life.live(BUYING);
    const [begun] = (await facts()).moments;
    expect(begun).toMatchObject({ kind: 'buy', ended_at: null });
    await life.live([{ what: 'time', ms: 7 * 86_400_000 }]);
    await life.look();
    const { moments, signals } = await facts();
    const ended = moments.find((moment) => moment['id'] === begun?.['id']);
    expect(ended?.['end_reason']).toBe('faded');
    expect(Number(ended?.['ended_at'])).toBeLessThan(life.now() - 86_400_000);
    expect(signals.map((signal) => signal['name'])).toContain('abandoned_cart');
    expect(await different(life.now())).toEqual([]);
  });

  it('tell nobody of a cart that was left last year and imported today', async () => {
    const life = shop();
    await life.live(BUYING.map((one) => ageing(one, 300 * 86_400_000)));
    expect((await facts()).moments).toEqual([]);
    expect(await different(life.now())).toEqual([]);
  });

  it('are the same when everything is sent twice', async () => {
    const life = shop();
    await life.live([...BUYING, { what: 'time', ms: 3_600_000 }, { what: 'look' }, ...BUYING]);
    const before = await facts();
    const path = life.paths[0] as WritePath;
    const again = await path.ingest.submit(path.till, life.items);
    expect(new Set(again.map((result) => result.outcome))).toEqual(new Set(['duplicate']));
    expect(await facts()).toEqual(before);
  });

  it('go with the shopper when two are joined, and come back when they are parted', async () => {
    const life = shop();
    const known: Happening = {
      what: 'item',
      item: { type: 'track', event: 'Product Viewed', userId: 'u9', properties: LAMP, ageMs: 0 },
    };
    await life.live([...BUYING, known, { what: 'time', ms: 60_000 }]);
    const before = await facts();
    const rows = await db.database.owner<{ profile_id: ProfileId }[]>`
      select profile_id from identity where retailer_id = 1 order by value`;
    const [a, b] = rows.map((row) => row.profile_id);
    const { merging } = life.paths[0] as WritePath;
    const retailerId = RETAILER;
    await merging.merge({ retailerId, a: a as ProfileId, b: b as ProfileId, staffId: null });
    const joined = await facts();
    expect(new Set(joined.moments.map((moment) => moment['profile_id'])).size).toBe(1);
    expect(await different(life.now())).toEqual([]);
    const identity = { kind: 'user_id' as const, value: 'u9' };
    await merging.unmerge({ retailerId, identity, staffId: null });
    expect(await facts()).toEqual(before);
    expect(await different(life.now())).toEqual([]);
  });
});

describe('memberships while events are folded', () => {
  const publish = (n: number): Happening => ({ what: 'publish', n });

  it('come with the event and go at their own instant', async () => {
    const life = shop();
    await life.live([publish(1), item('Product Viewed', LAMP), item('Product Viewed', LAMP)]);
    expect((await facts()).members).toHaveLength(1);
    const began = life.now();
    await life.live([{ what: 'time', ms: 30 * 3_600_000 }, { what: 'look' }]);
    const { members, changes } = await facts();
    expect(members).toEqual([]);
    expect(changes.map(({ entered, at }) => [entered, Number(at) - began])).toEqual(
      expect.arrayContaining([
        [true, 0],
        [false, 24 * 3_600_000],
      ]),
    );
    expect(await different(life.now())).toEqual([]);
  });

  it('hold of shoppers from before a segment was switched on', async () => {
    const life = shop(2);
    await life.live([item('Product Viewed', LAMP), item('Product Viewed', LAMP), publish(1)]);
    await life.live([item('Product Viewed', LAMP)]);
    expect((await facts()).members).toHaveLength(1);
    expect(await different(life.now())).toEqual([]);
  });
});

describe('any life of a shop', () => {
  it('a shopper who went and came back is not taken for the former one by another process', async () => {
    const { live, now } = shop(2);
    const said = (who: object): Happening => ({
      what: 'item',
      item: { type: 'track', event: 'Product Viewed', properties: LAMP, ageMs: 0, ...who },
    });
    // Joined by a browser, parted when it turns out to be shared; the first process saw neither.
    await live([
      said({ anonymousId: 'a1' }),
      said({ userId: 'u1' }),
      said({ anonymousId: 'a1', userId: 'u1' }),
      said({ anonymousId: 'a1' }),
      said({ anonymousId: 'a1', userId: 'u2' }),
      said({ anonymousId: 'a1' }),
      said({ anonymousId: 'a1' }),
      said({ userId: 'u1' }),
    ]);
    expect(await different(now())).toEqual([]);
  });

  it('nor where it comes back as it was, while a segment began meanwhile', async () => {
    const { live, now } = shop(2);
    const said = (event: string, who: object): Happening => ({
      what: 'item',
      item: { type: 'track', event, properties: LAMP, ageMs: 0, ...who },
    });
    // The other process remembers the browser's profile from before the segment.
    await live([
      said('Checkout Step Viewed', { anonymousId: 'a1' }),
      said('Product Viewed', { anonymousId: 'a2' }),
      said('Product Viewed', { anonymousId: 'a2', userId: 'u1' }),
      { what: 'publish', n: 0 },
      said('Product Viewed', { userId: 'u1' }),
      said('Product Viewed', { anonymousId: 'a2', userId: 'u2' }),
      said('Product Viewed', { anonymousId: 'a2' }),
    ]);
    expect(await different(now())).toEqual([]);
  });

  it('is rebuilt to the same moments, signals and memberships', async () => {
    await fc.assert(
      fc.asyncProperty(shopLife, fc.integer({ min: 1, max: 2 }), async (happenings, processes) => {
        await clear();
        const life = shop(processes);
        await life.live(happenings);
        expect(await different(life.now())).toEqual([]);
        // Whatever was due by now has been looked at, or is so without changing what a rebuild gives.
        const later = life.now() + 20 * 86_400_000;
        life.set(later);
        await life.look();
        expect(await different(later)).toEqual([]);
        const { ingest } = life.paths[0] as WritePath;
        const before = await facts();
        if (life.items.length > 0) await ingest.submit(SOURCES.till, life.items);
        expect(await facts()).toEqual(before);
      }),
      { numRuns: 40 },
    );
  });
});

function ageing(one: Happening, ageMs: number): Happening {
  return one.what === 'item' ? { ...one, item: { ...one.item, ageMs } } : one;
}
