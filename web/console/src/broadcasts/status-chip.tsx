import type { BroadcastStatus } from '@augenblick/contract';
import { Chip, useTexts } from '@augenblick/ui/react';
import { broadcastTexts } from './texts.ts';

const TONES = {
  draft: 'plain',
  scheduled: 'accent',
  sending: 'good',
  paused: 'caution',
  done: 'plain',
  cancelled: 'plain',
} as const;
const ICONS = {
  draft: 'edit',
  scheduled: 'clock',
  sending: 'send',
  paused: 'pause',
  done: 'check',
  cancelled: 'stop',
} as const;

/** How far a newsletter is: colour, drawing and word. */
export function StatusChip({ status }: { status: BroadcastStatus }) {
  const text = useTexts(broadcastTexts);
  return (
    <Chip tone={TONES[status]} icon={ICONS[status]}>
      {text(`status.${status}`)}
    </Chip>
  );
}
