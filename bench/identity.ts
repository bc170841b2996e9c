/**
 * Identify edges a second with all guards: every call links an identifier that was never seen with that shopper before.
 * A part of the anonymous ids has browsed already, so their history is joined (events moved, profile folded anew).
 *
 * npm run bench -- identity [--edges 60000] [--shoppers 20000] [--history 0.1] [--seed 1]
 */
import type { RetailerId } from '@augenblick/contract';
import { seededRandom, systemClock } from '../server/src/runtime/index.ts';
import { createDefinitions, rebuild } from '../server/src/profile/index.ts';
import { loadWatching } from '../server/src/watching.ts';
import { sendLoad } from './rig/load.ts';
import { option, report, round } from './rig/report.ts';
import { startServer } from './rig/server.ts';

const edges = option('edges', 60_000);
const shoppers = option('shoppers', 20_000);
const history = option('history', 0.1);
const seed = option('seed', 1);
const BATCH = 100;

const server = await startServer();
const authorization = `Basic ${Buffer.from(`${await server.writeKey('server')}:`).toString('base64')}`;
const random = seededRandom(seed);
const send = async (items: readonly string[]) => {
  const bodies = Array.from(
    { length: Math.ceil(items.length / BATCH) },
    (_, i) => `{"batch":[${items.slice(i * BATCH, (i + 1) * BATCH).join(',')}]}`,
  );
  return sendLoad({
    port: server.port,
    connections: 16,
    requests: bodies.length,
    request: (n) => ({ path: '/v1/batch', authorization, body: bodies[n] as string }),
  });
};
const browsed = Array.from(
  { length: Math.round(edges * history) },
  (_, i) => `{"type":"page","messageId":"h${i}","anonymousId":"a-${i}","properties":{"url":"/"}}`,
);
const calls = Array.from(
  { length: edges },
  (_, i) =>
    `{"type":"identify","messageId":"i${i}","userId":"u-${Math.floor(random.next() * shoppers)}","anonymousId":"a-${i}","traits":{"plan":"${i % 3}"}}`,
);

await send(
  Array.from(
    { length: shoppers },
    (_, i) =>
      `{"type":"identify","messageId":"u${i}","userId":"u-${i}","traits":{"name":"Kunde ${i}"}}`,
  ),
);
await send(browsed);
const before = server.cpu();
const result = await send(calls);
const after = server.cpu();
const [moved] = await server.database.owner<
  { n: number }[]
>`select count(*)::int as n from identity_change`;
const [links] = await server.database.owner<
  { n: number }[]
>`select count(*)::int as n from identity_link`;
const check = await rebuild({
  sql: server.database.owner,
  retailerId: server.retailerId as RetailerId,
  definitions: createDefinitions({ sql: server.database.owner, load: loadWatching }),
  check: true,
  clock: systemClock,
});
await server.stop();

report(
  'identity',
  {
    seed,
    edges,
    shoppers,
    history,
    links: links?.n ?? 0,
    moved: moved?.n ?? 0,
    refused: result.refused,
  },
  [
    {
      label: 'identify edges with all guards',
      key: 'edgesPerS',
      value: round(edges / result.seconds),
      unit: '/s',
      target: '>= 10000',
    },
    { label: 'p50 of a request of 100', key: 'p50Ms', value: result.p50, unit: 'ms' },
    { label: 'p99 of a request of 100', key: 'p99Ms', value: result.p99, unit: 'ms' },
    {
      label: 'node CPU an edge',
      key: 'nodeUs',
      value: round(((after.nodeMs - before.nodeMs) * 1000) / edges, 1),
      unit: 'µs',
    },
    {
      label: 'PostgreSQL CPU an edge',
      key: 'postgresUs',
      value: round(((after.postgresMs - before.postgresMs) * 1000) / edges, 1),
      unit: 'µs',
    },
    {
      label: 'profiles that rebuild finds different',
      key: 'rebuildDifferences',
      value: check.different.length,
      target: '0',
    },
  ],
);
