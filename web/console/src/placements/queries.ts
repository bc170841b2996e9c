import { api } from '@augenblick/api';
import type { PreviewAnswer, PreviewRequest } from '@augenblick/contract/api/decision.ts';
import type {
  PlacementBody,
  PlacementChange,
  PlacementList,
} from '@augenblick/contract/api/placement.ts';
import type { Placement } from '@augenblick/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useRetailerPath } from '../session/session.tsx';

export function usePlacements() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'placements'],
    queryFn: ({ signal }) => api.get<PlacementList>(path('/placements'), { signal }),
  });
}

function useForgetPlacements(): () => Promise<void> {
  const client = useQueryClient();
  const path = useRetailerPath();
  return useCallback(
    async () => client.invalidateQueries({ queryKey: [path(''), 'placements'] }),
    [client, path],
  );
}

export function useCreatePlacement() {
  const path = useRetailerPath();
  const forget = useForgetPlacements();
  return useMutation({
    mutationFn: (body: PlacementBody) => api.post<Placement>(path('/placements'), body),
    onSuccess: forget,
  });
}

export function useChangePlacement(key: string) {
  const path = useRetailerPath();
  const forget = useForgetPlacements();
  return useMutation({
    mutationFn: (body: PlacementChange) => api.put<Placement>(path(`/placements/${key}`), body),
    onSuccess: forget,
  });
}

export function useDeletePlacement(key: string) {
  const path = useRetailerPath();
  const forget = useForgetPlacements();
  return useMutation({
    mutationFn: () => api.delete(path(`/placements/${key}`)),
    onSuccess: forget,
  });
}

/** What would stand there now for a shopper; writes nothing. */
export function useWouldStand(asked: PreviewRequest | null) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'would-stand', asked],
    queryFn: ({ signal }) => api.post<PreviewAnswer>(path('/decisions/preview'), asked, { signal }),
    enabled: asked !== null,
    staleTime: 0,
  });
}

/** The parts of a placement that can be changed. */
export function changeOf(placement: Placement): PlacementChange {
  const { name, kind, where, minHeight, fallback, status } = placement;
  return { name, kind, where, minHeight, fallback, status };
}
