/**
 * Whatever is sent: never a 5xx, never half an event. What is good in a batch is stored and folded whatever stands beside
 * it, and what was stored gives the same profiles when it is folded again.
 */
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { RetailerId } from '@augenblick/contract';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../src/runtime/index.ts';
import { differences } from '../write-path.ts';
import { type KeyedSource, type RunningServer, runningServer } from './running.ts';
import { anything, context, item, type JsonText, order } from './strange.ts';

const RUNS = { numRuns: 120, endOnFailure: false };
const TIME_LIMIT = 300_000;
const PATIENCE = { timeout: 50_000 };
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
  'dead_letter',
];

let server: RunningServer;
let web: KeyedSource;
let till: KeyedSource;
beforeAll(async () => {
  server = await runningServer({ clock: fixedClock('2026-03-01T12:00:00Z') });
  web = await server.source('web');
  till = await server.source('till');
});
afterAll(() => server.stop());
afterEach(async () => {
  // The server still answers, and stores. A machine that does other things may be late with it, which is another matter.
  await expect
    .poll(async () => (await fetch(`${server.url}/health/ready`)).status, PATIENCE)
    .toBe(200);
  const good = { event: 'Alive', userId: 'alive', messageId: `alive-${++made}` };
  const answer = await server.send('/v1/track', good, { 'x-write-key': web.key });
  expect(answer.status).toBe(200);
  expect(await stored([good.messageId])).toBe(1);
});

let made = 0;

async function clear(): Promise<void> {
  const { owner } = server.db.database;
  await owner.begin(async (sql) => {
    for (const table of TABLES) await sql`delete from ${sql(table)} where retailer_id = 1`;
  });
  server.app.house.pipeline.forget(1 as RetailerId);
}

async function stored(messageIds: readonly string[]): Promise<number> {
  const [row] = await server.db.database.owner<{ n: number }[]>`
    select count(*)::int as n from event e join profile p using (retailer_id)
    where retailer_id = 1 and p.id = e.profile_id and body->>'messageId' = any(${[...messageIds]}::text[])`;
  return row?.n ?? 0;
}

/** Sends strange items between two good ones, and checks what must hold for any of them. */
async function mustHold(source: KeyedSource, items: readonly JsonText[]): Promise<void> {
  await clear();
  const good = [`good-${++made}`, `good-${++made}`];
  const [first, last] = good.map((messageId) =>
    JSON.stringify({ type: 'track', event: 'Product Viewed', userId: 'good', messageId }),
  );
  const body = `{"batch":[${[first, ...items, last].join(',')}]}`;
  const answer = await server.send('/v1/batch', body, { 'x-write-key': source.key });
  expect([answer.status, await answer.json()]).toEqual([200, { success: true }]);
  expect(await stored(good)).toBe(2);
  // Nothing vanishes: what is not an event, or a repetition of one, stands in the dead letters.
  const [counts] = await server.db.database.owner<{ events: number; folded: number }[]>`
    select (select count(*)::int from event where retailer_id = 1) as events,
      (select coalesce(sum((state::json->>'events')::int), 0)::int from profile where retailer_id = 1) as folded`;
  const [nobody] = await server.db.database.owner<{ n: number }[]>`
    select count(*)::int as n from event where retailer_id = 1
      and profile_id = '00000000-0000-0000-0000-000000000000'`;
  expect(counts?.folded).toBe((counts?.events ?? 0) - (nobody?.n ?? 0));
  expect(await differences(server.db.database)).toEqual([]);
}

describe('batches', () => {
  it('of calls with anything in any field', { timeout: TIME_LIMIT }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(item, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        (items, open) => mustHold(open ? web : till, items),
      ),
      RUNS,
    );
  });

  it('of orders with absurd amounts, quantities and products', {
    timeout: TIME_LIMIT,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(order, { minLength: 1, maxLength: 8 }), (items) =>
        mustHold(till, items),
      ),
      RUNS,
    );
  });

  it('with anything around the events', { timeout: TIME_LIMIT }, async () => {
    const around = fc.record({
      context: fc.oneof(context, anything),
      sentAt: anything,
      batch: item,
    });
    await fc.assert(
      fc.asyncProperty(around, async (sent) => {
        await clear();
        const messageId = `good-${++made}`;
        const good = JSON.stringify({ type: 'track', event: 'Seen', userId: 'good', messageId });
        const body = `{"context":${sent.context},"sentAt":${sent.sentAt},"batch":[${good},${sent.batch}]}`;
        const answer = await server.send('/v1/batch', body, { 'x-write-key': till.key });
        expect([200, 400]).toContain(answer.status);
        // Refused as a whole or taken as a whole.
        expect(await stored([messageId])).toBe(answer.status === 200 ? 1 : 0);
        expect(await differences(server.db.database)).toEqual([]);
      }),
      RUNS,
    );
  });

  it('of anything at all', { timeout: TIME_LIMIT }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { maxLength: 12 }), (items) => mustHold(web, items)),
      { ...RUNS, numRuns: 40 },
    );
  });
});

describe('single calls', () => {
  const PATHS = ['track', 'identify', 'page', 'screen', 'group', 'alias', 't', 'batch', 'b'];

  it('with any body are answered 200, 400 or 401', { timeout: TIME_LIMIT }, async () => {
    await clear();
    const body = fc.oneof(
      item,
      anything,
      fc.tuple(anything, fc.nat(40)).map(([text, at]) => text.slice(0, at)),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      anything.map((text) => gzipSync(text)),
      fc.tuple(anything, fc.nat(60), fc.nat(255)).map(([text, at, byte]) => {
        const packed = gzipSync(text);
        packed[at % packed.length] = byte;
        return packed;
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...PATHS), body, async (path, sent) => {
        const answer = await server.send(`/v1/${path}`, sent, { 'x-write-key': till.key });
        await answer.arrayBuffer();
        expect([200, 400, 401]).toContain(answer.status);
      }),
      { ...RUNS, numRuns: 250 },
    );
    expect(await differences(server.db.database)).toEqual([]);
  });

  it('with any headers are answered below 500', { timeout: TIME_LIMIT }, async () => {
    const value = fc.oneof(
      fc.constantFrom(
        '',
        'gzip',
        'gzip, br',
        'identity',
        'deflate',
        'compress',
        'application/json; charset=utf-16',
        'multipart/form-data',
        'Basic',
        'Basic !!!',
        'Basic Og==',
        'Bearer',
        'Bearer  ',
        '*',
        'null',
        '../..',
        '0',
        '-1',
        '9'.repeat(400),
      ),
      // Header values are latin-1 without control characters; node's client refuses the rest before it is sent.
      fc.string({
        unit: fc
          .integer({ min: 32, max: 255 })
          .filter((code) => code !== 127)
          .map((code) => String.fromCharCode(code)),
      }),
    );
    const NAMES = [
      'content-type',
      'content-encoding',
      'authorization',
      'x-write-key',
      'origin',
      'x-request-id',
      'x-forwarded-for',
      'x-forwarded-host',
      'accept-encoding',
      'access-control-request-headers',
      'cookie',
      'anonymousid',
      'sentat',
    ];
    const headers = fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 5 });
    const METHODS = ['POST', 'POST', 'POST', 'OPTIONS', 'GET', 'PUT', 'DELETE'];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...METHODS),
        fc.constantFrom('/v1/track', '/v1/batch', '/sourceConfig', '/v1/projects/x/settings'),
        headers,
        async (method, path, sent) => {
          const status = await statusOf(method, path, sent);
          expect(status).toBeGreaterThanOrEqual(200);
          expect(status).toBeLessThan(500);
        },
      ),
      RUNS,
    );
  });

  it('with any path are answered below 500', { timeout: TIME_LIMIT }, async () => {
    const part = fc.oneof(
      fc.constantFrom(
        'v1',
        'projects',
        'settings',
        'sourceConfig',
        '..',
        '%00',
        '%',
        '%ff',
        '%2e%2e',
      ),
      fc.string({ maxLength: 20 }).map(encodeURIComponentSafely),
      fc.constant('x'.repeat(500)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 5 }),
        fc.webQueryParameters(),
        async (parts, query) => {
          const status = await statusOf('GET', `/${parts.join('/')}?${query}`, {});
          expect(status).toBeLessThan(500);
        },
      ),
      RUNS,
    );
  });
});

function encodeURIComponentSafely(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function statusOf(method: string, path: string, headers: Record<string, string>): Promise<number> {
  const { port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ port, host: '127.0.0.1', method, path, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(method === 'POST' || method === 'PUT' ? '{"userId":"u","event":"e"}' : undefined);
  });
}

describe('connections', () => {
  const START = 'POST /v1/batch HTTP/1.1\r\nhost: x\r\n';
  it.each([
    ['no HTTP at all', '\u0016\u0003\u0001\u0002\u0000\u0001'],
    ['half a request line', 'POST /v1/b'],
    ['a body that ends early', `${START}content-length: 1000\r\n\r\n{"batch":[`],
    ['two lengths', `${START}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`],
    ['a length that is no number', `${START}content-length: many\r\n\r\n{}`],
    [
      'length and chunks',
      `${START}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['broken chunks', `${START}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n`],
    ['a header of 100 KB', `${START}x-long: ${'x'.repeat(100_000)}\r\n\r\n`],
    ['an expectation', `${START}expect: 100-continue\r\ncontent-length: 2\r\n\r\n{}`],
  ])('%s', async (_name, text) => {
    const answer = await raw(text);
    expect(answer).not.toMatch(/^HTTP\/1\.1 5/m);
  });
});

/** Writes bytes, ends the sending side, and returns what came back until the server hung up. */
function raw(text: string): Promise<string> {
  const { port } = new URL(server.url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.end(text, 'latin1'));
    let answer = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      answer += chunk;
    });
    // A reset is an answer too: the server did not want to hear the rest.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}
