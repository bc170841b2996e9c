import type { Random } from '../runtime/index.ts';
import { growLine, growPlane, type TreeRules } from './tree.ts';

/** A term while it is learned: one column's bins, or two columns' bins side by side. */
export interface Term {
  columns: readonly [number] | readonly [number, number];
  binsA: number;
  /** 1 for a term of one column. */
  binsB: number;
  a: Uint8Array;
  b: Uint8Array | null;
}

export interface BoostRules extends TreeRules {
  rounds: number;
  /** Step of a round for terms of one column, and of two. */
  rate: number;
  pairRate: number;
  /** Terms of two columns that are tried in a round, drawn anew every round. */
  pairsPerRound: number;
  /** Bags, and the share of rows in each. */
  bags: number;
  share: number;
  /** Rounds between two snapshots from which the best is chosen. */
  every: number;
}

export interface Boosted {
  /** Values by term, mean of the bags. */
  values: Float64Array[];
  rounds: number;
  /** Mean loss (nats) at each snapshot on the rows a bag did not see. */
  losses: number[];
}

/** Everything of one bag that changes from round to round. */
interface Bag {
  rows: Int32Array;
  left: Int32Array;
  score: Float64Array;
  g: Float64Array;
  h: Float64Array;
  steps: number;
  values: Float64Array[];
}

/**
 * Cyclic gradient boosting of additive terms with bagging (Lou, Caruana, Gehrke, KDD 2013: GA²M). Every round takes all
 * columns in turn and a drawn handful of pairs. Rounds are chosen once for all bags by the loss on the rows left out.
 * `base` is the log-odds everybody starts with. Rows are 0…target.length − 1.
 */
export function boost(
  terms: readonly Term[],
  target: ArrayLike<number>,
  base: number,
  rules: BoostRules,
  random: Random,
): Boosted {
  const snapshots = Math.floor(rules.rounds / rules.every) + 1;
  const sums = Array.from({ length: snapshots }, () =>
    terms.map((term) => new Float64Array(term.binsA * term.binsB)),
  );
  const losses = new Float64Array(snapshots);
  let seen = 0;
  const room = Math.max(...terms.map((term) => term.binsA * term.binsB));
  const sums2 = {
    g: new Float64Array(room),
    h: new Float64Array(room),
    up: new Float64Array(room),
  };
  const lines = terms.filter((term) => term.b === null);
  const pairs = terms.filter((term) => term.b !== null);
  const indexOf = new Map(terms.map((term, index) => [term, index]));
  for (let nth = 0; nth < rules.bags; nth++) {
    const bag = drawBag(terms, target.length, base, rules.share, random);
    seen += bag.left.length;
    for (let round = 0; round <= rules.rounds; round++) {
      if (round % rules.every === 0) {
        const at = round / rules.every;
        losses[at]! += lossOf(bag, target);
        addTo(sums[at] as Float64Array[], bag.values);
      }
      if (round === rules.rounds) break;
      for (const term of lines) {
        step(bag, term, indexOf.get(term) as number, target, rules, rules.rate, sums2);
      }
      for (let i = 0; i < Math.min(rules.pairsPerRound, pairs.length); i++) {
        const term = pairs[Math.floor(random.next() * pairs.length)] as Term;
        step(bag, term, indexOf.get(term) as number, target, rules, rules.pairRate, sums2);
      }
    }
  }
  let best = 0;
  for (let at = 1; at < snapshots; at++) if (losses[at]! < losses[best]!) best = at;
  const values = sums[best] as Float64Array[];
  for (const table of values) for (let i = 0; i < table.length; i++) table[i]! /= rules.bags;
  return {
    values,
    rounds: best * rules.every,
    losses: [...losses].map((loss) => loss / Math.max(1, seen)),
  };
}

function drawBag(
  terms: readonly Term[],
  count: number,
  base: number,
  share: number,
  random: Random,
): Bag {
  const rows: number[] = [];
  const left: number[] = [];
  for (let row = 0; row < count; row++) (random.next() < share ? rows : left).push(row);
  return {
    rows: Int32Array.from(rows),
    left: Int32Array.from(left),
    score: new Float64Array(count).fill(base),
    g: new Float64Array(count),
    h: new Float64Array(count),
    steps: 0,
    values: terms.map((term) => new Float64Array(term.binsA * term.binsB)),
  };
}

function lossOf(bag: Bag, target: ArrayLike<number>): number {
  let loss = 0;
  for (const row of bag.left) {
    const score = bag.score[row] as number;
    loss += Math.log1p(Math.exp(target[row] === 1 ? -score : score));
  }
  return loss;
}

function addTo(sums: readonly Float64Array[], values: readonly Float64Array[]): void {
  for (const [index, table] of values.entries()) {
    const sum = sums[index] as Float64Array;
    for (let i = 0; i < table.length; i++) sum[i]! += table[i]!;
  }
}

/** Gradients are computed anew after this many small steps: the exponentials were most of the time. */
const REFRESH = 5;

function refresh(bag: Bag, target: ArrayLike<number>): void {
  const { rows, score, g, h } = bag;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const p = 1 / (1 + Math.exp(-score[row]!));
    g[row] = target[row]! - p;
    h[row] = p * (1 - p);
  }
}

/** One tree for one term. The inner loops are the whole cost of learning, so they index plainly. */
function step(
  bag: Bag,
  term: Term,
  index: number,
  target: ArrayLike<number>,
  rules: TreeRules,
  rate: number,
  { g, h, up }: { g: Float64Array; h: Float64Array; up: Float64Array },
): void {
  const cells = term.binsA * term.binsB;
  const { a, b, binsB } = term;
  const { rows, score } = bag;
  if (bag.steps++ % REFRESH === 0) refresh(bag, target);
  g.fill(0, 0, cells);
  h.fill(0, 0, cells);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const cell = b === null ? a[row]! : a[row]! * binsB + b[row]!;
    g[cell]! += bag.g[row]!;
    h[cell]! += bag.h[row]!;
  }
  if (b === null) growLine(g, h, cells, rules, rate, up);
  else growPlane(g, h, term.binsA, binsB, rules, rate, up);
  const values = bag.values[index] as Float64Array;
  for (let cell = 0; cell < cells; cell++) values[cell]! += up[cell]!;
  if (b === null) for (let row = 0; row < score.length; row++) score[row]! += up[a[row]!]!;
  else for (let row = 0; row < score.length; row++) score[row]! += up[a[row]! * binsB + b[row]!]!;
}
