import type { CampaignDraft } from '@augenblick/contract';
import type { CampaignOne } from '@augenblick/contract/api/campaign.ts';
import { useDraft } from '../shell/use-draft.ts';
import type { Drafting as AnyDrafting } from '../shell/use-draft.ts';

export type Drafting = AnyDrafting<CampaignDraft, CampaignOne>;

/** The fields of a draft, without what the server adds to a campaign. */
export function draftOf({ campaign: c }: CampaignOne): CampaignDraft {
  return {
    name: c.name,
    note: c.note,
    goal: c.goal,
    segmentId: c.segmentId,
    excludedSegmentId: c.excludedSegmentId,
    when: c.when,
    placements: c.placements,
    variants: c.variants,
    offerId: c.offerId,
    schedule: c.schedule,
    budget: c.budget,
    caps: c.caps,
    priority: c.priority,
    exclusiveGroup: c.exclusiveGroup,
    holdoutBp: c.holdoutBp,
    marginBp: c.marginBp,
    consent: c.consent,
  };
}

/** A campaign's draft that saves itself. */
export function useCampaignDraft(one: CampaignOne): Drafting {
  return useDraft(one, {
    place: 'campaigns',
    id: one.campaign.id,
    draftOf,
    stampOf: ({ campaign }) => campaign.updatedAt,
  });
}
