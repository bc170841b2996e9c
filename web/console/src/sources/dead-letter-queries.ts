import { api } from '@augenblick/api';
import type {
  DeadLetterDeleted,
  DeadLetterList,
  DeadLetterQuery,
  DeadLetterRetried,
} from '@augenblick/contract/api/deadletter.ts';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useRetailerPath } from '../session/session.tsx';

/** What was not accepted, newest first. */
export function useDeadLetters(
  wish: Omit<DeadLetterQuery, 'cursor' | 'limit' | 'sourceId'> & { sourceId?: number | undefined },
) {
  const path = useRetailerPath();
  return useInfiniteQuery({
    queryKey: [path(''), 'dead-letters', wish],
    queryFn: ({ pageParam, signal }) =>
      api.get<DeadLetterList>(path('/dead-letters'), {
        query: { ...wish, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: 20_000,
  });
}

/** How many there are in all; undefined while unknown. */
export function useDeadLetterCount(): number | undefined {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'dead-letters', 'count'],
    queryFn: ({ signal }) =>
      api.get<DeadLetterList>(path('/dead-letters'), { query: { limit: 1 }, signal }),
    select: ({ total }) => total,
    refetchInterval: 30_000,
  }).data;
}

export function useRetryDeadLetters() {
  const path = useRetailerPath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[]) =>
      api.post<DeadLetterRetried>(path('/dead-letters/retry'), { ids }),
    onSuccess: () => client.invalidateQueries({ queryKey: [path(''), 'dead-letters'] }),
  });
}

export function useDeleteDeadLetters() {
  const path = useRetailerPath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[]) =>
      api.post<DeadLetterDeleted>(path('/dead-letters/delete'), { ids }),
    onSuccess: () => client.invalidateQueries({ queryKey: [path(''), 'dead-letters'] }),
  });
}
