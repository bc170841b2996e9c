/**
 * The language of segments: what must be true of a shopper. One schema for console, API and command line; two evaluators
 * read it (server/src/segment): on a shopper's folded state, event by event, and as SQL over the whole base.
 */
import { z } from 'zod';
import { CONSENT_CHANNELS, CONSENT_PURPOSES } from './consent.ts';
import { MOMENT_KINDS, SIGNAL_NAMES, STAGES, SUBJECT_TYPES } from './moment.ts';

/** Bounds of a condition, each with its reason. */
export const CONDITION_LIMITS = {
  /** Deeper sentences cannot be read aloud. */
  depthMax: 6,
  /** Parts of all kinds; each costs a look at every event it listens to. */
  partsMax: 60,
  groupMax: 20,
  /** Instants remembered of each shopper for one part. */
  timesMax: 50,
  filtersMax: 8,
  namesMax: 10,
  valuesMax: 50,
  textMax: 200,
  /** Longest window that moves with time: three years. */
  windowDaysMax: 1_100,
  /** How long the second step of a sequence may take: ninety days. */
  sequenceDaysMax: 90,
} as const;
const L = CONDITION_LIMITS;

export const DURATION_UNITS = ['minute', 'hour', 'day', 'week'] as const;
export type DurationUnit = (typeof DURATION_UNITS)[number];
const UNIT_MS: Readonly<Record<DurationUnit, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

/** A length of time as a person says it. A day is 24 hours. */
export const Duration = z
  .object({ n: z.number().int().min(1).max(1_000_000), unit: z.enum(DURATION_UNITS) })
  .refine((value) => durationMs(value) <= L.windowDaysMax * UNIT_MS.day, 'too_long');
export type Duration = z.infer<typeof Duration>;

/** Milliseconds of a length of time. */
export function durationMs(value: { n: number; unit: DurationUnit }): number {
  return value.n * UNIT_MS[value.unit];
}

/** A calendar day in the shop's zone. */
export const CalendarDay = z.iso.date();

/** When something counts: in the last …, or between two days (both included, the second may be open). Left out: ever. */
export const TimeWindow = z.union([
  z.strictObject({ last: Duration }),
  z
    .strictObject({ from: CalendarDay, to: CalendarDay.nullable() })
    .refine(({ from, to }) => to === null || from <= to, 'days_turned_round'),
]);
export type TimeWindow = z.infer<typeof TimeWindow>;

const Text = z.string().trim().min(1).max(L.textMax);
const Value = z.union([Text, z.number(), z.boolean()]);
const Values = z.array(Value).min(1).max(L.valuesMax);

/** How a property or trait is compared. Texts are compared without regard to case; of a list, any entry may fit. */
export const TEST_OPS = ['is', 'is_not', 'contains', 'above', 'below', 'between', 'set'] as const;
/** is: equals one of the values. is_not: is there and equals none of them. above, below, between include the bound. */
export const ValueTest = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('is'), values: Values }),
  z.strictObject({ op: z.literal('is_not'), values: Values }),
  z.strictObject({ op: z.literal('contains'), text: Text }),
  z.strictObject({ op: z.literal('above'), value: z.number() }),
  z.strictObject({ op: z.literal('below'), value: z.number() }),
  z
    .strictObject({ op: z.literal('between'), from: z.number(), to: z.number() })
    .refine(({ from, to }) => from <= to, 'bounds_turned_round'),
  z.strictObject({ op: z.literal('set') }),
]);
export type ValueTest = z.infer<typeof ValueTest>;

/** Tests of a trait that holds a date (2026-03-01…): by the day, in the shop's zone. */
export const DateTest = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('day_before'), day: CalendarDay }),
  z.strictObject({ op: z.literal('day_after'), day: CalendarDay }),
  /** On one of the last n days or today. */
  z.strictObject({ op: z.literal('past_days'), n: z.number().int().min(0).max(36_500) }),
  /** Longer ago than n days. */
  z.strictObject({ op: z.literal('longer_ago'), n: z.number().int().min(0).max(36_500) }),
  /** Today or on one of the next n days. */
  z.strictObject({ op: z.literal('next_days'), n: z.number().int().min(0).max(36_500) }),
  /** Its anniversary (a birthday) is today or on one of the next n days. */
  z.strictObject({ op: z.literal('anniversary'), n: z.number().int().min(0).max(60) }),
]);
export type DateTest = z.infer<typeof DateTest>;

/** A property of an event, by its path: "category", "products.category" (lists are looked into). */
const PATH = /^[^.\s"\\][^."\\]{0,79}(\.[^."\\]{1,80}){0,3}$/;
export const PropertyTest = z.strictObject({
  property: z.string().max(200).regex(PATH),
  test: ValueTest,
});
export type PropertyTest = z.infer<typeof PropertyTest>;

/** Events of one of these names that pass every filter. */
export const EventPattern = z.strictObject({
  names: z.array(Text).min(1).max(L.namesMax),
  where: z.array(PropertyTest).max(L.filtersMax).default([]),
});
export type EventPattern = z.infer<typeof EventPattern>;

/** How often. at_most 0 = never. */
export const Times = z.strictObject({
  compare: z.enum(['at_least', 'at_most', 'exactly']),
  n: z.number().int().min(0).max(L.timesMax),
});
export type Times = z.infer<typeof Times>;

/** Goods of an order; each list that is given must be met by one and the same line. */
export const Goods = z.strictObject({
  products: z.array(Text).min(1).max(L.valuesMax).optional(),
  categories: z.array(Text).min(1).max(L.valuesMax).optional(),
  brands: z.array(Text).min(1).max(L.valuesMax).optional(),
});
export type Goods = z.infer<typeof Goods>;

const currency = z.string().regex(/^[A-Z]{3}$/);
const minor = z.number().int().min(0).max(1e12);
const amount = z.enum(['at_least', 'at_most']);

const leaves = [
  z.strictObject({
    type: z.literal('trait'),
    key: z.string().trim().min(1).max(80),
    test: z.union([ValueTest, DateTest]),
  }),
  z.strictObject({
    type: z.literal('consent'),
    purpose: z.enum(CONSENT_PURPOSES),
    channel: z.enum(CONSENT_CHANNELS),
    /** none: never asked or requested and not confirmed. */
    state: z.enum(['granted', 'withdrawn', 'none']),
  }),
  /** In a moment right now. */
  z.strictObject({
    type: z.literal('moment_now'),
    kinds: z.array(z.enum(MOMENT_KINDS)).min(1).optional(),
    stages: z.array(z.enum(STAGES)).min(1).optional(),
    subject: z
      .strictObject({ type: z.enum(SUBJECT_TYPES), ids: z.array(Text).min(1).max(L.valuesMax) })
      .optional(),
    /** 0–1 */
    confidence: z.number().min(0).max(1).optional(),
  }),
  z.strictObject({
    type: z.literal('moment'),
    kinds: z.array(z.enum(MOMENT_KINDS)).min(1),
    times: Times,
    window: TimeWindow.optional(),
  }),
  /** A signal that holds right now. */
  z.strictObject({
    type: z.literal('signal_now'),
    names: z.array(z.enum(SIGNAL_NAMES)).min(1),
  }),
  z.strictObject({
    type: z.literal('signal'),
    names: z.array(z.enum(SIGNAL_NAMES)).min(1),
    times: Times,
    window: TimeWindow.optional(),
  }),
  /** How many purchases, without cancelled ones. */
  z.strictObject({
    type: z.literal('orders'),
    times: Times,
    goods: Goods.optional(),
    window: TimeWindow.optional(),
  }),
  /**
   * Money of purchases in one currency, minor units. revenue: what was paid (of goods: their lines). average: per purchase;
   * nobody without a purchase has one. refunded: given back, also by returns.
   */
  z.strictObject({
    type: z.literal('money'),
    measure: z.enum(['revenue', 'average', 'refunded']),
    compare: amount,
    minor,
    currency,
    goods: Goods.optional(),
    window: TimeWindow.optional(),
  }),
  /** The last purchase was in the last …, or longer ago than … */
  z.strictObject({
    type: z.literal('last_order'),
    age: z.enum(['within', 'longer_ago']),
    duration: Duration,
    goods: Goods.optional(),
  }),
  z.strictObject({
    type: z.literal('event'),
    event: EventPattern,
    times: Times,
    window: TimeWindow.optional(),
  }),
  /**
   * One thing and then another. `happens` true: `next` came within `within` of a `first`, and that inside `window`. False:
   * since the last `first` (inside `window`) `next` has not come for at least `within`, and not until now.
   */
  z.strictObject({
    type: z.literal('sequence'),
    first: EventPattern,
    next: EventPattern,
    happens: z.boolean(),
    within: Duration,
    window: z.strictObject({ last: Duration }).optional(),
  }),
  z.strictObject({ type: z.literal('segment'), id: z.uuid() }),
  /** Known by more than a cookie. */
  z.strictObject({ type: z.literal('identified'), is: z.boolean() }),
  /** Which way they come: ever, never, mostly (more than half of their events), only. */
  z.strictObject({
    type: z.literal('channel'),
    channel: z.string().trim().min(1).max(40),
    how: z.enum(['ever', 'never', 'mostly', 'only']),
  }),
  /** What they are drawn to: a little (a look or two lately), strongly (as after a purchase), more than to all else. */
  z.strictObject({
    type: z.literal('affinity'),
    kind: z.enum(['category', 'brand', 'size']),
    values: z.array(Text).min(1).max(L.valuesMax),
    level: z.enum(['some', 'strong', 'favourite']),
  }),
  /** First or last seen in the last …, or longer ago than … */
  z.strictObject({
    type: z.literal('seen'),
    which: z.enum(['first', 'last']),
    age: z.enum(['within', 'longer_ago']),
    duration: Duration,
  }),
] as const;

/** A part that is no group. */
export const Leaf = z.discriminatedUnion('type', leaves);
export type Leaf = z.infer<typeof Leaf>;
/** What must be true of a shopper. */
export type Condition =
  | Leaf
  | { type: 'all'; of: Condition[] }
  | { type: 'any'; of: Condition[] }
  | { type: 'not'; of: Condition };

/** The schema of a condition. Depth and number of parts are held by `conditionProblems`. */
export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.discriminatedUnion('type', [
    ...leaves,
    z.strictObject({ type: z.literal('all'), of: z.array(Condition).max(L.groupMax) }),
    z.strictObject({ type: z.literal('any'), of: z.array(Condition).max(L.groupMax) }),
    z.strictObject({ type: z.literal('not'), of: Condition }),
  ]),
);

/** What can be wrong with a condition although its form is right. Closed list; the console words each. */
export const CONDITION_PROBLEMS = [
  'form',
  'too_deep',
  'too_many_parts',
  'empty_group',
  'goods_empty',
  'refunds_of_goods',
  'sequence_too_long',
  'sequence_outside_window',
  'segment_unknown',
  'segment_not_live',
  'segment_circle',
] as const;
export type ConditionProblemCode = (typeof CONDITION_PROBLEMS)[number];

/** One problem and where: indexes from the outside in; `form`: the path as zod gives it. */
export interface ConditionProblem {
  code: ConditionProblemCode;
  path: (string | number)[];
}

/** The parts of a group, else nothing. */
export function partsOf(condition: Condition): readonly Condition[] {
  if (condition.type === 'all' || condition.type === 'any') return condition.of;
  return condition.type === 'not' ? [condition.of] : [];
}

/** What is wrong with a condition by itself; segments it names are checked by the server. Pure. */
export function conditionProblems(condition: Condition): ConditionProblem[] {
  const problems: ConditionProblem[] = [];
  let parts = 0;
  const walk = (part: Condition, path: (string | number)[], depth: number): void => {
    parts += 1;
    if (depth > L.depthMax) {
      problems.push({ code: 'too_deep', path });
      return;
    }
    problems.push(...leafProblems(part).map((code) => ({ code, path })));
    const inner = partsOf(part);
    if ((part.type === 'all' || part.type === 'any') && inner.length === 0)
      problems.push({ code: 'empty_group', path });
    for (const [i, child] of inner.entries()) walk(child, [...path, i], depth + 1);
  };
  walk(condition, [], 1);
  if (parts > L.partsMax) problems.unshift({ code: 'too_many_parts', path: [] });
  return problems;
}

function leafProblems(part: Condition): ConditionProblemCode[] {
  const problems: ConditionProblemCode[] = [];
  if (part.type === 'orders' || part.type === 'money' || part.type === 'last_order') {
    if (part.goods && Object.values(part.goods).every((list) => list === undefined))
      problems.push('goods_empty');
    if (part.type === 'money' && part.measure === 'refunded' && part.goods)
      problems.push('refunds_of_goods');
  }
  if (part.type === 'sequence') {
    if (durationMs(part.within) > L.sequenceDaysMax * UNIT_MS.day)
      problems.push('sequence_too_long');
    if (part.window && durationMs(part.window.last) <= durationMs(part.within))
      problems.push('sequence_outside_window');
  }
  return problems;
}

/** Ids of the segments a condition names, each once. */
export function segmentsNamed(condition: Condition): string[] {
  const found = new Set<string>();
  const walk = (part: Condition): void => {
    if (part.type === 'segment') found.add(part.id);
    for (const child of partsOf(part)) walk(child);
  };
  walk(condition);
  return [...found];
}
