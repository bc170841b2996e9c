import {
  type DateTest,
  isObject,
  type Json,
  type JsonObject,
  type PropertyTest,
  type ValueTest,
} from '@augenblick/contract';
import { anniversaries, type Calendar, plusDays } from './calendar.ts';
import { plain } from './plain.ts';

/** True when a value fits. A list fits when one of its entries does. */
export type Fits = (value: Json | undefined) => boolean;

/** Texts that count as numbers: plain decimals. The SQL side has the same pattern (see sql-value.ts). */
export const NUMERIC_TEXT = '^-?[0-9]{1,15}(\\.[0-9]{1,6})?$';
const NUMERIC = new RegExp(NUMERIC_TEXT);

/** What a value is compared as: text in lower case; numbers and truth values as JSON writes them. */
export function comparable(value: string | number | boolean): string {
  return typeof value === 'string' ? plain(value) : String(value);
}

/** Makes the check of a test once, for many values. */
// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
export function fits(test: ValueTest): Fits {
  switch (test.op) {
    case 'is': {
      const wanted = new Set(test.values.map(comparable));
      return (value) => some(value, (one) => isScalar(one) && wanted.has(comparable(one)));
    }
    case 'is_not': {
      const wanted = new Set(test.values.map(comparable));
      const same = (one: Json): boolean => isScalar(one) && wanted.has(comparable(one));
      return (value) => some(value, () => true) && !some(value, same);
    }
    case 'contains': {
      const wanted = plain(test.text);
      return (value) => some(value, (one) => isScalar(one) && comparable(one).includes(wanted));
    }
    case 'above':
      return (value) => some(value, (one) => numberOf(one) >= test.value);
    case 'below':
      return (value) => some(value, (one) => numberOf(one) <= test.value);
    case 'between':
      return (value) =>
        some(value, (one) => numberOf(one) >= test.from && numberOf(one) <= test.to);
    case 'set':
      return (value) => some(value, () => true);
  }
}

function some(value: Json | undefined, test: (one: Json) => boolean): boolean {
  if (Array.isArray(value)) return value.some((one) => one !== null && test(one));
  return value !== null && value !== undefined && test(value);
}

function isScalar(value: Json): value is string | number | boolean {
  return typeof value !== 'object' && value !== null;
}

function numberOf(value: Json): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && NUMERIC.test(value) ? Number(value) : Number.NaN;
}

/** Makes the check of an event's property; lists on the way are looked into, one level each. */
export function propertyFits({ property, test }: PropertyTest): (from: JsonObject) => boolean {
  const check = fits(test);
  const path = property.split('.');
  const [only] = path;
  if (path.length === 1 && only !== undefined)
    return (from) => check(Object.hasOwn(from, only) ? from[only] : undefined);
  return (from) => check(reach(from, path));
}

/** All values at the end of a path, as a list; what PostgreSQL's lax JSON path gives. */
function reach(from: JsonObject, path: readonly string[]): Json[] {
  let found: Json[] = [from];
  for (const key of path) {
    found = found.flatMap((value) =>
      (Array.isArray(value) ? value : [value]).flatMap((one) =>
        isObject(one) && Object.hasOwn(one, key) ? [one[key] ?? null] : [],
      ),
    );
  }
  return found.flat(1);
}

/** The day that a date trait's text begins with. */
export const DAY_TEXT = '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])';
const DAY = new RegExp(DAY_TEXT);

/** A date test as bounds of days at an instant: from ≤ day ≤ to, and month-day among `days`. Shared with SQL. */
export interface DayBounds {
  from?: string;
  to?: string;
  monthDays?: ReadonlySet<string>;
}

/** The test's bounds on the day `today`. */
// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
export function dayBounds(test: DateTest, today: string): DayBounds {
  switch (test.op) {
    case 'day_before':
      return { to: plusDays(test.day, -1) };
    case 'day_after':
      return { from: plusDays(test.day, 1) };
    case 'past_days':
      return { from: plusDays(today, -test.n), to: today };
    case 'longer_ago':
      return { to: plusDays(today, -test.n - 1) };
    case 'next_days':
      return { from: today, to: plusDays(today, test.n) };
    case 'anniversary':
      return { monthDays: anniversaries(today, test.n) };
  }
}

/** True when a test of a date moves with the calendar. */
export function movesWithTime(test: DateTest): boolean {
  return test.op !== 'day_before' && test.op !== 'day_after';
}

/** True for tests of dates. */
export function isDateTest(test: ValueTest | DateTest): test is DateTest {
  return DATE_OPS.has(test.op);
}
const DATE_OPS: ReadonlySet<string> = new Set<DateTest['op']>([
  'day_before',
  'day_after',
  'past_days',
  'longer_ago',
  'next_days',
  'anniversary',
]);

/** Makes the check of a date test; the bounds are worked out once a day. */
export function dateFits(
  test: DateTest,
  calendar: Calendar,
): (value: Json, now: number) => boolean {
  let today = '';
  let bounds: DayBounds = {};
  return (value, now) => {
    if (typeof value !== 'string' || !DAY.test(value)) return false;
    const day = calendar.dayOf(now);
    if (day !== today) {
      today = day;
      bounds = dayBounds(test, day);
    }
    const { from, to, monthDays } = bounds;
    const that = value.slice(0, 10);
    if (monthDays !== undefined) return monthDays.has(that.slice(5));
    return (from === undefined || that >= from) && (to === undefined || that <= to);
  };
}
