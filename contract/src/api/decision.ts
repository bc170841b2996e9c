/**
 * Decisions: what a shop asks for in public, and what the console shows of it.
 *
 * Public (write key in the body, as Basic user, as Bearer or in X-Write-Key; CORS; JSON as any content type, so that a
 * beacon may call):
 * POST /v1/moment MomentRequest → MomentAnswer   events in, moment and decisions out, in one round trip
 * POST /v1/decide DecideRequest → MomentAnswer   for servers: key of a trusted source, the shopper is named
 *
 * Console (permission):
 * GET /api/r/:retailerId/decisions decision.read DecisionQuery → DecisionList
 * GET /api/r/:retailerId/decisions/summary decision.read SummaryQuery → DecisionSummary
 * GET /api/r/:retailerId/decisions/outcomes campaign.read OutcomeQuery → CampaignOutcomes
 * GET /api/r/:retailerId/decisions/settings campaign.read → DecisionSettingsShown
 * PUT /api/r/:retailerId/decisions/settings campaign.write DecisionSettingsRequest → DecisionSettingsShown
 * PUT /api/r/:retailerId/decisions/sources/:sourceId source.write SourceRuleRequest → DecisionSettingsShown
 * POST /api/r/:retailerId/decisions/sources/:sourceId/secret source.write → SourceSecret (shown this once)
 * POST /api/r/:retailerId/decisions/preview campaign.read PreviewRequest → PreviewAnswer (writes nothing)
 * GET /api/r/:retailerId/decisions/:decisionId decision.read → DecisionDetail
 * POST /api/r/:retailerId/dryruns campaign.write DryRunRequest → DryRun
 * GET /api/r/:retailerId/dryruns campaign.read → DryRunList (newest first, 20)
 * GET /api/r/:retailerId/dryruns/:dryRunId campaign.read → DryRun
 * DELETE /api/r/:retailerId/dryruns/:dryRunId campaign.write → 204 (stops it when it runs)
 *
 * Live topics: `decision` (items are decision ids), `dryrun` (items are dry-run ids).
 */
import { z } from 'zod';
import { CAP_SPANS } from '../campaign.ts';
import { DECISION_GUARDS, DECISION_RESULTS, LOST_REASONS, RESPONSE_KINDS } from '../decision.ts';
import { CONTENT_LOOKS, PLACEMENT_KINDS } from '../placement.ts';
import { MoneyAmount, Words } from './phrase.ts';

// ------------------------------------------------------------------------------------------------ public

/** Most placements of one request. */
export const PLACEMENTS_MAX = 12;

export const MomentRequest = z.object({
  writeKey: z.string().optional(),
  /** Made by the client, one a request, the same in every retry: a repeat gets the same decisions. 8–100 characters. */
  requestId: z.string().min(8).max(100),
  anonymousId: z.string().max(200).optional(),
  userId: z.string().max(200).optional(),
  /**
   * Proof that the shop itself signed this user in: hex of HMAC-SHA-256(secret of the source, userId). Without it a user
   * id from a browser is only a claim, and nothing personal is answered.
   */
  userProof: z.string().max(128).optional(),
  /** BCP 47; the first part decides, `de` or `en`. Default: the shop's language. */
  locale: z.string().max(35).optional(),
  /** IANA zone of the browser, for quiet hours. */
  timezone: z.string().max(60).optional(),
  sentAt: z.union([z.string(), z.number()]).optional(),
  /** Said once for all items, as in /v1/batch. */
  context: z.record(z.string(), z.unknown()).optional(),
  /** Segment's items, as in /v1/batch; may be empty. Items without an identifier get the request's. */
  batch: z.array(z.unknown()).default([]),
  /** Keys of placements, most important first. */
  placements: z.array(z.string().max(100)).max(PLACEMENTS_MAX).default([]),
  /** Asks for evidence and trace; given only where the source's setting allows it. */
  explain: z.boolean().optional(),
});
export type MomentRequest = z.input<typeof MomentRequest>;

/** POST /v1/decide. One of userId, anonymousId, profileId. */
export const DecideRequest = z.object({
  writeKey: z.string().optional(),
  requestId: z.string().min(8).max(100),
  userId: z.string().max(200).optional(),
  anonymousId: z.string().max(200).optional(),
  profileId: z.uuid().optional(),
  locale: z.string().max(35).optional(),
  timezone: z.string().max(60).optional(),
  placements: z.array(z.string().max(100)).min(1).max(PLACEMENTS_MAX),
  explain: z.boolean().optional(),
});
export type DecideRequest = z.input<typeof DecideRequest>;

export const MomentAnswered = z.object({
  id: z.string(),
  kind: z.enum(['know', 'go', 'do', 'buy']),
  stage: z.string(),
  subject: z.object({ type: z.string(), id: z.string(), name: z.string() }).nullable(),
  /** 0–1, calibrated. */
  confidence: z.number(),
  /** Instants (ms). */
  beganAt: z.number(),
  expiresAt: z.number(),
  /** Names of the signals that hold now. */
  signals: z.array(z.string()),
  /** Strongest first; `points` is the weight it has now (natural log odds). Empty without explain. */
  evidence: z.array(z.object({ words: Words, points: z.number(), eventId: z.string() })),
});
export type MomentAnswered = z.infer<typeof MomentAnswered>;

export const ContentAnswered = z.object({
  look: z.enum(CONTENT_LOOKS),
  headline: z.string(),
  text: z.string(),
  picture: z.object({ url: z.string(), alt: z.string() }).nullable(),
  button: z.object({ label: z.string(), url: z.string() }).nullable(),
  links: z.array(z.object({ label: z.string(), url: z.string() })),
  code: z.object({ text: z.string(), until: z.number().nullable() }).nullable(),
  products: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      url: z.string().nullable(),
      image: z.string().nullable(),
      priceMinor: z.number().nullable(),
      currency: z.string().nullable(),
    }),
  ),
});

/** Score of an option as shown; money in minor units of `currency` of the trace. */
export const ScoreShown = z.object({
  response: z.number(),
  responseSd: z.number(),
  model: z.enum(['beta', 'logistic']),
  showings: z.number(),
  marginMinor: z.number(),
  effect: z.number(),
  costMinor: z.number(),
  priority: z.number(),
  perThousandMinor: z.number(),
});

export const OptionShown = z.object({
  campaignId: z.string(),
  campaign: z.string(),
  campaignVersion: z.number(),
  variantId: z.string(),
  variant: z.string(),
  lost: z.enum(LOST_REASONS).nullable(),
  /** The guard that said no, when it was one. */
  guard: z.enum(DECISION_GUARDS).nullable(),
  /** Half a sentence after the campaign's name; null for the winner. */
  words: Words.nullable(),
  score: ScoreShown.nullable(),
  propensity: z.number().nullable(),
});
export type OptionShown = z.infer<typeof OptionShown>;

/** All options of one decision: the winner first, then those that were scored, then by how far they came. */
export const DecisionTrace = z.object({
  currency: z.string(),
  kind: z.enum(RESPONSE_KINDS),
  /** Which counts and weights were believed. */
  modelVersion: z.number(),
  options: z.array(OptionShown),
});
export type DecisionTrace = z.infer<typeof DecisionTrace>;

export const DecisionAnswered = z.object({
  placement: z.string(),
  /** Null when nothing was stored (placement unknown, nobody known, too slow). Goes into the outcome events. */
  decisionId: z.string().nullable(),
  /** Null unless a campaign won. */
  campaign: z.object({ id: z.string(), name: z.string(), variantId: z.string() }).nullable(),
  /** What to draw; null: leave the placement as it is. Texts are plain text. */
  content: ContentAnswered.nullable(),
  /** True when the content is the placement's own and nobody's campaign. */
  fallback: z.boolean(),
  minHeight: z.number(),
  /** With explain only. */
  result: z.enum(DECISION_RESULTS).optional(),
  words: Words.optional(),
  trace: DecisionTrace.optional(),
});
export type DecisionAnswered = z.infer<typeof DecisionAnswered>;

/**
 * Always 200 once the events are stored: a shop never sees an error because of a decision. `stored` of the events is what
 * /v1/batch would have said; when it failed the status is 4xx/5xx with the usual body and nothing was stored.
 */
export const MomentAnswer = z.object({
  requestId: z.string(),
  moment: MomentAnswered.nullable(),
  decisions: z.array(DecisionAnswered),
  /** True when the same request had been answered before. */
  repeated: z.boolean(),
});
export type MomentAnswer = z.infer<typeof MomentAnswer>;

/**
 * Outcome events, as ordinary track items: names and the one property they need. `decision_id` is the answer's
 * decisionId. A showing counts once a decision, however often it is sent.
 */
export const OUTCOME_EVENTS = [
  'Placement Shown',
  'Placement Clicked',
  'Placement Dismissed',
] as const;

// ------------------------------------------------------------------------------------------------ log

export const DecisionQuery = z.object({
  campaign: z.uuid().optional(),
  placement: z.string().max(100).optional(),
  result: z.enum(DECISION_RESULTS).optional(),
  /** Decisions in which an option of `campaign` (required then) lost for this reason. */
  reason: z.enum(LOST_REASONS).optional(),
  shopper: z.uuid().optional(),
  /** Instants (ms). */
  from: z.coerce.number().int().optional(),
  to: z.coerce.number().int().optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type DecisionQuery = Partial<z.infer<typeof DecisionQuery>>;

export const DecisionRow = z.object({
  id: z.string(),
  at: z.number(),
  placement: z.object({ key: z.string(), name: z.string() }),
  shopper: z.object({ id: z.string(), name: z.string().nullable() }),
  result: z.enum(DECISION_RESULTS),
  words: Words,
  campaign: z
    .object({ id: z.string(), name: z.string(), variantId: z.string(), variant: z.string() })
    .nullable(),
  /** The campaign that would have won but keeps this shopper out. */
  heldOut: z.object({ id: z.string(), name: z.string() }).nullable(),
  kind: z.enum(RESPONSE_KINDS),
  /** The moment it was decided in. */
  momentId: z.string().nullable(),
  propensity: z.number().nullable(),
  /** What became of it. */
  shownAt: z.number().nullable(),
  clickedAt: z.number().nullable(),
  dismissedAt: z.number().nullable(),
  goalAt: z.number().nullable(),
  goalMinor: z.number().nullable(),
  simulated: z.boolean(),
});
export type DecisionRow = z.infer<typeof DecisionRow>;

export const DecisionList = z.object({
  decisions: z.array(DecisionRow),
  next: z.string().nullable(),
});
export type DecisionList = z.infer<typeof DecisionList>;

/** One decision with its trace. `reasons` counts the options per reason, most frequent first. */
export const DecisionDetail = z.object({
  decision: DecisionRow,
  requestId: z.string(),
  stage: z.string().nullable(),
  confidence: z.number().nullable(),
  signals: z.array(z.string()),
  evidence: z.array(z.object({ words: Words, points: z.number(), eventId: z.string() })),
  trace: DecisionTrace,
  reasons: z.array(z.object({ reason: z.enum(LOST_REASONS), words: Words, count: z.number() })),
  /** Events that came back: shown, clicked, dismissed, goal. */
  events: z.array(z.object({ eventId: z.string(), at: z.number(), name: z.string() })),
});
export type DecisionDetail = z.infer<typeof DecisionDetail>;

export const SummaryQuery = z.object({
  days: z.coerce.number().int().min(1).max(90).default(7),
});
export const DecisionSummary = z.object({
  from: z.number(),
  decisions: z.number(),
  results: z.array(z.object({ result: z.enum(DECISION_RESULTS), words: Words, count: z.number() })),
  placements: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      decisions: z.number(),
      campaigns: z.number(),
      shown: z.number(),
      clicked: z.number(),
    }),
  ),
  /** Why options lost, over all decisions of the span (a sample of the newest when there are many). */
  reasons: z.array(z.object({ reason: z.enum(LOST_REASONS), words: Words, count: z.number() })),
  sampled: z.boolean(),
});
export type DecisionSummary = z.infer<typeof DecisionSummary>;

// ------------------------------------------------------------------------------------------------ outcomes

export const OutcomeQuery = z.object({
  days: z.coerce.number().int().min(1).max(400).default(30),
  campaign: z.uuid().optional(),
});

/** Counts of one arm. Rates are goals per shopper. */
export const ArmCounts = z.object({
  shoppers: z.number(),
  goals: z.number(),
  /** Orders after the first contact within the goal's window, minor units. */
  revenueMinor: z.number(),
  rate: z.number(),
});

/**
 * Shown against held out: both would have got it. `difference` is goals per 100 shoppers, with a 95 % interval
 * (Newcombe's, from two Wilson intervals). Null while a group has fewer than 30 shoppers.
 */
export const Comparison = z.object({
  treated: ArmCounts,
  held: ArmCounts,
  difference: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
  words: Words,
});
export type Comparison = z.infer<typeof Comparison>;

export const OutcomeCounts = z.object({
  decided: z.number(),
  shown: z.number(),
  clicked: z.number(),
  dismissed: z.number(),
  goals: z.number(),
  revenueMinor: z.number(),
});
export const CampaignOutcome = z.object({
  campaignId: z.string(),
  counts: OutcomeCounts,
  variants: z.array(
    OutcomeCounts.extend({
      variantId: z.string(),
      name: z.string(),
      /** Believed probability of the goal after a showing, with its middle 90 %. */
      response: z.number(),
      low: z.number(),
      high: z.number(),
      /** Probability that it is the best variant. */
      best: z.number(),
    }),
  ),
  placements: z.array(OutcomeCounts.extend({ key: z.string(), name: z.string() })),
  /** Shoppers of this campaign's own comparison group. */
  comparison: Comparison,
});
export type CampaignOutcome = z.infer<typeof CampaignOutcome>;
export const CampaignOutcomes = z.object({
  from: z.number(),
  currency: z.string(),
  campaigns: z.array(CampaignOutcome),
  /** All campaigns together against the shop's comparison group. */
  overall: Comparison,
});
export type CampaignOutcomes = z.infer<typeof CampaignOutcomes>;

// ------------------------------------------------------------------------------------------------ settings

export const DecisionSettingsRequest = z.object({
  globalHoldoutBp: z.number().int().min(0).max(5000),
  caps: z
    .array(z.object({ times: z.number().int().min(1).max(1000), per: z.enum(CAP_SPANS) }))
    .max(5),
  quiet: z
    .object({
      from: z.number().int().min(0).max(1439),
      to: z.number().int().min(0).max(1439),
      kinds: z.array(z.enum(PLACEMENT_KINDS)),
    })
    .nullable(),
  marginBp: z.number().int().min(0).max(10_000),
});
export type DecisionSettingsRequest = z.infer<typeof DecisionSettingsRequest>;
export const SourceRuleRequest = z.object({ explain: z.boolean() });
export type SourceRuleRequest = z.infer<typeof SourceRuleRequest>;
export const DecisionSettingsShown = DecisionSettingsRequest.extend({
  /** What sources may do: explain = the page may ask why; proof = a secret for signed-in users was made. */
  sources: z.array(
    z.object({ id: z.number(), name: z.string(), explain: z.boolean(), proof: z.boolean() }),
  ),
});
export type DecisionSettingsShown = z.infer<typeof DecisionSettingsShown>;
export const SourceSecret = z.object({ secret: z.string() });
export type SourceSecret = z.infer<typeof SourceSecret>;

// ------------------------------------------------------------------------------------------------ preview

/** What would stand in a placement for this shopper now. */
export const PreviewRequest = z.object({
  placement: z.string().max(100),
  shopperId: z.uuid(),
  locale: z.enum(['de', 'en']).default('de'),
});
export type PreviewRequest = z.input<typeof PreviewRequest>;
export const PreviewAnswer = z.object({
  result: z.enum(DECISION_RESULTS),
  words: Words,
  campaign: z.object({ id: z.string(), name: z.string(), variantId: z.string() }).nullable(),
  content: ContentAnswered.nullable(),
  fallback: z.boolean(),
  moment: MomentAnswered.nullable(),
  trace: DecisionTrace,
});
export type PreviewAnswer = z.infer<typeof PreviewAnswer>;

// ------------------------------------------------------------------------------------------------ dry run

/** Plays a campaign as its draft stands against the events of the last days, beside everything that is live. */
export const DryRunRequest = z.object({
  campaignId: z.uuid(),
  days: z.number().int().min(1).max(90).default(14),
  /** At most this many shoppers, drawn evenly; figures are then scaled up and say so. */
  shoppersMax: z.number().int().min(100).max(100_000).default(5000),
});
export type DryRunRequest = z.input<typeof DryRunRequest>;

export const DryRunResult = z.object({
  /** Shoppers with events in the span, and how many of them were played. */
  shoppers: z.number(),
  played: z.number(),
  events: z.number(),
  /** Instants at which a placement would have been asked. */
  questions: z.number(),
  /** The campaign under test. */
  reached: z.number(),
  shown: z.number(),
  /** Showings per shopper reached: how many shoppers got it n times (the last one: that often or more). */
  often: z.array(z.object({ times: z.number(), shoppers: z.number() })),
  /** What its offer would cost at the believed response, and the goals it would bring. */
  cost: MoneyAmount.nullable(),
  goals: z.object({ expected: z.number(), low: z.number(), high: z.number() }),
  perDay: z.array(z.object({ day: z.string(), shown: z.number(), reached: z.number() })),
  placements: z.array(z.object({ key: z.string(), name: z.string(), shown: z.number() })),
  /** Why it was not shown, most frequent first. */
  why: z.array(z.object({ reason: z.enum(LOST_REASONS), words: Words, count: z.number() })),
  /** What it took from other campaigns: who would have stood there without it. */
  displaced: z.array(z.object({ campaignId: z.string(), name: z.string(), count: z.number() })),
  examples: z.array(
    z.object({
      shopperId: z.string(),
      name: z.string().nullable(),
      at: z.number(),
      placement: z.string(),
      kind: z.enum(RESPONSE_KINDS),
      evidence: z.array(Words),
    }),
  ),
});
export type DryRunResult = z.infer<typeof DryRunResult>;

export const DryRun = z.object({
  id: z.string(),
  campaignId: z.string(),
  campaign: z.string(),
  days: z.number(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'stopped']),
  /** 0–1. */
  progress: z.number(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  /** Null until it is done. */
  result: DryRunResult.nullable(),
  by: z.string().nullable(),
});
export type DryRun = z.infer<typeof DryRun>;
export const DryRunList = z.object({ runs: z.array(DryRun) });
export type DryRunList = z.infer<typeof DryRunList>;
