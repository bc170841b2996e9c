/** What somebody could try with a form or with a link that is not theirs. */
import type { DataRequestList, SuppressionList } from '@augenblick/contract/api/optin.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OptinHouse, openOptinHouse, URLENCODED } from '../../test/optin.ts';

let house: OptinHouse;

beforeAll(async () => {
  house = await openOptinHouse();
});
afterAll(() => house.close());

const post = (url: string, body: string) =>
  house.server.stranger('203.0.113.50').request('POST', url, body, URLENCODED);

/** What delivery was asked to fill a confirmation mail with. */
async function mailData(email: string): Promise<Record<string, string>[]> {
  const rows = await house.db.database.owner<{ data: string }[]>`
    select data from delivery where retailer_id = 1 and origin_kind = 'optin' order by asked_at, id`;
  return rows
    .map(({ data }) => JSON.parse(data) as Record<string, string>)
    .filter((data) => data['email'] === email);
}

describe('a test message, filled in for somebody else', () => {
  it('neither unsubscribes that shopper nor shows or changes their wishes', async () => {
    const profile = await house.subscribed('lena@mail.example');
    const test = { origin: 'test' };
    const token = await house.messageTo(profile, 'marketing@shop.example', test);
    const page = await house.server.stranger().request('GET', `/m/p/${token}`);
    expect(page.statusCode).toBe(200);
    expect((await post(`/m/u/${token}`, 'List-Unsubscribe=One-Click')).statusCode).toBe(200);
    await post(`/m/p/${token}`, 'do=leave');
    await post(`/m/p/${token}`, 'do=save&frequency=monthly&pause=90&language=en');
    const asked = await post(`/m/p/${token}`, 'do=erasure');
    expect(asked.body).toContain('Das ist eine Testnachricht');
    expect(await house.mayWrite('lena@mail.example')).toBe('yes');
    const { requests } = await house.call<DataRequestList>('GET', '/data-requests');
    expect(requests).toEqual([]);
    expect(house.left).toEqual([]);
  });
});

describe('a link that did not come by mail', () => {
  it('does not grant advertising by mail again', async () => {
    const profile = await house.subscribed('mara@mail.example');
    const mail = await house.messageTo(profile, 'mara@mail.example');
    await post(`/m/u/${mail}`, '');
    expect(await house.mayWrite('mara@mail.example')).toBe('objected');
    house.path.clock.advance(1000);
    const sms = await house.messageTo(profile, '+4915112345678', { channel: 'sms' });
    const back = 'do=save&channel=email&channel=sms&frequency=all&pause=none&language=de';
    expect((await post(`/m/p/${sms}`, back)).statusCode).toBe(200);
    expect(await house.mayWrite('mara@mail.example')).toBe('objected');
    // Nor is it offered there.
    const page = await house.server.stranger().request('GET', `/m/p/${sms}`);
    expect(page.body).toMatch(/value="email"(?! checked)[^>]* disabled/);
    // Behind a link of a mail it is, and takes a confirmation from that mailbox.
    expect((await post(`/m/p/${mail}`, back)).statusCode).toBe(200);
    expect(await house.mayWrite('mara@mail.example')).toBe('objected');
    expect(await house.matterFor('mara@mail.example')).toMatch(/^\/m\/d\//);
  });
});

describe('a form', () => {
  it('sends links to this installation only, whatever host the request names', async () => {
    const visitor = house.server.stranger('198.51.220.1');
    const body = JSON.stringify({ email: 'nora@mail.example', language: 'de', elapsed: 5000 });
    const headers = { 'content-type': 'text/plain', host: 'evil.example' };
    const url = `/v1/forms/${house.form.id}`;
    expect((await visitor.request('POST', url, body, headers)).statusCode).toBe(200);
    await house.takeUp();
    const [mail] = await mailData('nora@mail.example');
    expect(mail?.['confirm_url']).toMatch(/^https:\/\/augenblick\.example\/m\/c\//);
  });

  it('carries no words of strangers into a mailbox', async () => {
    const names = {
      'Gewinn abholen: evil.example': null,
      'www.evil.example/x': null,
      'Anna http://evil.example': null,
      '0900 123456 anrufen': null,
      'buy@evil.example': null,
      'Anna-Lena': 'Anna-Lena',
      "Séan O'Brien": "Séan O'Brien",
      'J. P.': 'J. P.',
      'Ayşe Gül': 'Ayşe Gül',
      美咲: '美咲',
    };
    let n = 0;
    for (const [firstName, kept] of Object.entries(names)) {
      const email = `words${(n += 1)}@mail.example`;
      expect(await house.signUp(email, { firstName })).toBe(200);
      const [mail] = await mailData(email);
      expect([firstName, mail?.['first_name'] ?? null]).toEqual([firstName, kept]);
    }
  });

  it('answers before anybody looks whether the address is known', async () => {
    const { owner } = house.db.database;
    await house.subscribed('known@mail.example');
    await house.call('POST', '/suppressions', { address: 'barred@mail.example' });
    const tables = ['signup', 'event', 'delivery', 'identity', 'profile', 'rate_limit'] as const;
    const count = async (): Promise<number[]> => {
      const counts: number[] = [];
      for (const table of tables) {
        const [row] = await owner<{ n: number }[]>`
          select count(*)::int as n from ${owner(table)}`;
        counts.push(row?.n ?? 0);
      }
      return counts;
    };
    const written: number[][] = [];
    house.touched.length = 0;
    for (const name of ['known', 'barred', 'new']) {
      const before = await count();
      expect(await house.ask(`${name}@mail.example`)).toBe(200);
      written.push((await count()).map((n, i) => n - (before[i] ?? 0)));
    }
    expect(house.touched).toEqual([]);
    // The same rows in the same tables: the counter of the place it came from, and nothing else.
    expect(written[0]).toEqual([0, 0, 0, 0, 0, expect.any(Number)]);
    expect(written[1]).toEqual(written[0]);
    expect(written[2]).toEqual(written[0]);
    const waiting = await owner<{ email: string }[]>`
      select email from signup_asked where retailer_id = 1 order by id`;
    expect(waiting.map(({ email }) => email)).toEqual([
      'known@mail.example',
      'barred@mail.example',
      'new@mail.example',
    ]);
    expect(await house.takeUp()).toBe(3);
    expect(house.touched).toContain('list');
    const signups = async (): Promise<number> =>
      (await owner`select from signup where email in ('barred@mail.example', 'new@mail.example')`)
        .length;
    expect(await signups()).toBe(1);
    expect(await house.takeUp()).toBe(0);
    expect(await signups()).toBe(1);
  });

  it('keeps what it could not take up, and forgets it with the person', async () => {
    const { owner } = house.db.database;
    expect(await house.ask('later@mail.example')).toBe(200);
    const asked = (await owner`select id from signup_asked where email = 'later@mail.example'`)[0];
    house.between.run = async () => {
      throw new Error('the events are not to be had');
    };
    await expect(house.takeUp()).rejects.toThrow('not to be had');
    expect(await owner`select id from signup_asked where retailer_id = 1`).toEqual([asked]);
    // The event was taken in before: the second try knows it again, and the request keeps its instant.
    house.path.clock.advance(60_000);
    expect(await house.takeUp()).toBe(1);
    const rows = await owner<{ id: string; asked_at: Date }[]>`
      select id, requested_at as asked_at from signup where email = 'later@mail.example'`;
    expect(rows.map(({ id }) => id)).toEqual([asked?.['id']]);
    expect(rows[0]?.asked_at.getTime()).toBe(house.path.clock.now() - 60_000);
    expect(await mailData('later@mail.example')).toHaveLength(1);
    const id = await house.subscribed('going@mail.example');
    await house.ask('going@mail.example');
    const order = { reason: 'shopper_request', confirm: id };
    const url = `/api/r/1/shoppers/${id}/erase`;
    const erased = await house.owner.request('POST', url, order);
    expect(erased.json<{ remaining: object }>().remaining).toEqual({});
    expect(await owner`select id from signup_asked where retailer_id = 1`).toEqual([]);
  });

  it('counts the spellings of one mailbox together', async () => {
    for (const plus of ['', '+a', '+b', '+c', '+d'])
      expect(await house.signUp(`olga${plus}@mail.example`)).toBe(200);
    const [row] = await house.db.database.owner<{ n: number }[]>`
      select count(*)::int as n from signup where email like 'olga%'`;
    expect(row?.n).toBe(3);
  });
});

describe('a link in the wrong hands', () => {
  it('cannot fill the books: changes are counted, unsubscribing never is', async () => {
    const profile = await house.subscribed('ruth@mail.example');
    const token = await house.messageTo(profile, 'ruth@mail.example');
    const codes: number[] = [];
    const save = 'do=save&channel=email&frequency=all&pause=none&language=de';
    for (let i = 0; i < 40; i++) codes.push((await post(`/m/p/${token}`, save)).statusCode);
    expect(codes[0]).toBe(200);
    expect(codes.at(-1)).toBe(429);
    expect((await post(`/m/p/${token}`, 'do=leave')).statusCode).toBe(200);
    expect(await house.mayWrite('ruth@mail.example')).toBe('objected');
    const said = async (): Promise<number> =>
      (
        await house.db.database.owner`
          select from event where retailer_id = 1 and profile_id = ${profile} and name = 'Unsubscribed'`
      ).length;
    // Who has left is told so as often as they like; what they said is in the books already.
    expect(await said()).toBe(1);
    for (let i = 0; i < 5; i++) expect((await post(`/m/u/${token}`, '')).statusCode).toBe(200);
    expect(await said()).toBe(1);
    house.path.clock.advance(1000);
    await house.subscribed('ruth@mail.example');
    expect(await house.mayWrite('ruth@mail.example')).toBe('yes');
    house.path.clock.advance(1000);
    expect((await post(`/m/u/${token}`, '')).statusCode).toBe(200);
    expect(await house.mayWrite('ruth@mail.example')).toBe('objected');
  });
});

describe('a confirmation that is asked for twice at once', () => {
  it('does not take back what the shopper said in between', async () => {
    expect(await house.signUp('paula@mail.example')).toBe(200);
    const link = await house.linkFor('paula@mail.example');
    house.between.run = async () => {
      await post(link, '');
      const id = (await house.stateOf('paula@mail.example'))?.id ?? '';
      await post(`/m/u/${await house.messageTo(id, 'paula@mail.example')}`, '');
    };
    expect((await post(link, '')).statusCode).toBe(200);
    const list = await house.call<SuppressionList>('POST', '/suppressions/find', {
      address: 'paula@mail.example',
    });
    expect(list.suppressions.map(({ reason }) => reason)).toEqual(['unsubscribed']);
  });
});
