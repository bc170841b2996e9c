/** A PostgreSQL of one test's own, for tests in which it is killed. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type Database,
  migrate,
  openDatabase,
  silentLog,
  startEmbedded,
} from '../src/runtime/index.ts';
import { seedRetailers } from './retailers.ts';

/** The server with the two retailers of all tests, and our connections to it. */
export interface OwnPostgres {
  database: Database;
  url(): string;
  /** The server dies at once. It comes back by itself while it is wanted. */
  kill(): void;
  /** The server dies and is started again by hand, as after a machine went down. */
  restart(): Promise<void>;
  /** Stops it and leaves nothing on the disk. */
  remove(): Promise<void>;
}

/** Starts it in a folder of its own. */
export async function ownPostgres(): Promise<OwnPostgres> {
  const parent = mkdtempSync(path.join(tmpdir(), 'augenblick-crash-'));
  // PostgreSQL runs as another user and must get through.
  execFileSync('chmod', ['755', parent]);
  const dataDir = path.join(parent, 'data');
  const start = () => startEmbedded({ dataDir, log: silentLog, name: 'crash test' });
  let server = await start();
  await migrate(server.url);
  await seedRetailers(server.url);
  const database = openDatabase({ url: server.url });
  const kill = (): void => {
    process.kill(server.pid(), 'SIGKILL');
  };
  return {
    database,
    url: () => server.url,
    kill,
    restart: async () => {
      kill();
      await server.stop().catch(() => undefined);
      server = await start();
    },
    remove: async () => {
      await database.close();
      await server.stop();
      const files = path.dirname(realpathSync(path.join(dataDir, 'postgres')));
      for (const folder of [files, parent]) rmSync(folder, { recursive: true, force: true });
    },
  };
}
