import { describe, expect, it } from 'vitest';
import { eventTimes, readInstant } from './times.ts';

const received = Date.parse('2026-03-01T12:00:00Z');

describe('eventTimes', () => {
  it('takes off what the client’s clock is wrong by: receivedAt − (sentAt − originalTimestamp)', () => {
    const times = eventTimes(
      { originalTimestamp: '2026-03-01T09:00:00Z', sentAt: '2026-03-01T09:00:10Z' },
      undefined,
      received,
    );
    expect(times?.at).toBe(received - 10_000);
    expect(times?.originalAt).toBe(Date.parse('2026-03-01T09:00:00Z'));
  });

  it('takes sentAt from the batch and timestamp as the original when the item has no own', () => {
    const times = eventTimes(
      { timestamp: '2026-03-01T09:00:00Z' },
      '2026-03-01T09:00:30Z',
      received,
    );
    expect(times?.at).toBe(received - 30_000);
  });

  it('believes the client’s time when it did not say when it sent', () => {
    expect(eventTimes({ timestamp: '2025-12-24T18:00:00Z' }, undefined, received)?.at).toBe(
      Date.parse('2025-12-24T18:00:00Z'),
    );
  });

  it('leaves the correction out when it would lie in the future, and takes now for a time to come', () => {
    expect(
      eventTimes(
        { timestamp: '2026-03-01T11:00:00Z', sentAt: '2026-03-01T10:00:00Z' },
        undefined,
        received,
      )?.at,
    ).toBe(Date.parse('2026-03-01T11:00:00Z'));
    expect(eventTimes({ timestamp: '2027-01-01T00:00:00Z' }, undefined, received)?.at).toBe(
      received,
    );
  });

  it('takes the time of receipt when none was said, and refuses senseless ones', () => {
    expect(eventTimes({}, undefined, received)?.at).toBe(received);
    expect(eventTimes({ timestamp: 'yesterday-ish' }, undefined, received)).toBeUndefined();
    expect(eventTimes({ timestamp: '1066-10-14' }, undefined, received)).toBeUndefined();
  });
});

describe('readInstant', () => {
  it('reads seconds, milliseconds and ISO text', () => {
    expect(readInstant(1_772_366_400)).toBe(received);
    expect(readInstant(received)).toBe(received);
    expect(readInstant('2026-03-01T13:00:00+01:00')).toBe(received);
    expect(readInstant({})).toBeUndefined();
  });
});
