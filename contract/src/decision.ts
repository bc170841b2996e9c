import type { ConsentChannel, ConsentPurpose } from './consent.ts';
import type { PlacementKind } from './placement.ts';

/** The guards that every option passes, in this order. The first that says no is the reason. */
export const DECISION_GUARDS = [
  'identity',
  'consent',
  'suppression',
  'quiet_hours',
  'caps',
  'budget',
  'stock',
  'holdout',
  'exclusivity',
] as const;
export type DecisionGuard = (typeof DECISION_GUARDS)[number];

/**
 * Why an option lost. Closed list, in the order in which it is found out: does it fit the instant, may it speak (the
 * guards), is it worth it. A new reason is appended at the end of its group and gets words in LOST_WORDS.
 */
export const LOST_REASONS = [
  // Does it fit?
  'not_running',
  'no_moment',
  'other_kind',
  'other_stage',
  'no_signal',
  'not_sure_enough',
  'not_in_segment',
  'in_excluded_segment',
  // May it speak?
  'identity_unproven',
  'consent_missing',
  'objected',
  'quiet_hours',
  'capped',
  'capped_overall',
  'budget_used_up',
  'offer_not_running',
  'stock_used_up',
  'offer_used_already',
  'global_holdout',
  'campaign_holdout',
  'group_taken',
  'on_page_already',
  // Is it worth it?
  'not_worth_it',
  'outscored',
  'other_variant',
] as const;
export type LostReason = (typeof LOST_REASONS)[number];

/** What became of a question "what shall stand here?". */
export const DECISION_RESULTS = [
  /** A campaign won. */
  'campaign',
  /** No option was left. */
  'nothing_fits',
  /** The shopper belongs to the comparison group of the whole shop. */
  'global_holdout',
  /** The best option keeps this shopper out for comparison, and no other was left. */
  'campaign_holdout',
  /** Nobody is known: no identifier came with the question. */
  'no_shopper',
  /** The placement does not exist or is paused. */
  'placement_unknown',
  'placement_paused',
  /** No answer in time; the shop got the fallback. Counted, not stored. */
  'too_slow',
] as const;
export type DecisionResult = (typeof DECISION_RESULTS)[number];

/** The moment kind a response is learned for; `none` where no moment was open. */
export const RESPONSE_KINDS = ['know', 'go', 'do', 'buy', 'none'] as const;
export type ResponseKind = (typeof RESPONSE_KINDS)[number];

/** How the score of one option came about. Money in minor units of the shop's currency. */
export interface ScoreParts {
  /** Probability of the goal after being shown: what is believed (0–1) and how unsure that is (standard deviation). */
  response: number;
  responseSd: number;
  /** beta: counts per campaign, variant and moment kind; logistic: weights of what is known of the instant. */
  model: 'beta' | 'logistic';
  /** Showings the belief rests on. */
  showings: number;
  /** What one goal brings in margin. */
  marginMinor: number;
  /** Share of the responses that would not have happened without (0–1). */
  effect: number;
  /** What the offer costs when it is used. */
  costMinor: number;
  /** 0–100, from the campaign. Each point adds one percent to what a showing is worth. */
  priority: number;
  /** Expected value of a thousand showings: whole minor units. */
  perThousandMinor: number;
}

/** One option: a campaign in one of its variants. */
export interface DecisionOption {
  campaignId: string;
  variantId: string;
  /** Null for the winner. */
  lost: LostReason | null;
  /** Null when it did not come as far as being scored. */
  score: ScoreParts | null;
  /** Probability with which it was picked from those left; null when it was not among them. */
  propensity: number | null;
}

/** The answer of `decide()` for one placement. */
export interface Decision {
  placement: string;
  result: DecisionResult;
  /** The winner's place in `options`, or null. */
  winner: number | null;
  /** Who would have won but is kept out for comparison; place in `options`, or null. */
  heldOut: number | null;
  /** Every option of the placement. */
  options: DecisionOption[];
}

/** What an installation's owner sets for all decisions of a shop. */
export interface DecisionSettings {
  /** Share of shoppers who get nothing from any placement, for comparison; basis points (500 = 5 %). */
  globalHoldoutBp: number;
  /** All campaigns together show a shopper at most this much. */
  caps: { times: number; per: 'session' | 'day' | 'week' | 'month' | 'ever' }[];
  /** Minutes since midnight in the shopper's zone [from, to); from > to runs over midnight. Null: none. */
  quiet: { from: number; to: number; kinds: PlacementKind[] } | null;
  /** What is left of a sale, basis points, where a campaign does not say otherwise. */
  marginBp: number;
}

/** Starting values. Quiet hours are for what reaches people; a page is asked for by the shopper. */
export const DECISION_DEFAULTS: DecisionSettings = {
  globalHoldoutBp: 500,
  caps: [],
  quiet: { from: 22 * 60, to: 7 * 60, kinds: ['app', 'mail'] },
  marginBp: 3500,
};

/** Consent in the words of a campaign; null = its texts speak to nobody in particular. */
export type ConsentNeeded = { purpose: ConsentPurpose; channel: ConsentChannel } | null;

type TwoLanguages = Readonly<{ de: string; en: string }>;

/** Each reason as the console says it; one half sentence that follows the campaign's name. */
export const LOST_WORDS: Readonly<Record<LostReason, TwoLanguages>> = {
  not_running: { de: 'läuft gerade nicht', en: 'is not running at this time' },
  no_moment: {
    de: 'braucht einen Moment, und keiner war erkannt',
    en: 'needs a moment, and none was seen',
  },
  other_kind: { de: 'spricht zu einem anderen Moment', en: 'speaks to another moment' },
  other_stage: {
    de: 'spricht zu einem anderen Abschnitt der Reise',
    en: 'speaks to another stage of the journey',
  },
  no_signal: { de: 'wartet auf ein anderes Signal', en: 'waits for another signal' },
  not_sure_enough: {
    de: 'verlangt mehr Sicherheit, als der Moment hatte',
    en: 'asks for more certainty than the moment had',
  },
  not_in_segment: {
    de: 'ist für ein anderes Segment gedacht',
    en: 'is meant for another segment',
  },
  in_excluded_segment: {
    de: 'schließt ein Segment aus, zu dem die Person gehört',
    en: 'leaves out a segment this person is in',
  },
  identity_unproven: {
    de: 'ist persönlich, und wer hier ist, war nur behauptet',
    en: 'is personal, and who this is was only claimed',
  },
  consent_missing: {
    de: 'braucht eine Einwilligung, die nicht vorliegt',
    en: 'needs a consent that was not given',
  },
  objected: { de: 'entfällt, weil widersprochen wurde', en: 'is left out after an objection' },
  quiet_hours: {
    de: 'schweigt während der Ruhezeit',
    en: 'is silent during quiet hours',
  },
  capped: {
    de: 'wurde schon so oft gezeigt, wie erlaubt ist',
    en: 'was already shown as often as allowed',
  },
  capped_overall: {
    de: 'entfällt, weil alle Kampagnen zusammen ihre Grenze erreicht haben',
    en: 'is left out because all campaigns together reached their limit',
  },
  budget_used_up: { de: 'hat kein Budget mehr', en: 'has used up its budget' },
  offer_not_running: {
    de: 'hängt an einem Angebot, das gerade nicht gilt',
    en: 'depends on an offer that is not valid now',
  },
  stock_used_up: {
    de: 'hängt an einem Angebot, das vergriffen ist',
    en: 'depends on an offer that is used up',
  },
  offer_used_already: {
    de: 'hängt an einem Angebot, das die Person schon so oft genutzt hat, wie erlaubt ist',
    en: 'depends on an offer this person has used as often as allowed',
  },
  global_holdout: {
    de: 'entfällt, weil die Person zur Vergleichsgruppe des Ladens gehört',
    en: 'is left out because this person is in the shop’s comparison group',
  },
  campaign_holdout: {
    de: 'zeigt dieser Person zum Vergleich nichts',
    en: 'shows this person nothing, for comparison',
  },
  group_taken: {
    de: 'weicht einer anderen Kampagne derselben Gruppe',
    en: 'gives way to another campaign of its group',
  },
  on_page_already: {
    de: 'steht auf dieser Seite schon an anderer Stelle',
    en: 'is on this page already in another place',
  },
  not_worth_it: {
    de: 'würde mehr kosten, als sie bringt',
    en: 'would cost more than it brings',
  },
  outscored: {
    de: 'war schwächer als die Siegerin',
    en: 'was weaker than the winner',
  },
  other_variant: {
    de: 'wurde in einer anderen Variante gezeigt',
    en: 'was shown in another variant',
  },
};

/** What came out of a decision, as the console says it. */
export const RESULT_WORDS: Readonly<Record<DecisionResult, TwoLanguages>> = {
  campaign: { de: 'Kampagne gezeigt', en: 'Campaign shown' },
  nothing_fits: { de: 'Nichts hat gepasst', en: 'Nothing fitted' },
  global_holdout: { de: 'Vergleichsgruppe des Ladens', en: 'Comparison group of the shop' },
  campaign_holdout: { de: 'Vergleichsgruppe der Kampagne', en: 'Comparison group of the campaign' },
  no_shopper: { de: 'Niemand erkannt', en: 'Nobody recognised' },
  placement_unknown: { de: 'Platz unbekannt', en: 'Placement unknown' },
  placement_paused: { de: 'Platz pausiert', en: 'Placement paused' },
  too_slow: { de: 'Nicht rechtzeitig entschieden', en: 'Not decided in time' },
};

/** Each guard as the console names it. */
export const GUARD_WORDS: Readonly<Record<DecisionGuard, TwoLanguages>> = {
  identity: { de: 'Wer ist es wirklich', en: 'Who is it really' },
  consent: { de: 'Einwilligung', en: 'Consent' },
  suppression: { de: 'Widerspruch', en: 'Objection' },
  quiet_hours: { de: 'Ruhezeit', en: 'Quiet hours' },
  caps: { de: 'Wie oft', en: 'How often' },
  budget: { de: 'Budget', en: 'Budget' },
  stock: { de: 'Vorrat des Angebots', en: 'Stock of the offer' },
  holdout: { de: 'Vergleichsgruppe', en: 'Comparison group' },
  exclusivity: { de: 'Eine je Seite', en: 'One per page' },
};
