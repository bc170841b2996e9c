/** How far back a look goes as long as everything is in time, ms: what stands there longer was seen before. */
const NEAR_MS = 2_000;

/** What is to happen at `first` + n × `everyMs` (ms), and how much of it was seen so far. */
export interface Awaited {
  first: number;
  everyMs: number;
  wanted: number;
  seen: number;
}

/**
 * From which instant (ms) on to look for what happened by itself: the last seconds, or everything while something is later
 * than that. On a machine that does other things much is, and would be taken for missing.
 */
export function lookFrom({ first, everyMs, wanted, seen }: Awaited, now: number): number {
  const near = now - NEAR_MS;
  const due = Math.min(wanted, Math.floor((near - first) / everyMs));
  return seen < due ? first : Math.max(first, near);
}
