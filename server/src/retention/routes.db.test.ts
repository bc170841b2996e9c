import { RETENTION_BOUNDS } from '@augenblick/contract';
import type { RetentionView } from '@augenblick/contract/api/retention.ts';
import type { AuditAnswer } from '@augenblick/contract/api/audit.ts';
import type { RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { type TestServer, testServer, type Visitor } from '../../test/server.ts';
import { retentionRoutes } from './index.ts';

let db: TestDatabase;
let server: TestServer;
let owner: Visitor;
const URL = '/api/r/1/retention';
const NOTHING = {
  strangersMonths: null,
  decisionsDays: null,
  messagesDays: null,
  deadLettersDays: null,
  importFilesDays: null,
};

beforeAll(async () => {
  db = await testDatabase();
  const config = {
    keepStrangersMonths: 14,
    keepDeadLettersDays: 90,
    keepImportFilesDays: 30,
    keepDecisionsDays: 0,
    keepMessagesDays: 400,
  };
  server = await testServer(db, {
    more: (http, access) => retentionRoutes(http, { access, database: db.database, config }),
  });
  owner = await server.visitor('owner');
});
afterAll(async () => {
  await server.close();
  await db.drop();
});

const audits = async () =>
  (await owner.request('GET', '/api/r/1/audit?action=retention.changed')).json<AuditAnswer>()
    .entries;

it('begins with what the installation has, and tells what it keeps for ever', async () => {
  const view = (await owner.request('GET', URL)).json<RetentionView>();
  expect(view).toEqual({
    own: NOTHING,
    usual: {
      strangersMonths: 14,
      decisionsDays: null,
      messagesDays: 400,
      deadLettersDays: 90,
      importFilesDays: 30,
    },
  });
});

it('is set by the owner, seen by marketing, and stands in the audit log with what held before', async () => {
  const own = { ...NOTHING, decisionsDays: 180, strangersMonths: 6 };
  const put = await owner.request('PUT', URL, own);
  expect(put.json<RetentionView>().own).toEqual(own);
  const marketing = await server.visitor('marketing');
  expect((await marketing.request('GET', URL)).json<RetentionView>().own).toEqual(own);
  expect((await marketing.request('PUT', URL, NOTHING)).statusCode).toBe(403);
  expect((await (await server.visitor('staff')).request('GET', URL)).statusCode).toBe(403);
  await owner.request('PUT', URL, { ...own, strangersMonths: null });
  await owner.request('PUT', URL, { ...own, strangersMonths: null });
  expect((await audits()).map(({ detail }) => detail)).toEqual([
    { strangersMonths: { from: 6, to: null } },
    { decisionsDays: { from: null, to: 180 }, strangersMonths: { from: null, to: 6 } },
  ]);
});

it('has bounds, and they are those of the database', async () => {
  for (const [kind, { min, max }] of Object.entries(RETENTION_BOUNDS)) {
    for (const count of [min, max]) {
      const put = await owner.request('PUT', URL, { ...NOTHING, [kind]: count });
      expect([kind, count, put.statusCode]).toEqual([kind, count, 200]);
    }
    for (const count of [0, min - 1, max + 1, 7.5]) {
      const put = await owner.request('PUT', URL, { ...NOTHING, [kind]: count });
      expect([kind, count, put.statusCode]).toEqual([kind, count, 400]);
    }
  }
});

it('is nobody else’s', async () => {
  const neighbour = await server.visitor('owner', 2 as RetailerId);
  expect((await neighbour.request('GET', URL)).statusCode).toBe(403);
  expect((await neighbour.request('PUT', URL, NOTHING)).statusCode).toBe(403);
  const view = await neighbour.request('GET', '/api/r/2/retention');
  expect(view.json<RetentionView>().own).toEqual(NOTHING);
});
