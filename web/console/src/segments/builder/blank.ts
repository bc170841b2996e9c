import type { Condition, Leaf, MomentKind, SignalName } from '@augenblick/contract';
import type { SegmentVocabulary } from '@augenblick/contract/api/segment.ts';

/** Kinds of moments in their order. */
export const KINDS: readonly MomentKind[] = ['know', 'go', 'do', 'buy'];
/** Signals a person may ask for. */
export const SIGNALS: readonly SignalName[] = [
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
];
/** Consents that shops ask for. */
export const CONSENTS = [
  ['marketing', 'email'],
  ['marketing', 'sms'],
  ['marketing', 'push'],
  ['marketing', 'whatsapp'],
  ['marketing', 'phone'],
  ['marketing', 'post'],
  ['marketing', 'ads'],
  ['personalisation', 'any'],
  ['analytics', 'any'],
  ['profiling', 'any'],
  ['location', 'any'],
] as const;

/** The menu of conditions, by what they are about. */
export const MENU = [
  ['behaviour', ['event', 'sequence', 'affinity', 'channel', 'seen']],
  ['purchases', ['orders', 'money', 'last_order']],
  ['person', ['trait', 'consent', 'identified', 'segment']],
  ['now', ['moment_now', 'moment', 'signal_now', 'signal']],
] as const satisfies readonly (readonly [string, readonly Leaf['type'][]])[];

/** A condition to begin with, filled with what the shop has most of. */
export function blankLeaf(type: Leaf['type'], vocabulary: SegmentVocabulary): Leaf {
  const once = { compare: 'at_least', n: 1 } as const;
  const month = { last: { n: 30, unit: 'day' } } as const;
  const has = (name: string) => vocabulary.events.some(({ value }) => value === name);
  const name = has('Product Viewed')
    ? 'Product Viewed'
    : (vocabulary.events[0]?.value ?? 'Page Viewed');
  const blanks: Record<Leaf['type'], Leaf> = {
    event: { type: 'event', event: { names: [name], where: [] }, times: once, window: month },
    sequence: {
      type: 'sequence',
      first: { names: [has('Product Added') ? 'Product Added' : name], where: [] },
      next: { names: ['Order Completed'], where: [] },
      happens: false,
      within: { n: 60, unit: 'minute' },
      window: { last: { n: 3, unit: 'day' } },
    },
    affinity: {
      type: 'affinity',
      kind: 'category',
      values: vocabulary.categories[0] ? [vocabulary.categories[0].value] : [],
      level: 'some',
    },
    channel: { type: 'channel', channel: vocabulary.channels[0]?.value ?? 'web', how: 'ever' },
    seen: { type: 'seen', which: 'last', age: 'within', duration: { n: 7, unit: 'day' } },
    orders: { type: 'orders', times: once, window: month },
    money: {
      type: 'money',
      measure: 'revenue',
      compare: 'at_least',
      minor: 10_000,
      currency: vocabulary.currencies[0] ?? 'EUR',
      window: { last: { n: 365, unit: 'day' } },
    },
    last_order: { type: 'last_order', age: 'longer_ago', duration: { n: 90, unit: 'day' } },
    trait: {
      type: 'trait',
      key: vocabulary.traits[0]?.value ?? 'city',
      test: { op: 'is', values: [] },
    },
    consent: { type: 'consent', purpose: 'marketing', channel: 'email', state: 'granted' },
    identified: { type: 'identified', is: true },
    segment: { type: 'segment', id: vocabulary.segments[0]?.id ?? '' },
    moment_now: { type: 'moment_now', kinds: ['buy'] },
    moment: { type: 'moment', kinds: ['buy'], times: once, window: month },
    signal_now: { type: 'signal_now', names: ['stalled_checkout'] },
    signal: { type: 'signal', names: ['abandoned_cart'], times: once, window: month },
  };
  return blanks[type];
}

/** True while a part lacks something that a person still has to say. */
// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
export function isIncomplete(part: Condition): boolean {
  switch (part.type) {
    case 'all':
    case 'any':
      return part.of.length === 0;
    case 'event':
      return part.event.where.some(({ test }) => testIncomplete(test));
    case 'sequence':
      return [...part.first.where, ...part.next.where].some(({ test }) => testIncomplete(test));
    case 'trait':
      return testIncomplete(part.test);
    case 'affinity':
      return part.values.length === 0;
    case 'orders':
    case 'money':
    case 'last_order':
      return (
        part.goods !== undefined && Object.values(part.goods).some((list) => list?.length === 0)
      );
    case 'segment':
      return part.id === '';
    case 'moment':
    case 'moment_now':
      return part.kinds?.length === 0;
    case 'signal':
    case 'signal_now':
      return part.names.length === 0;
    case 'not':
    case 'consent':
    case 'identified':
    case 'channel':
    case 'seen':
      return false;
  }
}

function testIncomplete(test: { op: string; values?: unknown[]; text?: string }): boolean {
  if (test.op === 'is' || test.op === 'is_not') return test.values?.length === 0;
  return test.op === 'contains' && test.text?.trim() === '';
}

/** True when nothing anywhere is missing. */
export function isWhole(part: Condition): boolean {
  if (isIncomplete(part)) return false;
  if (part.type === 'not') return isWhole(part.of);
  return part.type === 'all' || part.type === 'any' ? part.of.every(isWhole) : true;
}
