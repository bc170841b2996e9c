/** Messages of a newsletter that is paused or cancelled while they are on their way. */
import type { BroadcastDraft, ProfileId, RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  addReader,
  type MemoryChannel,
  memoryChannel,
  memoryChannels,
  SERVICE,
  senderOf,
  setRules,
  tally,
} from '../../test/messages.ts';
import { BY, newsletter, newsletterDeps, newsletterRunner } from '../../test/newsletter.ts';
import { type WritePath, writePath } from '../../test/write-path.ts';
import { seededIds } from '../runtime/index.ts';
import { type BroadcastDeps, createBroadcast, readBroadcast, stepBroadcast } from './broadcasts.ts';

const ONE = 1 as RetailerId;
const USERS = 12;
const NOON = '2026-11-23T11:00:00Z';
const DRAFT = newsletter();
let db: TestDatabase;
let path: WritePath;
let deps: BroadcastDeps;
let mail: MemoryChannel;
let id: string;

beforeAll(async () => {
  db = await testDatabase();
  path = writePath(db.database, { now: NOON });
  await setRules(db.database);
  for (let n = 0; n < USERS; n++) await addReader(path, `b${n}`);
});
afterAll(() => db.drop());
beforeEach(() => begin(DRAFT));

async function begin(draft: BroadcastDraft): Promise<void> {
  // Noon in the shop: no night between the steps of a test.
  path.clock.set(Date.parse(NOON));
  for (const table of ['broadcast', 'broadcast_recipient', 'delivery', 'touch'])
    await db.database.owner`delete from ${db.database.owner(table)} where retailer_id = 1`;
  deps = newsletterDeps(db.database, path.clock, seededIds(3, path.clock));
  // One at a time, so that the others are reserved and not handed over when the first is.
  mail = memoryChannel({ perSecond: 1 });
  const { broadcast } = await createBroadcast(deps, ONE, draft, BY);
  id = broadcast.id;
  await step('schedule');
  await runner().round();
}

const step = (name: Parameters<typeof stepBroadcast>[1]) =>
  stepBroadcast(deps, name, { retailerId: ONE, id, by: BY });
const runner = () => newsletterRunner(db.database, path.clock);
const senders = () => senderOf(db.database, path.clock, memoryChannels({ mail }));

/** The first one that is handed over makes somebody press a button. */
const atFirst = (button: 'pause' | 'cancel'): void => {
  mail.answer = async () => {
    if (mail.sent.length === 0) await step(button);
    return { outcome: 'sent', providerId: null };
  };
};
const reached = (): Set<ProfileId> => new Set(mail.sent.map(({ profileId }) => profileId));

it('paused in the middle, what is reserved waits; when it goes on, everyone gets one', async () => {
  atFirst('pause');
  const sender = senders();
  await sender.round();
  expect(await tally(db.database)).toEqual({ sent: 1, 'waiting: newsletter_paused': USERS - 1 });
  // Longer than a message keeps: whoever waited has a time of their own when it goes on.
  for (let day = 0; day < 3; day++) {
    path.clock.advance(86_400_000 - 1);
    await runner().round();
    await sender.round();
  }
  expect(mail.sent).toHaveLength(1);
  await step('resume');
  mail = memoryChannel();
  await runner().round();
  await senders().round();
  expect(reached().size).toBe(USERS - 1);
  path.clock.advance(5_000);
  await runner().round();
  const { broadcast, progress } = await readBroadcast(deps, ONE, id);
  expect(broadcast.status).toBe('done');
  expect(progress).toMatchObject({ audience: USERS, sent: USERS });
});

const [FIRST] = DRAFT.variants;
const TESTED: BroadcastDraft = {
  ...DRAFT,
  variants: [
    FIRST,
    { ...FIRST, id: 'b', name: 'B', templateIds: { mail: SERVICE } },
  ] as BroadcastDraft['variants'],
  test: { shareBp: 5_000, afterMinutes: 600, measure: 'opened', unclear: 'leading' },
};

it.each([
  ['', DRAFT],
  [', also while the winner is waited for', TESTED],
  [', also while others are not due yet', { ...DRAFT, spreadMinutes: 600 }],
])(
  'put off in the very moment in which it went on, it leaves within seconds%s',
  async (_, draft) => {
    await begin(draft);
    path.clock.advance(3 * 3_600_000);
    await runner().round();
    mail = memoryChannel();
    await step('pause');
    path.clock.advance(1_000);
    await step('resume');
    await runner().round();
    const late = new Date(path.clock.now() + 3_600_000);
    const { count } = await db.database.owner`
    update delivery set reason = 'newsletter_paused', not_before = ${late}
     where retailer_id = 1 and status = 'waiting'`;
    expect(count).toBeGreaterThan(0);
    path.clock.advance(2_000);
    await runner().round();
    await senders().round();
    expect(reached().size).toBe(count);
    // Not for ever: once it is certain that nothing was put off any more, nobody looks.
    for (const ms of [118_000, 2_000]) {
      path.clock.advance(ms);
      await runner().round();
    }
    const [row] = await db.database.owner`select status, paused_at from broadcast where id = ${id}`;
    if (row?.['status'] === 'sending') expect(row['paused_at']).toBeNull();
  },
);

it('cancelled in the middle, nothing of what is reserved leaves', async () => {
  atFirst('cancel');
  const sender = senders();
  await sender.round();
  path.clock.advance(3_600_000);
  await sender.round();
  expect(mail.sent).toHaveLength(1);
  const { broadcast, progress } = await readBroadcast(deps, ONE, id);
  expect(broadcast.status).toBe('cancelled');
  expect(progress).toMatchObject({ sent: 1, takenBack: USERS - 1 });
});
