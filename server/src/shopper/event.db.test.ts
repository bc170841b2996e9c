import type { DeadLetterList, DeadLetterRetried } from '@augenblick/contract/api/deadletter.ts';
import type { EventDetail, FollowView } from '@augenblick/contract/api/event.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ShopperHouse, shopperHouse } from '../../test/shopper-house.ts';
import { eventId } from '../ingest/index.ts';

let house: ShopperHouse;
beforeAll(async () => {
  house = await shopperHouse();
});
afterAll(() => house.close());

const texts = (view: FollowView, step: string) =>
  view.story.filter((line) => line.step === step).map((line) => line.words.en);

describe('following one event', () => {
  it('tells identity, links, changes of the profile, orders and consents, by message id and event id', async () => {
    const { ingest, till, web } = house;
    await ingest.submit(web, [
      {
        type: 'track',
        event: 'Product Added',
        messageId: 'f0',
        anonymousId: 'f-browser',
        properties: { product_id: 'p', name: 'Lamp', price: 7 },
      },
    ]);
    await ingest.submit(till, [
      {
        type: 'track',
        event: 'Order Completed',
        messageId: 'f1',
        userId: 'f-user',
        anonymousId: 'f-browser',
        properties: {
          order_id: 'F-1',
          total: 7,
          currency: 'EUR',
          products: [{ product_id: 'p', name: 'Lamp', price: 7 }],
        },
      },
    ]);
    const view = await house.get<FollowView>('/events/f1/follow');
    expect(view.outcome).toBe('stored');
    const id = await house.profileOf('user_id', 'f-user');
    expect(view.identities).toMatchObject([
      { kind: 'user_id', value: 'f-user', profileId: id },
      { kind: 'anonymous_id', value: 'f-browser', profileId: id },
    ]);
    const money = view.changes.find((change) => change.path === 'money.EUR');
    expect(money).toMatchObject({ before: null, after: { orders: 1, revenueMinor: 700 } });
    expect(money?.words.de).toMatch(
      /^1 Bestellung, vorher 0; Umsatz insgesamt 7,00\s€, vorher 0,00\s€$/,
    );
    const cart = view.changes.find((change) => change.path === 'cart');
    expect(cart?.words.en).toBe('Cart now empty; no longer in it: 1 × Lamp');
    expect(view.orders).toMatchObject([{ orderId: 'F-1' }]);
    expect(texts(view, 'link').join()).toContain('linked with proof');
    const stored = eventId(till.id, 'f1');
    expect((await house.get<FollowView>(`/events/${stored}/follow`)).changes).toEqual(view.changes);
    const event = await house.get<EventDetail>(`/events/${stored}`);
    expect(event).toMatchObject({ messageId: 'f1', profileId: id, source: { name: 'Kasse' } });
    expect(event.raw).toMatchObject({ properties: { order_id: 'F-1' } });
  });

  it('says that a claimed address joins nobody, and what a consent stated', async () => {
    await house.ingest.submit(house.web, [
      {
        type: 'identify',
        messageId: 'g1',
        anonymousId: 'g',
        traits: { email: 'gerd@mail.example' },
      },
      { type: 'track', event: 'Unsubscribed', messageId: 'g2', anonymousId: 'g' },
    ]);
    const claim = await house.get<FollowView>('/events/g1/follow');
    expect(texts(claim, 'identity').join()).toContain('claimed only');
    const consent = await house.get<FollowView>('/events/g2/follow');
    expect(consent.consents.map((one) => one.words.de)).toEqual(['Werbung per E-Mail: widerrufen']);
    expect(consent.changes.map((change) => change.path)).toContain('consents.marketing:email');
  });

  it('says why an item was dropped, and knows nothing of what is not there', async () => {
    await house.ingest.submit(house.web, [{ type: 'track', event: 'Lost', messageId: 'h1' }]);
    const view = await house.get<FollowView>('/events/h1/follow');
    expect(view).toMatchObject({ outcome: 'dropped', dropped: { reason: 'identity_missing' } });
    for (const path of ['/events/nothing/follow', '/events/nothing']) {
      expect((await house.owner.request('GET', `/api/r/1${path}`)).statusCode).toBe(404);
    }
    const neighbour = '01900000-0000-7000-8000-0000000000e2';
    for (const path of [`/events/${neighbour}`, `/events/${neighbour}/follow`]) {
      expect((await house.owner.request('GET', `/api/r/1${path}`)).statusCode).toBe(404);
    }
  });
});

describe('dead letters', () => {
  const list = (query = '') => house.get<DeadLetterList>(`/dead-letters${query}`);

  it('lists what was dropped with counts per reason, filters and pages; nothing of the neighbour', async () => {
    await house.ingest.submit(house.web, [
      'text',
      { type: 'dance' },
      { type: 'track', anonymousId: 'd' },
      { type: 'track', event: 'Special', messageId: 'd1' },
    ]);
    const all = await list();
    expect(all.items.map((item) => item.excerpt).join()).not.toContain('neighbour');
    expect(all.total).toBe(all.items.length);
    expect(all.counts.find((one) => one.reason === 'type_unknown')?.count).toBe(1);
    const special = await list('?q=special');
    expect(special.items).toMatchObject([
      {
        reason: 'identity_missing',
        messageId: 'd1',
        eventName: 'Special',
        source: { name: 'Webshop' },
      },
    ]);
    const ids: string[] = [];
    let cursor = '';
    do {
      const page = await list(`?limit=2${cursor}`);
      ids.push(...page.items.map((item) => item.id));
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');
    expect(new Set(ids)).toEqual(new Set(all.items.map((item) => item.id)));
    expect(ids).toHaveLength(all.items.length);
  });

  it('tries again: what is stored leaves the list, what is dropped again stays once', async () => {
    const { owner } = house.db.database;
    // Trusted sources may send sales of nobody in particular: the shop's item becomes acceptable.
    await owner`update source set trust = 'trusted' where retailer_id = 1 and id = 1`;
    const before = await list();
    const ids = before.items.map((item) => item.id);
    const { results } = await house.post<DeadLetterRetried>('/dead-letters/retry', { ids });
    await owner`update source set trust = 'public' where retailer_id = 1 and id = 1`;
    const stored = results.filter((result) => result.outcome === 'stored');
    expect(stored).toHaveLength(
      before.counts.find((one) => one.reason === 'identity_missing')?.count ?? 0,
    );
    const after = await list();
    expect(after.items.map((item) => item.id).sort()).toEqual(
      results
        .filter((result) => result.outcome === 'dropped')
        .map((result) => result.id)
        .sort(),
    );
    const [first] = stored;
    expect((await house.get<EventDetail>(`/events/${first?.eventId}`)).receivedAt).toBe(
      before.items[0]?.at,
    );
  });

  it("deletes, and never another retailer's", async () => {
    const neighbour = '01900000-0000-7000-8000-0000000000d2';
    const ids = [neighbour, ...(await list()).items.map((item) => item.id)];
    const retried = await house.post<DeadLetterRetried>('/dead-letters/retry', {
      ids: [neighbour, 'x'],
    });
    expect(retried.results.map((result) => result.outcome)).toEqual(['gone', 'gone']);
    const { deleted } = await house.post<{ deleted: number }>('/dead-letters/delete', { ids });
    expect(deleted).toBe(ids.length - 1);
    expect((await list()).total).toBe(0);
    const [left] = await house.db.database
      .owner`select count(*)::int as n from dead_letter where retailer_id = 2`;
    expect(left?.['n']).toBe(1);
  });
});
