/** The SQL of the removal: whatever table has a retailer_id, also those of modules this one knows nothing of. */
import type { RetailerId } from '@augenblick/contract';
import type { Queryable } from '../access/index.ts';
import type { TransactionSql } from '../runtime/index.ts';

/**
 * Every table with rows of retailers, those that refer to others first, so that no foreign key is in the way. `demo`
 * and `membership` stay to the end: the one says that a removal is under way, the other lets people watch it.
 */
export async function retailerTables(sql: Queryable): Promise<string[]> {
  const tables = await sql<{ name: string; refersTo: string[] }[]>`
    select c.relname as name, coalesce(array_agg(f.relname) filter (where f.oid is not null), '{}') as "refersTo"
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'retailer_id' and not a.attisdropped
    left join pg_constraint k on k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid
    left join pg_class f on f.oid = k.confrelid
    where c.relnamespace = 'augenblick'::regnamespace and c.relkind = 'r' and c.relname not in ('demo', 'membership')
    group by c.relname order by c.relname`;
  return childrenFirst(tables);
}

/** Tables in an order in which each comes before those it refers to. Circles keep the order given. */
export function childrenFirst(tables: readonly { name: string; refersTo: string[] }[]): string[] {
  const ordered: string[] = [];
  let rest = [...tables];
  while (rest.length > 0) {
    const free = rest.filter(
      ({ name }) => !rest.some((other) => other.name !== name && other.refersTo.includes(name)),
    );
    const next = free.length > 0 ? free : rest;
    ordered.push(...next.map(({ name }) => name));
    rest = rest.filter((table) => !next.includes(table));
  }
  return ordered;
}

/** Rows of the retailer in a table. */
export async function countRows(
  sql: Queryable,
  table: string,
  retailerId: RetailerId,
): Promise<number> {
  const [row] = await sql<{ rows: number }[]>`
    select count(*)::int as rows from ${sql(table)} where retailer_id = ${retailerId}`;
  return row?.rows ?? 0;
}

/** Deletes some rows of the retailer and answers how many. In pieces, so that no transaction holds others up for long. */
export async function deleteSome(
  sql: Queryable,
  table: string,
  { retailerId, most }: { retailerId: RetailerId; most: number },
): Promise<number> {
  const deleted = await sql`
    delete from ${sql(table)} where ctid = any(array(
      select ctid from ${sql(table)} where retailer_id = ${retailerId} limit ${most}))`;
  return deleted.count;
}

export async function noteRemoved(
  sql: Queryable,
  retailerId: RetailerId,
  { done, total }: { done: number; total: number },
): Promise<void> {
  await sql`update demo set done = ${done}, total = ${total} where retailer_id = ${retailerId}`;
}

/**
 * The end: the demo's accounts (never somebody's real one, nor a demo account that works elsewhere), the memberships,
 * the retailer. In one transaction.
 */
export async function deleteRetailer(
  sql: TransactionSql,
  retailerId: RetailerId,
  now: Date,
): Promise<void> {
  await sql`
    delete from staff s using membership m
    where m.retailer_id = ${retailerId} and m.staff_id = s.id and s.demo and not exists (
      select from membership other where other.staff_id = s.id and other.retailer_id <> ${retailerId})`;
  await sql`delete from membership where retailer_id = ${retailerId}`;
  await sql`delete from demo where retailer_id = ${retailerId}`;
  await sql`delete from retailer where id = ${retailerId}`;
  await sql`update demo_offer set removed_at = ${now}`;
}
