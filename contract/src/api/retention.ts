/**
 * How long a retailer keeps what is personal and nobody needs any more.
 *
 * GET /api/r/:retailerId/retention   consent.read   → RetentionView
 * PUT /api/r/:retailerId/retention   retailer.write RetentionBody → RetentionView; audited as `retention.changed`
 */
import { z } from 'zod';

/** Smallest and largest period of each kind; the database holds the same. For ever is not offered (GDPR article 5 (1)(e)). */
export const RETENTION_BOUNDS = {
  /** Months since the last visit of whoever never said who they are, bought nothing and never spoke about consent. */
  strangersMonths: { min: 1, max: 60 },
  /** Days since a decision: what was shown to whom, and why. */
  decisionsDays: { min: 7, max: 1100 },
  /** Days since a message was filled in: what it said. That it was sent, when and what came of it stays. */
  messagesDays: { min: 30, max: 1100 },
  /** Days since an event came in that could not be stored. */
  deadLettersDays: { min: 1, max: 400 },
  /** Days since rejected rows and abandoned uploads of imports were written. */
  importFilesDays: { min: 1, max: 100 },
} as const;
/** What has a period of its own. */
export type RetentionKind = keyof typeof RETENTION_BOUNDS;
/** Every kind, in the order in which the console shows them. */
export const RETENTION_KINDS = Object.keys(RETENTION_BOUNDS) as RetentionKind[];

const period = (kind: RetentionKind) =>
  z.number().int().min(RETENTION_BOUNDS[kind].min).max(RETENTION_BOUNDS[kind].max).nullable();

/** The retailer's own periods; null = as the installation has it. */
export const RetentionBody = z.object({
  strangersMonths: period('strangersMonths'),
  decisionsDays: period('decisionsDays'),
  messagesDays: period('messagesDays'),
  deadLettersDays: period('deadLettersDays'),
  importFilesDays: period('importFilesDays'),
});
export type RetentionBody = z.infer<typeof RetentionBody>;

const usual = z.number().nullable();
export const RetentionView = z.object({
  own: RetentionBody,
  /** What the installation has; null = it keeps this for ever. */
  usual: z.object({
    strangersMonths: usual,
    decisionsDays: usual,
    messagesDays: usual,
    deadLettersDays: usual,
    importFilesDays: usual,
  }),
});
export type RetentionView = z.infer<typeof RetentionView>;
