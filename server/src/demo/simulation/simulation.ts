import { type Random, seededRandom } from '../../runtime/index.ts';
import type { Calendar } from '../calendar.ts';
import { inventShopper, newcomerCountry } from '../shopper.ts';
import { STORES } from '../store.ts';
import { between, happens, pick, untilNext, uuidLike } from './chance.ts';
import type { Agent, Deed, SimulatedItem } from './item.ts';
import { ARRIVALS, type Arrival, arrivalsPerSecond } from './pace.ts';
import { StoreVisit } from './store-visit.ts';
import type { WebState } from './web-steps.ts';
import { WebVisit } from './web-visit.ts';
import type { KnownShopper, World } from './world.ts';

export interface SimulationOptions {
  world: World;
  calendar: Calendar;
  seed: number;
  /** The instant the first visitors come, ms. */
  startAt: number;
  /** Part of every message, order and shopper number, so that two runs never share one. */
  run: string;
}

/** Simulated visitors. Pure but for its own state: no clock, no chance but the seed, no I/O. */
export interface Simulation {
  /**
   * Everything that happens up to and including `until` (ms) and has not been told yet, in order of time. The stream
   * does not depend on how often this is called.
   */
  advance(until: number): SimulatedItem[];
  /** Visitors who are there now. */
  present(): number;
}

/** Browsers of strangers who come back: so many are drawn from. */
const RETURNING_BROWSERS = 3000;
/** New accounts a run remembers, to have them come back. */
const NEWCOMERS_MAX = 500;
/** Visitors that are there at once when the simulation starts, so that something is to be seen. */
const FIRST_VISITORS = 14;
const FIRST_STATES = [
  'product',
  'shelf',
  'search',
  'home',
  'product',
] as const satisfies readonly WebState[];

interface Turn {
  at: number;
  /** Tells turns of one instant apart, in the order they were planned. */
  order: number;
  agent: Agent;
}

/** Starts a simulation; see `Simulation`. */
export function createSimulation(options: SimulationOptions): Simulation {
  return new VisitorSimulation(options);
}

class VisitorSimulation implements Simulation {
  private readonly o: SimulationOptions;
  private readonly random: Random;
  private readonly turns: Turn[] = [];
  private readonly newcomers: KnownShopper[] = [];
  private planned = 0;
  private told = 0;
  private orders = 0;
  private registered = 0;

  constructor(options: SimulationOptions) {
    this.o = options;
    this.random = seededRandom(options.seed);
    for (let i = 0; i < FIRST_VISITORS; i++) {
      const start = pick(this.random, FIRST_STATES);
      const at = options.startAt + Math.round(between(this.random, 0, 12_000));
      this.plan(at, this.webVisit(start));
    }
    for (const arrival of ['store', 'receipt', 'store'] as const) {
      const agent = this.visitor(arrival);
      if (agent) this.plan(options.startAt + Math.round(between(this.random, 0, 12_000)), agent);
    }
    for (const arrival of ARRIVALS)
      this.plan(this.nextArrival(arrival, options.startAt), this.door(arrival));
  }

  advance(until: number): SimulatedItem[] {
    const items: SimulatedItem[] = [];
    for (let turn = this.turns[0]; turn && turn.at <= until; turn = this.turns[0]) {
      this.turns.shift();
      const { deeds, waitMs } = turn.agent.turn(turn.at);
      for (const deed of deeds) items.push(this.tell(deed, turn.at));
      if (waitMs !== null) this.plan(turn.at + Math.max(1, waitMs), turn.agent);
    }
    return items;
  }

  present(): number {
    return this.turns.length - ARRIVALS.length;
  }

  /** Keeps the turns sorted; there are a few hundred at most, and a new one belongs near the end. */
  private plan(at: number, agent: Agent): void {
    const turn: Turn = { at, order: this.planned++, agent };
    let place = this.turns.length;
    while (place > 0 && (this.turns[place - 1]?.at ?? 0) > at) place--;
    this.turns.splice(place, 0, turn);
  }

  /** An agent nobody sees: lets the next visitor in and waits for the one after. */
  private door(arrival: Arrival): Agent {
    return {
      turn: (at) => {
        const agent = this.visitor(arrival);
        if (agent) this.plan(at, agent);
        return { deeds: [], waitMs: this.nextArrival(arrival, at) - at };
      },
    };
  }

  private nextArrival(arrival: Arrival, at: number): number {
    const perSecond = arrivalsPerSecond(arrival, this.o.calendar.wall(at));
    return at + Math.max(1, Math.round(untilNext(this.random, perSecond)));
  }

  private visitor(arrival: Arrival): Agent | null {
    if (arrival === 'web') return this.webVisit('home');
    const receiptId = (): string => this.number('B');
    if (arrival === 'receipt') {
      const store = pick(this.random, STORES);
      return new StoreVisit({ ...this.common(), store, shopper: null, receiptId });
    }
    const shopper = this.someone((candidate) => candidate.store !== null);
    if (!shopper?.store) return null;
    return new StoreVisit({ ...this.common(), store: shopper.store, shopper, receiptId });
  }

  private webVisit(start: WebState): Agent {
    const known = happens(this.random, 0.35) ? this.someone(() => true) : null;
    const returning = known === null && happens(this.random, 0.6);
    return new WebVisit({
      ...this.common(),
      start,
      shopper: known,
      anonymousId: known
        ? this.browserOf(known)
        : returning
          ? this.returningBrowser()
          : uuidLike(this.random),
      register: returning ? null : () => this.register(),
      orderId: () => this.number('W'),
    });
  }

  private common(): { world: World; random: Random } {
    return { world: this.o.world, random: this.random };
  }

  /** A known shopper who fulfils the condition, newcomers included; null when chance finds none. */
  private someone(fits: (shopper: KnownShopper) => boolean): KnownShopper | null {
    const { shoppers } = this.o.world;
    for (let tries = 0; tries < 20; tries++) {
      const at = Math.floor(this.random.next() * (shoppers.length + this.newcomers.length));
      const shopper = shoppers[at] ?? this.newcomers[at - shoppers.length];
      if (shopper && fits(shopper)) return shopper;
    }
    return null;
  }

  /** A shopper has two browsers, a telephone and a computer, and they stay the same from run to run. */
  private browserOf(shopper: KnownShopper): string {
    const device = happens(this.random, 0.6) ? 1 : 2;
    return uuidLike(seededRandom(seedOf(`${shopper.userId} ${device}`)));
  }

  private returningBrowser(): string {
    const at = Math.floor(this.random.next() * RETURNING_BROWSERS);
    return uuidLike(seededRandom(seedOf(`stranger ${at}`)));
  }

  private register(): KnownShopper {
    const n = ++this.registered;
    const userId = `N-${this.o.run}-${n}`;
    const country = newcomerCountry(this.random.next());
    const invented = inventShopper(userId, country, 1000 + Math.floor(this.random.next() * 1e6));
    const shopper: KnownShopper = {
      ...invented,
      email: invented.email.replace('@', `.${this.o.run}.${n}@`),
      phone: null,
      card: null,
      store: null,
      storeShare: 0,
      favourite: Math.floor(this.random.next() * this.o.world.shelves.length),
    };
    if (this.newcomers.length < NEWCOMERS_MAX) this.newcomers.push(shopper);
    return shopper;
  }

  private number(letter: 'W' | 'B'): string {
    return `${letter}-${this.o.run}-${++this.orders}`.toUpperCase();
  }

  private tell(deed: Deed, at: number): SimulatedItem {
    const { source, context, ...call } = deed;
    const library = { name: 'augenblick-demo', version: '1' };
    return {
      source,
      at,
      item: {
        ...call,
        messageId: `sim-${this.o.run}-${++this.told}`,
        timestamp: new Date(at).toISOString(),
        context: { ...context, library, simulated: true },
      },
    };
  }
}

/** A seed from a text (FNV-1a). */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
