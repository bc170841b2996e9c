import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RetailerId } from '@augenblick/contract';
import { checkServer, openDatabase, openPool } from './database.ts';
import { silentLog } from './log.ts';
import { migrate } from './migrate.ts';
import { type EmbeddedPostgres, startEmbedded } from './postgres/index.ts';

const DEBIAN = '/usr/lib/postgresql/15/bin';

/** A server whose administrator gives us an account that is not a superuser. */
async function administered(binDir: string | undefined) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'augenblick-own-'));
  const server: EmbeddedPostgres = await startEmbedded({
    dataDir,
    binDir,
    log: silentLog,
    name: 'test',
  });
  const admin = openPool({ url: server.url, max: 1, name: 'admin' });
  return {
    admin,
    /** The address of a new database owned by a new account with these rights. */
    account: async (name: string, rights: string) => {
      await admin.unsafe(`create role ${name} login ${rights}`);
      await admin.unsafe(`create database ${name} owner ${name} template template0`);
      return server.url
        .replace('/augenblick?', `/${name}?`)
        .replace('user=postgres', `user=${name}`);
    },
    stop: async () => {
      await admin.end();
      await server.stop();
      rmSync(dataDir, { recursive: true });
    },
  };
}

const versions = [undefined, ...(existsSync(DEBIAN) ? [DEBIAN] : [])];
let servers: Awaited<ReturnType<typeof administered>>[] = [];
beforeAll(async () => {
  expect(inject('templateUrl')).not.toBe('');
  servers = await Promise.all(versions.map(administered));
});
afterAll(() => Promise.all(servers.map((server) => server.stop())));

test('without the right to make roles and without the role, it says what an administrator has to run', async () => {
  for (const server of servers) {
    const url = await server.account('plain', '');
    await expect(migrate(url)).rejects.toThrow(
      /create role augenblick_app nologin; grant augenblick_app to/,
    );
  }
});

test('an account that may make roles sets everything up; the wall stands', async () => {
  for (const server of servers) {
    const url = await server.account('maker', 'createrole');
    expect((await migrate(url)).length).toBeGreaterThan(3);
    expect(await migrate(url)).toEqual([]);
    await tryWall(url);
  }
});

test('an account that was given the role needs no other right', async () => {
  for (const server of servers) {
    const url = await server.account('given', '');
    await server.admin.unsafe('grant augenblick_app to given');
    await migrate(url);
    await tryWall(url);
  }
});

async function tryWall(url: string): Promise<void> {
  const database = openDatabase({ url });
  try {
    expect(await checkServer(database.owner)).toBeGreaterThan(150_000);
    await database.owner`insert into retailer (slug, name) values ('a', 'A'), ('b', 'B')`;
    const names = await database.withRetailer(
      2 as RetailerId,
      (sql) => sql`select name from retailer`,
    );
    expect(names).toEqual([{ name: 'B' }]);
    expect(await database.app`select name from retailer`).toHaveLength(0);
  } finally {
    await database.close();
  }
}
