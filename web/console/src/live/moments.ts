import type { LiveMoment } from '@augenblick/contract/api/moment.ts';

/** Moments kept in the list. */
export const KEPT_MOMENTS = 120;

/** The moments that Live shows. Pure: every change is a function of the one before. */
export interface Moments {
  /** Newest first, each id once; undefined until the first answer. */
  shown: readonly LiveMoment[] | undefined;
  /** Came or changed while the list was held. */
  held: readonly LiveMoment[];
  paused: boolean;
  /** Ids that came by message and slide in. */
  fresh: ReadonlySet<string>;
}

export type MomentsChange =
  /** The list as the server has it; the truth. */
  | { type: 'list'; moments: readonly LiveMoment[] }
  /** Moments that began, changed or ended. */
  | { type: 'news'; moments: readonly LiveMoment[] }
  | { type: 'paused'; paused: boolean };

export const NO_MOMENTS: Moments = {
  shown: undefined,
  held: [],
  paused: false,
  fresh: new Set(),
};

/** The next state of the list. */
export function momentsAfter(before: Moments, change: MomentsChange): Moments {
  switch (change.type) {
    case 'list':
      if (before.paused && before.shown)
        return { ...before, held: join(change.moments, before.held) };
      return { ...before, shown: join(change.moments, before.shown ?? []), fresh: new Set() };
    case 'news':
      if (before.paused) return { ...before, held: join(change.moments, before.held) };
      return arrived(before, change.moments);
    case 'paused':
      if (change.paused) return { ...before, paused: true };
      return arrived({ ...before, paused: false, held: [] }, before.held);
    default:
      return change satisfies never;
  }
}

function arrived(before: Moments, news: readonly LiveMoment[]): Moments {
  const known = new Set((before.shown ?? []).map(({ id }) => id));
  const fresh = new Set(news.map(({ id }) => id).filter((id) => !known.has(id)));
  return { ...before, shown: join(news, before.shown ?? []), fresh };
}

/** Both lists as one; of a moment in both the first one's stands. */
function join(first: readonly LiveMoment[], second: readonly LiveMoment[]): LiveMoment[] {
  const seen = new Set<string>();
  return [...first, ...second]
    .filter(({ id }) => !seen.has(id) && seen.add(id))
    .sort(
      (a, b) => b.beganAt - a.beganAt || Number(a.endedAt !== null) - Number(b.endedAt !== null),
    )
    .slice(0, KEPT_MOMENTS);
}
