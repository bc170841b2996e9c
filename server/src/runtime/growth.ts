import type { Sql } from './database.ts';

/** The first look is early: with a hundred rows PostgreSQL can tell a key from a retailer, and looking costs next to nothing. */
const FIRST_LOOK = 100;
const GROWTH = 4;
/** A quarter of what PostgreSQL looks at by itself: enough to tell keys from the rest, at a quarter of the price. */
const DETAIL = 25;
/** From here on PostgreSQL's own autovacuum is soon enough. */
const LAST_LOOK = 2_000_000;

/** What notices that tables have grown. */
export interface Growth {
  /** So many more rows, about, were written to the largest of the tables. */
  noted(rows: number): void;
}

/**
 * Lets PostgreSQL look at `tables` each time this process has made them a good deal larger. Statements are planned once
 * and kept; a plan made while the tables were empty may go through a whole table for every batch, since at that size every
 * way in looks the same, and autovacuum comes later. `analyze` takes a fraction of a second and makes all connections plan
 * anew.
 */
export function createGrowth(sql: Sql, tables: readonly string[]): Growth {
  let written = 0;
  let next = FIRST_LOOK;
  let looking = false;
  const look = async (): Promise<void> => {
    looking = true;
    try {
      await sql.begin(async (tx) => {
        await tx.unsafe(`set local default_statistics_target = ${DETAIL}`);
        await tx.unsafe(`analyze ${tables.join(', ')}`);
      });
    } catch {
      // Two processes looked at once, or the server is going down: the next look is soon enough.
    } finally {
      looking = false;
    }
  };
  return {
    noted: (rows) => {
      written += rows;
      if (written < next || looking || next > LAST_LOOK) return;
      next = Math.max(next, written) * GROWTH;
      void look();
    },
  };
}
