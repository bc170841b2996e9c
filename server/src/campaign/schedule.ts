import type { CampaignSchedule } from '@augenblick/contract';

/**
 * A schedule as a question that is cheap to ask thousands of times a second: does it run at this instant (ms)? Days and
 * hours are those of its zone, also over summer time. Hours over midnight belong to the day they begin on.
 */
export function compileSchedule(schedule: CampaignSchedule): (now: number) => boolean {
  const { from, to, days, hours, zone } = schedule;
  const wanted = new Set(days);
  const daily = (now: number): boolean => {
    if (wanted.size === 0 && hours === null) return true;
    const { day, minute } = localTime(zone, now);
    const onDay = (one: number): boolean => wanted.size === 0 || wanted.has(one);
    if (hours === null) return onDay(day);
    if (hours.from <= hours.to) return onDay(day) && minute >= hours.from && minute < hours.to;
    const yesterday = day === 1 ? 7 : day - 1;
    return (onDay(day) && minute >= hours.from) || (onDay(yesterday) && minute < hours.to);
  };
  return (now) => (from === null || now >= from) && (to === null || now < to) && daily(now);
}

/** True when the runtime knows the zone. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();
const remembered = new Map<string, { minute: number; local: { day: number; minute: number } }>();
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function formatOf(zone: string): Intl.DateTimeFormat {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  formats.set(zone, format);
  return format;
}

/** Weekday (1 = Monday) and minute of the day in a zone; kept per zone for the minute that was asked last. */
function localTime(zone: string, now: number): { day: number; minute: number } {
  const minute = Math.floor(now / 60_000);
  const last = remembered.get(zone);
  if (last?.minute === minute) return last.local;
  const parts = new Map(
    formatOf(zone)
      .formatToParts(now)
      .map(({ type, value }) => [type, value]),
  );
  const local = {
    day: WEEKDAYS.indexOf(parts.get('weekday') ?? '') + 1,
    minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
  remembered.set(zone, { minute, local });
  return local;
}
