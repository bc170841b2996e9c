/**
 * Waits for statements of one transaction that were sent without waiting for each other, then throws the first failure, if
 * any. Unlike Promise.all it waits for all of them: what one of them would send on after a rollback, stood outside
 * of the transaction.
 */
export async function pipelined<T extends readonly unknown[]>(
  statements: T,
): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }> {
  const ended = await Promise.allSettled(statements);
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  return ended.map((one) => (one as PromiseFulfilledResult<unknown>).value) as {
    -readonly [P in keyof T]: Awaited<T[P]>;
  };
}
