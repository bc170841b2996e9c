import { mkdir, rm, stat } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure, type RetailerId, type Source } from '@augenblick/contract';
import type {
  ImportChoices,
  ImportKind,
  ImportMapping,
  ImportPreview,
  ImportProgress,
  ImportRun,
  ImportSettings,
  ImportState,
  ImportSummary,
} from '@augenblick/contract/api/import.ts';
import type { Catalogue } from '../catalogue/index.ts';
import {
  type Clock,
  type Database,
  databaseIsAway,
  type Ids,
  type Jobs,
  type Live,
  type Log,
  type TransactionSql,
} from '../runtime/index.ts';
import { isZone } from './date.ts';
import { IMPORT_FAULTS, ImportFault } from './fault.ts';
import { LIMITS } from './limits.ts';
import { previewFile } from './preview.ts';
import * as queries from './queries.ts';
import { readColumns } from './records.ts';
import { makePlan } from './row.ts';
import { noProgress, runImport } from './run.ts';
import type { Submit } from './submit.ts';
import { asTextFile } from './workbook.ts';

/** What imports need of the house. */
export interface ImportsDeps {
  database: Database;
  catalogue: Catalogue;
  /** `ingest.submit`: imports go the way of every event. */
  submit: Submit;
  /** The retailer's one source of imports: message ids are unique within a source, so it must always be the same. */
  source: (retailerId: RetailerId) => Promise<Source>;
  clock: Clock;
  ids: Ids;
  log: Log;
  /** Only where runs wait for a worker; the command line runs them itself. */
  jobs?: Jobs;
  live?: Live;
  /** DATA_DIR: uploads and rejected rows lie in `imports/<retailer>/<run>/` below it. */
  dataDir: string;
  pause: (ms: number) => Promise<void>;
}

/** A file that is there already (command line). */
export interface LocalFile {
  path: string;
  name: string;
  createdBy: string;
  choices: ImportChoices;
  dryRun: boolean;
  onPreview: (preview: ImportPreview) => void;
  onProgress: (progress: ImportProgress) => void;
}

/** Imports of all retailers. */
export interface Imports {
  /** Stores an upload and looks at it. */
  upload(
    retailerId: RetailerId,
    upload: { name: string; data: Readable; createdBy: string; choices: ImportChoices },
  ): Promise<{ run: ImportRun; preview: ImportPreview }>;
  /** Looks again with other choices and keeps them. */
  preview(
    retailerId: RetailerId,
    id: string,
    choices: ImportChoices,
  ): Promise<{ run: ImportRun; preview: ImportPreview }>;
  /** Hands a run to a worker; `within` writes in the same transaction (audit). */
  start(
    retailerId: RetailerId,
    id: string,
    choices: ImportChoices,
    within: (sql: TransactionSql, run: ImportRun) => Promise<void>,
  ): Promise<ImportRun>;
  list(retailerId: RetailerId): Promise<ImportRun[]>;
  read(retailerId: RetailerId, id: string): Promise<ImportRun>;
  /** Stops a run as soon as it looks up; what was stored stays. */
  cancel(retailerId: RetailerId, id: string): Promise<ImportRun>;
  /** Forgets a run and its files; what it imported stays. */
  remove(retailerId: RetailerId, id: string): Promise<void>;
  /** Path of the file with rejected rows, or undefined when none was. */
  rejectedPath(retailerId: RetailerId, id: string): Promise<string | undefined>;
  /** Does what was handed over. Safe to call twice: what was submitted is recognised. */
  work(retailerId: RetailerId, id: string): Promise<void>;
  /** Imports a file in this process. */
  runFile(retailerId: RetailerId, file: LocalFile): Promise<ImportRun>;
}

/** Name of the job that runs an import. */
export const IMPORT_JOB = 'import';
/** States from which a run may be started (again). */
const STARTABLE: readonly ImportState[] = ['uploaded', 'cancelled', 'failed', 'interrupted'];

/** A person asked to stop. */
class Cancelled extends Error {}

/** Builds imports; defines their job when there is a queue. */
export function createImports(deps: ImportsDeps): Imports {
  const inside = new Inside(deps);
  deps.jobs?.define(IMPORT_JOB, async (payload) => {
    const { retailerId, id } = payload as { retailerId: RetailerId; id: string };
    await inside.work(retailerId, id);
  });
  return {
    upload: (retailerId, upload) => inside.upload(retailerId, upload),
    preview: (retailerId, id, choices) => inside.preview(retailerId, id, choices),
    start: (retailerId, id, choices, within) => inside.start(retailerId, id, choices, within),
    list: (retailerId) => inside.list(retailerId),
    read: (retailerId, id) => inside.read(retailerId, id),
    cancel: (retailerId, id) => inside.cancel(retailerId, id),
    remove: (retailerId, id) => inside.remove(retailerId, id),
    rejectedPath: (retailerId, id) => inside.rejectedPath(retailerId, id),
    work: (retailerId, id) => inside.work(retailerId, id),
    runFile: (retailerId, file) => inside.runFile(retailerId, file),
  };
}

class Inside {
  private readonly deps: ImportsDeps;
  constructor(deps: ImportsDeps) {
    this.deps = deps;
  }

  async upload(
    retailerId: RetailerId,
    upload: Parameters<Imports['upload']>[1],
  ): Promise<{ run: ImportRun; preview: ImportPreview }> {
    const id = this.deps.ids.uuid7();
    const folder = this.folder(retailerId, id);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      const file = path.join(folder, 'upload');
      await store(upload.data, file);
      const preview = await this.look(retailerId, file, upload.choices);
      const fileBytes = (await stat(file)).size;
      const run = await this.insert(retailerId, id, { ...upload, fileBytes }, preview);
      return { run, preview };
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw asFailure(error);
    }
  }

  async preview(
    retailerId: RetailerId,
    id: string,
    choices: ImportChoices,
  ): Promise<{ run: ImportRun; preview: ImportPreview }> {
    const before = await this.read(retailerId, id);
    if (!STARTABLE.includes(before.state)) throw new Failure('conflict', before.state);
    try {
      const preview = await this.look(
        retailerId,
        await this.uploaded(retailerId, id),
        kept(before, choices),
      );
      const run = await this.deps.database.withRetailer(retailerId, (sql) =>
        queries.updateChoices(sql, retailerId, id, preview),
      );
      if (!run) throw new Failure('conflict');
      return { run, preview };
    } catch (error) {
      throw asFailure(error);
    }
  }

  async start(
    retailerId: RetailerId,
    id: string,
    choices: ImportChoices,
    within: (sql: TransactionSql, run: ImportRun) => Promise<void>,
  ): Promise<ImportRun> {
    const { run, preview } = await this.preview(retailerId, id, choices);
    if (!preview.ready) throw new Failure('bad_request', notReady(preview));
    const queued = await this.deps.database.withRetailer(retailerId, async (sql) => {
      const moved = await queries.moveRun(sql, retailerId, id, STARTABLE, {
        state: 'queued',
        at: this.deps.clock.now(),
        progress: noProgress(run.fileBytes),
      });
      if (!moved) throw new Failure('conflict');
      await within(sql, moved);
      const place = { key: `import:${id}`, queue: `import:${retailerId}` };
      await this.deps.jobs?.add(sql, IMPORT_JOB, { retailerId, id }, place);
      return moved;
    });
    this.tell(retailerId, queued);
    return queued;
  }

  async list(retailerId: RetailerId): Promise<ImportRun[]> {
    return this.deps.database.withRetailer(retailerId, async (sql) => {
      await queries.markInterrupted(sql, retailerId, this.deps.clock.now());
      return queries.listRuns(sql, retailerId);
    });
  }

  async read(retailerId: RetailerId, id: string): Promise<ImportRun> {
    const run = await this.deps.database.withRetailer(retailerId, async (sql) => {
      await queries.markInterrupted(sql, retailerId, this.deps.clock.now());
      return queries.readRun(sql, retailerId, id);
    });
    if (!run) throw new Failure('not_found');
    return run;
  }

  async cancel(retailerId: RetailerId, id: string): Promise<ImportRun> {
    const at = this.deps.clock.now();
    const run = await this.deps.database.withRetailer(
      retailerId,
      async (sql) =>
        (await queries.askCancel(sql, retailerId, id)) ??
        (await queries.moveRun(sql, retailerId, id, ['uploaded', 'queued', 'interrupted'], {
          state: 'cancelled',
          at,
        })) ??
        (await queries.readRun(sql, retailerId, id)),
    );
    if (!run) throw new Failure('not_found');
    this.tell(retailerId, run);
    return run;
  }

  async remove(retailerId: RetailerId, id: string): Promise<void> {
    await this.read(retailerId, id);
    const gone = await this.deps.database.withRetailer(retailerId, (sql) =>
      queries.deleteRun(sql, retailerId, id),
    );
    if (!gone) throw new Failure('conflict');
    await rm(this.folder(retailerId, id), { recursive: true, force: true });
    this.deps.live?.publish({ retailerId, topic: 'import', data: { id, deleted: true } });
  }

  async rejectedPath(retailerId: RetailerId, id: string): Promise<string | undefined> {
    await this.read(retailerId, id);
    const file = path.join(this.folder(retailerId, id), 'rejected.csv');
    return (await exists(file)) ? file : undefined;
  }

  async work(retailerId: RetailerId, id: string): Promise<void> {
    const found = await this.deps.database.withRetailer(retailerId, (sql) =>
      queries.readRun(sql, retailerId, id),
    );
    // Deleted, cancelled or finished while the job waited.
    if (!found || !['queued', 'running', 'interrupted'].includes(found.state)) return;
    const done = await this.execute(retailerId, found, async () => {
      const upload = await this.uploaded(retailerId, id);
      return (await asTextFile(upload, found.settings.sheet)).path;
    });
    // The upload has served its purpose; people's data does not lie around longer than needed.
    if (done.state === 'done') await this.dropUpload(retailerId, id);
  }

  async runFile(retailerId: RetailerId, file: LocalFile): Promise<ImportRun> {
    const id = this.deps.ids.uuid7();
    const folder = this.folder(retailerId, id);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const text = await asTextFile(file.path, file.choices.settings?.sheet ?? null);
    try {
      const expected = await this.expected(retailerId, file.choices);
      const preview = await previewFile(text, expected, this.deps.clock.now());
      file.onPreview(preview);
      if (!preview.ready) throw new ImportFault('mapping_incomplete', notReady(preview));
      const fileBytes = (await stat(file.path)).size;
      const run = await this.insert(retailerId, id, { ...file, fileBytes }, preview);
      return await this.execute(retailerId, run, async () => text.path, file);
    } finally {
      if (text.path !== file.path) await rm(text.path, { force: true });
    }
  }

  /** Runs it here and notes how it ends. Throws only when the database is away: the job is then tried again. */
  private async execute(
    retailerId: RetailerId,
    run: ImportRun,
    open: () => Promise<string>,
    local?: LocalFile,
  ): Promise<ImportRun> {
    const { database, clock, log } = this.deps;
    const move = (
      from: readonly ImportState[],
      to: Omit<Parameters<typeof queries.moveRun>[4], 'at'>,
    ): Promise<ImportRun | undefined> =>
      database.withRetailer(retailerId, (sql) =>
        queries.moveRun(sql, retailerId, run.id, from, { ...to, at: clock.now() }),
      );
    let ended: ImportRun | undefined;
    let progress = run.progress;
    try {
      const textPath = await open();
      const started = await move(['uploaded', 'queued', 'running', 'interrupted'], {
        state: 'running',
      });
      if (!started) return await this.read(retailerId, run.id);
      const result = await this.take(retailerId, run, textPath, local, (now) => (progress = now));
      progress = result.progress;
      ended = await move(['running', 'interrupted'], { state: 'done', ...result });
    } catch (error) {
      if (error instanceof Cancelled)
        ended = await move(['running'], { state: 'cancelled', progress });
      else if (!local && isAway(error)) {
        await move(['running'], { state: 'interrupted', progress });
        throw error;
      } else {
        const failure = error instanceof ImportFault ? error.code : 'stopped';
        log.error({ err: error, retailerId, importId: run.id }, 'An import stopped.');
        ended = await move(['queued', 'running', 'interrupted', 'uploaded'], {
          state: 'failed',
          failure,
          progress,
        });
        if (local) throw error;
      }
    }
    const last = ended ?? (await this.read(retailerId, run.id));
    this.tell(retailerId, last);
    return last;
  }

  private async take(
    retailerId: RetailerId,
    run: ImportRun,
    textPath: string,
    local: LocalFile | undefined,
    remember: (progress: ImportProgress) => void,
  ): Promise<{ progress: ImportProgress; summary: ImportSummary }> {
    const { database, clock } = this.deps;
    const columns = await readColumns(textPath, run.settings);
    const plan = makePlan(run.kind, columns, run.mapping, run.settings, clock.now());
    const note = async (progress: ImportProgress): Promise<void> => {
      remember(progress);
      local?.onProgress(progress);
      const noted = await database.withRetailer(retailerId, (sql) =>
        queries.noteProgress(sql, retailerId, run.id, progress, clock.now()),
      );
      if (!noted || noted.cancelAsked) throw new Cancelled();
      this.tell(retailerId, noted.run);
    };
    return runImport(
      {
        retailerId,
        source: await this.deps.source(retailerId),
        path: textPath,
        plan,
        rejectedPath: path.join(this.folder(retailerId, run.id), 'rejected.csv'),
        dryRun: local?.dryRun ?? false,
        note,
      },
      this.deps,
    );
  }

  private async look(
    retailerId: RetailerId,
    file: string,
    choices: ImportChoices,
  ): Promise<ImportPreview> {
    const text = await asTextFile(file, choices.settings?.sheet ?? null);
    return previewFile(text, await this.expected(retailerId, choices), this.deps.clock.now());
  }

  private async expected(retailerId: RetailerId, choices: ImportChoices) {
    const zone = choices.settings?.zone;
    if (zone !== undefined && !isZone(zone)) throw new ImportFault('settings_invalid', zone);
    const retailer = await this.deps.database.withRetailer(retailerId, (sql) =>
      queries.readRetailer(sql, retailerId),
    );
    if (!retailer) throw new Failure('not_found');
    return {
      ...retailer,
      kind: choices.kind,
      mapping: choices.mapping as ImportMapping | undefined,
      settings: choices.settings as Partial<ImportSettings> | undefined,
    };
  }

  private insert(
    retailerId: RetailerId,
    id: string,
    file: { name: string; createdBy: string; fileBytes: number },
    preview: { kind: ImportKind; mapping: ImportMapping; settings: ImportSettings },
  ): Promise<ImportRun> {
    return this.deps.database.withRetailer(retailerId, (sql) =>
      queries.insertRun(sql, retailerId, {
        id,
        kind: preview.kind,
        mapping: preview.mapping,
        settings: preview.settings,
        fileName: path.basename(file.name).slice(0, 200) || 'upload',
        fileBytes: file.fileBytes,
        createdBy: file.createdBy,
        createdAt: this.deps.clock.now(),
        progress: noProgress(file.fileBytes),
      }),
    );
  }

  private folder(retailerId: RetailerId, id: string): string {
    return path.join(this.deps.dataDir, 'imports', String(retailerId), id);
  }

  private async uploaded(retailerId: RetailerId, id: string): Promise<string> {
    const file = path.join(this.folder(retailerId, id), 'upload');
    if (!(await exists(file))) throw new ImportFault('file_missing');
    return file;
  }

  private async dropUpload(retailerId: RetailerId, id: string): Promise<void> {
    for (const name of ['upload', 'upload.csv'])
      await rm(path.join(this.folder(retailerId, id), name), { force: true });
  }

  private tell(retailerId: RetailerId, run: ImportRun): void {
    this.deps.live?.publish({ retailerId, topic: 'import', data: { id: run.id, run } });
  }
}

/** The database went away under the run; the queue will bring the job again. */
function isAway(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return databaseIsAway(error) || code === 'unavailable' || code === 'disk_full';
}

/** New choices on top of those made before. Another kind begins afresh: the old columns mean nothing to it. */
function kept(run: ImportRun, choices: ImportChoices): ImportChoices {
  const otherKind = choices.kind !== undefined && choices.kind !== run.kind;
  const { encoding, delimiter, header, sheet, zone, currency } = run.settings;
  const shape = { encoding, delimiter, header, sheet, zone, currency };
  const reshaped = (['encoding', 'delimiter', 'header', 'sheet'] as const).some(
    (part) => choices.settings?.[part] !== undefined && choices.settings[part] !== shape[part],
  );
  if (otherKind || reshaped) {
    const kind = choices.kind ?? (reshaped ? undefined : run.kind);
    return {
      ...(kind ? { kind } : {}),
      ...(choices.mapping ? { mapping: choices.mapping } : {}),
      settings: { ...shape, ...choices.settings },
    };
  }
  const remapped = choices.mapping !== undefined;
  return {
    kind: run.kind,
    mapping: choices.mapping ?? run.mapping,
    // Other columns may write numbers and dates otherwise: what nobody chose is found again.
    settings: { ...(remapped ? shape : run.settings), ...choices.settings },
  };
}

function notReady(preview: ImportPreview): string {
  return preview.notes
    .filter((note) => note.level === 'error')
    .map((note) => note.en)
    .join(' ');
}

/** A fault of the file as an answer to the person who uploaded it. */
function asFailure(error: unknown): unknown {
  if (!(error instanceof ImportFault)) return error;
  const code = error.code === 'file_too_large' ? 'too_large' : 'bad_request';
  return new Failure(code, `${error.code}: ${IMPORT_FAULTS[error.code].en}`);
}

async function store(data: Readable, file: string): Promise<void> {
  let bytes = 0;
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      bytes += chunk.length;
      if (bytes > LIMITS.fileBytesMax) next(new ImportFault('file_too_large'));
      else next(null, chunk);
    },
  });
  await pipeline(data, bounded, createWriteStream(file, { mode: 0o600 }));
  if (bytes === 0) throw new ImportFault('file_empty');
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
