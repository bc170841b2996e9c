import type { Order, ProfileId, ProfileState, RetailerId } from '@augenblick/contract';
import { emptyState, fold } from './fold.ts';
import { orderIdOf } from './order.ts';
import { type Db, findEvents } from './queries.ts';
import { foldEventOfRow, type SourceFacts } from './stored-event.ts';
import type { EventRow } from '../event/index.ts';

/** What a shopper's events come to. */
export interface Folded {
  state: ProfileState;
  /** Order key of the last event. */
  seq: number;
  orders: Map<string, Order>;
  /** Order id → the source that first told of it. */
  orderSources: Map<string, number>;
}

const UNKNOWN_SOURCE: SourceFacts = { kind: 'server', currency: 'EUR' };

/** Folds a shopper's events, given in their order. Undefined when there are none. Pure. */
export function foldEvents(
  rows: Iterable<EventRow>,
  sources: ReadonlyMap<number, SourceFacts>,
): Folded | undefined {
  let folded: Folded | undefined;
  for (const row of rows) {
    const event = foldEventOfRow(row, sources.get(row.source_id) ?? UNKNOWN_SOURCE);
    folded ??= { state: emptyState(event.at), seq: 0, orders: new Map(), orderSources: new Map() };
    fold(folded.state, event, folded.orders);
    const orderId = orderIdOf(event);
    if (orderId !== undefined && !folded.orderSources.has(orderId))
      folded.orderSources.set(orderId, row.source_id);
    folded.seq = row.seq;
  }
  return folded;
}

/** Reads and folds the events of some shoppers anew; those without events are not in the result. */
export async function refold(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
  sources: ReadonlyMap<number, SourceFacts>,
): Promise<Map<ProfileId, Folded>> {
  const rows = await findEvents(sql, retailerId, ids);
  const byProfile = new Map<ProfileId, EventRow[]>();
  for (const row of rows) {
    const list = byProfile.get(row.profile_id as ProfileId);
    if (list) list.push(row);
    else byProfile.set(row.profile_id as ProfileId, [row]);
  }
  const folded = new Map<ProfileId, Folded>();
  for (const [id, events] of byProfile) {
    const result = foldEvents(events, sources);
    if (result) folded.set(id, result);
  }
  return folded;
}
