/** A column of a table to learn from: numbers, or names of classes. */
export type Column =
  | { name: string; kind: 'number'; values: ArrayLike<number> }
  | { name: string; kind: 'class'; values: readonly string[] };

/** One row to score: values in the order of the model's columns. */
export type Row = readonly (number | string)[];

/** How a column's values become a few bins. */
export type Binning =
  /** Rising edges: a value belongs to the bin of the last edge it reaches; NaN to the first bin. */
  | { kind: 'number'; edges: number[] }
  /** Classes in rising order of their smoothed rate; bin 0 is for classes too rare or never seen. */
  | { kind: 'class'; classes: string[] };

/** Most bins of a column: a bin's number has to fit a byte. */
export const BINS_MAX = 255;

export function binsOf(binning: Binning): number {
  return (binning.kind === 'number' ? binning.edges.length : binning.classes.length) + 1;
}

/** Finds a value's bin. */
export function binOf(binning: Binning, value: number | string): number {
  if (binning.kind === 'class') return binning.classes.indexOf(String(value)) + 1;
  const number = Number(value);
  let low = 0;
  let high = binning.edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (number >= (binning.edges[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Edges halfway between neighbouring values at equal shares of the rows; a value that repeats stays in one bin. */
export function fitNumberBins(values: ArrayLike<number>, rows: Int32Array, most: number): Binning {
  const sorted = Float64Array.from(rows, (row) => values[row] as number).sort();
  const edges = new Set<number>();
  for (let part = 1; part < most; part++) {
    let at = Math.floor((part * sorted.length) / most);
    const value = sorted[at] as number;
    while (at > 0 && sorted[at - 1] === value) at -= 1;
    if (at > 0) edges.add((value + (sorted[at - 1] as number)) / 2);
  }
  return { kind: 'number', edges: [...edges].sort((a, b) => a - b) };
}

/** A class seen less often than this is put together with the unknown ones. */
const CLASS_ROWS_MIN = 10;
/** Rows at the mean rate that every class starts with, so that small classes are not at the ends of the order. */
const CLASS_PRIOR_ROWS = 10;

/** Orders classes by the rate of the outcome among `rows` (only those: an order made from others would know them). */
export function fitClassBins(
  values: readonly string[],
  rows: Int32Array,
  target: ArrayLike<number>,
  most: number,
): Binning {
  const seen = new Map<string, { rows: number; hits: number }>();
  let hits = 0;
  for (const row of rows) {
    const name = values[row] as string;
    const entry = seen.get(name) ?? { rows: 0, hits: 0 };
    entry.rows += 1;
    entry.hits += target[row] as number;
    hits += target[row] as number;
    seen.set(name, entry);
  }
  const prior = (hits / Math.max(1, rows.length)) * CLASS_PRIOR_ROWS;
  const rate = (entry: { rows: number; hits: number }) =>
    (entry.hits + prior) / (entry.rows + CLASS_PRIOR_ROWS);
  const classes = [...seen]
    .filter(([, entry]) => entry.rows >= CLASS_ROWS_MIN)
    .sort(([, a], [, b]) => b.rows - a.rows)
    .slice(0, most - 1)
    .sort(([nameA, a], [nameB, b]) => rate(a) - rate(b) || (nameA < nameB ? -1 : 1))
    .map(([name]) => name);
  return { kind: 'class', classes };
}

/** Bins a column on the rows one may learn from. */
export function fitBins(
  column: Column,
  rows: Int32Array,
  target: ArrayLike<number>,
  most: number,
): Binning {
  const bins = Math.min(most, BINS_MAX);
  return column.kind === 'number'
    ? fitNumberBins(column.values, rows, bins)
    : fitClassBins(column.values, rows, target, bins);
}
