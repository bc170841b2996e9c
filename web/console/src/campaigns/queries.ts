import { api } from '@augenblick/api';
import type { CampaignDraft, CampaignFinding } from '@augenblick/contract';
import type {
  CampaignList,
  CampaignOne,
  CampaignVersions,
  Playbook,
  UsePlaybook,
} from '@augenblick/contract/api/campaign.ts';
import type {
  CampaignOutcomes,
  DryRun,
  DryRunList,
  DryRunRequest,
} from '@augenblick/contract/api/decision.ts';
import type { OfferList } from '@augenblick/contract/api/offer.ts';
import type { PlacementList } from '@augenblick/contract/api/placement.ts';
import type { SegmentList } from '@augenblick/contract/api/segment.ts';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useMay, useRetailerPath } from '../session/session.tsx';
import type { PublishedStep } from '../published/published-actions.tsx';

/** Figures of a campaign move slowly; asking more often would only cost. */
const CALM_MS = 30_000;
/** Span of all results, days. */
export const RESULT_DAYS = 30;

export function useCampaigns() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'campaigns'],
    queryFn: ({ signal }) => api.get<CampaignList>(path('/campaigns'), { signal }),
  });
}

export function useCampaign(campaignId: string) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'campaigns', campaignId],
    queryFn: ({ signal }) => api.get<CampaignOne>(path(`/campaigns/${campaignId}`), { signal }),
  });
}

/** What campaigns earned; one or all. */
export function useOutcomes(campaignId?: string) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'outcomes', campaignId ?? 'all'],
    queryFn: ({ signal }) =>
      api.get<CampaignOutcomes>(path('/decisions/outcomes'), {
        query: { days: RESULT_DAYS, campaign: campaignId },
        signal,
      }),
    refetchInterval: CALM_MS,
  });
}

export function useVersions(campaignId: string) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'campaigns', campaignId, 'versions'],
    queryFn: ({ signal }) =>
      api.get<CampaignVersions>(path(`/campaigns/${campaignId}/versions`), { signal }),
  });
}

export function usePlaybook() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'playbook'],
    queryFn: ({ signal }) => api.get<Playbook>(path('/playbook'), { signal }),
  });
}

/** Places, for choosing. */
export function usePlacementNames() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'placements'],
    queryFn: ({ signal }) => api.get<PlacementList>(path('/placements'), { signal }),
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

/** Offers, for choosing; nothing without the right. */
export function useOfferNames() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'offers'],
    queryFn: ({ signal }) => api.get<OfferList>(path('/offers'), { signal }),
    enabled: useMay('offer.read'),
  });
}

/** What still has to be done before a draft may go live, in words. */
export function useFindings(draft: CampaignDraft) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'campaign-check', draft],
    queryFn: ({ signal }) =>
      api.post<{ findings: CampaignFinding[] }>(path('/campaigns/check'), { draft }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** Makes every list of campaigns and what hangs on them be asked for again. */
export function useForgetCampaigns(): () => Promise<void> {
  const client = useQueryClient();
  const path = useRetailerPath();
  return useCallback(async () => {
    const of = (name: string) => client.invalidateQueries({ queryKey: [path(''), name] });
    await Promise.all([of('campaigns'), of('playbook'), of('placements'), of('offers')]);
  }, [client, path]);
}

export function useCreateCampaign() {
  const path = useRetailerPath();
  const forget = useForgetCampaigns();
  return useMutation({
    mutationFn: (draft: CampaignDraft) => api.post<CampaignOne>(path('/campaigns'), draft),
    onSuccess: forget,
  });
}

export function useCampaignStep() {
  const path = useRetailerPath();
  const forget = useForgetCampaigns();
  return useMutation({
    mutationFn: ({ id, step }: { id: string; step: PublishedStep }) =>
      api.post<CampaignOne>(path(`/campaigns/${id}/${step}`), {}),
    onSuccess: forget,
  });
}

export function useDeleteCampaign() {
  const path = useRetailerPath();
  const forget = useForgetCampaigns();
  return useMutation({
    mutationFn: (id: string) => api.delete(path(`/campaigns/${id}`)),
    onSuccess: forget,
  });
}

/** Takes an earlier version into the draft. */
export function useRestoreVersion(campaignId: string) {
  const path = useRetailerPath();
  const forget = useForgetCampaigns();
  return useMutation({
    mutationFn: (version: number) =>
      api.post<CampaignOne>(path(`/campaigns/${campaignId}/restore`), { version }),
    onSuccess: forget,
  });
}

export function useTakePlaybook() {
  const path = useRetailerPath();
  const forget = useForgetCampaigns();
  return useMutation({
    mutationFn: ({ key, ...body }: UsePlaybook & { key: string }) =>
      api.post<CampaignOne>(path(`/playbook/${key}`), body),
    onSuccess: forget,
  });
}

// ---------------------------------------------------------------------------------------------- dry runs

/** While one runs its progress is looked at this often. */
const RUNNING_MS = 1_000;

/** Whether a dry run is still going. */
export function isGoing(run: DryRun): boolean {
  return run.state === 'waiting' || run.state === 'running';
}

export function useDryRuns() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'dryruns'],
    queryFn: ({ signal }) => api.get<DryRunList>(path('/dryruns'), { signal }),
    refetchInterval: ({ state }) => (state.data?.runs.some(isGoing) ? RUNNING_MS : false),
  });
}

export function useDryRun(id: string | null) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'dryruns', id],
    queryFn: ({ signal }) => api.get<DryRun>(path(`/dryruns/${id}`), { signal }),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data && isGoing(state.data) ? RUNNING_MS : false),
  });
}

export function useStartDryRun() {
  const path = useRetailerPath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: DryRunRequest) => api.post<DryRun>(path('/dryruns'), body),
    onSuccess: () => client.invalidateQueries({ queryKey: [path(''), 'dryruns'] }),
  });
}

export function useStopDryRun() {
  const path = useRetailerPath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.delete(path(`/dryruns/${id}`)),
    onSuccess: () => client.invalidateQueries({ queryKey: [path(''), 'dryruns'] }),
  });
}
