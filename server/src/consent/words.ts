import type { ConsentChannel, ConsentPurpose, ConsentState } from '@augenblick/contract';
import type { Words } from '@augenblick/contract/api/phrase.ts';

/** The two languages that the server words itself, where no console is in between (command line, print, export). */
export type Language = keyof Words;

/** A sentence made the same way in both languages. */
export function both(make: (language: Language) => string): Words {
  return { de: make('de'), en: make('en') };
}

/** An instant as date and time in UTC; the zone is said, because a proof must not be ambiguous. */
export function timeText(at: number, language: Language): string {
  const format = { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' } as const;
  const locale = language === 'de' ? 'de-DE' : 'en-GB';
  return `${new Intl.DateTimeFormat(locale, format).format(at)} UTC`;
}

/** Names of the purposes. */
export const PURPOSE_WORDS: Readonly<Record<ConsentPurpose, Words>> = {
  analytics: { de: 'Statistik', en: 'Analytics' },
  personalisation: { de: 'Persönliche Inhalte', en: 'Personalisation' },
  marketing: { de: 'Werbung', en: 'Marketing' },
  profiling: { de: 'Profilbildung', en: 'Profiling' },
  location: { de: 'Standort', en: 'Location' },
};

/** Names of the channels as they follow a purpose. */
export const CHANNEL_WORDS: Readonly<Record<ConsentChannel, Words>> = {
  any: { de: 'allgemein', en: 'general' },
  email: { de: 'per E-Mail', en: 'by e-mail' },
  sms: { de: 'per SMS', en: 'by text message' },
  push: { de: 'per Push-Nachricht', en: 'by push message' },
  whatsapp: { de: 'über WhatsApp', en: 'on WhatsApp' },
  telegram: { de: 'über Telegram', en: 'on Telegram' },
  phone: { de: 'am Telefon', en: 'by phone' },
  post: { de: 'per Post', en: 'by post' },
  app: { de: 'in der App', en: 'in the app' },
  ads: { de: 'in Anzeigen', en: 'in ads' },
};

/** Names of the states. */
export const STATE_WORDS: Readonly<Record<ConsentState, Words>> = {
  granted: { de: 'erteilt', en: 'given' },
  requested: { de: 'angefragt, noch nicht bestätigt', en: 'asked for, not confirmed yet' },
  withdrawn: { de: 'widerrufen', en: 'withdrawn' },
};

/** A consent statement in one line: "Werbung per E-Mail: erteilt". */
export function consentWords(
  purpose: ConsentPurpose,
  channel: ConsentChannel,
  state: ConsentState,
): Words {
  return both((language) => {
    const what = PURPOSE_WORDS[purpose][language];
    const how = channel === 'any' ? '' : ` ${CHANNEL_WORDS[channel][language]}`;
    return `${what}${how}: ${STATE_WORDS[state][language]}`;
  });
}
