import { type Clock, systemClock } from './clock.ts';
import { type Random, seededRandom, systemRandom } from './random.ts';

/** Makes ids and secrets. */
export interface Ids {
  /** A UUIDv7: sorts by the time it was made, also within one millisecond of one process. */
  uuid7(): string;
  /** A secret of `bytes` random bytes (32 unless told) in base64url. */
  token(bytes?: number): string;
}

/** Ids from a clock and a source of randomness. */
export function createIds(clock: Clock, random: Random): Ids {
  let lastMs = -1;
  let counter = 0;
  const stamp = (): number => {
    const now = clock.now();
    if (now > lastMs) {
      lastMs = now;
      // Half of the counter's room stays free, so that ids of one millisecond can still be counted up.
      counter = Math.floor(random.next() * 2048);
    } else if (++counter > 4095) {
      lastMs += 1;
      counter = 0;
    }
    return lastMs;
  };
  return {
    uuid7: () => {
      const ms = stamp().toString(16).padStart(12, '0');
      const count = counter.toString(16).padStart(3, '0');
      const tail = Buffer.from(random.bytes(8));
      tail[0] = ((tail[0] ?? 0) & 0x3f) | 0x80;
      const hex = tail.toString('hex');
      const head = `${ms.slice(0, 8)}-${ms.slice(8)}-7${count}`;
      return `${head}-${hex.slice(0, 4)}-${hex.slice(4)}`;
    },
    token: (bytes = 32) => Buffer.from(random.bytes(bytes)).toString('base64url'),
  };
}

/** Ids of a real installation. */
export const systemIds: Ids = createIds(systemClock, systemRandom);

/** Ids that come out the same in every run with the same seed. Their time starts at 2026-01-01 and stands still. */
export function seededIds(seed: number, clock: Clock = { now: () => Date.UTC(2026, 0, 1) }): Ids {
  return createIds(clock, seededRandom(seed));
}
