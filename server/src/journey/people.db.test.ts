/** Shoppers on a journey who are erased, joined or taken apart by the team; and steps that the decision engine answers. */
import type { ProfileId, RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addCampaign, addPlacement, deciding } from '../../test/decision-house.ts';
import {
  addTemplate,
  CART,
  HOME_CAMPAIGN,
  mail,
  messages,
  publishDraft,
  runnerOf,
} from '../../test/journey.ts';
import { type ShopperHouse, shopperHouse } from '../../test/shopper-house.ts';
import { draftOf } from './example.ts';
import type { JourneyRunner } from './runner.ts';

const HOUR = 3_600_000;
const ONE = 1 as RetailerId;
let house: ShopperHouse;
let runner: JourneyRunner;

beforeAll(async () => {
  house = await shopperHouse();
  await addTemplate(house.db.database);
});
afterAll(() => house.close());
beforeEach(async () => {
  const { owner } = house.db.database;
  const own = ['journey', 'journey_version', 'journey_run', 'journey_step', 'journey_tally'];
  for (const table of [...own, 'journey_inbox', 'journey_effect', 'delivery'])
    await owner`delete from ${owner(table)} where retailer_id = 1`;
  runner = runnerOf(house.db.database, house);
});

const shop = () => ({ database: house.db.database, clock: house.clock });
const add = async (userId: string, cart: string): Promise<void> => {
  await house.ingest.submit(house.till, [
    { type: 'track', event: 'Product Added', userId, properties: { cart_id: cart } },
  ]);
  await runner.round();
};
const buy = (userId: string) =>
  house.ingest.submit(house.till, [
    { type: 'track', event: 'Order Completed', userId, properties: { order_id: userId, total: 1 } },
  ]);
const later = async (hours: number): Promise<void> => {
  house.clock.advance(hours * HOUR);
  await runner.round();
};
const profileOf = async (userId: string): Promise<ProfileId> =>
  (await house.profileOf('user_id', userId)) as ProfileId;
/** Whose runs are there, by cart, and how they stand. */
const runs = async (): Promise<[string, string, string | null][]> => {
  const rows = await house.db.database.owner<
    { key: string; profile_id: string; end_reason: string | null }[]
  >`select key, profile_id, end_reason from journey_run where retailer_id = 1 order by key, entered_at, id`;
  return rows.map((row) => [row.key, row.profile_id, row.end_reason]);
};
const spokenTo = async (): Promise<[string, string][]> => {
  const rows = await house.db.database.owner<{ profile_id: string; step: string }[]>`
    select profile_id, origin_step as step from delivery
    where retailer_id = 1 order by not_before, profile_id`;
  return rows.map((row) => [row.profile_id, row.step]);
};

it('goes on for everybody but the erased, of whom nothing is left', async () => {
  await publishDraft(shop(), CART);
  await add('erased', 'c1');
  await add('stays', 'c2');
  await later(1);
  await house.ingest.submit(house.till, [
    { type: 'track', event: 'Product Added', userId: 'erased', properties: { cart_id: 'c3' } },
  ]);
  const gone = await profileOf('erased');
  const stays = await profileOf('stays');
  await house.post(`/shoppers/${gone}/erase`, { reason: 'shopper_request', confirm: gone });
  for (const table of ['journey_run', 'journey_step', 'journey_inbox', 'journey_effect']) {
    const { owner } = house.db.database;
    const left = await owner`select 1 from ${owner(table)} where profile_id = ${gone}`;
    expect([table, left.length]).toEqual([table, 0]);
  }
  await later(24);
  expect(await spokenTo()).toEqual([
    [stays, 'm1'],
    [stays, 'm2'],
  ]);
  // What was counted stays counted: the figures name nobody.
  const [entered] = await house.db.database.owner<{ n: number }[]>`
    select sum(n)::int as n from journey_tally where retailer_id = 1 and kind = 'entered'`;
  expect(entered?.n).toBe(2);
});

describe('joined by the team', () => {
  it('has one way for each cart, and each goes back to whom it belongs when they are taken apart', async () => {
    await publishDraft(shop(), CART);
    await add('anna', 'c1');
    await add('berta', 'c2');
    const [anna, berta] = [await profileOf('anna'), await profileOf('berta')];
    const why = { reason: 'Dieselbe Person' };
    await house.post(`/shoppers/${anna}/merge`, { otherProfileId: berta, ...why });
    const whole = await profileOf('anna');
    expect(await runs()).toEqual([
      ['c1', whole, null],
      ['c2', whole, null],
    ]);
    await house.post(`/shoppers/${whole}/unmerge`, { kind: 'user_id', value: 'berta', ...why });
    const [own, other] = [await profileOf('anna'), await profileOf('berta')];
    expect(await runs()).toEqual([
      ['c1', own, null],
      ['c2', other, null],
    ]);
    // From here on each has their own way: one buys, the other is reminded.
    await buy('anna');
    await later(1);
    expect(await spokenTo()).toEqual([[other, 'm1']]);
    expect(await runs()).toEqual([
      ['c1', own, 'exit_event'],
      ['c2', other, null],
    ]);
  });

  it('is reminded of the same cart once, by the way that began first', async () => {
    await publishDraft(shop(), CART);
    await add('carla', 'c9');
    house.clock.advance(60_000);
    await add('clara', 'c9');
    const [first, second] = [await profileOf('carla'), await profileOf('clara')];
    const merge = { otherProfileId: second, reason: 'Dieselbe Person' };
    await house.post(`/shoppers/${first}/merge`, merge);
    const whole = await profileOf('carla');
    expect(await runs()).toEqual([
      ['c9', whole, null],
      ['c9', whole, 'joined'],
    ]);
    await later(2);
    expect(await spokenTo()).toEqual([[whole, 'm1']]);
    // The page of the journey does not count the other way as one that goes on.
    const counted = await house.db.database.owner<{ kind: string; n: number }[]>`
      select kind, sum(n)::int as n from journey_tally
       where retailer_id = 1 and kind in ('entered', 'end') group by kind order by kind`;
    expect(counted).toEqual([
      { kind: 'end', n: 1 },
      { kind: 'entered', n: 2 },
    ]);
  });

  it('gets the message that waited already once, and when they are taken apart each gets their own', async () => {
    await publishDraft(shop(), CART);
    // Doris is known longer, so both are her profile when they are joined; Dora filled the cart first.
    await house.ingest.submit(house.till, [{ type: 'identify', userId: 'doris' }]);
    house.clock.advance(60_000);
    await add('dora', 'c9');
    house.clock.advance(60_000);
    await add('doris', 'c9');
    await add('emma', 'c8');
    // Both were asked for, and neither has left when the team joins them.
    await later(2);
    const [first, second] = [await profileOf('dora'), await profileOf('doris')];
    const why = { reason: 'Dieselbe Person' };
    await house.post(`/shoppers/${first}/merge`, { otherProfileId: second, ...why });
    const { owner } = house.db.database;
    const waiting = () => owner<{ id: string; cart: string; status: string }[]>`
      select profile_id as id, data::json->>'cart_id' as cart, status from delivery
       where retailer_id = 1 order by cart desc, status desc, profile_id`;
    const whole = await profileOf('dora');
    expect((await waiting()).map(({ cart, status }) => [cart, status])).toEqual([
      ['c9', 'waiting'],
      ['c9', 'dropped'],
      ['c8', 'waiting'],
    ]);
    // A sender has looked at it since and knows it as the joined shopper's.
    await owner`update delivery set profile_id = ${whole} where status = 'waiting'
      and profile_id in (${first}, ${second})`;
    await house.post(`/shoppers/${whole}/unmerge`, { kind: 'user_id', value: 'dora', ...why });
    const [row] = (await waiting()).filter(({ status }) => status === 'waiting');
    expect([row?.cart, row?.id]).toEqual(['c9', await profileOf('dora')]);
  });
});

describe('a step that the decision engine answers', () => {
  const asking = draftOf({
    entries: [
      { id: 'e', type: 'event', event: { names: ['Product Added'], where: [] }, channels: [] },
    ],
    nodes: [{ id: 'd', type: 'decide', placement: 'home' }, mail('yes'), mail('no')],
    edges: ['start next d', 'd chosen yes', 'd nothing no'],
  });

  it('goes on by what fits best, and messages may name it', async () => {
    const { database } = house.db;
    await addPlacement(database, 'home');
    await publishDraft(shop(), asking);
    await database.owner`
      insert into decision_rule (retailer_id, salt, settings)
      values (1, 'salt', ${database.owner.json({ globalHoldoutBp: 0 })})`;
    const { decisions } = deciding(database, { clock: house.clock });
    runner = runnerOf(database, house, 0, decisions.decide);
    await add('dora', 'c1');
    await runner.round();
    expect((await messages(database)).map(([step]) => step)).toEqual(['no']);
    await addCampaign(database, '01900000-0000-7000-8000-00000000c001', HOME_CAMPAIGN);
    await add('emil', 'c2');
    await runner.round();
    const [row] = await database.owner<{ data: string; step: string }[]>`
      select data, origin_step as step from delivery
      where retailer_id = 1 and profile_id = ${await profileOf('emil')}`;
    expect(row?.step).toBe('yes');
    expect(JSON.parse(row?.data ?? '{}')).toMatchObject({
      decision: { campaign_name: 'Lichterfest', headline: 'Lichterfest' },
    });
    const asked = await database.owner<{ request: string; placement: string }[]>`
      select request, placement from decision
      where retailer_id = ${ONE} and profile_id = ${await profileOf('emil')}`;
    expect(asked).toEqual([{ request: expect.stringMatching(/^j:.*:d:1$/), placement: 'home' }]);
  });
});
