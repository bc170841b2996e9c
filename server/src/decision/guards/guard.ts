import type { DecisionGuard, LostReason } from '@augenblick/contract';
import type { Candidate } from '../compile.ts';
import type { Question } from '../question.ts';

/** One of the questions that whatever addresses a shopper must pass. A function of its arguments only. */
export interface Guard {
  name: DecisionGuard;
  /** The reasons it may give; each belongs to one guard only. */
  reasons: readonly LostReason[];
  /** True when the answer is the same for every candidate of a question: it is then asked once. */
  once?: true;
  /** Null lets the candidate pass. */
  check(candidate: Candidate, question: Question): LostReason | null;
}
