/**
 * A million shoppers wait in a journey. For some thousands the time comes at a fixed pace: lateness is counted from the exact
 * instant of the step until it stands committed, seen from outside every few milliseconds. Then many are due at the same
 * instant: steps a second. Taking events in is measured with the journey live and, in turns, with the journey taken out, in CPU
 * time per event of node and PostgreSQL together: with, without, without, with, twice, so that what grows meanwhile is on
 * both sides. One event in fifty is a purchase and ends the journey of somebody who waits.
 *
 * npm run bench -- journey [--waiting 1000000] [--due 10000] [--burst 20000] [--seconds 20] [--events 8000] [--seed 1]
 */
import { draftOf } from '../server/src/journey/index.ts';
import { quantile, sendLoad } from './rig/load.ts';
import { lookFrom } from './rig/lookback.ts';
import { option, report, round } from './rig/report.ts';
import { type BenchServer, startServer } from './rig/server.ts';
import { makeShoppers } from './rig/shoppers.ts';
import { createTraffic } from './rig/traffic.ts';
import { until } from './rig/until.ts';

const waiting = option('waiting', 1_000_000);
const due = option('due', 10_000);
const burst = option('burst', 20_000);
const seconds = option('seconds', 20);
const events = option('events', 8_000);
const seed = option('seed', 1);
const BATCH = 20;
const LOOK_MS = 5;
const JOURNEY = '00000000-0000-7000-8000-00000000f001';

/** Waits, is divided, waits again; a purchase ends it. */
const DRAFT = draftOf({
  name: 'Bench',
  entries: [{ id: 'e', type: 'event', event: { names: ['Bench'], where: [] }, channels: [] }],
  exits: [
    { id: 'x', type: 'event', event: { names: ['Order Completed'], where: [] }, sameKey: false },
  ],
  nodes: [
    { id: 'w1', type: 'wait', for: { n: 1, unit: 'hour' } },
    {
      id: 's',
      type: 'split',
      shares: ['a', 'b'].map((id) => ({ id, name: id, weight: 50 })),
    },
    { id: 'w2', type: 'wait', for: { n: 30, unit: 'day' } },
  ],
  edges: ['start next w1', 'w1 next s', 's a w2', 's b w2'],
});

const server = await startServer();
const { database, retailerId } = server;
const sql = database.owner;
let runs = 0;
// Events concern the first of those who wait.
const [dueFrom, burstFrom, all] = [waiting, waiting + due, waiting + due + burst];
console.error(`${all} shoppers …`);
await makeShoppers(server, 0, all);
const key = await server.writeKey('web');
// What the million rows leave to be cleaned up is not what an event costs.
await sql.unsafe('alter system set autovacuum = off');
await sql.unsafe('select pg_reload_conf()');
await publish(server);
await wait(0, all, Date.now() + 30 * 86_400_000, 0);
await sql.unsafe('vacuum analyze journey_run');
await sql.unsafe('checkpoint');
// What is compiled, planned, looked at as tables grow and copied whole after a checkpoint is so before anything is counted.
await ingest(4 * events);
const waited: Cost[] = [];
const alone: Cost[] = [];
for (const turn of ['live', 'draft', 'draft', 'live', 'live', 'draft', 'draft', 'live'] as const) {
  await switchTo(turn);
  (turn === 'live' ? waited : alone).push(await ingest(events));
}
await switchTo('live');
const [beside, without] = [mean(waited), mean(alone)];

console.error('lateness …');
const begin = Date.now() + 2_000;
const timely = await postpone(dueFrom, burstFrom, begin, (seconds * 1000) / due);
const lateness = await watch(begin, timely);

console.error('burst …');
const cpu = server.cpu();
const instant = Date.now() + 1_000;
const together = await postpone(burstFrom, all, instant, 0);
const started = Math.max(Date.now(), instant);
const gone = async (): Promise<boolean> => (await count(burstFrom, all)) >= together;
if (!(await until(gone, { everyMs: 50, withinMs: 300_000 })))
  throw new Error('not all went on within five minutes');
const burstSeconds = (Date.now() - started) / 1000;
const after = server.cpu();
const memoryMb = server.memoryMb();
await server.stop();

const sorted = [...lateness].sort((a, b) => a - b);
report('journey', { seed, waiting, due, burst, seconds, events, missing: timely - sorted.length }, [
  { label: 'wakes seen', key: 'wakes', value: sorted.length, target: `>= ${timely}` },
  { label: 'wake lateness p50', key: 'p50Ms', value: quantile(sorted, 0.5), unit: 'ms' },
  { label: 'wake lateness p99', key: 'p99Ms', value: quantile(sorted, 0.99), unit: 'ms' },
  { label: 'latest', key: 'maxMs', value: quantile(sorted, 1), unit: 'ms' },
  // Each shopper leaves the wait and the split.
  {
    label: 'steps, all due at once',
    key: 'stepsPerS',
    value: round((2 * together) / burstSeconds),
    unit: '/s',
  },
  {
    label: 'CPU of a step (node)',
    key: 'nodeUs',
    value: round(((after.nodeMs - cpu.nodeMs) * 1000) / (2 * together)),
    unit: 'µs',
  },
  {
    label: 'CPU of a step (PostgreSQL)',
    key: 'postgresUs',
    value: round(((after.postgresMs - cpu.postgresMs) * 1000) / (2 * together)),
    unit: 'µs',
  },
  { label: 'memory of node', key: 'memoryMb', value: memoryMb, unit: 'MB' },
  { label: 'CPU of an event (node)', key: 'withoutNodeUs', value: round(without.node), unit: 'µs' },
  { label: '… while all wait', key: 'withNodeUs', value: round(beside.node), unit: 'µs' },
  {
    label: 'CPU of an event (PostgreSQL)',
    key: 'withoutPostgresUs',
    value: round(without.postgres),
    unit: 'µs',
  },
  { label: '… while all wait', key: 'withPostgresUs', value: round(beside.postgres), unit: 'µs' },
  {
    label: 'slower by',
    key: 'slowerPercent',
    value: round((total(beside) / total(without) - 1) * 100, 1),
    unit: '%',
    target: '<= 10',
  },
]);

interface Cost {
  node: number;
  postgres: number;
}

function total({ node, postgres }: Cost): number {
  return node + postgres;
}

function mean(costs: readonly Cost[]): Cost {
  const of = (read: (cost: Cost) => number): number =>
    costs.reduce((sum, cost) => sum + read(cost), 0) / costs.length;
  return { node: of(({ node }) => node), postgres: of(({ postgres }) => postgres) };
}

/** CPU microseconds of an event; other shoppers each time. */
async function ingest(wanted: number): Promise<Cost> {
  runs += 1;
  const traffic = createTraffic({ shoppers: 10_000, seed: seed * 100 + runs, run: `r${runs}` });
  const from = server.cpu();
  await sendLoad({
    port: server.port,
    connections: 8,
    requests: Math.ceil(wanted / BATCH),
    request: () => ({
      path: '/v1/batch',
      authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
      body: traffic.batch(BATCH),
    }),
  });
  const to = server.cpu();
  return {
    node: ((to.nodeMs - from.nodeMs) * 1000) / wanted,
    postgres: ((to.postgresMs - from.postgresMs) * 1000) / wanted,
  };
}

/** Puts the journey live, as publishing does. */
async function publish(bench: BenchServer): Promise<void> {
  const definition = sql.json(DRAFT as never);
  await bench.database.owner.begin(async (tx) => {
    await tx`
      insert into journey (retailer_id, id, status, version, draft, live, created_at, updated_at, published_at)
      values (${retailerId}, ${JOURNEY}, 'live', 1, ${definition}, ${definition}, now(), now(), now())`;
    await tx`
      insert into journey_version (retailer_id, journey_id, version, definition, at, by_name)
      values (${retailerId}, ${JOURNEY}, 1, ${definition}, now(), 'bench')`;
    await tx`
      insert into published (retailer_id, revision) values (${retailerId}, 1)
      on conflict (retailer_id) do update set revision = published.revision + 1`;
  });
}

/** Takes the journey out of what is live, or puts it back. */
async function switchTo(status: 'draft' | 'live'): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`update journey set status = ${status} where retailer_id = ${retailerId}`;
    await tx`update published set revision = revision + 1 where retailer_id = ${retailerId}`;
  });
}

/** Shoppers from … to stand at the first wait, due at `at` + n × `everyMs`. */
async function wait(from: number, to: number, at: number, everyMs: number): Promise<void> {
  const memory = JSON.stringify({
    visits: [
      ['start', 1],
      ['w1', 1],
    ],
    steps: 1,
    data: {},
    gained: {},
  });
  await sql`
    insert into journey_run (retailer_id, id, profile_id, journey_id, version, key, anchor, status, node, entered_at, since,
      due_at, memory)
    select ${retailerId}::int, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
      ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, ${JOURNEY}::uuid, 1, '', '', 'active', 'w1', now(), now(),
      to_timestamp((${at}::float8 + n * ${everyMs}::float8) / 1000.0), ${memory}
    from generate_series(${from}::int, ${to - 1}::int) n`;
}

/** Their time comes: from `at` on, one after the other. Answers for how many: who is out has no time. */
async function postpone(from: number, to: number, at: number, everyMs: number): Promise<number> {
  const done = await sql`
    update journey_run r set due_at = to_timestamp((${at}::float8 + (n - ${from}::int) * ${everyMs}::float8) / 1000.0)
    from generate_series(${from}::int, ${to - 1}::int) n
    where r.retailer_id = ${retailerId} and r.id = ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid
      and r.status = 'active'`;
  return done.count;
}

/** How many of them have gone on. */
async function count(from: number, to: number): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from journey_run where retailer_id = ${retailerId} and node = 'w2'
      and id >= ('00000000-0000-7000-8000-' || lpad(to_hex(${from}::int), 12, '0'))::uuid
      and id < ('00000000-0000-7000-8000-' || lpad(to_hex(${to}::int), 12, '0'))::uuid`;
  return row?.n ?? 0;
}

/** Notes for every wake how long after its instant it was there. */
async function watch(first: number, wanted: number): Promise<number[]> {
  const found = new Map<string, number>();
  const look = async (): Promise<boolean> => {
    const awaited = { first, everyMs: (seconds * 1000) / due, wanted, seen: found.size };
    const since = lookFrom(awaited, Date.now());
    const rows = await sql<{ run_id: string; at: Date }[]>`
      select run_id, at from journey_step where retailer_id = ${retailerId} and node = 'w1'
        and at >= to_timestamp(${since}::float8 / 1000)`;
    const now = Date.now();
    for (const { run_id: id, at } of rows) if (!found.has(id)) found.set(id, now - at.getTime());
    return found.size >= wanted;
  };
  await until(look, { everyMs: LOOK_MS, withinMs: first - Date.now() + seconds * 1000 + 300_000 });
  return [...found.values()];
}
