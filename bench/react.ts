/**
 * An event comes in, a journey waits for it, a mail leaves: from the instant at which the event is due at the HTTP door until a
 * mail server on the loopback took the mail. The real product in a process of its own, the sink in another. The mail is guarded, personalised and
 * recorded; it is not signed here (bench mail signs). The first seconds after the start, while V8 still compiles, are told of
 * apart; what counts begins when their mails are all taken.
 *
 * npm run bench -- react [--rate 500] [--seconds 10] [--cold 5]
 */
import { draftOf } from '../server/src/journey/index.ts';
import { sendLoad, quantile } from './rig/load.ts';
import { agreeToMails, mailSettings, publishTemplate, startSink } from './rig/mails.ts';
import { option, report, round } from './rig/report.ts';
import { startServer } from './rig/server.ts';
import { makeShoppers } from './rig/shoppers.ts';

const rate = option('rate', 500);
const seconds = option('seconds', 10);
const cold = option('cold', 5);
const total = rate * seconds;
/** Shoppers of the first seconds stand behind those who count. */
const early = rate * cold;
const TEMPLATE = '0a000000-0000-4000-8000-000000000001';
const JOURNEY = '00000000-0000-7000-8000-00000000f002';

const sink = await startSink(true);
const server = await startServer({ ALLOW_PRIVATE_HOSTS: 'true' });
const { database, retailerId } = server;
const sql = database.owner;
await makeShoppers(server, 0, total + early + 1);
await agreeToMails(database, retailerId);
await publishTemplate(database, retailerId, TEMPLATE);
await openMailChannel(sink.port);
await publishJourney();
const key = await server.writeKey('web');

// One goes the whole way before: what is opened, compiled and remembered at first use is so from here on.
const FIRST = total + early;
await send(1, () => FIRST);
if (!(await sink.until(() => sink.instants.has(FIRST), 300_000)))
  throw new Error('the first mail did not come');
const earlyDueAt: number[] = [];
await send(early, (n) => total + n, earlyDueAt);
if (!(await sink.until(() => sink.instants.size > early, 300_000)))
  throw new Error('mails of the first seconds did not come');

const dueAt: number[] = [];
const before = server.cpu();
const load = await send(total, (n) => n, dueAt);
await sink.until(() => sink.instants.size > total + early, 300_000);
const after = server.cpu();
const lateness = latenessOf(dueAt, 0);
const earlyLateness = latenessOf(earlyDueAt, total);
if (lateness.length < total)
  console.error(
    await sql`select status, reason, count(*)::int as n from delivery group by 1, 2`,
    load.refused,
  );
const stages = await stagesOf();
const twice = sink.taken() - sink.instants.size;
await server.stop();
sink.stop();

report('react', { rate, seconds, cold, missing: total - lateness.length, twice }, [
  { label: 'mails taken', key: 'reactions', value: lateness.length, target: `>= ${total}` },
  {
    label: 'event to mail, p50',
    key: 'p50Ms',
    value: quantile(lateness, 0.5),
    unit: 'ms',
    target: '<= 100',
  },
  { label: 'p99', key: 'p99Ms', value: quantile(lateness, 0.99), unit: 'ms', target: '<= 1000' },
  {
    label: 'of which until the event is acknowledged, p50',
    key: 'ackP50Ms',
    value: load.p50,
    unit: 'ms',
  },
  { label: '… p99', key: 'ackP99Ms', value: load.p99, unit: 'ms' },
  {
    label: 'until the journey has taken the step up, p50',
    key: 'stepP50Ms',
    value: quantile(stages.step, 0.5),
    unit: 'ms',
  },
  {
    label: 'until the message is reserved, p50',
    key: 'reservedP50Ms',
    value: quantile(stages.reserved, 0.5),
    unit: 'ms',
  },
  { label: 'latest', key: 'maxMs', value: quantile(lateness, 1), unit: 'ms' },
  {
    label: 'in the first seconds, p50',
    key: 'coldP50Ms',
    value: quantile(earlyLateness, 0.5),
    unit: 'ms',
  },
  { label: '… p99', key: 'coldP99Ms', value: quantile(earlyLateness, 0.99), unit: 'ms' },
  {
    label: 'CPU of node per reaction',
    key: 'nodeUs',
    value: round(((after.nodeMs - before.nodeMs) * 1000) / total),
    unit: 'µs',
  },
  {
    label: 'CPU of PostgreSQL per reaction',
    key: 'postgresUs',
    value: round(((after.postgresMs - before.postgresMs) * 1000) / total),
    unit: 'µs',
  },
]);

/** Milliseconds from the instant at which each event was due until its mail was taken, sorted; `from`: the first shopper. */
function latenessOf(due: readonly number[], from: number): number[] {
  const found = due.flatMap((dueMs, n) => {
    const at = sink.instants.get(from + n);
    return at === undefined ? [] : [at - dueMs];
  });
  return found.sort((a, b) => a - b);
}

/** Events of shoppers, one request each, at the pace that was asked for. */
function send(requests: number, shopper: (n: number) => number, due: number[] = []) {
  return sendLoad({
    port: server.port,
    connections: 64,
    requests,
    rate,
    request: (n, at) => {
      due[n] = at;
      return {
        path: '/v1/track',
        authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
        body: JSON.stringify({ event: 'Bench', anonymousId: `b7f1c2d4-${shopper(n)}` }),
      };
    },
  });
}

/** Milliseconds from the event to what the database tells of each message's way, sorted. */
async function stagesOf(): Promise<{ step: number[]; reserved: number[] }> {
  const found = await sql<{ n: number; asked: Date; taken: Date | null }[]>`
    select ('x' || right(replace(profile_id::text, '-', ''), 8))::bit(32)::int as n, asked_at as asked, taken_at as taken
    from delivery where retailer_id = ${retailerId}`;
  const since = (read: (row: (typeof found)[number]) => Date | null): number[] =>
    found
      .flatMap((row) => {
        const [from, at] = [dueAt[row.n], read(row)];
        return from === undefined || at === null ? [] : [at.getTime() - from];
      })
      .sort((a, b) => a - b);
  return { step: since(({ asked }) => asked), reserved: since(({ taken }) => taken) };
}

/** Mail as the console sets it up: a row without an instant of change would count as never set up, and be caught. */
async function openMailChannel(port: number): Promise<void> {
  const settings = { ...mailSettings(port), sign: false };
  await sql`
    insert into channel_setting (retailer_id, channel, mode, settings, revision, updated_at)
    values (${retailerId}, 'mail', 'live', ${sql.json(settings as never)}, 1, now())`;
}

/** A journey that answers every event "Bench" with a mail. */
async function publishJourney(): Promise<void> {
  const draft = draftOf({
    name: 'Bench',
    entries: [{ id: 'e', type: 'event', event: { names: ['Bench'], where: [] }, channels: [] }],
    nodes: [
      {
        id: 'm',
        type: 'send',
        messages: [{ channel: 'mail', templateId: TEMPLATE }],
        withinHours: null,
      },
    ],
    edges: ['start next m'],
  });
  const definition = sql.json(draft as never);
  await sql`
    insert into journey (retailer_id, id, status, version, draft, live, created_at, updated_at, published_at)
    values (${retailerId}, ${JOURNEY}, 'live', 1, ${definition}, ${definition}, now(), now(), now())`;
  await sql`
    insert into journey_version (retailer_id, journey_id, version, definition, at, by_name)
    values (${retailerId}, ${JOURNEY}, 1, ${definition}, now(), 'bench')`;
  await sql`
    insert into published (retailer_id, revision) values (${retailerId}, 1)
    on conflict (retailer_id) do update set revision = published.revision + 1`;
}
