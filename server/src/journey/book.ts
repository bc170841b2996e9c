/** The journeys of a retailer as they are published, compiled and kept per process. */
import type { Condition, OfferDraft, RetailerId } from '@augenblick/contract';
import { readRevision } from '../profile/index.ts';
import type { Sql, TransactionSql } from '../runtime/index.ts';
import { type CompiledJourney, compileJourney } from './compile.ts';
import type { Book } from './drive.ts';
import * as queries from './queries-book.ts';
import type { Db } from './queries-run.ts';

/** A book with what answering its questions needs. */
export interface LoadedBook extends Book {
  revision: number;
  /** The shop's zone; shoppers without one of their own live there. */
  zone: string;
  /** Every version that somebody may go by. */
  versions: readonly CompiledJourney[];
  /** True when some step waits for a time of day: then zones are read. */
  usesZones: boolean;
  conditions: ReadonlyMap<string, Condition>;
  offers: ReadonlyMap<string, { offer: OfferDraft }>;
}

/** Reads and compiles what is published now. */
export async function loadBook(
  sql: Db,
  retailerId: RetailerId,
  revision: number,
): Promise<LoadedBook> {
  const rows = await queries.findVersions(sql, retailerId);
  const shop = await queries.findShop(sql, retailerId);
  const compiled = new Map<string, CompiledJourney>();
  const moved = new Set<string>();
  const current = new Map<string, number>();
  const paused = new Set<string>();
  const live: CompiledJourney[] = [];
  for (const row of rows) {
    const key = `${row.journey_id} ${row.version}`;
    const journey = compileJourney(row.journey_id, row.version, row.definition);
    compiled.set(key, journey);
    if (row.moved) moved.add(key);
    current.set(row.journey_id, row.current);
    if (row.status === 'paused') paused.add(row.journey_id);
    else if (row.status === 'live' && row.version === row.current) live.push(journey);
  }
  const versions = [...compiled.values()];
  const nodes = versions.flatMap((one) => [...one.nodes.values()]);
  const offerIds = nodes.flatMap((node) =>
    node.type === 'code' && node.offerId !== null ? [node.offerId] : [],
  );
  return {
    revision,
    zone: shop?.zone ?? 'UTC',
    live,
    versions,
    usesZones: nodes.some(({ type }) => type === 'wait_until'),
    conditions: await queries.findConditions(sql, retailerId),
    offers: await queries.findOffers(sql, retailerId, [...new Set(offerIds)]),
    version: (id, version) => compiled.get(`${id} ${version}`),
    movedTo: (id, version) => {
      let target = version;
      while (target < (current.get(id) ?? 0) && moved.has(`${id} ${target + 1}`)) target += 1;
      return target;
    },
    isPaused: (id) => paused.has(id),
  };
}

/** The books of this process. */
export interface Books {
  /** As published at `revision`, which stays until the transaction ends. */
  of(tx: TransactionSql, retailerId: RetailerId, revision: number): Promise<LoadedBook>;
}

/** Creates the books of this process. */
export function createBooks(): Books {
  const books = new Map<RetailerId, LoadedBook>();
  return {
    of: async (tx, retailerId, revision) => {
      const known = books.get(retailerId);
      if (known?.revision === revision) return known;
      const book = await loadBook(tx, retailerId, revision);
      books.set(retailerId, book);
      return book;
    },
  };
}

/** The book as it stands now, outside of any batch; for reading. */
export async function readBook(sql: Sql | TransactionSql, retailerId: RetailerId) {
  return loadBook(sql, retailerId, await readRevision(sql, retailerId));
}
