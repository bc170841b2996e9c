import * as api from '@augenblick/contract/api/broadcast.ts';
import { z } from 'zod';
import type { Access } from '../access/index.ts';
import type { Http } from '../runtime/index.ts';
import {
  BROADCAST_STEPS,
  type BroadcastDeps,
  changeBroadcast,
  checkBroadcast,
  chooseWinner,
  createBroadcast,
  deleteBroadcast,
  listBroadcasts,
  readBroadcast,
  stepBroadcast,
} from './broadcasts.ts';
import { type ReachDeps, reachOf } from './reach.ts';
import { readRecipients, readResults } from './results.ts';
import { readTest, type TestDeps, testBroadcast } from './test-send.ts';

/** What the routes need. */
export interface BroadcastRoutesDeps extends BroadcastDeps, ReachDeps, TestDeps {
  access: Pick<Access, 'allow'>;
}

const BASE = '/api/r/:retailerId/broadcasts';
const params = z.object({ retailerId: z.string(), broadcastId: z.string().max(60) });
const one = { 200: api.BroadcastOne };

/** Routes of newsletters (contract/api/broadcast.ts). */
export function broadcastRoutes(http: Http, deps: BroadcastRoutesDeps): void {
  const read = { onRequest: deps.access.allow('message.read') };
  const write = { onRequest: deps.access.allow('message.write') };
  http.get(
    BASE,
    { ...read, schema: { response: { 200: api.BroadcastList } } },
    async ({ retailerId }) => ({ broadcasts: await listBroadcasts(deps, retailerId) }),
  );
  http.post(
    BASE,
    { ...write, schema: { body: api.BroadcastBody, response: one } },
    ({ retailerId, body, actor }) => createBroadcast(deps, retailerId, body, actor),
  );
  http.get(
    `${BASE}/:broadcastId`,
    { ...read, schema: { params, response: one } },
    ({ retailerId, params: { broadcastId } }) => readBroadcast(deps, retailerId, broadcastId),
  );
  http.put(
    `${BASE}/:broadcastId`,
    { ...write, schema: { params, body: api.ChangeBroadcast, response: one } },
    ({ retailerId, params: { broadcastId: id }, body, actor }) =>
      changeBroadcast(deps, { retailerId, id, by: actor }, body),
  );
  http.delete(
    `${BASE}/:broadcastId`,
    { ...write, schema: { params } },
    async ({ retailerId, params: { broadcastId: id }, actor }, reply) => {
      await deleteBroadcast(deps, { retailerId, id, by: actor });
      return reply.code(204).send();
    },
  );
  for (const step of BROADCAST_STEPS) {
    http.post(
      `${BASE}/:broadcastId/${step}`,
      { ...write, schema: { params, response: one } },
      ({ retailerId, params: { broadcastId: id }, actor }) =>
        stepBroadcast(deps, step, { retailerId, id, by: actor }),
    );
  }
  http.post(
    `${BASE}/:broadcastId/winner`,
    { ...write, schema: { params, body: api.ChooseWinner, response: one } },
    ({ retailerId, params: { broadcastId: id }, body, actor }) =>
      chooseWinner(deps, { retailerId, id, by: actor }, body.variantId),
  );
  aheadRoutes(http, deps);
  testRoute(http, deps);
  resultRoutes(http, deps);
}

/** What can be asked before anything goes out. */
function aheadRoutes(http: Http, deps: BroadcastRoutesDeps): void {
  const { access } = deps;
  http.post(
    `${BASE}/check`,
    {
      onRequest: access.allow('message.read'),
      schema: { body: api.CheckBroadcast, response: { 200: api.BroadcastFindings } },
    },
    ({ retailerId, body: { draft } }) => checkBroadcast(deps, retailerId, draft),
  );
  http.post(
    `${BASE}/reach`,
    {
      onRequest: access.allow('message.read'),
      schema: { body: api.CheckBroadcast, response: { 200: api.BroadcastReach } },
    },
    ({ retailerId, body: { draft } }) => reachOf(deps, retailerId, draft),
  );
  http.post(
    `${BASE}/:broadcastId/test`,
    {
      // The message is filled in with somebody's facts, chosen or not, and whoever asks for it sees them.
      onRequest: [access.allow('message.write'), access.allow('shopper.read')],
      schema: { params, body: api.TestBroadcast, response: { 200: api.TestedBroadcast } },
    },
    ({ retailerId, params: { broadcastId: id }, body }) =>
      testBroadcast(deps, { retailerId, id }, body),
  );
}

/** What became of a test message. */
function testRoute(http: Http, deps: BroadcastRoutesDeps): void {
  const message = z.object({ retailerId: z.string(), messageId: z.uuid() });
  http.get(
    `${BASE}/tests/:messageId`,
    {
      onRequest: deps.access.allow('message.read'),
      schema: { params: message, response: { 200: api.TestedBroadcast } },
    },
    ({ retailerId, params: { messageId } }) => readTest(deps, retailerId, messageId),
  );
}

function resultRoutes(http: Http, deps: BroadcastRoutesDeps): void {
  const { access } = deps;
  http.get(
    `${BASE}/:broadcastId/results`,
    {
      onRequest: access.allow('message.read'),
      schema: { params, response: { 200: api.BroadcastResults } },
    },
    ({ retailerId, params: { broadcastId } }) => readResults(deps, retailerId, broadcastId),
  );
  http.get(
    `${BASE}/:broadcastId/recipients`,
    {
      onRequest: [access.allow('message.read'), access.allow('shopper.read')],
      schema: {
        params,
        querystring: api.RecipientsQuery,
        response: { 200: api.BroadcastRecipients },
      },
    },
    ({ retailerId, params: { broadcastId }, query }) =>
      readRecipients(deps, retailerId, broadcastId, query),
  );
}
