/**
 * What live segments cost. First the same events a second with and without 100 live segments, in one run (without, with,
 * without again: the two without are averaged, because tables grow). Then the first fill of one segment over a base with
 * millions of events. At the end every membership is compared with what the tables say.
 *
 * npm run bench -- segment [--segments 100] [--events 100000] [--shoppers 20000] [--base 5000000] [--seed 1]
 */
import type { Condition } from '@augenblick/contract';
import { createJobs, systemClock, systemIds } from '../server/src/runtime/index.ts';
import {
  archiveSegment,
  auditSegments,
  createSegment,
  publishSegment,
  type SegmentDeps,
} from '../server/src/segment/index.ts';
import { type LoadResult, sendLoad } from './rig/load.ts';
import { option, report, round } from './rig/report.ts';
import { makeShoppers } from './rig/shoppers.ts';
import { startServer } from './rig/server.ts';
import { createTraffic } from './rig/traffic.ts';

const segments = option('segments', 100);
const events = option('events', 100_000);
const shoppers = option('shoppers', 20_000);
const base = option('base', 5_000_000);
const seed = option('seed', 1);
const BATCH = 50;
/** Events of one shopper in the base. */
const EACH = 10;

const server = await startServer();
const { database, retailerId } = server;
const authorization = `Basic ${Buffer.from(`${await server.writeKey('web')}:`).toString('base64')}`;
const silent = { info: ignore, warn: ignore, error: ignore, debug: ignore };
const jobs = createJobs({ url: database.url, log: silent as never });
const deps: SegmentDeps = { database, clock: systemClock, ids: systemIds, jobs };

interface Measured extends LoadResult {
  perS: number;
  cpuUs: number;
}

async function run(name: string, everyone = false): Promise<Measured> {
  const total = everyone ? shoppers : events;
  const traffic = createTraffic({ shoppers, seed: seed + name.length, run: name, everyone });
  const bodies = Array.from({ length: Math.ceil(total / BATCH) }, () => traffic.batch(BATCH));
  console.error(`${name}: ${bodies.length} requests …`);
  const before = server.cpu();
  const result = await sendLoad({
    port: server.port,
    connections: 16,
    requests: bodies.length,
    request: (n) => ({ path: '/v1/batch', authorization, body: bodies[n] as string }),
  });
  const after = server.cpu();
  const ms = after.nodeMs - before.nodeMs + after.postgresMs - before.postgresMs;
  const sent = bodies.length * BATCH;
  return { ...result, perS: sent / result.seconds, cpuUs: (ms * 1000) / sent };
}

await run('everyone', true);
const before = await run('before');
const ids = await switchOn(Array.from({ length: segments }, (_, i) => usual(i)));
const withSegments = await run('with');
const [members] = await database.owner<{ n: number }[]>`
  select count(*)::int as n from segment_member where retailer_id = ${retailerId}`;
console.error('comparing with the tables …');
const audit = await auditSegments({ sql: database.owner, retailerId, now: Date.now() });
for (const id of ids) await archiveSegment(deps, retailerId, id);
await settled();
const after = await run('afterwards');

console.error(`a base of ${base} events …`);
await makeBase();
const fillBegan = performance.now();
await switchOn([usual(0)]);
const fillSeconds = (performance.now() - fillBegan) / 1000;
const [filled] = await database.owner<{ n: number; shoppers: number }[]>`
  select (select count(*)::int from segment_member where retailer_id = ${retailerId}) as n,
    (select count(*)::int from profile where retailer_id = ${retailerId}) as shoppers`;
await server.stop();

const without = (before.perS + after.perS) / 2;
const withoutCpu = (before.cpuUs + after.cpuUs) / 2;
report(
  'segment',
  {
    seed,
    segments,
    events,
    shoppers,
    base,
    members: members?.n ?? 0,
    filledShoppers: filled?.shoppers ?? 0,
    filledMembers: filled?.n ?? 0,
    refused: { ...before.refused, ...withSegments.refused, ...after.refused },
  },
  [
    { label: 'events without segments', key: 'withoutPerS', value: round(without), unit: '/s' },
    {
      label: `events with ${segments} live segments`,
      key: 'withPerS',
      value: round(withSegments.perS),
      unit: '/s',
    },
    {
      label: 'throughput they cost',
      key: 'costPercent',
      value: round((1 - withSegments.perS / without) * 100, 1),
      unit: '%',
      target: '<= 20',
    },
    {
      label: 'CPU an event without (node and PostgreSQL)',
      key: 'withoutCpuUs',
      value: round(withoutCpu, 1),
      unit: 'µs',
    },
    {
      label: 'CPU an event with',
      key: 'withCpuUs',
      value: round(withSegments.cpuUs, 1),
      unit: 'µs',
    },
    {
      label: 'CPU they cost',
      key: 'cpuCostPercent',
      value: round((withSegments.cpuUs / withoutCpu - 1) * 100, 1),
      unit: '%',
    },
    {
      label: 'memberships that differ from the tables',
      key: 'differences',
      value: audit.different.length,
      target: '0',
    },
    {
      label: `first fill of one segment over ${base} events`,
      key: 'fillSeconds',
      value: round(fillSeconds, 1),
      unit: 's',
    },
    {
      label: 'events gone through a second while filling',
      key: 'filledPerS',
      value: round(base / fillSeconds),
      unit: '/s',
    },
  ],
);

function ignore(): void {}

/** Publishes segments one by one, as a person would, and waits until all shoppers are filled in. */
async function switchOn(conditions: readonly Condition[]): Promise<string[]> {
  console.error(`switching on ${conditions.length} …`);
  const made: string[] = [];
  for (const [i, condition] of conditions.entries()) {
    const id = await createSegment(deps, retailerId, { name: `Segment ${i}`, note: '', condition });
    made.push(id);
  }
  for (const id of made) await publishSegment(deps, retailerId, id, null);
  await settled();
  return made;
}

async function settled(): Promise<void> {
  for (;;) {
    const [row] = await database.owner<{ n: number }[]>`
      select (select count(*)::int from segment where retailer_id = ${retailerId} and status = 'filling')
        + (select count(*)::int from segment s join segment_member m on m.retailer_id = s.retailer_id and m.segment_no = s.no
          where s.retailer_id = ${retailerId} and s.status = 'archived') as n`;
    if (row?.n === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function last(n: number) {
  return { last: { n, unit: 'day' as const } };
}

/** So many events with products of a category in a window. */
function often(event: string, category: string, n: number, days: number): Condition {
  const test = { op: 'is' as const, values: [category] };
  return {
    type: 'event',
    event: { names: [event], where: [{ property: 'category', test }] },
    times: { compare: 'at_least', n },
    window: last(days),
  };
}

/** In the basket for a certain price, and not bought since. */
function leftBehind(i: number): Condition {
  const test = { op: 'above' as const, value: i };
  return {
    type: 'sequence',
    first: { names: ['Product Added'], where: [{ property: 'price', test }] },
    next: { names: ['Order Completed'], where: [] },
    happens: false,
    within: { n: 20 + i, unit: 'minute' },
    window: last(3),
  };
}

/** Money of a year and a recent purchase. */
function spent(i: number): Condition {
  const window = last(365);
  const minor = 1000 * i;
  return {
    type: 'all',
    of: [
      { type: 'money', measure: 'revenue', compare: 'at_least', minor, currency: 'EUR', window },
      { type: 'last_order', age: 'within', duration: { n: 30 + i, unit: 'day' } },
    ],
  };
}

/** Segments as shops have them: categories, brands, purchases, sequences, interest, one of moments. */
function usual(i: number): Condition {
  const category = `Wohnen ${i % 24}`;
  const none = { compare: 'at_most', n: 0 } as const;
  const goods = { categories: [category] };
  const looked = often('Product Viewed', category, 3, 30);
  switch (i % 6) {
    case 0:
      return {
        type: 'all',
        of: [looked, { type: 'orders', times: none, goods, window: last(30) }],
      };
    case 1:
      return leftBehind(i);
    case 2:
      return { type: 'affinity', kind: 'brand', values: [`Marke ${i % 40}`], level: 'some' };
    case 3:
      return spent(i);
    case 4:
      // One segment of moments: each moment writes two changes for every segment that asks for it.
      return i === 4
        ? { type: 'moment_now', kinds: ['buy'], confidence: 0.6 }
        : { type: 'any', of: [looked, often('Product Added', category, 2, 7)] };
    default:
      return {
        type: 'all',
        of: [
          { type: 'identified', is: i % 12 === 5 },
          { type: 'orders', times: { compare: 'at_least', n: 1 + (i % 4) } },
          { type: 'seen', which: 'last', age: 'within', duration: { n: 7, unit: 'day' } },
        ],
      };
  }
}

/** Shoppers with ten events each, made in SQL. */
async function makeBase(): Promise<void> {
  const from = 1_000_000;
  const to = from + Math.ceil(base / EACH);
  await makeShoppers(server, from, to);
  await database.owner`
    insert into event (retailer_id, id, profile_id, seq, at, received_at, source_id, kind, name, anchor, body)
    select ${retailerId}::int, gen_random_uuid(), ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
      k, now() - k * interval '1 day', now(), 1, 'track',
      case when k % 5 = 0 then 'Product Added' when k % 3 = 0 then 'Page Viewed' else 'Product Viewed' end,
      'user_id:kunde-' || n, jsonb_build_object('messageId', n || '-' || k, 'ids', '[]'::jsonb, 'properties', jsonb_build_object(
        'product_id', 'p-' || (n * k) % 4000, 'name', 'Lampe Nordlicht', 'category', 'Wohnen ' || (n + k / 4) % 24,
        'brand', 'Marke ' || (n * k) % 40, 'price', (n * k) % 90, 'currency', 'EUR'),
        'context', jsonb_build_object('page', jsonb_build_object('url', 'https://shop.example/p/' || n)))
    from generate_series(${from}::int, ${to - 1}::int) n, generate_series(1, ${EACH}::int) k`;
  await database.owner.unsafe('vacuum analyze');
}
