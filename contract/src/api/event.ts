import { z } from 'zod';
import { EVENT_KINDS } from '../event.ts';
import { DROP_REASONS } from '../failure.ts';
import { IDENTITY_KINDS } from '../identity.ts';
import { Words } from './phrase.ts';

export const IdentityView = z.object({ kind: z.enum(IDENTITY_KINDS), value: z.string() });
export type IdentityView = z.infer<typeof IdentityView>;

export const SourceView = z.object({ id: z.number(), name: z.string(), kind: z.string() });
export type SourceView = z.infer<typeof SourceView>;

/** GET /api/r/:retailerId/events/:eventId – the stored event "for developers". `raw` is what is in the table. */
export const EventDetail = z.object({
  id: z.string(),
  messageId: z.string(),
  kind: z.enum(EVENT_KINDS),
  name: z.string(),
  /** Null when no shopper can be named for it. */
  profileId: z.string().nullable(),
  source: SourceView.nullable(),
  at: z.number(),
  receivedAt: z.number(),
  originalAt: z.number().nullable(),
  sentAt: z.number().nullable(),
  seq: z.number(),
  raw: z.record(z.string(), z.unknown()),
});
export type EventDetail = z.infer<typeof EventDetail>;

/** One change in a profile's state: a path ("cart.0.quantity"), both values, and the same in words. */
export const StateChange = z.object({
  path: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  words: Words,
});
export type StateChange = z.infer<typeof StateChange>;

/**
 * GET /api/r/:retailerId/events/:eventId/follow (event id or message id): one event's whole path through the house.
 * Steps that did not happen are empty lists, never left out.
 */
export const FollowView = z.object({
  /** What was asked for. */
  reference: z.string(),
  outcome: z.enum(['stored', 'dropped']),
  stored: EventDetail.nullable(),
  dropped: z
    .object({
      deadLetterId: z.string(),
      reason: z.enum(DROP_REASONS),
      at: z.number(),
      source: SourceView.nullable(),
      words: Words,
    })
    .nullable(),
  identities: z.array(
    IdentityView.extend({ profileId: z.string().nullable(), shared: z.boolean() }),
  ),
  /** Changes of identity that this event caused: links, merges, cuts. */
  identityChanges: z.array(
    z.object({ id: z.string(), action: z.string(), at: z.number(), words: Words }),
  ),
  changes: z.array(StateChange),
  orders: z.array(z.object({ orderId: z.string(), words: Words })),
  consents: z.array(
    z.object({ purpose: z.string(), channel: z.string(), state: z.string(), words: Words }),
  ),
  /** The whole chain as sentences, in order – what the command line prints. */
  story: z.array(z.object({ step: z.string(), words: Words })),
});
export type FollowView = z.infer<typeof FollowView>;
