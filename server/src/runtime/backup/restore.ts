import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { openPool, SCHEMA, type Sql, type TransactionSql } from '../database.ts';
import { migrate, readMigrations } from '../migrate.ts';
import { JOBS, savedTables } from './catalog.ts';
import { type BackupHead, BackupProblem, type Frame, readFrames } from './frames.ts';

/** What was restored. */
export interface RestoreReport {
  /** When the back-up was made, ISO. */
  createdAt: string;
  rows: Record<string, number>;
}

/**
 * Puts a back-up into an empty installation: sets up the schema as it was then, loads every row, and brings the schema
 * up to date. All rows or none. Throws `BackupProblem` when the target is not empty, the file is damaged, or it was
 * made by a newer version; a damaged file is found before anything is written.
 */
export async function restore(
  url: string,
  file: string,
  progress: (table: string) => void = () => undefined,
): Promise<RestoreReport> {
  await refuseDamaged(file);
  const frames = framesOf(file);
  const head = headOf((await frames.next()).value);
  const sql = openPool({ url, max: 1, name: 'restore' });
  try {
    await refuseFilled(sql);
    await migrate(url, migrationsOf(head));
    const rows = await sql.begin((tx) => load(tx, frames, progress));
    await migrate(url);
    await sql`analyze`;
    return { createdAt: head.createdAt, rows: rows as Record<string, number> };
  } finally {
    await frames.return(undefined);
    await sql.end({ timeout: 5 });
  }
}

/**
 * Unpacks the whole file once and forgets it: gzip's check sum stands at the end, so rows that are read while they are
 * unpacked may be damaged ones, and the database would complain of them, or worse, take them.
 */
async function refuseDamaged(file: string): Promise<void> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    await pipeline(createReadStream(file), createGunzip(), nowhere);
  } catch (error) {
    throw asProblem(error);
  }
}

async function* framesOf(file: string): AsyncGenerator<Frame, undefined> {
  const unpacked = createGunzip();
  const reading = pipeline(createReadStream(file), unpacked);
  // The loop below meets the same error through the stream itself.
  reading.catch(() => undefined);
  try {
    yield* readFrames(unpacked);
  } catch (error) {
    throw asProblem(error);
  } finally {
    unpacked.destroy();
  }
  return undefined;
}

/** What zlib says of the file in words; any other error as it is. */
function asProblem(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (!code?.startsWith('Z_')) return error;
  return new BackupProblem(
    code === 'Z_BUF_ERROR'
      ? 'The back-up is cut off: its end is missing. Use another one.'
      : 'This is not a back-up of Augenblick, or it is damaged.',
  );
}

function headOf(frame: Frame | undefined): BackupHead {
  const head = frame?.type === 'head' ? frame.value : undefined;
  if (head?.format !== 'augenblick-backup')
    throw new BackupProblem('This is not a back-up of Augenblick.');
  if (head.version !== 1)
    throw new BackupProblem(
      'The back-up has a newer form. Restore it with the version that made it.',
    );
  return head;
}

/** The migrations the back-up was made under, checked against ours. */
function migrationsOf(head: BackupHead): ReturnType<typeof readMigrations> {
  const ours = new Map(readMigrations().map((migration) => [migration.version, migration]));
  return head.migrations.map(({ version, name, checksum }) => {
    const found = ours.get(version);
    if (found?.checksum === checksum) return found;
    throw new BackupProblem(
      `The back-up was made by a newer or other version of Augenblick (migration ${version} "${name}"). Restore it with that version.`,
    );
  });
}

async function refuseFilled(sql: Sql): Promise<void> {
  const [there] = await sql`select to_regclass(${`${SCHEMA}.migration`}) is not null as is`;
  if (!there?.['is']) return;
  for (const { name } of await savedTables(sql)) {
    const rows = await sql`select 1 from ${sql(SCHEMA)}.${sql(name)} limit 1`;
    if (rows.length > 0) {
      throw new BackupProblem(
        `The target is not empty (table ${name} has rows). A back-up is only restored into an empty installation: choose another DATA_DIR or database.`,
      );
    }
  }
}

async function load(
  tx: TransactionSql,
  frames: AsyncGenerator<Frame>,
  progress: (table: string) => void,
): Promise<Record<string, number>> {
  // Rows that migrations themselves put in come back with the back-up.
  const names = (await savedTables(tx)).map(({ name }) => `${SCHEMA}."${name}"`);
  if (names.length > 0) await tx.unsafe(`truncate ${names.join(', ')}`);
  await tx.unsafe(`create temp table waiting_job (name text, payload text, queue text, run_at timestamptz, key text,
    max_attempts int, priority int) on commit drop`);
  let sink: Writable | undefined;
  try {
    for await (const frame of frames) {
      if (frame.type !== 'rows') {
        await close(sink);
        sink = undefined;
      }
      if (frame.type === 'table') {
        progress(frame.value.name);
        sink = await tx.unsafe(copyIn(frame.value)).writable();
        // Met by `close` or the next write through `errored`; here only so that it is not unhandled.
        sink.on('error', () => undefined);
      } else if (frame.type === 'rows') {
        await write(sink, frame.value);
      } else if (frame.type === 'sequence') {
        const { name, last, called } = frame.value;
        await tx`select setval(${`${SCHEMA}."${name}"`}::regclass, ${last}::text::bigint, ${called})`;
      } else if (frame.type === 'end') {
        await tx`select graphile_worker.add_job(name, payload::json, queue, run_at, max_attempts, key, priority)
        from waiting_job`;
        return frame.value.rows;
      }
    }
  } catch (error) {
    // Nothing else can be said on this connection while rows are expected, not even "roll back".
    sink?.destroy(error as Error);
    throw error;
  }
  throw new BackupProblem('The back-up is cut off: its end is missing. Use another one.');
}

function copyIn({ name, columns }: { name: string; columns: string[] }): string {
  if (name === JOBS) return 'copy waiting_job from stdin';
  return `copy ${SCHEMA}."${name}" (${columns.map((column) => `"${column}"`).join(', ')}) from stdin`;
}

function write(sink: Writable | undefined, rows: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!sink) reject(new BackupProblem('The back-up is damaged: rows without a table.'));
    // The database may have refused rows between two writes: its words, not the stream's that it is closed.
    else sink.write(rows, (error) => (error ? reject(sink.errored ?? error) : resolve()));
  });
}

function close(sink: Writable | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!sink) return resolve();
    if (sink.errored) return reject(sink.errored);
    sink.once('error', reject);
    sink.end(() => resolve());
  });
}
