import type {
  ShopperDetail,
  ShopperList,
  Timeline,
  OrderList,
} from '@augenblick/contract/api/shopper.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NEIGHBOUR_PROFILE } from '../../test/retailers.ts';
import { type ShopperHouse, shopperHouse } from '../../test/shopper-house.ts';

let house: ShopperHouse;
const minute = (n: number) => new Date(Date.UTC(2026, 1, 20, 10, n)).toISOString();

beforeAll(async () => {
  house = await shopperHouse();
  const { web, till, ingest } = house;
  const anna = {
    userId: '17850',
    context: { externalIds: [{ type: 'email', id: 'anna@mail.example' }] },
  };
  await ingest.submit(till, [
    {
      type: 'identify',
      messageId: 'a1',
      ...anna,
      timestamp: minute(0),
      traits: {
        name: 'Anna Müller',
        city: 'Köln',
        email: 'anna@mail.example',
        phone: '0170 1234567',
      },
    },
    {
      type: 'track',
      messageId: 'a2',
      ...anna,
      event: 'Order Completed',
      timestamp: minute(1),
      properties: {
        order_id: 'O-1',
        total: 30,
        currency: 'EUR',
        products: [{ product_id: 'p1', name: 'Lampe', category: 'Licht', price: 10, quantity: 3 }],
      },
    },
    {
      type: 'track',
      messageId: 'a3',
      ...anna,
      event: 'Consent Granted',
      timestamp: minute(2),
      properties: { purpose: 'marketing', channel: 'email', wording: 'Ja', wording_version: '1' },
    },
  ]);
  await ingest.submit(web, [
    ...Array.from({ length: 12 }, (_, i) => ({
      type: 'track',
      messageId: `b${i}`,
      anonymousId: 'browser-b',
      event: 'Product Viewed',
      timestamp: minute(10 + i),
      properties: { product_id: `p${i}`, name: `Ding ${i}`, category: 'Deko', price: i },
    })),
    {
      type: 'identify',
      messageId: 'b99',
      anonymousId: 'browser-b',
      timestamp: minute(30),
      traits: { email: 'berta@mail.example' },
    },
    ...Array.from({ length: 30 }, (_, i) => ({
      type: 'page',
      messageId: `c${i}`,
      anonymousId: `visitor-${i}`,
      timestamp: minute(i),
      properties: { url: 'https://laden.example/' },
    })),
  ]);
});
afterAll(() => house.close());

const names = (list: ShopperList) => list.items.map((item) => item.displayName);

describe('the list of shoppers', () => {
  it('pages through everybody once, in each order', async () => {
    for (const sort of ['last_seen', 'revenue', 'orders']) {
      const seen: string[] = [];
      let cursor = '';
      do {
        const page = await house.get<ShopperList>(`/shoppers?sort=${sort}&limit=7${cursor}`);
        expect(page.total).toBe(32);
        seen.push(...page.items.map((item) => item.id));
        cursor = page.next === null ? '' : `&cursor=${page.next}`;
      } while (cursor !== '');
      expect(new Set(seen).size, sort).toBe(32);
      expect(seen).toHaveLength(32);
    }
  });

  it('sorts by the latest visit and by revenue', async () => {
    const latest = await house.get<ShopperList>('/shoppers?limit=100');
    const times = latest.items.map((item) => item.lastSeenAt);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(names(await house.get('/shoppers?sort=revenue&limit=1'))).toEqual(['Anna Müller']);
  });

  it('finds by parts of the name, mail, phone, number, order and profile id', async () => {
    const id = await house.profileOf('user_id', '17850');
    const wanted = ['müll', 'Anna Mül', 'köln', 'NA@mail.ex', '0170/1234567', '1785', 'O-1', id];
    for (const q of wanted) {
      const list = await house.get<ShopperList>(`/shoppers?q=${encodeURIComponent(q)}`);
      expect(names(list), q).toEqual(['Anna Müller']);
    }
    expect((await house.get<ShopperList>('/shoppers?q=nobody')).items).toEqual([]);
    expect((await house.get<ShopperList>('/shoppers?q=%25')).items).toEqual([]);
  });

  it('finds a mail that was only claimed and says so', async () => {
    const list = await house.get<ShopperList>('/shoppers?q=berta@');
    expect(list.items.map((item) => item.hit)).toEqual([
      { kind: 'email', value: 'berta@mail.example', claimed: true },
    ]);
  });

  it('filters by orders, identity and consent', async () => {
    for (const filter of ['orders', 'identified', 'consent']) {
      const yes = await house.get<ShopperList>(`/shoppers?${filter}=yes`);
      const no = await house.get<ShopperList>(`/shoppers?${filter}=no&limit=100`);
      expect(names(yes), filter).toEqual(['Anna Müller']);
      expect(no.items, filter).toHaveLength(31);
    }
  });

  it('refuses a mark it did not make', async () => {
    for (const cursor of ['x', 'bnVsbA', 'WyJhIiwxLCJiIl0']) {
      const answer = await house.owner.request('GET', `/api/r/1/shoppers?cursor=${cursor}`);
      expect(answer.statusCode).toBe(400);
    }
  });
});

describe('one shopper', () => {
  it('shows worth, traits with their event, consents, orders and preferences', async () => {
    const id = await house.profileOf('user_id', '17850');
    const shopper = await house.get<ShopperDetail>(`/shoppers/${id}`);
    expect(shopper.worth).toEqual([
      { currency: 'EUR', orders: 1, revenueMinor: 3000, refundedMinor: 0, items: 3 },
    ]);
    const city = shopper.traits.find((trait) => trait.key === 'city');
    expect(city?.value).toBe('Köln');
    expect(shopper.consents).toMatchObject([
      { purpose: 'marketing', channel: 'email', state: 'granted' },
    ]);
    expect(shopper.identities.map((one) => one.kind).sort()).toEqual(['email', 'phone', 'user_id']);
    expect(shopper.affinities[0]).toMatchObject({ kind: 'category', value: 'Licht', share: 1 });
    expect(shopper.hours).toHaveLength(24);
    const orders = await house.get<OrderList>(`/shoppers/${id}/orders`);
    expect(orders.orders[0]?.lines).toMatchObject([
      { name: 'Lampe', quantity: 3, unitPriceMinor: 1000 },
    ]);
  });

  it('is not found at another retailer, by a wrong id and by a stranger', async () => {
    const id = await house.profileOf('user_id', '17850');
    for (const path of ['', '/timeline', '/orders', '/identities', '/consents', '/export']) {
      const neighbour = await house.owner.request(
        'GET',
        `/api/r/1/shoppers/${NEIGHBOUR_PROFILE}${path}`,
      );
      expect(neighbour.statusCode, path).toBe(404);
      const wrong = await house.owner.request('GET', `/api/r/1/shoppers/nonsense${path}`);
      expect(wrong.statusCode, path).toBe(404);
      const other = await house.owner.request('GET', `/api/r/2/shoppers/${id}${path}`);
      expect(other.statusCode, path).toBe(403);
      const stranger = await house.server
        .stranger()
        .request('GET', `/api/r/1/shoppers/${id}${path}`);
      expect(stranger.statusCode, path).toBe(401);
    }
  });
});

describe('the timeline', () => {
  it('is one list of orders, consents, events and identities, newest first, each once', async () => {
    const id = await house.profileOf('user_id', '17850');
    const whole = await house.get<Timeline>(`/shoppers/${id}/timeline`);
    const keys: string[] = [];
    let cursor = '';
    do {
      const page = await house.get<Timeline>(`/shoppers/${id}/timeline?limit=1${cursor}`);
      keys.push(...page.entries.map((entry) => entry.key));
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');
    expect(keys).toEqual(whole.entries.map((entry) => entry.key));
    const types = whole.entries.map((entry) => entry.type);
    expect(types.filter((type) => type === 'order')).toHaveLength(1);
    expect(types.filter((type) => type === 'consent')).toHaveLength(1);
    // The order's and the consent's events stand in the list as what they are, not twice.
    expect(types.filter((type) => type === 'event')).toHaveLength(1);
    const events = await house.get<Timeline>(`/shoppers/${id}/timeline?types=event`);
    expect(events.entries.map((entry) => entry.name)).toEqual([
      'Consent Granted',
      'Order Completed',
      'Shopper Identified',
    ]);
    const order = whole.entries.find((entry) => entry.type === 'order');
    expect(order?.amount).toEqual({ amountMinor: 3000, currency: 'EUR' });
    expect(order?.source).toMatchObject({ name: 'Kasse', simulated: false });
  });

  it('pages over entries of the same instant without losing one', async () => {
    const at = minute(50);
    await house.ingest.submit(
      house.web,
      Array.from({ length: 9 }, (_, i) => ({
        type: 'track',
        messageId: `same${i}`,
        anonymousId: 'same-time',
        event: 'Product Viewed',
        timestamp: at,
        properties: { product_id: `s${i}` },
      })),
    );
    const id = await house.profileOf('anonymous_id', 'same-time');
    const keys = new Set<string>();
    let cursor = '';
    do {
      const page = await house.get<Timeline>(
        `/shoppers/${id}/timeline?types=event&limit=2${cursor}`,
      );
      for (const { key } of page.entries) keys.add(key);
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');
    expect(keys.size).toBe(9);
  });
});
