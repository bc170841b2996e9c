import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { PASSWORD, type TestServer, testServer } from '../../test/server.ts';

const DAY_MS = 86_400_000;
let db: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  db = await testDatabase();
  server = await testServer(db);
});
afterAll(async () => {
  await server.close();
  await db.drop();
});

describe('signing in', () => {
  test('gives the person, the retailers with roles, and a cookie', async () => {
    const anna = await server.visitor('owner');
    const answer = await anna.request('GET', '/api/session');
    expect(answer.json()).toMatchObject({
      signedIn: true,
      staff: { id: anna.id, email: anna.email, hasPassword: true, demo: false },
      retailers: [{ id: 1, name: 'Testladen', role: 'owner', timeZone: 'Europe/Berlin' }],
    });
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).not.toContain('argon2');
  });

  test('ignores case and space around the e-mail', async () => {
    const { email } = await server.visitor('owner');
    const answer = await server
      .stranger()
      .request('POST', '/api/session', { email: ` ${email.toUpperCase()} `, password: PASSWORD });
    expect(answer.statusCode).toBe(200);
  });

  test('refuses a wrong password and an unknown e-mail with the same answer', async () => {
    const { email } = await server.visitor('owner');
    const visitor = server.stranger();
    const wrong = await visitor.request('POST', '/api/session', { email, password: 'wrong' });
    const unknown = await visitor.request('POST', '/api/session', {
      email: 'nobody@laden.example',
      password: 'wrong',
    });
    expect(wrong.statusCode).toBe(401);
    expect(wrong.json().error.code).toBe('sign_in_failed');
    expect(unknown.json()).toEqual(wrong.json());
    expect(visitor.cookie).toBeNull();
  });

  test('compares a hash also for an unknown e-mail', async () => {
    // Not a stopwatch: the hash that nobody's password belongs to must be one that argon2 really
    // works through.
    const { checkPassword, hashPassword } = await import('./password.ts');
    expect(await checkPassword('anything', null)).toBe(false);
    expect(await hashPassword('anything')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  test('accepts the same letters typed on another system', async () => {
    const { checkPassword, hashPassword } = await import('./password.ts');
    const composed = 'M\u00fcnchen im Regen';
    expect(await checkPassword('Mu\u0308nchen im Regen', await hashPassword(composed))).toBe(true);
  });

  test('gives a new token and ends the one the browser came with', async () => {
    const anna = await server.visitor('owner');
    const planted = anna.cookie ?? '';
    await anna.request('POST', '/api/session', { email: anna.email, password: PASSWORD });
    expect(anna.cookie).not.toBe(planted);
    const old = server.stranger();
    old.cookie = planted;
    expect((await old.request('GET', '/api/session')).json().signedIn).toBe(false);
  });

  test('never takes over a token that the browser brought', async () => {
    const visitor = server.stranger();
    visitor.cookie = `augenblick_session=${'x'.repeat(43)}`;
    const { email } = await server.visitor('owner');
    await visitor.request('POST', '/api/session', { email, password: PASSWORD });
    expect(visitor.cookie).not.toContain('x'.repeat(43));
  });

  test('keeps only a hash of the token', async () => {
    const anna = await server.visitor('owner');
    const token = (anna.cookie ?? '').split('=')[1] ?? '';
    const [row] = await db.database.owner`
      select count(*)::int as n from session
      where encode(token_hash, 'escape') like ${`%${token}%`} or token_hash = ${Buffer.from(token)}`;
    expect(token).toHaveLength(43);
    expect(row?.['n']).toBe(0);
  });

  test('does not fall over a NUL byte or a device with control characters', async () => {
    const visitor = server.stranger();
    const nul = { email: 'a\u0000@laden.example', password: 'x\u0000' };
    expect((await visitor.request('POST', '/api/session', nul)).statusCode).toBe(400);
    const { email } = await server.visitor('owner');
    const body = { email, password: PASSWORD };
    const headers = { 'user-agent': 'A\tB' };
    expect((await visitor.request('POST', '/api/session', body, headers)).statusCode).toBe(200);
  });
});

describe('a session', () => {
  test('ends after 14 days without use', async () => {
    const anna = await server.visitor('analyst');
    server.clock.advance(13 * DAY_MS);
    expect((await anna.request('GET', '/api/session')).json().signedIn).toBe(true);
    server.clock.advance(13 * DAY_MS);
    expect((await anna.request('GET', '/api/session')).json().signedIn).toBe(true);
    server.clock.advance(14 * DAY_MS);
    expect((await anna.request('GET', '/api/me/sessions')).statusCode).toBe(401);
    expect((await anna.request('GET', '/api/session')).json().signedIn).toBe(false);
  });

  test('ends after 90 days of daily use', async () => {
    const anna = await server.visitor('analyst');
    for (let day = 0; day < 89; day += 10) {
      server.clock.advance(day === 80 ? 9 * DAY_MS : 10 * DAY_MS);
      expect((await anna.request('GET', '/api/session')).json().signedIn).toBe(true);
    }
    server.clock.advance(DAY_MS);
    expect((await anna.request('GET', '/api/session')).json().signedIn).toBe(false);
  });

  test('ends by signing out, also for a copy of the cookie', async () => {
    const anna = await server.visitor('owner');
    const copy = server.stranger();
    copy.cookie = anna.cookie;
    expect((await anna.request('DELETE', '/api/session')).statusCode).toBe(204);
    expect(anna.cookie).toBeNull();
    expect((await copy.request('GET', '/api/session')).json().signedIn).toBe(false);
  });

  test('is listed with its device, and can be ended from another', async () => {
    const laptop = await server.visitor('marketing');
    const phone = await server.visitor('marketing');
    const list = (await laptop.request('GET', '/api/me/sessions')).json().sessions;
    const other = list.find((session: { current: boolean }) => !session.current);
    expect(list).toHaveLength(2);
    expect(other).toMatchObject({ userAgent: 'Test/1.0', address: '192.0.2.1' });
    const ended = await laptop.request('DELETE', `/api/me/sessions/${other.id}`);
    expect(ended.statusCode).toBe(204);
    expect((await phone.request('GET', '/api/session')).json().signedIn).toBe(false);
    expect((await laptop.request('GET', '/api/session')).json().signedIn).toBe(true);
  });

  test('of somebody else cannot be ended', async () => {
    const anna = await server.visitor('owner');
    const eve = await server.visitor('staff');
    const list = (await anna.request('GET', '/api/me/sessions')).json().sessions;
    const current = list.find((session: { current: boolean }) => session.current);
    const answer = await eve.request('DELETE', `/api/me/sessions/${current.id}`);
    expect(answer.statusCode).toBe(404);
    expect((await anna.request('GET', '/api/session')).json().signedIn).toBe(true);
  });
});

describe('changing the password', () => {
  test('ends every other session and keeps this browser signed in', async () => {
    const email = 'wechsel@laden.example';
    const here = await server.visitor('owner', undefined, email);
    const there = await server.visitor('owner', undefined, email);
    const next = 'ein Fahrrad aus Holz';
    const refused = await here.request('POST', '/api/me/password', { current: 'falsch', next });
    expect(refused.json().error.code).toBe('sign_in_failed');
    const body = { current: PASSWORD, next };
    expect((await here.request('POST', '/api/me/password', body)).statusCode).toBe(204);
    expect((await here.request('GET', '/api/session')).json().signedIn).toBe(true);
    expect((await there.request('GET', '/api/session')).json().signedIn).toBe(false);
    const old = await there.request('POST', '/api/session', { email, password: PASSWORD });
    expect(old.statusCode).toBe(401);
    const fresh = await there.request('POST', '/api/session', { email, password: next });
    expect(fresh.statusCode).toBe(200);
  });

  test('refuses a weak one and says so', async () => {
    const anna = await server.visitor('owner');
    const weak = { current: PASSWORD, next: 'passwort2026' };
    const answer = await anna.request('POST', '/api/me/password', weak);
    expect(answer.json().error).toMatchObject({ code: 'password_weak', detail: 'common' });
  });
});

describe('the own account', () => {
  test('changes name and language, never e-mail or founder', async () => {
    const anna = await server.visitor('owner');
    const body = { name: 'Anna Neu', locale: 'en', email: 'x@y.example', founder: true };
    const answer = await anna.request('PATCH', '/api/me', body);
    expect(answer.json()).toMatchObject({ name: 'Anna Neu', locale: 'en', email: anna.email });
    const [row] = await db.database.owner`select founder from staff where id = ${anna.id}`;
    expect(row?.['founder']).toBe(false);
  });
});

describe('a demo log-in', () => {
  test('cannot lock others out, look at their devices or leave the demo', async () => {
    const person = {
      retailerId: 1 as never,
      email: 'demo@laden.example',
      name: 'Demo',
      password: 'demo',
      role: 'owner' as const,
      demo: true,
    };
    await db.database.owner.begin((sql) => server.access.ensureMember(sql, person));
    const demo = server.stranger();
    const { email, password } = person;
    const entered = await demo.request('POST', '/api/session', { email, password });
    expect(entered.json().staff.demo).toBe(true);
    const next = 'ein Fahrrad aus Holz';
    const body = { name: 'X', currency: 'EUR', timeZone: 'Europe/Berlin', locale: 'de' };
    const answers = [
      await demo.request('POST', '/api/me/password', { current: 'demo', next }),
      await demo.request('POST', '/api/me/passkeys/options'),
      await demo.request('PATCH', '/api/me', { name: 'Eve' }),
      await demo.request('GET', '/api/me/sessions'),
      await demo.request('POST', '/api/retailers', body),
    ];
    expect(answers.map((answer) => answer.json().error.code)).toEqual(
      answers.map(() => 'demo_account'),
    );
    expect((await demo.request('PATCH', '/api/me', { locale: 'en' })).statusCode).toBe(200);
  });
});

describe('requests of other sites', () => {
  const evil = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };

  test('change nothing with the cookie of a visitor', async () => {
    const anna = await server.visitor('owner');
    const answer = await anna.request('PATCH', '/api/me', { name: 'Eve' }, evil);
    expect(answer.statusCode).toBe(403);
    expect(answer.json().error.code).toBe('cross_origin');
    const out = await anna.request('DELETE', '/api/session', undefined, evil);
    expect(out.statusCode).toBe(403);
    const invitation = { email: 'eve@evil.example', role: 'owner' };
    const invited = await anna.request('POST', '/api/r/1/invitations', invitation, evil);
    expect(invited.json().error.code).toBe('cross_origin');
    const session = (await anna.request('GET', '/api/session')).json();
    expect(session.staff.name).not.toBe('Eve');
  });

  test('cannot hide behind an Authorization header', async () => {
    const anna = await server.visitor('owner');
    const headers = { ...evil, authorization: 'Basic eDp5' };
    const answer = await anna.request('PATCH', '/api/r/1', { name: 'Eve' }, headers);
    expect(answer.json().error.code).toBe('cross_origin');
    const me = await anna.request('PATCH', '/api/me', { name: 'Eve' }, headers);
    expect(me.json().error.code).toBe('cross_origin');
  });

  test('cannot sign a visitor in as somebody else', async () => {
    const { email } = await server.visitor('owner');
    const body = { email, password: PASSWORD };
    const answer = await server.stranger().request('POST', '/api/session', body, evil);
    expect(answer.statusCode).toBe(403);
  });
});

describe('under https', () => {
  test('the cookie has the __Host- prefix and the plain one is not read', async () => {
    const secure = await testServer(db, { publicUrl: 'https://augen.example' });
    const anna = await secure.visitor('owner');
    expect(anna.cookie).toMatch(/^__Host-augenblick=/);
    expect((await anna.request('GET', '/api/session')).json().signedIn).toBe(true);
    anna.cookie = (anna.cookie ?? '').replace('__Host-augenblick', 'augenblick_session');
    expect((await anna.request('GET', '/api/session')).json().signedIn).toBe(false);
    await secure.close();
  });
});

describe('too many tries', () => {
  test('for one e-mail are refused from every address, until time has passed', async () => {
    const email = 'oft@laden.example';
    await server.visitor('owner', undefined, email);
    const attempt = (n: number, password: string) =>
      server.stranger(`198.51.100.${n}`).request('POST', '/api/session', { email, password });
    for (let n = 1; n <= 10; n++) expect((await attempt(n, 'wrong')).statusCode).toBe(401);
    const refused = await attempt(11, PASSWORD);
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['retry-after']).toBe('60');
    server.clock.advance(60_000);
    expect((await attempt(12, PASSWORD)).statusCode).toBe(200);
    // The right password gave the whole allowance back.
    expect((await attempt(13, 'wrong')).statusCode).toBe(401);
    expect((await attempt(14, 'wrong')).statusCode).toBe(401);
  });

  test('from one address are refused whatever the e-mail; another address is not', async () => {
    const attempt = (n: number, address: string) =>
      server.stranger(address).request('POST', '/api/session', {
        email: `p${n}@laden.example`,
        password: 'x',
      });
    const codes: number[] = [];
    for (let n = 0; n < 61; n++) codes.push((await attempt(n, '203.0.113.9')).statusCode);
    expect(codes.slice(0, 60).every((code) => code === 401)).toBe(true);
    expect(codes[60]).toBe(429);
    expect((await attempt(99, '203.0.113.10')).statusCode).toBe(401);
  });

  test('are counted together by all processes, exactly', async () => {
    const { createLimits } = await import('./limit.ts');
    const other = createLimits({ ...db, clock: server.clock });
    const limit = { name: 'test', burst: 7, everyMs: 1000 };
    const takes = Array.from({ length: 20 }, (_, n) =>
      (n % 2 === 0 ? other : server.access.limits).take(limit, 'same'),
    );
    const results = await Promise.allSettled(takes);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(7);
    server.clock.advance(2_000);
    const later = await Promise.allSettled(
      [1, 2, 3].map(() => server.access.limits.take(limit, 'same')),
    );
    expect(later.filter((result) => result.status === 'fulfilled')).toHaveLength(2);
    // A machine whose clock was a year ahead and is set right must not be locked out for that year.
    server.clock.advance(-365 * DAY_MS);
    await expect(server.access.limits.take(limit, 'same')).resolves.toBeUndefined();
    server.clock.advance(365 * DAY_MS);
  });
});
