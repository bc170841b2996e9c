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
  const numbers = new Map<string, Intl.NumberFormat>();
  const dates = new Map<string, Intl.DateTimeFormat>();
  const numberFormat = (options: Intl.NumberFormatOptions): Intl.NumberFormat =>
    kept(numbers, JSON.stringify(options), () => new Intl.NumberFormat(locale, options));
  const dateFormat = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    kept(
      dates,
      JSON.stringify(options),
      () => new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }),
    );
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const date = (at: number): string =>
    dateFormat({ day: 'numeric', month: 'short', year: 'numeric' }).format(at);
  const dayKey = (at: number): string =>
    new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at);
  const decimals = (digits: number | undefined): Intl.NumberFormatOptions =>
    digits === undefined
      ? { maximumFractionDigits: 1 }
      : { minimumFractionDigits: digits, maximumFractionDigits: digits };

  return {
    language,
    zone,
    money: (money) => currencyFormat(numberFormat, money, currencyExponent(money.currency)),
    moneyRound: (money) => currencyFormat(numberFormat, money, 0),
    number: (value, digits) => numberFormat(decimals(digits)).format(value),
    short: (value) => numberFormat({ notation: 'compact', maximumFractionDigits: 1 }).format(value),
    percent: (share, digits = 0) =>
      numberFormat({
        style: 'percent',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format(share),
    relative: (at, now) => relativeTime(relative, at, now) ?? date(at),
    dateTime: (at) =>
      dateFormat({
        day: '2-digit',
        month: '2-digit',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
      }).format(at),
    exact: (at) =>
      dateFormat({
        weekday: 'long',
        day: 'numeric',
        month: 'long',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        timeZoneName: 'short',
      }).format(at),
    date,
    time: (at) => dateFormat({ hour: '2-digit', minute: '2-digit' }).format(at),
    timeSeconds: (at) =>
      dateFormat({ hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at),
    day: (at, now) => {
      if (dayKey(at) === dayKey(now)) return capital(relative.format(0, 'day'), locale);
      if (dayKey(at) === dayKey(now - DAY)) return capital(relative.format(-1, 'day'), locale);
      const sameYear = dayKey(at).slice(0, 4) === dayKey(now).slice(0, 4);
      return dateFormat({
        weekday: 'long',
        day: 'numeric',
        month: 'long',
        ...(sameYear ? {} : { year: 'numeric' }),
      }).format(at);
    },
    bytes: (size) => bytesText(numberFormat, size),
    duration: (ms) => durationText(numberFormat, ms),
  };
}

type NumberFormatOf = (options: Intl.NumberFormatOptions) => Intl.NumberFormat;

function currencyFormat(of: NumberFormatOf, money: Money, digits: number): string {
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
  if (minutes < 60) return `${unit(minutes, 'minute')} ${unit(seconds % 60, 'second')}`;
  return `${unit(Math.floor(minutes / 60), 'hour')} ${unit(minutes % 60, 'minute')}`;
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
