import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';
import { systemClock } from '../clock.ts';
import type { Log } from '../log.ts';
import { findCluster, type Folder, prepareFolder } from './folder.ts';
import { explain, PostgresProblem, worthRetrying } from './problem.ts';
import {
  endSessions,
  isAlive,
  readPostmaster,
  spawnServer,
  spawnWatchdog,
  stopServer,
  untilReady,
} from './process.ts';

/** Name of the database inside the embedded server. */
const DATABASE = 'augenblick';
/** The lock that says which process owns the server. */
const LOCK = [4400, 1] as const;
/** How long a start is repeated while an earlier server has not quite gone, ms. */
const PATIENCE = 10_000;
/** How often the server is asked whether somebody else told it to stop, ms. */
const LOOK = 1_000;

/** How the embedded server is started. */
export interface EmbeddedOptions {
  dataDir: string;
  /** Other binaries (setting POSTGRES_BIN_DIR). */
  binDir?: string | undefined;
  log: Log;
  /** What this process is, for the sentence a second start gets; such as "augenblick start". */
  name: string;
  /** More server settings; tests switch fsync off with them. */
  settings?: Readonly<Record<string, string>>;
}

/** A running embedded server that this process owns. */
export interface EmbeddedPostgres {
  /** `postgres:///augenblick?host=<socket folder>&user=postgres`, also understood by psql. */
  url: string;
  /** True when the server was already running and was taken over. */
  adopted: boolean;
  /** Process id of the postmaster now. */
  pid(): number;
  /** This process is about to stop: a server that somebody tells to stop meanwhile is let go, not brought back. */
  leaving(): void;
  /** Stops the server and waits until it is down. */
  stop(): Promise<void>;
}

/** The address of an embedded server for a database client. */
export function socketUrl(socket: string, database: string = DATABASE): string {
  return `postgres:///${database}?host=${encodeURIComponent(socket)}&user=postgres`;
}

/** The address of the server running on a data folder, when one runs: for commands beside a running installation. */
export function runningUrl(dataDir: string): string | undefined {
  const cluster = findCluster(dataDir);
  const found = cluster === undefined ? undefined : readPostmaster(cluster);
  return found?.ready && isAlive(found.pid) ? socketUrl(found.socket) : undefined;
}

/**
 * Starts PostgreSQL on `dataDir`, or takes over one that an earlier process left running. One process owns a folder:
 * a second one gets a `PostgresProblem` that names the first. A server that dies is started again.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const folder = prepareFolder(options.dataDir, options.binDir);
  const server = new OwnedServer(folder, options);
  const adopted = await server.launch();
  await createDatabase(folder.socket);
  return {
    url: socketUrl(folder.socket),
    adopted,
    pid: () => server.pid,
    leaving: () => server.leaving(),
    stop: () => server.stop(),
  };
}

/** One server this process owns: launching, holding the lock, restarting after a death, stopping. */
class OwnedServer {
  pid = 0;
  private readonly folder: Folder;
  private readonly options: EmbeddedOptions;
  private watchdog: ChildProcess | undefined;
  private lock: postgres.Sql | undefined;
  private stopping = false;
  private left = false;
  private looking: NodeJS.Timeout | undefined;
  private reviving: Promise<void> | undefined;

  constructor(folder: Folder, options: EmbeddedOptions) {
    this.folder = folder;
    this.options = options;
  }

  /** Starts or takes over, then takes the lock. True when taken over. */
  async launch(): Promise<boolean> {
    const until = systemClock.now() + PATIENCE;
    for (;;) {
      const found = readPostmaster(this.folder.cluster);
      if (found && isAlive(found.pid) && (await answers(this.folder.socket))) {
        await this.own(found.pid);
        return true;
      }
      const { child, output } = spawnServer(this.folder, this.options.settings ?? {});
      const watchdog = child.pid === undefined ? undefined : spawnWatchdog(this.folder, child.pid);
      if (child.pid !== undefined && (await untilReady(this.folder.cluster, child))) {
        await this.own(child.pid, watchdog);
        return false;
      }
      watchdog?.kill('SIGKILL');
      const said = output();
      if (systemClock.now() > until || this.stopping || !worthRetrying(said)) {
        throw new PostgresProblem(
          `The database did not start.\n${explain(said)}\nLog: ${this.folder.log}`,
        );
      }
      await wait(200);
    }
  }

  /** From now on a server that is told to stop may do so. */
  leaving(): void {
    this.left = true;
    clearInterval(this.looking);
  }

  /** Stops the server and lets go of everything. */
  async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    this.leaving();
    await this.reviving?.catch(() => undefined);
    await stopServer(this.folder.cluster, this.pid);
    this.watchdog?.kill('SIGKILL');
    await this.lock?.end({ timeout: 1 });
  }

  private async own(pid: number, watchdog?: ChildProcess): Promise<void> {
    const sql = postgres({
      ...connection(
        this.folder.socket,
        'postgres',
        `${this.options.name} (process ${process.pid})`,
      ),
      onclose: () => this.lockLost(sql),
    });
    try {
      await takeLock(sql, this.options.dataDir);
    } catch (error) {
      watchdog?.kill('SIGKILL');
      await sql.end({ timeout: 1 });
      throw error;
    }
    this.lock = sql;
    this.pid = pid;
    this.watchdog?.kill('SIGKILL');
    this.watchdog = watchdog ?? spawnWatchdog(this.folder, pid);
    if (!this.left) this.looking ??= setInterval(() => this.look(), LOOK).unref();
  }

  /**
   * A server that got SIGTERM keeps its open connections, the lock's among them, and refuses new ones for as long as those
   * stay: it would answer nobody and never end. It is stopped for good, and `lockLost` brings it back.
   */
  private look(): void {
    const found = readPostmaster(this.folder.cluster);
    if (!found?.stopping || found.pid !== this.pid || this.reviving) return;
    this.options.log.warn('Somebody told the database to stop; starting it again.');
    endSessions(found.pid);
  }

  /** The lock's connection is gone: the server died or was restarted. Brings it back. */
  private lockLost(sql: postgres.Sql): void {
    if (this.stopping || this.lock !== sql) return;
    this.lock = undefined;
    this.options.log.error('The database has gone away; starting it again.');
    this.reviving = this.revive().finally(() => {
      this.reviving = undefined;
      void sql.end({ timeout: 0 });
    });
  }

  private async revive(): Promise<void> {
    for (let pause = 100; !this.stopping; pause = Math.min(pause * 2, 5_000)) {
      try {
        await this.launch();
        this.options.log.info('The database is back.');
        return;
      } catch (error) {
        this.options.log.error({ err: error }, 'The database cannot be started again; trying on.');
        await wait(pause);
      }
    }
  }
}

function connection(
  socket: string,
  database: string,
  name: string,
): postgres.Options<Record<string, never>> {
  return {
    path: `${socket}/.s.PGSQL.5432`,
    user: 'postgres',
    database,
    max: 1,
    max_lifetime: null,
    connect_timeout: 5,
    fetch_types: false,
    onnotice: () => undefined,
    connection: { application_name: name.slice(0, 63) },
  };
}

async function answers(socket: string): Promise<boolean> {
  const sql = postgres(connection(socket, 'postgres', 'augenblick'));
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function takeLock(sql: postgres.Sql, dataDir: string): Promise<void> {
  // The lock of a process that was just killed goes with its connection, a moment later.
  for (let tries = 0; tries < 10; tries += 1) {
    const [row] = await sql`select pg_try_advisory_lock(${LOCK[0]}, ${LOCK[1]}) as taken`;
    if (row?.['taken']) return;
    await wait(100);
  }
  const [holder] = await sql`
    select application_name as name from pg_locks join pg_stat_activity using (pid)
    where locktype = 'advisory' and classid = ${LOCK[0]} and objid = ${LOCK[1]} and granted`;
  throw new PostgresProblem(
    `The data folder ${dataDir} is already in use by ${holder?.['name'] ?? 'another process'}. Stop that one first, or choose another folder with DATA_DIR.`,
  );
}

async function createDatabase(socket: string): Promise<void> {
  const sql = postgres(connection(socket, 'postgres', 'augenblick'));
  try {
    const found = await sql`select 1 from pg_database where datname = ${DATABASE}`;
    if (found.length === 0) await sql`create database ${sql(DATABASE)}`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
