import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  NEBENAN,
  type TestServer,
  testServer,
  TESTLADEN,
  type Visitor,
} from '../../test/server.ts';

let db: TestDatabase;
let server: TestServer;
let owner: Visitor;
const wish = { name: 'Zweiter Laden', currency: 'CHF', timeZone: 'Europe/Zurich', locale: 'de' };

beforeAll(async () => {
  db = await testDatabase();
  server = await testServer(db);
  owner = await server.visitor('owner');
});
afterAll(async () => {
  await server.close();
  await db.drop();
});

describe('opening a retailer', () => {
  test('makes its creator the owner, who can switch to it at once', async () => {
    const made = await owner.request('POST', '/api/retailers', wish);
    expect(made.json()).toMatchObject({ ...wish, colour: '#0f5563', demo: false });
    const { id } = made.json();
    const session = (await owner.request('GET', '/api/session')).json();
    expect(session.retailers).toContainEqual(expect.objectContaining({ id, role: 'owner' }));
    expect((await owner.request('GET', '/api/retailers')).json().retailers).toEqual(
      session.retailers,
    );
    expect((await owner.request('GET', `/api/r/${id}/staff`)).statusCode).toBe(200);
    const log = (await owner.request('GET', `/api/r/${id}/audit`)).json().entries;
    expect(log.map((entry: { action: string }) => entry.action)).toEqual([
      'staff.joined',
      'retailer.created',
    ]);
  });

  test('of a name that exists is no problem', async () => {
    const again = await Promise.all(
      [1, 2, 3].map(() => owner.request('POST', '/api/retailers', wish)),
    );
    expect(again.map((answer) => answer.statusCode)).toEqual([200, 200, 200]);
    const slugs = await db.database.owner`select slug from retailer where name = ${wish.name}`;
    expect(new Set(slugs.map((row) => row['slug'])).size).toBe(slugs.length);
  });

  test('needs somebody who owns a real one, or a founder', async () => {
    for (const role of ['marketing', 'staff', 'analyst', 'developer'] as const) {
      const visitor = await server.visitor(role);
      expect((await visitor.request('POST', '/api/retailers', wish)).statusCode).toBe(403);
    }
    expect((await server.stranger().request('POST', '/api/retailers', wish)).statusCode).toBe(401);
    await db.database.owner`update retailer set demo = true where id = ${NEBENAN}`;
    const ofDemo = await server.visitor('owner', NEBENAN);
    expect((await ofDemo.request('POST', '/api/retailers', wish)).statusCode).toBe(403);
    await db.database.owner`update staff set founder = true where id = ${ofDemo.id}`;
    expect((await ofDemo.request('POST', '/api/retailers', wish)).statusCode).toBe(200);
    await db.database.owner`update retailer set demo = false where id = ${NEBENAN}`;
  });

  test.each([
    ['currency', { currency: 'QQQ' }],
    ['timeZone', { timeZone: 'Mars/Olympus' }],
    ['name', { name: ' ' }],
    ['name', { name: 'a\u0000b' }],
    ['colour', { colour: 'red' }],
    ['locale', { locale: 'fr' }],
  ])('is refused with a wrong %s', async (field, change) => {
    const answer = await owner.request('POST', '/api/retailers', { ...wish, ...change });
    expect(answer.json().error.code).toBe('bad_request');
    expect(answer.json().error.detail).toContain(field);
  });
});

describe('settings', () => {
  test('change what is named and nothing else; sources follow the currency', async () => {
    const before = (await owner.request('GET', '/api/r/1')).json();
    const { key } = (
      await owner.request('POST', '/api/r/1/sources', { name: 'Shop', kind: 'web' })
    ).json();
    expect(await server.sources.byWriteKey(key.key)).toMatchObject({ currency: 'EUR' });
    const change = { currency: 'USD', timeZone: 'america/new_york', colour: '#AABBCC' };
    const after = await owner.request('PATCH', '/api/r/1', change);
    const expected = { currency: 'USD', timeZone: 'America/New_York', colour: '#aabbcc' };
    expect(after.json()).toEqual({ ...before, ...expected });
    expect(await server.sources.byWriteKey(key.key)).toMatchObject({ currency: 'USD' });
    const [other] = await db.database.owner`select currency from source where retailer_id = 2`;
    expect(other?.['currency']).toBe('EUR');
  });

  test('are read by every member and changed by owners only', async () => {
    for (const role of ['marketing', 'staff', 'analyst', 'developer'] as const) {
      const visitor = await server.visitor(role);
      expect((await visitor.request('GET', '/api/r/1')).statusCode).toBe(200);
      expect((await visitor.request('PATCH', '/api/r/1', { name: 'Meins' })).statusCode).toBe(403);
    }
    const neighbour = await server.visitor('owner', NEBENAN);
    expect((await neighbour.request('GET', `/api/r/${TESTLADEN}`)).statusCode).toBe(403);
    expect((await owner.request('PATCH', '/api/r/1', {})).statusCode).toBe(400);
  });
});
