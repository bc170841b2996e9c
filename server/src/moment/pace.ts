import {
  asText,
  type CheckoutPace,
  isObject,
  PACE_PROBABILITIES,
  type StepPace,
} from '@augenblick/contract';
import type { FoldEvent } from '../profile/index.ts';
import { pageSign } from './page.ts';

/** As many measured times as the step's default counts for: a shop with 20 checkouts is still half the default. */
const SHRINK_N = 20;
/** No step is called stalled sooner than this. */
const STALL_MIN_MS = 15_000;
const STALL_MAX_MS = 30 * 60_000;

export type Device = 'phone' | 'desktop';

/** The step of the checkout that an event enters: "start", "payment", a number; undefined when it enters none. */
export function stepOf(event: FoldEvent): string | undefined {
  switch (event.name) {
    case 'Checkout Started':
      return 'start';
    case 'Checkout Step Viewed':
      return stepName(event) ?? 'step';
    case 'Checkout Step Completed': {
      const step = stepName(event);
      return step !== undefined && /^\d{1,2}$/.test(step) ? String(Number(step) + 1) : 'step';
    }
    case 'Payment Info Entered':
      return 'payment';
    default:
  }
  if (event.kind !== 'page' && event.kind !== 'screen') return undefined;
  return pageSign(event).code === 'page_checkout' ? 'start' : undefined;
}

function stepName(event: FoldEvent): string | undefined {
  return asText(event.properties.step ?? event.properties.step_name)?.slice(0, 20);
}

/** What kind of device: a thumb types an address slower than ten fingers. */
export function deviceOf(event: FoldEvent): Device {
  const { device, userAgent } = event.context;
  const type = isObject(device) ? asText(device.type) : undefined;
  const told = type ?? asText(userAgent) ?? '';
  return event.channel === 'app' || /mobi|android|iphone|phone|ios/i.test(told)
    ? 'phone'
    : 'desktop';
}

/**
 * After how long (ms) somebody in a step is taken for stalled: the time that all but `falseAlarms` of those who got on at
 * this shop needed at most, by step and device where measured, shrunk (in the logarithm) towards the general figure while
 * there are few. So of those who would have gone on by themselves, `falseAlarms` get an alarm.
 */
export function stallAfterMs(pace: CheckoutPace, step: string, device: Device): number {
  const general = pace.steps[step === 'start' || step === 'payment' ? step : 'step'];
  let limit = Math.log(general ? quantile(general, 1 - pace.falseAlarms) : 90_000);
  for (const key of [step, `${step}|${device}`]) {
    const measured = pace.steps[key];
    if (!measured || measured.n === 0 || measured.quantiles.length === 0) continue;
    const own = Math.log(quantile(measured, 1 - pace.falseAlarms));
    limit = (measured.n * own + SHRINK_N * limit) / (measured.n + SHRINK_N);
  }
  return Math.round(Math.min(STALL_MAX_MS, Math.max(STALL_MIN_MS, Math.exp(limit))));
}

/** A time in a step, as observed. `done`: the next step was reached; else the shopper left or was still there. */
export interface StepTime {
  step: string;
  device: Device;
  ms: number;
  done: boolean;
}

/**
 * The shop's pace from observed times. Those who did not get on are censored, not left out: the survival curve of
 * Kaplan and Meier (1958) says how long getting on takes, unbiased by those who gave up early. Quantiles that the curve
 * does not reach are its last time. Pure.
 */
export function paceOf(times: readonly StepTime[], falseAlarms: number): CheckoutPace {
  const byKey = new Map<string, StepTime[]>();
  for (const time of times) {
    for (const key of [time.step, `${time.step}|${time.device}`]) {
      const list = byKey.get(key);
      if (list) list.push(time);
      else byKey.set(key, [time]);
    }
  }
  const steps: Record<string, StepPace> = {};
  for (const [key, list] of byKey) {
    const n = list.filter((time) => time.done).length;
    if (n > 0) steps[key] = { n, quantiles: survivalQuantiles(list) };
  }
  return { falseAlarms, steps };
}

/**
 * Quantiles of the time to getting on, among those who get on at all: the curve is read relative to its end, because
 * who leaves never gets on, however long one waits.
 */
function survivalQuantiles(times: readonly StepTime[]): number[] {
  const sorted = [...times].sort((a, b) => a.ms - b.ms || Number(b.done) - Number(a.done));
  const curve: { ms: number; left: number }[] = [];
  let left = 1;
  for (const [i, time] of sorted.entries()) {
    if (!time.done) continue;
    left *= 1 - 1 / (sorted.length - i);
    curve.push({ ms: time.ms, left });
  }
  const end = curve.at(-1)?.left ?? 0;
  return PACE_PROBABILITIES.map((probability) => {
    const reached = (1 - end) * probability;
    const point = curve.find((step) => 1 - step.left >= reached - 1e-12);
    return point?.ms ?? curve.at(-1)?.ms ?? 0;
  });
}

/** The quantile at a probability, interpolated in the logarithm between the measured ones. */
function quantile(pace: StepPace, probability: number): number {
  const { quantiles } = pace;
  const last = PACE_PROBABILITIES.length - 1;
  let i = PACE_PROBABILITIES.findIndex((known) => known >= probability);
  if (i < 0) i = last;
  const high = Math.max(1, quantiles[i] ?? 1);
  if (i === 0 || (PACE_PROBABILITIES[i] as number) <= probability) return high;
  const low = Math.max(1, quantiles[i - 1] ?? high);
  const from = PACE_PROBABILITIES[i - 1] as number;
  const share = (probability - from) / ((PACE_PROBABILITIES[i] as number) - from);
  return Math.exp(Math.log(low) + share * (Math.log(high) - Math.log(low)));
}
