/** The embedded PostgreSQL could not be started or used. The message says what happened and what to do. */
export class PostgresProblem extends Error {}

/** Known endings of PostgreSQL's log, and what they mean to the person who reads it. */
const KNOWN: readonly [RegExp, (found: string) => string][] = [
  [
    /No space left on device/,
    () => 'The disk is full. Make room and start again; nothing acknowledged is lost.',
  ],
  [
    /Disk quota exceeded/,
    () => 'The disk quota is used up. Make room and start again; nothing acknowledged is lost.',
  ],
  [
    /Permission denied/,
    () =>
      'A file or folder may not be used by the database. Check owner and rights of the data folder.',
  ],
  [
    /Read-only file system/,
    () => 'The data folder lies on a read-only file system. Choose another with DATA_DIR.',
  ],
  [
    /Cannot allocate memory|could not map anonymous shared memory/,
    () => 'There is not enough free memory for the database (it takes a quarter, at most 1 GB).',
  ],
  [
    /database files are incompatible with server/,
    () =>
      'The data folder was made by another version of PostgreSQL. Use the old binaries (POSTGRES_BIN_DIR), back up, and restore into a new folder.',
  ],
  [
    /error while loading shared libraries: (\S+)/,
    (found) =>
      `PostgreSQL’s binaries do not run on this system (${found}). Alpine and other musl systems are not supported: use DATABASE_URL or POSTGRES_BIN_DIR.`,
  ],
  [
    /Unix-domain socket path .* is too long/,
    () => 'The path of the data folder is too long. Choose a shorter one with DATA_DIR.',
  ],
];

/** A sentence for what PostgreSQL wrote before it gave up; the last lines when it is nothing known. */
export function explain(output: string): string {
  for (const [pattern, sentence] of KNOWN) {
    const found = pattern.exec(output);
    if (found) return `${sentence(found[0])}\n${lastLines(output, 3)}`;
  }
  return lastLines(output, 12);
}

/** True when PostgreSQL refuses because an earlier one has not quite gone; trying again helps. */
export function worthRetrying(output: string): boolean {
  return /lock file "[^"]*" already exists|pre-existing shared memory block|is another postmaster|Address already in use/i.test(
    output,
  );
}

function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
