import type { BroadcastDraft } from '@augenblick/contract';

/** A newsletter to begin with: by mail, to everybody, now. */
export function blankBroadcast(name: string): BroadcastDraft {
  return {
    name,
    note: '',
    audience: { segmentIds: [], excludedSegmentIds: [] },
    channels: ['mail'],
    variants: [{ id: 'a', name: 'A', weight: 1, templateIds: {} }],
    test: null,
    schedule: { kind: 'now' },
    spreadMinutes: 0,
    perMinute: null,
    caps: [],
    exclusiveGroup: null,
    topic: null,
    categories: [],
    resultDays: 7,
  };
}
