import type { CampaignFinding, Cap } from './campaign.ts';

/**
 * draft: being written. scheduled: waits for its time. sending: being copied and sent, the A/B part first. paused: nothing
 * more goes out until it is resumed. done: everyone has a result. cancelled: what still waited was taken back, for good.
 */
export const BROADCAST_STATUSES = [
  'draft',
  'scheduled',
  'sending',
  'paused',
  'done',
  'cancelled',
] as const;
export type BroadcastStatus = (typeof BROADCAST_STATUSES)[number];

/** Which statuses can follow which; whoever asks for another step gets `conflict`. */
export const BROADCAST_NEXT: Readonly<Record<BroadcastStatus, readonly BroadcastStatus[]>> = {
  draft: ['scheduled'],
  scheduled: ['draft', 'sending', 'cancelled'],
  sending: ['paused', 'done', 'cancelled'],
  paused: ['sending', 'cancelled'],
  done: [],
  cancelled: [],
};

/** Channels a newsletter can go through: those that address a shopper. A subset of CHANNELS. */
export const BROADCAST_CHANNELS = ['mail', 'push', 'inbox', 'sms', 'whatsapp', 'telegram'] as const;
export type BroadcastChannel = (typeof BROADCAST_CHANNELS)[number];

/** Who is meant: in any of `segmentIds` (empty = everybody), and in none of `excludedSegmentIds`. */
export interface BroadcastAudience {
  segmentIds: string[];
  excludedSegmentIds: string[];
}

/**
 * When it goes out. `local`: at `minutes` after midnight of `day` on the clock of each shopper; where that has passed
 * when the audience is read, at the same time on the next day.
 */
export type BroadcastSchedule =
  | { kind: 'now' }
  | { kind: 'at'; at: number }
  | { kind: 'local'; day: string; minutes: number };

/** What an A/B test is decided by. Opens are known only of those who agreed to being measured. */
export const BROADCAST_MEASURES = ['opened', 'clicked', 'bought'] as const;
export type BroadcastMeasure = (typeof BROADCAST_MEASURES)[number];

/** A/B with winner: first `shareBp` of the audience, divided among the variants; after a time the rest. */
export interface BroadcastTest {
  /** Share of the audience that tests, basis points. */
  shareBp: number;
  measure: BroadcastMeasure;
  /** Minutes from the first message until the winner is sought. */
  afterMinutes: number;
  /** When no variant is clearly better: send the one that leads, or wait until a person chooses. */
  unclear: 'leading' | 'ask';
}

/** One wording: a template for each channel, by id. */
export interface BroadcastVariant {
  /** `a` … `e`. Where variants share a template, each gets the template's own wording of that letter. */
  id: string;
  name: string;
  /** Share among the variants where there is no test; 0–1000. */
  weight: number;
  templateIds: Partial<Record<BroadcastChannel, string>>;
}

/** What a retailer says about a newsletter. */
export interface BroadcastDraft {
  name: string;
  /** One line for the shop's people. */
  note: string;
  audience: BroadcastAudience;
  /** In order of preference; each shopper is reached on the first one that is allowed. */
  channels: BroadcastChannel[];
  variants: BroadcastVariant[];
  test: BroadcastTest | null;
  schedule: BroadcastSchedule;
  /** Messages are spread over this many minutes after their time, evenly; 0 = at once. */
  spreadMinutes: number;
  /** At most this many a minute, or null. */
  perMinute: number | null;
  /** All newsletters together reach a shopper at most this often, this one included; who had as many is left out. */
  caps: Cap[];
  /** Of messages with the same group a shopper gets one a day. Absent in what was written before groups were there. */
  exclusiveGroup?: string | null | undefined;
  /** Topic of the preference centre; who switched it off is left out. Null: none. */
  topic: string | null;
  /**
   * Categories of goods it advertises: what the rule about existing customers (UWG section 7 (3)) asks for. Absent or empty:
   * only those with a consent get it.
   */
  categories?: string[] | undefined;
  /** Orders count as its result within this many days after the click (or the sending, for the comparison). */
  resultDays: number;
}

/** What is set when it is scheduled and stays: the published version of every template. */
export interface BroadcastPlan extends BroadcastDraft {
  versions: Record<string, number>;
  /** The retailer's zone, for shoppers whose own is not known. */
  zone: string;
}

/**
 * Why it stands still. `asked`: a person paused it. `no_winner`: the test is over and nobody won clearly. `segment_off`: a
 * segment that says who gets it was switched off before the audience was read.
 */
export const BROADCAST_PAUSE_REASONS = ['asked', 'no_winner', 'segment_off'] as const;
export type BroadcastPauseReason = (typeof BROADCAST_PAUSE_REASONS)[number];

export interface Broadcast extends BroadcastDraft {
  id: string;
  status: BroadcastStatus;
  /** True while the labelled simulation made it. */
  simulated: boolean;
  /** Instant at which its audience is read; null for a draft. */
  startAt: number | null;
  startedAt: number | null;
  endedAt: number | null;
  paused: BroadcastPauseReason | null;
  /** Variant that the rest gets, and whether the figures or a person chose it. */
  winner: { variantId: string; by: 'clear' | 'leading' | 'person'; at: number } | null;
  /** Instant at which the winner is sought; null without a test or before the first message. */
  winnerAt: number | null;
  createdAt: number;
  updatedAt: number;
}

/** One thing to do before (must) or good to do (should) sending, worded in both languages. */
export type BroadcastFinding = CampaignFinding;

/** Most variants of one newsletter. */
export const BROADCAST_VARIANTS_MAX = 5;
/** A message that could not go out this long after its time is left out: news of the day before yesterday is none. */
export const BROADCAST_EXPIRES_MS = 48 * 3_600_000;
