import {
  asText,
  Failure,
  type IngestResult,
  type JsonObject,
  type RetailerId,
  type Source,
} from '@augenblick/contract';
import { eventId } from '../ingest/index.ts';
import type { Database } from '../runtime/index.ts';
import { cancellationOf, emptyingOf, type Item, withMessageId } from './item.ts';
import { LIMITS } from './limits.ts';
import { formerOrders, readSeen, type Seen, storedEvents, writeSeen } from './queries.ts';

/** The write path, as imports need it. */
export type Submit = (source: Source, items: readonly unknown[]) => Promise<IngestResult[]>;

/** One item on its way, and what to do with the answer. */
export interface Entry {
  item: Item;
  /** An order that was cancelled: said right after it. */
  cancelled: boolean;
  /** Rows behind it, which bounds a batch. */
  rows: number;
  done: (outcome: Outcome) => Promise<void>;
}

/** What became of an item. corrected: stored, and the last import had said something else. */
export type Outcome =
  | { state: 'stored' | 'corrected' | 'duplicate' }
  | { state: 'dropped'; reason: string };

export interface SubmitterDeps {
  database: Database;
  submit: Submit;
  source: Source;
  retailerId: RetailerId;
  /** Waits; the time is real, so tests that never overload never wait. */
  pause: (ms: number) => Promise<void>;
}

/** Sends items to ingest in batches, a few batches at a time, in order. */
export interface Submitter {
  add(entry: Entry): Promise<void>;
  /** Resolves when everything added was answered. Rejects with the first failure. */
  finish(): Promise<void>;
  /** Resolves when nothing is under way any more, however it ended: a stopped run must not go on behind its back. */
  settle(): Promise<void>;
}

interface Prepared {
  entry: Entry;
  revision: number;
  known: Seen | undefined;
  calls: JsonObject[];
}

/** Makes a submitter for one run. Keys must be unique within the run. */
export function createSubmitter(deps: SubmitterDeps): Submitter {
  let batch: Entry[] = [];
  let rows = 0;
  const inFlight: Promise<void>[] = [];
  const all = new Set<Promise<void>>();
  const flush = async (): Promise<void> => {
    const entries = batch;
    batch = [];
    rows = 0;
    if (entries.length === 0) return;
    while (inFlight.length >= LIMITS.batchesInFlight) await inFlight.shift();
    const prepared = await prepare(deps, entries);
    const answered = send(deps, prepared);
    inFlight.push(answered);
    all.add(answered);
    // Also keeps a failure from counting as unhandled; it is met when the batch is awaited.
    const forget = (): void => void all.delete(answered);
    void answered.then(forget, forget);
  };
  return {
    add: async (entry) => {
      batch.push(entry);
      rows += entry.rows;
      if (batch.length >= LIMITS.batchItems || rows >= LIMITS.batchLines) await flush();
    },
    finish: async () => {
      await flush();
      while (inFlight.length > 0) await inFlight.shift();
    },
    settle: async () => {
      await Promise.allSettled(all);
    },
  };
}

/** Looks up what the last import said, which decides the message ids. */
async function prepare(deps: SubmitterDeps, entries: readonly Entry[]): Promise<Prepared[]> {
  const kind = entries[0]?.item.kind ?? 'order';
  const keys = entries.map((entry) => entry.item.key);
  const seen = await deps.database.withRetailer(deps.retailerId, (sql) =>
    readSeen(sql, deps.retailerId, kind, keys),
  );
  return entries.map((entry) => {
    const known = seen.get(entry.item.key);
    const same = known === undefined || known.content === entry.item.content;
    const revision = (known?.revision ?? 0) + (same ? 0 : 1);
    const calls = [withMessageId(entry.item, revision)];
    if (entry.cancelled) calls.push(cancellationOf(entry.item, revision));
    if (entry.item.also) calls.push(entry.item.also.call);
    return { entry, revision, known, calls };
  });
}

async function send(deps: SubmitterDeps, prepared: readonly Prepared[]): Promise<void> {
  const results = await submitNew(deps, prepared);
  const news: Seen[] = [];
  const moved: { orderId: string; eventId: string; key: string }[] = [];
  const outcomes: Outcome[] = [];
  let position = 0;
  for (const one of prepared) {
    const result = results[position];
    const further = results.slice(position + 1, position + one.calls.length);
    position += one.calls.length;
    if (!result) throw new Error('ingest answered fewer results than items');
    outcomes.push(outcomeOf(result, further, one.revision > 0));
    if (result.outcome === 'dropped') continue;
    const { key, content, kind } = one.entry.item;
    if (one.known?.content !== content) news.push({ key, content, revision: one.revision });
    if (kind === 'order' && one.revision > 0 && one.known?.content !== content)
      moved.push({
        orderId: asText((one.entry.item.call.properties as JsonObject).order_id) ?? '',
        eventId: result.eventId,
        key: `${key}:${content}:${one.revision}`,
      });
  }
  await emptyMoved(deps, moved);
  await deps.database.withRetailer(deps.retailerId, (sql) =>
    writeSeen(sql, deps.retailerId, prepared[0]?.entry.item.kind ?? 'order', news),
  );
  for (const [index, one] of prepared.entries()) await one.entry.done(outcomes[index] as Outcome);
}

/**
 * Submits what is not there yet. What the last import said word for word is looked up first: a second import of a large
 * file is then read and compared, and ingest, where shops are waiting, hears nothing of it.
 */
async function submitNew(
  deps: SubmitterDeps,
  prepared: readonly Prepared[],
): Promise<IngestResult[]> {
  const repeated = prepared
    .filter((one) => one.known?.content === one.entry.item.content)
    .flatMap((one) => one.calls.map((call) => idOf(deps, call)));
  const stored = await deps.database.withRetailer(deps.retailerId, (sql) =>
    storedEvents(sql, deps.retailerId, repeated),
  );
  const calls = prepared.flatMap((one) => one.calls);
  const fresh = calls.filter((call) => !stored.has(idOf(deps, call)));
  const answers = fresh.length === 0 ? [] : await submitPatiently(deps, fresh);
  let next = 0;
  return calls.map((call): IngestResult => {
    const eventId = idOf(deps, call);
    if (stored.has(eventId)) return { outcome: 'duplicate', eventId };
    const answer = answers[next++];
    if (!answer) throw new Error('ingest answered fewer results than items');
    return answer;
  });
}

const idOf = (deps: SubmitterDeps, call: JsonObject) =>
  eventId(deps.source.id, asText(call.messageId) ?? '');

/** An item is there already only when all that follows from it is, too. */
function outcomeOf(
  result: IngestResult,
  further: readonly IngestResult[],
  again: boolean,
): Outcome {
  if (result.outcome === 'dropped') return { state: 'dropped', reason: result.reason };
  const news = [result, ...further].some(({ outcome }) => outcome === 'stored');
  if (!news) return { state: 'duplicate' };
  return { state: again ? 'corrected' : 'stored' };
}

/** A corrected file may give an order to another shopper: the one who had it before must not keep its money. */
async function emptyMoved(
  deps: SubmitterDeps,
  moved: readonly { orderId: string; eventId: string; key: string }[],
): Promise<void> {
  if (moved.length === 0) return;
  const former = await deps.database.withRetailer(deps.retailerId, (sql) =>
    formerOrders(sql, deps.retailerId, deps.source.id, moved),
  );
  if (former.length === 0) return;
  const keys = new Map(moved.map((order) => [order.orderId, order.key]));
  await submitPatiently(
    deps,
    former.map((order) => emptyingOf(order, keys.get(order.orderId) ?? '')),
  );
}

/** An import has time: when ingest is full, shops go first and the import waits. */
async function submitPatiently(
  deps: SubmitterDeps,
  calls: readonly JsonObject[],
): Promise<IngestResult[]> {
  for (;;) {
    try {
      return await deps.submit(deps.source, calls);
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'overloaded') throw error;
      await deps.pause((error.retryAfterS ?? 1) * 1000);
    }
  }
}
