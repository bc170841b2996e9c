import path from 'node:path';
import type { Config } from './config.ts';
import { checkServer, type Database, openDatabase } from './database.ts';
import type { Log } from './log.ts';
import { migrate } from './migrate.ts';
import { runningUrl, startEmbedded } from './postgres/index.ts';

/** An installation's database, opened and up to date. */
export interface Installation {
  database: Database;
  /** `embedded`: started here; `running`: embedded, started by another process; `own`: DATABASE_URL. */
  kind: 'embedded' | 'running' | 'own';
  /** Such as 180004. */
  serverVersion: number;
  /** Migrations that ran now. */
  migrated: string[];
  /** This process is about to stop: its database is no longer brought back when somebody else stops it. */
  leaving(): void;
  /** Closes the pools and stops what was started here. */
  close(): Promise<void>;
}

/** How an installation is opened. */
export interface OpenOptions {
  config: Pick<
    Config,
    'dataDir' | 'databaseUrl' | 'postgresBinDir' | 'databasePrepare' | 'databaseConnections'
  >;
  log: Log;
  /** What this process is, for the sentence a second start gets. */
  name: string;
  /** True: use a server that another process of this installation runs, when there is one. For commands. */
  beside?: boolean;
  /** False leaves the schema as it is (restoring makes its own). */
  migrate?: boolean;
}

/**
 * Finds or starts the PostgreSQL of an installation, brings its schema up to date and opens the pools. Throws
 * `PostgresProblem` or `DatabaseProblem` with a sentence for the operator.
 */
export async function openInstallation(options: OpenOptions): Promise<Installation> {
  const { config } = options;
  const server = await findServer(options);
  let database: Database | undefined;
  try {
    const migrated =
      server.kind === 'running' || options.migrate === false ? [] : await migrate(server.url);
    database = openDatabase({
      url: server.url,
      prepare: config.databasePrepare,
      connections: config.databaseConnections,
    });
    const opened = database;
    const serverVersion = await checkServer(opened.owner);
    const close = async (): Promise<void> => {
      await opened.close();
      await server.stop();
    };
    return {
      database: opened,
      kind: server.kind,
      serverVersion,
      migrated,
      leaving: server.leaving,
      close,
    };
  } catch (error) {
    await database?.close();
    await server.stop();
    throw error;
  }
}

interface Server {
  url: string;
  kind: Installation['kind'];
  leaving(): void;
  stop(): Promise<void>;
}

async function findServer({ config, log, name, beside }: OpenOptions): Promise<Server> {
  const others = { leaving: (): void => undefined, stop: async (): Promise<void> => undefined };
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, kind: 'own', ...others };
  const dataDir = path.resolve(config.dataDir);
  const running = beside ? runningUrl(dataDir) : undefined;
  if (running !== undefined) return { url: running, kind: 'running', ...others };
  const server = await startEmbedded({ dataDir, binDir: config.postgresBinDir, log, name });
  return { ...server, kind: 'embedded' };
}
