/** What can be taken back and done again. */
export interface History<T> {
  past: readonly T[];
  now: T;
  future: readonly T[];
  /** Changes of one kind in a row (typing) are one step back. */
  kind: string | null;
}

/** How many steps back are kept. */
export const STEPS_BACK = 100;

/** A history that begins. */
export function begin<T>(now: T): History<T> {
  return { past: [], now, future: [], kind: null };
}

/** A change. Of the same `kind` as the one before it melts into that one; null never melts. */
export function changed<T>(history: History<T>, now: T, kind: string | null = null): History<T> {
  if (now === history.now) return history;
  const melts = kind !== null && kind === history.kind && history.past.length > 0;
  const past = melts ? history.past : [...history.past, history.now].slice(-STEPS_BACK);
  return { past, now, future: [], kind };
}

/** One step back; the same history when there is none. */
export function undone<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (history.past.length === 0) return history;
  return {
    past: history.past.slice(0, -1),
    now: before as T,
    future: [history.now, ...history.future],
    kind: null,
  };
}

/** One step forward again; the same history when there is none. */
export function redone<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (history.future.length === 0) return history;
  return { past: [...history.past, history.now], now: next as T, future, kind: null };
}
