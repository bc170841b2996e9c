import { hash } from 'node:crypto';
import type { JsonObject } from '@augenblick/contract';
import type { RowValues } from './row.ts';

/** One thing to submit to ingest. The message id is made when it is known what earlier imports said (see `seen`). */
export interface Item {
  kind: 'order' | 'customer';
  /** Digest of the order number or of the customer's strongest identifier: it stays when a shopper is erased. */
  key: string;
  /** Digest of everything it says: the same content is the same message. */
  content: string;
  /** The call without its message id. */
  call: JsonObject;
  /** What a customer's row says about the newsletter: a call of its own, told right after the customer's. */
  also?: { word: 'granted' | 'withdrawn'; call: JsonObject };
}

/** Who a row speaks of. */
export interface Who {
  userId?: string;
  externalIds: { type: string; id: string }[];
  /** The strongest identifier as 'kind:value'; null when the row names nobody. */
  key: string | null;
}

/** What tills and shops write for "no customer". Compared in lower case. */
const NOBODY = new Set([
  'null',
  'none',
  'guest',
  'gast',
  'unknown',
  'unbekannt',
  'anonymous',
  'anonym',
  'n/a',
  'na',
  'nan',
  'undefined',
  'laufkunde',
  'barverkauf',
  'walk-in',
  '-1',
]);

/** The identities of a row, strongest first. Placeholders such as 0 or "Gast" name nobody. */
export function whoOf(row: RowValues): Who {
  const value = (field: 'customer_id' | 'card_number' | 'email' | 'phone'): string | undefined => {
    const text = row[field] === undefined ? '' : String(row[field]).trim();
    return /^[0-]*$/.test(text) || NOBODY.has(text.toLowerCase()) ? undefined : text;
  };
  const who: Who = { externalIds: [], key: null };
  const userId = value('customer_id');
  if (userId !== undefined) {
    who.userId = userId;
    who.key = `user_id:${userId}`;
  }
  for (const [field, type] of [
    ['card_number', 'card'],
    ['email', 'email'],
    ['phone', 'phone'],
  ] as const) {
    const id = value(field);
    if (id === undefined) continue;
    const proper = type === 'email' ? id.toLowerCase() : id;
    who.externalIds.push({ type, id: proper });
    who.key ??= `${type}:${proper}`;
  }
  return who;
}

/** 128 bits as 22 characters. */
const digest = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22);

/** The call that ingest gets, and the digest of its content. `at` null: the time of the import. */
export function itemOf(parts: {
  kind: Item['kind'];
  key: string;
  event?: string;
  who: Who;
  at: number | null;
  properties?: JsonObject;
  traits?: JsonObject;
}): Item {
  const { kind, key, event, who, at, properties, traits } = parts;
  const call: JsonObject = {
    type: event === undefined ? 'identify' : 'track',
    ...(event === undefined ? {} : { event }),
    ...(who.userId === undefined ? {} : { userId: who.userId }),
    ...(properties === undefined ? {} : { properties }),
    ...(traits === undefined ? {} : { traits }),
    context: {
      library: { name: 'augenblick-import' },
      ...(who.externalIds.length === 0 ? {} : { externalIds: who.externalIds }),
    },
    ...(at === null ? {} : { timestamp: new Date(at).toISOString() }),
  };
  // Members come in a fixed order, so equal content has equal text.
  return {
    kind,
    key,
    content: hash('sha256', JSON.stringify(call), 'base64url').slice(0, 22),
    call,
  };
}

/** The call with its message id: the same content of the same revision is one message, however often it is sent. */
export function withMessageId(item: Item, revision: number): JsonObject {
  return { ...item.call, messageId: messageId(item.kind, item, revision) };
}

/** The call that cancels an order after it was submitted; `item` is the order. */
export function cancellationOf(item: Item, revision: number): JsonObject {
  const properties = item.call.properties as JsonObject;
  return {
    ...item.call,
    event: 'Order Cancelled',
    properties: { order_id: properties.order_id, currency: properties.currency },
    messageId: messageId('cancel', item, revision),
  };
}

/** The call that empties an order at the shopper it was given to before the file was corrected. */
export function emptyingOf(
  former: { orderId: string; anchor: string | null; currency: string; at: Date },
  messageKey: string,
): JsonObject {
  const split = former.anchor?.indexOf(':') ?? -1;
  const kind = former.anchor?.slice(0, split);
  const id = former.anchor?.slice(split + 1) ?? '';
  return {
    type: 'track',
    event: 'Order Completed',
    ...(kind === 'user_id' ? { userId: id } : {}),
    ...(kind === 'anonymous_id' ? { anonymousId: id } : {}),
    context: {
      library: { name: 'augenblick-import' },
      ...(kind === undefined || kind === 'user_id' || kind === 'anonymous_id'
        ? {}
        : { externalIds: [{ type: kind, id }] }),
    },
    properties: {
      order_id: former.orderId,
      total: 0,
      currency: former.currency,
      document: 'adjustment',
      products: [],
    },
    timestamp: former.at.toISOString(),
    messageId: `import:moved:${messageKey}:${digest(former.anchor ?? '')}`,
  };
}

function messageId(what: string, item: Item, revision: number): string {
  const again = revision === 0 ? '' : `:${revision}`;
  return `import:${what}:${item.key}:${item.content}${again}`;
}
