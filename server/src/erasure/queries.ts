import type { RetailerId } from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';

/** All SQL of erasing. What is asked on the owner's connection names the retailer itself. */
type Db = Sql | TransactionSql;

/** How many identifiers of a retailer are suppressed. Reads the index only; asked every two seconds per retailer. */
export async function countSuppressions(sql: Db, retailerId: RetailerId): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from suppression where retailer_id = ${retailerId}`;
  return row?.count ?? 0;
}

/** All suppressed identifiers of a retailer. */
export function suppressions(sql: Db, retailerId: RetailerId) {
  return sql<{ hash: Buffer; at: Date }[]>`
    select hash, at from suppression where retailer_id = ${retailerId}`;
}

/** The installation's key for hashes, undefined before the first erasure. Owner's connection only. */
export async function erasureKey(sql: Db): Promise<Buffer | undefined> {
  const [row] = await sql<{ key: Buffer }[]>`select key from erasure_key`;
  return row?.key;
}

/** The key, made now when there is none. Two at once agree on one of them. */
export async function ensureErasureKey(sql: Db, fresh: Buffer): Promise<Buffer> {
  await sql`insert into erasure_key (key) values (${fresh}) on conflict do nothing`;
  const key = await erasureKey(sql);
  if (key === undefined) throw new Error('erasure_key is empty after insert');
  return key;
}
