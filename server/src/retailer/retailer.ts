import { Failure, type RetailerId } from '@augenblick/contract';

/** The settings of a retailer that an opener gives. */
export interface RetailerInput {
  name: string;
  /** ISO 4217. */
  currency: string;
  /** IANA. */
  timeZone: string;
  locale: 'de' | 'en';
  /** `#rrggbb`; the house colour when left out. */
  colour?: string | undefined;
  /** The labelled demo retailer. */
  demo?: boolean;
}

/** A retailer as kept. */
export interface RetailerRow {
  id: RetailerId;
  name: string;
  currency: string;
  zone: string;
  locale: 'de' | 'en';
  colour: string;
  demo: boolean;
  createdAt: Date;
}

/** The house colour. */
export const HOUSE_COLOUR = '#0f5563';

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

/**
 * Throws `bad_request` for a currency or time zone that does not exist. Gives the zone as the
 * tables spell it.
 */
export function checkSettings(settings: {
  currency?: string | undefined;
  timeZone?: string | undefined;
}): { zone: string | undefined } {
  const { currency, timeZone } = settings;
  if (currency !== undefined && !CURRENCIES.has(currency)) {
    throw new Failure('bad_request', 'currency');
  }
  return { zone: timeZone === undefined ? undefined : zoneOf(timeZone) };
}

/**
 * The zone's own spelling (Europe/Berlin for europe/berlin). Offsets such as +01:00 know no summer
 * and are refused.
 */
function zoneOf(timeZone: string): string {
  if (!/^[A-Za-z][\w+\-/]*$/.test(timeZone)) throw new Failure('bad_request', 'timeZone');
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    throw new Failure('bad_request', 'timeZone');
  }
}

/**
 * A name as part of an address: lower case, letters and digits, hyphens between. German letters are
 * written out. Falls back to "laden" for a name without any Latin letter or digit.
 */
export function slugOf(name: string): string {
  const written: Record<string, string> = {
    ä: 'ae',
    ö: 'oe',
    ü: 'ue',
    ß: 'ss',
    æ: 'ae',
    ø: 'o',
    ł: 'l',
  };
  const slug = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöüßæøł]/g, (letter) => written[letter] ?? letter)
    .normalize('NFD')
    .replace(/[^a-z0-9\s_.-]/g, '')
    .replace(/[\s_.-]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'laden' : slug;
}
