/**
 * How the temperature, doubt and bias of the model by rule were set: the values with the least loss on practice visitors
 * (moment/practice.ts), never on those of the test. Prints the best and what the model has.
 *
 * npm run evaluate -- calibrate [--visitors 2000] [--seed 7]
 */
import { option, report, round } from '../bench/rig/report.ts';
import { type KindVector, MOMENT_KINDS, type MomentModel } from '../contract/src/index.ts';
import { beliefAt, DEFAULT_MODEL, modelFault } from '../server/src/moment/index.ts';
import { seededRandom } from '../server/src/runtime/index.ts';
import { practiceVisitor } from './moment/practice.ts';
import { practise, type Practised } from './moment/score.ts';

const count = option('visitors', 2000);
const seed = option('seed', 7);
const random = seededRandom(seed);
const visitors = Array.from({ length: count }, (_, i) =>
  practiceVisitor(i, Date.UTC(2026, 0, 5) + i * 60_000, random),
);
const seen = practise(visitors, DEFAULT_MODEL);

/** Mean loss (nats) of what was truly wanted. */
function lossOf(cases: readonly Practised[], model: MomentModel): number {
  let loss = 0;
  for (const { memory, at, truth } of cases)
    loss -= Math.log(beliefAt(memory, at, model).kind[MOMENT_KINDS.indexOf(truth)] as number);
  return loss / cases.length;
}

const tried: { loss: number; temperature: number; doubt: number; bias: KindVector }[] = [];
for (const temperature of [0.5, 0.6, 0.7, 0.8, 1])
  for (const doubt of [0, 0.02, 0.05, 0.08])
    for (const high of [0.1, 0.2, 0.3])
      for (const low of [-0.2, -0.35, -0.5]) {
        const bias: KindVector = [high + 0.1, low, low, high - 0.1];
        const model: MomentModel = {
          ...DEFAULT_MODEL,
          doubt,
          bias: { ...DEFAULT_MODEL.bias, kind: bias },
          temperature: { ...DEFAULT_MODEL.temperature, kind: temperature },
        };
        if (modelFault(model) === undefined)
          tried.push({ loss: lossOf(seen, model), temperature, doubt, bias });
      }
tried.sort((a, b) => a.loss - b.loss);
console.log('loss     temperature  doubt  bias (know, go, do, buy)');
for (const { loss, temperature, doubt, bias } of tried.slice(0, 8))
  console.log(
    `${loss.toFixed(4)}   ${String(temperature).padEnd(11)}  ${String(doubt).padEnd(5)}  ${bias.map((value) => round(value, 2)).join(', ')}`,
  );
report('calibrate', { seed, visitors: count, events: seen.length }, [
  { label: 'least loss', key: 'leastLoss', value: round(tried[0]?.loss ?? 0, 4) },
  { label: 'loss of the model by rule', key: 'loss', value: round(lossOf(seen, DEFAULT_MODEL), 4) },
]);
