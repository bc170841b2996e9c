/**
 * Whether somebody who stands still in the checkout is noticed in time, by the product's own signal. The shop's pace is
 * measured on earlier checkouts of the same made-up shop by the product's own code; the test has other visitors.
 *
 * A stall counts from the instant at which nine in ten visitors would be through (step × device × hour, the truth of the
 * generator). A false alarm is one about a visitor who goes on by themselves.
 *
 * npm run evaluate -- stall [--checkouts 20000] [--learn 4000] [--seed 2026]
 */
import { option, report, round } from '../bench/rig/report.ts';
import type { MomentModel } from '../contract/src/index.ts';
import {
  DEFAULT_MODEL,
  measuredPace,
  momentModels,
  stepTimesOf,
  type StepTime,
} from '../server/src/moment/index.ts';
import { seededRandom } from '../server/src/runtime/index.ts';
import { foldEventOf } from '../server/src/profile/index.ts';
import { arrive, newShopper, watcherOf } from './moment/replay.ts';
import { type Checkout, makeCheckout, type StepTruth, TEST_CHECKOUT } from './stall/checkouts.ts';

const seed = option('seed', 2026);
const count = option('checkouts', 20_000);
const learnt = option('learn', 4_000);
const FROM = Date.UTC(2026, 2, 2);
const DAYS_MS = 14 * 86_400_000;
const WAIT_MS = 3_600_000;
const SOON_MS = 20_000;

/** A step with the instant of its alarm, if one came while the visitor was in it. */
interface Watched {
  truth: StepTruth;
  alarmAt: number | undefined;
}

function many(n: number, base: number, random: ReturnType<typeof seededRandom>): Checkout[] {
  return Array.from({ length: n }, (_, i) =>
    makeCheckout(TEST_CHECKOUT, base + i, FROM + Math.floor(random.next() * DAYS_MS), random),
  );
}

/** The shop's pace, measured as the nightly job does it. */
function measure(checkouts: readonly Checkout[]): StepTime[] {
  return checkouts.flatMap((checkout) => {
    const told = checkout.sent.map(({ sent, at, receivedAt }, i) => ({
      event: foldEventOf(arrive(checkout, sent, i, { at, receivedAt }), {
        kind: 'web',
        currency: 'EUR',
      }),
      now: receivedAt,
    }));
    return stepTimesOf(told, (told.at(-1)?.now ?? 0) + WAIT_MS);
  });
}

/** Lets the product watch a checkout, and notes when it raised the alarm in each step. */
function watch(checkout: Checkout, model: MomentModel): Watched[] {
  const shopper = newShopper(checkout.anonymousId, watcherOf(momentModels([{ fromMs: 0, model }])));
  for (const [i, { sent, at, receivedAt }] of checkout.sent.entries()) {
    shopper.take(arrive(checkout, sent, i, { at, receivedAt }), receivedAt);
  }
  shopper.wait((checkout.sent.at(-1)?.receivedAt ?? 0) + WAIT_MS);
  const alarms = shopper.draft.facts.flatMap((fact) =>
    fact.type === 'signal' && fact.signal.name === 'stalled_checkout' ? [fact.signal.at] : [],
  );
  return checkout.truth.map((truth, i) => {
    const until = checkout.truth[i + 1]?.enteredAt ?? Infinity;
    return { truth, alarmAt: alarms.find((at) => at > truth.enteredAt && at <= until) };
  });
}

function judge(checkouts: readonly Checkout[], model: MomentModel) {
  const watched = checkouts.flatMap((checkout) => watch(checkout, model));
  const stalls = watched.filter(({ truth }) => truth.end === 'stalled');
  const through = watched.filter(({ truth }) => truth.end === 'went_on');
  const delays = stalls
    .map(({ truth, alarmAt }) => (alarmAt ?? Infinity) - truth.enteredAt - truth.usual)
    .sort((a, b) => a - b);
  const afterOwn = stalls.filter(
    ({ truth, alarmAt }) => (alarmAt ?? Infinity) - truth.enteredAt - truth.needed <= SOON_MS,
  );
  return {
    stalls: stalls.length,
    steps: through.length,
    found: delays.filter((delay) => delay <= SOON_MS).length / stalls.length,
    foundEver: delays.filter((delay) => delay < Infinity).length / stalls.length,
    falseAlarms: through.filter(({ alarmAt }) => alarmAt !== undefined).length / through.length,
    medianS: (delays[Math.floor(delays.length / 2)] ?? Infinity) / 1000,
    p90S: (delays[Math.floor(delays.length * 0.9)] ?? Infinity) / 1000,
    afterOwn: afterOwn.length / stalls.length,
  };
}

const random = seededRandom(seed);
const test = many(count, 1_000_000, random);
const rows = [0, 100, 500, learnt].map((n, i) => {
  const times = measure(many(n, 2_000_000 + i * 100_000, random));
  const pace = measuredPace(times, DEFAULT_MODEL.pace.falseAlarms);
  const steps = { ...DEFAULT_MODEL.pace.steps, ...pace.steps };
  const model = { ...DEFAULT_MODEL, pace: { ...DEFAULT_MODEL.pace, steps } };
  return { n, ...judge(test, model) };
});

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
console.log('pace from       found     found in    false    delay     delay');
console.log('checkouts       at all    20 s        alarms   median    p90');
for (const row of rows) {
  console.log(
    `${(row.n === 0 ? 'none (rule)' : String(row.n)).padEnd(14)}  ${percent(row.foundEver).padEnd(8)}  ` +
      `${percent(row.found).padEnd(10)}  ${percent(row.falseAlarms).padEnd(7)}  ` +
      `${`${row.medianS.toFixed(1)} s`.padEnd(8)}  ${row.p90S.toFixed(1)} s`,
  );
}
const last = rows.at(-1) as (typeof rows)[number];
report(
  'stall',
  {
    seed,
    checkouts: count,
    learnedFrom: learnt,
    stalls: last.stalls,
    stepsWithoutStall: last.steps,
  },
  [
    {
      label: 'stalls found within 20 s',
      key: 'foundIn20s',
      value: round(last.found, 4),
      target: '>= 0.80',
    },
    {
      label: 'false alarms among those who go on',
      key: 'falseAlarms',
      value: round(last.falseAlarms, 4),
      target: '<= 0.05',
    },
    { label: 'delay, median', key: 'delayMedianS', value: round(last.medianS, 1), unit: 's' },
    { label: 'delay, p90', key: 'delayP90S', value: round(last.p90S, 1), unit: 's' },
    {
      label: 'found within 20 s of the time they would have needed themselves',
      key: 'foundAfterOwnTime',
      value: round(last.afterOwn, 4),
    },
    {
      label: 'false alarms with the pace by rule',
      key: 'falseAlarmsByRule',
      value: round(rows[0]?.falseAlarms ?? 0, 4),
    },
  ],
);
