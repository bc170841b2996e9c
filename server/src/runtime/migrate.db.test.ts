import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import {
  administer,
  databaseOf,
  templateUrl,
  type TestDatabase,
  testDatabase,
} from '../../test/database.ts';
import { openPool, type Sql } from './database.ts';
import { type Migration, migrate, readMigrations } from './migrate.ts';
import { installationRoot } from './root.ts';
import { dumpSchema } from './schema-dump.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

const base = readMigrations().slice(0, 2);
const next = (sql: string, version = 9000): Migration => ({
  version,
  name: 'next',
  sql,
  checksum: `c${sql.length}`,
});
let url: string;
let sql: Sql;
beforeEach(async () => {
  url = templateUrl(inject('templateUrl'));
  await administer(db.url, (owner) => owner.unsafe(`create database "${databaseOf(url)}"`));
  sql = openPool({ url, max: 1, name: 'test' });
});
afterEach(async () => {
  await sql.end();
  await administer(db.url, (owner) =>
    owner.unsafe(`drop database "${databaseOf(url)}" with (force)`),
  );
});

test('server/migrations/schema.sql is what the migrations add up to', async () => {
  const file = path.join(installationRoot(), 'server', 'migrations', 'schema.sql');
  // Out of date? DATA_DIR=$(mktemp -d) npx augenblick migrate --dump
  expect(await dumpSchema(db.database.owner)).toBe(readFileSync(file, 'utf8'));
});

test('a second run changes nothing', async () => {
  expect(await migrate(url, base)).toHaveLength(2);
  expect(await migrate(url, base)).toEqual([]);
});

test('several processes at once: each migration runs once', async () => {
  const ran = await Promise.all([1, 2, 3].map(() => migrate(url, base)));
  expect(ran.flat().sort()).toEqual(['0000_runtime', '0001_core']);
});

test('a failing migration leaves nothing behind and says where', async () => {
  const bad = next('create table half (id int);\ncreate table no wrong;');
  await expect(migrate(url, [...base, bad])).rejects.toThrow(
    /Migration 9000 "next" failed.*\(line 2\)/,
  );
  expect(await sql`select to_regclass('augenblick.half') as there`).toEqual([{ there: null }]);
  expect(await sql`select * from migration where version = 9000`).toHaveLength(0);
  await migrate(url, [...base, next('create table half (id int)')]);
});

test('a newer schema is refused', async () => {
  await migrate(url, [...base, next('select 1')]);
  await expect(migrate(url, base)).rejects.toThrow(
    /newer version of Augenblick \(migration 9000 "next"\)/,
  );
});

test('a migration that was changed after it ran is refused', async () => {
  await migrate(url, base);
  const changed = base.map((one) => ({ ...one, checksum: 'other' }));
  await expect(migrate(url, changed)).rejects.toThrow(/not the one that ran/);
});

test('the app role gets walled tables and no others', async () => {
  await migrate(url, [
    ...base,
    next(
      'create table open (id int); create table walled (id int); alter table walled enable row level security',
    ),
  ]);
  const may = (table: string) =>
    sql`select has_table_privilege('augenblick_app', ${`augenblick.${table}`}, 'select') as may`;
  expect([await may('open'), await may('walled')]).toEqual([[{ may: false }], [{ may: true }]]);
});

test('rows are not looked for by the retailer alone, before anything was counted', async () => {
  const [version] = await sql<{ number: number }[]>`
    select current_setting('server_version_num')::int as number`;
  await migrate(url, base);
  await sql`insert into augenblick.retailer (slug, name) values ('a', 'A'), ('b', 'B')`;
  await sql`
    insert into augenblick.identity (retailer_id, kind, value, profile_id, home_id, first_at, event_id)
    select 1, 'email', n || '@shop.example', p.id, p.id, now(), p.id
    from generate_series(1, 5000) n cross join lateral (select gen_random_uuid() as id) p`;
  const expected = async (): Promise<number> => {
    const [row] = await sql<{ plan: [{ Plan: { 'Plan Rows': number } }] }[]>`
      explain (format json) select from augenblick.identity where retailer_id = 1`;
    return (Object.values(row ?? {})[0] as [{ Plan: { 'Plan Rows': number } }])[0].Plan[
      'Plan Rows'
    ];
  };
  // Before 18 nobody can be told: a two-hundredth.
  if ((version?.number ?? 0) < 180_000) return;
  expect(await expected()).toBeGreaterThan(2_000);
  await sql`analyze augenblick.identity`;
  await migrate(url, base);
  const [stats] = await sql<{ counted: boolean }[]>`
    select most_common_vals is not null as counted from pg_stats
    where schemaname = 'augenblick' and tablename = 'identity' and attname = 'retailer_id'`;
  expect(stats?.counted).toBe(true);
});
