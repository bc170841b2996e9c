import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Authenticator, softAuthenticator } from '../../test/authenticator.ts';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { type TestServer, testServer, TESTLADEN, type Visitor } from '../../test/server.ts';

const ORIGIN = 'https://augen.example';
let db: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  db = await testDatabase();
  server = await testServer(db, { publicUrl: ORIGIN });
});
afterAll(async () => {
  await server.close();
  await db.drop();
});

async function withPasskey(
  email: string,
): Promise<{ visitor: Visitor; device: Authenticator; id: string }> {
  const visitor = await server.visitor('owner', TESTLADEN, email);
  const device = softAuthenticator(visitor.id);
  const { options } = (await visitor.request('POST', '/api/me/passkeys/options')).json();
  const body = { name: 'Telefon', credential: device.register(options, ORIGIN) };
  const answer = await visitor.request('POST', '/api/me/passkeys', body);
  expect(answer.statusCode).toBe(200);
  return { visitor, device, id: answer.json().id };
}

async function signInOptions(visitor: Visitor): Promise<{ challenge: string }> {
  return (await visitor.request('POST', '/api/session/passkey/options')).json().options;
}

const enter = (visitor: Visitor, credential: unknown) =>
  visitor.request('POST', '/api/session/passkey', { credential });

describe('registering a passkey', () => {
  test('asks for a key that the device finds by itself and unlocks', async () => {
    const visitor = await server.visitor('owner');
    const { options } = (await visitor.request('POST', '/api/me/passkeys/options')).json();
    expect(options).toMatchObject({
      rp: { id: 'augen.example', name: 'Augenblick' },
      user: { name: visitor.email },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
  });

  test('needs a session, the own challenge, this site, and happens once', async () => {
    const anna = await server.visitor('owner', TESTLADEN, 'anna@laden.example');
    const eve = await server.visitor('staff', TESTLADEN, 'eve@laden.example');
    const device = softAuthenticator(anna.id);
    const ask = async (visitor: Visitor) =>
      (await visitor.request('POST', '/api/me/passkeys/options')).json().options;
    const send = async (visitor: Visitor, credential: unknown) =>
      visitor.request('POST', '/api/me/passkeys', { name: 'Telefon', credential });

    expect((await server.stranger().request('POST', '/api/me/passkeys/options')).statusCode).toBe(
      401,
    );
    const elsewhere = device.register(await ask(anna), 'https://evil.example');
    expect((await send(anna, elsewhere)).json().error.code).toBe('passkey_refused');
    const hers = device.register(await ask(anna), ORIGIN);
    expect((await send(eve, hers)).json().error.code).toBe('passkey_refused');
    expect((await send(anna, hers)).statusCode).toBe(200);
    expect((await send(anna, hers)).json().error.code).toBe('passkey_refused');
    const list = (await anna.request('GET', '/api/me/passkeys')).json().passkeys;
    expect(list).toMatchObject([{ name: 'Telefon', lastUsedAt: null, backedUp: false }]);
    expect((await eve.request('GET', '/api/me/passkeys')).json().passkeys).toEqual([]);
  });

  test('is refused when the challenge is older than five minutes', async () => {
    const visitor = await server.visitor('owner');
    const { options } = (await visitor.request('POST', '/api/me/passkeys/options')).json();
    server.clock.advance(5 * 60_000);
    const credential = softAuthenticator(visitor.id).register(options, ORIGIN);
    const answer = await visitor.request('POST', '/api/me/passkeys', { name: 'Alt', credential });
    expect(answer.json().error.code).toBe('passkey_refused');
  });
});

describe('signing in with a passkey', () => {
  test('needs neither e-mail nor password and is written down', async () => {
    const { visitor: anna, device } = await withPasskey('ohne@laden.example');
    const browser = server.stranger();
    const answer = await enter(browser, device.signIn(await signInOptions(browser), ORIGIN));
    expect(answer.statusCode).toBe(200);
    expect(answer.json().staff.id).toBe(anna.id);
    expect(browser.cookie).toMatch(/^__Host-augenblick=/);
    const passkeys = (await browser.request('GET', '/api/me/passkeys')).json().passkeys;
    expect(passkeys[0].lastUsedAt).toBe(server.clock.now());
    const log = (await browser.request('GET', `/api/r/1/audit?actor=${anna.id}`)).json().entries;
    expect(log[0]).toMatchObject({ action: 'session.signed_in', detail: { by: 'passkey' } });
  });

  test('works once per challenge', async () => {
    const { device } = await withPasskey('einmal@laden.example');
    const browser = server.stranger();
    const credential = device.signIn(await signInOptions(browser), ORIGIN);
    expect((await enter(browser, credential)).statusCode).toBe(200);
    const replay = await enter(server.stranger(), credential);
    expect(replay.json().error.code).toBe('passkey_refused');
  });

  test('does not accept a challenge made for registering', async () => {
    const { visitor, device } = await withPasskey('tausch@laden.example');
    const { options } = (await visitor.request('POST', '/api/me/passkeys/options')).json();
    const answer = await enter(server.stranger(), device.signIn(options, ORIGIN));
    expect(answer.json().error.code).toBe('passkey_refused');
  });

  test.each([
    ['of another site', 'https://evil.example', {}],
    ['for another domain', ORIGIN, { rpId: 'evil.example' }],
    ['without PIN, finger or face', ORIGIN, { verified: false }],
  ] as const)('is refused %s', async (name, origin, change) => {
    const { device } = await withPasskey(`${name.replaceAll(/\W/g, '')}@laden.example`);
    const browser = server.stranger();
    const credential = device.signIn(await signInOptions(browser), origin, change);
    expect((await enter(browser, credential)).json().error.code).toBe('passkey_refused');
    expect(browser.cookie).toBeNull();
  });

  test('is refused when the counter goes back: the key was copied', async () => {
    const { device } = await withPasskey('kopie@laden.example');
    const browser = server.stranger();
    const first = device.signIn(await signInOptions(browser), ORIGIN, { counter: 9 });
    expect((await enter(browser, first)).statusCode).toBe(200);
    const copy = device.signIn(await signInOptions(browser), ORIGIN, { counter: 5 });
    expect((await enter(server.stranger(), copy)).json().error.code).toBe('passkey_refused');
  });

  test('is refused with a bent signature, an unknown key or rubbish', async () => {
    const { device } = await withPasskey('krumm@laden.example');
    const browser = server.stranger();
    const good = device.signIn(await signInOptions(browser), ORIGIN);
    const stranger = softAuthenticator('x').signIn(await signInOptions(browser), ORIGIN);
    const response = good['response'] as Record<string, string>;
    const other = device.signIn(await signInOptions(browser), ORIGIN)['response'] as Record<
      string,
      string
    >;
    const bent = { ...good, response: { ...response, signature: other['signature'] } };
    const rubbish = {
      ...good,
      response: { clientDataJSON: '%%%', authenticatorData: '', signature: '' },
    };
    for (const credential of [bent, stranger, rubbish, { ...good, response: {} }]) {
      const answer = await enter(browser, credential);
      expect(answer.statusCode).toBe(401);
      expect(answer.json().error.code).toBe('passkey_refused');
    }
  });
});

describe('removing a passkey', () => {
  test('ends it; of somebody else it is not found', async () => {
    const { visitor, device, id } = await withPasskey('weg@laden.example');
    const eve = await server.visitor('staff');
    expect((await eve.request('DELETE', `/api/me/passkeys/${id}`)).statusCode).toBe(404);
    expect((await visitor.request('DELETE', `/api/me/passkeys/${id}`)).statusCode).toBe(204);
    const browser = server.stranger();
    const credential = device.signIn(await signInOptions(browser), ORIGIN);
    expect((await enter(browser, credential)).json().error.code).toBe('passkey_refused');
  });

  test('is refused for the last one of a person without password', async () => {
    const { visitor, id } = await withPasskey('nur@laden.example');
    await db.database.owner`delete from staff_password where staff_id = ${visitor.id}`;
    const answer = await visitor.request('DELETE', `/api/me/passkeys/${id}`);
    expect(answer.json().error.code).toBe('conflict');
    expect((await visitor.request('GET', '/api/me/passkeys')).json().passkeys).toHaveLength(1);
  });
});
