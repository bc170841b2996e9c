import { api } from '@augenblick/api';
import type { Condition } from '@augenblick/contract';
import type {
  SegmentBody,
  SegmentChanges,
  SegmentList,
  SegmentMembers,
  SegmentOne,
  SegmentPreview,
  SegmentStarters,
  SegmentVocabulary,
} from '@augenblick/contract/api/segment.ts';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback } from 'react';
import { useMay, useRetailerPath } from '../session/session.tsx';

/** Counts move while people shop; while a segment is filled the progress is looked at more often. */
const CALM_MS = 5_000;
const FILLING_MS = 1_000;

export function useSegments() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'segments'],
    queryFn: ({ signal }) => api.get<SegmentList>(path('/segments'), { signal }),
    refetchInterval: ({ state }) =>
      state.data?.segments.some(({ status }) => status === 'filling') ? FILLING_MS : CALM_MS,
  });
}

export function useSegment(id: string | undefined) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'segments', id],
    queryFn: ({ signal }) => api.get<SegmentOne>(path(`/segments/${id}`), { signal }),
    enabled: id !== undefined,
    refetchInterval: ({ state }) =>
      state.data?.segment.status === 'filling' ? FILLING_MS : CALM_MS,
  });
}

export function useStarters() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'segment-starters'],
    queryFn: ({ signal }) => api.get<SegmentStarters>(path('/segments/starters'), { signal }),
    staleTime: 60_000,
  });
}

export function useVocabulary() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'segment-vocabulary'],
    queryFn: ({ signal }) => api.get<SegmentVocabulary>(path('/segments/vocabulary'), { signal }),
    staleTime: 60_000,
  });
}

/** How many a condition means right now; null: it is not complete yet. */
export function usePreview(condition: Condition | null, segmentId: string | undefined) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'segment-preview', condition, segmentId],
    queryFn: ({ signal }) =>
      api.post<SegmentPreview>(path('/segments/preview'), { condition, segmentId }, { signal }),
    enabled: condition !== null,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
}

export function useMembers(id: string) {
  const path = useRetailerPath();
  return useInfiniteQuery({
    queryKey: [path(''), 'segments', id, 'members'],
    queryFn: ({ pageParam, signal }) =>
      api.get<SegmentMembers>(path(`/segments/${id}/members`), {
        query: { cursor: pageParam ?? undefined, limit: 25 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    enabled: useMay('shopper.read'),
    refetchInterval: CALM_MS,
  });
}

export function useChanges(id: string) {
  const path = useRetailerPath();
  return useInfiniteQuery({
    queryKey: [path(''), 'segments', id, 'changes'],
    queryFn: ({ pageParam, signal }) =>
      api.get<SegmentChanges>(path(`/segments/${id}/changes`), {
        query: { cursor: pageParam ?? undefined, limit: 12 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    enabled: useMay('shopper.read'),
    refetchInterval: CALM_MS,
  });
}

function useForget(): () => Promise<void> {
  const client = useQueryClient();
  const path = useRetailerPath();
  return useCallback(
    () => client.invalidateQueries({ queryKey: [path(''), 'segments'] }),
    [client, path],
  );
}

/** Saves a new segment (no id) or a changed one; with `on` it is switched on right away. */
export function useSaveSegment() {
  const path = useRetailerPath();
  const forget = useForget();
  return useMutation({
    mutationFn: async ({
      id,
      on,
      ...body
    }: SegmentBody & { id?: string | undefined; on: boolean }) => {
      const saved = id
        ? await api.put<SegmentOne>(path(`/segments/${id}`), body)
        : await api.post<SegmentOne>(path('/segments'), body);
      return on ? api.post<SegmentOne>(path(`/segments/${saved.segment.id}/publish`), {}) : saved;
    },
    onSuccess: forget,
  });
}

/** Switches a segment on or off. */
export function useSegmentStep() {
  const path = useRetailerPath();
  const forget = useForget();
  return useMutation({
    mutationFn: ({ id, step }: { id: string; step: 'publish' | 'archive' }) =>
      api.post<SegmentOne>(path(`/segments/${id}/${step}`), {}),
    onSuccess: forget,
  });
}

export function useDeleteSegment() {
  const path = useRetailerPath();
  const forget = useForget();
  return useMutation({
    mutationFn: (id: string) => api.delete(path(`/segments/${id}`)),
    onSuccess: forget,
  });
}
