import type { RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  addTemplate,
  emptyShop,
  mail,
  messages,
  publishDraft,
  runnerOf,
  sweep,
  TEMPLATE,
} from '../../test/journey.ts';
import {
  addReader,
  memoryChannel,
  memoryChannels,
  senderOf,
  setRules,
} from '../../test/messages.ts';
import { type WritePath, writePath } from '../../test/write-path.ts';
import { draftOf } from './example.ts';
import { journeyCounts } from './reading.ts';
import { ENTRIES } from './playbook/index.ts';

/** The drawing of a ready-made journey. */
function drawn(wanted: string) {
  const entry = ENTRIES.find(({ key }) => key === wanted);
  const draft = entry?.draw({ currency: 'EUR', zone: 'Europe/Berlin', locale: 'de' });
  if (draft === undefined) throw new Error('no such entry');
  return draft;
}
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let db: TestDatabase;
let path: WritePath;
let seed = 0;

beforeAll(async () => {
  db = await testDatabase();
  await addTemplate(db.database);
  await setRules(db.database);
});
afterAll(() => db.drop());
beforeEach(async () => {
  await emptyShop(db.database);
  // Each test is a process of its own, with ids of its own.
  seed += 1;
  path = writePath(db.database, { seed, now: '2026-03-03T09:00:00Z' });
});

/** The playbook's abandoned cart, its templates and offer left to the test. */
function abandonedCart() {
  const draft = drawn('abandoned-cart');
  const nodes = draft.nodes
    .filter(({ type }) => type !== 'code')
    .map((node) =>
      node.type === 'send'
        ? { ...node, messages: [{ channel: 'mail' as const, templateId: TEMPLATE }] }
        : node,
    );
  const edges = draft.edges
    .filter(({ from }) => from !== 'code')
    .map((edge) => (edge.to === 'code' ? { ...edge, to: 'third' } : edge));
  return { ...draft, nodes, edges };
}

it('abandoned cart: the first mail leaves, then bought at the till: no second one', async () => {
  await publishDraft({ database: db.database, ...path }, abandonedCart());
  const runner = runnerOf(db.database, path);
  const mailbox = memoryChannel();
  const sender = senderOf(db.database, path.clock, memoryChannels({ mail: mailbox }));
  const email = 'mara@example.com';
  await addReader(path, 'mara');
  await path.ingest.submit(path.web, [
    {
      type: 'track',
      event: 'Product Added',
      userId: 'mara',
      properties: { cart_id: 'c9', product_id: 'p1', name: 'Lampe', price: 49, quantity: 1 },
    },
  ]);
  // Time passes until the cart counts as abandoned: the alarm, not an event, begins the journey.
  for (let i = 0; i < 30; i++) {
    path.clock.advance(10 * 60_000);
    const [row] = await db.database.owner<{ id: string }[]>`
      select profile_id as id from identity where retailer_id = 1 and value = 'mara'`;
    await path.pipeline.look(1 as never, [row?.id as never], path.clock.now());
    await runner.round();
  }
  await sender.round();
  expect(mailbox.sent.map(({ address }) => address)).toEqual([email]);
  path.clock.advance(2 * HOUR);
  await path.ingest.submit(path.till, [
    {
      type: 'track',
      event: 'Receipt Issued',
      userId: 'mara',
      properties: { order_id: 'bon-1', channel: 'till', total: 20, currency: 'EUR' },
    },
  ]);
  for (let day = 0; day < 7; day++) {
    path.clock.advance(DAY);
    await runner.round();
    await sender.round();
  }
  expect(mailbox.sent).toHaveLength(1);
  const [run] = await db.database.owner`select key, end_reason from journey_run`;
  expect(run).toEqual({ key: 'c9', end_reason: 'exit_event' });
  // What the journey's page says of its messages: one was sent, whatever was left out says why.
  const [journey] = await db.database.owner<{ id: string }[]>`
    select journey_id as id from journey_run`;
  const counts = () => journeyCounts({ database: db.database }, 1 as RetailerId, journey?.id ?? '');
  expect((await counts()).messages).toEqual({ sent: 1, waiting: 0, withheld: [] });
  await db.database.owner`update delivery set status = 'dropped', reason = 'consent_missing'`;
  expect((await counts()).messages).toEqual({
    sent: 0,
    waiting: 0,
    withheld: [
      {
        reason: 'consent_missing',
        count: 1,
        words: { de: 'keine Einwilligung vorliegt', en: 'there is no consent' },
      },
    ],
  });
});

it('welcome: what a page claims begins nothing, the consent itself does', async () => {
  const { entries, reentry } = drawn('welcome');
  const draft = draftOf({ entries, reentry, nodes: [mail('m')], edges: ['start next m'] });
  await publishDraft({ database: db.database, ...path }, draft);
  const runner = runnerOf(db.database, path);
  const agreed = { purpose: 'marketing', channel: 'email' };
  const says = { type: 'track', event: 'Consent Granted', userId: 'cleo', properties: agreed };
  await path.ingest.submit(path.web, [says]);
  await runner.round();
  expect(await messages(db.database)).toEqual([]);
  await path.ingest.submit(path.till, [says]);
  await runner.round();
  expect(await messages(db.database)).toHaveLength(1);
});

const dated = (over: object) =>
  draftOf({
    entries: [
      {
        id: 'd',
        type: 'date',
        basis: 'anniversary',
        trait: 'birthday',
        days: 0,
        minute: 9 * 60,
        factor: 1,
        minDays: 7,
        elseDays: null,
        ...over,
      },
    ],
    nodes: [
      {
        id: 'm',
        type: 'send',
        withinHours: null,
        messages: [{ channel: 'mail', templateId: TEMPLATE }],
      },
    ],
    edges: ['start next m'],
  });

it('a birthday begins once, at its hour', async () => {
  await path.ingest.submit(path.till, [
    { type: 'identify', userId: 'b1', traits: { birthday: '1990-03-04' } },
    { type: 'identify', userId: 'b2', traits: { birthday: '1990-03-05' } },
  ]);
  await publishDraft({ database: db.database, ...path }, dated({}));
  const runner = runnerOf(db.database, path);
  expect(await sweep(db.database, path.clock)).toBe(0);
  path.clock.set(Date.parse('2026-03-04T07:59:59Z'));
  expect(await sweep(db.database, path.clock)).toBe(0);
  path.clock.set(Date.parse('2026-03-04T08:00:10Z'));
  expect(await sweep(db.database, path.clock)).toBe(1);
  expect(await sweep(db.database, path.clock)).toBe(0);
  await runner.round();
  expect(await messages(db.database)).toHaveLength(1);
});

it('whoever buys every ten days is reminded on the tenth', async () => {
  for (const day of ['02-05', '02-15', '02-25']) {
    path.clock.set(Date.parse(`2026-${day}T10:00:00Z`));
    await path.ingest.submit(path.till, [
      {
        type: 'track',
        event: 'Order Completed',
        userId: 'r1',
        properties: { order_id: day, total: 5, currency: 'EUR' },
      },
    ]);
  }
  path.clock.set(Date.parse('2026-03-03T09:00:00Z'));
  await publishDraft({ database: db.database, ...path }, dated({ basis: 'own_rhythm' }));
  const found: number[] = [];
  for (const day of [6, 7, 8]) {
    path.clock.set(Date.parse(`2026-03-0${day}T09:30:00Z`));
    found.push(await sweep(db.database, path.clock));
  }
  expect(found).toEqual([0, 1, 0]);
});

it('a wish that has become cheaper or is back begins a journey for whoever wished', async () => {
  await path.ingest.submit(path.web, [
    {
      type: 'track',
      event: 'Product Added to Wishlist',
      userId: 'w1',
      properties: { product_id: 'lamp"1', name: 'Lampe' },
    },
    {
      type: 'track',
      event: 'Product Added to Wishlist',
      userId: 'w2',
      properties: { product_id: 'lamp', name: 'Andere' },
    },
  ]);
  const draft = dated({});
  draft.entries = [{ id: 'd', type: 'price_drop', percentBp: 500 }];
  draft.key = 'product';
  await publishDraft({ database: db.database, ...path }, draft);
  const { owner } = db.database;
  await owner`
    insert into product (retailer_id, product_id, name, price_minor, currency, origin, search, updated_at)
    values (1, 'lamp"1', 'Lampe', 10000, 'EUR', 'api', 'lampe', now()), (1, 'lamp', 'Andere', 5000, 'EUR', 'api', 'x', now())`;
  expect(await sweep(db.database, path.clock)).toBe(0);
  await owner`update product set price_minor = 9600 where product_id = 'lamp"1'`;
  expect(await sweep(db.database, path.clock)).toBe(0);
  await owner`update product set price_minor = 8000 where product_id = 'lamp"1'`;
  expect(await sweep(db.database, path.clock)).toBe(1);
  await runnerOf(db.database, path).round();
  const [run] = await owner`select key from journey_run`;
  expect(run).toEqual({ key: 'lamp"1' });
});
