import type { CampaignDraft } from '@augenblick/contract';
import type { Formats, TextOf } from '@augenblick/ui';
import { useFormats, useTexts } from '@augenblick/ui/react';
import { useMemo } from 'react';
import { readable } from '../content/readable.ts';
import { clockOf } from './instants.ts';
import { useOfferNames, usePlacementNames, useSegmentNames } from './queries.ts';
import { clauseTexts } from './texts-clauses.ts';
import { heartTexts } from './texts-words.ts';

/** Clauses of a campaign's sentence, in the order they are read. */
export const CLAUSES = [
  'who',
  'when',
  'where',
  'what',
  'offer',
  'time',
  'often',
  'budget',
  'goal',
  'holdout',
  'rank',
] as const;
export type ClauseKey = (typeof CLAUSES)[number];

export type ClauseText = TextOf<keyof (typeof clauseTexts)['en']>;
export type HeartText = TextOf<keyof (typeof heartTexts)['en']>;

/** Names of what a draft refers to by id; undefined for what is not there any more. */
export interface Names {
  segment: (id: string) => string | undefined;
  place: (key: string) => string | undefined;
  offer: (id: string) => string | undefined;
}

/** What is needed to word a draft. */
export interface Wording {
  text: ClauseText;
  heart: HeartText;
  formats: Formats;
  names: Names;
}

/** The clauses of a draft; what stands between two § can be chosen. */
export function clausesOf(draft: CampaignDraft, wording: Wording): Record<ClauseKey, string> {
  return {
    who: whoOf(draft, wording),
    when: whenOf(draft, wording),
    where: whereOf(draft, wording),
    what: whatOf(draft, wording),
    offer: offerOf(draft, wording),
    time: timeOf(draft, wording),
    often: oftenOf(draft, wording),
    budget: budgetOf(draft, wording),
    goal: goalOf(draft, wording),
    holdout: holdoutOf(draft, wording),
    rank: rankOf(draft, wording),
  };
}

function whoOf(draft: CampaignDraft, { text, heart, names }: Wording): string {
  const { segmentId, excludedSegmentId, consent } = draft;
  const nameOf = (id: string): string => names.segment(id) ?? text('gone');
  return (
    (segmentId === null ? text('everybody') : text('segment', { name: nameOf(segmentId) })) +
    (excludedSegmentId === null ? '' : text('excluded', { name: nameOf(excludedSegmentId) })) +
    (consent === null
      ? ''
      : text('consented', { purpose: heart(`purpose.${consent.purpose}` as 'purpose.marketing') }))
  );
}

function whenOf(draft: CampaignDraft, { text, heart, formats }: Wording): string {
  const { kinds, stages, signals, minConfidence } = draft.when;
  const any = (prefix: string, of: readonly string[]): string =>
    of.map((one) => heart(`${prefix}.${one}` as 'kind.know')).join(`§${text('or')}§`);
  const parts = [
    kinds.length > 0 && text('moment', { kinds: any('kind', kinds) }),
    stages.length > 0 && text('stages', { stages: any('stage', stages) }),
    signals.length > 0 && text('signals', { signals: any('signal', signals) }),
  ].filter((part) => part !== false);
  if (parts.length === 0) return text('always');
  const sure = minConfidence > 0 ? text('sure', { share: formats.percent(minConfidence) }) : '';
  return parts.join(' ') + sure;
}

function whereOf(draft: CampaignDraft, { text, names }: Wording): string {
  if (draft.placements.length === 0) return text('nowhere');
  const places = draft.placements.map((key) => names.place(key) ?? key);
  return text('places', { places: places.join(`§${text('and')}§`) });
}

function whatOf(draft: CampaignDraft, { text, formats }: Wording): string {
  const [first, ...rest] = draft.variants;
  const content = first?.contents[formats.language];
  const headline = content?.headline || content?.text || content?.button?.label || '';
  if (headline === '') return text('nothing');
  if (rest.length === 0) return text('words', { headline: readable(headline) });
  return text('variants', { headline: readable(headline), count: rest.length });
}

function offerOf({ offerId }: CampaignDraft, { text, names }: Wording): string {
  if (offerId === null) return text('noOffer');
  return text('offer', { name: names.offer(offerId) ?? text('gone') });
}

const DAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

/** 1 = Monday … 7 = Sunday, in words. */
export function dayName(text: ClauseText, day: number): string {
  return text(DAYS[day - 1] ?? 'monday');
}

function timeOf({ schedule }: CampaignDraft, { text, formats }: Wording): string {
  const { from, to, days, hours } = schedule;
  const span =
    from !== null && to !== null
      ? text('fromUntil', { from: formats.dateTime(from), to: formats.dateTime(to) })
      : from !== null
        ? text('from', { from: formats.dateTime(from) })
        : to !== null && text('until', { to: formats.dateTime(to) });
  const parts = [
    span,
    days.length > 0 &&
      days.length < 7 &&
      text('onDays', { days: days.map((day) => dayName(text, day)).join(', ') }),
    hours && text('hours', { from: clockOf(hours.from), to: clockOf(hours.to) }),
  ].filter((part) => typeof part === 'string');
  return parts.length === 0 ? text('anytime') : parts.join(', ');
}

/** "twice per day" */
export function capOf(
  { times, per }: CampaignDraft['caps'][number],
  { text, heart }: Pick<Wording, 'text' | 'heart'>,
): string {
  const often = text('times', { count: times });
  return per === 'ever'
    ? text('capEver', { times: often })
    : text('cap', { times: often, per: heart(`per.${per}`) });
}

function oftenOf({ caps }: CampaignDraft, wording: Wording): string {
  const { text } = wording;
  if (caps.length === 0) return text('uncapped');
  return text('capped', { caps: caps.map((cap) => capOf(cap, wording)).join(text('and')) });
}

function budgetOf({ budget }: CampaignDraft, { text, formats }: Wording): string {
  if (budget === null) return text('unlimited');
  const { minor: amountMinor, currency } = budget;
  return text('budget', { amount: formats.money({ amountMinor, currency }) });
}

/** Events that read well as a goal; any other name is shown as it is. */
export const GOALS = [
  'Order Completed',
  'Checkout Started',
  'Product Added',
  'Placement Clicked',
  'Product Viewed',
  'Product Added to Wishlist',
  'Product Reviewed',
] as const;

/** The goal as a noun. */
export function goalName(heart: HeartText, event: string): string {
  const known = GOALS.find((one) => one === event);
  return known ? heart(`goal.${known}`) : event;
}

function goalOf({ goal }: CampaignDraft, { text, heart }: Wording): string {
  const { event, windowHours } = goal;
  const window =
    windowHours % 24 === 0
      ? text('days', { count: windowHours / 24 })
      : text('hoursLong', { count: windowHours });
  return text('goal', { goal: goalName(heart, event), window });
}

function holdoutOf({ holdoutBp }: CampaignDraft, { text, formats }: Wording): string {
  if (holdoutBp === 0) return text('noHoldout');
  return text('holdout', { share: formats.percent(holdoutBp / 10_000) });
}

function rankOf(draft: CampaignDraft, { text, formats }: Wording): string {
  const { priority, exclusiveGroup, marginBp } = draft;
  return (
    text('rank', { priority }) +
    (exclusiveGroup === null ? text('noGroup') : text('group', { group: exclusiveGroup })) +
    (marginBp === null
      ? text('usualMargin')
      : text('margin', { share: formats.percent(marginBp / 10_000) }))
  );
}

/** Everything needed to word a draft in the reader's language; names arrive as they are loaded. */
export function useWording(): Wording {
  const text = useTexts(clauseTexts);
  const heart = useTexts(heartTexts);
  const formats = useFormats();
  const segments = useSegmentNames().data;
  const places = usePlacementNames().data;
  const offers = useOfferNames().data;
  return useMemo(
    () => ({
      text,
      heart,
      formats,
      names: {
        segment: (id) => segments?.segments.find((one) => one.id === id)?.name,
        place: (key) =>
          places?.placements.find(({ placement }) => placement.key === key)?.placement.name,
        offer: (id) => offers?.offers.find(({ offer }) => offer.id === id)?.offer.name,
      },
    }),
    [text, heart, formats, segments, places, offers],
  );
}
