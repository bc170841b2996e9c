import { api } from '@augenblick/api';
import type { BroadcastDraft } from '@augenblick/contract';
import type {
  BroadcastFindings,
  BroadcastList,
  BroadcastOne,
  BroadcastReach,
  BroadcastRecipients,
  BroadcastResults,
  RecipientResult,
  TestBroadcast,
  TestedBroadcast,
} from '@augenblick/contract/api/broadcast.ts';
import type { ConsentSettingsBody } from '@augenblick/contract/api/optin.ts';
import type { SegmentList } from '@augenblick/contract/api/segment.ts';
import type { TemplateList, TemplateOne } from '@augenblick/contract/api/template.ts';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback } from 'react';
import { useMay, useRetailerPath } from '../session/session.tsx';

/** While one is on its way its figures are looked at this often; afterwards, while clicks come in. */
const BUSY_MS = 2_000;
const CALM_MS = 30_000;

/** On its way, or about to be within a few minutes. */
function isBusy({ broadcast }: BroadcastOne): boolean {
  const { status, startAt } = broadcast;
  if (status === 'sending') return true;
  return status === 'scheduled' && startAt !== null && startAt - Date.now() < 120_000;
}

export function useBroadcasts() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'broadcasts'],
    queryFn: ({ signal }) => api.get<BroadcastList>(path('/broadcasts'), { signal }),
    refetchInterval: ({ state }) => (state.data?.broadcasts.some(isBusy) ? BUSY_MS : CALM_MS),
  });
}

export function useBroadcast(id: string) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'broadcasts', id],
    queryFn: ({ signal }) => api.get<BroadcastOne>(path(`/broadcasts/${id}`), { signal }),
    refetchInterval: ({ state }) => (state.data && isBusy(state.data) ? BUSY_MS : false),
  });
}

/** What came of one; asked for often while it is on its way. */
export function useResults(one: BroadcastOne) {
  const path = useRetailerPath();
  const { id, status } = one.broadcast;
  return useQuery({
    queryKey: [path(''), 'broadcasts', id, 'results', status],
    queryFn: ({ signal }) =>
      api.get<BroadcastResults>(path(`/broadcasts/${id}/results`), { signal }),
    refetchInterval: isBusy(one) ? 1.5 * BUSY_MS : CALM_MS,
    placeholderData: keepPreviousData,
  });
}

/** Recipients, page by page; of one result or reason. */
export function useRecipients(
  id: string,
  filter: { result: RecipientResult | null; reason: string | null },
) {
  const path = useRetailerPath();
  return useInfiniteQuery({
    queryKey: [path(''), 'broadcasts', id, 'recipients', filter],
    queryFn: ({ signal, pageParam }) =>
      api.get<BroadcastRecipients>(path(`/broadcasts/${id}/recipients`), {
        query: {
          result: filter.result ?? undefined,
          reason: filter.reason ?? undefined,
          after: pageParam ?? undefined,
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

/** What is missing in a draft, in words. */
export function useFindings(draft: BroadcastDraft) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'broadcast-check', draft],
    queryFn: ({ signal }) =>
      api.post<BroadcastFindings>(path('/broadcasts/check'), { draft }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 20_000,
  });
}

/** Who would get it. Only what changes the answer asks anew. */
export function useReach(draft: BroadcastDraft) {
  const path = useRetailerPath();
  const asked: BroadcastDraft = { ...draft, name: 'x', note: '', test: null };
  return useQuery({
    queryKey: [path(''), 'broadcast-reach', asked],
    queryFn: ({ signal }) =>
      api.post<BroadcastReach>(path('/broadcasts/reach'), { draft: asked }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
}

/** Segments, for choosing; nothing without the right. */
export function useSegmentNames() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'segments'],
    queryFn: ({ signal }) => api.get<SegmentList>(path('/segments'), { signal }),
    enabled: useMay('segment.read'),
  });
}

/** Templates, for choosing. */
export function useTemplateNames() {
  const path = useRetailerPath();
  const query = { channel: undefined, archived: false };
  return useQuery({
    queryKey: [path(''), 'templates', 'list', query],
    queryFn: ({ signal }) => api.get<TemplateList>(path('/templates'), { query, signal }),
  });
}

/** Some templates with the result of their check. */
export function useTemplatesById(ids: readonly string[]) {
  const path = useRetailerPath();
  return useQueries({
    queries: ids.map((id) => ({
      queryKey: [path(''), 'templates', id],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.get<TemplateOne>(path(`/templates/${id}`), { signal }),
    })),
  });
}

/** Topics of the preference centre, for choosing; nothing without the right. */
export function useTopics() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'consent', 'settings'],
    queryFn: ({ signal }) => api.get<ConsentSettingsBody>(path('/consent/settings'), { signal }),
    enabled: useMay('consent.read'),
  });
}

function useForget(): () => Promise<void> {
  const client = useQueryClient();
  const path = useRetailerPath();
  return useCallback(
    () => client.invalidateQueries({ queryKey: [path(''), 'broadcasts'] }),
    [client, path],
  );
}

export function useCreateBroadcast() {
  const path = useRetailerPath();
  const forget = useForget();
  return useMutation({
    mutationFn: (draft: BroadcastDraft) => api.post<BroadcastOne>(path('/broadcasts'), draft),
    onSuccess: forget,
  });
}

/** What can be done with a newsletter as a whole. */
export type BroadcastStep = 'schedule' | 'unschedule' | 'pause' | 'resume' | 'cancel' | 'duplicate';

export function useBroadcastStep() {
  const path = useRetailerPath();
  const forget = useForget();
  return useMutation({
    mutationFn: ({ id, step }: { id: string; step: BroadcastStep }) =>
      api.post<BroadcastOne>(path(`/broadcasts/${id}/${step}`), {}),
    onSuccess: forget,
  });
}

export function useChooseWinner(id: string) {
  const path = useRetailerPath();
  const forget = useForget();
  return useMutation({
    mutationFn: (variantId: string) =>
      api.post<BroadcastOne>(path(`/broadcasts/${id}/winner`), { variantId }),
    onSuccess: forget,
  });
}

export function useDeleteBroadcast() {
  const path = useRetailerPath();
  const forget = useForget();
  return useMutation({
    mutationFn: (id: string) => api.delete(path(`/broadcasts/${id}`)),
    onSuccess: forget,
  });
}

export function useSendTest(id: string) {
  const path = useRetailerPath();
  return useMutation({
    mutationFn: (body: TestBroadcast) =>
      api.post<TestedBroadcast>(path(`/broadcasts/${id}/test`), body),
  });
}

/** What became of a test message; asked for until it is known. */
export function useTest(messageId: string | null) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'broadcast-test', messageId],
    queryFn: ({ signal }) =>
      api.get<TestedBroadcast>(path(`/broadcasts/tests/${messageId}`), { signal }),
    enabled: messageId !== null,
    refetchInterval: ({ state }) => (state.data?.state === 'waiting' ? 1_000 : false),
  });
}
