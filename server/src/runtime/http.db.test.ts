import { request as rawRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Failure } from '@augenblick/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { openPool } from './database.ts';
import { healthRoutes } from './health.ts';
import { createHttp, type Http } from './http.ts';
import { seededIds } from './ids.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { serveApplication } from './static.ts';

let db: TestDatabase;
let http: Http;
let logged = '';
const folder = mkdtempSync(path.join(tmpdir(), 'augenblick-web-'));
const away = openPool({ url: 'postgres:///x?host=/nowhere&user=y', max: 1, name: 'test' });
let notReady: string | undefined;

beforeAll(async () => {
  db = await testDatabase();
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>Augenblick</title>');
  writeFileSync(path.join(folder, 'assets', 'a.js'), 'export {};');
  http = await createHttp({
    config: { trustProxy: '1', publicUrl: undefined },
    log: createLog({ write: (line) => void (logged += line) }),
    ids: seededIds(1),
    metrics: createMetrics({ process: false }),
  });
  const metrics = createMetrics({ process: false });
  metrics.counter('things_total', 'Things.').inc(3);
  healthRoutes(http, {
    sql: db.database.owner,
    metrics,
    metricsToken: 'a-token-of-16-or-more',
    ready: () => notReady,
  });
  const schema = { body: z.object({ name: z.string().min(2), tags: z.array(z.int()).optional() }) };
  http.post('/api/thing', { schema }, async (request) => ({ hello: request.body.name }));
  http.get('/api/many', async () => ({ text: 'word '.repeat(2000) }));
  http.post('/v1/many', async () => ({ text: 'word '.repeat(2000) }));
  http.get('/api/broken', async () => {
    throw new Error('secret detail anna@example.com');
  });
  http.get('/api/away', async () => away`select 1`);
  http.get('/api/busy', async () => {
    throw new Failure('overloaded', undefined, 7);
  });
  await serveApplication(http, folder);
  await http.ready();
});
afterAll(async () => {
  await http.close();
  await away.end();
  await db.drop();
  rmSync(folder, { recursive: true });
});

test('a body that does not fit names the field, in both languages', async () => {
  const answer = await http.inject({
    method: 'POST',
    url: '/api/thing',
    payload: { name: 'x', tags: ['a'] },
  });
  expect(answer.statusCode).toBe(400);
  const { error } = answer.json();
  expect(error.code).toBe('bad_request');
  expect(error.detail).toMatch(/name: .*tags\.0: /);
  expect(Object.keys(error.message)).toEqual(['de', 'en']);
});

test('broken JSON and too large bodies have their own codes', async () => {
  const headers = { 'content-type': 'application/json' };
  const broken = await http.inject({
    method: 'POST',
    url: '/api/thing',
    headers,
    payload: '{"name":',
  });
  expect(broken.json().error.code).toBe('bad_json');
  const payload = `{"name":"${'x'.repeat(1024 * 1024)}"}`;
  const large = await http.inject({ method: 'POST', url: '/api/thing', headers, payload });
  expect(large.json().error.code).toBe('too_large');
});

test('a fault of ours is logged under the request id and tells the caller nothing else', async () => {
  const answer = await http.inject({
    url: '/api/broken',
    headers: { 'x-request-id': 'order-4711-a' },
  });
  expect(answer.statusCode).toBe(500);
  expect(answer.json().error).toMatchObject({ code: 'internal', detail: 'order-4711-a' });
  expect(answer.body).not.toContain('secret');
  expect(logged).toContain('order-4711-a');
  expect(logged).not.toContain('anna@example.com');
});

test('an unreachable database is 503, overload 429, both with Retry-After', async () => {
  const gone = await http.inject({ url: '/api/away' });
  expect([gone.statusCode, gone.json().error.code, gone.headers['retry-after']]).toEqual([
    503,
    'unavailable',
    '2',
  ]);
  const busy = await http.inject({ url: '/api/busy' });
  expect([busy.statusCode, busy.headers['retry-after']]).toEqual([429, '7']);
});

test('pages have a strict policy, the hot path has only what it needs', async () => {
  const page = await http.inject({ url: '/', headers: { accept: 'text/html' } });
  expect(page.headers['content-security-policy']).toContain("script-src 'self';");
  expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(page.headers['strict-transport-security']).toBeUndefined();
  const hot = await http.inject({ method: 'POST', url: '/v1/many' });
  expect(hot.headers['content-security-policy']).toBeUndefined();
  expect(hot.headers['cross-origin-resource-policy']).toBe('cross-origin');
});

test('the console’s API is compressed, the hot path never', async () => {
  const headers = { 'accept-encoding': 'gzip' };
  expect((await http.inject({ url: '/api/many', headers })).headers['content-encoding']).toBe(
    'gzip',
  );
  const hot = await http.inject({ method: 'POST', url: '/v1/many', headers });
  expect(hot.headers['content-encoding']).toBeUndefined();
});

test('every page path shows the application, unknown API paths are failures', async () => {
  const page = await http.inject({ url: '/shoppers/4', headers: { accept: 'text/html' } });
  expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'no-cache']);
  expect(page.body).toContain('<title>Augenblick');
  const asset = await http.inject({ url: '/assets/a.js' });
  expect(asset.headers['cache-control']).toContain('immutable');
  for (const url of ['/api/none', '/v1/none', '/api']) {
    const none = await http.inject({ url, headers: { accept: 'text/html' } });
    expect([none.statusCode, none.json().error.code]).toEqual([404, 'not_found']);
  }
});

test('health tells ready from alive', async () => {
  // A database that others keep from answering is not ready, either.
  await expect
    .poll(async () => (await http.inject('/health/ready')).statusCode, { timeout: 50_000 })
    .toBe(200);
  notReady = 'stopping';
  const answer = await http.inject('/health/ready');
  expect([answer.statusCode, answer.json().reason]).toEqual([503, 'stopping']);
  expect((await http.inject('/health/live')).statusCode).toBe(200);
  notReady = undefined;
});

test('metrics are for this machine or for the token, also behind a proxy on this machine', async () => {
  const near = await http.inject({ url: '/metrics', remoteAddress: '127.0.0.1' });
  expect(near.body).toContain('augenblick_things_total 3');
  const far = { url: '/metrics', remoteAddress: '10.0.0.9' };
  expect((await http.inject(far)).statusCode).toBe(403);
  const headers = { 'x-forwarded-for': '10.0.0.9' };
  expect(
    (await http.inject({ url: '/metrics', remoteAddress: '127.0.0.1', headers })).statusCode,
  ).toBe(403);
  const authorization = 'Bearer a-token-of-16-or-more';
  expect((await http.inject({ ...far, headers: { authorization } })).statusCode).toBe(200);
});

test('the API describes itself', async () => {
  const { openapi, paths } = (await http.inject('/api/openapi.json')).json();
  expect(openapi).toBe('3.1.0');
  expect(paths['/api/thing'].post.requestBody.content['application/json'].schema.required).toEqual([
    'name',
  ]);
  expect(paths['/metrics']).toBeUndefined();
});

test('closing waits for the request under way', async () => {
  const server = await createHttp({
    config: { trustProxy: undefined, publicUrl: undefined },
    log: createLog({ level: 'silent' }),
    ids: seededIds(2),
    metrics: createMetrics({ process: false }),
  });
  let arrived: () => void = () => undefined;
  let release: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (arrived = resolve));
  const held = new Promise<void>((resolve) => (release = resolve));
  server.get('/slow', async () => {
    arrived();
    await held;
    return { done: true };
  });
  await server.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.server.address() as AddressInfo;
  const status = new Promise<number | undefined>((resolve, reject) => {
    rawRequest({ port, path: '/slow' }, (response) => resolve(response.statusCode))
      .on('error', reject)
      .end();
  });
  await begun;
  const closed = server.close();
  release();
  expect(await status).toBe(200);
  await closed;
});
