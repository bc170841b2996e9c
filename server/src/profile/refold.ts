import type {
  AudienceMemory,
  Order,
  ProfileId,
  ProfileState,
  RetailerId,
  WatchFact,
} from '@augenblick/contract';
import type { EventRow } from '../event/index.ts';
import { emptyState, fold } from './fold.ts';
import { orderIdOf } from './order.ts';
import { type Db, findEvents } from './queries.ts';
import { foldEventOfRow, type SourceFacts } from './stored-event.ts';
import { foldInstant, UNWATCHED, type WatchedDraft, type Watcher } from './watcher.ts';

/** What a shopper's events come to. */
export interface Folded {
  id: ProfileId;
  state: ProfileState;
  audience: AudienceMemory;
  /** Everything that became true or ended on the way. */
  facts: WatchFact[];
  /** The next instant (ms) at which something changes by itself, or null. */
  until: number | null;
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
  watcher: Watcher = UNWATCHED.watcher,
): Folded | undefined {
  let folded: Folded | undefined;
  for (const row of rows) {
    const event = foldEventOfRow(row, sources.get(row.source_id) ?? UNKNOWN_SOURCE);
    folded ??= emptyFolded(row.profile_id as ProfileId, event.at);
    const orderId = orderIdOf(event);
    folded.until = foldWatched(watcher, folded, event, row.seq, folded.orders, orderId);
    if (orderId !== undefined && !folded.orderSources.has(orderId))
      folded.orderSources.set(orderId, row.source_id);
    folded.seq = row.seq;
  }
  return folded;
}

function emptyFolded(id: ProfileId, at: number): Folded {
  return {
    id,
    state: emptyState(at),
    audience: {},
    facts: [],
    until: null,
    seq: 0,
    orders: new Map(),
    orderSources: new Map(),
  };
}

/**
 * One event into one shopper, with everybody who watches; the only way an event is folded, live and anew. Answers the next
 * instant (ms) at which something changes by itself, or null.
 */
export function foldWatched(
  watcher: Watcher,
  draft: WatchedDraft,
  event: Parameters<typeof fold>[1],
  seq: number,
  orders: Map<string, Order>,
  orderId: string | undefined,
): number | null {
  const now = foldInstant(seq);
  watcher.advance(draft, now);
  const before = orderId === undefined ? undefined : orders.get(orderId);
  fold(draft.state, event, orders);
  const after = orderId === undefined ? undefined : orders.get(orderId);
  if (after === undefined) watcher.event(draft, event, now);
  else watcher.event(draft, event, now, { before, after });
  return watcher.settle(draft, now);
}

/** Reads and folds the events of some shoppers anew; those without events are not in the result. */
export async function refold(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
  sources: ReadonlyMap<number, SourceFacts>,
  watcher: Watcher,
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
    const result = foldEvents(events, sources, watcher);
    if (result) folded.set(id, result);
  }
  return folded;
}
