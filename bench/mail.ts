/**
 * A newsletter: rendered, personalised and DKIM-signed mails, guarded, reserved, handed to a mail server on the loopback and
 * recorded. The sender runs in this process, PostgreSQL (fsync on) and the sink beside it on the same cores. From the start of
 * the sender until the last result stands committed. Personalisation alone is measured before, on one core.
 *
 * npm run bench -- mail [--mails 20000] [--alone 20000]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProfileId, RetailerId } from '@augenblick/contract';
import { broadcastHolds } from '../server/src/broadcast/index.ts';
import { createSuppressionList } from '../server/src/consent/index.ts';
import { createWriter, sampleMessage } from '../server/src/content/index.ts';
import {
  CHANNEL_MODULES,
  type Channels,
  createSender,
  enqueue,
} from '../server/src/delivery/index.ts';
import {
  createMetrics,
  migrate,
  openDatabase,
  silentLog,
  startEmbedded,
  systemClock,
  systemIds,
  systemPause,
  systemRandom,
} from '../server/src/runtime/index.ts';
import { familyMs } from './rig/cpu.ts';
import { agreeToMails, mailSettings, publishTemplate, shopperId, startSink } from './rig/mails.ts';
import { option, report, round } from './rig/report.ts';
import type { BenchServer } from './rig/server.ts';
import { makeShoppers } from './rig/shoppers.ts';

const mails = option('mails', 20_000);
const alone = option('alone', 20_000);
const TEMPLATE = '0a000000-0000-4000-8000-000000000001';
const PUBLIC_URL = 'https://augenblick.example';

const parent = mkdtempSync(path.join(tmpdir(), 'augenblick-bench-'));
execFileSync('chmod', ['755', parent]);
const dataDir = path.join(parent, 'data');
const server = await startEmbedded({ dataDir, log: silentLog, name: 'bench' });
await migrate(server.url);
const database = openDatabase({ url: server.url });
const [retailer] = await database.owner<{ id: RetailerId }[]>`
  insert into retailer (slug, name) values ('bench', 'Bench') returning id`;
const retailerId = (retailer as { id: RetailerId }).id;
await publishTemplate(database, retailerId, TEMPLATE);
await makeShoppers({ database, retailerId } as BenchServer, 0, mails);
await agreeToMails(database, retailerId);
const sink = await startSink();

const writer = createWriter({
  sql: database.owner,
  clock: systemClock,
  origin: () => PUBLIC_URL,
  productsByIds: async () => new Map(),
});
const perCore = await personalise();
const { channel } = CHANNEL_MODULES.mail;
const transport = channel.open(channel.parse(mailSettings(sink.port)), {
  sql: database.owner,
  clock: systemClock,
  ids: systemIds,
  random: systemRandom,
  log: silentLog,
  retailerId,
  publicUrl: PUBLIC_URL,
  allowPrivateHosts: true,
  fetch,
});
const channels: Channels = {
  definition: (name) => CHANNEL_MODULES[name].channel,
  open: async () => transport,
  close: () => transport.close(),
};
let written = (): void => undefined;
const sender = createSender({
  sql: database.send,
  clock: systemClock,
  ids: systemIds,
  pause: systemPause,
  log: silentLog,
  metrics: createMetrics({ process: false }),
  live: { publish: () => undefined },
  channels,
  writer,
  suppression: createSuppressionList({ sql: database.owner, ids: systemIds }),
  holds: { broadcast: broadcastHolds },
  base: async () => ({ secret: Buffer.alloc(32, 7), publicUrl: PUBLIC_URL }),
  news: () => written(),
});

const asked = performance.now();
await ask();
const askedMs = performance.now() - asked;
await database.owner.unsafe('checkpoint');
const cpu = process.cpuUsage();
const postgresCpu = familyMs(server.pid() ?? 0);
const sinkCpu = sink.cpuMs();
const started = performance.now();
sender.start();
await recorded();
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(cpu);
const postgresUs = ((familyMs(server.pid() ?? 0) - postgresCpu) * 1000) / mails;
await sink.until(() => sink.taken() >= mails, 300_000);
const nodeUs = (user + system) / mails;
const [row] = await database.owner<{ sent: number; content: number }[]>`
  select count(*)::int as sent from delivery where status = 'sent'`;
await sender.stop();
await transport.close();
const taken = sink.taken();
const bytes = sink.bytes();
const sinkUs = ((sink.cpuMs() - sinkCpu) * 1000) / mails;
sink.stop();
await database.close();
await server.stop();
rmSync(path.dirname(realpathSync(path.join(dataDir, 'postgres'))), {
  recursive: true,
  force: true,
});
rmSync(parent, { recursive: true, force: true });

report(
  'mail',
  { mails, missing: mails - taken, sent: row?.sent ?? 0, twice: Math.max(0, taken - mails) },
  [
    {
      label: 'mails, reserved to recorded',
      key: 'mailsPerS',
      value: round(mails / seconds),
      unit: '/s',
      target: '>= 1500',
    },
    {
      label: 'personalisation alone, one core',
      key: 'filledPerS',
      value: perCore,
      unit: '/s',
      target: '>= 20000',
    },
    { label: 'asked for', key: 'askedPerS', value: round(mails / (askedMs / 1000)), unit: '/s' },
    {
      label: 'size of a mail',
      key: 'mailBytes',
      value: round(bytes / Math.max(1, taken)),
      unit: 'bytes',
    },
    {
      label: 'CPU of node per mail (signing in its threads)',
      key: 'nodeUs',
      value: round(nodeUs),
      unit: 'µs',
    },
    {
      label: 'CPU of PostgreSQL per mail',
      key: 'postgresUs',
      value: round(postgresUs),
      unit: 'µs',
    },
    { label: 'CPU of the sink per mail', key: 'sinkUs', value: round(sinkUs), unit: 'µs' },
  ],
);

/** How many a second are filled in when nothing else happens. */
async function personalise(): Promise<number> {
  const template = await writer.template(retailerId, TEMPLATE, 1);
  if (template === null) throw new Error('the template cannot be compiled');
  const data = sampleMessage('de', { name: 'Bench', zone: 'Europe/Berlin' }, 'EUR');
  const track = (n: number): string => `${PUBLIC_URL}/m/k/token/${n}`;
  for (let n = 0; n < alone / 10; n++) template.fill(data, 'de', null, track);
  const before = process.cpuUsage();
  for (let n = 0; n < alone; n++)
    // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a template's own method
    template.fill({ ...data, firstName: `Anna ${n}` }, 'de', null, track);
  const { user: u, system: s } = process.cpuUsage(before);
  return round(alone / ((u + s) / 1_000_000));
}

async function ask(): Promise<void> {
  const now = Date.now();
  for (let from = 0; from < mails; from += 2_000) {
    const some = Array.from({ length: Math.min(2_000, mails - from) }, (_, i) => from + i);
    await database.withRetailer(retailerId, (tx) =>
      enqueue(
        tx,
        retailerId,
        some.map((n) => ({
          key: `b:${n}`,
          profileId: shopperId(n) as ProfileId,
          channels: ['mail'],
          origin: { kind: 'broadcast', id: TEMPLATE, step: null, version: 1, variant: null },
          templateIds: { mail: { id: TEMPLATE, version: 1 } },
          data: {},
          notBefore: now,
          notAfter: null,
          caps: [],
          exclusiveGroup: null,
        })),
        now,
      ),
    );
  }
}

/** Resolves when every message has a result; looks whenever results were written and nothing is under way. */
function recorded(): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = async (): Promise<void> => {
      if (sender.open() > 0) return;
      const [left] = await database.owner<{ n: number }[]>`
        select count(*)::int as n from delivery where status in ('waiting', 'sending')`;
      if (left?.n === 0) resolve();
    };
    written = () => void look().catch(reject);
  });
}
