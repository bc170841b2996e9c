import type { Random } from '../../runtime/index.ts';

/** True with this probability. */
export function happens(random: Random, probability: number): boolean {
  return random.next() < probability;
}

/** A number in [from, to). */
export function between(random: Random, from: number, to: number): number {
  return from + random.next() * (to - from);
}

/** A member of a list that is not empty. */
export function pick<L extends readonly [unknown, ...unknown[]]>(
  random: Random,
  list: L,
): L[number] {
  return list[Math.floor(random.next() * list.length)];
}

/** A member of a list sorted by popularity: the first ones come out much more often. Undefined for an empty list. */
export function pickPopular<T>(random: Random, list: readonly T[]): T | undefined {
  return list[Math.floor(list.length * random.next() ** 2.5)];
}

/** A key, drawn by weight. The weights must not all be 0. */
export function weighted<K extends string>(
  random: Random,
  weights: Readonly<Record<K, number>>,
): K {
  const entries = Object.entries(weights) as [K, number][];
  let rest = random.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [key, weight] of entries) {
    rest -= weight;
    if (rest < 0 && weight > 0) return key;
  }
  const last = entries.findLast(([, weight]) => weight > 0);
  if (!last) throw new RangeError('No choice has a weight above 0.');
  return last[0];
}

/** Milliseconds until the next of many independent arrivals, which come `perSecond` on average (Poisson process). */
export function untilNext(random: Random, perSecond: number): number {
  return (-Math.log(1 - random.next()) / perSecond) * 1000;
}

/** A text of 32 hexadecimal digits in the form of a UUID. */
export function uuidLike(random: Random): string {
  const hex = Buffer.from(random.bytes(16)).toString('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ];
  return parts.join('-');
}
