/**
 * A newsletter to thousands (CRASH_RECIPIENTS=20000 for as many) while its processes and the database are killed: nobody
 * gets it twice, nobody is left out, and everyone in the audience has a result, with a reason where they got nothing.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BroadcastDraft, RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
  type BroadcastDeps,
  createBroadcast,
  readBroadcast,
  stepBroadcast,
} from '../../src/broadcast/broadcasts.ts';
import { Calendar } from '../../src/decision/index.ts';
import {
  type Database,
  type EmbeddedPostgres,
  migrate,
  openDatabase,
  silentLog,
  startEmbedded,
  systemClock,
  systemIds,
} from '../../src/runtime/index.ts';
import { MARKETING } from '../messages.ts';
import { seedRetailers } from '../retailers.ts';
import { type SmtpStandin, smtpStandin } from '../standins/smtp.ts';

const CHILD = fileURLToPath(new URL('../broadcast-child.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PATIENCE = { timeout: 150_000, interval: 30 };
const AUDIENCE = Number(process.env['CRASH_RECIPIENTS'] ?? 5_000);
/** Every tenth has not agreed; they are in the audience all the same. */
const AGREED = AUDIENCE - Math.ceil(AUDIENCE / 10);
const RETAILER = 1 as RetailerId;
const BY = { kind: 'system', id: 'test', name: 'Test' } as const;

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

/** Shoppers with a proven address, written as the fold would have left them. */
async function shoppers(): Promise<void> {
  const state = (consents: object): string =>
    JSON.stringify({
      v: 1,
      traits: {},
      counts: {},
      cart: [],
      viewed: [],
      searches: [],
      wishlist: [],
      consents,
    });
  const agreed = state({ 'marketing:email': { state: 'granted', at: 1, event: 'e' } });
  await database.owner`
    insert into profile (retailer_id, id, version, seq, last_at, state)
    select 1, ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 1, 1, now(),
           case when n % 10 = 0 then ${state({})} else ${agreed} end
      from generate_series(0, ${AUDIENCE - 1}::int) n`;
  await database.owner`
    insert into identity (retailer_id, kind, value, profile_id, home_id, first_at, event_id)
    select 1, 'email', 'kunde' || row_number() over (order by id) || '@example.com', id, id, now(), id
      from profile where retailer_id = 1`;
  await database.owner`
    insert into decision_rule (retailer_id, salt, settings) values (1, 's', '{"globalHoldoutBp":0,"quiet":null}')`;
  await database.owner`analyze`;
}

const DRAFT: BroadcastDraft = {
  name: 'An alle',
  note: '',
  audience: { segmentIds: [], excludedSegmentIds: [] },
  channels: ['mail'],
  variants: [
    { id: 'a', name: 'A', weight: 1, templateIds: { mail: MARKETING } },
    { id: 'b', name: 'B', weight: 1, templateIds: { mail: MARKETING } },
  ],
  test: null,
  schedule: { kind: 'now' },
  spreadMinutes: 0,
  perMinute: null,
  caps: [],
  topic: null,
  resultDays: 7,
};

function depsOf(): BroadcastDeps {
  const template = {
    id: MARKETING,
    name: 'Advent',
    channel: 'mail',
    basis: 'marketing',
    version: 1,
    archived: false,
    wordings: ['a', 'b'],
    musts: 0,
    shoulds: 0,
  } as const;
  return {
    database,
    clock: systemClock,
    ids: systemIds,
    calendar: new Calendar(),
    audit: () => Promise.resolve(),
    templates: () => Promise.resolve(new Map([[MARKETING, template]])),
    ring: () => undefined,
    told: () => undefined,
  };
}

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
  await shoppers();
  const deps = depsOf();
  const { broadcast } = await createBroadcast(deps, RETAILER, DRAFT, BY);
  const { id } = broadcast;
  const step = (name: 'schedule' | 'pause' | 'resume') =>
    stepBroadcast(deps, name, { retailerId: RETAILER, id, by: BY });
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
  await vi.waitUntil(
    async () =>
      (await readBroadcast(deps, RETAILER, id).catch(() => null))?.broadcast.status === 'done',
    PATIENCE,
  );
  for (const child of [fourth, fifth]) await kill(child);

  const rows = await database.owner<
    { address: string; status: string | null; reason: string | null }[]
  >`
    select i.value as address, d.status, d.reason from broadcast_recipient r
      join identity i on i.retailer_id = 1 and i.kind = 'email' and i.profile_id = r.profile_id
      left join delivery d on d.retailer_id = 1 and d.id = r.delivery_id
     where r.retailer_id = 1 and r.broadcast_id = ${id}`;
  const got = new Map<string, number>();
  for (const { to } of smtp.taken) got.set(to, (got.get(to) ?? 0) + 1);
  expect(rows).toHaveLength(AUDIENCE);
  expect([...got].filter(([, times]) => times > 1)).toEqual([]);
  const wrong = rows.filter(({ address, status, reason }) =>
    status === 'sent' ? got.get(address) !== 1 : reason === null || status === null,
  );
  expect(wrong).toEqual([]);
  const of = (status: string) => rows.filter((row) => row.status === status);
  expect(of('dropped')).toHaveLength(AUDIENCE - AGREED);
  expect(of('sent').length + of('unknown').length).toBe(AGREED);
  // Without an answer is what was being handed over when somebody died: at most 64 at each of five deaths, however many
  // are written to. Measured: 93 of 12,000.
  expect(of('unknown').length).toBeLessThanOrEqual(5 * 64);
  expect(of('unknown').every(({ reason }) => reason === 'no_answer')).toBe(true);
  expect([...got.keys()].filter((to) => !rows.some(({ address }) => address === to))).toEqual([]);
}, 400_000);
