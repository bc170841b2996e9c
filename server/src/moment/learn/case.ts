import {
  EVIDENCE_CODES,
  type EvidenceCode,
  type MomentModel,
  type Order,
  type ProfileId,
} from '@augenblick/contract';
import { emptyState, type FoldEvent, foldWatched, orderIdOf } from '../../profile/index.ts';
import { isOwnDeed } from '../deed.ts';
import { half, observe } from '../evidence.ts';
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
 * bias[k] + Σ weight(code)[k] × amount(code).
 */
export interface Case {
  /** Index in EVIDENCE_CODES of each sign that stands. */
  codes: Uint8Array;
  /** The decayed amount of each. */
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
    const { left, taken } = observe(before, codes, now, age, model);
    decay(standing, left * half(now - standing.at, model.halfLifeMs.kind));
    standing.at = now;
    for (const { code, kind } of taken) addTo(standing, code, kind);
    steps.push({ at: now, own: isOwnDeed(event), event, signs, ...pack(standing) });
  }
  return steps;
}

/** Amounts by index of code. */
interface Standing {
  amounts: Map<number, number>;
  at: number;
}

function decay(standing: Standing, factor: number): void {
  if (factor === 1) return;
  for (const [code, amount] of standing.amounts) {
    if (amount * factor < AMOUNT_MIN) standing.amounts.delete(code);
    else standing.amounts.set(code, amount * factor);
  }
}

function addTo(standing: Standing, code: EvidenceCode, increment: number): void {
  if (increment <= 0) return;
  const index = INDEX.get(code) as number;
  standing.amounts.set(index, (standing.amounts.get(index) ?? 0) + increment);
}

function pack(standing: Standing): { codes: Uint8Array; amounts: Float64Array } {
  return {
    codes: Uint8Array.from(standing.amounts.keys()),
    amounts: Float64Array.from(standing.amounts.values()),
  };
}
