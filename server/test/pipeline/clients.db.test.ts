/**
 * The clients that shops really use, from npm, against the running server: what they say arrives as they meant it, and
 * what they say again after an answer got lost is counted once.
 */
import { Analytics } from '@segment/analytics-node';
import Rudder from '@rudderstack/rudder-sdk-node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/runtime/index.ts';
import { differences } from '../write-path.ts';
import { type Fate, type Passed, type Proxy, spoilingProxy } from './proxy.ts';
import {
  type KeyedSource,
  people,
  type RunningServer,
  runningServer,
  type StoredEvent,
  storedEvents,
} from './running.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await runningServer();
});
afterAll(async () => {
  expect(await differences(server.db.database)).toEqual([]);
  await server.stop();
});

let shop: KeyedSource;
let proxy: Proxy | undefined;
beforeEach(async () => {
  shop = await server.source('server', `Shop ${expect.getState().currentTestName}`.slice(0, 80));
});
afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
});

const stored = (): Promise<StoredEvent[]> => storedEvents(server.db.database, shop.id);
const named = (events: readonly StoredEvent[]) =>
  events.map((event) => `${event.kind} ${event.name}`);
/** The message ids of a request's batch. */
const messageIds = (one: Passed): string[] =>
  (one.body as { batch: { messageId: string }[] }).batch.map((item) => item.messageId);

const WHEN = new Date('2026-02-03T04:05:06.789Z');
/** A client gives up after this long (ms), not after what it takes on a machine that does nothing else. */
const PATIENCE_MS = 50_000;
const ALL_KINDS = [
  'alias Identity Aliased',
  'group Group Joined',
  'identify Shopper Identified',
  'page Page Viewed',
  'screen Screen Viewed',
  'track Product Viewed',
];

/** Each client as the tests drive it: says something, and tells when it has been heard. */
interface Client {
  track(userId: string, event: string, properties: Record<string, string | number>): void;
  sent(): Promise<void>;
}

const CLIENTS: Readonly<Record<string, (host: string, flushAt: number) => Client>> = {
  '@segment/analytics-node': (host, flushAt) => {
    const analytics = segment(host, flushAt);
    return {
      track: (userId, event, properties) => analytics.track({ userId, event, properties }),
      sent: () => analytics.closeAndFlush({ timeout: PATIENCE_MS }),
    };
  },
  '@rudderstack/rudder-sdk-node': (host, flushAt) => {
    const rudder = rudderstack(host, flushAt);
    const heard: Promise<void>[] = [];
    return {
      track: (userId, event, properties) => {
        heard.push(
          new Promise((resolve, reject) => {
            rudder.track({ userId, event, properties }, ((error?: Error) =>
              error ? reject(error) : resolve()) as () => void);
          }),
        );
      },
      sent: async () => {
        await rudder.flush();
        await Promise.all(heard);
      },
    };
  },
};

function segment(host: string, flushAt = 20): Analytics {
  return new Analytics({
    writeKey: shop.key,
    host,
    flushAt,
    // Batches are full or flushed by the test: how fast it goes on must not decide what stands in them.
    flushInterval: PATIENCE_MS,
    httpRequestTimeout: PATIENCE_MS,
  });
}

/** When a client says it happened is when it happened, less what its clock is off; here it is this machine's. */
function expectWhen(event: StoredEvent, begun: number): void {
  const sentAt = event.body.sentAt ?? Number.NaN;
  const receivedAt = event.received_at.getTime();
  expect(event.body.originalAt).toBe(WHEN.getTime());
  expect(event.at.getTime() - WHEN.getTime()).toBe(receivedAt - sentAt);
  expect(sentAt).toBeGreaterThanOrEqual(begun);
  expect(sentAt).toBeLessThanOrEqual(receivedAt);
}

function rudderstack(dataPlaneUrl: string, flushAt = 20): Rudder {
  return new Rudder(shop.key, {
    dataPlaneUrl,
    flushAt,
    flushInterval: 50,
    logLevel: 'none',
    // The SDK waits 200 ms and more by itself; the order of things is the same without.
    axiosRetryConfig: { retryDelay: () => 1 },
  });
}

describe('every call arrives as it was meant', () => {
  it('@segment/analytics-node', async () => {
    const begun = systemClock.now();
    const analytics = segment(server.url);
    const userId = 'seg-1';
    const timestamp = WHEN;
    const properties = { product_id: 'p1', name: 'Stehlampe', price: 89.9 };
    const context = { userAgent: 'Laden/1.0', page: { url: 'https://laden.example/p1' } };
    analytics.identify({ userId, traits: { firstName: 'Ute', email: 'ute@example.com' } });
    analytics.track({ userId, event: 'Product Viewed', properties, context, timestamp });
    analytics.page({ userId, name: 'Lampen', category: 'Katalog', properties: { title: 'L' } });
    analytics.screen({ userId, name: 'Start' });
    analytics.group({ userId, groupId: 'club', traits: { tier: 'gold' } });
    analytics.alias({ userId, previousId: 'seg-anon' });
    await analytics.closeAndFlush();

    const events = await stored();
    expect(named(events).sort()).toEqual(ALL_KINDS);
    const of = (kind: string) => events.find((event) => event.kind === kind) as StoredEvent;
    expect(of('track').body.properties).toEqual(properties);
    expect(of('track').body.context).toMatchObject({
      ...context,
      library: { name: '@segment/analytics-node' },
    });
    expect(of('track').body.messageId).toMatch(/^node-next-/);
    expectWhen(of('track'), begun);
    expect(of('identify').body.traits).toEqual({ firstName: 'Ute', email: 'ute@example.com' });
    expect(of('page').body.properties).toMatchObject({ name: 'Lampen', category: 'Katalog' });
    expect(of('screen').body.properties).toMatchObject({ name: 'Start' });
    expect(of('group').body).toMatchObject({
      properties: { groupId: 'club' },
      traits: { tier: 'gold' },
    });
    expect(events.every((event) => event.anchor === 'user_id:seg-1')).toBe(true);
    expect(await people(server.db.database, 'seg-%')).toEqual([
      // A server may rename a customer, so the former id counts as both kinds.
      ['anonymous_id:seg-anon', 'email:ute@example.com', 'user_id:seg-1', 'user_id:seg-anon'],
    ]);
  });

  it('@rudderstack/rudder-sdk-node, gzip that is labelled as a form', async () => {
    proxy = await spoilingProxy(server.url, []);
    const begun = systemClock.now();
    const rudder = rudderstack(proxy.url);
    const who = { userId: 'rud-1' };
    const properties = { product_id: 'p2', price: '12.50' };
    rudder.identify({ ...who, traits: { name: 'Rudi', phone: '0171 2345678' } });
    rudder.track({ ...who, event: 'Product Viewed', properties, timestamp: WHEN });
    rudder.page({ ...who, name: 'Stühle' });
    rudder.screen({ ...who, name: 'Start' });
    rudder.group({ ...who, groupId: 'club', traits: { tier: 'silver' } });
    rudder.alias({ ...who, previousId: 'rud-anon' });
    await rudder.flush();

    expect(proxy.passed[0]?.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded',
      'content-encoding': 'gzip',
    });
    const events = await stored();
    expect(named(events).sort()).toEqual(ALL_KINDS);
    const track = events.find((event) => event.kind === 'track') as StoredEvent;
    expect(track.body.properties).toEqual(properties);
    expectWhen(track, begun);
    expect(await people(server.db.database, 'rud-%')).toEqual([
      ['anonymous_id:rud-anon', 'phone:+491712345678', 'user_id:rud-1', 'user_id:rud-anon'],
    ]);
  });

  it('batches: a hundred calls in as many requests as the client was told', async () => {
    proxy = await spoilingProxy(server.url, []);
    const analytics = segment(proxy.url, 25);
    for (let i = 0; i < 100; i++)
      analytics.track({ anonymousId: `batch-${i % 7}`, event: 'Clicked', properties: { i } });
    await analytics.closeAndFlush();
    expect(proxy.passed.map((one) => messageIds(one).length)).toEqual([25, 25, 25, 25]);
    const numbers = (await stored()).map((event) => event.body.properties['i'] as number);
    expect(numbers.sort((x, y) => x - y)).toEqual([...Array(100).keys()]);
  });

  it('legacy identities: an anonymous visitor signs in, and both halves are one shopper', async () => {
    const analytics = segment(server.url);
    analytics.track({ anonymousId: 'half-anon', event: 'Product Viewed' });
    await analytics.flush();
    analytics.identify({ userId: 'half-user', anonymousId: 'half-anon' });
    analytics.track({ userId: 'half-user', event: 'Product Added', properties: { sku: 's1' } });
    await analytics.closeAndFlush();
    expect(await people(server.db.database, 'half-%')).toEqual([
      ['anonymous_id:half-anon', 'user_id:half-user'],
    ]);
  });
});

describe.each(Object.keys(CLIENTS))('%s says it again', (name) => {
  const connect = (host: string, flushAt: number) =>
    (CLIENTS[name] as (host: string, flushAt: number) => Client)(host, flushAt);

  const TROUBLES: readonly { why: string; fates: Fate[] }[] = [
    { why: '429 with Retry-After', fates: [{ status: 429, retryAfter: '1' }] },
    { why: '503', fates: [{ status: 503, retryAfter: '1' }] },
    { why: 'the answer got lost after the commit', fates: ['lose'] },
    { why: 'the answer got lost, then 503', fates: ['lose', { status: 503 }] },
  ];
  it.each(TROUBLES)('$why: nothing is lost, nothing doubled', async ({ fates }) => {
    proxy = await spoilingProxy(server.url, fates);
    const client = connect(proxy.url, 5);
    const userId = `again-${shop.id}`;
    for (let i = 0; i < 5; i++) {
      client.track(userId, 'Order Completed', { order_id: `o${i}`, total: 10, currency: 'EUR' });
    }
    await client.sent();

    const { passed } = proxy;
    // A spoiled request comes again with the very same messages; RudderStack's first one holds a single message.
    for (const i of fates.keys())
      expect(messageIds(passed[i + 1] as Passed)).toEqual(messageIds(passed[i] as Passed));
    // What the client did not hear of was committed all the same, and the repetition was told so.
    expect(passed.map((one) => one.answer)).toEqual(
      passed.map((_one, i) => (typeof fates[i] === 'object' ? undefined : 200)),
    );
    const sent = new Set(passed.flatMap(messageIds));
    expect(sent.size).toBe(5);
    const events = await stored();
    expect(events.map((event) => event.body.messageId).sort()).toEqual([...sent].sort());
    const [money] = await server.db.database.owner<{ orders: number; total: number }[]>`
      select count(*)::int as orders, sum(total_minor)::bigint as total from customer_order
      where retailer_id = 1 and source_id = ${shop.id}`;
    expect(money).toEqual({ orders: 5, total: 5_000 });
  });
});

it('a wrong key is refused, and the client hears of it', async () => {
  const analytics = new Analytics({ writeKey: `${shop.key}x`, host: server.url, flushAt: 1 });
  const failed = new Promise<unknown>((resolve) => {
    analytics.on('error', (error) => resolve(error));
  });
  analytics.track({ userId: 'nobody', event: 'Clicked' });
  expect(await failed).toMatchObject({ code: 'delivery_failure' });
  await analytics.closeAndFlush();
  expect(await stored()).toEqual([]);
});
