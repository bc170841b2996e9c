import type { RetailerId } from '@augenblick/contract';
import type { OrderList } from '@augenblick/contract/api/shopper.ts';
import type { TransactionSql } from '../runtime/index.ts';
import { cursorTime, fromCursor, toCursor } from './cursor.ts';
import * as queries from './queries.ts';

/** One page of a shopper's orders with their lines, newest first. */
export async function orderPage(
  sql: TransactionSql,
  retailerId: RetailerId,
  profileId: string,
  query: { cursor?: string | undefined; limit: number },
): Promise<OrderList> {
  const mark = fromCursor(query.cursor, [0, ''] as const);
  const before = mark && { at: cursorTime(mark[0]), id: mark[1] };
  const rows = await queries.orders(sql, retailerId, profileId, query.limit + 1, before);
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  const ids = page.map((row) => row.order_id);
  const lines = ids.length === 0 ? [] : await queries.orderLines(sql, retailerId, profileId, ids);
  return {
    orders: page.map((row) => ({
      orderId: row.order_id,
      kind: row.kind,
      status: row.status,
      at: row.at.getTime(),
      currency: row.currency,
      totalMinor: row.total_minor,
      shippingMinor: row.shipping_minor,
      taxMinor: row.tax_minor,
      discountMinor: row.discount_minor,
      refundedMinor: row.refunded_minor,
      coupon: row.coupon,
      channel: row.channel,
      storeId: row.store_id,
      eventId: row.event_id,
      lines: lines.filter((line) => line.order_id === row.order_id).map(lineView),
    })),
    next: last ? toCursor([last.at.getTime(), last.order_id]) : null,
  };
}

function lineView(line: queries.LineRow): OrderList['orders'][number]['lines'][number] {
  return {
    lineNo: line.line_no,
    productId: line.product_id,
    name: line.name,
    category: line.category,
    brand: line.brand,
    variant: line.variant,
    quantity: Number(line.quantity),
    unitPriceMinor: line.unit_price_minor,
  };
}
