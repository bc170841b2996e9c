/** Messages that do not leave at the first try: what they count for, and whom they hold up. */
import type { ProfileId, RetailerId } from '@augenblick/contract';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  addReader,
  ask,
  memoryChannel,
  memoryChannels,
  profileOf,
  request,
  senderOf,
  tally,
} from '../../test/messages.ts';
import { type WritePath, writePath } from '../../test/write-path.ts';
import { systemPause } from '../runtime/index.ts';
import type { SendResult } from './channel.ts';
import { cancelKeys } from './enqueue.ts';
import type { AskHolds } from './hold.ts';
import { reconcile } from './reconcile.ts';

const HOUR = 3_600_000;
const RETAILER = 1 as RetailerId;
let db: TestDatabase;
let path: WritePath;

beforeAll(async () => {
  db = await testDatabase();
  path = writePath(db.database);
  const { owner } = db.database;
  const settings = { globalHoldoutBp: 0, caps: [{ times: 2, per: 'day' }], quiet: null };
  await owner`
    insert into decision_rule (retailer_id, salt, settings) values (1, 's', ${owner.json(settings)})`;
});
afterAll(() => db.drop());
afterEach(async () => {
  await db.database.owner`delete from delivery where retailer_id = 1`;
});

async function shopper(userId: string): Promise<ProfileId> {
  await addReader(path, userId);
  return profileOf(db.database, 'user_id', userId);
}

it('count on the day on which they leave, not on the day on which they were refused', async () => {
  const id = await shopper('anna');
  const mail = memoryChannel();
  const sender = senderOf(db.database, path.clock, memoryChannels({ mail }));
  mail.answer = () => ({
    outcome: 'refused',
    permanent: false,
    reason: 'message_refused',
    words: '450 later',
    onlyThis: true,
  });
  await ask(db.database, [request(id, 'evening')]);
  await sender.round();
  expect(await tally(db.database)).toEqual({ 'waiting: message_refused': 1 });
  mail.answer = () => ({ outcome: 'sent', providerId: null });
  path.clock.advance(24 * HOUR);
  const { owner } = db.database;
  // The two of the next day are taken first.
  await owner`update delivery set not_before = to_timestamp(${path.clock.now() / 1000})`;
  await ask(
    db.database,
    [1, 2].map((n) => request(id, `morning ${n}`)),
  );
  await sender.round();
  expect(mail.sent).toHaveLength(2);
  expect(await tally(db.database)).toEqual({ sent: 2, 'dropped: capped_overall': 1 });
  // On the day after nothing is left of what did not leave.
  path.clock.advance(24 * HOUR);
  await ask(
    db.database,
    [3, 4].map((n) => request(id, `later ${n}`)),
  );
  await sender.round();
  expect(mail.sent).toHaveLength(4);
});

it('do not come back to wait once they were taken back while they were being sent', async () => {
  const ids = await Promise.all(['ida', 'jan', 'kai'].map(shopper));
  const mail = memoryChannel({ concurrency: 1, perSecond: 1 });
  let answer: ((result: SendResult) => void) | undefined;
  mail.answer = () => new Promise((resolve) => (answer = resolve));
  const channels = memoryChannels({ mail });
  const sender = senderOf(db.database, path.clock, channels);
  const keys = ['on its way', 'reserved', 'wanted'];
  await ask(
    db.database,
    ids.map((id, i) => request(id, keys[i] as string, { notBefore: i })),
  );
  const round = sender.round();
  await expect.poll(() => sender.open()).toBe(3);
  await expect.poll(() => answer).toBeDefined();
  await db.database.withRetailer(RETAILER, (tx) =>
    cancelKeys(tx, RETAILER, keys.slice(0, 2), path.clock.now()),
  );
  const refused = { outcome: 'refused', permanent: false, reason: 'message_refused' } as const;
  mail.answer = () => ({ outcome: 'sent', providerId: null });
  path.clock.advance(1_000);
  answer?.({ ...refused, words: '450 later', onlyThis: true });
  await round;
  // The one that was only reserved is nobody's any more, and is given back like that of a process that died.
  expect(await tally(db.database)).toEqual({
    'dropped: taken_back': 1,
    'sending: taken_back': 1,
    sent: 1,
  });
  path.clock.advance(31_000);
  const { clock } = path;
  await reconcile({ sql: db.database.send, clock, channels, leaseMs: 180_000, backMs: 30_000 });
  path.clock.advance(24 * HOUR);
  await sender.round();
  expect(await tally(db.database)).toEqual({ 'dropped: taken_back': 2, sent: 1 });
  expect(mail.sent.map(({ profileId }) => profileId)).toEqual(ids.slice(2));
});

it('hold up nobody else when they cannot even be judged', async () => {
  const [broken, whole] = [await shopper('berta'), await shopper('carla')];
  const { owner } = db.database;
  const [kept] = await owner<{ state: string }[]>`select state from profile where id = ${broken}`;
  await owner`update profile set state = '{}' where retailer_id = 1 and id = ${broken}`;
  const mail = memoryChannel();
  const sender = senderOf(db.database, path.clock, memoryChannels({ mail, sms: memoryChannel() }));
  await ask(db.database, [
    request(broken, 'of the broken one', { channels: ['mail', 'sms'] }),
    request(whole, 'of the other'),
  ]);
  await sender.round();
  expect(mail.sent.map(({ profileId }) => profileId)).toEqual([whole]);
  expect(await tally(db.database)).toEqual({ sent: 1, 'waiting: content_failed': 1 });
  // Mended, it leaves by itself.
  await owner`update profile set state = ${kept?.state ?? ''} where retailer_id = 1 and id = ${broken}`;
  path.clock.advance(60_000);
  await sender.round();
  expect(await tally(db.database)).toEqual({ sent: 2 });
});

it('leave at once when they were reserved before the database went away amid those of others', async () => {
  const names = ['fritz', 'gerda', 'hanna'];
  const people = await Promise.all(names.map(shopper));
  const mail = memoryChannel();
  let reserving = 0;
  // All together cannot be judged, the first one can, and with the second one the database is gone.
  const failures = [new Error('no such column'), null, { code: 'CONNECTION_CLOSED' }];
  const broadcast: AskHolds = async (sql) => {
    // A transaction of its own is a reservation; on the pool it is the last look.
    const failure = sql === db.database.send ? null : failures[reserving++];
    if (failure) throw failure;
    return new Map();
  };
  const sender = senderOf(db.database, path.clock, memoryChannels({ mail }), {
    holds: { broadcast },
  });
  const asked = await ask(
    db.database,
    people.map((id, i) => request(id, `one of many ${i}`)),
  );
  expect(asked).toHaveLength(3);
  await sender.round();
  expect(reserving).toBeGreaterThan(failures.length);
  // No time has passed: nobody waited for a lease.
  expect(await tally(db.database)).toEqual({ sent: 3 });
  expect(mail.sent.map(({ profileId }) => profileId).sort()).toEqual([...people].sort());
});

it('wait for some time when the last look at them fails again and again', async () => {
  const id = await shopper('emil');
  const mail = memoryChannel();
  let broken = true;
  let asked = 0;
  // The first question is that of the reservation, all others are the last look's.
  const broadcast: AskHolds = async () => {
    asked += 1;
    if (broken && asked > 1) throw new Error('no such column');
    return new Map();
  };
  const sender = senderOf(db.database, path.clock, memoryChannels({ mail }), {
    holds: { broadcast },
    pause: (ms) => systemPause(Math.min(ms, 2)),
  });
  await ask(db.database, [request(id, 'seen badly')]);
  await sender.round();
  expect(mail.sent).toEqual([]);
  expect(asked).toBeLessThan(10);
  expect(await tally(db.database)).toEqual({ waiting: 1 });
  broken = false;
  path.clock.advance(60_000);
  await sender.round();
  expect(mail.sent).toHaveLength(1);
  expect(await tally(db.database)).toEqual({ sent: 1 });
});

it('use the budget of the month up once, however often they are tried', async () => {
  const id = await shopper('dora');
  const { owner } = db.database;
  await owner`insert into delivery_rule (retailer_id, settings) values (1, '{"monthly": {"mail": 1}}')`;
  const mail = memoryChannel();
  const sender = senderOf(db.database, path.clock, memoryChannels({ mail }));
  mail.answer = () => ({
    outcome: 'refused',
    permanent: false,
    reason: 'message_refused',
    words: '',
  });
  await ask(db.database, [request(id, 'the only one')]);
  await sender.round();
  mail.answer = () => ({ outcome: 'sent', providerId: null });
  path.clock.advance(HOUR);
  await sender.round();
  expect(await tally(db.database)).toEqual({ sent: 1 });
  await ask(db.database, [request(id, 'one too many')]);
  await sender.round();
  expect(await tally(db.database)).toEqual({ sent: 1, 'dropped: budget_used_up': 1 });
});
