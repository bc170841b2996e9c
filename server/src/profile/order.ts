import {
  asCurrency,
  asText,
  type JsonObject,
  type Order,
  type OrderKind,
  ORDER_KINDS,
  type OrderLine,
  toMinor,
} from '@augenblick/contract';
import type { FoldEvent } from './fold-event.ts';
import { AMOUNT_MINOR_MAX, mentionedProducts, priceMinor } from './product.ts';

/** Names of events that create or change an order. */
export const ORDER_EVENT_NAMES: ReadonlySet<string> = new Set([
  'Order Completed',
  'Receipt Issued',
  'Order Updated',
  'Order Cancelled',
  'Order Refunded',
]);
/** More lines than any basket has; a wholesaler's invoice in Online Retail has 1,114. */
const LINES_MAX = 2000;

/** The order an event speaks of, or undefined when it is no order event. */
export function orderIdOf(event: Pick<FoldEvent, 'name' | 'properties'>): string | undefined {
  if (!ORDER_EVENT_NAMES.has(event.name)) return undefined;
  const { properties } = event;
  return asText(
    properties.order_id ?? properties.orderId ?? properties.transaction_id ?? properties.receipt_id,
  )?.slice(0, 200);
}

/**
 * The order after an event: created, corrected, cancelled or refunded. The same order said again is a correction; what
 * was refunded or cancelled before stays so. A refund that comes before its order makes an order of zero that the late
 * order then fills. Pure.
 */
export function applyOrderEvent(
  before: Order | undefined,
  event: FoldEvent,
  orderId: string,
): Order {
  const currency = asCurrency(event.properties.currency) ?? before?.currency ?? event.currency;
  const order = before
    ? { ...before, currency, event: event.id }
    : emptyOrder(orderId, event, currency);
  switch (event.name) {
    case 'Order Cancelled':
      order.status = 'cancelled';
      return order;
    case 'Order Refunded':
      return refund(order, event);
    default:
      return describe(order, event, before === undefined);
  }
}

function emptyOrder(orderId: string, event: FoldEvent, currency: string): Order {
  return {
    orderId,
    kind: 'sale',
    status: 'completed',
    at: event.at,
    currency,
    totalMinor: 0,
    shippingMinor: 0,
    taxMinor: 0,
    discountMinor: 0,
    refundedMinor: 0,
    coupon: null,
    channel: event.channel,
    storeId: null,
    lines: [],
    event: event.id,
  };
}

/** Takes over what the event says of the order; `Order Updated` may say a part only. */
function describe(order: Order, event: FoldEvent, isNew: boolean): Order {
  const { properties } = event;
  const money = (sent: unknown): number | undefined =>
    sent === undefined || sent === null ? undefined : toMinor(sent, order.currency);
  const lines = mentionedProducts(properties)
    .slice(0, LINES_MAX)
    .map(
      (product, i): OrderLine => ({
        lineNo: i + 1,
        productId: product.productId,
        name: product.name,
        category: product.category,
        brand: product.brand,
        variant: product.variant,
        quantity: product.quantity,
        unitPriceMinor: priceMinor(product, order.currency) ?? 0,
      }),
    );
  if (lines.length > 0 || event.name !== 'Order Updated') order.lines = lines;
  if (event.name !== 'Order Updated' || isNew) order.at = orderedAt(properties) ?? event.at;
  order.shippingMinor = money(properties.shipping) ?? order.shippingMinor;
  order.taxMinor = money(properties.tax) ?? order.taxMinor;
  order.discountMinor = money(properties.discount) ?? order.discountMinor;
  order.totalMinor = totalOf(properties, order, money, lines.length > 0 || isNew);
  order.coupon = asText(properties.coupon)?.slice(0, 100) ?? order.coupon;
  order.kind = documentOf(properties) ?? order.kind;
  order.channel = asText(properties.channel)?.slice(0, 40) ?? order.channel;
  order.storeId = asText(properties.store_id)?.slice(0, 100) ?? order.storeId;
  return order.refundedMinor > 0 ? withReturnStatus(order) : order;
}

/** Segment: `total` is everything, `revenue` without shipping and tax; GA4: `value`; else the lines less the discount. */
function totalOf(
  properties: JsonObject,
  order: Order,
  money: (sent: unknown) => number | undefined,
  linesCount: boolean,
): number {
  const total = money(properties.total);
  if (total !== undefined) return total;
  const revenue = money(properties.revenue);
  if (revenue !== undefined) return revenue + order.shippingMinor + order.taxMinor;
  const value = money(properties.value);
  if (value !== undefined) return value;
  if (!linesCount) return order.totalMinor;
  return linesTotal(order.lines) + order.shippingMinor - order.discountMinor;
}

function linesTotal(lines: readonly OrderLine[]): number {
  return bounded(
    lines.reduce((sum, line) => sum + Math.round(line.quantity * line.unitPriceMinor), 0),
  );
}

/** Sums of senseless prices stay storable. */
function bounded(minor: number): number {
  return Math.max(-1000 * AMOUNT_MINOR_MAX, Math.min(1000 * AMOUNT_MINOR_MAX, minor));
}

function refund(order: Order, event: FoldEvent): Order {
  const { properties } = event;
  const sent = properties.total ?? properties.revenue ?? properties.value;
  const said = sent === undefined || sent === null ? undefined : toMinor(sent, order.currency);
  const products = mentionedProducts(properties);
  const byLines = products.reduce((sum, product) => {
    const price =
      priceMinor(product, order.currency) ??
      order.lines.find((line) => line.productId === product.productId)?.unitPriceMinor ??
      0;
    return sum + Math.round(Math.abs(product.quantity) * price);
  }, 0);
  const amount = Math.abs(
    said ?? (products.length > 0 ? byLines : order.totalMinor - order.refundedMinor),
  );
  order.refundedMinor = bounded(order.refundedMinor + amount);
  return withReturnStatus(order);
}

function withReturnStatus(order: Order): Order {
  if (order.status !== 'cancelled')
    order.status = order.refundedMinor >= order.totalMinor ? 'returned' : 'partly_returned';
  return order;
}

function documentOf(properties: JsonObject): OrderKind | undefined {
  const sent = properties.document;
  return ORDER_KINDS.find((kind) => kind === sent);
}

function orderedAt(properties: JsonObject): number | undefined {
  const sent = properties.ordered_at;
  const ms = typeof sent === 'string' ? Date.parse(sent) : Number.NaN;
  return ms >= 0 && ms < Date.UTC(2100, 0, 1) ? ms : undefined;
}

/** What one order adds to its currency's totals. */
export function contribution(order: Order): {
  orders: number;
  revenueMinor: number;
  refundedMinor: number;
  items: number;
} {
  if (order.kind === 'adjustment' || order.status === 'cancelled')
    return { orders: 0, revenueMinor: 0, refundedMinor: 0, items: 0 };
  if (order.kind === 'return')
    return { orders: 0, revenueMinor: 0, refundedMinor: Math.abs(order.totalMinor), items: 0 };
  const items = order.lines.reduce((sum, line) => sum + Math.max(0, line.quantity), 0);
  return { orders: 1, revenueMinor: order.totalMinor, refundedMinor: order.refundedMinor, items };
}
