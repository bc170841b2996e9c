/**
 * The promise to every client: what was acknowledged is stored, once, and folded, whatever dies. The real server runs in
 * a process of its own with the embedded PostgreSQL (fsync on); both are killed with SIGKILL while clients send.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/main.ts';
import { type Database, openDatabase, runningUrl, seededRandom } from '../../src/runtime/index.ts';
import { readPostmaster } from '../../src/runtime/postgres/process.ts';
import { type Load, startLoad } from './load.ts';
import { writeKey } from './write-key.ts';

const ENTRY = fileURLToPath(new URL('../../src/cli/entry.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PATIENCE = { timeout: 120_000, interval: 20 };
/** What is killed, one after the other. */
const KILLS = ['node', 'postgres', 'postgres', 'node', 'postgres'] as const;
/** Another instant at each number; a failure is told with it. */
const SEED = 20_260_301;

let parent: string;
let dataDir: string;
let child: ChildProcess | undefined;
let database: Database | undefined;
let gaveUp: Error | undefined;
beforeAll(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'augenblick-crash-'));
  // Started by root, PostgreSQL runs under another account, which must be able to enter.
  execFileSync('chmod', ['755', parent]);
  dataDir = path.join(parent, 'data');
});
afterAll(async () => {
  await database?.close();
  if (child) await ended(child, 'SIGKILL');
  const cluster = path.join(dataDir, 'postgres');
  await vi.waitFor(
    () => expect(existsSync(path.join(cluster, 'postmaster.pid'))).toBe(false),
    PATIENCE,
  );
  if (existsSync(cluster)) rmSync(path.dirname(realpathSync(cluster)), { recursive: true });
  rmSync(parent, { recursive: true, force: true });
});

const settings = () => ({
  DATA_DIR: dataDir,
  PORT: '0',
  DEMO: 'false',
  ROLE: 'all',
  LOG_LEVEL: 'error',
  LANG: 'en',
});

/** Starts `augenblick start`; resolves with its address when it says that it is ready. */
function start(): Promise<string> {
  const { DATABASE_URL: _own, ...env } = process.env;
  const started = spawn(process.execPath, ['--import', 'tsx', ENTRY, 'start'], {
    cwd: ROOT,
    env: { ...env, ...settings() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = started;
  return new Promise((resolve, reject) => {
    let said = '';
    started.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    started.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const address = /Console\s+(http:\/\/localhost:\d+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    started.once('exit', (code) => {
      if (code === null) return;
      // Nobody killed it: it gave up by itself, which must be seen and not waited for.
      gaveUp = new Error(`the server ended with ${code}:\n${said.slice(-4_000)}`);
      reject(gaveUp);
    });
  });
}

function ended(one: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (one.exitCode !== null || one.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    one.once('exit', () => resolve());
    one.kill(signal);
  });
}

/** Waits for a state, and no longer when the server has given up. */
async function until(state: () => boolean | Promise<boolean>): Promise<void> {
  await vi.waitUntil(async () => gaveUp !== undefined || state(), PATIENCE);
  if (gaveUp) throw gaveUp;
}

function postmaster(): number | undefined {
  return readPostmaster(path.join(dataDir, 'postgres'))?.pid;
}

async function ready(address: string): Promise<boolean> {
  try {
    const answer = await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(5_000) });
    await answer.text();
    return answer.ok;
  } catch {
    return false;
  }
}

// Each wait has its own patience, which tells where it hangs; together they may take longer on a busy machine.
it('kill -9 of node and of PostgreSQL: every acknowledged event exactly once', async () => {
  const random = seededRandom(SEED);
  let address = start();
  await address;
  const url = runningUrl(dataDir);
  if (url === undefined) throw new Error('no database is running');
  database = openDatabase({ url, connections: 2 });
  const opened = database;
  const key = await writeKey(opened);

  let requests = 0;
  let strike: { at: number; now: () => void } | undefined;
  const load = startLoad({
    clients: 4,
    shoppers: 12,
    key,
    random,
    address: async () => {
      // Asked anew each time: the server may die again while somebody waits for it.
      await until(async () => ready(await address));
      return address;
    },
    onRequest: () => {
      requests += 1;
      if (strike?.at !== requests) return;
      // Somewhere between the arrival of this request and the end of its transaction.
      setTimeout(strike.now, random.next() * 12);
    },
  });
  const struck = async (work: () => void): Promise<void> => {
    let done = false;
    const now = (): void => {
      work();
      done = true;
    };
    strike = { at: requests + 40 + Math.floor(random.next() * 60), now };
    await until(() => done);
  };

  for (const victim of KILLS) {
    const before = load.acknowledged.size;
    if (victim === 'node') {
      const dying = child as ChildProcess;
      await struck(() => {
        // Clients wait for the new address from this moment on.
        address = ended(dying, 'SIGKILL').then(start);
      });
    } else {
      const pid = postmaster() as number;
      await struck(() => process.kill(pid, 'SIGKILL'));
      await until(() => (postmaster() ?? pid) !== pid);
    }
    await address;
    // Clients are served again before the next blow.
    await until(() => load.acknowledged.size > before + 20);
  }
  await load.finish();

  expect(load.refused).toEqual([]);
  // Blows that hit nothing would prove nothing.
  expect(load.repeated()).toBeGreaterThanOrEqual(KILLS.length);
  await expectStored(opened, load.acknowledged);
  await expectOrders(opened, load.acknowledged);
  await expectNoStrangers(opened);
  await expectMoments(opened);
  await expectRebuildAgrees();

  await ended(child as ChildProcess, 'SIGTERM');
  expect((child as ChildProcess).exitCode).toBe(0);
}, 900_000);

type Acknowledged = Load['acknowledged'];

/** Every acknowledged event once, and nothing else. */
async function expectStored(opened: Database, acknowledged: Acknowledged): Promise<void> {
  const rows = await vi.waitFor(
    () => opened.owner<{ id: string }[]>`
      select body->>'messageId' as id from event where retailer_id = 1`,
    PATIENCE,
  );
  const stored = rows.map((row) => row.id).sort();
  expect(stored).toEqual([...acknowledged.keys()].sort());
}

/** Orders and money of each shopper as the clients sent them. */
async function expectOrders(opened: Database, acknowledged: Acknowledged): Promise<void> {
  const orders = [...acknowledged.values()].filter((event) => event.cents !== undefined);
  const byShopper = await opened.owner<{ shopper: string; orders: number; cents: number }[]>`
    select i.value as shopper, count(*)::int as orders, sum(o.total_minor)::bigint as cents
    from customer_order o join identity i using (retailer_id, profile_id)
    where o.retailer_id = 1 and i.kind = 'user_id' group by 1 order by 1`;
  expect(byShopper.map(({ shopper, orders: n, cents }) => [shopper, n, cents])).toEqual(
    totals(orders),
  );
}

/** No device ended up with somebody else's profile. */
async function expectNoStrangers(opened: Database): Promise<void> {
  const strangers = await opened.owner`
    select i.value from identity i join identity u using (retailer_id, profile_id)
    where i.retailer_id = 1 and i.kind = 'anonymous_id' and u.kind = 'user_id'
      and split_part(i.value, '-', 3) <> split_part(u.value, '-', 2)`;
  expect([...strangers]).toEqual([]);
}

/** Moments were found, and no alarm was lost with the process that set it. */
async function expectMoments(opened: Database): Promise<void> {
  const [found] = await opened.owner<{ n: number }[]>`
    select count(*)::int as n from moment where retailer_id = 1`;
  expect(found?.n).toBeGreaterThan(0);
  await until(async () => {
    const [due] = await opened.owner<{ n: number }[]>`
      select count(*)::int as n from wakeup where at < now() - interval '1 second'`;
    return due?.n === 0;
  });
}

/** Folding everything anew gives the states, moments, signals and memberships that are stored. */
async function expectRebuildAgrees(): Promise<void> {
  const lines: string[] = [];
  const say = (text: string): void => void lines.push(text);
  const exit = await runCommandLine(['rebuild', '--check'], {
    env: settings(),
    say,
    complain: say,
    isTerminal: false,
  });
  expect([exit, lines.join('\n')]).toEqual([0, expect.stringContaining('everything agrees')]);
}

/** Number and sum of orders by shopper, as the database gives them. */
function totals(
  orders: readonly { userId: string; cents: number | undefined }[],
): (string | number)[][] {
  const by = new Map<string, [number, number]>();
  for (const { userId, cents = 0 } of orders) {
    const [count, sum] = by.get(userId) ?? [0, 0];
    by.set(userId, [count + 1, sum + cents]);
  }
  return [...by]
    .map(([shopper, [count, sum]]) => [shopper, count, sum])
    .sort(([x], [y]) => (String(x) < String(y) ? -1 : 1));
}
