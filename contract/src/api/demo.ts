import { z } from 'zod';

/**
 * loading = history is being written; ready = complete; removing = a job is deleting everything;
 * removed = gone (only seen on the live topic `demo`, as the last message).
 */
export const DEMO_STAGES = ['loading', 'ready', 'removing', 'removed'] as const;

/** Why the simulation stands still although the demo retailer is there. */
export const DEMO_PAUSES = [
  'switched_off',
  'loading',
  'event_limit',
  'removing',
  'no_worker',
] as const;

/** Answer of GET and PATCH `/api/r/:retailerId/demo`, and the data of the live topic `demo`. */
export const demoStatus = z.object({
  /** False for a real retailer: every other member then has its resting value. */
  demo: z.boolean(),
  stage: z.enum(DEMO_STAGES).nullable(),
  /** The switch as the shop's people set it. */
  running: z.boolean(),
  /** Why no visitors come although or because of the switch; null while they do. */
  paused: z.enum(DEMO_PAUSES).nullable(),
  /** History items written so far and in all (loading), or rows deleted and in all (removing). */
  progress: z.object({ done: z.int(), total: z.int() }),
  /** Events that the simulation has sent in all, and in the last minute. */
  simulated: z.object({ total: z.int(), lastMinute: z.int() }),
  /** Where the data comes from; must be shown wherever the demo data is (CC BY 4.0). */
  attribution: z.object({ de: z.string(), en: z.string(), url: z.string() }),
});
export type DemoStatus = z.infer<typeof demoStatus>;

/** Body of PATCH `/api/r/:retailerId/demo`: the simulation on or off. Needs `retailer.write`. */
export const demoChange = z.object({ running: z.boolean() });
export type DemoChange = z.infer<typeof demoChange>;

/** Answer (202) of DELETE `/api/r/:retailerId/demo`: removal goes on in a job. Needs `retailer.write`. */
export const demoRemoval = z.object({ stage: z.literal('removing') });
export type DemoRemoval = z.infer<typeof demoRemoval>;
