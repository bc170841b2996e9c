import {
  identityText,
  isSignup,
  MESSAGE_FREQUENCIES,
  PREFERENCE_TRAITS,
} from '@augenblick/contract';
import type { ConsentChannel, ConsentPurpose, Identity } from '@augenblick/contract';
import type { IdentityFactView } from '@augenblick/contract/api/shopper.ts';
import { LOCALES } from '@augenblick/ui';
import type { Language, TextOf } from '@augenblick/ui';
import type { wordTexts } from './texts-words.ts';

/** Reads a text of the words of this folder. */
export type WordText = TextOf<keyof (typeof wordTexts)['en']>;

/** "Werbung per E-Mail": a purpose and, where it has one, its channel. */
export function consentName(
  word: WordText,
  purpose: ConsentPurpose,
  channel: ConsentChannel,
): string {
  const name = word(`purpose.${purpose}`);
  return channel === 'any' ? name : `${name} ${word(`via.${channel}`)}`;
}

/** What kind of identifier it is; that of a sign-up by a form is nobody's browser. */
export function identityKind(word: WordText, identity: Identity): string {
  return word(isSignup(identity) ? 'kind.signup' : `kind.${identity.kind}`);
}

/** An identifier as a person reads it: a sign-up by the name of its form, all else by its value. */
export function shownIdentity(word: WordText, identity: IdentityFactView): string {
  if (identity.signup === null) return identityText(identity);
  return identity.signup.form ?? word('byTeam');
}

/** The channel in words; a retailer's own name stays as it is. */
export function channelName(word: WordText, channel: string): string {
  return CHANNELS.has(channel) ? word(`channel.${channel as Channel}`) : channel;
}

type Channel =
  | 'web'
  | 'app'
  | 'server'
  | 'till'
  | 'kiosk'
  | 'store'
  | 'import'
  | 'demo'
  | 'console'
  | 'email'
  | 'sms'
  | 'push'
  | 'inbox'
  | 'whatsapp'
  | 'telegram'
  | 'other';
const CHANNELS: ReadonlySet<string> = new Set<Channel>([
  'web',
  'app',
  'server',
  'till',
  'kiosk',
  'store',
  'import',
  'demo',
  'console',
  'email',
  'sms',
  'push',
  'inbox',
  'whatsapp',
  'telegram',
  'other',
]);

/** A trait's name in words where we know it. */
export function traitName(word: WordText, key: string): string {
  return TRAITS.has(key) ? word(`trait.${key as KnownTrait}`) : key;
}

type KnownTrait = (typeof KNOWN_TRAITS)[number];
const KNOWN_TRAITS = [
  'name',
  'firstName',
  'lastName',
  'email',
  'phone',
  'birthday',
  'gender',
  'company',
  'address',
  'street',
  'postalCode',
  'city',
  'country',
  'language',
  'locale',
  'createdAt',
  'age',
  'title',
  'website',
  'avatar',
  'description',
  'username',
  'card_number',
  'message_topics_off',
  'message_frequency',
  'message_paused_until',
] as const;
const TRAITS: ReadonlySet<string> = new Set(KNOWN_TRAITS);

/** A JSON value as a person reads it. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  if (typeof value === 'object') return Object.values(value).map(valueText).join(', ');
  return JSON.stringify(value);
}

/** What a preference is called that a shopper set for messages; null for every other trait. */
export function preferenceText(
  trait: { key: string; value: unknown },
  say: { word: WordText; day: (at: number) => string; topic: (key: string) => string },
): string | null {
  const { key, value } = trait;
  if (key === PREFERENCE_TRAITS.topicsOff && Array.isArray(value)) {
    return value.map((topic) => say.topic(valueText(topic))).join(', ');
  }
  const rhythm = MESSAGE_FREQUENCIES.find((one) => one === value);
  if (key === PREFERENCE_TRAITS.frequency && rhythm) return say.word(`frequency.${rhythm}`);
  const until = key === PREFERENCE_TRAITS.pausedUntil ? Date.parse(valueText(value)) : Number.NaN;
  return Number.isNaN(until) ? null : say.day(until);
}

/** A trait's value as a person reads it: countries and languages by their names, not their codes. */
export function traitText(key: string, value: unknown, language: Language): string {
  if (key === 'address' && isRecord(value)) {
    return Object.entries(value)
      .map(([part, own]) => traitText(part, own, language))
      .join(', ');
  }
  const plain = valueText(value);
  if (key === 'country') return named(plain, 'region', language);
  if (key === 'language' || key === 'locale') return named(plain, 'language', language);
  return plain;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The name of a code; what is no code stays as it was sent. */
function named(code: string, type: 'region' | 'language', language: Language): string {
  try {
    return new Intl.DisplayNames(LOCALES[language], { type }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** A store by its number or short name; short names in small letters are written as names are: "altstadt" → "Altstadt". */
export function storeName(store: string): string {
  if (!/^\p{Ll}[\p{Ll}_-]*$/u.test(store)) return store;
  return store
    .split(/[_-]+/)
    .map((part) => part.charAt(0).toLocaleUpperCase() + part.slice(1))
    .join(' ');
}
