import type { SegmentStatus } from '@augenblick/contract';
import { Chip, useTexts } from '@augenblick/ui/react';
import { segmentTexts } from './texts.ts';

const TONES = { draft: 'plain', filling: 'caution', live: 'good', archived: 'plain' } as const;

/** Where a segment stands. */
export function SegmentChip({ status }: { status: SegmentStatus }) {
  const text = useTexts(segmentTexts);
  return <Chip tone={TONES[status]}>{text(`status.${status}`)}</Chip>;
}
