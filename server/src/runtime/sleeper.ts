import type { Clock } from './clock.ts';

/** Sleeps until an instant, or less long when something earlier comes up. */
export interface Sleeper {
  /** From here on `ring` counts for the next sleep, also when it comes before the sleep has begun. */
  open(): void;
  /** Sleeps until the instant (ms), or until the earliest one that was rung for. */
  until(instant: number): Promise<void>;
  /** Something is to be done at the instant (ms): sleep no longer than that. */
  ring(instant: number): void;
}

/** A sleeper for one loop. */
export function createSleeper(clock: Clock): Sleeper {
  let timer: NodeJS.Timeout | undefined;
  let wake: (() => void) | undefined;
  let at = Infinity;
  const set = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => wake?.(), Math.max(0, at - clock.now()));
  };
  return {
    open: (): void => {
      at = Infinity;
    },
    until: async (instant: number): Promise<void> => {
      at = Math.min(at, instant);
      await new Promise<void>((resolve) => {
        wake = resolve;
        set();
      });
      wake = undefined;
      clearTimeout(timer);
    },
    ring: (instant: number): void => {
      if (instant >= at) return;
      at = instant;
      if (wake !== undefined) set();
    },
  };
}
