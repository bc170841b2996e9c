import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Account, accountFor, isRoot, mayPass } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { explain, PostgresProblem } from './problem.ts';

/** A database folder that is ready to be started. */
export interface Folder {
  /** The cluster itself. */
  cluster: string;
  /** Folder of the unix socket, rights 0700. */
  socket: string;
  /** PostgreSQL's log. */
  log: string;
  account: Account | undefined;
  binaries: Binaries;
}

/** Longest path of a unix socket that every system takes, less the name of the socket itself. */
const SOCKET_ROOM = 100 - '/.s.PGSQL.5432'.length;

/**
 * Prepares `dataDir/postgres`: creates it at the first start (initdb into a folder beside it, then renamed, so that a
 * half-made one is never used), checks owner and version, and says which account runs it.
 */
export function prepareFolder(dataDir: string, binDir: string | undefined): Folder {
  if (process.platform === 'win32') {
    throw new PostgresProblem(
      'The embedded PostgreSQL does not run on Windows. Set DATABASE_URL to your own server.',
    );
  }
  makeFolder(dataDir);
  const base = reachableBase(realpathSync(dataDir));
  const cluster = path.join(base, 'postgres');
  const account = accountFor(cluster);
  const binaries = findBinaries(binDir, account, path.join(base, 'postgres-binaries'));
  if (!existsSync(path.join(cluster, 'PG_VERSION'))) create(cluster, binaries, account);
  checkFolder(cluster, binaries);
  return {
    cluster,
    socket: socketFolder(base, account),
    log: path.join(base, 'postgres.log'),
    account,
    binaries,
  };
}

/** Where the cluster of a data folder lies, when there is one. Creates nothing. */
export function findCluster(dataDir: string): string | undefined {
  const cluster = path.join(dataDir, 'postgres');
  return existsSync(path.join(cluster, 'PG_VERSION')) ? realpathSync(cluster) : undefined;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new PostgresProblem(
      `The data folder ${folder} cannot be made: ${(error as Error).message}. Choose another with DATA_DIR.`,
    );
  }
}

/**
 * The database's account has to pass through the data folder. A folder of root's own is opened for its group, not for
 * everybody. A folder below root's home cannot be entered at all: its cluster then lives in /var/lib/augenblick, and a
 * link in the data folder shows where.
 */
function reachableBase(dataDir: string): string {
  const account = accountFor(path.join(dataDir, 'postgres'));
  if (!account || mayPass(dataDir, account)) return dataDir;
  const { uid, mode } = lstatSync(dataDir);
  if (uid === 0 && mayPass(path.dirname(dataDir), account)) {
    chownSync(dataDir, 0, account.gid);
    chmodSync(dataDir, (mode & 0o777) | 0o010);
    return dataDir;
  }
  const id = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const elsewhere = path.join('/var/lib/augenblick', id);
  mkdirSync(elsewhere, { recursive: true });
  for (const folder of [path.dirname(elsewhere), elsewhere]) chmodSync(folder, 0o755);
  const link = path.join(dataDir, 'postgres');
  if (!lstatSync(link, { throwIfNoEntry: false }))
    symlinkSync(path.join(elsewhere, 'postgres'), link);
  return elsewhere;
}

function create(cluster: string, binaries: Binaries, account: Account | undefined): void {
  const half = `${cluster}.new-${process.pid}`;
  rmSync(half, { recursive: true, force: true });
  try {
    mkdirSync(half, { mode: 0o700 });
  } catch (error) {
    throw new PostgresProblem(
      `The database folder ${cluster} cannot be made: ${(error as Error).message}. Choose another with DATA_DIR.`,
    );
  }
  if (account) chownSync(half, account.uid, account.gid);
  const options = [
    '-D',
    half,
    '-U',
    'postgres',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--auth-local=trust',
    '--auth-host=reject',
    '--no-instructions',
  ];
  const run = spawnSync(path.join(binaries.bin, 'initdb'), options, {
    ...account,
    cwd: '/',
    encoding: 'utf8',
  });
  if (run.status !== 0) {
    rmSync(half, { recursive: true, force: true });
    throw new PostgresProblem(
      `The database could not be created.\n${run.error?.message ?? explain(`${run.stdout}${run.stderr}`)}`,
    );
  }
  try {
    renameSync(half, cluster);
  } catch (error) {
    // Two first starts at once: the quicker one's folder counts.
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(path.join(cluster, 'PG_VERSION'))) {
      throw new PostgresProblem(
        `${cluster} is not a database folder and is in the way: ${(error as Error).message}`,
      );
    }
  }
}

function checkFolder(cluster: string, binaries: Binaries): void {
  const owner = lstatSync(cluster).uid;
  if (!isRoot() && owner !== process.getuid?.()) {
    throw new PostgresProblem(
      `The database folder ${cluster} belongs to another account (uid ${owner}). Start as that account or as root, or choose another folder with DATA_DIR.`,
    );
  }
  const made = Number(readFileSync(path.join(cluster, 'PG_VERSION'), 'utf8'));
  if (made !== binaries.major) {
    throw new PostgresProblem(
      `The database folder ${cluster} was made by PostgreSQL ${made}, the binaries are ${binaries.major}. Use binaries of version ${made} (POSTGRES_BIN_DIR), back up, and restore into a new folder.`,
    );
  }
}

function socketFolder(base: string, account: Account | undefined): string {
  const near = path.join(base, 'socket');
  const id = createHash('sha256').update(base).digest('hex').slice(0, 12);
  const far = path.join(tmpdir(), `augenblick-${id}`);
  const folder = Buffer.byteLength(near) <= SOCKET_ROOM ? near : far;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account) chownSync(folder, account.uid, account.gid);
  const { uid } = lstatSync(folder);
  if (uid !== (account?.uid ?? process.getuid?.())) {
    throw new PostgresProblem(
      `The folder ${folder} belongs to another account (uid ${uid}). Remove it and start again.`,
    );
  }
  chmodSync(folder, 0o700);
  return folder;
}
