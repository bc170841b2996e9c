import type { VitalsShown } from '@augenblick/contract/api/vitals.ts';

/** Fewer shoppers than this say nothing. */
const LEAST = 30;

/** One group of shoppers and how many of them wanted to buy. */
export interface Group {
  shoppers: number;
  buying: number;
}

/**
 * How many moments "buy" there would be more if slow pages led to as many as fast ones; 0 when they do, null while a group
 * is too small to say. Pure.
 */
export function costOfSlowPages(slow: Group, fast: Group): VitalsShown['phone'] {
  if (slow.shoppers < LEAST || fast.shoppers < LEAST) return null;
  const expected = (slow.shoppers * fast.buying) / fast.shoppers;
  return { slow, fast, missing: Math.max(0, Math.round(expected - slow.buying)) };
}
