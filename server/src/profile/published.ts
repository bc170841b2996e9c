import type { RetailerId } from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';
import type { Watching } from './watcher.ts';

/** What is published for a retailer, compiled, and the revision it was compiled from. */
export interface Published extends Watching {
  revision: number;
}

/** The compiled definitions of each retailer in this process. */
export interface Definitions {
  /** As compiled last; loads when nothing is compiled yet. */
  of(retailerId: RetailerId): Promise<Published>;
  /** Lets go of what was compiled from an older revision, so that the next `of` loads. */
  outdated(retailerId: RetailerId): void;
}

/** Reads and compiles what is published for a retailer. */
export type LoadWatching = (sql: Sql, retailerId: RetailerId) => Promise<Watching>;

/** Creates the definitions of this process. */
export function createDefinitions(deps: { sql: Sql; load: LoadWatching }): Definitions {
  const compiled = new Map<RetailerId, Promise<Published>>();
  const load = async (retailerId: RetailerId): Promise<Published> => {
    // The number first: a publication between the two is then noticed as one too many, never as one too few.
    const revision = await readRevision(deps.sql, retailerId);
    return { revision, ...(await deps.load(deps.sql, retailerId)) };
  };
  return {
    of: (retailerId) => {
      let published = compiled.get(retailerId);
      if (published === undefined) {
        published = load(retailerId);
        compiled.set(retailerId, published);
        published.catch(() => compiled.delete(retailerId));
      }
      return published;
    },
    outdated: (retailerId) => {
      compiled.delete(retailerId);
    },
  };
}

/** How often the retailer has published; 0 when never. */
export async function readRevision(
  sql: Sql | TransactionSql,
  retailerId: RetailerId,
): Promise<number> {
  const [row] = await sql<{ revision: number }[]>`
    select revision from published where retailer_id = ${retailerId}`;
  return row?.revision ?? 0;
}

/**
 * To be called first in every transaction that changes what events are folded or decided with. Waits for the
 * micro-batches under way and keeps new ones waiting until commit, so keep the transaction short; an instant taken after
 * it (`valid from`) then lies after every event folded with the old definitions. Answers the new revision.
 */
export async function bumpRevision(tx: TransactionSql, retailerId: RetailerId): Promise<number> {
  await tx`select pg_advisory_xact_lock(77002, ${retailerId}::int)`;
  const [row] = await tx<{ revision: number }[]>`
    insert into published (retailer_id, revision) values (${retailerId}, 1)
    on conflict (retailer_id) do update set revision = published.revision + 1 returning revision`;
  return row?.revision ?? 0;
}

/**
 * The revision as it stays until commit. Two statements, because the second must look only after the first has waited;
 * both are sent ahead without being waited for, so they cost a batch no round trip.
 */
export function holdRevision(tx: TransactionSql, retailerId: RetailerId): Promise<number> {
  const held = tx`select pg_advisory_xact_lock_shared(77002, ${retailerId}::int)`.execute();
  const revision = readRevision(tx, retailerId);
  const both = Promise.all([held, revision]).then(([, number]) => number);
  // A batch that fails for another reason never asks for it.
  both.catch(() => undefined);
  return both;
}

/** The definitions as they stay until commit; for transactions that fold anew. Loads when another revision is compiled. */
export async function holdPublished(
  tx: TransactionSql,
  definitions: Definitions,
  retailerId: RetailerId,
): Promise<Published> {
  const revision = await holdRevision(tx, retailerId);
  const compiled = await definitions.of(retailerId);
  if (compiled.revision === revision) return compiled;
  definitions.outdated(retailerId);
  return definitions.of(retailerId);
}
