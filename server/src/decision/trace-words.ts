/** A decision's trace as people read it. */
import { LOST_REASONS, LOST_WORDS, type LostReason, RESPONSE_KINDS } from '@augenblick/contract';
import type { DecisionTrace, OptionShown } from '@augenblick/contract/api/decision.ts';
import type { Draft } from './ask.ts';
import type { CompiledSet } from './compile.ts';
import { lostOf, type Runner } from './decide.ts';
import { guardOf } from './guards/registry.ts';
import type { MadeRow } from './queries.ts';
import { type BasisCandidate, unpackTrace } from './trace.ts';

/** What a trace is made of, wherever it comes from. */
export interface TraceInput {
  candidates: readonly BasisCandidate[];
  reasons: ArrayLike<number>;
  runners: readonly Runner[];
  winner: { at: number; variant: number } | null;
}

/** Options in reading order: the winner, then those that were scored by their worth, then by how far they came. */
export function optionsShown({ candidates, reasons, runners, winner }: TraceInput): OptionShown[] {
  const scored = new Map(runners.map((runner) => [`${runner.at} ${runner.variant}`, runner]));
  const options = candidates.flatMap(([campaignId, campaignVersion, campaign, variants], at) =>
    variants.map(([variantId, variant], place): OptionShown => {
      const runner = scored.get(`${at} ${place}`);
      const lost = lostOf(at, place, winner, reasons);
      return {
        campaignId,
        campaign,
        campaignVersion,
        variantId,
        variant,
        lost,
        guard: lost && guardOf(lost),
        words: lost && LOST_WORDS[lost],
        score: runner?.score ?? null,
        propensity: runner === undefined || runner.held ? null : runner.propensity,
      };
    }),
  );
  return options.sort((a, b) => farness(b) - farness(a) || worth(b) - worth(a));
}

function farness({ lost }: OptionShown): number {
  return lost === null ? LOST_REASONS.length + 1 : LOST_REASONS.indexOf(lost);
}

function worth({ score }: OptionShown): number {
  return score?.perThousandMinor ?? Number.NEGATIVE_INFINITY;
}

/** The trace of a decision that was just made. */
export function traceOfDraft(set: CompiledSet, { question, decided, place }: Draft): DecisionTrace {
  return {
    currency: set.book.retailer.currency,
    kind: RESPONSE_KINDS[question.shopper.kind] ?? 'none',
    modelVersion: set.modelVersion,
    options: optionsShown({
      candidates: candidatesOf(place.candidates),
      reasons: decided.reasons,
      runners: decided.runners,
      winner: decided.winner,
    }),
  };
}

/** The trace of a decision of before, with the candidates as they are named now. */
export function traceOfRow(set: CompiledSet, row: MadeRow): DecisionTrace {
  const place = set.placements.get(row.placement);
  return storedTrace(row, candidatesOf(place?.candidates ?? []), set.book.retailer.currency);
}

/** The trace of a stored decision. */
export function storedTrace(
  row: Pick<MadeRow, 'trace' | 'campaign_id' | 'variant_id' | 'kind' | 'model_version'>,
  candidates: readonly BasisCandidate[],
  currency: string,
): DecisionTrace {
  const { reasons, runners } = unpackTrace(row.trace);
  const at = candidates.findIndex(([id]) => id === row.campaign_id);
  const variant = candidates[at]?.[3].findIndex(([id]) => id === row.variant_id) ?? -1;
  return {
    currency,
    kind: row.kind,
    modelVersion: row.model_version,
    options: optionsShown({
      candidates,
      reasons,
      runners,
      winner: row.campaign_id === null || at < 0 ? null : { at, variant },
    }),
  };
}

/** How often each reason was given, most frequent first. */
export function countReasons(
  options: readonly OptionShown[],
): { reason: LostReason; words: (typeof LOST_WORDS)[LostReason]; count: number }[] {
  const counts = new Map<LostReason, number>();
  for (const { lost } of options) if (lost !== null) counts.set(lost, (counts.get(lost) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ reason, words: LOST_WORDS[reason], count }))
    .sort((a, b) => b.count - a.count);
}

function candidatesOf(candidates: CompiledSet['campaigns']): BasisCandidate[] {
  return candidates.map(({ campaign, variants }) => [
    campaign.id,
    campaign.version,
    campaign.name,
    variants.map(({ variant }): [string, string] => [variant.id, variant.name]),
  ]);
}
