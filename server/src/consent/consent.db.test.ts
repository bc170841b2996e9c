import type { ConsentList } from '@augenblick/contract/api/consent.ts';
import type { ShopperDetail } from '@augenblick/contract/api/shopper.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NEIGHBOUR_PROFILE } from '../../test/retailers.ts';
import { type ShopperHouse, shopperHouse } from '../../test/shopper-house.ts';
import { differences } from '../../test/write-path.ts';

let house: ShopperHouse;
let id: string;
beforeAll(async () => {
  house = await shopperHouse();
  await house.ingest.submit(house.till, [
    {
      type: 'identify',
      messageId: 'c0',
      context: { externalIds: [{ type: 'email', id: 'clara@mail.example' }] },
      traits: { firstName: 'Clara', lastName: '<Groß>' },
    },
    {
      type: 'track',
      event: 'Consent Granted',
      messageId: 'c1',
      context: { externalIds: [{ type: 'email', id: 'clara@mail.example' }], ip: '203.0.113.7' },
      timestamp: '2026-02-01T10:00:00Z',
      properties: {
        purpose: 'marketing',
        channel: 'email',
        wording: 'Ja, <b>Angebote</b> an clara@mail.example',
        wording_version: '7',
        form: 'Kasse',
      },
    },
  ]);
  id = await house.profileOf('email', 'clara@mail.example');
});
afterAll(() => house.close());

const record = (consent: object) =>
  house.owner.request('POST', `/api/r/1/shoppers/${id}/consents`, consent);

describe('consents of a shopper', () => {
  it('lists the statement with its whole proof and the present state', async () => {
    const list = await house.get<ConsentList>(`/shoppers/${id}/consents`);
    expect(list.present).toMatchObject([
      { purpose: 'marketing', channel: 'email', state: 'granted' },
    ]);
    expect(list.facts).toMatchObject([
      {
        state: 'granted',
        at: Date.parse('2026-02-01T10:00:00Z'),
        receivedAt: Date.parse('2026-03-01T12:00:00Z'),
        wordingVersion: '7',
        place: 'Kasse',
        ip: '203.0.113.7',
        source: { name: 'Kasse' },
      },
    ]);
  });

  it('takes down a withdrawal by staff as an event that counts from when it was said', async () => {
    const before = { purpose: 'marketing', channel: 'email', state: 'withdrawn', method: 'phone' };
    const old = await record({ ...before, at: Date.parse('2026-01-01T00:00:00Z') });
    expect(old.statusCode).toBe(200);
    const present = async () =>
      (await house.get<ShopperDetail>(`/shoppers/${id}`)).consents[0]?.state;
    expect(await present()).toBe('granted');
    expect((await record(before)).statusCode).toBe(200);
    expect(await present()).toBe('withdrawn');
    const { facts } = await house.get<ConsentList>(`/shoppers/${id}/consents`);
    expect(facts[0]).toMatchObject({
      staff: house.owner.email,
      method: 'phone',
      source: { kind: 'console' },
    });
    expect(facts).toHaveLength(3);
    expect(await differences(house.db.database)).toEqual([]);
  });

  it('refuses a grant without wording, a time to come and a shopper of another retailer', async () => {
    const grant = { purpose: 'profiling', channel: 'any', state: 'granted', method: 'store' };
    expect((await record(grant)).statusCode).toBe(400);
    const later = Date.parse('2027-01-01T00:00:00Z');
    expect((await record({ ...grant, wording: 'Ja', at: later })).statusCode).toBe(400);
    const url = `/api/r/1/shoppers/${NEIGHBOUR_PROFILE}/consents`;
    const answer = await house.owner.request('POST', url, { ...grant, wording: 'Ja' });
    expect(answer.statusCode).toBe(404);
  });

  it('prints a proof in both languages with every value escaped, and writes that down', async () => {
    for (const [lang, title] of [
      ['de', 'Nachweis der Einwilligungen'],
      ['en', 'Proof of consent'],
    ]) {
      const url = `/api/r/1/shoppers/${id}/consents/proof?lang=${lang}`;
      const { statusCode, headers, body } = await house.owner.request('GET', url);
      expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
      expect(body).toContain(`<h1>${title}</h1>`);
      expect(body).toContain('Ja, &lt;b&gt;Angebote&lt;/b&gt; an clara@mail.example');
      expect(body).toContain('Clara &lt;Groß&gt;');
      expect(body).not.toContain('<b>');
      expect(body).toContain('203.0.113.7');
      expect(body).toContain('Testladen');
    }
    const [row] = await house.db.database.owner<{ n: number }[]>`
      select count(*)::int as n from audit where retailer_id = 1 and action = 'shopper.exported'`;
    expect(row?.n).toBe(2);
    const staff = await house.server.visitor('staff');
    const refused = await staff.request('GET', `/api/r/1/shoppers/${id}/consents/proof`);
    expect(refused.statusCode).toBe(403);
  });
});
