import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  NEBENAN,
  type TestServer,
  testServer,
  TESTLADEN,
  type Visitor,
} from '../../test/server.ts';

/**
 * Every route of access, retailer and source, walked by the owner of one retailer with the ids of
 * the other. The list is compared with the routes that exist, so a new route cannot be forgotten
 * here.
 */
let db: TestDatabase;
let server: TestServer;
let mine: Visitor;
let ids: { staff: string; invitation: string; apiKey: string; source: number; writeKey: string };
const routes: { method: string; url: string }[] = [];

/** Bodies that would do something if the wall had a hole. */
const BODIES: Record<string, object> = {
  'PATCH /api/r/:retailerId': { name: 'Gekapert' },
  'PATCH /api/r/:retailerId/staff/:staffId': { role: 'analyst' },
  'POST /api/r/:retailerId/invitations': { email: 'eve@evil.example', role: 'owner' },
  'POST /api/r/:retailerId/api-keys': { name: 'Eve', role: 'developer' },
  'POST /api/r/:retailerId/sources': { name: 'Eve', kind: 'web' },
  'PATCH /api/r/:retailerId/sources/:sourceId': { name: 'Gekapert', paused: true },
  'POST /api/r/:retailerId/sources/:sourceId/keys': { name: 'Eve' },
};

beforeAll(async () => {
  db = await testDatabase();
  server = await testServer(db);
  const spec = (await server.stranger().request('GET', '/api/openapi.json')).json();
  for (const [path, methods] of Object.entries<object>(spec.paths)) {
    for (const method of Object.keys(methods)) {
      routes.push({ method: method.toUpperCase(), url: path.replaceAll(/\{(\w+)\}/g, ':$1') });
    }
  }
  mine = await server.visitor('owner', TESTLADEN);
  const theirs = await server.visitor('owner', NEBENAN);
  await server.visitor('owner', NEBENAN, 'zweite@nebenan.example');
  const make = async (path: string, body: object) =>
    (await theirs.request('POST', `/api/r/2/${path}`, body)).json();
  const invitation = await make('invitations', { email: 'gast@nebenan.example', role: 'staff' });
  const apiKey = await make('api-keys', { name: 'Nebenan-Schlüssel', role: 'analyst' });
  const { source, key } = await make('sources', { name: 'Nebenan-Shop', kind: 'web' });
  ids = {
    staff: theirs.id,
    invitation: invitation.id,
    apiKey: apiKey.id,
    source: source.id,
    writeKey: key.id,
  };
});
afterAll(async () => {
  await server.close();
  await db.drop();
});

/** The other retailer's rows in every table of these modules, in one text. */
async function theirRows(): Promise<string> {
  const tables = [
    'retailer',
    'membership',
    'invitation',
    'api_key',
    'audit',
    'source',
    'write_key',
  ];
  const parts = await Promise.all(
    tables.map((table) => {
      const column = table === 'retailer' ? 'id' : 'retailer_id';
      return db.database.owner.unsafe(
        `select coalesce(jsonb_agg(to_jsonb(x) order by to_jsonb(x)::text), '[]')::text as rows
         from ${table} x where ${column} = 2`,
      );
    }),
  );
  return JSON.stringify(parts.map((rows) => rows[0]?.['rows']));
}

function fill(url: string, retailerId: number): string {
  return url
    .replace(':retailerId', String(retailerId))
    .replace(':staffId', ids.staff)
    .replace(':invitationId', ids.invitation)
    .replace(/(api-keys\/):keyId/, `$1${ids.apiKey}`)
    .replace(/(keys\/):keyId/, `$1${ids.writeKey}`)
    .replace(':sourceId', String(ids.source));
}

test('no route of a retailer lets the owner of another one in', async () => {
  const walled = routes.filter(({ url }) => url.startsWith('/api/r/:retailerId'));
  expect(walled.length).toBeGreaterThanOrEqual(19);
  const before = await theirRows();
  for (const { method, url } of walled) {
    const name = `${method} ${url}`;
    if (method === 'POST' || method === 'PATCH') expect(BODIES[name], name).toBeDefined();
    const answer = await mine.request(method as 'GET', fill(url, NEBENAN), BODIES[name]);
    expect([name, answer.statusCode]).toEqual([name, 403]);
    expect(answer.body).not.toMatch(/nebenan/i);
  }
  expect(await theirRows()).toBe(before);
});

test('ids of the other retailer are unknown below the own one', async () => {
  const walled = routes.filter(({ url }) => /:retailerId\/.*:/.test(url));
  expect(walled.length).toBeGreaterThanOrEqual(9);
  const before = await theirRows();
  for (const { method, url } of walled) {
    const name = `${method} ${url}`;
    const answer = await mine.request(method as 'GET', fill(url, TESTLADEN), BODIES[name]);
    expect([name, answer.statusCode]).toEqual([name, 404]);
  }
  expect(await theirRows()).toBe(before);
});

test('lists of the own retailer hold nothing of the other', async () => {
  const lists = routes.filter(
    ({ method, url }) => method === 'GET' && /^\/api\/r\/:retailerId[^:]*$/.test(url),
  );
  expect(lists.length).toBeGreaterThanOrEqual(6);
  for (const { url } of [...lists, { url: '/api/retailers' }, { url: '/api/session' }]) {
    const answer = await mine.request('GET', fill(url, TESTLADEN));
    expect([url, answer.statusCode]).toEqual([url, 200]);
    expect(answer.body).not.toMatch(/nebenan/i);
  }
});

test('the app role sees nobody without a retailer, and colleagues only with one', async () => {
  const tables = [
    'staff',
    'staff_password',
    'session',
    'passkey',
    'setup_link',
    'membership',
    'invitation',
    'api_key',
    'audit',
    'write_key',
    'source',
    'retailer',
    'rate_limit',
    'passkey_challenge',
  ];
  for (const table of tables) {
    const rows = await db.database.app.unsafe(`select * from ${table}`);
    expect([table, rows.length]).toEqual([table, 0]);
  }
  const seen = await db.database.withRetailer(TESTLADEN, (sql) => sql`select email from staff`);
  expect(seen.map((row) => row['email'])).toEqual([mine.email]);
  for (const table of ['staff_password', 'session', 'passkey', 'setup_link', 'rate_limit']) {
    const rows = await db.database.withRetailer(TESTLADEN, (sql) =>
      sql.unsafe(`select * from ${table}`),
    );
    expect([table, rows.length]).toEqual([table, 0]);
  }
  await expect(
    db.database.withRetailer(
      TESTLADEN,
      (sql) => sql`insert into membership (retailer_id, staff_id, role, since)
        values (2, ${mine.id}, 'owner', now())`,
    ),
  ).rejects.toThrow(/row-level security/);
});
