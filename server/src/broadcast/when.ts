/** When a message of a newsletter is due: clocks on walls, spreading, pacing. Pure. */
import type { BroadcastSchedule } from '@augenblick/contract';
import type { Calendar } from '../decision/index.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
/** A wall clock that passed no longer ago than this still counts: the audience is read a moment after its time. */
const GRACE_MS = 15 * MINUTE;
/** No clock is set further ahead of or behind UTC than this. */
const OFFSET_MAX_MS = 15 * 3_600_000;

/** Days since 1 January 1970 of `2026-11-22`; NaN for no date. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY;
}

/**
 * The instant (ms) at which the wall of a zone shows `minutes` after midnight of `day`. In the hour that summer time leaves
 * out: the first instant after it. In the one that happens twice: the first. An unknown zone counts as UTC.
 */
export function wallInstant(
  calendar: Calendar,
  zone: string,
  day: number,
  minutes: number,
): number {
  const wall = day * DAY + minutes * MINUTE;
  const shown = (at: number): number => {
    const local = calendar.at(zone, at);
    return local.day * DAY + local.minutes * MINUTE;
  };
  // What the wall shows never falls behind by more than a change of the clock does, so the first instant that shows the
  // time or a later one lies between the two offsets of the days around.
  const offsets = [wall - DAY, wall, wall + DAY].map((at) => shown(at) - at);
  const candidates = offsets.map((offset) => wall - offset).toSorted((a, b) => a - b);
  const exact = candidates.find((at) => shown(at) === wall);
  if (exact !== undefined) return exact;
  return firstAtOrAfter(shown, wall, (candidates[0] as number) - DAY / 8);
}

/** The first minute from `from` on at which the wall shows `wall` or later: the end of a gap. */
function firstAtOrAfter(shown: (at: number) => number, wall: number, from: number): number {
  let [low, high] = [from, from + DAY];
  while (high - low > MINUTE) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
    if (shown(middle) >= wall) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * The next instant at which the wall of a zone shows `minutes`, from `day` on and not more than a quarter of an hour
 * before `now`.
 */
export function nextWall(
  calendar: Calendar,
  zone: string,
  { day, minutes }: { day: number; minutes: number },
  now: number,
): number {
  const today = calendar.at(zone, now - GRACE_MS).day;
  for (let one = Math.max(day, today); ; one++) {
    const at = wallInstant(calendar, zone, one, minutes);
    if (at >= now - GRACE_MS) return at;
  }
}

/** When a shopper of a zone is due, without spreading. `from`: the instant from which on anything may go out. */
export function dueAt(
  calendar: Calendar,
  schedule: BroadcastSchedule,
  zone: string,
  from: number,
): number {
  switch (schedule.kind) {
    case 'local': {
      const { day, minutes } = schedule;
      return nextWall(calendar, zone, { day: dayNumber(day), minutes }, from);
    }
    case 'at':
      return Math.max(schedule.at, from);
    case 'now':
    default:
      return from;
  }
}

/**
 * The instant at which the audience is read: that of its first message. `zones`: those in the audience; one that is not
 * known yet may be up to 15 hours ahead of UTC, and then gets its message on the next day.
 */
export function startOf(
  calendar: Calendar,
  schedule: BroadcastSchedule,
  zones: readonly string[],
  now: number,
): number {
  if (schedule.kind !== 'local') return dueAt(calendar, schedule, 'UTC', now);
  const all = zones.map((zone) => dueAt(calendar, schedule, zone, now));
  return all.length === 0
    ? Math.max(now, dayNumber(schedule.day) * DAY + schedule.minutes * MINUTE - OFFSET_MAX_MS)
    : Math.min(...all);
}

/** How far into the spread a shopper falls, ms; `draw` in [0, 1). */
export function spreadBy(spreadMinutes: number, draw: number): number {
  return Math.floor(spreadMinutes * MINUTE * draw);
}

/** What pacing remembers between two chunks: the slot of the last message, ms, or null. */
export type LastSlot = number | null;

/**
 * Gives messages, in order of their due instants, a slot each: never before they are due, never before `now`, and never
 * more than `perMinute` in any minute. Answers the slots up to `until` and the last of them; who is left comes next time.
 */
export function pace(
  due: readonly number[],
  options: { perMinute: number | null; last: LastSlot; now: number; until: number },
): { slots: number[]; last: LastSlot } {
  const { perMinute, now, until } = options;
  const gap = gapOf(perMinute);
  let { last } = options;
  const slots: number[] = [];
  for (const one of due) {
    const slot = perMinute === null ? one : pacedSlot(Math.max(one, now), last, gap);
    if (slot > until) break;
    slots.push(slot);
    if (perMinute !== null) last = slot;
  }
  return { slots, last };
}

/** Time between two messages under a limit a minute, ms. */
export function gapOf(perMinute: number | null): number {
  return perMinute === null ? 0 : Math.ceil(MINUTE / perMinute);
}

function pacedSlot(due: number, last: LastSlot, gap: number): number {
  return last === null ? due : Math.max(due, last + gap);
}
