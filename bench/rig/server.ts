import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RetailerId, SourceKind } from '@augenblick/contract';
import { hashSecret, newSecret, WRITE_KEY_PREFIX } from '../../server/src/access/index.ts';
import {
  type Database,
  openDatabase,
  runningUrl,
  systemIds,
} from '../../server/src/runtime/index.ts';
import { childrenMs, cpuMs, familyMs, stat } from './cpu.ts';

const ROOT = path.dirname(path.dirname(import.meta.dirname));

/** The real product, started as a user would start it, on an empty folder, without the demo. */
export interface BenchServer {
  port: number;
  pid: number;
  database: Database;
  retailerId: RetailerId;
  /** A write key of a new source of this kind. */
  writeKey(kind: SourceKind): Promise<string>;
  /** CPU milliseconds so far: node, and all processes of its PostgreSQL. */
  cpu(): { nodeMs: number; postgresMs: number };
  /** Resident megabytes of node. */
  memoryMb(): number;
  stop(): Promise<void>;
}

/** Starts `augenblick start` and waits until it is ready. */
export async function startServer(env: Record<string, string> = {}): Promise<BenchServer> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'augenblick-bench-'));
  // Builds the server when it is stale; the console is not needed here.
  execFileSync(process.execPath, [path.join(ROOT, 'tools', 'augenblick.mjs'), 'help']);
  const child = spawn(
    process.execPath,
    [
      '--max-semi-space-size=16',
      // For looking closer: SERVER_FLAGS='--cpu-prof --cpu-prof-dir=/tmp/profile'.
      ...(process.env['SERVER_FLAGS']?.split(' ') ?? []),
      path.join(ROOT, 'server', 'dist', 'augenblick.js'),
      'start',
    ],
    {
      env: {
        ...process.env,
        DATA_DIR: dataDir,
        PORT: '0',
        DEMO: 'false',
        LOG_LEVEL: 'warn',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  // Whoever stops the benchmark stops its server.
  const abandon = (): void => {
    child.kill('SIGTERM');
    process.exit(1);
  };
  process.once('SIGTERM', abandon).once('SIGINT', abandon);
  const port = await portOf(child);
  await ready(child, port);
  const url = runningUrl(dataDir);
  if (url === undefined) throw new Error('the server runs but its database was not found');
  const database = openDatabase({ url });
  const [retailer] = await database.owner<{ id: RetailerId }[]>`
    insert into retailer (slug, name) values ('bench', 'Bench') returning id`;
  const retailerId = (retailer as { id: RetailerId }).id;
  const [backend] = await database.owner<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const postmaster = Number(stat((backend as { pid: number }).pid)?.[1]);
  const pid = child.pid as number;
  return {
    port,
    pid,
    database,
    retailerId,
    writeKey: (kind) => makeKey(database, retailerId, kind),
    cpu: () => ({
      nodeMs: cpuMs(pid) + childrenMs(pid, 'node'),
      postgresMs: familyMs(postmaster),
    }),
    memoryMb: () => memoryMb(pid),
    stop: async () => {
      await database.close();
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function makeKey(
  database: Database,
  retailerId: RetailerId,
  kind: SourceKind,
): Promise<string> {
  const trust = kind === 'web' || kind === 'app' ? 'public' : 'trusted';
  const [source] = await database.owner<{ id: number }[]>`
    insert into source (retailer_id, kind, name, trust) values (${retailerId}, ${kind}, ${kind}, ${trust}) returning id`;
  const secret = newSecret(systemIds, WRITE_KEY_PREFIX);
  await database.owner`
    insert into write_key (retailer_id, id, source_id, key_hash, hint, name, created_at)
    values (${retailerId}, ${systemIds.uuid7()}, ${source?.id ?? 0}, ${hashSecret(secret.text)}, ${secret.hint}, 'bench', now())`;
  return secret.text;
}

async function ready(child: ChildProcess, port: number): Promise<void> {
  const ended = new Promise<never>((_resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  ended.catch(() => undefined);
  const up = async (): Promise<void> => {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await Promise.race([ended, up()]);
}

/** The port that the server found free, as it says itself: one looked for beforehand may be taken meanwhile. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4_096);
      const port = /http:\/\/localhost:(\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
}

function memoryMb(pid: number): number {
  const line = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
}
