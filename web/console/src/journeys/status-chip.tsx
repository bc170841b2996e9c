import type { JourneyStatus } from '@augenblick/contract';
import { Chip, useTexts } from '@augenblick/ui/react';
import { journeyTexts } from './texts.ts';

const TONES = {
  live: 'good',
  paused: 'caution',
  finishing: 'caution',
  draft: 'plain',
  ended: 'plain',
} as const;

/** What a journey is doing. */
export function StatusChip({ status }: { status: JourneyStatus }) {
  const text = useTexts(journeyTexts);
  return (
    <Chip tone={TONES[status]} {...(status === 'live' ? { icon: 'play' as const } : {})}>
      {text(`status.${status}`)}
    </Chip>
  );
}
