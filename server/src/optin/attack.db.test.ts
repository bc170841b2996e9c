/** What somebody could try with a form or with a link that is not theirs. */
import type { DataRequestList } from '@augenblick/contract/api/optin.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OptinHouse, openOptinHouse, URLENCODED } from '../../test/optin.ts';

let house: OptinHouse;

beforeAll(async () => {
  house = await openOptinHouse();
});
afterAll(() => house.close());

const post = (url: string, body: string) =>
  house.server.stranger('203.0.113.50').request('POST', url, body, URLENCODED);

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
    await post(`/m/p/${token}`, 'do=erasure');
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
    expect((await post(`/m/p/${mail}`, back)).statusCode).toBe(200);
    expect(await house.mayWrite('mara@mail.example')).toBe('yes');
  });
});
