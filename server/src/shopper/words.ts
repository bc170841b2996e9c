import {
  currencyExponent,
  type DropReason,
  type IdentityKind,
  type Json,
} from '@augenblick/contract';
import type { Words } from '@augenblick/contract/api/phrase.ts';
import type { IdentityChangeReason } from '@augenblick/contract/api/shopper.ts';
import type { Language } from '../consent/index.ts';

/** The same text in both languages, for names and values. */
export const plain = (text: string): Words => ({ de: text, en: text });

/** An amount in minor units as people of that language write it. */
export function moneyText(amountMinor: number, currency: string, language: Language): string {
  const amount = amountMinor / 10 ** currencyExponent(currency);
  try {
    const format = { style: 'currency', currency } as const;
    return new Intl.NumberFormat(language === 'de' ? 'de-DE' : 'en-GB', format).format(amount);
  } catch {
    // Three letters that Intl does not take are still a currency to the retailer.
    return `${amount} ${currency}`;
  }
}

/** A JSON value short enough for a sentence. */
export function valueText(value: Json | undefined): string {
  if (value === null || value === undefined) return '–';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

export const IDENTITY_WORDS: Readonly<Record<IdentityKind, Words>> = {
  user_id: { de: 'Kundennummer im Shop', en: 'User id' },
  card: { de: 'Kundenkarte', en: 'Card' },
  email: { de: 'E-Mail', en: 'E-mail' },
  phone: { de: 'Telefon', en: 'Phone' },
  external_id: { de: 'Fremde Kennung', en: 'External id' },
  anonymous_id: { de: 'Browser-Kennung', en: 'Anonymous id' },
  device: { de: 'Gerät', en: 'Device' },
};

/** Why an identifier moved, as the second half of a sentence. */
export const IDENTITY_REASON_WORDS: Readonly<Record<IdentityChangeReason, Words>> = {
  first_seen: { de: 'zum ersten Mal gesehen', en: 'seen for the first time' },
  linked: { de: 'mit Nachweis verbunden', en: 'linked with proof' },
  shared: {
    de: 'mehreren Personen gemeinsam, verbindet daher niemanden',
    en: 'used by several people and therefore joins nobody',
  },
  limit: {
    de: 'nicht verbunden, weil das Profil sonst zu viele Kennungen dieser Art hätte',
    en: 'not joined, because the profile would hold too many of this kind',
  },
  staff_merge: { de: 'von Hand zusammengeführt', en: 'joined by staff' },
  staff_unmerge: { de: 'von Hand getrennt', en: 'separated by staff' },
};

/** Why an event was not stored. */
export const DROP_WORDS: Readonly<Record<DropReason, Words>> = {
  not_an_object: { de: 'Kein JSON-Objekt.', en: 'Not a JSON object.' },
  type_unknown: {
    de: 'Die Art des Aufrufs ist unbekannt.',
    en: 'The type of the call is unknown.',
  },
  event_name_missing: { de: 'Der Name des Ereignisses fehlt.', en: 'The event has no name.' },
  identity_missing: {
    de: 'Weder userId noch anonymousId: Das Ereignis gehört niemandem.',
    en: 'Neither userId nor anonymousId: the event belongs to nobody.',
  },
  event_too_large: { de: 'Größer als 32 KB.', en: 'Larger than 32 KB.' },
  too_deep: { de: 'Zu tief verschachtelt.', en: 'Nested too deeply.' },
  user_id_blocked: {
    de: 'Diese userId steht für niemanden (zum Beispiel „null“ oder „guest“).',
    en: 'This userId stands for nobody (such as "null" or "guest").',
  },
  text_invalid: { de: 'Ein Text ist ungültig oder zu lang.', en: 'A text is invalid or too long.' },
  time_invalid: { de: 'Der Zeitpunkt ist kein Datum.', en: 'The timestamp is not a date.' },
  order_invalid: { de: 'Die Bestelldaten stimmen nicht.', en: 'The order data is not right.' },
  previous_id_missing: {
    de: 'Die frühere Kennung (previousId) fehlt.',
    en: 'The former id (previousId) is missing.',
  },
  erased_shopper: {
    de: 'Diese Person wurde gelöscht; ältere oder importierte Daten kommen nicht zurück.',
    en: 'This person was erased; older or imported data does not come back.',
  },
};
