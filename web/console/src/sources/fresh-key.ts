/**
 * Write keys made in this tab, by source. A key is told once, so it lives in memory only: gone with a reload, never in
 * the address, the history or the browser's storage.
 */
const keys = new Map<number, string>();

/** Remembers the key that the server has just told. */
export function keepFreshKey(sourceId: number, key: string): void {
  keys.set(sourceId, key);
}

/** The key made in this tab, while it is remembered. */
export function freshKey(sourceId: number): string | undefined {
  return keys.get(sourceId);
}
