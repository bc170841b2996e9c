/** Small trees over bins: what a round of boosting adds to one term. Gradients and curvatures are sums per bin. */

export interface TreeRules {
  /** Leaves of a tree over one column. */
  leaves: number;
  /** Least curvature (≈ rows × p(1−p)) in a leaf. */
  leafMin: number;
  /** Curvature that every leaf has on top, pulling it to zero. */
  ridge: number;
}

interface Cut {
  gain: number;
  at: number;
}

/** The best cut of bins `from`…`to`; `at` is the first bin of the right part, −1 when no cut helps. */
function bestCut(
  g: Float64Array,
  h: Float64Array,
  from: number,
  to: number,
  rules: TreeRules,
): Cut {
  const { leafMin, ridge } = rules;
  let sumG = 0;
  let sumH = 0;
  for (let bin = from; bin < to; bin++) {
    sumG += g[bin] as number;
    sumH += h[bin] as number;
  }
  const whole = (sumG * sumG) / (sumH + ridge);
  const best: Cut = { gain: 1e-9, at: -1 };
  let leftG = 0;
  let leftH = 0;
  for (let bin = from; bin < to - 1; bin++) {
    leftG += g[bin] as number;
    leftH += h[bin] as number;
    if (leftH < leafMin || sumH - leftH < leafMin) continue;
    const rightG = sumG - leftG;
    const gain =
      (leftG * leftG) / (leftH + ridge) + (rightG * rightG) / (sumH - leftH + ridge) - whole;
    if (gain > best.gain) {
      best.gain = gain;
      best.at = bin + 1;
    }
  }
  return best;
}

/** Grows a tree of at most `rules.leaves` leaves, best cut first, and writes `rate` × its values into `out`. */
export function growLine(
  g: Float64Array,
  h: Float64Array,
  bins: number,
  rules: TreeRules,
  rate: number,
  out: Float64Array,
): void {
  const parts: { from: number; to: number; cut: Cut }[] = [
    { from: 0, to: bins, cut: bestCut(g, h, 0, bins, rules) },
  ];
  while (parts.length < rules.leaves) {
    const chosen = parts.reduce((a, b) => (b.cut.gain > a.cut.gain ? b : a));
    if (chosen.cut.at < 0) break;
    const { from, to, cut } = chosen;
    parts.splice(
      parts.indexOf(chosen),
      1,
      { from, to: cut.at, cut: bestCut(g, h, from, cut.at, rules) },
      { from: cut.at, to, cut: bestCut(g, h, cut.at, to, rules) },
    );
  }
  for (const { from, to } of parts) {
    let sumG = 0;
    let sumH = 0;
    for (let bin = from; bin < to; bin++) {
      sumG += g[bin] as number;
      sumH += h[bin] as number;
    }
    out.fill(parts.length > 1 ? (rate * sumG) / (sumH + rules.ridge) : 0, from, to);
  }
}

/** A half of a plane: gradients by bin of the other column, and how it is cut. */
interface Half {
  gain: number;
  at: number;
  left: number;
  right: number;
}

function cutHalf(g: Float64Array, h: Float64Array, bins: number, rules: TreeRules, to: Half): void {
  const { leafMin, ridge } = rules;
  let sumG = 0;
  let sumH = 0;
  for (let bin = 0; bin < bins; bin++) {
    sumG += g[bin] as number;
    sumH += h[bin] as number;
  }
  to.gain = (sumG * sumG) / (sumH + ridge);
  to.at = bins;
  to.left = sumG / (sumH + ridge);
  to.right = to.left;
  let leftG = 0;
  let leftH = 0;
  for (let bin = 0; bin < bins - 1; bin++) {
    leftG += g[bin] as number;
    leftH += h[bin] as number;
    const rightH = sumH - leftH;
    if (leftH < leafMin || rightH < leafMin) continue;
    const rightG = sumG - leftG;
    const gain = (leftG * leftG) / (leftH + ridge) + (rightG * rightG) / (rightH + ridge);
    if (gain > to.gain) {
      to.gain = gain;
      to.at = bin + 1;
      to.left = leftG / (leftH + ridge);
      to.right = rightG / (rightH + ridge);
    }
  }
}

const ROOM = 256;
const lowG = new Float64Array(ROOM);
const lowH = new Float64Array(ROOM);
const highG = new Float64Array(ROOM);
const highH = new Float64Array(ROOM);
const half = (): Half => ({ gain: 0, at: 0, left: 0, right: 0 });

/**
 * Grows a tree of depth two over the plane of two columns (cell = binA × binsB + binB): one cut of one column, then one
 * cut of the other on either side. Writes `rate` × its values into `out`.
 */
export function growPlane(
  g: Float64Array,
  h: Float64Array,
  binsA: number,
  binsB: number,
  rules: TreeRules,
  rate: number,
  out: Float64Array,
): void {
  let best = -1;
  let first: { along: 'a' | 'b'; at: number; low: Half; high: Half } | undefined;
  const low = half();
  const high = half();
  for (const along of ['a', 'b'] as const) {
    const bins = along === 'a' ? binsA : binsB;
    const others = along === 'a' ? binsB : binsA;
    const cell = (bin: number, other: number) =>
      along === 'a' ? bin * binsB + other : other * binsB + bin;
    lowG.fill(0, 0, others);
    lowH.fill(0, 0, others);
    highG.fill(0, 0, others);
    highH.fill(0, 0, others);
    for (let bin = 0; bin < bins; bin++)
      for (let other = 0; other < others; other++) {
        highG[other]! += g[cell(bin, other)]!;
        highH[other]! += h[cell(bin, other)]!;
      }
    for (let at = 1; at < bins; at++) {
      for (let other = 0; other < others; other++) {
        const movedG = g[cell(at - 1, other)]!;
        const movedH = h[cell(at - 1, other)]!;
        lowG[other]! += movedG;
        lowH[other]! += movedH;
        highG[other]! -= movedG;
        highH[other]! -= movedH;
      }
      cutHalf(lowG, lowH, others, rules, low);
      cutHalf(highG, highH, others, rules, high);
      if (low.gain + high.gain > best) {
        best = low.gain + high.gain;
        first = { along, at, low: { ...low }, high: { ...high } };
      }
    }
  }
  if (!first) {
    out.fill(0, 0, binsA * binsB);
    return;
  }
  for (let a = 0; a < binsA; a++)
    for (let b = 0; b < binsB; b++) {
      const [own, other] = first.along === 'a' ? [a, b] : [b, a];
      const side = own < first.at ? first.low : first.high;
      out[a * binsB + b] = rate * (other < side.at ? side.left : side.right);
    }
}
