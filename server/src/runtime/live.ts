import type { RetailerId } from '@augenblick/contract';
import { openPool, type Sql } from './database.ts';
import type { Log } from './log.ts';

/** What a part of the house tells the live views, after its commit. */
export interface Publication {
  retailerId: RetailerId;
  topic: string;
  /** One item: small, and only what a viewer may see or can look up (ids). */
  data: unknown;
  /** How many facts the item stands for; 1 unless told. */
  count?: number;
}

/** What a subscriber gets: everything of one retailer and topic since the last time, at most five times a second. */
export interface LiveBatch {
  retailerId: RetailerId;
  topic: string;
  /** The newest items, oldest first, at most 50. */
  items: unknown[];
  /** How many facts there were in all. */
  count: number;
  /** Items were left out, or messages may have been missed: load again. */
  reload: boolean;
}

/** Told after commit, shown to whoever looks: in this process at once, in the others by LISTEN/NOTIFY. */
export interface Live {
  publish(publication: Publication): void;
  /** Calls `receive` until the returned function is called. */
  subscribe(
    filter: { retailerId: RetailerId; topics: readonly string[] },
    receive: (batch: LiveBatch) => void,
  ): () => void;
  /** Begins to listen to the other processes. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** What the live hub needs. */
export interface LiveOptions {
  url: string;
  log: Log;
  /** Tells this process's own messages from the others'. */
  processId: string;
  /** Pause between two deliveries, ms. */
  intervalMs?: number;
}

const CHANNEL = 'augenblick_live';
/** PostgreSQL refuses payloads of 8,000 bytes and more. */
const PAYLOAD_BYTES = 7_000;
const MOST_ITEMS = 50;

/** The live hub of one process. */
export function createLive(options: LiveOptions): Live {
  return new Hub(options);
}

interface Subscriber {
  retailerId: RetailerId;
  topics: ReadonlySet<string>;
  receive: (batch: LiveBatch) => void;
}

class Hub implements Live {
  private readonly options: LiveOptions;
  private readonly subscribers = new Set<Subscriber>();
  private waiting = new Map<string, LiveBatch>();
  private timer: NodeJS.Timeout | undefined;
  private sender: Sql | undefined;
  private listener: Sql | undefined;
  private sending: Promise<unknown> = Promise.resolve();
  private stopped = false;

  constructor(options: LiveOptions) {
    this.options = options;
  }

  publish({ retailerId, topic, data, count = 1 }: Publication): void {
    const key = `${retailerId} ${topic}`;
    let batch = this.waiting.get(key);
    if (!batch) {
      batch = { retailerId, topic, items: [], count: 0, reload: false };
      this.waiting.set(key, batch);
    }
    batch.items.push(data);
    batch.count += count;
    // Trimmed now and then, not for every item: this runs in the write path.
    if (batch.items.length > 4 * MOST_ITEMS) trim(batch);
    this.timer ??= setTimeout(() => this.flush(), this.options.intervalMs ?? 200);
  }

  subscribe(
    filter: { retailerId: RetailerId; topics: readonly string[] },
    receive: (batch: LiveBatch) => void,
  ): () => void {
    const subscriber = { retailerId: filter.retailerId, topics: new Set(filter.topics), receive };
    this.subscribers.add(subscriber);
    return () => void this.subscribers.delete(subscriber);
  }

  async start(): Promise<void> {
    this.sender = openPool({ url: this.options.url, max: 1, name: 'live' });
    await this.listen();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer) this.flush();
    await this.sending;
    await Promise.all([this.sender?.end({ timeout: 1 }), this.listener?.end({ timeout: 1 })]);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const batches = [...this.waiting.values()];
    this.waiting = new Map();
    for (const batch of batches) {
      trim(batch);
      this.deliver(batch);
    }
    const payloads = batches.map((batch) => payloadOf(this.options.processId, batch));
    const sender = this.sender;
    if (!sender || payloads.length === 0) return;
    this.sending =
      sender`select pg_notify(${CHANNEL}, payload) from unnest(${payloads}::text[]) as payload`
        .then(() => undefined)
        .catch((error: unknown) =>
          this.options.log.debug({ err: error }, 'Live message not sent.'),
        );
  }

  private deliver(batch: LiveBatch): void {
    for (const subscriber of this.subscribers) {
      if (subscriber.retailerId !== batch.retailerId || !subscriber.topics.has(batch.topic))
        continue;
      try {
        subscriber.receive(batch);
      } catch (error) {
        this.options.log.warn({ err: error }, 'A live view failed.');
      }
    }
  }

  private async listen(): Promise<void> {
    const listener = openPool({
      url: this.options.url,
      max: 1,
      name: 'listen',
      session: true,
      onnotify: (channel, payload) => {
        if (channel === CHANNEL) this.heard(payload);
      },
      onclose: () => {
        if (this.listener === listener) this.listenAgain();
      },
    });
    try {
      await listener.unsafe(`listen ${CHANNEL}`);
      this.listener = listener;
    } catch (error) {
      await listener.end({ timeout: 0 });
      throw error;
    }
  }

  /** The connection is gone, and with it what others said meanwhile: listens again and has every view reloaded. */
  private listenAgain(): void {
    const old = this.listener;
    this.listener = undefined;
    void old?.end({ timeout: 0 });
    if (this.stopped) return;
    const retry = setTimeout(() => {
      this.listen().then(
        () => this.reloadAll(),
        () => this.listenAgain(),
      );
    }, 500);
    retry.unref();
  }

  private reloadAll(): void {
    for (const { retailerId, topics, receive } of this.subscribers) {
      for (const topic of topics) receive({ retailerId, topic, items: [], count: 0, reload: true });
    }
  }

  private heard(payload: string): void {
    const { from, ...batch }: LiveBatch & { from: string } = JSON.parse(payload);
    if (from !== this.options.processId) this.deliver(batch);
  }
}

function trim(batch: LiveBatch): void {
  if (batch.items.length <= MOST_ITEMS) return;
  batch.items = batch.items.slice(-MOST_ITEMS);
  batch.reload = true;
}

/** The batch as JSON that fits a notification: older items go first, and `reload` then says so. */
function payloadOf(from: string, batch: LiveBatch): string {
  for (
    let { items, reload } = batch;
    ;
    items = items.slice(Math.ceil(items.length / 2)), reload = true
  ) {
    const payload = JSON.stringify({ from, ...batch, items, reload });
    if (Buffer.byteLength(payload) <= PAYLOAD_BYTES || items.length === 0) return payload;
  }
}
