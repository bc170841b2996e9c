/**
 * The decision. Pure: the same question gives the same answer. For every candidate of the placement: does it fit the
 * instant, may it speak (the guards, in their order), what is a showing worth; then one draw among those left.
 *
 * Comparison groups take part in the contest: when the draw falls on a campaign that keeps this shopper out, that is
 * written down (`heldOut`) and the others are drawn from. So those kept out are exactly those who would have got it.
 */
import type { Decision, DecisionResult, LostReason, ScoreParts } from '@augenblick/contract';
import { LOST_REASONS } from '@augenblick/contract';
import type { Candidate, OptionVariant } from './compile.ts';
import { type Contender, CONTENDERS_MAX, pick, propensities } from './contest.ts';
import { codeOf, fit, placesOf } from './fit.ts';
import type { Guard } from './guards/guard.ts';
import { GUARDS } from './guards/registry.ts';
import type { Question } from './question.ts';
import { gainOf, goalMoney, responseOf, scoreParts, type Worth } from './score.ts';

/** An option in the contest: a candidate in one of its variants. */
export interface Runner {
  /** Place of the candidate in the placement. */
  at: number;
  variant: number;
  held: boolean;
  score: ScoreParts;
  /** Probability of being picked in the first draw. */
  first: number;
  /** Probability of being shown: through either draw. */
  propensity: number;
}

/** A decision in compact form; `toDecision` writes it out. */
export interface Decided {
  result: DecisionResult;
  /** Code of the reason by candidate (LOST_REASONS, from 1); 0 = in the contest. */
  reasons: Uint8Array;
  /** Who was scored and could have won, the worthiest first. */
  runners: Runner[];
  winner: Runner | null;
  heldOut: Runner | null;
}

interface Entry {
  at: number;
  variant: number;
  held: boolean;
  candidate: Candidate;
  option: OptionVariant;
  worth: Worth;
  contender: Contender;
  /** What it might be worth at best; orders the entries. */
  hope: number;
}

const NOT_WORTH_IT = codeOf('not_worth_it');
const OUTSCORED = codeOf('outscored');
const GLOBAL_HOLDOUT = codeOf('global_holdout');
const CAMPAIGN_HOLDOUT = codeOf('campaign_holdout');

/** Decides what stands in one placement. */
export function decide(question: Question): Decided {
  const { candidates } = question.place;
  const reasons = new Uint8Array(candidates.length);
  const fitting = fit(question, reasons);
  const entries: Entry[] = [];
  const guards = guardsFor(question);
  for (const at of placesOf(fitting)) {
    const candidate = candidates[at] as Candidate;
    const code = guarded(candidate, question, guards);
    reasons[at] = code;
    if (code === 0 || isHeld(code)) enter(entries, { at, candidate, code }, question, reasons);
  }
  return contest(question, entries, reasons);
}

function isHeld(code: number): boolean {
  return code === GLOBAL_HOLDOUT || code === CAMPAIGN_HOLDOUT;
}

/**
 * The first guard that says no. Who is kept out for comparison must pass the guards behind it, too: otherwise those kept
 * out would be others than those shown.
 */
function guarded(candidate: Candidate, question: Question, guards: readonly Guard[]): number {
  let held = 0;
  for (let i = 0; i < guards.length; i++) {
    const reason = (guards[i] as Guard).check(candidate, question);
    if (reason === null) continue;
    const code = codes.get(reason) as number;
    if (!isHeld(code)) return code;
    held = code;
  }
  return held;
}

const OF_EACH = GUARDS.filter(({ once }) => once !== true);

/** The guards to ask of each candidate: those that say the same to all are asked once, and left out when they let pass. */
function guardsFor(question: Question): readonly Guard[] {
  const [any] = question.place.candidates;
  const pass = GUARDS.every(
    (guard) => guard.once !== true || any === undefined || guard.check(any, question) === null,
  );
  return pass ? OF_EACH : GUARDS;
}

const codes: ReadonlyMap<LostReason, number> = new Map(
  LOST_REASONS.map((reason) => [reason, codeOf(reason)]),
);

/**
 * Adds a candidate's variants to the contest, unless a showing would cost more than it brings. Only the most hopeful stay
 * in it; candidates come in their order, so of two with the same hope the earlier one stands before.
 */
function enter(
  entries: Entry[],
  { at, candidate, code }: { at: number; candidate: Candidate; code: number },
  { shopper }: Question,
  reasons: Uint8Array,
): void {
  const { variants } = candidate;
  const logGain =
    shopper.basketMinor === null ? candidate.usualGain : gainOf(candidate, shopper.basketMinor);
  if (code === 0) reasons[at] = logGain === null ? NOT_WORTH_IT : OUTSCORED;
  if (logGain === null) return;
  for (let variant = 0; variant < variants.length; variant++) {
    const option = variants[variant] as OptionVariant;
    const cell = option.cells[shopper.kind];
    if (option.share <= 0 || cell === undefined) continue;
    const { logistic } = option.belief;
    const worth =
      logistic === null ? cell.worth : responseOf(cell.belief, logistic, shopper.features);
    const mean = worth.logMean + logGain;
    const hope = mean + 2 * worth.logSd;
    const last = entries.length === CONTENDERS_MAX ? entries.at(-1) : undefined;
    if (last !== undefined && hope <= last.hope) continue;
    const contender = { mean, sd: worth.logSd, favour: cell.favour };
    insert(entries, { at, variant, held: code !== 0, candidate, option, worth, contender, hope });
  }
}

/** Keeps the entries in order of hope, and no more of them than take part. */
function insert(entries: Entry[], entry: Entry): void {
  let place = entries.length;
  while (place > 0 && (entries[place - 1] as Entry).hope < entry.hope) place--;
  entries.splice(place, 0, entry);
  if (entries.length > CONTENDERS_MAX) entries.pop();
}

function contest(question: Question, inside: readonly Entry[], reasons: Uint8Array): Decided {
  const nothing: DecisionResult = 'nothing_fits';
  if (inside.length === 0) {
    return { result: nothing, reasons, runners: [], winner: null, heldOut: null };
  }
  const first = propensities(inside.map(({ contender }) => contender));
  const runners = inside.map((entry, i) => runnerOf(entry, first[i] as number, question));
  const [drawn] = question.draws;
  const picked = runners[pick(first, drawn)] as Runner;
  const open = inside.filter(({ held }) => !held);
  const fair = open.length === inside.length ? first : fairOf(open);
  share(runners, open, fair);
  const heldOut = picked.held ? picked : null;
  const winner = heldOut === null ? picked : second(runners, fair, question.draws[1]);
  if (winner !== null) reasons[winner.at] = 0;
  return {
    result: resultOf(winner, heldOut, reasons),
    reasons,
    runners,
    winner,
    heldOut,
  };
}

/** The shares among those who may be shown. */
function fairOf(open: readonly Entry[]): number[] {
  return open.length === 0 ? [] : propensities(open.map(({ contender }) => contender));
}

/** Those who may be shown get what falls on those who may not, in the shares of the second draw. */
function share(runners: readonly Runner[], open: readonly Entry[], fair: readonly number[]): void {
  const kept = runners.reduce((sum, { held, first }) => (held ? sum + first : sum), 0);
  let i = 0;
  for (const runner of runners) {
    if (!runner.held && i < open.length) runner.propensity = runner.first + kept * (fair[i++] ?? 0);
  }
}

function second(runners: readonly Runner[], fair: readonly number[], draw: number): Runner | null {
  const open = runners.filter(({ held }) => !held);
  return open.length === 0 ? null : (open[pick(fair, draw)] as Runner);
}

function resultOf(
  winner: Runner | null,
  heldOut: Runner | null,
  reasons: Uint8Array,
): DecisionResult {
  if (winner !== null) return 'campaign';
  if (heldOut === null) return 'nothing_fits';
  return reasons[heldOut.at] === GLOBAL_HOLDOUT ? 'global_holdout' : 'campaign_holdout';
}

function runnerOf(entry: Entry, first: number, { shopper, set }: Question): Runner {
  const { at, variant, held, candidate, option, worth } = entry;
  const { price, campaign } = candidate;
  const money = goalMoney(price, shopper.basketMinor ?? set.shop.basketMinor);
  const showings = option.belief.kinds[shopper.kind]?.showings ?? 0;
  const score = scoreParts(worth, showings, price, money, campaign.priority);
  return { at, variant, held, score, first, propensity: 0 };
}

/** The decision written out: every option with its score, and why it lost. */
export function toDecision(question: Question, decided: Decided): Decision {
  const { candidates, placement } = question.place;
  const { winner, heldOut, runners, reasons } = decided;
  const decision: Decision = {
    placement: placement.key,
    result: decided.result,
    winner: null,
    heldOut: null,
    options: [],
  };
  for (const [at, { campaign, variants }] of candidates.entries()) {
    for (const [variant, one] of variants.entries()) {
      const runner = runners.find((other) => other.at === at && other.variant === variant);
      if (runner !== undefined && runner === winner) decision.winner = decision.options.length;
      if (runner !== undefined && runner === heldOut) decision.heldOut = decision.options.length;
      decision.options.push({
        campaignId: campaign.id,
        variantId: one.variant.id,
        lost: lostOf(at, variant, winner, reasons),
        score: runner?.score ?? null,
        propensity: runner === undefined || runner.held ? null : runner.propensity,
      });
    }
  }
  return decision;
}

/** Why a variant lost; null for the winner. */
export function lostOf(
  at: number,
  variant: number,
  winner: { at: number; variant: number } | null,
  reasons: ArrayLike<number>,
): LostReason | null {
  if (winner?.at === at) return winner.variant === variant ? null : 'other_variant';
  return LOST_REASONS[(reasons[at] ?? 0) - 1] ?? 'outscored';
}
