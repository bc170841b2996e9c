import type { Random } from '../../server/src/runtime/index.ts';

/** Shuffles in place (Fisher–Yates). */
export function shuffle<T>(items: T[], random: Random): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random.next() * (i + 1));
    [items[i], items[j]] = [items[j] as T, items[i] as T];
  }
  return items;
}

/** Stratified, shuffled folds: the fold of every row, each outcome spread evenly over the folds. */
export function stratifiedFolds(
  target: ArrayLike<number>,
  folds: number,
  random: Random,
): Uint8Array {
  const fold = new Uint8Array(target.length);
  for (const outcome of [0, 1]) {
    const rows = Array.from(target, (value, row) => (value === outcome ? row : -1));
    shuffle(
      rows.filter((row) => row >= 0),
      random,
    ).forEach((row, place) => {
      fold[row] = place % folds;
    });
  }
  return fold;
}
