import { CHANNEL_WORDS } from '@augenblick/contract';
import type { BroadcastDraft } from '@augenblick/contract';
import type { Formats, Language, TextOf } from '@augenblick/ui';
import { useFormats, useLanguage, useTexts } from '@augenblick/ui/react';
import { useMemo } from 'react';
import { clockOf } from '../campaigns/instants.ts';
import { useRetailer } from '../session/session.tsx';
import { useSegmentNames, useTemplateNames, useTopics } from './queries.ts';
import { editorTexts } from './texts-editor.ts';

/** Clauses of a newsletter's sentence, in the order they are read. */
export const CLAUSES = ['who', 'what', 'test', 'time', 'pace', 'often', 'result'] as const;
export type ClauseKey = (typeof CLAUSES)[number];

/** What is needed to word a draft; names are undefined for what is not there any more. */
export interface Wording {
  text: TextOf<keyof (typeof editorTexts)['en']>;
  formats: Formats;
  language: Language;
  /** The shop's zone. */
  zone: string;
  names: Record<'segment' | 'template' | 'topic', (id: string) => string | undefined>;
}

/** What is needed to word newsletters, as far as it has been loaded. */
export function useWording(): Wording {
  const text = useTexts(editorTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const { timeZone: zone } = useRetailer();
  const segments = useSegmentNames().data?.segments;
  const templates = useTemplateNames().data?.templates;
  const topics = useTopics().data?.topics;
  return useMemo(
    () => ({
      text,
      formats,
      language,
      zone,
      names: {
        segment: (id) => (segments ? segments.find((one) => one.id === id)?.name : '…'),
        template: (id) => (templates ? templates.find((one) => one.id === id)?.name : '…'),
        topic: (key) => (topics ? topics.find((one) => one.key === key)?.name[language] : '…'),
      },
    }),
    [text, formats, language, zone, segments, templates, topics],
  );
}

/** The clauses of a draft; what stands between two § can be chosen. */
export function clausesOf(draft: BroadcastDraft, wording: Wording): Record<ClauseKey, string> {
  return {
    who: whoOf(draft, wording),
    what: whatOf(draft, wording),
    test: testOf(draft, wording),
    time: timeOf(draft, wording),
    pace: paceOf(draft, wording),
    often: oftenOf(draft, wording),
    result: wording.text('resultDays', { days: draft.resultDays }),
  };
}

function whoOf({ audience, topic }: BroadcastDraft, { text, names }: Wording): string {
  const list = (ids: readonly string[], between: string): string =>
    ids.map((id) => names.segment(id) ?? text('gone')).join(`§${between}§`);
  const { segmentIds, excludedSegmentIds } = audience;
  return (
    (segmentIds.length === 0
      ? text('everybody')
      : text('segments', { names: list(segmentIds, text('or')) })) +
    (excludedSegmentIds.length === 0
      ? ''
      : text('excluded', { names: list(excludedSegmentIds, text('or')) })) +
    (topic === null ? '' : text('topic', { name: names.topic(topic) ?? text('goneTopic') }))
  );
}

function whatOf(draft: BroadcastDraft, { text, names, language }: Wording): string {
  const { channels, variants } = draft;
  if (channels.length === 0) return text('noChannel');
  const templates = variants.map(({ templateIds }) => {
    const ids = channels.flatMap((channel) => templateIds[channel] ?? []);
    if (ids.length < channels.length) return text('noTemplate');
    return [...new Set(ids)]
      .map((id) => text('template', { name: names.template(id) ?? text('goneTemplate') }))
      .join(text('and'));
  });
  return text('through', {
    channels: channels
      .map((channel) => CHANNEL_WORDS[channel][language])
      .join(`§${text('first')}§`),
    templates: [...new Set(templates)].join(text('or')),
  });
}

function testOf(draft: BroadcastDraft, { text, formats }: Wording): string {
  const { variants, test } = draft;
  if (variants.length < 2) return text('oneWording');
  if (test === null) {
    const total = variants.reduce((sum, { weight }) => sum + weight, 0);
    const shares = variants.map(({ name, weight }) =>
      text('share', {
        name,
        share: formats.percent(total === 0 ? 1 / variants.length : weight / total),
      }),
    );
    return text('split', { count: variants.length, shares: shares.join(', ') });
  }
  return (
    text('tested', {
      share: formats.percent(test.shareBp / 10_000),
      count: variants.length,
      after: formats.duration(test.afterMinutes * 60_000),
      measure: text(`measure.${test.measure}`),
    }) + text(test.unclear === 'ask' ? 'unclearAsk' : 'unclearLeading')
  );
}

function timeOf({ schedule }: BroadcastDraft, { text, formats }: Wording): string {
  switch (schedule.kind) {
    case 'at':
      return text('timeAt', { at: formats.dateTime(schedule.at) });
    case 'local':
      return text('timeLocal', {
        day: formats.date(Date.parse(`${schedule.day}T12:00:00Z`)),
        clock: clockOf(schedule.minutes),
      });
    case 'now':
    default:
      return text('timeNow');
  }
}

function paceOf({ spreadMinutes, perMinute }: BroadcastDraft, { text }: Wording): string {
  const parts: string[] = [];
  if (spreadMinutes > 0) {
    const whole = spreadMinutes % 60 === 0;
    parts.push(
      whole
        ? text('paceSpreadHours', { hours: spreadMinutes / 60 })
        : text('paceSpread', { minutes: spreadMinutes }),
    );
  }
  if (perMinute !== null) parts.push(text('paceLimit', { count: perMinute }));
  return parts.length === 0 ? text('paceAtOnce') : parts.join(', ');
}

function oftenOf({ caps, exclusiveGroup }: BroadcastDraft, { text }: Wording): string {
  const limits = caps.map(({ times, per }) => text('cap', { times, per })).join(text('and'));
  return (
    (caps.length === 0 ? text('uncapped') : text('capped', { caps: limits })) +
    (exclusiveGroup ? text('grouped', { group: exclusiveGroup }) : '')
  );
}

/** The clause in which a finding's field is changed. */
export function clauseOfField(field: string): ClauseKey | null {
  const [head = ''] = field.split('.');
  const places: Readonly<Record<string, ClauseKey>> = {
    audience: 'who',
    topic: 'who',
    categories: 'who',
    channels: 'what',
    variants: 'what',
    test: 'test',
    schedule: 'time',
    spreadMinutes: 'pace',
    perMinute: 'pace',
    caps: 'often',
    exclusiveGroup: 'often',
    resultDays: 'result',
  };
  return Object.hasOwn(places, head) ? (places[head] ?? null) : null;
}
