/** Many small writes as one statement: what is handed over in one turn of the event loop is written together. */

/** Takes an item; resolves when the statement that wrote it has committed. */
export type Batch<T> = (item: T) => Promise<void>;

const MOST = 250;

/** `write` gets up to 250 items; it throws for all of them or for none. */
export function createBatch<T>(write: (items: readonly T[]) => Promise<void>): Batch<T> {
  let open: { items: T[]; done: Promise<void> } | null = null;
  return (item) => {
    if (open === null || open.items.length >= MOST) {
      const items: T[] = [];
      const done = new Promise<void>((resolve) => {
        setImmediate(resolve);
      }).then(() => {
        if (open?.items === items) open = null;
        return write(items);
      });
      open = { items, done };
    }
    open.items.push(item);
    return open.done;
  };
}
