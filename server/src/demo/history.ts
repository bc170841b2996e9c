import { createHash } from 'node:crypto';
import { seededRandom } from '../runtime/index.ts';
import { type Calendar, weeksForward } from './calendar.ts';
import type { DemoFile, DemoFileInvoice } from './dataset.ts';
import { type DemoShopper, inventShoppers, traitsOf } from './shopper.ts';
import { STORES } from './store.ts';
import { MEASURING_WORDING, NEWSLETTER_WORDING } from './wording.ts';

/** An item for ingest, shaped like a Segment call. */
export type DemoItem = Record<string, unknown> & { messageId: string; timestamp: string };

/** What the history needs to know besides the file. */
export interface HistoryFrame {
  /** The instant the history is to end at, ms. Nothing later comes out. */
  anchorAt: number;
  calendar: Calendar;
  currency: string;
}

const MINUTE_MS = 60_000;
/** On real invoices of other people's customers: they carry no simulation, yet say what they are. */
const CONTEXT = { demo: 'online-retail', library: { name: 'augenblick-demo', version: '1' } };

/** The history in order of time, made piece by piece: as a whole it would be 30 MB of objects. */
export interface History {
  total: number;
  /** Items from one place (0 is the first) up to another, which is left out. */
  items(from: number, to: number): DemoItem[];
}

/**
 * The whole history: who the shopper is (before their first purchase), consents, invoices as web orders or till
 * receipts, goods given back. Pure: the same file and frame give the same items, so a load that was broken off can go
 * on where it stopped.
 */
export function planHistory(file: DemoFile, frame: HistoryFrame): History {
  const shoppers = inventShoppers(file.customers);
  const seen = new Set<number>();
  const plan: Planned[] = [];
  const walls = wallTimes(file);
  const shift = weeksForward(walls.at(-1) ?? 0, frame.calendar.wall(frame.anchorAt));
  file.invoices.forEach((invoice, index) => {
    const at = frame.calendar.instant((walls[index] ?? 0) + shift);
    // Five minutes stay free for what follows an invoice (a consent given with it).
    if (at + 5 * MINUTE_MS > frame.anchorAt) return;
    const shopper = shoppers[invoice[1]];
    if (shopper && !seen.has(invoice[1])) {
      seen.add(invoice[1]);
      plan.push(...introduction(shopper, at));
    }
    plan.push({
      at,
      make: () => purchase(file, invoice, { at, shopper, currency: frame.currency }),
    });
  });
  plan.sort((a, b) => a.at - b.at);
  return {
    total: plan.length,
    items: (from, to) => plan.slice(from, to).map(({ make }) => make()),
  };
}

interface Planned {
  at: number;
  make: () => DemoItem;
}

/** The local time of each invoice, ms since 1970 read as UTC. */
function wallTimes(file: DemoFile): number[] {
  let minute = file.startMinute;
  return file.invoices.map(([, , step]) => {
    minute += step;
    return minute * MINUTE_MS;
  });
}

/** Who the shopper is, a minute before the first purchase; and the newsletter, for those who take it. */
function introduction(shopper: DemoShopper, firstAt: number): Planned[] {
  const { userId } = shopper;
  const identified: Planned = {
    at: firstAt - MINUTE_MS,
    make: () => ({
      type: 'identify',
      messageId: `history-shopper-${userId}`,
      userId,
      timestamp: new Date(firstAt - MINUTE_MS).toISOString(),
      traits: traitsOf(shopper),
      context: CONTEXT,
    }),
  };
  if (!shopper.newsletter) return [identified];
  const at = firstAt + 2 * MINUTE_MS;
  const consents: Planned[] = [{ at, make: () => newsletter(shopper, at) }];
  if (letsMeasure(shopper)) consents.push({ at, make: () => measuring(shopper, at) });
  return [identified, ...consents];
}

function newsletter(shopper: DemoShopper, at: number): DemoItem {
  return consent(shopper, at, `history-consent-${shopper.userId}`, {
    purpose: 'marketing',
    channel: 'email',
    wording: NEWSLETTER_WORDING[shopper.language],
  });
}

function measuring(shopper: DemoShopper, at: number): DemoItem {
  return consent(shopper, at, `history-measuring-${shopper.userId}`, {
    purpose: 'analytics',
    channel: 'any',
    wording: MEASURING_WORDING[shopper.language],
  });
}

/** Two in three who take the newsletter let the shop see what they open. */
function letsMeasure({ userId }: DemoShopper): boolean {
  return createHash('sha256').update(userId).digest().readUInt8(0) % 3 > 0;
}

function consent(shopper: DemoShopper, at: number, messageId: string, what: object): DemoItem {
  return {
    type: 'track',
    event: 'Consent Granted',
    messageId,
    userId: shopper.userId,
    timestamp: new Date(at).toISOString(),
    properties: {
      ...what,
      method: 'double_opt_in',
      place: shopper.storeShare > 0.5 ? `store:${shopper.store?.id}` : 'checkout',
      wording_version: '2',
    },
    context: CONTEXT,
  };
}

interface Purchase {
  at: number;
  shopper: DemoShopper | undefined;
  currency: string;
}

function purchase(
  file: DemoFile,
  invoice: DemoFileInvoice,
  { at, shopper, currency }: Purchase,
): DemoItem {
  const [no, , , flat] = invoice;
  const draw = seededRandom(Number(no.replace(/\D/g, '')));
  const inStore = shopper ? draw.next() < shopper.storeShare : true;
  const store = inStore ? (shopper?.store ?? STORES[draw.next() < 0.5 ? 0 : 1]) : null;
  const products: Record<string, unknown>[] = [];
  let totalMinor = 0;
  for (let i = 0; i + 2 < flat.length; i += 3) {
    const product = file.products[flat[i] ?? -1];
    const quantity = flat[i + 1] ?? 0;
    const priceMinor = flat[i + 2] ?? 0;
    if (!product) continue;
    totalMinor += quantity * priceMinor;
    products.push({
      product_id: product[0],
      sku: product[0],
      name: product[4] ?? product[1],
      category: file.categories[product[2]]?.de,
      price: priceMinor / 100,
      quantity,
    });
  }
  const total = totalMinor / 100;
  return {
    type: 'track',
    event: store ? 'Receipt Issued' : 'Order Completed',
    messageId: `history-invoice-${no}`,
    // At a till only the card says who it is; who is without one stays unknown.
    ...(store || !shopper ? {} : { userId: shopper.userId }),
    timestamp: new Date(at).toISOString(),
    properties: {
      order_id: no,
      document: no.startsWith('C') ? 'return' : 'sale',
      channel: store ? 'till' : 'web',
      ...(store ? { store_id: store.id, store_name: store.name } : {}),
      ...(store && shopper?.card ? { card_number: shopper.card } : {}),
      currency,
      total,
      revenue: total,
      products,
    },
    context: CONTEXT,
  };
}
