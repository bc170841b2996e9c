/** How fast mail goes to one domain: an even pace, and a pause when the domain asks for one. */
import type { Clock } from '../../../runtime/index.ts';

/** The pace of one retailer's mail by receiving domain; kept in memory, near enough over several processes. */
export interface DomainPace {
  /**
   * Null: now. Else the instant (ms) that is kept free for this message: coming back then, it goes. So every message is put
   * off once, however long the line is.
   */
  take(domain: string, message: string): number | null;
  /** The domain said "later" (4xx): nothing goes there until the instant that is answered. */
  slowDown(domain: string): number;
  /** The domain took one. */
  went(domain: string): void;
}

const MINUTE_MS = 60_000;
const LONGEST_PAUSE_MS = 30 * MINUTE_MS;
const DOMAINS_MAX = 5_000;
/** After a pause mail comes back one after the other, not all at once. */
const PAUSE_STEP_MS = 100;

interface Pace {
  /** Room is given away up to this instant. */
  used: number;
  pausedUntil: number;
  refusals: number;
  /** Message → the instant kept for it. */
  kept: Map<string, number>;
}

/** `perMinute` null: as fast as it goes, only with pauses. A burst of a tenth of a minute's mail is let through at once. */
export function createDomainPace(clock: Clock, perMinute: number | null): DomainPace {
  const paces = new Map<string, Pace>();
  const step = perMinute === null ? 0 : MINUTE_MS / perMinute;
  const burst = perMinute === null ? 0 : MINUTE_MS / 10;
  const of = (domain: string): Pace => {
    let pace = paces.get(domain);
    if (pace === undefined) {
      if (paces.size >= DOMAINS_MAX) forgetCalm(paces, clock.now());
      pace = { used: 0, pausedUntil: 0, refusals: 0, kept: new Map() };
      paces.set(domain, pace);
    }
    return pace;
  };
  const keep = (pace: Pace, message: string, from: number): number => {
    const at = Math.max(pace.used, from);
    pace.used = at + Math.max(step, from > clock.now() ? PAUSE_STEP_MS : 0);
    const instant = Math.ceil(at);
    pace.kept.set(message, instant);
    return instant;
  };
  return {
    take: (domain, message) => {
      const now = clock.now();
      const pace = of(domain);
      // Whoever has not come by now was taken back, or leaves from another process.
      if (isCalm(pace, now - MINUTE_MS)) pace.kept.clear();
      const kept = pace.kept.get(message);
      if (now < pace.pausedUntil) {
        return kept !== undefined && kept >= pace.pausedUntil
          ? kept
          : keep(pace, message, pace.pausedUntil);
      }
      if (kept !== undefined) {
        if (now < kept) return kept;
        pace.kept.delete(message);
        return null;
      }
      const used = Math.max(pace.used, now);
      if (used - now > burst) return keep(pace, message, now);
      pace.used = used + step;
      return null;
    },
    slowDown: (domain) => {
      const now = clock.now();
      const pace = of(domain);
      if (now >= pace.pausedUntil) {
        pace.pausedUntil = now + Math.min(LONGEST_PAUSE_MS, MINUTE_MS * 2 ** pace.refusals);
        pace.refusals += 1;
      }
      return pace.pausedUntil;
    },
    went: (domain) => {
      of(domain).refusals = 0;
    },
  };
}

function forgetCalm(paces: Map<string, Pace>, now: number): void {
  for (const [domain, pace] of paces) if (isCalm(pace, now)) paces.delete(domain);
}

/** True when all it was used for lies before an instant. */
function isCalm({ used, pausedUntil }: Pace, at: number): boolean {
  return used <= at && pausedUntil <= at;
}
