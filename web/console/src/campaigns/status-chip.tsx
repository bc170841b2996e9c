import type { CampaignStatus } from '@augenblick/contract';
import { Chip, useTexts } from '@augenblick/ui/react';
import { heartTexts } from './texts-words.ts';

const TONES = { draft: 'plain', live: 'good', paused: 'caution', ended: 'plain' } as const;
const ICONS = { draft: 'edit', live: 'play', paused: 'pause', ended: 'stop' } as const;

/** Whether a campaign runs: colour, drawing and word. */
export function StatusChip({ status }: { status: CampaignStatus }) {
  const text = useTexts(heartTexts);
  return (
    <Chip tone={TONES[status]} icon={ICONS[status]}>
      {text(`status.${status}`)}
    </Chip>
  );
}
