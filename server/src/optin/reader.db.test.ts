import type { RetailerId } from '@augenblick/contract';
import type { DataRequestList, SuppressionList } from '@augenblick/contract/api/optin.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../test/database.ts';
import { type OptinHouse, openOptinHouse, URLENCODED } from '../../test/optin.ts';
import type { TestServer, Visitor } from '../../test/server.ts';
import { differences, type WritePath } from '../../test/write-path.ts';
import { deliveryId, linkToken } from '../delivery/index.ts';

const ONE = 1 as RetailerId;

let house: OptinHouse;
let db: TestDatabase;
let server: TestServer;
let path: WritePath;
let owner: Visitor;

beforeAll(async () => {
  house = await openOptinHouse();
  ({ db, server, path, owner } = house);
});
afterAll(() => house.close());

/** What was stored of readers who left, in order. */
async function withdrawals(): Promise<object[]> {
  const rows = await db.database.owner<{ body: object }[]>`
    select body from event where name = 'Unsubscribed' and retailer_id = 1 order by seq`;
  return rows.map(({ body }) => body);
}

describe('unsubscribing', () => {
  it('takes one POST without a cookie; opening the link changes nothing', async () => {
    const profile = await house.subscribed('emil@mail.example');
    const token = await house.messageTo(profile, 'emil@mail.example');
    const visitor = server.stranger('203.0.113.10');
    const page = await visitor.request('GET', `/m/u/${token}`);
    expect(page.statusCode).toBe(200);
    expect(await house.mayWrite('emil@mail.example')).toBe('yes');
    const url = `/m/u/${token}`;
    const answer = await server.http.inject({
      method: 'POST',
      url,
      headers: URLENCODED,
      payload: 'List-Unsubscribe=One-Click',
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(await house.mayWrite('emil@mail.example')).toBe('objected');
    expect(house.left).toHaveLength(1);
    const [event] = await db.database.owner<{ body: { properties: object } }[]>`
      select body from event where name = 'Unsubscribed' and retailer_id = 1`;
    expect(event?.body.properties).toMatchObject({ method: 'one_click', channels: ['email'] });
    // A mail program that sends it again, later, changes nothing of it.
    path.clock.advance(1000);
    const again = { headers: URLENCODED, payload: 'List-Unsubscribe=One-Click' };
    expect((await server.http.inject({ method: 'POST', url, ...again })).statusCode).toBe(200);
    expect(await withdrawals()).toEqual([event?.body]);
  });

  it('works with any body, again after coming back, and for somebody who was erased', async () => {
    const row = await house.stateOf('emil@mail.example');
    const token = await house.messageTo(row?.id ?? '', 'emil@mail.example');
    const post = (headers: Record<string, string>, payload: string) =>
      server.http.inject({ method: 'POST', url: `/m/u/${token}`, headers, payload });
    path.clock.advance(1000);
    await house.subscribed('emil@mail.example');
    expect(await house.mayWrite('emil@mail.example')).toBe('yes');
    path.clock.advance(1000);
    const multipart = { 'content-type': 'multipart/form-data; boundary=x' };
    // Two at once are one withdrawal, the second of this reader.
    for (const { statusCode } of await Promise.all([1, 2].map(() => post(multipart, '--x--'))))
      expect(statusCode).toBe(200);
    expect(await withdrawals()).toHaveLength(2);
    expect(await house.mayWrite('emil@mail.example')).toBe('objected');
    path.clock.advance(1000);
    const id = (await house.stateOf('emil@mail.example'))?.id ?? '';
    // Unsubscribed, so a stranger's sign-up with this address asks for a mail; it is forgotten with the person.
    expect(await house.signUp('emil@mail.example')).toBe(200);
    const order = { reason: 'shopper_request', confirm: id };
    const erased = await owner.request('POST', `/api/r/1/shoppers/${id}/erase`, order);
    expect(erased.statusCode).toBe(200);
    expect(erased.json<{ remaining: object }>().remaining).toEqual({});
    expect((await post(URLENCODED, 'List-Unsubscribe=One-Click')).statusCode).toBe(200);
    const centre = await server
      .stranger()
      .request('POST', `/m/p/${token}`, 'do=export', URLENCODED);
    expect(centre.body).toContain('haben wir keine Daten mehr über Sie');
    const list = await house.call<SuppressionList>('POST', '/suppressions/find', {
      address: 'Emil@mail.example',
    });
    expect(list.suppressions.every(({ address }) => address === null)).toBe(true);
    expect(new Set(list.suppressions.map(({ reason }) => reason))).toEqual(
      new Set(['erased', 'unsubscribed']),
    );
    const kept = await owner.request('POST', '/api/r/1/consent-proofs', {
      kind: 'email',
      value: 'emil@mail.example',
    });
    const { proofs } = kept.json<{ proofs: { state: string; doi: object | null }[] }>();
    const granted = proofs.find(({ state, doi }) => state === 'granted' && doi !== null);
    expect(granted?.doi).toMatchObject({ confirmIp: '198.51.100.9', form: 'Fußzeile' });
  });

  it('believes no token of another retailer, cut off or changed', async () => {
    const profile = await house.subscribed('frida@mail.example');
    const token = await house.messageTo(profile, 'frida@mail.example');
    const bytes = Buffer.from(token, 'base64url');
    bytes.writeUInt32BE(2, 0);
    const wrong = [
      bytes.toString('base64url'),
      token.slice(1),
      `${token}x`,
      linkToken(Buffer.alloc(32, 1), ONE, deliveryId(ONE, 'x'), 'own'),
    ];
    for (const one of wrong) {
      const visitor = server.stranger('203.0.113.20');
      expect((await visitor.request('POST', `/m/u/${one}`, '', URLENCODED)).statusCode).toBe(404);
      expect((await visitor.request('GET', `/m/p/${one}`)).statusCode).toBe(404);
    }
    expect(await house.mayWrite('frida@mail.example')).toBe('yes');
  });
});

describe('the preference centre', () => {
  it('saves topics, rhythm, pause and language; a later look shows them', async () => {
    const profile = await house.subscribed('greta@mail.example');
    const token = await house.messageTo(profile, 'greta@mail.example');
    const visitor = server.stranger('203.0.113.30');
    const url = `/m/p/${token}`;
    const page = await visitor.request('GET', url);
    expect(page.body).toContain('g•••a@mail.example');
    expect(page.body).toContain('value="news" checked');
    const save = 'do=save&topic=sale&channel=email&frequency=monthly&pause=30&language=en';
    const saved = await visitor.request('POST', url, save, URLENCODED);
    expect(saved.body).toContain('Saved. This holds from now on.');
    expect(saved.body).toContain('value="sale" checked');
    expect(saved.body).not.toContain('value="news" checked');
    expect(await house.mayWrite('greta@mail.example')).toBe('paused');
    path.clock.advance(31 * 86_400_000);
    expect(await house.mayWrite('greta@mail.example')).toBe('yes');
    const off = 'do=save&topic=sale&frequency=all&pause=none&language=de';
    await visitor.request('POST', url, off, URLENCODED);
    expect(await house.mayWrite('greta@mail.example')).toBe('objected');
    path.clock.advance(1000);
    const back = await visitor.request('POST', url, `${off}&channel=email`, URLENCODED);
    expect(back.body).toContain(
      'bestätigen Sie es bitte in der Mail, die wir an g•••a@mail.example',
    );
    expect(await house.mayWrite('greta@mail.example')).toBe('objected');
    const link = (await house.matterFor('greta@mail.example')) ?? '';
    const asked = await visitor.request('GET', link);
    expect(asked.body).toContain('darf mir Werbung per E-Mail schicken');
    expect(await house.mayWrite('greta@mail.example')).toBe('objected');
    await visitor.request('POST', link, '', URLENCODED);
    expect(await house.mayWrite('greta@mail.example')).toBe('yes');
    path.clock.advance(1000);
    const nothing = await visitor.request('POST', url, 'do=__proto__', URLENCODED);
    expect(nothing.statusCode).toBe(200);
    expect(await house.mayWrite('greta@mail.example')).toBe('yes');
    const all = await visitor.request('POST', url, 'do=leave', URLENCODED);
    expect(all.body).toContain('Sie sind von allem abgemeldet');
    expect(await house.mayWrite('greta@mail.example')).toBe('objected');
    expect(await differences(db.database)).toEqual([]);
  });

  it('takes requests for a copy and for erasure from their own mailbox, once each, which staff tick off', async () => {
    const profile = await house.subscribed('hanna@mail.example');
    const token = await house.messageTo(profile, 'hanna@mail.example');
    const visitor = server.stranger('203.0.113.40');
    const list = async () =>
      (await house.call<DataRequestList>('GET', '/data-requests')).requests.filter(
        ({ email }) => email === 'hanna@mail.example',
      );
    for (const wanted of ['export', 'export', 'erasure']) {
      const asked = await visitor.request('POST', `/m/p/${token}`, `do=${wanted}`, URLENCODED);
      expect(asked.body).toContain('Wir haben eine Mail an h•••a@mail.example geschickt');
      const link = (await house.matterFor('hanna@mail.example')) ?? '';
      expect((await visitor.request('GET', link)).statusCode).toBe(200);
      const before = await list();
      if (wanted === 'erasure') expect(before.map(({ kind }) => kind)).toEqual(['export']);
      for (let i = 0; i < 2; i++)
        expect((await visitor.request('POST', link, '', URLENCODED)).statusCode).toBe(200);
    }
    expect(await house.mayWrite('hanna@mail.example')).toBe('objected');
    const requests = await list();
    expect(requests.map(({ kind }) => kind).sort()).toEqual(['erasure', 'export']);
    expect(requests.every(({ confirmedAt }) => confirmedAt === path.clock.now())).toBe(true);
    const done = await house.call<DataRequestList>(
      'POST',
      `/data-requests/${requests[0]?.id}/done`,
    );
    expect(done.requests.filter(({ doneAt }) => doneAt !== null)).toHaveLength(1);
    const again = await owner.request(
      'POST',
      `/api/r/1/consent/data-requests/${requests[0]?.id}/done`,
    );
    expect(again.statusCode).toBe(404);
  });
});

describe('whoever a message was forwarded to', () => {
  it('asks for nothing in the shopper’s name: the link goes to the shopper and holds for two hours', async () => {
    const profile = await house.subscribed('iris@mail.example');
    const token = await house.messageTo(profile, 'iris@mail.example');
    const stranger = server.stranger('203.0.113.60');
    const ask = () => stranger.request('POST', `/m/p/${token}`, 'do=erasure', URLENCODED);
    await ask();
    expect(await house.mayWrite('iris@mail.example')).toBe('yes');
    const { requests } = await house.call<DataRequestList>('GET', '/data-requests');
    expect(requests.filter(({ email }) => email === 'iris@mail.example')).toEqual([]);
    // The token they hold opens no confirmation, whatever the page.
    for (const method of ['GET', 'POST'] as const) {
      const tried = await stranger.request(method, `/m/d/${token}`, '', URLENCODED);
      expect(tried.statusCode).toBe(404);
    }
    const link = (await house.matterFor('iris@mail.example')) ?? '';
    expect((await stranger.request('GET', link)).headers['referrer-policy']).toBe('no-referrer');
    path.clock.advance(2 * 3_600_000);
    for (const method of ['GET', 'POST'] as const)
      expect((await stranger.request(method, link, '', URLENCODED)).statusCode).toBe(410);
    expect(await house.mayWrite('iris@mail.example')).toBe('yes');
    // Nor can they fill the mailbox: four mails at most, with the one above.
    for (let i = 0; i < 6; i++) await ask();
    let mails = 0;
    while ((await house.matterFor('iris@mail.example')) !== undefined) mails += 1;
    expect(mails).toBe(3);
  });

  it('is no reason not to hear who has no mailbox: staff make sure who asks', async () => {
    const profile = await house.subscribed('jana@mail.example');
    const sms = await house.messageTo(profile, '+4915112345679', { channel: 'sms' });
    await db.database.owner`
      update identity set kind = 'phone', value = '+4915112345679' where kind = 'email' and value = 'jana@mail.example'`;
    const url = `/m/p/${sms}`;
    const said = await server.stranger().request('POST', url, 'do=export', URLENCODED);
    expect(said.body).toContain('Ihre Anfrage nach einer Kopie Ihrer Daten ist eingegangen');
    const { requests } = await house.call<DataRequestList>('GET', '/data-requests');
    expect(requests.find(({ profileId }) => profileId === profile)).toMatchObject({
      kind: 'export',
      confirmedAt: null,
    });
  });
});

describe('tokens that went where others read them', () => {
  it('neither show nor change anything of the reader when they were made to count and to show', async () => {
    const profile = await house.subscribed('kira@mail.example');
    const view = await house.messageTo(profile, 'kira@mail.example', { purpose: 'view' });
    const visitor = server.stranger('203.0.113.70');
    for (const page of ['u', 'p', 'd']) {
      const url = `/m/${page}/${view}`;
      expect((await visitor.request('GET', url)).statusCode).toBe(404);
      const body = 'List-Unsubscribe=One-Click&do=leave';
      expect((await visitor.request('POST', url, body, URLENCODED)).statusCode).toBe(404);
    }
    expect(await house.mayWrite('kira@mail.example')).toBe('yes');
  });

  it('of before unsubscribe for ever, send a fresh link to the shopper, and open nothing', async () => {
    const profile = await house.subscribed('lisa@mail.example');
    const old = await house.messageTo(profile, 'lisa@mail.example', { purpose: 'old' });
    const visitor = server.stranger('203.0.113.71');
    const url = `/m/p/${old}`;
    const page = await visitor.request('GET', url);
    expect(page.body).toContain('Dieser Link stammt aus einer älteren Nachricht');
    expect(page.body).not.toContain('lisa');
    for (const wanted of ['save&frequency=monthly', 'export', 'erasure'])
      await visitor.request('POST', url, `do=${wanted}`, URLENCODED);
    expect(await house.matterFor('lisa@mail.example')).toBeUndefined();
    const row = await house.stateOf('lisa@mail.example');
    expect(row?.state.traits).not.toHaveProperty('message_frequency');
    const fresh = await visitor.request('POST', url, 'do=fresh', URLENCODED);
    expect(fresh.body).toContain('Wir haben eine Mail an');
    const link = (await house.matterFor('lisa@mail.example')) ?? '';
    expect(link).toMatch(/^\/m\/p\//);
    const save = 'do=save&channel=email&frequency=monthly&pause=none&language=de';
    expect((await visitor.request('POST', link, save, URLENCODED)).body).toContain('Gespeichert');
    const after = await house.stateOf('lisa@mail.example');
    expect(after?.state.traits).toMatchObject({ message_frequency: { value: 'monthly' } });
    const leave = await visitor.request('POST', `/m/u/${old}`, '', URLENCODED);
    expect(leave.statusCode).toBe(200);
    expect(await house.mayWrite('lisa@mail.example')).toBe('objected');
  });
});
