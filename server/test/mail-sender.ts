/** The senders of one process with the real mail channel, for tests in which something dies. */
import { broadcastHolds } from '../src/broadcast/index.ts';
import { createSuppressionList } from '../src/consent/index.ts';
import {
  CHANNEL_MODULES,
  type Channels,
  createSender,
  type Sender,
} from '../src/delivery/index.ts';
import { journeyHolds } from '../src/journey/index.ts';
import {
  createMetrics,
  type Database,
  type Log,
  systemClock,
  systemIds,
  systemPause,
  systemRandom,
} from '../src/runtime/index.ts';
import { memoryWriter } from './messages.ts';

/** Which mail server, and how patient the senders are (ms). */
export interface MailSenderOptions {
  port: number;
  /** A server that hangs is given up after this long: a test need not wait as long as a real one may take. */
  timeoutMs: number;
  leaseMs: number;
  log: Log;
}

/** Creates them; nothing leaves before `start`. */
export function mailSender(
  database: Database,
  { port, timeoutMs, leaseMs, log }: MailSenderOptions,
): { sender: Sender; close: () => Promise<void> } {
  const { channel } = CHANNEL_MODULES.mail;
  const settings = channel.parse({
    fromName: 'Testladen',
    fromAddress: 'laden@example.com',
    host: '127.0.0.1',
    port,
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
  const impatient = { ...transport, timeoutMs };
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
    holds: { journey: journeyHolds, broadcast: broadcastHolds },
    base: async () => ({ secret: Buffer.alloc(32, 7), publicUrl: 'https://augenblick.example' }),
    leaseMs,
  });
  return { sender, close: () => transport.close() };
}
