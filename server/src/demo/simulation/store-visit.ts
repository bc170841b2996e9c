import type { Random } from '../../runtime/index.ts';
import type { Store } from '../store.ts';
import { between, happens, pick } from './chance.ts';
import type { Agent, Deed, DemoSourceKey } from './item.ts';
import { basketOf, receiptOf } from './purchase.ts';
import { KIOSK_QUESTIONS, STAFF_NOTES } from './texts.ts';
import type { KnownShopper, World } from './world.ts';

export interface StoreVisitOptions {
  world: World;
  random: Random;
  store: Store;
  /** Somebody with a card; null: nobody knows who it is, and only the till notices. */
  shopper: KnownShopper | null;
  receiptId: () => string;
}

type Stage = 'pass' | 'zone' | 'kiosk' | 'note' | 'till';

/**
 * A visit of a store: the pass is scanned at the door, areas are entered, some ask at the kiosk or somebody of the
 * staff notes something, and two of three pay at the till. Who is not known leaves a receipt and nothing else.
 */
export class StoreVisit implements Agent {
  private readonly o: StoreVisitOptions;
  private readonly plan: Stage[];

  constructor(options: StoreVisitOptions) {
    this.o = options;
    const { random, shopper } = options;
    if (!shopper) {
      this.plan = ['till'];
      return;
    }
    const zones = Array.from({ length: 1 + Math.floor(random.next() * 3) }, (): Stage => 'zone');
    this.plan = ['pass', ...zones];
    if (happens(random, 0.25)) this.plan.push('kiosk');
    if (happens(random, 0.12)) this.plan.push('note');
    if (happens(random, 0.65)) this.plan.push('till');
  }

  turn(at: number): { deeds: Deed[]; waitMs: number | null } {
    const stage = this.plan.shift();
    if (!stage) return { deeds: [], waitMs: null };
    const deeds = [this.acts[stage](at)];
    const waitMs = this.plan.length > 0 ? Math.round(between(this.o.random, 20, 180) * 1000) : null;
    return { deeds, waitMs };
  }

  private readonly acts: Readonly<Record<Stage, (at: number) => Deed>> = {
    pass: () => this.track('store', 'Pass Scanned', { place: 'entrance' }),
    zone: () =>
      this.track('store', 'Zone Entered', { zone: any(this.o.random, this.o.store.zones) }),
    kiosk: () => this.kiosk(),
    note: () => this.note(),
    till: (at) => this.receipt(at),
  };

  private kiosk(): Deed {
    const [question, answers] = pick(this.o.random, KIOSK_QUESTIONS);
    const answer = any(this.o.random, answers);
    return this.track('store', 'Kiosk Answered', {
      kiosk_id: `${this.o.store.id}-1`,
      question,
      answer,
    });
  }

  private note(): Deed {
    const staff = any(this.o.random, this.o.store.staff);
    return this.track('store', 'Staff Note Added', {
      note: pick(this.o.random, STAFF_NOTES),
      staff,
    });
  }

  private receipt(at: number): Deed {
    const { random, world, shopper } = this.o;
    const lines = basketOf(random, world, shopper);
    const receipt = receiptOf(this.o.receiptId(), lines, world.currency, at);
    return this.track('till', 'Receipt Issued', receipt);
  }

  private track(source: DemoSourceKey, event: string, properties: Record<string, unknown>): Deed {
    const { store, shopper } = this.o;
    const card = shopper?.card ? { card_number: shopper.card } : {};
    return {
      source,
      type: 'track',
      event,
      properties: { store_id: store.id, store_name: store.name, ...card, ...properties },
    };
  }
}

function any<T>(random: Random, list: readonly T[]): T | undefined {
  return list[Math.floor(random.next() * list.length)];
}
