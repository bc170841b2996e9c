import type { AddressForm, Json, MessageData } from '@augenblick/contract';
import { addressOf, addressValue, ELSE, type Formats, scopeOf } from '../campaign/index.ts';
import { plainText } from './escape.ts';

/** Languages messages are written in. */
export type Locale = 'de' | 'en';

/** Longest value of an event or trait in a message; more is no word but a text of somebody else. */
const VALUE_MAX = 300;
/** How deep and how wide event properties are followed. */
const DEPTH_MAX = 4;
const ITEMS_MAX = 50;

/** What stands for a name without a value, by form of address. */
const WORDS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'de:sie': { ...ELSE.de, points: '' },
  'de:du': { ...ELSE.de, points: '', 'store.city': 'deiner Nähe' },
  'en:sie': { ...ELSE.en, points: '' },
  'en:du': { ...ELSE.en, points: '' },
};

const numbers = {
  de: new Intl.NumberFormat('de-DE', { maximumFractionDigits: 0 }),
  en: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 }),
};

/** The facts of one message under the names of its vocabulary, and nothing else. */
export type Scope = Readonly<Record<string, unknown>>;

/** What of the facts a message names: beginnings of names, and keys of the event. */
export interface Named {
  heads: ReadonlySet<string>;
  eventKeys: readonly string[];
}

/** What a list of names asks for. */
export function namedIn(names: Iterable<string>): Named {
  const heads = new Set<string>();
  const eventKeys = new Set<string>();
  for (const name of names) {
    const [head = '', key] = name.split('.');
    heads.add(head);
    if (head === 'event' && key !== undefined) eventKeys.add(key);
  }
  return { heads, eventKeys: [...eventKeys] };
}

/**
 * Builds the scope. Words in it come as they are; whoever shows them takes our structural signs out (`plainText`), or uses
 * `washed`.
 */
export function messageScope(
  data: MessageData,
  locale: Locale,
  form: AddressForm,
  { heads, eventKeys }: Named,
): Scope {
  const currency = data.event['currency'];
  const format: Formats = {
    locale,
    currency: typeof currency === 'string' && CURRENCY.test(currency) ? currency : data.currency,
    zone: data.shop.zone,
  };
  const scope = scopeOf(data, locale) as Record<string, unknown>;
  scope['_else'] = WORDS[`${locale}:${form}`];
  scope['_format'] = format;
  scope['event'] = eventKeys.length === 0 ? NOTHING : picked(data.event, eventKeys);
  scope['traits'] = data.traits;
  scope['points'] = data.points === null ? undefined : numbers[locale].format(data.points);
  if (heads.has('links')) {
    scope['links'] = {
      unsubscribe: addressValue(data.links.unsubscribe),
      preferences: addressValue(data.links.preferences),
      browser: addressValue(data.links.browser),
    };
  }
  return scope;
}
const CURRENCY = /^[A-Z]{3}$/;
const NOTHING = {};

/** The words of a scope without signs that mean structure to us; one level deep is all there is. */
export function washed(scope: object): Record<string, unknown> {
  const clean: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(scope)) {
    const made =
      typeof value === 'string'
        ? plainText(value)
        : typeof value === 'object' && value !== null && addressOf(value) === undefined
          ? washed(value)
          : value;
    if (key === '__proto__') Object.defineProperty(clean, key, { value: made, enumerable: true });
    else clean[key] = made;
  }
  return clean;
}

function picked(event: MessageData['event'], keys: readonly string[]): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const key of keys) {
    if (!Object.hasOwn(event, key)) continue;
    // Defined, not assigned: "__proto__" is a name like any other.
    Object.defineProperty(found, key, {
      value: cleaned(event[key], DEPTH_MAX),
      enumerable: true,
    });
  }
  return found;
}

/** A value from outside, cut to what a message can show. */
function cleaned(value: Json | undefined, depth: number): unknown {
  if (typeof value === 'string') return cut(value);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (value === null || value === undefined || depth === 0) return undefined;
  if (Array.isArray(value))
    return value.slice(0, ITEMS_MAX).map((item) => cleaned(item, depth - 1));
  const entries = Object.entries(value).slice(0, ITEMS_MAX);
  const members: Record<string, unknown> = {};
  for (const [key, member] of entries) {
    Object.defineProperty(members, key, { value: cleaned(member, depth - 1), enumerable: true });
  }
  return members;
}

/** A word from outside as a message may show it. */
export function cut(text: string): string {
  const clean = plainText(text);
  return clean.length > VALUE_MAX ? `${clean.slice(0, VALUE_MAX - 1).trimEnd()}…` : clean;
}

/** What stands under a dotted name in the scope; undefined when nothing does. */
export function lookUp(scope: Scope, path: readonly string[]): unknown {
  let value: unknown = scope;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part))
      return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}
