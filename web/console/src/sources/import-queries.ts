import { api, listen } from '@augenblick/api';
import type {
  ImportChoices,
  ImportKind,
  ImportList,
  ImportLive,
  ImportRun,
  ImportUploaded,
} from '@augenblick/contract/api/import.ts';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useRetailer, useRetailerPath } from '../session/session.tsx';

/** Live messages bring progress; this is how often we look ourselves, should the line be down. */
const RUNNING_MS = 1_500;
const CALM_MS = 20_000;

/** True while a run changes by itself. */
export function isRunning(run: Pick<ImportRun, 'state'>): boolean {
  return run.state === 'queued' || run.state === 'running';
}

/** All imports, newest first. */
export function useImports() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'imports'],
    queryFn: ({ signal }) => api.get<ImportList>(path('/imports'), { signal }),
    refetchInterval: ({ state }) => (state.data?.runs.some(isRunning) ? RUNNING_MS : CALM_MS),
  });
}

/** One import, with its progress as it is published. */
export function useImport(id: string) {
  const path = useRetailerPath();
  const client = useQueryClient();
  const { id: retailerId } = useRetailer();
  const query = useQuery({
    queryKey: [path(''), 'imports', id],
    queryFn: async ({ signal }) =>
      (await api.get<{ run: ImportRun }>(path(`/imports/${id}`), { signal })).run,
    refetchInterval: ({ state }) => (state.data && isRunning(state.data) ? RUNNING_MS : false),
  });
  const running = query.data !== undefined && isRunning(query.data);
  useEffect(() => {
    if (!running) return undefined;
    return listen({
      retailerId,
      topics: ['import'],
      onMessage: (message) => {
        if (message.type !== 'changed') return;
        for (const item of message.items as ImportLive[]) {
          if (item.id === id && item.run) client.setQueryData([path(''), 'imports', id], item.run);
        }
      },
    });
  }, [running, retailerId, id, client, path]);
  return query;
}

/** How a file would be read with these choices; nothing is stored but the choices. */
export function useImportPreview(id: string, choices: ImportChoices) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'import-preview', id, choices],
    queryFn: ({ signal }) =>
      api.post<ImportUploaded>(path(`/imports/${id}/preview`), choices, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useUpload() {
  const path = useRetailerPath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, kind }: { file: File; kind: ImportKind | null }) => {
      const body = new FormData();
      // Fields must come before the file: the server reads the body as a stream.
      if (kind) body.set('kind', kind);
      body.set('file', file);
      return api.post<ImportUploaded>(path('/imports'), body);
    },
    onSuccess: ({ run, preview }) => {
      client.setQueryData([path(''), 'imports', run.id], run);
      client.setQueryData([path(''), 'import-preview', run.id, {}], { run, preview });
      return client.invalidateQueries({ queryKey: [path(''), 'imports'], exact: true });
    },
  });
}

export function useStartImport(id: string) {
  const path = useRetailerPath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (choices: ImportChoices) =>
      api.post<{ run: ImportRun }>(path(`/imports/${id}/start`), choices),
    onSuccess: ({ run }) => {
      client.setQueryData([path(''), 'imports', id], run);
      return client.invalidateQueries({ queryKey: [path(''), 'imports'] });
    },
  });
}

export function useCancelImport(id: string) {
  const path = useRetailerPath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<{ run: ImportRun }>(path(`/imports/${id}/cancel`)),
    onSuccess: () => client.invalidateQueries({ queryKey: [path(''), 'imports'] }),
  });
}

export function useDeleteImport(id: string) {
  const path = useRetailerPath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.delete(path(`/imports/${id}`)),
    onSuccess: async () => {
      client.removeQueries({ queryKey: [path(''), 'imports', id] });
      await client.invalidateQueries({ queryKey: [path(''), 'imports'], exact: true });
    },
  });
}
