/**
 * What the other side hands in, over all channels that take anything: late, twice, in any order. Whatever way the notices of
 * a message come, it ends the same, and each thing is news once.
 */
import { createHmac } from 'node:crypto';
import {
  CHANNELS,
  type ChannelName,
  type DeliveryStatus,
  type ReceiptKind,
  type RetailerId,
} from '@augenblick/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { SOURCES, type WritePath, writePath } from '../../../test/write-path.ts';
import { carrying, createSuppressionList } from '../../consent/index.ts';
import { createIds, createVault, seededRandom, silentLog } from '../../runtime/index.ts';
import { takeReceipts } from '../receipts.ts';
import { type InboundDeps, takeInFor } from './inbound.ts';
import { writeSettings } from './kept-settings.ts';
import { verpAddress } from './mail/verp.ts';
import type { NoticeRequest } from './notice.ts';
import { lockSetting } from './queries.ts';
import { CHANNEL_MODULES } from './registry.ts';
import { startLink } from './telegram/index.ts';

const ONE = 1 as RetailerId;
const KEY = Buffer.alloc(32, 5);
const SECRETS = { appSecret: 'geheim', secret: 's', token: '1:a' };
let db: TestDatabase;
let path: WritePath;
let deps: InboundDeps;
let serial = 0;
/** What happens while somebody waits, one for each pause. */
const meanwhile: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  db = await testDatabase();
  path = writePath(db.database, { now: '2026-03-01T12:00:00Z' });
  const { owner: sql } = db.database;
  const { clock } = path;
  const random = seededRandom(3);
  const ids = createIds(clock, random);
  const suppression = createSuppressionList({ sql, ids });
  const live = { publish: () => undefined };
  const pause = async (): Promise<void> => {
    await meanwhile.shift()?.();
  };
  const taking = { sql, clock, ids, pause, live, news: () => undefined, suppression };
  deps = {
    sql,
    clock,
    log: silentLog,
    vault: createVault(Buffer.alloc(32, 9), random),
    receipts: (retailerId, receipts) => takeReceipts(taking, retailerId, receipts),
    submit: path.ingest.submit,
    source: async () => SOURCES.till,
  };
});
afterAll(() => db.drop());
beforeEach(async () => {
  for (const table of ['delivery', 'delivery_news', 'channel_setting', 'suppressed_address'])
    await db.database.owner`delete from ${db.database.owner(table)} where retailer_id = 1`;
});

const posted = (body: unknown, headers: Record<string, string> = {}): NoticeRequest => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = { 'content-type': 'application/json' };
  const request = { method: 'POST' as const, query: {}, body: Buffer.from(text), now: 0 };
  return { ...request, headers: { ...type, ...headers } };
};

/** What one provider says: of a message by its number, and of a shopper. */
interface Speaker {
  channel: ChannelName;
  settings: object;
  /** Receipts it knows. */
  receipts: Partial<Record<ReceiptKind, (id: string, number: string) => NoticeRequest>>;
  /** Words of a shopper; absent where nobody can answer. */
  says?: (text: string, number: string) => NoticeRequest;
}

const dsn = (action: 'delivered' | 'failed') => (id: string) =>
  posted(
    `From: MAILER-DAEMON@x.example
To: <${verpAddress('bounce@laden.example', 'b', id, KEY)}>
Subject: Report
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; x.example

Final-Recipient: rfc822; a@x.example
Action: ${action}
Status: ${action === 'failed' ? '5.1.1' : '2.0.0'}

--b--
`.replaceAll('\n', '\r\n'),
  );
const seven = (status: string) => (_id: string, number: string) =>
  posted({ webhook_event: 'dlr', data: { msg_id: number, status } });
const twilio = (status: string) => (_id: string, number: string) =>
  posted(new URLSearchParams({ MessageSid: number, MessageStatus: status }).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
  });
const vonage = (status: string) => (_id: string, number: string) =>
  posted({ messageId: number, status });
function meta(value: object): NoticeRequest {
  const request = posted({ entry: [{ changes: [{ value }] }] });
  const signature = createHmac('sha256', SECRETS.appSecret).update(request.body).digest('hex');
  return { ...request, headers: { 'x-hub-signature-256': `sha256=${signature}` } };
}
const status = (name: string) => (_id: string, id: string) =>
  meta({ statuses: [{ id, status: name, timestamp: String(seconds()) }] });
/** Said a minute ago. */
const seconds = (): number => path.clock.now() / 1000 - 60;
const FROM = '4915112345678';
const CHAT = '4711';

const SPEAKERS: Record<string, Speaker> = {
  mail: {
    channel: 'mail',
    settings: { verpKey: KEY.toString('base64') },
    receipts: { delivered: dsn('delivered'), bounced: dsn('failed') },
  },
  'sms by seven': {
    channel: 'sms',
    settings: { provider: 'seven' },
    receipts: { delivered: seven('DELIVERED'), bounced: seven('FAILED') },
    says: (text, id) => posted({ webhook_event: 'sms_mo', data: { id, sender: `+${FROM}`, text } }),
  },
  'sms by twilio': {
    channel: 'sms',
    settings: { provider: 'twilio' },
    receipts: { delivered: twilio('delivered'), bounced: twilio('undelivered') },
    says: (text, id) => posted({ MessageSid: id, From: `+${FROM}`, Body: text }),
  },
  'sms by vonage': {
    channel: 'sms',
    settings: { provider: 'vonage' },
    receipts: { delivered: vonage('delivered'), bounced: vonage('failed') },
    says: (text, messageId) => posted({ messageId, msisdn: FROM, text }),
  },
  whatsapp: {
    channel: 'whatsapp',
    settings: { phoneNumberId: '1' },
    receipts: {
      delivered: status('delivered'),
      opened: status('read'),
      bounced: status('failed'),
    },
    says: (text, id) =>
      meta({ messages: [{ id, from: FROM, timestamp: String(seconds()), text: { body: text } }] }),
  },
  telegram: {
    channel: 'telegram',
    settings: { bot: 'b', linkKey: KEY.toString('base64') },
    receipts: {},
    says: (text, id) =>
      posted({
        update_id: id,
        message: { chat: { id: CHAT }, date: Math.floor(seconds()), text },
      }),
  },
};

test('every channel that takes anything in is among them', () => {
  const taking = CHANNELS.filter((name) => CHANNEL_MODULES[name].receive !== undefined);
  const tried = new Set(Object.values(SPEAKERS).map(({ channel }) => channel));
  expect([...tried].sort()).toEqual([...taking].sort());
});

async function setUp({ channel, settings }: Speaker): Promise<void> {
  const { values, own } = { values: settings, own: settings as Record<string, string> };
  await db.database.withRetailer(ONE, async (tx) => {
    await lockSetting(tx, ONE, channel);
    await writeSettings(tx, deps.vault, ONE, channel, {
      mode: 'live',
      values: values as never,
      secrets: SECRETS,
      own,
      now: path.clock.now(),
    });
  });
}

/** A message that was handed over, and the number the other side gave it. */
async function handedOver(channel: ChannelName): Promise<{ id: string; number: string }> {
  serial += 1;
  const id = `01950000-0000-7000-8000-${String(serial).padStart(12, '0')}`;
  const number = `n-${serial}`;
  await db.database.owner`
    insert into delivery (retailer_id, id, profile_id, asked_at, lane, priority, channels, origin_kind, origin_id,
                          origin_version, templates, rules, data, not_before, status, channel, address, provider_id)
    values (1, ${id}, ${id}, now(), ${channel}, 2, ${[channel]}, 'broadcast', 'b', 1, '{}', '{}', '{}', now(), 'sent',
            ${channel}, 'a@x.example', ${number})`;
  return { id, number };
}

const handIn = (channel: ChannelName, request: NoticeRequest) =>
  takeInFor(deps, ONE, channel, { ...request, now: path.clock.now() });

/** News of one message, sorted. */
async function newsOf(id: string): Promise<string[]> {
  const rows = await db.database.owner<{ news: string }[]>`
    select news from delivery_news where retailer_id = 1`;
  return rows
    .flatMap(
      ({ news }) => (JSON.parse(news) as { receipts: { id: string; kind: string }[] }).receipts,
    )
    .flatMap((one) => (one.id === id ? [one.kind] : []))
    .sort();
}

/** Which status a message has after all these, whatever their order. */
function endOf(kinds: ReadonlySet<ReceiptKind>): DeliveryStatus {
  if (kinds.has('bounced')) return 'bounced';
  return kinds.size > 0 ? 'delivered' : 'sent';
}

const withReceipts = Object.entries(SPEAKERS).filter(
  ([, { receipts }]) => Object.keys(receipts).length > 0,
);

describe.each(withReceipts)('receipts of %s', (_name, speaker) => {
  const known = Object.keys(speaker.receipts) as ReceiptKind[];

  test('late, twice and in any order come to the same, and are news once', async () => {
    await setUp(speaker);
    const order = fc.array(fc.constantFrom(...known), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(order, async (kinds) => {
        const { id, number } = await handedOver(speaker.channel);
        for (const kind of kinds) {
          const request = speaker.receipts[kind]?.(id, number);
          if (request !== undefined) await handIn(speaker.channel, request);
          path.clock.advance(60_000);
        }
        const [row] = await db.database.owner<{ status: string }[]>`
          select status from delivery where retailer_id = 1 and id = ${id}`;
        const heard = new Set(kinds);
        expect(row?.status).toBe(endOf(heard));
        expect(await newsOf(id)).toEqual([...heard].sort());
      }),
      { numRuns: 15 },
    );
  });

  test('that come before the number is written wait for it', async () => {
    await setUp(speaker);
    const sql = db.database.owner;
    const { id, number } = await handedOver(speaker.channel);
    await sql`update delivery set provider_id = null, status = 'sending' where id = ${id}`;
    meanwhile.push(
      async () => undefined,
      () => sql`update delivery set provider_id = ${number}, status = 'sent' where id = ${id}`,
    );
    const [first = 'delivered'] = known;
    const request = speaker.receipts[first]?.(id, number);
    if (request !== undefined) await handIn(speaker.channel, request);
    meanwhile.length = 0;
    expect(await newsOf(id)).toEqual([first]);
  });

  test('of a message nobody knows are passed over', async () => {
    await setUp(speaker);
    const stranger = '01950000-0000-7000-8000-00000000dead';
    for (const kind of known) {
      const request = speaker.receipts[kind]?.(stranger, 'nobody');
      if (request !== undefined) await handIn(speaker.channel, request);
    }
    expect(await db.database.owner`select 1 from delivery_news`).toHaveLength(0);
  });
});

const withWords = Object.entries(SPEAKERS).flatMap(([name, speaker]) =>
  speaker.says === undefined ? [] : [[name, { ...speaker, says: speaker.says }] as const],
);

describe.each(withWords)('words through %s', (name, speaker) => {
  const { channel, says } = speaker;
  const purpose = `marketing:${channel}`;
  const telegram = channel === 'telegram';
  const identity = telegram
    ? ({ kind: 'user_id', value: `kunde ${name}` } as const)
    : ({ kind: 'phone', value: `+${FROM}` } as const);
  const { kind, value } = identity;

  async function agreed(): Promise<void> {
    const who = carrying(identity);
    const properties = { purpose: 'marketing', channel };
    await path.ingest.submit(SOURCES.till, [
      { type: 'track', event: 'Consent Granted', ...who, properties },
    ]);
    path.clock.advance(120_000);
  }
  async function consent(): Promise<string | undefined> {
    const [row] = await db.database.owner<{ state: string }[]>`
      select p.state from profile p join identity i on i.retailer_id = 1 and i.profile_id = p.id
       where p.retailer_id = 1 and i.kind = ${kind} and i.value = ${value}`;
    const { consents } = JSON.parse(row?.state ?? '{"consents":{}}') as {
      consents: Record<string, { state: string }>;
    };
    return consents[purpose]?.state;
  }
  const begin = async (id: string): Promise<NoticeRequest | null> => {
    if (!telegram) return null;
    const settings = CHANNEL_MODULES.telegram.channel.parse(speaker.settings);
    const link = startLink(settings as never, identity) ?? '';
    return says(`/start ${new URL(link).searchParams.get('start')}`, id);
  };

  test('a stop counts at once, and what was said before it never comes back', async () => {
    await setUp(speaker);
    await agreed();
    const start = await begin('u-1');
    if (start !== null) await handIn(channel, start);
    expect(await consent()).toBe('granted');
    path.clock.advance(120_000);
    const stop = says('Stop', `s-${name}`);
    await handIn(channel, stop);
    expect(await consent()).toBe('withdrawn');
    // The provider was not sure that we heard: both come again, the older one last.
    path.clock.advance(3_600_000);
    await handIn(channel, stop);
    if (start !== null) await handIn(channel, start);
    expect(await consent()).toBe('withdrawn');
  });

  test('a stop that comes twice does not undo a later yes', async () => {
    await setUp(speaker);
    await agreed();
    const start = await begin('u-2');
    if (start !== null) await handIn(channel, start);
    const stop = says('STOP', `t-${name}`);
    await handIn(channel, stop);
    path.clock.advance(60_000);
    await agreed();
    expect(await consent()).toBe('granted');
    await handIn(channel, stop);
    expect(await consent()).toBe('granted');
  });
});
