import {
  EVIDENCE_CODES,
  type EvidenceCode,
  type KindVector,
  MOMENT_KINDS,
  type MomentKind,
  type MomentModel,
} from '@augenblick/contract';
import { modelFault } from '../model.ts';
import type { Case } from './case.ts';
import { bounded, fit, lossOf, temperatureOf, toVector, withVector } from './fit.ts';

/** Cases of one shopper; shoppers are never divided between learning and judging. */
export interface ShopperCases {
  /** 0–1, drawn from the shopper's id: which part they belong to, today and tomorrow. */
  draw: number;
  cases: Case[];
}

/** A weight that learning moved. */
export interface Moved {
  code: EvidenceCode;
  kind: MomentKind;
  from: number;
  to: number;
}

/** What learning found. */
export interface Learned {
  /** Better than the present model beyond doubt, and usable. */
  better: boolean;
  /** Why not: too few shoppers to judge; no gain on shoppers held out; or the model cannot be used. */
  reason: 'better' | 'too_few' | 'no_gain' | 'unusable';
  model: MomentModel;
  shoppers: number;
  outcomes: Record<MomentKind, number>;
  /** Mean loss (nats) on shoppers held out, before and after; how many those were; gain in standard errors. */
  before: number;
  after: number;
  judgedOn: number;
  certainty: number;
  /** How firmly the weights were held at the rule, in outcomes. */
  pull: number;
  /** The weights that moved most, in log-odds of a sign. */
  moved: Moved[];
}

/** Tried from the firmest; Infinity keeps the weights and learns the temperature only. */
const PULLS = [Infinity, 300, 100, 30, 10, 3] as const;
/** Parts of the shoppers: learn, choose how firmly to hold, judge. */
const PARTS = { learn: 0.6, choose: 0.8 } as const;
/** Fewer shoppers than this cannot judge anything. */
const JUDGES_MIN = 40;
/** The gain has to be this many standard errors, so that chance alone publishes one time in a hundred. */
const CERTAIN = 2.33;
/** And worth it: less than one part in a hundred is no reason for another model. */
const WORTH = 0.01;
const MOVED_MIN = 0.15;
const MOVED_MAX = 8;

/**
 * Re-estimates the weights of kinds from outcomes, held at `rule`; compares with `present` on shoppers held out. A shop
 * with few shoppers keeps what it has, so it never gets worse. Pure but for `breathe`.
 */
export async function learn(
  shoppers: readonly ShopperCases[],
  rule: MomentModel,
  present: MomentModel,
  breathe: () => Promise<void>,
): Promise<Learned> {
  const part = (from: number, to: number) =>
    shoppers.filter(({ draw, cases }) => cases.length > 0 && draw >= from && draw < to);
  const learnFrom = part(0, PARTS.learn).flatMap(({ cases }) => cases);
  const chooseOn = part(PARTS.learn, PARTS.choose).flatMap(({ cases }) => cases);
  const judges = part(PARTS.choose, 1);
  const prior = toVector(rule);
  let chosen = { vector: prior, pull: Infinity as number, temperature: 1, loss: Infinity };
  for (const pull of PULLS) {
    const vector =
      pull === Infinity ? prior : bounded(await fit(learnFrom, prior, pull, breathe), prior);
    const temperature = shrunkTemperature(chooseOn, vector, rule.doubt);
    const loss = lossOf(chooseOn, vector, { scale: 1 / temperature, doubt: rule.doubt });
    // A looser hold has to earn it: a tie goes to the rule.
    if (loss < chosen.loss * 0.999) chosen = { vector, pull, temperature, loss };
    await breathe();
  }
  const outcomes = countOutcomes(shoppers);
  const learnedFrom = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  const kept = withVector(rule, chosen.vector);
  const model: MomentModel = {
    ...present,
    weights: kept.weights,
    bias: { kind: kept.bias.kind, stage: present.bias.stage },
    temperature: {
      kind: Math.round(rule.temperature.kind * chosen.temperature * 1e3) / 1e3,
      stage: present.temperature.stage,
    },
    learnedFrom,
  };
  soften(model, rule);
  const judged = judge(judges, present, model);
  const fault = modelFault(model);
  const reason =
    judges.length < JUDGES_MIN
      ? 'too_few'
      : fault !== undefined
        ? 'unusable'
        : judged.certainty >= CERTAIN && judged.after < (1 - WORTH) * judged.before
          ? 'better'
          : 'no_gain';
  return {
    better: reason === 'better',
    reason,
    model,
    shoppers: shoppers.filter(({ cases }) => cases.length > 0).length,
    outcomes,
    ...judged,
    judgedOn: judges.length,
    pull: chosen.pull,
    moved: movedWeights(present, model),
  };
}

/** Moves the bias back towards the rule's until it cannot carry a moment by itself. */
function soften(model: MomentModel, rule: MomentModel): void {
  for (let tries = 0; tries < 6 && modelFault(model) !== undefined; tries++) {
    const kind = model.bias.kind.map(
      (value, i) => Math.round(((value + (rule.bias.kind[i] as number)) / 2) * 1e4) / 1e4,
    ) as KindVector;
    model.bias = { ...model.bias, kind };
  }
  for (let tries = 0; tries < 6 && modelFault(model) !== undefined; tries++) {
    const kind = model.temperature.kind;
    model.temperature = { ...model.temperature, kind: (kind + rule.temperature.kind) / 2 };
  }
}

/** With few cases the temperature stays near 1: as if 200 more outcomes had asked for that. */
function shrunkTemperature(cases: readonly Case[], vector: Float64Array, doubt: number): number {
  const weight = cases.reduce((sum, one) => sum + one.weight, 0);
  const own = Math.log(temperatureOf(cases, vector, doubt));
  return Math.exp((own * weight) / (weight + 200));
}

/** Mean loss of both on the same shoppers, and the gain by shopper in standard errors. */
function judge(
  judges: readonly ShopperCases[],
  present: MomentModel,
  learned: MomentModel,
): { before: number; after: number; certainty: number } {
  const reader = (model: MomentModel) => {
    const vector = toVector(model);
    return (cases: readonly Case[]) => lossOf(cases, vector, { scale: 1, doubt: model.doubt });
  };
  const [before, after] = [reader(present), reader(learned)];
  const gains = judges.map(({ cases }) => {
    const weight = cases.reduce((sum, one) => sum + one.weight, 0);
    return weight * (before(cases) - after(cases));
  });
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / Math.max(1, gains.length);
  const spread = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0);
  const error = Math.sqrt(spread / Math.max(1, gains.length - 1) / Math.max(1, gains.length));
  const all = judges.flatMap(({ cases }) => cases);
  return {
    before: before(all),
    after: after(all),
    certainty: error > 0 ? mean / error : 0,
  };
}

function countOutcomes(shoppers: readonly ShopperCases[]): Record<MomentKind, number> {
  const counts: Record<MomentKind, number> = { know: 0, go: 0, do: 0, buy: 0 };
  for (const { cases } of shoppers)
    for (const { outcome } of cases) counts[MOMENT_KINDS[outcome] as MomentKind] += 1;
  return counts;
}

/** What changed for each sign: how strongly it speaks for a kind against the others, in units of the belief. */
function movedWeights(before: MomentModel, after: MomentModel): Moved[] {
  const moved: Moved[] = [];
  const [a, b] = [toVector(before), toVector(after)];
  const lead = (vector: Float64Array, c: number, k: number): number => {
    const own = vector.subarray(c * 4, c * 4 + 4);
    const sum = own.reduce((total, value) => total + value, 0);
    return own[k]! - (sum - own[k]!) / 3;
  };
  for (const [c, code] of EVIDENCE_CODES.entries()) {
    if (!before.weights[code]) continue;
    for (const [k, kind] of MOMENT_KINDS.entries()) {
      const [from, to] = [lead(a, c, k), lead(b, c, k)];
      if (Math.abs(to - from) >= MOVED_MIN) moved.push({ code, kind, from, to });
    }
  }
  return moved
    .sort((x, y) => Math.abs(y.to - y.from) - Math.abs(x.to - x.from))
    .slice(0, MOVED_MAX);
}
