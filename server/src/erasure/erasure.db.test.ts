import { NO_PROFILE, type Source, type SourceId } from '@augenblick/contract';
import type { KeptProofs } from '@augenblick/contract/api/consent.ts';
import type { ErasureList, ErasureView, ShopperDetail } from '@augenblick/contract/api/shopper.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ShopperHouse, shopperHouse } from '../../test/shopper-house.ts';
import { differences } from '../../test/write-path.ts';

/** Everything by which Erna could be found again. */
const PERSON = {
  userId: '48213',
  email: 'erna@mail.example',
  phone: '+491709998877',
  card: '2790000012345',
  anonymousId: 'erna-browser-7f3a',
  name: 'Erna Vergissmich',
  street: 'Rosenweg 17a',
};

let house: ShopperHouse;
let erased: ErasureView;
let profileId: string;
const at = (day: number) => new Date(Date.UTC(2026, 1, day, 10)).toISOString();
const who = {
  userId: PERSON.userId,
  context: {
    externalIds: [
      { type: 'email', id: PERSON.email },
      { type: 'card', id: PERSON.card },
    ],
    ip: '203.0.113.44',
  },
};
const importer: Source = {
  id: 9 as SourceId,
  retailerId: 1 as Source['retailerId'],
  kind: 'import',
  trust: 'trusted',
  name: 'Import',
  currency: 'EUR',
  simulated: false,
};

const identify = (messageId: string) => ({
  type: 'identify',
  messageId,
  ...who,
  anonymousId: PERSON.anonymousId,
  timestamp: at(1),
  traits: { name: PERSON.name, phone: PERSON.phone, address: { street: PERSON.street } },
});
const order = (messageId: string, orderId: string, day: number, more: object = {}) => ({
  type: 'track',
  event: 'Order Completed',
  messageId,
  ...who,
  timestamp: at(day),
  properties: {
    order_id: orderId,
    total: 42,
    tax: 6.7,
    currency: 'EUR',
    coupon: `FOR-${PERSON.userId}-ERNA`,
    shipping_address: { name: PERSON.name, street: PERSON.street },
    products: [{ product_id: 'p1', name: 'Vase', price: 42, note: `für ${PERSON.name}` }],
    ...more,
  },
});

/** Erna's own history at the till. */
const ernaAtTheTill = () => [
  identify('e1'),
  order('e2', 'E-1', 2),
  order('e3', 'E-2', 3),
  {
    type: 'track',
    event: 'Consent Granted',
    messageId: 'e4',
    ...who,
    timestamp: at(2),
    properties: {
      purpose: 'marketing',
      channel: 'email',
      wording: `Ja an ${PERSON.email}`,
      wording_version: '3',
    },
  },
  {
    type: 'track',
    event: 'Staff Note Added',
    messageId: 'e5',
    ...who,
    timestamp: at(4),
    properties: { note: `${PERSON.name} mag Vasen` },
  },
];

/** Others at the till: a sale to nobody known under one of Erna's order numbers, and Otto, who stays. */
const othersAtTheTill = () => [
  {
    type: 'track',
    event: 'Order Completed',
    messageId: 'n1',
    timestamp: at(3),
    properties: { order_id: 'E-2', total: 1 },
  },
  {
    type: 'identify',
    messageId: 'o1',
    userId: 'other-1',
    timestamp: at(1),
    traits: { name: 'Otto Bleibt', email: 'otto@mail.example' },
  },
  {
    type: 'track',
    event: 'Order Completed',
    messageId: 'o2',
    userId: 'other-1',
    timestamp: at(2),
    properties: { order_id: 'O-1', total: 10 },
  },
];

/** Her browser, another one in which her address was typed into a form, and items that could not be stored. */
const onTheWeb = () => [
  {
    type: 'track',
    event: 'Product Viewed',
    messageId: 'w1',
    anonymousId: PERSON.anonymousId,
    timestamp: at(5),
    properties: { product_id: 'p1', url: `https://laden.example/?mail=${PERSON.email}` },
  },
  {
    type: 'identify',
    messageId: 'w2',
    anonymousId: 'guest-browser',
    timestamp: at(5),
    traits: { email: PERSON.email },
  },
  { type: 'dance', messageId: 'w3', userId: PERSON.userId },
  {
    type: 'track',
    messageId: 'w4',
    anonymousId: 'x',
    properties: { email: PERSON.email.toUpperCase() },
  },
  { type: 'dance', messageId: 'w5', userId: 'other-1' },
];

async function fill(): Promise<void> {
  const { ingest, web, till } = house;
  await house.db.database.owner`
    insert into source (retailer_id, id, kind, name, trust) overriding system value
    values (1, 9, 'import', 'Import', 'trusted')`;
  await ingest.submit(till, [...ernaAtTheTill(), ...othersAtTheTill()]);
  await ingest.submit(web, onTheWeb());
  await house.db.database.owner`
    insert into staff_merge (retailer_id, id, at, action, profile_id, other_profile_id, note, staff_name)
    select 1, gen_random_uuid(), now(), 'merge', profile_id, profile_id, ${`${PERSON.name} war da`}, 'x'
      from identity where retailer_id = 1 and value = ${PERSON.userId}`;
}

beforeAll(async () => {
  house = await shopperHouse();
  await fill();
  profileId = await house.profileOf('user_id', PERSON.userId);
  expect(await rowsThatName()).toMatchObject({ event: expect.any(Number), profile_card: 2 });
  const order = { reason: 'shopper_request', confirm: profileId };
  erased = await house.post<ErasureView>(`/shoppers/${profileId}/erase`, order);
});
afterAll(() => house.close());

/** Rows in which any text of the person stands, over every column of every table – not by the module's own search. */
async function rowsThatName(): Promise<Record<string, number>> {
  const { owner } = house.db.database;
  const tables = await owner<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'augenblick' and c.relkind in ('r', 'p') order by 1`;
  const found: Record<string, number> = {};
  const texts = [
    PERSON.email,
    PERSON.phone,
    PERSON.card,
    PERSON.anonymousId,
    PERSON.name,
    PERSON.street,
    `user_id:${PERSON.userId}`,
    `"${PERSON.userId}"`,
    `FOR-${PERSON.userId}`,
    '203.0.113.44',
  ];
  for (const { name } of tables) {
    const [row] = await owner<{ n: number }[]>`
      select count(*)::int as n from ${owner(name)} t
       where exists (select from jsonb_array_elements_text(${owner.json(texts)}) x
                      where strpos(lower(to_jsonb(t)::text), lower(x)) > 0
                         or strpos(lower(t::text), lower(x)) > 0)`;
    if (row !== undefined && row.n > 0) found[name] = row.n;
  }
  return found;
}

describe('erasing a shopper', () => {
  it('leaves no trace in any column of any table', async () => {
    expect(await rowsThatName()).toEqual({});
    expect(erased.remaining).toEqual({});
    expect((await house.owner.request('GET', `/api/r/1/shoppers/${profileId}`)).statusCode).toBe(
      404,
    );
  });

  it('says what it removed', async () => {
    expect(erased.removed).toMatchObject({
      profile: 1,
      profile_card: 1,
      identity: 5,
      consent: 1,
      dead_letter: 2,
      staff_merge: 1,
    });
    expect(erased.anonymised).toMatchObject({ customer_order: 2, event: 2, 'event of others': 1 });
    expect(erased).toMatchObject({ consentProofs: 1, suppressed: 5, by: house.owner.email });
    const list = await house.get<ErasureList>('/erasures');
    expect(list.erasures).toEqual([erased]);
    const audit = await house.db.database.owner<{ target: string; detail: object }[]>`
      select target, detail from audit where retailer_id = 1 and action = 'shopper.erased'`;
    expect(audit).toMatchObject([
      { target: `erasure:${erased.id}`, detail: { reason: 'shopper_request' } },
    ]);
  });

  it('keeps the figures of the orders without the person', async () => {
    const rows = await house.db.database.owner<Record<string, unknown>[]>`
      select order_id, total_minor, tax_minor, coupon, profile_id from customer_order
       where retailer_id = 1 and profile_id = ${NO_PROFILE} order by total_minor, order_id`;
    expect(rows).toMatchObject([
      { order_id: 'E-2', total_minor: 100 },
      { order_id: 'E-1', total_minor: 4200, tax_minor: 670, coupon: null },
      { order_id: expect.stringMatching(/^E-2#/), total_minor: 4200 },
    ]);
    const [lines] = await house.db.database.owner`
      select count(*)::int as n from order_line where retailer_id = 1 and profile_id = ${NO_PROFILE}`;
    expect(lines?.['n']).toBe(2);
  });

  it('keeps the consent as a proof that only the address itself opens', async () => {
    const rows = await house.db.database.owner`
      select purpose, channel, state, wording, wording_version from consent_proof where retailer_id = 1`;
    expect(rows).toMatchObject([
      {
        purpose: 'marketing',
        channel: 'email',
        state: 'granted',
        wording: 'Ja an [erased]',
        wording_version: '3',
      },
    ]);
  });

  it('finds a kept proof by the address alone, in any spelling', async () => {
    const ask = (value: string) =>
      house.post<KeptProofs>('/consent-proofs', { kind: 'email', value });
    expect((await ask(PERSON.email.toUpperCase())).proofs).toMatchObject([
      { purpose: 'marketing', state: 'granted', erasureId: erased.id },
    ]);
    expect((await ask('otto@mail.example')).proofs).toEqual([]);
    const analyst = await house.server.visitor('analyst');
    const body = { kind: 'email', value: PERSON.email };
    const refused = await analyst.request('POST', '/api/r/1/consent-proofs', body);
    expect(refused.statusCode).toBe(403);
  });

  it('leaves everybody else as they were, and rebuild still equals live', async () => {
    const otto = await house.get<ShopperDetail>(
      `/shoppers/${await house.profileOf('user_id', 'other-1')}`,
    );
    expect(otto.displayName).toBe('Otto Bleibt');
    const guest = await house.get<ShopperDetail>(
      `/shoppers/${await house.profileOf('anonymous_id', 'guest-browser')}`,
    );
    expect(guest.claims).toEqual([]);
    const [letters] = await house.db.database.owner`
      select count(*)::int as n from dead_letter where retailer_id = 1 and reason = 'type_unknown'`;
    expect(letters?.['n']).toBe(1);
    expect(await differences(house.db.database)).toEqual([]);
    const [neighbour] = await house.db.database.owner`
      select count(*)::int as n from event where retailer_id = 2`;
    expect(neighbour?.['n']).toBe(1);
  });

  it('does not let a replay or an import bring the shopper back', async () => {
    const { ingest, till } = house;
    const replayed = await ingest.submit(till, [order('late', 'E-9', 6), identify('late2')]);
    const imported = await ingest.submit(importer, [
      { ...identify('imported'), timestamp: undefined },
    ]);
    for (const result of [...replayed, ...imported]) {
      expect(result).toEqual({ outcome: 'dropped', reason: 'erased_shopper' });
    }
    expect(await rowsThatName()).toEqual({});
  });

  it('welcomes the person who comes again later as somebody new', async () => {
    house.clock.advance(3 * 86_400_000);
    const [result] = await house.ingest.submit(house.till, [
      { ...order('again', 'E-10', 1), timestamp: '2026-03-03T10:00:00Z' },
    ]);
    expect(result?.outcome).toBe('stored');
    expect(await house.profileOf('user_id', PERSON.userId)).not.toBe(profileId);
  });

  it('needs the right role and the confirmation', async () => {
    const id = await house.profileOf('user_id', 'other-1');
    const marketing = await house.server.visitor('marketing');
    const order = { reason: 'other', confirm: id };
    const refused = await marketing.request('POST', `/api/r/1/shoppers/${id}/erase`, order);
    expect(refused.statusCode).toBe(403);
    const careless = { reason: 'other', confirm: 'yes' };
    const answer = await house.owner.request('POST', `/api/r/1/shoppers/${id}/erase`, careless);
    expect(answer.statusCode).toBe(400);
    const other = await house.owner.request('POST', `/api/r/2/shoppers/${id}/erase`, order);
    expect(other.statusCode).toBe(403);
  });
});
