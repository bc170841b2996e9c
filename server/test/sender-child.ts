/** Started by the crash test to be killed: the senders of one process with the real mail channel, on a database that exists. */
import { createSuppressionList } from '../src/consent/index.ts';
import { CHANNEL_MODULES, type Channels, createSender } from '../src/delivery/index.ts';
import {
  createLog,
  createMetrics,
  openDatabase,
  systemClock,
  systemIds,
  systemPause,
  systemRandom,
} from '../src/runtime/index.ts';
import { memoryWriter } from './messages.ts';

const [url = '', port = '', timeoutMs = '1500', leaseMs = '3000'] = process.argv.slice(2);
const database = openDatabase({ url });
const log = createLog({ level: 'error' });
const { channel } = CHANNEL_MODULES.mail;
const settings = channel.parse({
  fromName: 'Testladen',
  fromAddress: 'laden@example.com',
  host: '127.0.0.1',
  port: Number(port),
  security: 'none',
  verpKey: Buffer.alloc(32, 1).toString('base64'),
});
const transport = channel.open(settings, {
  sql: database.owner,
  clock: systemClock,
  ids: systemIds,
  random: systemRandom,
  log,
  retailerId: 1 as never,
  publicUrl: 'https://augenblick.example',
  allowPrivateHosts: true,
  fetch,
});
// Hanging is given up soon, so that the test need not wait as long as a real server may take.
const impatient = { ...transport, timeoutMs: Number(timeoutMs) };
const channels: Channels = {
  definition: (name) => CHANNEL_MODULES[name].channel,
  open: async (_retailer, name) => (name === 'mail' ? impatient : null),
  close: () => transport.close(),
};
const sender = createSender({
  sql: database.send,
  clock: systemClock,
  ids: systemIds,
  pause: systemPause,
  log,
  metrics: createMetrics({ process: false }),
  live: { publish: () => undefined },
  channels,
  writer: memoryWriter,
  suppression: createSuppressionList({ sql: database.owner, ids: systemIds }),
  holds: {},
  base: async () => ({ secret: Buffer.alloc(32, 7), publicUrl: 'https://augenblick.example' }),
  leaseMs: Number(leaseMs),
});
sender.start();
process.stdout.write('ready\n');
