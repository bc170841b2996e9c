/**
 * How fast the shop's pages are for shoppers, from the tag's `Web Vitals` events.
 *
 * GET /api/r/:retailerId/vitals live.read VitalsQuery → VitalsShown
 */
import { z } from 'zod';

export const VITALS_DEVICES = ['phone', 'tablet', 'desktop'] as const;

export const VitalsQuery = z.object({
  days: z.coerce.number().int().min(1).max(28).default(7),
});

/** Of three loads in four it was at least as good as this (75th percentile); null where nobody measured it. */
export const VitalsFigures = z.object({
  loads: z.number().int(),
  /** Milliseconds. */
  lcp: z.number().nullable(),
  inp: z.number().nullable(),
  ttfb: z.number().nullable(),
  cls: z.number().nullable(),
});
export type VitalsFigures = z.infer<typeof VitalsFigures>;

export const VitalsShown = z.object({
  days: z.number().int(),
  devices: z.array(VitalsFigures.extend({ device: z.enum(VITALS_DEVICES) })),
  /** Kinds of page, most loads first, at most 12. */
  pages: z.array(VitalsFigures.extend({ pageType: z.string() })),
  /**
   * Shoppers on a phone whose first page was slow (largest paint after 2.5 s) beside those whose page was fast: how many of
   * them wanted to buy within half an hour. `missing` is how many such moments there would be more if slow pages led to
   * as many as fast ones – a comparison of two groups, no proof. Null while a group has fewer than 30.
   */
  phone: z
    .object({
      slow: z.object({ shoppers: z.number().int(), buying: z.number().int() }),
      fast: z.object({ shoppers: z.number().int(), buying: z.number().int() }),
      missing: z.number().int(),
    })
    .nullable(),
});
export type VitalsShown = z.infer<typeof VitalsShown>;
