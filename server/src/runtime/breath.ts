import type { Clock } from './clock.ts';

/** Pauses in a long computation, so that requests are answered in between. */
export interface Breath {
  /** True when it has gone on long enough. */
  isDue(): boolean;
  /** Lets everything that waits for the event loop go first. */
  take(): Promise<void>;
}

/** As long as nobody notices: a request that comes in waits no longer than this for its turn. */
const LONG_MS = 1;

/**
 * Counts from now. Ask before each part; parts should be far shorter than a millisecond.
 * `clock` tells milliseconds of any beginning, finer than whole ones.
 */
export function createBreath(clock: Clock = { now: () => performance.now() }): Breath {
  let since = clock.now();
  return {
    isDue: () => clock.now() - since >= LONG_MS,
    take: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      since = clock.now();
    },
  };
}
