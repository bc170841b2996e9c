import type { Told } from './case.ts';
import { isOwnDeed } from '../deed.ts';
import type { CheckoutPace } from '@augenblick/contract';
import { type Device, deviceOf, paceOf, stepOf, type StepTime } from '../pace.ts';
import { STEPS_WITHIN } from '../signals/stalled-checkout.ts';

/** Longer in one step is not read as a time any more: they were away. */
const LONGEST_MS = 30 * 60_000;

interface Standing {
  step: string;
  device: Device;
  since: number;
}

/**
 * The times one shopper stood in steps of the checkout, as the stall signal sees them: from the last event that entered
 * the step to the next step or the order (done), or to another deed, or to the end of what is known (not done). Pure.
 */
export function stepTimesOf(told: readonly Told[], now: number): StepTime[] {
  const times: StepTime[] = [];
  let standing: Standing | undefined;
  const end = (at: number, done: boolean): void => {
    if (!standing) return;
    const { step, device, since } = standing;
    const ms = at - since;
    if (ms > 0)
      times.push({ step, device, ms: Math.min(ms, LONGEST_MS), done: done && ms <= LONGEST_MS });
    standing = undefined;
  };
  for (const { event } of told) {
    const step = stepOf(event);
    if (step !== undefined) {
      // A page and an event of the same step come together: the step begins anew, as the signal's clock does.
      if (standing?.step !== step) end(event.at, true);
      standing = { step, device: deviceOf(event), since: event.at };
    } else if (event.name === 'Order Completed') end(event.at, true);
    else if (isOwnDeed(event) && !STEPS_WITHIN.has(event.name)) end(event.at, false);
  }
  end(now, false);
  return times;
}

/** So many standard deviations (of the logarithm) above the median, somebody has stood still and come back. */
const STALLED_SDS = 3;
/** Fewer times than this tell no spread. */
const SPREAD_MIN = 12;

/**
 * The shop's pace, from times in steps. Who stood still for minutes and then came back got on in the end, but their time
 * is no pace: left in, one such visitor in twenty would move the limit to minutes. What lies far above the middle, judged
 * by the spread of the quicker half (which no stall can touch), counts as not getting on by themselves. Pure.
 */
export function measuredPace(times: readonly StepTime[], falseAlarms: number): CheckoutPace {
  const byKey = new Map<string, StepTime[]>();
  for (const time of times) {
    const key = `${time.step}|${time.device}`;
    const list = byKey.get(key);
    if (list) list.push(time);
    else byKey.set(key, [time]);
  }
  const cleaned = [...byKey.values()].flatMap((list) => {
    const limit = stalledFrom(list);
    return list.map((time) =>
      time.ms <= limit ? time : { ...time, ms: Math.round(limit), done: false },
    );
  });
  return paceOf(cleaned, falseAlarms);
}

function stalledFrom(times: readonly StepTime[]): number {
  const logs = Float64Array.from(
    times.filter(({ done, ms }) => done && ms > 0),
    ({ ms }) => Math.log(ms),
  ).sort();
  if (logs.length < SPREAD_MIN) return LONGEST_MS;
  const middle = logs[Math.floor(logs.length / 2)] as number;
  // The 16 % quantile of a normal distribution lies one standard deviation below its middle.
  const spread = middle - (logs[Math.floor(logs.length * 0.16)] as number);
  return Math.exp(middle + STALLED_SDS * Math.max(0.15, spread));
}
