/**
 * Caps and quiet hours, exact: shoppers in five zones, three senders at once, through the nights in which clocks change. What
 * may leave is worked out a second time with Intl alone.
 */
import type { ProfileId } from '@augenblick/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  ask,
  memoryChannel,
  memoryChannels,
  request,
  senderOf,
  told,
} from '../../test/messages.ts';
import { writePath } from '../../test/write-path.ts';
import { seededRandom } from '../runtime/index.ts';

const HOUR = 3_600_000;
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
] as const;
/** Lanes of their own: three senders reserve for the same shopper at the same time. */
const CHANNELS = ['mail', 'sms', 'telegram'] as const;
const SHOP = 'Europe/Berlin';
const [A_DAY, A_WEEK] = [2, 7];
let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await db.database.owner`
    insert into decision_rule (retailer_id, salt, settings) values (1, 's', ${db.database.owner.json(
      {
        globalHoldoutBp: 0,
        caps: [
          { times: A_DAY, per: 'day' },
          { times: A_WEEK, per: 'week' },
        ],
        quiet: { from: 22 * 60, to: 7 * 60, kinds: ['mail', 'app'] },
      },
    )})`;
});
afterAll(() => db.drop());

/** The wall of a zone, as Intl shows it. */
function wall(zone: string, at: number): { day: string; time: string } {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const [day = '', time = ''] = format.format(at).split(' ');
  return { day, time };
}
const quietAt = (zone: string, at: number): boolean => {
  const { time } = wall(zone, at);
  return time >= '22:00' || time < '07:00';
};
/** The Monday that begins the week of a day. */
function monday(day: string): string {
  const at = Date.parse(day);
  return new Date(at - ((new Date(at).getUTCDay() + 6) % 7) * 24 * HOUR).toISOString().slice(0, 10);
}

async function shoppers(path: ReturnType<typeof writePath>): Promise<Map<ProfileId, string>> {
  const found = new Map<ProfileId, string>();
  for (const timezone of ZONES) {
    const userId = `${timezone} ${path.clock.now()}`;
    const email = `u${found.size}.${path.clock.now()}@example.com`;
    const phone = `+49151${String(path.clock.now() / 1000).slice(-7)}${found.size}`;
    const properties = { purpose: 'marketing', channels: ['email', 'sms', 'telegram'] };
    await path.ingest.submit(path.till, [
      { type: 'identify', userId, traits: { email, phone, timezone } },
      { type: 'track', userId, event: 'Consent Granted', properties },
    ]);
    const [row] = await db.database.owner<{ id: ProfileId }[]>`
      select profile_id as id from identity where retailer_id = 1 and kind = 'user_id' and value = ${userId}`;
    if (row !== undefined) found.set(row.id, timezone);
  }
  return found;
}

it.each([
  ['Berlin loses an hour', '2026-03-27T10:00:00Z', 5],
  ['Auckland and Lord Howe gain some', '2026-04-03T10:00:00Z', 4],
  ['Berlin gains an hour', '2026-10-23T10:00:00Z', 5],
])('%s', async (_name, start, days) => {
  const path = writePath(db.database, { now: start, seed: Date.parse(start) % 10_000 });
  const people = await shoppers(path);
  // All of them hand over into the same hands.
  const hands = memoryChannel();
  const channels = memoryChannels({ mail: hands, sms: hands, telegram: hands });
  const senders = [1, 2, 3].map((seed) => senderOf(db.database, path.clock, channels, { seed }));
  const random = seededRandom(7);
  const counted = new Map<string, number>();
  const left = (key: string, most: number): number => most - (counted.get(key) ?? 0);
  const begin = path.clock.now();
  let steps = 0;
  for (let at = begin; at < begin + days * 24 * HOUR; at += HOUR + random.next() * HOUR) {
    const now = Math.floor(at);
    steps += 1;
    path.clock.set(now);
    const asked = [...people.keys()].flatMap((id) =>
      CHANNELS.flatMap((channel) =>
        [1, 2].map((n) =>
          request(id, `${start} ${steps} ${id} ${channel} ${n}`, { channels: [channel] }),
        ),
      ),
    );
    await ask(db.database, asked);
    await Promise.all(senders.map((sender) => sender.round()));
    const sent = hands.sent.splice(0);
    const { day } = wall(SHOP, now);
    for (const [id, zone] of people) {
      const [today, week] = [`${id} day ${day}`, `${id} week ${monday(day)}`];
      const may = quietAt(zone, now) ? 0 : Math.min(left(today, A_DAY), left(week, A_WEEK));
      const got = sent.filter(({ profileId }) => profileId === id).length;
      expect([zone, wall(zone, now), got]).toEqual([zone, wall(zone, now), may]);
      for (const key of [today, week]) counted.set(key, (counted.get(key) ?? 0) + got);
    }
  }
  // What waits for the morning waits for seven o'clock on the shopper's wall, to the minute.
  const waiting = (await told(db.database)).filter(({ status }) => status === 'waiting');
  const zoneOf = await db.database.owner<{ id: string; profile: ProfileId }[]>`
    select id, profile_id as profile from delivery where retailer_id = 1 and status = 'waiting'`;
  for (const { id, from, reason } of waiting) {
    const zone = people.get(zoneOf.find((one) => one.id === id)?.profile as ProfileId) ?? '';
    expect([reason, zone, wall(zone, from).time]).toEqual(['quiet_hours', zone, '07:00']);
  }
  await db.database.owner`delete from delivery where retailer_id = 1`;
});
