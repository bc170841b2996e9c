/** How good probabilities are. `scores` and `target` (0 or 1) side by side, one a case. */

/** Area under the ROC curve: how often a hit scores above a miss; ties count half. */
export function rocArea(scores: ArrayLike<number>, target: ArrayLike<number>): number {
  const order = ranked(scores);
  let ranks = 0;
  let hits = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) to += 1;
    for (let i = from; i < to; i++) {
      if (target[order[i]!] === 1) {
        ranks += (from + to + 1) / 2;
        hits += 1;
      }
    }
    from = to;
  }
  return (ranks - (hits * (hits + 1)) / 2) / (hits * (order.length - hits));
}

/** Average precision: Σ (recall gained) × precision, equal scores taken together. */
export function averagePrecision(scores: ArrayLike<number>, target: ArrayLike<number>): number {
  const order = ranked(scores).reverse();
  const all = order.reduce((sum, at) => sum + target[at]!, 0);
  let hits = 0;
  let area = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    const before = hits;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) {
      hits += target[order[to]!]!;
      to += 1;
    }
    area += ((hits - before) / all) * (hits / to);
    from = to;
  }
  return area;
}

/** Mean −log p of what happened, nats. Probabilities are kept 1e−12 away from 0 and 1. */
export function logLoss(probabilities: ArrayLike<number>, target: ArrayLike<number>): number {
  let loss = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const p = Math.min(1 - 1e-12, Math.max(1e-12, probabilities[i]!));
    loss -= Math.log(target[i] === 1 ? p : 1 - p);
  }
  return loss / probabilities.length;
}

/**
 * Expected calibration error: mean distance of what was said from what happened, over bins of equal width, weighted by
 * cases (Naeini et al., AAAI 2015).
 */
export function calibrationError(
  probabilities: ArrayLike<number>,
  target: ArrayLike<number>,
  bins = 10,
): number {
  const said = new Float64Array(bins);
  const happened = new Float64Array(bins);
  for (let i = 0; i < probabilities.length; i++) {
    const bin = Math.min(bins - 1, Math.floor(probabilities[i]! * bins));
    said[bin]! += probabilities[i]!;
    happened[bin]! += target[i]!;
  }
  return said.reduce((sum, p, bin) => sum + Math.abs(p - happened[bin]!), 0) / probabilities.length;
}

function ranked(scores: ArrayLike<number>): number[] {
  return Array.from({ length: scores.length }, (_, at) => at).sort(
    (a, b) => scores[a]! - scores[b]!,
  );
}
