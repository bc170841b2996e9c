import type { Order, ProfileId, RetailerId } from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';
import { findOrders, findProfiles, findSources, lockProfiles, orderKey } from './queries.ts';
import { type Folded, refold } from './refold.ts';
import { deleteOrders, type StateWrite, writeCards, writeOrders, writeStates } from './write.ts';

/** The outcome of a rebuild. */
export interface RebuildReport {
  profiles: number;
  events: number;
  orders: number;
  /** Profiles whose stored state or orders are not what their events give. */
  different: { profileId: ProfileId; what: string }[];
}

const PROFILES_PER_STEP = 500;
const DIFFERENCES_KEPT = 100;

/**
 * Folds every shopper of a retailer anew from the events and compares with what is stored, byte for byte; with `check`
 * false it also writes what differs. Steps of 500 profiles, each a transaction, so ingest goes on meanwhile.
 */
export async function rebuild(deps: {
  sql: Sql;
  retailerId: RetailerId;
  check: boolean;
  onProgress?: (done: number) => void;
  forget?: (ids: readonly ProfileId[]) => void;
}): Promise<RebuildReport> {
  const { sql, retailerId } = deps;
  const report: RebuildReport = { profiles: 0, events: 0, orders: 0, different: [] };
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
    await sql.begin((tx) => step(tx, retailerId, ids, deps.check, report));
    if (!deps.check) deps.forget?.(ids);
    after = last;
    deps.onProgress?.(report.profiles);
  }
}

async function step(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
  check: boolean,
  report: RebuildReport,
): Promise<void> {
  await lockProfiles(sql, retailerId, ids);
  const sources = await findSources(sql, retailerId);
  const stored = new Map((await findProfiles(sql, retailerId, ids)).map((row) => [row.id, row]));
  const folded = await refold(sql, retailerId, ids, sources);
  const orders = await findOrders(sql, retailerId, await orderIds(sql, retailerId, ids));
  const wrong: StateWrite[] = [];
  for (const id of ids) {
    const now = folded.get(id);
    const row = stored.get(id);
    report.profiles += 1;
    report.events += now?.state.events ?? 0;
    report.orders += now?.orders.size ?? 0;
    const what = difference(id, row?.state, row?.seq, now, orders);
    if (what === undefined) continue;
    if (report.different.length < DIFFERENCES_KEPT) report.different.push({ profileId: id, what });
    if (now) wrong.push({ id, version: row?.version ?? null, seq: now.seq, state: now.state });
  }
  if (check || wrong.length === 0) return;
  await writeStates(sql, retailerId, wrong);
  await writeCards(sql, retailerId, wrong);
  await deleteOrders(
    sql,
    retailerId,
    wrong.map((write) => write.id),
  );
  await writeOrders(
    sql,
    retailerId,
    wrong.flatMap(({ id }) =>
      [...(folded.get(id)?.orders.values() ?? [])].map((order) => ({
        profileId: id,
        order,
        sourceId: folded.get(id)?.orderSources.get(order.orderId) ?? 0,
        isNew: true,
      })),
    ),
  );
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
  state: string | undefined,
  seq: number | undefined,
  now: Folded | undefined,
  stored: ReadonlyMap<string, Order>,
): string | undefined {
  if (!now) return state === undefined ? undefined : 'a state without events';
  if (state === undefined) return 'events without a state';
  if (seq !== now.seq) return `order key ${seq} stored, ${now.seq} folded`;
  const folded = JSON.stringify(now.state);
  if (state !== folded) return `state: ${firstDifference(state, folded)}`;
  for (const order of now.orders.values()) {
    if (JSON.stringify(stored.get(orderKey(id, order.orderId))) !== JSON.stringify(order))
      return `order ${order.orderId}`;
  }
  const mine = [...stored.keys()].filter((key) => key.startsWith(`${id}|`)).length;
  return mine === now.orders.size ? undefined : `${mine} orders stored, ${now.orders.size} folded`;
}

function firstDifference(stored: string, folded: string): string {
  let i = 0;
  while (i < stored.length && stored[i] === folded[i]) i++;
  return `…${stored.slice(Math.max(0, i - 30), i + 40)}… stored, …${folded.slice(Math.max(0, i - 30), i + 40)}… folded`;
}
