import { request as rawRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RetailerId, Source, SourceId } from '@augenblick/contract';
import { LiveMessage, LiveSnapshot } from '@augenblick/contract/api/live.ts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { createHouse, type House } from '../house.ts';
import {
  createHttp,
  createJobs,
  createLive,
  createMetrics,
  type FixedClock,
  fixedClock,
  type Http,
  type Live,
  seededIds,
  seededRandom,
  silentLog,
} from '../runtime/index.ts';
import { liveRoutes } from './routes.ts';

const NOW = Date.UTC(2026, 4, 4, 12);
const ONE = 1 as RetailerId;
let db: TestDatabase;
let http: Http;
let house: House;
let live: Live;
let clock: FixedClock;
let till: Source;
/** Who asks, as the guard would have found out. */
let asker = ONE;

beforeAll(async () => {
  db = await testDatabase();
  clock = fixedClock(NOW);
  const ids = seededIds(5, clock);
  const metrics = createMetrics({ process: false });
  live = createLive({ url: db.url, log: silentLog, processId: 'test', intervalMs: 5 });
  await live.start();
  const config = {
    dataDir: '/nowhere',
    publicUrl: undefined,
    demo: false,
    trustProxy: undefined,
    keepStrangersMonths: 0,
    keepDeadLettersDays: 0,
    keepImportFilesDays: 0,
    keepDecisionsDays: 0,
    keepMessagesDays: 0,
    secretKey: 'for tests only, thirty-two letters',
    allowPrivateHosts: true,
  };
  const { database } = db;
  const jobs = createJobs({ url: db.url, log: silentLog });
  house = createHouse({
    config,
    log: silentLog,
    clock,
    ids,
    random: seededRandom(5),
    database,
    metrics,
    live,
    jobs,
    address: () => 'http://localhost',
  });
  http = await createHttp({ config, log: silentLog, ids, metrics });
  const allow = () => async (request: { retailerId: RetailerId }) => {
    request.retailerId = asker;
  };
  liveRoutes(http, { access: { allow } as never, database, live, clock, log: silentLog });
  await http.listen({ port: 0, host: '127.0.0.1' });
  till = {
    id: 2 as SourceId,
    retailerId: ONE,
    kind: 'till',
    trust: 'trusted',
    name: 'Kasse',
    currency: 'EUR',
    simulated: false,
  };
});
beforeEach(() => {
  asker = ONE;
  // Past the time for which a snapshot is kept.
  clock.advance(2_000);
});
afterAll(async () => {
  await http.close();
  await live.stop();
  await db.drop();
});

function receipt(
  messageId: string,
  userId: string | undefined,
  total: number,
): Record<string, unknown> {
  const properties = {
    order_id: messageId,
    total,
    currency: 'EUR',
    products: [{ product_id: 'p', name: 'Apfelsaft', price: total, quantity: 1 }],
  };
  return {
    type: 'track',
    event: 'Receipt Issued',
    messageId,
    ...(userId ? { userId } : {}),
    properties,
  };
}

async function snapshot(): Promise<LiveSnapshot> {
  const answer = await http.inject('/api/r/1/live');
  expect(answer.statusCode).toBe(200);
  return LiveSnapshot.parse(answer.json());
}

/** Opens a stream; `next` gives its messages one after another, undefined at its end. */
async function stream(topics: string) {
  const { port } = http.server.address() as AddressInfo;
  const messages: LiveMessage[] = [];
  const state = { wake: () => {}, ended: false };
  const request = rawRequest({ port, path: `/api/r/1/live/stream?topics=${topics}` });
  const status = await new Promise<number | undefined>((resolve, reject) => {
    request.on('error', reject).on('response', (response) => {
      let rest = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        const blocks = (rest + chunk).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          if (block.startsWith('data: '))
            messages.push(LiveMessage.parse(JSON.parse(block.slice(6))));
        }
        state.wake();
      });
      response.on('close', () => {
        state.ended = true;
        state.wake();
      });
      resolve(response.statusCode);
    });
    request.end();
  });
  const next = async (): Promise<LiveMessage | undefined> => {
    while (messages.length === 0 && !state.ended)
      await new Promise<void>((resolve) => (state.wake = resolve));
    return messages.shift();
  };
  return { status, next, close: () => request.destroy() };
}

test('an empty retailer has an empty, complete snapshot', async () => {
  const shown = await snapshot();
  expect(shown.rate.map((bucket) => bucket.events)).toEqual(Array.from({ length: 12 }, () => 0));
  expect(shown).toMatchObject({
    activeShoppers: 0,
    events: [],
    health: { drops: [], queue: { waiting: 0 } },
  });
  expect(shown.health.sources.map((source) => [source.name, source.lastSeenAt])).toEqual([
    ['Webshop', null],
    ['Kasse', null],
  ]);
});

test('what was received is counted, and shown with shopper, source, subject and money', async () => {
  await house.ingest.submit(till, [
    receipt('r1', 'anna', 12.5),
    receipt('r2', undefined, 3),
    { type: 'track' },
  ]);
  const shown = await snapshot();
  expect(shown.rate.reduce((sum, bucket) => sum + bucket.events, 0)).toBe(2);
  expect(shown.activeShoppers).toBe(1);
  expect(shown.events).toHaveLength(2);
  const anna = shown.events.find((event) => event.shopper !== null);
  expect(anna).toMatchObject({
    name: 'Receipt Issued',
    subject: 'Apfelsaft',
    money: { minor: 1250, currency: 'EUR' },
    source: { name: 'Kasse', simulated: false },
    shopper: { identified: true },
  });
  expect(shown.health.drops).toEqual([{ reason: 'event_name_missing', count: 1 }]);
  expect(shown.health.sources[1]?.lastSeenAt).toBe(clock.now());
});

test('the stream tells committed events, counted and read from their rows', async () => {
  const view = await stream('event');
  expect(view.status).toBe(200);
  expect(await view.next()).toMatchObject({ type: 'hello' });
  const many = Array.from({ length: 60 }, (_, i) => receipt(`m${i}`, `shopper${i}`, i + 1));
  await house.ingest.submit(till, many);
  let count = 0;
  while (count < 60) {
    const message = await view.next();
    if (message?.type !== 'events') throw new Error(`not expected: ${message?.type}`);
    count += message.count;
    expect(message.events.length).toBeLessThanOrEqual(20);
    expect(message.events[0]?.subject).toBe('Apfelsaft');
  }
  expect(count).toBe(60);
  view.close();
});

test('a viewer of another retailer hears nothing of it, nor of topics not asked for', async () => {
  asker = 2 as RetailerId;
  const other = await stream('event,import');
  expect(await other.next()).toMatchObject({ type: 'hello' });
  asker = ONE;
  const mine = await stream('import');
  expect(await mine.next()).toMatchObject({ type: 'hello' });
  await house.ingest.submit(till, [receipt('x1', 'bea', 5)]);
  live.publish({ retailerId: ONE, topic: 'import', data: { id: 'i1' } });
  expect(await mine.next()).toMatchObject({
    type: 'changed',
    topic: 'import',
    items: [{ id: 'i1' }],
  });
  live.publish({ retailerId: 2 as RetailerId, topic: 'import', data: { id: 'i2' } });
  expect(await other.next()).toMatchObject({ type: 'changed', items: [{ id: 'i2' }] });
  mine.close();
  other.close();
});

test('a topic that does not exist is refused', async () => {
  const answer = await http.inject('/api/r/1/live/stream?topics=weather');
  expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'bad_request']);
});

test('stopping the server ends the streams', async () => {
  const view = await stream('event');
  expect(await view.next()).toMatchObject({ type: 'hello' });
  await http.close();
  expect(await view.next()).toBeUndefined();
});
