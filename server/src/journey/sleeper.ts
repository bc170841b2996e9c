/** A sleep until an instant, or less long when something earlier comes up. */
export interface Sleeper {
  /** From here on `ring` counts for the next sleep, also when it comes before the sleep has begun. */
  open(): void;
  until(instant: number): Promise<void>;
  /** Wakes at this instant (ms) at the latest. */
  ring(instant: number): void;
}

/** Creates a sleeper by a clock. */
export function createSleeper(clock: { now(): number }): Sleeper {
  let timer: NodeJS.Timeout | undefined;
  let wake: (() => void) | undefined;
  let at = Infinity;
  const set = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => wake?.(), Math.max(0, at - clock.now()));
  };
  return {
    open: () => {
      at = Infinity;
    },
    until: async (instant) => {
      at = Math.min(at, instant);
      await new Promise<void>((resolve) => {
        wake = resolve;
        set();
      });
      wake = undefined;
      clearTimeout(timer);
    },
    ring: (instant) => {
      if (instant >= at) return;
      at = instant;
      if (wake !== undefined) set();
    },
  };
}
