/**
 * Whether the product knows what visitors want. Made-up visitors with known wants (moment/sessions.ts: documented, seeded,
 * blind – nothing was set by them) go through the product's own path: check, fold, moments.
 *
 * The figure is judged once an intent, at its last event before it is fulfilled or given up: the kind believed most
 * against the kind truly wanted. Calibration is judged after every event.
 *
 * npm run evaluate -- moment [--visitors 6000] [--seed 2026] [--worlds 10] [--pupils 1500] [--data <folder>] [--no-data]
 */
import { type Figure, option, report, round } from '../bench/rig/report.ts';
import { MOMENT_KINDS } from '../contract/src/index.ts';
import { DEFAULT_MODEL } from '../server/src/moment/index.ts';
import { type Random, seededRandom } from '../server/src/runtime/index.ts';
import { presentSets, PUBLIC_SETS, showForecasts } from './moment/public.ts';
import { confidenceError, costOf, type Judged, macroF1, play, scoresOf } from './moment/score.ts';
import {
  type LabelledVisitor,
  makeVisitor,
  otherWorld,
  TEST_WORLD,
  type World,
} from './moment/sessions.ts';
import { learnFrom } from './moment/teach.ts';
import { argument, flag } from './rig/data.ts';

const count = option('visitors', 6000);
const seed = option('seed', 2026);
const BEGIN = Date.UTC(2026, 2, 2, 8);

const DAYS_MS = 14 * 86_400_000;
const worlds = option('worlds', 10);

function populate(world: World, visitors: number, random: Random): LabelledVisitor[] {
  return Array.from({ length: visitors }, (_, i) =>
    makeVisitor(world, i, BEGIN + Math.floor(random.next() * DAYS_MS), random),
  );
}

// Missing data are said at once, not after minutes of work. A folder named with --data may hold one of the sets or both.
const sets = flag('no-data') ? [] : presentSets(argument('data'));
if (sets.length === 0 && !flag('no-data')) {
  console.error(
    'No data: put rees46_events (events.csv.gz) and yoochoose_clicks (clicks.csv.gz) into ../shared/data, name the folder' +
      ' that holds them with --data <folder>, or leave the public sets out with --no-data.',
  );
  process.exit(2);
}

const random = seededRandom(seed);
const visitors = populate(TEST_WORLD, count, random);
const played = play(visitors, DEFAULT_MODEL);
const ends = played.judged.filter(({ last }) => last);

console.log(`${count} visitors, ${played.events} events, ${ends.length} intents, seed ${seed}\n`);
console.log('kind   intents  precision  recall     F1');
for (const { kind, cases, precision, recall, f1 } of scoresOf(ends, 'believed')) {
  console.log(
    `${kind.padEnd(6)} ${String(cases).padStart(7)}  ${precision.toFixed(3).padStart(9)}  ` +
      `${recall.toFixed(3).padStart(6)}  ${f1.toFixed(3)}`,
  );
}
console.log('\nHow early: after so many acts of the intent');
console.log('acts   judged  macro-F1  said to be sure  right when said');
for (const acts of [1, 2, 3, 5, 8, 13]) {
  const then = firstAfter(acts);
  const sure = then.filter(({ confidence }) => confidence >= 0.5);
  const right = sure.filter(({ truth, believed }) => truth === believed);
  console.log(
    `${String(acts).padStart(4)}  ${String(then.length).padStart(7)}  ${macroF1(then).toFixed(3).padStart(8)}  ` +
      `${((100 * sure.length) / Math.max(1, then.length)).toFixed(0).padStart(13)} %  ` +
      `${((100 * right.length) / Math.max(1, sure.length)).toFixed(0).padStart(13)} %`,
  );
}
showCalibration(played.judged);

const others = Array.from({ length: worlds }, () => {
  const there = play(populate(otherWorld(random), Math.ceil(count / 5), random), DEFAULT_MODEL);
  const last = there.judged.filter((one) => one.last);
  return { f1: macroF1(last), error: confidenceError(there.judged) };
});
const f1s = others.map(({ f1 }) => f1).sort((a, b) => a - b);
const errors = others.map(({ error }) => error).sort((a, b) => a - b);
console.log(
  `\n${worlds} other worlds, chances drawn at random: macro-F1 ${f1s.map((f1) => f1.toFixed(3)).join(' ')}`,
);
console.log(`calibration error ${errors.map((error) => error.toFixed(3)).join(' ')}`);
const middle = (values: readonly number[]) => values[Math.floor(values.length / 2)] ?? 0;

// What a retailer gains: weights re-estimated from the outcomes of a shop's own visitors (nobody tells what they wanted),
// judged on other visitors of that shop.
const pupils = option('pupils', 1500);
const shop = otherWorld(random);
const lessons = await learnFrom(populate(shop, pupils, random), DEFAULT_MODEL);
const exam = populate(shop, Math.ceil(count / 5), random);
const byRule = play(exam, DEFAULT_MODEL).judged.filter(({ last }) => last);
const byLessons = play(exam, lessons.model).judged.filter(({ last }) => last);
console.log(
  `\nLearned from the outcomes of ${pupils} visitors of another world: loss on visitors held out ` +
    `${lessons.before.toFixed(4)} → ${lessons.after.toFixed(4)} (${lessons.reason}); macro-F1 of the kind ` +
    `${macroF1(byRule).toFixed(4)} → ${macroF1(byLessons).toFixed(4)}`,
);

const forecasts = sets.map(
  ({ name, folder }) => [name, PUBLIC_SETS[name].forecast(folder)] as const,
);
const TITLES: Readonly<Record<string, string>> = {
  rees46: 'REES46: will the visit end in a purchase?',
  yoochoose: 'YooChoose: will at least two more clicks follow?',
};
for (const [set, rows] of forecasts) showForecasts(TITLES[set] ?? set, rows);
const figuresOf = ([set, rows]: (typeof forecasts)[number]): Figure[] =>
  rows.flatMap(({ prefix, ways }) => [
    {
      label: `${set}, after ${prefix}: ROC area with moments`,
      key: `${set}Auc${prefix}`,
      value: round(ways.moments?.[0] ?? 0, 3),
    },
    {
      label: `${set}, after ${prefix}: average precision with moments`,
      key: `${set}Ap${prefix}`,
      value: round(ways.moments?.[1] ?? 0, 3),
    },
  ]);

report('moment', { seed, visitors: count, events: played.events, intents: ends.length }, [
  {
    label: 'macro-F1 of the kind, once an intent',
    key: 'macroF1',
    value: round(macroF1(ends), 4),
    target: '>= 0.90',
  },
  {
    label: 'calibration error of the confidence, every event',
    key: 'calibrationError',
    value: round(confidenceError(played.judged), 4),
    target: '<= 0.03',
  },
  {
    label: 'CPU of moments and signals an event',
    key: 'momentUs',
    value: round(costOf(visitors, DEFAULT_MODEL), 1),
    unit: 'µs',
    target: '<= 20',
  },
  {
    label: 'macro-F1, median of other worlds',
    key: 'macroF1Worlds',
    value: round(middle(f1s), 4),
  },
  {
    label: 'calibration error, median of other worlds',
    key: 'calibrationErrorWorlds',
    value: round(middle(errors), 4),
  },
  {
    label: 'macro-F1 after every event',
    key: 'macroF1Events',
    value: round(macroF1(played.judged), 4),
  },
  {
    label: 'macro-F1 of the moment held, once an intent',
    key: 'macroF1Moment',
    value: round(macroF1(ends, 'moment'), 4),
  },
  {
    label: 'visitors wanting nothing who were given a moment',
    key: 'idleClaimed',
    value: round(played.idleClaimed / Math.max(1, played.idleVisitors), 3),
  },
  {
    label: 'macro-F1 at another shop, by rule',
    key: 'macroF1OtherRule',
    value: round(macroF1(byRule), 4),
  },
  {
    label: 'macro-F1 at that shop, learned from its outcomes',
    key: 'macroF1OtherLearned',
    value: round(macroF1(byLessons), 4),
  },
  {
    label: 'loss on outcomes held out, by rule',
    key: 'outcomeLossRule',
    value: round(lessons.before, 4),
  },
  {
    label: 'loss on outcomes held out, learned',
    key: 'outcomeLossLearned',
    value: round(lessons.after, 4),
  },
  ...forecasts.flatMap(figuresOf),
]);

/** What was believed at the last event of the n-th act of each intent. */
function firstAfter(acts: number): Judged[] {
  return played.judged.filter(
    (one, i) => one.acts === acts && (one.last || played.judged[i + 1]?.acts !== acts),
  );
}

function showCalibration(judged: readonly Judged[]): void {
  console.log('\nconfidence said   events   right');
  for (let bin = 2; bin < 10; bin++) {
    const inside = judged.filter(
      ({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === bin,
    );
    if (inside.length === 0) continue;
    const right = inside.filter(({ truth, believed }) => truth === believed).length;
    console.log(
      `   ${(bin / 10).toFixed(1)}–${((bin + 1) / 10).toFixed(1)}        ${String(inside.length).padStart(6)}   ${(right / inside.length).toFixed(3)}`,
    );
  }
  const shares = MOMENT_KINDS.map(
    (kind) => judged.filter(({ truth }) => truth === kind).length / judged.length,
  );
  console.log(
    `\nshares of kinds over events: ${MOMENT_KINDS.map((kind, i) => `${kind} ${shares[i]?.toFixed(2)}`).join(', ')}`,
  );
}
