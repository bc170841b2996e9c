/** The sale behind advertising to existing customers (UWG section 7 (3)), read from PostgreSQL as the write path stored it. */
import type { ExistingCustomerRule, ProfileId, RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ShopperHouse, shopperHouse } from '../../test/shopper-house.ts';
import { speechBasis } from './basis.ts';
import { createSuppressionList } from './suppression.ts';
import { type Advertised, DEFAULT_SETTINGS, putConsentSettings, speechFacts } from './sale.ts';

const ONE = 1 as RetailerId;
const TILL = 2;
const EMAIL = 'kunde@mail.example';
const NOTICE = Date.parse('2026-01-01T00:00:00Z');

let house: ShopperHouse;
let profileId: ProfileId;
let n = 0;

interface Bought {
  event?: string;
  id: string;
  at: string;
  email?: string | null;
  category?: string | null;
  more?: object;
  by?: 'till' | 'web';
}

/** A sale at the till, the address with it. */
async function sale({ event = 'Order Completed', id, at, by = 'till', ...bought }: Bought) {
  const { email = EMAIL, category = 'Lampen', more = {} } = bought;
  const product = { product_id: 'p1', name: 'Lampe', price: 20, quantity: 2 };
  const externalIds = email === null ? [] : [{ type: 'email', id: email }];
  const [result] = await house.ingest.submit(house[by], [
    {
      type: 'track',
      event,
      messageId: `sale-${(n += 1)}`,
      userId: 'kunde-1',
      timestamp: at,
      context: { externalIds },
      properties: {
        order_id: id,
        total: 40,
        currency: 'EUR',
        products: [category === null ? product : { ...product, category }],
        ...more,
      },
    },
  ]);
  expect(result?.outcome).toBe('stored');
}

const RULE: ExistingCustomerRule = {
  ...DEFAULT_SETTINGS.existingCustomers,
  on: true,
  noticeSince: NOTICE,
  sourceIds: [TILL],
};

/** What may be said about these categories to this address at this instant. */
async function may(
  now: string,
  change: {
    rule?: Partial<ExistingCustomerRule>;
    email?: string;
    about?: string[] | Advertised;
    profile?: ProfileId;
  } = {},
) {
  const { email = EMAIL, about = ['Lampen'], profile = profileId } = change;
  const rule = { ...RULE, ...change.rule };
  return house.db.database.withRetailer(ONE, async (sql) => {
    await putConsentSettings(sql, ONE, { ...DEFAULT_SETTINGS, existingCustomers: rule });
    const list = createSuppressionList({ sql: house.db.database.owner, ids: house.server.ids });
    const advertised = Array.isArray(about) ? { categories: about, products: [] } : about;
    const one = { profileId: profile, advertised };
    const addressed = [
      { ...one, channel: 'email', address: email },
      { ...one, channel: 'email', address: 'anders@mail.example' },
      { ...one, channel: 'push', address: email },
    ] as const;
    const [facts, other, push] = await speechFacts({ sql, list }, ONE, addressed);
    expect(other?.existing?.sale ?? null).toBeNull();
    expect(push?.existing).toBeNull();
    const [row] = await sql<{ state: { consents: never; traits: never } }[]>`
      select state::json as state from profile where retailer_id = 1 and id = ${profile}`;
    const answer = speechBasis({
      basis: 'marketing',
      channel: 'email',
      consents: row?.state.consents ?? {},
      traits: row?.state.traits ?? {},
      topic: null,
      suppressed: facts?.suppressed ?? [],
      existing: facts?.existing ? { ...facts.existing, noticeInMessage: true } : null,
      now: Date.parse(now),
    });
    return answer.allowed ? answer.basis : answer.reason;
  });
}

beforeAll(async () => {
  house = await shopperHouse();
  house.clock.set(Date.parse('2026-06-01T12:00:00Z'));
  await sale({ id: 'S-0', at: '2025-12-31T10:00:00Z' });
  profileId = (await house.profileOf('user_id', 'kunde-1')) as ProfileId;
});
afterAll(() => house.close());

describe('the address came with a sale', () => {
  it('counts from the day on which the notice is shown, and no sale before it', async () => {
    expect(await may('2026-02-01T00:00:00Z')).toBe('consent_missing');
    expect(
      await may('2026-02-01T00:00:00Z', { rule: { noticeSince: NOTICE - 2 * 86_400_000 } }),
    ).toBe('existing_customer');
    await sale({ id: 'S-1', at: '2026-02-10T10:00:00Z' });
    expect(await may('2026-03-01T00:00:00Z')).toBe('existing_customer');
    expect(await may('2026-02-10T09:59:59Z')).toBe('consent_missing');
  });

  it('counts for as many months as the shop says', async () => {
    expect(await may('2026-03-11T00:00:00Z', { rule: { months: 1 } })).toBe('consent_missing');
    expect(await may('2026-03-10T09:00:00Z', { rule: { months: 1 } })).toBe('existing_customer');
  });

  it('counts at sources where the notice is shown only, and while the rule is on', async () => {
    expect(await may('2026-03-01T00:00:00Z', { rule: { sourceIds: [1] } })).toBe('consent_missing');
    expect(await may('2026-03-01T00:00:00Z', { rule: { sourceIds: [] } })).toBe('consent_missing');
    expect(await may('2026-03-01T00:00:00Z', { rule: { on: false } })).toBe('consent_missing');
    const neverShown = { rule: { noticeSince: null } };
    expect(await may('2026-03-01T00:00:00Z', neverShown)).toBe('consent_missing');
  });

  it('is no sale without the address, with another one, or with one typed on a page', async () => {
    await sale({ id: 'S-2', at: '2026-04-01T10:00:00Z', email: null, category: 'Stühle' });
    await sale({ id: 'S-3', at: '2026-04-02T10:00:00Z', by: 'web', category: 'Stühle' });
    const chairs = { about: ['Stühle'], rule: { sourceIds: [1, TILL] } };
    expect(await may('2026-05-01T00:00:00Z', chairs)).toBe('consent_missing');
    expect(await may('2026-05-01T00:00:00Z', { email: 'neu@mail.example' })).toBe(
      'consent_missing',
    );
  });
});

describe('similar goods', () => {
  it('are those of the categories bought in that sale, all of them', async () => {
    const now = '2026-03-01T00:00:00Z';
    expect(await may(now, { about: ['Lampen', 'Stühle'] })).toBe('consent_missing');
    expect(await may(now, { about: [] })).toBe('consent_missing');
    expect(await may(now, { about: ['Stühle'], rule: { similar: 'all' } })).toBe(
      'existing_customer',
    );
  });

  it('are known of what a message is about: by the catalogue, else by what it was told with', async () => {
    const now = '2026-03-01T00:00:00Z';
    await house.db.database.owner`
      insert into product (retailer_id, product_id, name, category_path, origin, search, updated_at)
      values (1, 'c1', 'Juno', '["Wohnen", "Lampen"]', 'api', 'x', now()), (1, 'c2', 'Hocker', '["Stühle"]', 'api', 'x', now()),
        (2, 'fremd', 'Juno', '["Lampen"]', 'api', 'x', now())`;
    const about = (...products: Advertised['products'][number][]) =>
      may(now, { about: { categories: null, products } });
    expect(await about({ productId: 'c1', category: null })).toBe('existing_customer');
    // A page may call a chair a lamp; the catalogue knows better.
    expect(await about({ productId: 'c2', category: 'Lampen' })).toBe('consent_missing');
    expect(await about({ productId: 'new', category: 'Wohnen > Lampen' })).toBe(
      'existing_customer',
    );
    expect(await about({ productId: 'new', category: null })).toBe('consent_missing');
    expect(await about({ productId: 'fremd', category: null })).toBe('consent_missing');
    const lamp = { productId: 'c1', category: null };
    expect(await about(lamp, { productId: 'c2', category: null })).toBe('consent_missing');
    expect(await about()).toBe('consent_missing');
  });

  it('are those of the newest sale, by receipt as well', async () => {
    const more = { receipt_id: 'R-9', order_id: undefined };
    const at = '2026-05-05T10:00:00Z';
    await sale({ event: 'Receipt Issued', id: 'R-9', at, category: 'Teppiche', more });
    expect(await may('2026-05-06T00:00:00Z', { about: ['Teppiche'] })).toBe('existing_customer');
    expect(await may('2026-05-06T00:00:00Z', { about: ['Lampen'] })).toBe('consent_missing');
  });
});

describe('a sale that was undone', () => {
  it('is none; one given back in part still is', async () => {
    const now = '2026-05-30T00:00:00Z';
    await sale({ id: 'S-7', at: '2026-05-20T10:00:00Z', category: 'Vasen' });
    expect(await may(now, { about: ['Vasen'] })).toBe('existing_customer');
    const refund = { total: 10, products: [] };
    const part = { id: 'S-7', at: '2026-05-21T10:00:00Z', category: 'Vasen', more: refund };
    await sale({ ...part, event: 'Order Refunded' });
    expect(await may(now, { about: ['Vasen'] })).toBe('existing_customer');
    await sale({ event: 'Order Cancelled', id: 'S-7', at: '2026-05-22T10:00:00Z' });
    expect(await may(now, { about: ['Vasen'] })).toBe('consent_missing');
  });
});

describe('an objection', () => {
  it('ends it at once, whatever was bought', async () => {
    const now = '2026-05-30T00:00:00Z';
    expect(await may(now, { about: ['Teppiche'] })).toBe('existing_customer');
    await house.ingest.submit(house.till, [
      {
        type: 'track',
        event: 'Unsubscribed',
        messageId: 'leave',
        userId: 'kunde-1',
        timestamp: '2026-05-29T10:00:00Z',
        properties: { channels: ['email'] },
      },
    ]);
    expect(await may(now, { about: ['Teppiche'] })).toBe('objected');
  });
});
