/** Weekdays and times of day in a shopper's zone. */
import { Calendar } from '../decision/index.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const calendar = new Calendar();

/** The zone somebody says they live in, where there is such a one; else the shop's. */
export function zoneOr(said: string | undefined, shop: string): string {
  return said !== undefined && said.length <= 60 && calendar.knows(said) ? said : shop;
}

/** The first instant from `at` (ms) on that is `minute` of the day on one of `days` (1 = Monday; empty = any) in a zone. */
export function nextLocal(
  zone: string,
  at: number,
  { days, minute }: { days: readonly number[]; minute: number },
): number {
  for (let ahead = -1; ahead <= 8; ahead++) {
    const local = calendar.at(zone, at + ahead * DAY);
    const instant = instantOf(zone, local.day, minute);
    if (instant < at) continue;
    if (days.length > 0 && !days.includes(weekdayOf(local.day))) continue;
    return instant;
  }
  // Days that are no weekdays: nothing is waited for.
  return at;
}

/** 1 = Monday … 7 = Sunday of a day counted from 1 January 1970, a Thursday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The day (from 1 January 1970) an instant lies in, in a zone. */
export function dayOf(zone: string, at: number): number {
  return calendar.at(zone, at).day;
}

/**
 * The instant at which a zone's clock shows a minute of a day. A time the clock jumps over is the instant of the jump plus
 * what is missing; of one that comes twice it is the first.
 */
export function instantOf(zone: string, day: number, minute: number): number {
  const wall = day * DAY + minute * MINUTE;
  const offsetAt = (at: number): number => {
    const local = calendar.at(zone, at);
    return local.day * DAY + local.minutes * MINUTE - Math.floor(at / MINUTE) * MINUTE;
  };
  const before = offsetAt(wall - DAY);
  const after = offsetAt(wall + DAY);
  const [first, second] = [wall - Math.max(before, after), wall - Math.min(before, after)];
  if (first + offsetAt(first) === wall) return first;
  if (second + offsetAt(second) === wall) return second;
  return wall - before;
}
