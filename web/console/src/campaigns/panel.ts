import type { CampaignDraft } from '@augenblick/contract';

/** What every panel of the editor is given: the draft and the way to change a part of it. */
export interface PanelProps {
  draft: CampaignDraft;
  onChange: (part: Partial<CampaignDraft>) => void;
}
