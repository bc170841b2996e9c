import type { Sql } from '../runtime/index.ts';

/** Tables that a batch reads and writes by key. */
const TABLES = [
  'event',
  'profile',
  'profile_card',
  'identity',
  'identity_link',
  'customer_order',
  'order_line',
];
/** The first look is early: a plan made for empty tables is bad for a thousand rows already. */
const FIRST_LOOK = 1_000;
const GROWTH = 4;
/** From here on PostgreSQL's own autovacuum is soon enough. */
const LAST_LOOK = 2_000_000;

/**
 * Lets PostgreSQL look at the tables each time this process has made them a good deal larger. Statements are planned once
 * and kept; a plan made while the tables were empty reads a whole table for every batch, and autovacuum comes a minute
 * later at best. `analyze` takes a fraction of a second and makes all connections plan anew.
 */
export function createGrowth(sql: Sql): { noted: (events: number) => void } {
  let written = 0;
  let next = FIRST_LOOK;
  let looking = false;
  const look = async (): Promise<void> => {
    looking = true;
    try {
      await sql.unsafe(`analyze ${TABLES.join(', ')}`);
    } catch {
      // Two processes looked at once, or the server is going down: the next look is soon enough.
    } finally {
      looking = false;
    }
  };
  return {
    noted: (events) => {
      written += events;
      if (written < next || looking || next > LAST_LOOK) return;
      next = Math.max(next, written) * GROWTH;
      void look();
    },
  };
}
