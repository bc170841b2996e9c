/** Special functions, to about ten digits; only what the learning and the contest need. */

/** Derivative of ln Γ at x > 0: recurrence up to 8, then the asymptotic series (Abramowitz & Stegun 6.3.18). */
export function digamma(x: number): number {
  let value = 0;
  let at = x;
  for (; at < 8; at += 1) value -= 1 / at;
  const f = 1 / (at * at);
  const series = f * (1 / 12 - f * (1 / 120 - f * (1 / 252 - f * (1 / 240 - f / 132))));
  return value + Math.log(at) - 0.5 / at - series;
}

/** Second derivative of ln Γ at x > 0 (Abramowitz & Stegun 6.4.12). */
export function trigamma(x: number): number {
  let value = 0;
  let at = x;
  for (; at < 8; at += 1) value += 1 / (at * at);
  const f = 1 / (at * at);
  const series = f * (1 / 6 - f * (1 / 30 - f * (1 / 42 - f / 30)));
  return value + 1 / at + f / 2 + series / at;
}

const STEPS = 1024;
const REACH = 6;
const CDF = Float64Array.from({ length: STEPS + 2 }, (_, i) =>
  exactCdf(-REACH + (i * 2 * REACH) / STEPS),
);

/** Probability that a standard normal value is at most z; from a table, error below 1e-5. */
export function normalCdf(z: number): number {
  if (z <= -REACH) return 0;
  if (z >= REACH) return 1;
  const place = ((z + REACH) * STEPS) / (2 * REACH);
  const i = place | 0;
  const low = CDF[i] as number;
  return low + (place - i) * ((CDF[i + 1] as number) - low);
}

/** By Marsaglia's series (J. Stat. Softw. 11(4), 2004); used to fill the table only. */
function exactCdf(z: number): number {
  let term = z;
  let sum = z;
  for (let i = 3; i < 400 && Math.abs(term) > 1e-17 * Math.abs(sum || 1); i += 2) {
    term = (term * z * z) / i;
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI);
}

/** The value below which a standard normal lies with probability p (Acklam's rational approximation, error 1e-9). */
export function normalQuantile(p: number): number {
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return tail(q);
  }
  if (p > 1 - 0.02425) return -tail(Math.sqrt(-2 * Math.log(1 - p)));
  const q = p - 0.5;
  const r = q * q;
  return (
    ((((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r +
      138.357751867269) *
      r -
      30.66479806614716) *
      r +
      2.506628277459239) *
      q) /
    (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r +
      66.80131188771972) *
      r -
      13.28068155288572) *
      r +
      1)
  );
}

function tail(q: number): number {
  return (
    (((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q -
      2.549732539343734) *
      q +
      4.374664141464968) *
      q +
      2.938163982698783) /
    ((((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q +
      3.754408661907416) *
      q +
      1)
  );
}
