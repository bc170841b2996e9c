/**
 * Sources of events and their write keys.
 *
 * GET /api/r/:retailerId/sources source.read → SourcesAnswer
 * POST /api/r/:retailerId/sources source.write NewSourceRequest → NewSource
 * GET /api/r/:retailerId/sources/:sourceId source.read → SourceShown
 * PATCH /api/r/:retailerId/sources/:sourceId source.write SourceRequest → SourceShown
 * DELETE /api/r/:retailerId/sources/:sourceId source.write → 204; its events stay, its keys stop
 * POST /api/r/:retailerId/sources/:sourceId/keys source.write NewWriteKeyRequest → NewWriteKey
 * DELETE /api/r/:retailerId/sources/:sourceId/keys/:keyId source.write → 204 (revokes)
 *
 * The copy-paste snippets are texts of the console, made from `endpoint`, the source's kind and the
 * key, which is only known right after it was made.
 */
import { z } from 'zod';
import { SOURCE_KINDS } from '../source.ts';
import { lineSchema } from './session.ts';

/** Kinds a person can create; import, demo and console sources make themselves. */
export const CREATABLE_SOURCE_KINDS = ['web', 'app', 'server', 'till', 'kiosk', 'store'] as const;
export const creatableSourceKindSchema = z.enum(CREATABLE_SOURCE_KINDS);

export const writeKeySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** First characters, to recognise a key by: `agb_wk_3fT9…`. */
  hint: z.string(),
  createdAt: z.number(),
  lastUsedAt: z.number().nullable(),
  revokedAt: z.number().nullable(),
});
export type WriteKey = z.infer<typeof writeKeySchema>;
/** `key` is shown this once. */
export const newWriteKeySchema = writeKeySchema.extend({ key: z.string() });
export type NewWriteKey = z.infer<typeof newWriteKeySchema>;

export const sourceShownSchema = z.object({
  id: z.int(),
  kind: z.enum(SOURCE_KINDS),
  name: z.string(),
  trust: z.enum(['public', 'trusted']),
  /** Labelled simulation. */
  simulated: z.boolean(),
  /** A paused source's keys are refused with 401 until it is resumed. */
  paused: z.boolean(),
  createdAt: z.number(),
  /** Events received in the last 24 hours; null when counting them would take too long. */
  events24h: z.int().nullable(),
  lastSeenAt: z.number().nullable(),
  keys: z.array(writeKeySchema),
});
export type SourceShown = z.infer<typeof sourceShownSchema>;

/**
 * Where clients send to: `endpoint` is this installation's address without a path, e.g.
 * https://augen.example.
 */
export const sourcesAnswerSchema = z.object({
  endpoint: z.string(),
  sources: z.array(sourceShownSchema),
});
export type SourcesAnswer = z.infer<typeof sourcesAnswerSchema>;

export const newSourceRequestSchema = z.object({
  kind: creatableSourceKindSchema,
  name: lineSchema,
});
export type NewSourceRequest = z.infer<typeof newSourceRequestSchema>;
/** A new source comes with its first write key, shown this once. */
export const newSourceSchema = z.object({
  endpoint: z.string(),
  source: sourceShownSchema,
  key: newWriteKeySchema,
});
export type NewSource = z.infer<typeof newSourceSchema>;

export const sourceRequestSchema = z
  .object({ name: lineSchema, paused: z.boolean() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'name or paused is needed');
export type SourceRequest = z.infer<typeof sourceRequestSchema>;

export const newWriteKeyRequestSchema = z.object({ name: lineSchema });
export type NewWriteKeyRequest = z.infer<typeof newWriteKeyRequestSchema>;
