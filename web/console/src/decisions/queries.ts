import { api, listen } from '@augenblick/api';
import type {
  DecisionDetail,
  DecisionList,
  DecisionQuery,
  DecisionSettingsRequest,
  DecisionSettingsShown,
  DecisionSummary,
} from '@augenblick/contract/api/decision.ts';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useRetailer, useRetailerPath } from '../session/session.tsx';

/** Span of the picture above the log, days. */
export const SUMMARY_DAYS = 7;
const CALM_MS = 30_000;

/** The log, newest first, page by page. */
export function useDecisions(asked: Omit<DecisionQuery, 'cursor' | 'limit'>) {
  const path = useRetailerPath();
  return useInfiniteQuery({
    queryKey: [path(''), 'decisions', asked],
    queryFn: ({ pageParam, signal }) =>
      api.get<DecisionList>(path('/decisions'), {
        query: { ...asked, limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

export function useDecision(id: string | null) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'decisions', id],
    queryFn: ({ signal }) => api.get<DecisionDetail>(path(`/decisions/${id}`), { signal }),
    enabled: id !== null,
  });
}

export function useDecisionSummary() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'decision-summary'],
    queryFn: ({ signal }) =>
      api.get<DecisionSummary>(path('/decisions/summary'), {
        query: { days: SUMMARY_DAYS },
        signal,
      }),
    refetchInterval: CALM_MS,
  });
}

/** How many decisions came since the list was loaded: they are offered, not pushed in under the reader's eyes. */
export function useNewDecisions(): { count: number; load: () => void } {
  const { id: retailerId } = useRetailer();
  const path = useRetailerPath();
  const client = useQueryClient();
  const [count, setCount] = useState(0);
  useEffect(
    () =>
      listen({
        retailerId,
        topics: ['decision'],
        onMessage: (message) => {
          if (message.type === 'changed') setCount((before) => before + message.items.length);
        },
      }),
    [retailerId],
  );
  const load = (): void => {
    setCount(0);
    void client.invalidateQueries({ queryKey: [path(''), 'decisions'] });
    void client.invalidateQueries({ queryKey: [path(''), 'decision-summary'] });
  };
  return { count, load };
}

export function useDecisionSettings() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'decision-settings'],
    queryFn: ({ signal }) =>
      api.get<DecisionSettingsShown>(path('/decisions/settings'), { signal }),
  });
}

export function useChangeDecisionSettings() {
  const path = useRetailerPath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: DecisionSettingsRequest) =>
      api.put<DecisionSettingsShown>(path('/decisions/settings'), body),
    onSuccess: (shown) => client.setQueryData([path(''), 'decision-settings'], shown),
  });
}

/** Whether pages of a source may ask why. */
export function useSourceRule() {
  const path = useRetailerPath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, explain }: { id: number; explain: boolean }) =>
      api.put<DecisionSettingsShown>(path(`/decisions/sources/${id}`), { explain }),
    onSuccess: (shown) => client.setQueryData([path(''), 'decision-settings'], shown),
  });
}
