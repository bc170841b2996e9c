/** All SQL of retailers. */
import type { RetailerId } from '@augenblick/contract';
import type { Queryable } from '../access/index.ts';
import type { RetailerRow } from './retailer.ts';

/**
 * Adds a retailer; undefined when the slug is taken. Runs on the owner's connection: nobody's wall
 * is up yet.
 */
export async function insertRetailer(
  sql: Queryable,
  row: Omit<RetailerRow, 'id' | 'createdAt'> & { slug: string },
): Promise<RetailerId | undefined> {
  const [added] = await sql<{ id: RetailerId }[]>`
    insert into retailer (slug, name, currency, zone, locale, colour, demo)
    values (${row.slug}, ${row.name}, ${row.currency}, ${row.zone}, ${row.locale}, ${row.colour},
      ${row.demo})
    on conflict (slug) do nothing returning id`;
  return added?.id;
}

/** One retailer. */
export async function retailerById(
  sql: Queryable,
  id: RetailerId,
): Promise<RetailerRow | undefined> {
  const [row] = await sql<RetailerRow[]>`
    select id, name, currency, zone, locale, colour, demo, created_at as "createdAt"
    from retailer where id = ${id}`;
  return row;
}

/** Changes the settings that are given. */
export async function updateRetailer(
  sql: Queryable,
  id: RetailerId,
  change: {
    name?: string | undefined;
    currency?: string | undefined;
    zone?: string | undefined;
    locale?: 'de' | 'en' | undefined;
    colour?: string | undefined;
  },
): Promise<void> {
  await sql`
    update retailer set name = coalesce(${change.name ?? null}, name),
      currency = coalesce(${change.currency ?? null}, currency),
      zone = coalesce(${change.zone ?? null}, zone),
      locale = coalesce(${change.locale ?? null}, locale),
      colour = coalesce(${change.colour ?? null}, colour)
    where id = ${id}`;
}
