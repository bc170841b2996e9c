import { CONSENT_CHANNELS, CONSENT_PURPOSES } from '@augenblick/contract';
import type {
  Condition,
  DateTest,
  Duration,
  EventPattern,
  Goods,
  Leaf,
  Times,
  TimeWindow,
  ValueTest,
} from '@augenblick/contract';
import type { Formats, TextOf } from '@augenblick/ui';
import { useFormats, useTexts } from '@augenblick/ui/react';
import { useMemo } from 'react';
import { channelName, consentName, traitName } from '../shoppers/names.ts';
import type { WordText } from '../shoppers/names.ts';
import { wordTexts } from '../shoppers/texts-words.ts';
import { nameTexts } from './texts-names.ts';
import { sentenceTexts } from './texts-sentence.ts';

type SentenceText = TextOf<keyof (typeof sentenceTexts)['en']>;
type NameText = TextOf<keyof (typeof nameTexts)['en']>;

/** What wording a condition needs. */
export interface Wording {
  say: SentenceText;
  name: NameText;
  word: WordText;
  formats: Formats;
  /** Name of a segment by its id. */
  segmentName: (id: string) => string;
}

/** Everything needed to word conditions in the present language. */
export function useWording(segments: readonly { id: string; name: string }[] = []): Wording {
  const say = useTexts(sentenceTexts);
  const name = useTexts(nameTexts);
  const word = useTexts(wordTexts);
  const formats = useFormats();
  return useMemo(() => {
    const names = new Map(segments.map((segment) => [segment.id, segment.name]));
    return { say, name, word, formats, segmentName: (id) => names.get(id) ?? '…' };
  }, [say, name, word, formats, segments]);
}

/** A whole condition as one sentence. */
export function sentenceOf(condition: Condition, wording: Wording): string {
  if ((condition.type === 'all' || condition.type === 'any') && condition.of.length === 0)
    return `${wording.say('everybody')}.`;
  const clause = clauseOf(condition, wording, true);
  return `${tidy(wording.say('customers', { clause }))}.`;
}

/** A condition as a clause; groups within groups stand in brackets. */
export function clauseOf(part: Condition, wording: Wording, outermost = false): string {
  const { say } = wording;
  if (part.type === 'not') return tidy(say('not', { clause: clauseOf(part.of, wording) }));
  if (part.type === 'all' || part.type === 'any') {
    const clauses = part.of.map((one) => clauseOf(one, wording));
    const joined = clauses.join(`, ${say(part.type === 'all' ? 'and' : 'or')} `);
    return outermost || clauses.length === 1 ? joined : `(${joined})`;
  }
  return tidy(leafClause(part, wording));
}

/** Gaps that stayed empty leave no double blanks. */
function tidy(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ ([,.:])/g, '$1')
    .trim();
}

/** The key of a leaf's sentence; the builder uses the same ones. */
// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
export function sentenceKey(part: Leaf): keyof (typeof sentenceTexts)['en'] {
  switch (part.type) {
    case 'event':
      return isNever(part.times) ? 'eventNever' : 'event';
    case 'orders':
      return isNever(part.times) ? 'ordersNone' : 'orders';
    case 'money':
      return `money.${part.measure}`;
    case 'last_order':
      return 'last_order.within';
    case 'consent':
      return `consent.${part.state}`;
    case 'sequence':
      return part.happens ? 'sequence.happens' : 'sequence.not';
    case 'identified':
      return part.is ? 'identified.yes' : 'identified.no';
    case 'channel':
      return `channel.${part.how}`;
    case 'affinity':
      return `affinity.${part.level}`;
    case 'seen':
      return part.which === 'first' ? 'seen.first' : 'seen.last';
    case 'trait':
    case 'moment_now':
    case 'moment':
    case 'signal_now':
    case 'signal':
    case 'segment':
      return part.type;
  }
}

/** True for "not once". */
export function isNever({ compare, n }: Times): boolean {
  return n === 0 && compare !== 'at_least';
}

function leafClause(part: Leaf, wording: Wording): string {
  return wording.say(sentenceKey(part), leafValues(part, wording));
}

// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
function leafValues(part: Leaf, wording: Wording): Record<string, string> {
  const { say, name, word, formats } = wording;
  switch (part.type) {
    case 'event':
      return {
        what: eventWords(part.event, wording),
        times: timesWords(part.times, wording),
        window: windowWords(part.window, wording),
        where: whereWords(part.event, wording),
      };
    case 'orders':
      return {
        times: isNever(part.times) ? say('times.nothing') : timesWords(part.times, wording),
        goods: goodsWords(part.goods, wording),
        window: windowWords(part.window, wording),
      };
    case 'money': {
      const amount = formats.money({ amountMinor: part.minor, currency: part.currency });
      return {
        amount: say(`amount.${part.compare}`, { amount }),
        goods: goodsWords(part.goods, wording),
        window: windowWords(part.window, wording),
      };
    }
    case 'last_order':
      return { goods: goodsWords(part.goods, wording), age: ageWords(part, wording) };
    case 'trait':
      return { key: traitName(word, part.key), test: testWords(part.test, wording) };
    case 'consent':
      return { purpose: consentName(word, part.purpose, part.channel) };
    case 'moment_now':
      return { kinds: kindWords(part.kinds ?? [], wording) };
    case 'moment':
      return {
        kinds: kindWords(part.kinds, wording),
        times: timesWords(part.times, wording),
        window: windowWords(part.window, wording),
      };
    case 'signal_now':
      return { names: part.names.map((one) => name(`signal.${one}`)).join(', ') };
    case 'signal':
      return {
        names: part.names.map((one) => name(`signal.${one}`)).join(', '),
        times: timesWords(part.times, wording),
        window: windowWords(part.window, wording),
      };
    case 'sequence':
      return {
        first: patternWords(part.first, wording),
        next: patternWords(part.next, wording),
        within: spanWords(part.within, wording),
        window: windowWords(part.window, wording),
      };
    case 'segment':
      return { name: wording.segmentName(part.id) };
    case 'channel':
      return { channel: channelName(word, part.channel) };
    case 'affinity':
      return { values: quotedList(part.values, wording) };
    case 'seen':
      return { age: ageWords(part, wording) };
    case 'identified':
      return {};
  }
}

/** What was done, in words. */
export function eventName(event: string, { name }: Pick<Wording, 'name'>): string {
  const key = `event.${event}` as keyof (typeof nameTexts)['en'];
  return key in nameTexts.en ? name(key) : name('eventOther', { name: event });
}

function eventWords({ names }: EventPattern, wording: Wording): string {
  return names.map((one) => eventName(one, wording)).join(` ${wording.say('or')} `);
}

/** What was done with its details, in words. */
export function patternWords(pattern: EventPattern, wording: Wording): string {
  return tidy(`${eventWords(pattern, wording)} ${whereWords(pattern, wording)}`);
}

/** A property's name in words where we know it. */
export function propertyName(property: string, { name }: Pick<Wording, 'name'>): string {
  const key = `property.${property}` as keyof (typeof nameTexts)['en'];
  return key in nameTexts.en ? name(key) : property;
}

function whereWords({ where }: EventPattern, wording: Wording): string {
  if (where.length === 0) return '';
  const consent = consentWords(where, wording);
  if (consent !== null) return wording.say('where', { list: consent });
  const list = where
    .map(({ property, test }) =>
      wording.say('property', {
        name: propertyName(property, wording),
        test: testWords(test, wording, 'detail'),
      }),
    )
    .join(`, `);
  return wording.say('where', { list });
}

/** "Werbung per E-Mail" where a purpose is asked for, with or without its channel; null for any other question. */
function consentWords(where: EventPattern['where'], { word }: Wording): string | null {
  const asked = new Map(
    where.map(({ property, test }) => [
      property,
      test.op === 'is' && test.values.length === 1 ? test.values[0] : undefined,
    ]),
  );
  const purpose = CONSENT_PURPOSES.find((one) => one === asked.get('purpose'));
  const channel = CONSENT_CHANNELS.find((one) => one === (asked.get('channel') ?? 'any'));
  const known = asked.size === where.length && where.length === (asked.has('channel') ? 2 : 1);
  return known && purpose && channel ? consentName(word, purpose, channel) : null;
}

function goodsWords(goods: Goods | undefined, wording: Wording): string {
  if (goods === undefined) return '';
  const parts = (['products', 'categories', 'brands'] as const).flatMap((kind) => {
    const list = goods[kind];
    return list ? [`${wording.name(`goods.${kind}`)} ${quotedList(list, wording)}`] : [];
  });
  return parts.join(', ');
}

function quotedList(values: readonly (string | number | boolean)[], { say }: Wording): string {
  return values.map((value) => say('quoted', { value: String(value) })).join(` ${say('or')} `);
}

/** Wishes of moments, in words. */
export function kindWords(
  kinds: readonly ('know' | 'go' | 'do' | 'buy')[],
  { say }: Wording,
): string {
  return kinds.map((kind) => say(`want.${kind}`)).join(` ${say('or')} `);
}

/** How often, in words; nothing for "at least once", which goes without saying. */
export function timesWords(times: Times, { say }: Wording): string {
  if (isNever(times)) return say('times.never');
  if (times.compare === 'at_least' && times.n <= 1) return '';
  return say(`times.${times.compare}`, { n: times.n });
}

/** When, in words. */
export function windowWords(window: TimeWindow | undefined, { say, formats }: Wording): string {
  if (window === undefined) return '';
  if ('last' in window) return say(`window.${window.last.unit}`, { n: window.last.n });
  const day = (text: string): string => formats.date(Date.parse(`${text}T12:00:00`));
  return window.to === null
    ? say('window.since', { from: day(window.from) })
    : say('window.fixed', { from: day(window.from), to: day(window.to) });
}

function ageWords(
  { age, duration }: { age: 'within' | 'longer_ago'; duration: Duration },
  { say }: Wording,
): string {
  return age === 'within'
    ? say(`window.${duration.unit}`, { n: duration.n })
    : say(`ago.${duration.unit}`, { n: duration.n });
}

/** A length of time in words. */
export function spanWords({ n, unit }: Duration, { say }: Wording): string {
  return say(`span.${unit}`, { n });
}

// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
function testWords(
  test: ValueTest | DateTest,
  wording: Wording,
  /** Within brackets the words stand in another order than at the end of a clause. */
  place: 'test' | 'detail' = 'test',
): string {
  const { say, formats } = wording;
  const quoted = (value: string) => say('quoted', { value });
  switch (test.op) {
    case 'is':
    case 'is_not':
      return say(`${place}.${test.op}`, { value: quotedList(test.values, wording) });
    case 'contains':
      return say(`${place}.contains`, { value: quoted(test.text) });
    case 'above':
    case 'below':
      return say(`${place}.${test.op}`, { value: plainNumber(test.value, wording) });
    case 'between':
      return say(`${place}.between`, {
        from: plainNumber(test.from, wording),
        to: plainNumber(test.to, wording),
      });
    case 'set':
      return say(`${place}.set`);
    case 'day_before':
    case 'day_after':
      return say(`test.${test.op}`, { value: formats.date(Date.parse(`${test.day}T12:00:00`)) });
    case 'past_days':
    case 'longer_ago':
    case 'next_days':
    case 'anniversary':
      return say(`test.${test.op}`, { n: test.n });
  }
}

function plainNumber(value: number, { formats }: Wording): string {
  return formats.number(value, Number.isInteger(value) ? 0 : 2);
}
