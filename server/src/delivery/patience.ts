/** No longer than this (ms) for one transaction of a few statements; a database under load needs a tenth of it. */
const LONGEST_MS = 8_000;

/**
 * The transaction's result, or the failure CONNECT_TIMEOUT after a while: a statement whose connection died with the server may
 * never be answered, and everything behind it would wait for ever. Only for work that may be done again.
 */
export async function patiently<T>(work: PromiseLike<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () =>
        reject(
          Object.assign(new Error('the database did not answer'), { code: 'CONNECT_TIMEOUT' }),
        ),
      LONGEST_MS,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
