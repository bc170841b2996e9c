import type { LiveEvent, LiveSnapshot } from '@augenblick/contract/api/live.ts';

/** Width of a bar of the rate picture, as in the snapshot. */
export const BUCKET_MS = 5_000;
/** Bars shown: four minutes. */
export const BUCKETS = 48;
/** Events kept for search and filter; what is older stands with the shopper. */
export const KEPT = 300;

/** What the Live page knows. Pure: every change is a function of the one before. */
export interface Stream {
  /** Newest first, each id once. */
  events: readonly LiveEvent[];
  /** Arrived while the list was held; newest first. */
  held: readonly LiveEvent[];
  paused: boolean;
  /** Bucket beginning → events received in it. */
  rate: ReadonlyMap<number, number>;
  /** Ids that came by message and slide in. */
  fresh: ReadonlySet<string>;
}

export type StreamChange =
  | { type: 'snapshot'; snapshot: LiveSnapshot }
  | { type: 'events'; at: number; count: number; events: readonly LiveEvent[] }
  | { type: 'pause' }
  | { type: 'resume' };

export const EMPTY_STREAM: Stream = {
  events: [],
  held: [],
  paused: false,
  rate: new Map(),
  fresh: new Set(),
};

/** The next state of the stream. */
export function streamAfter(stream: Stream, change: StreamChange): Stream {
  switch (change.type) {
    case 'snapshot':
      return afterSnapshot(stream, change.snapshot);
    case 'events': {
      const rate = new Map(stream.rate);
      const bucket = bucketOf(change.at);
      rate.set(bucket, (rate.get(bucket) ?? 0) + change.count);
      trim(rate, change.at);
      if (stream.paused) return { ...stream, rate, held: join(change.events, stream.held) };
      return {
        ...stream,
        rate,
        events: join(change.events, stream.events),
        fresh: new Set(change.events.map(({ id }) => id)),
      };
    }
    case 'pause':
      return { ...stream, paused: true };
    case 'resume':
      return {
        ...stream,
        paused: false,
        held: [],
        events: join(stream.held, stream.events),
        fresh: new Set(stream.held.map(({ id }) => id)),
      };
    default:
      return change satisfies never;
  }
}

/**
 * A snapshot is the truth for the buckets that were over when it was made; the running one keeps what the messages
 * have counted, if that is more. While paused, events that nobody has seen yet go to the held ones.
 */
function afterSnapshot(stream: Stream, snapshot: LiveSnapshot): Stream {
  const rate = new Map(stream.rate);
  for (const { at, events } of snapshot.rate) {
    const bucket = bucketOf(at);
    const running = bucketOf(snapshot.at) === bucket;
    rate.set(bucket, running ? Math.max(events, rate.get(bucket) ?? 0) : events);
  }
  trim(rate, snapshot.at);
  if (stream.paused && stream.events.length > 0) {
    const seen = new Set(stream.events.map(({ id }) => id));
    const unseen = snapshot.events.filter(({ id }) => !seen.has(id));
    return { ...stream, rate, held: join(unseen, stream.held) };
  }
  return { ...stream, rate, events: join(snapshot.events, stream.events), fresh: new Set() };
}

/** Bars of the last four minutes up to `now`; null where nothing is known (before the page was opened). */
export function ratePicture(
  rate: ReadonlyMap<number, number>,
  now: number,
): { at: number; value: number | null }[] {
  const first = Math.min(...rate.keys(), Number.POSITIVE_INFINITY);
  const last = bucketOf(now);
  return Array.from({ length: BUCKETS }, (_, index) => {
    const at = last - (BUCKETS - 1 - index) * BUCKET_MS;
    return { at, value: at < first ? null : (rate.get(at) ?? 0) };
  });
}

/** Events of the last full minute before `now`. */
export function lastMinute(rate: ReadonlyMap<number, number>, now: number): number {
  const last = bucketOf(now);
  let sum = 0;
  for (const [at, count] of rate) if (at > last - 60_000 && at <= last) sum += count;
  return sum;
}

function bucketOf(at: number): number {
  return Math.floor(at / BUCKET_MS) * BUCKET_MS;
}

/** Both lists as one, each id once, newest arrival first, cut to what is kept. */
function join(a: readonly LiveEvent[], b: readonly LiveEvent[]): LiveEvent[] {
  const seen = new Set<string>();
  const all = [...a, ...b].filter(({ id }) => !seen.has(id) && seen.add(id));
  return all.sort((x, y) => y.receivedAt - x.receivedAt).slice(0, KEPT);
}

function trim(rate: Map<number, number>, now: number): void {
  const oldest = bucketOf(now) - BUCKETS * BUCKET_MS;
  for (const at of rate.keys()) if (at < oldest) rate.delete(at);
}
