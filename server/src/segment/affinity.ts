import { affinityWeight } from '../profile/index.ts';

/** How much interest each level asks for, in the weights of the profile: a look 1, a purchase 8, half after sixty days. */
export const LEVEL_WEIGHTS = { some: 1.5, strong: 6 } as const;

const DAY_MS = 86_400_000;

/** The stored value that weighs `weight` at an instant; stored values from this on are at least as strong. */
export function affinityNow(weight: number, now: number): number {
  // affinityWeight(stored, now) = 2^(stored − age): what zero weighs now says how far the scale has moved.
  return Math.log2(weight) - Math.log2(affinityWeight(0, now));
}

/** The first whole millisecond at which a stored value no longer weighs `weight`. */
export function affinityUntil(stored: number, weight: number): number {
  let low = -1e14;
  let high = 1e14;
  const slope = affinityNow(1, DAY_MS) - affinityNow(1, 0);
  // The line is straight; rounding shifts the crossing by a few milliseconds, which halving finds exactly.
  const guess = ((stored - affinityNow(weight, 0)) / slope) * DAY_MS;
  if (Number.isFinite(guess)) [low, high] = [Math.floor(guess) - 1000, Math.ceil(guess) + 1000];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (stored >= affinityNow(weight, middle)) low = middle;
    else high = middle;
  }
  return high;
}
