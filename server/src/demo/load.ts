import type { IngestResult, RetailerId, Source, SourceKind } from '@augenblick/contract';
import { setTimeout as delay } from 'node:timers/promises';
import type { Catalogue } from '../catalogue/index.ts';
import type { Database, Log } from '../runtime/index.ts';
import type { Sources } from '../source/index.ts';
import { createCalendar } from './calendar.ts';
import { type DemoFile, readDemoFile } from './dataset.ts';
import { planHistory } from './history.ts';
import * as queries from './queries.ts';
import { DEMO_SOURCES, type DemoSourceKey } from './simulation/index.ts';

/** The part of ingest that the demo uses: the same way in as everybody's. */
export interface Submit {
  submit(source: Source, items: readonly unknown[], receivedAt?: number): Promise<IngestResult[]>;
}

export interface LoadDeps {
  database: Database;
  catalogue: Pick<Catalogue, 'upsert'>;
  ingest: Submit;
  sources: Pick<Sources, 'ensure'>;
  log: Log;
  /** Told after every batch, so that the console can show how far it is. */
  changed: (retailerId: RetailerId) => Promise<void>;
  /** Fills the shop with places, campaigns and offers; may be called again. */
  showcase?: (retailerId: RetailerId) => Promise<void>;
  /** The data; tests load a part of it. */
  readFile?: () => DemoFile;
}

/** Invoices are real, so their source is no simulation; those of the visitors are, and say so. */
const HISTORY_SOURCE = { kind: 'import', name: 'Bestellhistorie (Demodaten)' } as const;
const SIMULATED_SOURCES = {
  web: { kind: 'web', name: 'Webshop (simuliert)' },
  till: { kind: 'till', name: 'Kassen (simuliert)' },
  store: { kind: 'store', name: 'Filialen (simuliert)' },
} as const satisfies Record<DemoSourceKey, { kind: SourceKind; name: string }>;

/** Items of one transaction of the write path; a little below its limit, so that others fit in beside. */
const BATCH = 400;
const PRODUCTS_BATCH = 500;
const RETRY_MS = 200;

/**
 * Writes products and history of the demo retailer. May be broken off anywhere and called again: what it sends does
 * not depend on when, and what was stored before counts as duplicate. Answers false when it was told to stop.
 */
export async function loadHistory(
  deps: LoadDeps,
  retailerId: RetailerId,
  signal?: AbortSignal,
): Promise<boolean> {
  const { owner } = deps.database;
  const row = await queries.demoOf(owner, retailerId);
  if (row?.stage !== 'loading') return true;
  const file = (deps.readFile ?? readDemoFile)();
  const source = await ensureSources(deps, retailerId);
  if (row.done === 0) await loadProducts(deps, row, file);
  await deps.showcase?.(retailerId);
  const history = planHistory(file, {
    anchorAt: row.anchorAt.getTime(),
    calendar: createCalendar(row.zone),
    currency: row.currency,
  });
  const { total } = history;
  for (let done = row.done; done < total; ) {
    if (signal?.aborted) return false;
    const batch = history.items(done, done + BATCH);
    await submitPatiently(deps, source, batch);
    done += batch.length;
    if (!(await queries.noteLoaded(owner, retailerId, { done, total }))) return true;
    await deps.changed(retailerId);
  }
  await queries.noteReady(owner, retailerId);
  await deps.changed(retailerId);
  deps.log.info({ retailerId, items: total }, 'The demo retailer is loaded.');
  return true;
}

/** The sources of the demo; answers the one the history comes through. */
async function ensureSources(deps: LoadDeps, retailerId: RetailerId): Promise<Source> {
  const history = await deps.sources.ensure({ retailerId, ...HISTORY_SOURCE });
  const ids: queries.DemoSourceIds = { history: history.id };
  for (const key of DEMO_SOURCES) {
    const source = await deps.sources.ensure({
      retailerId,
      ...SIMULATED_SOURCES[key],
      simulated: true,
    });
    ids[key] = source.id;
  }
  await queries.noteSources(deps.database.owner, retailerId, ids);
  return history;
}

async function loadProducts(deps: LoadDeps, row: queries.DemoRow, file: DemoFile): Promise<void> {
  const reports = file.products.map(([productId, en, category, priceMinor, de]) => ({
    productId,
    name: de ?? en,
    categoryPath: [file.categories[category]?.de ?? ''],
    priceMinor,
    currency: row.currency,
    // Pages and drawings of the demo storefront, on this very server.
    url: `/shop/artikel/${encodeURIComponent(productId)}`,
    image: `/shop/pictures/${encodeURIComponent(productId)}.png`,
    attributes: { name_en: en, category_en: file.categories[category]?.en ?? '' },
    goods: true,
  }));
  for (let i = 0; i < reports.length; i += PRODUCTS_BATCH) {
    const part = reports.slice(i, i + PRODUCTS_BATCH);
    await deps.database.withRetailer(row.retailerId, (sql) =>
      deps.catalogue.upsert(sql, row.retailerId, part, 'demo'),
    );
  }
}

/** Real traffic goes first: when the write path is full, the history waits. */
async function submitPatiently(deps: LoadDeps, source: Source, batch: unknown[]): Promise<void> {
  for (;;) {
    try {
      const results = await deps.ingest.submit(source, batch);
      const dropped = results.filter((result) => result.outcome === 'dropped');
      if (dropped.length > 0) deps.log.warn({ dropped }, 'Demo items were not stored.');
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'overloaded') throw error;
      await delay(RETRY_MS);
    }
  }
}
