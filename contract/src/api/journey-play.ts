/**
 * Playing a drawing before it goes live: for one shopper, and against the past. Nothing is sent or stored.
 *
 * POST /api/r/:retailerId/journeys/test     journey.read (a shopper: also shopper.read) TestJourney → TestedJourney
 * POST /api/r/:retailerId/journeys/dry-run  journey.read  DryRunJourney → JourneyDryRun
 */
import { z } from 'zod';
import { JOURNEY_LIMITS as L } from '../journey.ts';
import { JourneyBody, JourneyStepView } from './journey.ts';
import { Words } from './phrase.ts';

/**
 * Plays a drawing for one shopper with time running fast; nothing is sent or stored. `happens`: which awaited events come
 * (by node id; after a tenth of the time-out), all others run out. `exitAt`: a purchase or whatever ends it, so many
 * minutes after the beginning; null = nothing ends it early.
 */
export const TestJourney = z.object({
  draft: JourneyBody,
  profileId: z.uuid().nullable(),
  /** What the event that begins it says. */
  data: z.record(z.string(), z.json()),
  at: z.number().nullable(),
  happens: z.array(z.string().max(40)).max(L.nodesMax),
  exitAt: z.number().int().min(0).max(1_000_000).nullable(),
});
export type TestJourney = z.infer<typeof TestJourney>;
export const TestedJourney = z.object({
  steps: z.array(JourneyStepView),
  /** Null while it would go on (longer than is played). */
  end: Words.nullable(),
  endsAt: z.number(),
  /** False: would not get in; `words` says why. */
  entered: z.boolean(),
  words: Words,
});
export type TestedJourney = z.infer<typeof TestedJourney>;

/** Plays a drawing against what really happened. */
export const DryRunJourney = z.object({
  draft: JourneyBody,
  /** Whose draft it is: shoppers fall on the same way of a split as in earnest. */
  journeyId: z.uuid().optional(),
  /** The last so many days. */
  days: z.number().int().min(1).max(90),
});
export type DryRunJourney = z.infer<typeof DryRunJourney>;
export const JourneyDryRun = z.object({
  from: z.number(),
  to: z.number(),
  shoppers: z.number().int(),
  runs: z.number().int(),
  /** True: more got in than are played through; the figures are of the first ones. */
  cut: z.boolean(),
  goals: z.number().int(),
  nodes: z.array(z.object({ node: z.string(), count: z.number().int() })),
  edges: z.array(z.object({ node: z.string(), port: z.string(), count: z.number().int() })),
  messages: z.array(z.object({ channel: z.string(), count: z.number().int() })),
  ends: z.array(z.object({ end: z.string(), count: z.number().int(), words: Words })),
  /** Some of them, with their way. Names only with the right shopper.read. */
  samples: z.array(
    z.object({
      profileId: z.string(),
      displayName: z.string().nullable(),
      enteredAt: z.number(),
      steps: z.array(JourneyStepView),
      end: Words.nullable(),
    }),
  ),
  /** What a dry run cannot know, in words. */
  notes: z.array(Words),
});
export type JourneyDryRun = z.infer<typeof JourneyDryRun>;
