import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import {
  type AcceptedEvent,
  type EventId,
  type ProfileId,
  type RetailerId,
} from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';
import { storedBody } from './body.ts';

/** An event with its place: whose it is and when it was folded. */
export interface PlacedEvent {
  event: AcceptedEvent;
  profileId: ProfileId;
  seq: number;
}

/**
 * Copies events into their table. COPY takes 30 µs a row where INSERT … ON CONFLICT takes 40 to 50; the price is that a
 * duplicate fails the whole copy (23505), so the caller repeats without those that `findStored` names.
 */
export async function copyEvents(
  sql: TransactionSql,
  placed: readonly PlacedEvent[],
): Promise<void> {
  if (placed.length === 0) return;
  const copy = sql`
    copy event (retailer_id, id, profile_id, seq, at, received_at, source_id, kind, name, anchor, body) from stdin`;
  const refused = refusal(copy);
  const stream = await copy.writable();
  const done = Promise.race([finished(stream), refused]);
  let text = '';
  for (const { event, profileId, seq } of placed) {
    text += rowText(event, profileId, seq);
    if (text.length < CHUNK) continue;
    if (!stream.write(text)) await Promise.race([once(stream, 'drain'), done]);
    text = '';
  }
  stream.end(text);
  await done;
}

/** From so many rows on COPY, with its two more round trips, is faster than one INSERT. */
export const COPY_FROM = 16;

/** Inserts a few events in one statement. A duplicate fails it (23505), as it fails a copy. */
export async function insertEvents(
  sql: TransactionSql,
  retailerId: RetailerId,
  placed: readonly PlacedEvent[],
): Promise<void> {
  const rows = placed.map(({ event, profileId, seq }) => ({
    id: event.id,
    profile: profileId,
    seq,
    at: event.at,
    received: event.receivedAt,
    source: event.sourceId,
    kind: event.kind,
    name: event.name,
    anchor: event.keys[0] ?? null,
    body: storedBody(event),
  }));
  await sql`
    insert into event (retailer_id, id, profile_id, seq, at, received_at, source_id, kind, name, anchor, body)
    select ${retailerId}::int, e.id, e.profile, e.seq, to_timestamp(e.at / 1000.0), to_timestamp(e.received / 1000.0),
      e.source, e.kind, e.name, e.anchor, e.body
    from json_to_recordset(${JSON.stringify(rows)}::text::json) e (id uuid, profile uuid, seq bigint, at float8, received float8,
      source int, kind text, name text, anchor text, body jsonb)`;
}

/** Written to the socket at once; larger chunks only wait in memory. */
const CHUNK = 256 * 1024;

/**
 * Rejects when the server refuses the copy. postgres.js 3.4 answers the query with the stream and afterwards drops an
 * error that comes when the stream has ended (the final callback is never called), so the error is caught where it passes.
 */
function refusal(query: object): Promise<never> {
  const refused = new Promise<never>((_resolve, reject) => {
    const passing = query as { reject: (error: unknown) => void };
    const pass = passing.reject;
    passing.reject = (error) => {
      reject(error as Error);
      pass.call(query, error);
    };
  });
  // Nobody waits for it once the copy is done.
  refused.catch(() => undefined);
  return refused;
}

function rowText(event: AcceptedEvent, profileId: ProfileId, seq: number): string {
  const body = escape(JSON.stringify(storedBody(event)));
  const place = `${event.retailerId}\t${event.id}\t${profileId}\t${seq}\t${instant(event.at)}`;
  const origin = `${instant(event.receivedAt)}\t${event.sourceId}\t${event.kind}`;
  return `${place}\t${origin}\t${escape(event.name)}\t${anchor(event)}\t${body}\n`;
}

/** Which of these events are stored already. */
export async function findStored(
  sql: Sql | TransactionSql,
  retailerId: RetailerId,
  ids: readonly EventId[],
): Promise<Set<EventId>> {
  const rows = await sql<{ id: EventId }[]>`
    select id from event where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[])`;
  return new Set(rows.map((row) => row.id));
}

function anchor(event: AcceptedEvent): string {
  const [strongest] = event.keys;
  return strongest === undefined ? '\\N' : escape(strongest);
}

let lastMs = Number.NaN;
let lastInstant = '';
let lastMinute = Number.NaN;
let minuteText = '';
/**
 * An instant as ISO 8601 text. Most events of a batch are of the same minute: writing out date, hour and minute anew for
 * each took two hundredths of ingest's time.
 */
export function instant(ms: number): string {
  if (ms === lastMs) return lastInstant;
  const minute = Math.floor(ms / 60_000);
  if (minute !== lastMinute) {
    lastMinute = minute;
    minuteText = new Date(minute * 60_000).toISOString().slice(0, 17);
  }
  const rest = ms - minute * 60_000;
  const seconds = Math.floor(rest / 1000);
  const millis = rest - seconds * 1000;
  lastMs = ms;
  lastInstant = `${minuteText}${seconds < 10 ? '0' : ''}${seconds}.${millis < 10 ? '00' : millis < 100 ? '0' : ''}${millis}Z`;
  return lastInstant;
}

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};
/** COPY's text form. JSON has control characters escaped already, so most rows only meet backslashes. */
function escape(text: string): string {
  return SPECIAL.test(text)
    ? text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] as string)
    : text;
}
