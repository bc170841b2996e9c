/**
 * Which wording is better, said honestly. Shares with Wilson's interval (1927); differences of two shares with Newcombe's
 * (1998, method 10). A winner is clear when it beats every other with at least 95 % certainty for all comparisons
 * together (Bonferroni); the figures are looked at once, at the set time, so that looking often does not make winners.
 */

/** What came of one variant: how many could have, and how many did. */
export interface Arm {
  id: string;
  n: number;
  hits: number;
}

/** A share, 0–1, between its limits. */
export interface ShareBetween {
  low: number;
  value: number;
  high: number;
}

/** What the figures say. `leader`: the highest share; null when nothing leads. */
export interface Verdict {
  state: 'too_few' | 'unclear' | 'clear';
  leader: string | null;
}

/** A variant needs this many who could have before anything is said. */
export const ARM_MIN = 30;
/** And the best one this many who did. */
export const HITS_MIN = 5;
const CERTAINTY = 0.95;

/** Standard normal quantile (Acklam 2003; relative error below 1.2e-9), for p in (0, 1). */
export function normalQuantile(p: number): number {
  if (p < 0.5) return -normalQuantile(1 - p);
  if (p > 0.97575) {
    const q = Math.sqrt(-2 * Math.log(1 - p));
    return -poly(q, C) / (q * poly(q, D) + 1);
  }
  const q = p - 0.5;
  const r = q * q;
  return (q * poly(r, A)) / (r * poly(r, B) + 1);
}

// Coefficients of Acklam's approximation, highest power first.
const A = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2,
  -3.066479806614716e1, 2.506628277459239,
];
const B = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1,
  -1.328068155288572e1,
];
const C = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734,
  4.374664141464968, 2.938163982698783,
];
const D = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416];

const poly = (x: number, coefficients: readonly number[]): number =>
  coefficients.reduce((sum, one) => sum * x + one, 0);

/** Wilson's interval of a share; `z`: standard normal quantile of the certainty, both sides. 0 of 0 may be anything. */
export function shareOf(hits: number, n: number, z = normalQuantile(0.975)): ShareBetween {
  if (n === 0) return { low: 0, value: 0, high: 1 };
  const p = hits / n;
  const square = z * z;
  const middle = p + square / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + square / (4 * n * n));
  const scale = 1 + square / n;
  return {
    low: hits === 0 ? 0 : Math.max(0, (middle - half) / scale),
    value: p,
    high: hits === n ? 1 : Math.min(1, (middle + half) / scale),
  };
}

/** Share of `a` minus share of `b` with Newcombe's interval. */
export function differenceOf(
  a: { hits: number; n: number },
  b: { hits: number; n: number },
  z = normalQuantile(0.975),
): ShareBetween {
  const [one, other] = [shareOf(a.hits, a.n, z), shareOf(b.hits, b.n, z)];
  const value = one.value - other.value;
  return {
    low: value - Math.hypot(one.value - one.low, other.high - other.value),
    value,
    high: value + Math.hypot(one.high - one.value, other.value - other.low),
  };
}

/** Who won. With fewer than two variants nobody can. */
export function verdictOf(arms: readonly Arm[]): Verdict {
  const ranked = arms
    .filter(({ n }) => n > 0)
    .toSorted((a, b) => b.hits / b.n - a.hits / a.n || arms.indexOf(a) - arms.indexOf(b));
  const [best, ...others] = ranked;
  if (best === undefined || best.hits === 0) return { state: 'too_few', leader: null };
  const second = others[0];
  const tied = second !== undefined && second.hits * best.n === best.hits * second.n;
  const leader = tied ? null : best.id;
  const few = arms.some(({ n }) => n < ARM_MIN) || best.hits < HITS_MIN;
  if (few || arms.length < 2) return { state: 'too_few', leader };
  const z = normalQuantile(1 - (1 - CERTAINTY) / 2 / others.length);
  const clear = others.every((other) => differenceOf(best, other, z).low > 0);
  return { state: clear ? 'clear' : 'unclear', leader };
}

/** How many more are needed in each variant until a lead like the present one would be clear (80 % power); null: no lead. */
export function neededPerArm(arms: readonly Arm[]): number | null {
  const [best, second] = arms
    .filter(({ n }) => n > 0)
    .toSorted((a, b) => b.hits / b.n - a.hits / a.n);
  if (best === undefined || second === undefined) return null;
  const [p, q] = [best.hits / best.n, second.hits / second.n];
  if (p === q) return null;
  const z = normalQuantile(1 - (1 - CERTAINTY) / 2 / (arms.length - 1)) + normalQuantile(0.8);
  return Math.ceil((z * z * (p * (1 - p) + q * (1 - q))) / (p - q) ** 2);
}
