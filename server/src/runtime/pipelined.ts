/**
 * Waits for statements of one transaction that were sent without waiting for each other, then throws the first failure, if
 * any. Unlike Promise.all it waits for all of them: what one of them would send on after a rollback, stood outside
 * of the transaction. A statement that was only turned away because another had failed before (25P02) tells nothing: the
 * other's failure is thrown.
 */
export async function pipelined<T extends readonly unknown[]>(
  statements: T,
): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }> {
  const ended = await Promise.allSettled(statements);
  const failures = ended.flatMap((one) =>
    one.status === 'rejected' ? [one.reason as unknown] : [],
  );
  if (failures.length > 0) throw failures.find(isCause) ?? failures[0];
  return ended.map((one) => (one as PromiseFulfilledResult<unknown>).value) as {
    -readonly [P in keyof T]: Awaited<T[P]>;
  };
}

function isCause(failure: unknown): boolean {
  return (failure as { code?: unknown } | null)?.code !== '25P02';
}
