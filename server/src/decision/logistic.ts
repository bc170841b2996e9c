/**
 * Bayesian logistic regression with a diagonal covariance, updated online (Laplace approximation per batch: Chapelle & Li,
 * "An Empirical Evaluation of Thompson Sampling", NIPS 2011, algorithm 3). It corrects the counts: the log-odds that the
 * counts give are the offset, the weights start at zero. So a campaign without data is as good as its counts, never worse.
 */

/** One campaign's weights: mean and precision per feature, and what speaks for or against using them. */
export interface LogisticModel {
  mean: number[];
  precision: number[];
  /** Showings and goals it was taught with. */
  n: number;
  s: number;
  /** Log loss before learning of each example: by counts alone, by the model. Decayed sums. */
  lossCounts: number;
  lossModel: number;
}

/** One settled showing: active features (all are 0 or 1), log-odds by the counts, and whether the goal was reached. */
export interface Example {
  features: readonly number[];
  offset: number;
  reached: boolean;
}

/** Precision of a weight before any data: a feature rarely moves the log-odds by more than one. */
const PRIOR_PRECISION = 4;
const NEWTON_STEPS = 8;
/** Below this much data weights are noise. */
const SHOWINGS_MIN = 300;
const GOALS_MIN = 15;

/** A model that knows nothing. */
export function newLogistic(features: number): LogisticModel {
  return {
    mean: Array.from({ length: features }, () => 0),
    precision: Array.from({ length: features }, () => PRIOR_PRECISION),
    n: 0,
    s: 0,
    lossCounts: 0,
    lossModel: 0,
  };
}

/** True when there is enough data and the model has so far foretold better than the counts alone. */
export function mayUse(model: LogisticModel | undefined): model is LogisticModel {
  return (
    model !== undefined &&
    model.n >= SHOWINGS_MIN &&
    model.s >= GOALS_MIN &&
    model.lossModel < model.lossCounts
  );
}

/** What the weights add to the log-odds of an instant, and the variance of that. */
export function correction(
  model: LogisticModel,
  features: readonly number[],
): { shift: number; variance: number } {
  let shift = 0;
  let variance = 0;
  for (const j of features) {
    shift += model.mean[j] ?? 0;
    variance += 1 / (model.precision[j] ?? PRIOR_PRECISION);
  }
  return { shift, variance };
}

/** The model after a batch of settled showings. Does not change its argument. */
export function taught(model: LogisticModel, examples: readonly Example[]): LogisticModel {
  if (examples.length === 0) return model;
  let { lossCounts, lossModel } = model;
  for (const example of examples) {
    const { shift, variance } = correction(model, example.features);
    const p = sigmoid((example.offset + shift) / Math.sqrt(1 + (Math.PI * variance) / 8));
    // The newest thousand count most: a campaign whose texts were changed is another one.
    lossCounts = lossCounts * 0.999 + logLoss(sigmoid(example.offset), example.reached);
    lossModel = lossModel * 0.999 + logLoss(p, example.reached);
  }
  const mean = fitted(model, examples);
  const precision = [...model.precision];
  let goals = 0;
  for (const { features, offset, reached } of examples) {
    if (reached) goals += 1;
    const p = sigmoid(offset + sumOf(mean, features));
    for (const j of features) precision[j] = (precision[j] ?? PRIOR_PRECISION) + p * (1 - p);
  }
  const { n, s } = model;
  return { mean, precision, n: n + examples.length, s: s + goals, lossCounts, lossModel };
}

/** The most probable weights, by damped diagonal Newton steps from the former ones. */
function fitted(model: LogisticModel, examples: readonly Example[]): number[] {
  const mean = [...model.mean];
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const gradient = mean.map(
      (w, j) => (model.precision[j] as number) * (w - (model.mean[j] ?? 0)),
    );
    const curvature = [...model.precision];
    for (const { features, offset, reached } of examples) {
      const p = sigmoid(offset + sumOf(mean, features));
      for (const j of features) {
        gradient[j] = (gradient[j] ?? 0) + p - (reached ? 1 : 0);
        // Times the number of active features: a diagonal step must not overshoot where they go together.
        curvature[j] = (curvature[j] ?? PRIOR_PRECISION) + p * (1 - p) * features.length;
      }
    }
    let moved = 0;
    for (const [j, g] of gradient.entries()) {
      const by = g / (curvature[j] as number);
      mean[j] = (mean[j] as number) - by;
      moved = Math.max(moved, Math.abs(by));
    }
    if (moved < 1e-4) break;
  }
  return mean;
}

function sumOf(weights: readonly number[], features: readonly number[]): number {
  let sum = 0;
  for (const j of features) sum += weights[j] ?? 0;
  return sum;
}

/** 1 / (1 + e^-x). */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function logLoss(p: number, reached: boolean): number {
  return -Math.log(Math.max(1e-9, reached ? p : 1 - p));
}
