import { createHmac } from 'node:crypto';
import type { ProfileId, RetailerId } from '@augenblick/contract';
import type { HintList, Inbox } from '@augenblick/contract/api/channel.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { type TestServer, testServer, type Visitor } from '../../../test/server.ts';
import { channelTestDeps, shortOf } from '../../../test/standins/deps.ts';
import { SOURCES, type WritePath, writePath } from '../../../test/write-path.ts';
import type { Receipt } from './receipt.ts';
import { CHANNEL_MODULES } from './registry.ts';
import { inboxRoutes } from './routes-inbox.ts';

let db: TestDatabase;
let server: TestServer;
let path: WritePath;
let owner: Visitor;
const receipts: Receipt[] = [];
const KEYS: Readonly<Record<string, typeof SOURCES.web>> = {
  web: SOURCES.web,
  till: SOURCES.till,
};

beforeAll(async () => {
  db = await testDatabase();
  const { database } = db;
  path = writePath(database, { now: '2026-03-01T12:00:00Z' });
  server = await testServer(db, {
    more: (http, access) =>
      inboxRoutes(http, {
        access,
        database,
        sql: database.owner,
        clock: { now: () => Date.UTC(2026, 2, 1, 13) },
        byWriteKey: async (key) => KEYS[key] ?? null,
        receipts: async (_retailerId, taken) => void receipts.push(...taken),
      }),
  });
  owner = await server.visitor('owner');
});
afterAll(async () => {
  await server.close();
  await db.drop();
});

const ask = (body: object) =>
  server.http.inject({ method: 'POST', url: '/v1/inbox', payload: body });

/** Makes a shopper known and answers their profile. */
async function shopper(userId: string): Promise<ProfileId> {
  const item = { type: 'identify', userId, traits: { name: 'Anna' }, messageId: `m-${userId}` };
  await path.ingest.submit(SOURCES.till, [item]);
  const [row] = await db.database.owner<{ profile_id: ProfileId }[]>`
    select profile_id from identity where retailer_id = 1 and value = ${userId}`;
  if (row === undefined) throw new Error('nobody');
  return row.profile_id;
}

function open(name: 'inbox' | 'staff') {
  const deps = channelTestDeps({ sql: db.database.owner, retailerId: 1 as RetailerId });
  return CHANNEL_MODULES[name].channel.open({}, deps);
}

test('an inbox is opened by the shop’s proof only, and reading it is noted once', async () => {
  const profileId = await shopper('K-1');
  const message = shortOf('x', { profileId });
  await open('inbox').send(message);
  const secret = 'shop-secret';
  await db.database.owner`
    insert into decision_source (retailer_id, source_id, explain, secret)
    values (1, ${SOURCES.web.id}, false, ${secret})`;
  const proof = createHmac('sha256', secret).update('K-1').digest('hex');
  const asked = { writeKey: 'web', userId: 'K-1' };
  expect((await ask(asked)).statusCode).toBe(403);
  expect((await ask({ ...asked, userProof: '00'.repeat(32) })).statusCode).toBe(403);
  expect((await ask({ ...asked, userId: 'K-2', userProof: proof })).statusCode).toBe(403);
  const inbox = (await ask({ ...asked, userProof: proof })).json<Inbox>();
  expect(inbox).toMatchObject({ unread: 1, messages: [{ id: message.id, read: false }] });
  for (const _ of [1, 2]) {
    const read = (await ask({ ...asked, userProof: proof, read: [message.id] })).json<Inbox>();
    expect(read.unread).toBe(0);
  }
  expect(receipts).toMatchObject([{ kind: 'opened', deliveryId: message.id, channel: 'inbox' }]);
});

test('proofs that prove nothing are slowed down, a shop that asks often is not', async () => {
  const asked = { writeKey: 'web', userId: 'K-1', userProof: '00'.repeat(32) };
  const from = (payload: object) =>
    server.http.inject({ method: 'POST', url: '/v1/inbox', payload, remoteAddress: '203.0.113.9' });
  const codes: number[] = [];
  for (let i = 0; i < 40; i++) codes.push((await from(asked)).statusCode);
  expect(codes.filter((code) => code === 403)).toHaveLength(30);
  expect(codes.at(-1)).toBe(429);
  expect((await from({ writeKey: 'till', userId: 'K-1' })).statusCode).toBe(200);
  const refused = await from({ ...asked, more: 'x'.repeat(20_000) });
  expect(refused.json()).toMatchObject({ error: { code: 'too_large' } });
});

test('a trusted key needs no proof, and nobody else’s message can be marked', async () => {
  const first = await shopper('K-3');
  await shopper('K-4');
  const message = shortOf('x', { profileId: first });
  await open('inbox').send(message);
  receipts.length = 0;
  await ask({ writeKey: 'till', userId: 'K-4', read: [message.id] });
  expect(receipts).toEqual([]);
  const inbox = (await ask({ writeKey: 'till', userId: 'K-3' })).json<Inbox>();
  expect(inbox.unread).toBe(1);
  expect((await ask({ writeKey: 'no', userId: 'K-3' })).statusCode).toBe(401);
});

test('hints stand until somebody ticks them off', async () => {
  const profileId = await shopper('K-5');
  const message = shortOf('team', { profileId });
  await open('staff').send(message);
  const list = async () => (await owner.request('GET', '/api/r/1/hints')).json<HintList>();
  expect(await list()).toMatchObject({
    total: 1,
    hints: [{ id: message.id, name: 'Anna', profileId }],
  });
  const neighbour = await server.visitor('owner', 2 as RetailerId);
  const foreign = await neighbour.request('POST', `/api/r/2/hints/${message.id}/done`);
  expect(foreign.statusCode).toBe(404);
  const staff = await server.visitor('staff');
  expect((await staff.request('POST', `/api/r/1/hints/${message.id}/done`)).statusCode).toBe(204);
  expect(await list()).toEqual({ hints: [], total: 0 });
});
