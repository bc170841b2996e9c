import type { BroadcastDraft } from '@augenblick/contract';

/** What every panel of the editor is given. */
export interface PanelProps {
  draft: BroadcastDraft;
  onChange: (part: Partial<BroadcastDraft>) => void;
}
