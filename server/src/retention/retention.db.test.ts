import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ShopperHouse, shopperHouse } from '../../test/shopper-house.ts';
import { differences } from '../../test/write-path.ts';
import { silentLog } from '../runtime/index.ts';
import { createRetention, type Retention } from './index.ts';

let house: ShopperHouse;
let folder: string;
let handler: ((signal: AbortSignal) => Promise<void>) | undefined;
const asked: { name: string; runAt: number | undefined }[] = [];
const DAY = 86_400_000;

const NOTHING = { strangers: 0, deadLetters: 0, decisions: 0, messages: 0, files: 0 };

const view = (messageId: string, who: object) => ({
  type: 'track',
  event: 'Product Viewed',
  messageId,
  ...who,
  properties: { product_id: 'p1', name: 'Vase' },
});

/** Everybody below is last seen on this day. */
const THEN = Date.parse('2025-01-10T12:00:00Z');
const NOW = Date.parse('2026-03-20T12:00:00Z');

beforeAll(async () => {
  house = await shopperHouse();
  folder = await mkdtemp(path.join(os.tmpdir(), 'retention-'));
  house.clock.set(THEN);
  await house.ingest.submit(house.web, [
    view('r1', { anonymousId: 'stranger-1' }),
    view('r2', { anonymousId: 'stranger-2' }),
    view('r3', { anonymousId: 'comes-back' }),
    view('r4', { userId: 'known-1', anonymousId: 'known-browser' }),
    {
      type: 'track',
      event: 'Consent Withdrawn',
      messageId: 'r5',
      anonymousId: 'said-no',
      properties: { purpose: 'marketing', channel: 'email' },
    },
    {
      type: 'track',
      event: 'Order Completed',
      messageId: 'r6',
      anonymousId: 'bought-as-guest',
      properties: { order_id: 'G-1', total: 20, currency: 'EUR' },
    },
    { type: 'nonsense' },
  ]);
  house.clock.set(NOW - DAY);
  await house.ingest.submit(house.web, [view('r7', { anonymousId: 'comes-back' })]);
  house.clock.set(NOW);
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

const retention = (keep: number): Retention =>
  createRetention({
    database: house.db.database,
    clock: house.clock,
    log: silentLog,
    jobs: {
      define: (_name, work) => {
        handler = (signal) => work({}, { log: silentLog, signal });
      },
      add: async (_sql, name, _payload, options) => {
        asked.push({ name, runAt: options?.runAt });
      },
      start: async () => undefined,
      stop: async () => undefined,
    },
    config: {
      dataDir: folder,
      keepStrangersMonths: keep,
      keepDeadLettersDays: keep,
      keepImportFilesDays: keep,
      keepDecisionsDays: keep,
      keepMessagesDays: keep,
    },
    forget: house.pipeline.forget,
  });

const visitors = async () =>
  (
    await house.db.database.owner<{ value: string }[]>`
      select value from identity where retailer_id = 1 and kind = 'anonymous_id' order by value`
  ).map((row) => row.value);

it('keeps everything for ever when the settings say 0', async () => {
  const before = await visitors();
  expect(await retention(0).sweep()).toEqual(NOTHING);
  expect(await visitors()).toEqual(before);
});

it('forgets strangers who did not come back, whole, and nobody else', async () => {
  const neighbour = async () =>
    (await house.db.database.owner`select id from event where retailer_id = 2 order by id`).length;
  const theirs = await neighbour();
  const swept = await retention(14).sweep();
  expect(swept.strangers).toBe(2);
  // The neighbour's old letter goes, too: the setting holds for the installation.
  expect(swept.deadLetters).toBe(2);
  expect(await visitors()).toEqual(
    expect.arrayContaining(['bought-as-guest', 'comes-back', 'known-browser', 'said-no']),
  );
  expect(await visitors()).not.toContain('stranger-1');
  const left = await house.db.database.owner`
    select name from event where retailer_id = 1 and body->>'messageId' in ('r1', 'r2')`;
  expect(left).toHaveLength(0);
  expect(await neighbour()).toBe(theirs);
  expect(await differences(house.db.database)).toEqual([]);
  expect(await retention(14).sweep()).toEqual(NOTHING);
});

it('deletes old decisions with what they were made of, and only what nobody names any more', async () => {
  const { owner } = house.db.database;
  const old = new Date(NOW - 20 * DAY);
  const fresh = new Date(NOW - DAY);
  const uuid = (n: number): string => `0190ffff-0000-7000-8000-${String(n).padStart(12, '0')}`;
  for (const [retailer, id, at] of [
    [1, 1, old],
    [1, 2, old],
    [1, 3, old],
    [2, 1, fresh],
  ] as const)
    await owner`
      insert into decision_basis (retailer_id, id, at, body) values (${retailer}, ${uuid(id)}, ${at}, '{}')`;
  // The second basis is shared by an old and a fresh decision.
  for (const [retailer, id, at, basis] of [
    [1, 11, old, 1],
    [1, 12, old, 2],
    [1, 13, fresh, 2],
    [2, 14, fresh, 1],
  ] as const)
    await owner`
      insert into decision (retailer_id, id, at, profile_id, source_id, request, placement, result, kind, signals,
                            basis_id, model_version, trace, features, simulated)
      values (${retailer}, ${uuid(id)}, ${at}, ${uuid(99)}, 1, 'r', 'p', 'nothing_fits', 'none', 0, ${uuid(basis)}, 1,
              '', '{}', false)`;
  expect((await retention(14).sweep()).decisions).toBe(2);
  const left = async (table: string) =>
    (
      await owner<{ id: string }[]>`
        select id from ${owner(table)} where retailer_id in (1, 2) order by retailer_id, id`
    ).map(({ id }) => id);
  expect(await left('decision')).toEqual([uuid(13), uuid(14)]);
  expect(await left('decision_basis')).toEqual([uuid(2), uuid(1)]);
});

it('lets a forgotten stranger begin anew', async () => {
  const [result] = await house.ingest.submit(house.web, [
    view('r8', { anonymousId: 'stranger-1' }),
  ]);
  expect(result?.outcome).toBe('stored');
  expect(await differences(house.db.database)).toEqual([]);
});

it('deletes rejected rows and uploads that lie about for long, and leaves fresh ones', async () => {
  const run = path.join(folder, 'imports', '1', 'run');
  await mkdir(run, { recursive: true });
  await writeFile(path.join(run, 'rejected.csv'), 'mail\na@b.example\n');
  await writeFile(path.join(run, 'upload'), 'x');
  await writeFile(path.join(run, 'note.txt'), 'not ours');
  const old = (NOW - 20 * DAY) / 1000;
  await utimes(path.join(run, 'rejected.csv'), old, old);
  await utimes(path.join(run, 'upload'), NOW / 1000, NOW / 1000);
  await utimes(path.join(run, 'note.txt'), old, old);
  expect((await retention(14).sweep()).files).toBe(1);
  expect((await readdir(run)).sort()).toEqual(['note.txt', 'upload']);
});

it('keeps what a retailer keeps, and nobody else’s any shorter', async () => {
  const { owner } = house.db.database;
  const uuid = (n: number): string => `0190fff1-0000-7000-8000-${String(n).padStart(12, '0')}`;
  const seed = async (): Promise<void> => {
    await owner`delete from decision`;
    await owner`delete from dead_letter`;
    for (const retailer of [1, 2])
      for (const [n, days] of [3, 10, 30].entries()) {
        const at = new Date(NOW - days * DAY);
        await owner`
          insert into decision_basis (retailer_id, id, at, body) values (${retailer}, ${uuid(n)}, ${at}, '{}')
          on conflict do nothing`;
        await owner`
          insert into decision (retailer_id, id, at, profile_id, source_id, request, placement, result, kind, signals,
                                basis_id, model_version, trace, features, simulated)
          values (${retailer}, ${uuid(n + 10)}, ${at}, ${uuid(99)}, 1, 'r', 'p', 'nothing_fits', 'none', 0, ${uuid(n)}, 1,
                  '', '{}', false)`;
        await owner`
          insert into dead_letter (retailer_id, id, received_at, source_id, reason, body)
          values (${retailer}, ${uuid(n + 20)}, ${at}, 1, 'unreadable', '{}')`;
      }
    for (const retailer of ['1', '2', '999']) {
      const run = path.join(folder, 'imports', retailer, 'kept');
      await mkdir(run, { recursive: true });
      await writeFile(path.join(run, 'upload.csv'), 'x');
      const old = (NOW - 10 * DAY) / 1000;
      await utimes(path.join(run, 'upload.csv'), old, old);
    }
  };
  const left = async (table: string): Promise<string[]> =>
    (
      await owner<{ retailer_id: number; n: number }[]>`
        select retailer_id, count(*)::int as n from ${owner(table)} group by 1 order by 1`
    ).map(({ retailer_id: id, n }) => `${id}:${n}`);
  const own = async (days: number | null): Promise<void> => {
    await owner`delete from retention_setting`;
    await owner`
      insert into retention_setting (retailer_id, decisions_days, dead_letters_days, import_files_days)
      values (1, ${days}, ${days}, ${days})`;
  };
  await seed();
  await own(7);
  expect(await retention(14).sweep()).toMatchObject({ decisions: 3, deadLetters: 3, files: 1 });
  expect([await left('decision'), await left('dead_letter')]).toEqual([
    ['1:1', '2:2'],
    ['1:1', '2:2'],
  ]);
  // Longer than the installation is the retailer's own business, too; nothing set is as the installation has it.
  await seed();
  await own(60);
  expect(await retention(7).sweep()).toMatchObject({ decisions: 2, deadLetters: 2, files: 2 });
  expect(await left('decision')).toEqual(['1:3', '2:1']);
  await seed();
  await own(null);
  expect(await retention(0).sweep()).toEqual(NOTHING);
  expect(await retention(7).sweep()).toMatchObject({ decisions: 4, deadLetters: 4, files: 3 });
});

it('forgets a retailer’s strangers after that retailer’s months', async () => {
  const { owner } = house.db.database;
  await owner`delete from retention_setting`;
  house.clock.set(NOW - 60 * DAY);
  await house.ingest.submit(house.web, [view('r20', { anonymousId: 'stranger-of-winter' })]);
  house.clock.set(NOW);
  expect((await retention(14).sweep()).strangers).toBe(0);
  await owner`insert into retention_setting (retailer_id, strangers_months) values (2, 1)`;
  expect((await retention(14).sweep()).strangers).toBe(0);
  await owner`insert into retention_setting (retailer_id, strangers_months) values (1, 1)`;
  expect((await retention(14).sweep()).strangers).toBe(1);
  expect(await visitors()).not.toContain('stranger-of-winter');
  await owner`delete from retention_setting`;
  expect(await differences(house.db.database)).toEqual([]);
});

it('asks for the next sweep a day later', async () => {
  retention(14);
  asked.length = 0;
  await handler?.(new AbortController().signal);
  expect(asked).toEqual([{ name: 'retention', runAt: NOW + DAY }]);
});
