import type { Clock } from './clock.ts';
import { databaseIsAway } from './database.ts';
import type { Log } from './log.ts';

/** Work that is looked for in rounds, for as long as the process lives. */
export interface Rounds {
  /** Something is to be done at the instant (ms): sleep no longer than that. */
  ring(at: number): void;
  start(): void;
  /** Resolves when the round under way is done. */
  stop(): Promise<void>;
  /** True from `stop` on; a long round looks at it and ends early. */
  readonly stopped: boolean;
}

/** What goes round, and for whom. */
export interface RoundsDeps {
  clock: Clock;
  log: Log;
  /** Does what is due; answers when to come again (ms). */
  round: () => Promise<number>;
  /** After a round that failed the next one begins this much later (ms). */
  retryMs: number;
  /** For the log: what did not happen. A database that is away is nobody's fault here and not logged. */
  failed: string;
}

/** Rounds of one process; nothing runs before `start`. */
export function createRounds(deps: RoundsDeps): Rounds {
  const { clock, log, round, retryMs, failed } = deps;
  const sleeper = createSleeper(clock);
  const work = { stopped: false };
  let running: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    while (!work.stopped) {
      sleeper.open();
      try {
        await sleeper.until(await round());
      } catch (error) {
        if (!databaseIsAway(error)) log.error({ err: error }, failed);
        await sleeper.until(clock.now() + retryMs);
      }
    }
  };
  return {
    ring: sleeper.ring,
    start: () => {
      running ??= run();
    },
    stop: async () => {
      work.stopped = true;
      sleeper.ring(0);
      await running;
    },
    get stopped() {
      return work.stopped;
    },
  };
}

/** Sleeps until an instant, or until an earlier one that it is told of meanwhile. */
function createSleeper(clock: Clock) {
  let timer: NodeJS.Timeout | undefined;
  let wake: (() => void) | undefined;
  let at = Infinity;
  const set = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => wake?.(), Math.max(0, at - clock.now()));
  };
  return {
    /** From here on `ring` counts for the next sleep, also when it comes before the sleep has begun. */
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
