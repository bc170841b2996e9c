/** Messages of a journey that stands still or was ended while they wait, or while they are on their way. */
import type { ProfileId } from '@augenblick/contract';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { addTemplate, CART, profileOf, publishDraft, sweep, takeStep } from '../../test/journey.ts';
import {
  addReader,
  ask,
  type MemoryChannel,
  memoryChannel,
  memoryChannels,
  request,
  senderOf,
  setRules,
  tally,
} from '../../test/messages.ts';
import { type WritePath, writePath } from '../../test/write-path.ts';
import type { JourneyStep } from './journeys.ts';

const NIGHT = '2026-03-02T22:30:00Z';
const MORNING = Date.parse('2026-03-03T06:00:00Z');
const HOUR = 3_600_000;
let db: TestDatabase;
let path: WritePath;
let id: string;
let mail: MemoryChannel;
let people: ProfileId[];
let count = 0;

beforeAll(async () => {
  db = await testDatabase();
  await addTemplate(db.database);
  await setRules(db.database);
});
afterAll(() => db.drop());
beforeEach(async () => {
  for (const table of ['journey', 'journey_version', 'delivery', 'touch'])
    await db.database.owner`delete from ${db.database.owner(table)} where retailer_id = 1`;
  path = writePath(db.database, { now: NIGHT, seed: ++count * 1_000 });
  id = await publishDraft({ database: db.database, ...path }, CART);
  mail = memoryChannel();
  people = [];
  for (const user of [1, 2, 3].map((n) => `h${count}-${n}`)) {
    await addReader(path, user);
    people.push(await profileOf(db.database, user));
  }
});

const senders = () => senderOf(db.database, path.clock, memoryChannels({ mail }));
const take = (what: JourneyStep) =>
  takeStep({ database: db.database, clock: path.clock }, what, id);
const status = async (): Promise<unknown> =>
  (await db.database.owner<{ status: string }[]>`select status from journey`)[0]?.status;

/** A message for each shopper, as a step of the journey asks for it; `deadlines` (ms) in their order. */
function asks(deadlines: readonly (number | null)[] = [null, null, null]): Promise<string[]> {
  const origin = { kind: 'journey', id, step: 'm1', version: 1, variant: null } as const;
  return ask(
    db.database,
    people.map((one, i) => request(one, one, { origin, notAfter: deadlines[i] ?? null })),
  );
}

it('paused in the night, nothing leaves in the morning; going on, what is not too late does', async () => {
  await asks([null, MORNING + HOUR, MORNING + 5 * HOUR]);
  const sender = senders();
  await sender.round();
  expect(await tally(db.database)).toEqual({ 'waiting: quiet_hours': 3 });
  await take('pause');
  path.clock.set(MORNING + 1);
  await sender.round();
  expect(await tally(db.database)).toEqual({ 'waiting: journey_paused': 3 });
  path.clock.advance(2 * HOUR);
  await sender.round();
  expect(await tally(db.database)).toEqual({ 'waiting: journey_paused': 3 });
  expect(mail.sent).toEqual([]);
  await take('resume');
  await sender.round();
  expect(await tally(db.database)).toEqual({ sent: 2, 'dropped: too_late': 1 });
  const reached = new Set(mail.sent.map(({ profileId }) => profileId));
  expect(reached).toEqual(new Set([people[0], people[2]]));
});

it('paused while they are on their way, what was not handed over yet waits, and leaves once', async () => {
  path.clock.set(MORNING);
  mail = memoryChannel({ perSecond: 1 });
  mail.answer = async () => {
    if (mail.sent.length === 0) await take('pause');
    return { outcome: 'sent', providerId: null };
  };
  await asks();
  const sender = senders();
  await sender.round();
  expect(await tally(db.database)).toEqual({ sent: 1, 'waiting: journey_paused': 2 });
  path.clock.advance(60_000);
  await take('resume');
  await sender.round();
  expect(await tally(db.database)).toEqual({ sent: 3 });
  expect(new Set(mail.sent.map(({ profileId }) => profileId)).size).toBe(3);
});

it('put off in the very moment in which it went on, it leaves with the next sweep', async () => {
  path.clock.set(MORNING);
  await asks();
  await take('pause');
  path.clock.advance(60_000);
  await take('resume');
  const late = new Date(path.clock.now() + HOUR);
  await db.database.owner`update delivery set reason = 'journey_paused', not_before = ${late}`;
  path.clock.advance(30_000);
  await sweep(db.database, path.clock);
  await senders().round();
  expect(await tally(db.database)).toEqual({ sent: 3 });
});

it('ended by hand, what waits is left out and says so, and so is what comes back', async () => {
  await asks();
  const sender = senders();
  await sender.round();
  const [first] = people;
  const { owner } = db.database;
  // One of them may leave in the night.
  await owner`update delivery set not_before = to_timestamp(0) where profile_id = ${first ?? ''}`;
  await owner`update decision_rule set settings = settings || '{"quiet": null}'`;
  mail.answer = async () => {
    await take('end');
    return { outcome: 'refused', permanent: false, reason: 'mailbox_full', words: '452' };
  };
  await sender.round();
  expect(await tally(db.database)).toEqual({
    'waiting: mailbox_full': 1,
    'dropped: journey_ended': 2,
  });
  path.clock.advance(HOUR);
  await sender.round();
  expect(await tally(db.database)).toEqual({ 'dropped: journey_ended': 3 });
  await owner`update decision_rule set settings = settings - 'quiet'`;
});

it('finishing, it ends only when its last message has left', async () => {
  await asks();
  const sender = senders();
  await sender.round();
  await take('finish');
  await sweep(db.database, path.clock);
  expect(await status()).toBe('finishing');
  path.clock.set(MORNING + 1);
  await sender.round();
  expect(await tally(db.database)).toEqual({ sent: 3 });
  await sweep(db.database, path.clock);
  expect(await status()).toBe('ended');
});
