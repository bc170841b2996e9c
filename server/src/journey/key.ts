/** What tells several runs of one shopper apart, read from what happened. Pure. */
import {
  asText,
  isObject,
  type JourneyFact,
  type JourneyKey,
  type JsonObject,
} from '@augenblick/contract';

/** Longest key kept; ids of shops are shorter. */
const KEY_MAX = 120;

/** The cart, order or product a fact is about; empty where it names none, or the journey has one run a shopper. */
export function keyOf(by: JourneyKey, { data }: Pick<JourneyFact, 'data'>): string {
  const value =
    by === 'cart'
      ? data.cart_id
      : by === 'order'
        ? (data.order_id ?? data.receipt_id)
        : by === 'product'
          ? productOf(data)
          : '';
  return (asText(value) ?? '').slice(0, KEY_MAX);
}

/** True when a fact is about the same cart, order or product as a run; a key of none is the same as every. */
export function isSame(by: JourneyKey, key: string, fact: Pick<JourneyFact, 'data'>): boolean {
  if (by === 'shopper' || key === '') return true;
  if (by === 'product' && productsOf(fact.data).includes(key)) return true;
  return keyOf(by, fact) === key;
}

function productOf(data: JsonObject): unknown {
  return data.product_id ?? productsOf(data)[0];
}

function productsOf(data: JsonObject): string[] {
  if (!Array.isArray(data.products)) return [];
  return data.products.flatMap((one) => {
    const id = isObject(one) ? asText(one.product_id) : undefined;
    return id === undefined ? [] : [id];
  });
}

/** Events of a sale say themselves where it was made: a file of a till's orders comes through another source. */
const SALES: ReadonlySet<string> = new Set([
  'Order Completed',
  'Order Updated',
  'Order Cancelled',
  'Order Refunded',
  'Receipt Issued',
]);

/** The way in which an event came: of a sale, where it was made; else the kind of its source. */
export function soldThrough(name: string, properties: JsonObject, kind: string): string {
  if (!SALES.has(name)) return kind;
  return asText(properties.channel)?.slice(0, 40) ?? kind;
}
