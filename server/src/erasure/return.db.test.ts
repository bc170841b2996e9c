/** Somebody was erased and comes back, while another process still remembers who they were. */
import type { RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ShopperHouse, shopperHouse } from '../../test/shopper-house.ts';
import { differences, type WritePath, writePath } from '../../test/write-path.ts';

const ONE = 1 as RetailerId;
let house: ShopperHouse;
let other: WritePath;

beforeAll(async () => {
  house = await shopperHouse();
  other = writePath(house.db.database, { seed: 9 });
});
afterAll(() => house.close());

const named = (userId: string) => ({
  type: 'identify',
  userId,
  traits: { email: `${userId}@mail.example`, phone: `+4915100000${userId.length}` },
});

it.each(['who', 'whom', 'whose'])(
  '%s is one shopper again, whichever process hears of them',
  async (userId) => {
    // The other process remembers one of their names, or all of them; this one erases them.
    other.clock.set(house.clock.now());
    const first = { ...named(userId), messageId: `${userId} 1` };
    if (userId === 'whose') await other.ingest.submit(other.till, [first]);
    else await house.ingest.submit(house.till, [first]);
    await other.ingest.submit(other.till, [
      { type: 'track', event: 'Product Viewed', userId, messageId: `${userId} 1b` },
    ]);
    const profile = await house.profileOf('user_id', userId);
    await house.post(`/shoppers/${profile}/erase`, { reason: 'shopper_request', confirm: profile });
    house.clock.advance(10_000);
    other.clock.set(house.clock.now());
    const back = { ...named(userId), messageId: `${userId} 2` };
    const goesOn = { type: 'track', event: 'Product Viewed', userId, messageId: `${userId} 3` };
    if (userId === 'who') {
      await other.ingest.submit(other.till, [back]);
      await house.ingest.submit(house.till, [goesOn]);
    } else if (userId === 'whom') {
      await house.ingest.submit(house.till, [goesOn]);
      other.clock.advance(5_000);
      await other.ingest.submit(other.till, [back]);
    } else {
      const email = {
        ...goesOn,
        userId: undefined,
        context: { externalIds: [{ type: 'email', id: 'whose@mail.example' }] },
      };
      await house.ingest.submit(house.till, [email]);
      other.clock.advance(5_000);
      await other.ingest.submit(other.till, [back]);
    }
    const { owner } = house.db.database;
    const rows = await owner<{ kind: string; id: string }[]>`
    select kind, profile_id as id from identity
     where retailer_id = ${ONE} and value = any(${[userId, named(userId).traits.email, named(userId).traits.phone]}::text[])
     order by kind`;
    expect(rows.map(({ kind }) => kind)).toEqual(['email', 'phone', 'user_id']);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(1);
    const events = await owner<{ id: string }[]>`
    select profile_id as id from event where retailer_id = ${ONE} and body->>'messageId' like ${`${userId} %`}`;
    expect(events.map(({ id }) => id)).toEqual([rows[0]?.id, rows[0]?.id]);
    expect(await differences(house.db.database, 1, { now: other.clock.now() })).toEqual([]);
  },
);
