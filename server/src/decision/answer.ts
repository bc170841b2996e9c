/** What is answered to a shop: rendered contents, and the moment in words where that may be told. */
import {
  asText,
  type EventId,
  type RenderedContent,
  RESULT_WORDS,
  type RetailerId,
  type DecisionResult,
} from '@augenblick/contract';
import type { DecisionAnswered, MomentAnswered } from '@augenblick/contract/api/decision.ts';
import { type CompiledCampaign, type CompiledContent, renderContent } from '../campaign/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import { evidenceFor, evidenceText, momentAt } from '../moment/index.ts';
import type { Answered, Made, ReadShopper } from './ask.ts';
import { factsFor } from './facts.ts';
import type { LoadedSet } from './sets.ts';
import { presentMoment, signalBits, signalNames } from './shopper.ts';
import { traceOfDraft, traceOfRow } from './trace-words.ts';

type Locale = 'de' | 'en';

/** How an answer is to be given. */
export interface AnswerOptions {
  catalogue: Pick<Catalogue, 'byIds'>;
  retailerId: RetailerId;
  locale: Locale;
  /** Evidence and traces are told. */
  explain: boolean;
}

/** The decisions of one request, as the shop gets them. */
export async function answerDecisions(
  answered: Answered,
  options: AnswerOptions,
): Promise<DecisionAnswered[]> {
  const answers: DecisionAnswered[] = [];
  for (const made of answered.made) answers.push(await answerOne(answered, made, options));
  return answers;
}

async function answerOne(
  { loaded, shopper, now }: Answered,
  made: Made,
  options: AnswerOptions,
): Promise<DecisionAnswered> {
  const known = loaded.set.book.placements.has(made.placement);
  if (!known) return fallbackOf(loaded, made.placement, 'placement_unknown', options);
  if (shopper === null || made.id === null) {
    return fallbackOf(loaded, made.placement, 'no_shopper', options);
  }
  const result = made.before?.result ?? made.draft?.decided.result ?? 'nothing_fits';
  const won = winnerOf(loaded, made);
  const content = won && (await rendered(loaded, won, { shopper, now, code: made.code }, options));
  const answer = fallbackOf(loaded, made.placement, result, options);
  answer.decisionId = made.id;
  if (options.explain) {
    if (made.draft) answer.trace = traceOfDraft(loaded.set, made.draft);
    // The numbers of a trace belong to the set it was made with.
    else if (made.before?.basis_id === loaded.basis)
      answer.trace = traceOfRow(loaded.set, made.before);
  }
  if (won === null || content === null) return answer;
  const campaign = { id: won.campaign.id, name: won.campaign.name, variantId: won.variantId };
  return { ...answer, campaign, content, fallback: false };
}

/** A placement's own content, with the reason why it is that. */
export function fallbackOf(
  loaded: LoadedSet,
  key: string,
  result: DecisionResult,
  { locale, explain }: Pick<AnswerOptions, 'locale' | 'explain'>,
): DecisionAnswered {
  const place = loaded.set.book.placements.get(key);
  const compiled = place?.fallback?.[locale] ?? null;
  const content = compiled === null ? null : renderContent(compiled, plainData(loaded), locale);
  return {
    placement: key,
    decisionId: null,
    campaign: null,
    content,
    fallback: content !== null,
    minHeight: place?.placement.minHeight ?? 0,
    ...(explain ? { result, words: RESULT_WORDS[result] } : {}),
  };
}

/** What anybody may read: nothing of any shopper. */
function plainData({ set: { book } }: LoadedSet): Parameters<typeof renderContent>[1] {
  const { name, zone } = book.retailer;
  return {
    firstName: null,
    product: null,
    category: null,
    search: null,
    cart: null,
    freeShippingFromMinor: book.freeShippingFromMinor,
    offer: null,
    code: null,
    store: null,
    shop: { name, zone },
    cartProducts: [],
    viewedProducts: [],
  };
}

interface Won {
  campaign: CompiledCampaign;
  variantId: string;
  contents: Readonly<Record<Locale, CompiledContent>>;
}

function winnerOf({ set }: LoadedSet, { draft, before }: Made): Won | null {
  if (before !== null) {
    const campaign =
      before.campaign_id === null ? undefined : set.book.campaigns.get(before.campaign_id);
    const variant = campaign?.variants.find((one) => one.id === before.variant_id);
    return campaign && variant
      ? { campaign, variantId: variant.id, contents: variant.contents }
      : null;
  }
  const winner = draft?.decided.winner ?? null;
  const candidate = winner === null ? undefined : draft?.place.candidates[winner.at];
  const variant = candidate?.variants[winner?.variant ?? 0]?.variant;
  return candidate && variant
    ? { campaign: candidate.campaign, variantId: variant.id, contents: variant.contents }
    : null;
}

async function rendered(
  loaded: LoadedSet,
  { campaign, contents }: Won,
  about: { shopper: ReadShopper; now: number; code: Made['code'] },
  { catalogue, retailerId, locale }: AnswerOptions,
): Promise<RenderedContent | null> {
  const { shopper, now, code } = about;
  const content = contents[locale];
  const data = await factsFor(catalogue, {
    retailerId,
    book: loaded.set.book,
    campaign,
    content,
    state: shopper.state,
    // What somebody does who only claims to be this shopper is not theirs to read.
    moment: shopper.identity === 'proven' ? presentMoment(shopper.state, now) : null,
    personal: shopper.identity === 'proven' && campaign.consent !== null,
    code,
  });
  return renderContent(content, data, locale);
}

/**
 * The moment as it may be told. Who only claims to be somebody hears of the events of this very request and of nothing
 * else: everything else would be what another person did.
 */
export function answerMoment(
  { loaded, shopper, now }: Pick<Answered, 'loaded' | 'shopper' | 'now'>,
  explain: boolean,
  ownEvents: ReadonlySet<EventId>,
): MomentAnswered | null {
  if (shopper === null) return null;
  const { state, identity } = shopper;
  const model = loaded.moments.at(now);
  const moment = momentAt(state, now, model);
  if (moment === null || state.moment === undefined) return null;
  const all = evidenceFor(state.moment, moment.kind, now, model);
  const claimed = identity === 'claimed';
  const evidence = claimed ? all.filter(({ eventId }) => ownEvents.has(eventId)) : all;
  if (claimed && evidence.length === 0) return null;
  return {
    id: moment.id,
    kind: moment.kind,
    stage: moment.stage,
    subject: claimed ? null : moment.subject,
    confidence: round(moment.confidence),
    beganAt: moment.beganAt,
    expiresAt: moment.until,
    signals: claimed ? [] : signalNames(signalBits(state, now)),
    evidence: explain
      ? evidence.map((one) => ({
          words: evidenceText(one),
          points: round(one.weight),
          eventId: one.eventId,
        }))
      : [],
  };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** The language of a BCP 47 tag that we speak, else the shop's. */
export function localeOf(asked: unknown, shop: Locale): Locale {
  const tag = asText(asked)?.slice(0, 2).toLowerCase();
  return tag === 'de' || tag === 'en' ? tag : shop;
}
