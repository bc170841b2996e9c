/**
 * Reading one profile by any identifier over HTTP (API key, GET /v1/profiles/:kind/:value) while ingest runs at half of what
 * it reaches, at 10 thousand, 100 thousand and 1 million shoppers. Open loop: a read is due every 4 ms, its time counts
 * from then on, so waiting counts too.
 *
 * npm run bench -- profile [--shoppers 1000000] [--seconds 10] [--seed 1]
 */
import { newSecret } from '../server/src/access/index.ts';
import { seededRandom, systemIds } from '../server/src/runtime/index.ts';
import { type LoadResult, sendLoad } from './rig/load.ts';
import { type Figure, option, report, round } from './rig/report.ts';
import { type BenchServer, startServer } from './rig/server.ts';
import { makeShoppers } from './rig/shoppers.ts';
import { createTraffic } from './rig/traffic.ts';

const most = option('shoppers', 1_000_000);
const seconds = option('seconds', 10);
const seed = option('seed', 1);
const READS_PER_S = 250;
const BATCH = 20;

const server = await startServer();
const writer = `Basic ${Buffer.from(`${await server.writeKey('web')}:`).toString('base64')}`;
const reader = `Bearer ${await apiKey(server)}`;
const sizes = [10_000, 100_000, 1_000_000].filter((size) => size <= most);
const figures: Figure[] = [];
let made = 0;
let half = 0;
for (const size of sizes) {
  await makeShoppers(server, made, size);
  made = size;
  if (half === 0) half = round((await ingest(size, 'saturated')) / 2);
  const idle = await reads(size);
  let reading = true;
  const background = ingest(size, `half-${size}`, half, () => !reading);
  const busy = await reads(size);
  reading = false;
  const reached = await background;
  const label = size.toLocaleString('en');
  figures.push(
    { label: `${label} shoppers, idle: p50`, key: `idleP50Ms${size}`, value: idle.p50, unit: 'ms' },
    { label: `${label} shoppers, idle: p99`, key: `idleP99Ms${size}`, value: idle.p99, unit: 'ms' },
    {
      label: `${label} shoppers, half load (${round(reached)} events/s): p50`,
      key: `halfP50Ms${size}`,
      value: busy.p50,
      unit: 'ms',
    },
    {
      label: `${label} shoppers, half load: p99`,
      key: `halfP99Ms${size}`,
      value: busy.p99,
      unit: 'ms',
      target: '<= 5',
    },
  );
}
await server.stop();
report('profile', { seed, sizes, readsPerS: READS_PER_S, halfLoadEventsPerS: half }, figures);

/** Sends reads at their fixed pace by anonymous id, user id or e-mail of shoppers drawn by chance. */
async function reads(size: number): Promise<LoadResult> {
  const random = seededRandom(seed + size);
  const request = () => {
    const shopper = Math.floor(random.next() * size);
    const by = [
      `anonymous_id/b7f1c2d4-${shopper}`,
      `user_id/kunde-${shopper}`,
      `email/kunde${shopper}@shop.example`,
    ];
    return { path: `/v1/profiles/${by[Math.floor(random.next() * 3)]}`, authorization: reader };
  };
  const result = await sendLoad({
    port: server.port,
    connections: 16,
    requests: READS_PER_S * seconds,
    rate: READS_PER_S,
    request,
  });
  if (Object.keys(result.refused).length > 0)
    throw new Error(`reads refused: ${JSON.stringify(result.refused)}`);
  return result;
}

/** Events a second reached in batches; at a fixed pace until told to end, or as fast as possible for a few seconds. */
async function ingest(
  size: number,
  run: string,
  rate?: number,
  until?: () => boolean,
): Promise<number> {
  const traffic = createTraffic({ shoppers: size, seed, run });
  const ready = Array.from({ length: 2_000 }, () => traffic.batch(BATCH));
  const deadline = performance.now() + seconds * 1000;
  const result = await sendLoad({
    port: server.port,
    connections: rate === undefined ? 16 : 8,
    requests: rate === undefined ? ready.length : Number.POSITIVE_INFINITY,
    ...(rate === undefined ? {} : { rate: rate / BATCH }),
    request: (n) => ({
      path: '/v1/batch',
      authorization: writer,
      body: ready[n] ?? traffic.batch(BATCH),
    }),
    until: until ?? (() => performance.now() > deadline),
  });
  return (result.requests * BATCH) / result.seconds;
}

async function apiKey({ database, retailerId }: BenchServer): Promise<string> {
  const secret = newSecret(systemIds, 'agb_sk_');
  await database.owner`
    insert into api_key (retailer_id, id, key_hash, hint, name, role, permissions, created_by, created_at)
    values (${retailerId}, ${systemIds.uuid7()}, ${secret.hash}, ${secret.hint}, 'bench', 'developer', ${'["shopper.read"]'}::text::jsonb, 'bench', now())`;
  return secret.text;
}
