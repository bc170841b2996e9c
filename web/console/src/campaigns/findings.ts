import type { ClauseKey } from './clauses.ts';

const CLAUSE_OF: Readonly<Record<string, ClauseKey>> = {
  segmentId: 'who',
  excludedSegmentId: 'who',
  consent: 'who',
  when: 'when',
  placements: 'where',
  variants: 'what',
  offerId: 'offer',
  schedule: 'time',
  caps: 'often',
  budget: 'budget',
  goal: 'goal',
  holdoutBp: 'holdout',
  priority: 'rank',
  exclusiveGroup: 'rank',
  marginBp: 'rank',
};

/** The clause in which a field is changed: `variants.0.contents.de.headline` → what. Null for the name and the note. */
export function clauseOfField(field: string): ClauseKey | null {
  return CLAUSE_OF[field.split('.')[0] ?? ''] ?? null;
}
