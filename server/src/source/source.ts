import {
  Failure,
  type RetailerId,
  SOURCE_TRUST,
  type Source,
  type SourceId,
  type SourceKind,
} from '@augenblick/contract';
import { hashSecret, type Queryable, WRITE_KEY_PREFIX } from '../access/index.ts';
import type { Clock, Database } from '../runtime/index.ts';
import { createKeyCache } from './cache.ts';
import * as queries from './queries.ts';

/** A source that is to be there: one's own of an import, of the demo, of the console. */
export interface SourceInput {
  retailerId: RetailerId;
  kind: SourceKind;
  name: string;
  /** Labelled simulation; by default that is what a source of kind `demo` is. */
  simulated?: boolean;
}

/** Sources as the rest of the server uses them. */
export interface Sources {
  /**
   * The source a write key belongs to, or null when the key is unknown or revoked, or its source is
   * paused or deleted. From memory, at most 15 s old; a change made in any process is seen at once
   * through `listen`.
   */
  byWriteKey(key: string): Promise<Source | null>;
  /**
   * The source with this kind and name, made when missing. Throws `not_found` when there is no such
   * retailer.
   */
  ensure(input: SourceInput): Promise<Source>;
  /** One source by number, also a paused one; null when missing or deleted. */
  byId(retailerId: RetailerId, id: SourceId): Promise<Source | null>;
  /** Sources in the retailer's old currency get the new one; in the caller's transaction. */
  followCurrency(
    sql: Queryable,
    retailerId: RetailerId,
    before: string,
    after: string,
  ): Promise<void>;
  /** Forgets what this process knows; after a change was committed here. */
  forget(): void;
  /** Begins to hear of changes made by other processes. Ends with the database's pools. */
  listen(): Promise<void>;
}

/** What a write key looks like; anything else is not worth a query. */
const KEY_FORM = new RegExp(`^${WRITE_KEY_PREFIX}[\\w-]{43}$`);

/** Builds the sources of an installation. */
export function createSources(deps: { database: Database; clock: Clock }): Sources {
  const { database, clock } = deps;
  const cache = createKeyCache(clock, async (key) => {
    const now = new Date(clock.now());
    return (await queries.sourceByKeyHash(database.owner, hashSecret(key), now)) ?? null;
  });
  return {
    byWriteKey: async (key) => (KEY_FORM.test(key) ? cache.get(key) : null),
    ensure: (input) => ensure(deps, input),
    byId: async (retailerId, id) => {
      const row = await database.withRetailer(retailerId, (sql) =>
        queries.sourceById(sql, retailerId, id),
      );
      return row === undefined ? null : plain(row);
    },
    followCurrency: async (sql, retailerId, before, after) => {
      await queries.followCurrency(sql, retailerId, before, after);
      await queries.notifySources(sql, retailerId);
    },
    forget: () => cache.clear(),
    listen: async () => {
      // The second function runs at every (re)connection: what was said while nobody listened is
      // unknown.
      const forget = () => cache.clear();
      await database.owner.listen(queries.CHANNEL, forget, forget);
    },
  };
}

function ensure(deps: { database: Database; clock: Clock }, input: SourceInput): Promise<Source> {
  const { retailerId, kind, name, simulated = kind === 'demo' } = input;
  return deps.database.withRetailer(retailerId, async (sql) => {
    await queries.lockSources(sql, retailerId);
    const there = await queries.sourceByName(sql, retailerId, { kind, name });
    if (there !== undefined) return plain(there);
    const now = new Date(deps.clock.now());
    const row = { retailerId, kind, trust: SOURCE_TRUST[kind], name, simulated, now };
    const added = await queries.insertSource(sql, row);
    if (added === undefined) throw new Failure('not_found', 'retailer');
    return plain(added);
  });
}

function plain(row: queries.SourceRow): Source {
  const { pausedAt: _paused, createdAt: _created, ...source } = row;
  return source;
}
