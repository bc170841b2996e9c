import {
  type EvidenceCode,
  type KindVector,
  MOMENT_KINDS,
  type MomentKind,
  type MomentMemory,
  type MomentModel,
  STAGES,
  type Stage,
  type StageVector,
} from '@augenblick/contract';
import { ANSWERS } from './model.ts';

/** Below this share of its force a sign says nothing any more, and is not taken in. */
const FORCE_MIN = 0.05;
/** What a turn leaves of earlier evidence: as much as one half-life does. */
const TURN_LEFT = 0.5;

/** What one sign added: its increment for kinds and for stages, decayed by the event's age. */
export interface Increment {
  code: EvidenceCode;
  kind: number;
  stage: number;
}

/** Probabilities at an instant. */
export interface Belief {
  kind: KindVector;
  stage: StageVector;
}

/**
 * Takes signs in: log-odds += weight × increment. The first sign of a code counts 1, the next ones less: the increment is
 * the growth of 2m / (1 + m), m = how often it was seen lately, because the tenth product view is not ten times the news
 * of the first (the correction of naive Bayes for signs that come in bunches), and somebody who has looked at much can
 * still change their mind at once. Being the growth of a sum, it does not depend on the order of signs of one instant. `ageMs`: how late the event is; its force has decayed by as much.
 * O(1) per event; changes `memory.kind`, `.stage` and `.at` only. Returns what each sign added.
 */
export function takeIn(
  memory: MomentMemory,
  codes: readonly EvidenceCode[],
  now: number,
  ageMs: number,
  model: MomentModel,
): Increment[] {
  const kindForce = half(ageMs, model.halfLifeMs.kind);
  const stageForce = half(ageMs, model.halfLifeMs.stage);
  const taken: Increment[] = [];
  if (stageForce < FORCE_MIN && kindForce < FORCE_MIN) return taken;
  const kind = decayedKind(memory, now, model);
  const stage = decayedStage(memory, now, model);
  const seen = new Map<EvidenceCode, number>();
  for (const code of codes) {
    const weight = model.weights[code];
    if (!weight) continue;
    const before = seen.get(code) ?? timesLately(memory, code, now, model);
    const growth = saturated(before + 1) - saturated(before);
    seen.set(code, before + 1);
    const increment = {
      code,
      kind: kindForce < FORCE_MIN ? 0 : growth * kindForce,
      stage: stageForce < FORCE_MIN ? 0 : growth * stageForce,
    };
    for (let i = 0; i < 4; i++) kind[i] = at(kind, i) + increment.kind * at(weight.kind, i);
    for (let i = 0; i < 5; i++) stage[i] = at(stage, i) + increment.stage * at(weight.stage, i);
    taken.push(increment);
  }
  if (taken.length > 0) keep(memory, kind, stage, now);
  return taken;
}

/** What an event did to earlier evidence for kinds (the share that is left) and what it added. */
export interface Observation {
  left: number;
  taken: Increment[];
}

/**
 * One event's signs, as detection takes them in: first what they do to earlier evidence, then `takeIn`.
 * A turn – a decisive sign for another kind than the strongest – counts for what came before like one half-life more:
 * somebody who opens a store page right after instructions now wants to go. An answer (ANSWERS) ends it altogether, and an
 * order also closes the round of research, comparison and purchase. Events that are too late for kinds do neither.
 */
export function observe(
  memory: MomentMemory,
  codes: readonly EvidenceCode[],
  now: number,
  ageMs: number,
  model: MomentModel,
): Observation {
  const isNow = half(ageMs, model.halfLifeMs.kind) >= FORCE_MIN;
  const isRecent = half(ageMs, model.halfLifeMs.stage) >= FORCE_MIN;
  const answers = codes.map((code) => ANSWERS[code]).filter((answer) => answer !== undefined);
  let left = 1;
  if (isNow && answers.length > 0) left = 0;
  else if (isNow && isTurn(memory, codes, now, model)) left = TURN_LEFT;
  const roundClosed = isRecent && answers.some((answer) => answer.round);
  if (left < 1 || roundClosed) {
    const kind = decayedKind(memory, now, model);
    const stage = decayedStage(memory, now, model);
    for (let i = 0; i < 4; i++) kind[i] = at(kind, i) * left;
    if (roundClosed) for (let i = 0; i < 3; i++) stage[i] = Math.min(0, at(stage, i));
    keep(memory, kind, stage, now);
    if (left === 0) delete memory.signs;
    for (const sign of memory.signs ?? []) sign[4] = round4(sign[4] * left);
  }
  return { left, taken: takeIn(memory, codes, now, ageMs, model) };
}

function isTurn(
  memory: MomentMemory,
  codes: readonly EvidenceCode[],
  now: number,
  model: MomentModel,
): boolean {
  if (!memory.kind) return false;
  for (const code of codes) {
    const vector = model.weights[code]?.kind;
    if (!vector) continue;
    const k = strongest(vector);
    const own = at(vector, k);
    const others = (vector[0] + vector[1] + vector[2] + vector[3] - own) / 3;
    if (own - others < model.thresholds.turn) continue;
    if (strongest(beliefAt(memory, now, model).kind) !== k) return true;
  }
  return false;
}

/** Probabilities of kinds and stages at any instant not before the last evidence. Pure. */
export function beliefAt(memory: MomentMemory, now: number, model: MomentModel): Belief {
  const kind = decayedKind(memory, now, model);
  const stage = decayedStage(memory, now, model);
  for (let i = 0; i < 4; i++) kind[i] = at(kind, i) + at(model.bias.kind, i);
  for (let i = 0; i < 5; i++) stage[i] = at(stage, i) + at(model.bias.stage, i);
  softmax(kind, model.temperature.kind);
  for (let i = 0; i < 4; i++) kind[i] = withDoubt(at(kind, i), model.doubt);
  softmax(stage, model.temperature.stage);
  return { kind, stage };
}

/**
 * The first whole millisecond at which `kind` has faded to the model's `end`. All log-odds decay by one common factor
 * d = 2^(−t/half-life), and the odds of the others against this kind are a sum of exponentials of d: convex. They are
 * above the limit at d = 0 (the bias alone never carries a moment) and below it now, so they cross it exactly once, and
 * bisection finds the only instant there is: a pure function of memory and model.
 */
export function fadesAt(memory: MomentMemory, kind: MomentKind, model: MomentModel): number {
  const from = memory.at ?? 0;
  const evidence = memory.kind ?? [0, 0, 0, 0];
  const k = MOMENT_KINDS.indexOf(kind);
  const t = model.temperature.kind;
  // The lead of each other kind over this one, from the bias and from evidence; its own lead is 0.
  const base = evidence.map((_, i) => (at(model.bias.kind, i) - at(model.bias.kind, k)) / t);
  const lead = evidence.map((value) => (value - at(evidence, k)) / t);
  const limit = 1 / withoutDoubt(model.thresholds.end, model.doubt);
  const holds = (age: number): boolean => {
    const d = half(age, model.halfLifeMs.kind);
    let odds = 0;
    for (let i = 0; i < 4; i++) odds += Math.exp(at(base, i) + d * at(lead, i));
    return odds < limit;
  };
  let [low, high] = [0, model.longestMs];
  if (!holds(low)) return from;
  if (holds(high)) return from + high;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return from + high;
}

/** A kind's probability when by chance `doubt` all signs are beside the point and every kind is as likely. */
export function withDoubt(probability: number, doubt: number): number {
  return (1 - doubt) * probability + doubt / 4;
}

/** The probability before doubt that gives this one after it. */
function withoutDoubt(probability: number, doubt: number): number {
  return (probability - doubt / 4) / (1 - doubt);
}

/** Decay: 1 at age 0, ½ after one half-life; an instant before the sign counts as age 0. */
export function half(ageMs: number, halfLifeMs: number): number {
  return ageMs <= 0 ? 1 : Math.exp((-Math.LN2 * ageMs) / halfLifeMs);
}

/** The strongest kind and its probability. */
export function strongestKind(kind: KindVector): { kind: MomentKind; probability: number } {
  const i = strongest(kind);
  return { kind: MOMENT_KINDS[i] as MomentKind, probability: at(kind, i) };
}

/** The strongest stage and its probability. */
export function strongestStage(stage: StageVector): { stage: Stage; probability: number } {
  const i = strongest(stage);
  return { stage: STAGES[i] as Stage, probability: at(stage, i) };
}

/** Four decimals: the state stays small, and 0.0001 of a log-odds is nobody's moment. */
export function round4(value: number): number {
  return Math.round(value * 1e4) / 1e4 + 0;
}

/** What a code seen so often counts: 1 for once, 2 at most. */
function saturated(times: number): number {
  return (2 * times) / (1 + times);
}

/** How often a code was seen lately: the decayed count over its remembered signs. */
function timesLately(
  memory: MomentMemory,
  code: EvidenceCode,
  now: number,
  model: MomentModel,
): number {
  let times = 0;
  for (const [, known, , , count, since] of memory.signs ?? []) {
    if (known === code) times += count * half(now - since, model.halfLifeMs.kind);
  }
  return times;
}

function decayedKind(memory: MomentMemory, now: number, model: MomentModel): KindVector {
  if (!memory.kind) return [0, 0, 0, 0];
  const factor = half(now - (memory.at ?? now), model.halfLifeMs.kind);
  const [know, go, do_, buy] = memory.kind;
  return [know * factor, go * factor, do_ * factor, buy * factor];
}

function decayedStage(memory: MomentMemory, now: number, model: MomentModel): StageVector {
  if (!memory.stage) return [0, 0, 0, 0, 0];
  const f = half(now - (memory.at ?? now), model.halfLifeMs.stage);
  const [research, compare, purchase, post, recommend] = memory.stage;
  return [research * f, compare * f, purchase * f, post * f, recommend * f];
}

function keep(memory: MomentMemory, kind: KindVector, stage: StageVector, now: number): void {
  for (let i = 0; i < 4; i++) kind[i] = round4(at(kind, i));
  for (let i = 0; i < 5; i++) stage[i] = round4(at(stage, i));
  memory.kind = kind;
  memory.stage = stage;
  memory.at = now;
}

function softmax(scores: number[], temperature: number): void {
  let [max, sum] = [-Infinity, 0];
  for (const score of scores) if (score > max) max = score;
  for (let i = 0; i < scores.length; i++) {
    scores[i] = Math.exp((at(scores, i) - max) / temperature);
    sum += at(scores, i);
  }
  for (let i = 0; i < scores.length; i++) scores[i] = at(scores, i) / sum;
}

function strongest(values: readonly number[]): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (at(values, i) > at(values, best)) best = i;
  return best;
}

function at(vector: readonly number[], i: number): number {
  return vector[i] as number;
}
