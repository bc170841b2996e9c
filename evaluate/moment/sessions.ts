import type { MomentKind } from '../../contract/src/index.ts';
import type { Random } from '../../server/src/runtime/index.ts';
import { type Act, ACTS, perform, type Sent, type Visitor } from './acts.ts';
import { oneOf, SHOPS, weighted } from './shop.ts';

/** An event with what the visitor truly wanted when it was sent; `kind` is null for visitors who want nothing in particular. */
export interface LabelledEvent {
  sent: Sent;
  /** When the browser says it happened, and when it arrived (ms). */
  at: number;
  receivedAt: number;
  kind: MomentKind | null;
  /** Number of the intent within the visitor's history, and of the act within the intent, from 0. */
  intent: number;
  act: number;
  /** True for the event that fulfils the intent: what was wanted is over with it. */
  fulfils: boolean;
}

export interface LabelledVisitor {
  anonymousId: string;
  userAgent: string;
  locale: string;
  events: LabelledEvent[];
}

/** The world of a generator: how visitors behave. All chances and weights, in one place. */
export interface World {
  /** How common each intent is; none: a glance without one. */
  intents: Readonly<Record<MomentKind | 'none', number>>;
  acts: Readonly<Record<MomentKind | 'none', Partial<Record<Act, number>>>>;
  /** Chance that an act has nothing to do with the intent: any act of anybody. */
  stray: number;
  /** Least acts of an intent, and the chance of one more after each. */
  least: number;
  more: number;
  /** Chance of a next intent of the same visitor, and where it comes from: by the present one. */
  next: number;
  after: Readonly<Record<MomentKind | 'none', Partial<Record<MomentKind, number>>>>;
  /** Chance that somebody who means to buy does so in the end. */
  buys: number;
  /** Median pause between acts (s) on phone and desktop, spread of its logarithm, chance of an interruption of minutes. */
  pause: { phone: number; desktop: number; spread: number; interrupted: number };
  /** Share of visitors on phones, of those with a bad connection, and of events whose page is told as read. */
  phones: number;
  offline: number;
  read: number;
}

/**
 * The world of the test, written from what is known of shops before anything was measured with it, and not used to set
 * any weight. Every tenth act is beside the point; three in ten visitors want several things one after the other.
 */
export const TEST_WORLD: World = {
  intents: { know: 40, buy: 28, go: 14, do: 14, none: 4 },
  acts: {
    know: {
      product: 28,
      list: 16,
      search: 8,
      searchVersus: 3,
      article: 10,
      video: 2,
      reviews: 8,
      compare: 7,
      filter: 6,
      proof: 3,
      again: 3,
      sizes: 1,
      wish: 1,
      home: 4,
    },
    buy: {
      product: 18,
      again: 8,
      add: 16,
      cart: 13,
      list: 7,
      search: 4,
      searchPrice: 2,
      offers: 3,
      coupon: 4,
      delivery: 4,
      sizes: 3,
      reviews: 3,
      wish: 2,
      priceFilter: 3,
      remove: 2,
      checkout: 5,
      home: 3,
    },
    go: {
      stores: 20,
      store: 16,
      stock: 13,
      route: 9,
      product: 14,
      list: 5,
      searchStore: 7,
      storeFilter: 4,
      contact: 4,
      pickup: 2,
      home: 6,
    },
    do: {
      howto: 26,
      help: 13,
      searchHowto: 8,
      orders: 9,
      returns: 9,
      account: 8,
      product: 8,
      contact: 5,
      chat: 5,
      article: 4,
      home: 5,
    },
    none: { home: 6, list: 2, product: 2, imprint: 3 },
  },
  stray: 0.1,
  least: 3,
  more: 0.78,
  next: 0.3,
  after: {
    know: { buy: 5, go: 3, do: 1, know: 1 },
    buy: { do: 4, know: 3, go: 2 },
    go: { buy: 3, know: 3, do: 1 },
    do: { know: 3, buy: 3, go: 1 },
    none: { know: 1, buy: 1 },
  },
  buys: 0.5,
  pause: { phone: 18, desktop: 26, spread: 0.9, interrupted: 0.04 },
  phones: 0.6,
  offline: 0.02,
  read: 0.15,
};

/**
 * Another world: every chance of the test's is drawn anew around it (weights by a factor of about 0.6–1.6, strays 5–20 %,
 * pauses by 0.6–1.6, …). Shows how far the figures hang on the one world.
 */
export function otherWorld(random: Random): World {
  const factor = (): number => Math.exp(0.5 * gaussian(random));
  const spread = <T extends Readonly<Partial<Record<string, number>>>>(weights: T): T =>
    Object.fromEntries(
      Object.entries(weights).map(([name, weight]) => [name, (weight ?? 0) * factor()]),
    ) as unknown as T;
  const { acts, after, pause, intents } = TEST_WORLD;
  return {
    ...TEST_WORLD,
    intents: spread(intents),
    acts: {
      know: spread(acts.know),
      go: spread(acts.go),
      do: spread(acts.do),
      buy: spread(acts.buy),
      none: spread(acts.none),
    },
    after,
    stray: 0.05 + random.next() * 0.15,
    more: 0.68 + random.next() * 0.17,
    next: 0.15 + random.next() * 0.3,
    buys: 0.3 + random.next() * 0.4,
    pause: { ...pause, phone: pause.phone * factor(), desktop: pause.desktop * factor() },
    phones: 0.4 + random.next() * 0.4,
  };
}

const AGENTS = {
  phone: [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36',
  ],
  desktop: [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15',
  ],
} as const;

/** The last steps of somebody who buys. */
const TO_THE_TILL: readonly Act[] = ['cart', 'checkout', 'step', 'payment', 'order'];

/** One visitor with everything they send and truly want. `from`: when they come (ms). */
export function makeVisitor(
  world: World,
  number: number,
  from: number,
  random: Random,
): LabelledVisitor {
  const device = random.next() < world.phones ? 'phone' : 'desktop';
  const shop = oneOf(SHOPS, random);
  const visitor: Visitor = {
    shop,
    random,
    product: 1,
    seen: [],
    cart: [],
    orders: number * 10,
    step: 0,
  };
  const delay = random.next() < world.offline ? 20_000 + random.next() * 70_000 : 0;
  const events: LabelledEvent[] = [];
  let at = from;
  let kind: MomentKind | 'none' = weighted(world.intents, random);
  for (let intent = 0; ; intent++) {
    const acts = actsOf(world, kind, visitor);
    for (const [act, name] of acts.entries()) {
      for (const [i, sent] of withReading(perform(visitor, name), world, random).entries()) {
        at += i === 0 ? 0 : 150 + Math.floor(random.next() * 400);
        const receivedAt = at + 80 + Math.floor(random.next() * 900) + delay;
        const fulfils = sent.event === 'Order Completed' && kind === 'buy';
        const label = kind === 'none' || isOver(events, intent) ? null : kind;
        events.push({ sent, at, receivedAt, kind: label, intent, act, fulfils });
      }
      at += pauseMs(world, device, random);
    }
    if (random.next() >= world.next) break;
    kind = weighted(world.after[kind], random);
    at += breakMs(random);
  }
  return {
    anonymousId: `v-${number}`,
    userAgent: oneOf(AGENTS[device], random),
    locale: shop.locale,
    events,
  };
}

/** What was wanted is over once it was fulfilled, though events may follow (the page that says thank you). */
function isOver(events: readonly LabelledEvent[], intent: number): boolean {
  const last = events.findLast((event) => event.fulfils);
  return last !== undefined && last.intent === intent;
}

function actsOf(world: World, kind: MomentKind | 'none', visitor: Visitor): Act[] {
  const { random } = visitor;
  const acts: Act[] = [];
  const [least, most] = kind === 'none' ? [1, 1] : [world.least, 25];
  while (acts.length < least || (acts.length < most && random.next() < world.more)) {
    const isStray = kind !== 'none' && random.next() < world.stray;
    acts.push(isStray ? oneOf(STRAY, random) : weighted(world.acts[kind], random));
  }
  // Nobody orders by accident, and nobody orders nothing.
  if (kind === 'buy' && random.next() < world.buys) {
    if (!acts.includes('add')) acts.push('product', 'add');
    acts.push(...TO_THE_TILL);
  }
  return acts;
}

const STRAY = ACTS.filter((act) => !['order', 'payment', 'step'].includes(act));

function withReading(sent: Sent[], world: World, random: Random): Sent[] {
  if (sent[0]?.type !== 'page' || random.next() >= world.read) return sent;
  const seconds = oneOf([15, 60, 180], random);
  const read = { seconds, scroll_depth: Math.floor(random.next() * 100) };
  return [...sent, { type: 'track', event: 'Page Read', properties: read }];
}

function pauseMs(world: World, device: 'phone' | 'desktop', random: Random): number {
  const { spread, interrupted } = world.pause;
  if (random.next() < interrupted) return (3 + random.next() * 12) * 60_000;
  return Math.round(world.pause[device] * 1000 * Math.exp(spread * gaussian(random)));
}

/** Until the next intent: at once, after minutes, or another day. */
function breakMs(random: Random): number {
  const draw = random.next();
  if (draw < 0.3) return Math.round((20 + random.next() * 100) * 1000);
  if (draw < 0.7) return Math.round((3 + random.next() * 17) * 60_000);
  return Math.round((1 + random.next() * 29) * 3_600_000);
}

/** A standard normal number (Box and Muller). */
export function gaussian(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}
