import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ImportSettings } from '@augenblick/contract/api/import.ts';
import { type EncodingDetector, encodingDetector } from './encoding.ts';
import { ImportFault } from './fault.ts';
import { LIMITS } from './limits.ts';

/** One row as it stands in the file: `row` counts from 1 as a spreadsheet does, the header included. */
export interface FileRecord {
  row: number;
  cells: string[];
}

/** Loaded with the first file: most processes never read one. */
const csvParse = async () => (await import('csv-parse')).parse;
const iconvLite = async () => (await import('iconv-lite')).default;

export type RecordSettings = Pick<ImportSettings, 'encoding' | 'delimiter' | 'header'>;

/** Bytes read from the disk so far, for progress. */
export interface ReadCounter {
  bytes: () => number;
}

/** True when the file starts like a gzip. */
export async function isGzip(path: string): Promise<boolean> {
  const head = await headOf(path, 2);
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** True when the file starts like a zip, which is what a workbook (XLSX) is. */
export async function isZip(path: string): Promise<boolean> {
  const head = await headOf(path, 4);
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
}

async function headOf(path: string, bytes: number): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

export async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size;
}

/** The text file's bytes, unpacked when it is a gzip. */
async function openBytes(path: string, counter?: ReadCounter): Promise<Readable> {
  const gzip = await isGzip(path);
  const file = createReadStream(path, { highWaterMark: 1 << 18 });
  if (counter) counter.bytes = () => file.bytesRead;
  if (!gzip) return file;
  return pipeline(file, createGunzip({ chunkSize: 1 << 18 }), () => {});
}

/** Reads the whole file once to find its encoding, and its beginning for everything else. */
export async function scanText(
  path: string,
): Promise<{ head: Buffer; encoding: ReturnType<EncodingDetector['result']>; whole: boolean }> {
  const detector = encodingDetector();
  const head: Buffer[] = [];
  let kept = 0;
  let seen = 0;
  try {
    for await (const chunk of await openBytes(path)) {
      const bytes = chunk as Buffer;
      seen += bytes.length;
      if (kept < LIMITS.sampleBytes) {
        head.push(bytes.subarray(0, LIMITS.sampleBytes - kept));
        kept += bytes.length;
      }
      detector.push(bytes);
    }
  } catch (error) {
    throw new ImportFault('file_unreadable', String(error));
  }
  return {
    head: Buffer.concat(head),
    encoding: detector.result(),
    whole: seen <= LIMITS.sampleBytes,
  };
}

/** Turns bytes into text, without a byte order mark. */
export async function decode(bytes: Buffer, encoding: ImportSettings['encoding']): Promise<string> {
  const iconv = await iconvLite();
  return iconv.decode(bytes, encoding, { stripBOM: true });
}

/**
 * The file's rows as a stream with constant memory. Empty rows are counted and left out. Throws ImportFault when a
 * quote is never closed or the file breaks off inside a gzip.
 */
export async function* readRecords(
  path: string,
  settings: RecordSettings,
  counter?: ReadCounter,
): AsyncGenerator<FileRecord, void> {
  const bytes = await openBytes(path, counter);
  yield* parseRecords(bytes, settings);
}

/** The rows of text that is already in memory; `partial` when it was cut off and the last row may be half. */
export async function sampleRecords(
  head: Buffer,
  settings: RecordSettings,
  partial: boolean,
): Promise<FileRecord[]> {
  const rows: FileRecord[] = [];
  const source = Readable.from([head]);
  try {
    for await (const record of parseRecords(source, settings)) {
      rows.push(record);
      if (rows.length > LIMITS.sampleRows) break;
    }
  } catch (error) {
    // A sample that was cut off inside quotes is no fault of the file.
    if (!partial || rows.length === 0) throw error;
  }
  if (partial && rows.length <= LIMITS.sampleRows) rows.pop();
  return rows;
}

async function* parseRecords(
  bytes: Readable,
  settings: RecordSettings,
): AsyncGenerator<FileRecord, void> {
  const parse = await csvParse();
  const parser = parse({
    bom: true,
    delimiter: settings.delimiter,
    relax_column_count: true,
    relax_quotes: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: LIMITS.recordCharactersMax,
  });
  const stages: [Readable, ...NodeJS.ReadWriteStream[]] = [bytes];
  if (settings.encoding !== 'utf-8') {
    const iconv = await iconvLite();
    stages.push(iconv.decodeStream(settings.encoding));
  }
  stages.push(parser);
  pipeline(stages, () => {});
  let row = 0;
  try {
    for await (const record of parser) {
      row++;
      const cells = record as string[];
      if (cells.length === 1 && cells[0] === '') continue;
      if (cells.every((cell) => cell === '')) continue;
      yield { row, cells: storable(cells) };
    }
  } catch (error) {
    throw new ImportFault('file_unreadable', `after row ${row}: ${(error as Error).message}`);
  } finally {
    bytes.destroy();
  }
}

/** PostgreSQL takes no NUL characters and no half surrogates; files with either are broken there anyway. */
function storable(cells: string[]): string[] {
  for (const [index, cell] of cells.entries()) {
    if (cell.includes('\0')) cells[index] = cell.replaceAll('\0', '');
    if (!cell.isWellFormed()) cells[index] = cell.toWellFormed();
  }
  return cells;
}

/** Column names of the file's first row. Throws ImportFault('file_empty'). */
export async function readColumns(path: string, settings: RecordSettings): Promise<string[]> {
  for await (const record of readRecords(path, settings))
    return columnNames(record.cells, settings.header);
  throw new ImportFault('file_empty');
}

/** Column names of a file: unique, never empty, at most 200 characters. Without a header they are numbers. */
export function columnNames(first: readonly string[], header: boolean): string[] {
  const names: string[] = [];
  const used = new Set<string>();
  for (const [index, cell] of first.entries()) {
    const base = header ? cell.trim().slice(0, 190) || `(${index + 1})` : String(index + 1);
    let name = base;
    for (let copy = 2; used.has(name); copy++) name = `${base} (${copy})`;
    used.add(name);
    names.push(name);
  }
  return names;
}
