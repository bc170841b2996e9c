import type { Condition, ProfileId, RetailerId } from '@augenblick/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  condition,
  fill,
  happen,
  type Happening,
  happening,
  publish,
  segmentDeps,
} from '../../test/segment.ts';
import { differences, type WritePath, writePath } from '../../test/write-path.ts';
import { loadSegments } from './book.ts';
import type { Look } from './check.ts';
import { sqlHolds } from './sql-holds.ts';

const R = 1 as RetailerId;
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

async function empty(): Promise<void> {
  const sql = db.database.owner;
  const rows = await sql<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'retailer_id'
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.relname not in ('source', 'retailer')`;
  for (const { name } of rows) await sql`delete from ${sql(name)} where retailer_id = 1`;
}

interface Story {
  early: Happening[];
  first: Condition[];
  middle: Happening[];
  second: Condition[];
  late: Happening[];
}
const story: fc.Arbitrary<Story> = fc.record({
  early: fc.array(happening, { maxLength: 10 }),
  first: fc.array(condition, { minLength: 1, maxLength: 3 }),
  middle: fc.array(happening, { maxLength: 8 }),
  second: fc.array(condition, { maxLength: 2 }),
  late: fc.array(happening, { maxLength: 10 }),
});

/** Lives a story; of the shoppers, some are from before a segment, some from after, some in between. */
async function live({ early, first, middle, second, late }: Story): Promise<WritePath> {
  await empty();
  const path = writePath(db.database);
  const deps = segmentDeps(db.database, path);
  for (const one of early) await happen(path, one);
  await publish(deps, first);
  for (const one of middle.slice(0, 3)) await happen(path, one);
  await fill(db.database, path);
  for (const one of middle.slice(3)) await happen(path, one);
  path.clock.advance(1);
  await publish(deps, second);
  for (const one of late.slice(0, 3)) await happen(path, one);
  path.clock.advance(1);
  await fill(db.database, path);
  for (const one of late.slice(3)) await happen(path, one);
  return path;
}

interface Row {
  id: ProfileId;
  state: string;
  audience: string;
}
const profiles = () =>
  db.database.owner<
    Row[]
  >`select id, state, audience from profile where retailer_id = 1 order by id`;

async function bySql(whole: Condition, now: number): Promise<string[]> {
  const { compiled } = await loadSegments(db.database.owner, R);
  const question = { retailerId: R, now, calendar: compiled.calendar };
  const rows = await db.database.owner<{ id: string }[]>`
    ${sqlHolds(db.database.owner, whole, question)} order by 1`;
  return rows.map((row) => row.id);
}

/** Compares both evaluators and the stored members at an instant; answers instants worth looking at later. */
async function compare(now: number): Promise<number[]> {
  const { compiled } = await loadSegments(db.database.owner, R);
  const rows = await profiles();
  const later: number[] = [];
  for (const segment of compiled.segments) {
    const byState: string[] = [];
    for (const { id, state, audience } of rows) {
      const { mem } = JSON.parse(audience);
      const look: Look = { state: JSON.parse(state), mem: mem ?? {}, now, next: 0 };
      if (segment.holds(look)) byState.push(id);
      expect(look.next, 'an answer must stand for a while').toBeGreaterThan(now);
      if (Number.isFinite(look.next)) later.push(look.next);
    }
    const members = await db.database.owner<{ profile_id: string }[]>`
      select profile_id from segment_member where retailer_id = 1 and segment_no = ${segment.no} order by 1`;
    const said = JSON.stringify(segment.whole);
    expect(byState, `state and SQL at ${now}: ${said}`).toEqual(await bySql(segment.whole, now));
    expect(
      members.map((row) => row.profile_id),
      `members and state at ${now}: ${said}`,
    ).toEqual(byState);
  }
  return later;
}

describe('the two evaluators', () => {
  it('agree with each other and with the stored members, also to the millisecond where answers change', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const path = await live(told);
        const ids = (await profiles()).map((row) => row.id);
        const begun = path.clock.now();
        await path.pipeline.look(R, ids, begun);
        let waiting = await compare(begun);
        for (let i = 0; i < 4 && waiting.length > 0; i++) {
          const change = Math.min(...waiting);
          const found: number[] = [];
          for (const now of [change - 1, change, change + 1]) {
            if (now < path.clock.now()) continue;
            path.clock.set(now);
            await path.pipeline.look(R, ids, now);
            found.push(...(await compare(now)));
          }
          waiting = found.filter((at) => at > change + 1);
        }
      }),
      { numRuns: Number(process.env['SEGMENT_RUNS'] ?? 25) },
    );
  }, 900_000);

  it('give the same memory and members when every shopper is folded anew', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const path = await live(told);
        expect(await differences(db.database, 1, { now: path.clock.now() })).toEqual([]);
      }),
      { numRuns: Number(process.env['SEGMENT_RUNS'] ?? 25) },
    );
  }, 900_000);
});
