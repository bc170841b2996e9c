import type { AcceptedEvent, IngestResult, RetailerId } from '@augenblick/contract';
import { LIMITS } from './limits.ts';

/** One event waiting to be committed, and whom to tell. */
interface Waiting {
  event: AcceptedEvent;
  done: (result: IngestResult) => void;
  failed: (error: unknown) => void;
}

type Commit = (retailerId: RetailerId, events: readonly AcceptedEvent[]) => Promise<IngestResult[]>;

/**
 * Group commit. Events wait in one of two lanes; each lane commits one micro-batch at a time and everything that came in
 * meanwhile is the next one. A shopper's events always use the same lane (as far as is known), so the two transactions in
 * flight hardly ever want the same row. An idle lane waits two milliseconds for company.
 */
export class Lanes {
  private readonly lanes: Lane[];
  private readonly laneKey: (event: AcceptedEvent) => string;

  constructor(options: { commit: Commit; laneKey: (event: AcceptedEvent) => string }) {
    this.laneKey = options.laneKey;
    this.lanes = Array.from(
      { length: LIMITS.transactionsInFlight },
      () => new Lane(options.commit),
    );
  }

  /** Events that wait or are being committed. */
  get size(): number {
    return this.lanes.reduce((sum, lane) => sum + lane.size, 0);
  }

  /** Resolves when all are committed; rejects with the first failure, after every one of them has ended. */
  async add(events: readonly AcceptedEvent[]): Promise<IngestResult[]> {
    if (events.length === 0) return [];
    return new Promise((resolve, reject) => {
      const results: IngestResult[] = Array.from({ length: events.length });
      let open = events.length;
      let failure: unknown;
      const close = (): void => {
        if (--open > 0) return;
        if (failure === undefined) resolve(results);
        else reject(failure as Error);
      };
      for (const [i, event] of events.entries()) {
        const lane = this.lanes[hash(this.laneKey(event)) % this.lanes.length] as Lane;
        lane.add({
          event,
          done: (result) => {
            results[i] = result;
            close();
          },
          failed: (error) => {
            failure ??= error;
            close();
          },
        });
      }
    });
  }

  /** Resolves when nothing waits any more. */
  async drained(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.drained()));
  }
}

class Lane {
  private waiting: Waiting[] = [];
  private inFlight = 0;
  private running: Promise<void> | undefined;
  private readonly commit: Commit;

  constructor(commit: Commit) {
    this.commit = commit;
  }

  get size(): number {
    return this.waiting.length + this.inFlight;
  }

  add(entry: Waiting): void {
    this.waiting.push(entry);
    this.running ??= this.run();
  }

  async drained(): Promise<void> {
    while (this.running) await this.running;
  }

  private async run(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, LIMITS.gatherMs));
    while (this.waiting.length > 0) {
      const batch = this.next();
      this.inFlight = batch.length;
      await this.settle(batch);
      this.inFlight = 0;
    }
    this.running = undefined;
  }

  /** The oldest event's retailer, as many of its events as one transaction takes; order is kept. */
  private next(): Waiting[] {
    const retailerId = this.waiting[0]?.event.retailerId;
    if (
      this.waiting.length <= LIMITS.transactionEventsMax &&
      this.waiting.every((entry) => entry.event.retailerId === retailerId)
    ) {
      const all = this.waiting;
      this.waiting = [];
      return all;
    }
    const batch: Waiting[] = [];
    const rest: Waiting[] = [];
    for (const entry of this.waiting) {
      if (entry.event.retailerId === retailerId && batch.length < LIMITS.transactionEventsMax)
        batch.push(entry);
      else rest.push(entry);
    }
    this.waiting = rest;
    return batch;
  }

  private async settle(batch: readonly Waiting[]): Promise<void> {
    const retailerId = (batch[0] as Waiting).event.retailerId;
    try {
      const results = await this.commit(
        retailerId,
        batch.map((entry) => entry.event),
      );
      for (const [i, entry] of batch.entries()) entry.done(results[i] as IngestResult);
    } catch (error) {
      await this.isolate(batch, error);
    }
  }

  /**
   * A batch that PostgreSQL refuses for its content (not for lack of a server) is tried one by one, so that one strange
   * event does not take its neighbours with it.
   */
  private async isolate(batch: readonly Waiting[], error: unknown): Promise<void> {
    const refused =
      typeof (error as { code?: unknown }).code === 'string' &&
      /^22|^23|^54/.test((error as { code: string }).code);
    if (!refused || batch.length === 1) {
      for (const entry of batch) entry.failed(error);
      return;
    }
    for (const entry of batch) await this.settle([entry]);
  }
}

/** FNV-1a: short and even enough to choose between two lanes. */
function hash(text: string): number {
  let value = 2166136261;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16777619);
  return value >>> 0;
}
