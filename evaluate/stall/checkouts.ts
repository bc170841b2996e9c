import type { JsonObject } from '../../contract/src/index.ts';
import type { Random } from '../../server/src/runtime/index.ts';
import type { Sent } from '../moment/acts.ts';
import { gaussian } from '../moment/sessions.ts';
import { oneOf, productOf, SHOPS } from '../moment/shop.ts';

export const STEPS = ['start', '2', 'payment'] as const;
export type Step = (typeof STEPS)[number];
export type Device = 'phone' | 'desktop';

/** How a shop's visitors get through its checkout: log-normal times in each step. */
export interface CheckoutWorld {
  /** Median seconds in a step. */
  median: Readonly<Record<Step, Readonly<Record<Device, number>>>>;
  /** Spread of the logarithm from visit to visit, and of a person's own pace. */
  spread: number;
  person: number;
  /** Factor by hour of the day (UTC): tired in the evening, quick at noon. */
  hour(hour: number): number;
  phones: number;
  /** Chance to stand still in a step, and to leave a step for another page. */
  stalls: number;
  leaves: number;
}

/** The world of the test. */
export const TEST_CHECKOUT: CheckoutWorld = {
  median: {
    start: { phone: 17, desktop: 12 },
    '2': { phone: 46, desktop: 31 },
    payment: { phone: 33, desktop: 24 },
  },
  spread: 0.42,
  person: 0.18,
  hour: (hour) => 1 + 0.12 * Math.sin(((hour - 13) / 24) * 2 * Math.PI),
  phones: 0.6,
  stalls: 0.08,
  leaves: 0.06,
};

/** What truly happened in one step. */
export interface StepTruth {
  step: Step;
  device: Device;
  enteredAt: number;
  /** Time this visitor would have needed (ms), and when they went on, left, or null when they never did. */
  needed: number;
  /** The time that nine in ten visitors need at most for this step, on this device, at this hour (ms). */
  usual: number;
  end: 'went_on' | 'left' | 'stalled';
}

export interface Checkout {
  anonymousId: string;
  userAgent: string;
  locale: string;
  sent: { sent: Sent; at: number; receivedAt: number }[];
  truth: StepTruth[];
}

const AGENTS = {
  phone: 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Mobile Safari/537.36',
  desktop:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36',
} as const;
/** 90 % quantile of the standard normal distribution. */
const Z90 = 1.2815515655446004;

/** One visitor in the checkout, with what truly happened in every step. Four in ten who stall come back after minutes. */
export function makeCheckout(
  world: CheckoutWorld,
  number: number,
  from: number,
  random: Random,
): Checkout {
  const shop = oneOf(SHOPS, random);
  const device: Device = random.next() < world.phones ? 'phone' : 'desktop';
  const person = world.person * gaussian(random);
  const product: JsonObject = { ...productOf(shop, number % 50), quantity: 1 };
  const goods = { currency: shop.currency, products: [product], value: Number(product.price) };
  const checkout: Checkout = {
    anonymousId: `c-${number}`,
    userAgent: AGENTS[device],
    locale: shop.locale,
    sent: [],
    truth: [],
  };
  let at = from;
  const send = (sent: Sent): void => {
    checkout.sent.push({ sent, at, receivedAt: at + 60 + Math.floor(random.next() * 500) });
  };
  const entering: Readonly<Record<Step, Sent>> = {
    start: { type: 'track', event: 'Checkout Started', properties: goods },
    '2': { type: 'track', event: 'Checkout Step Viewed', properties: { step: 2 } },
    payment: { type: 'track', event: 'Payment Info Entered', properties: { step: 3 } },
  };
  send({ type: 'track', event: 'Product Added', properties: product });
  at += 8_000;
  for (const step of STEPS) {
    send(entering[step]);
    const centre =
      Math.log(world.median[step][device] * 1000) +
      Math.log(world.hour(new Date(at).getUTCHours()));
    const needed = Math.exp(centre + person + world.spread * gaussian(random));
    const usual = Math.exp(centre + Z90 * Math.hypot(world.spread, world.person));
    const draw = random.next();
    const end =
      draw < world.stalls ? 'stalled' : draw < world.stalls + world.leaves ? 'left' : 'went_on';
    checkout.truth.push({ step, device, enteredAt: at, needed, usual, end });
    if (end === 'left') {
      at += Math.round(needed * random.next());
      send({ type: 'page', properties: { path: '/', url: `${shop.host}/`, title: shop.host } });
      return checkout;
    }
    if (end === 'stalled' && random.next() < 0.6) return checkout;
    at += Math.round(end === 'stalled' ? needed + (3 + random.next() * 9) * 60_000 : needed);
  }
  send({
    type: 'track',
    event: 'Order Completed',
    properties: { order_id: `c-${number}`, total: Number(product.price), ...goods },
  });
  return checkout;
}
