import { describe, expect, it } from 'vitest';
import { compileSchedule, isZone } from './schedule.ts';

const OPEN = { from: null, to: null, days: [], hours: null, zone: 'Europe/Berlin' };
const at = (text: string): number => Date.parse(text);

describe('a schedule', () => {
  it('runs always when nothing is said', () => {
    expect(compileSchedule(OPEN)(0)).toBe(true);
  });
  it('begins at the instant and is over at the end', () => {
    const runs = compileSchedule({ ...OPEN, from: 1000, to: 2000 });
    expect([999, 1000, 1999, 2000].map(runs)).toEqual([false, true, true, false]);
  });
  it('counts days and hours in its zone, also over summer time', () => {
    // Monday to Friday, 9 to 18 o'clock in Berlin.
    const runs = compileSchedule({
      ...OPEN,
      days: [1, 2, 3, 4, 5],
      hours: { from: 540, to: 1080 },
    });
    expect(runs(at('2026-01-05T07:59:59Z'))).toBe(false);
    expect(runs(at('2026-01-05T08:00:00Z'))).toBe(true);
    expect(runs(at('2026-07-06T06:59:59Z'))).toBe(false);
    expect(runs(at('2026-07-06T07:00:00Z'))).toBe(true);
    expect(runs(at('2026-07-06T16:00:00Z'))).toBe(false);
    expect(runs(at('2026-07-05T10:00:00Z'))).toBe(false);
  });
  it('lets hours over midnight belong to the day they begin on', () => {
    // Saturday night, 22 to 2 o'clock.
    const runs = compileSchedule({
      ...OPEN,
      days: [6],
      hours: { from: 1320, to: 120 },
      zone: 'UTC',
    });
    expect(runs(at('2026-05-02T21:59:00Z'))).toBe(false);
    expect(runs(at('2026-05-02T22:00:00Z'))).toBe(true);
    expect(runs(at('2026-05-03T01:59:00Z'))).toBe(true);
    expect(runs(at('2026-05-03T02:00:00Z'))).toBe(false);
    expect(runs(at('2026-05-02T01:00:00Z'))).toBe(false);
    expect(runs(at('2026-05-03T22:30:00Z'))).toBe(false);
  });
  it('knows zones', () => {
    expect(isZone('Europe/Vienna')).toBe(true);
    expect(isZone('Mars/Olympus')).toBe(false);
  });
});
