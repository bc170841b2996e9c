import type { RetailerId } from '@augenblick/contract';
import type { Product, ProductOrigin } from '@augenblick/contract/api/catalogue.ts';
import type { JsonInput, Sql, TransactionSql } from '../runtime/index.ts';
import type { ProductReport } from './product.ts';

type AnySql = Sql | TransactionSql;

interface ProductRow {
  product_id: string;
  name: string;
  category_path: string[];
  brand: string | null;
  price_minor: number | null;
  currency: string | null;
  image: string | null;
  url: string | null;
  gtin: string | null;
  attributes: Record<string, unknown>;
  goods: boolean;
  origin: ProductOrigin;
  updated_at: Date;
}

const toProduct = (row: ProductRow): Product => ({
  productId: row.product_id,
  name: row.name,
  categoryPath: row.category_path,
  brand: row.brand,
  priceMinor: row.price_minor,
  currency: row.currency,
  image: row.image,
  url: row.url,
  gtin: row.gtin,
  attributes: row.attributes,
  goods: row.goods,
  origin: row.origin,
  updatedAt: row.updated_at.getTime(),
});

/** A report as the statement below takes it. */
const toSent = (report: ProductReport) => ({
  product_id: report.productId,
  name: report.name,
  category_path: report.categoryPath,
  brand: report.brand,
  price_minor: report.priceMinor,
  currency: report.priceMinor === null ? null : report.currency,
  image: report.image,
  url: report.url,
  gtin: report.gtin,
  attributes: report.attributes,
  goods: report.goods,
  // Told apart from "said to be nothing": the members that the report names.
  said: Object.keys(report).filter((key) => report[key as keyof ProductReport] !== undefined),
});

/**
 * Writes products, all in one statement, and notes each new price. Reports must name each product once. What a report
 * leaves out stays; a row that would not change is not written. Rows from order lines only fill gaps: they write new
 * products and such as came from order lines before. Answers how many rows were written.
 */
export async function upsertProducts(
  sql: AnySql,
  retailerId: RetailerId,
  reports: readonly ProductReport[],
  origin: ProductOrigin,
  at: number,
): Promise<number> {
  if (reports.length === 0) return 0;
  const rows = reports.map(toSent);
  const [result] = await sql`
    with sent as (
      select * from jsonb_to_recordset(${sql.json(rows as unknown as JsonInput)}) as sent(
        product_id text, name text, category_path jsonb, brand text, price_minor bigint, currency text, image text,
        url text, gtin text, attributes jsonb, goods boolean, said jsonb)
    ), joined as (
      select
        sent.product_id,
        coalesce(sent.name, old.name, sent.product_id) as name,
        coalesce(sent.category_path, old.category_path, '[]') as category_path,
        case when sent.said ? 'brand' then sent.brand else old.brand end as brand,
        case when sent.said ? 'priceMinor' then sent.price_minor else old.price_minor end as price_minor,
        case when sent.said ? 'priceMinor' then sent.currency else old.currency end as currency,
        case when sent.said ? 'image' then sent.image else old.image end as image,
        case when sent.said ? 'url' then sent.url else old.url end as url,
        case when sent.said ? 'gtin' then sent.gtin else old.gtin end as gtin,
        coalesce(old.attributes, '{}') || coalesce(sent.attributes, '{}') as attributes,
        coalesce(sent.goods, old.goods, true) as goods,
        old.price_minor as old_price,
        old.currency as old_currency
      from sent
      left join product old on old.retailer_id = ${retailerId} and old.product_id = sent.product_id
      where old.origin is null or ${origin} <> 'order-lines' or old.origin = 'order-lines'
    ), priced as (
      insert into product_price (retailer_id, product_id, at, price_minor, currency)
      select ${retailerId}, product_id, ${new Date(at)}, price_minor, currency from joined
      where price_minor is not null
        and (price_minor, currency) is distinct from (old_price, old_currency)
      on conflict (retailer_id, product_id, at)
        do update set price_minor = excluded.price_minor, currency = excluded.currency
    ), written as (
      insert into product as product (retailer_id, product_id, name, category_path, brand, price_minor, currency, image,
        url, gtin, attributes, goods, origin, search, updated_at)
      select ${retailerId}, product_id, name, category_path, brand, price_minor, currency, image, url, gtin, attributes,
        goods, ${origin}, lower(left(concat_ws(' ', product_id, name, brand, gtin,
          (select string_agg(part, ' ') from jsonb_array_elements_text(category_path) part)), 2000)), ${new Date(at)}
      from joined
      on conflict (retailer_id, product_id) do update set
        name = excluded.name, category_path = excluded.category_path, brand = excluded.brand,
        price_minor = excluded.price_minor, currency = excluded.currency, image = excluded.image, url = excluded.url,
        gtin = excluded.gtin, attributes = excluded.attributes, goods = excluded.goods, origin = excluded.origin,
        search = excluded.search, updated_at = excluded.updated_at
      where (product.name, product.category_path, product.brand, product.price_minor, product.currency, product.image,
          product.url, product.gtin, product.attributes, product.goods, product.origin)
        is distinct from (excluded.name, excluded.category_path, excluded.brand, excluded.price_minor,
          excluded.currency, excluded.image, excluded.url, excluded.gtin, excluded.attributes, excluded.goods,
          excluded.origin)
      returning 1
    )
    select count(*)::int as written from written`;
  return (result?.['written'] as number | undefined) ?? 0;
}

/** Products by id; ids that do not exist are left out. */
export async function productsByIds(
  sql: AnySql,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<Product[]> {
  const rows = await sql<ProductRow[]>`
    select * from product
    where retailer_id = ${retailerId}
      and product_id in (select jsonb_array_elements_text(${sql.json([...ids])}))`;
  return rows.map(toProduct);
}

/** One page of the catalogue by id; every word of `words` must occur. */
export async function searchProducts(
  sql: AnySql,
  retailerId: RetailerId,
  query: {
    words: readonly string[];
    category: string | undefined;
    after: string | undefined;
    limit: number;
  },
): Promise<{ products: Product[]; total: number }> {
  const patterns = query.words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  const matching = sql`
    retailer_id = ${retailerId}
    and not exists (
      select 1 from jsonb_array_elements_text(${sql.json(patterns)}) pattern
      where product.search not like pattern)
    and (${query.category ?? null}::text is null or category_path ? ${query.category ?? ''})`;
  const rows = await sql<ProductRow[]>`
    select * from product
    where ${matching} and (${query.after ?? null}::text is null or product_id > ${query.after ?? ''})
    order by product_id limit ${query.limit}`;
  const [count] = await sql`select count(*)::int as total from product where ${matching}`;
  return { products: rows.map(toProduct), total: count?.['total'] as number };
}

/** Prices of a product over time, newest first, at most 200. */
export async function pricesOf(
  sql: AnySql,
  retailerId: RetailerId,
  productId: string,
): Promise<{ at: number; priceMinor: number; currency: string }[]> {
  const rows = await sql<{ at: Date; price_minor: number; currency: string }[]>`
    select at, price_minor, currency from product_price
    where retailer_id = ${retailerId} and product_id = ${productId}
    order by at desc limit 200`;
  return rows.map((row) => ({
    at: row.at.getTime(),
    priceMinor: row.price_minor,
    currency: row.currency,
  }));
}
