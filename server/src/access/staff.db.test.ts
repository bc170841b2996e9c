import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  NEBENAN,
  PASSWORD,
  type TestServer,
  testServer,
  TESTLADEN,
  type Visitor,
} from '../../test/server.ts';

const DAY_MS = 86_400_000;
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

async function invite(by: Visitor, email: string, role = 'staff'): Promise<string> {
  const answer = await by.request('POST', '/api/r/1/invitations', { email, role });
  expect(answer.statusCode).toBe(200);
  return answer.json().url.split('/').at(-1);
}
const newcomer = { name: 'Nina Neu', newPassword: 'drei Schafe auf der Wiese' };

describe('an invitation', () => {
  test('lets a new person in once, in its role', async () => {
    const token = await invite(owner, 'Nina@Laden.example', 'marketing');
    const nina = server.stranger();
    const shown = (await nina.request('GET', `/api/invitations/${token}`)).json();
    expect(shown).toMatchObject({
      retailerName: 'Testladen',
      email: 'nina@laden.example',
      role: 'marketing',
      hasAccount: false,
      signedInAsInvited: false,
    });
    const accepted = await nina.request('POST', `/api/invitations/${token}`, newcomer);
    expect(accepted.json()).toMatchObject({
      staff: { email: 'nina@laden.example', name: 'Nina Neu' },
      retailers: [{ id: 1, role: 'marketing' }],
    });
    expect((await nina.request('GET', '/api/r/1/sources')).statusCode).toBe(200);
    const again = await server.stranger().request('POST', `/api/invitations/${token}`, newcomer);
    expect(again.json().error.code).toBe('link_expired');
    const list = (await owner.request('GET', '/api/r/1/invitations')).json().invitations;
    expect(list.map((row: { email: string }) => row.email)).not.toContain('nina@laden.example');
  });

  test('makes one member when the link is sent twice at the same instant', async () => {
    const token = await invite(owner, 'doppelt@laden.example');
    const sent = [1, 2, 3].map(() =>
      server.stranger().request('POST', `/api/invitations/${token}`, newcomer),
    );
    const codes = (await Promise.all(sent)).map((answer) => answer.statusCode);
    expect(codes.filter((code) => code === 200)).toHaveLength(1);
  });

  test('ends after 7 days', async () => {
    const token = await invite(owner, 'spaet@laden.example');
    server.clock.advance(7 * DAY_MS);
    const answer = await server.stranger().request('POST', `/api/invitations/${token}`, newcomer);
    expect(answer.json().error.code).toBe('link_expired');
    const list = (await owner.request('GET', '/api/r/1/invitations')).json().invitations;
    expect(list.map((row: { email: string }) => row.email)).not.toContain('spaet@laden.example');
  });

  test('ends when it is revoked, and when a new one is made to the same e-mail', async () => {
    const first = await invite(owner, 'zwei@laden.example');
    const second = await invite(owner, 'zwei@laden.example');
    const look = async (token: string) =>
      (await server.stranger().request('GET', `/api/invitations/${token}`)).statusCode;
    expect(await look(first)).toBe(410);
    expect(await look(second)).toBe(200);
    const list = (await owner.request('GET', '/api/r/1/invitations')).json().invitations;
    const open = list.find((row: { email: string }) => row.email === 'zwei@laden.example');
    expect(list.filter((row: { email: string }) => row.email === open.email)).toHaveLength(1);
    const gone = await owner.request('DELETE', `/api/r/1/invitations/${open.id}`);
    expect(gone.statusCode).toBe(204);
    expect(await look(second)).toBe(410);
  });

  test('is worth nothing once its maker may no longer give the role', async () => {
    const helper = await server.visitor('owner', TESTLADEN, 'kurz@laden.example');
    const token = await invite(helper, 'spion@laden.example', 'owner');
    await owner.request('PATCH', `/api/r/1/staff/${helper.id}`, { role: 'marketing' });
    const answer = await server.stranger().request('POST', `/api/invitations/${token}`, newcomer);
    expect(answer.json().error.code).toBe('link_expired');
    await owner.request('DELETE', `/api/r/1/staff/${helper.id}`);
  });

  test('does not open an existing account without its password', async () => {
    const other = await server.visitor('staff', NEBENAN, 'gibts@nebenan.example');
    const token = await invite(owner, other.email, 'owner');
    const thief = server.stranger();
    expect((await thief.request('GET', `/api/invitations/${token}`)).json().hasAccount).toBe(true);
    const path = `/api/invitations/${token}`;
    expect((await thief.request('POST', path, newcomer)).json().error.code).toBe('sign_in_failed');
    expect((await thief.request('POST', path, {})).json().error.code).toBe('sign_in_failed');
    const wrong = await thief.request('POST', path, { password: 'wrong' });
    expect(wrong.json().error.code).toBe('sign_in_failed');
    const right = await thief.request('POST', path, { password: PASSWORD });
    expect(right.json().retailers.map((row: { id: number }) => row.id)).toEqual([1, 2]);
    const still = await other.request('POST', '/api/session', {
      email: other.email,
      password: PASSWORD,
    });
    expect(still.statusCode).toBe(200);
    await owner.request('DELETE', `/api/r/1/staff/${other.id}`);
  });

  test('is accepted by one click when the person is signed in', async () => {
    const other = await server.visitor('staff', NEBENAN, 'klick@nebenan.example');
    const token = await invite(owner, other.email, 'analyst');
    const path = `/api/invitations/${token}`;
    expect((await other.request('GET', path)).json().signedInAsInvited).toBe(true);
    expect((await other.request('POST', path, {})).statusCode).toBe(200);
    expect((await owner.request('POST', path, {})).statusCode).toBe(410);
  });

  test('to somebody who is a member is refused', async () => {
    const body = { email: owner.email, role: 'staff' };
    const answer = await owner.request('POST', '/api/r/1/invitations', body);
    expect(answer.json().error.code).toBe('conflict');
  });
});

describe('roles', () => {
  test('change at once', async () => {
    const anna = await server.visitor('staff');
    expect((await anna.request('GET', '/api/r/1/sources')).statusCode).toBe(403);
    const changed = await owner.request('PATCH', `/api/r/1/staff/${anna.id}`, { role: 'analyst' });
    expect(changed.json()).toMatchObject({ id: anna.id, role: 'analyst', self: false });
    expect((await anna.request('GET', '/api/r/1/sources')).statusCode).toBe(200);
    await owner.request('DELETE', `/api/r/1/staff/${anna.id}`);
    expect((await anna.request('GET', '/api/r/1/sources')).statusCode).toBe(403);
    expect((await anna.request('GET', '/api/session')).json().retailers).toEqual([]);
  });

  test('the last owner can neither be demoted nor removed', async () => {
    const [{ n } = { n: 0 }] = await db.database.owner<{ n: number }[]>`
      select count(*)::int as n from membership where retailer_id = 1 and role = 'owner'`;
    expect(n).toBe(1);
    const path = `/api/r/1/staff/${owner.id}`;
    const demoted = await owner.request('PATCH', path, { role: 'staff' });
    expect(demoted.json().error.code).toBe('last_owner');
    expect((await owner.request('DELETE', path)).json().error.code).toBe('last_owner');
    expect((await owner.request('PATCH', path, { role: 'owner' })).statusCode).toBe(200);
  });

  test('two owners who demote each other at the same instant leave one', async () => {
    for (let round = 0; round < 5; round++) {
      const other = await server.visitor('owner', TESTLADEN, `zweite${round}@laden.example`);
      const answers = await Promise.all([
        owner.request('DELETE', `/api/r/1/staff/${other.id}`),
        other.request('PATCH', `/api/r/1/staff/${owner.id}`, { role: 'staff' }),
      ]);
      const [row] = await db.database.owner`
        select array_to_string(array_agg(staff_id), ',') as ids from membership
        where retailer_id = 1 and role = 'owner'`;
      expect(row?.['ids']).toMatch(/^[\w-]{36}$/);
      expect(answers.filter((answer) => answer.statusCode < 300)).toHaveLength(1);
      await db.database
        .owner`delete from membership where retailer_id = 1 and staff_id = ${other.id}`;
      await db.database.owner`update membership set role = 'owner' where staff_id = ${owner.id}`;
    }
  });

  test('staff lists who works here, owners first, nobody else', async () => {
    await server.visitor('staff', NEBENAN, 'fremd@nebenan.example');
    const list = (await owner.request('GET', '/api/r/1/staff')).json().staff;
    expect(list[0]).toMatchObject({ id: owner.id, role: 'owner', self: true, passkeys: 0 });
    expect(list[0].lastSeenAt).toEqual(expect.any(Number));
    expect(list.map((row: { email: string }) => row.email)).not.toContain('fremd@nebenan.example');
  });
});

describe('the audit log', () => {
  test('says who did what, newest first, in pages', async () => {
    const anna = await server.visitor('analyst', TESTLADEN, 'log@laden.example');
    await owner.request('PATCH', `/api/r/1/staff/${anna.id}`, { role: 'staff' });
    await owner.request('DELETE', `/api/r/1/staff/${anna.id}`);
    const first = (await owner.request('GET', '/api/r/1/audit?limit=2')).json();
    expect(first.entries).toMatchObject([
      {
        action: 'staff.removed',
        actor: { kind: 'staff', id: owner.id },
        target: `staff:${anna.id}`,
        detail: { role: 'staff' },
      },
      { action: 'staff.role_changed', detail: { before: 'analyst', role: 'staff' } },
    ]);
    const seen = new Set(first.entries.map((entry: { id: string }) => entry.id));
    let next = first.next;
    while (next !== null) {
      const page = (await owner.request('GET', `/api/r/1/audit?limit=2&before=${next}`)).json();
      for (const entry of page.entries) {
        expect(seen.has(entry.id)).toBe(false);
        seen.add(entry.id);
      }
      next = page.next;
    }
    const [{ n } = { n: 0 }] = await db.database.owner<{ n: number }[]>`
      select count(*)::int as n from audit where retailer_id = 1`;
    expect(seen.size).toBe(n);
  });

  test('can be narrowed to an action or a person', async () => {
    const wrong = { email: owner.email, password: 'wrong' };
    await server.stranger().request('POST', '/api/session', wrong);
    const path = '/api/r/1/audit?action=session.sign_in_failed';
    const failed = (await owner.request('GET', path)).json().entries;
    expect(failed[0]).toMatchObject({ actor: { kind: 'system' }, target: `staff:${owner.id}` });
    const mine = (await owner.request('GET', `/api/r/1/audit?actor=${owner.id}`)).json().entries;
    expect(mine.length).toBeGreaterThan(0);
    const actors = mine.map((entry: { actor: { id: string } }) => entry.actor.id);
    expect(new Set(actors)).toEqual(new Set([owner.id]));
  });

  test('cannot be changed or shortened under the wall', async () => {
    const [changed, removed] = await db.database.withRetailer(TESTLADEN, async (sql) => [
      await sql`update audit set action = 'x'`,
      await sql`delete from audit`,
    ]);
    expect([changed?.count, removed?.count]).toEqual([0, 0]);
  });

  test('holds no secret', async () => {
    const { key } = (
      await owner.request('POST', '/api/r/1/api-keys', { name: 'Test', role: 'analyst' })
    ).json();
    const token = await invite(owner, 'geheim@laden.example');
    const log = (await owner.request('GET', '/api/r/1/audit?limit=200')).body;
    expect(log).toContain('api_key.created');
    for (const secret of [key, token, PASSWORD]) expect(log).not.toContain(secret);
  });
});
