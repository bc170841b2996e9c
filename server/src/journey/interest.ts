/**
 * What of a micro-batch concerns journeys, written into the inbox with the batch itself. A retailer without journeys has no
 * outbox at all, so nothing here runs for them.
 */
import {
  JOURNEY_LIMITS,
  type JsonObject,
  type ProfileId,
  type RetailerId,
  type WatchFact,
} from '@augenblick/contract';
import { consentEventName } from '../consent/index.ts';
import { soldThrough } from './key.ts';
import type { Outbox, OutboxBatch } from '../profile/index.ts';
import type { TransactionSql } from '../runtime/index.ts';
import type { CompiledJourney, FactFits } from './compile.ts';
import { type LoadedBook, readBook } from './book.ts';
import { moveRuns } from './moves.ts';
import { type InboxRow, insertInbox } from './queries-inbox.ts';
import { GATHER_MS } from './runner.ts';
import type { Db } from './queries-run.ts';

/** What somebody on the way, or about to be, waits for. */
export interface Interest {
  /** Names of events of any entry, exit, goal or wait. */
  events: ReadonlySet<string>;
  signals: ReadonlySet<string>;
  moments: boolean;
  segments: ReadonlySet<string>;
  /** Does it begin a live journey? */
  begins: FactFits;
}

/** Collects what the journeys of a book wait for; null when there is none. Pure. */
export function interestOf(book: Pick<LoadedBook, 'versions' | 'live'>): Interest | null {
  if (book.versions.length === 0) return null;
  const events = new Set<string>();
  const signals = new Set<string>();
  const segments = new Set<string>();
  let moments = false;
  for (const { definition } of book.versions) {
    for (const name of eventNames(definition)) events.add(name);
    for (const entry of definition.entries) {
      if (entry.type === 'signal') for (const name of entry.names) signals.add(name);
      if (entry.type === 'segment' && entry.segmentId !== null) segments.add(entry.segmentId);
      moments ||= entry.type === 'moment';
    }
    for (const exit of definition.exits) {
      if ((exit.type === 'segment_left' || exit.type === 'segment_entered') && exit.segmentId)
        segments.add(exit.segmentId);
    }
  }
  const entries = book.live.flatMap((journey) => journey.entries.map(({ fits }) => fits));
  return {
    events,
    signals,
    moments,
    segments,
    begins: (fact) => entries.some((fits) => fits(fact)),
  };
}

/** Names of events a drawing listens to. */
export function eventNames(definition: CompiledJourney['definition']): string[] {
  const { entries, exits, goal, nodes } = definition;
  return [
    ...entries.flatMap((one) => (one.type === 'event' ? one.event.names : [])),
    ...exits.flatMap((one) => (one.type === 'event' ? one.event.names : [])),
    ...(goal?.event.names ?? []),
    ...nodes.flatMap((one) => (one.type === 'wait_event' ? one.event.names : [])),
  ];
}

/** The facts of a batch that concern journeys. Pure. */
export function factsOf(interest: Interest, batch: OutboxBatch): InboxRow[] {
  const rows: InboxRow[] = [];
  const anchors = new Map<ProfileId, string>();
  const last = new Map<ProfileId, number>();
  const push = (profileId: ProfileId, fact: Omit<InboxRow, 'profileId' | 'begins'>): void => {
    // What happened too long ago (an import of old orders) begins nothing; it may still end something.
    const fresh = fact.seenAt - fact.at <= JOURNEY_LIMITS.entryAgeMs;
    rows.push({ ...fact, profileId, begins: fresh && interest.begins(fact) });
  };
  for (const { event, profileId, seq, channel: kind, cart } of batch.events) {
    const anchor = event.keys[0] ?? '';
    if (anchor !== '') anchors.set(profileId, anchor);
    // To the microsecond: a batch may bring a whole visit at once, and what came first counts first.
    const seenAt = seq / 1000;
    last.set(profileId, seenAt);
    const { id, at, properties } = event;
    // A page that says "granted" only asks: nobody is welcomed before the mail to them is confirmed.
    const name = consentEventName({ name: event.name, properties, channel: kind });
    if (!interest.events.has(name) || anchor === '') continue;
    const data = bounded(properties, cart);
    const channel = soldThrough(name, properties, kind);
    push(profileId, { key: `e:${id}`, type: 'event', name, at, seenAt, channel, anchor, data });
  }
  for (const { fact, profileId } of batch.facts) {
    const told = factOf(interest, fact, batch.cartOf(profileId));
    if (told === null) continue;
    const anchor = anchors.get(profileId) ?? '';
    const seenAt = Math.max(told.at, batch.now, last.get(profileId) ?? 0);
    push(profileId, { ...told, seenAt, channel: '', anchor });
  }
  return rows;
}

function factOf(
  interest: Interest,
  fact: WatchFact,
  cart: string | null,
): Pick<InboxRow, 'key' | 'type' | 'name' | 'at' | 'data'> | null {
  if (fact.type === 'signal') {
    const { id, name, at, subject, detail } = fact.signal;
    if (!interest.signals.has(name)) return null;
    return { key: `s:${id}`, type: 'signal', name, at, data: signalData(detail, subject, cart) };
  }
  if (fact.type === 'membership') {
    const { id, segmentId, entered, at } = fact.change;
    if (!interest.segments.has(segmentId)) return null;
    return { key: `g:${id}`, type: 'segment', name: segmentId, at, data: { entered } };
  }
  const { id, kind, stage, confidence, subject, beganAt, endedAt } = fact.moment;
  if (!interest.moments || endedAt !== null) return null;
  const data = momentData(stage, confidence, subject);
  // A moment grows: what was too faint a minute ago may fit now. The run's key is the moment's all the same.
  return { key: `m:${id}`, type: 'moment', name: kind, at: beganAt, data };
}

type About = { type: string; id: string; name: string | null } | null;

/** What a signal tells a journey. `cart`: the shopper's at that time. */
export function signalData(detail: JsonObject, subject: About, cart: string | null): JsonObject {
  const product =
    subject?.type === 'product' ? { product_id: subject.id, product_name: subject.name } : {};
  return { ...detail, ...product, ...(cart === null ? {} : { cart_id: cart }) };
}

/** What a moment tells a journey. */
export function momentData(stage: string, confidence: number, subject: About): JsonObject {
  return subject?.type === 'product'
    ? { stage, confidence, product_id: subject.id }
    : { stage, confidence };
}

/** Properties of one event kept, in characters. */
const DATA_MAX = 16_000;

/** An event's properties as journeys keep them, with the cart the shopper had. */
export function bounded(properties: JsonObject, cart: string | null): JsonObject {
  const named =
    cart === null || 'cart_id' in properties ? properties : { ...properties, cart_id: cart };
  if (JSON.stringify(named).length <= DATA_MAX) return named;
  const plain = Object.entries(named).filter(
    ([, value]) => typeof value !== 'object' && String(value).length <= 500,
  );
  return Object.fromEntries(plain.slice(0, 60));
}

/** Reads what journeys wait for; undefined when the retailer has none. Told after commit by `ring`. */
export async function loadOutbox(sql: Db, retailerId: RetailerId): Promise<Outbox | undefined> {
  const interest = interestOf(await readBook(sql, retailerId));
  if (interest === null) return undefined;
  return {
    write: async (tx: TransactionSql, batch: OutboxBatch) => {
      const rows = factsOf(interest, batch);
      const written = await insertInbox(tx, retailerId, rows);
      if (written === 0) return Infinity;
      return rows.some(({ begins }) => begins) ? batch.now : batch.now + GATHER_MS;
    },
    moved: (tx, moves, left, now) => moveRuns(tx, retailerId, { moves, left, now }),
  };
}
