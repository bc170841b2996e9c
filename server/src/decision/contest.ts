/**
 * Who is picked, and with which probability. Thompson sampling by its definition: each option is picked as often as it is
 * believed to be the best. That probability is computed (not sampled): the logarithm of an option's worth is taken as normal
 * with the posterior's exact mean and variance, and P(best) is the mean over 16 equally likely values of each option of the
 * probability that all others are below. Then the floor is mixed in and ONE draw picks. So the propensity that is written
 * down is the probability the draw was made with, to the last digit.
 */
import { normalCdf, normalQuantile } from './special.ts';

/** Every option in the contest is picked at least this often. */
export const PROPENSITY_FLOOR = 0.01;
/** Only the options that could be the best take part; more would leave the floor no room. */
export const CONTENDERS_MAX = 12;

const NODES = Float64Array.from({ length: 16 }, (_, i) => normalQuantile((i + 0.5) / 16));

/** One option's worth: mean and standard deviation of its natural logarithm, and how much it is favoured. */
export interface Contender {
  mean: number;
  sd: number;
  /** 1 = as believed. */
  favour: number;
}

/** Probability of being picked for each contender, in order; they sum to one. */
export function propensities(contenders: readonly Contender[]): number[] {
  const n = contenders.length;
  if (n === 1) return [1];
  // As arrays of numbers: this is the innermost loop of every decision.
  const means = Float64Array.from(contenders, ({ mean }) => mean);
  const sds = Float64Array.from(contenders, ({ sd }) => sd);
  const scales = sds.map((sd) => 1 / sd);
  const wins = contenders.map(({ favour }, i) => favour * best({ means, sds, scales }, i));
  const sum = wins.reduce((a, b) => a + b, 0);
  const floor = Math.min(PROPENSITY_FLOOR, 1 / n);
  const rest = 1 - floor * n;
  return wins.map((win) => floor + rest * (sum > 0 ? win / sum : 1 / n));
}

/** Means and standard deviations with their inverses, by contender. */
interface Spreads {
  means: Float64Array;
  sds: Float64Array;
  scales: Float64Array;
}

/** P(contender i is worth the most). */
function best({ means, sds, scales }: Spreads, i: number): number {
  const mean = means[i] as number;
  const sd = sds[i] as number;
  let sum = 0;
  // From the best value down: once it hardly wins, worse ones win still less often.
  for (let node = NODES.length - 1; node >= 0; node--) {
    const value = mean + sd * (NODES[node] as number);
    let below = 1;
    for (let j = 0; j < means.length && below > NEVER; j++) {
      if (j !== i) below *= normalCdf((value - (means[j] as number)) * (scales[j] as number));
    }
    if (below <= NEVER) break;
    sum += below;
  }
  return sum / NODES.length;
}

/** A chance this small counts as none: the floor is ten thousand times as much. */
const NEVER = 1e-6;

/** The place that a draw in [0, 1) falls on. */
export function pick(probabilities: readonly number[], draw: number): number {
  let left = draw;
  for (let i = 0; i < probabilities.length; i++) {
    left -= probabilities[i] as number;
    if (left < 0) return i;
  }
  return probabilities.length - 1;
}
