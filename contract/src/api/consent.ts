import { z } from 'zod';
import { CONSENT_CHANNELS, CONSENT_PURPOSES, CONSENT_STATES } from '../consent.ts';
import { IDENTITY_KINDS } from '../identity.ts';

/** One statement with its proof, as stored. Times in ms since 1970, UTC. */
export const ConsentFactView = z.object({
  eventId: z.string(),
  purpose: z.enum(CONSENT_PURPOSES),
  channel: z.enum(CONSENT_CHANNELS),
  state: z.enum(CONSENT_STATES),
  at: z.number(),
  receivedAt: z.number().nullable(),
  wording: z.string().nullable(),
  wordingVersion: z.string().nullable(),
  method: z.string().nullable(),
  /** The form, page or store where it was said. */
  place: z.string().nullable(),
  /** The member of staff who wrote it down, where one did. */
  staff: z.string().nullable(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  source: z.object({ id: z.number(), name: z.string(), kind: z.string() }).nullable(),
});
export type ConsentFactView = z.infer<typeof ConsentFactView>;

/** Present state of one purpose × channel. */
export const ConsentStateView = z.object({
  purpose: z.enum(CONSENT_PURPOSES),
  channel: z.enum(CONSENT_CHANNELS),
  state: z.enum(CONSENT_STATES),
  at: z.number(),
  eventId: z.string(),
});
export type ConsentStateView = z.infer<typeof ConsentStateView>;

/** GET /api/r/:retailerId/shoppers/:profileId/consents */
export const ConsentList = z.object({
  present: z.array(ConsentStateView),
  /** Every statement, newest first. */
  facts: z.array(ConsentFactView),
});
export type ConsentList = z.infer<typeof ConsentList>;

/** POST /api/r/:retailerId/shoppers/:profileId/consents: staff write down what a shopper said. */
export const RecordConsent = z.object({
  purpose: z.enum(CONSENT_PURPOSES),
  channel: z.enum(CONSENT_CHANNELS),
  state: z.enum(['granted', 'withdrawn']),
  /** The words the shopper agreed to; needed for a grant, because a grant without wording proves nothing. */
  wording: z.string().trim().max(4000).optional(),
  wordingVersion: z.string().trim().max(100).optional(),
  method: z.enum(['store', 'phone', 'form', 'staff']),
  /** Store, form or other place. */
  place: z.string().trim().max(200).optional(),
  /** When the shopper said so (ms); now when left out. */
  at: z.number().int().positive().optional(),
});
export type RecordConsent = z.infer<typeof RecordConsent>;

export const RecordedConsent = z.object({ eventId: z.string() });
export type RecordedConsent = z.infer<typeof RecordedConsent>;

/**
 * GET /api/r/:retailerId/shoppers/:profileId/consents/proof?lang=de|en answers a printable HTML page.
 * Needs the right shopper.export.
 */
export const ConsentProofQuery = z.object({ lang: z.enum(['de', 'en']).default('de') });

/**
 * POST /api/r/:retailerId/consent-proofs: what is kept of an erased shopper's consents under one address. POST, so that
 * the address stands in no log.
 */
export const KeptProofQuery = z.object({
  kind: z.enum(IDENTITY_KINDS),
  value: z.string().trim().min(1).max(200),
});
export type KeptProofQuery = z.infer<typeof KeptProofQuery>;
export const KeptProofs = z.object({
  proofs: z.array(
    z.object({
      erasureId: z.string(),
      purpose: z.string(),
      channel: z.string(),
      state: z.string(),
      at: z.number(),
      wording: z.string().nullable(),
      wordingVersion: z.string().nullable(),
      method: z.string().nullable(),
      /** What proves a double opt-in: times, addresses and browsers, Message-ID and hash of the mail; null for others. */
      doi: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
});
export type KeptProofs = z.infer<typeof KeptProofs>;
