import { api } from '@augenblick/api';
import type { JourneyDraft } from '@augenblick/contract';
import type {
  CheckJourney,
  JourneyCounts,
  JourneyFindings,
  JourneyList,
  JourneyOne,
  JourneyPath,
  JourneyPlaybook,
  JourneyRuns,
  JourneySplits,
  JourneyRunsQuery,
  JourneyVersions,
  JourneyVocabulary,
  ShopperJourneys,
  UseJourneyPlaybook,
} from '@augenblick/contract/api/journey.ts';
import type {
  DryRunJourney,
  JourneyDryRun,
  TestedJourney,
  TestJourney,
} from '@augenblick/contract/api/journey-play.ts';
import type { JourneyWorth, JourneyWorthQuery } from '@augenblick/contract/api/journey-worth.ts';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback } from 'react';
import { useMay, useRetailerPath } from '../session/session.tsx';

/** Counts move while people shop; asking more often would only cost. */
const CALM_MS = 5_000;

export function useJourneys() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'journeys'],
    queryFn: ({ signal }) => api.get<JourneyList>(path('/journeys'), { signal }),
    refetchInterval: CALM_MS,
  });
}

export function useJourney(id: string) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'journeys', id],
    queryFn: ({ signal }) => api.get<JourneyOne>(path(`/journeys/${id}`), { signal }),
  });
}

/** What can be chosen in the builder; templates and offers may have been made meanwhile. */
export function useJourneyVocabulary() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'journey-vocabulary'],
    queryFn: ({ signal }) => api.get<JourneyVocabulary>(path('/journeys/vocabulary'), { signal }),
    staleTime: 15_000,
  });
}

/** Live counts of a drawing; only for journeys that have been live. */
export function useCounts(id: string, enabled: boolean) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'journeys', id, 'counts'],
    queryFn: ({ signal }) => api.get<JourneyCounts>(path(`/journeys/${id}/counts`), { signal }),
    refetchInterval: CALM_MS,
    enabled,
  });
}

/** What came of the ways of its splits. */
export function useSplits(id: string) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'journeys', id, 'splits'],
    queryFn: ({ signal }) => api.get<JourneySplits>(path(`/journeys/${id}/splits`), { signal }),
  });
}

/** What it was worth; counted anew when it is looked at, not all the time. */
export function useWorth(id: string, asked: JourneyWorthQuery) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'journeys', id, 'worth', asked],
    queryFn: ({ signal }) =>
      api.get<JourneyWorth>(path(`/journeys/${id}/worth`), { query: { ...asked }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

export function useJourneyVersions(id: string) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'journeys', id, 'versions'],
    queryFn: ({ signal }) => api.get<JourneyVersions>(path(`/journeys/${id}/versions`), { signal }),
  });
}

/** Shoppers on the way or through, newest first. */
export function useRuns(id: string, asked: Pick<JourneyRunsQuery, 'node' | 'status'>) {
  const path = useRetailerPath();
  return useInfiniteQuery({
    queryKey: [path(''), 'journeys', id, 'runs', asked],
    queryFn: ({ pageParam, signal }) =>
      api.get<JourneyRuns>(path(`/journeys/${id}/runs`), {
        query: { ...asked, cursor: pageParam ?? undefined, limit: 20 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    enabled: useMay('shopper.read'),
    refetchInterval: CALM_MS,
  });
}

/** One shopper's way; null: nobody is chosen. */
export function usePathOf(id: string, runId: string | null) {
  const path = useRetailerPath();
  const may = useMay('shopper.read');
  return useQuery({
    queryKey: [path(''), 'journeys', id, 'runs', runId, 'path'],
    queryFn: ({ signal }) =>
      api.get<JourneyPath>(path(`/journeys/${id}/runs/${runId}`), { signal }),
    enabled: runId !== null && may,
    refetchInterval: CALM_MS,
  });
}

/** In which journeys a shopper is and was. */
export function useShopperJourneys(profileId: string) {
  const path = useRetailerPath();
  const may = useMay('journey.read');
  return useQuery({
    queryKey: [path(''), 'shoppers', profileId, 'journeys'],
    queryFn: ({ signal }) =>
      api.get<ShopperJourneys>(path(`/shoppers/${profileId}/journeys`), { signal }),
    enabled: may,
    refetchInterval: 4 * CALM_MS,
  });
}

export function useJourneyPlaybook() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'journey-playbook'],
    queryFn: ({ signal }) => api.get<JourneyPlaybook>(path('/journeys/playbook'), { signal }),
  });
}

/** What still has to be done before a draft may go live, in words. */
export function useJourneyFindings(draft: JourneyDraft, journeyId: string) {
  const path = useRetailerPath();
  const body: CheckJourney = { draft, journeyId };
  return useQuery({
    queryKey: [path(''), 'journey-check', body],
    queryFn: ({ signal }) => api.post<JourneyFindings>(path('/journeys/check'), body, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** Makes everything that hangs on journeys be asked for again. */
function useForgetJourneys(): () => Promise<void> {
  const client = useQueryClient();
  const path = useRetailerPath();
  return useCallback(async () => {
    const of = (name: string) => client.invalidateQueries({ queryKey: [path(''), name] });
    await Promise.all([of('journeys'), of('journey-playbook'), of('journey-vocabulary')]);
  }, [client, path]);
}

export function useCreateJourney() {
  const path = useRetailerPath();
  const forget = useForgetJourneys();
  return useMutation({
    mutationFn: (draft: JourneyDraft) => api.post<JourneyOne>(path('/journeys'), draft),
    onSuccess: forget,
  });
}

/** What can be done with a journey as a whole, besides publishing. */
type JourneyStep = 'pause' | 'resume' | 'finish' | 'end' | 'duplicate';

export function useJourneyStep() {
  const path = useRetailerPath();
  const forget = useForgetJourneys();
  return useMutation({
    mutationFn: ({ id, step }: { id: string; step: JourneyStep }) =>
      api.post<JourneyOne>(path(`/journeys/${id}/${step}`), {}),
    onSuccess: forget,
  });
}

/** Puts the draft live; `move`: whoever is on the way goes on by it. */
export function usePublishJourney() {
  const path = useRetailerPath();
  const forget = useForgetJourneys();
  return useMutation({
    mutationFn: ({ id, move }: { id: string; move: boolean }) =>
      api.post<JourneyOne>(path(`/journeys/${id}/publish`), { move }),
    onSuccess: forget,
  });
}

export function useDeleteJourney() {
  const path = useRetailerPath();
  const forget = useForgetJourneys();
  return useMutation({
    mutationFn: (id: string) => api.delete(path(`/journeys/${id}`)),
    onSuccess: forget,
  });
}

/** Takes an earlier version into the draft. */
export function useRestoreJourney(id: string) {
  const path = useRetailerPath();
  const forget = useForgetJourneys();
  return useMutation({
    mutationFn: (version: number) =>
      api.post<JourneyOne>(path(`/journeys/${id}/restore`), { version }),
    onSuccess: forget,
  });
}

/** Takes one shopper out. */
export function useEndRun(id: string) {
  const path = useRetailerPath();
  const forget = useForgetJourneys();
  return useMutation({
    mutationFn: (runId: string) => api.post(path(`/journeys/${id}/runs/${runId}/end`), {}),
    onSuccess: forget,
  });
}

export function useTakeJourney() {
  const path = useRetailerPath();
  const forget = useForgetJourneys();
  return useMutation({
    mutationFn: ({ key, ...body }: UseJourneyPlaybook & { key: string }) =>
      api.post<JourneyOne>(path(`/journeys/playbook/${key}`), body),
    onSuccess: forget,
  });
}

/** Plays a drawing for one shopper; nothing is sent. */
export function useTestJourney() {
  const path = useRetailerPath();
  return useMutation({
    mutationFn: (body: TestJourney) => api.post<TestedJourney>(path('/journeys/test'), body),
  });
}

/** Plays a drawing against what really happened. */
export function useDryRunJourney() {
  const path = useRetailerPath();
  return useMutation({
    mutationFn: (body: DryRunJourney) => api.post<JourneyDryRun>(path('/journeys/dry-run'), body),
  });
}
