import type { Item } from './wire.ts';

/** What the browser remembers of a shopper who agreed. */
export interface Kept {
  anonymousId: string;
  userId?: string | undefined;
  consent: Readonly<Record<string, boolean>>;
}

/** The browser's memory. Every call may fail (blocked, full, private window) and then does nothing. */
export interface Store {
  /** What was kept after an earlier consent. */
  load(): Kept | undefined;
  keep(kept: Kept): void;
  /** Takes everything away: id, customer number, waiting events. */
  clear(): void;
  /** Keeps events that could not be sent. */
  keepItems(items: readonly Item[]): void;
  /** Hands out the events kept before, and keeps them no longer. */
  takeItems(): Item[];
}

const KEY = 'augenblick';
const WAITING = `${KEY}.waiting`;
/** The cookie that the shop's own server reads (sdk/src/server.ts). */
export const COOKIE = 'augenblick_id';
const YEAR_S = 31_536_000;

/** Storage of this page: localStorage for everything, a cookie for the id alone. */
export function createStore(cookieDomain?: string): Store {
  function quietly<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch {
      return undefined;
    }
  }
  function cookie(value: string, age: number): void {
    quietly(() => {
      const domain = cookieDomain ? `;domain=${cookieDomain}` : '';
      const secure = location.protocol === 'https:' ? ';secure' : '';
      document.cookie = `${COOKIE}=${value};path=/;max-age=${age};samesite=lax${domain}${secure}`;
    });
  }
  const read = (key: string): unknown =>
    quietly(() => JSON.parse(localStorage.getItem(key) ?? 'null') as unknown);
  function write(key: string, value?: unknown): void {
    quietly(() =>
      value ? localStorage.setItem(key, JSON.stringify(value)) : localStorage.removeItem(key),
    );
  }
  return {
    load() {
      const kept = read(KEY) as Kept | null | undefined;
      return kept?.anonymousId && kept.consent ? kept : undefined;
    },
    keep(kept) {
      cookie(kept.anonymousId, YEAR_S);
      write(KEY, kept);
    },
    clear() {
      cookie('', 0);
      write(KEY);
      write(WAITING);
    },
    keepItems: (items) => write(WAITING, items.length > 0 && items),
    takeItems() {
      const items = read(WAITING) as Item[] | undefined;
      write(WAITING);
      return Array.isArray(items) ? items.filter((item) => item?.messageId) : [];
    },
  };
}
