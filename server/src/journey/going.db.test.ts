/** On the way, through the whole house: several runs at once, times of day where the shopper lives, versions, circles. */
import type { JourneyDraft } from '@augenblick/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  addTemplate,
  emptyShop,
  mail,
  messages,
  profileOf,
  publishDraft,
  RETAILER,
} from '../../test/journey.ts';
import {
  type JourneyLife,
  journeyLife,
  namesOf,
  refusals,
  runsOf,
} from '../../test/journey-life.ts';
import { draftOf } from './example.ts';
import { putOff } from './queries-run.ts';
import { journeyCounts, journeyPath } from './reading.ts';

const HOUR = 3_600_000;
const OTHER = '01900000-0000-7000-8000-00000000b002';
let db: TestDatabase;
let life: JourneyLife;
let seed = 80;

beforeAll(async () => {
  db = await testDatabase();
  await addTemplate(db.database);
});
afterAll(() => db.drop());
beforeEach(() => emptyShop(db.database));

/** A shop that opens at an instant. */
function opens(now: string): void {
  seed += 1;
  life = journeyLife(db.database, { now, seed });
}
const shop = () => ({ database: db.database, ...life.path });
const event = (...names: string[]) => ({ names, where: [] });
const onEvent = (name: string) => ({
  id: 'e',
  type: 'event' as const,
  event: event(name),
  channels: [],
});
const wait = (id: string, n: number, unit: 'minute' | 'hour' | 'day' = 'hour') => ({
  id,
  type: 'wait' as const,
  for: { n, unit },
});
/** Which steps asked to speak to whom, in the order of time. */
async function heard(): Promise<string[]> {
  const names = await namesOf(db.database);
  const rows = await db.database.owner<{ profile_id: never; step: string; key: string }[]>`
    select profile_id, origin_step as step, data::json ->> 'cart_id' as key from delivery
    where retailer_id = 1 order by not_before, origin_step, id`;
  return rows.map((row) =>
    [names.get(row.profile_id), row.step, row.key].filter(Boolean).join(' '),
  );
}
const ends = async (): Promise<string[]> =>
  (await runsOf(db.database)).map(({ who, key, end }) =>
    [who, key, end ?? '…'].filter(Boolean).join(' '),
  );

describe('several carts at once', () => {
  const CARTS = draftOf({
    key: 'cart',
    entries: [onEvent('Product Added')],
    exits: [{ id: 'x', type: 'event', event: event('Order Completed'), sameKey: true }],
    nodes: [
      wait('w', 1),
      mail('m'),
      {
        id: 'v',
        type: 'wait_event',
        event: event('Checkout Started'),
        sameKey: true,
        timeout: { n: 1, unit: 'day' },
      },
      mail('begun'),
      mail('late'),
    ],
    edges: ['start next w', 'w next m', 'm next v', 'v happened begun', 'v timeout late'],
  });
  const adds = (cart: string) =>
    life.does('anna', 'Product Added', { cart_id: cart, product_id: 'p' }, 'web');

  it('each is reminded of, waits and ends for itself', async () => {
    opens('2026-03-02T09:00:00Z');
    await publishDraft(shop(), CARTS);
    for (const cart of ['c1', 'c2', 'c3', 'c1']) await adds(cart);
    await life.until('2026-03-02T11:00:00Z');
    await life.does('anna', 'Order Completed', { order_id: 'o1', total: 1, cart_id: 'c2' });
    await life.does('anna', 'Checkout Started', { cart_id: 'c3' }, 'web');
    await life.until('2026-03-03T12:00:00Z', 2 * HOUR);
    expect((await heard()).toSorted()).toEqual([
      'anna begun c3',
      'anna late c1',
      'anna m c1',
      'anna m c2',
      'anna m c3',
    ]);
    expect((await ends()).toSorted()).toEqual([
      'anna c1 finished',
      'anna c2 exit_event',
      'anna c3 finished',
    ]);
    expect(await refusals(db.database)).toEqual({ running: 1 });
  });

  it('a sale that names no cart is of the one it empties, also together with what filled it', async () => {
    opens('2026-03-02T09:00:00Z');
    await publishDraft(shop(), CARTS);
    await adds('c1');
    await adds('c2');
    // A till knows nothing of carts; c2 was the last one.
    await life.does('anna', 'Receipt Issued', { order_id: 'o0', total: 1, channel: 'till' });
    await life.does('anna', 'Order Completed', { order_id: 'o1', total: 1 });
    expect((await ends()).toSorted()).toEqual(['anna c1 …', 'anna c2 …']);
    await adds('c2');
    await life.does('anna', 'Order Completed', { order_id: 'o2', total: 1 });
    expect((await ends()).toSorted()).toEqual(['anna c1 …', 'anna c2 exit_event']);
    const added = { cart_id: 'c4', product_id: 'p' };
    await life.path.ingest.submit(life.path.web, [
      { type: 'track', event: 'Product Added', userId: 'anna', properties: added },
      { type: 'track', event: 'Order Completed', userId: 'anna', properties: { order_id: 'o3' } },
    ]);
    await life.look();
    expect((await ends()).toSorted()).toEqual([
      'anna c1 …',
      'anna c2 exit_event',
      'anna c4 exit_event',
    ]);
  });
});

it('a shopper who was put off is told what happened in its order', async () => {
  opens('2026-03-02T09:00:00Z');
  const draft = draftOf({
    entries: [onEvent('Product Added')],
    exits: [{ id: 'x', type: 'event', event: event('Order Completed'), sameKey: false }],
    nodes: [wait('w', 1), mail('m')],
    edges: ['start next w', 'w next m'],
  });
  await publishDraft(shop(), draft);
  const { clock, ingest, web } = life.path;
  // Many at once: by chance, their ids would stand in the same order.
  const who = Array.from({ length: 12 }, (_, i) => `p${i}`);
  const says = (name: string) =>
    who.map((userId) => ({ type: 'track', event: name, userId, properties: { order_id: userId } }));
  await ingest.submit(web, [...says('Product Added'), ...says('Order Completed')]);
  const ids = await Promise.all(who.map((one) => profileOf(db.database, one)));
  for (const profileId of ids)
    await putOff(db.database.owner, { retailerId: RETAILER, profileId }, clock.now() + 60_000);
  await life.look();
  expect(await runsOf(db.database)).toEqual([]);
  await life.until(clock.now() + 2 * HOUR);
  const rows = await runsOf(db.database);
  expect(rows.map(({ end }) => end)).toEqual(who.map(() => 'exit_event'));
});

describe('until a weekday and an hour', () => {
  const monday = draftOf({
    entries: [onEvent('Joined')],
    nodes: [{ id: 'u', type: 'wait_until', days: [1], minute: 9 * 60 }, mail('m')],
    edges: ['start next u', 'u next m'],
  });
  const ZONES = {
    berlin: { timezone: 'Europe/Berlin' },
    york: { timezone: 'America/New_York' },
    kolkata: { timeZone: 'Asia/Kolkata' },
    nowhere: { timezone: 'Mond/Krater' },
    silent: { first_name: 'S' },
  };
  async function spokenTo(from: string, instants: string[]): Promise<Record<string, string>> {
    opens(from);
    await publishDraft(shop(), monday);
    for (const [who, traits] of Object.entries(ZONES)) {
      await life.is(who, traits);
      await life.does(who, 'Joined');
    }
    for (const instant of instants) await life.until(instant, Infinity);
    const names = await namesOf(db.database);
    const rows = await db.database.owner<{ profile_id: never; at: Date }[]>`
      select profile_id, not_before as at from delivery where retailer_id = 1`;
    return Object.fromEntries(
      rows.map(({ profile_id: id, at }) => [names.get(id), at.toISOString().slice(5, 16)]),
    );
  }

  it.each([
    ['2026-03-07T12:00:00Z', { berlin: '03-09T08:00', york: '03-09T13:00' }, '03-09T03:30'],
    ['2026-03-28T12:00:00Z', { berlin: '03-30T07:00', york: '03-30T13:00' }, '03-30T03:30'],
    ['2026-10-24T12:00:00Z', { berlin: '10-26T08:00', york: '10-26T13:00' }, '10-26T03:30'],
    ['2026-10-31T12:00:00Z', { berlin: '11-02T08:00', york: '11-02T14:00' }, '11-02T03:30'],
  ])('across a change of clocks, from %s', async (from, wanted, kolkata) => {
    const { berlin, york } = wanted;
    const instants = [kolkata, berlin, york].map((at) => `2026-${at}:00Z`);
    // Whoever lives in no zone there is, or in none that is known, lives in the shop's.
    expect(await spokenTo(from, instants)).toEqual({
      ...wanted,
      kolkata,
      nowhere: berlin,
      silent: berlin,
    });
  });
});

describe('a new version by which those on the way are to go on', () => {
  const first = draftOf({
    entries: [onEvent('Joined')],
    nodes: [wait('w1', 2), mail('m1'), wait('w2', 1, 'day'), mail('m2')],
    edges: ['start next w1', 'w1 next m1', 'm1 next w2', 'w2 next m2'],
  });
  const second = draftOf({
    entries: [onEvent('Joined')],
    exits: [{ id: 'x', type: 'event', event: event('Left'), sameKey: false }],
    nodes: [wait('w9', 3), mail('m1'), wait('w2', 1, 'day'), mail('m3')],
    edges: ['start next w9', 'w9 next m1', 'm1 next w2', 'w2 next m3'],
  });
  async function underWay(): Promise<string> {
    opens('2026-03-02T09:00:00Z');
    const id = await publishDraft(shop(), first);
    await life.does('berta', 'Joined');
    await life.until('2026-03-02T11:30:00Z');
    await life.does('anna', 'Joined');
    return id;
  }

  it('takes along whoever stands at a step that is still there, the others from the next that is', async () => {
    const id = await underWay();
    await publishDraft(shop(), second, id, true);
    await life.does('carla', 'Joined');
    await life.until('2026-03-03T18:00:00Z', HOUR);
    // Anna stood at a wait that is gone: she waited it out, and went on by the new version from the next wait.
    expect(await heard()).toEqual([
      'berta m1',
      'anna m1',
      'carla m1',
      'berta m3',
      'anna m3',
      'carla m3',
    ]);
    const rows = await runsOf(db.database);
    expect(rows.map(({ who, version, end }) => [who, version, end])).toEqual([
      ['berta', 2, 'finished'],
      ['anna', 2, 'finished'],
      ['carla', 2, 'finished'],
    ]);
  });

  it('its ways out hold for whom it took along, once it has', async () => {
    const id = await underWay();
    await publishDraft(shop(), second, id, true);
    await life.does('berta', 'Left');
    await life.does('anna', 'Left');
    await life.until('2026-03-02T14:00:00Z', HOUR);
    await life.does('anna', 'Left');
    expect(await ends()).toEqual(['berta exit_event', 'anna exit_event']);
    expect(await heard()).toEqual(['berta m1', 'anna m1']);
  });

  it('leaves those on the way alone unless told so', async () => {
    const id = await underWay();
    await publishDraft(shop(), second, id);
    await life.until('2026-03-03T18:00:00Z', 2 * HOUR);
    expect(await heard()).toEqual(['berta m1', 'anna m1', 'berta m2', 'anna m2']);
    const { runs } = { runs: await runsOf(db.database) };
    expect(new Set(runs.map(({ version }) => version))).toEqual(new Set([1]));
  });
});

describe('journeys that start each other', () => {
  const ONE = '01900000-0000-7000-8000-00000000b001';
  const starts = (journeyId: string, entry: string): JourneyDraft =>
    draftOf({
      entries: [onEvent(entry)],
      nodes: [wait('w', 1, 'minute'), { id: 's', type: 'start_journey', journeyId }],
      edges: ['start next w', 'w next s'],
    });
  const plain = draftOf({
    entries: [onEvent('Nothing')],
    nodes: [mail('m')],
    edges: ['start next m'],
  });
  const counts = (id: string) => journeyCounts({ database: db.database }, RETAILER, id);

  it('end after a few, and the page says why', async () => {
    opens('2026-03-02T09:00:00Z');
    await publishDraft(shop(), plain, OTHER);
    await publishDraft(shop(), starts(OTHER, 'Joined'), ONE);
    await publishDraft(shop(), starts(ONE, 'Nothing'), OTHER);
    await life.does('anna', 'Joined');
    await life.until('2026-03-02T10:00:00Z', 60_000);
    expect(await ends()).toEqual(Array.from({ length: 4 }, () => 'anna finished'));
    expect((await counts(ONE)).refused).toEqual([
      {
        reason: 'circle',
        count: 1,
        words: {
          de: 'Strecken hatten einander im Kreis gestartet',
          en: 'journeys had started each other in a circle',
        },
      },
    ]);
    const [last] = await db.database.owner<{ id: string }[]>`
      select id from journey_run where retailer_id = 1 order by entered_at desc limit 1`;
    const { steps } = await journeyPath({ database: db.database }, RETAILER, OTHER, last?.id ?? '');
    expect(steps.at(-1)?.words.de).toBe(
      'Andere Strecke nicht gestartet: Strecken hatten einander im Kreis gestartet.',
    );
  });

  it('end as well where nobody waits in between', async () => {
    opens('2026-03-02T09:00:00Z');
    const straight = (journeyId: string, entry: string): JourneyDraft =>
      draftOf({
        entries: [onEvent(entry)],
        nodes: [{ id: 's', type: 'start_journey', journeyId }, mail('m')],
        edges: ['start next s', 's next m'],
      });
    await publishDraft(shop(), plain, OTHER);
    await publishDraft(shop(), straight(OTHER, 'Joined'), ONE);
    await publishDraft(shop(), straight(ONE, 'Nothing'), OTHER);
    await life.does('anna', 'Joined');
    await life.until('2026-03-02T09:10:00Z', 60_000);
    expect(await messages(db.database)).toHaveLength(4);
    expect(await refusals(db.database)).toEqual({ circle: 1 });
  });

  it('one that starts another over and over starts it five times', async () => {
    opens('2026-03-02T09:00:00Z');
    await publishDraft(shop(), plain, OTHER);
    const { nodes, edges, ...rest } = starts(OTHER, 'Joined');
    await publishDraft(
      shop(),
      { ...rest, nodes, edges: [...edges, { from: 's', port: 'next', to: 'w' }] },
      ONE,
    );
    await life.does('anna', 'Joined');
    await life.until('2026-03-02T09:12:00Z', 60_000);
    expect(await messages(db.database)).toHaveLength(5);
    expect(await refusals(db.database)).toEqual({ starts: 6 });
  });
});
