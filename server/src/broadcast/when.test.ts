import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Calendar } from '../decision/index.ts';
import { dayNumber, dueAt, nextWall, pace, spreadBy, startOf, wallInstant } from './when.ts';

const calendar = new Calendar();
const MINUTE = 60_000;
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
  'America/St_Johns',
  'Africa/Casablanca',
  'UTC',
];
const iso = (at: number): string => new Date(at).toISOString();
const at = (zone: string, day: string, clock: string): string => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return iso(wallInstant(calendar, zone, dayNumber(day), hours * 60 + minutes));
};
const zone = fc.constantFrom(...ZONES);
const day = fc.integer({ min: dayNumber('2024-01-01'), max: dayNumber('2030-12-31') });
const minutes = fc.integer({ min: 0, max: 1439 });

describe('the wall of a zone', () => {
  it('is read in summer, in winter, across the date line', () => {
    expect(at('Europe/Berlin', '2026-07-01', '18:00')).toBe('2026-07-01T16:00:00.000Z');
    expect(at('Europe/Berlin', '2026-12-01', '18:00')).toBe('2026-12-01T17:00:00.000Z');
    expect(at('Pacific/Kiritimati', '2026-12-01', '18:00')).toBe('2026-12-01T04:00:00.000Z');
    expect(at('Asia/Kathmandu', '2026-12-01', '18:00')).toBe('2026-12-01T12:15:00.000Z');
  });

  it('takes the end of the hour that is left out, and the first of the two that happen', () => {
    expect(at('Europe/Berlin', '2026-03-29', '02:30')).toBe('2026-03-29T01:00:00.000Z');
    expect(at('Europe/Berlin', '2026-10-25', '02:30')).toBe('2026-10-25T00:30:00.000Z');
    expect(at('Australia/Lord_Howe', '2026-10-04', '02:10')).toBe('2026-10-03T15:30:00.000Z');
    // Samoa left out a whole day.
    expect(at('Pacific/Apia', '2011-12-30', '18:00')).toBe('2011-12-30T10:00:00.000Z');
  });

  it('shows the time at that instant, and never showed it or a later one on that day before', () => {
    fc.assert(
      fc.property(zone, day, minutes, (name, on, when) => {
        const instant = wallInstant(calendar, name, on, when);
        const wall = on * 1440 + when;
        const shown = (ms: number): number => {
          const local = calendar.at(name, ms);
          return local.day * 1440 + local.minutes;
        };
        expect(shown(instant)).toBeGreaterThanOrEqual(wall);
        // Later than asked only where a change of the clock leaves the time out.
        if (shown(instant) > wall) expect(shown(instant - MINUTE)).toBeLessThan(wall);
        expect(shown(instant - MINUTE)).toBeLessThan(wall);
      }),
      { numRuns: 800 },
    );
  });
});

describe('a newsletter at a time of the shopper', () => {
  it('comes on the next day where the time has passed', () => {
    const now = Date.parse('2026-11-23T12:00:00Z');
    const want = { day: dayNumber('2026-11-23'), minutes: 18 * 60 };
    expect(iso(nextWall(calendar, 'Europe/Berlin', want, now))).toBe('2026-11-23T17:00:00.000Z');
    expect(iso(nextWall(calendar, 'Asia/Tokyo', want, now))).toBe('2026-11-24T09:00:00.000Z');
    expect(iso(nextWall(calendar, 'Asia/Tokyo', want, Date.parse('2026-11-23T09:10:00Z')))).toBe(
      '2026-11-23T09:00:00.000Z',
    );
  });

  it('is never due on an earlier day, nor more than a quarter of an hour ago, nor a day too late', () => {
    fc.assert(
      fc.property(
        zone,
        day,
        minutes,
        fc.integer({ min: -72, max: 72 }),
        (name, on, when, hours) => {
          const now = on * 86_400_000 + hours * 3_600_000;
          const due = nextWall(calendar, name, { day: on, minutes: when }, now);
          expect(due).toBeGreaterThanOrEqual(now - 15 * MINUTE);
          expect(calendar.at(name, due).day).toBeGreaterThanOrEqual(on);
          const earliest = Math.max(now, wallInstant(calendar, name, on, when));
          expect(due - earliest).toBeLessThanOrEqual(25.5 * 3_600_000);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('begins with the zone that is first, and without any in time for the first there can be', () => {
    const schedule = { kind: 'local', day: '2026-11-25', minutes: 18 * 60 } as const;
    const now = Date.parse('2026-11-23T12:00:00Z');
    const begin = startOf(calendar, schedule, ['Europe/Berlin', 'Asia/Tokyo'], now);
    expect(iso(begin)).toBe('2026-11-25T09:00:00.000Z');
    expect(startOf(calendar, schedule, [], now)).toBeLessThanOrEqual(
      dueAt(calendar, schedule, 'Pacific/Kiritimati', now),
    );
    expect(startOf(calendar, { kind: 'now' }, [], now)).toBe(now);
    expect(startOf(calendar, { kind: 'at', at: now - 5 }, [], now)).toBe(now);
  });
});

describe('spread and pace', () => {
  it('spreads within the time given', () => {
    expect(spreadBy(0, 0.99)).toBe(0);
    expect(spreadBy(60, 0)).toBe(0);
    expect(spreadBy(60, 0.999999)).toBeLessThan(60 * MINUTE);
  });

  it('gives no minute more than its number, nobody a slot before their time, and loses nobody', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 500_000 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 20 }),
        (dues, perMinute, chunk) => {
          const due = dues.toSorted((a, b) => a - b);
          const slots: number[] = [];
          let last: number | null = null;
          let now = 0;
          while (slots.length < due.length) {
            const part = due.slice(slots.length, slots.length + chunk);
            const done = pace(part, { perMinute, last, now, until: now + 30_000 });
            slots.push(...done.slots);
            last = done.last;
            now += 10_000;
          }
          expect(slots).toHaveLength(due.length);
          for (const [i, slot] of slots.entries()) {
            expect(slot).toBeGreaterThanOrEqual(due[i] as number);
            const before = slots[i - perMinute];
            if (before !== undefined) expect(slot - before).toBeGreaterThanOrEqual(MINUTE);
          }
        },
      ),
    );
  });

  it('without a limit leaves everyone their own time', () => {
    const options = { perMinute: null, last: null, now: 100, until: 50 };
    expect(pace([10, 20, 60], options)).toEqual({ slots: [10, 20], last: null });
  });
});
