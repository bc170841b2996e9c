import { api } from '@augenblick/api';
import type { ChatLink } from '@augenblick/contract/api/channel.ts';
import type {
  ConsentList,
  RecordConsent,
  RecordedConsent,
} from '@augenblick/contract/api/consent.ts';
import type {
  ErasureView,
  EraseShopper,
  IdentityLog,
  MergedShopper,
  MergeShopper,
  OrderList,
  ShopperDetail,
  ShopperList,
  ShopperListQuery,
  Timeline,
  UnmergedShopper,
  UnmergeShopper,
} from '@augenblick/contract/api/shopper.ts';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useRetailerPath } from '../session/session.tsx';

type ListWish = Omit<ShopperListQuery, 'cursor' | 'limit'>;

/** The list of shoppers, page by page; the last answer stays while a new search is under way. */
export function useShopperList(wish: ListWish) {
  const path = useRetailerPath();
  return useInfiniteQuery({
    queryKey: [path(''), 'shoppers', wish],
    queryFn: ({ pageParam, signal }) =>
      api.get<ShopperList>(path('/shoppers'), { query: { ...wish, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
}

/** One shopper; asked again now and then, because shoppers act while somebody reads about them. */
export function useShopper(profileId: string, enabled = true) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'shopper', profileId],
    queryFn: ({ signal }) => api.get<ShopperDetail>(path(`/shoppers/${profileId}`), { signal }),
    refetchInterval: 15_000,
    enabled,
  });
}

/** What happened with a shopper, newest first. */
export function useTimeline(profileId: string, types: string | undefined) {
  const path = useRetailerPath();
  return useInfiniteQuery({
    queryKey: [path(''), 'shopper', profileId, 'timeline', types],
    queryFn: ({ pageParam, signal }) =>
      api.get<Timeline>(path(`/shoppers/${profileId}/timeline`), {
        query: { types, cursor: pageParam, limit: 40 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

export function useOrders(profileId: string) {
  const path = useRetailerPath();
  return useInfiniteQuery({
    queryKey: [path(''), 'shopper', profileId, 'orders'],
    queryFn: ({ pageParam, signal }) =>
      api.get<OrderList>(path(`/shoppers/${profileId}/orders`), {
        query: { cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

export function useIdentityLog(profileId: string) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'shopper', profileId, 'identities'],
    queryFn: ({ signal }) =>
      api.get<IdentityLog>(path(`/shoppers/${profileId}/identities`), { signal }),
  });
}

export function useConsents(profileId: string) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'shopper', profileId, 'consents'],
    queryFn: ({ signal }) =>
      api.get<ConsentList>(path(`/shoppers/${profileId}/consents`), { signal }),
  });
}

/** Forgets what is known of all shoppers, because a change to one may concern another. */
function useForget(): () => Promise<void> {
  const client = useQueryClient();
  const path = useRetailerPath();
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: [path(''), 'shopper'] }),
      client.invalidateQueries({ queryKey: [path(''), 'shoppers'] }),
    ]);
  };
}

export function useMerge() {
  const path = useRetailerPath();
  const forget = useForget();
  return useMutation({
    mutationFn: ({ profileId, ...body }: MergeShopper & { profileId: string }) =>
      api.post<MergedShopper>(path(`/shoppers/${profileId}/merge`), body),
    onSuccess: forget,
  });
}

export function useUnmerge() {
  const path = useRetailerPath();
  const forget = useForget();
  return useMutation({
    mutationFn: ({ profileId, ...body }: UnmergeShopper & { profileId: string }) =>
      api.post<UnmergedShopper>(path(`/shoppers/${profileId}/unmerge`), body),
    onSuccess: forget,
  });
}

export function useRecordConsent(profileId: string) {
  const path = useRetailerPath();
  const forget = useForget();
  return useMutation({
    mutationFn: (body: RecordConsent) =>
      api.post<RecordedConsent>(path(`/shoppers/${profileId}/consents`), body),
    onSuccess: forget,
  });
}

/** Where the shopper begins the chat with the shop; without an address while Telegram is off. */
export function useChatLink(profileId: string, enabled: boolean) {
  const path = useRetailerPath();
  return useQuery({
    enabled,
    queryKey: [path(''), 'shoppers', profileId, 'chat-link'],
    queryFn: ({ signal }) =>
      api.get<ChatLink>(path(`/shoppers/${profileId}/chat-link`), { signal }),
  });
}

export function useErase(profileId: string) {
  const path = useRetailerPath();
  return useMutation({
    mutationFn: (body: EraseShopper) =>
      api.post<ErasureView>(path(`/shoppers/${profileId}/erase`), body),
  });
}
