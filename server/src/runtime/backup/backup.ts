import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished, PassThrough, type Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Clock } from '../clock.ts';
import { SCHEMA, type Sql, type TransactionSql } from '../database.ts';
import { JOBS, savedTables, sequences, WAITING_JOBS } from './catalog.ts';
import { type BackupHead, type Frame, writeFrame } from './frames.ts';

/** What was saved. */
export interface BackupReport {
  /** Rows by table. */
  rows: Record<string, number>;
}

/**
 * Saves the whole installation into one compressed file, as it was at one instant, while it goes on running. The file
 * appears under its name only when it is complete. It can be restored into any PostgreSQL from 15 on.
 */
export async function backup(
  sql: Sql,
  file: string,
  clock: Clock,
  progress: (table: string) => void = () => undefined,
): Promise<BackupReport> {
  const half = `${file}.part`;
  const target = createWriteStream(half, { mode: 0o600 });
  try {
    const frames = new PassThrough({ highWaterMark: 1024 * 1024 });
    const written = pipeline(frames, createGzip({ level: 6 }), target);
    // A failing disk ends the stream; the writer below then stops waiting for room.
    written.catch((error: Error) => frames.destroy(error));
    const report = await sql.begin('isolation level repeatable read read only', (tx) =>
      writeAll(tx, frames, clock, progress),
    );
    frames.end();
    await written;
    await rename(half, file);
    return report as BackupReport;
  } catch (error) {
    target.destroy();
    await rm(half, { force: true });
    throw error;
  }
}

async function writeAll(
  tx: TransactionSql,
  out: Writable,
  clock: Clock,
  progress: (table: string) => void,
): Promise<BackupReport> {
  const put = async (frame: Frame): Promise<void> => {
    if (!out.write(writeFrame(frame))) await drained(out);
  };
  await put({ type: 'head', value: await headOf(tx, clock) });
  const rows: Record<string, number> = {};
  for (const table of await savedTables(tx)) {
    progress(table.name);
    const columns = table.columns.map((column) => `"${column}"`).join(', ');
    await put({ type: 'table', value: table });
    rows[table.name] = await copyOut(
      tx,
      `copy ${SCHEMA}."${table.name}" (${columns}) to stdout`,
      put,
    );
  }
  progress(JOBS);
  await put({ type: 'table', value: { name: JOBS, columns: [] } });
  rows[JOBS] = await copyOut(tx, `copy (${WAITING_JOBS}) to stdout`, put);
  for (const value of await sequences(tx)) await put({ type: 'sequence', value });
  await put({ type: 'end', value: { rows } });
  return { rows };
}

async function headOf(tx: TransactionSql, clock: Clock): Promise<BackupHead> {
  const migrations = await tx<BackupHead['migrations']>`
    select version, name, checksum from migration order by version`;
  const [server] = await tx<{ version: number }[]>`
    select current_setting('server_version_num')::int as version`;
  return {
    format: 'augenblick-backup',
    version: 1,
    createdAt: new Date(clock.now()).toISOString(),
    server: server?.version ?? 0,
    migrations: [...migrations],
  };
}

async function copyOut(
  tx: TransactionSql,
  statement: string,
  put: (frame: Frame) => Promise<void>,
): Promise<number> {
  const source: Readable = await tx.unsafe(statement).readable();
  let rows = 0;
  let pieces: Buffer[] = [];
  let size = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows += 1;
    pieces.push(chunk);
    size += chunk.length;
    if (size < 256 * 1024) continue;
    await put({ type: 'rows', value: Buffer.concat(pieces) });
    pieces = [];
    size = 0;
  }
  // postgres.js leaves its socket paused when the last chunk filled the stream; asking for more lets it go on.
  source._read(0);
  if (size > 0) await put({ type: 'rows', value: Buffer.concat(pieces) });
  return rows;
}

/** Waits for room, or for the stream's end. A large back-up waits often: each wait takes its listeners away again. */
function drained(out: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    const room = (): void => {
      leave();
      resolve();
    };
    const leave = finished(out, { readable: false }, (error) => {
      leave();
      out.off('drain', room);
      if (error) reject(error);
      else resolve();
    });
    out.once('drain', room);
  });
}
