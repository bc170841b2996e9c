import { hash } from 'node:crypto';
import { currencyExponent, type OrderKind } from '@augenblick/contract';
import type { ImportSettings } from '@augenblick/contract/api/import.ts';
import { documentOf } from './document.ts';
import { LIMITS } from './limits.ts';
import {
  add,
  type Decimal,
  decimalText,
  divide,
  multiply,
  rescale,
  toDecimal,
  ZERO,
} from './number.ts';
import type { Problem } from './problem.ts';
import type { RowValues } from './row.ts';
import { type Item, itemOf, whoOf } from './item.ts';

/** One order of the file, ready to be submitted, with the figures that the summary counts. */
export interface ReadOrder {
  item: Item;
  /** 'Order Cancelled' after the order, when the file says so. */
  cancelled: boolean;
  orderId: string;
  document: OrderKind;
  at: number;
  currency: string;
  totalMinor: number;
  lines: number;
  /** A digest that stands for the customer; null without one. */
  customer: string | null;
}

export type OrderResult = { ok: true; order: ReadOrder } | { ok: false; problem: Problem };

/** Settings that decide what an order is. */
type OrderSettings = Pick<ImportSettings, 'currency' | 'channel' | 'documents'>;

/**
 * Puts the rows of one order (in the file's order) together. What is said once for the whole order may stand in any of its rows;
 * the first one counts. Equal rows stay separate lines: a shop may bill the same thing twice. Pure.
 */
export function orderOfLines(rows: readonly RowValues[], settings: OrderSettings): OrderResult {
  if (rows.length > LIMITS.orderLinesMax)
    return { ok: false, problem: { code: 'order_too_many_lines' } };
  const mixed = mixedProblem(rows);
  if (mixed) return { ok: false, problem: mixed };
  const head = headOf(rows);
  if (head.ordered_at === undefined)
    return { ok: false, problem: { code: 'field_missing', column: 'ordered_at' } };
  const lines = rows.map(lineOf);
  const goods = lines.reduce((sum, line) => add(sum, line.total), ZERO);
  const shipping = amount(head.shipping);
  const discount = amount(head.discount);
  const total = add(add(goods, shipping ?? ZERO), negate(absolute(discount ?? ZERO)));
  return { ok: true, order: readOrder(head, total, lines, settings) };
}

/** An order that is one row: it has a total and no lines. Pure. */
export function orderOfRow(row: RowValues, settings: OrderSettings): OrderResult {
  return { ok: true, order: readOrder(row, amount(row.total) ?? ZERO, [], settings) };
}

interface Line {
  product: Record<string, string | number>;
  quantity: Decimal;
  total: Decimal;
}

function readOrder(
  head: RowValues,
  exactTotal: Decimal,
  lines: readonly Line[],
  settings: OrderSettings,
): ReadOrder {
  const currency = text(head.currency) ?? settings.currency;
  const total = rescale(exactTotal, currencyExponent(currency));
  const orderId = text(head.order_id) ?? '';
  const who = whoOf(head);
  const document = documentOf(
    {
      orderId,
      named: text(head.document),
      total,
      quantities: lines.map((line) => line.quantity),
      hasCustomer: who.key !== null,
    },
    settings.documents,
  );
  const discount = amount(head.discount);
  const properties = {
    order_id: orderId,
    total: Number(decimalText(total)),
    ...optionalNumber('shipping', amount(head.shipping)),
    ...optionalNumber('tax', amount(head.tax)),
    ...optionalNumber('discount', discount && absolute(discount)),
    ...optionalText('coupon', head.coupon),
    currency,
    ...optionalText('channel', head.channel ?? settings.channel ?? undefined),
    ...optionalText('store_id', head.store_id),
    ...optionalText('country', head.country),
    document,
    products: lines.map((line) => line.product),
  };
  const at = head.ordered_at as number;
  return {
    item: itemOf({ kind: 'order', key: orderId, event: 'Order Completed', who, at, properties }),
    cancelled: document === 'sale' && CANCELLED.test(text(head.status) ?? ''),
    orderId,
    document,
    at,
    currency,
    totalMinor: Number(total.units),
    lines: lines.length,
    customer: who.key === null ? null : hash('sha1', who.key, 'base64url').slice(0, 12),
  };
}

const CANCELLED = /stornier|storno|annullier|abgebrochen|cancel|void/i;

function lineOf(row: RowValues): Line {
  const quantity = amount(row.quantity) ?? { units: 1n, scale: 0 };
  const stated = amount(row.line_total);
  const price =
    amount(row.unit_price) ??
    (quantity.units === 0n ? (stated ?? ZERO) : divide(stated ?? ZERO, quantity, 4));
  const name = text(row.product_name);
  return {
    quantity,
    total: stated ?? multiply(quantity, price),
    product: {
      product_id: text(row.product_id) ?? name ?? '',
      ...(name === undefined ? {} : { name }),
      ...optionalText('category', row.category),
      ...optionalText('brand', row.brand),
      ...optionalText('variant', row.variant),
      price: Number(decimalText(price)),
      quantity: Number(decimalText(quantity)),
    },
  };
}

/** The first value of each field over all rows of an order; of times the earliest. */
function headOf(rows: readonly RowValues[]): RowValues {
  const head: RowValues = {};
  for (const row of rows) {
    for (const [field, value] of Object.entries(row) as [keyof RowValues, string | number][]) {
      const known = head[field];
      if (known === undefined) head[field] = value;
      else if (field === 'ordered_at' && value < known) head[field] = value;
    }
  }
  return head;
}

function mixedProblem(rows: readonly RowValues[]): Problem | undefined {
  for (const field of ['customer_id', 'email', 'card_number', 'currency'] as const) {
    const values = new Set(rows.map((row) => row[field]).filter((value) => value !== undefined));
    if (values.size > 1)
      return { code: field === 'currency' ? 'order_mixed_currencies' : 'order_mixed_customers' };
  }
  return undefined;
}

const text = (value: string | number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

/** A number of a row as an exact value; the row was checked when it was read. */
function amount(value: string | number | undefined): Decimal | undefined {
  return value === undefined ? undefined : toDecimal(String(value));
}

const negate = (value: Decimal): Decimal => ({ units: -value.units, scale: value.scale });
const absolute = (value: Decimal): Decimal => (value.units < 0n ? negate(value) : value);

function optionalNumber(name: string, value: Decimal | undefined): Record<string, number> {
  return value === undefined ? {} : { [name]: Number(decimalText(value)) };
}

function optionalText(name: string, value: string | number | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: String(value) };
}
