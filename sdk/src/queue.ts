import { newId } from './id.ts';
import type { Placements } from './placement.ts';
import type { Store } from './store.ts';
import { type Answer, type Item, post } from './wire.ts';

/** What the queue needs of the tag. */
interface Host {
  endpoint: string;
  store: Store;
  placements: Placements;
  /** May anything be sent now? */
  open(): boolean;
  /** May what could not be sent be kept in the browser? */
  keeps(): boolean;
  /** Key, ids and language, as every request says them. */
  who(): { writeKey: string };
  answered(answer: Answer): void;
}

export interface Queue {
  push(item: Item): void;
  /** Sends with the next turn of the page, so that calls made together travel together. */
  hurry(): void;
  /** The page is going: hands everything to the browser. */
  leave(): void;
  /** Events kept from an earlier page are sent again under their old message ids. */
  resume(): void;
  clear(): void;
}

/** Events of one request, and those that wait; the oldest give way. */
const BATCH = 40;
const WAITING_MAX = 200;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 120_000;

/** What this page's queue talks to; one tag a page. */
let host: Host;
let items: Item[] = [];
let sending: Item[] = [];
let busy = false;
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

function schedule(ms: number): void {
  timer ??= setTimeout(() => {
    timer = undefined;
    void send();
  }, ms);
}

async function send(): Promise<void> {
  if (busy || !host.open()) return;
  const slots = host.placements.take();
  const batch = items.slice(0, BATCH);
  if (batch.length + slots.length === 0) return;
  busy = true;
  sending = batch;
  const answer = await post(`${host.endpoint}/v1/moment`, {
    ...host.who(),
    requestId: newId(),
    sentAt: new Date().toISOString(),
    batch,
    placements: [...new Set(slots.map((slot) => slot.key))],
  });
  sending = [];
  busy = false;
  let pause = 0;
  if (typeof answer === 'number') pause = failed(answer);
  else items = items.filter((item) => !batch.includes(item));
  if (typeof answer === 'object') {
    if (failures > 0) host.store.keepItems([]);
    failures = 0;
  }
  const { decisions = [] } = typeof answer === 'object' ? answer : {};
  for (const slot of slots)
    slot.settle(decisions.find((one) => one.placement === slot.key) ?? null);
  if (typeof answer === 'object') host.answered(answer);
  // Also without events: a placement may have come to wait while this was under way.
  schedule(pause);
}

function failed(wait: number): number {
  failures += 1;
  if (host.keeps()) host.store.keepItems(items);
  const backOff = Math.min(FIRST_WAIT * 2 ** (failures - 1), LONGEST_WAIT);
  return Math.max(backOff * (0.5 + Math.random()), wait);
}

const queue: Queue = {
  push(item) {
    items.push(item);
    items.splice(0, items.length - WAITING_MAX);
    schedule(0);
  },
  hurry: () => schedule(0),
  leave() {
    if (!host.open()) return;
    const rest = items.filter((item) => !sending.includes(item));
    const trouble = failures > 0 || !navigator.onLine;
    if (trouble && host.keeps()) host.store.keepItems(items);
    for (let i = 0; i < rest.length && navigator.onLine; i += BATCH) {
      const batch = rest.slice(i, i + BATCH);
      const { writeKey } = host.who();
      const text = JSON.stringify({ writeKey, sentAt: new Date().toISOString(), batch });
      if (!navigator.sendBeacon?.(`${host.endpoint}/v1/batch`, text)) break;
      items = items.filter((item) => !batch.includes(item));
    }
  },
  resume() {
    const kept = host.store.takeItems();
    const ids = new Set(items.map((item) => item.messageId));
    items = [...kept.filter((item) => !ids.has(item.messageId)), ...items];
    if (items.length > 0) schedule(0);
  },
  clear() {
    items = [];
  },
};

/**
 * One request at a time, in order. What fails is sent again under the same message id, so the server counts it once; the
 * pause doubles, with chance in it so that a shop's browsers do not come back all at once.
 */
export function openQueue(page: Host): Queue {
  host = page;
  addEventListener('online', () => {
    clearTimeout(timer);
    timer = undefined;
    schedule(0);
  });
  return queue;
}
