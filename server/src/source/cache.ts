import { Failure, type Source } from '@augenblick/contract';
import type { Clock } from '../runtime/index.ts';

/**
 * How long a key's answer counts when no notification came; the bound on how long a revoked key can
 * live on.
 */
const KNOWN_MS = 15_000;
/** The same for a key that nobody has: short, since a key may be used right after it was made. */
const UNKNOWN_MS = 5_000;
/** Keys kept; the oldest goes first. */
const KNOWN_MAX = 10_000;
const UNKNOWN_MAX = 5_000;
/**
 * Keys being looked up at once; more is somebody trying keys out, and shall not take all
 * connections.
 */
const PENDING_MAX = 50;

/** Answers of the look-up by write key, kept in the process: the ingest asks with every request. */
export interface KeyCache {
  /** The source of a key from memory, or looked up once for all who wait. Throws `overloaded`. */
  get(key: string): Source | null | Promise<Source | null>;
  /** Forgets everything; also what is being looked up at this moment is not kept. */
  clear(): void;
}

/** Builds a cache over `load`. */
export function createKeyCache(
  clock: Clock,
  load: (key: string) => Promise<Source | null>,
): KeyCache {
  const known = new Map<string, { source: Source; until: number }>();
  const unknown = new Map<string, number>();
  let pending = new Map<string, Promise<Source | null>>();

  const look = async (key: string, mine: typeof pending): Promise<Source | null> => {
    try {
      const source = await load(key);
      // After a clear this answer may be older than the change that cleared; give it, but do not
      // keep it.
      if (mine !== pending) return source;
      if (source === null) keep(unknown, UNKNOWN_MAX, key, clock.now() + UNKNOWN_MS);
      else keep(known, KNOWN_MAX, key, { source, until: clock.now() + KNOWN_MS });
      return source;
    } finally {
      mine.delete(key);
    }
  };

  return {
    get: (key) => {
      const hit = known.get(key);
      if (hit !== undefined) {
        if (clock.now() < hit.until) return hit.source;
        known.delete(key);
      }
      const absentUntil = unknown.get(key);
      if (absentUntil !== undefined) {
        if (clock.now() < absentUntil) return null;
        unknown.delete(key);
      }
      const running = pending.get(key);
      if (running !== undefined) return running;
      if (pending.size >= PENDING_MAX) throw new Failure('overloaded', undefined, 1);
      const started = look(key, pending);
      pending.set(key, started);
      return started;
    },
    clear: () => {
      known.clear();
      unknown.clear();
      pending = new Map();
    },
  };
}

/** A Map keeps the order of insertion: its first key is the oldest. */
function keep<V>(map: Map<string, V>, max: number, key: string, value: V): void {
  if (map.size >= max) {
    const oldest = map.keys().next();
    if (oldest.done !== true) map.delete(oldest.value);
  }
  map.set(key, value);
}
