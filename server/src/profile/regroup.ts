import type { ProfileId, RetailerId } from '@augenblick/contract';
import { pipelined, type TransactionSql } from '../runtime/index.ts';
import { findProfiles, lockProfiles } from './queries.ts';
import { type Folded, refold } from './refold.ts';
import { replaceFacts } from './replace.ts';
import type { Move } from './resolve.ts';
import type { SourceFacts } from './stored-event.ts';
import type { Watching } from './watcher.ts';
import { deleteOrders, deleteProfiles, type OrderWrite, writeMoves, writeOrders } from './write.ts';

/** A profile after its identifiers were rearranged; `version` null when there is no row of it. */
export interface Regrouped {
  version: number | null;
  folded: Folded | undefined;
}

export interface RegroupContext {
  sql: TransactionSql;
  retailerId: RetailerId;
  sources: ReadonlyMap<number, SourceFacts>;
  watching: Watching;
  now: number;
  newId: () => string;
  staffId: string | null;
}

/**
 * Carries out moves: identifiers, the events they anchor, orders and consents go to the new profiles, and every profile
 * concerned is folded anew from its events, so that a join and its undoing are exact. The caller writes states and alarms.
 * Profiles left without events are deleted here. Locks the profiles first, in id order.
 */
export async function regroup(
  context: RegroupContext,
  moves: readonly Move[],
): Promise<Map<ProfileId, Regrouped>> {
  const { sql, retailerId } = context;
  const ids = [...new Set(moves.flatMap((move) => [move.from, move.to]))].sort();
  const { watcher, store, outbox } = context.watching;
  // One connection works statements off in the order they are sent: the events are read after they have moved.
  const [, , found, folded] = await pipelined([
    lockProfiles(sql, retailerId, ids),
    writeMoves(sql, retailerId, moves, context.now, context.newId, context.staffId),
    findProfiles(sql, retailerId, ids),
    refold(sql, retailerId, ids, context.sources, watcher),
  ] as const);
  const rows = new Map(found.map((row) => [row.id, row.version]));
  const orders = ids.flatMap((id) => ordersOf(id, folded.get(id)));
  const left = ids.filter((id) => !folded.has(id) && rows.has(id));
  await pipelined([
    deleteOrders(sql, retailerId, ids),
    writeOrders(sql, retailerId, orders),
    replaceFacts(sql, retailerId, store, ids, folded),
    deleteProfiles(sql, retailerId, left),
    outbox?.moved(sql, moves.slice(), left, context.now),
  ] as const);
  return new Map(
    ids.map((id) => [
      id,
      { version: folded.has(id) ? (rows.get(id) ?? null) : null, folded: folded.get(id) },
    ]),
  );
}

function ordersOf(profileId: ProfileId, folded: Folded | undefined): OrderWrite[] {
  if (!folded) return [];
  return [...folded.orders.values()].map((order) => ({
    profileId,
    order,
    sourceId: folded.orderSources.get(order.orderId) ?? 0,
    isNew: true,
  }));
}
