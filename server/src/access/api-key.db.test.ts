import { PERMISSIONS, ROLES } from '@augenblick/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { type TestServer, testServer, type Visitor } from '../../test/server.ts';
import { broadcastRoutes } from '../broadcast/index.ts';
import { channelRoutes, deliveryRoutes } from '../delivery/index.ts';
import { keyPermissions, roleAllows } from './rules.ts';

let db: TestDatabase;
let server: TestServer;
let owner: Visitor;

beforeAll(async () => {
  db = await testDatabase();
  server = await testServer(db, {
    more: (http, access) => {
      // One probe per right and method: what the guard lets through is seen here.
      for (const permission of PERMISSIONS) {
        const guard = { onRequest: access.allow(permission) };
        const path = `/api/r/:retailerId/probe/${permission}`;
        http.get(path, guard, async ({ actor, retailerId }) => ({ actor, retailerId }));
        http.post(path, guard, async ({ actor, retailerId }) => ({ actor, retailerId }));
        const keyOnly = { onRequest: access.key(permission) };
        const outside = `/v1/probe/${permission}`;
        http.get(outside, keyOnly, async ({ actor, retailerId }) => ({ actor, retailerId }));
      }
      http.get('/api/r/:retailerId/holds', { onRequest: access.allow('journey.read') }, (request) =>
        access.holds(request, 'shopper.read'),
      );
      // Registered only to be refused: nothing behind the guards is reached.
      const nothing = { access, database: db.database } as never;
      deliveryRoutes(http, nothing);
      channelRoutes(http, nothing);
      broadcastRoutes(http, nothing);
    },
  });
  owner = await server.visitor('owner');
});
afterAll(async () => {
  await server.close();
  await db.drop();
});

async function makeKey(body: object, by = owner): Promise<{ id: string; key: string }> {
  const answer = await by.request('POST', '/api/r/1/api-keys', body);
  expect(answer.statusCode).toBe(200);
  return answer.json();
}
const withKey = (key: string) => ({ authorization: `Bearer ${key}` });

describe('the guard', () => {
  test.each(ROLES)('lets the role %s do what it may, and nothing else', async (role) => {
    const visitor = await server.visitor(role);
    for (const permission of PERMISSIONS) {
      const path = `/api/r/1/probe/${permission}`;
      const status = roleAllows(role, permission) ? 200 : 403;
      const got = await visitor.request('GET', path);
      const posted = await visitor.request('POST', path);
      expect([permission, got.statusCode, posted.statusCode]).toEqual([permission, status, status]);
      const other = await visitor.request('GET', `/api/r/2/probe/${permission}`);
      expect([permission, other.statusCode]).toEqual([permission, 403]);
    }
  });

  test('lets nobody in without session or key', async () => {
    const answer = await server.stranger().request('GET', '/api/r/1/probe/live.read');
    expect(answer.json().error.code).toBe('not_signed_in');
  });

  test.each(['0', '-1', '1.5', 'x', '99', '2147483648', '1e0x', '01%00'])(
    'refuses the retailer %s like one of others',
    async (id) => {
      expect((await owner.request('GET', `/api/r/${id}/probe/live.read`)).statusCode).toBe(403);
    },
  );

  test('says who asks', async () => {
    const answer = await owner.request('GET', '/api/r/1/probe/live.read');
    const actor = { kind: 'staff', id: owner.id, name: owner.email, role: 'owner' };
    expect(answer.json()).toEqual({ actor, retailerId: 1 });
  });
});

describe('an API key that may read messages but no shoppers', () => {
  const people = [
    ['GET', '/api/r/1/messages'],
    ['GET', '/api/r/1/messages/0190aaaa-0000-7000-8000-000000000001'],
    ['GET', '/api/r/1/caught'],
    ['GET', '/api/r/1/caught/0190aaaa-0000-7000-8000-000000000001'],
    ['GET', '/api/r/1/caught/0190aaaa-0000-7000-8000-000000000001/source'],
    ['POST', '/api/r/1/broadcasts/x/test'],
  ] as const;

  test.each(people)('is refused at %s %s, which names people', async (method, url) => {
    const permissions = ['message.read', 'message.write'];
    const { key } = await makeKey({ name: 'Anzeige', role: 'marketing', permissions });
    const answer = await server.stranger().request(method, url, {}, withKey(key));
    expect(answer.statusCode).toBe(403);
  });

  test('is not taken for its role', async () => {
    const narrow = { name: 'Anzeige', role: 'marketing', permissions: ['journey.read'] };
    const { key } = await makeKey(narrow);
    const asked = await server.stranger().request('GET', '/api/r/1/holds', undefined, withKey(key));
    expect(asked.json()).toBe(false);
    const wide = await makeKey({ ...narrow, permissions: ['journey.read', 'shopper.read'] });
    const also = withKey(wide.key);
    const both = await server.stranger().request('GET', '/api/r/1/holds', undefined, also);
    expect(both.json()).toBe(true);
    expect((await owner.request('GET', '/api/r/1/holds')).json()).toBe(true);
  });
});

describe('an API key', () => {
  test.each(ROLES.filter((role) => role !== 'owner'))(
    'of role %s does what the role may, without people, keys and retailer',
    async (role) => {
      const { id, key } = await makeKey({ name: 'Kasse', role });
      const program = server.stranger();
      const rights = keyPermissions('owner', role, undefined);
      for (const permission of PERMISSIONS) {
        const path = `/api/r/1/probe/${permission}`;
        const answer = await program.request('POST', path, undefined, withKey(key));
        const status = rights.includes(permission) ? 200 : 403;
        expect([permission, answer.statusCode]).toEqual([permission, status]);
        if (status === 200) {
          expect(answer.json().actor).toEqual({ kind: 'key', id, name: 'Kasse', role });
        }
      }
    },
  );

  test('does only what was asked for', async () => {
    const body = { name: 'Leser', role: 'developer', permissions: ['shopper.read'] };
    const { key } = await makeKey(body);
    const program = server.stranger();
    const read = await program.request(
      'GET',
      '/api/r/1/probe/shopper.read',
      undefined,
      withKey(key),
    );
    const live = await program.request('GET', '/api/r/1/probe/live.read', undefined, withKey(key));
    expect([read.statusCode, live.statusCode]).toEqual([200, 403]);
  });

  test('cannot be given what its maker or its role may not', async () => {
    const developer = await server.visitor('developer');
    const export_ = { name: 'Zuviel', role: 'marketing', permissions: ['shopper.export'] };
    const more = await developer.request('POST', '/api/r/1/api-keys', export_);
    expect(more.json().error).toMatchObject({ code: 'forbidden', detail: 'shopper.export' });
    const keys = { name: 'Schlüsselmacher', role: 'developer', permissions: ['key.write'] };
    expect((await owner.request('POST', '/api/r/1/api-keys', keys)).statusCode).toBe(403);
    const ownerKey = { name: 'Alles', role: 'owner' };
    expect((await owner.request('POST', '/api/r/1/api-keys', ownerKey)).statusCode).toBe(400);
  });

  test('is refused at another retailer', async () => {
    const { key } = await makeKey({ name: 'Nur hier', role: 'developer' });
    const path = '/api/r/2/probe/source.read';
    const answer = await server.stranger().request('GET', path, undefined, withKey(key));
    expect(answer.json().error.code).toBe('forbidden');
  });

  test('outside of /api/r/ stands for its own retailer; a session does not count there', async () => {
    const { id, key } = await makeKey({ name: 'Ausgang', role: 'analyst' });
    const program = server.stranger();
    const read = await program.request('GET', '/v1/probe/shopper.read', undefined, withKey(key));
    expect(read.json()).toMatchObject({ actor: { kind: 'key', id }, retailerId: 1 });
    const more = await program.request('GET', '/v1/probe/shopper.export', undefined, withKey(key));
    expect(more.statusCode).toBe(403);
    expect((await owner.request('GET', '/v1/probe/shopper.read')).statusCode).toBe(401);
  });

  test('is shown once, kept as a hash, listed by its first characters', async () => {
    const { id, key } = await makeKey({ name: 'Einmal', role: 'analyst' });
    expect(key).toMatch(/^agb_sk_[\w-]{43}$/);
    const list = await owner.request('GET', '/api/r/1/api-keys');
    expect(list.body).not.toContain(key);
    const listed = list.json().keys.find((row: { id: string }) => row.id === id);
    expect(listed).toMatchObject({ hint: `${key.slice(0, 11)}…`, lastUsedAt: null });
    const [row] = await db.database.owner`
      select octet_length(key_hash) as bytes, row_to_json(api_key)::text as text
      from api_key where id = ${id}`;
    expect(row?.['bytes']).toBe(32);
    expect(row?.['text']).not.toContain(key.slice(12));
  });

  test('works until it is revoked, and shows when it was used last', async () => {
    const { id, key } = await makeKey({ name: 'Kurz', role: 'analyst' });
    const program = server.stranger();
    const path = '/api/r/1/probe/live.read';
    expect((await program.request('GET', path, undefined, withKey(key))).statusCode).toBe(200);
    const list = (await owner.request('GET', '/api/r/1/api-keys')).json().keys;
    const listed = list.find((row: { id: string }) => row.id === id);
    expect(listed.lastUsedAt).toBe(server.clock.now());
    expect((await owner.request('DELETE', `/api/r/1/api-keys/${id}`)).statusCode).toBe(204);
    const after = await program.request('GET', path, undefined, withKey(key));
    expect(after.json().error.code).toBe('not_signed_in');
    expect((await owner.request('DELETE', `/api/r/1/api-keys/${id}`)).statusCode).toBe(404);
  });

  test('is not a session: routes about a person refuse it', async () => {
    const { key } = await makeKey({ name: 'Programm', role: 'developer' });
    const program = server.stranger();
    expect(
      (await program.request('GET', '/api/me/sessions', undefined, withKey(key))).statusCode,
    ).toBe(401);
    expect(
      (await program.request('GET', '/api/retailers', undefined, withKey(key))).statusCode,
    ).toBe(401);
  });

  test.each([
    '',
    'x',
    'agb_sk_',
    `agb_sk_${'x'.repeat(43)}`,
    `agb_wk_${'x'.repeat(43)}`,
    `agb_sk_${'x'.repeat(5000)}`,
  ])('that does not exist is refused (%#)', async (key) => {
    const path = '/api/r/1/probe/live.read';
    const answer = await server.stranger().request('GET', path, undefined, withKey(key));
    expect(answer.statusCode).toBe(401);
  });
});
