import type { RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import {
  addCampaign,
  addPlacement,
  type Deciding,
  deciding,
} from '../../../test/decision-house.ts';
import { type WritePath, writePath } from '../../../test/write-path.ts';
import { seededIds, silentLog } from '../../runtime/index.ts';
import { exampleCampaign, exampleId } from '../example.ts';
import { createDryRuns, type DryRuns } from './dry-run.ts';

const ONE = 1 as RetailerId;
const DRAFT = exampleId(1);
let db: TestDatabase;
let path: WritePath;
let one: Deciding;
let runs: DryRuns;
let work: (payload: unknown) => Promise<void>;

beforeAll(async () => {
  db = await testDatabase();
  path = writePath(db.database);
  one = deciding(db.database, { clock: path.clock });
  await addPlacement(db.database, 'home', { name: 'Startseite' });
  await db.database.owner`
    insert into decision_rule (retailer_id, salt, settings)
    values (1, 'salt', ${db.database.owner.json({ globalHoldoutBp: 0 })})`;
  const caps = [{ times: 2, per: 'ever' as const }];
  await addCampaign(db.database, DRAFT, exampleCampaign('Probe', { caps, priority: 100 }));
  await addCampaign(db.database, exampleId(2), exampleCampaign('Steht schon da'));
  await db.database.owner`update campaign set status = 'draft' where id = ${DRAFT}`;
  const { database } = db;
  const { clock } = path;
  runs = createDryRuns({
    database,
    clock,
    ids: seededIds(3, clock),
    live: { publish: () => undefined },
    log: silentLog,
    decisions: one.decisions,
    definitions: path.definitions,
    jobs: {
      define: (_name, handler) => {
        const signal = new AbortController().signal;
        work = (payload) => handler(payload, { log: silentLog, signal });
      },
      add: async () => undefined,
      start: async () => undefined,
      stop: async () => undefined,
    },
  });
  for (let visit = 0; visit < 4; visit++) {
    await path.ingest.submit(
      path.web,
      Array.from({ length: 25 }, (_, i) => ({
        type: 'page',
        messageId: `page-${i}-${visit}`,
        anonymousId: `shopper-${i}`,
        properties: { title: 'Start', url: 'https://shop.example/' },
      })),
    );
    path.clock.advance(60_000);
  }
});
afterAll(() => db.drop());

const request = { campaignId: DRAFT, days: 7, shoppersMax: 1000 };

it('plays a draft against what happened, beside what is live, and writes no decision', async () => {
  const asked = await runs.start(ONE, { name: 'Malte' }, request);
  expect(asked).toMatchObject({ state: 'waiting', campaign: 'Probe', result: null });
  await work({ retailerId: 1, id: asked.id });
  const { state, result } = await runs.read(ONE, asked.id);
  expect(state).toBe('done');
  expect(result).toMatchObject({ shoppers: 25, played: 25, events: 100, questions: 100 });
  // Each shopper opened four pages; a third showing is one too many.
  expect(result?.often.every(({ times }) => times <= 2)).toBe(true);
  expect(result?.shown).toBeGreaterThan(25);
  const why = Object.fromEntries((result?.why ?? []).map(({ reason, count }) => [reason, count]));
  expect((result?.shown ?? 0) + Object.values(why).reduce((a, b) => a + b, 0)).toBe(100);
  expect(why['capped']).toBeGreaterThan(0);
  expect(result?.displaced[0]?.name).toBe('Steht schon da');
  expect(result?.goals.expected).toBeGreaterThan(0);
  const [count] = await db.database.owner<{ n: number }[]>`
    select count(*)::int as n from decision where retailer_id = 1`;
  expect(count?.n).toBe(0);
});

it('comes out the same when it is played again, and follows the draft', async () => {
  const again = await runs.start(ONE, { name: 'Malte' }, request);
  await work({ retailerId: 1, id: again.id });
  const [newer, first] = (await runs.list(ONE)).runs;
  expect(newer?.result).toEqual(first?.result);
  const draft = exampleCampaign('Probe', {
    when: { kinds: ['go'], stages: [], signals: [], minConfidence: 0 },
  });
  await db.database.owner`
    update campaign set draft = ${db.database.owner.json(draft as never)} where id = ${DRAFT}`;
  const third = await runs.start(ONE, { name: 'Malte' }, request);
  await work({ retailerId: 1, id: third.id });
  expect((await runs.read(ONE, third.id)).result?.shown).toBe(0);
});

it('stops when asked, and knows no run of another shop', async () => {
  const asked = await runs.start(ONE, { name: 'Malte' }, request);
  await runs.stop(ONE, asked.id);
  await work({ retailerId: 1, id: asked.id });
  expect((await runs.read(ONE, asked.id)).state).toBe('stopped');
  await expect(runs.read(2 as RetailerId, asked.id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(
    runs.start(ONE, { name: 'x' }, { ...request, campaignId: exampleId(99) }),
  ).rejects.toMatchObject({ code: 'not_found' });
});
