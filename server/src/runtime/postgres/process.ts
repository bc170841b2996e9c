import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { totalmem } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Folder } from './folder.ts';

/** What `postmaster.pid` says about a server. */
export interface Postmaster {
  pid: number;
  /** Folder of its unix socket. */
  socket: string;
  /** It takes connections. */
  ready: boolean;
  /** It was told to stop: it takes no new connection, and ends when the last open one is closed. */
  stopping: boolean;
}

/** Largest log kept before it is set aside at the next start. */
const LOG_BYTES = 10 * 1024 * 1024;

/** Reads `postmaster.pid`; undefined when there is none or it is only half written. */
export function readPostmaster(cluster: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!(pid > 1)) return undefined;
  const status = lines[7]?.trim();
  return {
    pid,
    socket: lines[4] ?? '',
    ready: status === 'ready',
    stopping: status === 'stopping',
  };
}

/** True while a process with this id exists (a dead one that nobody has fetched yet also exists). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The memory this process may count on, bytes: the machine's, or its container's when that is less. */
function memory(): number {
  const limit = process.constrainedMemory?.() ?? 0;
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** The server settings of an embedded PostgreSQL; `extra` wins. */
export function serverSettings(socket: string, extra: Readonly<Record<string, string>>): string[] {
  const megabytes = Math.floor(memory() / 1024 / 1024);
  const settings: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: socket,
    unix_socket_permissions: '0700',
    port: '5432',
    shared_buffers: `${Math.max(32, Math.min(1024, Math.floor(megabytes / 4)))}MB`,
    effective_cache_size: `${Math.max(64, Math.floor(megabytes / 2))}MB`,
    max_wal_size: '4GB',
    jit: 'off',
    random_page_cost: '1.1',
    // A table that was never counted is taken for one of two hundred retailers', and statements are planned accordingly: one
    // minute is long for a shop that imports its customers on the first day. Looking costs 0.2 ms of CPU a second more.
    autovacuum_naptime: '10s',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...extra,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** A server process just spawned. */
export interface Spawned {
  child: ChildProcess;
  /** What it has written to its log since the spawn. */
  output(): string;
}

/** Starts `postgres` in its own session, so that Ctrl-C at the terminal reaches only node, which then stops it. */
export function spawnServer(folder: Folder, extra: Readonly<Record<string, string>>): Spawned {
  if (existsSync(folder.log) && statSync(folder.log).size > LOG_BYTES)
    renameSync(folder.log, `${folder.log}.1`);
  const log = openSync(folder.log, 'a', 0o600);
  const from = statSync(folder.log).size;
  const child = spawn(
    path.join(folder.binaries.bin, 'postgres'),
    ['-D', folder.cluster, ...serverSettings(folder.socket, extra)],
    { ...folder.account, cwd: '/', detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  child.unref();
  // A spawn that fails is reported through `exitCode` staying null and `pid` undefined; see `untilReady`.
  child.on('error', () => undefined);
  return { child, output: () => readFileSync(folder.log).subarray(from).toString('utf8') };
}

/** Waits until the spawned server takes connections; false when it has ended instead. */
export async function untilReady(cluster: string, child: ChildProcess): Promise<boolean> {
  while (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const found = readPostmaster(cluster);
    if (found?.pid === child.pid && found.ready) return true;
    await wait(15);
  }
  return false;
}

/**
 * Starts a shell that waits for node's end (its pipe closes, whatever way node dies) and then stops the server, if the
 * folder still belongs to that server.
 */
export function spawnWatchdog(folder: Folder, pid: number): ChildProcess {
  const script = 'read _; read pid < "$1" && [ "$pid" = "$0" ] && kill -INT "$0"';
  const pidFile = path.join(folder.cluster, 'postmaster.pid');
  const child = spawn('/bin/sh', ['-c', script, String(pid), pidFile], {
    ...folder.account,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.on('error', () => undefined);
  child.stdin?.on('error', () => undefined);
  child.unref();
  (child.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  return child;
}

/** Tells a server to close its connections and end; does not wait for it. */
export function endSessions(pid: number): void {
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    // It has just ended by itself.
  }
}

/** Stops a server: fast (open transactions are rolled back), and at once when that takes more than 30 s. */
export async function stopServer(cluster: string, pid: number): Promise<void> {
  for (const [signal, ms] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (let waited = 0; waited < ms; waited += 20) {
      if (readPostmaster(cluster)?.pid !== pid || !isAlive(pid)) return;
      await wait(20);
    }
  }
}
