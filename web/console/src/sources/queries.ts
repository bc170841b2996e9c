import { api, listen } from '@augenblick/api';
import type { SourceSecret } from '@augenblick/contract/api/decision.ts';
import type {
  NewSource,
  NewSourceRequest,
  NewWriteKey,
  SourceRequest,
  SourceShown,
  SourcesAnswer,
} from '@augenblick/contract/api/source.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { useRetailer, useRetailerPath } from '../session/session.tsx';

/** A source that has never sent is asked about this often, so that its first event is seen at once. */
const WAITING_MS = 2_000;
const CALM_MS = 10_000;

/** All sources with their health. */
export function useSources() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'sources'],
    queryFn: ({ signal }) => api.get<SourcesAnswer>(path('/sources'), { signal }),
    refetchInterval: CALM_MS,
  });
}

/** One source; quickly renewed while its first event is awaited. */
export function useSource(sourceId: number) {
  const path = useRetailerPath();
  const forget = useForgetSources();
  const { id: retailerId } = useRetailer();
  const query = useQuery({
    queryKey: [path(''), 'sources', sourceId],
    queryFn: ({ signal }) => api.get<SourceShown>(path(`/sources/${sourceId}`), { signal }),
    refetchInterval: ({ state }) => (state.data?.lastSeenAt === null ? WAITING_MS : CALM_MS),
  });
  const waiting = query.data?.lastSeenAt === null;
  useEffect(() => {
    if (!waiting) return undefined;
    return listen({
      retailerId,
      topics: ['event'],
      onMessage: (message) => {
        if (message.type !== 'events') return;
        if (message.events.some(({ source }) => source.id === sourceId)) void forget();
      },
    });
  }, [waiting, retailerId, sourceId, forget]);
  return query;
}

function useForgetSources(): () => Promise<void> {
  const client = useQueryClient();
  const path = useRetailerPath();
  return useCallback(
    async () => client.invalidateQueries({ queryKey: [path(''), 'sources'] }),
    [client, path],
  );
}

export function useCreateSource() {
  const path = useRetailerPath();
  const forget = useForgetSources();
  return useMutation({
    mutationFn: (body: NewSourceRequest) => api.post<NewSource>(path('/sources'), body),
    onSuccess: forget,
  });
}

export function useChangeSource(sourceId: number) {
  const path = useRetailerPath();
  const forget = useForgetSources();
  return useMutation({
    mutationFn: (body: SourceRequest) => api.patch<SourceShown>(path(`/sources/${sourceId}`), body),
    onSuccess: forget,
  });
}

export function useDeleteSource(sourceId: number) {
  const path = useRetailerPath();
  const forget = useForgetSources();
  return useMutation({
    mutationFn: () => api.delete(path(`/sources/${sourceId}`)),
    onSuccess: forget,
  });
}

export function useNewKey(sourceId: number) {
  const path = useRetailerPath();
  const forget = useForgetSources();
  return useMutation({
    mutationFn: (name: string) =>
      api.post<NewWriteKey>(path(`/sources/${sourceId}/keys`), { name }),
    onSuccess: forget,
  });
}

export function useRevokeKey(sourceId: number) {
  const path = useRetailerPath();
  const forget = useForgetSources();
  return useMutation({
    mutationFn: (keyId: string) => api.delete(path(`/sources/${sourceId}/keys/${keyId}`)),
    onSuccess: forget,
  });
}

/** A new secret for customers who are signed in; the one before stops at once. */
export function useRenewSecret() {
  const path = useRetailerPath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (sourceId: number) =>
      api.post<SourceSecret>(path(`/decisions/sources/${sourceId}/secret`)),
    onSuccess: () => client.invalidateQueries({ queryKey: [path(''), 'decision-settings'] }),
  });
}
