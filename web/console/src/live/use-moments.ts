import { api } from '@augenblick/api';
import type { LiveMoments, MomentsNow } from '@augenblick/contract/api/moment.ts';
import type { Moment } from '@augenblick/ui';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { useRetailer, useRetailerPath } from '../session/session.tsx';
import { momentsAfter, NO_MOMENTS } from './moments.ts';

/** News of the same half second are asked for together. */
const GATHER_MS = 500;
const COUNT_EVERY_MS = 5_000;
const LIST_EVERY_MS = 30_000;
/** As many ids as one question takes. */
const IDS_MAX = 50;

/** A message about moments or decisions, as the live stream brings it. */
export interface MomentNews {
  topic: 'moment' | 'decision';
  items: readonly unknown[];
  reload: boolean;
}

/** The moments of Live, of one kind or all, kept up to date by `note`. */
export function useMoments(kind: Moment | null) {
  const { id: retailerId } = useRetailer();
  const path = useRetailerPath();
  const [moments, change] = useReducer(momentsAfter, NO_MOMENTS);
  const wanted = kind === null ? '' : `&kind=${kind}`;
  const list = useQuery({
    queryKey: ['moments', retailerId, kind],
    queryFn: ({ signal }) => api.get<LiveMoments>(path(`/moments?limit=50${wanted}`), { signal }),
    refetchInterval: LIST_EVERY_MS,
    staleTime: 0,
  });
  const now = useQuery({
    queryKey: ['moments-now', retailerId],
    queryFn: ({ signal }) => api.get<MomentsNow>(path('/moments/now'), { signal }),
    refetchInterval: COUNT_EVERY_MS,
    staleTime: 0,
  });
  useEffect(() => {
    if (list.data) change({ type: 'list', moments: list.data.moments });
  }, [list.data]);
  const reload = (): void => void list.refetch();
  const note = useNews(change, reload, () => void now.refetch());
  const { shown } = moments;
  const ofKind = shown?.filter((moment) => kind === null || moment.kind === kind);
  return {
    moments: { ...moments, shown: ofKind },
    now: now.data,
    error: list.data ? null : list.error,
    note,
    retry: reload,
    pause: (paused: boolean) => change({ type: 'paused', paused }),
  };
}

/** Gathers what the stream names and asks for it: ids by message, words and reasons from the server. */
function useNews(
  change: (change: { type: 'news'; moments: LiveMoments['moments'] }) => void,
  reload: () => void,
  recount: () => void,
): (news: MomentNews) => void {
  const path = useRetailerPath();
  const waiting = useRef({
    ids: new Set<string>(),
    all: false,
    timer: undefined as number | undefined,
  });
  const latest = useRef({ path, change, reload, recount });
  useEffect(() => {
    latest.current = { path, change, reload, recount };
  });
  useEffect(() => {
    const gathered = waiting.current;
    return () => window.clearTimeout(gathered.timer);
  }, []);
  const ask = useCallback(async (): Promise<void> => {
    const { ids, all } = waiting.current;
    waiting.current = { ids: new Set(), all: false, timer: undefined };
    latest.current.recount();
    if (all || ids.size > IDS_MAX) return latest.current.reload();
    if (ids.size === 0) return;
    const wanted = latest.current.path(`/moments?ids=${[...ids].join(',')}`);
    try {
      const { moments } = await api.get<LiveMoments>(wanted);
      latest.current.change({ type: 'news', moments });
    } catch {
      // The list is asked for again in a while and says the same.
    }
  }, []);
  return useCallback(
    ({ topic, items, reload: everything }) => {
      const gathered = waiting.current;
      if (everything || topic === 'decision') gathered.all = true;
      else for (const id of items) if (typeof id === 'string') gathered.ids.add(id);
      gathered.timer ??= window.setTimeout(() => void ask(), GATHER_MS);
    },
    [ask],
  );
}
