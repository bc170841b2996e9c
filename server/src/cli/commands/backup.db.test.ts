import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest';
import {
  administer,
  databaseOf,
  templateUrl,
  type TestDatabase,
  testDatabase,
} from '../../../test/database.ts';
import { openPool, openVault, systemRandom } from '../../runtime/index.ts';
import { runCommandLine } from '../main.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'augenblick-key-'));
const old = path.join(folder, 'old');
const file = path.join(folder, 'one.backup');
const SECRET = 'geheim-ß-42';
const PLACE = 'channel:1:mail:password';
const made: string[] = [];
let db: TestDatabase;
let targets = 0;

beforeAll(async () => {
  db = await testDatabase();
  const secrets = { password: openVault({ dataDir: old }, systemRandom).seal(SECRET, PLACE) };
  const { owner } = db.database;
  await owner`
    insert into channel_setting (retailer_id, channel, mode, secrets, updated_at)
    values (1, 'mail', 'live', ${owner.json(secrets)}, now())`;
  expect(await run(['backup', file], { DATABASE_URL: db.url, DATA_DIR: old })).toEqual([
    0,
    expect.stringContaining(`${file}.key: keep it apart`),
  ]);
});
afterEach(async () => {
  for (const url of made.splice(0))
    await administer(db.url, (sql) =>
      sql.unsafe(`drop database "${databaseOf(url)}" with (force)`),
    );
});
afterAll(async () => {
  await db.drop();
  rmSync(folder, { recursive: true });
});

async function run(args: string[], env: Record<string, string>): Promise<[number, string]> {
  const lines: string[] = [];
  const say = (text: string): void => void lines.push(text);
  const terminal = { env: { LANG: 'en', ...env }, say, complain: say, isTerminal: false };
  return [await runCommandLine(args, terminal), lines.join('\n')];
}

/** A new, empty installation. */
async function target(): Promise<{ DATABASE_URL: string; DATA_DIR: string }> {
  const url = templateUrl(inject('templateUrl'));
  await administer(db.url, (sql) => sql.unsafe(`create database "${databaseOf(url)}"`));
  made.push(url);
  targets += 1;
  return { DATABASE_URL: url, DATA_DIR: path.join(folder, `target-${targets}`) };
}

/** The password of the mail server as the restored installation reads it. */
async function passwordIn(env: { DATABASE_URL: string; DATA_DIR: string }): Promise<string> {
  const sql = openPool({ url: env.DATABASE_URL, max: 1, name: 'test' });
  try {
    const [row] = await sql<{ sealed: string }[]>`
      select secrets->>'password' as sealed from channel_setting where retailer_id = 1`;
    return openVault({ dataDir: env.DATA_DIR }, systemRandom).open(row?.sealed ?? '', PLACE);
  } finally {
    await sql.end();
  }
}

it('sealed secrets come back with the key, which lies beside the back-up and not in it', async () => {
  expect(statSync(`${file}.key`).mode & 0o777).toBe(0o600);
  const env = await target();
  expect((await run(['restore', file], env))[0]).toBe(0);
  expect(await passwordIn(env)).toBe(SECRET);
  expect(statSync(path.join(env.DATA_DIR, 'secret.key')).mode & 0o777).toBe(0o600);
});

it('without the key everything but the secrets comes back, and it is said', async () => {
  const alone = path.join(folder, 'alone.backup');
  writeFileSync(alone, readFileSync(file));
  const env = await target();
  expect(await run(['restore', alone], env)).toEqual([
    0,
    expect.stringContaining(`no ${alone}.key beside the back-up`),
  ]);
  await expect(passwordIn(env)).rejects.toThrow(/another key/);
});

it('another key in the target is neither used nor overwritten', async () => {
  const env = await target();
  openVault({ dataDir: env.DATA_DIR }, systemRandom).seal('x', PLACE);
  const before = readFileSync(path.join(env.DATA_DIR, 'secret.key'));
  expect(await run(['restore', file], env)).toEqual([1, expect.stringContaining('another key')]);
  expect(readFileSync(path.join(env.DATA_DIR, 'secret.key'))).toEqual(before);
});

it('a key from a setting is in no file', async () => {
  const given = path.join(folder, 'given.backup');
  const SECRET_KEY = 'a pass phrase of more than 32 letters';
  const env = { DATABASE_URL: db.url, DATA_DIR: old, SECRET_KEY };
  expect(await run(['backup', given], env)).toEqual([0, expect.stringContaining('SECRET_KEY')]);
  expect(existsSync(`${given}.key`)).toBe(false);
});
