import { z } from 'zod';
import { DROP_REASONS } from '../failure.ts';
import { SourceView } from './event.ts';

/** GET /api/r/:retailerId/dead-letters */
export const DeadLetterQuery = z.object({
  reason: z.enum(DROP_REASONS).optional(),
  sourceId: z.coerce.number().int().positive().optional(),
  /** Text somewhere in the item. */
  q: z.string().trim().max(200).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type DeadLetterQuery = Partial<z.infer<typeof DeadLetterQuery>>;

/** One item that was not stored, with what was sent (cut to 2,000 characters). */
export const DeadLetterView = z.object({
  id: z.string(),
  at: z.number(),
  reason: z.enum(DROP_REASONS),
  /** What exactly was wrong, in English, for developers. */
  detail: z.string().nullable(),
  source: SourceView.nullable(),
  messageId: z.string().nullable(),
  eventName: z.string().nullable(),
  excerpt: z.string(),
});
export type DeadLetterView = z.infer<typeof DeadLetterView>;

export const DeadLetterList = z.object({
  items: z.array(DeadLetterView),
  next: z.string().nullable(),
  /** How many there are per reason (for the source filter, without the reason filter). */
  counts: z.array(z.object({ reason: z.enum(DROP_REASONS), count: z.number() })),
  total: z.number(),
});
export type DeadLetterList = z.infer<typeof DeadLetterList>;

/** POST /api/r/:retailerId/dead-letters/retry and POST …/dead-letters/delete. */
export const DeadLetterIds = z.object({
  ids: z
    .array(z.string().regex(/^[\w-]{1,40}$/))
    .min(1)
    .max(500),
});
export type DeadLetterIds = z.infer<typeof DeadLetterIds>;

/** Retry: what became of each; those stored (or found stored already) leave the list. */
export const DeadLetterRetried = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      outcome: z.enum(['stored', 'duplicate', 'dropped', 'gone']),
      reason: z.enum(DROP_REASONS).nullable(),
      eventId: z.string().nullable(),
    }),
  ),
});
export type DeadLetterRetried = z.infer<typeof DeadLetterRetried>;

export const DeadLetterDeleted = z.object({ deleted: z.number() });
export type DeadLetterDeleted = z.infer<typeof DeadLetterDeleted>;
