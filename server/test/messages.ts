/** Messages on a test database: an in-memory channel, templates without content, shoppers with a consent. */
import type {
  ChannelName,
  DeliveryReason,
  DeliveryStatus,
  MessageData,
  MessageRequest,
  ProfileId,
  RetailerId,
} from '@augenblick/contract';
import { CHANNEL_CONSENT, CHANNEL_WORDS } from '@augenblick/contract';
import { broadcastHolds } from '../src/broadcast/index.ts';
import { createSuppressionList } from '../src/consent/index.ts';
import {
  type Channel,
  type Channels,
  createSender,
  enqueue,
  type Outgoing,
  proven,
  type ReadyTemplate,
  type Sender,
  type SenderDeps,
  type SendResult,
  type Transport,
  type Writer,
} from '../src/delivery/index.ts';
import { journeyHolds } from '../src/journey/index.ts';
import {
  type Clock,
  createIds,
  createMetrics,
  type Database,
  seededRandom,
  silentLog,
  systemPause,
} from '../src/runtime/index.ts';
import type { WritePath } from './write-path.ts';

/** A template of these tests: its id says what it is for. */
export const MARKETING = '0a000000-0000-4000-8000-000000000001';
export const SERVICE = '0a000000-0000-4000-8000-000000000002';
export const BROKEN = '0a000000-0000-4000-8000-000000000003';

/** A channel that keeps what it is given in memory, or does with it what the test says. */
export interface MemoryChannel {
  sent: Outgoing[];
  answer: (message: Outgoing) => SendResult | Promise<SendResult>;
  ask?: NonNullable<Transport['ask']>;
  open: boolean;
  concurrency: number;
  perSecond: number | null;
  timeoutMs: number;
}

export function memoryChannel(change: Partial<MemoryChannel> = {}): MemoryChannel {
  return {
    sent: [],
    answer: () => ({ outcome: 'sent', providerId: null }),
    open: true,
    concurrency: 10,
    perSecond: null,
    timeoutMs: 60_000,
    ...change,
  };
}

/** Channels over in-memory ones; what is not named is not set up. */
export function memoryChannels(given: Partial<Record<ChannelName, MemoryChannel>>): Channels {
  const definition = (name: ChannelName): Channel => ({
    name,
    words: CHANNEL_WORDS[name],
    consent: CHANNEL_CONSENT[name],
    rings: name !== 'inbox' && name !== 'staff' && name !== 'webhook',
    settings: [],
    parse: () => ({}),
    addressOf: (person) => {
      if (name === 'mail') return proven(person, 'email');
      if (name === 'sms' || name === 'whatsapp') return proven(person, 'phone');
      return name === 'push' ? (person.kept[0] ?? null) : person.profileId;
    },
    open: () => transportOf(given[name] ?? memoryChannel()),
  });
  const transports = new Map<ChannelName, Transport>();
  return {
    definition,
    open: async (_retailer, name) => {
      const own = given[name];
      if (own === undefined || !own.open) return null;
      const known = transports.get(name) ?? transportOf(own);
      transports.set(name, known);
      return known;
    },
    close: async () => undefined,
  };
}

function transportOf(own: MemoryChannel): Transport {
  const health = { state: 'ready', words: { de: 'bereit', en: 'ready' } } as const;
  return {
    concurrency: own.concurrency,
    perSecond: own.perSecond,
    timeoutMs: own.timeoutMs,
    send: async (message) => {
      const result = await own.answer(message);
      if (result.outcome === 'sent') own.sent.push(message);
      return result;
    },
    check: async () => health,
    ...(own.ask ? { ask: own.ask } : {}),
    close: async () => undefined,
  };
}

const NO_DATA: MessageData = {
  firstName: null,
  product: null,
  category: null,
  search: null,
  cart: null,
  freeShippingFromMinor: null,
  offer: null,
  code: null,
  store: null,
  shop: { name: 'Testladen', zone: 'Europe/Berlin' },
  cartProducts: [],
  viewedProducts: [],
  traits: {},
  links: { unsubscribe: null, preferences: null, browser: null },
  currency: 'EUR',
  points: null,
  eventProducts: [],
  recommended: [],
  chosen: {},
  event: {},
};

/** Templates that say the event's `text`; of a broken one nothing can be made. */
export const memoryWriter: Writer = {
  template: async (_retailer, id, version) => {
    if (version === 0) return null;
    const ready: ReadyTemplate = {
      id,
      version,
      basis: id === SERVICE ? 'service' : 'marketing',
      notice: true,
      fill: (data, _locale, _variant, track, pixel = '') => {
        if (id === BROKEN) throw new Error('text cannot be filled');
        const text = JSON.stringify(data.event['text'] ?? 'Hallo');
        const address = 'https://shop.example/ziel?a=1';
        const href = track(0, address);
        const html = `<html><body>${text}<a href="${href}">Hin</a>${pixel}</body></html>`;
        return { subject: text, preheader: '', html, text: `${text} ${href}`, links: [address] };
      },
    };
    return ready;
  },
  gather: async (_retailer, messages) =>
    messages.map(({ data }): MessageData => ({ ...NO_DATA, event: data })),
};

/** What the shop allows altogether; nobody is held out unless `settings` say so. */
export async function setRules({ owner }: Database, settings: object = {}): Promise<void> {
  const given = { globalHoldoutBp: 0, ...settings };
  await owner`
    insert into decision_rule (retailer_id, salt, settings) values (1, 's', ${owner.json(given)})
    on conflict (retailer_id) do update set settings = excluded.settings`;
}

/** Somebody with the proven address `{userId}@example.com` agrees to mails. */
export async function addReader(
  { ingest, till }: Pick<WritePath, 'ingest' | 'till'>,
  userId: string,
): Promise<void> {
  const properties = { purpose: 'marketing', channel: 'email' };
  await ingest.submit(till, [
    { type: 'identify', userId, traits: { email: `${userId}@example.com` } },
    { type: 'track', event: 'Consent Granted', userId, properties },
  ]);
}

/** Who bears an identifier at retailer 1. */
export async function profileOf(
  database: Database,
  kind: 'user_id' | 'email',
  value: string,
): Promise<ProfileId> {
  const [row] = await database.owner<{ profile_id: ProfileId }[]>`
    select profile_id from identity where retailer_id = 1 and kind = ${kind} and value = ${value}`;
  if (row === undefined) throw new Error(`nobody is ${kind} ${value}`);
  return row.profile_id;
}

/** A sender over the test database. Two of them on one database are two processes. */
export function senderOf(
  database: Database,
  clock: Clock,
  channels: Channels,
  change: Partial<SenderDeps> & { seed?: number } = {},
): Sender {
  const ids = createIds(clock, seededRandom(change.seed ?? 1));
  const secret = Buffer.alloc(32, 7);
  return createSender({
    sql: database.send,
    clock,
    ids,
    pause: systemPause,
    log: silentLog,
    metrics: createMetrics({ process: false }),
    live: { publish: () => undefined },
    channels,
    writer: memoryWriter,
    suppression: createSuppressionList({ sql: database.owner, ids }),
    holds: { journey: journeyHolds, broadcast: broadcastHolds },
    base: async () => ({ secret, publicUrl: 'https://augenblick.example' }),
    ...change,
  });
}

/** A request with everything middling. */
export function request(
  profileId: string,
  key: string,
  change: Partial<MessageRequest> = {},
): MessageRequest {
  const channels = change.channels ?? ['mail'];
  const id = '0b000000-0000-4000-8000-000000000001';
  return {
    key,
    profileId: profileId as ProfileId,
    channels,
    origin: { kind: 'broadcast', id, step: null, version: 1, variant: null },
    templateIds: Object.fromEntries(channels.map((name) => [name, { id: MARKETING, version: 1 }])),
    data: {},
    notBefore: 0,
    notAfter: null,
    caps: [],
    exclusiveGroup: null,
    ...change,
  };
}

/** Asks for messages. */
export function ask(
  database: Database,
  requests: readonly MessageRequest[],
  now = 0,
  retailerId = 1,
): Promise<string[]> {
  const id = retailerId as RetailerId;
  return database.withRetailer(id, (tx) => enqueue(tx, id, requests, now));
}

export interface Told {
  id: string;
  status: DeliveryStatus;
  reason: DeliveryReason | null;
  channel: ChannelName | null;
  from: number;
}

/** What became of messages, in the order of their ids. */
export async function told(database: Database, retailerId = 1): Promise<Told[]> {
  return database.owner<Told[]>`
    select id, status, reason, channel, (extract(epoch from not_before) * 1000)::float8 as from
      from delivery where retailer_id = ${retailerId} order by id`;
}

/** How many messages have which status and reason. */
export async function tally(database: Database, retailerId = 1): Promise<Record<string, number>> {
  const rows = await told(database, retailerId);
  const counts: Record<string, number> = {};
  for (const { status, reason } of rows) {
    const name = reason === null ? status : `${status}: ${reason}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
