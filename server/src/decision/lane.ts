/**
 * Group commit for questions: whoever asks while a batch is being decided is in the next one. A shopper's questions always
 * use the same lane, so that the transactions of one process hardly ever want the same row.
 */

/** Bounds, each with its reason. */
export const LANE_LIMITS = {
  /** Questions one transaction takes: more would make those behind wait longer than a page may. */
  batchMax: 100,
  /** Transactions of one process at a time. */
  lanes: 2,
  /** Questions that may wait; beyond it the shop gets its fallback at once. About a second of work. */
  waitingMax: 4_000,
} as const;

interface Waiting<A, R> {
  group: number;
  ask: A;
  done: (result: R) => void;
  failed: (error: unknown) => void;
}

/** Several lanes over one function that answers a batch of one group (retailer), in order. */
export class Lanes<A, R> {
  private readonly lanes: Lane<A, R>[];

  constructor(work: (group: number, asks: readonly A[]) => Promise<R[]>) {
    this.lanes = Array.from({ length: LANE_LIMITS.lanes }, () => new Lane(work));
  }

  /** Questions that wait or are being decided. */
  get size(): number {
    return this.lanes.reduce((sum, lane) => sum + lane.size, 0);
  }

  /** Resolves after commit. `key` is any number that is the same for the same shopper. */
  add(group: number, key: number, ask: A): Promise<R> {
    return (this.lanes[key % this.lanes.length] as Lane<A, R>).add(group, ask);
  }

  /** Resolves when nothing waits any more. */
  async drained(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.drained()));
  }
}

class Lane<A, R> {
  private waiting: Waiting<A, R>[] = [];
  private inFlight = 0;
  private running: Promise<void> | undefined;
  private readonly work: (group: number, asks: readonly A[]) => Promise<R[]>;

  constructor(work: (group: number, asks: readonly A[]) => Promise<R[]>) {
    this.work = work;
  }

  get size(): number {
    return this.waiting.length + this.inFlight;
  }

  add(group: number, ask: A): Promise<R> {
    return new Promise((done, failed) => {
      this.waiting.push({ group, ask, done, failed });
      this.running ??= this.run();
    });
  }

  async drained(): Promise<void> {
    while (this.running) await this.running;
  }

  private async run(): Promise<void> {
    // One turn of the event loop: requests that were committed together ask together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const batch = this.next();
      this.inFlight = batch.length;
      await this.settle(batch);
      this.inFlight = 0;
    }
    this.running = undefined;
  }

  private next(): Waiting<A, R>[] {
    const group = this.waiting[0]?.group;
    const batch: Waiting<A, R>[] = [];
    this.waiting = this.waiting.filter((one) => {
      if (one.group !== group || batch.length >= LANE_LIMITS.batchMax) return true;
      batch.push(one);
      return false;
    });
    return batch;
  }

  private async settle(batch: readonly Waiting<A, R>[]): Promise<void> {
    try {
      const results = await this.work(
        batch[0]?.group ?? 0,
        batch.map(({ ask }) => ask),
      );
      for (const [i, { done }] of batch.entries()) done(results[i] as R);
    } catch (error) {
      for (const { failed } of batch) failed(error);
    }
  }
}
