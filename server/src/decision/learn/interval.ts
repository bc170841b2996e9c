/** Honest differences: of two shares, with an interval. */
import type { ArmCounts, Comparison } from '@augenblick/contract/api/decision.ts';
import type { z } from 'zod';
import type { ArmRow } from './queries.ts';

type Counts = z.infer<typeof ArmCounts>;
const Z = 1.959964;
/** A group smaller than this says nothing. */
const SHOPPERS_MIN = 30;

/** Wilson's interval of a share (Wilson 1927), 95 %. */
export function wilson(goals: number, n: number): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 };
  const p = goals / n;
  const middle = p + (Z * Z) / (2 * n);
  const half = Z * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n));
  const scale = 1 + (Z * Z) / n;
  return {
    low: Math.max(0, (middle - half) / scale),
    high: Math.min(1, (middle + half) / scale),
  };
}

/** Difference of two shares with Newcombe's interval (1998, method 10: from two Wilson intervals). */
export function difference(
  a: { goals: number; n: number },
  b: { goals: number; n: number },
): { value: number; low: number; high: number } {
  const [p, q] = [a.goals / a.n, b.goals / b.n];
  const [wa, wb] = [wilson(a.goals, a.n), wilson(b.goals, b.n)];
  const value = p - q;
  return {
    value,
    low: value - Math.sqrt((p - wa.low) ** 2 + (wb.high - q) ** 2),
    high: value + Math.sqrt((wa.high - p) ** 2 + (q - wb.low) ** 2),
  };
}

/** Both arms of a comparison, in figures and in words. */
export function comparison(arms: readonly ArmRow[], campaign: string): Comparison {
  const arm = (held: boolean): Counts => {
    const row = arms.find((one) => one.campaign_id === campaign && one.held === held);
    const shoppers = row?.shoppers ?? 0;
    const goals = row?.goals ?? 0;
    const rate = shoppers === 0 ? 0 : goals / shoppers;
    return { shoppers, goals, revenueMinor: row?.revenue ?? 0, rate };
  };
  const treated = arm(false);
  const held = arm(true);
  const enough = Math.min(treated.shoppers, held.shoppers) >= SHOPPERS_MIN;
  if (!enough) return { treated, held, difference: null, words: TOO_FEW };
  const found = difference(
    { goals: treated.goals, n: treated.shoppers },
    { goals: held.goals, n: held.shoppers },
  );
  const per = (share: number): number => Math.round(share * 10_000) / 100;
  const shown = { value: per(found.value), low: per(found.low), high: per(found.high) };
  const sure = found.low > 0 ? 'more' : found.high < 0 ? 'less' : 'open';
  return { treated, held, difference: shown, words: WORDS[sure] };
}

const TOO_FEW = {
  de: `Noch zu wenige Personen für einen Vergleich: Beide Gruppen brauchen mindestens ${SHOPPERS_MIN}.`,
  en: `Too few people to compare yet: both groups need at least ${SHOPPERS_MIN}.`,
};
const WORDS = {
  more: {
    de: 'Wer sie sah, erreichte das Ziel öfter als die Vergleichsgruppe.',
    en: 'Those who saw it reached the goal more often than the comparison group.',
  },
  less: {
    de: 'Wer sie sah, erreichte das Ziel seltener als die Vergleichsgruppe.',
    en: 'Those who saw it reached the goal less often than the comparison group.',
  },
  open: {
    de: 'Der Unterschied kann noch Zufall sein.',
    en: 'The difference may still be chance.',
  },
} as const;
