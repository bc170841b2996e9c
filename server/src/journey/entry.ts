/** Who gets in: does a fact begin a run, and may this shopper go (again)? Pure. */
import { durationMs, JOURNEY_LIMITS as L, type JourneyFact } from '@augenblick/contract';
import type { CompiledJourney } from './compile.ts';
import { keyOf } from './key.ts';

/** Why somebody did not get in. Closed list, worded in words.ts. */
export const REFUSALS = [
  'running',
  'been',
  'too_soon',
  'too_many',
  'audience',
  'old',
  'off',
  'circle',
  'starts',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** An earlier or present run of a shopper, as far as getting in again goes. */
export interface Past {
  id: string;
  journeyId: string;
  key: string;
  active: boolean;
  enteredAt: number;
}

/** True when the fact is one that begins the journey. */
export function begins(journey: CompiledJourney, fact: JourneyFact): boolean {
  return journey.entries.some(({ fits }) => fits(fact));
}

/**
 * May a shopper get in by this fact? Answers the key of the run, or why not. `id`: the run's id; when it is among the past
 * ones, the fact has been seen before and nothing is counted (null).
 */
export function admit(
  journey: CompiledJourney,
  fact: JourneyFact,
  past: readonly Past[],
  id: string,
): { key: string } | { refused: Refusal | null } {
  const { definition } = journey;
  const own = past.filter(({ journeyId }) => journeyId === journey.id);
  if (own.some((one) => one.id === id)) return { refused: null };
  if (fact.seenAt - fact.at > L.entryAgeMs) return { refused: 'old' };
  const key = keyOf(definition.key, fact);
  const same = own.filter((one) => one.key === key);
  if (same.some(({ active }) => active)) return { refused: 'running' };
  if (own.filter(({ active }) => active).length >= L.runsMax) return { refused: 'too_many' };
  const { mode, after } = definition.reentry;
  if (mode === 'once' && same.length > 0) return { refused: 'been' };
  if (mode === 'after' && after !== null) {
    const last = Math.max(Number.NEGATIVE_INFINITY, ...same.map(({ enteredAt }) => enteredAt));
    if (last + durationMs(after) > fact.seenAt) return { refused: 'too_soon' };
  }
  return { key };
}
