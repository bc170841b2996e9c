import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  addCampaign,
  addPlacement,
  ask,
  type Deciding,
  deciding,
  profileOf,
} from '../../test/decision-house.ts';
import { type WritePath, writePath } from '../../test/write-path.ts';
import type { RetailerId } from '@augenblick/contract';
import type { Ride, Riding } from '../ingest/index.ts';
import type { Answered } from './ask.ts';
import { exampleCampaign, exampleId } from './example.ts';

const ONE = 1 as RetailerId;
let db: TestDatabase;
/** Two processes: each with a write path and the one who decides on it. */
let one: { path: WritePath; deciding: Deciding };
let two: { path: WritePath; deciding: Deciding };
/** What stands before the first process' rides; a test may put something else there. */
let wrap: (riding: Riding) => Riding;
let n = 0;

beforeAll(async () => {
  db = await testDatabase();
  const { database } = db;
  const process = (seed: number, wrapped: (riding: Riding) => Riding) => {
    const path = writePath(database, { seed, riding: () => wrapped(decisions.decisions.riding) });
    const decisions = deciding(database, { clock: path.clock, seed });
    return { path, deciding: decisions };
  };
  one = process(1, (riding) => wrap(riding));
  two = process(77, (riding) => riding);
  await addPlacement(database, 'home');
  await database.owner`
    insert into decision_rule (retailer_id, salt, settings)
    values (1, 'salt', ${database.owner.json({ globalHoldoutBp: 0 })})`;
});
afterAll(() => db.drop());

beforeEach(async () => {
  n += 1;
  wrap = (riding) => riding;
  await db.database.owner`delete from campaign_version where retailer_id = 1`;
  await db.database.owner`delete from campaign where retailer_id = 1`;
  await db.database.owner`update published set revision = revision + 1 where retailer_id = 1`;
});

const view = (anonymousId: string, messageId: string) => ({
  type: 'track',
  event: 'Product Viewed',
  messageId,
  anonymousId,
  properties: { product_id: 'p1', name: 'Vase' },
});

/** Sends an event with a question on it; null when the question was not answered on the way. */
async function ride(
  { path, deciding: { decisions } }: typeof one,
  anonymousId: string,
  messageId: string,
  request = messageId,
): Promise<Answered | null> {
  const rider = decisions.rider(ask(anonymousId, request));
  await path.ingest.submit(path.web, [view(anonymousId, messageId)], undefined, { rider });
  return decisions.arrived(ONE, rider);
}

const winners = (answered: Answered | null): (string | null)[] | undefined =>
  answered?.made.map(({ draft }) => draft?.decided.result ?? null);

it('is decided in the transaction that stores the event, with what the event did', async () => {
  const when = { kinds: [], stages: [], signals: [], minConfidence: 0 };
  await addCampaign(db.database, exampleId(n), exampleCampaign('Herbst', { when }));
  const answered = await ride(one, 'anna', 'a1');
  expect(winners(answered)).toEqual(['campaign']);
  expect(answered?.shopper?.state.events).toBe(1);
  const [row] = await db.database.owner<{ same: boolean; touched: boolean }[]>`
    select e.xmin = d.xmin as same, t.xmin = d.xmin as touched
      from decision d
      join event e on e.retailer_id = d.retailer_id and e.profile_id = d.profile_id
      join touch t on t.retailer_id = d.retailer_id and t.profile_id = d.profile_id
     where d.retailer_id = 1 and d.request = 'a1'`;
  expect(row).toEqual({ same: true, touched: true });
  expect(one.deciding.told).toHaveLength(1);
});

it('keeps caps exact with what it remembers, also when another process showed something meanwhile', async () => {
  const campaign = exampleCampaign('Zweimal', { caps: [{ times: 3, per: 'day' }] });
  await addCampaign(db.database, exampleId(n), campaign);
  expect(winners(await ride(one, 'bert', 'b1'))).toEqual(['campaign']);
  expect(winners(await ride(one, 'bert', 'b2'))).toEqual(['campaign']);
  // Without an event the ordinary way is taken: the first process' memory of this shopper is outdated by it.
  const between = await two.deciding.decisions.decide(ONE, ask('bert', 'b3'));
  expect(winners(between)).toEqual(['campaign']);
  expect(winners(await ride(one, 'bert', 'b4'))).toEqual(['nothing_fits']);
  const [touch] = await db.database.owner<{ version: number; shown: number }[]>`
    select version, (memory::json -> 'a' ->> 0)::int as shown from touch
     where retailer_id = 1 and profile_id = ${await profileOf(db.database, 'bert')}`;
  expect(touch).toEqual({ version: 4, shown: 3 });
});

it('keeps caps exact when two processes ask for one shopper at once', async () => {
  const campaign = exampleCampaign('Fünfmal', { caps: [{ times: 5, per: 'day' }] });
  await addCampaign(db.database, exampleId(n), campaign);
  await ride(one, 'carla', 'c');
  await Promise.all(
    Array.from({ length: 12 }, async (_, i) => {
      const process = i % 2 === 0 ? one : two;
      const answered = await ride(process, 'carla', `c${i}`);
      // The page asks in the ordinary way what was not answered on the way.
      if (answered === null) await process.deciding.decisions.decide(ONE, ask('carla', `c${i}`));
    }),
  );
  const shown = await db.database.owner`
    select from decision where retailer_id = 1 and campaign_id is not null
       and profile_id = ${await profileOf(db.database, 'carla')}`;
  const all = await db.database.owner`
    select from decision where retailer_id = 1 and profile_id = ${await profileOf(db.database, 'carla')}`;
  expect(shown).toHaveLength(5);
  expect(all).toHaveLength(13);
});

it('what was asked before is answered as then, in the ordinary way; the new event is stored', async () => {
  await addCampaign(db.database, exampleId(n), exampleCampaign('Einmal'));
  const first = await ride(one, 'doris', 'd1', 'same');
  expect(await ride(one, 'doris', 'd2', 'same')).toBeNull();
  const again = await one.deciding.decisions.decide(ONE, ask('doris', 'same'));
  expect(again?.repeated).toBe(true);
  expect(again?.made[0]?.id).toBe(first?.made[0]?.id);
  const events = await db.database.owner`
    select from event where retailer_id = 1 and profile_id = ${await profileOf(db.database, 'doris')}`;
  expect(events).toHaveLength(2);
});

it('an event that was stored before carries no question', async () => {
  await addCampaign(db.database, exampleId(n), exampleCampaign('Einmal'));
  await ride(one, 'ella', 'e1');
  expect(await ride(one, 'ella', 'e1', 'other')).toBeNull();
});

it('decides with what was published a moment ago', async () => {
  await addCampaign(db.database, exampleId(n), exampleCampaign('Alt'));
  await ride(one, 'frida', 'f1');
  const settings = db.database.owner.json({ globalHoldoutBp: 10_000 });
  await db.database.owner`
    update decision_rule set settings = ${settings}, revision = revision + 1 where retailer_id = 1`;
  const answered = await ride(one, 'frida', 'f2');
  const usual = db.database.owner.json({ globalHoldoutBp: 0 });
  await db.database.owner`
    update decision_rule set settings = ${usual}, revision = revision + 1 where retailer_id = 1`;
  expect(winners(answered)).toEqual(['global_holdout']);
});

it.each([
  ['before the transaction', (): Promise<Ride> => Promise.reject(new Error('no definitions'))],
  [
    'while reading',
    (ride: Ride): Promise<Ride> =>
      Promise.resolve({
        ...ride,
        answer: async (tx) => {
          await tx`select 1 / 0`;
        },
      }),
  ],
  [
    'while deciding',
    (ride: Ride): Promise<Ride> =>
      Promise.resolve({ ...ride, answer: () => Promise.reject(new Error('a mistake')) }),
  ],
])('an event is stored although deciding fails %s', async (when, broken) => {
  wrap = (riding) => ({ board: async (...about) => broken(await riding.board(...about)) });
  const shopper = `gerd ${when}`;
  expect(await ride(one, shopper, `g ${when}`)).toBeNull();
  wrap = (riding) => riding;
  const events = await db.database.owner`
    select from event where retailer_id = 1 and profile_id = ${await profileOf(db.database, shopper)}`;
  expect(events).toHaveLength(1);
  expect(winners(await ride(one, shopper, `h ${when}`))).toEqual(['nothing_fits']);
});
