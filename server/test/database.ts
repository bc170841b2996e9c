import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { type Database, openDatabase, openPool, type Sql } from '../src/runtime/index.ts';

/** A database of one test file: a fresh copy of the migrated template. */
export interface TestDatabase {
  database: Database;
  url: string;
  /** Closes all pools and removes the copy. */
  drop(): Promise<void>;
}

/**
 * A fresh copy of the template. It holds retailer 1 ("Testladen") with nothing but its sources, and retailer 2
 * ("Nebenan") with rows in the main tables, so that every suite notices a row that crosses the wall.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const template = inject('templateUrl');
  const name = `test_${randomBytes(8).toString('hex')}`;
  const url = withDatabase(template, name);
  const from = databaseOf(template);
  await administer(withDatabase(template, 'postgres'), (sql) =>
    sql.unsafe(`create database "${name}" template "${from}"`),
  );
  const database = openDatabase({ url, connections: 5 });
  return {
    database,
    url,
    drop: async () => {
      await database.close();
      await administer(withDatabase(template, 'postgres'), (sql) =>
        sql.unsafe(`drop database if exists "${name}" with (force)`),
      );
    },
  };
}

/** Runs one statement on the server outside of any transaction. */
export async function administer(
  url: string,
  work: (sql: Sql) => PromiseLike<unknown>,
): Promise<void> {
  const sql = openPool({ url, max: 1, name: 'test' });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** A new database name on the same server, for the template of one run. */
export function templateUrl(serverUrl: string): string {
  return withDatabase(serverUrl, `template_${randomBytes(8).toString('hex')}`);
}

function withDatabase(url: string, name: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, (_all, front: string) => front + name);
}

/** The name of the database in an address. */
export function databaseOf(url: string): string {
  return /^postgres(?:ql)?:\/\/[^/]*\/([^?]*)/.exec(url)?.[1] ?? '';
}
