/**
 * How many events a second are fully processed: received over HTTP, checked, stored, de-duplicated, identified, folded into
 * the profile and committed with fsync on, before they are acknowledged. Load, server and PostgreSQL share this machine.
 * The yardstick in the same run is COPY of the same rows into a table with the same indexes.
 *
 * npm run bench -- ingest [--events 200000] [--shoppers 100000] [--singles 40000] [--seed 1]
 */
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { RetailerId } from '@augenblick/contract';
import { createDefinitions, rebuild } from '../server/src/profile/index.ts';
import { systemClock } from '../server/src/runtime/index.ts';
import { loadWatching } from '../server/src/watching.ts';
import { type LoadResult, sendLoad } from './rig/load.ts';
import { option, report, round } from './rig/report.ts';
import { type BenchServer, startServer } from './rig/server.ts';
import { createTraffic } from './rig/traffic.ts';

const events = option('events', 200_000);
const singles = option('singles', 40_000);
const shoppers = option('shoppers', 100_000);
const seed = option('seed', 1);
const BATCH = 50;

const server = await startServer();
const authorization = `Basic ${Buffer.from(`${await server.writeKey('web')}:`).toString('base64')}`;

interface Measured extends LoadResult {
  nodeUs: number;
  postgresUs: number;
}

/** Sends bodies made beforehand, so that making them is not measured. */
async function run(
  name: string,
  total: number,
  size: number,
  connections: number,
): Promise<Measured> {
  const everyone = name === 'first';
  const traffic = createTraffic({ shoppers, seed: seed + name.length, run: name, everyone });
  const bodies = Array.from({ length: Math.ceil(total / size) }, () =>
    size === 1 ? traffic.event() : traffic.batch(size),
  );
  console.error(`${name}: ${bodies.length} requests …`);
  const before = server.cpu();
  const result = await sendLoad({
    port: server.port,
    connections,
    requests: bodies.length,
    request: (n) => ({
      path: size === 1 ? callOf(bodies[n] as string) : '/v1/batch',
      authorization,
      body: bodies[n] as string,
    }),
  });
  const after = server.cpu();
  const perEvent = (ms: number): number => round((ms * 1000) / (bodies.length * size), 1);
  return {
    ...result,
    nodeUs: perEvent(after.nodeMs - before.nodeMs),
    postgresUs: perEvent(after.postgresMs - before.postgresMs),
  };
}

const callOf = (body: string): string =>
  body.startsWith('{"type":"page"') ? '/v1/page' : '/v1/track';
const rate = (result: LoadResult, size: number): number =>
  round((result.requests * size) / result.seconds);

const idleMb = server.memoryMb();
// Everybody is seen once: shoppers are made, identifiers linked. Measured too, because it is the dearest event there is.
const first = await run('first', shoppers, BATCH, 16);
const batched = await run('batched', events, BATCH, 16);
const single = await run('single', singles, 1, 64);
const loadedMb = server.memoryMb();
console.error('copy …');
const copied = await copyRate(server, events);
const [stored] = await server.database.owner<{ n: number }[]>`select count(*)::int as n from event`;
console.error('rebuild --check …');
const check = await rebuild({
  sql: server.database.owner,
  retailerId: server.retailerId as RetailerId,
  definitions: createDefinitions({ sql: server.database.owner, load: loadWatching }),
  check: true,
  clock: systemClock,
});
await server.stop();

const batchedRate = rate(batched, BATCH);
report(
  'ingest',
  {
    seed,
    events,
    singles,
    shoppers,
    batch: BATCH,
    eventBytes: createTraffic({ shoppers, seed, run: 'size' }).event().length,
    stored: stored?.n ?? 0,
    refused: { ...batched.refused, ...single.refused },
  },
  [
    {
      label: 'batches of 50: events fully processed',
      key: 'batchedPerS',
      value: batchedRate,
      unit: '/s',
      target: '>= 25000',
    },
    {
      label: 'batches of 50: p50 of a request',
      key: 'batchedP50Ms',
      value: batched.p50,
      unit: 'ms',
    },
    {
      label: 'batches of 50: p99 of a request',
      key: 'batchedP99Ms',
      value: batched.p99,
      unit: 'ms',
    },
    {
      label: 'batches of 50: node CPU an event',
      key: 'batchedNodeUs',
      value: batched.nodeUs,
      unit: 'µs',
    },
    {
      label: 'batches of 50: PostgreSQL CPU an event',
      key: 'batchedPostgresUs',
      value: batched.postgresUs,
      unit: 'µs',
    },
    {
      label: 'first events of new shoppers, batches of 50',
      key: 'firstPerS',
      value: rate(first, BATCH),
      unit: '/s',
    },
    {
      label: 'single events fully processed',
      key: 'singlePerS',
      value: rate(single, 1),
      unit: '/s',
      target: '>= 3500',
    },
    { label: 'single events: p50', key: 'singleP50Ms', value: single.p50, unit: 'ms' },
    {
      label: 'single events: p99',
      key: 'singleP99Ms',
      value: single.p99,
      unit: 'ms',
      target: '<= 50',
    },
    {
      label: 'single events: node CPU an event',
      key: 'singleNodeUs',
      value: single.nodeUs,
      unit: 'µs',
    },
    {
      label: 'single events: PostgreSQL CPU an event',
      key: 'singlePostgresUs',
      value: single.postgresUs,
      unit: 'µs',
    },
    {
      label: 'COPY of the same rows, same indexes',
      key: 'copyPerS',
      value: copied,
      unit: 'rows/s',
    },
    {
      label: 'ratio of batched ingest to COPY',
      key: 'ratioToCopy',
      value: round(batchedRate / copied, 2),
      target: '>= 0.5',
    },
    {
      label: 'memory of node before load',
      key: 'idleMb',
      value: idleMb,
      unit: 'MB',
      target: '<= 200',
    },
    { label: 'memory of node under load', key: 'loadedMb', value: loadedMb, unit: 'MB' },
    {
      label: 'profiles that rebuild finds different',
      key: 'rebuildDifferences',
      value: check.different.length,
      target: '0',
    },
  ],
);

/** COPY of the rows just stored into an empty table with the same columns and indexes; one connection, fsync on. */
async function copyRate({ database }: BenchServer, rows: number): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'augenblick-copy-'));
  const file = path.join(folder, 'events');
  const sql = database.owner;
  await sql`create table event_copy (like event including all)`;
  const out =
    await sql`copy (select * from event order by seq desc limit ${sql.unsafe(String(rows))}) to stdout`.readable();
  await pipeline(out, createWriteStream(file));
  // postgres.js leaves its socket paused when the last chunk filled the stream; asking for more lets it go on.
  out._read(0);
  const begun = performance.now();
  await pipeline(
    createReadStream(file, { highWaterMark: 1 << 20 }),
    await sql`copy event_copy from stdin`.writable(),
  );
  const seconds = (performance.now() - begun) / 1000;
  const [count] = await sql<{ n: number }[]>`select count(*)::int as n from event_copy`;
  rmSync(folder, { recursive: true, force: true });
  return round((count?.n ?? 0) / seconds);
}
