import { api } from '@augenblick/api';
import type { ChannelName } from '@augenblick/contract';
import type { CaughtList, CaughtOne } from '@augenblick/contract/api/channel.ts';
import type { MessageSummary } from '@augenblick/contract/api/delivery.ts';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useRetailerPath } from '../session/session.tsx';

/** The catcher is looked into this often while it is open (ms). */
const LOOK_MS = 4_000;
const PAGE = 40;

/** Caught messages, newest first, page by page. */
export function useCaught(filter: { channel: ChannelName | null; search: string }) {
  const path = useRetailerPath();
  return useInfiniteQuery({
    queryKey: [path(''), 'caught', filter],
    queryFn: ({ signal, pageParam }) =>
      api.get<CaughtList>(path('/caught'), {
        query: { ...filter, before: pageParam, limit: PAGE },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_MS,
  });
}

/** How many messages the catcher holds. */
export function useCaughtTotal() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'caught', 'total'],
    queryFn: ({ signal }) => api.get<CaughtList>(path('/caught'), { query: { limit: 1 }, signal }),
    select: ({ total }) => total,
  });
}

/** One caught message whole. */
export function useCaughtOne(id: string | null) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'caught-one', id],
    queryFn: ({ signal }) => api.get<CaughtOne>(path(`/caught/${id}`), { signal }),
    enabled: id !== null,
    // It never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Empties the catcher. */
export function useEmptyCatcher() {
  const path = useRetailerPath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.delete(path('/caught')),
    onSuccess: () => client.invalidateQueries({ queryKey: [path(''), 'caught'] }),
  });
}

/** What was sent in the last days, what came back, and why messages stayed. */
export function useMessageSummary(days: number) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'message-summary', days],
    queryFn: ({ signal }) =>
      api.get<MessageSummary>(path('/messages/summary'), { query: { days }, signal }),
  });
}
