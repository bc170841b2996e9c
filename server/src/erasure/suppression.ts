import type { EventKind, Identity, RetailerId, SourceKind } from '@augenblick/contract';
import { addressKey, identityHash } from '../consent/index.ts';
import type { Clock, Sql } from '../runtime/index.ts';
import * as queries from './queries.ts';

/** What is asked about an event before it is stored. */
export interface SuppressedEvent {
  identities: readonly Identity[];
  kind: EventKind;
  /** When it happened (ms). */
  at: number;
}

/** The erased identifiers of one retailer, in memory. */
export interface ErasedIdentities {
  /**
   * True when the event would bring an erased shopper back: it happened before the erasure (a replayed history, a phone
   * that was offline), or an import describes the person again. Somebody who comes back after the erasure is a new
   * acquaintance and welcome.
   */
  matches(event: SuppressedEvent, sourceKind: SourceKind): boolean;
}

/** Keeps erased shoppers from being revived. */
export interface Suppressions {
  /** The erased identifiers of a retailer, null when there are none – which costs nothing but a look into memory. */
  of(retailerId: RetailerId): ErasedIdentities | null | Promise<ErasedIdentities | null>;
  /** To be called after an erasure in this process; other processes look again every two seconds. */
  forget(retailerId: RetailerId): void;
}

/** How long another process may not know of an erasure. The database is asked this often per retailer and process. */
const FRESH_MS = 2_000;

interface Entry {
  erased: (ErasedIdentities & { size: number }) | null;
  checkedAt: number;
  reading: Promise<ErasedIdentities | null> | undefined;
}

/** Suppressions read through the owner's pool. A retailer's hashes are held in memory: 100 bytes each. */
export function createSuppressions(deps: { sql: Sql; clock: Clock }): Suppressions {
  const entries = new Map<RetailerId, Entry>();
  const read = async (retailerId: RetailerId, entry: Entry): Promise<ErasedIdentities | null> => {
    try {
      const count = await queries.countSuppressions(deps.sql, retailerId);
      if (count === 0) entry.erased = null;
      else if (entry.erased?.size !== count) entry.erased = await load(deps.sql, retailerId);
      entry.checkedAt = deps.clock.now();
      return entry.erased;
    } finally {
      entry.reading = undefined;
    }
  };
  const of: Suppressions['of'] = (retailerId) => {
    let entry = entries.get(retailerId);
    if (entry === undefined) {
      entry = { erased: null, checkedAt: Number.NEGATIVE_INFINITY, reading: undefined };
      entries.set(retailerId, entry);
    }
    if (deps.clock.now() - entry.checkedAt < FRESH_MS) return entry.erased;
    return (entry.reading ??= read(retailerId, entry));
  };
  return {
    of,
    forget: (retailerId) => {
      entries.delete(retailerId);
    },
  };
}

async function load(sql: Sql, retailerId: RetailerId) {
  const key = await addressKey(sql);
  const rows = await queries.suppressions(sql, retailerId);
  const erasedAt = new Map(rows.map((row) => [row.hash.toString('base64'), row.at.getTime()]));
  const matches = (event: SuppressedEvent, sourceKind: SourceKind): boolean => {
    if (key === undefined) return false;
    const described = sourceKind === 'import' && event.kind === 'identify';
    return event.identities.some((identity) => {
      const at = erasedAt.get(identityHash(key, retailerId, identity).toString('base64'));
      return at !== undefined && (described || event.at <= at);
    });
  };
  return { matches, size: rows.length };
}
