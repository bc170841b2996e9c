/** Imports on a database of their own, with the real write path behind them and files on disk. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RetailerId } from '@augenblick/contract';
import type { ImportChoices, ImportProgress, ImportRun } from '@augenblick/contract/api/import.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { createCatalogue } from '../src/catalogue/index.ts';
import { createIngest } from '../src/ingest/index.ts';
import { createPipeline } from '../src/pipeline.ts';
import { createDefinitions } from '../src/profile/index.ts';
import { loadWatching } from '../src/watching.ts';
import {
  createMetrics,
  type FixedClock,
  fixedClock,
  seededIds,
  silentLog,
} from '../src/runtime/index.ts';
import { createSources } from '../src/source/index.ts';
import { createImports, type Imports, type ImportsDeps } from '../src/import/index.ts';

/** 1 July 2026; files of the tests are older. */
const NOW = '2026-07-01T12:00:00Z';
export const RETAILER = 1 as RetailerId;
export const NEIGHBOUR = 2 as RetailerId;

/** Everything an import needs, on a database of its own. */
export interface Bench {
  db: TestDatabase;
  clock: FixedClock;
  imports: Imports;
  deps: ImportsDeps;
  folder: string;
  /** Writes a file and imports it; fails when the run does not end as done. */
  run(
    content: string | Buffer,
    choices?: ImportChoices,
    options?: {
      retailerId?: RetailerId;
      name?: string;
      onProgress?: (now: ImportProgress) => void;
    },
  ): Promise<ImportRun>;
  close(): Promise<void>;
}

/** Builds the bench; `over` replaces parts of the house. */
export async function openBench(over: Partial<ImportsDeps> = {}): Promise<Bench> {
  const db = await testDatabase();
  const { database } = db;
  const clock = fixedClock(NOW);
  const ids = seededIds(1, clock);
  const log = silentLog;
  const definitions = createDefinitions({ sql: database.owner, load: loadWatching });
  const pipeline = createPipeline({ sql: database.ingest, clock, ids, definitions });
  const ingest = createIngest({
    sql: database.ingest,
    clock,
    ids,
    log,
    metrics: createMetrics(),
    commit: pipeline.commit,
    laneKey: pipeline.laneKey,
  });
  const sources = createSources({ database, clock });
  const folder = await mkdtemp(path.join(tmpdir(), 'augenblick-import-'));
  const deps: ImportsDeps = {
    database,
    catalogue: createCatalogue({ database, clock }),
    submit: (source, items) => ingest.submit(source, items),
    source: (retailerId) => sources.ensure({ retailerId, kind: 'import', name: 'Import' }),
    clock,
    ids,
    log,
    dataDir: folder,
    pause: () => Promise.resolve(),
    ...over,
  };
  const imports = createImports(deps);
  let files = 0;
  return {
    db,
    clock,
    imports,
    deps,
    folder,
    run: async (content, choices = {}, options = {}) => {
      const name = options.name ?? `file-${++files}.csv`;
      const file = path.join(folder, name);
      await writeFile(file, content);
      return imports.runFile(options.retailerId ?? RETAILER, {
        path: file,
        name,
        createdBy: 'test',
        choices,
        dryRun: false,
        onPreview: () => undefined,
        onProgress: options.onProgress ?? (() => undefined),
      });
    },
    close: async () => {
      await ingest.drained();
      await db.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
