import { currencyExponent, fromMinor } from '@augenblick/contract';
import type { Money } from '@augenblick/contract';
import { LOCALES } from './locale.ts';
import type { Language } from './locale.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Everything a person reads that is not a word: amounts, counts, shares and times of one language and zone. */
export interface Formats {
  readonly language: Language;
  readonly zone: string;
  /** Amount in minor units with its currency: 1990 EUR → "19,90 €". */
  money(money: Money): string;
  /** The same without the decimals, for large sums: "12.400 €". */
  moneyRound(money: Money): string;
  /** "1.234"; `digits` fixes the decimals. */
  number(value: number, digits?: number): string;
  /** "12,4 Tsd." / "12.4K" for tight places. */
  short(value: number): string;
  /** A share between 0 and 1 as "12 %"; `digits` fixes the decimals. */
  percent(share: number, digits?: number): string;
  /** "vor 2 Minuten", "in 3 Tagen"; after 30 days the date instead. */
  relative(at: number, now: number): string;
  /** "21.11.2026, 22:05". */
  dateTime(at: number): string;
  /** Exact to the second with weekday and zone: what stands behind a relative time. */
  exact(at: number): string;
  /** "21. Nov. 2026" */
  date(at: number): string;
  /** "22:05" */
  time(at: number): string;
  /** "22:05:09" */
  timeSeconds(at: number): string;
  /** Heading of a day in a timeline: "Heute", "Gestern", else "Freitag, 20. November". */
  day(at: number, now: number): string;
  /** Bytes as "1,4 MB". */
  bytes(size: number): string;
  /** Duration in milliseconds as "3 Min. 20 Sek." */
  duration(ms: number): string;
}

/** Makes the formats of a language and a zone. Intl objects are made once and kept, they are slow to build. */
export function createFormats(language: Language, zone: string): Formats {
  const locale = LOCALES[language];
  return { language, zone, ...numberFormats(locale), ...timeFormats(locale, zone) };
}

const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;
const NUMBER_DAY = { day: '2-digit', month: '2-digit', year: 'numeric' } as const;
const LONG_DAY = { weekday: 'long', day: 'numeric', month: 'long' } as const;

type NumberPart = 'money' | 'moneyRound' | 'number' | 'short' | 'percent' | 'bytes' | 'duration';

function numberFormats(locale: string): Pick<Formats, NumberPart> {
  const known = new Map<string, Intl.NumberFormat>();
  const of: NumberFormatOf = (options) =>
    kept(known, JSON.stringify(options), () => new Intl.NumberFormat(locale, options));
  const fixed = (digits: number): Intl.NumberFormatOptions => ({
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return {
    money: (money) => currencyText(of, money, currencyExponent(money.currency)),
    moneyRound: (money) => currencyText(of, money, 0),
    number: (value, digits) =>
      of(digits === undefined ? { maximumFractionDigits: 1 } : fixed(digits)).format(value),
    short: (value) => of({ notation: 'compact', maximumFractionDigits: 1 }).format(value),
    percent: (share, digits = 0) => of({ style: 'percent', ...fixed(digits) }).format(share),
    bytes: (size) => bytesText(of, size),
    duration: (ms) => durationText(of, ms),
  };
}

type TimePart = 'relative' | 'dateTime' | 'exact' | 'date' | 'time' | 'timeSeconds' | 'day';

function timeFormats(locale: string, zone: string): Pick<Formats, TimePart> {
  const known = new Map<string, Intl.DateTimeFormat>();
  const text = (options: Intl.DateTimeFormatOptions, at: number): string =>
    kept(
      known,
      JSON.stringify(options),
      () => new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }),
    ).format(at);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const keys = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
  const date = (at: number): string =>
    text({ day: 'numeric', month: 'short', year: 'numeric' }, at);
  return {
    relative: (at, now) => relativeTime(relative, at, now) ?? date(at),
    dateTime: (at) => text({ ...NUMBER_DAY, ...CLOCK }, at),
    exact: (at) =>
      text(
        { ...LONG_DAY, year: 'numeric', ...CLOCK, second: '2-digit', timeZoneName: 'short' },
        at,
      ),
    date,
    time: (at) => text(CLOCK, at),
    timeSeconds: (at) => text({ ...CLOCK, second: '2-digit' }, at),
    day: (at, now) => {
      const key = keys.format(at);
      if (key === keys.format(now)) return capital(relative.format(0, 'day'), locale);
      if (key === keys.format(now - DAY)) return capital(relative.format(-1, 'day'), locale);
      const sameYear = key.slice(0, 4) === keys.format(now).slice(0, 4);
      return text(sameYear ? LONG_DAY : { ...LONG_DAY, year: 'numeric' }, at);
    },
  };
}

type NumberFormatOf = (options: Intl.NumberFormatOptions) => Intl.NumberFormat;

function currencyText(of: NumberFormatOf, money: Money, digits: number): string {
  return of({
    style: 'currency',
    currency: money.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(fromMinor(money));
}

/** Undefined when so long ago (or ahead) that a date says more. */
function relativeTime(
  format: Intl.RelativeTimeFormat,
  at: number,
  now: number,
): string | undefined {
  const difference = at - now;
  const size = Math.abs(difference);
  if (size >= 30 * DAY) return undefined;
  if (size < 10_000) return format.format(0, 'second');
  if (size < MINUTE) return format.format(Math.trunc(difference / 1000), 'second');
  if (size < HOUR) return format.format(Math.trunc(difference / MINUTE), 'minute');
  if (size < DAY) return format.format(Math.trunc(difference / HOUR), 'hour');
  return format.format(Math.trunc(difference / DAY), 'day');
}

function bytesText(of: NumberFormatOf, size: number): string {
  const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(Math.floor(Math.log10(Math.max(size, 1)) / 3), steps.length - 1);
  return of({
    style: 'unit',
    unit: steps[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step === 0 ? 0 : 1,
  }).format(size / 1000 ** step);
}

function durationText(of: NumberFormatOf, ms: number): string {
  const unit = (value: number, name: string): string =>
    of({ style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 0 }).format(value);
  const seconds = Math.round(ms / 1000);
  if (ms < 1000) return unit(ms, 'millisecond');
  if (seconds < 60) return unit(seconds, 'second');
  const minutes = Math.floor(seconds / 60);
  const both = (whole: string, rest: number, name: string): string =>
    rest === 0 ? whole : `${whole} ${unit(rest, name)}`;
  if (minutes < 60) return both(unit(minutes, 'minute'), seconds % 60, 'second');
  return both(unit(Math.floor(minutes / 60), 'hour'), minutes % 60, 'minute');
}

function capital(text: string, locale: string): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}

function kept<T>(map: Map<string, T>, key: string, make: () => T): T {
  const found = map.get(key);
  if (found) return found;
  const made = make();
  map.set(key, made);
  return made;
}
