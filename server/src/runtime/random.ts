import { randomBytes } from 'node:crypto';

/** Randomness. Passed in everywhere, so that a run can be repeated exactly. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** `count` random bytes. */
  bytes(count: number): Uint8Array;
}

/** Bytes fetched ahead: asking the system for each id's eight took longer than all else about an id. */
const AHEAD = 4096;
let ahead = Buffer.alloc(0);
let used = 0;
/** A copy of bytes that nobody has had; those handed out are wiped here. */
function take(count: number): Buffer {
  if (count > AHEAD / 4) return randomBytes(count);
  if (used + count > ahead.length) {
    ahead = randomBytes(AHEAD);
    used = 0;
  }
  const part = Buffer.from(ahead.subarray(used, used + count));
  ahead.fill(0, used, used + count);
  used += count;
  return part;
}

/** Randomness from the operating system, fit for secrets. */
export const systemRandom: Random = {
  next: () => take(6).readUIntBE(0, 6) / 2 ** 48,
  bytes: take,
};

/** Repeatable randomness (mulberry32). Never for secrets: for tests, simulations and benchmarks. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    bytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(next() * 256)),
  };
}
