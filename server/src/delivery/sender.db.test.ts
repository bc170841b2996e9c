import type { ProfileId, RetailerId } from '@augenblick/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  ask,
  BROKEN,
  memoryChannel,
  memoryChannels,
  profileOf,
  request,
  senderOf,
  SERVICE,
  setRules,
  tally,
  told,
} from '../../test/messages.ts';
import { type WritePath, writePath } from '../../test/write-path.ts';
import { createSuppressionList } from '../consent/index.ts';
import { createIds, seededRandom } from '../runtime/index.ts';
import { cancel, type Sender } from './index.ts';
import { takeReceipts } from './receipts.ts';

const RETAILER = 1 as RetailerId;
const NOON = '2026-03-02T11:00:00Z';
let db: TestDatabase;
let path: WritePath;
let count = 0;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  path = writePath(db.database, { now: NOON, seed: ++count * 1_000 });
  await setRules(db.database);
});
afterEach(async () => {
  for (const table of [
    'delivery',
    'delivery_handed',
    'delivery_news',
    'touch',
    'delivery_rule',
    'delivery_budget',
  ]) {
    await db.database.owner`delete from ${db.database.owner(table)}`;
  }
});

/** A shopper with a proven address and, unless told, a consent to mails. */
async function shopper(consents: readonly string[] = ['email']): Promise<ProfileId> {
  const user = `u${++count}`;
  const items: unknown[] = [
    { type: 'identify', userId: user, traits: { email: `${user}@example.com` } },
    ...consents.map((channel) => said(user, 'Consent Granted', channel)),
  ];
  await path.ingest.submit(path.till, items);
  return profileOf(db.database, 'user_id', user);
}
function said(userId: string, event: string, channel: string) {
  return { type: 'track', event, userId, properties: { purpose: 'marketing', channel } };
}
const rule = (settings: object) =>
  db.database.owner`
    update decision_rule set settings = settings || ${db.database.owner.json(settings as never)} where retailer_id = 1`;

describe('sending', () => {
  it('reserves, sends, records; asking twice is asking once', async () => {
    const mail = memoryChannel();
    const sender = senderOf(db.database, path.clock, memoryChannels({ mail }));
    const one = await shopper();
    expect(await ask(db.database, [request(one, 'a'), request(one, 'a')])).toHaveLength(1);
    expect(await ask(db.database, [request(one, 'a')])).toEqual([]);
    await sender.round();
    expect(mail.sent).toHaveLength(1);
    expect(mail.sent[0]?.address).toBe(`u${count}@example.com`);
    expect(await tally(db.database)).toEqual({ sent: 1 });
    expect(await db.database.owner`select * from delivery_handed`).toHaveLength(0);
    await sender.round();
    expect(mail.sent).toHaveLength(1);
  });

  it('speaks the language it was asked for in, else the shopper’s', async () => {
    const mail = memoryChannel();
    const sender = senderOf(db.database, path.clock, memoryChannels({ mail }));
    const one = await shopper();
    await ask(db.database, [request(one, 'own'), request(one, 'asked', { locale: 'en' })]);
    await sender.round();
    expect(mail.sent.map(({ locale }) => locale).sort()).toEqual(['de', 'en']);
  });

  it('says why somebody gets nothing', async () => {
    const mail = memoryChannel();
    const sender = senderOf(db.database, path.clock, memoryChannels({ mail }));
    const silent = await shopper([]);
    const agreed = await shopper();
    const never = { mail: { id: SERVICE, version: 0 } };
    await ask(db.database, [
      request(silent, 'silent'),
      request('0c000000-0000-4000-8000-000000000001', 'gone'),
      request(agreed, 'late', { notAfter: path.clock.now() - 1 }),
      request(agreed, 'draft', { templateIds: never }),
      request(agreed, 'broken', { templateIds: { mail: { id: BROKEN, version: 1 } } }),
      request(agreed, 'sms', { channels: ['sms'] }),
    ]);
    await sender.round();
    expect(await tally(db.database)).toEqual({
      'dropped: consent_missing': 1,
      'dropped: shopper_gone': 1,
      'dropped: too_late': 1,
      'dropped: template_missing': 1,
      'dropped: channel_off': 1,
      'failed: content_failed': 1,
    });
    expect(mail.sent).toEqual([]);
  });

  it('an order is told without consent to advertising, in the quiet hours, too', async () => {
    const mail = memoryChannel();
    const sender = senderOf(db.database, path.clock, memoryChannels({ mail }));
    path.clock.set(Date.parse('2026-03-02T23:30:00Z'));
    const one = await shopper([]);
    await ask(db.database, [
      request(one, 'a', { templateIds: { mail: { id: SERVICE, version: 1 } } }),
    ]);
    await sender.round();
    expect(mail.sent).toHaveLength(1);
  });

  it('puts off until morning in the shopper’s zone, and leaves out what has a deadline before', async () => {
    const mail = memoryChannel();
    const sender = senderOf(db.database, path.clock, memoryChannels({ mail }));
    const one = await shopper();
    path.clock.set(Date.parse('2026-03-02T22:30:00Z'));
    const notAfter = Date.parse('2026-03-03T05:59:00Z');
    await ask(db.database, [request(one, 'a'), request(one, 'b', { notAfter })]);
    await sender.round();
    expect(await tally(db.database)).toEqual({
      'waiting: quiet_hours': 1,
      'dropped: quiet_hours': 1,
    });
    const waiting = (await told(db.database)).find(({ status }) => status === 'waiting');
    expect(waiting?.from).toBe(Date.parse('2026-03-03T06:00:00Z'));
    path.clock.set(Date.parse('2026-03-03T05:59:59.999Z'));
    await sender.round();
    expect(mail.sent).toHaveLength(0);
    path.clock.advance(1);
    await sender.round();
    expect(mail.sent).toHaveLength(1);
  });

  it('counts exactly with many senders at once, together with what was shown', async () => {
    await rule({ caps: [{ times: 3, per: 'week' }] });
    const mail = memoryChannel();
    const people = [await shopper(), await shopper()];
    for (const one of people) {
      await ask(
        db.database,
        Array.from({ length: 8 }, (_, i) => request(one, `${one} ${i}`)),
      );
    }
    const senders = [1, 2, 3].map((seed) =>
      senderOf(db.database, path.clock, memoryChannels({ mail }), { seed }),
    );
    await Promise.all(senders.map((sender) => sender.round()));
    expect(await tally(db.database)).toEqual({ sent: 6, 'dropped: capped_overall': 10 });
    for (const one of people)
      expect(mail.sent.filter(({ profileId }) => profileId === one)).toHaveLength(3);
  });

  it('keeps the comparison group silent, and sends one of a group a day', async () => {
    const mail = memoryChannel();
    const sender = senderOf(db.database, path.clock, memoryChannels({ mail }));
    const one = await shopper();
    const group = { exclusiveGroup: 'remind' };
    await ask(db.database, [request(one, 'a', group), request(one, 'b', group)]);
    await sender.round();
    await rule({ globalHoldoutBp: 10_000 });
    await ask(db.database, [request(one, 'c')]);
    await sender.round();
    expect(await tally(db.database)).toEqual({
      sent: 1,
      'dropped: group_taken': 1,
      'dropped: global_holdout': 1,
    });
  });

  it('stops at the month’s quota', async () => {
    await db.database.owner`insert into delivery_rule values (1, '{"monthly":{"mail":2}}')`;
    const mail = memoryChannel();
    const one = await shopper();
    await ask(
      db.database,
      Array.from({ length: 5 }, (_, i) => request(one, `q${i}`)),
    );
    const senders = [1, 2].map((seed) =>
      senderOf(db.database, path.clock, memoryChannels({ mail }), { seed }),
    );
    await Promise.all(senders.map((sender) => sender.round()));
    expect(await tally(db.database)).toEqual({ sent: 2, 'dropped: budget_used_up': 3 });
  });

  it('takes the first channel that is allowed and reachable', async () => {
    const mail = memoryChannel();
    const inbox = memoryChannel();
    const sender = senderOf(db.database, path.clock, memoryChannels({ mail, inbox }));
    const mailer = await shopper(['email']);
    const passer = await shopper(['app']);
    for (const one of [mailer, passer])
      await ask(db.database, [request(one, one, { channels: ['push', 'inbox', 'mail'] })]);
    await sender.round();
    expect(mail.sent.map(({ profileId }) => profileId)).toEqual([mailer]);
    expect(inbox.sent.map(({ profileId }) => profileId)).toEqual([passer]);
  });

  it('takes back what waits', async () => {
    const mail = memoryChannel();
    const sender = senderOf(db.database, path.clock, memoryChannels({ mail }));
    const one = await shopper();
    const asked = request(one, 'a');
    await ask(db.database, [asked]);
    const taken = await db.database.withRetailer(RETAILER, (tx) =>
      cancel(tx, RETAILER, { kind: 'broadcast', id: asked.origin.id }, path.clock.now()),
    );
    expect(taken).toBe(1);
    await sender.round();
    expect(await tally(db.database)).toEqual({ 'dropped: taken_back': 1 });
  });
});

describe('a dead mailbox', () => {
  const next = async (sender: Sender, profileId: ProfileId) => {
    await ask(db.database, [request(profileId, 'next')]);
    await sender.round();
    return Object.keys(await tally(db.database));
  };

  it('known to the server that was handed the mail takes nothing more', async () => {
    const mail = memoryChannel();
    mail.answer = () => ({
      outcome: 'refused',
      permanent: true,
      reason: 'mailbox_gone',
      words: '550',
    });
    const sender = senderOf(db.database, path.clock, memoryChannels({ mail }));
    const one = await shopper();
    await ask(db.database, [request(one, 'first')]);
    await sender.round();
    expect(await next(sender, one)).toContain('dropped: bounced_before');
  });

  const notices = [
    ['comes back for good', 'bounced', true, 'dropped: bounced_before'],
    ['comes back for now', 'bounced', false, 'sent'],
    ['calls it spam', 'complained', false, 'dropped: complained_before'],
  ] as const;
  it.each(notices)('that %s', async (_name, kind, permanent, expected) => {
    const mail = memoryChannel();
    const sender = senderOf(db.database, path.clock, memoryChannels({ mail }));
    const one = await shopper();
    const [deliveryId = ''] = await ask(db.database, [request(one, 'first')]);
    await sender.round();
    const ids = createIds(path.clock, seededRandom(count));
    const deps = {
      sql: db.database.owner,
      clock: path.clock,
      ids,
      pause: async () => undefined,
      live: { publish: () => undefined },
      news: () => undefined,
      suppression: createSuppressionList({ sql: db.database.owner, ids }),
    };
    const notice = { channel: 'mail', providerId: null, reason: null, words: '' } as const;
    const at = path.clock.now();
    await takeReceipts(deps, RETAILER, [{ ...notice, kind, permanent, deliveryId, at }]);
    expect(await next(sender, one)).toContain(expected);
  });
});

describe('the last look', () => {
  it('an objection between reserving and handing over is heard', async () => {
    const mail = memoryChannel({ concurrency: 1, perSecond: 1 });
    let blocked: (() => void) | undefined;
    const first = new Promise<void>((resolve) => (blocked = resolve));
    mail.answer = async () => {
      if (mail.sent.length === 0) await first;
      return { outcome: 'sent', providerId: null };
    };
    const [one, two] = [await shopper(), await shopper()];
    const sender = senderOf(db.database, path.clock, memoryChannels({ mail }));
    await ask(db.database, [request(one, 'a'), request(two, 'b', { notBefore: 1 })]);
    const round = sender.round();
    // Both are reserved; the first one is under way, the second one waits for it.
    await expect.poll(() => sender.open()).toBe(2);
    await path.ingest.submit(path.till, [said(`u${count}`, 'Unsubscribed', 'email')]);
    blocked?.();
    path.clock.advance(1_000);
    await round;
    expect(await tally(db.database)).toEqual({ sent: 1, 'dropped: objected': 1 });
    expect(mail.sent.map(({ profileId }) => profileId)).toEqual([one]);
  });
});

describe('answers', () => {
  it('tries again what was refused for now, later each time, and gives up what is refused for good', async () => {
    let refusals = 2;
    const mail = memoryChannel();
    mail.answer = ({ address }) => {
      if (address.startsWith(`u${count - 1}@`))
        return { outcome: 'refused', permanent: true, reason: 'address_refused', words: '550' };
      return refusals-- > 0
        ? { outcome: 'refused', permanent: false, reason: 'mailbox_full', words: '452 voll' }
        : { outcome: 'sent', providerId: 'p1' };
    };
    const sender = senderOf(db.database, path.clock, memoryChannels({ mail }));
    await ask(db.database, [request(await shopper(), 'a'), request(await shopper(), 'b')]);
    await sender.round();
    expect(await tally(db.database)).toEqual({
      'failed: address_refused': 1,
      'waiting: mailbox_full': 1,
    });
    path.clock.advance(5_000);
    await sender.round();
    path.clock.advance(29_999);
    await sender.round();
    expect(mail.sent).toHaveLength(0);
    path.clock.advance(1);
    await sender.round();
    expect(await tally(db.database)).toEqual({ 'failed: address_refused': 1, sent: 1 });
  });

  it('closes a channel that does not work, and nobody is left out when it is back', async () => {
    let down = true;
    let tries = 0;
    const mail = memoryChannel();
    mail.answer = () => {
      tries += 1;
      return down
        ? { outcome: 'refused', permanent: false, reason: 'channel_down', words: 'ECONNREFUSED' }
        : { outcome: 'sent', providerId: null };
    };
    const sender = senderOf(db.database, path.clock, memoryChannels({ mail }));
    const one = await shopper();
    await ask(
      db.database,
      Array.from({ length: 100 }, (_, i) => request(one, `d${i}`)),
    );
    await sender.round();
    expect(tries).toBeLessThan(40);
    down = false;
    for (let i = 0; i < 6; i++) {
      path.clock.advance(60_000);
      await sender.round();
    }
    expect(await tally(db.database)).toEqual({ sent: 100 });
    expect(new Set(mail.sent.map(({ id }) => id)).size).toBe(100);
  });

  it('never sends again what had no answer; asks where it can', async () => {
    const mail = memoryChannel({ timeoutMs: 5 });
    mail.answer = () => new Promise(() => undefined);
    const sender = senderOf(db.database, path.clock, memoryChannels({ mail }));
    await ask(db.database, [request(await shopper(), 'a')]);
    await sender.round();
    expect(await tally(db.database)).toEqual({ 'unknown: no_answer': 1 });
  });
});

describe('what a dead process left behind', () => {
  const ids = createIds({ now: () => 0 }, seededRandom(9));
  it('goes back to waiting when it was not handed over, and stays unknown when it was', async () => {
    const mail = memoryChannel();
    const channels = memoryChannels({ mail });
    const one = await shopper();
    const made = await ask(db.database, [request(one, 'a'), request(one, 'b'), request(one, 'c')]);
    const at = new Date(path.clock.now() - 10_000);
    await db.database.owner`
      update delivery set status = 'sending', attempt = 1, channel = 'mail', taken_at = ${at}`;
    await db.database.owner`
      insert into delivery_handed values (1, ${ids.uuid7()}, ${at}, ${[made[0] as string]}::uuid[])`;
    const sender = senderOf(db.database, path.clock, channels, { leaseMs: 5_000 });
    sender.start();
    await expect.poll(() => tally(db.database)).toEqual({ 'unknown: no_answer': 1, sent: 2 });
    await sender.stop();
    expect(mail.sent.map(({ id }) => id).sort()).toEqual(made.slice(1).sort());
  });

  it('is settled by asking a channel that remembers', async () => {
    const mail = memoryChannel({ ask: async (id) => (id === known ? 'sent' : 'not_sent') });
    const one = await shopper();
    const [known, other] = await ask(db.database, [request(one, 'a'), request(one, 'b')]);
    const at = new Date(path.clock.now() - 10_000);
    await db.database.owner`
      update delivery set status = 'sending', attempt = 1, channel = 'mail', taken_at = ${at}`;
    await db.database.owner`
      insert into delivery_handed values (1, ${ids.uuid7()}, ${at}, ${[known, other] as string[]}::uuid[])`;
    const sender = senderOf(db.database, path.clock, memoryChannels({ mail }), { leaseMs: 5_000 });
    sender.start();
    await expect.poll(() => tally(db.database)).toEqual({ sent: 2 });
    await sender.stop();
    expect(mail.sent.map(({ id }) => id)).toEqual([other]);
  });
});
