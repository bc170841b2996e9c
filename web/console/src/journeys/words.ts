import { CHANNEL_WORDS, isChannel, NODE_WORDS } from '@augenblick/contract';
import type {
  Duration,
  EventPattern,
  JourneyDraft,
  JourneyEntry,
  JourneyExit,
  JourneyKey,
  JourneyNode,
} from '@augenblick/contract';
import type { JourneyVocabulary } from '@augenblick/contract/api/journey.ts';
import type { Language, TextOf } from '@augenblick/ui';
import { useFormats, useLanguage, useTexts } from '@augenblick/ui/react';
import { useMemo } from 'react';
import { clockOf } from '../campaigns/instants.ts';
import { clauseOf, kindWords, patternWords, propertyName, useWording } from '../segments/words.ts';
import type { Wording } from '../segments/words.ts';
import { channelName, traitName } from '../shoppers/names.ts';
import { wordTexts } from './texts-words.ts';

/** Reads a text of the sentences of journeys. */
export type WordText = TextOf<keyof (typeof wordTexts)['en']>;

/** Everything needed to say what a journey does. */
export interface JourneyWording {
  text: WordText;
  language: Language;
  /** Words of conditions. */
  wording: Wording;
  percent: (share: number) => string;
  vocabulary: JourneyVocabulary | undefined;
  /** True for a ready-made journey: what it needs is made with it, so nothing is still to be chosen. */
  ready: boolean;
}

const NO_SEGMENTS: readonly { id: string; name: string }[] = [];

/** Everything needed to word a journey in the reader's language; names arrive with the vocabulary. */
export function useJourneyWording(
  vocabulary: JourneyVocabulary | undefined,
  ready = false,
): JourneyWording {
  const text = useTexts(wordTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const wording = useWording(vocabulary?.segments ?? NO_SEGMENTS);
  return useMemo(
    () => ({
      text,
      language,
      wording,
      percent: (share) => formats.percent(share),
      vocabulary,
      ready,
    }),
    [text, formats, language, wording, vocabulary, ready],
  );
}

/** "3 Tage" */
export function spanOf({ n, unit }: Duration, text: WordText): string {
  return text(`span.${unit}`, { n });
}

/** 1 = Monday … 7 = Sunday, in words. */
export function dayName(day: number, text: WordText): string {
  return text(`day.${Math.min(7, Math.max(1, day)) as 1}`);
}

/** The kind of a step in the reader's language. */
export function kindOf(node: Pick<JourneyNode, 'type'>, language: Language): string {
  return NODE_WORDS[node.type][language];
}

/** What a step is called: its own name, else its kind. */
export function titleOf(node: JourneyNode, language: Language): string {
  return node.name || kindOf(node, language);
}

/** A channel as people name it. */
export function channelWord(channel: string, language: Language): string {
  return isChannel(channel) ? CHANNEL_WORDS[channel][language] : channel;
}

/** "„Sommerfest“": the name of what was chosen, or words for what was not chosen yet or is gone. */
function chosen(
  list: readonly { id: string; name: string }[] | undefined,
  id: string | null,
  what: 'message' | 'offer' | 'journey' | 'segment',
  { text, ready }: Pick<JourneyWording, 'text' | 'ready'>,
): string {
  const name = list?.find((one) => one.id === id)?.name;
  if (name !== undefined) return text('quoted', { name });
  if (id !== null && !list) return '…';
  if (ready) return text(`ready.${what}`);
  return text(id === null ? `open.${what}` : `gone.${what}`);
}

function listed(parts: readonly string[], joint: string): string {
  if (parts.length < 2) return parts[0] ?? '';
  return `${parts.slice(0, -1).join(', ')} ${joint} ${parts.at(-1) ?? ''}`;
}

function daysOf(days: readonly number[], { text }: JourneyWording): string {
  if (days.length === 0 || days.length === 7) return text('everyDay');
  return text('onDays', {
    days: listed(
      days.map((day) => dayName(day, text)),
      text('or'),
    ),
  });
}

/** A step as a sentence. */
// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
export function nodeSentence(
  node: JourneyNode,
  draft: JourneyDraft,
  words: JourneyWording,
): string {
  const { text, vocabulary } = words;
  switch (node.type) {
    case 'start':
      return entriesSentence(draft, words);
    case 'send':
      return sendSentence(node, words);
    case 'decide': {
      const place = vocabulary?.placements.find(({ key }) => key === node.placement);
      return node.placement === ''
        ? text('node.decideOpen')
        : text('node.decide', { place: place?.name ?? node.placement });
    }
    case 'wait':
      return text('node.wait', { span: spanOf(node.for, text) });
    case 'wait_event': {
      const values = { span: spanOf(node.timeout, text), what: whatOf(node.event, words) };
      return node.sameKey && draft.key !== 'shopper'
        ? text('node.waitEventSame', { ...values, key: text(`key.${draft.key}`) })
        : text('node.waitEvent', values);
    }
    case 'wait_until': {
      const time = clockOf(node.minute);
      return node.days.length === 0 || node.days.length === 7
        ? text('node.waitUntilAny', { time })
        : text('node.waitUntil', {
            days: listed(
              node.days.map((day) => dayName(day, text)),
              text('or'),
            ),
            time,
          });
    }
    case 'branch':
      return branchSentence(node, words);
    case 'split':
      return text('node.split', { shares: sharesOf(node, words) });
    case 'exit':
      return node.reason ? text('node.exitReason', { reason: node.reason }) : text('node.exit');
    case 'profile':
    case 'code':
    case 'points':
    case 'task':
    case 'webhook':
    case 'start_journey':
    case 'end_journey':
      return deedSentence(node, words);
  }
}

type Deed = Extract<
  JourneyNode,
  { type: 'profile' | 'code' | 'points' | 'task' | 'webhook' | 'start_journey' | 'end_journey' }
>;

// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
function deedSentence(node: Deed, words: JourneyWording): string {
  const { text, vocabulary } = words;
  switch (node.type) {
    case 'profile':
      return profileSentence(node, words);
    case 'code':
      return text('node.code', { what: chosen(vocabulary?.offers, node.offerId, 'offer', words) });
    case 'points':
      return text('node.points', { n: node.points });
    case 'task':
    case 'webhook':
      return text(`node.${node.type}`, {
        what: chosen(vocabulary?.templates, node.templateId, 'message', words),
      });
    case 'start_journey':
    case 'end_journey':
      return text(`node.${node.type}`, {
        what: chosen(vocabulary?.journeys, node.journeyId, 'journey', words),
      });
  }
}

function sendSentence(
  { messages }: Extract<JourneyNode, { type: 'send' }>,
  words: JourneyWording,
): string {
  const { text, language } = words;
  const [first] = messages;
  if (!first) return text('node.sendOpen');
  if (messages.length > 1) {
    const channels = messages.map(({ channel }) => channelWord(channel, language));
    return text('node.sendBest', { channels: listed(channels, text('or')) });
  }
  const what = chosen(words.vocabulary?.templates, first.templateId, 'message', words);
  return text('node.send', { what, channel: channelWord(first.channel, language) });
}

function branchSentence(
  node: Extract<JourneyNode, { type: 'branch' }>,
  { text, wording }: JourneyWording,
): string {
  if (node.on === 'shopper') {
    const open = node.condition === null || isEmpty(node.condition);
    if (open || node.condition === null) return text('node.branchOpen');
    return text('node.branch', { clause: clauseOf(node.condition, wording, true) });
  }
  if (node.where.length === 0) return text('node.branchOpen');
  const list = node.where
    .map(({ property, test }) => testSentence(property, test, wording))
    .join(', ');
  return text('node.branchEvent', { list });
}

function isEmpty(condition: NonNullable<JourneyDraft['audience']>): boolean {
  return (condition.type === 'all' || condition.type === 'any') && condition.of.length === 0;
}

/** "Kategorie ist „Lampen“": a detail of an event as a clause. */
function testSentence(
  property: string,
  test: EventPattern['where'][number]['test'],
  wording: Wording,
): string {
  const whole = patternWords({ names: [], where: [{ property, test }] }, wording);
  // The pattern puts its details into brackets; alone they need none.
  return whole.replace(/^\((.*)\)$/s, '$1') || propertyName(property, wording);
}

function profileSentence(
  { traits }: Extract<JourneyNode, { type: 'profile' }>,
  { text, wording }: JourneyWording,
): string {
  const named = traits.filter(({ key }) => key !== '');
  if (named.length === 0) return text('node.profileOpen');
  const list = named.map(({ key, value }) => {
    const name = traitName(wording.word, key);
    if (value === null) return text('node.traitGone', { key: name });
    const shown = typeof value === 'boolean' ? text(value ? 'yes' : 'no') : String(value);
    return text('node.trait', { key: name, value: shown });
  });
  return text('node.profile', { list: listed(list, text('and')) });
}

function sharesOf(
  { shares }: Extract<JourneyNode, { type: 'split' }>,
  { text, percent }: JourneyWording,
): string {
  const whole = shares.reduce((sum, { weight }) => sum + weight, 0) || 1;
  return shares
    .map(({ name, id, weight }) =>
      text('node.share', { name: name || id, percent: percent(weight / whole) }),
    )
    .join(', ');
}

/** A way out of a step in words. */
export function portName(node: JourneyNode, port: string, words: JourneyWording): string {
  const { text, percent } = words;
  if (node.type === 'split') {
    const whole = node.shares.reduce((sum, { weight }) => sum + weight, 0) || 1;
    const share = node.shares.find(({ id }) => id === port);
    return share
      ? text('node.share', { name: share.name || share.id, percent: percent(share.weight / whole) })
      : port;
  }
  if (node.type === 'wait_event' && port === 'timeout')
    return text('port.timeout', { span: spanOf(node.timeout, text) });
  if (node.type === 'code' && port === 'next') return text('port.code');
  return text(`port.${port as 'next' | 'yes' | 'no' | 'happened' | 'chosen' | 'nothing' | 'none'}`);
}

/** What begins a journey, in one sentence. */
export function entriesSentence(
  { entries }: Pick<JourneyDraft, 'entries'>,
  words: JourneyWording,
): string {
  const [first, ...others] = entries;
  if (!first) return words.text('beginsNothing');
  const what = entryClause(first, words);
  const [second, ...more] = others;
  if (!second) return words.text('begins', { what });
  return more.length === 0
    ? words.text('beginsEither', { what, other: entryClause(second, words) })
    : words.text('beginsMore', { what, count: others.length });
}

/** A way in as a clause. */
// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
export function entryClause(entry: JourneyEntry, words: JourneyWording): string {
  const { text, wording } = words;
  switch (entry.type) {
    case 'event': {
      const what = whatOf(entry.event, words);
      const channels = entry.channels.map((one) => channelName(wording.word, one));
      return channels.length === 0
        ? text('entry.event', { what })
        : text('entry.eventFrom', { what, channels: listed(channels, text('or')) });
    }
    case 'segment':
      return text('entry.segment', { name: segmentOf(entry.segmentId, words) });
    case 'signal':
      return text('entry.signal', {
        names: listed(
          entry.names.map((one) => text('quoted', { name: wording.name(`signal.${one}`) })),
          text('or'),
        ),
      });
    case 'moment':
      return entry.kinds.length === 0
        ? text('entry.momentAny')
        : text('entry.moment', { kinds: kindWords(entry.kinds as ['buy'], wording) });
    case 'date':
      return dateClause(entry, words);
    case 'schedule':
      return text('entry.schedule', {
        days: daysOf(entry.days, words),
        time: clockOf(entry.minute),
        name: segmentOf(entry.segmentId, words),
      });
    case 'back_in_stock':
      return text(entry.viewed ? 'entry.backInStockViewed' : 'entry.backInStock');
    case 'price_drop':
      return text('entry.priceDrop', { percent: words.percent(entry.percentBp / 10_000) });
    case 'api':
      return text('entry.api');
  }
}

function segmentOf(id: string | null, words: JourneyWording): string {
  return chosen(words.vocabulary?.segments, id, 'segment', words);
}

function dateClause(
  entry: Extract<JourneyEntry, { type: 'date' }>,
  { text, wording }: JourneyWording,
): string {
  const time = clockOf(entry.minute);
  const { days } = entry;
  if (entry.basis === 'last_order') return text('entry.lastOrder', { days, time });
  if (entry.basis === 'own_rhythm') return text('entry.ownRhythm', { time });
  const when =
    days === 0
      ? text('when.on')
      : text(days < 0 ? 'when.before' : 'when.after', { n: Math.abs(days) });
  return text(`entry.${entry.basis}`, { when, trait: traitName(wording.word, entry.trait), time });
}

/** What takes somebody out, as a clause after "as soon as". */
// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
export function exitClause(exit: JourneyExit, key: JourneyKey, words: JourneyWording): string {
  const { text, wording } = words;
  switch (exit.type) {
    case 'event': {
      const what = whatOf(exit.event, words);
      return exit.sameKey && key !== 'shopper'
        ? text('exit.eventSame', { what, key: text(`key.${key}`) })
        : text('exit.event', { what });
    }
    case 'segment_left':
    case 'segment_entered':
      return text(`exit.${exit.type}`, {
        name: segmentOf(exit.segmentId, words),
      });
    case 'condition':
      return isEmpty(exit.condition)
        ? text('exit.conditionOpen')
        : text('exit.condition', { clause: clauseOf(exit.condition, wording, true) });
  }
}

/** What was done, with its details. */
export function whatOf(event: EventPattern, { wording }: JourneyWording): string {
  return patternWords(event, wording);
}

/** A whole journey in one sentence: how many messages, over how long, what stops it. */
export function summaryOf(draft: JourneyDraft, words: JourneyWording): string {
  const { text } = words;
  const messages = draft.nodes.filter(({ type }) => type === 'send').length;
  const longest = longestMs(draft);
  const [first] = draft.exits;
  const ends = draft.goal?.ends
    ? text('summaryEnds', { what: text('exit.event', { what: whatOf(draft.goal.event, words) }) })
    : first
      ? text('summaryEnds', { what: exitClause(first, draft.key, words) })
      : '';
  if (messages === 0) return text('summarySilent', { ends });
  const span = longest === 0 ? shortSpan(draft) : spanOf(roundSpan(longest), text);
  return text('summary', { messages, span, ends });
}

/** A journey without a length: does it speak at once, or at an hour it waits for? */
function shortSpan({ nodes, entries }: JourneyDraft): 'none' | 'hour' {
  const dated = entries.length > 0 && entries.every(({ type }) => DATED.has(type));
  return dated || nodes.some(({ type }) => type === 'wait_until') ? 'hour' : 'none';
}

/** Ways in that come at an hour of their own. */
const DATED: ReadonlySet<JourneyEntry['type']> = new Set(['date', 'schedule']);

/** The longest somebody can be on the way by the lengths of its waits, ms; ways back are walked once. */
export function longestMs({ nodes, edges }: Pick<JourneyDraft, 'nodes' | 'edges'>): number {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const done = new Map<string, number>();
  const walk = (id: string, open: ReadonlySet<string>): number => {
    const node = known.get(id);
    const ready = done.get(id);
    if (ready !== undefined) return ready;
    if (!node || open.has(id)) return 0;
    const own = node.type === 'wait' ? node.for : node.type === 'wait_event' ? node.timeout : null;
    const inside = new Set([...open, id]);
    const next = edges.filter(({ from }) => from === id).map(({ to }) => walk(to, inside));
    const whole = (own ? durationMs(own) : 0) + Math.max(0, ...next);
    done.set(id, whole);
    return whole;
  };
  return walk('start', new Set());
}

// The contract's own function stands beside the schemas of conditions, which weigh more than this page.
const UNIT_MS: Readonly<Record<Duration['unit'], number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

function durationMs({ n, unit }: Duration): number {
  return n * UNIT_MS[unit];
}

function roundSpan(ms: number): Duration {
  const hours = ms / 3_600_000;
  if (hours < 1) return { n: Math.max(1, Math.round(ms / 60_000)), unit: 'minute' };
  if (hours < 48) return { n: Math.round(hours), unit: 'hour' };
  return { n: Math.round(hours / 24), unit: 'day' };
}
