import type { CheckoutPace } from '@augenblick/contract';
import { type Device, stallAfterMs, type StepTime } from '../pace.ts';
import { measuredPace } from './pace.ts';

/** The limit of a step on a kind of device: when somebody in it is taken for stalled. */
export interface StepLimit {
  step: string;
  device: Device;
  /** Times it was measured. */
  n: number;
  /** Seconds, before and with the new pace. */
  before: number;
  after: number;
}

/** What was found out about the pace. */
export interface PaceFound {
  better: boolean;
  pace: CheckoutPace;
  limits: StepLimit[];
  /** Share of visitors held out who went on by themselves and would have been taken for stalled: before, after. */
  falseBefore: number;
  falseAfter: number;
  judgedOn: number;
}

const JUDGES_MIN = 40;
/** The share of false alarms has to come nearer to the wanted one by this much to change anything. */
const NEARER = 0.01;
const LEARN_PART = 0.75;

/**
 * Measures the pace on three quarters of the shoppers (by `draw`, 0–1) and judges it on the others: it is better when the
 * share of false alarms comes nearer to the one that is wanted. Pure.
 */
export function findPace(
  times: readonly { draw: number; time: StepTime }[],
  present: CheckoutPace,
): PaceFound {
  const learned = times.filter(({ draw }) => draw < LEARN_PART).map(({ time }) => time);
  const held = times.filter(({ draw }) => draw >= LEARN_PART).map(({ time }) => time);
  const measured = measuredPace(learned, present.falseAlarms);
  const pace: CheckoutPace = { ...present, steps: { ...present.steps, ...measured.steps } };
  // Who goes on within reason; who stood still first and came back is no false alarm.
  const judges = held.filter((time) => time.done && time.ms <= reasonable(learned, time));
  const falseBy = (by: CheckoutPace): number =>
    judges.filter(({ step, device, ms }) => ms > stallAfterMs(by, step, device)).length /
    Math.max(1, judges.length);
  const [falseBefore, falseAfter] = [falseBy(present), falseBy(pace)];
  const off = (share: number): number => Math.abs(share - present.falseAlarms);
  return {
    better: judges.length >= JUDGES_MIN && off(falseAfter) + NEARER <= off(falseBefore),
    pace,
    limits: limitsOf(measured, present, pace),
    falseBefore,
    falseAfter,
    judgedOn: judges.length,
  };
}

const FAR_TIMES = 6;

/** Beyond six times the middle nobody is just slow. */
function reasonable(times: readonly StepTime[], like: StepTime): number {
  const own = times
    .filter(({ step, device, done }) => done && step === like.step && device === like.device)
    .map(({ ms }) => ms)
    .sort((a, b) => a - b);
  return own.length === 0 ? Infinity : FAR_TIMES * (own[Math.floor(own.length / 2)] as number);
}

function limitsOf(measured: CheckoutPace, present: CheckoutPace, pace: CheckoutPace): StepLimit[] {
  return Object.entries(measured.steps)
    .filter(([key]) => key.includes('|'))
    .map(([key, { n }]) => {
      const at = key.lastIndexOf('|');
      const [step, device] = [key.slice(0, at), key.slice(at + 1) as Device];
      const seconds = (by: CheckoutPace) => Math.round(stallAfterMs(by, step, device) / 1000);
      return { step, device, n, before: seconds(present), after: seconds(pace) };
    })
    .sort((a, b) => b.n - a.n)
    .slice(0, 12);
}
