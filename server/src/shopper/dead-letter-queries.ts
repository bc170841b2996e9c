import type { DropReason, RetailerId, SourceId } from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';
import type { Before } from './queries.ts';

/** SQL of the dead-letter list. */

export interface DeadLetterRow {
  id: string;
  received_at: Date;
  source_id: SourceId;
  reason: DropReason;
  detail: string | null;
  body: string;
}

export interface DeadLetterWish {
  retailerId: RetailerId;
  reason: DropReason | undefined;
  sourceId: number | undefined;
  /** Text that must occur in the item. */
  q: string | undefined;
}

/** Items that were not stored, newest first. */
export function deadLetters(
  sql: TransactionSql,
  wish: DeadLetterWish,
  limit: number,
  before?: Before,
) {
  return sql<DeadLetterRow[]>`
    select id, received_at, source_id, reason, detail, body from dead_letter
     where retailer_id = ${wish.retailerId} ${conditions(sql, wish)}
       ${wish.reason === undefined ? sql`` : sql`and reason = ${wish.reason}`}
       ${
         before === undefined
           ? sql``
           : sql`and (date_trunc('milliseconds', received_at), id) < (${before.at}, ${before.id ?? null}::uuid)`
       }
     order by date_trunc('milliseconds', received_at) desc, id desc limit ${limit}`;
}

/** How many per reason; without the filter on the reason, so that the console can offer the others. */
export function deadLetterCounts(sql: TransactionSql, wish: DeadLetterWish) {
  return sql<{ reason: DropReason; count: number }[]>`
    select reason, count(*)::int as count from dead_letter
     where retailer_id = ${wish.retailerId} ${conditions(sql, wish)}
     group by reason order by count desc, reason`;
}

/** Some items by id, oldest first: tried again in the order they came in. */
export function deadLettersById(sql: TransactionSql, retailerId: RetailerId, ids: string[]) {
  return sql<DeadLetterRow[]>`
    select id, received_at, source_id, reason, detail, body from dead_letter
     where retailer_id = ${retailerId} and id in ${sql(ids)} order by received_at, id`;
}

/** The latest items in which a message id occurs. Reads the list from its newest end. */
export function deadLettersByMessage(
  sql: TransactionSql,
  retailerId: RetailerId,
  messageId: string,
) {
  return sql<DeadLetterRow[]>`
    select id, received_at, source_id, reason, detail, body from dead_letter
     where retailer_id = ${retailerId} and strpos(body, ${JSON.stringify(messageId)}) > 0
     order by received_at desc limit 20`;
}

/** Removes items; answers how many there were. */
export async function deleteDeadLetters(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: string[],
): Promise<number> {
  const done = await sql`
    delete from dead_letter where retailer_id = ${retailerId} and id in ${sql(ids)}`;
  return done.count;
}

function conditions(sql: TransactionSql, { sourceId, q }: DeadLetterWish) {
  return sql`
    ${sourceId === undefined ? sql`` : sql`and source_id = ${sourceId}`}
    ${q === undefined || q === '' ? sql`` : sql`and strpos(lower(body), ${q.toLowerCase()}) > 0`}`;
}
