import {
  asText,
  type Identity,
  type IdentityKind,
  IDENTITY_KINDS,
  isObject,
  type Json,
  type JsonObject,
  type SourceTrust,
} from '@augenblick/contract';
import { LIMITS } from './limits.ts';

/** Values that name nobody (Segment Unify's list and what broken tag managers send). Compared in lower case. */
const NOBODY = new Set([
  '-1',
  'null',
  'undefined',
  'anonymous',
  'none',
  'nan',
  'nil',
  'guest',
  'unknown',
  '[object object]',
  '(not set)',
]);
const ONLY_ZEROS = /^[0-]*$/;
const EMAIL = /^[^\s@<>"(),;:]+@[^\s@<>"(),;:]+\.[a-z0-9-]{2,}$/;
/** Addresses that stand for no person; a till that sends one for every sale must not join its shoppers. */
const NOBODY_EMAIL = /^(no-?reply|no-?e?mail|none|unknown|anonymous)@/;

/** What an event says about who it is: proven identifiers, and claims that only the open web makes. */
export interface Identification {
  identities: Identity[];
  claims: Identity[];
  /** A userId was sent but names nobody. */
  userIdBlocked: boolean;
}

/** True for a value that stands for nobody and must never join two shoppers. */
export function isBlockedValue(value: string): boolean {
  return ONLY_ZEROS.test(value) || NOBODY.has(value.toLowerCase());
}

/** The identifier in its one spelling, or undefined when it can not be one. */
export function normaliseIdentity(kind: IdentityKind, sent: unknown): Identity | undefined {
  const text = asText(sent);
  if (text === undefined || text.length > LIMITS.identityLengthMax || isBlockedValue(text))
    return undefined;
  if (kind === 'email') {
    const email = text.toLowerCase();
    return EMAIL.test(email) && !NOBODY_EMAIL.test(email) ? { kind, value: email } : undefined;
  }
  if (kind === 'phone') {
    const value = normalisePhone(text);
    return value === undefined ? undefined : { kind, value };
  }
  return { kind, value: text };
}

/**
 * A phone number as + and digits. 00 counts as +; a national number with a leading 0 gets Germany's code, the home
 * market: within one retailer the spelling only has to be the same for the same number.
 */
function normalisePhone(text: string): string | undefined {
  const digits = text.replace(/\(0\)/g, '').replace(/[\s()/.\-–]/g, '');
  if (!/^\+?\d{6,17}$/.test(digits)) return undefined;
  if (digits.startsWith('+')) return digits;
  if (digits.startsWith('00')) return `+${digits.slice(2)}`;
  return digits.startsWith('0') ? `+49${digits.slice(1)}` : `+${digits}`;
}

/** Reads every identifier an item carries. Strongest first, each once. */
export function identify(item: JsonObject, trust: SourceTrust): Identification {
  const found: Identification = { identities: [], claims: [], userIdBlocked: false };
  const context = isObject(item.context) ? item.context : undefined;
  const userId = normaliseIdentity('user_id', item.userId);
  if (userId) found.identities.push(userId);
  else if (asText(item.userId) !== undefined) found.userIdBlocked = true;

  const provable = trust === 'trusted' ? found.identities : found.claims;
  if (item.type === 'identify') readFields(traitsOf(item), provable);
  else if (isObject(item.traits) && item.type !== 'group') readFields(item.traits, provable);
  if (isObject(item.properties)) readCard(item.properties, provable);
  if (context?.externalIds !== undefined) readExternalIds(context.externalIds, provable);

  const anonymousId = normaliseIdentity('anonymous_id', item.anonymousId);
  if (anonymousId) found.identities.push(anonymousId);
  if (context && isObject(context.device)) {
    const device = normaliseIdentity('device', context.device.id);
    if (device) found.identities.push(device);
  }
  if (found.identities.length > 1) found.identities = strongestFirst(found.identities);
  return found;
}

/** What an identify call says of the shopper. RudderStack's browser SDK puts it into the context. */
export function traitsOf(item: JsonObject): JsonObject {
  if (isObject(item.traits) && Object.keys(item.traits).length > 0) return item.traits;
  return isObject(item.context) && isObject(item.context.traits) ? item.context.traits : {};
}

function readFields(traits: JsonObject, into: Identity[]): void {
  const email = normaliseIdentity('email', traits.email);
  if (email) into.push(email);
  const phone = normaliseIdentity('phone', traits.phone);
  if (phone) into.push(phone);
  readCard(traits, into);
}

function readCard(from: JsonObject, into: Identity[]): void {
  const sent = from.card_number ?? from.cardNumber ?? from.loyalty_card ?? from.pass_number;
  if (sent === undefined) return;
  const card = normaliseIdentity('card', sent);
  if (card) into.push(card);
}

/** `context.externalIds`, Segment's form; types we do not know become external_id with the type in front. */
function readExternalIds(sent: Json, into: Identity[]): void {
  if (!Array.isArray(sent)) return;
  for (const entry of sent.slice(0, 20)) {
    if (!isObject(entry)) continue;
    const type = asText(entry.type);
    const id = asText(entry.id);
    if (type === undefined || id === undefined) continue;
    const known = (IDENTITY_KINDS as readonly string[]).includes(type) && type !== 'external_id';
    const identity = known
      ? normaliseIdentity(type as IdentityKind, id)
      : normaliseIdentity('external_id', type === 'external_id' ? id : `${type}:${id}`);
    if (identity) into.push(identity);
  }
}

const RANK: Readonly<Record<IdentityKind, number>> = {
  user_id: 0,
  card: 1,
  email: 2,
  phone: 3,
  external_id: 4,
  anonymous_id: 5,
  device: 6,
};

/** Sorts by strength, then by value so that the order in the message does not matter, and drops repeats. */
export function strongestFirst(identities: readonly Identity[]): Identity[] {
  const sorted = [...identities].sort(
    (x, y) => RANK[x.kind] - RANK[y.kind] || (x.value < y.value ? -1 : x.value > y.value ? 1 : 0),
  );
  return sorted.filter((identity, i) => {
    const before = sorted[i - 1];
    return !before || before.kind !== identity.kind || before.value !== identity.value;
  });
}
