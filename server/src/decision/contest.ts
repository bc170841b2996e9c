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
  const wins = contenders.map((contender, i) => contender.favour * best(contenders, i));
  const sum = wins.reduce((a, b) => a + b, 0);
  const floor = Math.min(PROPENSITY_FLOOR, 1 / n);
  const rest = 1 - floor * n;
  return wins.map((win) => floor + rest * (sum > 0 ? win / sum : 1 / n));
}

/** P(contender i is worth the most). */
function best(contenders: readonly Contender[], i: number): number {
  const own = contenders[i] as Contender;
  let sum = 0;
  for (let node = 0; node < NODES.length; node++) {
    const value = own.mean + own.sd * (NODES[node] as number);
    let below = 1;
    for (let j = 0; j < contenders.length && below > 1e-9; j++) {
      if (j === i) continue;
      const other = contenders[j] as Contender;
      below *= normalCdf((value - other.mean) / other.sd);
    }
    sum += below;
  }
  return sum / NODES.length;
}

/** The place that a draw in [0, 1) falls on. */
export function pick(probabilities: readonly number[], draw: number): number {
  let left = draw;
  for (let i = 0; i < probabilities.length; i++) {
    left -= probabilities[i] as number;
    if (left < 0) return i;
  }
  return probabilities.length - 1;
}
