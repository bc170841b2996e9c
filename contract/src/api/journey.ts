/**
 * Journeys, their versions, runs and the playbook. Instants are ms since 1970.
 *
 * GET    /api/r/:retailerId/journeys                         journey.read  → JourneyList
 * POST   /api/r/:retailerId/journeys                         journey.write JourneyBody → JourneyOne (a draft)
 * GET    /api/r/:retailerId/journeys/vocabulary              journey.read  → JourneyVocabulary
 * POST   /api/r/:retailerId/journeys/check                   journey.read  CheckJourney → JourneyFindings
 * GET    /api/r/:retailerId/journeys/playbook                journey.read  → JourneyPlaybook
 * POST   /api/r/:retailerId/journeys/playbook/:key           journey.write UseJourneyPlaybook → JourneyOne
 * POST   /api/r/:retailerId/journeys/test|dry-run            see journey-play.ts
 * GET    /api/r/:retailerId/journeys/:journeyId              journey.read  → JourneyOne
 * PUT    /api/r/:retailerId/journeys/:journeyId              journey.write ChangeJourney → JourneyOne
 * DELETE /api/r/:retailerId/journeys/:journeyId              journey.write → 204; drafts that were never live only
 * POST   /api/r/:retailerId/journeys/:journeyId/publish      journey.write PublishJourney → JourneyOne
 * POST   /api/r/:retailerId/journeys/:journeyId/pause|resume|end|duplicate  journey.write → JourneyOne
 * GET    /api/r/:retailerId/journeys/:journeyId/versions     journey.read  → JourneyVersions
 * POST   /api/r/:retailerId/journeys/:journeyId/restore      journey.write RestoreJourney → JourneyOne (into the draft)
 * GET    /api/r/:retailerId/journeys/:journeyId/counts       journey.read  → JourneyCounts
 * GET    /api/r/:retailerId/journeys/:journeyId/splits       journey.read  → JourneySplits
 * GET    /api/r/:retailerId/journeys/:journeyId/worth        see journey-worth.ts
 * GET    /api/r/:retailerId/journeys/:journeyId/runs         journey.read + shopper.read JourneyRunsQuery → JourneyRuns
 * GET    /api/r/:retailerId/journeys/:journeyId/runs/:runId  journey.read + shopper.read → JourneyPath
 * POST   /api/r/:retailerId/journeys/:journeyId/runs/:runId/end  journey.write + shopper.read → 204
 * POST   /api/r/:retailerId/journeys/:journeyId/enter        journey.write EnterJourney → EnteredJourney (entry "api")
 * GET    /api/r/:retailerId/shoppers/:profileId/journeys     journey.read + shopper.read → ShopperJourneys
 */
import { z } from 'zod';
import { CAP_SPANS } from '../campaign.ts';
import { CHANNELS } from '../channel.ts';
import { Condition, Duration, EventPattern, PropertyTest } from '../condition.ts';
import { DELIVERY_REASONS } from '../delivery.ts';
import {
  DATE_BASES,
  JOURNEY_ENDS,
  JOURNEY_KEYS,
  JOURNEY_LIMITS as L,
  JOURNEY_STATUSES,
  type Journey,
  type JourneyDraft,
  type JourneyEdge,
  type JourneyEntry,
  type JourneyExit,
  type JourneyFinding,
  type JourneyNode,
} from '../journey.ts';
import { SIGNAL_NAMES } from '../moment.ts';
import { Words } from './phrase.ts';
import { lineSchema } from './session.ts';

const nodeId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,40}$/)
  .refine((id) => id !== '__proto__', 'reserved');
const segmentId = z.uuid().nullable();
const minute = z.number().int().min(0).max(1439);
const weekdays = z.array(z.number().int().min(1).max(7)).max(7);
const text = z.string().trim().max(500);
const names = z.array(z.string().trim().min(1).max(60)).max(40);

export const JourneyEntryBody = z.discriminatedUnion('type', [
  z.object({ id: nodeId, type: z.literal('event'), event: EventPattern, channels: names }),
  z.object({ id: nodeId, type: z.literal('segment'), segmentId }),
  z.object({
    id: nodeId,
    type: z.literal('signal'),
    names: z.array(z.enum(SIGNAL_NAMES)).max(SIGNAL_NAMES.length),
  }),
  z.object({
    id: nodeId,
    type: z.literal('moment'),
    kinds: names,
    stages: names,
    minConfidence: z.number().min(0).max(1),
  }),
  z.object({
    id: nodeId,
    type: z.literal('date'),
    basis: z.enum(DATE_BASES),
    trait: z.string().trim().max(80),
    days: z.number().int().min(-365).max(1_100),
    minute,
    factor: z.number().min(0.1).max(10),
    minDays: z.number().int().min(1).max(1_100),
    elseDays: z.number().int().min(1).max(1_100).nullable(),
  }),
  z.object({ id: nodeId, type: z.literal('schedule'), segmentId, days: weekdays, minute }),
  z.object({ id: nodeId, type: z.literal('back_in_stock'), viewed: z.boolean() }),
  z.object({
    id: nodeId,
    type: z.literal('price_drop'),
    percentBp: z.number().int().min(1).max(10_000),
  }),
  z.object({ id: nodeId, type: z.literal('api') }),
]) satisfies z.ZodType<JourneyEntry>;

const base = {
  id: nodeId,
  name: z.string().trim().max(120),
  x: z.number().min(-1e6).max(1e6),
  y: z.number().min(-1e6).max(1e6),
};
const node = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.object({ ...base, type: z.literal(type), ...shape });

export const JourneyNodeBody = z.union([
  node('start', {}),
  node('send', {
    messages: z
      .array(z.object({ channel: z.enum(CHANNELS), templateId: z.uuid().nullable() }))
      .max(L.messagesMax),
    withinHours: z.number().int().min(1).max(2160).nullable(),
  }),
  node('decide', { placement: z.string().max(60) }),
  node('wait', { for: Duration }),
  node('wait_event', { event: EventPattern, sameKey: z.boolean(), timeout: Duration }),
  node('wait_until', { days: weekdays, minute }),
  node('branch', { on: z.literal('shopper'), condition: Condition.nullable() }),
  node('branch', { on: z.literal('event'), where: z.array(PropertyTest).max(8) }),
  node('split', {
    shares: z
      .array(
        z.object({
          id: nodeId,
          name: z.string().trim().max(60),
          weight: z.number().int().min(0).max(1000),
        }),
      )
      .max(L.sharesMax),
  }),
  node('profile', {
    traits: z
      .array(
        z.object({
          key: z.string().trim().max(80),
          value: z.union([z.string().max(500), z.number(), z.boolean(), z.null()]),
        }),
      )
      .max(L.traitsMax),
  }),
  node('code', { offerId: z.uuid().nullable() }),
  node('points', { points: z.number().int().min(1).max(1_000_000), reason: text }),
  node('task', { templateId: z.uuid().nullable() }),
  node('webhook', { templateId: z.uuid().nullable() }),
  node('start_journey', { journeyId: z.uuid().nullable() }),
  node('end_journey', { journeyId: z.uuid().nullable() }),
  node('exit', { reason: z.string().trim().max(120) }),
]) satisfies z.ZodType<JourneyNode>;

export const JourneyEdgeBody = z.object({
  from: nodeId,
  port: nodeId,
  to: nodeId,
}) satisfies z.ZodType<JourneyEdge>;

export const JourneyExitBody = z.discriminatedUnion('type', [
  z.object({ id: nodeId, type: z.literal('event'), event: EventPattern, sameKey: z.boolean() }),
  z.object({ id: nodeId, type: z.literal('segment_left'), segmentId }),
  z.object({ id: nodeId, type: z.literal('segment_entered'), segmentId }),
  z.object({ id: nodeId, type: z.literal('condition'), condition: Condition }),
]) satisfies z.ZodType<JourneyExit>;

/** A draft may still lack what going live needs; the findings say what. */
export const JourneyBody = z.object({
  name: lineSchema,
  note: text,
  entries: z.array(JourneyEntryBody).max(L.entriesMax),
  audience: Condition.nullable(),
  key: z.enum(JOURNEY_KEYS),
  reentry: z.object({ mode: z.enum(['once', 'after', 'always']), after: Duration.nullable() }),
  exits: z.array(JourneyExitBody).max(L.exitsMax),
  goal: z.object({ event: EventPattern, sameKey: z.boolean(), ends: z.boolean() }).nullable(),
  caps: z
    .array(z.object({ times: z.number().int().min(1).max(1000), per: z.enum(CAP_SPANS) }))
    .max(5),
  exclusiveGroup: z.string().trim().min(1).max(60).nullable(),
  nodes: z.array(JourneyNodeBody).max(L.nodesMax),
  edges: z.array(JourneyEdgeBody).max(L.edgesMax),
}) satisfies z.ZodType<JourneyDraft>;
export type JourneyBody = z.infer<typeof JourneyBody>;

export const JourneyView = JourneyBody.extend({
  id: z.string(),
  status: z.enum(JOURNEY_STATUSES),
  version: z.number().int(),
  changed: z.boolean(),
  playbook: z.string().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
  publishedAt: z.number().nullable(),
}) satisfies z.ZodType<Journey>;

export const JourneyFindingView = z.object({
  severity: z.enum(['must', 'should']),
  field: z.string(),
  node: z.string().nullable(),
  words: Words,
}) satisfies z.ZodType<JourneyFinding>;
export const JourneyFindings = z.object({ findings: z.array(JourneyFindingView) });
export type JourneyFindings = z.infer<typeof JourneyFindings>;
export const CheckJourney = z.object({ draft: JourneyBody, journeyId: z.uuid().nullable() });
export type CheckJourney = z.infer<typeof CheckJourney>;

/** Everybody who was ever in it. */
const totals = z.object({
  entered: z.number().int(),
  active: z.number().int(),
  finished: z.number().int(),
  goals: z.number().int(),
  /** Messages asked for. */
  messages: z.number().int(),
});

export const JourneyOne = z.object({
  journey: JourneyView,
  /** What is live now; null when nothing is. */
  live: JourneyBody.nullable(),
  findings: z.array(JourneyFindingView),
  totals,
  /** How many still go by an older version. */
  onOlder: z.number().int(),
});
export type JourneyOne = z.infer<typeof JourneyOne>;
export const JourneyList = z.object({
  journeys: z.array(
    z.object({
      journey: JourneyView.pick({
        id: true,
        name: true,
        note: true,
        status: true,
        version: true,
        changed: true,
        playbook: true,
        entries: true,
        createdAt: true,
        updatedAt: true,
        publishedAt: true,
      }),
      totals,
      findings: z.number().int(),
    }),
  ),
});
export type JourneyList = z.infer<typeof JourneyList>;

/** `updatedAt` of the journey that was edited: when somebody else saved since, the answer is `conflict`. */
export const ChangeJourney = z.object({ draft: JourneyBody, updatedAt: z.number() });
export type ChangeJourney = z.infer<typeof ChangeJourney>;
/** `move`: shoppers on the way go on by the new version from the step they stand at, where it is still there. */
export const PublishJourney = z.object({ move: z.boolean() });
export type PublishJourney = z.infer<typeof PublishJourney>;

export const JourneyVersions = z.object({
  versions: z.array(
    z.object({
      version: z.number().int(),
      at: z.number(),
      by: z.string(),
      moved: z.boolean(),
      /** Shoppers who go by it now. */
      active: z.number().int(),
      draft: JourneyBody,
    }),
  ),
});
export type JourneyVersions = z.infer<typeof JourneyVersions>;
export const RestoreJourney = z.object({ version: z.number().int().min(1) });
export type RestoreJourney = z.infer<typeof RestoreJourney>;

/** Live counts of the drawing. Topic `journey` of the live stream tells when they changed. */
export const JourneyCounts = z.object({
  totals,
  nodes: z.array(
    z.object({
      node: z.string(),
      /** Standing there now. */
      waiting: z.number().int(),
      /** Left it, by port. */
      ports: z.array(z.object({ port: z.string(), count: z.number().int() })),
    }),
  ),
  /** Why those who are no longer on the way are not. */
  ends: z.array(z.object({ end: z.enum(JOURNEY_ENDS), count: z.number().int(), words: Words })),
  /** Refused at the door, by reason: not of the audience, was in before, too many at once. */
  refused: z.array(z.object({ reason: z.string(), count: z.number().int(), words: Words })),
  /** What became of the messages asked for; `withheld`: left out, failed or come back, words that go on after “because”. */
  messages: z.object({
    sent: z.number().int(),
    waiting: z.number().int(),
    withheld: z.array(
      z.object({ reason: z.enum(DELIVERY_REASONS), count: z.number().int(), words: Words }),
    ),
  }),
});
export type JourneyCounts = z.infer<typeof JourneyCounts>;

/** Which way of a split leads to the goal more often. People count once; a goal counts when it came after the split. */
export const JourneySplits = z.object({
  splits: z.array(
    z.object({
      node: z.string(),
      nodeName: Words,
      ways: z.array(
        z.object({
          port: z.string(),
          name: z.string(),
          people: z.number().int(),
          goals: z.number().int(),
          /** Share of those who reached the goal, 0–1, between its limits (95 %); null while nobody went there. */
          share: z.object({ low: z.number(), value: z.number(), high: z.number() }).nullable(),
        }),
      ),
      /** What the figures say, one sentence; null without a goal. */
      words: Words.nullable(),
    }),
  ),
});
export type JourneySplits = z.infer<typeof JourneySplits>;

export const JourneyRunsQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  /** Only those standing at this node. */
  node: z.string().max(40).optional(),
  status: z.enum(['active', 'done']).optional(),
});
export type JourneyRunsQuery = Partial<z.infer<typeof JourneyRunsQuery>>;
export const JourneyRunView = z.object({
  id: z.string(),
  journeyId: z.string(),
  profileId: z.string(),
  displayName: z.string().nullable(),
  simulated: z.boolean(),
  version: z.number().int(),
  key: z.string(),
  status: z.enum(['active', 'done']),
  node: z.string(),
  nodeName: Words,
  enteredAt: z.number(),
  since: z.number(),
  dueAt: z.number().nullable(),
  goalAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  end: z.enum(JOURNEY_ENDS).nullable(),
  endWords: Words.nullable(),
});
export type JourneyRunView = z.infer<typeof JourneyRunView>;
export const JourneyRuns = z.object({
  runs: z.array(JourneyRunView),
  next: z.string().nullable(),
});
export type JourneyRuns = z.infer<typeof JourneyRuns>;

/** One step of a way, real, tested or dry: what happened at a node, in words. */
export const JourneyStepView = z.object({
  node: z.string(),
  nodeName: Words,
  visit: z.number().int(),
  /** The port it was left through; empty at the end. */
  port: z.string(),
  at: z.number(),
  words: Words,
});
export type JourneyStepView = z.infer<typeof JourneyStepView>;
export const JourneyPath = z.object({
  run: JourneyRunView,
  steps: z.array(JourneyStepView),
  /** The drawing they go by; null when it is the live one. */
  draft: JourneyBody.nullable(),
});
export type JourneyPath = z.infer<typeof JourneyPath>;

export const ShopperJourneys = z.object({
  runs: z.array(JourneyRunView.extend({ journeyName: z.string() })),
});
export type ShopperJourneys = z.infer<typeof ShopperJourneys>;

/** Entry "api". `key` makes a second call with the same one do nothing. */
export const EnterJourney = z.object({
  profileId: z.uuid(),
  key: z.string().trim().min(1).max(120),
  data: z.record(z.string(), z.json()).default({}),
});
export type EnterJourney = z.input<typeof EnterJourney>;
export const EnteredJourney = z.object({ accepted: z.boolean() });
export type EnteredJourney = z.infer<typeof EnteredJourney>;

const named = z.object({ id: z.string(), name: z.string() });
/** What can be chosen in the builder. Events, traits and segments: GET …/segments/vocabulary. */
export const JourneyVocabulary = z.object({
  templates: z.array(
    named.extend({ channel: z.string(), basis: z.string(), published: z.boolean() }),
  ),
  offers: z.array(named.extend({ status: z.string(), codes: z.string() })),
  journeys: z.array(named.extend({ status: z.enum(JOURNEY_STATUSES), api: z.boolean() })),
  placements: z.array(z.object({ key: z.string(), name: z.string() })),
  segments: z.array(named),
  channels: z.array(z.object({ name: z.string(), words: Words })),
  /** Kinds of sources that events come from. */
  sources: z.array(z.string()),
  /** Node types that can be used in this installation; others are not offered. */
  nodeTypes: z.array(z.string()),
});
export type JourneyVocabulary = z.infer<typeof JourneyVocabulary>;

export const JourneyPlaybookEntry = z.object({
  key: z.string(),
  name: Words,
  /** What it does and why it works, two sentences. */
  about: Words,
  /** What starts it, in words. */
  starts: Words,
  /** Channels it speaks on. */
  channels: z.array(z.string()),
  /** How many messages at most. */
  messages: z.number().int(),
  /** What the offer it comes with promises; null when it has none. */
  offer: Words.nullable(),
  /** What should be there for it to do its work (a date of birth …), in words; null when nothing. */
  needs: Words.nullable(),
  /** Journeys made from it that run or are paused. */
  used: z.number().int(),
  /** Journeys made from it that were never put live. */
  drafts: z.number().int(),
  journey: JourneyBody,
});
export type JourneyPlaybookEntry = z.infer<typeof JourneyPlaybookEntry>;
export const JourneyPlaybook = z.object({ entries: z.array(JourneyPlaybookEntry) });
export type JourneyPlaybook = z.infer<typeof JourneyPlaybook>;
/** Makes a journey of an entry, with its templates and its offer; with `publish` all are live at once. */
export const UseJourneyPlaybook = z.object({ locale: z.enum(['de', 'en']), publish: z.boolean() });
export type UseJourneyPlaybook = z.infer<typeof UseJourneyPlaybook>;
