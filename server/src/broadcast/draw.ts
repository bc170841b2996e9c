/** Who gets which variant, who tests, who is early: a hash of newsletter and shopper, so that it needs no memory. Pure. */
import { createHash } from 'node:crypto';

/** The draws of one shopper for one newsletter, each evenly in [0, 1) and independent of the others. */
export interface Draw {
  test: number;
  variant: number;
  spread: number;
}

/**
 * Draws; the same for ever for the same newsletter and shopper. Different questions read different bytes: else those who
 * test would also be the first to be written to.
 */
export function drawOf(broadcastId: string, profileId: string): Draw {
  const bytes = createHash('sha256').update(`${broadcastId} ${profileId}`).digest();
  const unit = (at: number): number => bytes.readUInt32BE(at) / 2 ** 32;
  return { test: unit(0), variant: unit(4), spread: unit(8) };
}

/** A variant and its share. */
export interface Weighed {
  id: string;
  weight: number;
}

/** The variant of a shopper by weights; evenly where all weights are zero. Throws when there is none. */
export function variantOf(variants: readonly Weighed[], draw: number): string {
  const total = variants.reduce((sum, { weight }) => sum + weight, 0);
  let left = draw * (total || variants.length);
  for (const { id, weight } of variants) {
    left -= total === 0 ? 1 : weight;
    if (left < 0) return id;
  }
  const last = variants.findLast(({ weight }) => total === 0 || weight > 0);
  if (last === undefined) throw new RangeError('a newsletter without variants');
  return last.id;
}

/** The variant a shopper gets at once; null = waits for the winner. A test divides evenly, whatever the weights. */
export function firstVariant(
  variants: readonly Weighed[],
  testShareBp: number | null,
  draw: Draw,
): string | null {
  if (testShareBp === null) return variantOf(variants, draw.variant);
  if (draw.test * 10_000 >= testShareBp) return null;
  return variantOf(
    variants.map(({ id }) => ({ id, weight: 1 })),
    draw.variant,
  );
}
