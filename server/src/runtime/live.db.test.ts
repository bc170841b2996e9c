import type { RetailerId } from '@augenblick/contract';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { createLive, type Live, type LiveBatch } from './live.ts';
import { silentLog } from './log.ts';

const ONE = 1 as RetailerId;
const TWO = 2 as RetailerId;
let db: TestDatabase;
const open: Live[] = [];
beforeAll(async () => {
  db = await testDatabase();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((live) => live.stop()));
});
afterAll(() => db.drop());

async function hub(processId: string): Promise<Live> {
  const live = createLive({ url: db.url, log: silentLog, processId, intervalMs: 5 });
  await live.start();
  open.push(live);
  return live;
}

/** The next batch that `accept` says yes to. */
function next(
  live: Live,
  retailerId: RetailerId,
  accept: (batch: LiveBatch) => boolean = () => true,
) {
  return new Promise<LiveBatch>((resolve) => {
    const off = live.subscribe({ retailerId, topics: ['event'] }, (batch) => {
      if (!accept(batch)) return;
      off();
      resolve(batch);
    });
  });
}

test('what is published in one process arrives in that and in the other, once each', async () => {
  const [a, b] = [await hub('a'), await hub('b')];
  const seen: string[] = [];
  a.subscribe({ retailerId: ONE, topics: ['event'] }, (batch) => seen.push(`a${batch.count}`));
  b.subscribe({ retailerId: ONE, topics: ['event'] }, (batch) => seen.push(`b${batch.count}`));
  const other = next(b, ONE);
  a.publish({ retailerId: ONE, topic: 'event', data: 'x', count: 3 });
  a.publish({ retailerId: ONE, topic: 'event', data: 'y' });
  expect(await other).toMatchObject({ items: ['x', 'y'], count: 4, reload: false });
  const back = next(a, ONE);
  b.publish({ retailerId: ONE, topic: 'event', data: 'z' });
  await back;
  expect(seen).toEqual(['a4', 'b4', 'b1', 'a1']);
});

test('another retailer and another topic hear nothing', async () => {
  const live = await hub('a');
  const seen: LiveBatch[] = [];
  live.subscribe({ retailerId: TWO, topics: ['event', 'import'] }, (batch) => seen.push(batch));
  live.subscribe({ retailerId: ONE, topics: ['import'] }, (batch) => seen.push(batch));
  const mine = next(live, ONE);
  live.publish({ retailerId: ONE, topic: 'event', data: 1 });
  await mine;
  expect(seen).toEqual([]);
});

test('too many or too large items become the newest few and a hint to load again', async () => {
  const [a, b] = [await hub('a'), await hub('b')];
  const arrived = next(b, ONE);
  for (let i = 0; i < 1000; i += 1)
    a.publish({ retailerId: ONE, topic: 'event', data: `${i}`.padEnd(400) });
  const batch = await arrived;
  expect(batch.count).toBe(1000);
  expect(batch.reload).toBe(true);
  expect(String(batch.items.at(-1)).trim()).toBe('999');
});

test('a lost connection is noticed: the view is told to load again and hears the next message', async () => {
  const [a, b] = [await hub('a'), await hub('b')];
  const told = next(b, ONE, (batch) => batch.reload);
  await db.database.owner`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'augenblick listen' and datname = current_database()`;
  await told;
  const arrived = next(b, ONE);
  a.publish({ retailerId: ONE, topic: 'event', data: 'again' });
  expect((await arrived).items).toEqual(['again']);
});
