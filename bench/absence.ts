/**
 * What happens by itself: shoppers left something in their cart and do nothing. A million of them wait for a time far off;
 * for some thousands the time comes while events are taken in at a fixed pace. Lateness is counted from the exact instant
 * until the signal stands committed in the database, seen from outside every few milliseconds – the pause between two
 * looks is part of it.
 *
 * npm run bench -- absence [--waiting 1000000] [--due 10000] [--seconds 20] [--load 2000] [--seed 1]
 */
import { type LoadResult, quantile, sendLoad } from './rig/load.ts';
import { lookFrom } from './rig/lookback.ts';
import { option, report, round } from './rig/report.ts';
import { type BenchServer, startServer } from './rig/server.ts';
import { makeShoppers } from './rig/shoppers.ts';
import { createTraffic } from './rig/traffic.ts';

const waiting = option('waiting', 1_000_000);
const due = option('due', 10_000);
const seconds = option('seconds', 20);
const load = option('load', 2_000);
const seed = option('seed', 1);
const BATCH = 20;
const LOOK_MS = 5;
/** Time for making the shoppers whose time comes, and for the load to be under way. */
const AHEAD_MS = 3_000;
/** As much more as those who wait took, on a slow machine; never more than this. */
const AHEAD_MOST_MS = 60_000;

const server = await startServer();
console.error(`${waiting} waiting shoppers …`);
const making = Date.now();
const farOff = making + 30 * 86_400_000;
await makeShoppers(server, due, due + waiting, { fromMs: farOff, everyMs: 10 });
const everyMs = (seconds * 1000) / due;
const madeMs = Date.now() - making;
const begin = Date.now() + AHEAD_MS + due / 4 + Math.min(madeMs, AHEAD_MOST_MS);
await makeShoppers(server, 0, due, { fromMs: begin, everyMs }, false);
if (Date.now() > begin) throw new Error('making the shoppers took longer than foreseen');

let busy = true;
const background = ingest(server, () => !busy);
await until(begin);
const before = server.cpu();
const lateness = await watch(server);
const after = server.cpu();
busy = false;
const ingested = await background;
const [left] = await server.database.owner<{ n: number }[]>`
  select count(*)::int as n from wakeup where at < to_timestamp(${farOff}::float8 / 1000)
    and profile_id < '00000000-0000-7000-9000-000000000000'`;
await server.stop();

const sorted = [...lateness].sort((a, b) => a - b);
report(
  'absence',
  { seed, waiting, due, seconds, load, missing: due - sorted.length, left: left?.n ?? 0 },
  [
    { label: 'reactions seen', key: 'reactions', value: sorted.length, target: `>= ${due}` },
    { label: 'lateness p50', key: 'p50Ms', value: quantile(sorted, 0.5), unit: 'ms' },
    {
      label: 'lateness p99',
      key: 'p99Ms',
      value: quantile(sorted, 0.99),
      unit: 'ms',
      target: '<= 300',
    },
    { label: 'latest', key: 'maxMs', value: quantile(sorted, 1), unit: 'ms' },
    {
      label: 'events taken in meanwhile',
      key: 'eventsPerS',
      value: round((ingested.requests * BATCH) / ingested.seconds),
      unit: '/s',
    },
    {
      label: 'node CPU of the time',
      key: 'nodeShare',
      value: round((after.nodeMs - before.nodeMs) / (seconds * 10)),
      unit: '%',
    },
  ],
);

/** Notes for every signal how long after its instant it was there. Ends when all are, or five minutes after the last. */
async function watch({ database, retailerId }: BenchServer): Promise<number[]> {
  const found: number[] = [];
  const seen = new Set<string>();
  const end = begin + seconds * 1000 + 300_000;
  while (seen.size < due && Date.now() < end) {
    const since = lookFrom({ first: begin, everyMs, wanted: due, seen: seen.size }, Date.now());
    const rows = await database.owner<{ id: string; at: Date }[]>`
      select id, at from signal where retailer_id = ${retailerId} and name = 'abandoned_cart'
        and at >= to_timestamp(${since}::float8 / 1000) and profile_id < '00000000-0000-7000-9000-000000000000'`;
    const now = Date.now();
    for (const { id, at } of rows) {
      if (seen.has(id)) continue;
      seen.add(id);
      found.push(now - at.getTime());
    }
    await until(now + LOOK_MS);
  }
  return found;
}

async function until(at: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, at - Date.now())));
}

/** Other shoppers' events at a fixed pace until told to end. */
async function ingest(bench: BenchServer, ended: () => boolean): Promise<LoadResult> {
  const key = await bench.writeKey('web');
  const traffic = createTraffic({ shoppers: 10_000, seed, run: 'absence' });
  return sendLoad({
    port: bench.port,
    connections: 8,
    requests: Number.POSITIVE_INFINITY,
    rate: load / BATCH,
    request: () => ({
      path: '/v1/batch',
      authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
      body: traffic.batch(BATCH).replaceAll('kunde-', 'andere-').replaceAll('b7f1c2d4-', 'c7f1-'),
    }),
    until: ended,
  });
}
