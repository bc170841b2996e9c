/**
 * Every ready-made journey, switched on with its real texts: who hears what, and when, of a shop's life of eleven days. And who
 * hears nothing, because what happened only looked like it.
 */
import type { ProfileId, RetailerId } from '@augenblick/contract';
import { isMail } from '@augenblick/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { runnerOf } from '../../test/journey.ts';
import { memoryChannel, memoryChannels, senderOf, setRules } from '../../test/messages.ts';
import { type WritePath, writePath } from '../../test/write-path.ts';
import { SYSTEM } from '../access/index.ts';
import { createCatalogue } from '../catalogue/index.ts';
import { DEFAULT_SETTINGS, putConsentSettings } from '../consent/index.ts';
import { createWriter, openContent } from '../content/index.ts';
import { bumpRevision } from '../profile/index.ts';
import { createIds, createMetrics, seededRandom, silentLog } from '../runtime/index.ts';
import { createWakeups } from '../wakeup/index.ts';
import { ENTRIES } from './playbook/index.ts';
import { sweepJourneys } from './sweep.ts';
import { useEntry } from './use-playbook.ts';

const ONE = 1 as RetailerId;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Tuesday, ten o'clock in Berlin. */
const START = Date.parse('2026-05-12T08:00:00Z');

let db: TestDatabase;
let path: WritePath;
let serial = 0;
/** What went out: who, which journey, hours since the start. */
const heard = new Map<string, [string, number][]>();
const texts = new Map<string, string>();

beforeAll(async () => {
  db = await testDatabase();
  path = writePath(db.database, { now: new Date(START).toISOString() });
  await furnish();
  for (const who of ALLOWED) await welcome(who);
  await beforehand();
  await switchAllOn();
  await live();
});
afterAll(() => db.drop());

/** Everybody who agreed to mails before anything happened. */
const ALLOWED =
  'kasse online zurueck schaut geburt lange takt vorrat wunsch wieder enttaeuscht begeistert neutral korb kauft alt'.split(
    ' ',
  );

async function furnish(): Promise<void> {
  const { owner } = db.database;
  await setRules(db.database, { caps: [], quiet: null });
  const attributes = (stock: string) => owner.json({ availability: stock });
  await owner`
    insert into product (retailer_id, product_id, name, category_path, price_minor, currency, attributes, origin, search, updated_at)
    values (1, 'lampe-1', 'Lampe Juno', '["Lampen"]', 4900, 'EUR', ${attributes('in stock')}, 'api', 'x', now()),
      (1, 'lampe-2', 'Leuchte Alma', '["Lampen"]', 5900, 'EUR', ${attributes('in stock')}, 'api', 'x', now()),
      (1, 'vase-1', 'Vase Mira', '["Vasen"]', 2900, 'EUR', ${attributes('out of stock')}, 'api', 'x', now()),
      (1, 'vase-2', 'Vase Lotte', '["Vasen"]', 3900, 'EUR', ${attributes('in stock')}, 'api', 'x', now())`;
  const existingCustomers = {
    ...DEFAULT_SETTINGS.existingCustomers,
    on: true,
    noticeSince: START - DAY,
    sourceIds: [path.till.id],
  };
  await db.database.withRetailer(ONE, (tx) =>
    putConsentSettings(tx, ONE, { ...DEFAULT_SETTINGS, existingCustomers }),
  );
}

async function switchAllOn(): Promise<void> {
  const { clock } = path;
  const ids = createIds(clock, seededRandom(77));
  const origin = () => 'https://augenblick.example';
  const deps = { database: db.database, clock, ids, origin, audit: async () => undefined };
  await openContent(deps, ONE);
  await db.database.withRetailer(ONE, async (tx) => {
    await bumpRevision(tx, ONE);
    for (const { key } of ENTRIES)
      await useEntry(deps, tx, { retailerId: ONE, key, by: SYSTEM, publish: true, locale: 'de' });
  });
}

const emailOf = (who: string): string => `${who}@example.com`;

async function tell(
  by: 'web' | 'till',
  who: string,
  event: string,
  properties: object,
  at?: number,
): Promise<void> {
  serial += 1;
  const item = { type: 'track', messageId: `m-${serial}`, userId: who, event, properties };
  const timestamp = new Date(at ?? path.clock.now()).toISOString();
  // At the counter the address is asked for, with the notice beside it.
  const externalIds = by === 'till' ? [{ type: 'email', id: emailOf(who) }] : [];
  const [result] = await path.ingest.submit(path[by], [
    { ...item, timestamp, context: { externalIds } },
  ]);
  expect(result?.outcome).toBe('stored');
}
const agreed = { purpose: 'marketing', channel: 'email' };
async function welcome(who: string): Promise<void> {
  await path.ingest.submit(path.till, [
    { type: 'identify', userId: who, traits: { first_name: who, email: emailOf(who) } },
  ]);
  await tell('till', who, 'Consent Granted', agreed);
}
const LAMP = { product_id: 'lampe-1', name: 'Lampe Juno', price: 49, quantity: 1 };
const order = (id: string) => ({ order_id: id, total: 49, currency: 'EUR', products: [LAMP] });
const receipt = (id: string) => ({ ...order(id), receipt_id: id, channel: 'till' });

/** What was there before the journeys were. */
async function beforehand(): Promise<void> {
  const { ingest } = path;
  await tell('till', 'lange', 'Order Completed', order('l-1'), START + DAY - 120 * DAY);
  for (const n of [29, 19, 9])
    await tell('till', 'takt', 'Order Completed', order(`t-${n}`), START - n * DAY);
  await ingest.submit(path.till, [
    { type: 'identify', userId: 'geburt', traits: { birthday: '1990-05-13' } },
  ]);
  for (const [who, product_id] of [
    ['wunsch', 'lampe-2'],
    ['wieder', 'vase-1'],
  ] as const)
    await tell('web', who, 'Product Added to Wishlist', { product_id, name: product_id });
}

/** The first morning. */
async function morning(): Promise<void> {
  await path.ingest.submit(path.till, [
    { type: 'identify', userId: 'willi', traits: { email: emailOf('willi') } },
    { type: 'identify', userId: 'behauptet', traits: { email: emailOf('behauptet') } },
    {
      type: 'identify',
      userId: 'vorrat',
      traits: {
        replenishment: {
          product_id: 'lampe-1',
          name: 'Lampe Juno',
          due_at: new Date(START + DAY).toISOString(),
        },
      },
    },
  ]);
  await tell('till', 'willi', 'Consent Granted', agreed);
  await tell('web', 'behauptet', 'Consent Granted', agreed);
  await tell('till', 'kasse', 'Receipt Issued', receipt('k-1'));
  await tell('till', 'bestand', 'Receipt Issued', receipt('b-1'));
  await tell('till', 'online', 'Order Completed', { ...order('o-1'), channel: 'web' });
  await tell('till', 'zurueck', 'Receipt Issued', receipt('z-1'));
  await tell('till', 'alt', 'Order Completed', order('a-1'), START - 5 * DAY);
  for (const score of [
    ['enttaeuscht', 6],
    ['begeistert', 9],
    ['neutral', 7],
  ] as const)
    await tell('web', score[0], 'Feedback Submitted', { score: score[1] });
  for (let i = 0; i < 3; i++)
    await tell('web', 'schaut', 'Product Viewed', { product_id: 'vase-2', name: 'Vase Lotte' });
  for (const who of ['korb', 'kauft'])
    await tell('web', who, 'Product Added', { ...LAMP, cart_id: `c-${who}` });
}

const product = (id: string, change: { price?: number; stock?: string }) => {
  const { owner } = db.database;
  const { price = null, stock = null } = change;
  return owner`
    update product set price_minor = coalesce(${price}, price_minor),
      attributes = case when ${stock}::text is null then attributes else jsonb_build_object('availability', ${stock}::text) end
    where retailer_id = 1 and product_id = ${id}`;
};

/** What happens when, by the hour. */
const HAPPENS: Readonly<Record<number, () => Promise<unknown>>> = {
  2: async () => {
    await product('lampe-2', { price: 4400 });
    await product('vase-1', { stock: 'in stock' });
    await tell('till', 'zurueck', 'Order Refunded', { ...receipt('z-1'), total: 49 });
    await tell('till', 'kauft', 'Receipt Issued', { ...receipt('v-1'), products: [] });
    await tell('till', 'behauptet', 'Consent Granted', { ...agreed, method: 'double_opt_in' });
  },
};

async function live(): Promise<void> {
  const { clock, pipeline } = path;
  const { owner: sql } = db.database;
  const ids = new Map<string, string>();
  for (const row of await sql<{ id: string; playbook: string }[]>`
    select id, playbook from journey where retailer_id = 1`)
    ids.set(row.id, row.playbook);
  const mail = memoryChannel();
  const staff = memoryChannel();
  const catalogue = createCatalogue({ database: db.database, clock });
  const origin = () => 'https://augenblick.example';
  const productsByIds = catalogue.byIds;
  const writer = createWriter({ sql, clock, origin, productsByIds });
  const sender = senderOf(db.database, clock, memoryChannels({ mail, staff }), { writer });
  const runner = runnerOf(db.database, path);
  const metrics = createMetrics({ process: false });
  const wakeups = createWakeups({ sql, clock, log: silentLog, metrics, look: pipeline.look });
  await sweepJourneys({ sql, clock, ring: () => undefined });
  await morning();
  const names = await namesOf();
  for (let hour = 0; hour <= 11 * 24; hour++) {
    clock.set(START + hour * HOUR);
    await HAPPENS[hour]?.();
    await wakeups.round();
    await sweepJourneys({ sql, clock, ring: () => undefined });
    for (let i = 0; i < 2; i++) await runner.round();
    await sender.round();
    for (const message of [...mail.sent.splice(0), ...staff.sent.splice(0)]) {
      const who = names.get(message.profileId) ?? '';
      const told = `${ids.get(message.origin.id)}${isMail(message.content) ? '' : ' (hint)'}`;
      heard.set(who, [...(heard.get(who) ?? []), [told, hour]]);
      if (isMail(message.content)) texts.set(`${who} ${told}`, message.content.text);
    }
  }
}

async function namesOf(): Promise<ReadonlyMap<ProfileId, string>> {
  const rows = await db.database.owner<{ id: ProfileId; who: string }[]>`
    select profile_id as id, value as who from identity where retailer_id = 1 and kind = 'user_id'`;
  return new Map(rows.map(({ id, who }) => [id, who]));
}

const days = (n: number, hour = 0): number => n * 24 + hour;

describe('hears of', () => {
  it.each<[string, [string, number][]]>([
    ['willi', [['welcome', 0]]],
    // A page claimed it two hours before the confirmed consent came.
    ['behauptet', [['welcome', 2]]],
    [
      'kasse',
      [
        ['thank-you', 1],
        ['accessories', days(5)],
        ['review', days(10)],
      ],
    ],
    [
      'online',
      [
        ['accessories', days(5)],
        ['review', days(10)],
      ],
    ],
    ['schaut', [['viewed-not-bought', 8]]],
    ['geburt', [['birthday', 23]]],
    ['lange', [['win-back', days(1)]]],
    ['takt', [['replenish', days(1)]]],
    ['vorrat', [['replenish', days(1)]]],
    ['wunsch', [['price-drop', 2]]],
    ['wieder', [['back-in-stock', 2]]],
    [
      'enttaeuscht',
      [
        ['detractor', 0],
        ['detractor (hint)', 0],
      ],
    ],
    ['begeistert', [['promoter', days(1)]]],
    [
      'korb',
      [
        ['abandoned-cart', 1],
        ['abandoned-cart', days(1, 1)],
        ['abandoned-cart', days(3, 1)],
      ],
    ],
  ])('%s', (who, wanted) => {
    const sorted = (list: [string, number][] = []) =>
      list.toSorted(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
    expect(sorted(heard.get(who))).toEqual(wanted);
  });
});

describe('hears nothing', () => {
  it.each([
    ['neutral', 'a rating in the middle'],
    ['zurueck', 'the goods came back within the hour'],
    ['alt', 'an order that was told days later'],
  ])('%s: %s', (who) => {
    // Thanked an hour after the purchase, an hour before the goods came back.
    const left = (heard.get(who) ?? []).filter(([told]) => told !== 'thank-you');
    expect(left).toEqual([]);
  });
  it('no second mail about the cart after a purchase at the till, nor any later', () => {
    const told = (heard.get('kauft') ?? []).map(([name]) => name);
    expect(told.filter((name) => name === 'abandoned-cart')).toHaveLength(1);
  });
});

describe('a customer who agreed to nothing, but left an address at the till', () => {
  it('is written to about goods like those they bought, and about no others', () => {
    expect((heard.get('bestand') ?? []).map(([name]) => name)).toEqual([
      'thank-you',
      'accessories',
      'review',
    ]);
    const text = texts.get('bestand accessories') ?? '';
    expect(text).toContain('Leuchte Alma');
    expect(text).not.toContain('Vase');
    // Whoever agreed is shown what sells, whatever it is.
    expect(texts.get('kasse accessories')).toContain('Vase');
  });
});

describe('the mails say it', () => {
  it.each([
    ['lange win-back', /[A-Z0-9]{4,}-?[A-Z0-9]{4,}/],
    ['wunsch price-drop', /44\s€/],
    ['wieder back-in-stock', /Vase Mira/],
    ['schaut viewed-not-bought', /Vase Lotte/],
    ['korb abandoned-cart', /Lampe Juno/],
    ['vorrat replenish', /Lampe Juno/],
  ])('%s', (key, words) => {
    expect(texts.get(key)).toMatch(words);
  });
});
