const DAY_MS = 86_400_000;

/** Days and midnights of one time zone. A day is text: 2026-03-01. */
export interface Calendar {
  zone: string;
  /** The day an instant lies in. */
  dayOf(ms: number): string;
  /** The first instant of a day. */
  startOf(day: string): number;
  /** The first instant of the day after the one `ms` lies in. */
  nextMidnight(ms: number): number;
}

/** The day `n` days after another (before, when negative). */
export function plusDays(day: string, n: number): string {
  const ms = Date.parse(`${day}T00:00:00Z`) + n * DAY_MS;
  // Beyond year 9999 no trait lies; ISO would begin with a sign there and no longer sort as text.
  return new Date(Math.min(ms, Date.UTC(9999, 11, 31))).toISOString().slice(0, 10);
}

/** A calendar of an IANA zone; an unknown one counts as UTC. Remembers the day it was asked for last. */
export function createCalendar(zone: string): Calendar {
  const format = formatOf(zone);
  const localDay = (ms: number): string => format.format(ms).slice(0, 10);
  let day = '';
  let from = Number.NaN;
  let to = Number.NaN;
  const look = (ms: number): void => {
    if (ms >= from && ms < to) return;
    day = localDay(ms);
    from = startOfDay(localDay, day);
    to = startOfDay(localDay, plusDays(day, 1));
  };
  return {
    zone,
    dayOf: (ms) => {
      look(ms);
      return day;
    },
    startOf: (wanted) => startOfDay(localDay, wanted),
    nextMidnight: (ms) => {
      look(ms);
      return to;
    },
  };
}

/** Swedish dates are ISO dates. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const options = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  try {
    return new Intl.DateTimeFormat('sv-SE', { ...options, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat('sv-SE', { ...options, timeZone: 'UTC' });
  }
}

/** First instant of a local day by halving: zones differ in more ways than an offset (days without midnight, days left out). */
function startOfDay(localDay: (ms: number) => string, day: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  let before = utc - 36 * 3_600_000;
  let after = utc + 36 * 3_600_000;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (localDay(middle) < day) before = middle;
    else after = middle;
  }
  return after;
}

/**
 * Month and day of the days from `day` on, `n` more of them, as MM-DD. Somebody born on 29 February has their birthday on
 * the 28th where there is no 29th.
 */
export function anniversaries(day: string, n: number): Set<string> {
  const found = new Set<string>();
  for (let i = 0; i <= n; i++) {
    const next = plusDays(day, i);
    found.add(next.slice(5));
    if (next.endsWith('02-28') && plusDays(next, 1).endsWith('03-01')) found.add('02-29');
  }
  return found;
}
