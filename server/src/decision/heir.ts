/** What is remembered of shoppers who were joined: one memory, theirs from the first look on. */
import type { ProfileId, RetailerId } from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';
import * as queries from './queries.ts';
import { joined } from './touch.ts';

/**
 * One memory a shopper, of rows that are locked; after a join it holds what every former one was shown, and theirs are taken
 * over. That is written here and now: whoever looks may have nothing of their own to write.
 */
export async function gathered(
  tx: TransactionSql,
  retailerId: RetailerId,
  rows: readonly queries.TouchRow[],
): Promise<Map<ProfileId, queries.TouchRow>> {
  const known = joinedTouches(rows);
  const gone = rows.filter((row) => row.owner !== row.profile_id);
  if (gone.length === 0) return known;
  const heirs = [...new Set(gone.map(({ owner }) => owner))].flatMap((id) => known.get(id) ?? []);
  const sums = heirs.map(({ owner: id, version, memory }) => ({ id, version, memory }));
  // Where another process was faster all stays as it was; whoever writes there later is told so.
  const written = new Set(await queries.writeTouches(tx, retailerId, sums));
  const moves = gone
    .filter(({ owner }) => written.has(owner))
    .map((row) => ({ from: row.profile_id, to: row.owner }));
  if (moves.length > 0) await queries.adopt(tx, retailerId, moves);
  for (const row of heirs)
    if (written.has(row.owner)) known.set(row.owner, { ...row, version: row.version + 1 });
  return known;
}

function joinedTouches(rows: readonly queries.TouchRow[]): Map<ProfileId, queries.TouchRow> {
  const known = new Map<ProfileId, queries.TouchRow>();
  for (const row of rows) {
    const before = known.get(row.owner);
    const own = row.owner === row.profile_id;
    const version = own ? row.version : (before?.version ?? 0);
    const memory =
      before === undefined
        ? row.memory
        : JSON.stringify(joined(JSON.parse(before.memory), JSON.parse(row.memory)));
    known.set(row.owner, { profile_id: row.owner, owner: row.owner, version, memory });
  }
  return known;
}
