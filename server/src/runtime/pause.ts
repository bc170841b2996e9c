import { setTimeout } from 'node:timers/promises';

/** Waits for about this long, ms. Passed in wherever something is tried again, so that tests decide how long that takes. */
export type Pause = (ms: number) => Promise<void>;

/** Waits by the machine's timers. */
export const systemPause: Pause = (ms) => setTimeout(ms);
