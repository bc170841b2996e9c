/** Journeys that are paused, finishing, ended. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  addTemplate,
  CART,
  emptyShop,
  messages,
  publishDraft,
  runnerOf,
  sweep,
  takeStep,
} from '../../test/journey.ts';
import { type WritePath, writePath } from '../../test/write-path.ts';
import type { JourneyStep } from './journeys.ts';
import type { JourneyRunner } from './runner.ts';

const HOUR = 3_600_000;
let db: TestDatabase;
let path: WritePath;
let runner: JourneyRunner;
let id: string;

beforeAll(async () => {
  db = await testDatabase();
  await addTemplate(db.database);
});
afterAll(() => db.drop());
beforeEach(async () => {
  await emptyShop(db.database);
  path = writePath(db.database);
  runner = runnerOf(db.database, path);
  id = await publishDraft({ database: db.database, ...path }, CART);
});

const add = async (userId: string): Promise<void> => {
  await path.ingest.submit(path.web, [
    { type: 'track', event: 'Product Added', userId, properties: { cart_id: userId } },
  ]);
  await runner.round();
};
const buy = async (userId: string): Promise<void> => {
  await path.ingest.submit(path.till, [
    { type: 'track', event: 'Order Completed', userId, properties: { order_id: userId, total: 1 } },
  ]);
  await runner.round();
};
const later = async (hours: number): Promise<void> => {
  path.clock.advance(hours * HOUR);
  await runner.round();
};
const take = async (what: JourneyStep): Promise<string> => {
  const status = await takeStep({ database: db.database, clock: path.clock }, what, id);
  await runner.round();
  return status;
};
const ends = async (): Promise<(string | null)[]> => {
  const rows = await db.database.owner<{ end_reason: string | null }[]>`
    select end_reason from journey_run where retailer_id = 1 order by entered_at, id`;
  return rows.map((row) => row.end_reason);
};
const status = async (): Promise<unknown> => {
  const [row] = await db.database.owner<{ status: string }[]>`select status from journey`;
  return row?.status;
};

it('paused: who buys meanwhile is out, whose time has come goes on with the journey', async () => {
  await add('u1');
  await add('u2');
  expect(await take('pause')).toBe('paused');
  await add('u3');
  await buy('u1');
  await later(5);
  expect(await messages(db.database)).toEqual([]);
  expect(await ends()).toEqual(['exit_event', null]);
  expect(await take('resume')).toBe('live');
  expect(await messages(db.database)).toEqual([['m1', path.clock.now(), 'waiting']]);
});

it('finishing: nobody gets in, those on the way go to the end, then it is over by itself', async () => {
  await add('u1');
  expect(await take('finish')).toBe('finishing');
  await add('u2');
  await sweep(db.database, path.clock);
  expect(await status()).toBe('finishing');
  await later(1);
  await later(24);
  expect((await messages(db.database)).map(([step]) => step)).toEqual(['m1', 'm2']);
  expect(await ends()).toEqual(['finished']);
  await db.database.owner`update delivery set status = 'sent' where retailer_id = 1`;
  await sweep(db.database, path.clock);
  expect(await status()).toBe('ended');
  await expect(take('resume')).rejects.toMatchObject({ code: 'conflict' });
});

it('finishing: takes people in again when it is resumed, and out when it is ended after all', async () => {
  await add('u1');
  await take('pause');
  await later(2);
  await take('finish');
  expect((await messages(db.database)).map(([step]) => step)).toEqual(['m1']);
  expect(await take('resume')).toBe('live');
  await add('u2');
  expect(await ends()).toEqual([null, null]);
  await take('finish');
  expect(await take('end')).toBe('ended');
  expect(await ends()).toEqual(['journey_ended', 'journey_ended']);
  expect((await messages(db.database)).map(([, , state]) => state)).toEqual(['dropped']);
});
