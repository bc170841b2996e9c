/** Messages for two profiles that turn out to be one shopper while they wait. */
import type { ProfileId } from '@augenblick/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  addReader,
  ask,
  memoryChannel,
  memoryChannels,
  profileOf,
  request as requestOf,
  senderOf,
  setRules,
  tally,
} from '../../test/messages.ts';
import { type WritePath, writePath } from '../../test/write-path.ts';

/** Each key is a newsletter of its own. */
function request(profileId: ProfileId, key: string) {
  const one = requestOf(profileId, key);
  return {
    ...one,
    origin: { ...one.origin, id: `0b000000-0000-4000-8000-${key.padStart(12, '0')}` },
  };
}

let db: TestDatabase;
let path: WritePath;

beforeAll(async () => {
  db = await testDatabase();
  path = writePath(db.database, { now: '2026-03-02T11:00:00Z' });
  await setRules(db.database, { caps: [{ times: 3, per: 'week' }] });
});
afterAll(() => db.drop());

it('what both were told counts together, and each gets what was asked for either', async () => {
  const mail = memoryChannel();
  const sender = senderOf(db.database, path.clock, memoryChannels({ mail }));
  await addReader(path, 'mara');
  await path.ingest.submit(path.till, [
    { type: 'identify', anonymousId: 'tablet', traits: { email: 'tablet@example.com' } },
    {
      type: 'track',
      event: 'Consent Granted',
      anonymousId: 'tablet',
      properties: { purpose: 'marketing', channel: 'email' },
    },
  ]);
  const [one, other] = [
    await profileOf(db.database, 'user_id', 'mara'),
    await profileOf(db.database, 'email', 'tablet@example.com'),
  ];
  expect(one).not.toBe(other);
  await ask(db.database, [request(one, 'a1'), request(other, 'b1')]);
  await sender.round();
  expect(mail.sent).toHaveLength(2);

  await path.ingest.submit(path.till, [
    { type: 'identify', userId: 'mara', anonymousId: 'tablet', traits: {} },
  ]);
  const heir = await profileOf(db.database, 'user_id', 'mara');
  expect(await profileOf(db.database, 'email', 'tablet@example.com')).toBe(heir);
  // One for each of the two ids, of which one is nobody's any more: the third of the week, and one too many.
  await ask(db.database, [request(one, 'a2'), request(other, 'b2')]);
  await sender.round();
  expect(await tally(db.database)).toEqual({ sent: 3, 'dropped: capped_overall': 1 });
  expect(mail.sent.at(-1)?.profileId).toBe(heir);
  expect(['mara@example.com', 'tablet@example.com']).toContain(mail.sent.at(-1)?.address);
  const left = await db.database.owner<{ profile_id: ProfileId }[]>`
    select profile_id from touch where retailer_id = 1`;
  expect(left.map(({ profile_id: id }) => id)).toEqual([heir]);

  // Asked for the id alone that is nobody's any more, in another week.
  path.clock.advance(8 * 86_400_000);
  await ask(db.database, [request(heir === one ? other : one, 'c')]);
  await sender.round();
  expect(await tally(db.database)).toEqual({ sent: 4, 'dropped: capped_overall': 1 });
  expect(mail.sent.at(-1)?.profileId).toBe(heir);
});

it('what both were told stays counted when the next one is left out', async () => {
  const mail = memoryChannel();
  const sender = senderOf(db.database, path.clock, memoryChannels({ mail }));
  await addReader(path, 'nina');
  const properties = { purpose: 'marketing', channel: 'email' };
  await path.ingest.submit(path.till, [
    { type: 'identify', anonymousId: 'phone', traits: { email: 'phone@example.com' } },
    { type: 'track', event: 'Consent Granted', anonymousId: 'phone', properties },
  ]);
  const one = await profileOf(db.database, 'user_id', 'nina');
  const other = await profileOf(db.database, 'email', 'phone@example.com');
  await ask(db.database, [request(one, '11'), request(other, '12')]);
  await sender.round();
  expect(mail.sent).toHaveLength(2);
  await path.ingest.submit(path.till, [
    { type: 'identify', userId: 'nina', anonymousId: 'phone', traits: {} },
  ]);
  const heir = await profileOf(db.database, 'user_id', 'nina');
  expect(await profileOf(db.database, 'email', 'phone@example.com')).toBe(heir);
  // Its day is over: nothing is counted, and nothing of what was counted is lost.
  await ask(db.database, [{ ...request(heir, '13'), notAfter: path.clock.now() - 1 }]);
  await sender.round();
  await ask(db.database, [request(heir, '14'), request(heir, '15')]);
  await sender.round();
  expect(mail.sent).toHaveLength(3);
});
