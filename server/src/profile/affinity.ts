/** Weights are referred to this instant, so that they can be added whenever they were earned. 1 January 2025. */
const EPOCH = Date.UTC(2025, 0, 1);
/** After sixty days an interest counts half: a season later it is nearly gone. */
const HALF_LIFE_MS = 60 * 86_400_000;
/** Values kept of one kind; the weakest goes first. */
const VALUES_MAX = 12;

/** What an event is worth as a sign of interest. An order line says more than a look. */
export const AFFINITY_WEIGHTS = { viewed: 1, wished: 3, carted: 4, bought: 8 } as const;

/**
 * Adds interest to a map of value → log2(weight at epoch). The decayed sum Σ w·2^(−(now−t)/h) is kept as one number:
 * log2 Σ w·2^((t−epoch)/h); adding is a log-sum, decay needs no clock. Rounded, so that a rebuild gives the same text.
 */
export function addAffinity(
  into: Record<string, number>,
  value: string | null,
  weight: number,
  at: number,
): void {
  if (value === null || value === '__proto__') return;
  const added = Math.log2(weight) + (at - EPOCH) / HALF_LIFE_MS;
  const before = Object.hasOwn(into, value) ? into[value] : undefined;
  into[value] = round(before === undefined ? added : logSum(before, added));
  const values = Object.keys(into);
  if (values.length <= VALUES_MAX) return;
  let weakest = values[0] as string;
  for (const candidate of values)
    if ((into[candidate] as number) < (into[weakest] as number)) weakest = candidate;
  delete into[weakest];
}

/** The weight of an affinity at an instant: 8 right after an order, 4 sixty days later. */
export function affinityWeight(stored: number, now: number): number {
  return 2 ** (stored - (now - EPOCH) / HALF_LIFE_MS);
}

function logSum(a: number, b: number): number {
  const high = Math.max(a, b);
  return high + Math.log2(1 + 2 ** (Math.min(a, b) - high));
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
