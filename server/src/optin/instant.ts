import type { PageLanguage } from './look.ts';

const locale = (language: PageLanguage): string => (language === 'de' ? 'de-DE' : 'en-GB');

/** Day and time in a zone, as a shopper reads it: 3. März 2026, 14:05. Pure. */
export function momentOf(at: Date | number, zone: string, language: PageLanguage): string {
  const format = { dateStyle: 'long', timeStyle: 'short', timeZone: zone } as const;
  return new Intl.DateTimeFormat(locale(language), format).format(at);
}

/** The day in a zone. Pure. */
export function dayOf(at: Date | number, zone: string, language: PageLanguage): string {
  const format = { dateStyle: 'long', timeZone: zone } as const;
  return new Intl.DateTimeFormat(locale(language), format).format(at);
}
