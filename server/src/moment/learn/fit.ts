import {
  EVIDENCE_CODES,
  MOMENT_KINDS,
  type KindVector,
  type MomentModel,
} from '@augenblick/contract';
import { withDoubt } from '../evidence.ts';
import type { Case } from './case.ts';

const KINDS = MOMENT_KINDS.length;
/** Weights by code, then the bias: one number a kind. */
const LENGTH = (EVIDENCE_CODES.length + 1) * KINDS;
const BIAS = EVIDENCE_CODES.length * KINDS;
/** The bias moves everything at once and may not carry a moment: it is held more firmly. */
const BIAS_FIRMNESS = 10;

/** The numbers of a model that are learned, divided by its temperature (the likelihood knows only their quotient). */
export function toVector(model: MomentModel): Float64Array {
  const vector = new Float64Array(LENGTH);
  const t = model.temperature.kind;
  for (const [c, code] of EVIDENCE_CODES.entries()) {
    const weights = model.weights[code]?.kind;
    for (let k = 0; k < KINDS; k++) vector[c * KINDS + k] = (weights?.[k] ?? 0) / t;
  }
  for (let k = 0; k < KINDS; k++) vector[BIAS + k] = (model.bias.kind[k] as number) / t;
  return vector;
}

/** The model with learned numbers put in; codes that are no evidence stay none, stages are left as they are. */
export function withVector(model: MomentModel, vector: Float64Array): MomentModel {
  const t = model.temperature.kind;
  const four = (from: number): KindVector =>
    [0, 1, 2, 3].map((k) => Math.round((vector[from + k] as number) * t * 1e4) / 1e4) as KindVector;
  const weights: MomentModel['weights'] = {};
  for (const [c, code] of EVIDENCE_CODES.entries()) {
    const known = model.weights[code];
    if (known) weights[code] = { kind: four(c * KINDS), stage: known.stage };
  }
  return { ...model, weights, bias: { kind: four(BIAS), stage: model.bias.stage } };
}

/** Log-probabilities of the kinds for a case, into `out`. */
function logProbabilities(one: Case, vector: Float64Array, scale: number, out: Float64Array): void {
  const { codes, amounts } = one;
  const count = codes.length;
  let most = -Infinity;
  for (let k = 0; k < KINDS; k++) {
    let score = vector[BIAS + k]!;
    for (let i = 0; i < count; i++) score += vector[codes[i]! * KINDS + k]! * amounts[i]!;
    out[k] = score * scale;
    if (out[k]! > most) most = out[k]!;
  }
  let sum = 0;
  for (let k = 0; k < KINDS; k++) sum += Math.exp(out[k]! - most);
  const norm = most + Math.log(sum);
  for (let k = 0; k < KINDS; k++) out[k]! -= norm;
}

/** How a vector becomes probabilities: `scale` = 1 / temperature on top of the vector's own, and the model's doubt. */
export interface Reading {
  scale: number;
  doubt: number;
}

/** Mean loss (nats) of what came of the cases. */
export function lossOf(cases: readonly Case[], vector: Float64Array, reading: Reading): number {
  const logs = new Float64Array(KINDS);
  let loss = 0;
  let weight = 0;
  for (const one of cases) {
    logProbabilities(one, vector, reading.scale, logs);
    loss -= one.weight * Math.log(withDoubt(Math.exp(logs[one.outcome]!), reading.doubt));
    weight += one.weight;
  }
  return weight === 0 ? 0 : loss / weight;
}

/** Loss and its gradient, with the pull towards `prior`: Σ w·loss + pull/2 · Σ (v − prior)². */
function objective(
  cases: readonly Case[],
  vector: Float64Array,
  prior: Float64Array,
  pull: number,
  gradient: Float64Array,
): number {
  const logs = new Float64Array(KINDS);
  let total = 0;
  for (let i = 0; i < LENGTH; i++) {
    const firmness = i >= BIAS ? pull * BIAS_FIRMNESS : pull;
    const away = vector[i]! - prior[i]!;
    total += (firmness / 2) * away * away;
    gradient[i] = firmness * away;
  }
  for (const one of cases) {
    logProbabilities(one, vector, 1, logs);
    total -= one.weight * logs[one.outcome]!;
    const count = one.codes.length;
    for (let k = 0; k < KINDS; k++) {
      const slope = one.weight * (Math.exp(logs[k]!) - (k === one.outcome ? 1 : 0));
      gradient[BIAS + k]! += slope;
      for (let i = 0; i < count; i++)
        gradient[one.codes[i]! * KINDS + k]! += slope * one.amounts[i]!;
    }
  }
  return total;
}

/** No weight moves further than this from the rule (log-odds at temperature 1): a quirk of outcomes may not turn a sign round. */
const FURTHEST = 1.2;

/** Brings a learned vector back to within reach of the rule. */
export function bounded(vector: Float64Array, prior: Float64Array): Float64Array {
  return vector.map((value, i) => {
    const from = prior[i]!;
    return Math.min(from + FURTHEST, Math.max(from - FURTHEST, value));
  });
}

/** Steps remembered by L-BFGS, and most iterations. */
const MEMORY = 8;
const ITERATIONS = 60;

/**
 * Multinomial logistic regression, shrunk towards `prior` by `pull` (in outcomes: a sign seen `pull` times has moved about
 * half the way). Convex, so that the result does not depend on the way; L-BFGS (Liu, Nocedal 1989) with halving steps.
 * `breathe` is awaited between iterations, so that a server goes on serving.
 */
export async function fit(
  cases: readonly Case[],
  prior: Float64Array,
  pull: number,
  breathe: () => Promise<void>,
): Promise<Float64Array> {
  let at = prior.slice();
  let gradient: Float64Array = new Float64Array(LENGTH);
  let value = objective(cases, at, prior, pull, gradient);
  const history: { s: Float64Array; y: Float64Array; rho: number }[] = [];
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    await breathe();
    const direction = descent(gradient, history);
    const slope = dot(direction, gradient);
    if (slope > -1e-9) break;
    let step = iteration === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    const next = new Float64Array(LENGTH);
    const nextGradient: Float64Array = new Float64Array(LENGTH);
    let nextValue = Infinity;
    for (let tries = 0; tries < 30; tries++, step /= 2) {
      for (let i = 0; i < LENGTH; i++) next[i] = at[i]! + step * direction[i]!;
      nextValue = objective(cases, next, prior, pull, nextGradient);
      if (nextValue <= value + 1e-4 * step * slope) break;
    }
    if (!(nextValue < value)) break;
    const s = next.map((x, i) => x - at[i]!);
    const y = nextGradient.map((x, i) => x - gradient[i]!);
    const curvature = dot(s, y);
    if (curvature > 1e-12) history.push({ s, y, rho: 1 / curvature });
    if (history.length > MEMORY) history.shift();
    const gained = value - nextValue;
    at = next;
    gradient = nextGradient;
    value = nextValue;
    if (gained < 1e-7 * Math.abs(value)) break;
  }
  return at;
}

/** The direction of L-BFGS (two loops over the remembered steps). */
function descent(
  gradient: Float64Array,
  history: readonly { s: Float64Array; y: Float64Array; rho: number }[],
): Float64Array {
  const q = gradient.slice();
  const alphas: number[] = [];
  for (const { s, y, rho } of history.toReversed()) {
    const alpha = rho * dot(s, q);
    alphas.push(alpha);
    for (let i = 0; i < q.length; i++) q[i]! -= alpha * y[i]!;
  }
  const last = history.at(-1);
  const scale = last ? dot(last.s, last.y) / dot(last.y, last.y) : 1;
  for (let i = 0; i < q.length; i++) q[i]! *= scale;
  for (const { s, y, rho } of history) {
    const beta = rho * dot(y, q);
    const alpha = alphas.pop() ?? 0;
    for (let i = 0; i < q.length; i++) q[i]! += s[i]! * (alpha - beta);
  }
  for (let i = 0; i < q.length; i++) q[i] = -q[i]!;
  return q;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

const TEMPERATURES = { least: 0.4, most: 2.5 };

/** The temperature with the least loss (golden section; the loss has one valley in its logarithm). */
export function temperatureOf(cases: readonly Case[], vector: Float64Array, doubt: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let low = Math.log(TEMPERATURES.least);
  let high = Math.log(TEMPERATURES.most);
  const loss = (t: number) => lossOf(cases, vector, { scale: Math.exp(-t), doubt });
  let a = high - golden * (high - low);
  let b = low + golden * (high - low);
  let [atA, atB] = [loss(a), loss(b)];
  while (high - low > 0.01) {
    if (atA < atB) {
      high = b;
      [b, atB] = [a, atA];
      a = high - golden * (high - low);
      atA = loss(a);
    } else {
      low = a;
      [a, atA] = [b, atB];
      b = low + golden * (high - low);
      atB = loss(b);
    }
  }
  return Math.exp((low + high) / 2);
}
