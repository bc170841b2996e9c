/**
 * What a journey was worth in orders and money. Instants are ms since 1970.
 *
 * GET /api/r/:retailerId/journeys/:journeyId/worth   journey.read JourneyWorthQuery → JourneyWorth
 */
import { z } from 'zod';
import { JOURNEY_WORTH_DAYS } from '../journey.ts';
import { Words } from './phrase.ts';

export const JourneyWorthQuery = z.object({
  days: z.coerce.number().pipe(z.literal(JOURNEY_WORTH_DAYS)).default(30),
  /** Only those who got in while this version was live. */
  version: z.coerce.number().int().min(1).optional(),
});
export type JourneyWorthQuery = Partial<z.infer<typeof JourneyWorthQuery>>;

/** What the comparison says. */
export const JOURNEY_WORTH_VERDICTS = [
  'nobody',
  'no_group',
  'too_few',
  'uneven',
  'more_revenue',
  'less_revenue',
  'more_buyers',
  'less_buyers',
  'open',
] as const;

/** People of one group, each once from their first entry on, with what they bought within the days. */
const worthGroup = z.object({
  people: z.number().int(),
  buyers: z.number().int(),
  orders: z.number().int(),
  revenueMinor: z.number(),
});
const between = z.object({ low: z.number(), value: z.number(), high: z.number() });

/**
 * Orders and revenue of those who got in, against those of the shop's comparison group, who got in likewise and heard
 * nothing. Cancelled orders do not count, refunds are taken off.
 */
export const JourneyWorth = z.object({
  days: z.number().int(),
  currency: z.string(),
  /** Since the comparison group has had its present size; who got in before does not count. Null: nobody is left out for it. */
  since: z.number().nullable(),
  /** True: more got in since then than are counted; the last ones are. */
  cut: z.boolean(),
  /** For how many the days are not over. */
  unfinished: z.number().int(),
  treated: worthGroup,
  held: worthGroup,
  /** Null while nothing can be said. Certain to 95 % for both together, however often it is looked at. */
  difference: z
    .object({
      /** Revenue a person, minor units. */
      perHead: between,
      /** The same for all of `treated`. */
      total: between,
      /** Buyers of a hundred people. */
      buyers: between,
    })
    .nullable(),
  verdict: z.enum(JOURNEY_WORTH_VERDICTS),
  words: Words,
});
export type JourneyWorth = z.infer<typeof JourneyWorth>;
