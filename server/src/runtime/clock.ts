/** The time. Passed in everywhere, so that tests and replays decide what time it is. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock for tests: stands still until it is moved. */
export interface FixedClock extends Clock {
  /** Moves forward (or back, when negative) by milliseconds. */
  advance(ms: number): void;
  /** Moves to an instant, ms since 1970. */
  set(ms: number): void;
}

/** A clock that stands still at `start` (ms since 1970, or ISO text). */
export function fixedClock(start: number | string): FixedClock {
  let now = typeof start === 'number' ? start : Date.parse(start);
  if (!Number.isFinite(now)) throw new RangeError(`not an instant: ${start}`);
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
    set: (ms) => {
      now = ms;
    },
  };
}
