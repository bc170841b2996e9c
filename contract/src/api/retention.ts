/**
 * How long a retailer keeps what is personal and nobody needs any more.
 *
 * GET /api/r/:retailerId/retention   consent.read   → RetentionView
 * PUT /api/r/:retailerId/retention   retailer.write RetentionBody → RetentionView; audited as `retention.changed`
 */
import { z } from 'zod';
import { RETENTION_BOUNDS, type RetentionKind } from '../retention.ts';

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
