import type {
  AudienceMemory,
  InstantsMemory,
  Leaf,
  OrdersMemory,
  ProfileState,
  SequenceMemory,
  Times,
} from '@augenblick/contract';
import { durationMs } from '@augenblick/contract';
import { affinityNow, affinityUntil, LEVEL_WEIGHTS } from './affinity.ts';
import type { Calendar } from './calendar.ts';
import { movingMs, partKey, specsOf } from './part.ts';
import { dateFits, fits, isDateTest, movesWithTime } from './value.ts';

/** A look at one shopper at one instant. A check answers and says in `next` until when its answer stands by itself. */
export interface Look {
  state: ProfileState;
  mem: NonNullable<AudienceMemory['mem']>;
  now: number;
  /** Set by the check that ran last: the first instant at which its answer can be another; Infinity: never by itself. */
  next: number;
}
export type Check = (look: Look) => boolean;

/** What a leaf is compiled with: where its memory stands, and the shop's days. */
export interface CheckContext {
  calendar: Calendar;
  /** Number of a part by its key, as a property name of the memory. */
  numberOf(key: string): string;
}

const NEVER = Number.POSITIVE_INFINITY;

/** Every part must hold. Stops at the first that fails for good; else fails until the last failing one may change. */
export function all(checks: readonly Check[]): Check {
  return (look) => {
    let next = NEVER;
    let failing = -1;
    for (const check of checks) {
      if (check(look)) {
        if (look.next < next) next = look.next;
      } else if (look.next === NEVER) return false;
      else if (look.next > failing) failing = look.next;
    }
    look.next = failing < 0 ? next : failing;
    return failing < 0;
  };
}

/** One part must hold: the mirror image of `all`. */
export function any(checks: readonly Check[]): Check {
  const none = all(checks.map(not));
  return (look) => !none(look);
}

/** The part must not hold. */
export function not(check: Check): Check {
  return (look) => !check(look);
}

/** The check of a leaf, without segments (they are put in by the compiler). */
// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
export function leafCheck(part: Exclude<Leaf, { type: 'segment' }>, context: CheckContext): Check {
  switch (part.type) {
    case 'trait':
      return traitCheck(part, context.calendar);
    case 'consent':
      return consentCheck(part);
    case 'identified':
      return steady((state) => state.identified === part.is);
    case 'channel':
      return steady((state) => channelHolds(state.channels, part));
    case 'affinity':
      return affinityCheck(part);
    case 'seen':
      return seenCheck(part);
    case 'moment_now':
      return momentCheck(part);
    case 'signal_now':
      return signalCheck(part);
    case 'event':
    case 'moment':
    case 'signal': {
      const list = instantsOf(part, context);
      return (look) => counted(list(look), part.times, movingMs(part.window), look);
    }
    case 'orders':
      return ordersCheck(part, context);
    case 'money':
      return moneyCheck(part, context);
    case 'last_order':
      return lastOrderCheck(part, context);
    case 'sequence':
      return sequenceCheck(part, context);
  }
}

type Of<T extends Leaf['type']> = Extract<Leaf, { type: T }>;

/** A check that no passing of time changes. */
function steady(holds: (state: ProfileState) => boolean): Check {
  return (look) => {
    look.next = NEVER;
    return holds(look.state);
  };
}

const NOTHING: readonly never[] = [];

function instantsOf(part: Leaf, context: CheckContext): (look: Look) => InstantsMemory {
  const [spec] = specsOf(part, context.calendar);
  const key = spec === undefined ? '' : context.numberOf(partKey(spec));
  return (look) => (look.mem[key] ?? NOTHING) as InstantsMemory;
}

/**
 * Whether the instants (newest first) are as many as asked, of those later than now − `windowMs` (all, when null). As time
 * passes they only become fewer, so each bound can be crossed once, when its last instant leaves the window.
 */
function counted(
  instants: readonly number[],
  { compare, n }: Times,
  windowMs: number | null,
  look: Look,
): boolean {
  const { now } = look;
  /** When the window loses its k-th latest instant; 0: it has lost it or never had it. */
  const leaves = (k: number): number => {
    if (k === 0) return NEVER;
    const at = instants[k - 1];
    if (at === undefined) return 0;
    if (windowMs === null) return NEVER;
    return at + windowMs > now ? at + windowMs : 0;
  };
  const enough = compare === 'at_most' ? NEVER : leaves(n);
  const tooMany = compare === 'at_least' ? 0 : leaves(n + 1);
  look.next = tooMany > 0 ? tooMany : enough > 0 ? enough : NEVER;
  return enough > 0 && tooMany === 0;
}

function traitCheck(part: Of<'trait'>, calendar: Calendar): Check {
  const { key, test } = part;
  const read = (state: ProfileState) =>
    Object.hasOwn(state.traits, key) ? state.traits[key]?.value : undefined;
  if (!isDateTest(test)) {
    const check = fits(test);
    return steady((state) => check(read(state)));
  }
  const check = dateFits(test, calendar);
  const moves = movesWithTime(test);
  return (look) => {
    const value = read(look.state) ?? null;
    look.next = moves && typeof value === 'string' ? calendar.nextMidnight(look.now) : NEVER;
    return check(value, look.now);
  };
}

function consentCheck({ purpose, channel, state: wanted }: Of<'consent'>): Check {
  const key = `${purpose}:${channel}`;
  return steady((state) => {
    const present = state.consents[key]?.state;
    return wanted === 'none'
      ? present === undefined || present === 'requested'
      : present === wanted;
  });
}

function channelHolds(
  channels: ProfileState['channels'],
  { channel, how }: Of<'channel'>,
): boolean {
  const times = Object.hasOwn(channels, channel) ? (channels[channel]?.[0] ?? 0) : 0;
  if (how === 'ever') return times > 0;
  if (how === 'never') return times === 0;
  let sum = 0;
  for (const [count] of Object.values(channels)) sum += count;
  return how === 'only' ? times > 0 && times === sum : times * 2 > sum;
}

function affinityCheck({ kind, values, level }: Of<'affinity'>): Check {
  return (look) => {
    const known = look.state.affinities[kind];
    let strongest = Number.NEGATIVE_INFINITY;
    for (const value of values) {
      const stored = Object.hasOwn(known, value) ? known[value] : undefined;
      if (stored !== undefined && stored > strongest) strongest = stored;
    }
    look.next = NEVER;
    if (level === 'favourite')
      return (
        strongest > Number.NEGATIVE_INFINITY &&
        Object.values(known).every((other) => other <= strongest)
      );
    if (strongest < affinityNow(LEVEL_WEIGHTS[level], look.now)) return false;
    look.next = affinityUntil(strongest, LEVEL_WEIGHTS[level]);
    return true;
  };
}

function seenCheck({ which, age, duration }: Of<'seen'>): Check {
  const ms = durationMs(duration);
  return (look) => {
    const at = which === 'first' ? look.state.firstAt : look.state.lastAt;
    const within = at + ms > look.now;
    look.next = within ? at + ms : NEVER;
    return within === (age === 'within');
  };
}

function momentCheck({ kinds, stages, subject, confidence = 0 }: Of<'moment_now'>): Check {
  return (look) => {
    const present = look.state.moment?.present;
    look.next = NEVER;
    if (present === undefined || present.until <= look.now) return false;
    if (kinds && !kinds.includes(present.kind)) return false;
    if (stages && !stages.includes(present.stage)) return false;
    if (present.confidence < confidence) return false;
    if (subject) {
      const about = present.subject;
      if (about?.type !== subject.type || !subject.ids.includes(about.id)) return false;
    }
    look.next = present.until;
    return true;
  };
}

function signalCheck({ names }: Of<'signal_now'>): Check {
  return (look) => {
    let until = 0;
    for (const [name, , end] of look.state.moment?.holding ?? NOTHING) {
      if (names.includes(name) && end > until) until = end;
    }
    look.next = until > look.now ? until : NEVER;
    return until > look.now;
  };
}

function marksOf(part: Leaf, context: CheckContext): (look: Look) => OrdersMemory {
  const [spec] = specsOf(part, context.calendar);
  const key = spec === undefined ? '' : context.numberOf(partKey(spec));
  return (look) => (look.mem[key] ?? NOTHING) as OrdersMemory;
}

function ordersCheck(part: Of<'orders'>, context: CheckContext): Check {
  const { times, window } = part;
  if (part.goods === undefined && window === undefined) {
    return steady((state) => {
      let orders = 0;
      for (const totals of Object.values(state.money)) orders += totals.orders;
      return compareTimes(orders, times);
    });
  }
  const marks = marksOf(part, context);
  const windowMs = movingMs(window);
  return (look) => {
    const instants = marks(look).flatMap((mark) => (mark[3] === 1 ? [mark[1]] : []));
    return counted(instants, times, windowMs, look);
  };
}

function compareTimes(count: number, { compare, n }: Times): boolean {
  if (compare === 'at_least') return count >= n;
  return compare === 'at_most' ? count <= n : count === n;
}

function moneyCheck(part: Of<'money'>, context: CheckContext): Check {
  const { measure, compare, minor, currency, window } = part;
  const holds = (orders: number, paid: number, back: number): boolean => {
    if (measure === 'average' && orders === 0) return false;
    const amount = measure === 'refunded' ? back : paid;
    const bound = measure === 'average' ? minor * orders : minor;
    return compare === 'at_least' ? amount >= bound : amount <= bound;
  };
  if (part.goods === undefined && window === undefined) {
    return steady(({ money }) => {
      const totals = Object.hasOwn(money, currency) ? money[currency] : undefined;
      return holds(totals?.orders ?? 0, totals?.revenueMinor ?? 0, totals?.refundedMinor ?? 0);
    });
  }
  const marks = marksOf(part, context);
  const windowMs = movingMs(window);
  return (look) => moneyHolds(marks(look), currency, windowMs, holds, look);
}

/** Money of a window: as time passes orders leave it, oldest first, until the answer is another. */
function moneyHolds(
  marks: OrdersMemory,
  currency: string,
  windowMs: number | null,
  holds: (orders: number, paid: number, back: number) => boolean,
  look: Look,
): boolean {
  const from = windowMs === null ? Number.NEGATIVE_INFINITY : look.now - windowMs;
  const inside = marks.filter((mark) => mark[2] === currency && mark[1] > from);
  let [orders, paid, back] = [0, 0, 0];
  for (const mark of inside) {
    orders += mark[3];
    paid += mark[4];
    back += mark[5];
  }
  const answer = holds(orders, paid, back);
  look.next = NEVER;
  if (windowMs === null) return answer;
  for (let i = inside.length - 1; i >= 0; i--) {
    const mark = inside[i];
    if (mark === undefined) continue;
    orders -= mark[3];
    paid -= mark[4];
    back -= mark[5];
    // Orders of one instant leave together.
    if (inside[i - 1]?.[1] === mark[1] || holds(orders, paid, back) === answer) continue;
    look.next = mark[1] + windowMs;
    break;
  }
  return answer;
}

function lastOrderCheck(part: Of<'last_order'>, context: CheckContext): Check {
  const marks = marksOf(part, context);
  const ms = durationMs(part.duration);
  return (look) => {
    const at = marks(look).find((mark) => mark[3] === 1)?.[1];
    look.next = NEVER;
    if (at === undefined) return false;
    const within = at + ms > look.now;
    if (within) look.next = at + ms;
    return within === (part.age === 'within');
  };
}

function sequenceCheck(part: Of<'sequence'>, context: CheckContext): Check {
  const windowMs = movingMs(part.window);
  const [one, two] = specsOf(part, context.calendar).map((spec) => context.numberOf(partKey(spec)));
  if (part.happens) {
    return (look) => {
      const done = (look.mem[one ?? ''] as SequenceMemory | undefined)?.done;
      return counted(done === undefined ? [] : [done], ONCE, windowMs, look);
    };
  }
  const waitMs = durationMs(part.within);
  return (look) => {
    const first = (look.mem[one ?? ''] as InstantsMemory | undefined)?.[0];
    const next = (look.mem[two ?? ''] as InstantsMemory | undefined)?.[0];
    look.next = NEVER;
    if (first === undefined || (next !== undefined && next > first)) return false;
    const end = windowMs === null ? NEVER : first + windowMs;
    if (look.now >= end) return false;
    const begin = first + waitMs;
    look.next = look.now < begin ? begin : end;
    return look.now >= begin;
  };
}
const ONCE: Times = { compare: 'at_least', n: 1 };
