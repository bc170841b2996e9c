import type { ProfileId, ProfileState, RetailerId, WatchFact } from '@augenblick/contract';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { differences, type WritePath, writePath } from '../../test/write-path.ts';
import {
  createDefinitions,
  type FactStore,
  type LoadWatching,
  rebuild,
  type Watcher,
} from '../profile/index.ts';
import { createMetrics, silentLog } from '../runtime/index.ts';
import { createWakeups, type Wakeups } from './index.ts';

/**
 * A stage that is easy to follow: ten seconds of silence after an event are noted as a signal, at their exact instant,
 * and once more after twenty. Facts go to a list, as the stages' tables would take them: by id.
 */
const SILENCES = [10_000, 20_000];
const R = 1 as RetailerId;
interface Silence extends ProfileState {
  silence?: { since: number; told: number };
}
const nextOf = (state: Silence): number | null => {
  const silence = state.silence;
  const wait = silence && SILENCES[silence.told];
  return silence === undefined || wait === undefined ? null : silence.since + wait;
};
const signal = (profileId: ProfileId, at: number): WatchFact => {
  const id = `${profileId} ${at}`;
  const name = 'returning_after_absence';
  const detail = {};
  return {
    type: 'signal',
    signal: { id, profileId, name, at, subject: null, detail, eventId: null, until: at },
  };
};
const watcher: Watcher = {
  advance: (draft, now) => {
    const state = draft.state as Silence;
    for (let at = nextOf(state); at !== null && at <= now; at = nextOf(state)) {
      draft.facts.push(signal(draft.id, at));
      (state.silence as { told: number }).told += 1;
    }
  },
  event: ({ state }, _event, now) => {
    if (state.traits['angry']) throw new Error('this one cannot be looked at');
    (state as Silence).silence = { since: now, told: 0 };
  },
  settle: ({ state }) => nextOf(state),
};

let db: TestDatabase;
let facts: Map<string, WatchFact>;
let path: WritePath;
let load: LoadWatching;

function processOf(seed: number): WritePath {
  return writePath(db.database, { seed, load });
}
function wakeupsOf({ pipeline, clock }: WritePath): Wakeups {
  const metrics = createMetrics({ process: false });
  return createWakeups({
    sql: db.database.owner,
    clock,
    log: silentLog,
    metrics,
    look: pipeline.look,
  });
}
const told = (): number[] =>
  [...facts.values()]
    .map((fact) => (fact.type === 'signal' ? fact.signal.at : 0))
    .sort((a, b) => a - b);
const alarms = async (): Promise<number[]> => {
  const rows = await db.database.owner<{ at: Date }[]>`
    select at from wakeup where retailer_id = 1 order by at`;
  return rows.map((row) => row.at.getTime());
};

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  for (const table of ['event', 'profile', 'profile_card', 'identity', 'wakeup']) {
    await db.database.owner`delete from ${db.database.owner(table)} where retailer_id = 1`;
  }
  facts = new Map();
  const store: FactStore = {
    write: async (_tx, _retailer, written) => {
      for (const fact of written) if (fact.type === 'signal') facts.set(fact.signal.id, fact);
    },
    remove: () => Promise.resolve(),
    read: async (_tx, _retailer, ids) =>
      [...facts.values()].filter((f) => f.type === 'signal' && ids.includes(f.signal.profileId)),
  };
  load = async () => ({ watcher, store });
  path = processOf(1);
});

it('looks at the exact instant, not before, and notes the instant itself', async () => {
  const start = path.clock.now();
  await path.ingest.submit(path.web, [{ type: 'track', event: 'Seen', userId: 'u1' }]);
  const wakeups = wakeupsOf(path);
  expect(await alarms()).toEqual([start + 10_000]);
  path.clock.advance(9_999);
  expect(await wakeups.round()).toEqual({ due: 0, again: start + 10_000 });
  path.clock.advance(7);
  expect(await wakeups.round()).toMatchObject({ due: 1 });
  expect(told()).toEqual([start + 10_000]);
  expect(await alarms()).toEqual([start + 20_000]);
  path.clock.advance(60_000);
  await wakeups.round();
  expect(told()).toEqual([start + 10_000, start + 20_000]);
  expect(await alarms()).toEqual([]);
  expect(await differences(db.database, 1, { load, now: path.clock.now() })).toEqual([]);
});

it('lets an alarm that has become early ring, finds nothing, and sets the next one', async () => {
  const start = path.clock.now();
  const seen = { type: 'track', event: 'Seen', userId: 'u1' };
  await path.ingest.submit(path.web, [seen]);
  path.clock.advance(4_000);
  await path.ingest.submit(path.web, [seen]);
  expect(await alarms()).toEqual([start + 10_000]);
  path.clock.advance(6_000);
  const wakeups = wakeupsOf(path);
  await wakeups.round();
  expect(told()).toEqual([]);
  expect(await alarms()).toEqual([start + 14_000]);
  path.clock.advance(4_000);
  await wakeups.round();
  expect(told()).toEqual([start + 14_000]);
  // And goes on from what it remembers: the look's own writing is known to ingest.
  await path.ingest.submit(path.web, [seen]);
  expect(await differences(db.database, 1, { load, now: path.clock.now() })).toEqual([]);
});

it('looks after a restart, at instants that passed meanwhile', async () => {
  const start = path.clock.now();
  const items = Array.from({ length: 7 }, (_, i) => ({ type: 'page', userId: `u${i}` }));
  await path.ingest.submit(path.web, items);
  const again = processOf(2);
  again.clock.set(start + 3_600_000);
  expect(await wakeupsOf(again).round()).toMatchObject({ due: 7 });
  expect(told()).toHaveLength(14);
  expect(await alarms()).toEqual([]);
  expect(await differences(db.database, 1, { load, now: again.clock.now() })).toEqual([]);
});

it('two runners look at everybody, and nothing happens twice', async () => {
  const items = Array.from({ length: 120 }, (_, i) => ({ type: 'page', userId: `u${i}` }));
  await path.ingest.submit(path.web, items);
  const other = processOf(3);
  let written = 0;
  for (const one of [path, other]) one.clock.advance(12_000);
  const counting: LoadWatching = async (sql, retailerId) => {
    const { store } = await load(sql, retailerId);
    const write: FactStore['write'] = async (tx, id, list) => {
      written += list.length;
      await store.write(tx, id, list);
    };
    return { watcher, store: { ...store, write } };
  };
  const [a, b] = [path, other].map((one) =>
    wakeupsOf({
      ...one,
      pipeline: writePath(db.database, { seed: 4, load: counting, now: iso(one) }).pipeline,
    }),
  );
  await Promise.all([a?.round(), b?.round()]);
  while (((await a?.round())?.due ?? 0) > 0);
  expect(told()).toHaveLength(120);
  expect(written).toBe(120);
  expect(await differences(db.database, 1, { load, now: path.clock.now() })).toEqual([]);
});

it('may look while everything is folded anew and compared, which finds no difference', async () => {
  await path.ingest.submit(path.web, [{ type: 'page', userId: 'u1' }]);
  const { owner } = db.database;
  const slowly: LoadWatching = async (sql, retailerId) => {
    // The comparison has begun and holds no shopper yet.
    path.clock.advance(11_000);
    await wakeupsOf(path).round();
    return load(sql, retailerId);
  };
  const definitions = createDefinitions({ sql: owner, load: slowly });
  const { clock } = path;
  const report = await rebuild({ sql: owner, retailerId: R, definitions, check: true, clock });
  expect(told()).toHaveLength(1);
  expect(report).toMatchObject({ profiles: 1, different: [] });
});

it('leaves a shopper who is being written for a moment later', async () => {
  await path.ingest.submit(path.web, [
    { type: 'page', userId: 'u1' },
    { type: 'page', userId: 'u2' },
  ]);
  path.clock.advance(15_000);
  const wakeups = wakeupsOf(path);
  await db.database.owner.begin(async (tx) => {
    await tx`select 1 from profile p join identity i on i.profile_id = p.id
      where i.retailer_id = 1 and i.value = 'u1' for update of p`;
    expect(await wakeups.round()).toEqual({ due: 2, again: path.clock.now() + 5 });
    expect(told()).toHaveLength(1);
  });
  await wakeups.round();
  expect(told()).toHaveLength(2);
});

it('puts off whom looking fails for, and looks at the others', async () => {
  await path.ingest.submit(path.web, [
    { type: 'page', userId: 'u1' },
    { type: 'page', userId: 'u2' },
  ]);
  await db.database.owner`
    update profile p set state = '{"broken"' from identity i
    where i.profile_id = p.id and i.retailer_id = 1 and i.value = 'u1'`;
  path.clock.advance(11_000);
  await wakeupsOf(path).round();
  expect(told()).toHaveLength(1);
  expect((await alarms()).at(-1)).toBe(path.clock.now() + 60_000);
});

it('forgets alarms of shoppers who are gone', async () => {
  await path.ingest.submit(path.web, [{ type: 'page', userId: 'u1' }]);
  await db.database.owner`delete from profile where retailer_id = 1`;
  path.clock.advance(11_000);
  await wakeupsOf(path).round();
  expect(await alarms()).toEqual([]);
});

it('runs by itself, is woken by an earlier alarm, and stops', async () => {
  const clock = { now: () => Date.now() };
  const looks: number[] = [];
  let due: Promise<unknown> = Promise.resolve();
  const seen = new Promise<void>((resolve) => {
    const wakeups = createWakeups({
      sql: db.database.owner,
      clock,
      log: silentLog,
      metrics: createMetrics({ process: false }),
      look: async (_retailer, ids) => {
        looks.push(Date.now());
        await db.database.owner`delete from wakeup where profile_id = any(${[...ids]}::uuid[])`;
        due = wakeups.stop();
        resolve();
        return { busy: [] };
      },
    });
    wakeups.start();
    const at = Date.now() + 30;
    void db.database.owner`
      insert into wakeup values (1, gen_random_uuid(), to_timestamp(${at}::float8 / 1000))`.then(
      () => wakeups.ring(at),
    );
  });
  await seen;
  await due;
  expect(looks).toHaveLength(1);
});

const iso = ({ clock }: WritePath): string => new Date(clock.now()).toISOString();
