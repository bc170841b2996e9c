/** `a × b ÷ c`, rounded half up, exact for all safe integers. `c` above zero, nothing negative. */
export function mulDiv(a: number, b: number, c: number): number {
  return Number((BigInt(a) * BigInt(b) * 2n + BigInt(c)) / (2n * BigInt(c)));
}

/**
 * Spreads an amount over weights in whole minor units so that the parts add up to it exactly (largest remainder, ties to
 * the earlier one), and no part is above its weight when the amount is not above their sum. All weights zero: all zero.
 */
export function spread(amount: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum === 0 || amount === 0) return weights.map(() => 0);
  const parts = weights.map((weight) => Number((BigInt(amount) * BigInt(weight)) / BigInt(sum)));
  const rest = weights.map((weight) => (BigInt(amount) * BigInt(weight)) % BigInt(sum));
  let left = amount - parts.reduce((total, part) => total + part, 0);
  const byRest = weights
    .map((_, i) => i)
    .sort((i, j) => Number((rest[j] as bigint) - (rest[i] as bigint)) || i - j);
  for (const i of byRest) {
    if (left === 0) break;
    parts[i] = (parts[i] as number) + 1;
    left -= 1;
  }
  return parts;
}
