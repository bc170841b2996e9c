import {
  EVIDENCE_CODES,
  type EvidenceCode,
  MOMENT_KINDS,
  type MomentModel,
  type Order,
  type ProfileId,
} from '@augenblick/contract';
import { emptyState, type FoldEvent, foldWatched, orderIdOf } from '../../profile/index.ts';
import { isOwnDeed } from '../deed.ts';
import { half, takeIn } from '../evidence.ts';
import { ANSWERS } from '../model.ts';
import { momentModels } from '../models.ts';
import { type Sign, signsOf } from '../signs.ts';
import { momentWatcher } from '../watch.ts';

/** An event of one shopper with its fold instant (ms). */
export interface Told {
  event: FoldEvent;
  now: number;
}

/**
 * One instant to learn from: the evidence that stood then, and what came of it. The score of kind k is
 * bias[k] + Σ weight(code)[k] × amounts[k][code]; amounts differ between kinds only after an answer.
 */
export interface Case {
  /** Index in EVIDENCE_CODES of each sign that stands. */
  codes: Uint8Array;
  /** By kind, then by sign: the decayed amount. */
  amounts: Float64Array;
  /** Index in MOMENT_KINDS of what came of it. */
  outcome: number;
  weight: number;
}

/** A shopper's event as learning sees it: what it is a sign of, and the evidence that stood after it. */
export interface Step {
  at: number;
  /** The shopper did it themselves. */
  own: boolean;
  event: FoldEvent;
  signs: readonly Sign[];
  codes: Uint8Array;
  amounts: Float64Array;
}

/** Of a sign's force less than this is no evidence worth learning from. */
const AMOUNT_MIN = 0.02;
const KINDS = MOMENT_KINDS.length;
const INDEX: ReadonlyMap<EvidenceCode, number> = new Map(
  EVIDENCE_CODES.map((code, i) => [code, i]),
);

/**
 * Folds one shopper's events by the product's own code and notes the evidence after each: the same amounts that the live
 * path adds up (first sign more than the tenth, decayed by the model's half-life), kept apart by sign. Pure.
 */
export function stepsOf(id: string, told: readonly Told[], model: MomentModel): Step[] {
  const moments = momentWatcher(momentModels([{ fromMs: -Infinity, model }]));
  const watcher = {
    advance: moments.advance,
    event: moments.event,
    settle: moments.next,
  };
  const [first] = told;
  if (!first) return [];
  const draft = {
    id: id as ProfileId,
    state: emptyState(first.event.at),
    audience: {},
    facts: [],
  };
  const orders = new Map<string, Order>();
  const standing: Standing = { amounts: new Map(), at: first.now };
  const steps: Step[] = [];
  for (const { event, now } of told) {
    // What the detection takes in is asked of a copy of its memory: afterwards the signs are mixed into the sums.
    moments.advance(draft, now);
    const before = structuredClone(draft.state.moment ?? {});
    foldWatched(watcher, draft, event, now * 1000, orders, orderIdOf(event));
    draft.facts.length = 0;
    const signs = signsOf(event, draft.state);
    const age = Math.max(0, now - event.at);
    const codes = signs.map(({ code }) => code);
    const taken = takeIn(before, codes, now, age, model);
    decay(standing, now, model.halfLifeMs.kind);
    for (const { code, kind } of taken) addTo(standing, code, kind);
    for (const { code, kind } of taken) answer(standing, code, kind);
    steps.push({ at: now, own: isOwnDeed(event), event, signs, ...pack(standing) });
  }
  return steps;
}

/** Amounts by code, one a kind. */
interface Standing {
  amounts: Map<number, Float64Array>;
  at: number;
}

function decay(standing: Standing, now: number, halfLifeMs: number): void {
  const factor = half(now - standing.at, halfLifeMs);
  standing.at = now;
  if (factor === 1) return;
  for (const [code, amounts] of standing.amounts) {
    for (let k = 0; k < KINDS; k++) amounts[k]! *= factor;
    if (amounts.every((amount) => amount < AMOUNT_MIN)) standing.amounts.delete(code);
  }
}

function addTo(standing: Standing, code: EvidenceCode, increment: number): void {
  if (increment <= 0) return;
  const index = INDEX.get(code) as number;
  const amounts = standing.amounts.get(index) ?? new Float64Array(KINDS);
  for (let k = 0; k < KINDS; k++) amounts[k]! += increment;
  standing.amounts.set(index, amounts);
}

/** What spoke for the answered kind is spent. */
function answer(standing: Standing, code: EvidenceCode, increment: number): void {
  const answered = ANSWERS[code];
  if (!answered || increment <= 0) return;
  const kind = MOMENT_KINDS.indexOf(answered.kind);
  for (const amounts of standing.amounts.values()) amounts[kind] = 0;
}

function pack(standing: Standing): { codes: Uint8Array; amounts: Float64Array } {
  const codes = Uint8Array.from(standing.amounts.keys());
  const amounts = new Float64Array(KINDS * codes.length);
  let place = 0;
  for (const own of standing.amounts.values()) {
    for (let k = 0; k < KINDS; k++) amounts[k * codes.length + place] = own[k]!;
    place += 1;
  }
  return { codes, amounts };
}
