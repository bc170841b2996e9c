import type { Random } from '../runtime/index.ts';
import { boost, type BoostRules, type Term } from './boost.ts';
import { type Binning, binOf, binsOf, type Column, fitBins, type Row } from './table.ts';

/** What one term of a model says: log-odds by bin, of one column or of two together. */
export interface AdditiveTerm {
  /** One index into the model's columns, or two. */
  columns: readonly [number] | readonly [number, number];
  /** One column: a value a bin. Two: binA × (bins of B) + binB. Means over the rows learned from are zero. */
  values: number[];
}

/**
 * A purchase probability (or another yes/no) as a sum that can be read term by term. A plain value, stored as JSON.
 * log-odds = intercept + Σ terms.
 */
export interface AdditiveModel {
  columns: { name: string; bins: Binning; pairBins: Binning }[];
  intercept: number;
  terms: AdditiveTerm[];
  /** Rows it was learned from, and rounds that were best on rows left out. */
  rows: number;
  rounds: number;
}

export interface AdditiveOptions extends BoostRules {
  /** Most bins of a column alone, and of a column in a pair. */
  bins: number;
  pairBins: number;
  /** False learns columns alone. */
  pairs: boolean;
}

/** Settings that did well on sessions of shops; chosen once, not per data set. */
export const ADDITIVE_DEFAULTS: AdditiveOptions = {
  bins: 64,
  pairBins: 20,
  pairs: true,
  leaves: 2,
  leafMin: 2,
  ridge: 1,
  rounds: 60,
  rate: 0.02,
  pairRate: 0.05,
  pairsPerRound: 40,
  bags: 24,
  share: 0.9,
  every: 4,
};

/** A part of a score: by which columns, with which values, and how many log-odds it adds. */
export interface Contribution {
  columns: string[];
  values: (number | string)[];
  logOdds: number;
}

/**
 * Learns a model from `rows` of a table; nothing of other rows is looked at. `target` is 0 or 1 a row.
 * Method: gradient-boosted additive terms with pairs, after Lou, Caruana, Gehrke: Accurate intelligible models with
 * pairwise interactions, KDD 2013. Needs both outcomes among the rows; throws RangeError else.
 */
export function fitAdditive(
  columns: readonly Column[],
  target: ArrayLike<number>,
  rows: Int32Array,
  options: AdditiveOptions,
  random: Random,
): AdditiveModel {
  const own = Uint8Array.from(rows, (row) => target[row] as number);
  const hits = own.reduce((sum, value) => sum + value, 0);
  if (hits === 0 || hits === own.length) {
    throw new RangeError('Both outcomes are needed to learn from.');
  }
  const binned = columns.map((column) => ({
    name: column.name,
    bins: fitBins(column, rows, target, options.bins),
    pairBins: fitBins(column, rows, target, options.pairBins),
  }));
  const numbersOf = (binning: Binning, column: Column) =>
    Uint8Array.from(rows, (row) => binOf(binning, column.values[row] as number | string));
  const fine = binned.map(({ bins }, i) => numbersOf(bins, columns[i] as Column));
  const coarse = binned.map(({ pairBins }, i) => numbersOf(pairBins, columns[i] as Column));
  const terms: Term[] = binned.map(({ bins }, i) => ({
    columns: [i],
    binsA: binsOf(bins),
    binsB: 1,
    a: fine[i] as Uint8Array,
    b: null,
  }));
  for (let i = 0; options.pairs && i < columns.length; i++)
    for (let j = i + 1; j < columns.length; j++)
      terms.push({
        columns: [i, j],
        binsA: binsOf((binned[i] as { pairBins: Binning }).pairBins),
        binsB: binsOf((binned[j] as { pairBins: Binning }).pairBins),
        a: coarse[i] as Uint8Array,
        b: coarse[j] as Uint8Array,
      });
  const base = Math.log(hits / (own.length - hits));
  const learned = boost(terms, own, base, options, random);
  let intercept = base;
  const kept: AdditiveTerm[] = [];
  for (const [index, term] of terms.entries()) {
    const values = learned.values[index] as Float64Array;
    const mean = meanOf(term, values);
    intercept += mean;
    if (values.every((value) => value === values[0])) continue;
    kept.push({
      columns: term.columns,
      values: Array.from(values, (value) => Math.round((value - mean) * 1e6) / 1e6),
    });
  }
  return { columns: binned, intercept, terms: kept, rows: own.length, rounds: learned.rounds };
}

function meanOf(term: Term, values: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < term.a.length; row++) {
    const a = term.a[row] as number;
    sum += values[term.b === null ? a : a * term.binsB + (term.b[row] as number)] as number;
  }
  return sum / term.a.length;
}

/** Log-odds of a row, term by term in the order of the model. */
function termsOf(model: AdditiveModel, row: Row): Float64Array {
  const fine = model.columns.map(({ bins }, i) => binOf(bins, row[i] as number | string));
  const coarse = model.columns.map(({ pairBins }, i) => binOf(pairBins, row[i] as number | string));
  return Float64Array.from(model.terms, ({ columns: [a, b], values }) => {
    if (b === undefined) return values[fine[a] as number] as number;
    const others = binsOf((model.columns[b] as { pairBins: Binning }).pairBins);
    return values[(coarse[a] as number) * others + (coarse[b] as number)] as number;
  });
}

/** Log-odds of the outcome for a row with values in the order of `model.columns`. */
export function logOddsOf(model: AdditiveModel, row: Row): number {
  return termsOf(model, row).reduce((sum, value) => sum + value, model.intercept);
}

/** Probability of the outcome, 0–1. */
export function scoreAdditive(model: AdditiveModel, row: Row): number {
  return 1 / (1 + Math.exp(-logOddsOf(model, row)));
}

/**
 * Why a row has its score, strongest part first. The parts and the intercept add up to `logOddsOf`: nothing is left
 * out or estimated. Parts that add nothing are not named.
 */
export function explainAdditive(model: AdditiveModel, row: Row): Contribution[] {
  return Array.from(termsOf(model, row), (logOdds, index) => {
    const { columns } = model.terms[index] as AdditiveTerm;
    return {
      columns: columns.map((at) => (model.columns[at] as { name: string }).name),
      values: columns.map((at) => row[at] as number | string),
      logOdds,
    };
  })
    .filter(({ logOdds }) => logOdds !== 0)
    .sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds));
}
