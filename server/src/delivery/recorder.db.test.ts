/** Results are written whatever the database does meanwhile: it is away for long, it refuses a transaction, it refuses one row. */
import type { RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { ask, request, tally } from '../../test/messages.ts';
import { createSuppressionList } from '../consent/index.ts';
import { fixedClock, seededIds, silentLog, type Sql } from '../runtime/index.ts';
import type { Outcome } from './queries-send.ts';
import { Recorder } from './recorder.ts';

const RETAILER = 1 as RetailerId;
const clock = fixedClock('2026-03-02T11:00:00Z');
const NOTE = '0d000000-0000-4000-8000-000000000001';
let db: TestDatabase;
let ids: string[];

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  for (const table of ['delivery', 'delivery_handed', 'delivery_news'])
    await db.database.owner`delete from ${db.database.owner(table)}`;
  const shopper = '0c000000-0000-4000-8000-000000000001';
  ids = await ask(
    db.database,
    [1, 2, 3].map((n) => request(shopper, `m${n}`)),
  );
  await db.database.owner`
    update delivery set status = 'sending', attempt = 1, channel = 'mail', address = 'a@example.com', taken_at = now()`;
  await db.database.owner`
    insert into delivery_handed (retailer_id, id, at, deliveries) values (1, ${NOTE}, now(), ${ids}::uuid[])`;
});

/** A recorder whose database fails like this, one after the other, before it works. */
function recorderOf(failures: readonly { code: string }[]): Recorder {
  const { owner } = db.database;
  const left = [...failures];
  // The statement that records fails, not the parts it is made of.
  const failing = (strings: TemplateStringsArray, ...values: never[]): unknown => {
    const failure = strings[0]?.includes('with done as') ? left.shift() : undefined;
    return failure === undefined
      ? owner(strings, ...values)
      : Promise.reject(Object.assign(new Error(), failure));
  };
  const list = seededIds(5, clock);
  return new Recorder({
    sql: failing as unknown as Sql,
    clock,
    ids: list,
    log: silentLog,
    live: { publish: () => undefined },
    pause: () => Promise.resolve(),
    suppression: createSuppressionList({ sql: owner, ids: list }),
    written: () => undefined,
  });
}

const sent = (id: string, change: Partial<Outcome> = {}): Outcome => ({
  id,
  attempt: 1,
  status: 'sent',
  reason: null,
  words: null,
  provider: `${id}@laden.example`,
  from: null,
  refused: false,
  at: clock.now(),
  ...change,
});

/** Gives the three results to a recorder; answers how many places became free. */
async function record(failures: readonly { code: string }[], outcomes: readonly Outcome[]) {
  const recorder = recorderOf(failures);
  let freed = 0;
  for (const [i, outcome] of outcomes.entries()) {
    const note = i === outcomes.length - 1 ? NOTE : undefined;
    recorder.add(RETAILER, outcome, note, () => (freed += 1));
  }
  await recorder.drained();
  return freed;
}
const notes = async () => (await db.database.owner`select id from delivery_handed`).length;

it('away for a minute, then a deadlock: they are written all the same', async () => {
  const away = Array.from({ length: 240 }, () => ({ code: 'ECONNREFUSED' }));
  const failures = [...away, { code: '40P01' }, ...away, { code: '40P01' }];
  expect(
    await record(
      failures,
      ids.map((id) => sent(id)),
    ),
  ).toBe(3);
  expect(await tally(db.database)).toEqual({ sent: 3 });
  expect(await notes()).toBe(0);
});

it('one result that cannot be stored does not take the others with it', async () => {
  const [first = '', second = '', third = ''] = ids;
  // An instant that no calendar has.
  const endless = sent(second, { from: 1e18 });
  expect(await record([], [sent(first), endless, sent(third)])).toBe(3);
  expect(await tally(db.database)).toEqual({ sent: 2, sending: 1 });
  // Its hand-over stays noted: nobody takes it for one that never left.
  expect(await notes()).toBe(1);
});
