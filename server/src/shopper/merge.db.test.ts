import type { IdentityLog, ShopperDetail, Timeline } from '@augenblick/contract/api/shopper.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NEIGHBOUR_PROFILE } from '../../test/retailers.ts';
import { type ShopperHouse, shopperHouse } from '../../test/shopper-house.ts';
import { differences } from '../../test/write-path.ts';

let house: ShopperHouse;
beforeAll(async () => {
  house = await shopperHouse();
  const bought = (userId: string, total: number) => ({
    type: 'track',
    event: 'Order Completed',
    messageId: `o-${userId}`,
    userId,
    properties: { order_id: `O-${userId}`, total, currency: 'EUR' },
  });
  await house.ingest.submit(house.till, [bought('u1', 10), bought('u2', 5)]);
});
afterAll(() => house.close());

const view = async (id: string) => {
  const { firstSeenAt: _, ...rest } = await house.get<ShopperDetail>(`/shoppers/${id}`);
  return rest;
};

describe('joining and separating by staff', () => {
  it('joins two shoppers, says who and why, and takes them apart exactly', async () => {
    const a = await house.profileOf('user_id', 'u1');
    const b = await house.profileOf('user_id', 'u2');
    const before = [await view(a), await view(b)];
    house.clock.advance(60_000);
    const reason = 'Hat sich an der Kasse ausgewiesen';
    const { id } = await house.post<{ id: string }>(`/shoppers/${a}/merge`, {
      otherProfileId: b,
      reason,
    });
    expect((await view(id)).worth[0]).toMatchObject({ orders: 2, revenueMinor: 1500 });
    // Both old addresses lead to the survivor.
    expect([(await view(a)).id, (await view(b)).id]).toEqual([id, id]);
    const log = await house.get<IdentityLog>(`/shoppers/${id}/identities`);
    const merge = log.changes.find((change) => change.action === 'staff_merge');
    expect(merge).toMatchObject({ note: reason, by: house.owner.email });

    const gone = id === a ? b : a;
    const value = id === a ? 'u2' : 'u1';
    const parted = await house.post<{ id: string; separatedId: string }>(
      `/shoppers/${id}/unmerge`,
      {
        kind: 'user_id',
        value,
        reason: 'Verwechslung',
      },
    );
    expect(parted).toEqual({ id, separatedId: gone });
    expect([await view(a), await view(b)]).toEqual(before);
    expect(await differences(house.db.database)).toEqual([]);
    const timeline = await house.get<Timeline>(`/shoppers/${id}/timeline?types=identity`);
    const phrases = timeline.entries.map((entry) => entry.phrase.key);
    expect(phrases).toContain('identity.staff_unmerge');
    expect(phrases.at(-1)).toBe('identity.first_seen');
    const audit = await house.db.database.owner<{ action: string }[]>`
      select action from audit where retailer_id = 1 and action like 'shopper.%' order by id`;
    expect(audit.map((row) => row.action)).toEqual(['shopper.merged', 'shopper.unmerged']);
  });

  it('refuses a shopper of another retailer, oneself, and an identifier that is not theirs', async () => {
    const a = await house.profileOf('user_id', 'u1');
    const b = await house.profileOf('user_id', 'u2');
    const merge = (otherProfileId: string) =>
      house.owner.request('POST', `/api/r/1/shoppers/${a}/merge`, {
        otherProfileId,
        reason: 'weil',
      });
    expect((await merge(NEIGHBOUR_PROFILE)).statusCode).toBe(404);
    expect((await merge(a)).statusCode).toBe(400);
    const unmerge = (value: string) =>
      house.owner.request('POST', `/api/r/1/shoppers/${b}/unmerge`, {
        kind: 'user_id',
        value,
        reason: 'weil',
      });
    expect((await unmerge('u1')).statusCode).toBe(409);
    expect((await unmerge('unknown')).statusCode).toBe(404);
    const analyst = await house.server.visitor('analyst');
    const answer = await analyst.request('POST', `/api/r/1/shoppers/${a}/merge`, {
      otherProfileId: b,
      reason: 'weil',
    });
    expect(answer.statusCode).toBe(403);
  });
});
