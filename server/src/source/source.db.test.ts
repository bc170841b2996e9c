import { type Source, SOURCE_TRUST } from '@augenblick/contract';
import { CREATABLE_SOURCE_KINDS } from '@augenblick/contract/api/source.ts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  NEBENAN,
  type TestServer,
  testServer,
  TESTLADEN,
  type Visitor,
} from '../../test/server.ts';
import { createSources } from './index.ts';

/** The notification comes at once, but not on a machine that does other things. */
const PATIENCE = { timeout: 50_000 };
let db: TestDatabase;
let server: TestServer;
let owner: Visitor;

beforeAll(async () => {
  db = await testDatabase();
  server = await testServer(db);
  owner = await server.visitor('owner');
});
afterAll(async () => {
  await server.close();
  await db.drop();
});

async function create(name: string, kind = 'web') {
  const answer = await owner.request('POST', '/api/r/1/sources', { name, kind });
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

describe('a source', () => {
  test.each(CREATABLE_SOURCE_KINDS)('of kind %s comes with a key that finds it', async (kind) => {
    const { endpoint, source, key } = await create(`Quelle ${kind}`, kind);
    expect(endpoint).toBe('http://localhost:80');
    expect(key.key).toMatch(/^agb_wk_[\w-]{43}$/);
    expect(source).toMatchObject({ kind, paused: false, events24h: 0, lastSeenAt: null });
    expect(source.keys).toMatchObject([{ id: key.id, hint: `${key.key.slice(0, 11)}…` }]);
    expect(await server.sources.byWriteKey(key.key)).toEqual({
      id: source.id,
      retailerId: 1,
      kind,
      trust: SOURCE_TRUST[kind],
      name: `Quelle ${kind}`,
      currency: 'EUR',
      simulated: false,
    } satisfies Record<keyof Source, unknown>);
  });

  test.each(['import', 'demo', 'console'])('of kind %s is not made by hand', async (kind) => {
    const answer = await owner.request('POST', '/api/r/1/sources', { name: 'X', kind });
    expect(answer.statusCode).toBe(400);
  });

  test('counts the last 24 hours and shows when something last came', async () => {
    const { source } = await create('Zähler');
    const now = server.clock.now();
    const event = (n: number, at: number) => db.database.owner`
      insert into event (retailer_id, id, profile_id, seq, at, received_at, source_id, kind, name, body)
      values (1, gen_random_uuid(), gen_random_uuid(), ${n}, ${new Date(at)}, ${new Date(at)},
        ${source.id}, 'track', 'Product Viewed', '{}')`;
    await event(1, now - 25 * 3_600_000);
    await event(2, now - 23 * 3_600_000);
    await event(3, now - 60_000);
    const shown = (await owner.request('GET', `/api/r/1/sources/${source.id}`)).json();
    expect(shown).toMatchObject({ events24h: 2, lastSeenAt: now - 60_000 });
  });

  test('stops while paused and goes on when resumed', async () => {
    const { source, key } = await create('Pause');
    const path = `/api/r/1/sources/${source.id}`;
    const paused = await owner.request('PATCH', path, { paused: true, name: 'Pausiert' });
    expect(paused.json()).toMatchObject({ paused: true, name: 'Pausiert' });
    expect(await server.sources.byWriteKey(key.key)).toBeNull();
    expect((await server.sources.byId(TESTLADEN, source.id))?.name).toBe('Pausiert');
    await owner.request('PATCH', path, { paused: false });
    expect(await server.sources.byWriteKey(key.key)).toMatchObject({ name: 'Pausiert' });
  });

  test('that is deleted stops its keys, stays for its events, and keeps its number', async () => {
    const { source, key } = await create('Weg');
    expect(await server.sources.byWriteKey(key.key)).not.toBeNull();
    const path = `/api/r/1/sources/${source.id}`;
    expect((await owner.request('DELETE', path)).statusCode).toBe(204);
    expect(await server.sources.byWriteKey(key.key)).toBeNull();
    expect((await owner.request('GET', path)).statusCode).toBe(404);
    expect((await owner.request('DELETE', path)).statusCode).toBe(404);
    expect((await owner.request('POST', `${path}/keys`, { name: 'neu' })).statusCode).toBe(404);
    const list = (await owner.request('GET', '/api/r/1/sources')).json().sources;
    expect(list.map((row: { id: number }) => row.id)).not.toContain(source.id);
    const [row] = await db.database.owner`select name from source where id = ${source.id}`;
    expect(row?.['name']).toBe('Weg');
    expect((await create('Neu')).source.id).toBeGreaterThan(source.id);
  });
});

describe('write keys', () => {
  test('of one source work side by side until each is revoked', async () => {
    const { source, key: first } = await create('Zwei');
    const path = `/api/r/1/sources/${source.id}/keys`;
    const second = (await owner.request('POST', path, { name: 'Filiale' })).json();
    expect(await server.sources.byWriteKey(first.key)).toMatchObject({ id: source.id });
    expect(await server.sources.byWriteKey(second.key)).toMatchObject({ id: source.id });
    expect((await owner.request('DELETE', `${path}/${first.id}`)).statusCode).toBe(204);
    expect(await server.sources.byWriteKey(first.key)).toBeNull();
    expect(await server.sources.byWriteKey(second.key)).toMatchObject({ id: source.id });
    expect((await owner.request('DELETE', `${path}/${first.id}`)).statusCode).toBe(404);
    const shown = (await owner.request('GET', `/api/r/1/sources/${source.id}`)).json();
    expect(shown.keys).toMatchObject([
      { id: second.id, revokedAt: null, lastUsedAt: server.clock.now() },
      { id: first.id, revokedAt: server.clock.now() },
    ]);
  });

  test('are kept as hashes and never listed', async () => {
    const { key } = await create('Geheim');
    const list = await owner.request('GET', '/api/r/1/sources');
    expect(list.body).not.toContain(key.key);
    const [row] = await db.database.owner`
      select octet_length(key_hash) as bytes, row_to_json(write_key)::text as text
      from write_key where id = ${key.id}`;
    expect(row?.['bytes']).toBe(32);
    expect(row?.['text']).not.toContain(key.key.slice(12));
  });

  test.each([
    '',
    'x',
    'agb_wk_',
    `agb_wk_${'y'.repeat(43)}`,
    `agb_wk_${'y'.repeat(44)}`,
    'a\u0000b',
    `agb_sk_${'y'.repeat(43)}`,
  ])('that do not exist find nothing (%#)', async (key) => {
    expect(await server.sources.byWriteKey(key)).toBeNull();
  });

  test('that are revoked in one process stop in the others without waiting', async () => {
    const other = createSources({ ...db, clock: server.clock });
    await other.listen();
    const { source, key } = await create('Nachbarprozess');
    expect(await other.byWriteKey(key.key)).toMatchObject({ id: source.id });
    await owner.request('DELETE', `/api/r/1/sources/${source.id}/keys/${key.id}`);
    // The clock stands still, so only the notification can have cleared the other's memory.
    await vi.waitFor(async () => expect(await other.byWriteKey(key.key)).toBeNull(), PATIENCE);
  });
});

describe('sources that make themselves', () => {
  test('exist once, however many ask at the same instant', async () => {
    // Connections are opened first: otherwise the first one is done before the others are there.
    const five = [1, 2, 3, 4, 5];
    await Promise.all(
      five.map(() => db.database.withRetailer(TESTLADEN, (sql) => sql`select pg_backend_pid()`)),
    );
    for (const round of five) {
      const input = { retailerId: TESTLADEN, kind: 'import', name: `Liste ${round}` } as const;
      const all = await Promise.all(five.map(() => server.sources.ensure(input)));
      expect(new Set(all.map((source) => source.id)).size).toBe(1);
    }
    const last = { retailerId: TESTLADEN, kind: 'import', name: 'Liste 5' } as const;
    expect(await server.sources.ensure(last)).toMatchObject({
      trust: 'trusted',
      simulated: false,
      currency: 'EUR',
    });
  });

  test('of the demo are labelled as simulated unless told otherwise', async () => {
    const demo = { retailerId: TESTLADEN, kind: 'demo', name: 'Besucher' } as const;
    expect((await server.sources.ensure(demo)).simulated).toBe(true);
    const history = { ...demo, name: 'Verlauf', simulated: false };
    expect((await server.sources.ensure(history)).simulated).toBe(false);
  });

  test('have no keys and are not paused', async () => {
    const { id } = await server.sources.ensure({
      retailerId: TESTLADEN,
      kind: 'import',
      name: 'Datei',
    });
    const path = `/api/r/1/sources/${id}`;
    expect((await owner.request('PATCH', path, { paused: true })).statusCode).toBe(400);
    expect((await owner.request('POST', `${path}/keys`, { name: 'x' })).statusCode).toBe(400);
    expect((await owner.request('PATCH', path, { name: 'Umbenannt' })).statusCode).toBe(200);
  });

  test('of a retailer that does not exist are refused', async () => {
    const input = { retailerId: 4711 as typeof NEBENAN, kind: 'import', name: 'X' } as const;
    await expect(server.sources.ensure(input)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('of another retailer are not found by number', async () => {
    expect(await server.sources.byId(NEBENAN, 3 as Source['id'])).toMatchObject({ id: 3 });
    expect(await server.sources.byId(TESTLADEN, 3 as Source['id'])).toBeNull();
  });
});
