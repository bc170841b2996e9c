import type { ProfileId, RetailerId } from '@augenblick/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../test/database.ts';
import { createAccess } from '../access/index.ts';
import { createCatalogue } from '../catalogue/index.ts';
import { createIngest } from '../ingest/index.ts';
import { createPipeline } from '../pipeline.ts';
import { createDefinitions } from '../profile/index.ts';
import { loadWatching } from '../watching.ts';
import { openRetailer } from '../retailer/index.ts';
import {
  createIds,
  createJobs,
  createLive,
  createMetrics,
  fixedClock,
  type FixedClock,
  seededRandom,
  silentLog,
  systemClock,
  systemRandom,
} from '../runtime/index.ts';
import { createSources } from '../source/index.ts';
import { type DemoFile, readDemoFile } from './dataset.ts';
import { createDemo, type DemoDeps } from './demo.ts';
import { loadHistory } from './load.ts';
import { createRunner } from './runner.ts';

const NEIGHBOUR = 2 as RetailerId;
const START = Date.UTC(2026, 10, 21, 18, 30);
/** The last 600 invoices; products and customers stay whole. */
const SMALL: DemoFile = (() => {
  const file = readDemoFile();
  const skipped = file.invoices.slice(0, -600);
  const startMinute = skipped.reduce((sum, [, , step]) => sum + step, file.startMinute);
  const invoices = file.invoices.slice(-600);
  const first = invoices[0];
  if (first) invoices[0] = [first[0], first[1], 0, first[3]];
  const step = first?.[2] ?? 0;
  return { ...file, startMinute: startMinute + step, invoices };
})();

let db: TestDatabase;
let clock: FixedClock;
let house: ReturnType<typeof build>;

beforeEach(async () => {
  db = await testDatabase();
  clock = fixedClock(START);
  house = build();
});
afterEach(async () => {
  await house.demo.runner.stop();
  await house.jobs.stop();
  await house.live.stop();
  await db.drop();
});

/** The parts the demo stands on, all of them real. */
function build() {
  const { database } = db;
  const ids = createIds(systemClock, systemRandom);
  const log = silentLog;
  const jobs = createJobs({ url: db.url, log, concurrency: 2 });
  const live = createLive({ url: db.url, log, processId: ids.uuid7(), intervalMs: 5 });
  const access = createAccess({ database, clock, ids, openRetailer });
  const sources = createSources({ database, clock });
  const catalogue = createCatalogue({ database, clock });
  const definitions = createDefinitions({ sql: database.owner, load: loadWatching });
  const pipeline = createPipeline({ sql: database.ingest, clock, ids, definitions });
  const ingest = createIngest({
    sql: database.ingest,
    clock,
    ids,
    log,
    metrics: createMetrics({ process: false }),
    commit: pipeline.commit,
    laneKey: pipeline.laneKey,
  });
  const deps: DemoDeps = {
    database,
    clock,
    ids,
    random: seededRandom(1),
    jobs,
    live,
    log,
    access,
    sources,
    catalogue,
    ingest,
    wanted: true,
    readFile: () => SMALL,
  };
  return { ...deps, demo: createDemo(deps), deps, changed: async () => undefined };
}

/** Empties the installation as a first start finds it; the neighbour's rows stay and must be there at the end. */
async function firstStart(): Promise<RetailerId> {
  const { owner } = db.database;
  await owner`delete from retailer`;
  const printed = await house.demo.ensure();
  await owner`insert into retailer (id, slug, name) overriding system value values (2, 'nebenan', 'Nebenan')`;
  await owner`insert into source (retailer_id, kind, name, trust) values (2, 'till', 'Kasse nebenan', 'trusted')`;
  if (!printed) throw new Error('no demo was made');
  return printed.retailerId;
}

/** Waits for a state that jobs and runners bring about. */
async function until(reached: () => Promise<boolean>): Promise<void> {
  await expect.poll(reached, { interval: 20 }).toBe(true);
}

async function one<T>(rows: PromiseLike<readonly { value: T }[]>): Promise<T | undefined> {
  return (await rows)[0]?.value;
}

const orders = (retailerId: RetailerId): Promise<number | undefined> =>
  one(db.database.owner<{ value: number }[]>`
    select count(*)::int as value from customer_order where retailer_id = ${retailerId}`);

/** Everything of a retailer in every table, as one text. */
async function everything(retailerId: RetailerId): Promise<Record<string, string>> {
  const { owner } = db.database;
  const tables = await owner<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'augenblick'::regnamespace and c.relkind = 'r' and a.attname = 'retailer_id'`;
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const rows = await owner<{ row: string }[]>`
      select t::text as row from ${owner(name)} t where retailer_id = ${retailerId} order by 1`;
    if (rows.length > 0) found[name] = rows.map(({ row }) => row).join('\n');
  }
  return found;
}

describe('first start', () => {
  it('leaves an installation alone that has a retailer', async () => {
    expect(await house.demo.ensure()).toBeNull();
    expect(await house.demo.find()).toBeNull();
  });

  it('makes nothing when the setting says so', async () => {
    await db.database.owner`delete from retailer`;
    const demo = createDemo({
      ...house.deps,
      jobs: createJobs({ url: db.url, log: silentLog }),
      wanted: false,
    });
    expect(await demo.ensure()).toBeNull();
  });

  it('makes one demo with three log-ins, however many processes start at once and however often', async () => {
    await db.database.owner`delete from retailer`;
    const printed = await Promise.all([
      house.demo.ensure(),
      house.demo.ensure(),
      house.demo.ensure(),
    ]);
    expect(printed[1]).toEqual(printed[0]);
    expect(printed[2]).toEqual(printed[0]);
    expect(await house.demo.ensure()).toEqual(printed[0]);
    expect(printed[0]?.logIns.map(({ role }) => role)).toEqual(['owner', 'marketing', 'staff']);
    expect(printed[0]?.logIns[0]?.password.length).toBeGreaterThanOrEqual(12);
    const members = await db.database.owner`
      select s.demo from membership m join staff s on s.id = m.staff_id where m.retailer_id = ${printed[0]?.retailerId ?? 0}`;
    expect(members.map((row) => row['demo'])).toEqual([true, true, true]);
  });
});

describe('loading', () => {
  it('writes products, shoppers and every invoice through ingest, and is ready', async () => {
    const id = await firstStart();
    await house.jobs.start();
    await until(async () => (await house.demo.status(id)).stage === 'ready');
    const { owner } = db.database;
    const expected = countOf(SMALL);
    expect(await orders(id)).toBe(expected.orders);
    expect(
      await one(owner`
      select sum(total_minor)::int as value from customer_order where retailer_id = ${id}`),
    ).toBe(expected.total);
    expect(
      await one(owner`
      select count(*)::int as value from product where retailer_id = ${id}`),
    ).toBe(SMALL.products.length);
    const status = await house.demo.status(id);
    expect(status.progress.done).toBe(status.progress.total);
    expect(status.progress.total).toBe(
      await one(owner`select count(*)::int as value from event where retailer_id = ${id}`),
    );
    expect(
      await one(owner`select count(*)::int as value from dead_letter where retailer_id = ${id}`),
    ).toBe(0);
    // The card of the till and the number of the shop lead to the same shopper.
    const channels = await owner<{ profile: ProfileId; channels: number }[]>`
      select profile_id as profile, count(distinct channel)::int as channels from customer_order
      where retailer_id = ${id} and profile_id <> '00000000-0000-0000-0000-000000000000' group by 1 having count(distinct channel) = 2`;
    expect(channels.length).toBeGreaterThan(10);
  });

  it('goes on where it was broken off, and changes nothing when it is done again', async () => {
    const id = await firstStart();
    const { owner } = db.database;
    const broken = new AbortController();
    const parts = { ...house, changed: async () => broken.abort() };
    expect(await loadHistory(parts, id, broken.signal)).toBe(false);
    const before = (await orders(id)) ?? 0;
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(countOf(SMALL).orders);
    expect(await loadHistory(house, id)).toBe(true);
    expect(await orders(id)).toBe(countOf(SMALL).orders);

    // As after kill -9 between the commit of the events and the note about it.
    const events = await one(owner`select count(*) as value from event where retailer_id = ${id}`);
    await owner`update demo set stage = 'loading', done = 0`;
    expect(await loadHistory(house, id)).toBe(true);
    expect(await one(owner`select count(*) as value from event where retailer_id = ${id}`)).toBe(
      events,
    );
    expect(await orders(id)).toBe(countOf(SMALL).orders);
  });
});

describe('visitors', () => {
  const simulated = (id: RetailerId): Promise<number | undefined> =>
    one(db.database.owner<{ value: number }[]>`
      select count(*)::int as value from event e join source s on s.retailer_id = e.retailer_id and s.id = e.source_id
      where e.retailer_id = ${id} and s.simulated`);

  it('come when the shop is loaded, stop with the switch, and come again', async () => {
    const id = await firstStart();
    await loadHistory(house, id);
    const runner = createRunner({ ...house, turnMs: 5, lookMs: 20 });
    runner.start();
    await until(async () => {
      clock.advance(1_000);
      return ((await simulated(id)) ?? 0) > 100;
    });
    expect((await house.demo.status(id)).paused).toBeNull();

    expect((await house.demo.switch(id, false)).running).toBe(false);
    await until(
      async () => (await house.demo.status(id)).paused === 'switched_off' && !(await sending(id)),
    );
    const stopped = await simulated(id);
    clock.advance(20_000);
    await house.demo.status(id);
    expect(await simulated(id)).toBe(stopped);
    expect((await house.demo.status(id)).simulated.total).toBe(stopped);

    await house.demo.switch(id, true);
    await until(async () => {
      clock.advance(1_000);
      return ((await simulated(id)) ?? 0) > (stopped ?? 0) + 20;
    });
    await runner.stop();
    const labelled = await one(db.database.owner`
      select bool_and((e.body->'context'->>'simulated')::boolean) as value from event e
      join source s on s.retailer_id = e.retailer_id and s.id = e.source_id where s.simulated`);
    expect(labelled).toBe(true);
    expect(
      await one(
        db.database
          .owner`select max(at) <= ${new Date(clock.now())} as value from event where retailer_id = ${id}`,
      ),
    ).toBe(true);
    expect(
      await one(
        db.database.owner`select count(*)::int as value from dead_letter where retailer_id = ${id}`,
      ),
    ).toBe(0);
  });

  it('are sent by one process only, and by another when that one ends', async () => {
    const id = await firstStart();
    await loadHistory(house, id);
    const runners = [1, 2].map(() => createRunner({ ...house, turnMs: 5, lookMs: 10 }));
    for (const runner of runners) runner.start();
    await until(() => sending(id));
    expect(await holders(id)).toBe(1);
    for (const runner of runners) {
      await until(async () => {
        clock.advance(200);
        return (await sending(id)) && (await holders(id)) === 1;
      });
      await runner.stop();
    }
    // A session that has hung up gives its lock back when the server notices.
    await until(async () => (await holders(id)) === 0);
  });

  const sending = async (id: RetailerId): Promise<boolean> => (await holders(id)) > 0;
  const holders = async (id: RetailerId): Promise<number> =>
    (await one(db.database.owner<{ value: number }[]>`
      select count(*)::int as value from pg_locks where locktype = 'advisory' and classid = 4402 and objid = ${id}
        and database = (select oid from pg_database where datname = current_database())`)) ?? 0;
});

describe('removing', () => {
  it('leaves nothing behind, nothing of the neighbour changed, and does not come back', async () => {
    const id = await firstStart();
    const neighbour = await everything(NEIGHBOUR);
    expect(Object.keys(neighbour).length).toBeGreaterThan(6);
    await loadHistory(house, id);
    const runner = createRunner({ ...house, turnMs: 5, lookMs: 20 });
    runner.start();
    await until(async () => {
      clock.advance(1_000);
      return (await house.demo.status(id)).simulated.lastMinute > 0;
    });

    await house.demo.remove(id);
    await house.demo.remove(id);
    await house.jobs.start();
    await until(async () => (await house.demo.find()) === null);
    await runner.stop();

    expect(await everything(id)).toEqual({});
    expect(await everything(NEIGHBOUR)).toEqual(neighbour);
    const { owner } = db.database;
    expect(await one(owner`select count(*)::int as value from staff where demo`)).toBe(0);
    expect(await one(owner`select count(*)::int as value from retailer where id = ${id}`)).toBe(0);
    expect(await house.demo.status(id)).toMatchObject({ demo: false, stage: null });
    await owner`delete from retailer`;
    expect(await house.demo.ensure()).toBeNull();
  });

  it('never touches a real retailer', async () => {
    await firstStart();
    const before = await everything(NEIGHBOUR);
    await expect(house.demo.remove(NEIGHBOUR)).rejects.toMatchObject({ code: 'not_found' });
    await expect(house.demo.switch(NEIGHBOUR, false)).rejects.toMatchObject({ code: 'not_found' });
    expect(await everything(NEIGHBOUR)).toEqual(before);
  });

  it('breaks a load off that is under way', async () => {
    const id = await firstStart();
    let batches = 0;
    const changed = async (): Promise<void> => {
      if (++batches === 1) await house.demo.remove(id);
    };
    expect(await loadHistory({ ...house, changed }, id)).toBe(true);
    expect((await house.demo.status(id)).stage).toBe('removing');
    expect(batches).toBeLessThan(3);
  });
});

/** Orders of the file up to the start of the test and what they add up to, counted without the code under test. */
function countOf(file: DemoFile): { orders: number; total: number } {
  const last = Date.UTC(2026, 10, 27);
  const sum = file.invoices.reduce((minutes, [, , step]) => minutes + step, file.startMinute);
  const weeks = Math.ceil(
    (Date.UTC(2026, 10, 21) - Math.floor(sum / 1440) * 86_400_000) / 604_800_000,
  );
  let minute = file.startMinute;
  let orders = 0;
  let total = 0;
  for (const [, , step, lines] of file.invoices) {
    minute += step;
    // Berlin is an hour ahead in November, two in summer; the small file has no invoice near the change of day.
    const day = Math.floor(minute / 1440) * 86_400_000 + weeks * 604_800_000;
    if (day > Date.UTC(2026, 10, 21) || day > last) continue;
    orders++;
    for (let i = 0; i < lines.length; i += 3) total += (lines[i + 1] ?? 0) * (lines[i + 2] ?? 0);
  }
  return { orders, total };
}
