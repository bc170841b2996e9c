/** The step that tells another system, from the event to the system's own server: signed, tried again, never twice. */
import type { DeliveryReason } from '@augenblick/contract';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { addTemplate, emptyShop, mail, publishDraft, RETAILER } from '../../test/journey.ts';
import { type JourneyLife, journeyLife, runsOf } from '../../test/journey-life.ts';
import { memoryChannel, memoryChannels, memoryWriter, senderOf } from '../../test/messages.ts';
import { channelTestDeps } from '../../test/standins/deps.ts';
import { type ProviderStandin, providerStandin } from '../../test/standins/provider.ts';
import {
  CHANNEL_MODULES,
  type Channels,
  type Sender,
  type Transport,
  type Writer,
} from '../delivery/index.ts';
import { draftOf } from './example.ts';
import { journeyCounts, journeyPath } from './reading.ts';

const HOUR = 3_600_000;
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const HOOK = '01900000-0000-7000-8000-00000000a002';
const JOURNEY = '01900000-0000-7000-8000-00000000b001';
let db: TestDatabase;
let life: JourneyLife;
let standin: ProviderStandin;
let seed = 160;

beforeAll(async () => {
  db = await testDatabase();
  await addTemplate(db.database);
  const draft = { name: 'Hook', channel: 'webhook', basis: 'service' };
  const { owner } = db.database;
  await owner`
    insert into message_template (retailer_id, id, version, draft, created_at, updated_at, published_at)
    values (1, ${HOOK}, 1, ${owner.json(draft)}, now(), now(), now())`;
});
afterAll(() => db.drop());
beforeEach(async () => {
  await emptyShop(db.database);
  standin = await providerStandin();
  seed += 1;
  // The standard's own library compares with the real clock.
  life = journeyLife(db.database, { now: new Date().toISOString(), seed });
  const draft = draftOf({
    entries: [{ id: 'e', type: 'event', event: { names: ['Joined'], where: [] }, channels: [] }],
    nodes: [
      { id: 'hook', type: 'webhook', templateId: HOOK },
      { id: 'w', type: 'wait', for: { n: 1, unit: 'hour' } },
      mail('m'),
    ],
    edges: ['start next hook', 'hook next w', 'w next m'],
  });
  await publishDraft({ database: db.database, ...life.path }, draft);
});
afterEach(() => standin.close());

/** Templates that say a short text. */
const writer: Writer = {
  ...memoryWriter,
  template: async (retailerId, id, version) => {
    const ready = await memoryWriter.template(retailerId, id, version);
    const fill = () => ({
      title: 'Beigetreten',
      text: 'Neu dabei.',
      url: null,
      picture: null,
      links: [],
    });
    return ready && { ...ready, fill };
  },
};

interface House {
  url?: string;
  allowPrivateHosts?: boolean;
  leaseMs?: number;
  wrap?: (transport: Transport) => Transport;
}

/** The senders of one process, with the real webhook channel. */
function senders(house: House = {}): Sender {
  const { url = `${standin.url}/hook`, allowPrivateHosts = true, leaseMs = 180_000 } = house;
  const deps = { ...channelTestDeps({ allowPrivateHosts }), clock: life.path.clock };
  const { channel } = CHANNEL_MODULES.webhook;
  const real = channel.open(channel.parse({ url, secret: SECRET }), deps);
  const transport = house.wrap?.(real) ?? real;
  const around = memoryChannels({ mail: memoryChannel() });
  const channels: Channels = {
    ...around,
    open: async (retailerId, name) =>
      name === 'webhook' ? transport : around.open(retailerId, name),
  };
  return senderOf(db.database, life.path.clock, channels, { writer, leaseMs });
}
const ids = (): unknown[] => standin.requests.map(({ headers }) => headers['webhook-id']);
/** How the message stands. */
async function stands(): Promise<[string, DeliveryReason | null]> {
  const [row] = await db.database.owner<{ status: string; reason: DeliveryReason | null }[]>`
    select status, reason from delivery where retailer_id = 1 and origin_step = 'hook'`;
  return [row?.status ?? '', row?.reason ?? null];
}
/** What the page of the way says of the step. */
async function said(): Promise<string> {
  const [run] = await db.database.owner<{ id: string }[]>`
    select id from journey_run where retailer_id = 1`;
  const path = await journeyPath({ database: db.database }, RETAILER, JOURNEY, run?.id ?? '');
  return path.steps.find(({ node }) => node === 'hook')?.words.de ?? '';
}
/** Lets time pass for the senders as well. */
async function passes(sender: Sender, ms: number): Promise<void> {
  await life.until(life.path.clock.now() + ms, ms);
  await sender.round();
}

it('is signed as the standard says, under the id of its message, and says who it is about', async () => {
  const sender = senders();
  await life.does('anna', 'Joined');
  await sender.round();
  const [request] = standin.requests;
  const headers = request?.headers as Record<string, string>;
  const body = new Webhook(SECRET).verify(request?.body.toString() ?? '', headers);
  const [row] = await db.database.owner<{ id: string; profile_id: string }[]>`
    select id, profile_id from delivery where retailer_id = 1`;
  expect(body).toMatchObject({
    type: 'shopper.message',
    data: {
      delivery_id: row?.id,
      shopper_id: row?.profile_id,
      origin: { kind: 'journey', id: JOURNEY },
      title: 'Beigetreten',
    },
  });
  expect(ids()).toEqual([row?.id]);
  expect(await said()).toBe('Nachricht ans andere System veranlasst. Webhook gesendet.');
});

describe('is tried again under the same id', () => {
  it.each([
    ['a fault of the other system', { kind: 'answer', status: 500 }],
    ['too much at once', { kind: 'answer', status: 429, headers: { 'retry-after': '3' } }],
    ['a line that is cut', { kind: 'drop' }],
  ] as const)('after %s; the run does not wait for it', async (_words, manner) => {
    standin.script(manner, { kind: 'answer', status: 204 });
    const sender = senders();
    await life.does('anna', 'Joined');
    await sender.round();
    expect(await stands()).toEqual(['waiting', expect.stringMatching(/channel_down|rate_limited/)]);
    expect(await said()).toMatch(/ Webhook aufgeschoben, weil .+\.$/);
    await sender.round();
    await passes(sender, 1_000);
    expect(ids()).toHaveLength(1);
    await passes(sender, 5_000);
    expect(await stands()).toEqual(['sent', null]);
    expect(ids()).toHaveLength(2);
    expect(new Set(ids()).size).toBe(1);
    await passes(sender, HOUR);
    expect(await runsOf(db.database)).toMatchObject([{ who: 'anna', end: 'finished' }]);
    expect(ids()).toHaveLength(2);
  });
});

describe('is not tried again', () => {
  it.each([
    [400, 'message_refused', 'die Gegenstelle sie abgelehnt hat'],
    [401, 'message_refused', 'die Gegenstelle sie abgelehnt hat'],
    [404, 'message_refused', 'die Gegenstelle sie abgelehnt hat'],
    [422, 'message_refused', 'die Gegenstelle sie abgelehnt hat'],
    [410, 'message_refused', 'die Gegenstelle sie abgelehnt hat'],
  ])('after %i; the run goes on and says why', async (status, reason, why) => {
    standin.script({ kind: 'answer', status });
    const sender = senders();
    await life.does('anna', 'Joined');
    await sender.round();
    expect(await stands()).toEqual(['failed', reason]);
    expect(await said()).toBe(
      `Nachricht ans andere System veranlasst. Webhook nicht gesendet, weil ${why}.`,
    );
    await passes(sender, HOUR);
    await passes(sender, 24 * HOUR);
    expect(ids()).toHaveLength(1);
    expect(await runsOf(db.database)).toMatchObject([{ end: 'finished' }]);
  });

  it.each([
    ['an address inside the house', () => `http://127.0.0.1:${standin.port}/hook`],
    ['one written otherwise', () => `https://2130706433:${standin.port}/hook`],
    ['the cloud’s own', () => 'https://169.254.169.254/latest/meta-data'],
    ['one that is mapped', () => 'https://[::ffff:10.0.0.1]/hook'],
  ])('and not at all to %s', async (_words, url) => {
    const sender = senders({ url: url(), allowPrivateHosts: false });
    await life.does('anna', 'Joined');
    await sender.round();
    await passes(sender, HOUR);
    expect(await stands()).toEqual(['failed', 'address_refused']);
    expect(standin.requests).toHaveLength(0);
    expect(await said()).toContain('nicht gesendet, weil die Adresse abgelehnt wurde');
    expect(await runsOf(db.database)).toMatchObject([{ end: 'finished' }]);
  });
});

it('is not sent a second time when the process dies between the other system’s yes and our note', async () => {
  const dying = senders({
    wrap: (transport) => ({
      ...transport,
      send: async (message) => {
        await transport.send(message);
        return new Promise(() => undefined);
      },
    }),
  });
  await life.does('anna', 'Joined');
  void dying.round();
  await vi.waitUntil(() => standin.requests.length === 1, { timeout: 50_000, interval: 5 });
  // Nobody hears of it any more; another process finds what was left.
  life.path.clock.advance(10_000);
  const next = senders({ leaseMs: 5_000 });
  next.start();
  await expect.poll(stands, { timeout: 50_000 }).toEqual(['unknown', 'no_answer']);
  await next.stop();
  const last = senders();
  await passes(last, HOUR);
  await passes(last, 24 * HOUR);
  expect(standin.requests).toHaveLength(1);
  expect(await said()).toContain('Webhook ohne Antwort');
  const { messages } = await journeyCounts({ database: db.database }, RETAILER, JOURNEY);
  // The mail found no address; of neither is said that it was sent.
  expect(messages).toMatchObject({ sent: 0, waiting: 0 });
  const reasons = messages.withheld.map(({ reason }) => reason);
  expect(reasons.sort()).toEqual(['address_missing', 'no_answer']);
  expect(await runsOf(db.database)).toMatchObject([{ end: 'finished' }]);
});

it('is sent once when the process dies before it was handed over', async () => {
  await life.does('anna', 'Joined');
  await db.database.owner`
    update delivery set status = 'sending', attempt = 1, channel = 'webhook',
      taken_at = ${new Date(life.path.clock.now() - 60_000)} where retailer_id = 1`;
  const next = senders({ leaseMs: 5_000 });
  next.start();
  await expect.poll(stands, { timeout: 50_000 }).toEqual(['sent', null]);
  await next.stop();
  expect(standin.requests).toHaveLength(1);
});
