import type { Condition, RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { fill, publish, segmentDeps } from '../../test/segment.ts';
import { differences, type WritePath, writePath } from '../../test/write-path.ts';
import { auditSegments } from './audit.ts';
import { PLAIN_TABLE, plain } from './plain.ts';
import {
  previewSegment,
  segmentChanges,
  segmentList,
  segmentMembers,
  segmentOne,
} from './reading.ts';
import { archiveSegment, changeSegment, publishSegment } from './segments.ts';
import { starters } from './starters.ts';

const R = 1 as RetailerId;
let db: TestDatabase;
let path: WritePath;
let deps: ReturnType<typeof segmentDeps>;
let sent = 0;
beforeAll(async () => {
  db = await testDatabase();
  path = writePath(db.database);
  deps = segmentDeps(db.database, path);
});
afterAll(() => db.drop());

const viewed = (n: number, days = 30): Condition => ({
  type: 'event',
  event: { names: ['Product Viewed'], where: [] },
  times: { compare: 'at_least', n },
  window: { last: { n: days, unit: 'day' } },
});
const view = (who: string, path2 = path) =>
  path2.ingest.submit(path2.web, [
    {
      type: 'track',
      event: 'Product Viewed',
      anonymousId: who,
      messageId: `s${sent++}`,
      properties: { product_id: 'p1', category: 'Lampen' },
    },
  ]);
const audit = async () =>
  (await auditSegments({ sql: db.database.owner, retailerId: R, now: path.clock.now() })).different;
const members = async (id: string) =>
  (await segmentMembers(deps, R, id, { limit: 100 })).members.length;

describe('a segment', () => {
  it('holds shoppers from before and after it was switched on, also while ingest goes on', async () => {
    const others = Array.from({ length: 40 }, (_, i) => `early-${i}`);
    for (const who of others) await view(who);
    path.clock.advance(5);
    const [id = ''] = await publish(deps, [viewed(2)]);
    // A second process with its own caches, and this one, while the job goes through the shoppers.
    const second = writePath(db.database, { seed: 9 });
    second.clock.set(path.clock.now() + 1);
    path.clock.advance(1);
    await Promise.all([
      fill(db.database, path, 3),
      ...others.slice(0, 30).map((who, i) => view(who, i % 2 === 0 ? path : second)),
      ...Array.from({ length: 10 }, (_, i) => view(`late-${i % 5}`, i % 2 === 0 ? second : path)),
    ]);
    expect(await members(id)).toBe(35);
    expect(await audit()).toEqual([]);
    expect(await differences(db.database, 1, { now: path.clock.now() })).toEqual([]);
  });

  it('lets go when the window has passed, at that very millisecond', async () => {
    const [id = ''] = await publish(deps, [viewed(1, 1)]);
    await fill(db.database, path);
    await view('short');
    const at = path.clock.now();
    const rows = await db.database.owner<{ id: string }[]>`
      select profile_id as id from identity where retailer_id = 1 and value = 'short'`;
    const ids = rows.map((row) => row.id as never);
    const there = async () =>
      (await segmentMembers(deps, R, id, { limit: 100 })).members.some((m) => m.id === ids[0]);
    await path.pipeline.look(R, ids, at + 86_400_000 - 1);
    expect(await there()).toBe(true);
    await path.pipeline.look(R, ids, at + 86_400_000 + 250);
    expect(await there()).toBe(false);
    const { changes } = await segmentChanges(deps, R, id, { limit: 1 });
    expect(changes[0]).toMatchObject({ entered: false, at: at + 86_400_000 });
    path.clock.set(at + 86_400_000 + 250);
  });

  it('keeps the old version until the new one is published, and takes along what names it', async () => {
    const [inner = ''] = await publish(deps, [viewed(1)]);
    const [outer = ''] = await publish(deps, [{ type: 'not', of: { type: 'segment', id: inner } }]);
    await fill(db.database, path);
    const before = await members(inner);
    expect(before).toBeGreaterThan(0);
    expect(await members(outer)).toBe(0);
    await changeSegment(deps, R, inner, { name: 'Viel', note: '', condition: viewed(50) });
    expect(await members(inner)).toBe(before);
    path.clock.advance(5);
    await publishSegment(deps, R, inner, 'Test');
    path.clock.advance(5);
    await fill(db.database, path);
    expect(await members(inner)).toBe(0);
    expect(await members(outer)).toBe(before);
    expect((await segmentOne(deps, R, inner)).versions.map(({ version }) => version)).toEqual([
      2, 1,
    ]);
    await expect(archiveSegment(deps, R, inner)).rejects.toMatchObject({ code: 'segment_in_use' });
    const round: Condition = { type: 'segment', id: outer };
    await changeSegment(deps, R, inner, { name: 'Rund', note: '', condition: round });
    await expect(publishSegment(deps, R, inner, null)).rejects.toMatchObject({
      code: 'segment_unusable',
    });
    await archiveSegment(deps, R, outer);
    await fill(db.database, path);
    const [left] = await db.database.owner`
      select count(*)::int as n from segment_member m join segment s on s.retailer_id = m.retailer_id and s.no = m.segment_no
      where s.id = ${outer}`;
    expect(left?.['n']).toBe(0);
    expect(await audit()).toEqual([]);
    await view('early-0');
    expect(await differences(db.database, 1, { now: path.clock.now() })).toEqual([]);
  });

  it('previews the same shoppers it would hold, and stays within the retailer', async () => {
    const one = starters({ currency: 'EUR', category: 'Lampen' })[0]?.condition;
    if (!one) throw new Error('no starting point');
    const preview = await previewSegment(deps, R, { condition: one }, true);
    const [id = ''] = await publish(deps, [one]);
    await fill(db.database, path);
    expect(preview).toMatchObject({ count: await members(id), exact: true, problems: [] });
    const list = await segmentList(deps, 2 as RetailerId);
    expect(list).toMatchObject({ segments: [], shoppers: 1 });
    await expect(segmentOne(deps, 2 as RetailerId, id)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('offers starting points that can all be switched on', async () => {
    const all = starters({ currency: 'EUR', category: null });
    expect(all.length).toBeGreaterThanOrEqual(6);
    for (const { condition } of all)
      expect(await previewSegment(deps, R, { condition }, false)).toMatchObject({ problems: [] });
  });
});

describe('texts without case', () => {
  it('are the same here and in SQL', async () => {
    const texts = [PLAIN_TABLE.from, 'Straße ÄÖÜ İSTANBUL ΟΔΟΣ Ё', '価格 🙂'];
    const rows = await db.database.owner<{ text: string }[]>`
      select segment_plain(t) as text from unnest(${texts}::text[]) with ordinality u (t, i) order by i`;
    expect(rows.map((row) => row.text)).toEqual(texts.map(plain));
  });
});
