import type { LiveEvent, LiveSnapshot } from '@augenblick/contract/api/live.ts';
import { describe, expect, it } from 'vitest';
import { EMPTY_STREAM, KEPT, lastMinute, ratePicture, streamAfter } from './stream.ts';
import type { Stream } from './stream.ts';

const NOW = 1_800_000_002_000;
const event = (id: string, receivedAt = NOW): LiveEvent => ({
  id,
  at: receivedAt,
  receivedAt,
  kind: 'track',
  name: 'Product Viewed',
  shopper: null,
  source: { id: 1, name: 'Shop', simulated: false },
  subject: null,
  money: null,
});
const snapshot = (events: LiveEvent[], rate: LiveSnapshot['rate'] = []): LiveSnapshot => ({
  at: NOW,
  rate,
  activeShoppers: 1,
  events,
  health: {
    database: { light: 'good', ms: 1 },
    queue: { light: 'good', waiting: 0, oldestS: 0 },
    sources: [],
    drops: [],
  },
});
const ids = (events: readonly LiveEvent[]): string[] => events.map(({ id }) => id);
const arrive = (stream: Stream, ...events: LiveEvent[]): Stream =>
  streamAfter(stream, { type: 'events', at: NOW, count: events.length, events });

describe('stream', () => {
  it('shows each event once, whether it came by message, by snapshot or by both', () => {
    const first = arrive(EMPTY_STREAM, event('b', NOW - 1), event('a', NOW - 2));
    const then = streamAfter(first, {
      type: 'snapshot',
      snapshot: snapshot([event('c'), event('b', NOW - 1)]),
    });
    expect(ids(then.events)).toEqual(['c', 'b', 'a']);
  });

  it('lets only what has just arrived slide in', () => {
    const stream = arrive(arrive(EMPTY_STREAM, event('a')), event('b', NOW + 1));
    expect([...stream.fresh]).toEqual(['b']);
  });

  it('holds the list while paused and shows everything when it goes on', () => {
    const paused = streamAfter(arrive(EMPTY_STREAM, event('a')), { type: 'pause' });
    const held = streamAfter(arrive(paused, event('b', NOW + 1)), {
      type: 'snapshot',
      snapshot: snapshot([event('c', NOW + 2), event('a')]),
    });
    expect(ids(held.events)).toEqual(['a']);
    expect(ids(held.held)).toEqual(['c', 'b']);
    expect(ids(streamAfter(held, { type: 'resume' }).events)).toEqual(['c', 'b', 'a']);
  });

  it('keeps a bounded number of events', () => {
    const many = Array.from({ length: KEPT + 20 }, (_, at) => event(`e${at}`, NOW - at));
    expect(arrive(EMPTY_STREAM, ...many).events).toHaveLength(KEPT);
  });

  it('counts by five seconds and believes the snapshot about buckets that are over', () => {
    const counted = streamAfter(EMPTY_STREAM, { type: 'events', at: NOW, count: 7, events: [] });
    const bucket = 1_800_000_000_000;
    const corrected = streamAfter(counted, {
      type: 'snapshot',
      snapshot: snapshot(
        [],
        [
          { at: bucket - 5000, events: 4 },
          { at: bucket, events: 2 },
        ],
      ),
    });
    expect(corrected.rate.get(bucket - 5000)).toBe(4);
    expect(corrected.rate.get(bucket)).toBe(7);
    expect(lastMinute(corrected.rate, NOW)).toBe(11);
    const bars = ratePicture(corrected.rate, NOW);
    expect(bars.slice(-3).map(({ value }) => value)).toEqual([null, 4, 7]);
  });
});
