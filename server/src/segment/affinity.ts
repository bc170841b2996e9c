import { affinityWeight } from '../profile/index.ts';

/** How much interest each level asks for, in the weights of the profile: a look 1, a purchase 8, half after sixty days. */
export const LEVEL_WEIGHTS = { some: 1.5, strong: 6 } as const;

const DAY_MS = 86_400_000;

/** affinityWeight(stored, now) = 2^(stored − now · slope + start): what zero weighs on two days says both. */
const START = -Math.log2(affinityWeight(0, 0));
const SLOPE = (-Math.log2(affinityWeight(0, 1024 * DAY_MS)) - START) / (1024 * DAY_MS);

/** The stored value that weighs `weight` at an instant; stored values from this on are at least as strong. */
export function affinityNow(weight: number, now: number): number {
  return Math.log2(weight) + START + SLOPE * now;
}

/** The first whole millisecond at which a stored value no longer weighs `weight`. */
export function affinityUntil(stored: number, weight: number): number {
  // The line is straight; rounding shifts the crossing by some milliseconds, which halving finds exactly.
  const guess = (stored - affinityNow(weight, 0)) / SLOPE;
  let low = Math.floor(guess) - 1000;
  let high = Math.ceil(guess) + 1000;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (stored >= affinityNow(weight, middle)) low = middle;
    else high = middle;
  }
  return high;
}
