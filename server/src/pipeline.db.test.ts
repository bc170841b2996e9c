import type { IngestResult } from '@augenblick/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../test/database.ts';
import { differences, SOURCES, type WritePath, writePath } from '../test/write-path.ts';

let db: TestDatabase;
let path: WritePath;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  await db.database.owner`delete from event where retailer_id = 1`;
  for (const table of [
    'profile',
    'profile_card',
    'identity',
    'identity_link',
    'identity_change',
    'customer_order',
    'order_line',
    'consent',
    'dead_letter',
    'wakeup',
    'moment',
    'signal',
  ]) {
    await db.database.owner`delete from ${db.database.owner(table)} where retailer_id = 1`;
  }
  path = writePath(db.database);
});
afterAll(() => db.drop());

const track = (who: object, event: string, properties: object = {}, more: object = {}) => ({
  type: 'track',
  event,
  properties,
  ...who,
  ...more,
});
const outcomes = (results: readonly IngestResult[]) => results.map((result) => result.outcome);
/** Who is with whom: groups of identity keys, sorted. */
async function people(): Promise<string[][]> {
  const rows = await db.database.owner<{ members: string[] }[]>`
    select array_agg(kind || ':' || value order by kind, value) as members from identity where retailer_id = 1 group by profile_id`;
  return rows.map((row) => row.members).sort((x, y) => (String(x) < String(y) ? -1 : 1));
}
const count = async (table: string): Promise<number> => {
  const [row] = await db.database
    .owner`select count(*)::int as n from ${db.database.owner(table)} where retailer_id = 1`;
  return row?.n as number;
};

describe('storing', () => {
  it('stores an event once however often it is sent', async () => {
    const item = track({ userId: 'u1', messageId: 'm1' }, 'Product Viewed', { product_id: 'p1' });
    expect(outcomes(await path.ingest.submit(path.web, [item, item]))).toEqual([
      'stored',
      'duplicate',
    ]);
    expect(outcomes(await path.ingest.submit(path.web, [item]))).toEqual(['duplicate']);
    const other = writePath(db.database, { seed: 2 });
    expect(
      outcomes(await other.ingest.submit(other.web, [item, { ...item, messageId: 'm2' }])),
    ).toEqual(['duplicate', 'stored']);
    expect(await count('event')).toBe(2);
    expect(await differences(db.database)).toEqual([]);
  });

  it('keeps the same message id of two sources apart', async () => {
    const item = track({ userId: 'u1', messageId: 'm1' }, 'Seen');
    await path.ingest.submit(path.web, [item]);
    expect(outcomes(await path.ingest.submit(path.till, [item]))).toEqual(['stored']);
  });

  it('puts bad items into the dead letters and stores the good ones beside them', async () => {
    const results = await path.ingest.submit(path.web, [
      7,
      { type: 'rumour' },
      track({}, 'Seen'),
      track({ userId: '000' }, 'Seen'),
      track({ userId: 'u1' }, ''),
      track({ userId: 'u1' }, 'Seen', {}, { timestamp: 'soon' }),
      track({ userId: 'u1' }, 'Order Completed', { total: 5 }),
      track({ userId: 'u1' }, 'Seen'),
    ]);
    expect(
      results.map((result) => (result.outcome === 'dropped' ? result.reason : result.outcome)),
    ).toEqual([
      'not_an_object',
      'type_unknown',
      'identity_missing',
      'user_id_blocked',
      'event_name_missing',
      'time_invalid',
      'order_invalid',
      'stored',
    ]);
    expect(await count('dead_letter')).toBe(7);
    expect(await count('event')).toBe(1);
  });

  it('survives characters that PostgreSQL cannot hold', async () => {
    const results = await path.ingest.submit(path.web, [
      track({ userId: 'a\u0000b' }, 'Na\u0000me\t\\n', {
        'k\u0000': 1,
        text: '\ud800 \u0000 \\ \t \n "',
        __proto__x: 1,
        nested: JSON.parse('{"__proto__":{"x":1}}'),
      }),
    ]);
    expect(outcomes(results)).toEqual(['stored']);
    const [row] = await db.database.owner`select name, body from event where retailer_id = 1`;
    expect(row?.name).toBe('Na\uFFFDme\t\\n');
    expect(row?.body.properties.text).toBe('\uFFFD \uFFFD \\ \t \n "');
    expect(await differences(db.database)).toEqual([]);
  });
});

describe('who is who', () => {
  it('joins the history before sign-in to the shopper', async () => {
    await path.ingest.submit(path.web, [
      track({ anonymousId: 'a1' }, 'Product Viewed', { product_id: 'p1', category: 'Lamps' }),
    ]);
    await path.ingest.submit(path.web, [
      track({ userId: 'u1' }, 'Product Viewed', { product_id: 'p2', category: 'Lamps' }),
    ]);
    await path.ingest.submit(path.web, [
      { type: 'identify', userId: 'u1', anonymousId: 'a1', traits: { name: 'Ute' } },
    ]);
    expect(await people()).toEqual([['anonymous_id:a1', 'user_id:u1']]);
    const [row] = await db.database.owner`select state from profile where retailer_id = 1`;
    expect(JSON.parse(row?.state)).toMatchObject({
      events: 3,
      identified: true,
      traits: { name: { value: 'Ute' } },
    });
    expect(await count('profile')).toBe(1);
    expect(await differences(db.database)).toEqual([]);
  });

  it('takes a tablet away from its first user when a second signs in', async () => {
    await path.ingest.submit(path.web, [
      track({ anonymousId: 'tab' }, 'Page One'),
      track({ userId: 'u1', anonymousId: 'tab' }, 'Mine'),
    ]);
    expect(await people()).toEqual([['anonymous_id:tab', 'user_id:u1']]);
    await path.ingest.submit(path.web, [track({ userId: 'u2', anonymousId: 'tab' }, 'Yours')]);
    expect(await people()).toEqual([['anonymous_id:tab'], ['user_id:u1'], ['user_id:u2']]);
    const rows = await db.database
      .owner`select i.value, (p.state::json->>'events')::int as events from identity i
      join profile p on p.retailer_id = i.retailer_id and p.id = i.profile_id where i.retailer_id = 1 order by 1`;
    expect(rows.map((row) => [row.value, row.events])).toEqual([
      ['tab', 1],
      ['u1', 1],
      ['u2', 1],
    ]);
    expect(await differences(db.database)).toEqual([]);
  });

  it('does not merge on an e-mail typed into a form, but does on one a till vouches for', async () => {
    await path.ingest.submit(path.till, [
      { type: 'identify', userId: 'u1', traits: { email: 'Eva@Example.com' } },
    ]);
    await path.ingest.submit(path.web, [
      { type: 'identify', anonymousId: 'a1', traits: { email: 'eva@example.com' } },
    ]);
    expect(await people()).toEqual([['anonymous_id:a1'], ['email:eva@example.com', 'user_id:u1']]);
    await path.ingest.submit(path.till, [
      { type: 'identify', anonymousId: 'a1', traits: { email: 'eva@example.com' } },
    ]);
    expect(await people()).toEqual([['anonymous_id:a1', 'email:eva@example.com', 'user_id:u1']]);
  });

  it('gives the same people whatever order identify calls come in', async () => {
    const calls = [
      { type: 'identify', userId: 'u1', anonymousId: 'a1' },
      { type: 'identify', userId: 'u1', anonymousId: 'a2' },
      { type: 'identify', userId: 'u2', anonymousId: 'a2' },
      { type: 'identify', userId: 'u2', anonymousId: 'a3' },
      { type: 'identify', userId: 'u3', traits: { email: 'x@y.de' } },
      { type: 'identify', userId: 'u4', traits: { email: 'x@y.de' } },
      { type: 'identify', anonymousId: 'a4', traits: { email: 'x@y.de' } },
      { type: 'alias', userId: 'u5', previousId: 'u4' },
      {
        type: 'track',
        event: 'Receipt Issued',
        anonymousId: 'a1',
        properties: { order_id: 'r1', card_number: 'C1' },
      },
      { type: 'track', event: 'Seen', anonymousId: 'a5' },
      { type: 'identify', userId: 'u6', anonymousId: 'a5', context: { device: { id: 'd1' } } },
      { type: 'identify', userId: 'u7', context: { device: { id: 'd1' } } },
    ].map((call, i) => ({ ...call, messageId: `m${i}` }));
    await path.ingest.submit(path.till, calls);
    const expected = await people();
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(calls, { minLength: calls.length }),
        fc.integer({ min: 1, max: 4 }),
        async (order, size) => {
          for (const table of [
            'event',
            'profile',
            'profile_card',
            'identity',
            'identity_link',
            'identity_change',
            'customer_order',
          ]) {
            await db.database.owner`delete from ${db.database.owner(table)} where retailer_id = 1`;
          }
          const fresh = writePath(db.database, { seed: 3 });
          for (let i = 0; i < order.length; i += size)
            await fresh.ingest.submit(fresh.till, order.slice(i, i + size));
          expect(await people()).toEqual(expected);
          expect(await differences(db.database)).toEqual([]);
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('merging by staff', () => {
  it('joins and takes apart exactly', async () => {
    await path.ingest.submit(path.web, [
      track({ userId: 'u1', messageId: '1' }, 'Order Completed', {
        order_id: 'o1',
        total: 10,
        currency: 'EUR',
      }),
      track({ userId: 'u2', messageId: '2' }, 'Order Completed', {
        order_id: 'o2',
        total: 5.5,
        currency: 'EUR',
      }),
      track({ userId: 'u2', messageId: '3' }, 'Consent Granted', {
        purpose: 'marketing',
        channel: 'email',
      }),
    ]);
    const states = async () => [
      ...(await db.database
        .owner`select p.id, p.state, i.value from profile p join identity i on i.profile_id = p.id where p.retailer_id = 1 order by i.value`),
    ];
    const before = await states();
    const [a, b] = before.map((row) => row.id);
    await path.merging.merge({ retailerId: SOURCES.web.retailerId, a, b, staffId: null });
    expect(await count('profile')).toBe(1);
    const [merged] = await db.database.owner`select state from profile where retailer_id = 1`;
    expect(JSON.parse(merged?.state).money).toEqual({
      EUR: { orders: 2, revenueMinor: 1550, refundedMinor: 0, items: 0 },
    });
    expect(await differences(db.database)).toEqual([]);
    await path.merging.unmerge({
      retailerId: SOURCES.web.retailerId,
      identity: { kind: 'user_id', value: 'u2' },
      staffId: null,
    });
    expect(await states()).toEqual(before);
    const [consent] = await db.database.owner`select profile_id from consent where retailer_id = 1`;
    expect(consent?.profile_id).toBe(b);
    expect(await differences(db.database)).toEqual([]);
    // Events go on to the right one, also from caches.
    await path.ingest.submit(path.web, [track({ userId: 'u2' }, 'Seen')]);
    expect(await differences(db.database)).toEqual([]);
  });
});

describe('merging by staff of two customers', () => {
  it('leaves nobody behind although each has a user id and devices of their own', async () => {
    await path.ingest.submit(path.web, [
      track({ userId: 'u1', anonymousId: 'a1' }, 'One'),
      track({ userId: 'u2', anonymousId: 'a2' }, 'Two'),
      track({ anonymousId: 'a2' }, 'Two again'),
    ]);
    const ids = await db.database
      .owner`select distinct profile_id from identity where retailer_id = 1`;
    const [a, b] = ids.map((row) => row.profile_id);
    const { retailerId } = SOURCES.web;
    await path.merging.merge({ retailerId, a, b, staffId: null });
    const all = ['anonymous_id:a1', 'anonymous_id:a2', 'user_id:u1', 'user_id:u2'];
    expect(await people()).toEqual([all]);
    await path.ingest.submit(path.web, [track({ userId: 'u1', anonymousId: 'a1' }, 'Still')]);
    expect(await people()).toEqual([all]);
    expect(await differences(db.database)).toEqual([]);
  });
});

describe('two processes', () => {
  it('come to the same state as one, whoever is faster', async () => {
    const other = writePath(db.database, { seed: 9 });
    const items = Array.from({ length: 120 }, (_, i) =>
      track(
        {
          anonymousId: `a${i % 5}`,
          ...(i % 7 === 0 ? { userId: `u${i % 3}` } : {}),
          messageId: `m${i}`,
        },
        'Product Viewed',
        { product_id: `p${i % 4}`, category: 'C' },
      ),
    );
    await Promise.all(
      items.flatMap((item, i) => [
        (i % 2 ? path : other).ingest.submit(SOURCES.web, [item]),
        ...(i % 10 === 0 ? [(i % 2 ? other : path).ingest.submit(SOURCES.web, [item])] : []),
      ]),
    );
    expect(await count('event')).toBe(120);
    expect(await differences(db.database)).toEqual([]);
  });
});

describe('another process that changed who is who', () => {
  const remembering = { identities: 1000, profiles: 2 };

  it('is noticed although the state is no longer remembered: after un-merging', async () => {
    const other = writePath(db.database, { seed: 5, cache: remembering });
    await other.ingest.submit(other.web, [
      track({ userId: 'u1', anonymousId: 'a1' }, 'Mine'),
      track({ anonymousId: 'a1' }, 'Browsed'),
    ]);
    // Pushes the state, not the identifiers, out of the other process's memory.
    for (let i = 0; i < 5; i++)
      await other.ingest.submit(other.web, [track({ userId: `x${i}` }, 'Else')]);
    const identity = { kind: 'anonymous_id' as const, value: 'a1' };
    const parted = await path.merging.unmerge({
      retailerId: SOURCES.web.retailerId,
      identity,
      staffId: null,
    });
    await other.ingest.submit(other.web, [track({ anonymousId: 'a1' }, 'Browsed again')]);
    const rows = await db.database
      .owner`select profile_id from event where retailer_id = 1 and anchor = 'anonymous_id:a1'`;
    expect(new Set(rows.map((row) => row.profile_id))).toEqual(new Set([parted.profileId]));
    expect(await differences(db.database)).toEqual([]);
  });

  it('is noticed although the state is no longer remembered: after the shopper was removed', async () => {
    const other = writePath(db.database, { seed: 6, cache: remembering });
    await other.ingest.submit(other.web, [track({ userId: 'u1' }, 'Mine')]);
    for (let i = 0; i < 5; i++)
      await other.ingest.submit(other.web, [track({ userId: `x${i}` }, 'Else')]);
    for (const table of ['event', 'profile', 'profile_card', 'identity']) {
      await db.database.owner`delete from ${db.database.owner(table)} where retailer_id = 1`;
    }
    await other.ingest.submit(other.web, [track({ userId: 'u1' }, 'Back again')]);
    expect(await people()).toEqual([['user_id:u1']]);
    const [row] = await db.database
      .owner`select count(*)::int as n from profile p join identity i on i.profile_id = p.id where p.retailer_id = 1`;
    expect(row?.n).toBe(1);
  });
});
