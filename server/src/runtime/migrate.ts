import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { installJobs } from './jobs.ts';
import { installationRoot } from './root.ts';
import { APP_ROLE, checkServer, DatabaseProblem, openPool, SCHEMA, type Sql } from './database.ts';

/** One forward step of the schema: `server/migrations/<version>_<name>.sql`. */
export interface Migration {
  version: number;
  name: string;
  sql: string;
  checksum: string;
}

/** From this version on PostgreSQL can be told what a column holds. */
const TELLS_STATISTICS = 180_000;

/** Two migrating processes wait for each other on this advisory lock. */
const LOCK = [4400, 2] as const;

/** Reads the migrations in order. Throws when two have the same number. */
export function readMigrations(
  folder: string = path.join(installationRoot(), 'server', 'migrations'),
): Migration[] {
  const files = readdirSync(folder).filter((file) => /^\d{4}_[a-z0-9_]+\.sql$/.test(file));
  const found = files.sort().map((file) => {
    const sql = readFileSync(path.join(folder, file), 'utf8');
    const checksum = createHash('sha256').update(sql).digest('hex').slice(0, 16);
    return { version: Number(file.slice(0, 4)), name: file.slice(5, -4), sql, checksum };
  });
  const twice = found.find((one, index) => found[index - 1]?.version === one.version);
  if (twice) throw new DatabaseProblem(`Two migrations have the number ${twice.version}.`);
  return found;
}

/**
 * Brings the schema up to date: server version, role, schema, job tables, every migration that has not run, rights.
 * Safe to run from several processes at once. Returns the names of the migrations that ran. Throws `DatabaseProblem`
 * when the schema is newer than this program or a migration was changed after it ran.
 */
export async function migrate(
  url: string,
  migrations: Migration[] = readMigrations(),
): Promise<string[]> {
  const sql = openPool({ url, max: 1, name: 'migrate' });
  try {
    const server = await checkServer(sql);
    await sql`select pg_advisory_lock(${LOCK[0]}, ${LOCK[1]})`;
    await prepare(sql);
    const ran: string[] = [];
    for (const migration of await pending(sql, migrations)) {
      await apply(sql, migration);
      ran.push(`${String(migration.version).padStart(4, '0')}_${migration.name}`);
    }
    await installJobs(url);
    await grant(sql);
    if (server >= TELLS_STATISTICS) await tellOfRetailers(sql);
    return ran;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** The role, the schema and the list of migrations. */
async function prepare(sql: Sql): Promise<void> {
  try {
    const [role] = await sql`select 1 from pg_roles where rolname = ${APP_ROLE}`;
    // Roles belong to the whole server: another installation may be making the same one at this moment.
    if (!role) {
      await sql.unsafe(`do $$ begin create role ${APP_ROLE} nologin;
        exception when duplicate_object or unique_violation then null; end $$`);
    }
    // From 16 on, being a member and being allowed to take the role on are two things.
    const [member] = await sql`
      select pg_has_role(current_user, ${APP_ROLE},
        case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end) as may`;
    if (!member?.['may']) await sql.unsafe(`grant ${APP_ROLE} to current_user`);
    await sql.unsafe(`create schema if not exists ${SCHEMA}`);
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    throw new DatabaseProblem(
      `The database user may not set up the installation (${(error as Error).message}). Let an administrator run once:\n` +
        `  create role ${APP_ROLE} nologin; grant ${APP_ROLE} to <user>; grant create on database <database> to <user>;`,
    );
  }
  await sql.unsafe(`create table if not exists ${SCHEMA}.migration (
    version int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())`);
}

async function pending(sql: Sql, migrations: Migration[]): Promise<Migration[]> {
  const rows = await sql<{ version: number; name: string; checksum: string }[]>`
    select version, name, checksum from migration order by version`;
  const known = new Map(migrations.map((migration) => [migration.version, migration]));
  for (const row of rows) {
    const migration = known.get(row.version);
    if (!migration) {
      throw new DatabaseProblem(
        `The database was set up by a newer version of Augenblick (migration ${row.version} "${row.name}"). Start that version, or restore a back-up made by this one.`,
      );
    }
    if (migration.checksum !== row.checksum) {
      throw new DatabaseProblem(
        `Migration ${row.version} "${row.name}" is not the one that ran on this database. Migrations are never changed after they ran.`,
      );
    }
  }
  const done = new Set(rows.map((row) => row.version));
  return migrations.filter((migration) => !done.has(migration.version));
}

/** The row first: whoever else got here waits on its key, and the row vanishes with a migration that fails. */
async function apply(sql: Sql, migration: Migration): Promise<void> {
  const { version, name, checksum } = migration;
  try {
    await sql.begin(async (tx) => {
      await tx`insert into migration (version, name, checksum) values (${version}, ${name}, ${checksum})`;
      await tx.unsafe(migration.sql);
    });
  } catch (error) {
    const { message, position } = error as Error & { position?: string };
    const line = position
      ? ` (line ${migration.sql.slice(0, Number(position)).split('\n').length})`
      : '';
    throw new DatabaseProblem(
      `Migration ${version} "${name}" failed, nothing of it was kept: ${message}${line}`,
      { cause: error },
    );
  }
}

/** The app role reaches exactly the tables that row-level security walls off; everything else stays with the owner. */
async function grant(sql: Sql): Promise<void> {
  await sql.unsafe(`do $$ declare t record; begin
    execute 'grant usage on schema ${SCHEMA} to ${APP_ROLE}';
    execute 'grant usage, select on all sequences in schema ${SCHEMA} to ${APP_ROLE}';
    execute 'grant execute on all functions in schema ${SCHEMA} to ${APP_ROLE}';
    for t in select c.oid::regclass as name, c.relrowsecurity as walled from pg_class c
      where c.relnamespace = '${SCHEMA}'::regnamespace and c.relkind in ('r', 'p')
    loop
      if t.walled then execute format('grant select, insert, update, delete on %s to ${APP_ROLE}', t.name);
      else execute format('revoke all on %s from ${APP_ROLE}', t.name); end if;
    end loop; end $$`);
}

/**
 * A table that was never counted PostgreSQL takes for one of two hundred retailers' or more, and plans to find rows by the
 * retailer alone, which reads all of them. So it is told that there are few, until it has counted for itself. Below 18 its own
 * counting has to do, a minute after the first rows came.
 */
async function tellOfRetailers(sql: Sql): Promise<void> {
  await sql`
    select pg_restore_attribute_stats('schemaname', ${SCHEMA}::text, 'relname', c.relname::text, 'attname', 'retailer_id',
      'inherited', false, 'null_frac', 0::real, 'avg_width', 4, 'n_distinct', 1::real)
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'retailer_id'
    where c.relnamespace = ${SCHEMA}::regnamespace and c.relkind = 'r' and c.relname <> 'retailer'
      and not exists (select from pg_stats s
        where s.schemaname = ${SCHEMA} and s.tablename = c.relname and s.attname = 'retailer_id')`;
}
