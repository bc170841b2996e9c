/** Clients that keep sending until they are answered, whatever happens to the server meanwhile. */
import type { Random } from '../../src/runtime/index.ts';

/** An event as a client sends it; `cents` when it is an order. */
export interface Sent {
  messageId: string;
  userId: string;
  /** Undefined when the event says who it is by its customer number alone. */
  anonymousId: string | undefined;
  cents: number | undefined;
}

export interface LoadOptions {
  clients: number;
  shoppers: number;
  key: string;
  random: Random;
  /** The server's address now; waits while there is none. */
  address: () => Promise<string>;
  /** Called at each request just before it is sent. */
  onRequest: () => void;
}

export interface Load {
  /** Events that were answered 200, by message id. */
  acknowledged: Map<string, Sent>;
  /** Requests that were answered otherwise or not at all, and were sent again. */
  repeated: () => number;
  /** Answers that a client may not get: neither 200 nor "come again". */
  refused: string[];
  /** Lets every client finish what it has begun. */
  finish(): Promise<void>;
}

/** Starts the clients. Each sends one request at a time: single calls, small and large batches. */
export function startLoad(options: LoadOptions): Load {
  const acknowledged = new Map<string, Sent>();
  const refused: string[] = [];
  let repeated = 0;
  const finishing = new AbortController();

  const send = async (batch: readonly object[]): Promise<boolean> => {
    const address = await options.address();
    options.onRequest();
    try {
      const answer = await fetch(`${address}/v1/batch`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-write-key': options.key },
        body: JSON.stringify({ batch }),
        signal: AbortSignal.timeout(15_000),
      });
      const text = await answer.text();
      if (answer.status === 200) return true;
      if (![429, 503].includes(answer.status)) refused.push(`${answer.status} ${text}`);
    } catch {
      // Cut off: the client cannot know whether it was stored.
    }
    repeated += 1;
    return false;
  };

  const client = async (number: number): Promise<void> => {
    for (let n = 0; !finishing.signal.aborted; n++) {
      const size = [1, 1, 5, 40][Math.floor(options.random.next() * 4)] ?? 1;
      const events = Array.from({ length: size }, (_, i) => make(options, number, n, i));
      const batch = events.map(asCall);
      // A shop's page is left and opened again: what is not acknowledged is sent again, word for word.
      while (!(await send(batch))) continue;
      for (const event of events) acknowledged.set(event.messageId, event);
    }
  };
  const running = Array.from({ length: options.clients }, (_, i) => client(i));
  return {
    acknowledged,
    repeated: () => repeated,
    refused,
    finish: async () => {
      finishing.abort();
      await Promise.all(running);
    },
  };
}

/** Shoppers are shared by all clients; devices are a client's own, each of one shopper. */
function make({ random, shoppers }: LoadOptions, client: number, n: number, i: number): Sent {
  const shopper = Math.floor(random.next() * shoppers);
  return {
    messageId: `c${client}-${n}-${i}`,
    userId: `shopper-${shopper}`,
    anonymousId: random.next() < 0.5 ? `device-${client}-${shopper}` : undefined,
    cents: random.next() < 0.3 ? 100 + Math.floor(random.next() * 10_000) : undefined,
  };
}

function asCall({ messageId, userId, anonymousId, cents }: Sent): object {
  const who = { messageId, userId, ...(anonymousId === undefined ? {} : { anonymousId }) };
  if (cents === undefined) {
    return anonymousId === undefined
      ? { type: 'track', event: 'Product Viewed', properties: { product_id: 'p1' }, ...who }
      : { type: 'identify', traits: { name: userId }, ...who };
  }
  const properties = {
    order_id: `order-${messageId}`,
    total: cents / 100,
    currency: 'EUR',
    products: [{ product_id: 'p1', price: cents / 100, quantity: 1 }],
  };
  return { type: 'track', event: 'Order Completed', properties, ...who };
}
