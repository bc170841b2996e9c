/** What a journey says of itself, against the same counted from the events alone, by SQL that knows nothing of journeys. */
import type { ProfileId } from '@augenblick/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { addTemplate, mail, publishDraft, RETAILER, runnerOf } from '../../test/journey.ts';
import { type WritePath, writePath } from '../../test/write-path.ts';
import { shareOf } from '../broadcast/index.ts';
import { seededRandom } from '../runtime/index.ts';
import { draftOf } from './example.ts';
import { journeyCounts } from './reading.ts';
import { journeySplits } from './splits.ts';

const HOUR = 3_600_000;
const event = (...names: string[]) => ({ names, where: [] });
const hours = (n: number) => ({ n, unit: 'hour' as const });
let db: TestDatabase;
let path: WritePath;
let id: string;

/** Two ways: one writes after two hours, the other after five; a purchase is the goal, a cancellation the way out. */
const DRAFT = draftOf({
  entries: [{ id: 'e', type: 'event', event: event('Product Added'), channels: [] }],
  reentry: { mode: 'once', after: null },
  exits: [{ id: 'x', type: 'event', event: event('Order Cancelled'), sameKey: false }],
  goal: { event: event('Order Completed'), sameKey: false, ends: false },
  nodes: [
    {
      id: 's',
      type: 'split',
      shares: [
        { id: 'early', name: 'Früh', weight: 1 },
        { id: 'late', name: 'Spät', weight: 2 },
      ],
    },
    { id: 'w1', type: 'wait', for: hours(2) },
    { id: 'w2', type: 'wait', for: hours(5) },
    mail('m1'),
    mail('m2'),
    { id: 'w3', type: 'wait', for: hours(24) },
  ],
  edges: 'start next s,s early w1,s late w2,w1 next m1,w2 next m2,m1 next w3,m2 next w3'.split(','),
});

beforeAll(async () => {
  db = await testDatabase();
  await addTemplate(db.database);
  path = writePath(db.database, { now: '2026-03-03T09:00:00Z' });
  id = await publishDraft({ database: db.database, ...path }, DRAFT);
});
afterAll(() => db.drop());

/** Time passes; the runner looks every twenty minutes (what is looked at hours late would go on from then). */
async function pass(until: number): Promise<void> {
  const runner = runnerOf(db.database, path);
  for (let at = path.clock.now(); at < until; ) {
    at = Math.min(until, at + HOUR / 3);
    path.clock.set(at);
    while ((await runner.round()).shoppers > 0);
  }
}

/** 150 shoppers over two days: they begin, buy, cancel, at any minute; looked at every few minutes. */
async function live(until: number): Promise<void> {
  const random = seededRandom(5);
  const begin = path.clock.now();
  const items = Array.from({ length: 150 }, (_, n) => {
    const userId = `u${n}`;
    const at = begin + Math.floor(random.next() * 30 * HOUR);
    const names = ['Product Added', 'Product Added', 'Order Completed', 'Order Cancelled'];
    return names.flatMap((name, i) => {
      if (i > 0 && random.next() < [0, 0.7, 0.4, 0.75][i]!) return [];
      const when = at + (i === 0 ? 0 : Math.floor((random.next() * 40 - 4) * HOUR));
      return when < begin ? [] : [{ userId, name, when, n: n * 10 + i }];
    });
  })
    .flat()
    .sort((a, b) => a.when - b.when);
  for (const { userId, name, when, n } of items) {
    if (when > until) break;
    await pass(when);
    const properties = { order_id: `o${n}`, product_id: 'p', total: 10, currency: 'EUR' };
    await path.ingest.submit(path.till, [
      { type: 'track', messageId: `m${n}`, userId, event: name, properties },
    ]);
  }
  await pass(until);
}

interface Told {
  profile: ProfileId;
  way: 'early' | 'late';
  entered: number;
  left: number | null;
  bought: number | null;
}

/** Each shopper once, from the events: when they got in, when a cancellation took them out, what they bought meanwhile. */
function fromEvents(now: number) {
  return db.database.owner<Told[]>`
    with e as (
      select profile_id, name, extract(epoch from at) * 1000 as at from event where retailer_id = 1 and at <= ${new Date(now)}
    ), began as (
      select profile_id, min(at) as at from e where name = 'Product Added' group by profile_id
    ), gone as (
      select b.profile_id, min(e.at) as at from began b join e on e.profile_id = b.profile_id
       where e.name = 'Order Cancelled' and e.at > b.at group by b.profile_id
    )
    select b.profile_id as profile, b.at::float8 as entered, g.at::float8 as left,
      (select min(e.at) from e where e.profile_id = b.profile_id and e.name = 'Order Completed' and e.at > b.at)::float8 as bought
    from began b left join gone g on g.profile_id = b.profile_id`;
}

it('is what the events say, while people are on the way and when all are through', async () => {
  for (const span of [31 * HOUR, 120 * HOUR]) {
    const now = Date.parse('2026-03-03T09:00:00Z') + span;
    if (span > 31 * HOUR) await pass(now);
    else await live(now);
    await check(now);
  }
});

async function check(now: number): Promise<void> {
  const deps = { database: db.database };
  const found = await journeyCounts(deps, RETAILER, id);
  const { splits } = await journeySplits(deps, RETAILER, id);
  // Which way somebody goes is the only thing that the journey itself must say.
  const rows = await db.database.owner<{ profile: string; port: 'early' | 'late' }[]>`
    select profile_id as profile, port from journey_step where retailer_id = 1 and node = 's'`;
  const wayOf = new Map(rows.map(({ profile, port }) => [profile, port]));
  const people = (await fromEvents(now)).map((one) => {
    const way = wayOf.get(one.profile) ?? 'early';
    const speaks = one.entered + (way === 'early' ? 2 : 5) * HOUR;
    const through = speaks + 24 * HOUR;
    const left = one.left !== null && one.left <= through ? one.left : null;
    const end = left ?? through;
    const goal = one.bought !== null && one.bought <= Math.min(end, now);
    return { ...one, way, speaks, left, end, goal };
  });
  const count = (fits: (one: (typeof people)[number]) => boolean): number =>
    people.filter(fits).length;
  const over = count(({ end }) => end <= now);
  expect(found.totals).toEqual({
    entered: people.length,
    active: people.length - over,
    finished: over,
    goals: count(({ goal }) => goal),
    messages: count(({ speaks, left }) => speaks <= now && (left === null || left > speaks)),
  });
  const ends = Object.fromEntries(found.ends.map(({ end, count: n }) => [end, n]));
  expect({ exit_event: 0, finished: 0, ...ends }).toEqual({
    exit_event: count(({ left }) => left !== null),
    finished: count(({ end, left }) => left === null && end <= now),
  });
  const node = (name: string) => found.nodes.find((one) => one.node === name);
  const before = (way: 'early' | 'late') =>
    count((one) => one.way === way && one.end > now && one.speaks > now);
  expect(node('w1')?.waiting ?? 0).toBe(before('early'));
  expect(node('w2')?.waiting ?? 0).toBe(before('late'));
  expect(node('w3')?.waiting ?? 0).toBe(count(({ end, speaks }) => end > now && speaks <= now));
  const ports = Object.fromEntries((node('s')?.ports ?? []).map(({ port, count: n }) => [port, n]));
  expect(ports).toEqual({
    early: count(({ way }) => way === 'early'),
    late: count(({ way }) => way === 'late'),
  });
  expect(splits).toHaveLength(1);
  for (const { port, people: n, goals, share } of splits[0]?.ways ?? []) {
    const [all, hits] = [
      count(({ way }) => way === port),
      count((one) => one.way === port && one.goal),
    ];
    expect([port, n, goals]).toEqual([port, all, hits]);
    expect(share).toEqual(shareOf(hits, all));
  }
}
