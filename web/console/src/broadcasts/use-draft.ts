import type { BroadcastDraft } from '@augenblick/contract';
import type { BroadcastOne } from '@augenblick/contract/api/broadcast.ts';
import { useDraft } from '../shell/use-draft.ts';
import type { Drafting as AnyDrafting } from '../shell/use-draft.ts';

export type Drafting = AnyDrafting<BroadcastDraft, BroadcastOne>;

/** The fields of a draft, without what the server adds. */
export function draftOf({ broadcast: b }: { broadcast: BroadcastDraft }): BroadcastDraft {
  return {
    name: b.name,
    note: b.note,
    audience: b.audience,
    channels: b.channels,
    variants: b.variants,
    test: b.test,
    schedule: b.schedule,
    spreadMinutes: b.spreadMinutes,
    perMinute: b.perMinute,
    caps: b.caps,
    exclusiveGroup: b.exclusiveGroup ?? null,
    topic: b.topic,
    categories: b.categories ?? [],
    resultDays: b.resultDays,
  };
}

/** A newsletter's draft that saves itself. */
export function useBroadcastDraft(one: BroadcastOne): Drafting {
  return useDraft(one, {
    place: 'broadcasts',
    id: one.broadcast.id,
    draftOf,
    stampOf: ({ broadcast }) => broadcast.updatedAt,
  });
}
