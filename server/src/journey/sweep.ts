/** Finds, every half minute, who gets in by a day, a schedule, a price or a product that is back; ends what was ended. */
import type {
  JourneyEntry,
  JsonObject,
  ProfileId,
  ProfileState,
  RetailerId,
} from '@augenblick/contract';
import { goOn } from '../delivery/index.ts';
import { bumpRevision } from '../profile/index.ts';
import type { Jobs, Sql, TransactionSql } from '../runtime/index.ts';
import { createCalendar, plusDays, sqlHolds } from '../segment/index.ts';
import { sweepName } from './compile.ts';
import { dayOf, instantOf, weekdayOf } from './local-time.ts';
import { endFinished, endRuns, findChanged, findFinished } from './queries.ts';
import { type InboxRow, insertInbox } from './queries-inbox.ts';
import * as queries from './queries-sweep.ts';

/** What the sweep needs. */
export interface SweepDeps {
  sql: Sql;
  clock: { now(): number };
  /** Something was put into the inbox. */
  ring: () => void;
}

/** The sweep of this process. */
export interface JourneySweep {
  /** Asks for the first one; those that follow ask for themselves. */
  schedule(): Promise<void>;
}

const JOB = 'journey.sweep';
const EVERY_MS = 30_000;
const DAY = 86_400_000;
/** Shoppers gone through in one transaction. */
const STEP = 2_000;
/** A day that was missed by more than this is left out: nobody wants wishes for last week's birthday. */
const MISSED_MS = DAY;
const PRODUCTS_MAX = 500;
const ENDED_MAX = 5_000;
/** How long after it was resumed a journey's held messages are looked for. */
const RESUMED_MS = 120_000;

/** Defines the job; call before `jobs.start`. */
export function createSweep(deps: SweepDeps & { jobs: Jobs }): JourneySweep {
  const { jobs, sql, clock } = deps;
  const schedule = (): Promise<void> =>
    jobs.add(sql, JOB, {}, { key: JOB, runAt: clock.now() + EVERY_MS });
  jobs.define(JOB, async () => {
    await sweepJourneys(deps);
    await schedule();
  });
  return { schedule };
}

/** One sweep; answers how many shoppers it put into the inbox. */
export async function sweepJourneys(deps: SweepDeps): Promise<number> {
  const { sql, clock } = deps;
  let found = 0;
  const byRetailer = new Map<RetailerId, queries.LiveRow[]>();
  for (const row of await queries.findSwept(sql)) {
    byRetailer.set(row.retailer_id, [...(byRetailer.get(row.retailer_id) ?? []), row]);
    for (const entry of row.live.entries) {
      if (entry.type === 'date' || entry.type === 'schedule')
        found += await sweepDays(deps, row, entry);
    }
  }
  for (const [retailerId, rows] of byRetailer) found += await sweepProducts(deps, retailerId, rows);
  for (const over of await findFinished(sql))
    await sql.begin(async (tx) => {
      await bumpRevision(tx, over.retailerId);
      await endFinished(tx, over, clock.now());
    });
  // A message that was being judged when its journey was resumed may still have been put off because of the pause.
  for (const { retailerId, id } of await findChanged(sql, clock.now() - RESUMED_MS))
    await goOn(sql, retailerId, { kind: 'journey', id }, clock.now());
  for (let ended = ENDED_MAX; ended === ENDED_MAX; )
    ended = await endRuns(sql, clock.now(), ENDED_MAX);
  if (found > 0) deps.ring();
  return found;
}

type DayEntry = Extract<JourneyEntry, { type: 'date' | 'schedule' }>;

/**
 * Today's turn of an entry, and yesterday's where nobody looked over midnight. Yesterday's is not made good where the journey
 * was changed since: it may have stood still then.
 */
async function sweepDays(deps: SweepDeps, row: queries.LiveRow, entry: DayEntry): Promise<number> {
  const today = dayOf(row.zone, deps.clock.now());
  const changed = instantOf(row.zone, today - 1, entry.minute) < row.changed.getTime();
  const late = changed ? 0 : await sweepDay(deps, row, entry, today - 1);
  return late + (await sweepDay(deps, row, entry, today));
}

/** Goes through one day of an entry where its hour has come, and was not before the entry stood in the journey. */
async function sweepDay(
  deps: SweepDeps,
  row: queries.LiveRow,
  entry: DayEntry,
  day: number,
): Promise<number> {
  const now = deps.clock.now();
  const due = instantOf(row.zone, day, entry.minute);
  const since = row.since[entry.id] ?? Infinity;
  if (due > now || now - due > MISSED_MS || due < since) return 0;
  if (entry.type === 'schedule') {
    if (entry.segmentId === null) return 0;
    if (entry.days.length > 0 && !entry.days.includes(weekdayOf(day))) return 0;
  }
  const text = new Date(day * DAY).toISOString().slice(0, 10);
  const key = { journeyId: row.id, entry: entry.id, day: text };
  let found = 0;
  for (let done = false; !done; ) {
    const step = (await deps.sql.begin(async (tx) => {
      const sweep = await queries.lockSweep(tx, row.retailer_id, key);
      // Another process is at it, or it is done.
      if (sweep === undefined || sweep.done) return { found: 0, done: true };
      const ids =
        entry.type === 'schedule'
          ? await queries.nextMembers(tx, row.retailer_id, entry.segmentId ?? '', sweep.after, STEP)
          : await queries.nextShoppers(tx, row.retailer_id, sweep.after, STEP);
      const who = entry.type === 'schedule' ? ids : await meant(tx, row, entry, ids, text);
      const facts = who.map((profileId) => factOf(row, entry, profileId, { text, due, now }));
      await insertInbox(tx, row.retailer_id, facts);
      const last = ids.at(-1) ?? sweep.after;
      const over = ids.length < STEP;
      await queries.noteSweep(tx, row.retailer_id, key, { after: last, done: over });
      return { found: facts.length, done: over };
    })) as { found: number; done: boolean };
    found += step.found;
    done = step.done;
  }
  return found;
}

function factOf(
  row: queries.LiveRow,
  entry: DayEntry,
  profileId: ProfileId,
  { text, due, now }: { text: string; due: number; now: number },
): InboxRow {
  return {
    key: `d:${row.id}:${entry.id}:${text}`,
    type: 'date',
    name: sweepName(row.id, entry.id),
    profileId,
    at: due,
    seenAt: now,
    channel: '',
    anchor: '',
    begins: true,
    data: { day: text },
  };
}

/** Those of some shoppers for whom it is the day. */
async function meant(
  tx: TransactionSql,
  row: queries.LiveRow,
  entry: Extract<JourneyEntry, { type: 'date' }>,
  ids: readonly ProfileId[],
  today: string,
): Promise<readonly ProfileId[]> {
  if (ids.length === 0) return [];
  const { retailer_id: retailerId, zone } = row;
  const calendar = createCalendar(zone);
  const day = plusDays(today, -entry.days);
  if (entry.basis === 'last_order') {
    const [from, to] = [calendar.startOf(day), calendar.startOf(plusDays(day, 1))];
    return queries.lastOrderBetween(tx, retailerId, ids, from, to);
  }
  if (entry.basis === 'own_rhythm') {
    const [from, to] = [calendar.startOf(today), calendar.startOf(plusDays(today, 1))];
    const unpredicted = row.live.entries.some(
      (one) => one.type === 'signal' && one.names.includes('replenishment_due'),
    );
    return queries.rhythmBetween(tx, retailerId, ids, { ...entry, from, to, unpredicted });
  }
  const test =
    entry.basis === 'anniversary'
      ? ({ op: 'anniversary', n: 0 } as const)
      : ({ op: 'past_days', n: 0 } as const);
  // The condition of segments, asked as if it were that day.
  const now = calendar.startOf(day) + DAY / 2;
  const condition = { type: 'trait', key: entry.trait, test } as const;
  const rows = await tx<{ id: ProfileId }[]>`
    ${sqlHolds(tx, condition, { retailerId, now, calendar, ids })}`;
  return rows.map(({ id }) => id);
}

type ProductEntry = Extract<JourneyEntry, { type: 'back_in_stock' | 'price_drop' }>;

/** Looks which products have become cheaper or are back, and who wanted them. */
async function sweepProducts(
  deps: SweepDeps,
  retailerId: RetailerId,
  rows: readonly queries.LiveRow[],
): Promise<number> {
  const wanted = rows.flatMap((row) =>
    row.live.entries.flatMap((entry) =>
      entry.type === 'back_in_stock' || entry.type === 'price_drop' ? [{ row, entry }] : [],
    ),
  );
  if (wanted.length === 0) return 0;
  return deps.sql.begin(async (tx) => {
    // One process at a time: what one has noted as seen the other does not see.
    await tx`select pg_advisory_xact_lock(77021, ${retailerId}::int)`;
    const changed = await queries.takeChanged(tx, retailerId, PRODUCTS_MAX);
    const news = changed.filter((one) => isBack(one) || dropBp(one) > 0);
    if (news.length === 0) return 0;
    const products = new Map(news.map((one) => [one.product_id, one]));
    const facts: InboxRow[] = [];
    for (const { id, state } of await queries.whoNames(tx, retailerId, [...products.keys()])) {
      const known = JSON.parse(state) as ProfileState;
      for (const { row, entry } of wanted)
        facts.push(...productFacts(row, entry, { id, known, products, now: deps.clock.now() }));
    }
    await insertInbox(tx, retailerId, facts);
    return facts.length;
  }) as Promise<number>;
}

const isBack = (one: queries.ChangedProduct): boolean => one.available && !one.was_available;

/** By how much it has become cheaper, basis points. */
function dropBp({ price_minor: now, was_minor: was }: queries.ChangedProduct): number {
  if (now === null || was === null || was <= 0) return 0;
  return Math.max(0, Math.round(((was - now) / was) * 10_000));
}

/** Looked at longer ago than this, a product is no longer wanted. */
const VIEWED_MS = 60 * DAY;

function productFacts(
  row: queries.LiveRow,
  entry: ProductEntry,
  about: {
    id: ProfileId;
    known: ProfileState;
    products: ReadonlyMap<string, queries.ChangedProduct>;
    now: number;
  },
): InboxRow[] {
  const { id, known, products, now } = about;
  const wished = known.wishlist.map(({ productId }) => productId);
  const viewed =
    entry.type === 'back_in_stock' && entry.viewed
      ? known.viewed.filter(({ at }) => at > now - VIEWED_MS).map(({ productId }) => productId)
      : [];
  const facts: InboxRow[] = [];
  for (const productId of new Set([...wished, ...viewed])) {
    const product = products.get(productId);
    if (product === undefined) continue;
    const fits =
      entry.type === 'back_in_stock'
        ? isBack(product)
        : product.available && dropBp(product) >= entry.percentBp;
    if (!fits) continue;
    facts.push({
      key: `p:${row.id}:${entry.id}:${productId}:${now}`,
      type: 'date',
      name: sweepName(row.id, entry.id),
      channel: '',
      anchor: '',
      profileId: id,
      at: now,
      seenAt: now,
      begins: true,
      data: productData(product),
    });
  }
  return facts;
}

/** The product as an event would carry it, prices in units of the currency. */
function productData(product: queries.ChangedProduct): JsonObject {
  const { product_id, name, url, image, currency } = product;
  const price = product.price_minor === null ? null : product.price_minor / 100;
  const before = product.was_minor === null ? null : product.was_minor / 100;
  const one = { product_id, name, url, image_url: image, price, currency };
  return { ...one, price_before: before, products: [one] };
}
