import type { RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  addTemplate,
  CART,
  emptyShop,
  mail,
  messages,
  profileOf,
  publishDraft,
  runnerOf,
} from '../../test/journey.ts';
import { type WritePath, writePath } from '../../test/write-path.ts';
import { draftOf } from './example.ts';
import { runs } from './queries-reading.ts';

const HOUR = 3_600_000;
let db: TestDatabase;
let path: WritePath;

beforeAll(async () => {
  db = await testDatabase();
  await addTemplate(db.database);
});
afterAll(() => db.drop());
beforeEach(async () => {
  await emptyShop(db.database);
  path = writePath(db.database);
});

const ALL_RUNS = {
  journeyId: null,
  runId: null,
  profileId: null,
  node: null,
  status: null,
  before: null,
  limit: 10,
};

const added = (userId: string, cart = 'c1', product = 'p1') => ({
  type: 'track',
  event: 'Product Added',
  userId,
  properties: { cart_id: cart, product_id: product, name: 'Lampe', price: 10, quantity: 1 },
});
const bought = (userId: string, order = 'o1') => ({
  type: 'track',
  event: 'Order Completed',
  userId,
  properties: { order_id: order, total: 10, currency: 'EUR', products: [] },
});
const count = async (table: string): Promise<number> => {
  const { owner } = db.database;
  const [row] = await owner<{ n: number }[]>`
    select count(*)::int as n from ${owner(table)} where retailer_id = 1`;
  return row?.n ?? 0;
};

describe('an abandoned cart', () => {
  it('speaks once at each exact instant, however late somebody looks', async () => {
    await publishDraft({ database: db.database, ...path }, CART);
    const runner = runnerOf(db.database, path);
    const start = path.clock.now();
    await path.ingest.submit(path.web, [added('u1')]);
    expect(await runner.round()).toMatchObject({ shoppers: 1, again: path.clock.now() + 250 });
    expect(await messages(db.database)).toEqual([]);
    path.clock.advance(HOUR + 17);
    await runner.round();
    expect(await messages(db.database)).toEqual([['m1', start + HOUR, 'waiting']]);
    path.clock.advance(30 * HOUR);
    await runner.round();
    await runner.round();
    expect((await messages(db.database)).map(([step]) => step)).toEqual(['m1', 'm2']);
    expect(await count('journey_inbox')).toBe(0);
  });

  it('is begun at once; a purchase, which begins nothing, waits a moment for company', async () => {
    const rung: number[] = [];
    const own = writePath(db.database, { onHanded: (at) => rung.push(at - own.clock.now()) });
    await publishDraft({ database: db.database, ...own }, CART);
    const runner = runnerOf(db.database, own);
    await own.ingest.submit(own.web, [added('u1')]);
    await runner.round();
    await own.ingest.submit(own.web, [bought('u1')]);
    expect(rung).toEqual([0, 100]);
    // Somebody who is not on the way buys: there is nothing to look at.
    await own.ingest.submit(own.web, [bought('u2', 'o2')]);
    expect(rung).toHaveLength(2);
    expect(await runner.round()).toMatchObject({ shoppers: 1 });
    await own.ingest.submit(own.web, [added('u1', 'c2')]);
    expect(rung).toEqual([0, 100, 0]);
  });

  it('ends with a purchase at the till; what waits is taken back', async () => {
    await publishDraft({ database: db.database, ...path }, CART);
    const runner = runnerOf(db.database, path);
    await path.ingest.submit(path.web, [added('u1')]);
    path.clock.advance(HOUR);
    await runner.round();
    await path.ingest.submit(path.till, [bought('u1')]);
    path.clock.advance(48 * HOUR);
    await runner.round();
    expect((await messages(db.database)).map(([step, , status]) => [step, status])).toEqual([
      ['m1', 'dropped'],
    ]);
    const [run] = await db.database.owner`select end_reason, goal_at from journey_run`;
    expect(run).toMatchObject({ end_reason: 'exit_event', goal_at: expect.any(Date) });
    const [shown] = await runs(db.database.owner, 1 as RetailerId, ALL_RUNS);
    expect(shown?.end_event).toBe('Order Completed');
  });

  it('writes nothing for shoppers it does not concern, and nothing at all without journeys', async () => {
    await path.ingest.submit(path.web, [added('u1')]);
    expect(await count('journey_inbox')).toBe(0);
    await publishDraft({ database: db.database, ...path }, CART);
    await path.ingest.submit(path.till, [bought('u2')]);
    expect(await count('journey_inbox')).toBe(0);
    await path.ingest.submit(path.web, [added('u2')]);
    await path.ingest.submit(path.till, [bought('u2', 'o2')]);
    expect(await count('journey_inbox')).toBe(2);
  });

  it('goes on in another process, and two at once do nothing twice', async () => {
    await publishDraft({ database: db.database, ...path }, CART);
    const users = Array.from({ length: 300 }, (_, i) => `u${i}`);
    await path.ingest.submit(
      path.web,
      users.map((user) => added(user)),
    );
    const [a, b] = [runnerOf(db.database, path, 1), runnerOf(db.database, path, 2)];
    await Promise.all([a?.round(), b?.round()]);
    while (((await a?.round())?.shoppers ?? 0) > 0);
    path.clock.advance(2 * HOUR);
    await Promise.all([a?.round(), b?.round()]);
    while (((await b?.round())?.shoppers ?? 0) > 0);
    expect((await messages(db.database)).length).toBe(300);
    expect(await count('journey_run')).toBe(300);
  });
});

describe('versions', () => {
  it('lets those on the way finish on theirs, or moves them when told so', async () => {
    const shop = { database: db.database, ...path };
    const id = await publishDraft(shop, CART);
    const runner = runnerOf(db.database, path);
    await path.ingest.submit(path.web, [added('u1')]);
    await runner.round();
    const shorter = { ...CART, edges: CART.edges.filter(({ from }) => from !== 'm1') };
    await publishDraft(shop, shorter, id);
    path.clock.advance(HOUR);
    await runner.round();
    path.clock.advance(24 * HOUR);
    await runner.round();
    expect((await messages(db.database)).map(([step]) => step)).toEqual(['m1', 'm2']);
    await path.ingest.submit(path.web, [added('u2')]);
    await runner.round();
    await publishDraft(shop, { ...CART, nodes: CART.nodes }, id, true);
    path.clock.advance(HOUR);
    await runner.round();
    const rows = await db.database
      .owner`select version, status from journey_run order by entered_at`;
    expect(rows).toEqual([
      { version: 1, status: 'done' },
      { version: 3, status: 'active' },
    ]);
  });
});

describe('shoppers who are joined and parted', () => {
  it('keep their journeys', async () => {
    await publishDraft({ database: db.database, ...path }, CART);
    const runner = runnerOf(db.database, path);
    const { userId: _, ...item } = added('x');
    await path.ingest.submit(path.web, [{ ...item, anonymousId: 'device' }]);
    await runner.round();
    await path.ingest.submit(path.till, [
      { type: 'identify', userId: 'u1', traits: { email: 'a@example.com' } },
    ]);
    await path.ingest.submit(path.web, [{ type: 'identify', userId: 'u1', anonymousId: 'device' }]);
    const owner = await profileOf(db.database, 'u1');
    const rows = await db.database.owner`select profile_id, status from journey_run`;
    expect(rows).toEqual([{ profile_id: owner, status: 'active' }]);
    // The purchase under the other name ends it.
    await path.ingest.submit(path.till, [bought('u1')]);
    path.clock.advance(HOUR);
    await runner.round();
    expect(await messages(db.database)).toEqual([]);
  });
});

it('asks conditions of many at once, sets traits through ingest', async () => {
  const draft = draftOf({
    entries: [
      { id: 'e', type: 'event', event: { names: ['Product Added'], where: [] }, channels: ['web'] },
    ],
    audience: { type: 'identified', is: true },
    nodes: [
      {
        id: 'b',
        type: 'branch',
        on: 'shopper',
        condition: { type: 'orders', times: { compare: 'at_least', n: 1 } },
      },
      { id: 'p', type: 'profile', traits: [{ key: 'ladefreund', value: true }] },
      mail('m'),
    ],
    edges: ['start next b', 'b yes p', 'b no m'],
  });
  await publishDraft({ database: db.database, ...path }, draft);
  const runner = runnerOf(db.database, path);
  await path.ingest.submit(path.till, [bought('u1')]);
  const { userId: _, ...nobody } = added('x');
  await path.ingest.submit(path.web, [
    added('u1'),
    added('u2'),
    { ...nobody, anonymousId: 'cookie' },
  ]);
  await runner.round();
  await runner.round();
  expect((await messages(db.database)).map(([step]) => step)).toEqual(['m']);
  const rows = await db.database.owner<{ state: string }[]>`
    select p.state from profile p join identity i on i.profile_id = p.id where i.value = 'u1'`;
  expect(JSON.parse(rows[0]?.state ?? '{}')).toMatchObject({
    traits: { ladefreund: { value: true } },
  });
  const refused = await db.database
    .owner`select node, n::int from journey_tally where kind = 'refused'`;
  expect(refused).toEqual([{ node: 'audience', n: 1 }]);
  expect(await count('journey_effect')).toBe(0);
});
