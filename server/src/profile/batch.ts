import {
  type AcceptedEvent,
  type AudienceMemory,
  NO_PROFILE,
  type Order,
  type ProfileId,
  type RetailerId,
} from '@augenblick/contract';
import { type ConsentFact, consentFacts } from '../consent/index.ts';
import type { TransactionSql } from '../runtime/index.ts';
import { mustSet, setAlarms } from './alarm.ts';
import { cardKey } from './card.ts';
import { emptyState } from './fold.ts';
import { applyOrderEvent, orderIdOf } from './order.ts';
import { findOrders, findProfiles, orderKey } from './queries.ts';
import { foldWatched } from './refold.ts';
import type { Regrouped } from './regroup.ts';
import type { LoadedState, Resolution } from './resolve.ts';
import { foldEventOf, type SourceFacts } from './stored-event.ts';
import type { WatchedDraft, Watching } from './watcher.ts';
import {
  type OrderWrite,
  Outrun,
  type StateWrite,
  writeCards,
  writeConsents,
  writeIdentities,
  writeLinks,
  writeOrders,
  writeStates,
  type WrittenTexts,
} from './write.ts';

/**
 * A state that was read, with the version it had. As text: a hundred thousand states as objects kept the garbage
 * collector busy for a fifth of ingest's time; reading one costs five microseconds.
 */
export interface CachedState extends LoadedState {
  /** The alarm that stands (ms); null: none that this process knows of. */
  alarm: number | null;
}

/** A shopper's state while a batch is folded into it. */
export interface Draft extends StateWrite, WatchedDraft {
  alarm: number | null;
  /** The next instant at which something changes by itself. */
  until: number | null;
  /** What the card showed before; another text afterwards means that it must be written. */
  cardBefore: string | null;
}

/** Where an event was put. */
export interface Placed {
  event: AcceptedEvent;
  profileId: ProfileId;
  seq: number;
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

export interface FoldBatchContext {
  sql: TransactionSql;
  retailerId: RetailerId;
  sources: ReadonlyMap<number, SourceFacts>;
  /** Takes a remembered state: it is the batch's from now on. */
  take: (id: ProfileId) => CachedState | undefined;
  /** Profiles that were folded anew because identifiers moved. */
  regrouped: ReadonlyMap<ProfileId, Regrouped>;
  watching: Watching;
  nowMicros: number;
}

/** Folds a batch of one retailer's events into the states of their shoppers. Reads what is not remembered, all at once. */
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
    drafts,
    orders: [],
    consents: [],
    texts: new Map(),
    alarm: null,
  };
  const changed = new Map<string, OrderWrite>();
  const { watcher } = context.watching;
  for (const [i, event] of events.entries()) {
    const profileId = owners[i] as ProfileId;
    const source = context.sources.get(event.sourceId) ?? { kind: 'server', currency: 'EUR' };
    const orderId = orderIdOf(event);
    const orders = ordersOf(known, profileId);
    const isNew = orderId !== undefined && !orders.has(orderId);
    const foldEvent = foldEventOf(event, source);
    let seq = context.nowMicros + i;
    if (profileId === NO_PROFILE) {
      if (orderId !== undefined)
        orders.set(orderId, applyOrderEvent(orders.get(orderId), foldEvent, orderId));
    } else {
      const draft = draftOf(drafts, profileId, event);
      seq = Math.max(seq, draft.seq + 1);
      draft.seq = seq;
      draft.until = foldWatched(watcher, draft, foldEvent, seq, orders, orderId);
      for (const fact of consentFacts(event))
        batch.consents.push({ ...fact, profileId, sourceId: event.sourceId });
    }
    batch.placed.push({ event, profileId, seq });
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

/** Writes everything of a batch but the events themselves. */
export async function writeBatch(
  sql: TransactionSql,
  retailerId: RetailerId,
  batch: FoldedBatch,
  resolution: Resolution,
  { store, now }: { store: Watching['store']; now: number },
): Promise<void> {
  await writeIdentities(sql, retailerId, resolution.newIdentities);
  await writeLinks(sql, retailerId, resolution.newLinks, resolution.newlyShared);
  const drafts = [...batch.drafts.values()];
  batch.texts = await writeStates(sql, retailerId, drafts);
  await writeCards(
    sql,
    retailerId,
    drafts.filter(
      (draft) => draft.cardBefore === null || draft.cardBefore !== cardKey(draft.state),
    ),
  );
  await writeOrders(sql, retailerId, batch.orders);
  await writeConsents(sql, retailerId, batch.consents);
  batch.alarm = await writeAlarms(sql, retailerId, drafts, now);
  const facts = drafts.flatMap((draft) => draft.facts);
  if (facts.length > 0) await store.write(sql, retailerId, facts);
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

async function readDrafts(
  context: FoldBatchContext,
  owners: readonly ProfileId[],
  resolution: Resolution,
): Promise<Map<ProfileId, Draft>> {
  const drafts = new Map<ProfileId, Draft>();
  for (const [id, { version, folded }] of context.regrouped) {
    if (folded) drafts.set(id, { ...folded, version, facts: [], alarm: null, cardBefore: null });
  }
  const fresh = new Set(resolution.newIdentities.map((identity) => identity.profileId));
  const missing = new Set<ProfileId>();
  for (const id of owners) {
    if (id === NO_PROFILE || drafts.has(id) || missing.has(id) || context.regrouped.has(id))
      continue;
    const state = context.take(id) ?? resolution.loaded.get(id);
    if (state) drafts.set(id, draftFrom(id, state));
    else if (resolution.locked) missing.add(id);
    // Another lane has taken the state since: what led here is not vouched for any more.
    else if (state === undefined && !fresh.has(id))
      throw new Outrun('a remembered state was taken');
  }
  for (const row of await findProfiles(context.sql, context.retailerId, [...missing])) {
    drafts.set(row.id, draftFrom(row.id, { ...row, text: row.state }));
  }
  return drafts;
}

function draftFrom(id: ProfileId, read: LoadedState & { alarm?: number | null }): Draft {
  const { version, seq, text, audience, alarm = null } = read;
  const state = JSON.parse(text) as StateWrite['state'];
  return {
    id,
    version,
    seq,
    state,
    audience: JSON.parse(audience) as AudienceMemory,
    audienceBefore: audience,
    facts: [],
    alarm,
    until: null,
    cardBefore: cardKey(state),
  };
}

function draftOf(drafts: Map<ProfileId, Draft>, id: ProfileId, event: AcceptedEvent): Draft {
  const known = drafts.get(id);
  if (known) return known;
  const draft: Draft = {
    id,
    version: null,
    seq: 0,
    state: emptyState(event.at),
    audience: {},
    facts: [],
    alarm: null,
    until: null,
    cardBefore: null,
  };
  drafts.set(id, draft);
  return draft;
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
