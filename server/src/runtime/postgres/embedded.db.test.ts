import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openPool } from '../database.ts';
import { silentLog } from '../log.ts';
import { type EmbeddedPostgres, PostgresProblem, runningUrl, startEmbedded } from './index.ts';
import { isAlive } from './process.ts';

const CHILD = fileURLToPath(new URL('../../../test/embedded-child.ts', import.meta.url));
const asRoot = process.getuid?.() === 0;
const PATIENCE = { timeout: 120_000, interval: 25 };

let parent: string;
let dataDir: string;
const servers: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];
beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'augenblick-pg-'));
  execFileSync('chmod', ['755', parent]);
  dataDir = path.join(parent, 'data');
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await vi.waitFor(() => expect(existsSync(pidFile())).toBe(false), PATIENCE);
  const cluster = path.join(dataDir, 'postgres');
  if (existsSync(cluster)) rmSync(path.dirname(realpathSync(cluster)), { recursive: true });
  rmSync(parent, { recursive: true, force: true });
});

function pidFile(): string {
  return path.join(dataDir, 'postgres', 'postmaster.pid');
}

async function start(settings: Record<string, string> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbedded({ dataDir, log: silentLog, name: 'test', settings });
  servers.push(server);
  return server;
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const sql = openPool({ url, max: 1, name: 'test' });
  try {
    return [...(await sql.unsafe(text))];
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** A process that owns a server with one row in it. */
async function child(row: number): Promise<{ process: ChildProcess; url: string; pid: number }> {
  const started = spawn(process.execPath, ['--import', 'tsx', CHILD, dataDir, String(row)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(started);
  const said = await new Promise<string>((resolve, reject) => {
    started.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()));
    started.once('exit', () => reject(new Error('the child ended')));
  });
  return { process: started, ...(JSON.parse(said) as { url: string; pid: number }) };
}

function killed(process: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    process.once('exit', () => resolve());
    process.kill('SIGKILL');
  });
}

test('a first start makes a server without TCP, closed to others, and not as root', async () => {
  const server = await start();
  expect(server.adopted).toBe(false);
  expect(await query(server.url, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
  expect(statSync(path.join(dataDir, 'socket')).mode & 0o777).toBe(0o700);
  expect(statSync(path.join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
  const uid = Number(
    /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${server.pid()}/status`, 'utf8'))?.[1],
  );
  expect(uid).toBe(asRoot ? statSync(path.join(dataDir, 'postgres')).uid : process.getuid?.());
  expect(uid).not.toBe(0);
  const [row] = await query(
    server.url,
    "select datcollate, pg_encoding_to_char(encoding) as encoding from pg_database where datname = 'augenblick'",
  );
  expect(row).toEqual({ datcollate: 'C.UTF-8', encoding: 'UTF8' });
});

test('a clean stop leaves no process and keeps the rows', async () => {
  const server = await start();
  await query(server.url, 'create table public.t as select 7 as n');
  const pid = server.pid();
  await server.stop();
  expect(existsSync(pidFile())).toBe(false);
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), PATIENCE);
  const again = await start();
  expect(await query(again.url, 'select n from public.t')).toEqual([{ n: 7 }]);
});

test('a second start on the same folder is told who has it', async () => {
  const first = await child(1);
  await expect(start()).rejects.toThrow(
    new RegExp(`already in use by test child ${first.process.pid}`),
  );
  expect(await query(first.url, 'select id from public.kept')).toEqual([{ id: 1 }]);
});

test('two first starts at the same moment: one wins, the other is told', async () => {
  const results = await Promise.allSettled([start(), start()]);
  const won = results.filter((result) => result.status === 'fulfilled');
  const lost = results.filter((result) => result.status === 'rejected');
  expect([won.length, lost.length]).toEqual([1, 1]);
  expect(lost[0]?.reason).toBeInstanceOf(PostgresProblem);
});

test('node killed: the watchdog stops the server, and the next start finds every row', async () => {
  const first = await child(1);
  await killed(first.process);
  await vi.waitFor(() => expect(existsSync(pidFile())).toBe(false), PATIENCE);
  const server = await start();
  expect(await query(server.url, 'select id from public.kept')).toEqual([{ id: 1 }]);
});

test('node and watchdog killed: the server runs on, and the next start takes it over', async () => {
  const first = await child(1);
  const watchdogs = execFileSync('pgrep', ['-f', `pid = .*${pidFile()}|kill -INT.*${pidFile()}`], {
    encoding: 'utf8',
  });
  for (const pid of watchdogs.trim().split('\n')) process.kill(Number(pid), 'SIGKILL');
  await killed(first.process);
  expect(isAlive(first.pid)).toBe(true);
  const server = await start();
  expect([server.adopted, server.pid()]).toEqual([true, first.pid]);
  expect(await query(server.url, 'select id from public.kept')).toEqual([{ id: 1 }]);
});

test('the server killed: it is started again with every row', async () => {
  const server = await start();
  await query(server.url, 'create table public.t as select 7 as n');
  const before = server.pid();
  process.kill(before, 'SIGKILL');
  await vi.waitFor(async () => {
    expect(server.pid()).not.toBe(before);
    expect(await query(server.url, 'select n from public.t')).toEqual([{ n: 7 }]);
  }, PATIENCE);
});

test('the server told to stop by somebody else: it is started again, though connections are open', async () => {
  const server = await start();
  const open = openPool({ url: server.url, max: 1, name: 'open' });
  await open`create table public.t as select 7 as n`;
  const before = server.pid();
  process.kill(before, 'SIGTERM');
  await vi.waitFor(async () => {
    expect(server.pid()).not.toBe(before);
    expect(await query(server.url, 'select n from public.t')).toEqual([{ n: 7 }]);
  }, PATIENCE);
  await open.end({ timeout: 1 });
});

test('a server told to stop while its process is leaving is let go', async () => {
  const server = await start();
  server.leaving();
  const pid = server.pid();
  const open = openPool({ url: server.url, max: 1, name: 'open' });
  await open`select 1`;
  process.kill(pid, 'SIGTERM');
  await vi.waitFor(() => expect(readFileSync(pidFile(), 'utf8')).toContain('stopping'), PATIENCE);
  // What is open goes on: the last requests are still answered.
  expect(await open`select 7 as n`).toEqual([{ n: 7 }]);
  await open.end({ timeout: 1 });
  await server.stop();
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), PATIENCE);
});

test('a command beside a running server finds it; beside none it finds none', async () => {
  expect(runningUrl(dataDir)).toBeUndefined();
  const server = await start();
  expect(runningUrl(dataDir)).toBe(server.url);
  await server.stop();
  expect(runningUrl(dataDir)).toBeUndefined();
});

test('what an interrupted first start left behind is no hindrance', async () => {
  mkdirSync(path.join(dataDir, 'postgres.new-1', 'base'), { recursive: true });
  expect((await start()).adopted).toBe(false);
});

test('a folder of another version, or with other things in it, is left alone', async () => {
  await (await start()).stop();
  writeFileSync(path.join(dataDir, 'postgres', 'PG_VERSION'), '13\n');
  await expect(start()).rejects.toThrow(/was made by PostgreSQL 13, the binaries are \d+/);
  rmSync(path.join(dataDir, 'postgres'), { recursive: true });
  mkdirSync(path.join(dataDir, 'postgres'));
  writeFileSync(path.join(dataDir, 'postgres', 'letter.txt'), 'dear diary');
  await expect(start()).rejects.toThrow(/is not a database folder and is in the way/);
  expect(readFileSync(path.join(dataDir, 'postgres', 'letter.txt'), 'utf8')).toBe('dear diary');
});

test('a setting the server refuses is shown as it said it', async () => {
  await expect(start({ shared_buffers: 'plenty' })).rejects.toThrow(
    /did not start[\s\S]*shared_buffers/,
  );
});

test.runIf(asRoot)('a folder of root’s own is opened for the database’s group only', async () => {
  mkdirSync(dataDir, { mode: 0o700 });
  await start();
  expect(realpathSync(path.join(dataDir, 'postgres'))).toBe(path.join(dataDir, 'postgres'));
  expect(statSync(dataDir).mode & 0o777).toBe(0o710);
  expect(statSync(dataDir).gid).toBe(statSync(path.join(dataDir, 'postgres')).gid);
});

test.runIf(asRoot)(
  'below a folder only root may enter, the cluster lives elsewhere and a link says where',
  async () => {
    execFileSync('chmod', ['700', parent]);
    const server = await start();
    expect(await query(server.url, 'select 1 as n')).toEqual([{ n: 1 }]);
    expect(realpathSync(path.join(dataDir, 'postgres'))).toMatch(/^\/var\/lib\/augenblick\//);
  },
);
