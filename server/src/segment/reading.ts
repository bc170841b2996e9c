import { Failure, isUuid, type RetailerId } from '@augenblick/contract';
import type {
  PreviewSegment,
  SegmentChanges,
  SegmentList,
  SegmentMembers,
  SegmentOne,
  SegmentPreview,
  SegmentRow,
  SegmentVocabulary,
} from '@augenblick/contract/api/segment.ts';
import type { z } from 'zod';
import type { Clock, Database, TransactionSql } from '../runtime/index.ts';
import { createCalendar, plusDays } from './calendar.ts';
import { definitionProblems } from './check-definition.ts';
import { inlined } from './compile.ts';
import * as queries from './queries.ts';
import * as read from './reading-queries.ts';
import { namedOf } from './segments.ts';
import { sqlHolds } from './sql-holds.ts';

/** What reading segments needs. */
export interface SegmentReading {
  database: Pick<Database, 'withRetailer'>;
  clock: Clock;
}

const GROWTH_DAYS = 30;

/** All segments with their figures. */
export function segmentList(
  { database, clock }: SegmentReading,
  retailerId: RetailerId,
): Promise<SegmentList> {
  return database.withRetailer(retailerId, async (sql) => {
    const rows = await queries.findSegments(sql, retailerId);
    const { views, shoppers } = await viewsOf(sql, retailerId, rows, clock.now());
    return { segments: views, shoppers };
  });
}

/** One segment with its versions and what uses it. Throws `not_found`. */
export function segmentOne(
  { database, clock }: SegmentReading,
  retailerId: RetailerId,
  id: string,
): Promise<SegmentOne> {
  return database.withRetailer(retailerId, async (sql) => {
    const rows = await queries.findSegments(sql, retailerId);
    const row = rows.find((one) => one.id === id);
    if (row === undefined) throw new Failure('not_found');
    const { views, shoppers } = await viewsOf(sql, retailerId, [row], clock.now());
    const versions = await queries.findVersions(sql, retailerId, id);
    const [segment] = views;
    if (segment === undefined) throw new Failure('not_found');
    return {
      segment,
      shoppers,
      draft: row.draft,
      versions: versions.map(({ version, condition, at, staff_name }) => ({
        version,
        condition,
        at: at.getTime(),
        by: staff_name,
      })),
      usedBy: rows
        .filter((other) => other.id !== id && JSON.stringify(other.condition).includes(id))
        .map((other) => ({ id: other.id, name: other.name })),
    };
  });
}

async function viewsOf(
  sql: TransactionSql,
  retailerId: RetailerId,
  rows: readonly queries.SegmentRecord[],
  now: number,
): Promise<{ views: SegmentRow[]; shoppers: number }> {
  const base = await read.countBase(sql, retailerId);
  const counts = await read.countMembers(sql, retailerId, now);
  const calendar = createCalendar(base.zone);
  const today = calendar.dayOf(now);
  const first = plusDays(today, 1 - GROWTH_DAYS);
  const from = calendar.startOf(first);
  const growth = new Map<number, Map<string, number>>();
  for (const { no, day, more } of await read.dailyGrowth(sql, retailerId, base.zone, from)) {
    const days = growth.get(no) ?? new Map<string, number>();
    growth.set(no, days.set(day, more));
  }
  const views = rows.map((row): SegmentRow => {
    const count = counts.get(row.no);
    const members = count?.members ?? 0;
    const begun = row.from_at === null ? today : calendar.dayOf(row.from_at.getTime());
    return {
      id: row.id,
      name: row.name,
      note: row.note,
      status: row.status,
      version: row.version,
      condition: row.condition,
      members,
      growth:
        row.status === 'live'
          ? backwards(members, today, begun > first ? begun : first, growth.get(row.no))
          : [],
      entered: count?.entered ?? 0,
      left: count?.left ?? 0,
      filled: row.status === 'filling' ? row.fill_done / Math.max(1, row.fill_total) : null,
      changedAt: row.changed_at.getTime(),
      publishedAt: row.published_at?.getTime() ?? null,
      simulated: base.simulated,
    };
  });
  return { views, shoppers: base.shoppers };
}

/** Members at the end of each day, from now back: each day less what it brought. */
function backwards(
  members: number,
  today: string,
  first: string,
  more: ReadonlyMap<string, number> | undefined,
): number[] {
  const figures: number[] = [];
  let figure = members;
  for (let day = today; day >= first; day = plusDays(day, -1)) {
    figures.unshift(Math.max(0, figure));
    figure -= more?.get(day) ?? 0;
  }
  return figures;
}

/** Up to this many shoppers a preview counts every one; of more it asks some chosen by chance. */
const COUNTED_MAX = 20_000;
const SAMPLED = 4_000;
const SHOWN = 6;

/**
 * How many shoppers a condition means, and some of them. Exact for shops of up to 20,000 shoppers; of larger ones
 * 4,000 chosen by chance are asked and the number is worked out from them (± 1.6 % of the base, 19 times of 20).
 */
export async function previewSegment(
  { database, clock }: SegmentReading,
  retailerId: RetailerId,
  { condition, segmentId }: z.output<typeof PreviewSegment>,
  people: boolean,
): Promise<SegmentPreview> {
  return database.withRetailer(retailerId, async (sql) => {
    const rows = await queries.findSegments(sql, retailerId);
    const others = namedOf(rows);
    const problems = definitionProblems(condition, segmentId, others);
    const { shoppers, zone } = await read.countBase(sql, retailerId);
    if (problems.length > 0) return { problems, count: null, exact: true, shoppers, sample: [] };
    const whole = inlined(condition, new Map(others.map((one) => [one.id, one.condition])));
    const exact = shoppers <= COUNTED_MAX;
    const ids = exact ? undefined : await read.sampleShoppers(sql, retailerId, SAMPLED, shoppers);
    const question = { retailerId, now: clock.now(), calendar: createCalendar(zone) };
    const who = sqlHolds(sql, whole, ids === undefined ? question : { ...question, ids });
    const found = await read.previewPeople(sql, retailerId, who, SHOWN);
    const count = found[0]?.found ?? 0;
    const share = ids === undefined ? 1 : shoppers / Math.max(1, ids.length);
    return {
      problems: [],
      count: exact ? count : rounded(count * share),
      exact,
      shoppers,
      sample: people
        ? found.flatMap((row) =>
            row.id === null
              ? []
              : [
                  {
                    id: row.id,
                    displayName: row.name,
                    lastSeenAt: row.last_at.getTime(),
                    orders: row.orders,
                  },
                ],
          )
        : [],
    };
  });
}

/** Two digits that mean something; the rest would pretend. */
function rounded(figure: number): number {
  if (figure < 100) return Math.round(figure);
  const unit = 10 ** (Math.floor(Math.log10(figure)) - 1);
  return Math.round(figure / unit) * unit;
}

/** One page of who is in it. Throws `not_found`. */
export function segmentMembers(
  { database }: SegmentReading,
  retailerId: RetailerId,
  id: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<SegmentMembers> {
  if (page.cursor !== undefined && !isUuid(page.cursor)) throw new Failure('bad_request', 'cursor');
  return database.withRetailer(retailerId, async (sql) => {
    const no = await numberOf(sql, retailerId, id);
    const rows = await read.membersPage(sql, retailerId, no, page.cursor, page.limit + 1);
    const shown = rows.slice(0, page.limit);
    return {
      members: shown.map((row) => ({
        id: row.id,
        displayName: row.name,
        since: row.since.getTime(),
        lastSeenAt: row.last_at.getTime(),
        orders: row.orders,
      })),
      next: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null,
    };
  });
}

/** One page of who came and went. Throws `not_found`. */
export function segmentChanges(
  { database }: SegmentReading,
  retailerId: RetailerId,
  id: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<SegmentChanges> {
  const before = changeMark(page.cursor);
  return database.withRetailer(retailerId, async (sql) => {
    await numberOf(sql, retailerId, id);
    const rows = await read.changesPage(sql, retailerId, id, before, page.limit + 1);
    const shown = rows.slice(0, page.limit);
    const last = rows.length > page.limit ? shown.at(-1) : undefined;
    return {
      changes: shown.map((row) => ({
        key: row.key,
        id: row.id,
        displayName: row.name,
        at: row.at.getTime(),
        entered: row.entered,
      })),
      next: last ? `${last.at.getTime()}_${last.key}` : null,
    };
  });
}

function changeMark(cursor: string | undefined): { at: Date; id: string } | undefined {
  if (cursor === undefined) return undefined;
  const [ms = '', id = ''] = cursor.split('_');
  if (!/^\d{1,14}$/.test(ms) || !isUuid(id)) throw new Failure('bad_request', 'cursor');
  return { at: new Date(Number(ms)), id };
}

async function numberOf(sql: TransactionSql, retailerId: RetailerId, id: string): Promise<number> {
  const row = (await queries.findSegments(sql, retailerId)).find((one) => one.id === id);
  if (row === undefined) throw new Failure('not_found');
  return row.no;
}

/** How long a vocabulary is believed, ms: it is worked out from a sample of shoppers. */
const FRESH_MS = 20_000;

/** What the shop really has to choose from, remembered for a short while. */
export function createVocabulary({ database, clock }: SegmentReading) {
  const known = new Map<RetailerId, { at: number; words: Promise<SegmentVocabulary> }>();
  return (retailerId: RetailerId): Promise<SegmentVocabulary> => {
    const now = clock.now();
    const held = known.get(retailerId);
    if (held && now - held.at < FRESH_MS) return held.words;
    const words = database.withRetailer(retailerId, (sql) => vocabularyOf(sql, retailerId));
    known.set(retailerId, { at: now, words });
    words.catch(() => known.delete(retailerId));
    return words;
  };
}

async function vocabularyOf(
  sql: TransactionSql,
  retailerId: RetailerId,
): Promise<SegmentVocabulary> {
  const seen = await read.seenWords(sql, retailerId);
  const properties = new Map(
    (await read.seenProperties(sql, retailerId)).map((row) => [row.name, row.properties]),
  );
  const of = (kind: (typeof seen)[number]['kind'], most = 200) =>
    seen.filter((row) => row.kind === kind).slice(0, most);
  const plain = (kind: Parameters<typeof of>[0]) =>
    of(kind).map(({ value, count }) => ({ value, count }));
  const categories = plain('category');
  const named = new Set(categories.map(({ value }) => value));
  for (const row of await read.catalogueCategories(sql, retailerId)) {
    if (!named.has(row.value)) categories.push({ value: row.value, count: 0 });
  }
  const segments = await queries.findSegments(sql, retailerId);
  return {
    events: of('event').map(({ value, count }) => ({
      value,
      count,
      properties: properties.get(value) ?? [],
    })),
    traits: of('trait').map(({ value, count, examples }) => ({
      value,
      count,
      examples: examples ?? [],
    })),
    categories: categories.slice(0, 300),
    brands: plain('brand'),
    sizes: plain('size'),
    channels: plain('channel'),
    products: [...(await read.someProducts(sql, retailerId))],
    currencies: plain('currency').map(({ value }) => value),
    segments: segments
      .filter(({ status }) => status === 'live' || status === 'filling')
      .map(({ id, name }) => ({ id, name })),
  };
}

/** The segments a shopper is in now. */
export async function shopperSegments(
  { database }: SegmentReading,
  retailerId: RetailerId,
  profileId: string,
) {
  if (!isUuid(profileId)) throw new Failure('not_found');
  const rows = await database.withRetailer(retailerId, (sql) =>
    read.segmentsOfShopper(sql, retailerId, profileId),
  );
  return {
    segments: rows.map(({ id, name, since }) => ({ id, name, since: since.getTime() })),
  };
}
