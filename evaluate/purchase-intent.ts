/**
 * How well an additive, readable model tells sessions that end in a purchase, on the sessions of an online shop
 * (UCI "Online Shoppers Purchasing Intention") WITHOUT PageValues, which the analytics tool computes from purchases.
 *
 * Protocol: 10-fold, stratified, shuffled with seed 42, no oversampling. Bins, orders of classes, pairs and the number of
 * rounds are all found inside the training folds. One setting for all variants and folds.
 *
 * npm run evaluate -- purchase-intent [--data <folder>] [--folds 10] [--seed 42] [--bags 24] [--only main]
 */
import { option, report, round } from '../bench/rig/report.ts';
import {
  ADDITIVE_DEFAULTS,
  type AdditiveModel,
  averagePrecision,
  calibrationError,
  explainAdditive,
  fitAdditive,
  rocArea,
  scoreAdditive,
} from '../server/src/predict/index.ts';
import { seededRandom } from '../server/src/runtime/index.ts';
import { columnsOf, type ColumnUse, type Session } from './purchase/columns.ts';
import { argument, dataFolder, endWithoutData, readRows } from './rig/data.ts';
import { stratifiedFolds } from './rig/folds.ts';

const folds = option('folds', 10);
const seed = option('seed', 42);
const bags = option('bags', ADDITIVE_DEFAULTS.bags);
const folder = dataFolder('online_shoppers_intention', argument('data'));
const sessions =
  readRows(folder, 'sessions.csv') ??
  endWithoutData(
    folder,
    'sessions.csv',
    'Sessions of the UCI set "Online Shoppers Purchasing Intention" (CC BY 4.0), one a row, with its 18 columns.',
  );
const target = Uint8Array.from(sessions, (row) => (/^true$/i.test(row.Revenue ?? '') ? 1 : 0));
const fold = stratifiedFolds(target, folds, seededRandom(seed));

interface Result {
  area: number[];
  precision: number[];
  scores: Float64Array;
  rounds: number[];
  cpuS: number;
}

/** Cross-validates one choice of columns. */
function crossValidate(use: ColumnUse): Result {
  const columns = columnsOf(sessions as Session[], use);
  const result: Result = {
    area: [],
    precision: [],
    scores: new Float64Array(target.length),
    rounds: [],
    cpuS: 0,
  };
  const before = process.cpuUsage();
  for (let held = 0; held < folds; held++) {
    const all = Array.from(target.keys());
    const test = all.filter((row) => fold[row] === held);
    const train = Int32Array.from(all.filter((row) => fold[row] !== held));
    const options = { ...ADDITIVE_DEFAULTS, bags };
    const model = fitAdditive(columns, target, train, options, seededRandom(seed * 1000 + held));
    for (const row of test) {
      result.scores[row] = scoreAdditive(
        model,
        columns.map(({ values }) => values[row] ?? 0),
      );
    }
    const scores = test.map((row) => result.scores[row] as number);
    const truth = test.map((row) => target[row] as number);
    result.area.push(rocArea(scores, truth));
    result.precision.push(averagePrecision(scores, truth));
    result.rounds.push(model.rounds);
  }
  const used = process.cpuUsage(before);
  result.cpuS = (used.user + used.system) / 1e6;
  return result;
}

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
const deviation = (values: readonly number[]) =>
  Math.sqrt(mean(values.map((v) => (v - mean(values)) ** 2)));
const fixed = (value: number) => value.toFixed(4);

const VARIANTS: Record<string, { label: string; use: ColumnUse }> = {
  main: {
    label: 'without PageValues',
    use: { pageValues: false, rates: true, traces: true },
  },
  plain: {
    label: '… and without reading page counts from the exit rate',
    use: { pageValues: false, rates: true, traces: false },
  },
  early: {
    label: '… and without bounce and exit rates',
    use: { pageValues: false, rates: false, traces: false },
  },
  all: {
    label: 'with PageValues (for comparison only: it knows the answer)',
    use: { pageValues: true, rates: true, traces: true },
  },
};

const only = argument('only');
const chosen = Object.entries(VARIANTS).filter(([name]) => only === undefined || name === only);
const results = new Map<string, Result>();
console.log(
  `${sessions.length} sessions, ${target.reduce((sum, hit) => sum + hit, 0)} with a purchase, ${folds} folds, seed ${seed}\n`,
);
console.log(
  '                                                            ROC area          average precision   pooled',
);
for (const [name, { label, use }] of chosen) {
  const result = crossValidate(use);
  results.set(name, result);
  console.log(
    `${label.padEnd(58)}  ${fixed(mean(result.area))} ± ${fixed(deviation(result.area))}   ` +
      `${fixed(mean(result.precision))} ± ${fixed(deviation(result.precision))}   ` +
      `${fixed(rocArea(result.scores, target))} / ${fixed(averagePrecision(result.scores, target))}`,
  );
}
console.log(
  '\nPublished on the whole set (12,330 rows, same protocol): boosted trees .7888 / .381, logistic .7556 / .331 without' +
    '\nPageValues; .9349 / .7545 with them (best published .937).',
);
showExplanation();

const [first] = results.values();
if (!first) throw new Error(`--only: one of ${Object.keys(VARIANTS).join(', ')}`);
report(
  'purchase-intent',
  { seed, folds, bags, rows: sessions.length, rounds: round(mean(first.rounds), 1) },
  [
    {
      label: 'ROC area, mean of the folds',
      key: 'auc',
      value: round(mean(first.area), 4),
      target: '>= 0.80',
    },
    {
      label: 'average precision, mean of the folds',
      key: 'ap',
      value: round(mean(first.precision), 4),
      target: '>= 0.40',
    },
    { label: 'ROC area, standard deviation', key: 'aucSd', value: round(deviation(first.area), 4) },
    {
      label: 'average precision, standard deviation',
      key: 'apSd',
      value: round(deviation(first.precision), 4),
    },
    { label: 'ROC area, pooled', key: 'aucPooled', value: round(rocArea(first.scores, target), 4) },
    {
      label: 'average precision, pooled',
      key: 'apPooled',
      value: round(averagePrecision(first.scores, target), 4),
    },
    {
      label: 'calibration error',
      key: 'calibrationError',
      value: round(calibrationError(first.scores, target), 4),
    },
    ...[...results].slice(1).flatMap(([name, result]) => [
      { label: `ROC area, ${name}`, key: `${name}Auc`, value: round(mean(result.area), 4) },
      {
        label: `average precision, ${name}`,
        key: `${name}Ap`,
        value: round(mean(result.precision), 4),
      },
    ]),
    {
      label: 'CPU of learning a fold',
      key: 'fitSeconds',
      value: round(first.cpuS / folds, 1),
      unit: 's',
    },
  ],
);

/** The model can be read: the parts of one score, as the console would show them. */
function showExplanation(): void {
  const columns = columnsOf(sessions as Session[], (VARIANTS.main as { use: ColumnUse }).use);
  const rows = Int32Array.from(Array.from(target.keys()).filter((row) => fold[row] !== 0));
  const options = { ...ADDITIVE_DEFAULTS, bags: Math.min(bags, 3) };
  const model: AdditiveModel = fitAdditive(columns, target, rows, options, seededRandom(seed));
  const at = fold.findIndex((held, row) => held === 0 && target[row] === 1);
  const row = columns.map(({ values }) => values[at] ?? 0);
  console.log(
    `\nA session of the held-out fold that ended in a purchase; the model says ${scoreAdditive(model, row).toFixed(3)}, because`,
  );
  for (const part of explainAdditive(model, row).slice(0, 6)) {
    const values = part.values.map((value) =>
      typeof value === 'number' ? round(value, 2) : value,
    );
    const named = part.columns.map((name, i) => `${name} ${values[i]}`).join(' with ');
    console.log(`  ${part.logOdds >= 0 ? '+' : '−'}${Math.abs(part.logOdds).toFixed(3)}  ${named}`);
  }
}
