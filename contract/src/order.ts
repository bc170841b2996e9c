/** sale = goods against money; return = goods or money back as a document of its own; adjustment = book-keeping only. */
export const ORDER_KINDS = ['sale', 'return', 'adjustment'] as const;
export type OrderKind = (typeof ORDER_KINDS)[number];

export const ORDER_STATUSES = ['completed', 'cancelled', 'partly_returned', 'returned'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** One line of an order. Amounts in minor units of the order's currency; quantity may be negative on a return. */
export interface OrderLine {
  lineNo: number;
  productId: string;
  name: string;
  category: string | null;
  brand: string | null;
  variant: string | null;
  quantity: number;
  unitPriceMinor: number;
}

/** An order as it stands after every event about it. */
export interface Order {
  orderId: string;
  kind: OrderKind;
  status: OrderStatus;
  /** When it was placed (ms, UTC). */
  at: number;
  currency: string;
  /** What the shopper paid, tax and shipping included. */
  totalMinor: number;
  shippingMinor: number;
  taxMinor: number;
  discountMinor: number;
  /** Given back so far through refunds. */
  refundedMinor: number;
  coupon: string | null;
  /** Where it was sold: web, till, a store's id … */
  channel: string;
  storeId: string | null;
  lines: OrderLine[];
  /** The last event that changed it (trace id). */
  event: string;
}
