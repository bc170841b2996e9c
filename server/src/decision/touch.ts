/**
 * What a shopper has been shown: the memory behind frequency caps. One row a shopper, locked while it is decided, so that
 * counts are exact whatever happens at the same time.
 */
import type { Cap } from '@augenblick/contract';
import type { LocalTime } from './calendar.ts';

/** [ever, day, that day, week, that week, month, that month, session began at, that session]. */
export type Tally = [
  ever: number,
  day: number,
  inDay: number,
  week: number,
  inWeek: number,
  month: number,
  inMonth: number,
  session: number,
  inSession: number,
];

/** Short keys: the row is written with every decision. */
export interface TouchMemory {
  /** Beginning of the session, and when the shopper was last decided for (ms). */
  s: number;
  l: number;
  /** All campaigns together. */
  a?: Tally;
  /** Campaign id → what was shown of it. */
  c?: Record<string, Tally>;
}

/** A session ends after this long without a question. */
export const SESSION_STILL_MS = 30 * 60_000;

/** An instant as caps see it: local calendar numbers and the session it falls into. */
export interface CapTime extends LocalTime {
  now: number;
  session: number;
}

/** The instant for a shopper's caps. A clock that went back stays in the session. */
export function capTime(memory: TouchMemory | null, now: number, local: LocalTime): CapTime {
  const still = memory !== null && now - memory.l <= SESSION_STILL_MS;
  return { ...local, now, session: still ? memory.s : now };
}

/** How often it was shown in the span that holds the instant. */
export function timesIn(tally: Tally | undefined, per: Cap['per'], at: CapTime): number {
  if (tally === undefined) return 0;
  switch (per) {
    case 'ever':
      return tally[0];
    case 'day':
      return tally[1] === at.day ? tally[2] : 0;
    case 'week':
      return tally[3] === at.week ? tally[4] : 0;
    case 'month':
      return tally[5] === at.month ? tally[6] : 0;
    case 'session':
    default:
      return tally[7] === at.session ? tally[8] : 0;
  }
}

/** True when one more would break one of the caps. */
export function isCapped(caps: readonly Cap[], tally: Tally | undefined, at: CapTime): boolean {
  // A cap allows one showing at least.
  if (tally === undefined) return false;
  for (const cap of caps) if (timesIn(tally, cap.per, at) >= cap.times) return true;
  return false;
}

/** The memory after a question at this instant, in which these campaigns were shown. */
export function touched(
  memory: TouchMemory | null,
  at: CapTime,
  shown: readonly string[],
): TouchMemory {
  const after: TouchMemory = { s: at.session, l: Math.max(at.now, memory?.l ?? at.now) };
  if (memory?.a) after.a = memory.a;
  if (memory?.c) after.c = memory.c;
  if (shown.length === 0) return after;
  after.c = { ...memory?.c };
  for (const id of shown) {
    after.a = counted(after.a, at);
    after.c[id] = counted(after.c[id], at);
  }
  return after;
}

/** The tally with one more at the instant. */
export function counted(tally: Tally | undefined, at: CapTime): Tally {
  return [
    timesIn(tally, 'ever', at) + 1,
    at.day,
    timesIn(tally, 'day', at) + 1,
    at.week,
    timesIn(tally, 'week', at) + 1,
    at.month,
    timesIn(tally, 'month', at) + 1,
    at.session,
    timesIn(tally, 'session', at) + 1,
  ];
}

/** The tally without one that was counted on that day: nothing came of it. Its session stays as it was. */
export function uncounted(tally: Tally, then: LocalTime): Tally {
  const less = [...tally] as Tally;
  less[0] = Math.max(0, less[0] - 1);
  if (less[1] === then.day) less[2] = Math.max(0, less[2] - 1);
  if (less[3] === then.week) less[4] = Math.max(0, less[4] - 1);
  if (less[5] === then.month) less[6] = Math.max(0, less[6] - 1);
  return less;
}

/** What two shoppers joined into one have been shown together; spans that differ keep the later one. */
export function joined(one: TouchMemory, other: TouchMemory): TouchMemory {
  const [early, late] = one.l <= other.l ? [one, other] : [other, one];
  const memory: TouchMemory = { s: late.s, l: late.l };
  if (early.a ?? late.a) memory.a = added(early.a, late.a);
  const campaigns: Record<string, Tally> = { ...early.c };
  for (const [id, tally] of Object.entries(late.c ?? {})) {
    campaigns[id] = added(campaigns[id], tally);
  }
  if (Object.keys(campaigns).length > 0) memory.c = campaigns;
  return memory;
}

function added(early: Tally | undefined, late: Tally | undefined): Tally {
  if (early === undefined || late === undefined) return (early ?? late) as Tally;
  const sum: Tally = [...late];
  sum[0] += early[0];
  for (const i of [1, 3, 5, 7] as const) {
    if (early[i] === late[i]) sum[i + 1] = (late[i + 1] as number) + (early[i + 1] as number);
    else if (early[i] > late[i]) {
      sum[i] = early[i];
      sum[i + 1] = early[i + 1] as number;
    }
  }
  return sum;
}
