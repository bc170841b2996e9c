import type { RetailerId } from '@augenblick/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../test/database.ts';
import { testServer, type TestServer } from '../../test/server.ts';
import { createJobs, createLive, silentLog } from '../runtime/index.ts';
import { createDemo, type DemoPrinted } from './demo.ts';
import { demoRoutes } from './routes.ts';

let db: TestDatabase;
let server: TestServer;
let printed: DemoPrinted;

beforeEach(async () => {
  db = await testDatabase();
  let made: DemoPrinted | null = null;
  await db.database.owner`delete from retailer`;
  const waiting: Promise<unknown>[] = [];
  server = await testServer(db, {
    more: (http, access, sources) => {
      const demo = createDemo({
        database: db.database,
        clock: { now: () => Date.UTC(2026, 10, 21) },
        ids: { uuid7: () => '01900000-0000-7000-8000-0000000000aa', token: () => 'a-printed-word' },
        random: { next: () => 0.5, bytes: (count) => new Uint8Array(count) },
        jobs: createJobs({ url: db.url, log: silentLog }),
        live: createLive({ url: db.url, log: silentLog, processId: 'test' }),
        log: silentLog,
        access,
        sources,
        // Nothing is loaded here: the job waits in the queue.
        catalogue: { upsert: async () => 0 },
        ingest: { submit: async () => [] },
        wanted: true,
      });
      demoRoutes(http, { demo, access });
      waiting.push(demo.ensure().then((answer) => (made = answer)));
    },
  });
  await Promise.all(waiting);
  if (!made) throw new Error('no demo was made');
  printed = made;
});
afterEach(async () => {
  await server.close();
  await db.drop();
});

async function signedIn(role: 'owner' | 'marketing' | 'staff') {
  const logIn = printed.logIns.find((one) => one.role === role);
  const visitor = server.stranger();
  const { email, password } = logIn ?? { email: '', password: '' };
  const answer = await visitor.request('POST', '/api/session', { email, password });
  expect(answer.statusCode).toBe(200);
  return { visitor, session: answer.json() as { retailers: { id: number; demo: boolean }[] } };
}
const path = (): string => `/api/r/${printed.retailerId}/demo`;

describe('the printed log-ins', () => {
  it('open the demo retailer and no other', async () => {
    const real = { id: 77, slug: 'echt', name: 'Echt' };
    await db.database
      .owner`insert into retailer overriding system value values (${real.id}, ${real.slug}, ${real.name})`;
    for (const role of ['owner', 'marketing', 'staff'] as const) {
      const { visitor, session } = await signedIn(role);
      expect(session.retailers).toMatchObject([{ id: printed.retailerId, demo: true }]);
      expect((await visitor.request('GET', `/api/r/${real.id}/demo`)).statusCode).toBe(403);
      const opened = await visitor.request('POST', '/api/retailers', {
        name: 'Fremd',
        currency: 'EUR',
        timeZone: 'Europe/Berlin',
        locale: 'de',
      });
      expect(opened.statusCode).toBe(403);
    }
  });
});

describe('the routes of the demo', () => {
  it('show how it stands to everybody who may see Live, with where the data is from', async () => {
    expect((await server.stranger().request('GET', path())).statusCode).toBe(401);
    const { visitor } = await signedIn('staff');
    const answer = await visitor.request('GET', path());
    expect(answer.json()).toMatchObject({
      demo: true,
      stage: 'loading',
      running: true,
      paused: 'loading',
    });
    expect(answer.body).toContain('CC BY 4.0');
  });

  it('let owners throw the switch, and nobody else', async () => {
    const { visitor: staff } = await signedIn('staff');
    expect((await staff.request('PATCH', path(), { running: false })).statusCode).toBe(403);
    expect((await staff.request('DELETE', path())).statusCode).toBe(403);
    const { visitor } = await signedIn('owner');
    const off = await visitor.request('PATCH', path(), { running: false });
    expect(off.json()).toMatchObject({ running: false, paused: 'switched_off' });
    expect((await visitor.request('PATCH', path(), { running: 'no' })).statusCode).toBe(400);
    const [entry] = await db.database.owner`
      select actor_name, detail from audit where retailer_id = ${printed.retailerId} and action = 'demo.changed'`;
    expect(entry).toMatchObject({ actor_name: 'Olivia Morgenrot', detail: { running: false } });
  });

  it('begin the removal, and nothing can be switched on after that', async () => {
    const { visitor } = await signedIn('owner');
    const removal = await visitor.request('DELETE', path());
    expect([removal.statusCode, removal.json()]).toEqual([202, { stage: 'removing' }]);
    expect((await visitor.request('GET', path())).json()).toMatchObject({
      stage: 'removing',
      paused: 'removing',
    });
    expect((await visitor.request('PATCH', path(), { running: true })).statusCode).toBe(409);
  });

  it('say of a real retailer that it is none, and refuse to touch it', async () => {
    const retailerId = 78 as RetailerId;
    await db.database
      .owner`insert into retailer overriding system value values (${retailerId}, 'laden', 'Laden')`;
    const owner = await server.visitor('owner', retailerId, 'chefin@laden.example');
    const real = `/api/r/${retailerId}/demo`;
    expect((await owner.request('GET', real)).json()).toMatchObject({ demo: false, stage: null });
    expect((await owner.request('DELETE', real)).statusCode).toBe(404);
    expect((await owner.request('PATCH', real, { running: true })).statusCode).toBe(404);
  });
});
