/** The ways in and the steps that the playbook does not use, on the database: each begins, goes on and ends as it is drawn. */
import type { ProfileId } from '@augenblick/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  addTemplate,
  emptyShop,
  mail,
  messages,
  profileOf,
  publishDraft,
  RETAILER,
  runnerOf,
} from '../../test/journey.ts';
import { type WritePath, writePath } from '../../test/write-path.ts';
import { draftOf } from './example.ts';
import { enterJourney, endRun } from './hand.ts';
import type { JourneyRunner } from './runner.ts';

const HOUR = 3_600_000;
const OTHER = '01900000-0000-7000-8000-00000000b002';
const event = (...names: string[]) => ({ names, where: [] });
const onEvent = (name: string) => ({
  id: 'e',
  type: 'event' as const,
  event: event(name),
  channels: [],
});
let db: TestDatabase;
let path: WritePath;
let runner: JourneyRunner;
let serial = 0;

beforeAll(async () => {
  db = await testDatabase();
  await addTemplate(db.database);
});
afterAll(() => db.drop());
beforeEach(async () => {
  await emptyShop(db.database);
  path = writePath(db.database, { seed: (serial += 1) });
  runner = runnerOf(db.database, path);
});

const shop = () => ({ database: db.database, ...path });
const does = async (userId: string, name: string, properties: object = {}): Promise<void> => {
  serial += 1;
  await path.ingest.submit(path.till, [
    { type: 'track', messageId: `w${serial}`, event: name, userId, properties },
  ]);
  await runner.round();
};
const later = async (hours: number): Promise<void> => {
  for (let i = 0; i < hours * 2; i++) {
    path.clock.advance(HOUR / 2);
    await runner.round();
  }
};
const steps = async (): Promise<string[]> => (await messages(db.database)).map(([step]) => step);
/** Why those who are through are, by name. */
const ends = async (): Promise<(string | null)[]> => {
  const rows = await db.database.owner<{ end: string | null }[]>`
    select end_reason as end from journey_run where retailer_id = 1 order by end_reason`;
  return rows.map(({ end }) => end);
};

describe('a second event of the same order', () => {
  const draft = draftOf({
    key: 'order',
    entries: [onEvent('Order Completed')],
    nodes: [
      {
        id: 'w',
        type: 'wait_event',
        event: event('Order Shipped'),
        sameKey: true,
        timeout: { n: 5, unit: 'hour' },
      },
      mail('shipped'),
      mail('late'),
    ],
    edges: ['start next w', 'w happened shipped', 'w timeout late'],
  });
  it('goes on with it, and with the time-out where it is of another order', async () => {
    await publishDraft(shop(), draft);
    await does('anna', 'Order Completed', { order_id: '1', total: 1 });
    await does('anna', 'Order Completed', { order_id: '2', total: 1 });
    await later(1);
    await does('anna', 'Order Shipped', { order_id: '2' });
    expect(await steps()).toEqual(['shipped']);
    await later(5);
    expect(await steps()).toEqual(['shipped', 'late']);
  });
});

describe('a goal that ends', () => {
  it('takes whoever reaches it out, and counts once', async () => {
    const draft = draftOf({
      entries: [onEvent('Product Added')],
      goal: { event: event('Order Completed'), sameKey: false, ends: true },
      nodes: [{ id: 'w', type: 'wait', for: { n: 3, unit: 'hour' } }, mail('m')],
      edges: ['start next w', 'w next m'],
    });
    await publishDraft(shop(), draft);
    await does('anna', 'Product Added');
    await does('berta', 'Product Added');
    await does('anna', 'Order Completed', { order_id: '1', total: 1 });
    await does('anna', 'Order Completed', { order_id: '2', total: 1 });
    await later(3);
    expect(await steps()).toEqual(['m']);
    expect(await ends()).toEqual(['finished', 'goal']);
    const [tally] = await db.database.owner<{ n: number }[]>`
      select sum(n)::int as n from journey_tally where retailer_id = 1 and kind = 'goal'`;
    expect(tally?.n).toBe(1);
  });
});

describe('another journey', () => {
  const waits = draftOf({
    entries: [onEvent('Nothing')],
    nodes: [{ id: 'w', type: 'wait', for: { n: 9, unit: 'hour' } }, mail('other')],
    edges: ['start next w', 'w next other'],
  });
  it('is started by a step, once however often it is looked at', async () => {
    await publishDraft(shop(), waits, OTHER);
    const starts = draftOf({
      entries: [onEvent('Product Added')],
      nodes: [{ id: 's', type: 'start_journey', journeyId: OTHER }],
      edges: ['start next s'],
    });
    await publishDraft(shop(), starts);
    await does('anna', 'Product Added');
    await runner.round();
    await later(10);
    expect(await steps()).toEqual(['other']);
    expect(await ends()).toEqual(['finished', 'finished']);
  });
  it('is ended by a step, and what it would have said is not said', async () => {
    await publishDraft(shop(), { ...waits, entries: [onEvent('Product Added')] }, OTHER);
    const stops = draftOf({
      entries: [onEvent('Order Completed')],
      nodes: [{ id: 's', type: 'end_journey', journeyId: OTHER }],
      edges: ['start next s'],
    });
    await publishDraft(shop(), stops);
    await does('anna', 'Product Added');
    await does('berta', 'Product Added');
    await does('anna', 'Order Completed', { order_id: '1', total: 1 });
    await later(10);
    expect(await steps()).toEqual(['other']);
    expect(await ends()).toEqual(['by_journey', 'finished', 'finished']);
  });
});

describe('by another system', () => {
  const draft = draftOf({
    entries: [{ id: 'a', type: 'api' }],
    nodes: [{ id: 'w', type: 'wait', for: { n: 2, unit: 'hour' } }, mail('m')],
    edges: ['start next w', 'w next m'],
  });
  const deps = () => ({ database: db.database, clock: path.clock, ring: () => undefined });
  const enter = (id: string, profileId: ProfileId, key: string) =>
    enterJourney(deps(), RETAILER, id, { profileId, key, data: { text: 'Hallo' } });

  it('puts somebody in once for a key, and takes them out by hand', async () => {
    const id = await publishDraft(shop(), draft);
    await does('anna', 'Nothing');
    const anna = await profileOf(db.database, 'anna');
    expect(await enter(id, anna, 'k1')).toEqual({ accepted: true });
    expect(await enter(id, anna, 'k1')).toEqual({ accepted: false });
    await runner.round();
    const [run] = await db.database.owner<{ id: string }[]>`
      select id from journey_run where retailer_id = 1`;
    await endRun(deps(), RETAILER, id, run?.id ?? '');
    await later(3);
    expect(await steps()).toEqual([]);
    expect(await ends()).toEqual(['by_hand']);
    await expect(
      enter(id, '01900000-0000-7000-8000-0000000000ff' as ProfileId, 'k'),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
  it('is refused where the journey takes nobody in that way', async () => {
    const id = await publishDraft(shop(), { ...draft, entries: [onEvent('Nothing')] });
    await does('anna', 'Product Added');
    const anna = await profileOf(db.database, 'anna');
    await expect(enter(id, anna, 'k')).rejects.toMatchObject({ code: 'conflict' });
  });
});
