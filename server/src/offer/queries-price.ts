import type { OfferDraft, RetailerId } from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';
import type { OfferRun, PriceFrom } from './price.ts';

/** SQL of the lowest-price check. Prices are the catalogue's: it notes every change in product_price. */

/** A product with its present price. */
export interface PricedProduct {
  productId: string;
  name: string;
  categories: string[];
  priceMinor: number;
}

/** Goods with a price in this currency. */
export async function pricedProducts(
  sql: TransactionSql,
  retailerId: RetailerId,
  currency: string,
): Promise<PricedProduct[]> {
  const rows = await sql<
    { product_id: string; name: string; category_path: string[]; price_minor: number }[]
  >`
    select product_id, name, category_path, price_minor from product
     where retailer_id = ${retailerId} and goods and price_minor is not null and currency = ${currency}
     order by product_id limit 100000`;
  return rows.map((row) => ({
    productId: row.product_id,
    name: row.name,
    categories: row.category_path,
    priceMinor: row.price_minor,
  }));
}

/** Every price that stood in a window, by product: those set in it, and the last one set before. */
export async function pricesSince(
  sql: TransactionSql,
  retailerId: RetailerId,
  currency: string,
  { from, to }: { from: Date; to: Date },
): Promise<Map<string, PriceFrom[]>> {
  const rows = await sql<{ product_id: string; at: Date; price_minor: number }[]>`
    (select distinct on (product_id) product_id, at, price_minor from product_price
      where retailer_id = ${retailerId} and currency = ${currency} and at <= ${from}
      order by product_id, at desc)
    union all
    (select product_id, at, price_minor from product_price
      where retailer_id = ${retailerId} and currency = ${currency} and at > ${from} and at < ${to})`;
  const prices = new Map<string, PriceFrom[]>();
  for (const row of rows) {
    const list = prices.get(row.product_id) ?? [];
    list.push({ at: row.at.getTime(), priceMinor: row.price_minor });
    prices.set(row.product_id, list);
  }
  return prices;
}

/** Offers that ran after an instant, as what they ran. */
export async function runsSince(
  sql: TransactionSql,
  retailerId: RetailerId,
  from: Date,
): Promise<OfferRun[]> {
  const rows = await sql<{ from_at: Date; to_at: Date | null; definition: OfferDraft }[]>`
    select from_at, to_at, definition from offer_run
     where retailer_id = ${retailerId} and (to_at is null or to_at > ${from}) order by from_at limit 5000`;
  return rows.map(({ from_at, to_at, definition }) => {
    const { validFrom, validTo } = definition;
    const ends = [to_at?.getTime(), validTo].filter((end): end is number => end != null);
    return {
      from: Math.max(from_at.getTime(), validFrom ?? 0),
      to: ends.length === 0 ? null : Math.min(...ends),
      offer: definition,
    };
  });
}
