import { Failure, IDENTITY_KINDS, isUuid, type RetailerId } from '@augenblick/contract';
import * as deadLetterApi from '@augenblick/contract/api/deadletter.ts';
import * as eventApi from '@augenblick/contract/api/event.ts';
import * as api from '@augenblick/contract/api/shopper.ts';
import { z } from 'zod';
import type { Access } from '../access/index.ts';
import { normaliseIdentity } from '../ingest/index.ts';
import type { Merging, ProfileReading } from '../profile/index.ts';
import type { Clock, Database, Http, Ids, TransactionSql } from '../runtime/index.ts';
import { deadLetterList, retryDeadLetters, type RetryDeps } from './dead-letter.ts';
import { deleteDeadLetters } from './dead-letter-queries.ts';
import { exportShopper } from './export.ts';
import { eventDetail, follow } from './follow.ts';
import { shopperList } from './list.ts';
import { identityLog, mergeShoppers, unmergeShopper } from './merge.ts';
import { orderPage } from './orders.ts';
import * as queries from './queries.ts';
import { TIMELINE_TYPES, timelinePage } from './timeline.ts';
import { shopperDetail } from './view.ts';

/** What the shopper routes need. */
export interface ShopperRoutesDeps extends RetryDeps {
  access: Access;
  database: Database;
  clock: Clock;
  ids: Ids;
  merging: Merging;
  reading: ProfileReading;
}

const inRetailer = z.object({ retailerId: z.string() });
const ofShopper = z.object({ retailerId: z.string(), profileId: z.string() });
const ofEvent = z.object({ retailerId: z.string(), eventId: z.string().min(1).max(400) });
const SHOPPER = '/api/r/:retailerId/shoppers/:profileId';

/** Routes that read and administer shoppers, events and dead letters, and the integrators' read. */
export function shopperRoutes(http: Http, deps: ShopperRoutesDeps): void {
  readingRoutes(http, deps);
  historyRoutes(http, deps);
  mergingRoutes(http, deps);
  exportRoute(http, deps);
  eventRoutes(http, deps);
  deadLetterRoutes(http, deps);
  integratorRoute(http, deps);
}

function readingRoutes(http: Http, { access, database, clock }: ShopperRoutesDeps): void {
  const read = { onRequest: access.allow('shopper.read') };
  http.get(
    '/api/r/:retailerId/shoppers',
    {
      ...read,
      schema: {
        params: inRetailer,
        querystring: api.ShopperListQuery,
        response: { 200: api.ShopperList },
      },
    },
    ({ retailerId, query }) =>
      database.withRetailer(retailerId, (sql) => shopperList(sql, retailerId, query)),
  );
  http.get(
    SHOPPER,
    { ...read, schema: { params: ofShopper, response: { 200: api.ShopperDetail } } },
    ({ retailerId, params: { profileId } }) =>
      database.withRetailer(retailerId, async (sql) => {
        const profile = await profileOrSurvivor(sql, retailerId, profileId);
        const identities = await queries.identities(sql, retailerId, [profile.id]);
        const signups = await queries.signups(sql, retailerId, profile.id);
        return shopperDetail({ ...profile, signups }, identities, clock.now());
      }),
  );
}

/** What happened with a shopper: timeline, orders, identifiers. */
function historyRoutes(http: Http, { access, database }: ShopperRoutesDeps): void {
  const read = { onRequest: access.allow('shopper.read') };
  http.get(
    `${SHOPPER}/timeline`,
    {
      ...read,
      schema: {
        params: ofShopper,
        querystring: api.TimelineQuery,
        response: { 200: api.Timeline },
      },
    },
    ({ retailerId, params: { profileId }, query }) =>
      database.withRetailer(retailerId, async (sql) => {
        const { id } = await profileOrSurvivor(sql, retailerId, profileId);
        const types = TIMELINE_TYPES.filter(
          (type) => query.types?.split(',').includes(type) ?? true,
        );
        const { cursor, limit } = query;
        return timelinePage(sql, { retailerId, profileId: id, types, cursor, limit });
      }),
  );
  http.get(
    `${SHOPPER}/orders`,
    {
      ...read,
      schema: {
        params: ofShopper,
        querystring: api.OrderListQuery,
        response: { 200: api.OrderList },
      },
    },
    ({ retailerId, params: { profileId }, query }) =>
      database.withRetailer(retailerId, async (sql) => {
        const { id } = await profileOrSurvivor(sql, retailerId, profileId);
        return orderPage(sql, retailerId, id, query);
      }),
  );
  http.get(
    `${SHOPPER}/identities`,
    { ...read, schema: { params: ofShopper, response: { 200: api.IdentityLog } } },
    ({ retailerId, params: { profileId } }) =>
      database.withRetailer(retailerId, async (sql) => {
        const { id } = await profileOrSurvivor(sql, retailerId, profileId);
        return identityLog(sql, retailerId, id);
      }),
  );
}

function mergingRoutes(http: Http, deps: ShopperRoutesDeps): void {
  const write = { onRequest: deps.access.allow('shopper.write') };
  http.post(
    `${SHOPPER}/merge`,
    {
      ...write,
      schema: { params: ofShopper, body: api.MergeShopper, response: { 200: api.MergedShopper } },
    },
    ({ retailerId, actor, params: { profileId }, body }) =>
      mergeShoppers(deps, { retailerId, actor, profileId, ...body }),
  );
  http.post(
    `${SHOPPER}/unmerge`,
    {
      ...write,
      schema: {
        params: ofShopper,
        body: api.UnmergeShopper,
        response: { 200: api.UnmergedShopper },
      },
    },
    ({ retailerId, actor, params: { profileId }, body: { kind, value, reason } }) =>
      unmergeShopper(deps, { retailerId, actor, profileId, identity: { kind, value }, reason }),
  );
}

function exportRoute(http: Http, { access, database, clock }: ShopperRoutesDeps): void {
  http.get(
    `${SHOPPER}/export`,
    {
      onRequest: access.allow('shopper.export'),
      schema: { params: ofShopper, querystring: api.ShopperExportQuery },
    },
    async ({ retailerId, actor, params: { profileId }, query: { lang } }, reply) => {
      const zip = await database.withRetailer(retailerId, async (sql) => {
        const { id } = await profileOrSurvivor(sql, retailerId, profileId);
        const request = { retailerId, profileId: id, language: lang, now: clock.now() };
        const made = await exportShopper(sql, request);
        const target = `shopper:${id}`;
        await access.audit(sql, { retailerId, actor, action: 'shopper.exported', target });
        return made;
      });
      if (zip === undefined) throw new Failure('not_found');
      return reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="shopper-${profileId}.zip"`)
        .send(Buffer.from(zip));
    },
  );
}

function eventRoutes(http: Http, { access, database }: ShopperRoutesDeps): void {
  const read = { onRequest: access.allow('shopper.read') };
  http.get(
    '/api/r/:retailerId/events/:eventId',
    { ...read, schema: { params: ofEvent, response: { 200: eventApi.EventDetail } } },
    ({ retailerId, params: { eventId } }) =>
      database.withRetailer(retailerId, async (sql) => {
        const row = isUuid(eventId) ? await queries.eventById(sql, retailerId, eventId) : undefined;
        if (row === undefined) throw new Failure('not_found');
        const sources = await queries.sources(sql, retailerId);
        return eventDetail(row, new Map(sources.map((source) => [source.id, source])));
      }),
  );
  http.get(
    '/api/r/:retailerId/events/:eventId/follow',
    { ...read, schema: { params: ofEvent, response: { 200: eventApi.FollowView } } },
    ({ retailerId, params: { eventId } }) =>
      database.withRetailer(retailerId, async (sql) => {
        const view = await follow(sql, retailerId, eventId);
        if (view === undefined) throw new Failure('not_found');
        return view;
      }),
  );
}

function deadLetterRoutes(http: Http, deps: ShopperRoutesDeps): void {
  const { access, database } = deps;
  const base = '/api/r/:retailerId/dead-letters';
  const write = { onRequest: access.allow('source.write') };
  http.get(
    base,
    {
      onRequest: access.allow('source.read'),
      schema: {
        params: inRetailer,
        querystring: deadLetterApi.DeadLetterQuery,
        response: { 200: deadLetterApi.DeadLetterList },
      },
    },
    ({ retailerId, query }) =>
      database.withRetailer(retailerId, (sql) => deadLetterList(sql, retailerId, query)),
  );
  const body = deadLetterApi.DeadLetterIds;
  http.post(
    `${base}/retry`,
    {
      ...write,
      schema: { params: inRetailer, body, response: { 200: deadLetterApi.DeadLetterRetried } },
    },
    async ({ retailerId, actor, body: { ids } }) => {
      const results = await retryDeadLetters(deps, retailerId, ids);
      const stored = results.filter(({ outcome }) => outcome === 'stored').length;
      await database.withRetailer(retailerId, (sql) =>
        access.audit(sql, {
          retailerId,
          actor,
          action: 'dead_letter.changed',
          target: 'dead_letters',
          detail: { retried: ids.length, stored },
        }),
      );
      return { results };
    },
  );
  http.post(
    `${base}/delete`,
    {
      ...write,
      schema: { params: inRetailer, body, response: { 200: deadLetterApi.DeadLetterDeleted } },
    },
    ({ retailerId, actor, body: { ids } }) =>
      database.withRetailer(retailerId, async (sql) => {
        const wanted = ids.filter(isUuid);
        const deleted = wanted.length === 0 ? 0 : await deleteDeadLetters(sql, retailerId, wanted);
        await access.audit(sql, {
          retailerId,
          actor,
          action: 'dead_letter.changed',
          target: 'dead_letters',
          detail: { deleted },
        });
        return { deleted };
      }),
  );
}

/** GET /v1/profiles/:kind/:value – for programs: one prepared query, the state as it is stored, nothing folded. */
function integratorRoute(http: Http, { access, reading }: ShopperRoutesDeps): void {
  http.get(
    '/v1/profiles/:kind/:value',
    {
      onRequest: access.key('shopper.read'),
      schema: {
        params: z.object({ kind: z.enum(IDENTITY_KINDS), value: z.string().min(1).max(200) }),
        response: { 200: api.ProfileAnswer },
      },
    },
    async ({ retailerId, params: { kind, value } }, reply) => {
      const identity = normaliseIdentity(kind, value);
      const found = identity && (await reading.textByIdentity(retailerId, identity));
      if (found === undefined) throw new Failure('not_found');
      // Stored as the very JSON that is answered; a text passes the schema's serialiser by.
      const head = JSON.stringify({ id: found.id, retailerId, version: found.version });
      return reply
        .type('application/json; charset=utf-8')
        .send(`${head.slice(0, -1)},"state":${found.state}}` as never);
    },
  );
}

/** The profile with this id, or the one it was joined into. Throws `not_found`. */
async function profileOrSurvivor(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
): Promise<queries.ProfileRow> {
  if (!isUuid(id)) throw new Failure('not_found');
  const direct = await queries.profile(sql, retailerId, id);
  const found = direct ?? (await survivorOf(sql, retailerId, id));
  if (found === undefined) throw new Failure('not_found');
  return found;
}

async function survivorOf(sql: TransactionSql, retailerId: RetailerId, id: string) {
  const survivor = await queries.survivor(sql, retailerId, id);
  return survivor === undefined ? undefined : queries.profile(sql, retailerId, survivor);
}
