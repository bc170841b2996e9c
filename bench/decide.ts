/**
 * Deciding. First the pure decision: every one of the active campaigns stands for one place, shoppers differ in moment,
 * signals, segments and cart; one core. Then the round trip: POST /v1/moment with one event and two places, committed, as
 * fast as it goes and at half of that, with many shoppers drawn evenly. Load, server and PostgreSQL share this machine.
 *
 * npm run bench -- decide [--campaigns 200] [--shoppers 1000000] [--decisions 200000] [--requests 20000]
 *   [--connections 48] [--seed 1]
 */
import type { CampaignDraft } from '@augenblick/contract';
import {
  capTime,
  decide,
  exampleCampaign,
  exampleId,
  exampleQuestion,
  exampleSet,
  exampleShopper,
  exampleVariant,
  toDecision,
} from '../server/src/decision/index.ts';
import { seededRandom } from '../server/src/runtime/index.ts';
import { sendLoad } from './rig/load.ts';
import { option, report, round } from './rig/report.ts';
import { type BenchServer, startServer } from './rig/server.ts';
import { makeShoppers } from './rig/shoppers.ts';
import { createTraffic } from './rig/traffic.ts';

const campaigns = option('campaigns', 200);
const shoppers = option('shoppers', 1_000_000);
const decisions = option('decisions', 200_000);
const requests = option('requests', 20_000);
const connections = option('connections', 48);
const seed = option('seed', 1);
const SEGMENTS = 40;
const KINDS = ['know', 'go', 'do', 'buy'] as const;
const STAGES = ['research', 'compare', 'purchase', 'post_purchase', 'recommend'] as const;
const PLACES = ['home', 'product'] as const;

/** A campaign as retailers have them: half ask for a moment, some for a signal, a quarter for a segment. */
function campaign(n: number, places: readonly string[], segments: boolean): CampaignDraft {
  const when = {
    kinds: n % 2 === 0 ? [KINDS[n % 4] as string] : [],
    stages: n % 5 === 0 ? [STAGES[n % 5] as string] : [],
    signals: n % 11 === 0 ? ['viewed_not_bought'] : [],
    minConfidence: n % 7 === 0 ? 0.5 : 0,
  };
  const variants = [exampleVariant('a', `Eins ${n}`), exampleVariant('b', `Zwei ${n}`)];
  return exampleCampaign(`Kampagne ${n}`, {
    when,
    variants: n % 3 === 0 ? variants : variants.slice(0, 1),
    placements: [...places],
    segmentId: segments && n % 4 === 0 ? exampleId(5000 + (n % SEGMENTS)) : null,
    caps: [
      { times: 3, per: 'day' },
      { times: 10, per: 'month' },
    ],
    holdoutBp: 500,
    priority: n % 10,
    exclusiveGroup: n % 6 === 0 ? `group ${n % 3}` : null,
    schedule: { from: null, to: null, days: [], hours: null, zone: 'Europe/Berlin' },
  });
}

/** Every campaign stands for one place: the widest choice there is. */
function pure(): { perS: number; p50: number; p99: number; fitting: number } {
  const random = seededRandom(seed);
  const set = exampleSet({
    campaigns: Array.from({ length: campaigns }, (_, n) => campaign(n, ['home'], true)),
    segments: new Map(Array.from({ length: SEGMENTS }, (_, n) => [exampleId(5000 + n), n])),
    settings: { globalHoldoutBp: 500 },
  });
  const first = exampleQuestion(set);
  const question = (n: number) => {
    const hash = Math.floor(random.next() * 2 ** 32);
    const now = first.now + n;
    return {
      ...first,
      now,
      capTime: capTime(null, now, first.local),
      shopper: exampleShopper({
        hash,
        kind: n % 5,
        stage: (n % 6) - 1,
        confidence: random.next(),
        signals: n % 3 === 0 ? 4 : 0,
        segments: [n % SEGMENTS, (n * 7) % SEGMENTS],
        basketMinor: n % 2 === 0 ? 4900 : null,
      }),
      draws: [random.next(), random.next()] as const,
    };
  };
  for (let n = 0; n < 2_000; n++) decide(question(n));
  let fitting = 0;
  for (let n = 0; n < 200; n++) {
    const asked = question(n);
    fitting += toDecision(asked, decide(asked)).options.filter(({ score }) => score).length;
  }
  const times = new Float64Array(decisions);
  const batch = Array.from({ length: 5_000 }, (_, n) => question(n));
  const cpu = process.cpuUsage();
  for (let n = 0; n < decisions; n++) {
    const asked = batch[n % batch.length] as ReturnType<typeof question>;
    const begun = performance.now();
    decide(asked);
    times[n] = performance.now() - begun;
  }
  const used = process.cpuUsage(cpu);
  times.sort();
  const at = (q: number): number => round(times[Math.floor(decisions * q)] as number, 4);
  const perS = round(decisions / ((used.user + used.system) / 1e6));
  return { perS, p50: at(0.5), p99: at(0.99), fitting: round(fitting / 200, 1) };
}

/** Puts places and campaigns into the shop, as published. */
async function publish({ database, retailerId }: BenchServer): Promise<void> {
  const sql = database.owner;
  for (const key of PLACES) {
    await sql`
      insert into placement (retailer_id, key, name, kind, position, min_height, fallback, status, created_at, updated_at)
      values (${retailerId}, ${key}, ${key}, 'web', '', 100, null, 'live', now(), now())`;
  }
  for (let n = 0; n < campaigns; n++) {
    const draft = sql.json(campaign(n, PLACES, false) as never);
    const id = exampleId(n + 1);
    await sql`
      insert into campaign (retailer_id, id, status, version, draft, created_at, updated_at, published_at)
      values (${retailerId}, ${id}, 'live', 1, ${draft}, now(), now(), now())`;
    await sql`
      insert into campaign_version (retailer_id, campaign_id, version, definition, at, by_name)
      values (${retailerId}, ${id}, 1, ${draft}, now(), 'bench')`;
  }
}

function body(n: number, event: string): string {
  const shopper = /"anonymousId":"([^"]+)"/.exec(event)?.[1] ?? '';
  return `{"requestId":"bench-${n}","anonymousId":"${shopper}","placements":["home","product"],"batch":[${event}]}`;
}

const core = pure();
console.error(`pure: ${core.perS}/s, p99 ${core.p99} ms`);
const server = await startServer();
console.error(`${shoppers} shoppers …`);
await makeShoppers(server, 0, shoppers);
await publish(server);
const authorization = `Basic ${Buffer.from(`${await server.writeKey('web')}:`).toString('base64')}`;
let asked = 0;
async function roundTrips(name: string, total: number, rate?: number) {
  const traffic = createTraffic({ shoppers, seed: seed + name.length, run: name });
  const bodies = Array.from({ length: total }, () => body(asked++, traffic.event()));
  console.error(`${name}: ${total} requests …`);
  const before = server.cpu();
  const result = await sendLoad({
    port: server.port,
    connections,
    requests: total,
    request: (n) => ({ path: '/v1/moment', authorization, body: bodies[n] as string }),
    ...(rate === undefined ? {} : { rate }),
  });
  const after = server.cpu();
  const per = (ms: number): number => round((ms * 1000) / total);
  return {
    ...result,
    perS: round(result.requests / result.seconds),
    nodeUs: per(after.nodeMs - before.nodeMs),
    postgresUs: per(after.postgresMs - before.postgresMs),
  };
}
await roundTrips('warm', Math.ceil(requests / 4));
const full = await roundTrips('full', requests);
const half = await roundTrips('half', requests, Math.max(1, full.perS / 2));
const [stored] = await server.database.owner<{ decisions: number; won: number }[]>`
  select count(*)::int as decisions, count(campaign_id)::int as won from decision`;
const [broken] = await server.database.owner<{ n: number }[]>`
  select count(*)::int as n from (select profile_id, campaign_id, count(*) from decision
    where campaign_id is not null group by 1, 2 having count(*) > 3) over_cap`;
await server.stop();

report(
  'decide',
  {
    campaigns,
    shoppers,
    seed,
    stored: stored?.decisions,
    won: stored?.won,
    capsBroken: broken?.n ?? 0,
    refused: { ...full.refused, ...half.refused },
  },
  [
    {
      label: `pure decisions, ${campaigns} candidates, one core`,
      key: 'purePerS',
      value: core.perS,
      unit: '/s',
      target: '10000',
    },
    { label: 'pure decision p50', key: 'pureP50Ms', value: core.p50, unit: 'ms' },
    { label: 'pure decision p99', key: 'pureP99Ms', value: core.p99, unit: 'ms', target: '1' },
    { label: 'options scored in one decision', key: 'scored', value: core.fitting },
    {
      label: 'POST /v1/moment',
      key: 'requestsPerS',
      value: full.perS,
      unit: '/s',
      target: '1500',
    },
    { label: 'POST /v1/moment p99, full load', key: 'fullP99Ms', value: full.p99, unit: 'ms' },
    { label: 'POST /v1/moment p50, half load', key: 'halfP50Ms', value: half.p50, unit: 'ms' },
    {
      label: 'POST /v1/moment p99, half load',
      key: 'halfP99Ms',
      value: half.p99,
      unit: 'ms',
      target: '10',
    },
    { label: 'node per request', key: 'nodeUs', value: full.nodeUs, unit: 'µs' },
    { label: 'PostgreSQL per request', key: 'postgresUs', value: full.postgresUs, unit: 'µs' },
  ],
);
