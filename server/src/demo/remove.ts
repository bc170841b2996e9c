import type { RetailerId } from '@augenblick/contract';
import { type Clock, type Database, type Log, openPool } from '../runtime/index.ts';
import * as queries from './queries.ts';
import * as removal from './remove-queries.ts';

export interface RemoveDeps {
  database: Database;
  clock: Clock;
  log: Log;
  /** Told after every piece. */
  changed: (retailerId: RetailerId) => Promise<void>;
}

/** Rows of one statement: a fraction of a second of work. */
const PIECE = 5_000;

/**
 * Deletes the demo retailer with everything: every row of every table with its retailer_id, the demo accounts, the
 * retailer. May be broken off and called again. Answers false when it was told to stop; does nothing for a retailer
 * that is not marked for removal, so a real one can never be hit.
 */
export async function removeDemo(
  deps: RemoveDeps,
  retailerId: RetailerId,
  signal?: AbortSignal,
): Promise<boolean> {
  const { owner } = deps.database;
  if ((await queries.demoOf(owner, retailerId))?.stage !== 'removing') return true;
  const session = openPool({ url: deps.database.url, max: 1, name: 'demo removal', session: true });
  try {
    // Whoever sends visitors sees the stage and lets go of this lock after its last event is stored.
    await queries.awaitVisitors(session, retailerId);
    // Read again: somebody else may have removed it while this one waited.
    const row = await queries.demoOf(owner, retailerId);
    if (row && !(await deleteRows(deps, row, signal))) return false;
  } finally {
    await session.end({ timeout: 1 });
  }
  await deps.changed(retailerId);
  deps.log.info({ retailerId }, 'The demo retailer is removed.');
  return true;
}

async function deleteRows(
  deps: RemoveDeps,
  { retailerId, done: before }: queries.DemoRow,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { owner } = deps.database;
  const tables = await removal.retailerTables(owner);
  // Sources first: their keys stop, so that nothing new arrives while the rest goes.
  const ordered = [...tables].sort((a, b) => Number(b === 'write_key') - Number(a === 'write_key'));
  let done = before;
  let left = await countAll(deps, ordered, retailerId);
  // Again until nothing is found: an event that was under way when the keys stopped may still have come in.
  while (left > 0) {
    for (const table of ordered) {
      for (let deleted = PIECE; deleted === PIECE; ) {
        if (signal?.aborted) return false;
        deleted = await removal.deleteSome(owner, table, { retailerId, most: PIECE });
        done += deleted;
        if (deleted === 0) continue;
        const total = Math.max(done, before + left);
        await removal.noteRemoved(owner, retailerId, { done, total });
        await deps.changed(retailerId);
      }
    }
    left = await countAll(deps, ordered, retailerId);
  }
  await owner.begin((sql) => removal.deleteRetailer(sql, retailerId, new Date(deps.clock.now())));
  return true;
}

async function countAll(
  { database }: RemoveDeps,
  tables: readonly string[],
  retailerId: RetailerId,
): Promise<number> {
  let rows = 0;
  for (const table of tables) rows += await removal.countRows(database.owner, table, retailerId);
  return rows;
}
