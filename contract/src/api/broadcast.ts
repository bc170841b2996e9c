/**
 * Newsletters of the console. All below `/api/r/:retailerId/broadcasts`.
 *
 * GET    /broadcasts                             message.read   → BroadcastList
 * POST   /broadcasts                             message.write  BroadcastBody → BroadcastOne
 * GET    /broadcasts/:broadcastId                message.read   → BroadcastOne
 * PUT    /broadcasts/:broadcastId                message.write  ChangeBroadcast → BroadcastOne (drafts only)
 * DELETE /broadcasts/:broadcastId                message.write  → 204 (drafts only)
 * POST   /broadcasts/:broadcastId/schedule       message.write  → BroadcastOne; `not_ready` names what is missing
 * POST   /broadcasts/:broadcastId/unschedule     message.write  → BroadcastOne (a draft again)
 * POST   /broadcasts/:broadcastId/pause|resume|cancel|duplicate  message.write → BroadcastOne
 * POST   /broadcasts/:broadcastId/winner         message.write  ChooseWinner → BroadcastOne
 * POST   /broadcasts/:broadcastId/test           message.write + shopper.read TestBroadcast → TestedBroadcast
 * GET    /broadcasts/tests/:messageId            message.read   → TestedBroadcast
 * GET    /broadcasts/:broadcastId/results        message.read   → BroadcastResults
 * GET    /broadcasts/:broadcastId/recipients     message.read + shopper.read  RecipientsQuery → BroadcastRecipients
 * POST   /broadcasts/check                       message.read   CheckBroadcast → BroadcastFindings
 * POST   /broadcasts/reach                       message.read   CheckBroadcast → BroadcastReach
 */
import { z } from 'zod';
import {
  BROADCAST_CHANNELS,
  BROADCAST_MEASURES,
  BROADCAST_PAUSE_REASONS,
  BROADCAST_STATUSES,
  BROADCAST_VARIANTS_MAX,
  type Broadcast,
  type BroadcastDraft,
  type BroadcastFinding,
} from '../broadcast.ts';
import { CAP_SPANS } from '../campaign.ts';
import { Words } from './phrase.ts';
import { lineSchema } from './session.ts';

const instant = z.number().int().min(0).max(8_640_000_000_000_000);
const id = z.string().min(1).max(60);
const count = z.number().int();

const VariantBody = z.object({
  id: z.string().regex(/^[a-e]$/),
  name: lineSchema,
  weight: z.number().int().min(0).max(1000),
  templateIds: z.partialRecord(z.enum(BROADCAST_CHANNELS), id),
});

/** A draft may still lack what sending needs; the findings say what. */
export const BroadcastBody = z.object({
  name: lineSchema,
  note: z.string().trim().max(500),
  audience: z.object({
    segmentIds: z.array(id).max(20),
    excludedSegmentIds: z.array(id).max(20),
  }),
  channels: z.array(z.enum(BROADCAST_CHANNELS)).max(BROADCAST_CHANNELS.length),
  variants: z.array(VariantBody).min(1).max(BROADCAST_VARIANTS_MAX),
  test: z
    .object({
      shareBp: z.number().int().min(100).max(10_000),
      measure: z.enum(BROADCAST_MEASURES),
      afterMinutes: z.number().int().min(1).max(10_080),
      unclear: z.enum(['leading', 'ask']),
    })
    .nullable(),
  schedule: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('now') }),
    z.object({ kind: z.literal('at'), at: instant }),
    z.object({
      kind: z.literal('local'),
      day: z.iso.date(),
      minutes: z.number().int().min(0).max(1439),
    }),
  ]),
  spreadMinutes: z.number().int().min(0).max(1440),
  perMinute: z.number().int().min(1).max(1_000_000).nullable(),
  caps: z
    .array(z.object({ times: z.number().int().min(1).max(1000), per: z.enum(CAP_SPANS) }))
    .max(5),
  exclusiveGroup: z.string().trim().min(1).max(60).nullable().optional(),
  topic: z.string().min(1).max(60).nullable(),
  categories: z.array(z.string().trim().min(1).max(120)).max(20).optional(),
  resultDays: z.number().int().min(1).max(90),
}) satisfies z.ZodType<BroadcastDraft>;

export const BroadcastView = BroadcastBody.extend({
  id: z.string(),
  status: z.enum(BROADCAST_STATUSES),
  simulated: z.boolean(),
  startAt: z.number().nullable(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  paused: z.enum(BROADCAST_PAUSE_REASONS).nullable(),
  winner: z
    .object({
      variantId: z.string(),
      by: z.enum(['clear', 'leading', 'person']),
      at: z.number(),
    })
    .nullable(),
  winnerAt: z.number().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
}) satisfies z.ZodType<Broadcast>;

export const BroadcastFindingView = z.object({
  severity: z.enum(['must', 'should']),
  field: z.string(),
  words: Words,
}) satisfies z.ZodType<BroadcastFinding>;
export const BroadcastFindings = z.object({ findings: z.array(BroadcastFindingView) });
export type BroadcastFindings = z.infer<typeof BroadcastFindings>;

/** How far it has come. The parts add up to `audience`. */
export const BroadcastProgress = z.object({
  /** Whoever was in the audience; 0 until it has been read. */
  audience: count,
  /** Not yet handed over: their time has not come, or the test still runs. */
  waiting: count,
  /** Handed over and not yet sent: put off by quiet hours, or in the queue. */
  queued: count,
  sent: count,
  /** Left out by the guards, each with a reason. */
  leftOut: count,
  /** Refused by the channel, for good. */
  failed: count,
  /** Sent without a known answer: being asked about, never sent again blindly. */
  unknown: count,
  /** Taken back when it was cancelled. */
  takenBack: count,
});
export type BroadcastProgress = z.infer<typeof BroadcastProgress>;

export const BroadcastOne = z.object({
  broadcast: BroadcastView,
  findings: z.array(BroadcastFindingView),
  progress: BroadcastProgress,
  /** What the list shows of its results. */
  summary: z.object({
    opened: count,
    clicked: count,
    /** Orders after the click within the window, and what they came to. */
    orders: count,
    revenueMinor: count,
    currency: z.string(),
  }),
});
export type BroadcastOne = z.infer<typeof BroadcastOne>;
export const BroadcastList = z.object({ broadcasts: z.array(BroadcastOne) });
export type BroadcastList = z.infer<typeof BroadcastList>;

/** `updatedAt` of what was edited: when somebody else saved since, the answer is `conflict`. */
export const ChangeBroadcast = z.object({ draft: BroadcastBody, updatedAt: z.number() });
export type ChangeBroadcast = z.infer<typeof ChangeBroadcast>;
export const CheckBroadcast = z.object({ draft: BroadcastBody });
export type CheckBroadcast = z.infer<typeof CheckBroadcast>;
export const ChooseWinner = z.object({ variantId: z.string().min(1).max(40) });
export type ChooseWinner = z.infer<typeof ChooseWinner>;

/** Sends one variant to one's own address, as the chosen shopper (null: anybody of the audience) would get it. */
export const TestBroadcast = z.object({
  variantId: z.string().min(1).max(40),
  channel: z.enum(BROADCAST_CHANNELS),
  address: z.string().trim().min(1).max(320),
  profileId: z.uuid().nullable(),
});
export type TestBroadcast = z.infer<typeof TestBroadcast>;
export const TestedBroadcast = z.object({
  /** To ask for what became of it. */
  messageId: z.string(),
  state: z.enum(['waiting', 'sent', 'failed']),
  /** What happened, in a sentence. */
  words: Words,
  /** It did not leave the house: it lies in the inbox catcher. */
  caught: z.boolean(),
});
export type TestedBroadcast = z.infer<typeof TestedBroadcast>;

/** Who would get it now. Counts of the whole audience, or scaled up from a sample. */
export const BroadcastReach = z.object({
  audience: count,
  /** Shoppers looked at one by one; smaller than `audience` when it is a sample. */
  looked: count,
  reached: count,
  /** 95 % interval of `reached` when only a sample was looked at. */
  between: z.object({ low: count, high: count }).nullable(),
  /** Reached, by channel. */
  channels: z.array(z.object({ channel: z.enum(BROADCAST_CHANNELS), count })),
  /** Among the reached: those who get it only after their quiet hours. */
  putOff: count,
  /** Left out, most frequent reason first. */
  leftOut: z.array(z.object({ reason: z.string(), words: Words, count })),
  /** Reached, by language of the content. */
  locales: z.array(z.object({ locale: z.enum(['de', 'en']), count })),
  /** Zones in the audience, most people first, at most 12; `known` false = the shop's own is used. */
  zones: z.array(z.object({ zone: z.string(), known: z.boolean(), count })),
  /** When the first and the last message would go out, ms. */
  first: z.number(),
  last: z.number(),
});
export type BroadcastReach = z.infer<typeof BroadcastReach>;

const Share = z.object({ low: z.number(), value: z.number(), high: z.number() });

export const VariantResult = z.object({
  variantId: z.string(),
  name: z.string(),
  sent: count,
  /** Those whose openings may be counted. */
  measurable: count,
  opened: count,
  clicked: count,
  bought: count,
  revenueMinor: count,
  unsubscribed: count,
  /** Share of the measure that decides, 0–1 with its 95 % interval; null before anything was sent. */
  share: Share.nullable(),
});
export type VariantResult = z.infer<typeof VariantResult>;

export const BroadcastResults = z.object({
  progress: BroadcastProgress,
  counts: z.object({
    sent: count,
    delivered: count,
    measurable: count,
    opened: count,
    clicked: count,
    unsubscribed: count,
    bounced: count,
    complained: count,
    /** Shoppers who ordered after their click within `resultDays`, their orders and what these came to. */
    buyers: count,
    orders: count,
    revenueMinor: count,
    currency: z.string(),
  }),
  /** Left out and failed, with reasons, most frequent first. */
  reasons: z.array(
    z.object({
      result: z.enum(['leftOut', 'failed', 'unknown', 'takenBack', 'queued']),
      reason: z.string(),
      words: Words,
      count,
    }),
  ),
  variants: z.array(VariantResult),
  /** What the figures say of the variants; null with one variant. */
  verdict: z
    .object({
      state: z.enum(['too_few', 'unclear', 'clear']),
      leader: z.string().nullable(),
      words: Words,
    })
    .nullable(),
  /** Buyers among those who got it and among the comparison group, from the sending on; null where nobody was held out. */
  holdout: z
    .object({
      treated: z.object({ shoppers: count, buyers: count, revenueMinor: count }),
      held: z.object({ shoppers: count, buyers: count, revenueMinor: count }),
      /** Buyers per 100 more, with its 95 % interval; null while a group is too small. */
      difference: Share.nullable(),
      words: Words,
    })
    .nullable(),
  /** Sent, opened and clicked over time; buckets of `stepMs`. */
  course: z.object({
    stepMs: z.number(),
    points: z.array(z.object({ at: z.number(), sent: count, opened: count, clicked: count })),
  }),
});
export type BroadcastResults = z.infer<typeof BroadcastResults>;

export const RECIPIENT_RESULTS = [
  'waiting',
  'queued',
  'sent',
  'leftOut',
  'failed',
  'unknown',
  'takenBack',
] as const;
export type RecipientResult = (typeof RECIPIENT_RESULTS)[number];

export const RecipientsQuery = z.object({
  result: z.enum(RECIPIENT_RESULTS).optional(),
  reason: z.string().max(60).optional(),
  after: z.uuid().optional(),
});
export type RecipientsQuery = z.infer<typeof RecipientsQuery>;
export const BroadcastRecipients = z.object({
  recipients: z.array(
    z.object({
      profileId: z.string(),
      name: z.string().nullable(),
      result: z.enum(RECIPIENT_RESULTS),
      reason: z.string().nullable(),
      words: Words.nullable(),
      channel: z.string().nullable(),
      variantId: z.string().nullable(),
      /** Sent, or to be sent then. */
      at: z.number().nullable(),
      opened: z.boolean(),
      clicked: z.boolean(),
    }),
  ),
  /** To ask for the next page with; null at the end. */
  next: z.string().nullable(),
});
export type BroadcastRecipients = z.infer<typeof BroadcastRecipients>;
