import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../test/database.ts';
import { type App, createApp } from './main.ts';
import { loadConfig, seededIds, silentLog } from './runtime/index.ts';

let db: TestDatabase;
const apps: App[] = [];
beforeEach(async () => {
  db = await testDatabase();
});
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.stop()));
  await db.drop();
});

let seed = 0;
async function start(settings: Record<string, string> = {}): Promise<App> {
  const config = loadConfig({
    PORT: '0',
    HOST: '127.0.0.1',
    DATABASE_URL: db.url,
    DEMO: 'false',
    ...settings,
  });
  // Two processes never draw the same ids.
  const app = await createApp({ config, log: silentLog, ids: seededIds((seed += 1)) });
  apps.push(app);
  return app;
}

/** Says that it can work; a database that is slow for a moment is not ready for a moment. */
const ready = ({ url }: App): Promise<void> =>
  expect.poll(async () => (await fetch(`${url}/health/ready`)).status).toBe(200);

test('a started installation is ready, describes itself, and prints the way in once', async () => {
  const app = await start();
  await ready(app);
  const { paths } = (await (await fetch(`${app.url}/api/openapi.json`)).json()) as {
    paths: object;
  };
  expect(Object.keys(paths).length).toBeGreaterThan(40);
  expect(app.welcome.map((line) => line.value)).toEqual([
    expect.stringContaining(`${app.url}/setup/`),
  ]);
});

test('every route of a retailer asks who is there', async () => {
  const app = await start();
  await app.http.ready();
  const { paths } = app.http.swagger() as { paths: Record<string, Record<string, unknown>> };
  const bound = Object.entries(paths).filter(([path]) => path.startsWith('/api/r/'));
  expect(bound.length).toBeGreaterThan(20);
  for (const [path, methods] of bound) {
    for (const method of Object.keys(methods)) {
      const url = path.replace('{retailerId}', '1').replaceAll(/\{\w+\}/g, '1');
      const answer = await app.http.inject({ method: method.toUpperCase() as 'GET', url });
      expect([method, path, answer.statusCode]).toEqual([method, path, 401]);
    }
  }
});

test('a worker answers for its health and for nothing else', async () => {
  const app = await start({ ROLE: 'worker' });
  await ready(app);
  expect((await fetch(`${app.url}/api/session`)).status).toBe(404);
  expect((await fetch(`${app.url}/v1/track`, { method: 'POST' })).status).toBe(404);
  expect(app.welcome).toEqual([]);
});

test('stopping closes the door and every connection to the database', async () => {
  const app = await start();
  const { url } = app;
  await app.stop();
  await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  // Nobody's who cleans up beside us; and the server notices a little later that somebody has hung up.
  const left = () => db.database.owner`
    select application_name from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and application_name <> 'augenblick owner'
      and backend_type = 'client backend'`;
  await expect.poll(left).toEqual([]);
});

test('a start that fails half-way leaves nothing open', async () => {
  const first = await start();
  const { port } = new URL(first.url);
  await expect(start({ PORT: port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await ready(first);
});
