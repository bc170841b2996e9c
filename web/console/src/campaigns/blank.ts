import type { CampaignDraft } from '@augenblick/contract';
import { EMPTY_CONTENT } from '../content/empty.ts';

/** A campaign to begin with: speaks to everybody, at most once a visit, a tenth kept out for comparison. */
export function blankCampaign(name: string, zone: string): CampaignDraft {
  return {
    name,
    note: '',
    goal: { event: 'Order Completed', windowHours: 72 },
    segmentId: null,
    excludedSegmentId: null,
    when: { kinds: [], stages: [], signals: [], minConfidence: 0 },
    placements: [],
    variants: [
      { id: 'a', name: 'A', weight: 100, contents: { de: EMPTY_CONTENT, en: EMPTY_CONTENT } },
    ],
    offerId: null,
    schedule: { from: null, to: null, days: [], hours: null, zone },
    budget: null,
    caps: [
      { times: 1, per: 'session' },
      { times: 3, per: 'week' },
    ],
    priority: 0,
    exclusiveGroup: null,
    holdoutBp: 1000,
    marginBp: null,
    consent: null,
  };
}
