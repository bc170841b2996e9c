/** A dry run held against what really happened: the same people, steps and counts, or a note that says why not. */
import type { JourneyDraft } from '@augenblick/contract';
import type { JourneyDryRun } from '@augenblick/contract/api/journey-play.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { addTemplate, emptyShop, mail, publishDraft, RETAILER } from '../../test/journey.ts';
import { type JourneyLife, journeyLife } from '../../test/journey-life.ts';
import { fill, publish, segmentDeps } from '../../test/segment.ts';
import { seededRandom } from '../runtime/index.ts';
import { dryRun } from './dry-run.ts';
import { draftOf } from './example.ts';
import { journeyPath } from './reading.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = '2026-03-26T09:00:00Z';
const DAYS = 6;
const EVENTS = 56;
/** A week is played through look by look. */
const LONG_MS = 300_000;
let db: TestDatabase;
let life: JourneyLife;
/** One that brings everything about that the drawings have. */
const SEED = 242;

beforeAll(async () => {
  db = await testDatabase();
  await addTemplate(db.database);
});
afterAll(() => db.drop());
beforeEach(async () => {
  await emptyShop(db.database);
  for (const table of [
    'moment',
    'signal',
    'segment_member',
    'segment_change',
    'segment_version',
    'segment',
  ])
    await db.database.owner`delete from ${db.database.owner(table)} where retailer_id = 1`;
  life = journeyLife(db.database, { now: START, seed: SEED });
});

const event = (...names: string[]) => ({ names, where: [] });
const onEvent = (name: string) => ({
  id: 'e',
  type: 'event' as const,
  event: event(name),
  channels: [],
});

/** Goes on to an instant, looking exactly when something is due. */
async function exactly(instant: number): Promise<void> {
  for (;;) {
    const [row] = await db.database.owner<{ next: number | null }[]>`
      select (extract(epoch from least((select min(due_at) from journey_run where status = 'active'),
        (select min(at) from wakeup))) * 1000)::float8 as next`;
    const next = Math.max(row?.next ?? Infinity, life.path.clock.now() + 1);
    if (next >= instant) break;
    await life.until(Math.ceil(next), Infinity);
  }
  await life.until(instant, Infinity);
}

const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', null];

/** A week of some shoppers, from a seed: carts with and without an id, orders, sales at the till, moves. */
async function history(who: readonly string[]): Promise<void> {
  const random = seededRandom(SEED);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random.next() * list.length)] as T;
  for (const [i, one] of who.entries()) {
    const timezone = ZONES[i % ZONES.length];
    await life.is(one, { city: pick(['Köln', 'Berlin']), ...(timezone ? { timezone } : {}) });
  }
  let at = life.path.clock.now();
  for (let n = 0; n < EVENTS; n++) {
    at += Math.ceil((random.next() * 2 * (DAYS - 2) * DAY) / EVENTS);
    await exactly(at);
    const one = pick(who);
    const cart = pick(['a', 'b', null]);
    const named = cart === null ? {} : { cart_id: `${one}-${cart}` };
    const lamp = { product_id: pick(['p1', 'p2']), price: pick([5, 50]), ...named };
    await pick([
      () => life.does(one, 'Product Added', lamp, 'web'),
      () => life.does(one, 'Product Added', lamp, 'web'),
      () => life.does(one, 'Checkout Started', { ...named, products: [lamp] }, 'web'),
      () => life.does(one, 'Checkout Started', named, 'web'),
      () =>
        life.does(one, 'Order Completed', { order_id: `o${n}`, total: 9, ...pick([named, {}]) }),
      () => life.is(one, { city: 'Köln' }),
      () => life.is(one, { city: 'Berlin' }),
    ])();
  }
  await exactly(Date.parse(START) + (DAYS - 1) * DAY);
}

/** The figures of the real runs, in the words of a dry run. */
async function reality(): Promise<Pick<JourneyDryRun, 'shoppers' | 'runs' | 'goals'> & Counts> {
  const { owner } = db.database;
  const [runs] = await owner<{ shoppers: number; runs: number; goals: number }[]>`
    select count(distinct profile_id)::int as shoppers, count(*)::int as runs, count(goal_at)::int as goals
    from journey_run where retailer_id = 1`;
  const ends = await owner<{ end: string; count: number }[]>`
    select end_reason as end, count(*)::int as count from journey_run
    where retailer_id = 1 and end_reason is not null group by 1`;
  const nodes = await owner<{ node: string; count: number }[]>`
    select node, count(*)::int as count from journey_step where retailer_id = 1 group by 1`;
  const edges = await owner<{ node: string; port: string; count: number }[]>`
    select node, port, count(*)::int as count from journey_step
    where retailer_id = 1 and port <> '' group by 1, 2`;
  const messages = await owner<{ channel: string; count: number }[]>`
    select lane as channel, count(*)::int as count from delivery where retailer_id = 1 group by 1`;
  const { shoppers = 0, runs: all = 0, goals = 0 } = runs ?? {};
  return { shoppers, runs: all, goals, ...sorted({ ends, nodes, edges, messages }) };
}

type Counts = Record<'ends' | 'nodes' | 'edges' | 'messages', string[]>;
const sorted = (all: Record<keyof Counts, readonly object[]>): Counts => {
  const text = (rows: readonly object[]) => rows.map((row) => Object.values(row).join(' ')).sort();
  const { ends, nodes, edges, messages } = all;
  return { ends: text(ends), nodes: text(nodes), edges: text(edges), messages: text(messages) };
};

async function dry(draft: JourneyDraft, journeyId?: string) {
  const deps = { database: db.database, clock: life.path.clock };
  return dryRun(deps, RETAILER, { draft, days: DAYS, journeyId }, false);
}
const figuresOf = ({ shoppers, runs, goals, ends, nodes, edges, messages }: JourneyDryRun) => ({
  shoppers,
  runs,
  goals,
  ...sorted({ ends: ends.map(({ end, count }) => ({ end, count })), nodes, edges, messages }),
});

/** A drawing by cart that has everything a dry run can know. */
const BY_CART = draftOf({
  key: 'cart',
  entries: [onEvent('Product Added')],
  exits: [{ id: 'x', type: 'event', event: event('Order Completed'), sameKey: true }],
  goal: { event: event('Order Completed'), sameKey: false, ends: false },
  nodes: [
    {
      id: 'v',
      type: 'wait_event',
      event: event('Checkout Started'),
      sameKey: true,
      timeout: { n: 14, unit: 'hour' },
    },
    {
      id: 'b',
      type: 'branch',
      on: 'event',
      where: [{ property: 'price', test: { op: 'above', value: 10 } }],
    },
    {
      id: 's',
      type: 'split',
      shares: [
        { id: 'one', name: '', weight: 50 },
        { id: 'two', name: '', weight: 50 },
      ],
    },
    { id: 'u', type: 'wait_until', days: [], minute: 9 * 60 },
    mail('m1'),
    mail('m2'),
    mail('m3'),
  ],
  edges: [
    'start next v',
    'v happened m1',
    'm1 next u',
    'v timeout b',
    'b yes s',
    'b no m2',
    's one m2',
    's two u',
    'u next m3',
  ],
});

describe('a dry run of the week', () => {
  const ID = '01900000-0000-7000-8000-00000000b001';
  const shop = () => ({ database: db.database, ...life.path });
  const who = ['anna', 'berta', 'carla', 'dora'];

  it(
    'is what happened, of a journey by cart with waits, branches, a split and zones',
    async () => {
      await publishDraft(shop(), BY_CART, ID);
      await history(who);
      const result = await dry(BY_CART, ID);
      expect(figuresOf(result)).toEqual(await reality());
      // Enough of everything, or the comparison says little.
      expect(result.runs).toBeGreaterThan(8);
      expect(result.edges.map(({ node, port }) => `${node} ${port}`).sort()).toEqual(
        ['start next', ...BY_CART.edges.slice(1).map(({ from, port }) => `${from} ${port}`)]
          .concat('m2 next', 'm3 next')
          .sort(),
      );
      expect(result.notes.map(({ de }) => de.slice(0, 20))).toEqual(['Gezählt wird, was in']);
      for (const sample of result.samples) {
        const [run] = await db.database.owner<{ id: string }[]>`
        select id from journey_run where retailer_id = 1 and profile_id = ${sample.profileId}
          and entered_at = ${new Date(sample.enteredAt)}`;
        const real = await journeyPath({ database: db.database }, RETAILER, ID, run?.id ?? '');
        // The words of earnest say besides what became of the message.
        const plain = real.steps.map((step, i) => ({ ...step, words: sample.steps[i]?.words }));
        expect(sample.steps).toEqual(plain);
      }
    },
    LONG_MS,
  );

  it(
    'is what happened, of a journey by signal and segment that may be entered again',
    async () => {
      const segments = segmentDeps(db.database, life.path);
      const [segmentId = ''] = await publish(segments, [
        { type: 'trait', key: 'city', test: { op: 'is', values: ['Köln'] } },
      ]);
      await fill(db.database, life.path);
      const draft = draftOf({
        key: 'cart',
        reentry: { mode: 'after', after: { n: 20, unit: 'hour' } },
        entries: [
          { id: 'a', type: 'signal', names: ['abandoned_cart'] },
          { id: 'g', type: 'segment', segmentId },
        ],
        exits: [
          { id: 'l', type: 'segment_left', segmentId },
          { id: 'x', type: 'event', event: event('Order Completed'), sameKey: true },
        ],
        nodes: [
          { id: 'w', type: 'wait', for: { n: 9, unit: 'hour' } },
          {
            id: 'b',
            type: 'branch',
            on: 'event',
            where: [{ property: 'cart_id', test: { op: 'set' } }],
          },
          mail('cart'),
          mail('city'),
        ],
        edges: ['start next w', 'w next b', 'b yes cart', 'b no city'],
      });
      await publishDraft(shop(), draft, ID);
      await history(who);
      const result = await dry(draft, ID);
      expect(figuresOf(result)).toEqual(await reality());
      const ways = result.edges.map(({ node, port }) => `${node} ${port}`);
      expect(ways).toEqual(expect.arrayContaining(['b yes', 'b no']));
      expect(result.ends.map(({ end }) => end)).toEqual(
        expect.arrayContaining(['exit_segment', 'finished']),
      );
      expect(result.notes.map(({ de }) => de).join(' ')).toContain('vor diesem Zeitraum');
    },
    LONG_MS,
  );

  it('says how many events came in later: in earnest those of long ago begin nothing', async () => {
    await publishDraft(shop(), BY_CART, ID);
    const timestamp = new Date(Date.parse(START) - 3 * DAY).toISOString();
    const properties = { cart_id: 'old', product_id: 'p1' };
    await life.path.ingest.submit(life.path.web, [
      { type: 'track', event: 'Product Added', userId: 'anna', timestamp, properties },
    ]);
    await life.until(Date.parse(START) + DAY, DAY);
    const result = await dry(BY_CART, ID);
    expect([result.runs, (await reality()).runs]).toEqual([1, 0]);
    expect(result.notes.map(({ de }) => de)).toContain(
      'Ein Ereignis kam erst später herein. Hier zählt es, als wäre es gleich da gewesen.',
    );
  });

  it.each([
    ['decide', { id: 'n', type: 'decide' as const, placement: 'home' }, 'nichts passt'],
    ['code', { id: 'n', type: 'code' as const, offerId: ID }, 'gehen hier nie aus'],
    [
      'start_journey',
      { id: 'n', type: 'start_journey' as const, journeyId: ID },
      'anderen Strecken',
    ],
  ])('names what it takes otherwise: %s', async (_type, node, words) => {
    const draft = draftOf({ entries: [onEvent('Joined')], nodes: [node], edges: ['start next n'] });
    const { notes } = await dry(draft);
    expect(notes.map(({ de }) => de).join(' ')).toContain(words);
  });
});
