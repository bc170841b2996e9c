import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { childrenOf } from '../../test/children.ts';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { addTemplate, mail, publishDraft } from '../../test/journey.ts';
import { writePath } from '../../test/write-path.ts';
import { draftOf } from './example.ts';

let db: TestDatabase;
const children = childrenOf('journey-child.ts');

beforeAll(async () => {
  db = await testDatabase();
  await addTemplate(db.database);
});
afterAll(async () => {
  await children.killAll();
  await db.drop();
});

const SHOPPERS = 1_500;
const PATIENCE = { timeout: 120_000, interval: 5 };
/** Two mails and a branch in between; the second is due at once, so that every shopper takes several steps. */
const DRAFT = draftOf({
  entries: [{ id: 'e', type: 'event', event: { names: ['Joined'], where: [] }, channels: [] }],
  nodes: [
    mail('m1'),
    {
      id: 'b',
      type: 'branch',
      on: 'shopper',
      condition: { type: 'identified', is: true },
    },
    { id: 'w', type: 'wait', for: { n: 1, unit: 'minute' } },
    mail('m2'),
  ],
  edges: ['start next m1', 'm1 next b', 'b yes w', 'w next m2'],
});

const start = (slot: number) => children.start(db.url, slot);
const count = async (what: string, where = 'true'): Promise<number> => {
  const { owner } = db.database;
  const [row] = await owner.unsafe<{ n: number }[]>(
    `select count(*)::int as n from ${what} where retailer_id = 1 and ${where}`,
  );
  return row?.n ?? 0;
};

const finished = async (): Promise<boolean> =>
  (await count('journey_run', "status = 'done'")) === SHOPPERS;

it('two processes killed again and again: every shopper gets every step once', async () => {
  const joined = writePath(db.database, { now: new Date(Date.now() - 120_000).toISOString() });
  await publishDraft({ database: db.database, ...joined }, DRAFT);
  for (let from = 0; from < SHOPPERS; from += 500) {
    const items = Array.from({ length: 500 }, (_, i) => ({
      type: 'track',
      event: 'Joined',
      userId: `u${from + i}`,
    }));
    await joined.ingest.submit(joined.web, items);
  }
  expect(await count('journey_inbox')).toBe(SHOPPERS);
  for (let round = 0; round < 2; round++) {
    const before = await count('journey_step');
    await Promise.all([start(1), start(2)]);
    await vi.waitUntil(
      async () => (await count('journey_step')) > before + 200 || (await finished()),
      PATIENCE,
    );
    await children.killAll();
  }
  await start(3);
  await vi.waitUntil(finished, PATIENCE);
  await children.killAll();
  expect(await count('delivery', "origin_step = 'm1'")).toBe(SHOPPERS);
  expect(await count('delivery', "origin_step = 'm2'")).toBe(SHOPPERS);
  // start, m1, b, w, m2 of everybody.
  expect(await count('journey_step')).toBe(5 * SHOPPERS);
  expect(await count('journey_inbox')).toBe(0);
  const [entered] = await db.database.owner<{ n: number }[]>`
    select sum(n)::int as n from journey_tally where kind = 'entered'`;
  expect(entered?.n).toBe(SHOPPERS);
}, 900_000);
