import type { RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import {
  addCampaign,
  addPlacement,
  ask,
  type Deciding,
  deciding,
} from '../../../test/decision-house.ts';
import { type WritePath, writePath } from '../../../test/write-path.ts';
import { silentLog } from '../../runtime/index.ts';
import { exampleCampaign, exampleId, exampleVariant } from '../example.ts';
import { createLearning, type Learning } from './learn.ts';
import { campaignOutcomes } from './outcomes.ts';

const ONE = 1 as RetailerId;
const ID = exampleId(1);
const SHOPPERS = 60;
let db: TestDatabase;
let path: WritePath;
let one: Deciding;
let learning: Learning;
/** Decision ids by shopper; of those held out, too. */
const ids = new Map<string, { id: string; won: boolean }>();

const event = (anonymousId: string, messageId: string, name: string, properties: object) => ({
  type: 'track',
  event: name,
  messageId,
  anonymousId,
  properties,
});

beforeAll(async () => {
  db = await testDatabase();
  path = writePath(db.database);
  one = deciding(db.database, { clock: path.clock });
  await addPlacement(db.database, 'home');
  const variants = [exampleVariant('a', 'Eins'), exampleVariant('b', 'Zwei')];
  await addCampaign(db.database, ID, exampleCampaign('Herbst', { variants, holdoutBp: 4000 }));
  await db.database.owner`
    insert into decision_rule (retailer_id, salt, settings)
    values (1, 'salt', ${db.database.owner.json({ globalHoldoutBp: 0 })})`;
  const jobs = {
    define: () => undefined,
    add: async () => undefined,
    start: async () => undefined,
    stop: async () => undefined,
  };
  const { clock } = path;
  learning = createLearning({
    database: db.database,
    clock,
    log: silentLog,
    jobs,
    modelEveryMs: 0,
  });
  const names = Array.from({ length: SHOPPERS }, (_, i) => `shopper-${i}`);
  await path.ingest.submit(
    path.web,
    names.map((name) => event(name, `view-${name}`, 'Product Viewed', { product_id: 'p1' })),
  );
  const answers = await Promise.all(
    names.map((name) => one.decisions.decide(ONE, ask(name, `request-${name}`))),
  );
  for (const [i, answer] of answers.entries()) {
    const made = answer?.made[0];
    const won = made?.draft?.decided.result === 'campaign';
    ids.set(names[i] ?? '', { id: made?.id ?? '', won });
  }
  path.clock.advance(5_000);
});
afterAll(() => db.drop());

const outcomes = async () =>
  db.database.withRetailer(ONE, async (sql) =>
    campaignOutcomes(sql, ONE, { days: 30 }, await one.decisions.loaded(ONE), path.clock.now()),
  );
const won = () => [...ids].filter(([, decision]) => decision.won);

it('keeps about the wanted share out, and counts each decision once however often it looks', async () => {
  expect(won().length).toBeGreaterThan(20);
  expect(SHOPPERS - won().length).toBeGreaterThan(10);
  await learning.learn();
  await learning.learn();
  const [campaign] = (await outcomes()).campaigns;
  expect(campaign?.counts.decided).toBe(won().length);
  expect(campaign?.comparison.treated.shoppers).toBe(won().length);
  expect(campaign?.comparison.held.shoppers).toBe(SHOPPERS - won().length);
  expect(campaign?.counts.shown).toBe(0);
});

it('learns what was shown, clicked and bought, once, also when events are sent twice', async () => {
  const shown = won().map(([name, { id }]) =>
    event(name, `shown-${name}`, 'Placement Shown', { decision_id: id }),
  );
  const clicked = won()
    .slice(0, 9)
    .map(([name, { id }]) =>
      event(name, `click-${name}`, 'Placement Clicked', { decision_id: id }),
    );
  const bought = [...ids.keys()].slice(0, 12).map((name, i) =>
    event(name, `order-${name}`, 'Order Completed', {
      order_id: `o${i}`,
      total: 20,
      currency: 'EUR',
    }),
  );
  for (let twice = 0; twice < 2; twice++) {
    await path.ingest.submit(path.web, [...shown, ...clicked, ...bought]);
    path.clock.advance(5_000);
    await learning.learn();
  }
  const [campaign] = (await outcomes()).campaigns;
  const buyers = [...ids.values()].slice(0, 12);
  const reached = buyers.filter((one) => one.won).length;
  expect(campaign?.counts).toMatchObject({
    decided: won().length,
    shown: won().length,
    clicked: 9,
    goals: reached,
    revenueMinor: reached * 2000,
  });
  const { treated, held } = campaign?.comparison ?? {};
  expect([treated?.goals, held?.goals]).toEqual([reached, 12 - reached]);
  expect(held?.revenueMinor).toBe((12 - reached) * 2000);
  expect(campaign?.variants.map((one) => one.shown).reduce((a, b) => a + b, 0)).toBe(won().length);
});

it('decides with what it has learned, and keeps each version', async () => {
  await path.ingest.submit(path.web, [
    event('late', 'late-1', 'Product Viewed', { product_id: 'p1' }),
  ]);
  const answer = await one.decisions.decide(ONE, ask('late', 'request-late'));
  const version = answer?.loaded.set.modelVersion ?? 0;
  expect(version).toBeGreaterThan(0);
  const [row] = await db.database.owner<{ body: string }[]>`
    select body from response_model where retailer_id = 1 and version = ${version}`;
  const cells = JSON.parse(row?.body ?? '{}').cells as Record<string, [number, number]>;
  expect(Object.values(cells).reduce((sum, [n]) => sum + n, 0)).toBe(won().length);
});

it('teaches the weights when the time for the goal is over', async () => {
  path.clock.advance(9 * 86_400_000);
  await learning.learn();
  const [row] = await db.database.owner<{ logistic: string }[]>`
    select logistic from decision_learning where retailer_id = 1`;
  expect(JSON.parse(row?.logistic ?? '{}')[ID].n).toBe(won().length);
});
