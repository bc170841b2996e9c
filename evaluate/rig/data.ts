import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';

const ROOT = path.resolve(import.meta.dirname, '..', '..');

/** The value of `--name value`, as text. */
export function argument(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}

/** Whether `--name` stands on the command line. */
export function flag(name: string): boolean {
  return process.argv.includes(`--${name}`);
}

/** Folder of a data set: `../shared/data/<set>` beside the repository, unless `given` names another. */
export function dataFolder(set: string, given: string | undefined): string {
  return given === undefined
    ? path.join(ROOT, '..', 'shared', 'data', set)
    : path.resolve(process.cwd(), given);
}

/** Rows of a CSV file with a header line, packed (`.gz`) or not; undefined when the folder does not have it. */
export function readRows(folder: string, file: string): Record<string, string>[] | undefined {
  const packed = path.join(folder, `${file}.gz`);
  const plain = path.join(folder, file);
  if (existsSync(packed)) return rowsOf(gunzipSync(readFileSync(packed)));
  return existsSync(plain) ? rowsOf(readFileSync(plain)) : undefined;
}

/** Whether a folder has a CSV file, packed or not. */
export function hasRows(folder: string, file: string): boolean {
  return existsSync(path.join(folder, `${file}.gz`)) || existsSync(path.join(folder, file));
}

function rowsOf(text: Buffer): Record<string, string>[] {
  return parse(text, { columns: true, bom: true, skip_empty_lines: true, trim: true });
}

/** Says what is missing and what to do, and ends with code 2. */
export function endWithoutData(folder: string, file: string, about: string): never {
  console.error(
    [
      `No data: ${path.join(folder, file)}.gz (or without .gz) does not exist.`,
      about,
      'Put the file there, or name its folder: npm run evaluate -- <name> --data <folder>',
    ].join('\n'),
  );
  process.exit(2);
}
