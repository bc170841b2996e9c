import { LIMITS } from './limits.ts';
import type { ReadOrder } from './order.ts';
import type { RowValues } from './row.ts';

/** A product as order lines show it. */
export interface SoldProduct {
  productId: string;
  /** Most frequent description. */
  name: string | null;
  category: string | null;
  brand: string | null;
  /** Latest price above zero at which some were sold, as decimal text. */
  price: string | null;
  currency: string;
}

interface Seen extends SoldProduct {
  names: Map<string, number>;
  pricedAt: number;
}

/** Collects the products of a run's orders. */
export interface SoldProducts {
  see(order: ReadOrder, rows: readonly RowValues[]): void;
  all(): SoldProduct[];
}

/** Memory is bounded: products beyond LIMITS.soldProductsMax and spellings beyond LIMITS.soldNamesMax are passed over. */
export function soldProducts(): SoldProducts {
  const products = new Map<string, Seen>();
  return {
    see(order, rows) {
      for (const row of rows) {
        const productId = String(row.product_id ?? row.product_name);
        let seen = products.get(productId);
        if (!seen) {
          if (products.size >= LIMITS.soldProductsMax) continue;
          seen = begin(productId, order.currency);
          products.set(productId, seen);
        }
        if (row.product_name !== undefined) count(seen.names, String(row.product_name));
        if (row.category !== undefined) seen.category = String(row.category);
        if (row.brand !== undefined) seen.brand = String(row.brand);
        const sold = Number(row.unit_price) > 0 && Number(row.quantity ?? 1) > 0;
        if (sold && order.at >= seen.pricedAt) {
          seen.price = String(row.unit_price);
          seen.currency = order.currency;
          seen.pricedAt = order.at;
        }
      }
    },
    all: () =>
      [...products.values()].map(({ names, pricedAt: _pricedAt, ...product }) => ({
        ...product,
        name: mostFrequent(names),
      })),
  };
}

function begin(productId: string, currency: string): Seen {
  return {
    productId,
    name: null,
    category: null,
    brand: null,
    price: null,
    currency,
    names: new Map(),
    pricedAt: Number.NEGATIVE_INFINITY,
  };
}

function count(names: Map<string, number>, name: string): void {
  const before = names.get(name);
  if (before !== undefined || names.size < LIMITS.soldNamesMax) names.set(name, (before ?? 0) + 1);
}

/** Of equally frequent names the first in the alphabet, so that every run says the same. */
function mostFrequent(names: ReadonlyMap<string, number>): string | null {
  let best: [string, number] | undefined;
  for (const entry of names)
    if (!best || entry[1] > best[1] || (entry[1] === best[1] && entry[0] < best[0])) best = entry;
  return best?.[0] ?? null;
}
