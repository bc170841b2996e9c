import { Failure, isUuid, type ProfileId } from '@augenblick/contract';
import * as api from '@augenblick/contract/api/delivery.ts';
import { z } from 'zod';
import { type Access, changesOf } from '../access/index.ts';
import type { Clock, Database, Http } from '../runtime/index.ts';
import { messageDetail, messageList, messageSummary } from './history.ts';
import { takeBackIds } from './queries.ts';
import * as queries from './queries-read.ts';
import type { Writer } from './writer.ts';

/** What the routes of messages need. */
export interface DeliveryRoutesDeps {
  access: Access;
  database: Database;
  clock: Clock;
  writer: Writer;
}

const inRetailer = z.object({ retailerId: z.string() });
const ofMessage = z.object({ retailerId: z.string(), messageId: z.string() });
const ofShopper = z.object({ retailerId: z.string(), profileId: z.string() });
const MESSAGES = '/api/r/:retailerId/messages';

/** Routes that show messages and take back what waits. */
export function deliveryRoutes(http: Http, deps: DeliveryRoutesDeps): void {
  listRoutes(http, deps);
  settingsRoutes(http, deps);
  oneRoutes(http, deps);
}

/** Messages name those they went to: whoever reads them needs both rights. */
const people = ({ access }: DeliveryRoutesDeps) => [
  access.allow('message.read'),
  access.allow('shopper.read'),
];

function listRoutes(http: Http, deps: DeliveryRoutesDeps): void {
  const { access, database, clock } = deps;
  http.get(
    MESSAGES,
    {
      onRequest: people(deps),
      schema: {
        params: inRetailer,
        querystring: api.MessageQuery,
        response: { 200: api.MessageList },
      },
    },
    ({ retailerId, query }) =>
      database.withRetailer(retailerId, (sql) => messageList(sql, retailerId, query)),
  );
  http.get(
    '/api/r/:retailerId/shoppers/:profileId/messages',
    {
      onRequest: access.allow('shopper.read'),
      schema: {
        params: ofShopper,
        querystring: api.MessageQuery,
        response: { 200: api.MessageList },
      },
    },
    ({ retailerId, params, query }) => {
      const { profileId } = params;
      if (!isUuid(profileId)) throw new Failure('not_found');
      return database.withRetailer(retailerId, (sql) =>
        messageList(sql, retailerId, query, profileId as ProfileId),
      );
    },
  );
  http.get(
    `${MESSAGES}/summary`,
    {
      onRequest: access.allow('message.read'),
      schema: {
        params: inRetailer,
        querystring: api.MessageSummaryQuery,
        response: { 200: api.MessageSummary },
      },
    },
    ({ retailerId, query }) =>
      database.withRetailer(retailerId, (sql) =>
        messageSummary(sql, retailerId, query.days, clock.now()),
      ),
  );
}

function settingsRoutes(http: Http, { access, database }: DeliveryRoutesDeps): void {
  http.get(
    `${MESSAGES}/settings`,
    {
      onRequest: access.allow('message.read'),
      schema: { params: inRetailer, response: { 200: api.MessageSettings } },
    },
    ({ retailerId }) =>
      database.withRetailer(retailerId, (sql) => queries.settings(sql, retailerId)),
  );
  http.put(
    `${MESSAGES}/settings`,
    {
      onRequest: access.allow('message.write'),
      schema: {
        params: inRetailer,
        body: api.MessageSettings,
        response: { 200: api.MessageSettings },
      },
    },
    ({ retailerId, body, actor }) => {
      return database.withRetailer(retailerId, async (sql) => {
        const before = await queries.settings(sql, retailerId);
        const monthly = Object.fromEntries(
          Object.entries(body.monthly).filter(([, limit]) => limit !== undefined),
        );
        // A limit that was taken off is not named any more.
        const lifted = Object.fromEntries(Object.keys(before.monthly).map((name) => [name, null]));
        const detail = changesOf(before.monthly, { ...lifted, ...monthly });
        await queries.putSettings(sql, retailerId, { monthly });
        const action = 'channel.changed';
        await access.audit(sql, { retailerId, actor, action, target: 'messages', detail });
        return { monthly };
      });
    },
  );
}

function oneRoutes(http: Http, deps: DeliveryRoutesDeps): void {
  const { access, database, clock } = deps;
  http.get(
    `${MESSAGES}/:messageId`,
    {
      onRequest: people(deps),
      schema: { params: ofMessage, response: { 200: api.MessageDetail } },
    },
    ({ retailerId, params }) => messageDetail(deps, retailerId, params.messageId),
  );
  http.post(
    `${MESSAGES}/:messageId/cancel`,
    {
      onRequest: access.allow('message.write'),
      schema: { params: ofMessage, response: { 204: z.null() } },
    },
    async ({ retailerId, params }, reply) => {
      const id = params.messageId;
      if (!isUuid(id)) throw new Failure('not_found');
      const taken = await database.withRetailer(retailerId, (sql) =>
        takeBackIds(sql, retailerId, [id], clock.now()),
      );
      if (taken === 0) throw new Failure('conflict', 'the message does not wait any more');
      return reply.code(204).send(null);
    },
  );
}
