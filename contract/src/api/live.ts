import { z } from 'zod';
import { EVENT_KINDS } from '../event.ts';

/** What a live stream can be asked for: `GET /api/r/:retailerId/live/stream?topics=event,import`. */
export const LIVE_TOPICS = [
  'event',
  'import',
  'source',
  'demo',
  'moment',
  'decision',
  'dryrun',
  'segment',
  'message',
  'journey',
] as const;
export type LiveTopic = (typeof LIVE_TOPICS)[number];

/** One event as Live shows it. Instants are ms since 1970. */
export const LiveEvent = z.object({
  id: z.string(),
  at: z.number(),
  receivedAt: z.number(),
  kind: z.enum(EVENT_KINDS),
  /** Of the vocabulary (contract/src/event.ts), or the retailer's own. */
  name: z.string(),
  /** Null when no shopper can be named for it (a sale without a card). */
  shopper: z
    .object({
      id: z.string(),
      /** Null while nothing is known that could be shown as a name. */
      name: z.string().nullable(),
      identified: z.boolean(),
    })
    .nullable(),
  source: z.object({ id: z.number(), name: z.string(), simulated: z.boolean() }),
  /** What it was about: a product, a search, a page. */
  subject: z.string().nullable(),
  /** What it was worth, in minor units of the currency. */
  money: z.object({ minor: z.number(), currency: z.string() }).nullable(),
});
export type LiveEvent = z.infer<typeof LiveEvent>;

/** A light in the health row. */
export const LIVE_LIGHTS = ['good', 'slow', 'down'] as const;
export type LiveLight = (typeof LIVE_LIGHTS)[number];

/** `GET /api/r/:retailerId/live` – what Live shows when it opens. Needs `live.read`. */
export const LiveSnapshot = z.object({
  at: z.number(),
  /** Events received in the last minute: 12 buckets of 5 seconds, oldest first; `at` is a bucket's beginning. */
  rate: z.array(z.object({ at: z.number(), events: z.number() })).length(12),
  /** Shoppers with an event in the last 5 minutes; null when there were too many to count quickly. */
  activeShoppers: z.number().nullable(),
  /** Newest first, at most 50. */
  events: z.array(LiveEvent),
  health: z.object({
    database: z.object({ light: z.enum(LIVE_LIGHTS), ms: z.number() }),
    /** Jobs due now; `oldestS` is how long the first one has waited, in seconds. */
    queue: z.object({ light: z.enum(LIVE_LIGHTS), waiting: z.number(), oldestS: z.number() }),
    sources: z.array(
      z.object({
        id: z.number(),
        name: z.string(),
        kind: z.string(),
        simulated: z.boolean(),
        paused: z.boolean(),
        /** Null when nothing came in the last 30 days. */
        lastSeenAt: z.number().nullable(),
      }),
    ),
    /** Events not stored in the last hour (Sources › dead letters), most frequent reason first. */
    drops: z.array(z.object({ reason: z.string(), count: z.number() })),
  }),
});
export type LiveSnapshot = z.infer<typeof LiveSnapshot>;

/**
 * One message of `GET /api/r/:retailerId/live/stream` (server-sent events, the unnamed event, JSON). At most five a
 * second. `hello` comes first on every (re)connection: fetch the snapshot after it. The stream ends by itself after
 * 15 minutes; the browser connects again and is checked again.
 */
export const LiveMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), at: z.number() }),
  /** `count` events were stored since the last message; `events` are the newest of them, newest first, at most 20. */
  z.object({
    type: z.literal('events'),
    at: z.number(),
    count: z.number(),
    events: z.array(LiveEvent),
  }),
  /** Something changed in another place; `items` is what was published (see that place's api file). */
  z.object({
    type: z.literal('changed'),
    at: z.number(),
    topic: z.enum(LIVE_TOPICS),
    items: z.array(z.unknown()),
    /** True when items were left out because there were too many: load the page's data again. */
    reload: z.boolean(),
  }),
]);
export type LiveMessage = z.infer<typeof LiveMessage>;
