import type { ConsentSettings, ProfileId, RetailerId } from '@augenblick/contract';
import type { JsonInput, Sql, TransactionSql } from '../runtime/index.ts';

/** SQL of a retailer's settings for consent, and of the sales that the existing-customer rule asks for. */
type Db = Sql | TransactionSql;

/** What was set; undefined = nothing yet. */
export async function settings(
  sql: Db,
  retailerId: RetailerId,
): Promise<ConsentSettings | undefined> {
  const [row] = await sql<{ settings: ConsentSettings }[]>`
    select settings from consent_setting where retailer_id = ${retailerId}`;
  return row?.settings;
}

/** Sets it anew. */
export async function putSettings(
  sql: TransactionSql,
  retailerId: RetailerId,
  value: ConsentSettings,
): Promise<void> {
  await sql`
    insert into consent_setting (retailer_id, settings)
    values (${retailerId}, ${sql.json(value as unknown as JsonInput)})
    on conflict (retailer_id) do update set settings = excluded.settings`;
}

/**
 * The newest sale of each shopper whose event carried exactly this address: bought, not cancelled and not given back as a
 * whole, through a source where the notice is shown. `categories` are those of all lines of that sale, as the sale and as
 * the catalogue name them.
 */
export function salesWith(
  sql: Db,
  retailerId: RetailerId,
  asked: {
    since: number;
    sourceIds: readonly number[];
    wanted: readonly { profileId: ProfileId; email: string }[];
  },
) {
  const profiles = asked.wanted.map(({ profileId }) => profileId);
  const emails = asked.wanted.map(({ email }) => email);
  return sql<
    { profile_id: ProfileId; email: string; at: Date; event_id: string; categories: string[] }[]
  >`
    select w.profile_id, w.email, sale.at, sale.event_id, sale.categories
      from unnest(${profiles}::uuid[], ${emails}::text[]) w (profile_id, email)
      cross join lateral (
        select o.at, e.id as event_id, coalesce((
                 select array_agg(distinct named) from order_line l
                   left join product p on p.retailer_id = l.retailer_id and p.product_id = l.product_id
                   cross join lateral unnest(array[l.category, p.category_path ->> -1]) named
                  where l.retailer_id = o.retailer_id and l.order_id = o.order_id
                    and l.profile_id = o.profile_id and named is not null), '{}') as categories
          from customer_order o
          join event e on e.retailer_id = o.retailer_id and e.profile_id = o.profile_id
           and e.name in ('Order Completed', 'Receipt Issued')
           and coalesce(e.body->'properties'->>'order_id', e.body->'properties'->>'orderId',
                        e.body->'properties'->>'transaction_id', e.body->'properties'->>'receipt_id') = o.order_id
         where o.retailer_id = ${retailerId} and o.profile_id = w.profile_id
           and o.kind = 'sale' and o.status in ('completed', 'partly_returned')
           and o.at >= to_timestamp(${asked.since}::float8 / 1000.0)
           and e.source_id = any(${[...asked.sourceIds]}::int[])
           and e.body->'ids' ? ('email:' || w.email)
         order by o.at desc limit 1
      ) sale`;
}

/** The narrowest category of products that have one. */
export function categoriesOf(sql: Db, retailerId: RetailerId, productIds: readonly string[]) {
  return sql<{ product_id: string; category: string }[]>`
    select product_id, category_path ->> -1 as category from product
     where retailer_id = ${retailerId} and product_id = any(${[...productIds]}::text[])
       and category_path ->> -1 is not null`;
}
