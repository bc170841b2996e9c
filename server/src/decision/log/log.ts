/** The decision log: which decisions there were, and one of them with every option. */
import {
  Failure,
  isUuid,
  LOST_REASONS,
  LOST_WORDS,
  type LostReason,
  RESULT_WORDS,
  type RetailerId,
} from '@augenblick/contract';
import type {
  DecisionDetail,
  DecisionList,
  DecisionQuery,
  DecisionRow,
  DecisionSummary,
} from '@augenblick/contract/api/decision.ts';
import { evidenceText, momentOfRow, momentsById } from '../../moment/index.ts';
import type { TransactionSql } from '../../runtime/index.ts';
import { codeOf } from '../fit.ts';
import * as shared from '../queries.ts';
import { signalNames } from '../shopper.ts';
import type { Basis, BasisCandidate } from '../trace.ts';
import { countReasons, storedTrace } from '../trace-words.ts';
import * as queries from './queries.ts';

const DAY_MS = 86_400_000;
const BASES_MAX = 200;
const SAMPLE_MAX = 5_000;

/** One page of the log. */
export async function decisionList(
  sql: TransactionSql,
  retailerId: RetailerId,
  query: DecisionQuery & { limit: number },
): Promise<DecisionList> {
  const { reason, campaign = null, limit } = query;
  const letter = reason === undefined ? null : letterOf(reason);
  const lost =
    letter === null || campaign === null ? null : await placesOf(sql, retailerId, campaign, letter);
  const rows = await queries.logRows(sql, retailerId, {
    // With a reason the campaign is one that lost, not the one that won.
    campaign: letter === null ? campaign : null,
    placement: query.placement ?? null,
    result: query.result ?? null,
    shopper: query.shopper ?? null,
    lost,
    anyLetter: campaign === null ? letter : null,
    from: query.from === undefined ? null : new Date(query.from),
    to: query.to === undefined ? null : new Date(query.to),
    before: markOf(query.cursor),
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    decisions: await shownRows(sql, retailerId, page),
    next: rows.length > limit && last ? `${last.at.getTime()}.${last.id}` : null,
  };
}

/** Rows with the names of campaigns as they were when it was decided. */
export async function shownRows(
  sql: TransactionSql,
  retailerId: RetailerId,
  rows: readonly queries.LogRow[],
): Promise<DecisionRow[]> {
  const bases = await shared.bases(
    sql,
    retailerId,
    rows.map((row) => row.basis_id),
  );
  return rows.map((row) => shownRow(row, bases.get(row.basis_id)?.[row.placement] ?? []));
}

function shownRow(row: queries.LogRow, candidates: readonly BasisCandidate[]): DecisionRow {
  const named = (id: string) => candidates.find((one) => one[0] === id);
  const won = row.campaign_id === null ? undefined : named(row.campaign_id);
  const held = row.held_campaign_id === null ? undefined : named(row.held_campaign_id);
  const variant = won?.[3].find(([id]) => id === row.variant_id);
  return {
    id: row.id,
    at: row.at.getTime(),
    placement: { key: row.placement, name: row.placement_name ?? row.placement },
    shopper: { id: row.profile_id, name: row.shopper },
    result: row.result,
    words: RESULT_WORDS[row.result],
    campaign: won
      ? { id: won[0], name: won[2], variantId: row.variant_id ?? '', variant: variant?.[1] ?? '' }
      : null,
    heldOut: held ? { id: held[0], name: held[2] } : null,
    kind: row.kind,
    momentId: row.moment_id,
    propensity: row.propensity,
    shownAt: row.shown_at?.getTime() ?? null,
    clickedAt: row.clicked_at?.getTime() ?? null,
    dismissedAt: row.dismissed_at?.getTime() ?? null,
    goalAt: row.goal_at?.getTime() ?? null,
    goalMinor: row.goal_minor,
    simulated: row.simulated,
  };
}

/** One decision with every option. Throws `not_found`. */
export async function decisionDetail(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
  currency: string,
): Promise<DecisionDetail> {
  const [row] = isUuid(id) ? await queries.logRowsById(sql, retailerId, [id]) : [];
  if (row === undefined) throw new Failure('not_found', 'decision');
  const bases = await shared.bases(sql, retailerId, [row.basis_id]);
  const candidates = bases.get(row.basis_id)?.[row.placement] ?? [];
  const trace = storedTrace(row, candidates, currency);
  const [moment] =
    row.moment_id === null ? [] : await momentsById(sql, retailerId, [row.moment_id]);
  const events = await queries.outcomeEvents(sql, retailerId, {
    profileId: row.profile_id,
    decisionId: row.id,
    since: row.at,
    goalEventId: row.goal_event_id,
  });
  return {
    decision: shownRow(row, candidates),
    requestId: row.request,
    stage: row.stage,
    confidence: row.confidence,
    signals: signalNames(row.signals),
    evidence: (moment ? momentOfRow(moment).evidence : []).map((one) => ({
      words: evidenceText(one),
      points: one.weight,
      eventId: one.eventId,
    })),
    trace,
    reasons: countReasons(trace.options),
    events: events.map(({ id: eventId, at, name }) => ({ eventId, at: at.getTime(), name })),
  };
}

/** Counts over the last days: results, placements, reasons. */
export async function decisionSummary(
  sql: TransactionSql,
  retailerId: RetailerId,
  days: number,
  now: number,
): Promise<DecisionSummary> {
  const from = now - days * DAY_MS;
  const counts = await queries.resultCounts(sql, retailerId, new Date(from));
  const traces = await queries.newestTraces(sql, retailerId, new Date(from), SAMPLE_MAX);
  const results = new Map<queries.LogRow['result'], number>();
  const placements = new Map<string, DecisionSummary['placements'][number]>();
  for (const row of counts) {
    results.set(row.result, (results.get(row.result) ?? 0) + row.decisions);
    const known = placements.get(row.placement) ?? {
      key: row.placement,
      name: row.name ?? row.placement,
      decisions: 0,
      campaigns: 0,
      shown: 0,
      clicked: 0,
    };
    known.decisions += row.decisions;
    if (row.result === 'campaign') known.campaigns += row.decisions;
    known.shown += row.shown;
    known.clicked += row.clicked;
    placements.set(row.placement, known);
  }
  const decisions = [...results.values()].reduce((a, b) => a + b, 0);
  return {
    from,
    decisions,
    results: [...results]
      .map(([result, count]) => ({ result, words: RESULT_WORDS[result], count }))
      .sort((a, b) => b.count - a.count),
    placements: [...placements.values()].sort((a, b) => b.decisions - a.decisions),
    reasons: countLetters(traces.map(({ letters }) => letters)),
    sampled: decisions > traces.length,
  };
}

function countLetters(traces: readonly string[]): DecisionSummary['reasons'] {
  const counts = new Map<LostReason, number>();
  for (const letters of traces) {
    for (let i = 0; i < letters.length; i++) {
      const reason = LOST_REASONS[letters.charCodeAt(i) - 49];
      if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([reason, count]) => ({ reason, words: LOST_WORDS[reason], count }))
    .sort((a, b) => b.count - a.count);
}

/** The letter of a reason in a trace (trace.ts). */
function letterOf(reason: LostReason): string {
  return String.fromCharCode(48 + codeOf(reason));
}

async function placesOf(
  sql: TransactionSql,
  retailerId: RetailerId,
  campaign: string,
  letter: string,
): Promise<NonNullable<queries.LogFilter['lost']>> {
  const lost = {
    bases: [] as string[],
    placements: [] as string[],
    places: [] as number[],
    letter,
  };
  for (const { id, body } of await queries.newestBases(sql, retailerId, BASES_MAX)) {
    for (const [placement, candidates] of Object.entries(JSON.parse(body) as Basis)) {
      const place = candidates.findIndex((one) => one[0] === campaign);
      if (place < 0) continue;
      lost.bases.push(id);
      lost.placements.push(placement);
      lost.places.push(place);
    }
  }
  return lost;
}

/** A page's mark: instant and id of its last row. Throws `bad_request` for anything else. */
function markOf(cursor: string | undefined): { at: Date; id: string } | null {
  if (cursor === undefined) return null;
  const [at = '', id = ''] = cursor.split('.');
  if (!/^\d{1,15}$/.test(at) || !isUuid(id)) throw new Failure('bad_request', 'cursor');
  return { at: new Date(Number(at)), id };
}
