import type { DateFormat } from '@augenblick/contract/api/import.ts';

/** Parts of a local date and time as written; `offsetMin` when the text names its zone. */
interface Written {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  ms: number;
  offsetMin: number | undefined;
}

export interface DateGuess {
  format: DateFormat;
  share: number;
  /** True when day and month can be told apart in no row. */
  ambiguous: boolean;
}

const SHARE = 0.9;
const TIME = String.raw`(?:(?:[T ]|, ?)\s*(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?)?`;
const OFFSET = String.raw`\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?`;
const ISO = new RegExp(`^(\\d{4})-(\\d{1,2})-(\\d{1,2})${TIME}${OFFSET}$`, 'i');
const ISO_SLASH = new RegExp(`^(\\d{4})[/.](\\d{1,2})[/.](\\d{1,2})${TIME}${OFFSET}$`, 'i');
const COMPACT = /^((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/;
const PARTED = new RegExp(`^(\\d{1,2})([./-])(\\d{1,2})\\2(\\d{4}|\\d{2})${TIME}${OFFSET}$`, 'i');

/** The way in which a column writes dates, or undefined when it holds none. */
export function detectDateFormat(values: readonly string[]): DateGuess | undefined {
  const filled = values.filter((value) => value.trim() !== '');
  if (filled.length === 0) return undefined;
  const counts = new Map<DateFormat, number>();
  for (const format of ['iso', 'dmy', 'mdy', 'serial', 'unix_s', 'unix_ms'] as const) {
    let valid = 0;
    for (const value of filled) if (readWritten(value.trim(), format) !== undefined) valid++;
    counts.set(format, valid);
  }
  const count = (format: DateFormat): number => counts.get(format) ?? 0;
  const enough = (format: DateFormat): boolean => count(format) >= SHARE * filled.length;
  const answer = (format: DateFormat, ambiguous: boolean): DateGuess => ({
    format,
    share: count(format) / filled.length,
    ambiguous,
  });
  if (enough('iso')) return answer('iso', false);
  if (enough('dmy') || enough('mdy')) {
    const tie = count('dmy') === count('mdy');
    return answer(tie ? (unpadded(filled) ? 'mdy' : 'dmy') : moreOf(count), tie);
  }
  for (const format of ['unix_ms', 'unix_s', 'serial'] as const)
    if (enough(format)) return answer(format, false);
  return undefined;
}

const moreOf = (count: (format: DateFormat) => number): DateFormat =>
  count('mdy') > count('dmy') ? 'mdy' : 'dmy';

/** "1/2/2024" without zeros is how American software writes; with zeros it is how the rest of the world does. */
function unpadded(values: readonly string[]): boolean {
  return values.some((value) => /^(?:\d\/\d{1,2}|\d{1,2}\/\d)\//.test(value.trim()));
}

/** The instant a text means (ms since 1970, UTC), or undefined when it is no date in this format. */
export function parseDate(sent: string, format: DateFormat, zone: string): number | undefined {
  const written = readWritten(sent.trim(), format);
  if (written === undefined || typeof written === 'number') return written;
  return toInstant(written, zone);
}

/** A time of day in a column of its own ("14:05", "2:05 PM") in ms after midnight. */
export function parseTimeOfDay(sent: string): number | undefined {
  const written = readWritten(`2000-01-01 ${sent.trim()}`, 'iso');
  if (written === undefined || typeof written === 'number') return undefined;
  return ((written.hour * 60 + written.minute) * 60 + written.second) * 1000 + written.ms;
}

/** The instant of a day's date plus a time of day, both in local time of the zone. */
export function parseDateAndTime(
  date: string,
  time: string,
  format: DateFormat,
  zone: string,
): number | undefined {
  const written = readWritten(date.trim(), format);
  const ofDay = parseTimeOfDay(time);
  if (written === undefined || ofDay === undefined) return undefined;
  if (typeof written === 'number') return written + ofDay;
  const hour = Math.floor(ofDay / 3_600_000);
  const minute = Math.floor(ofDay / 60_000) % 60;
  const second = Math.floor(ofDay / 1000) % 60;
  return toInstant({ ...written, hour, minute, second, ms: ofDay % 1000 }, zone);
}

function readWritten(text: string, format: DateFormat): Written | number | undefined {
  return READERS[format](text);
}

const READERS: Readonly<Record<DateFormat, (text: string) => Written | number | undefined>> = {
  iso: (text) => {
    const match = ISO.exec(text) ?? ISO_SLASH.exec(text);
    if (match) return written(match[1], match[2], match[3], match.slice(4));
    const compact = COMPACT.exec(text);
    return compact ? written(compact[1], compact[2], compact[3], []) : undefined;
  },
  dmy: (text) => {
    const match = PARTED.exec(text);
    return match ? written(match[4], match[3], match[1], match.slice(5)) : undefined;
  },
  mdy: (text) => {
    const match = PARTED.exec(text);
    if (!match || match[2] === '.') return undefined;
    return written(match[4], match[1], match[3], match.slice(5));
  },
  serial: (text) =>
    /^\d{5}(?:[.,]\d+)?$/.test(text) ? fromSerial(Number(text.replace(',', '.'))) : undefined,
  unix_s: (text) =>
    /^[1-9]\d{8,9}(?:\.\d+)?$/.test(text) ? Math.round(Number(text) * 1000) : undefined,
  unix_ms: (text) => (/^[1-9]\d{11,12}$/.test(text) ? Number(text) : undefined),
};

/**
 * Days since 30 December 1899, as Excel counts (its 29 February 1900 never was, which only matters before March 1900).
 * The wall clock it means has no zone. Between 1990 (32874) and 2100 (73051): other numbers are no dates.
 */
function fromSerial(serial: number): Written | undefined {
  if (!(serial >= 32_874 && serial < 73_051)) return undefined;
  const wall = new Date(Date.UTC(1899, 11, 30) + Math.round(serial * 86_400_000));
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    second: wall.getUTCSeconds(),
    ms: wall.getUTCMilliseconds(),
    offsetMin: undefined,
  };
}

function written(
  yearText: string | undefined,
  monthText: string | undefined,
  dayText: string | undefined,
  time: readonly (string | undefined)[],
): Written | undefined {
  const [hourText, minuteText, secondText, fraction, half, offset] = time;
  let year = Number(yearText);
  if (yearText?.length === 2) year += year < 70 ? 2000 : 1900;
  const month = Number(monthText);
  const day = Number(dayText);
  let hour = Number(hourText ?? 0);
  const minute = Number(minuteText ?? 0);
  const second = Number(secondText ?? 0);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (/^p/i.test(half) ? 12 : 0);
  }
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const ms = fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'));
  return { year, month, day, hour, minute, second, ms, offsetMin: offsetOf(offset) };
}

function offsetOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(text);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return match[1] === '-' ? -minutes : minutes;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function toInstant(at: Written, zone: string): number {
  const wall = Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second, at.ms);
  if (at.offsetMin !== undefined) return wall - at.offsetMin * 60_000;
  return wallToInstant(wall, zone);
}

const DAY = 86_400_000;
const dayOffsets = new Map<string, number | null>();
const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * The instant at which clocks in `zone` show `wall` (given as if it were UTC). A time that happens twice in autumn means the
 * first one; a time that is skipped in spring means as much later.
 */
export function wallToInstant(wall: number, zone: string): number {
  const key = `${zone} ${Math.floor(wall / DAY)}`;
  let same = dayOffsets.get(key);
  if (same === undefined) {
    const noon = Math.floor(wall / DAY) * DAY + DAY / 2;
    const before = offsetAt(noon - 2 * DAY, zone);
    same = before === offsetAt(noon + 2 * DAY, zone) ? before : null;
    if (dayOffsets.size > 20_000) dayOffsets.clear();
    dayOffsets.set(key, same);
  }
  if (same !== null) return wall - same;
  const before = offsetAt(wall - 2 * DAY, zone);
  const after = offsetAt(wall + 2 * DAY, zone);
  if (offsetAt(wall - before, zone) === before) return wall - before;
  if (offsetAt(wall - after, zone) === after) return wall - after;
  return wall - before;
}

/** Milliseconds by which clocks in the zone are ahead of UTC at an instant. */
export function offsetAt(instant: number, zone: string): number {
  const whole = Math.floor(instant / 1000) * 1000;
  const parts = formatterOf(zone).formatToParts(whole);
  const part = (type: string): number =>
    Number(parts.find((entry) => entry.type === type)?.value ?? 0);
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return wall - whole;
}

/** True for a zone that this installation's time-zone data knows. */
export function isZone(zone: string): boolean {
  try {
    formatterOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** Month of an instant on the zone's calendar: "2011-03". */
export function monthIn(instant: number, zone: string): string {
  const wall = new Date(instant + (cachedOffset(instant, zone) ?? offsetAt(instant, zone)));
  return `${wall.getUTCFullYear()}-${String(wall.getUTCMonth() + 1).padStart(2, '0')}`;
}

function cachedOffset(instant: number, zone: string): number | null {
  wallToInstant(instant, zone);
  return dayOffsets.get(`${zone} ${Math.floor(instant / DAY)}`) ?? null;
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}
