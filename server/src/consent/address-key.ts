import { createHmac } from 'node:crypto';
import type { Identity, RetailerId } from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';

/** The installation's key for hashes of addresses, undefined before it was first needed. Owner's connection only. */
export async function addressKey(sql: Sql | TransactionSql): Promise<Buffer | undefined> {
  const [row] = await sql<{ key: Buffer }[]>`select key from erasure_key`;
  return row?.key;
}

/** The key, made now when there is none. Two at once agree on one of them. Owner's connection only. */
export async function ensureAddressKey(sql: Sql | TransactionSql, fresh: Buffer): Promise<Buffer> {
  await sql`insert into erasure_key (key) values (${fresh}) on conflict do nothing`;
  const key = await addressKey(sql);
  if (key === undefined) throw new Error('erasure_key is empty after insert');
  return key;
}

/**
 * The keyed hash under which an identifier is remembered beyond the person's data. Without the key nobody can try
 * addresses out; the retailer is part of it, so that two retailers' lists cannot be compared.
 */
export function identityHash(key: Uint8Array, retailerId: RetailerId, identity: Identity): Buffer {
  return createHmac('sha256', key)
    .update(`${retailerId}\n${identity.kind}\n${identity.value}`)
    .digest();
}
