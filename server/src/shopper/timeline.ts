import type { RetailerId } from '@augenblick/contract';
import type { TimelineEntry } from '@augenblick/contract/api/shopper.ts';
import { both } from '../consent/index.ts';
import { decisionEntries, type DecisionEntryRow } from '../decision/index.ts';
import {
  evidenceText,
  latestMoments,
  latestSignals,
  momentOfRow,
  type MomentRow,
  SIGNAL_TITLES,
  signalOfRow,
  type SignalRow,
  signalText,
} from '../moment/index.ts';
import type { TransactionSql } from '../runtime/index.ts';
import { segmentEntries, type SegmentEntryRow } from '../segment/index.ts';
import { cursorTime, fromCursor, toCursor } from './cursor.ts';
import { amountOf, phraseOf } from './phrase.ts';
import * as queries from './queries.ts';

/** What a timeline is made of; at the same instant entries stand in this order. */
export const TIMELINE_TYPES = [
  'order',
  'consent',
  'signal',
  'moment',
  'segment',
  'event',
  'identity',
  'decision',
] as const;
export type TimelineType = (typeof TIMELINE_TYPES)[number];

interface TimelineRequest {
  retailerId: RetailerId;
  profileId: string;
  types: readonly TimelineType[];
  cursor: string | undefined;
  limit: number;
}

/** An entry with its place in the order. */
interface Placed {
  at: number;
  rank: number;
  id: string;
  entry: TimelineEntry;
}

/**
 * One page of everything that is known to have happened with a shopper, newest first. Each kind is read a page deep and
 * the pages are merged, so the cost does not grow with how far back the reader has gone.
 */
export async function timelinePage(sql: TransactionSql, request: TimelineRequest) {
  const { retailerId, profileId, limit } = request;
  const mark = fromCursor(request.cursor, [0, 0, ''] as const);
  const sources = new Map((await queries.sources(sql, retailerId)).map((row) => [row.id, row]));
  const wanted = new Set(request.types);
  const readers: Record<
    TimelineType,
    (before: queries.Before | undefined) => Promise<TimelineEntry[]>
  > = {
    order: async (before) =>
      (await queries.orders(sql, retailerId, profileId, limit + 1, before)).map((row) =>
        orderEntry(row, sources),
      ),
    consent: async (before) =>
      (await queries.consentEntries(sql, retailerId, profileId, limit + 1, before)).map((row) =>
        consentEntry(row, sources),
      ),
    event: async (before) => {
      const options = {
        before,
        withoutOrders: wanted.has('order'),
        withoutConsents: wanted.has('consent'),
      };
      const rows = await queries.eventEntries(sql, retailerId, profileId, limit + 1, options);
      return rows.map((row) => eventEntry(row, sources));
    },
    identity: async (before) =>
      (await queries.changeEntries(sql, retailerId, profileId, limit + 1, before)).map((row) =>
        identityEntry(row, profileId),
      ),
    moment: async (before) =>
      (await latestMoments(sql, retailerId, profileId, limit + 1, before)).map(momentEntry),
    signal: async (before) =>
      (await latestSignals(sql, retailerId, profileId, limit + 1, before)).map(signalEntry),
    segment: async (before) =>
      (await segmentEntries(sql, retailerId, profileId, limit + 1, before)).map(segmentEntry),
    decision: async (before) =>
      (await decisionEntries(sql, retailerId, profileId, limit + 1, before)).map((row) =>
        decisionEntry(row, sources),
      ),
  };
  const placed: Placed[] = [];
  for (const [rank, type] of TIMELINE_TYPES.entries()) {
    if (!wanted.has(type)) continue;
    const entries = await readers[type](mark && beforeMark(mark, rank));
    for (const entry of entries) {
      placed.push({ at: entry.at, rank, id: entry.key.slice(type.length + 1), entry });
    }
  }
  placed.sort((a, b) => b.at - a.at || a.rank - b.rank || (a.id < b.id ? 1 : -1));
  const page = placed.slice(0, limit);
  const last = placed.length > limit ? page.at(-1) : undefined;
  return {
    entries: page.map(({ entry }) => entry),
    next: last ? toCursor([last.at, last.rank, last.id]) : null,
  };
}

/** Where a kind goes on after a mark set by an entry of any kind. */
function beforeMark(
  [at, markRank, id]: readonly [number, number, string],
  rank: number,
): queries.Before {
  const instant = cursorTime(at);
  if (rank < markRank) return { at: instant, id: undefined };
  return { at: instant, id: rank === markRank ? id : null };
}

type Sources = ReadonlyMap<number, queries.SourceRow>;

function sourceView(id: number, sources: Sources): TimelineEntry['source'] {
  const source = sources.get(id);
  if (source === undefined) return null;
  return { id, name: source.name, kind: source.kind, simulated: source.simulated };
}

function eventEntry(row: queries.EventRow, sources: Sources): TimelineEntry {
  const event = {
    name: row.name,
    properties: row.body.properties,
    traits: row.body.traits ?? null,
    context: row.body.context,
  };
  return {
    key: `event:${row.id}`,
    type: 'event',
    at: row.at.getTime(),
    phrase: phraseOf(event),
    eventId: row.id,
    name: row.name,
    amount: amountOf(event, sources.get(row.source_id)?.currency ?? 'EUR'),
    source: sourceView(row.source_id, sources),
  };
}

function orderEntry(row: queries.OrderRow, sources: Sources): TimelineEntry {
  return {
    key: `order:${row.order_id}`,
    type: 'order',
    at: row.at.getTime(),
    phrase: {
      key: `order.${row.kind}`,
      values: {
        orderId: row.order_id,
        status: row.status,
        channel: row.channel,
        store: row.store_id,
        refundedMinor: row.refunded_minor,
      },
    },
    eventId: row.event_id,
    name: null,
    amount: { amountMinor: row.total_minor, currency: row.currency },
    source: sourceView(row.source_id, sources),
  };
}

const NO_SOURCE = { name: null, amount: null, source: null } as const;
/** As many signs as fit a quiet line. */
const SIGNS_SHOWN = 3;

/** A moment as a mark in the story: what was wanted, and what said so. */
function momentEntry(row: MomentRow): TimelineEntry {
  const moment = momentOfRow(row);
  const signs = moment.evidence.slice(0, SIGNS_SHOWN).map(evidenceText);
  return {
    ...NO_SOURCE,
    key: `moment:${row.id}`,
    type: 'moment',
    at: moment.beganAt,
    phrase: {
      key: `moment.${moment.kind}`,
      values: {
        subject: moment.subject?.name ?? null,
        stage: moment.stage,
        endReason: moment.endReason,
        lastedMs: moment.endedAt === null ? null : moment.endedAt - moment.beganAt,
      },
    },
    eventId: moment.evidence[0]?.eventId ?? null,
    told: {
      title: { de: '', en: '' },
      words: both((language) => signs.map((words) => words[language]).join(' · ')),
    },
  };
}

function signalEntry(row: SignalRow): TimelineEntry {
  const signal = signalOfRow(row);
  return {
    ...NO_SOURCE,
    key: `signal:${row.id}`,
    type: 'signal',
    at: signal.at,
    phrase: { key: 'signal.raised', values: { name: signal.name } },
    eventId: signal.eventId,
    told: { title: SIGNAL_TITLES[signal.name], words: signalText(signal) },
  };
}

/** A campaign that was shown; what of it was seen and clicked are events of their own. */
/** They came into a segment, or left it. */
function segmentEntry(row: SegmentEntryRow): TimelineEntry {
  return {
    key: `segment:${row.id}`,
    type: 'segment',
    at: row.at.getTime(),
    phrase: {
      key: row.entered ? 'segment.entered' : 'segment.left',
      values: { segment: row.name, segmentId: row.segment_id },
    },
    eventId: null,
    name: null,
    amount: null,
    source: null,
  };
}

function decisionEntry(row: DecisionEntryRow, sources: Sources): TimelineEntry {
  return {
    key: `decision:${row.id}`,
    type: 'decision',
    at: row.at.getTime(),
    phrase: {
      key: 'decision.campaign',
      values: { campaign: row.campaign, placement: row.placement, decisionId: row.id },
    },
    eventId: null,
    name: null,
    amount: null,
    source: sourceView(row.source_id, sources),
  };
}

function consentEntry(row: queries.ConsentRow, sources: Sources): TimelineEntry {
  return {
    key: `consent:${row.event_id}:${row.purpose}:${row.channel}`,
    type: 'consent',
    at: row.at.getTime(),
    phrase: {
      key: `consent.${row.state}`,
      values: {
        purpose: row.purpose,
        channel: row.channel,
        wordingVersion: row.wording_version,
        method: row.method,
        place: row.place,
      },
    },
    eventId: row.event_id,
    name: null,
    amount: null,
    source: sourceView(row.source_id, sources),
  };
}

/** A move of an identifier as seen from one of the two profiles. */
export function identityPhrase(row: queries.ChangeRow, profileId: string): TimelineEntry['phrase'] {
  const colon = row.identity.indexOf(':');
  return {
    key: `identity.${row.reason}`,
    values: {
      kind: row.identity.slice(0, colon),
      value: row.identity.slice(colon + 1),
      direction: row.to_profile === profileId ? 'in' : 'out',
      other: row.to_profile === profileId ? row.from_profile : row.to_profile,
    },
  };
}

function identityEntry(row: queries.ChangeRow, profileId: string): TimelineEntry {
  return {
    key: `identity:${row.id}`,
    type: 'identity',
    at: row.at.getTime(),
    phrase: identityPhrase(row, profileId),
    eventId: row.event_id,
    name: null,
    amount: null,
    source: null,
  };
}
