import { hash } from 'node:crypto';
import type { JsonObject } from '@augenblick/contract';
import type { RowValues } from './row.ts';

/** One thing to submit to ingest. The message id is made when it is known what earlier imports said (see `seen`). */
export interface Item {
  kind: 'order' | 'customer';
  /** Order number, or the customer's strongest identifier. */
  key: string;
  /** Digest of everything it says: the same content is the same message. */
  content: string;
  /** The call without its message id. */
  call: JsonObject;
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
  const again = revision === 0 ? '' : `:${revision}`;
  const key = item.key.length > 250 ? hash('sha256', item.key, 'base64url') : item.key;
  return { ...item.call, messageId: `import:${item.kind}:${key}:${item.content}${again}` };
}
