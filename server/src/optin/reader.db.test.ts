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
    expect((await post(multipart, '--x--')).statusCode).toBe(200);
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
      linkToken(Buffer.alloc(32, 1), ONE, deliveryId(ONE, 'x')),
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
    await visitor.request('POST', url, `${off}&channel=email`, URLENCODED);
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

  it('takes requests for a copy and for erasure, once each, which staff tick off', async () => {
    const profile = await house.subscribed('hanna@mail.example');
    const token = await house.messageTo(profile, 'hanna@mail.example');
    const visitor = server.stranger('203.0.113.40');
    for (const wanted of ['export', 'export', 'erasure']) {
      const answer = await visitor.request('POST', `/m/p/${token}`, `do=${wanted}`, URLENCODED);
      expect(answer.statusCode).toBe(200);
    }
    expect(await house.mayWrite('hanna@mail.example')).toBe('objected');
    const { requests } = await house.call<DataRequestList>('GET', '/data-requests');
    expect(requests.map(({ kind }) => kind).sort()).toEqual(['erasure', 'export']);
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
