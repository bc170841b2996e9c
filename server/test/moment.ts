import type { JsonObject, MomentModel, Order, ProfileId, WatchFact } from '@augenblick/contract';
import { advance, DEFAULT_MODEL, detect, momentAt } from '../src/moment/index.ts';
import { emptyState, fold, type FoldEvent, orderIdOf } from '../src/profile/index.ts';

export const T0 = Date.UTC(2026, 5, 1, 10);
export const SECOND = 1000;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What a test says of an event; everything else is usual. */
export type Told = Partial<FoldEvent> & { name: string };

export const seen = (id: string, more: JsonObject = {}): Told => ({
  name: 'Product Viewed',
  properties: { product_id: id, name: `Thing ${id}`, category: 'Lamps', price: 20, ...more },
});
export const page = (path: string, title = ''): Told => ({
  kind: 'page',
  name: 'Page Viewed',
  properties: { path, title },
});
export const track = (name: string, properties: JsonObject = {}): Told => ({ name, properties });

/** One shopper to whom things happen: folds, lets time pass, detects – as the write path does. */
export class Shopper {
  readonly facts: WatchFact[] = [];
  readonly draft = { id: 'p' as ProfileId, state: emptyState(T0), facts: this.facts };
  private readonly orders = new Map<string, Order>();
  private n = 0;
  private readonly model: MomentModel;

  constructor(model: MomentModel = DEFAULT_MODEL) {
    this.model = model;
  }

  /** An event at T0 + `ms`; `happenedMs`: when it happened, if earlier. */
  at(ms: number, told: Told, happenedMs = ms): this {
    const event: FoldEvent = {
      id: `e${this.n++}`,
      kind: 'track',
      channel: 'web',
      currency: 'EUR',
      properties: {},
      traits: null,
      context: {},
      claims: [],
      anchorKind: 'anonymous_id',
      at: T0 + happenedMs,
      ...told,
    };
    const now = T0 + ms;
    advance(this.draft, now, () => this.model);
    const orderId = orderIdOf(event);
    const before = orderId === undefined ? undefined : this.orders.get(orderId);
    fold(this.draft.state, event, this.orders);
    const after = orderId === undefined ? undefined : this.orders.get(orderId);
    detect(this.draft, event, now, this.model, after && { before, after });
    return this;
  }

  /** Time passes until T0 + `ms`. */
  until(ms: number): this {
    advance(this.draft, T0 + ms, () => this.model);
    return this;
  }

  /** Kind of the moment at T0 + `ms`, or null. */
  kind(ms: number): string | null {
    return momentAt(this.draft.state, T0 + ms, this.model)?.kind ?? null;
  }

  get memory() {
    return this.draft.state.moment ?? {};
  }

  /** Signals so far, the journey's log left out: name and seconds since T0. */
  signals(): [name: string, seconds: number][] {
    return this.facts.flatMap((fact) =>
      fact.type === 'signal' && fact.signal.name !== 'stage_entered'
        ? [[fact.signal.name, (fact.signal.at - T0) / SECOND] as [string, number]]
        : [],
    );
  }

  /** The last version of each moment. */
  moments() {
    const byId = new Map(
      this.facts.flatMap((fact) =>
        fact.type === 'moment' ? [[fact.moment.id, fact.moment] as const] : [],
      ),
    );
    return [...byId.values()];
  }
}
