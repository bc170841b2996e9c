/** A newsletter that waits for two profiles which turn out to be one shopper, and for two that are taken apart again. */
import type { ProfileId, RetailerId } from '@augenblick/contract';
import { DELIVERY_WORDS } from '@augenblick/contract';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  addReader,
  ask,
  type MemoryChannel,
  memoryChannel,
  memoryChannels,
  memoryWriter,
  profileOf,
  request,
  senderOf,
  SERVICE,
  setRules,
  tally,
} from '../../test/messages.ts';
import { type WritePath, writePath } from '../../test/write-path.ts';
import { messageList } from './history.ts';
import type { Sender, Writer } from './index.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ONE = 1 as RetailerId;
let db: TestDatabase;
let path: WritePath;
let mail: MemoryChannel;
let sender: Sender;
let count = 0;

beforeAll(async () => {
  db = await testDatabase();
  path = writePath(db.database, { now: '2026-03-02T11:00:00Z' });
  await setRules(db.database, { quiet: null, caps: [{ times: 100, per: 'day' }] });
});
afterAll(() => db.drop());
beforeEach(() => {
  mail = memoryChannel();
  sender = processOf(1);
});
afterEach(async () => {
  const { owner } = db.database;
  for (const table of ['delivery', 'delivery_handed', 'touch'])
    await owner`delete from ${owner(table)} where retailer_id = 1`;
});

const processOf = (seed: number, channel = mail): Sender =>
  senderOf(db.database, path.clock, memoryChannels({ mail: channel }), { seed });
const whose = (name: string): Promise<ProfileId> =>
  profileOf(db.database, 'email', `${name}@example.com`);
/** Two readers who do not know of each other: one by the shop's account, one by the tablet in the kitchen. */
async function two(): Promise<[string, string]> {
  const names: [string, string] = [`anna${(count += 1)}`, `tablet${count}`];
  const [account, tablet] = names;
  await addReader(path, account);
  path.clock.advance(MINUTE);
  const context = { externalIds: [{ type: 'email', id: `${tablet}@example.com` }] };
  const properties = { purpose: 'marketing', channel: 'email' };
  await path.ingest.submit(path.till, [
    { type: 'identify', anonymousId: tablet, context, traits: {} },
    { type: 'track', event: 'Consent Granted', anonymousId: tablet, context, properties },
  ]);
  path.clock.advance(MINUTE);
  return names;
}
async function join(names: [string, string]): Promise<void> {
  await seen(...names);
  expect(await whose(names[0])).toBe(await whose(names[1]));
}
/** Somebody else signs in on the tablet, so it tells nobody from another any more. */
async function part(names: [string, string]): Promise<void> {
  await seen(`${names[0]} neighbour`, names[1]);
  expect(await whose(names[0])).not.toBe(await whose(names[1]));
}
async function seen(userId: string, anonymousId: string): Promise<void> {
  await path.ingest.submit(path.till, [{ type: 'identify', userId, anonymousId, traits: {} }]);
}
/** Asks for one newsletter for both, in two variants: now, and for the second an hour later unless told. */
async function newsletter(
  names: readonly [string, string],
  { later = HOUR, template }: { later?: number; template?: string } = {},
): Promise<[string, string]> {
  const now = path.clock.now();
  const asked: string[] = [];
  for (const [i, name] of names.entries()) {
    const one = request(await whose(name), `b ${name} ${(count += 1)}`, {
      notBefore: now + i * later,
      ...(template === undefined ? {} : { templateIds: { mail: { id: template, version: 1 } } }),
    });
    one.origin.variant = 'ab'[i] ?? null;
    asked.push(...(await ask(db.database, [one])));
  }
  return asked as [string, string];
}
async function fate(id: string): Promise<[string, string | null, string]> {
  const [row] = await db.database.owner<
    { status: string; reason: string | null; profile_id: string }[]
  >`select status, reason, profile_id from delivery where retailer_id = 1 and id = ${id}`;
  return [row?.status ?? '', row?.reason ?? null, row?.profile_id ?? ''];
}
const after = async (ms: number): Promise<void> => {
  path.clock.advance(ms);
  await sender.round();
};

it('reaches the shopper once, and the other message says why it was left out', async () => {
  const names = await two();
  const [berta] = [await whose(names[1])];
  const [first, second] = await newsletter(names);
  await join(names);
  await sender.round();
  expect((await fate(first))[0]).toBe('sent');
  await after(HOUR);
  // Left out under the profile it was asked for: its own history, should they be taken apart.
  expect(await fate(second)).toEqual(['dropped', 'received_already', berta]);
  expect(mail.sent).toHaveLength(1);
  const whole = await whose(names[0]);
  const { messages } = await db.database.withRetailer(ONE, (tx) =>
    messageList(tx, ONE, { limit: 10 }, whole),
  );
  const words = messages.find(({ id }) => id === second)?.words;
  expect(words?.de).toContain(DELIVERY_WORDS.received_already.de);
  expect(words?.en).toContain(DELIVERY_WORDS.received_already.en);
});

it('reaches the shopper once when one of the two had it before they were joined', async () => {
  const names = await two();
  const [first, second] = await newsletter(names);
  await sender.round();
  await join(names);
  await after(HOUR);
  expect([(await fate(first))[0], (await fate(second))[1]]).toEqual(['sent', 'received_already']);
  expect(mail.sent).toHaveLength(1);
});

it('reaches the shopper once when the other profile’s is due first', async () => {
  const names = await two();
  // The one that goes is that of the profile which is nobody’s any more.
  const [second, first] = await newsletter([names[1], names[0]]);
  await join(names);
  await sender.round();
  await after(HOUR);
  expect([(await fate(second))[0], (await fate(first))[1]]).toEqual(['sent', 'received_already']);
});

it('reaches both when they were taken apart before it was due', async () => {
  const names = await two();
  const ids = await newsletter(names);
  await join(names);
  await part(names);
  await sender.round();
  await after(HOUR);
  const [anna, berta] = [await whose(names[0]), await whose(names[1])];
  expect(await Promise.all(ids.map(fate))).toEqual([
    ['sent', null, anna],
    ['sent', null, berta],
  ]);
  expect(mail.sent.map(({ address }) => address)).toEqual(names.map((n) => `${n}@example.com`));
});

it('reaches both when they were taken apart after somebody looked at them and put them off', async () => {
  const names = await two();
  const ids = await newsletter(names, { later: 0 });
  await join(names);
  mail.answer = () => ({
    outcome: 'refused',
    permanent: false,
    reason: 'mailbox_full',
    words: '452',
  });
  await sender.round();
  expect((await Promise.all(ids.map(fate))).map(([status]) => status)).toEqual([
    'waiting',
    'waiting',
  ]);
  await part(names);
  mail.answer = () => ({ outcome: 'sent', providerId: null });
  await after(HOUR);
  expect(mail.sent.map(({ address }) => address).sort()).toEqual(
    names.map((n) => `${n}@example.com`).sort(),
  );
});

it('reaches an address once, though they were taken apart between the two', async () => {
  const names = await two();
  const [first, second] = await newsletter(names);
  await join(names);
  await sender.round();
  // Of both addresses the one that was proven last is written to: that of the tablet.
  expect(mail.sent.map(({ address }) => address)).toEqual([`${names[1]}@example.com`]);
  await part(names);
  await after(HOUR);
  expect([(await fate(first))[0], (await fate(second))[1]]).toEqual(['sent', 'received_already']);
  expect(mail.sent).toHaveLength(1);
});

it('waits for what comes of the first, and leaves when that could not', async () => {
  const names = await two();
  const ids = await newsletter(names, { later: 0 });
  await join(names);
  let refused = 0;
  mail.answer = ({ id }) =>
    id === ids[0] && (refused += 1) === 1
      ? { outcome: 'refused', permanent: true, reason: 'message_refused', words: '554' }
      : { outcome: 'sent', providerId: null };
  await sender.round();
  expect((await Promise.all(ids.map(fate))).map(([status]) => status)).toEqual([
    'failed',
    'waiting',
  ]);
  await after(MINUTE);
  expect(await tally(db.database)).toEqual({ 'failed: message_refused': 1, sent: 1 });
});

it('is stopped at the last look when they were joined while both were on their way', async () => {
  mail = memoryChannel({ concurrency: 1, perSecond: 1 });
  sender = processOf(1, mail);
  let release: (() => void) | undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  mail.answer = async () => {
    if (mail.sent.length === 0) await held;
    return { outcome: 'sent', providerId: null };
  };
  const names = await two();
  const ids = await newsletter(names, { later: 0 });
  const round = sender.round();
  const noted = () => db.database.owner`select from delivery_handed where retailer_id = 1`;
  await expect.poll(async () => (await noted()).length).toBe(1);
  await expect.poll(() => sender.open()).toBe(2);
  await join(names);
  release?.();
  path.clock.advance(1_000);
  await round;
  await after(MINUTE);
  expect(mail.sent).toHaveLength(1);
  const fates = await Promise.all(ids.map(fate));
  expect(fates.map(([status, reason]) => `${status} ${reason ?? ''}`).sort()).toEqual([
    'dropped received_already',
    'sent ',
  ]);
});

it('is decided by one process at a time', async () => {
  const names = await two();
  const template = SERVICE;
  const [first, second] = await newsletter(names, { later: 1, template });
  await join(names);
  let release: (() => void) | undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let gathering = false;
  const gather: Writer['gather'] = async (...about) => {
    gathering = true;
    await held;
    return memoryWriter.gather(...about);
  };
  const slow = senderOf(db.database, path.clock, memoryChannels({ mail }), {
    writer: { ...memoryWriter, gather },
  });
  const one = slow.round();
  await expect.poll(() => gathering).toBe(true);
  // The first is decided and not committed; who looks at the second waits for that.
  path.clock.advance(1);
  const other = processOf(2).round();
  const waiting = () => db.database.owner`
    select from pg_locks where locktype = 'advisory' and not granted
       and database = (select oid from pg_database where datname = current_database())`;
  try {
    await expect.poll(async () => (await waiting()).length).toBe(1);
  } finally {
    release?.();
    await Promise.all([one, other]);
  }
  await after(MINUTE);
  expect([(await fate(first))[0], (await fate(second))[1]]).toEqual(['sent', 'received_already']);
});

it.each(['marketing', 'service'])('is sent once by two processes at once: %s', async (basis) => {
  const pairs: [string, string][] = [];
  for (let i = 0; i < 12; i++) pairs.push(await two());
  const template = basis === 'service' ? SERVICE : undefined;
  for (const pair of pairs)
    await newsletter(pair, { later: 0, ...(template === undefined ? {} : { template }) });
  for (const pair of pairs) await join(pair);
  const senders = [1, 2, 3].map((seed) => processOf(seed));
  const rounds = async () => Promise.all(senders.map((one) => one.round()));
  await rounds();
  path.clock.advance(MINUTE);
  await rounds();
  expect(await tally(db.database)).toEqual({
    sent: pairs.length,
    'dropped: received_already': pairs.length,
  });
  expect(new Set(mail.sent.map(({ profileId }) => profileId)).size).toBe(pairs.length);
  expect(mail.sent).toHaveLength(pairs.length);
});
