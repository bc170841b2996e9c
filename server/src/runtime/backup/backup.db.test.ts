import {
  createReadStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createGunzip, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import {
  administer,
  databaseOf,
  templateUrl,
  type TestDatabase,
  testDatabase,
} from '../../../test/database.ts';
import { fixedClock } from '../clock.ts';
import { openPool, type Sql } from '../database.ts';
import { silentLog } from '../log.ts';
import { migrate } from '../migrate.ts';
import { startEmbedded } from '../postgres/index.ts';
import { dumpSchema } from '../schema-dump.ts';
import { BackupProblem, readFrames, writeFrame } from './frames.ts';
import { backup, restore } from './index.ts';

const DEBIAN = '/usr/lib/postgresql/15/bin';
const clock = fixedClock('2026-05-04T03:02:01Z');
const folder = mkdtempSync(path.join(tmpdir(), 'augenblick-backup-'));
const file = path.join(folder, 'one.backup');
let db: TestDatabase;
const made: string[] = [];
beforeAll(async () => {
  db = await testDatabase();
  const { owner } = db.database;
  await owner`insert into dead_letter (retailer_id, id, received_at, source_id, reason, detail, body)
    select 1, gen_random_uuid(), now(), 1, 'text_invalid', ${'tab\t back\\slash\nline “quote” ü 💡'}, repeat('x', 3000)
    from generate_series(1, 500)`;
  await owner`select enqueue_job('later.job', '{"a": [1, "ü"]}', 'one', '2999-01-01Z', 'key-1')`;
  await backup(owner, file, clock);
});
afterEach(async () => {
  for (const url of made.splice(0)) {
    await administer(db.url, (sql) =>
      sql.unsafe(`drop database "${databaseOf(url)}" with (force)`),
    );
  }
});
afterAll(async () => {
  await db.drop();
  rmSync(folder, { recursive: true });
});

async function emptyDatabase(): Promise<string> {
  const url = templateUrl(inject('templateUrl'));
  await administer(db.url, (sql) => sql.unsafe(`create database "${databaseOf(url)}"`));
  made.push(url);
  return url;
}

/** Everything in a database as text: each table's rows, sequences, waiting jobs. */
async function contents(sql: Sql): Promise<Record<string, unknown>> {
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'augenblick'::regnamespace and relkind = 'r'
      and relpersistence = 'p' and relname <> 'migration' order by 1`;
  const all: Record<string, unknown> = { schema: await dumpSchema(sql) };
  for (const { name } of tables) {
    const [row] = await sql`
      select count(*)::int as rows, md5(string_agg(t::text, chr(10) order by t::text)) as sum from ${sql(name)} t`;
    all[name] = row;
  }
  all['sequences'] = [
    ...(await sql`
    select sequencename, last_value from pg_sequences where schemaname = 'augenblick' order by 1`),
  ];
  all['jobs'] = [
    ...(await sql`
    select t.identifier, j.payload, j.key, j.run_at, q.queue_name from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id
    left join graphile_worker._private_job_queues q on q.id = j.job_queue_id order by j.key`),
  ];
  return all;
}

async function contentsOf(url: string): Promise<Record<string, unknown>> {
  const sql = openPool({ url, max: 1, name: 'test' });
  try {
    return await contents(sql);
  } finally {
    await sql.end();
  }
}

test('restored into an empty installation, everything is there: rows, sequences, jobs, rights', async () => {
  const url = await emptyDatabase();
  const report = await restore(url, file);
  expect(report).toMatchObject({
    createdAt: '2026-05-04T03:02:01.000Z',
    rows: { dead_letter: 501, retailer: 2, '(jobs)': 1 },
  });
  expect(await contentsOf(url)).toEqual(await contents(db.database.owner));
  const sql = openPool({ url, max: 1, name: 'test', role: 'augenblick_app' });
  expect(await sql`select * from dead_letter`).toHaveLength(0);
  await sql.end();
  const owner = openPool({ url, max: 1, name: 'test' });
  const [next] =
    await owner`insert into retailer (slug, name) values ('third', 'Third') returning id`;
  await owner.end();
  expect(next?.['id']).toBe(3);
});

test('an installation that was set up but holds nothing is a target, one with a row is not', async () => {
  const url = await emptyDatabase();
  await migrate(url);
  await restore(url, file);
  await expect(restore(url, file)).rejects.toThrow(/The target is not empty/);
  expect(await contentsOf(url)).toEqual(await contents(db.database.owner));
});

test('the file is for its owner only, and appears only when it is complete', async () => {
  expect(statSync(file).mode & 0o077).toBe(0);
  const nowhere = path.join(folder, 'missing', 'two.backup');
  await expect(backup(db.database.owner, nowhere, clock)).rejects.toThrow(/ENOENT/);
  expect(existsSync(`${file}.part`)).toBe(false);
});

test('damaged, cut off and foreign files are refused and leave nothing behind', async () => {
  const whole = readFileSync(file);
  const broken = path.join(folder, 'broken.backup');
  const flipped = Buffer.from(whole);
  flipped.writeUInt8(flipped.readUInt8(flipped.length >> 1) ^ 0xff, flipped.length >> 1);
  const cases: [Buffer, RegExp][] = [
    [whole.subarray(0, whole.length >> 1), /cut off/],
    [flipped, /damaged|cut off/],
    [Buffer.from('name;price\n'), /not a back-up/],
    [Buffer.alloc(0), /not a back-up|cut off/],
  ];
  for (const [content, message] of cases) {
    writeFileSync(broken, content);
    const url = await emptyDatabase();
    await expect(restore(url, broken)).rejects.toThrow(message);
    await restore(url, file);
  }
});

test('one wrong byte anywhere is found before the target is touched', async () => {
  const whole = readFileSync(file);
  const broken = path.join(folder, 'one-byte.backup');
  const url = await emptyDatabase();
  // Gzip's own head (time, system) says nothing about the content.
  for (let at = 10; at < whole.length; at += Math.ceil(whole.length / 150)) {
    const flipped = Buffer.from(whole);
    flipped.writeUInt8(flipped.readUInt8(at) ^ 0x10, at);
    writeFileSync(broken, flipped);
    await expect(restore(url, broken), `byte ${at}`).rejects.toThrow(BackupProblem);
  }
  await administer(url, async (sql) => {
    const [there] = await sql`select to_regnamespace('augenblick') is null as empty`;
    expect(there).toEqual({ empty: true });
  });
});

test('rows the database refuses are reported in its words', async () => {
  const frames: Buffer[] = [];
  for await (const frame of readFrames(createReadStream(file).pipe(createGunzip()))) {
    frames.push(writeFrame(frame));
    if (frame.type === 'table' && frame.value.name === 'retailer')
      for (let row = 0; row < 50; row++)
        frames.push(writeFrame({ type: 'rows', value: Buffer.from('no number\n'.repeat(50_000)) }));
  }
  const wrong = path.join(folder, 'wrong.backup');
  writeFileSync(wrong, gzipSync(Buffer.concat(frames)));
  await expect(restore(await emptyDatabase(), wrong)).rejects.toThrow(/no number/);
});

test.runIf(existsSync(DEBIAN))('from PostgreSQL 18 to 15 and back', async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'augenblick-15-'));
  const server = await startEmbedded({ dataDir, binDir: DEBIAN, log: silentLog, name: 'test' });
  try {
    await restore(server.url, file);
    const there = await contentsOf(server.url);
    expect(there).toEqual(await contents(db.database.owner));
    const sql = openPool({ url: server.url, max: 2, name: 'test' });
    const second = path.join(folder, 'back.backup');
    await backup(sql, second, clock);
    await sql.end();
    const url = await emptyDatabase();
    await restore(url, second);
    expect(await contentsOf(url)).toEqual(there);
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true });
  }
});
