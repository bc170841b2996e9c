/** The ways in that nobody's event begins – segments, moments, days, schedules – each through the whole house. */
import type { Condition, JourneyEntry } from '@augenblick/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  addTemplate,
  emptyShop,
  mail,
  messages,
  publishDraft,
  RETAILER,
} from '../../test/journey.ts';
import { type JourneyLife, journeyLife, refusals, runsOf } from '../../test/journey-life.ts';
import { fill, publish, segmentDeps } from '../../test/segment.ts';
import { seededIds } from '../runtime/index.ts';
import { archiveSegment, changeSegment, publishSegment } from '../segment/index.ts';
import { draftOf } from './example.ts';
import { stepJourney } from './journeys.ts';

const HOUR = 3_600_000;
/** From eight to eight, in winter nine and nine in the shop. */
const HALF_DAY = 12 * HOUR;
/** Nobody looks in between. */
const AT_ONCE = Infinity;
let db: TestDatabase;
let life: JourneyLife;
let segments: ReturnType<typeof segmentDeps>;
let seed = 40;
const audit = () => Promise.resolve();

beforeAll(async () => {
  db = await testDatabase();
  await addTemplate(db.database);
});
afterAll(() => db.drop());
beforeEach(async () => {
  await emptyShop(db.database);
  const { owner } = db.database;
  for (const table of ['segment_member', 'segment_change', 'segment_version', 'segment'])
    await owner`delete from ${owner(table)} where retailer_id = 1`;
});

/** A shop that opens at an instant. */
function opens(now: string): void {
  seed += 1;
  life = journeyLife(db.database, { now, seed });
  segments = segmentDeps(db.database, life.path);
}
const shop = () => ({ database: db.database, ...life.path });
/** Who got in when, and how it ended. */
const told = async (): Promise<string[]> =>
  (await runsOf(db.database)).map(({ who, entered, end }) => `${who} ${entered} ${end ?? '…'}`);
/** Wait two hours, then a mail. */
const patient = (parts: Partial<Parameters<typeof draftOf>[0]> & { entries: JourneyEntry[] }) =>
  draftOf({
    nodes: [{ id: 'w', type: 'wait', for: { n: 2, unit: 'hour' } }, mail('m')],
    edges: ['start next w', 'w next m'],
    ...parts,
  });
const short = (parts: Partial<Parameters<typeof draftOf>[0]> & { entries: JourneyEntry[] }) =>
  draftOf({ nodes: [mail('m')], edges: ['start next m'], ...parts });

async function segmentOf(condition: Condition): Promise<string> {
  const [id = ''] = await publish(segments, [condition]);
  await fill(db.database, life.path);
  return id;
}
const from = (city: string): Condition => ({
  type: 'trait',
  key: 'city',
  test: { op: 'is', values: [city] },
});

describe('by a segment', () => {
  it('takes in whoever comes into it from now on, and lets go whoever leaves it', async () => {
    opens('2026-03-02T09:00:00Z');
    await life.is('carla', { city: 'Köln' });
    const segmentId = await segmentOf(from('Köln'));
    await publishDraft(
      shop(),
      patient({
        entries: [{ id: 's', type: 'segment', segmentId }],
        exits: [{ id: 'x', type: 'segment_left', segmentId }],
      }),
    );
    await life.is('anna', { city: 'Köln' });
    await life.is('berta', { city: 'Köln' });
    await life.is('dora', { city: 'Berlin' });
    await life.until('2026-03-02T10:00:00Z');
    await life.is('berta', { city: 'Berlin' });
    await life.until('2026-03-02T12:00:00Z');
    // Carla was in it before anybody thought of a journey; she comes in when she comes back.
    expect(await told()).toEqual([
      'anna 2026-03-02T09:00 finished',
      'berta 2026-03-02T09:00 exit_segment',
    ]);
    expect(await messages(db.database)).toHaveLength(1);
    await life.is('carla', { city: 'Berlin' });
    await life.is('carla', { city: 'Köln' });
    await life.is('berta', { city: 'Köln' });
    expect((await told()).slice(2).sort()).toEqual([
      'berta 2026-03-02T12:00 …',
      'carla 2026-03-02T12:00 …',
    ]);
  });

  it('takes in and lets go by time alone, at the instant of the change', async () => {
    opens('2026-03-02T09:00:00Z');
    const segmentId = await segmentOf({
      type: 'seen',
      which: 'last',
      age: 'longer_ago',
      duration: { n: 3, unit: 'day' },
    });
    const other = await segmentOf(from('Köln'));
    await publishDraft(
      shop(),
      draftOf({
        entries: [{ id: 's', type: 'segment', segmentId }],
        exits: [
          { id: 'x', type: 'segment_left', segmentId },
          { id: 'y', type: 'segment_entered', segmentId: other },
        ],
        nodes: [{ id: 'w', type: 'wait', for: { n: 2, unit: 'day' } }, mail('m')],
        edges: ['start next w', 'w next m'],
      }),
    );
    for (const who of ['anna', 'berta', 'carla']) await life.does(who, 'Product Viewed');
    await life.until('2026-03-06T00:00:00Z', 3 * HOUR);
    // Berta comes back: she is no longer away. Carla moves, which takes out as well.
    await life.does('berta', 'Product Viewed');
    await life.until('2026-03-06T12:00:00Z', 3 * HOUR);
    await life.is('carla', { city: 'Köln' });
    await life.until('2026-03-08T00:00:00Z', 3 * HOUR);
    expect((await told()).toSorted()).toEqual([
      'anna 2026-03-05T09:00 finished',
      'berta 2026-03-05T09:00 exit_segment',
      'carla 2026-03-05T09:00 exit_segment',
    ]);
    expect(await messages(db.database)).toHaveLength(1);
  });
});

describe('the way out of a segment', () => {
  /** A journey by adding to the cart that ends when its segment is left; three in the segment are on it, and one who is not. */
  const onTheWay = async (): Promise<string> => {
    opens('2026-03-02T09:00:00Z');
    const segmentId = await segmentOf({ type: 'any', of: [from('Köln'), from('Bonn')] });
    await publishDraft(
      shop(),
      patient({
        entries: [
          { id: 'e', type: 'event', event: { names: ['Product Added'], where: [] }, channels: [] },
        ],
        exits: [{ id: 'x', type: 'segment_left', segmentId }],
      }),
    );
    const cities = { anna: 'Köln', berta: 'Bonn', carla: 'Bonn', dora: 'Berlin' };
    for (const [who, city] of Object.entries(cities)) await life.is(who, { city });
    for (const who of Object.keys(cities)) await life.does(who, 'Product Added');
    return segmentId;
  };

  it('is taken by those whom a new version of it leaves out, by nobody else', async () => {
    const segmentId = await onTheWay();
    const body = { name: 'Köln', note: '', condition: from('Köln') };
    await changeSegment(segments, RETAILER, segmentId, body);
    await publishSegment(segments, RETAILER, segmentId, null);
    // Berta's event comes in before anybody has gone through those from before.
    await life.does('berta', 'Product Viewed');
    await fill(db.database, life.path);
    await life.until('2026-03-02T12:00:00Z');
    expect((await told()).toSorted()).toEqual([
      'anna 2026-03-02T09:00 finished',
      'berta 2026-03-02T09:00 exit_segment',
      'carla 2026-03-02T09:00 exit_segment',
      'dora 2026-03-02T09:00 finished',
    ]);
    expect(await messages(db.database)).toHaveLength(2);
    // Their segment's own history holds what happened to them, and nothing of this.
    const changes = await db.database.owner`
      select 1 from segment_change where retailer_id = 1 and not entered`;
    expect(changes).toHaveLength(0);
  });

  it('is taken by all of it when it is switched off', async () => {
    const segmentId = await onTheWay();
    await archiveSegment(segments, RETAILER, segmentId);
    await fill(db.database, life.path);
    await life.until('2026-03-02T12:00:00Z');
    expect((await told()).toSorted()).toEqual([
      'anna 2026-03-02T09:00 exit_segment',
      'berta 2026-03-02T09:00 exit_segment',
      'carla 2026-03-02T09:00 exit_segment',
      'dora 2026-03-02T09:00 finished',
    ]);
  });

  it('stays closed where a new version means the same people', async () => {
    const segmentId = await onTheWay();
    await publishSegment(segments, RETAILER, segmentId, null);
    await fill(db.database, life.path);
    await life.until('2026-03-02T12:00:00Z');
    expect((await told()).map((one) => one.split(' ').at(-1))).toEqual(Array(4).fill('finished'));
  });
});

describe('by a moment', () => {
  const buying: JourneyEntry = {
    id: 'm',
    type: 'moment',
    kinds: ['buy'],
    stages: ['purchase'],
    minConfidence: 0.95,
  };
  it('takes in when it has grown sure enough, once for each moment', async () => {
    opens('2026-03-02T09:00:00Z');
    await publishDraft(shop(), short({ entries: [buying] }));
    const lamp = { product_id: 'l1', name: 'Lampe', category: 'Lampen', price: 40 };
    await life.does('anna', 'Product Viewed', lamp, 'web');
    expect(await told()).toEqual([]);
    await life.does('anna', 'Product Added', lamp, 'web');
    // About to buy, though not as surely as that.
    expect(await told()).toEqual([]);
    await life.does('anna', 'Checkout Started', { products: [lamp] }, 'web');
    await life.does('anna', 'Checkout Step Completed', { step: 1 }, 'web');
    // Berta only looks.
    await life.does('berta', 'Product Viewed', lamp, 'web');
    expect(await told()).toEqual(['anna 2026-03-02T09:00 finished']);
    // The moment fades; a day later she is about to buy again.
    await life.until('2026-03-03T15:00:00Z', 3 * HOUR);
    await life.does('anna', 'Product Added', lamp, 'web');
    await life.does('anna', 'Checkout Started', { products: [lamp] }, 'web');
    expect(await told()).toEqual([
      'anna 2026-03-02T09:00 finished',
      'anna 2026-03-03T15:00 finished',
    ]);
    expect(await refusals(db.database)).toEqual({});
  });
});

describe('by a schedule', () => {
  const weekly = (segmentId: string, days: number[], minute: number): JourneyEntry => ({
    id: 's',
    type: 'schedule',
    segmentId,
    days,
    minute,
  });
  it('at the same time of day in the shop, before and after the clocks change', async () => {
    opens('2026-03-22T20:00:00Z');
    await life.is('anna', { city: 'Köln' });
    await life.is('berta', { city: 'Berlin' });
    const segmentId = await segmentOf(from('Köln'));
    await publishDraft(shop(), short({ entries: [weekly(segmentId, [1], 9 * 60)] }));
    await life.until('2026-03-23T07:59:59Z', AT_ONCE);
    expect(await told()).toEqual([]);
    await life.until('2026-03-23T08:00:00Z', AT_ONCE);
    expect(await told()).toEqual(['anna 2026-03-23T08:00 finished']);
    await life.until('2026-03-29T20:00:00Z', HALF_DAY);
    // Who is in the segment on that morning counts.
    await life.is('berta', { city: 'Köln' });
    await life.until('2026-03-30T06:59:59Z', AT_ONCE);
    expect(await told()).toHaveLength(1);
    await life.until('2026-03-30T07:00:00Z', AT_ONCE);
    await life.until('2026-04-01T07:00:00Z', HALF_DAY);
    expect((await told()).toSorted()).toEqual([
      'anna 2026-03-23T08:00 finished',
      'anna 2026-03-30T07:00 finished',
      'berta 2026-03-30T07:00 finished',
    ]);
  });

  it.each([
    ['an hour that is left out', '2026-03-28T22:00:00Z', ['29T01:30', '30T00:30']],
    ['an hour that comes twice', '2026-10-24T22:00:00Z', ['25T00:30', '26T01:30']],
  ])('once a day in %s', async (_words, start, wanted) => {
    opens(start);
    await life.is('anna', { city: 'Köln' });
    const segmentId = await segmentOf(from('Köln'));
    await publishDraft(shop(), short({ entries: [weekly(segmentId, [], 2 * 60 + 30)] }));
    await life.until(Date.parse(start) + 30 * HOUR, HOUR / 2);
    expect((await runsOf(db.database)).map(({ entered }) => entered.slice(8))).toEqual(wanted);
  });

  it('keeps to the rule for coming again, and says how many it kept out', async () => {
    opens('2026-03-02T20:00:00Z');
    await life.is('anna', { city: 'Köln' });
    const segmentId = await segmentOf(from('Köln'));
    await publishDraft(
      shop(),
      short({
        entries: [weekly(segmentId, [], 9 * 60)],
        reentry: { mode: 'after', after: { n: 3, unit: 'day' } },
      }),
    );
    await life.until('2026-03-10T08:00:00Z', HALF_DAY);
    expect((await runsOf(db.database)).map(({ entered }) => entered.slice(8))).toEqual([
      '03T08:00',
      '06T08:00',
      '09T08:00',
    ]);
    expect(await refusals(db.database)).toEqual({ too_soon: 5 });
  });

  it('is made good when nobody looked over midnight', async () => {
    opens('2026-03-02T12:00:00Z');
    await life.is('anna', { city: 'Köln' });
    const segmentId = await segmentOf(from('Köln'));
    await publishDraft(shop(), short({ entries: [weekly(segmentId, [1], 23 * 60 + 50)] }));
    await life.until('2026-03-02T22:45:00Z', AT_ONCE);
    expect(await told()).toEqual([]);
    // The house stands still from ten to midnight until twenty past.
    await life.until('2026-03-02T23:20:00Z', AT_ONCE);
    await life.look();
    expect(await told()).toEqual(['anna 2026-03-02T23:20 finished']);
  });

  it('is not made good for a day on which the journey stood still', async () => {
    opens('2026-03-02T06:00:00Z');
    await life.is('anna', { city: 'Köln' });
    const segmentId = await segmentOf(from('Köln'));
    const id = await publishDraft(shop(), short({ entries: [weekly(segmentId, [1], 9 * 60)] }));
    const { clock } = life.path;
    const deps = { database: db.database, clock, ids: seededIds(3, clock), audit };
    const asked = { retailerId: RETAILER, id, by: { kind: 'system', id: 't', name: 'T' } } as const;
    await stepJourney(deps, 'pause', asked);
    await life.until('2026-03-03T06:30:00Z', HOUR);
    await stepJourney(deps, 'resume', asked);
    await life.until('2026-03-03T20:00:00Z', HOUR);
    expect(await told()).toEqual([]);
    await life.until('2026-03-09T08:00:00Z', HALF_DAY);
    expect(await told()).toEqual(['anna 2026-03-09T08:00 finished']);
  });

  it('begins with the next time when it is added later in the day', async () => {
    opens('2026-03-02T06:00:00Z');
    await life.is('anna', { city: 'Köln' });
    const segmentId = await segmentOf(from('Köln'));
    const id = await publishDraft(shop(), short({ entries: [{ id: 'a', type: 'api' }] }));
    await life.until('2026-03-02T13:00:00Z', AT_ONCE);
    await publishDraft(shop(), short({ entries: [weekly(segmentId, [], 9 * 60)] }), id);
    await life.until('2026-03-03T07:30:00Z', 2 * HOUR);
    expect(await told()).toEqual([]);
    // Published again a minute before, for another word in a mail: today's is not lost, and not given twice.
    await life.until('2026-03-03T07:59:00Z', AT_ONCE);
    await publishDraft(shop(), short({ entries: [weekly(segmentId, [], 9 * 60)] }), id);
    await life.until('2026-03-03T08:00:00Z', AT_ONCE);
    await publishDraft(shop(), short({ entries: [weekly(segmentId, [], 9 * 60)] }), id);
    await life.until('2026-03-03T20:00:00Z', 2 * HOUR);
    expect(await told()).toEqual(['anna 2026-03-03T08:00 finished']);
  });
});

const dated = (over: Partial<Extract<JourneyEntry, { type: 'date' }>>): JourneyEntry => ({
  id: 'd',
  type: 'date',
  basis: 'trait',
  trait: 'termin',
  days: 0,
  minute: 9 * 60,
  factor: 1,
  minDays: 7,
  elseDays: null,
  ...over,
});

describe('by a day', () => {
  it('days after the last purchase, wherever it was made', async () => {
    opens('2026-03-02T20:00:00Z');
    await publishDraft(shop(), short({ entries: [dated({ basis: 'last_order', days: 3 })] }));
    const buys = (who: string, id: string, more: object = {}) =>
      life.does(who, 'Order Completed', { order_id: id, total: 5, currency: 'EUR', ...more });
    await buys('anna', 'a1');
    await buys('berta', 'b1');
    await buys('carla', 'c1');
    await life.until('2026-03-03T23:30:00Z', HALF_DAY);
    const morning = '2026-03-04T08:00:00Z';
    // Berta buys again – in the shop's zone that is the 4th; Carla's order is cancelled.
    await buys('berta', 'b2', { channel: 'web' });
    await life.does('carla', 'Order Cancelled', { order_id: 'c1' });
    await life.until(morning, HALF_DAY);
    await life.until('2026-03-09T08:00:00Z', HALF_DAY);
    expect(await told()).toEqual([
      'anna 2026-03-05T08:00 finished',
      'berta 2026-03-07T08:00 finished',
    ]);
  });

  it('in a trait: as it stands on that morning, also when it was moved or taken away', async () => {
    opens('2026-03-02T20:00:00Z');
    await publishDraft(shop(), short({ entries: [dated({ days: -2 })] }));
    for (const who of ['anna', 'berta', 'carla', 'dora'])
      await life.is(who, { termin: '2026-03-06' });
    await life.is('emil', { termin: 'bald' });
    await life.until('2026-03-03T20:00:00Z', HALF_DAY);
    await life.is('berta', { termin: '2026-03-08' });
    await life.is('carla', { termin: null });
    await life.until('2026-03-04T20:00:00Z', HALF_DAY);
    // Dora's is moved after she was told: she is told again.
    await life.is('dora', { termin: '2026-03-07' });
    await life.until('2026-03-09T20:00:00Z', HALF_DAY);
    expect((await told()).toSorted()).toEqual([
      'anna 2026-03-04T08:00 finished',
      'berta 2026-03-06T08:00 finished',
      'dora 2026-03-04T08:00 finished',
      'dora 2026-03-05T08:00 finished',
    ]);
  });

  it.each([
    ['2027-02-26T20:00:00Z', '2027-02-28T08:00', 'a year without it'],
    ['2028-02-26T20:00:00Z', '2028-02-29T08:00', 'a year with it'],
  ])('born on 29 February, from %s on %s: %s', async (start, wanted) => {
    opens(start);
    await publishDraft(
      shop(),
      short({
        entries: [dated({ basis: 'anniversary', trait: 'birthday' })],
        reentry: { mode: 'after', after: { n: 300, unit: 'day' } },
      }),
    );
    await life.is('anna', { birthday: '1996-02-29' });
    await life.is('berta', { birthday: '1996-03-01' });
    await life.until(Date.parse(start) + 5 * 24 * HOUR, HALF_DAY);
    const year = start.slice(0, 4);
    expect(await told()).toEqual([`anna ${wanted} finished`, `berta ${year}-03-01T08:00 finished`]);
  });

  it('before a birthday at the end of February, by the same count of days', async () => {
    opens('2027-02-19T20:00:00Z');
    await publishDraft(
      shop(),
      short({ entries: [dated({ basis: 'anniversary', trait: 'birthday', days: -7 })] }),
    );
    await life.is('anna', { birthday: '1996-02-29' });
    await life.until('2027-02-24T20:00:00Z', HALF_DAY);
    expect(await told()).toEqual(['anna 2027-02-21T08:00 finished']);
  });

  it('once a year, however often the birthday is told', async () => {
    opens('2026-03-03T20:00:00Z');
    await publishDraft(
      shop(),
      short({
        entries: [dated({ basis: 'anniversary', trait: 'birthday' })],
        reentry: { mode: 'after', after: { n: 300, unit: 'day' } },
      }),
    );
    await life.is('anna', { birthday: '1990-03-04' });
    await life.until('2026-03-04T20:00:00Z', HALF_DAY);
    await life.is('anna', { birthday: '1990-03-05' });
    await life.until('2026-03-06T20:00:00Z', HALF_DAY);
    expect(await told()).toEqual(['anna 2026-03-04T08:00 finished']);
    expect(await refusals(db.database)).toEqual({ too_soon: 1 });
  });
});
