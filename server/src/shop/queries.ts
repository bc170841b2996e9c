import type { RetailerId } from '@augenblick/contract';
import type { Queryable } from '../access/index.ts';

/** What the storefront needs of the demo retailer. */
export interface DemoShopRow {
  retailerId: RetailerId;
  name: string;
  currency: string;
  /** Key of the storefront's own source; null until somebody comes. */
  shopKey: string | null;
}

/** The demo retailer while it is one; undefined without it or while it is being removed. */
export async function demoShop(sql: Queryable): Promise<DemoShopRow | undefined> {
  const [row] = await sql<DemoShopRow[]>`
    select d.retailer_id as "retailerId", r.name, r.currency, d.shop_key as "shopKey"
    from demo d join retailer r on r.id = d.retailer_id where d.stage <> 'removing'
    order by d.retailer_id limit 1`;
  return row;
}

/** One visitor at a time makes the key; released with the transaction. The number stands for nothing else. */
export async function lockShopKey(sql: Queryable): Promise<void> {
  await sql`select pg_advisory_xact_lock(4403, 0)`;
}

/** Notes the key of the storefront's source. */
export async function noteShopKey(
  sql: Queryable,
  retailerId: RetailerId,
  key: string,
): Promise<void> {
  await sql`update demo set shop_key = ${key} where retailer_id = ${retailerId}`;
}

/** The live sign-up form that stands in a page, the first one made; undefined without one. */
export async function pageForm(
  sql: Queryable,
  retailerId: RetailerId,
): Promise<string | undefined> {
  const [row] = await sql<{ id: string }[]>`
    select id from signup_form
     where retailer_id = ${retailerId} and status = 'live' and definition ->> 'kind' = 'inline'
     order by id limit 1`;
  return row?.id;
}
