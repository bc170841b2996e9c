import { api } from '@augenblick/api';
import type { CombinedOffers, OfferDraft } from '@augenblick/contract';
import type { ProductList } from '@augenblick/contract/api/catalogue.ts';
import type {
  CodeList,
  ExampleBasket,
  NewCodesAnswer,
  OfferList,
  OfferOne,
  PriceCheck,
  RedemptionList,
  RevokeCodes,
} from '@augenblick/contract/api/offer.ts';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback } from 'react';
import { useMay, useRetailerPath } from '../session/session.tsx';
import type { PublishedStep } from '../published/published-actions.tsx';

/** What has been redeemed grows while one looks; asking more often would only cost. */
const CALM_MS = 30_000;

export function useOffers() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'offers'],
    queryFn: ({ signal }) => api.get<OfferList>(path('/offers'), { signal }),
    refetchInterval: CALM_MS,
  });
}

export function useOffer(offerId: string) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'offers', offerId],
    queryFn: ({ signal }) => api.get<OfferOne>(path(`/offers/${offerId}`), { signal }),
  });
}

/** Makes every list of offers be asked for again. */
function useForgetOffers(): () => Promise<void> {
  const client = useQueryClient();
  const path = useRetailerPath();
  return useCallback(async () => {
    await client.invalidateQueries({ queryKey: [path(''), 'offers'] });
    await client.invalidateQueries({ queryKey: [path(''), 'campaigns'] });
  }, [client, path]);
}

export function useCreateOffer() {
  const path = useRetailerPath();
  const forget = useForgetOffers();
  return useMutation({
    mutationFn: (draft: OfferDraft) => api.post<OfferOne>(path('/offers'), draft),
    onSuccess: forget,
  });
}

export function useOfferStep() {
  const path = useRetailerPath();
  const forget = useForgetOffers();
  return useMutation({
    mutationFn: ({ id, step }: { id: string; step: PublishedStep }) =>
      api.post<OfferOne>(path(`/offers/${id}/${step}`), {}),
    onSuccess: forget,
  });
}

export function useDeleteOffer() {
  const path = useRetailerPath();
  const forget = useForgetOffers();
  return useMutation({
    mutationFn: (id: string) => api.delete(path(`/offers/${id}`)),
    onSuccess: forget,
  });
}

/** What a basket would cost with this draft beside the offers that run. */
export function useExample(basket: ExampleBasket | null) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'offer-example', basket],
    queryFn: ({ signal }) => api.post<CombinedOffers>(path('/offers/example'), basket, { signal }),
    enabled: basket !== null,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** Products for the example; nothing without the right. */
export function useExampleProducts(category: string | undefined) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'offer-products', category],
    queryFn: ({ signal }) =>
      api.get<ProductList>(path('/products'), { query: { category, limit: 3 }, signal }),
    enabled: useMay('source.read'),
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });
}

export function usePriceCheck(draft: OfferDraft) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'offer-prices', draft],
    queryFn: ({ signal }) => api.post<PriceCheck>(path('/offers/prices'), { draft }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

export function useCodes(offerId: string, state: string | null) {
  const path = useRetailerPath();
  return useInfiniteQuery({
    queryKey: [path(''), 'offers', offerId, 'codes', state],
    queryFn: ({ pageParam, signal }) =>
      api.get<CodeList>(path(`/offers/${offerId}/codes`), {
        query: { state, after: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

export function useMakeCodes(offerId: string) {
  const path = useRetailerPath();
  const forget = useForgetOffers();
  return useMutation({
    mutationFn: (body: { count: number; note: string; expiresAt: number | null }) =>
      api.post<NewCodesAnswer>(path(`/offers/${offerId}/codes`), body),
    onSuccess: forget,
  });
}

export function useRevokeCodes(offerId: string) {
  const path = useRetailerPath();
  const forget = useForgetOffers();
  return useMutation({
    mutationFn: (which: RevokeCodes) =>
      api.post<{ revoked: number }>(path(`/offers/${offerId}/codes/revoke`), which),
    onSuccess: forget,
  });
}

export function useRedemptions(offerId: string) {
  const path = useRetailerPath();
  return useInfiniteQuery({
    queryKey: [path(''), 'offers', offerId, 'redemptions'],
    queryFn: ({ pageParam, signal }) =>
      api.get<RedemptionList>(path(`/offers/${offerId}/redemptions`), {
        query: { after: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}
