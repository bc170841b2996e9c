import {
  type Identity,
  type IdentityKind,
  isObject,
  type Json,
  type JsonObject,
} from '@augenblick/contract';

/** What stays of an order's event: figures and goods. Everything else – addresses, notes, coupons, context – goes. */
const ORDER_KEPT = [
  'order_id',
  'orderId',
  'transaction_id',
  'receipt_id',
  'total',
  'revenue',
  'value',
  'amount',
  'subtotal',
  'shipping',
  'tax',
  'discount',
  'currency',
  'document',
  'channel',
  'store_id',
  'ordered_at',
] as const;
const PRODUCT_KEPT = [
  'product_id',
  'productId',
  'sku',
  'item_id',
  'id',
  'name',
  'item_name',
  'title',
  'category',
  'item_category',
  'brand',
  'item_brand',
  'variant',
  'item_variant',
  'size',
  'price',
  'quantity',
  'currency',
] as const;

/**
 * The body of an order's event without the person: commercial law wants the figures for ten years, and figures do not
 * need a name. `orderId` is the number to keep it under. Pure.
 */
export function anonymousOrder(
  eventId: string,
  properties: JsonObject,
  orderId: string | undefined,
): JsonObject {
  const kept = pick(properties, ORDER_KEPT);
  for (const key of ['orderId', 'transaction_id', 'receipt_id'] as const) delete kept[key];
  if (orderId !== undefined) kept.order_id = orderId;
  for (const key of ['products', 'items'] as const) {
    const list = properties[key];
    if (Array.isArray(list)) {
      kept[key] = list.filter(isObject).map((product) => pick(product, PRODUCT_KEPT));
    }
  }
  return { messageId: eventId, properties: kept, context: {}, ids: [] };
}

function pick(from: JsonObject, keys: readonly string[]): JsonObject {
  const kept: JsonObject = {};
  for (const key of keys) {
    const value = from[key];
    if (typeof value === 'string' || typeof value === 'number') kept[key] = value;
  }
  return kept;
}

/** What stands where an erased value stood. */
const ERASED = '[erased]';

/** The texts by which an erased shopper can be found again, and how each may be looked for. */
export interface Traces {
  /** Long and distinct (addresses, long numbers): found also as a part of a text. Lower case. */
  parts: string[];
  /** Short ids, such as a customer number of five digits: found only as 'user_id:17850', because 17850 alone is a price. */
  keys: string[];
  /** The same as they stand in what clients send: '"userId":"17850"'. Only for searching. */
  members: string[];
}

/** Shorter values are somebody else's price, date or order number too often. */
const DISTINCT_LENGTH = 8;
const DISTINCT_DIGITS = 10;

/** The member in which clients send an identifier of each kind. */
const MEMBERS: Readonly<Record<IdentityKind, string>> = {
  user_id: 'userId',
  card: 'card_number',
  email: 'email',
  phone: 'phone',
  external_id: 'id',
  anonymous_id: 'anonymousId',
  device: 'id',
};

/** How the identifiers of a shopper can be found in texts. Pure. */
export function tracesOf(identities: readonly Identity[]): Traces {
  const traces: Traces = { parts: [], keys: [], members: [] };
  for (const { kind, value } of identities) {
    const needed = /^\+?\d+$/.test(value) ? DISTINCT_DIGITS : DISTINCT_LENGTH;
    if (kind === 'email' || value.length >= needed) {
      traces.parts.push(value.toLowerCase());
      continue;
    }
    traces.keys.push(`${kind}:${value}`);
    const text = JSON.stringify(value);
    traces.members.push(`"${MEMBERS[kind]}":${text}`, `"${MEMBERS[kind]}": ${text}`);
    if (/^\d+$/.test(value)) {
      traces.members.push(`"${MEMBERS[kind]}":${value},`, `"${MEMBERS[kind]}": ${value},`);
    }
  }
  return traces;
}

/**
 * A value of somebody else's event without the erased shopper's identifiers. Members of a list that are nothing but such an
 * identifier are dropped, texts keep what stands around it. Returns the same value when there was nothing. Pure.
 */
export function scrub(value: Json | undefined, traces: Traces): Json | undefined {
  if (typeof value === 'string') return scrubText(value, traces);
  if (Array.isArray(value)) {
    const kept = value.flatMap((member) => {
      const clean = scrub(member, traces);
      const gone = typeof member === 'string' && clean !== member && isOnlyTrace(clean);
      return gone ? [] : [clean ?? null];
    });
    return same(kept, value) ? value : kept;
  }
  if (!isObject(value)) return value;
  const kept: JsonObject = {};
  for (const [key, member] of Object.entries(value)) kept[key] = scrub(member, traces);
  return same(kept, value) ? value : kept;
}

function scrubText(text: string, traces: Traces): string {
  if (traces.keys.includes(text)) return ERASED;
  let clean = text;
  for (const part of traces.parts) {
    for (let at = clean.toLowerCase().indexOf(part); at >= 0; ) {
      clean = clean.slice(0, at) + ERASED + clean.slice(at + part.length);
      at = clean.toLowerCase().indexOf(part);
    }
  }
  return clean;
}

/** '[erased]' alone or behind a kind, as in 'email:[erased]'. */
function isOnlyTrace(value: Json | undefined): boolean {
  return typeof value === 'string' && /^(\w+:)?\[erased\]$/.test(value);
}

function same(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
