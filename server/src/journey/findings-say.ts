/** What a drawing is held against, and how what is found is said. */
import { type Condition, conditionProblems, segmentsNamed } from '@augenblick/contract';

/** What a drawing refers to, as far as it exists. */
export interface Surroundings {
  templates: ReadonlyMap<string, { channel: string; published: boolean; name: string }>;
  offers: ReadonlyMap<string, { status: string; codes: string; name: string }>;
  journeys: ReadonlyMap<string, { status: string; name: string }>;
  placements: ReadonlySet<string>;
  /** Segments that are switched on. */
  segments: ReadonlySet<string>;
  /** The journey itself; null while it has not been saved. */
  journeyId: string | null;
}

/** Says what is wrong and where. */
export type Say = (field: string, node: string | null, de: string, en: string) => void;
/** How findings are collected. */
export interface Saying {
  must: Say;
  should: Say;
}

/** True when a condition is whole and every segment it names is switched on. */
export function conditionWorks(
  condition: Condition,
  segments: ReadonlySet<string>,
): { de: string; en: string } | null {
  if (conditionProblems(condition).length > 0)
    return {
      de: 'Die Bedingung ist noch nicht vollständig.',
      en: 'The condition is not complete yet.',
    };
  if (segmentsNamed(condition).some((id) => !segments.has(id)))
    return {
      de: 'Die Bedingung nennt ein Segment, das nicht eingeschaltet ist.',
      en: 'The condition names a segment that is not switched on.',
    };
  return null;
}
