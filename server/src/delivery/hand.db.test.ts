/** Handing over what is no longer this process's own. */
import type { ProfileId } from '@augenblick/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  addReader,
  ask,
  memoryChannel,
  memoryChannels,
  profileOf,
  request,
  senderOf,
  setRules,
  tally,
} from '../../test/messages.ts';
import { type WritePath, writePath } from '../../test/write-path.ts';

let db: TestDatabase;
let path: WritePath;

beforeAll(async () => {
  db = await testDatabase();
  path = writePath(db.database, { now: '2026-03-02T11:00:00Z' });
  await setRules(db.database);
});
afterAll(() => db.drop());

async function reader(user: string): Promise<ProfileId> {
  await addReader(path, user);
  return profileOf(db.database, 'user_id', user);
}

it('what another process has given back leaves once, with its next reservation', async () => {
  const mail = memoryChannel({ concurrency: 1, perSecond: 1 });
  let release: (() => void) | undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  mail.answer = async () => {
    if (mail.sent.length === 0) await held;
    return { outcome: 'sent', providerId: null };
  };
  const [one, other] = [await reader('a'), await reader('b')];
  await ask(db.database, [request(one, 'a'), request(other, 'b', { notBefore: 1 })]);
  const sender = senderOf(db.database, path.clock, memoryChannels({ mail }));
  const round = sender.round();
  // Both are reserved; the first one is under way, the second one waits for its turn.
  const handed = () => db.database.owner`select from delivery_handed where retailer_id = 1`;
  await expect.poll(async () => (await handed()).length).toBe(1);
  await expect.poll(() => sender.open()).toBe(2);
  await db.database.owner`
    update delivery set status = 'waiting' where retailer_id = 1 and profile_id = ${other}`;
  release?.();
  await expect.poll(() => sender.open()).toBeLessThan(2);
  path.clock.advance(10_000);
  await round;
  expect(mail.sent.map(({ profileId, attempt }) => [profileId, attempt])).toEqual([
    [one, 1],
    [other, 2],
  ]);
  expect(await tally(db.database)).toEqual({ sent: 2 });
  expect(await handed()).toHaveLength(0);
});
