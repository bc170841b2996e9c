import { asCurrency, toMinor } from '@augenblick/contract';
import { moneyText } from '../offer/index.ts';
import type { Locale } from './words.ts';

/** How amounts and days in a text are written. */
export interface Formats {
  locale: Locale;
  /** Used where the event names none. */
  currency: string;
  /** IANA zone that days are told in. */
  zone: string;
}

/** A decimal amount as an event carries it ("19.90") in the reader's form; the empty text for anything else. */
export function formattedMoney(
  formats: Formats | undefined,
  value: unknown,
  currency: unknown,
): string {
  if (formats === undefined) return '';
  const of = asCurrency(currency) ?? formats.currency;
  const minor = toMinor(value, of);
  return minor === undefined ? '' : moneyText(minor, of, formats.locale);
}

const days = new Map<string, Intl.DateTimeFormat>();
/** An instant as an event carries it (ISO 8601) as a day of the zone: "Monday, 4 May". The empty text for anything else. */
export function formattedDay(formats: Formats | undefined, value: unknown): string {
  if (formats === undefined || typeof value !== 'string') return '';
  const at = /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isFinite(at)) return '';
  // A day without a time is that day everywhere.
  const timeZone = value.length === 10 ? 'UTC' : formats.zone;
  const key = `${formats.locale}${timeZone}`;
  const format =
    days.get(key) ??
    new Intl.DateTimeFormat(formats.locale === 'de' ? 'de-DE' : 'en-GB', {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      timeZone,
    });
  days.set(key, format);
  return format.format(at);
}
