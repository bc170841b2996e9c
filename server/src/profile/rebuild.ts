import {
  type AudienceMemory,
  type Order,
  type ProfileId,
  type ProfileState,
  type RetailerId,
  type WatchFact,
} from '@augenblick/contract';
import type { Clock, Sql, TransactionSql } from '../runtime/index.ts';
import { type Definitions, holdPublished } from './published.ts';
import {
  findOrders,
  findProfiles,
  findSources,
  lockProfiles,
  orderKey,
  type ProfileRow,
} from './queries.ts';
import { type Folded, refold } from './refold.ts';
import { replaceFacts, type Refolded, writeRefolded } from './replace.ts';
import type { WatchedDraft, Watcher, Watching } from './watcher.ts';
import { deleteOrders, writeOrders } from './write.ts';

/** The outcome of a rebuild. */
export interface RebuildReport {
  profiles: number;
  events: number;
  orders: number;
  /** Moments, signals and memberships, begun and ended. */
  facts: number;
  /** Profiles whose stored state, orders or facts are not what their events give. */
  different: { profileId: ProfileId; what: string }[];
}

export interface RebuildOptions {
  sql: Sql;
  retailerId: RetailerId;
  definitions: Definitions;
  check: boolean;
  /**
   * Time passes up to now on both sides before they are compared: a wakeup may be a moment late. Now is asked once the rows
   * are locked, or a wakeup that came meanwhile would have seen more of time than what is folded here.
   */
  clock: Clock;
  onProgress?: (done: number) => void;
  forget?: (ids: readonly ProfileId[]) => void;
}

const PROFILES_PER_STEP = 500;
const DIFFERENCES_KEPT = 100;

/**
 * Folds every shopper of a retailer anew from the events, with everybody who watches, and compares with what is stored,
 * byte for byte; with `check` false it also writes what differs. Steps of 500 profiles, each a transaction, so ingest
 * goes on meanwhile.
 */
export async function rebuild(options: RebuildOptions): Promise<RebuildReport> {
  const { sql, retailerId } = options;
  const report: RebuildReport = { profiles: 0, events: 0, orders: 0, facts: 0, different: [] };
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const rows = await sql<{ id: ProfileId }[]>`
      select distinct id from (
        (select id from profile where retailer_id = ${retailerId} and id > ${after} order by id limit ${PROFILES_PER_STEP})
        union all
        (select profile_id from (select distinct profile_id from event where retailer_id = ${retailerId} and profile_id > ${after} order by profile_id limit ${PROFILES_PER_STEP}) e)
      ) both_sides (id) order by id limit ${PROFILES_PER_STEP}`;
    const ids = rows.map((row) => row.id);
    const last = ids.at(-1);
    if (last === undefined) return report;
    await sql.begin((tx) => step(tx, options, ids, report));
    if (!options.check) options.forget?.(ids);
    after = last;
    options.onProgress?.(report.profiles);
  }
}

async function step(
  sql: TransactionSql,
  { retailerId, definitions, check, clock }: RebuildOptions,
  ids: readonly ProfileId[],
  report: RebuildReport,
): Promise<void> {
  const watching = await holdPublished(sql, definitions, retailerId);
  await lockProfiles(sql, retailerId, ids);
  const now = clock.now();
  const sources = await findSources(sql, retailerId);
  const stored = await readStored(sql, retailerId, ids, watching, now);
  const folded = await refold(sql, retailerId, ids, sources, watching.watcher);
  const orders = await findOrders(sql, retailerId, await orderIds(sql, retailerId, ids));
  const wrong: Refolded[] = [];
  for (const id of ids) {
    const anew = folded.get(id);
    const row = stored.get(id);
    if (anew) letPass(watching.watcher, anew, now);
    report.profiles += 1;
    report.events += anew?.state.events ?? 0;
    report.orders += anew?.orders.size ?? 0;
    const facts = anew ? factsById(anew.facts) : new Map<string, string>();
    report.facts += facts.size;
    const what = difference(id, row, anew, orders) ?? factDifference(row?.told, facts);
    if (what === undefined) continue;
    if (report.different.length < DIFFERENCES_KEPT) report.different.push({ profileId: id, what });
    if (anew) wrong.push({ version: row?.version ?? null, folded: anew });
  }
  if (!check && wrong.length > 0) await correct(sql, retailerId, watching, wrong);
}

async function correct(
  sql: TransactionSql,
  retailerId: RetailerId,
  { store }: Watching,
  wrong: readonly Refolded[],
): Promise<void> {
  const folded = new Map(wrong.map((one) => [one.folded.id, one.folded]));
  const ids = [...folded.keys()];
  await writeRefolded(sql, retailerId, wrong);
  await replaceFacts(sql, retailerId, store, ids, folded);
  await deleteOrders(sql, retailerId, ids);
  await writeOrders(
    sql,
    retailerId,
    wrong.flatMap(({ folded: { id, orders, orderSources } }) =>
      [...orders.values()].map((order) => ({
        profileId: id,
        order,
        sourceId: orderSources.get(order.orderId) ?? 0,
        isNew: true,
      })),
    ),
  );
}

/** A profile as it is stored, after time has passed. */
interface Stored extends WatchedDraft {
  version: number;
  seq: number;
  /** What stands in the tables of the stages, by id. */
  told: Map<string, string>;
}

async function readStored(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
  { watcher, store }: Watching,
  now: number,
): Promise<Map<ProfileId, Stored>> {
  const facts = new Map<ProfileId, WatchFact[]>();
  for (const fact of await store.read(sql, retailerId, ids)) {
    const id = profileOf(fact);
    const mine = facts.get(id);
    if (mine) mine.push(fact);
    else facts.set(id, [fact]);
  }
  const stored = (row: ProfileRow): Stored => {
    const draft = {
      ...row,
      state: JSON.parse(row.state) as ProfileState,
      audience: JSON.parse(row.audience) as AudienceMemory,
      facts: facts.get(row.id) ?? [],
      told: new Map<string, string>(),
    };
    letPass(watcher, draft, now);
    draft.told = factsById(draft.facts);
    return draft;
  };
  return new Map((await findProfiles(sql, retailerId, ids)).map((row) => [row.id, stored(row)]));
}

function letPass(watcher: Watcher, draft: WatchedDraft & { until?: number | null }, now: number) {
  watcher.advance(draft, now);
  draft.until = watcher.settle(draft, now);
}

async function orderIds(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<{ profileId: ProfileId; orderId: string }[]> {
  return sql<{ profileId: ProfileId; orderId: string }[]>`
    select profile_id as "profileId", order_id as "orderId" from customer_order
    where retailer_id = ${retailerId} and profile_id = any(${[...ids]}::uuid[])`;
}

/** The first thing in which stored and folded differ, in words; undefined when they are the same. */
function difference(
  id: ProfileId,
  stored: Stored | undefined,
  anew: Folded | undefined,
  orders: ReadonlyMap<string, Order>,
): string | undefined {
  if (!anew) return stored === undefined ? undefined : 'a state without events';
  if (stored === undefined) return 'events without a state';
  // A wakeup that found something raises the order key, so that no later event is folded before it.
  if (stored.seq < anew.seq) return `order key ${stored.seq} stored, ${anew.seq} folded`;
  const parts = [
    ['state', stored.state, anew.state],
    ['audience', withoutUntil(stored.audience), withoutUntil(anew.audience)],
  ] as const;
  for (const [name, mine, theirs] of parts) {
    const [a, b] = [JSON.stringify(mine), JSON.stringify(theirs)];
    if (a !== b) return `${name}: ${firstDifference(a, b)}`;
  }
  if (isLater(stored.audience.until, anew.audience.until))
    return `audience: looked at too late, at ${stored.audience.until}`;
  for (const order of anew.orders.values()) {
    if (JSON.stringify(orders.get(orderKey(id, order.orderId))) !== JSON.stringify(order))
      return `order ${order.orderId}`;
  }
  const mine = [...orders.keys()].filter((key) => key.startsWith(`${id}|`)).length;
  return mine === anew.orders.size
    ? undefined
    : `${mine} orders stored, ${anew.orders.size} folded`;
}

/** When to look next may be early (a segment that asked for it was switched off since), so it is compared by itself. */
function withoutUntil({ until: _until, ...rest }: AudienceMemory): AudienceMemory {
  return rest;
}

function isLater(stored: number | undefined, needed: number | undefined): boolean {
  return needed !== undefined && (stored === undefined || stored > needed);
}

function factDifference(
  stored: ReadonlyMap<string, string> | undefined,
  folded: ReadonlyMap<string, string>,
): string | undefined {
  for (const [id, text] of folded) {
    const other = stored?.get(id);
    if (other === undefined) return `missing: ${text}`;
    if (other !== text) return `fact: ${firstDifference(other, text)}`;
  }
  for (const [id, text] of stored ?? []) {
    if (!folded.has(id)) return `too much: ${text}`;
  }
  return undefined;
}

/** The last word about each fact, as text with sorted keys: PostgreSQL keeps JSON in an order of its own. */
function factsById(facts: readonly WatchFact[]): Map<string, string> {
  return new Map(
    facts.map((fact) => [`${fact.type} ${factOf(fact).id}`, sortedJson(factOf(fact))]),
  );
}

function factOf(fact: WatchFact): { id: string; profileId: ProfileId } {
  if (fact.type === 'moment') return fact.moment;
  return fact.type === 'signal' ? fact.signal : fact.change;
}

function profileOf(fact: WatchFact): ProfileId {
  return factOf(fact).profileId;
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function firstDifference(stored: string, folded: string): string {
  let i = 0;
  while (i < stored.length && stored[i] === folded[i]) i++;
  return `…${stored.slice(Math.max(0, i - 30), i + 40)}… stored, …${folded.slice(Math.max(0, i - 30), i + 40)}… folded`;
}
