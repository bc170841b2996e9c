/** What messages said is let go of; that they were sent stays. */
import type { RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { silentLog } from '../runtime/index.ts';
import { createRetention } from './index.ts';
import { deleteContentsBefore } from './queries.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-03-20T12:00:00Z');
const PERSON = '0190cccc-0000-7000-8000-000000000001';
const uuid = (n: number): string => `0190cccc-0001-7000-8000-${String(n).padStart(12, '0')}`;

let db: TestDatabase;
const sql = () => db.database.owner;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  for (const table of ['delivery', 'delivery_content', 'inbox_message', 'staff_hint'])
    await sql()`delete from ${sql()(table)}`;
  await sql()`delete from retention_setting`;
});

/** A message of so many days ago, with what it said wherever that is kept. */
async function message(
  retailer: number,
  n: number,
  { days, status = 'delivered' }: { days: number; status?: string },
): Promise<void> {
  const at = new Date(NOW - days * DAY);
  await sql()`
    insert into delivery (retailer_id, id, profile_id, asked_at, lane, priority, channels, origin_kind, origin_id,
                          origin_version, templates, rules, data, not_before, status, channel, attempt)
    values (${retailer}, ${uuid(n)}, ${PERSON}, ${at}, 'inbox', 2, '{inbox}', 'journey', 'j', 1, '{}', '{}',
            '{"basket":"vase"}', ${at}, ${status}, 'inbox', 1)`;
  await sql()`
    insert into delivery_content (retailer_id, id, at, profile_id, template_id, template_version, locale, data)
    values (${retailer}, ${uuid(n)}, ${at}, ${PERSON}, ${uuid(1)}, 1, 'de', '{"firstName":"Lotte"}')`;
  await sql()`
    insert into inbox_message (retailer_id, profile_id, id, at, locale, title, body)
    values (${retailer}, ${PERSON}, ${uuid(n)}, ${at}, 'de', 'Hallo Lotte', 'Ihre Vase')`;
  await sql()`
    insert into staff_hint (retailer_id, profile_id, id, at, title, body)
    values (${retailer}, ${PERSON}, ${uuid(n)}, ${at}, 'Lotte', 'Sie sucht eine Vase')`;
}

const sweep = async (keepMessagesDays: number) => {
  const retention = createRetention({
    database: db.database,
    clock: { now: () => NOW },
    log: silentLog,
    jobs: {
      define: () => undefined,
      add: async () => undefined,
      start: async () => undefined,
      stop: async () => undefined,
    },
    config: {
      dataDir: '/nowhere',
      keepStrangersMonths: 0,
      keepDeadLettersDays: 0,
      keepImportFilesDays: 0,
      keepDecisionsDays: 0,
      keepMessagesDays,
    },
    forget: () => undefined,
  });
  return (await retention.sweep()).messages;
};

const left = async (table: string): Promise<string[]> =>
  (
    await sql()<{ retailer_id: number; id: string }[]>`
      select retailer_id, id from ${sql()(table)} order by retailer_id, id`
  ).map(({ retailer_id: retailer, id }) => `${retailer}:${Number(id.slice(-12))}`);

it('lets go of what messages said, wherever it is kept, and keeps that they were sent', async () => {
  for (const retailer of [1, 2]) {
    await message(retailer, 10, { days: 401 });
    await message(retailer, 11, { days: 399 });
  }
  await sql()`insert into retention_setting (retailer_id, messages_days) values (2, 1100)`;
  expect(await sweep(400)).toBe(1);
  for (const table of ['delivery_content', 'inbox_message', 'staff_hint'])
    expect([table, await left(table)]).toEqual([table, ['1:11', '2:10', '2:11']]);
  expect(await left('delivery')).toEqual(['1:10', '1:11', '2:10', '2:11']);
  const facts = await sql()<{ data: string }[]>`
    select data from delivery where id = ${uuid(10)} order by retailer_id`;
  expect(facts.map(({ data }) => data)).toEqual(['{}', '{"basket":"vase"}']);
  expect(await sweep(400)).toBe(0);
});

it('goes by the retailer’s own days, for nobody else, and keeps for ever where nothing is set', async () => {
  for (const retailer of [1, 2]) await message(retailer, 10, { days: 40 });
  expect(await sweep(0)).toBe(0);
  await sql()`insert into retention_setting (retailer_id, messages_days) values (1, 30)`;
  expect(await sweep(0)).toBe(1);
  expect(await left('delivery_content')).toEqual(['2:10']);
});

it('keeps what a message that waits for a further try is filled with', async () => {
  await message(1, 10, { days: 500, status: 'waiting' });
  await message(1, 11, { days: 500, status: 'sending' });
  await message(1, 12, { days: 500, status: 'unknown' });
  expect(await sweep(400)).toBe(1);
  expect(await left('delivery_content')).toEqual(['1:10', '1:11']);
});

it('goes in bounded batches, the oldest first, each found by its age', async () => {
  for (const days of [1, 2, 3, 4, 5]) await message(1, 10 + days, { days: 400 + days });
  await message(2, 10, { days: 900 });
  const before = new Date(NOW - 400 * DAY);
  const batch = () =>
    db.database.withRetailer(1 as RetailerId, (tx) =>
      deleteContentsBefore(tx, 1 as RetailerId, before, 2),
    );
  expect(await batch()).toBe(2);
  expect(await left('delivery_content')).toEqual(['1:11', '1:12', '1:13', '2:10']);
  expect([await batch(), await batch(), await batch()]).toEqual([2, 1, 0]);
});
