import type { JourneyDraft } from '@augenblick/contract';
import type { JourneyOne } from '@augenblick/contract/api/journey.ts';
import { useDraft } from '../shell/use-draft.ts';
import type { Drafting as AnyDrafting } from '../shell/use-draft.ts';

export type Drafting = AnyDrafting<JourneyDraft, JourneyOne>;

/** The fields of a draft, without what the server adds to a journey. */
export function draftOf({ journey: j }: Pick<JourneyOne, 'journey'>): JourneyDraft {
  return {
    name: j.name,
    note: j.note,
    entries: j.entries,
    audience: j.audience,
    key: j.key,
    reentry: j.reentry,
    exits: j.exits,
    goal: j.goal,
    caps: j.caps,
    exclusiveGroup: j.exclusiveGroup,
    nodes: j.nodes,
    edges: j.edges,
  };
}

/** A journey's draft that saves itself. */
export function useJourneyDraft(one: JourneyOne): Drafting {
  return useDraft(one, {
    place: 'journeys',
    id: one.journey.id,
    draftOf,
    stampOf: ({ journey }) => journey.updatedAt,
  });
}
