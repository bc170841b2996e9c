/**
 * Every channel with its own definition behind the whole sender, against stand-ins with bad manners: what is told of a
 * message, when it is tried again, and that nothing reaches anybody twice, however long one waits.
 */
import {
  CHANNELS,
  type ChannelName,
  DELIVERY_WORDS,
  type DeliveryReason,
} from '@augenblick/contract';
import { createECDH, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import webPush from 'web-push';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { ask, memoryWriter, request, SERVICE, senderOf, told } from '../../../test/messages.ts';
import { channelTestDeps } from '../../../test/standins/deps.ts';
import {
  type ProviderManner,
  type ProviderStandin,
  providerStandin,
} from '../../../test/standins/provider.ts';
import { type SmtpStandin, smtpStandin } from '../../../test/standins/smtp.ts';
import { type WritePath, writePath } from '../../../test/write-path.ts';
import type { Channels, Sender, Transport, Writer } from '../index.ts';
import { reconcile } from '../reconcile.ts';
import { openMail, parseMail } from './mail/index.ts';
import { CHANNEL_MODULES } from './registry.ts';
import { openPush } from './push/index.ts';
import { openWebhook } from './webhook/index.ts';

const HOUR = 3_600_000;
const ADDRESS = 'anna@kundin.example';
let db: TestDatabase;
let path: WritePath;
let http: ProviderStandin;
let smtp: SmtpStandin;
let transport: Transport | undefined;
let serial = 0;

beforeAll(async () => {
  db = await testDatabase();
  path = writePath(db.database, { now: '2026-03-02T10:00:00Z' });
  await path.ingest.submit(path.till, [{ type: 'identify', userId: 'anna', traits: {} }]);
});
afterAll(() => db.drop());
beforeEach(async () => {
  for (const table of ['delivery', 'delivery_handed', 'inbox_message', 'staff_hint'])
    await db.database.owner`delete from ${db.database.owner(table)}`;
  http = await providerStandin();
  smtp = await smtpStandin();
});
afterEach(async () => {
  await transport?.close();
  transport = undefined;
  await http.close();
  await smtp.close();
});

/** How the other side behaves towards the next message. */
type Manner = 'good' | 'late' | 'later' | 'down' | 'wrong' | 'gateway' | 'cut' | 'hang';

interface Way {
  channel: ChannelName;
  address: () => string;
  /** A mail server that says nothing is waited for a long or a short time. */
  open(patient: boolean): Transport;
  say(...manners: Manner[]): void;
  /** How often the other side was spoken to about a message. */
  heard(): number;
}

/** A stand-in is waited for until it is known that it says nothing, and no longer. */
const patience = (): AbortSignal => http.patience();
const deps = () => {
  const impatient: typeof fetch = (input, init) =>
    http.fetch(input, { ...init, signal: patience() });
  return { ...channelTestDeps({ sql: db.database.owner, fetch: impatient }), clock: path.clock };
};
const viaHttp = (
  channel: ChannelName,
  good: { status: number; body?: unknown },
  more: Pick<Way, 'open' | 'address'>,
): Way => {
  const wait = { parameters: { retry_after: 120 } };
  const manners: Record<Manner, ProviderManner> = {
    good: { kind: 'answer', ...good },
    late: { kind: 'late', ms: 80, ...good },
    later: { kind: 'answer', status: 429, body: wait, headers: { 'retry-after': '120' } },
    down: { kind: 'answer', status: 503, body: {} },
    wrong: { kind: 'answer', status: 400, body: {} },
    gateway: { kind: 'answer', status: 502, body: 'Bad gateway' },
    cut: { kind: 'drop' },
    hang: { kind: 'hang' },
  };
  const say = (...names: Manner[]) => http.script(...names.map((name) => manners[name]));
  return { channel, say, heard: () => http.requests.length, ...more };
};
const viaRegistry = (channel: ChannelName, settings: object, address: string) => ({
  address: () => address,
  open: () => {
    const { channel: definition } = CHANNEL_MODULES[channel];
    return definition.open(definition.parse(settings), deps());
  },
});
const sms = (provider: string, status: number, body: unknown): Way => {
  const settings = { provider, key: 'AC1', secret: 's', from: 'Laden' };
  return viaHttp('sms', { status, body }, viaRegistry('sms', settings, '+4915112345678'));
};
const browser = createECDH('prime256v1');
browser.generateKeys();
const vapid = webPush.generateVAPIDKeys();
const smtpManner = {
  good: { kind: 'accept' },
  late: { kind: 'slow', ms: 80 },
  later: { kind: 'refuse_recipient', code: 451, words: '4.7.1 Greylisted' },
  down: { kind: 'refuse_recipient', code: 421, words: '4.3.2 Service not available' },
  wrong: { kind: 'refuse_mail', code: 554, words: '5.7.1 Looks like spam' },
  gateway: { kind: 'drop_in_data' },
  cut: { kind: 'drop_after_data' },
  hang: { kind: 'hang_after_data' },
} as const;

const WAYS: Record<string, Way> = {
  mail: {
    channel: 'mail',
    address: () => ADDRESS,
    open: (patient) => {
      const key = Buffer.alloc(32, 1).toString('base64');
      const from = { fromName: 'Laden', fromAddress: 'neues@laden.example', verpKey: key };
      const at = { host: '127.0.0.1', port: smtp.port, security: 'none', connections: 1 };
      const timeouts = { connectMs: 20_000, greetingMs: 20_000, idleMs: patient ? 20_000 : 3_000 };
      const tuning = { timeouts, verifyCertificate: true };
      return openMail(parseMail({ ...from, ...at }), deps(), tuning);
    },
    say: (...names) =>
      smtp.manner(
        ADDRESS,
        names.map((name) => smtpManner[name]),
      ),
    heard: () => smtp.taken.length,
  },
  'sms by seven': sms('seven', 200, { success: '100', messages: [{ id: '77', success: true }] }),
  'sms by twilio': sms('twilio', 201, { sid: 'SM1', status: 'queued' }),
  'sms by vonage': sms('vonage', 200, { messages: [{ status: '0', 'message-id': 'V1' }] }),
  whatsapp: viaHttp(
    'whatsapp',
    { status: 200, body: { messages: [{ id: 'wamid.1' }] } },
    viaRegistry(
      'whatsapp',
      { phoneNumberId: '1', token: 't', templateDe: 'nachricht' },
      '+4915112345678',
    ),
  ),
  telegram: viaHttp(
    'telegram',
    { status: 200, body: { ok: true, result: { message_id: 5 } } },
    viaRegistry('telegram', { token: '1:a', bot: 'b' }, '42'),
  ),
  push: viaHttp(
    'push',
    { status: 201 },
    {
      address: () =>
        JSON.stringify({
          endpoint: `${http.url}/push.example/send/1`,
          keys: {
            p256dh: browser.getPublicKey('base64url'),
            auth: randomBytes(16).toString('base64url'),
          },
        }),
      open: () =>
        openPush({ ...vapid, contact: 'mailto:a@b.example', home: null }, deps(), { patience }),
    },
  ),
  webhook: viaHttp(
    'webhook',
    { status: 204 },
    {
      address: () => 'webhook',
      open: () => {
        const secrets = [`whsec_${Buffer.alloc(32, 7).toString('base64')}`];
        return openWebhook({ url: `${http.url}/hook.example/in`, secrets }, deps(), { patience });
      },
    },
  ),
};
/** Channels that write into tables of ours: nobody else is spoken to. */
const OWN = ['inbox', 'staff'] as const;

test('every channel is among them', () => {
  const tried = new Set([...Object.values(WAYS).map(({ channel }) => channel), ...OWN]);
  expect([...tried].sort()).toEqual([...CHANNELS].sort());
});

/** Short texts for channels that are no mail. */
const shortWriter: Writer = {
  ...memoryWriter,
  template: async (retailerId, id, version) => {
    const ready = await memoryWriter.template(retailerId, id, version);
    const fill = () => ({
      title: 'Da',
      text: 'Ihr Schuh ist da.',
      url: null,
      picture: null,
      links: [],
    });
    return ready && { ...ready, fill };
  },
};

/** The senders of one process over this transport. */
function senders(channel: ChannelName): { sender: Sender; channels: Channels } {
  const channels: Channels = {
    definition: (name) => CHANNEL_MODULES[name].channel,
    open: async (_retailer, name) => (name === channel ? (transport ?? null) : null),
    close: async () => undefined,
  };
  const writer = channel === 'mail' ? memoryWriter : shortWriter;
  return { sender: senderOf(db.database, path.clock, channels, { writer }), channels };
}

/** Asks for one message to an address. */
async function asked(channel: ChannelName, address: string): Promise<void> {
  serial += 1;
  const [row] = await db.database.owner<{ id: string }[]>`
    select profile_id as id from identity where retailer_id = 1 and value = 'anna'`;
  const templateIds = { [channel]: { id: SERVICE, version: 1 } };
  const more = { channels: [channel], templateIds, address, locale: 'de' as const };
  await ask(db.database, [request(row?.id ?? '', `c${serial}`, more)], path.clock.now());
}

/** How the message stands, and its reason in words. */
async function stands(): Promise<{ status: string; reason: DeliveryReason | null }> {
  const [{ status, reason } = { status: '', reason: null }] = await told(db.database);
  if (reason !== null) expect(DELIVERY_WORDS[reason].de).not.toBe('');
  return { status, reason };
}

/** Days pass; every few hours the senders look, ask and tidy up. */
async function daysPass({ sender, channels }: ReturnType<typeof senders>): Promise<void> {
  for (let hours = 0; hours < 96; hours += 8) {
    path.clock.advance(8 * HOUR);
    const { clock } = path;
    await reconcile({ sql: db.database.send, clock, channels, leaseMs: 180_000, backMs: 30_000 });
    await sender.round();
  }
}

describe.each(Object.entries(WAYS))('%s', (_name, way) => {
  const { channel } = way;
  const begin = async (manners: Manner[], patient = true) => {
    transport = way.open(patient);
    way.say(...manners);
    const house = senders(channel);
    await asked(channel, way.address());
    await house.sender.round();
    return house;
  };

  test('slow: waited for, one message', async () => {
    const house = await begin(['late', 'good']);
    expect(await stands()).toEqual({ status: 'sent', reason: null });
    await daysPass(house);
    expect(way.heard()).toBe(1);
  });

  test.each([
    ['later', 'rate_limited'],
    ['down', /rate_limited|channel_down/],
  ] as const)('not now (%s): put off with a reason, then once', async (manner, reason) => {
    const house = await begin([manner, 'good']);
    const first = way.heard();
    expect(await stands()).toEqual({ status: 'waiting', reason: expect.stringMatching(reason) });
    path.clock.advance(200);
    await house.sender.round();
    expect(way.heard()).toBe(first);
    await daysPass(house);
    expect(await stands()).toEqual({ status: 'sent', reason: null });
    expect(way.heard()).toBe(first + 1);
  });

  test('two minutes asked for are two minutes waited', async () => {
    const house = await begin(['later', 'good']);
    const first = way.heard();
    path.clock.advance(119_000);
    await house.sender.round();
    // A mail server names no time.
    if (channel !== 'mail') expect(way.heard()).toBe(first);
    await daysPass(house);
    expect(way.heard()).toBe(first + 1);
  });

  test('called wrong: never again, with a reason', async () => {
    const house = await begin(['wrong', 'good']);
    const first = way.heard();
    const { status, reason } = await stands();
    expect(status).toBe('failed');
    expect(reason).not.toBeNull();
    await daysPass(house);
    expect(way.heard()).toBe(first);
    expect(await stands()).toEqual({ status, reason });
  });

  test.each(['gateway', 'cut', 'hang'] as const)(
    'no answer that could be read (%s): never sent again blindly',
    async (manner) => {
      const house = await begin([manner, 'good'], manner !== 'hang');
      const first = way.heard();
      if (channel === 'webhook') {
        // Its receiver tells a repetition by the id: that is what the standard has it for.
        expect(await stands()).toMatchObject({ status: 'waiting', reason: 'channel_down' });
        await daysPass(house);
        expect(await stands()).toEqual({ status: 'sent', reason: null });
        expect(new Set(http.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
        return;
      }
      expect(await stands()).toEqual({ status: 'unknown', reason: 'no_answer' });
      await daysPass(house);
      expect(await stands()).toEqual({ status: 'unknown', reason: 'no_answer' });
      expect(way.heard()).toBe(first);
    },
  );

  test('an answer after we stopped waiting still counts', async () => {
    const real = way.open(true);
    let answers: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      answers = resolve;
    });
    // Without what a channel does ahead: it hands over the same way.
    const { prepare: _ahead, ...plain } = real;
    transport = {
      ...plain,
      timeoutMs: 1,
      send: async (message) => {
        const result = await real.send(message);
        await held;
        return result;
      },
    };
    way.say('good');
    const { sender } = senders(channel);
    await asked(channel, way.address());
    await sender.round();
    expect(await stands()).toEqual({ status: 'unknown', reason: 'no_answer' });
    answers?.();
    await expect.poll(stands).toEqual({ status: 'sent', reason: null });
    await sender.round();
    expect(way.heard()).toBe(1);
  });
});

describe.each(OWN)('%s', (channel) => {
  const rows = async (): Promise<number> => {
    const { owner } = db.database;
    const table = channel === 'inbox' ? 'inbox_message' : 'staff_hint';
    const [row] = await owner<{ n: number }[]>`select count(*)::int as n from ${owner(table)}`;
    return row?.n ?? 0;
  };

  test.each([
    ['after it was written', true],
    ['before it was written', false],
  ] as const)('an answer lost %s: looked up, there once', async (_words, written) => {
    const { channel: definition } = CHANNEL_MODULES[channel];
    const real = definition.open({}, deps());
    let sends = 0;
    transport = {
      ...real,
      send: async (message) => {
        sends += 1;
        if (sends > 1) return real.send(message);
        if (written) await real.send(message);
        throw new Error('the connection was lost');
      },
    };
    const house = senders(channel);
    const profile = await db.database.owner<{ id: string }[]>`
      select profile_id as id from identity where retailer_id = 1 and value = 'anna'`;
    await asked(channel, profile[0]?.id ?? '');
    await house.sender.round();
    expect(await stands()).toEqual({ status: 'unknown', reason: 'no_answer' });
    await daysPass(house);
    expect(await stands()).toEqual({ status: 'sent', reason: null });
    expect(await rows()).toBe(1);
    // What is there is not even tried again.
    expect(sends).toBe(written ? 1 : 2);
  });
});
