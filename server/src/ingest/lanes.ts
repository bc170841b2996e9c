import type { AcceptedEvent, IngestResult, RetailerId } from '@augenblick/contract';
import { LIMITS } from './limits.ts';
import type { Rider } from './rider.ts';

/** Events of one submission that wait together in one lane, and whom to tell. */
interface Group {
  retailerId: RetailerId;
  events: readonly AcceptedEvent[];
  /** A question that is answered with them. */
  rider: Rider | undefined;
  done: (results: readonly IngestResult[]) => void;
  failed: (error: unknown) => void;
}

/** Commits a micro-batch of one retailer; one result per event, in order. */
export type Commit = (
  retailerId: RetailerId,
  events: readonly AcceptedEvent[],
  riders: readonly Rider[],
) => Promise<IngestResult[]>;

/**
 * Group commit. Events wait in one of two lanes; each lane commits one micro-batch at a time and everything that came in
 * meanwhile is the next one. A shopper's events always use the same lane (as far as is known), so the two transactions in
 * flight hardly ever want the same row. An idle lane waits two milliseconds for company. Two more take what somebody
 * waits for in front of a page: they wait for nobody, and for no batch of others.
 */
export class Lanes {
  private readonly lanes: Lane[];
  private readonly urgent: Lane[];
  private readonly laneKey: (event: AcceptedEvent) => string;

  constructor(options: { commit: Commit; laneKey: (event: AcceptedEvent) => string }) {
    this.laneKey = options.laneKey;
    const lanes = (gatherMs: number): Lane[] =>
      Array.from({ length: LIMITS.transactionsInFlight }, () => new Lane(options.commit, gatherMs));
    this.lanes = lanes(LIMITS.gatherMs);
    this.urgent = lanes(0);
  }

  /** Events that wait or are being committed. */
  get size(): number {
    return [...this.lanes, ...this.urgent].reduce((sum, lane) => sum + lane.size, 0);
  }

  /** Resolves when all are committed; rejects with the first failure, after every one of them has ended. */
  async add(
    events: readonly AcceptedEvent[],
    urgent = false,
    rider?: Rider,
  ): Promise<IngestResult[]> {
    const results: IngestResult[] = Array.from({ length: events.length });
    const parts = this.divide(events, urgent);
    // A question is about all of a submission's events: it rides only where they stay together.
    const whole = parts.length === 1 && events.length <= LIMITS.transactionEventsMax;
    const outcomes = await Promise.allSettled(
      parts.map(async ({ lane, places }) => {
        for (let i = 0; i < places.length; i += LIMITS.transactionEventsMax) {
          const part = places.slice(i, i + LIMITS.transactionEventsMax);
          const theirs = part.map((place) => events[place] as AcceptedEvent);
          const done = await lane.add(theirs, whole ? rider : undefined);
          for (const [n, place] of part.entries()) results[place] = done[n] as IngestResult;
        }
      }),
    );
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    return results;
  }

  /** Resolves when nothing waits any more. */
  async drained(): Promise<void> {
    await Promise.all([...this.lanes, ...this.urgent].map((lane) => lane.drained()));
  }

  /** Which places of a submission go to which lane. Submissions are of one retailer. */
  private divide(
    events: readonly AcceptedEvent[],
    urgent: boolean,
  ): { lane: Lane; places: number[] }[] {
    const lanes = urgent ? this.urgent : this.lanes;
    const parts = lanes.map((lane) => ({ lane, places: [] as number[] }));
    for (const [place, event] of events.entries()) {
      parts[hash(this.laneKey(event)) % parts.length]?.places.push(place);
    }
    return parts.filter((part) => part.places.length > 0);
  }
}

class Lane {
  private waiting: Group[] = [];
  private waitingEvents = 0;
  private inFlight = 0;
  private running: Promise<void> | undefined;
  private readonly commit: Commit;
  private readonly gatherMs: number;

  constructor(commit: Commit, gatherMs: number) {
    this.commit = commit;
    this.gatherMs = gatherMs;
  }

  get size(): number {
    return this.waitingEvents + this.inFlight;
  }

  add(
    events: readonly AcceptedEvent[],
    rider: Rider | undefined,
  ): Promise<readonly IngestResult[]> {
    const { retailerId } = events[0] as AcceptedEvent;
    return new Promise((done, failed) => {
      this.waiting.push({ retailerId, events, rider, done, failed });
      this.waitingEvents += events.length;
      this.running ??= this.run();
    });
  }

  async drained(): Promise<void> {
    while (this.running) await this.running;
  }

  private async run(): Promise<void> {
    // Without waiting for company still everything that comes in with the same turn of the event loop.
    if (this.gatherMs > 0) await new Promise((resolve) => setTimeout(resolve, this.gatherMs));
    else await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const batch = this.next();
      this.inFlight = sizeOf(batch);
      this.waitingEvents -= this.inFlight;
      await this.settle(batch);
      this.inFlight = 0;
    }
    this.running = undefined;
  }

  /** The oldest group's retailer, as many of its groups as one transaction takes; order is kept. */
  private next(): Group[] {
    const batch: Group[] = [];
    const rest: Group[] = [];
    const retailerId = this.waiting[0]?.retailerId;
    let size = 0;
    for (const group of this.waiting) {
      const fits = size + group.events.length <= LIMITS.transactionEventsMax;
      if (group.retailerId === retailerId && fits) {
        batch.push(group);
        size += group.events.length;
      } else {
        rest.push(group);
        // Groups behind one that does not fit must not overtake it: they may be of the same shopper.
        if (group.retailerId === retailerId) size = Number.POSITIVE_INFINITY;
      }
    }
    this.waiting = rest;
    return batch;
  }

  private async settle(batch: readonly Group[]): Promise<void> {
    const { retailerId } = batch[0] as Group;
    try {
      const results = await this.commit(
        retailerId,
        batch.flatMap((group) => group.events),
        batch.flatMap((group) => group.rider ?? []),
      );
      let from = 0;
      for (const group of batch) {
        group.done(results.slice(from, from + group.events.length));
        from += group.events.length;
      }
    } catch (error) {
      await this.isolate(batch, error);
    }
  }

  /**
   * A batch that PostgreSQL refuses for its content (not for lack of a server) is tried submission by submission, so that
   * one strange event does not take its neighbours with it.
   */
  private async isolate(batch: readonly Group[], error: unknown): Promise<void> {
    const { code } = error as { code?: unknown };
    const refused = typeof code === 'string' && /^(22|23|54)/.test(code);
    if (!refused || batch.length === 1) {
      for (const group of batch) group.failed(error);
      return;
    }
    for (const group of batch) await this.settle([group]);
  }
}

function sizeOf(batch: readonly Group[]): number {
  return batch.reduce((sum, group) => sum + group.events.length, 0);
}

/** FNV-1a: short and even enough to choose between two lanes. */
function hash(text: string): number {
  let value = 2166136261;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 16777619);
  }
  return value >>> 0;
}
