import { Failure } from '@augenblick/contract';

/** A page's mark: the sort keys of its last entry, opaque to the caller. */
export function toCursor(keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/**
 * The sort keys of a mark, checked against an example of the same length and types. Throws `bad_request` for anything
 * else, because a mark is text from outside like any other.
 */
export function fromCursor<T extends readonly (string | number)[]>(
  cursor: string | undefined,
  example: T,
): { [K in keyof T]: T[K] extends number ? number : string } | undefined {
  if (cursor === undefined) return undefined;
  let keys: unknown;
  try {
    keys = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    keys = undefined;
  }
  const fits =
    Array.isArray(keys) &&
    keys.length === example.length &&
    keys.every((key, i) => typeof key === typeof example[i] && key === key);
  if (!fits) throw new Failure('bad_request', 'cursor');
  return keys as unknown as { [K in keyof T]: T[K] extends number ? number : string };
}

/** An instant out of a mark. Throws `bad_request` when it is none. */
export function cursorTime(ms: number): Date {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) throw new Failure('bad_request', 'cursor');
  return date;
}
