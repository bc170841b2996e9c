import type { ImportSummary } from '@augenblick/contract/api/import.ts';
import { monthIn } from './date.ts';
import { LIMITS } from './limits.ts';
import type { ReadOrder } from './order.ts';

/** Counts what was in the file while it is read. */
export interface SummaryCounter {
  order(order: ReadOrder): void;
  /** `newsletter`: what the row said about it, as far as it was taken over. */
  customer(newsletter: 'granted' | 'withdrawn' | null): void;
  product(count: number): void;
  result(): ImportSummary;
}

/** `zone`: whose calendar the months are of. Customers beyond LIMITS.summaryCustomersMax are no longer told apart. */
export function summaryCounter(zone: string): SummaryCounter {
  const months = new Map<string, ImportSummary['months'][number]>();
  const customers = new Set<string>();
  const kinds = { sale: 0, return: 0, adjustment: 0 };
  let lines = 0;
  let named = 0;
  let withoutCustomer = 0;
  let products = 0;
  const newsletter = { granted: 0, withdrawn: 0 };
  let firstAt: number | null = null;
  let lastAt: number | null = null;
  return {
    order(order) {
      kinds[order.document]++;
      lines += order.lines;
      if (order.customer === null) withoutCustomer++;
      else if (customers.size < LIMITS.summaryCustomersMax) customers.add(order.customer);
      firstAt = firstAt === null ? order.at : Math.min(firstAt, order.at);
      lastAt = lastAt === null ? order.at : Math.max(lastAt, order.at);
      const month = monthIn(order.at, zone);
      const key = `${month} ${order.currency}`;
      let counted = months.get(key);
      if (!counted) {
        counted = {
          month,
          currency: order.currency,
          orders: 0,
          sales: 0,
          returns: 0,
          revenueMinor: 0,
        };
        months.set(key, counted);
      }
      counted.orders++;
      if (order.document === 'sale') counted.sales++;
      if (order.document === 'return') counted.returns++;
      counted.revenueMinor += order.totalMinor;
    },
    customer(word) {
      named++;
      if (word !== null) newsletter[word]++;
    },
    product(count) {
      products += count;
    },
    result: () => ({
      orders: kinds.sale + kinds.return + kinds.adjustment,
      lines,
      sales: kinds.sale,
      returns: kinds.return,
      adjustments: kinds.adjustment,
      customers: customers.size + named,
      withoutCustomer,
      products,
      consents: newsletter.granted,
      signedOff: newsletter.withdrawn,
      firstAt,
      lastAt,
      months: [...months.values()].sort((a, b) =>
        `${a.month} ${a.currency}` < `${b.month} ${b.currency}` ? -1 : 1,
      ),
    }),
  };
}
