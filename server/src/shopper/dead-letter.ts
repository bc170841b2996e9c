import {
  asText,
  Failure,
  type IngestResult,
  isObject,
  isUuid,
  type RetailerId,
  type Source,
  type SourceId,
} from '@augenblick/contract';
import type {
  DeadLetterList,
  DeadLetterQuery,
  DeadLetterRetried,
  DeadLetterView,
} from '@augenblick/contract/api/deadletter.ts';
import type { z } from 'zod';
import type { Database, TransactionSql } from '../runtime/index.ts';
import { cursorTime, fromCursor, toCursor } from './cursor.ts';
import * as queries from './dead-letter-queries.ts';
import { sources } from './queries.ts';

/** What trying again needs; `submit` is ingest's. */
export interface RetryDeps {
  database: Database;
  submit: (
    source: Source,
    items: readonly unknown[],
    receivedAt?: number,
  ) => Promise<IngestResult[]>;
  /** A source by number, null when it was deleted; see Sources in the source module. */
  sourceById: (retailerId: RetailerId, id: SourceId) => Promise<Source | null>;
}

const EXCERPT_MAX = 2_000;

/** One page of what was not stored. */
export async function deadLetterList(
  sql: TransactionSql,
  retailerId: RetailerId,
  query: z.output<typeof DeadLetterQuery>,
): Promise<DeadLetterList> {
  const mark = fromCursor(query.cursor, [0, ''] as const);
  if (mark !== undefined && !isUuid(mark[1])) throw new Failure('bad_request', 'cursor');
  const before = mark && { at: cursorTime(mark[0]), id: mark[1] };
  const wish = { retailerId, reason: query.reason, sourceId: query.sourceId, q: query.q };
  const rows = await queries.deadLetters(sql, wish, query.limit + 1, before);
  const counts = await queries.deadLetterCounts(sql, wish);
  const named = new Map((await sources(sql, retailerId)).map((row) => [row.id, row]));
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  return {
    items: page.map((row) => deadLetterView(row, named)),
    next: last ? toCursor([last.received_at.getTime(), last.id]) : null,
    counts: counts.map(({ reason, count }) => ({ reason, count })),
    total: counts.reduce((sum, { count }) => sum + count, 0),
  };
}

function deadLetterView(
  row: queries.DeadLetterRow,
  named: ReadonlyMap<number, { id: number; name: string; kind: string }>,
): DeadLetterView {
  const item = parsed(row.body);
  const source = named.get(row.source_id);
  return {
    id: row.id,
    at: row.received_at.getTime(),
    reason: row.reason,
    detail: row.detail,
    source: source ? { id: source.id, name: source.name, kind: source.kind } : null,
    messageId: isObject(item) ? (asText(item.messageId) ?? null) : null,
    eventName: isObject(item) ? (asText(item.event ?? item.type) ?? null) : null,
    excerpt: row.body.slice(0, EXCERPT_MAX),
  };
}

/**
 * Sends items through ingest again, as if they came now from the same source but were received when they first were. Those
 * stored, or found stored already, leave the list; those dropped again stand in it with today's reason.
 */
export async function retryDeadLetters(
  deps: RetryDeps,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<DeadLetterRetried['results']> {
  const wanted = ids.filter(isUuid);
  const rows = await deps.database.withRetailer(retailerId, async (sql) =>
    wanted.length === 0 ? [] : queries.deadLettersById(sql, retailerId, wanted),
  );
  const results = new Map<string, DeadLetterRetried['results'][number]>();
  const done: string[] = [];
  for (const row of rows) {
    const source = await deps.sourceById(retailerId, row.source_id);
    const item = sentItem(row);
    if (source === null || item === undefined) continue;
    const [result] = await deps.submit(source, [item], row.received_at.getTime());
    if (result === undefined) continue;
    // Dropped for the same reason it is the same letter, under the same id: it stays. For another it is a new one.
    if (result.outcome !== 'dropped' || result.reason !== row.reason) done.push(row.id);
    results.set(row.id, {
      id: row.id,
      outcome: result.outcome,
      reason: result.outcome === 'dropped' ? result.reason : null,
      eventId: result.outcome === 'dropped' ? null : result.eventId,
    });
  }
  if (done.length > 0) {
    await deps.database.withRetailer(retailerId, (sql) =>
      queries.deleteDeadLetters(sql, retailerId, done),
    );
  }
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const tried = results.get(id);
    if (tried) return tried;
    const row = found.get(id);
    // Still there, but its source is deleted or its text was cut: it stays as it is.
    if (row) return { id, outcome: 'dropped', reason: row.reason, eventId: null };
    return { id, outcome: 'gone', reason: null, eventId: null };
  });
}

/** The item as it was sent. What was no object is kept wrapped as `{ value }`. */
function sentItem(row: queries.DeadLetterRow): unknown {
  const item = parsed(row.body);
  return row.reason === 'not_an_object' && isObject(item) && 'value' in item ? item.value : item;
}

/** The item as it is kept; undefined when it was cut, or never was JSON. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
