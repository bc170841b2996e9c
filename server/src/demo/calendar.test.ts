import { describe, expect, it } from 'vitest';
import { createCalendar, weeksForward } from './calendar.ts';

describe('calendar', () => {
  const berlin = createCalendar('Europe/Berlin');

  it('knows winter and summer time', () => {
    expect(berlin.instant(Date.UTC(2026, 0, 15, 12))).toBe(Date.UTC(2026, 0, 15, 11));
    expect(berlin.instant(Date.UTC(2026, 6, 15, 12))).toBe(Date.UTC(2026, 6, 15, 10));
  });

  it('changes at the very hour the clocks do', () => {
    expect(berlin.wall(Date.UTC(2026, 2, 29, 0, 59))).toBe(Date.UTC(2026, 2, 29, 1, 59));
    expect(berlin.wall(Date.UTC(2026, 2, 29, 1, 0))).toBe(Date.UTC(2026, 2, 29, 3, 0));
  });

  it('goes there and back for every hour of a year but the one the clocks skip', () => {
    for (let wall = Date.UTC(2026, 0, 1, 3, 30); wall < Date.UTC(2027, 0, 1); wall += 3_600_000) {
      if (wall === Date.UTC(2026, 2, 29, 2, 30)) continue;
      expect(berlin.wall(berlin.instant(wall))).toBe(wall);
    }
  });
});

describe('weeks forward', () => {
  it('keeps the weekday and reaches the day wanted or passes it by less than a week', () => {
    const last = Date.UTC(2011, 8, 30, 17, 22);
    for (let day = 0; day < 14; day++) {
      const today = Date.UTC(2026, 10, 15 + day, 9, 0);
      const moved = last + weeksForward(last, today);
      expect(new Date(moved).getUTCDay()).toBe(new Date(last).getUTCDay());
      const ahead = Math.floor(moved / 86_400_000) - Math.floor(today / 86_400_000);
      expect(ahead).toBeGreaterThanOrEqual(0);
      expect(ahead).toBeLessThan(7);
    }
  });
});
