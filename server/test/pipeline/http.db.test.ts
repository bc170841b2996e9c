/** Segment's HTTP tracking API as the running server speaks it: every path, every form of key, every limit. */
import { deflateSync, brotliCompressSync, gzipSync } from 'node:zlib';
import type { DeadLetterList } from '@augenblick/contract/api/deadletter.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createIngest, ingestRoutes } from '../../src/ingest/index.ts';
import {
  createHttp,
  createMetrics,
  fixedClock,
  seededIds,
  silentLog,
} from '../../src/runtime/index.ts';
import { differences, writePath } from '../write-path.ts';
import { type KeyedSource, type RunningServer, runningServer, storedEvents } from './running.ts';
import { type Wire, wireTo } from './wire.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const clock = fixedClock(NOW);
let wire: Wire;
let server: RunningServer;
let web: KeyedSource;
beforeAll(async () => {
  server = await runningServer({
    clock,
    wire: async (url) => {
      wire = await wireTo(url);
      return wire;
    },
  });
  web = await server.source('web');
});
afterAll(async () => {
  expect(await differences(server.db.database)).toEqual([]);
  await server.stop();
});

const stored = (messageId: string) =>
  storedEvents(server.db.database, web.id).then((events) =>
    events.filter((event) => event.body.messageId === messageId),
  );
let made = 0;
/** An event with a message id of its own. */
const event = (more: object = {}) => ({
  type: 'track',
  event: 'Clicked',
  userId: 'u1',
  messageId: `http-${++made}`,
  ...more,
});
const basic = (text: string) => ({
  authorization: `Basic ${Buffer.from(text).toString('base64')}`,
});

describe('paths', () => {
  it.each([
    ['track', 't', { event: 'Clicked' }, 'track Clicked'],
    ['identify', 'i', { traits: { name: 'Ute' } }, 'identify Shopper Identified'],
    ['page', 'p', { name: 'Start' }, 'page Page Viewed'],
    ['screen', 's', { name: 'Start' }, 'screen Screen Viewed'],
    ['group', 'g', { groupId: 'club' }, 'group Group Joined'],
    ['alias', 'a', { previousId: 'earlier' }, 'alias Identity Aliased'],
  ])('/v1/%s and /v1/%s', async (long, short, call, expected) => {
    for (const path of [long, short, `${long}/`]) {
      const messageId = `path-${path}`;
      // The path says what it is, whatever the body claims.
      const body = { ...call, userId: 'u1', messageId, type: 'rumour', writeKey: web.key };
      const answer = await server.send(`/v1/${path}`, body);
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual({ success: true });
      const [one] = await stored(messageId);
      expect(`${one?.kind} ${one?.name}`).toBe(expected);
      expect(JSON.stringify(one?.body)).not.toContain(web.key);
    }
  });

  it.each(['batch', 'b', 'import'])('/v1/%s', async (path) => {
    const batch = [event(), event({ context: { locale: 'en' } })];
    const context = { locale: 'de', app: { name: 'Laden' } };
    const answer = await server.send(`/v1/${path}`, { batch, context, writeKey: web.key });
    expect(answer.status).toBe(200);
    const [first, second] = await Promise.all(batch.map(({ messageId }) => stored(messageId)));
    // What the batch says counts for each item, and an item's own word beats it.
    expect(first?.[0]?.body.context).toEqual(context);
    expect(second?.[0]?.body.context).toEqual({ ...context, locale: 'en' });
  });

  it('answers what analytics.js reports on itself, and nothing else', async () => {
    expect((await server.send('/v1/m', { series: [] })).status).toBe(200);
    expect((await server.send('/v1/nothing', {})).status).toBe(404);
    expect((await fetch(`${server.url}/v1/track`)).status).toBe(404);
  });

  it('serves the settings that browser clients ask for first, with our own address', async () => {
    const origin = { origin: 'https://laden.example' };
    const answer = await fetch(`${server.url}/v1/projects/${web.key}/settings`, {
      headers: origin,
    });
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin.origin);
    const settings = (await answer.json()) as { integrations: Record<string, unknown> };
    expect(settings.integrations['Segment.io']).toMatchObject({
      apiKey: web.key,
      apiHost: `${new URL(server.url).host}/v1`,
      protocol: 'http',
    });
    for (const path of ['/sourceConfig/', '/sourceConfig']) {
      const config = await fetch(`${server.url}${path}?p=npm&v=3&writeKey=${web.key}`);
      expect(await config.json()).toMatchObject({
        source: { id: String(web.id), writeKey: web.key, enabled: true, destinations: [] },
      });
    }
    const byHeader = await fetch(`${server.url}/sourceConfig`, { headers: basic(`${web.key}:`) });
    expect(byHeader.status).toBe(200);
    expect((await fetch(`${server.url}/v1/projects/agb_wk_x/settings`)).status).toBe(401);
    expect((await fetch(`${server.url}/sourceConfig`)).status).toBe(401);
  });

  it('lets a page of any origin call', async () => {
    const origin = 'https://laden.example';
    const asked = 'authorization,anonymousid,sentat,content-type,x-own';
    const preflight = await fetch(`${server.url}/v1/track`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': asked,
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
    expect(preflight.headers.get('access-control-allow-headers')).toBe(asked);
    // A page must also be able to read a refusal, or its client cannot tell why.
    const refused = await server.send('/v1/track', event(), { origin });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('access-control-allow-origin')).toBe(origin);
  });
});

describe('keys', () => {
  const FORMS: Readonly<Record<string, (key: string) => [Record<string, string>, object]>> = {
    'Basic with colon': (key) => [basic(`${key}:`), {}],
    'Basic without colon': (key) => [basic(key), {}],
    'Basic with a password': (key) => [basic(`${key}:secret`), {}],
    Bearer: (key) => [{ authorization: `Bearer ${key}` }, {}],
    'X-Write-Key': (key) => [{ 'x-write-key': key }, {}],
    'in the body': (key) => [{}, { writeKey: key }],
  };
  it.each(Object.keys(FORMS))('%s', async (name) => {
    const form = FORMS[name] as (key: string) => [Record<string, string>, object];
    const [headers, body] = form(web.key);
    const one = event();
    expect((await server.send('/v1/track', { ...one, ...body }, headers)).status).toBe(200);
    expect(await stored(one.messageId)).toHaveLength(1);
    for (const wrong of [`${web.key}x`, 'agb_wk_', '', 'null', web.key.slice(0, -1)]) {
      const [otherHeaders, otherBody] = form(wrong);
      const other = event();
      const answer = await server.send('/v1/track', { ...other, ...otherBody }, otherHeaders);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ error: { code: 'write_key_unknown' } });
      expect(await stored(other.messageId)).toEqual([]);
    }
  });

  it('a paused source and a revoked key are refused at once', async () => {
    const other = await server.source('web', 'Other');
    const send = async () =>
      (await server.send('/v1/track', event(), { 'x-write-key': other.key })).status;
    expect(await send()).toBe(200);
    await server.asOwner('PATCH', `/sources/${other.id}`, { paused: true });
    expect(await send()).toBe(401);
    await server.asOwner('PATCH', `/sources/${other.id}`, { paused: false });
    expect(await send()).toBe(200);
    await server.asOwner('DELETE', `/sources/${other.id}/keys/${other.keyId}`);
    expect(await send()).toBe(401);
  });
});

describe('bodies', () => {
  const json = (one: object) => JSON.stringify({ ...one, writeKey: web.key });
  const FORMS: Readonly<
    Record<string, (text: string) => [string | Buffer, Record<string, string>]>
  > = {
    'text/plain': (text) => [text, { 'content-type': 'text/plain' }],
    'labelled as a form': (text) => [text, { 'content-type': 'application/x-www-form-urlencoded' }],
    'with a strange type': (text) => [text, { 'content-type': 'foo' }],
    'with a byte order mark': (text) => [`\uFEFF${text}`, {}],
    gzip: (text) => [gzipSync(text), { 'content-encoding': 'gzip' }],
    'gzip that nobody names': (text) => [gzipSync(text), {}],
    'gzip in name only': (text) => [text, { 'content-encoding': 'gzip' }],
    deflate: (text) => [deflateSync(text), { 'content-encoding': 'deflate' }],
    brotli: (text) => [brotliCompressSync(text), { 'content-encoding': 'br' }],
  };
  it.each(Object.keys(FORMS))('%s', async (name) => {
    const one = event({ properties: { text: 'Grüße an Łukasz 🛒' } });
    const [body, headers] = (
      FORMS[name] as (text: string) => [string | Buffer, Record<string, string>]
    )(json(one));
    expect((await server.send('/v1/track', body, headers)).status).toBe(200);
    const [row] = await stored(one.messageId);
    expect(row?.body.properties).toEqual({ text: 'Grüße an Łukasz 🛒' });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{"type":'],
    ['a list', '[]'],
    ['a number', '7'],
    ['null', 'null'],
    ['broken gzip', Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3])],
    ['gzip cut short', gzipSync('{"writeKey":"x"}').subarray(0, 20)],
  ])('%s is told apart from an event', async (_name, body) => {
    const answer = await server.send('/v1/batch', body, { 'x-write-key': web.key });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'bad_json' } });
  });

  it.each([{}, { batch: null }, { batch: {} }, { batch: 'x' }])(
    'a batch without a list: %j',
    async (body) => {
      const answer = await server.send('/v1/batch', body, { 'x-write-key': web.key });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error: { code: 'bad_request' } });
    },
  );
});

describe('limits', () => {
  const big = (bytes: number) => event({ properties: { text: 'x'.repeat(bytes) } });
  const key = () => ({ 'x-write-key': web.key });

  it('a call of 32 KB is refused, one a little smaller is stored', async () => {
    const refused = await server.send('/v1/track', big(33 * 1024), key());
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { error: { code: 'too_large' } },
    ]);
    const fits = big(31 * 1024);
    expect((await server.send('/v1/track', fits, key())).status).toBe(200);
    expect(await stored(fits.messageId)).toHaveLength(1);
  });

  it('a large item does not take the rest of its batch with it', async () => {
    const good = event();
    const answer = await server.send('/v1/batch', { batch: [big(33 * 1024), good] }, key());
    expect(answer.status).toBe(200);
    expect(await stored(good.messageId)).toHaveLength(1);
  });

  it('a batch of 500 KB is refused whole, packed or not', async () => {
    const batch = Array.from({ length: 20 }, () => big(26 * 1024));
    for (const body of [JSON.stringify({ batch }), gzipSync(JSON.stringify({ batch }))]) {
      const answer = await server.send('/v1/batch', body, key());
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error: { code: 'too_large' } });
    }
    expect(await stored(batch[0]?.messageId as string)).toEqual([]);
    const fits = batch.slice(0, 18);
    expect((await server.send('/v1/batch', { batch: fits }, key())).status).toBe(200);
    expect(await stored(fits[17]?.messageId as string)).toHaveLength(1);
  });

  it('a body of many megabytes is refused without being read', async () => {
    const answer = await server.send('/v1/batch', 'x'.repeat(3_000_000), key());
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'too_large' } });
  });

  it('a context that would be stored a thousand times over is refused', async () => {
    const batch = Array.from({ length: 1_000 }, () => ({ type: 'track', event: 'x', userId: 'u' }));
    const body = { batch, context: { text: 'x'.repeat(20_000) } };
    expect((await server.send('/v1/batch', body, key())).status).toBe(400);
  });

  it('a gzip bomb costs no more memory than a batch', async () => {
    // 300 MB of spaces in 300 KB, packed in thirty pieces; unpacked whole it would be seen in the memory of this process.
    const piece = gzipSync(Buffer.alloc(10_000_000, ' '));
    const bomb = Buffer.concat(Array.from({ length: 30 }, () => piece));
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }, 1);
    const answer = await server.send('/v1/batch', bomb, { ...key(), 'content-encoding': 'gzip' });
    clearInterval(watch);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'too_large' } });
    expect(most).toBeLessThan(50_000_000);
  });

  it('too many items are refused', async () => {
    const batch = Array.from({ length: 5_001 }, () => 1);
    expect((await server.send('/v1/batch', { batch }, key())).status).toBe(400);
  });
});

describe('times', () => {
  const at = (offsetMs: number) => new Date(NOW + offsetMs).toISOString();
  const HOUR = 3_600_000;
  it.each([
    // The client's clock is an hour slow: it sent at 11:00 by its own clock what happened ten minutes earlier.
    ['clock slow', { timestamp: at(-HOUR - 600_000), sentAt: at(-HOUR) }, -600_000],
    ['clock fast', { timestamp: at(2 * HOUR), sentAt: at(2 * HOUR + 5_000) }, -5_000],
    ['originalTimestamp', { originalTimestamp: at(-HOUR - 7_000), sentAt: at(-HOUR) }, -7_000],
    [
      'both: what the shop gave',
      { timestamp: at(-HOUR), originalTimestamp: at(0), sentAt: at(0) },
      -HOUR,
    ],
    ['no sentAt', { timestamp: at(-HOUR) }, -HOUR],
    ['nothing', {}, 0],
    ['only sentAt', { sentAt: at(-HOUR) }, 0],
    ['the future, without sentAt', { timestamp: at(HOUR) }, 0],
    ['sent before it happened', { timestamp: at(-HOUR), sentAt: at(-2 * HOUR) }, -HOUR],
    ['milliseconds since 1970', { timestamp: NOW - 5_000 }, -5_000],
    ['seconds since 1970', { timestamp: (NOW - 5_000) / 1000 }, -5_000],
    ['offset of a zone', { timestamp: '2026-03-01T12:30:00+01:00' }, -1_800_000],
  ])('%s', async (_name, times, expected) => {
    const one = event(times);
    await server.send('/v1/track', one, { 'x-write-key': web.key });
    const [row] = await stored(one.messageId);
    expect((row?.at.getTime() ?? 0) - NOW).toBe(expected);
    expect(row?.received_at.getTime()).toBe(NOW);
  });

  it('sentAt of the batch counts for items that say none', async () => {
    const own = event({ timestamp: at(-HOUR - 1_000), sentAt: at(-HOUR) });
    const its = event({ timestamp: at(-2 * HOUR - 3_000) });
    const body = { batch: [own, its], sentAt: at(-2 * HOUR) };
    await server.send('/v1/batch', body, { 'x-write-key': web.key });
    expect((await stored(own.messageId))[0]?.at.getTime()).toBe(NOW - 1_000);
    expect((await stored(its.messageId))[0]?.at.getTime()).toBe(NOW - 3_000);
  });
});

describe('when it cannot be stored', () => {
  it('what is wrong with an event stands in the dead letters, with its reason, once', async () => {
    const fresh = await server.source('web', 'Dead');
    const batch = [
      7,
      event({ type: 'rumour' }),
      event({ userId: undefined }),
      event({ event: '' }),
      event({ event: 'Order Completed', properties: { total: 5 } }),
      event({ timestamp: 'gestern' }),
    ];
    for (let tries = 0; tries < 2; tries++) {
      const answer = await server.send('/v1/batch', { batch }, { 'x-write-key': fresh.key });
      expect(answer.status).toBe(200);
    }
    const list = await server.asOwner<DeadLetterList>('GET', `/dead-letters?sourceId=${fresh.id}`);
    expect(list.items.map((item) => item.reason).sort()).toEqual([
      'event_name_missing',
      'identity_missing',
      'not_an_object',
      'order_invalid',
      'time_invalid',
      'type_unknown',
    ]);
    expect(JSON.stringify(list.items)).toContain('rumour');
  });

  it('too much work: 429 with Retry-After, and the repetition is stored once', async () => {
    const { database } = server.db;
    const path = writePath(database, { now: '2026-03-01T12:00:00Z', seed: 5 });
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const metrics = createMetrics({ process: false });
    const ingest = createIngest({
      sql: database.ingest,
      clock,
      ids: seededIds(9, clock),
      log: silentLog,
      metrics,
      laneKey: path.pipeline.laneKey,
      queueEventsMax: 3,
      commit: async (retailerId, events) => {
        await gate;
        return path.pipeline.commit(retailerId, events);
      },
    });
    const config = { trustProxy: undefined, publicUrl: undefined };
    const http = await createHttp({ config, log: silentLog, ids: seededIds(8, clock), metrics });
    await ingestRoutes(http, {
      ingest,
      byWriteKey: server.app.house.sources.byWriteKey,
      publicUrl: () => server.url,
    });
    await http.ready();
    const send = (batch: object[]) =>
      http.inject({
        method: 'POST',
        url: '/v1/batch',
        headers: { 'x-write-key': web.key },
        payload: { batch },
      });
    const early = [event(), event(), event()];
    const waiting = send(early);
    await vi.waitFor(() => expect(ingest.waiting()).toBe(3), { timeout: 50_000, interval: 5 });
    const late = [event()];
    const refused = await send(late);
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '1']);
    expect(refused.json()).toMatchObject({ error: { code: 'overloaded' } });
    expect(ingest.waiting()).toBe(3);
    open();
    expect((await waiting).statusCode).toBe(200);
    for (let tries = 0; tries < 2; tries++) expect((await send(late)).statusCode).toBe(200);
    for (const { messageId } of [...early, ...late])
      expect(await stored(messageId)).toHaveLength(1);
    await http.close();
  });

  it('the database is away: 503 with Retry-After, nothing half, and later it is stored once', async () => {
    const good = event();
    const bad = event({ type: 'rumour' });
    const send = () => server.send('/v1/batch', { batch: [good, bad] }, { 'x-write-key': web.key });
    // The key is known, so that it is the write path that meets the trouble.
    await server.send('/v1/track', event(), { 'x-write-key': web.key });
    await wire.cut();
    for (let tries = 0; tries < 3; tries++) {
      const answer = await send();
      expect(answer.status).toBe(503);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await answer.json()).toMatchObject({ error: { code: 'unavailable' } });
    }
    const stranger = await server.send('/v1/track', event(), {
      'x-write-key': `agb_wk_${'a'.repeat(43)}`,
    });
    // Whether this key is known cannot be said now: the client is asked to come again, not sent away.
    expect(stranger.status).toBe(503);
    expect(await stored(good.messageId)).toEqual([]);
    await wire.mend();
    await vi.waitFor(async () => expect((await send()).status).toBe(200), {
      timeout: 50_000,
      interval: 50,
    });
    expect((await send()).status).toBe(200);
    expect(await stored(good.messageId)).toHaveLength(1);
  });
});
