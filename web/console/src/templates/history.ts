/** Steps that can be taken back, oldest first; more would only cost memory. */
export const HISTORY_LIMIT = 200;
/** Changes of the same field within this rest are one step (ms): a word, not a letter, is taken back. */
export const HISTORY_REST_MS = 1_200;

/** What stands now, what stood before, and what was taken back. */
export interface History<State> {
  readonly past: readonly State[];
  readonly now: State;
  readonly future: readonly State[];
  /** What the last step changed, such as `text.b1`; null = nothing that a following step could join. */
  readonly key: string | null;
  /** When the last step was made (ms). */
  readonly at: number;
}

/** A history that begins here. */
export function historyOf<State>(now: State): History<State> {
  return { past: [], now, future: [], key: null, at: 0 };
}

/**
 * A further step. One of the same key shortly after the last is joined to it; `key` null stands alone. A step that changes
 * nothing (the same object) is none. What was taken back before is gone with it.
 */
export function stepped<State>(
  history: History<State>,
  next: State,
  key: string | null,
  at: number,
): History<State> {
  if (next === history.now) return history;
  const joins = key !== null && key === history.key && at - history.at < HISTORY_REST_MS;
  const past = joins ? history.past : [...history.past, history.now].slice(-HISTORY_LIMIT);
  return { past, now: next, future: [], key, at };
}

/** The step before; the same history when there is none. */
export function undone<State>(history: History<State>): History<State> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    now: before,
    future: [history.now, ...history.future],
    key: null,
    at: 0,
  };
}

/** The step that was taken back last; the same history when there is none. */
export function redone<State>(history: History<State>): History<State> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.now], now: next, future, key: null, at: 0 };
}
