/** Local time of a zone, cheaply: an offset is asked of Intl once a quarter of an hour, since clocks change at one. */

const QUARTER = 900_000;
const DAY = 86_400_000;

/** What a calendar says of an instant. */
export interface LocalTime {
  /** Days since 1 January 1970, in the zone. */
  day: number;
  /** Weeks from Monday. */
  week: number;
  month: number;
  /** 1 = Monday … 7 = Sunday. */
  weekday: number;
  /** Minutes since midnight on the clock of the wall. */
  minutes: number;
}

/** Remembers offsets; one a process. A pure function of zone and instant, with a memory. */
export class Calendar {
  private readonly formats = new Map<string, Intl.DateTimeFormat | null>();
  private readonly offsets = new Map<string, { quarter: number; offset: number }>();

  /** True when the zone has a name that Intl knows. */
  knows(zone: string): boolean {
    return this.format(zone) !== null;
  }

  /** Local time; of UTC when the zone is unknown. */
  at(zone: string, now: number): LocalTime {
    const local = now + this.offset(zone, now);
    const day = Math.floor(local / DAY);
    const date = new Date(local);
    return {
      day,
      // 1 January 1970 was a Thursday.
      week: Math.floor((day + 3) / 7),
      month: date.getUTCFullYear() * 12 + date.getUTCMonth(),
      weekday: ((day + 3) % 7) + 1,
      minutes: Math.floor((local - day * DAY) / 60_000),
    };
  }

  private offset(zone: string, now: number): number {
    const quarter = Math.floor(now / QUARTER);
    const known = this.offsets.get(zone);
    if (known?.quarter === quarter) return known.offset;
    const offset = this.ask(zone, quarter * QUARTER);
    // A zone comes from a browser: thousands of invented names must not fill the memory.
    if (this.offsets.size > 700) this.offsets.clear();
    this.offsets.set(zone, { quarter, offset });
    return offset;
  }

  private ask(zone: string, at: number): number {
    const format = this.format(zone);
    if (format === null) return 0;
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
    const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
  }

  private format(zone: string): Intl.DateTimeFormat | null {
    const known = this.formats.get(zone);
    if (known !== undefined) return known;
    if (this.formats.size > 700) this.formats.clear();
    let format: Intl.DateTimeFormat | null;
    try {
      format = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch {
      format = null;
    }
    this.formats.set(zone, format);
    return format;
  }
}

/** True when `minutes` lies in [from, to); from > to runs over midnight, from = to is never. */
export function withinHours(minutes: number, from: number, to: number): boolean {
  return from <= to ? minutes >= from && minutes < to : minutes >= from || minutes < to;
}
