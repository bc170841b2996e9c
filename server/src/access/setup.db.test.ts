import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { type TestServer, testServer } from '../../test/server.ts';

const DAY_MS = 86_400_000;
let db: TestDatabase;
let server: TestServer;

beforeEach(async () => {
  db = await testDatabase();
  server = await testServer(db);
});
afterEach(async () => {
  await server.close();
  await db.drop();
});

const form = {
  email: 'Chefin@Laden.example',
  name: 'Clara Chef',
  password: 'drei Schafe auf der Wiese',
  locale: 'de',
  retailer: { name: 'Blumen Müller', currency: 'EUR', timeZone: 'Europe/Berlin' },
};

async function tokenOf(): Promise<string> {
  const url = (await server.access.ensureOwnerLink('http://localhost:4400')) ?? '';
  expect(url).toMatch(/^http:\/\/localhost:4400\/setup\/[\w-]{43}$/);
  return url.split('/').at(-1) ?? '';
}

describe('the set-up link', () => {
  test('makes the first owner with a retailer, once', async () => {
    const token = await tokenOf();
    const visitor = server.stranger();
    expect((await visitor.request('GET', '/api/session')).json()).toEqual({
      signedIn: false,
      setupOpen: true,
    });
    const shown = await visitor.request('GET', `/api/setup/${token}`);
    expect(shown.json()).toEqual({ expiresAt: server.clock.now() + 7 * DAY_MS });
    const made = await visitor.request('POST', '/api/setup', { token, ...form });
    expect(made.json()).toMatchObject({
      signedIn: true,
      staff: { email: 'chefin@laden.example', name: 'Clara Chef' },
      retailers: [{ name: 'Blumen Müller', role: 'owner', currency: 'EUR' }],
    });
    const again = { token, ...form, email: 'second@laden.example' };
    const second = await server.stranger().request('POST', '/api/setup', again);
    expect(second.json().error.code).toBe('link_expired');
    expect((await server.stranger().request('GET', '/api/session')).json().setupOpen).toBe(false);
    expect(await server.access.ensureOwnerLink('http://localhost')).toBeNull();
  });

  test('makes one owner when two send it at the same instant', async () => {
    const token = await tokenOf();
    const sent = ['a', 'b', 'c'].map((who) =>
      server
        .stranger()
        .request('POST', '/api/setup', { token, ...form, email: `${who}@x.example` }),
    );
    const codes = (await Promise.all(sent)).map((answer) => answer.statusCode);
    expect(codes.toSorted((a, b) => a - b)).toEqual([200, 410, 410]);
  });

  test('is replaced by the next start, and ends after 7 days', async () => {
    const first = await tokenOf();
    const second = await tokenOf();
    const visitor = server.stranger();
    expect((await visitor.request('GET', `/api/setup/${first}`)).statusCode).toBe(410);
    expect((await visitor.request('GET', `/api/setup/${second}`)).statusCode).toBe(200);
    server.clock.advance(7 * DAY_MS);
    expect((await visitor.request('GET', `/api/setup/${second}`)).statusCode).toBe(410);
    const late = await visitor.request('POST', '/api/setup', { token: second, ...form });
    expect(late.statusCode).toBe(410);
  });

  test('stays usable when the form is refused', async () => {
    const token = await tokenOf();
    const visitor = server.stranger();
    const weak = { token, ...form, password: 'passwort123' };
    const zone = { token, ...form, retailer: { ...form.retailer, timeZone: 'Mars/Olympus' } };
    expect((await visitor.request('POST', '/api/setup', weak)).json().error.code).toBe(
      'password_weak',
    );
    expect((await visitor.request('POST', '/api/setup', zone)).json().error).toMatchObject({
      code: 'bad_request',
      detail: 'timeZone',
    });
    expect((await visitor.request('POST', '/api/setup', { token, ...form })).statusCode).toBe(200);
  });

  test('makes an owner of the demo, whichever of the two came first', async () => {
    await db.database.owner`update retailer set demo = true where id = 1`;
    const token = await tokenOf();
    const { retailer: _none, ...without } = form;
    const made = await server.stranger().request('POST', '/api/setup', { token, ...without });
    expect(made.json().retailers).toMatchObject([{ id: 1, role: 'owner', demo: true }]);
    await db.database.owner.begin((sql) => server.access.addFounders(sql, 2 as never));
    const [row] = await db.database.owner`select role from membership where retailer_id = 2`;
    expect(row?.['role']).toBe('owner');
  });

  test('is no secret in the database', async () => {
    const token = await tokenOf();
    const [row] = await db.database
      .owner`select encode(token_hash, 'escape') as text from setup_link`;
    expect(row?.['text']).not.toContain(token);
  });
});
