/** When a quiet night ends, exact to the minute, also in the nights in which clocks change. */
import { type Calendar, withinHours } from '../decision/index.ts';

/** Minutes since midnight on the wall [from, to); from > to runs over midnight. */
export interface QuietHours {
  from: number;
  to: number;
}

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
/** A night is over within a day; two, for zones that skipped one. */
const LONGEST = 48 * 60 * MINUTE;

/**
 * The first instant from `now` on (ms) at which the wall's clock in the zone is outside the quiet hours; null when it is so
 * now. Clocks change at full quarters of an hour only (see Calendar), so within one the wall moves with time: the end is
 * looked for quarter by quarter. An hour that happens twice is quiet twice; one that is skipped is not waited for.
 */
export function quietUntil(
  calendar: Calendar,
  zone: string,
  now: number,
  { from, to }: QuietHours,
): number | null {
  const quietAt = (at: number): boolean => withinHours(calendar.at(zone, at).minutes, from, to);
  if (!quietAt(now)) return null;
  for (let quarter = floor(now, QUARTER); quarter < now + LONGEST; quarter += QUARTER) {
    const start = Math.max(now, quarter);
    if (!quietAt(start)) return start;
    // The end of the hours may lie inside of this quarter.
    const minutes = calendar.at(zone, start).minutes;
    const end = floor(start, MINUTE) + ((to - minutes + 1440) % 1440) * MINUTE;
    if (end > start && end < quarter + QUARTER && !quietAt(end)) return end;
  }
  return now + LONGEST;
}

function floor(value: number, step: number): number {
  return Math.floor(value / step) * step;
}

/** Answers `quietUntil` from memory where it was asked for the same zone and minute: a newsletter asks thousands of times. */
export class Nights {
  private readonly calendar: Calendar;
  private known = new Map<string, number | null>();
  private minute = 0;

  constructor(calendar: Calendar) {
    this.calendar = calendar;
  }

  /** See `quietUntil`. */
  until(zone: string, now: number, hours: QuietHours): number | null {
    const minute = floor(now, MINUTE);
    if (minute !== this.minute) {
      this.known = new Map();
      this.minute = minute;
    }
    const key = `${zone} ${hours.from} ${hours.to}`;
    let until = this.known.get(key);
    if (until === undefined) {
      until = quietUntil(this.calendar, zone, minute, hours);
      this.known.set(key, until);
    }
    return until;
  }
}
