import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { createLog, migrate, startEmbedded } from '../src/runtime/index.ts';
import { administer, databaseOf, templateUrl } from './database.ts';
import { seedRetailers } from './retailers.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the migrated template database; empty when no test of this run asked for one. */
    templateUrl: string;
  }
}

/**
 * Starts one PostgreSQL for the whole run and prepares a template database: migrated, with two retailers in it.
 * TEST_DATABASE_URL (or DATABASE_URL) uses a running server, POSTGRES_BIN_DIR other binaries, such as Debian's 15.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'] ?? process.env['DATABASE_URL'];
  const server = given ? { url: given, stop: async () => undefined } : await temporaryServer();
  const template = templateUrl(server.url);
  const name = databaseOf(template);
  await administer(server.url, (sql) => sql`create database ${sql(name)}`);
  await migrate(template);
  await seedRetailers(template);
  project.provide('templateUrl', template);
  return async () => {
    if (given) await administer(server.url, (sql) => sql`drop database ${sql(name)} with (force)`);
    await server.stop();
  };
}

async function temporaryServer(): Promise<{ url: string; stop(): Promise<undefined> }> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'augenblick-test-'));
  const server = await startEmbedded({
    dataDir,
    binDir: process.env['POSTGRES_BIN_DIR'],
    log: createLog({ level: 'warn', format: 'text' }),
    name: 'vitest',
    // Nothing of a test run needs to survive a power cut.
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      shared_buffers: '128MB',
      max_connections: '300',
    },
  });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
