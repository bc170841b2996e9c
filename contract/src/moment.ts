import type { EventId, ProfileId } from './id.ts';

/** What a shopper wants right now: to know, to go, to do, to buy. The order is that of every vector of kinds. */
export const MOMENT_KINDS = ['know', 'go', 'do', 'buy'] as const;
export type MomentKind = (typeof MOMENT_KINDS)[number];

/** Where on the journey. The order is that of every vector of stages, and of the journey itself. */
export const STAGES = ['research', 'compare', 'purchase', 'post_purchase', 'recommend'] as const;
export type Stage = (typeof STAGES)[number];

/** One number a kind, in the order of MOMENT_KINDS. */
export type KindVector = [know: number, go: number, do_: number, buy: number];
/** One number a stage, in the order of STAGES. */
export type StageVector = [
  research: number,
  compare: number,
  purchase: number,
  postPurchase: number,
  recommend: number,
];

/** What an event can be a sign of. Words for each stand in server/src/moment/words.ts, weights in model.ts. */
export const EVIDENCE_CODES = [
  // Pages, recognised by properties.page_type, else by words of URL and title
  'page_home',
  'page_list',
  'page_product',
  'page_search',
  'page_howto',
  'page_guide',
  'page_help',
  'page_store',
  'page_hours',
  'page_contact',
  'page_delivery',
  'page_returns',
  'page_reviews',
  'page_proof',
  'page_compare',
  'page_wishlist',
  'page_offers',
  'page_cart',
  'page_checkout',
  'page_thanks',
  'page_account',
  'page_order_status',
  'page_other',
  // Searching
  'search',
  'search_howto',
  'search_store',
  'search_buy',
  'search_compare',
  'search_empty',
  // Looking
  'list_viewed',
  'list_filtered',
  'list_by_price',
  'list_in_store',
  'promotion_clicked',
  'product_clicked',
  'product_viewed',
  'product_again',
  'product_compared',
  'reviews_read',
  'size_guide',
  'article_read',
  'howto_opened',
  'help_asked',
  // Going
  'store_looked_up',
  'stock_in_store',
  'route_asked',
  'appointment_booked',
  'pickup_chosen',
  'store_visited',
  'pass_scanned',
  'kiosk_answered',
  // Deciding
  'wish_added',
  'wish_to_cart',
  'product_added',
  'product_removed',
  'cart_viewed',
  'cart_shared',
  'product_shared',
  // Checkout
  'checkout_started',
  'checkout_step',
  'payment_entered',
  'coupon_tried',
  'coupon_applied',
  'coupon_denied',
  // Orders and after
  'order_completed',
  'receipt_issued',
  'order_cancelled',
  'order_refunded',
  'return_started',
  'review_written',
  'feedback_good',
  'feedback_bad',
  'recommended',
  'reward_redeemed',
  // Messages and offers
  'email_opened',
  'email_clicked',
  'offer_accepted',
  'offer_dismissed',
] as const;
export type EvidenceCode = (typeof EVIDENCE_CODES)[number];

/** What a moment or signal is about. `shop`: the shop as a whole, id "shop". */
export const SUBJECT_TYPES = ['product', 'category', 'brand', 'store', 'shop'] as const;
export type SubjectType = (typeof SUBJECT_TYPES)[number];
export interface Subject {
  type: SubjectType;
  id: string;
  name: string;
}

/** Values for the words of a piece of evidence or a signal: names, counts, durations. Never personal data. */
export type FactValues = Record<string, string | number>;

/** One sign that speaks for the moment's kind. */
export interface Evidence {
  /** The latest event that showed it. */
  eventId: EventId;
  code: EvidenceCode;
  /** Log-odds by which it speaks for this kind against the mean of the others, decayed to the instant of writing. */
  weight: number;
  params: FactValues;
}

/** Why a moment ended. faded: the evidence has lost its force; overtaken: another kind is clearly stronger;
 * answered: the shopper got what they wanted (bought, arrived). */
export const MOMENT_ENDS = ['faded', 'overtaken', 'answered'] as const;
export type MomentEnd = (typeof MOMENT_ENDS)[number];

/** A shopper's moment: a stored fact. Instants are ms since 1970, UTC. */
export interface Moment {
  /** Made from the event that began it and the kind: the same history gives the same id. */
  id: string;
  profileId: ProfileId;
  kind: MomentKind;
  stage: Stage;
  subject: Subject | null;
  /** Calibrated probability of the kind, 0–1, when last written. */
  confidence: number;
  /** Strongest first, at most 8. */
  evidence: Evidence[];
  beganAt: number;
  /** The exact instant at which it ends when nothing else happens (see MOMENT_ROW_LAG_MS). */
  expiresAt: number;
  endedAt: number | null;
  endReason: MomentEnd | null;
}

/**
 * While a moment goes on, its row is written again only when something a person would notice has changed; its
 * `expiresAt` may then be early by up to this. The state knows it exactly, and `endedAt` is exact.
 */
export const MOMENT_ROW_LAG_MS = 60_000;

/** Signals of friction and chance. One file each in server/src/moment/signals. */
export const SIGNAL_NAMES = [
  'stalled_checkout',
  'abandoned_cart',
  'viewed_not_bought',
  'comparison_ping_pong',
  'price_watching',
  'search_without_result',
  'returning_after_absence',
  'first_purchase',
  'in_store_visit',
  'replenishment_due',
  'stage_entered',
] as const;
export type SignalName = (typeof SIGNAL_NAMES)[number];

/** Signals that a campaign or segment may ask for; `stage_entered` is the journey's own log. */
export const PUBLIC_SIGNALS = SIGNAL_NAMES.filter((name) => name !== 'stage_entered');

/** Something worth knowing that happened, or did not happen, at an exact instant. */
export interface Signal {
  /** Made from its name, the event behind it and its instant. */
  id: string;
  profileId: ProfileId;
  name: SignalName;
  at: number;
  subject: Subject | null;
  detail: FactValues;
  /** The last event that led to it. */
  eventId: EventId | null;
  /** How long it holds; the same as `at` when it is an instant only. */
  until: number;
}

/** The moment a shopper is in, as the state keeps it. */
export interface PresentMoment {
  id: string;
  kind: MomentKind;
  stage: Stage;
  subject: Subject | null;
  /** Confidence at the last evidence; `beliefAt` gives it at any instant. */
  confidence: number;
  beganAt: number;
  /** Exact end by fading. Compare with the instant you ask for: `until > now` means it still holds. */
  until: number;
  /** What the row says: confidence and end; decides when it is written again. */
  told: [confidence: number, until: number];
}

/** A sign as remembered: [event, code, name, times, decayed count, instant of the count]. */
export type RememberedSign = [string, EvidenceCode, string | null, number, number, number];
/** A possible subject: [type, id, name, decayed score, instant of the score]. */
export type RememberedSubject = [SubjectType, string, string, number, number];
/** Something to look at later: [signal, key, instant, event, values]. */
export type PendingTimer = [SignalName, string, number, string | null, FactValues];
/** A signal that holds: [name, key, until, at, id]. `key` is its subject's id, or empty. */
export type HoldingSignal = [SignalName, string, number, number, string];

/**
 * What the moment stage remembers of one shopper, in the profile's state. Instants are fold instants (ms). Everything
 * is optional: a key is there only while it has something to say, so that a quiet shopper's state is small.
 */
export interface MomentMemory {
  /** Log-odds of kinds from evidence alone, as of `at`. */
  kind?: KindVector;
  /** Log-odds of stages from evidence alone, as of `at`. */
  stage?: StageVector;
  /** The instant both vectors are of. */
  at?: number;
  present?: PresentMoment;
  signs?: RememberedSign[];
  subjects?: RememberedSubject[];
  timers?: PendingTimer[];
  holding?: HoldingSignal[];
  /** The way through the stages: [index in STAGES, entered at], oldest first, at most 12. */
  path?: [stage: number, at: number][];
  /** The last thing the shopper did themselves. */
  seenAt?: number;
  /** Notes of single signals, by name; small and capped by the signal that writes them. */
  notes?: Partial<Record<SignalName, (string | number)[][]>>;
}

/** How long a step of the checkout usually takes, measured at this shop. */
export interface StepPace {
  /** Times it was measured. */
  n: number;
  /** Time in the step until it was done, ms, at PACE_PROBABILITIES. Rising. */
  quantiles: number[];
}
export const PACE_PROBABILITIES = [0.5, 0.75, 0.9, 0.95, 0.975, 0.99] as const;

/** The shop's own pace in the checkout. Keys: `step|device` and `step` ("start", "2", "payment" …). */
export interface CheckoutPace {
  /** Share of visitors who would go on by themselves and are taken for stalled all the same. */
  falseAlarms: number;
  steps: Record<string, StepPace>;
}

/**
 * The additive evidence model of one retailer. Score of a kind at an instant = bias + Σ weight(code) · 2^(−age / half-life);
 * probabilities = softmax(score / temperature), for kinds then (1 − doubt) × that + doubt / 4. The same for stages with
 * their own half-life, without doubt. A turn – a decisive sign for another kind than the strongest – counts for what came
 * before like one half-life; an answer (an order, an arrival) ends it. A plain value: learned elsewhere, stored as JSON,
 * replaced as a whole.
 */
export interface MomentModel {
  version: number;
  /** Where the weights come from: outcomes counted, 0 for the rule. */
  learnedFrom: number;
  /** A code without weights is no evidence. */
  weights: Partial<Record<EvidenceCode, { kind: KindVector; stage: StageVector }>>;
  bias: { kind: KindVector; stage: StageVector };
  /** 1 = as estimated; larger is more careful. */
  temperature: { kind: number; stage: number };
  /** Chance that what was done has nothing to do with what is wanted: no confidence comes nearer to 1 than this allows. */
  doubt: number;
  halfLifeMs: { kind: number; stage: number };
  thresholds: {
    /** A moment begins at this probability. */
    begin: number;
    /** It fades when its probability falls to this; lower than `begin`, so that it does not flicker. */
    end: number;
    /** Another kind takes over when it leads by this much (and has reached `begin`). */
    overtake: number;
    /** A stage is entered when it leads by this much. */
    stage: number;
    /** A sign that speaks for its kind by this much (log-odds against the mean of the others) is decisive. */
    turn: number;
  };
  /** No moment lasts longer than this without new evidence. */
  longestMs: number;
  pace: CheckoutPace;
  /** How long to wait before absence says something, ms. */
  waits: {
    abandonedCart: number;
    viewedNotBought: number;
    absence: number;
  };
}
