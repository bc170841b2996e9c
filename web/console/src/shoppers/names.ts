import type { ConsentChannel, ConsentPurpose, IdentityKind } from '@augenblick/contract';
import type { IconName, TextOf } from '@augenblick/ui';
import type { wordTexts } from './texts-words.ts';

/** Reads a text of the words of this folder. */
export type WordText = TextOf<keyof (typeof wordTexts)['en']>;

/** Drawing that stands for a kind of identifier. */
export const IDENTITY_ICONS: Readonly<Record<IdentityKind, IconName>> = {
  user_id: 'user',
  card: 'card',
  email: 'mail',
  phone: 'phone',
  external_id: 'link',
  anonymous_id: 'globe',
  device: 'device',
};

/** "Werbung per E-Mail": a purpose and, where it has one, its channel. */
export function consentName(
  word: WordText,
  purpose: ConsentPurpose,
  channel: ConsentChannel,
): string {
  const name = word(`purpose.${purpose}`);
  return channel === 'any' ? name : `${name} ${word(`via.${channel}`)}`;
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
  | 'console';
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

/** Short form of a profile's id, for people who have no name: the last six characters. */
export function shortId(id: string): string {
  return id.replaceAll('-', '').slice(-6);
}
