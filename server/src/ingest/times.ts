import type { EventTimes } from '@augenblick/contract';
import { LIMITS } from './limits.ts';

/** 1 January 1990: history of a shop may be old, but not older than shop software. */
const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** A client's instant in milliseconds: ISO text, seconds or milliseconds since 1970. null: absent; undefined: senseless. */
export function readInstant(sent: unknown): number | null | undefined {
  if (sent === undefined || sent === null || sent === '') return null;
  let ms: number;
  if (typeof sent === 'number') ms = sent < 1e11 ? sent * 1000 : sent;
  else if (typeof sent === 'string') ms = Date.parse(sent);
  else return undefined;
  return ms >= EARLIEST && ms <= LATEST ? Math.trunc(ms) : undefined;
}

/**
 * The four times of an event. Skew correction is Segment's: at = receivedAt − (sentAt − originalTimestamp). It is left
 * out when the client did not say when it sent, or when the result would lie in the future.
 * Undefined when the client's time of the event makes no sense.
 */
export function eventTimes(
  item: { timestamp?: unknown; originalTimestamp?: unknown; sentAt?: unknown },
  batchSentAt: unknown,
  receivedAt: number,
): EventTimes | undefined {
  // RudderStack's SDK always sends both: what the shop said in `timestamp`, and when it said so in `originalTimestamp`.
  const originalAt = readInstant(item.timestamp ?? item.originalTimestamp);
  if (originalAt === undefined) return undefined;
  const sentAt = readInstant(item.sentAt ?? batchSentAt) ?? null;
  return { at: happenedAt(originalAt, sentAt, receivedAt), receivedAt, originalAt, sentAt };
}

function happenedAt(originalAt: number | null, sentAt: number | null, receivedAt: number): number {
  if (originalAt === null) return receivedAt;
  if (sentAt !== null && sentAt >= originalAt) return receivedAt - (sentAt - originalAt);
  return originalAt > receivedAt + LIMITS.futureMsMax ? receivedAt : originalAt;
}
