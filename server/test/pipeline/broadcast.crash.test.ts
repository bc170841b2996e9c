/**
 * A newsletter to thousands (CRASH_RECIPIENTS=20000 for as many) while its processes and the database are killed: nobody
 * gets it twice, nobody is left out, and everyone in the audience has a result, with a reason where they got nothing.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
  type Database,
  type EmbeddedPostgres,
  migrate,
  openDatabase,
  silentLog,
  startEmbedded,
} from '../../src/runtime/index.ts';
import { addShoppers, createNewsletter, messageIds, resultsOf } from '../newsletter.ts';
import { seedRetailers } from '../retailers.ts';
import { type SmtpStandin, smtpStandin } from '../standins/smtp.ts';

const CHILD = fileURLToPath(new URL('../broadcast-child.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PATIENCE = { timeout: 150_000, interval: 30 };
const AUDIENCE = Number(process.env['CRASH_RECIPIENTS'] ?? 5_000);
/** Processes killed while they may be sending. */
const KILLED = 3;
/** Every tenth has not agreed; they are in the audience all the same. */
const AGREED = AUDIENCE - Math.ceil(AUDIENCE / 10);

let parent: string;
let dataDir: string;
let server: EmbeddedPostgres;
let database: Database;
let smtp: SmtpStandin;
const children = new Set<ChildProcess>();

const startServer = () => startEmbedded({ dataDir, log: silentLog, name: 'crash test' });
beforeAll(async () => {
  parent = mkdtempSync(path.join(tmpdir(), 'augenblick-broadcast-'));
  execFileSync('chmod', ['755', parent]);
  dataDir = path.join(parent, 'data');
  server = await startServer();
  await migrate(server.url);
  await seedRetailers(server.url);
  database = openDatabase({ url: server.url });
  smtp = await smtpStandin();
}, 60_000);
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await database.close();
  await smtp.close();
  await server.stop();
  rmSync(path.dirname(realpathSync(path.join(dataDir, 'postgres'))), {
    recursive: true,
    force: true,
  });
  rmSync(parent, { recursive: true, force: true });
}, 60_000);

function start(): Promise<ChildProcess> {
  // A machine that does many other things at once must not be taken for a mail server that hangs, nor for a dead process.
  const given = [server.url, String(smtp.port), '30000', '30000'];
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, ...given], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  return new Promise((resolve, reject) => {
    child.stdout.once('data', () => resolve(child));
    child.once('exit', (code) => reject(new Error(`the process ended with ${code}`)));
  });
}

async function kill(child: ChildProcess): Promise<void> {
  children.delete(child);
  await new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

const taken = (share: number) => vi.waitUntil(() => smtp.taken.length >= AGREED * share, PATIENCE);
const recipients = async (): Promise<number> => {
  const [row] = await database.owner<{ count: number }[]>`
    select count(*)::int as count from broadcast_recipient`;
  return row?.count ?? 0;
};

it('nobody twice, nobody left out, each with a result and a reason', async () => {
  await addShoppers(database, { count: AUDIENCE, silent: 10 });
  const { id, step, done } = await createNewsletter(database);
  await step('schedule');

  // Killed while the audience is read; another goes on where it was.
  const first = await start();
  await vi.waitUntil(async () => (await recipients()) > 0, PATIENCE);
  await kill(first);
  const second = await start();
  const third = await start();
  await taken(0.1);
  await kill(second);
  // Paused and resumed by a person in the middle of it all.
  await step('pause');
  await step('resume');
  await taken(0.3);
  // PostgreSQL dies under the one that is left, and comes back.
  process.kill(server.pid() as number, 'SIGKILL');
  await server.stop().catch(() => undefined);
  server = await startServer();
  const fourth = await start();
  await taken(0.6);
  await kill(third);
  const fifth = await start();
  await vi.waitUntil(done, PATIENCE);
  for (const child of [fourth, fifth]) await kill(child);

  const rows = await resultsOf(database, id);
  const got = new Map<string, number>();
  for (const { to } of smtp.taken) got.set(to, (got.get(to) ?? 0) + 1);
  expect(rows).toHaveLength(AUDIENCE);
  // Nobody twice, whoever is asked: the mails by their Message-ID, the people by their address.
  const ids = new Set(messageIds(smtp));
  expect(ids.size).toBe(smtp.taken.length);
  expect([...got].filter(([, times]) => times > 1)).toEqual([]);
  const wrong = rows.filter(({ address, status, reason, provider }) =>
    status === 'sent'
      ? got.get(address) !== 1 || !ids.has(`<${provider}>`)
      : reason === null || status === null,
  );
  expect(wrong).toEqual([]);
  const of = (status: string) => rows.filter((row) => row.status === status);
  expect(of('dropped')).toHaveLength(AUDIENCE - AGREED);
  expect(of('sent').length + of('unknown').length).toBe(AGREED);
  // Without an answer is what a process was handing over when it was killed: at most 64 each time, however many are written
  // to. What lives through the death of PostgreSQL or a pause knows all its answers.
  expect(of('unknown').length).toBeLessThanOrEqual(KILLED * 64);
  expect(of('unknown').every(({ reason }) => reason === 'no_answer')).toBe(true);
  expect([...got.keys()].filter((to) => !rows.some(({ address }) => address === to))).toEqual([]);
}, 400_000);
