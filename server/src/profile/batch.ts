import {
  type AcceptedEvent,
  NO_PROFILE,
  type Order,
  type ProfileId,
  type RetailerId,
} from '@augenblick/contract';
import { type ConsentFact, consentFacts } from '../consent/index.ts';
import { createBreath, pipelined, type TransactionSql } from '../runtime/index.ts';
import { mustSet, setAlarms } from './alarm.ts';
import { cardKey } from './card.ts';
import { type Draft, type DraftContext, readDrafts } from './draft.ts';
import { applyOrderEvent, orderIdOf } from './order.ts';
import { findOrders, orderKey } from './queries.ts';
import { foldWatched } from './refold.ts';
import type { Resolution } from './resolve.ts';
import { foldEventOf, type SourceFacts } from './stored-event.ts';
import type { Watching } from './watcher.ts';
import {
  type OrderWrite,
  textsOf,
  writeCards,
  writeConsents,
  writeIdentities,
  writeLinks,
  writeOrders,
  writeStates,
  type WrittenTexts,
} from './write.ts';

/** Where an event was put. */
export interface Placed {
  event: AcceptedEvent;
  profileId: ProfileId;
  seq: number;
  /** Id of the cart the shopper had with it; of a sale, the one it emptied. */
  cart: string | null;
}

/** A batch folded and ready to be written. */
export interface FoldedBatch {
  placed: Placed[];
  drafts: Map<ProfileId, Draft>;
  orders: OrderWrite[];
  consents: (ConsentFact & { profileId: ProfileId; sourceId: number })[];
  /** The states as they were written; filled by writeBatch. */
  texts: ReadonlyMap<ProfileId, WrittenTexts>;
  /** The earliest alarm that was set (ms); filled by writeBatch. */
  alarm: number | null;
}

export interface FoldBatchContext extends DraftContext {
  sources: ReadonlyMap<number, SourceFacts>;
  watching: Watching;
  nowMicros: number;
}

/**
 * Folds a batch of one retailer's events into the states of their shoppers. Reads what is not remembered, all at once;
 * rests now and then, so that a request that comes in meanwhile does not wait for the whole batch.
 */
export async function foldBatch(
  context: FoldBatchContext,
  events: readonly AcceptedEvent[],
  resolution: Resolution,
): Promise<FoldedBatch> {
  const owners = events.map((event) => ownerOf(event, resolution));
  const drafts = await readDrafts(context, owners, resolution);
  const known = await knownOrders(context, events, owners);
  const batch: FoldedBatch = {
    placed: [],
    drafts: drafts.all,
    orders: [],
    consents: [],
    texts: new Map(),
    alarm: null,
  };
  const changed = new Map<string, OrderWrite>();
  const { watcher } = context.watching;
  const breath = createBreath();
  for (const [i, event] of events.entries()) {
    if (breath.isDue()) await breath.take();
    const profileId = owners[i] as ProfileId;
    const source = context.sources.get(event.sourceId) ?? { kind: 'server', currency: 'EUR' };
    const orderId = orderIdOf(event);
    const orders = ordersOf(known, profileId);
    const isNew = orderId !== undefined && !orders.has(orderId);
    const foldEvent = foldEventOf(event, source);
    let seq = context.nowMicros + i;
    let cart: string | null = null;
    if (profileId === NO_PROFILE) {
      if (orderId !== undefined)
        orders.set(orderId, applyOrderEvent(orders.get(orderId), foldEvent, orderId));
    } else {
      const draft = drafts.of(profileId, event);
      seq = Math.max(seq, draft.seq + 1);
      draft.seq = seq;
      cart = draft.state.cartId;
      draft.until = foldWatched(watcher, draft, foldEvent, seq, orders, orderId);
      cart = draft.state.cartId ?? cart;
      for (const fact of consentFacts(foldEvent))
        batch.consents.push({ ...fact, profileId, sourceId: event.sourceId });
    }
    batch.placed.push({ event, profileId, seq, cart });
    if (orderId === undefined) continue;
    const key = orderKey(profileId, orderId);
    changed.set(key, {
      profileId,
      order: orders.get(orderId) as Order,
      sourceId: event.sourceId,
      isNew: changed.get(key)?.isNew ?? isNew,
    });
  }
  batch.orders = [...changed.values()];
  return batch;
}

/**
 * Writes everything of a batch but the events themselves. The statements are sent one after the other without waiting for
 * answers; states before alarms, the order in which everybody locks.
 */
export async function writeBatch(
  sql: TransactionSql,
  retailerId: RetailerId,
  batch: FoldedBatch,
  resolution: Resolution,
  { store, now }: { store: Watching['store']; now: number },
): Promise<void> {
  const drafts = [...batch.drafts.values()];
  const texts = await textsOf(drafts);
  const shown = drafts.filter((draft) => {
    const before = draft.cardBefore;
    draft.cardBefore = cardKey(draft.state);
    return before !== draft.cardBefore;
  });
  const facts = drafts.flatMap((draft) => draft.facts);
  batch.texts = texts;
  const [, alarm] = await pipelined([
    writeStates(sql, retailerId, drafts, texts),
    writeAlarms(sql, retailerId, drafts, now),
    writeIdentities(sql, retailerId, resolution.newIdentities),
    writeLinks(sql, retailerId, resolution.newLinks, resolution.newlyShared),
    writeCards(sql, retailerId, shown),
    writeOrders(sql, retailerId, batch.orders),
    writeConsents(sql, retailerId, batch.consents),
    facts.length > 0 ? store.write(sql, retailerId, facts) : undefined,
  ] as const);
  batch.alarm = alarm;
}

/** Sets the alarms that do not stand yet, and notes them in the drafts. Answers the earliest one set. */
export async function writeAlarms(
  sql: TransactionSql,
  retailerId: RetailerId,
  drafts: readonly Pick<Draft, 'id' | 'alarm' | 'until'>[],
  now: number,
): Promise<number | null> {
  let earliest: number | null = null;
  const alarms = drafts.flatMap((draft) => {
    if (!mustSet(draft.alarm, draft.until, now)) return [];
    draft.alarm = draft.until;
    if (earliest === null || draft.until < earliest) earliest = draft.until;
    return [{ id: draft.id, at: draft.until }];
  });
  await setAlarms(sql, retailerId, alarms);
  return earliest;
}

/** An event belongs to the strongest identifier it carries. */
function ownerOf(event: AcceptedEvent, resolution: Resolution): ProfileId {
  const [strongest] = event.keys;
  return strongest === undefined ? NO_PROFILE : (resolution.profileOf.get(strongest) ?? NO_PROFILE);
}

async function knownOrders(
  context: FoldBatchContext,
  events: readonly AcceptedEvent[],
  owners: readonly ProfileId[],
): Promise<Map<ProfileId, Map<string, Order>>> {
  const wanted = events.flatMap((event, i) => {
    const orderId = orderIdOf(event);
    return orderId === undefined ? [] : [{ profileId: owners[i] as ProfileId, orderId }];
  });
  const known = new Map<ProfileId, Map<string, Order>>();
  const found = await findOrders(context.sql, context.retailerId, wanted);
  for (const { profileId, orderId } of wanted) {
    const order = found.get(orderKey(profileId, orderId));
    if (order) ordersOf(known, profileId).set(orderId, order);
  }
  return known;
}

function ordersOf(known: Map<ProfileId, Map<string, Order>>, id: ProfileId): Map<string, Order> {
  let orders = known.get(id);
  if (!orders) known.set(id, (orders = new Map()));
  return orders;
}
