import type { Sql, TransactionSql } from '../runtime/index.ts';

/** A statement that was not sent yet: what `sql` makes, not what is made of it. */
interface Statement extends Promise<unknown> {
  execute(): unknown;
}

/**
 * A transaction whose last statements travel together with its COMMIT, and are not waited for one by one: what is under way
 * may not leave before it ended. `last` sends a statement at once. When one of them fails PostgreSQL turns the COMMIT into a
 * ROLLBACK without a word; the failure is thrown from here.
 */
export async function concluded<T>(
  sql: Sql,
  work: (tx: TransactionSql, last: (statement: Statement) => void) => Promise<T>,
): Promise<T> {
  const sent: Statement[] = [];
  const result = await sql.begin((tx) =>
    work(tx, (statement) => {
      // A lost connection fails the transaction before anybody asks for this one.
      statement.catch(() => undefined);
      statement.execute();
      sent.push(statement);
    }),
  );
  for (const statement of sent) await statement;
  return result as T;
}
