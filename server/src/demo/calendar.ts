const DAY_MS = 86_400_000;

/** Wall-clock time of a place. Pure; offsets are cached, because Intl is slow and asked thousands of times. */
export interface Calendar {
  /** The instant (ms, UTC) at which the place's clock shows this wall time (ms since 1970, read as UTC). */
  instant(wallMs: number): number;
  /** What the place's clock shows at an instant, as ms since 1970 read as UTC. */
  wall(instantMs: number): number;
}

/** The calendar of an IANA time zone. Throws RangeError for an unknown zone. */
export function createCalendar(zone: string): Calendar {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
    hourCycle: 'h23',
  });
  const offsets = new Map<number, number>();
  /** Clocks change on full quarters of an hour, so one look-up serves each quarter. */
  const offsetAt = (instantMs: number): number => {
    const quarter = Math.floor(instantMs / 900_000);
    const known = offsets.get(quarter);
    if (known !== undefined) return known;
    if (offsets.size > 50_000) offsets.clear();
    const at = quarter * 900_000;
    const match = /(\d+)\/(\d+)\/(\d+), (\d+):(\d+):(\d+)/.exec(format.format(at));
    if (!match) throw new RangeError(`No wall time for ${zone}`);
    const [day, month, year, hour, minute, second] = match.slice(1).map(Number) as Six;
    const offset = Date.UTC(year, month - 1, day, hour, minute, second) - at;
    offsets.set(quarter, offset);
    return offset;
  };
  return {
    instant: (wallMs) => wallMs - offsetAt(wallMs - offsetAt(wallMs)),
    wall: (instantMs) => instantMs + offsetAt(instantMs),
  };
}
type Six = [number, number, number, number, number, number];

/**
 * Whole weeks, in ms, that bring a wall time forward to the day of `todayWall` or at most six days past it. Weekdays
 * stay, and what then lies in the future is left out: so the history reaches up to this very moment.
 */
export function weeksForward(lastWall: number, todayWall: number): number {
  const days = Math.floor(todayWall / DAY_MS) - Math.floor(lastWall / DAY_MS);
  return Math.ceil(days / 7) * 7 * DAY_MS;
}
