import type { RetailerId } from '@augenblick/contract';
import { readRevision } from '../profile/index.ts';
import { type Audiences, createAudiences } from './audience.ts';
import { compileSegments } from './compile.ts';
import { findDefinitions } from './queries.ts';
import type { Db } from './sql-value.ts';

/** Reads and compiles a retailer's live segments as they are published now. */
export async function loadSegments(
  sql: Db,
  retailerId: RetailerId,
  revision?: number,
): Promise<Audiences> {
  const known = revision ?? (await readRevision(sql, retailerId));
  const definitions = await findDefinitions(sql, retailerId);
  return createAudiences(compileSegments({ revision: known, ...definitions }));
}
