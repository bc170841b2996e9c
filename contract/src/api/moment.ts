import { z } from 'zod';
import { DECISION_RESULTS } from '../decision.ts';
import {
  EVIDENCE_CODES,
  MOMENT_ENDS,
  MOMENT_KINDS,
  SIGNAL_NAMES,
  STAGES,
  SUBJECT_TYPES,
} from '../moment.ts';
import { Words } from './phrase.ts';

/** What a moment or signal is about. */
export const SubjectView = z.object({
  type: z.enum(SUBJECT_TYPES),
  id: z.string(),
  name: z.string(),
});
export type SubjectView = z.infer<typeof SubjectView>;

/** One sign in words. `weight` in log-odds: for a bar beside it, never as a figure. */
export const EvidenceView = z.object({
  eventId: z.string(),
  code: z.enum(EVIDENCE_CODES),
  weight: z.number(),
  words: Words,
});
export type EvidenceView = z.infer<typeof EvidenceView>;

/** A signal in words. Instants are ms since 1970. */
export const SignalView = z.object({
  id: z.string(),
  name: z.enum(SIGNAL_NAMES),
  at: z.number(),
  until: z.number(),
  subject: SubjectView.nullable(),
  eventId: z.string().nullable(),
  title: Words,
  words: Words,
});
export type SignalView = z.infer<typeof SignalView>;

/** What was decided while a moment lasted; the whole trace is at the decision's own address. */
export const MomentDecision = z.object({
  id: z.string(),
  at: z.number(),
  /** Name of the place. */
  placement: z.string(),
  result: z.enum(DECISION_RESULTS),
  /** Null when nothing was shown but the placement's own content. */
  campaign: z.string().nullable(),
});
export type MomentDecision = z.infer<typeof MomentDecision>;

/** A moment as screens show it. */
export const MomentView = z.object({
  id: z.string(),
  kind: z.enum(MOMENT_KINDS),
  stage: z.enum(STAGES),
  subject: SubjectView.nullable(),
  /** Calibrated probability, 0–1. */
  confidence: z.number(),
  evidence: z.array(EvidenceView),
  beganAt: z.number(),
  expiresAt: z.number(),
  endedAt: z.number().nullable(),
  endReason: z.enum(MOMENT_ENDS).nullable(),
});
export type MomentView = z.infer<typeof MomentView>;

/** A row of the moment stream: whose moment, what held meanwhile, what was decided. */
export const LiveMoment = MomentView.extend({
  shopper: z.object({
    id: z.string(),
    /** Null while nothing is known that could be shown as a name. */
    name: z.string().nullable(),
    identified: z.boolean(),
    simulated: z.boolean(),
  }),
  /** Signals raised from its beginning to its end, newest first, at most 3. */
  signals: z.array(SignalView),
  /** Newest first, at most 3. */
  decisions: z.array(MomentDecision),
});
export type LiveMoment = z.infer<typeof LiveMoment>;

/**
 * `GET /api/r/:retailerId/moments?limit=50&kind=buy&ids=…` – newest first; `ids` (at most 50, comma) gives just those, as
 * the live stream's topic `moment` names them. Needs `moment.read`.
 */
export const LiveMoments = z.object({ at: z.number(), moments: z.array(LiveMoment) });
export type LiveMoments = z.infer<typeof LiveMoments>;

/** `GET /api/r/:retailerId/moments/now` – how many shoppers are in which moment at this instant. */
export const MomentsNow = z.object({
  at: z.number(),
  kinds: z.record(z.enum(MOMENT_KINDS), z.number()),
  stages: z.record(z.enum(STAGES), z.number()),
  /** Signals raised in the last hour, most frequent first. */
  signals: z.array(z.object({ name: z.enum(SIGNAL_NAMES), title: Words, count: z.number() })),
});
export type MomentsNow = z.infer<typeof MomentsNow>;

/** A shopper's way through the stages. */
export const JourneyView = z.object({
  stage: z.enum(STAGES),
  /** Since when; null when the shopper has shown no sign of any stage. */
  since: z.number().nullable(),
  /** Probability of each stage now. */
  belief: z.record(z.enum(STAGES), z.number()),
  /** Stages passed through, oldest first; `untilAt` null for the present one. */
  path: z.array(
    z.object({ stage: z.enum(STAGES), at: z.number(), untilAt: z.number().nullable() }),
  ),
  /** Stages that were jumped over on the last way to a purchase. */
  skipped: z.array(z.enum(STAGES)),
});
export type JourneyView = z.infer<typeof JourneyView>;

/** `GET /api/r/:retailerId/shoppers/:profileId/moments?limit=100`. Needs `shopper.read`. */
export const ShopperMoments = z.object({
  at: z.number(),
  /** The moment they are in, with the belief at this very instant. */
  present: MomentView.nullable(),
  belief: z.record(z.enum(MOMENT_KINDS), z.number()),
  journey: JourneyView,
  /** Newest first. */
  moments: z.array(MomentView),
  signals: z.array(SignalView),
});
export type ShopperMoments = z.infer<typeof ShopperMoments>;

/** `GET /api/r/:retailerId/journey?days=30` – the loop of the whole shop. */
export const ShopJourney = z.object({
  from: z.number(),
  to: z.number(),
  /** Stages left in that time: how often, how long they took (ms), how many are in it by their last step. */
  stages: z.array(
    z.object({
      stage: z.enum(STAGES),
      left: z.number(),
      medianMs: z.number().nullable(),
      p90Ms: z.number().nullable(),
      entered: z.number(),
    }),
  ),
  /** Ways to a purchase, and how many of them left a stage out. */
  purchases: z.number(),
  skipped: z.array(z.object({ stage: z.enum(STAGES), count: z.number() })),
});
export type ShopJourney = z.infer<typeof ShopJourney>;

/** `GET /api/r/:retailerId/moments/learning` – what the nightly learning found, in words, newest first. */
export const MomentLearning = z.object({
  /** The model in force, and how many outcomes its weights were learned from (0: the rule). */
  version: z.number(),
  learnedFrom: z.number(),
  runs: z.array(
    z.object({
      at: z.number(),
      /** The version that was published; null when everything stayed as it was. */
      version: z.number().nullable(),
      words: z.array(Words),
    }),
  ),
});
export type MomentLearning = z.infer<typeof MomentLearning>;

/** `POST /api/r/:retailerId/moments/learning` – learns as soon as a worker is free instead of at night. */
export const LearningAsked = z.object({ asked: z.literal(true) });
export type LearningAsked = z.infer<typeof LearningAsked>;
