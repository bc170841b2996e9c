import type { OfferStatus } from '@augenblick/contract';
import { Chip, useTexts } from '@augenblick/ui/react';
import { offerTexts } from './texts.ts';

const TONES = { draft: 'plain', live: 'good', paused: 'caution', ended: 'plain' } as const;
const ICONS = { draft: 'edit', live: 'play', paused: 'pause', ended: 'stop' } as const;

/** Whether an offer runs: colour, drawing and word. */
export function OfferChip({ status }: { status: OfferStatus }) {
  const text = useTexts(offerTexts);
  return (
    <Chip tone={TONES[status]} icon={ICONS[status]}>
      {text(`status.${status}`)}
    </Chip>
  );
}
