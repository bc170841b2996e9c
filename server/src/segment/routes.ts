import * as api from '@augenblick/contract/api/segment.ts';
import { z } from 'zod';
import type { Access, Actor } from '../access/index.ts';
import type { Http, Live } from '../runtime/index.ts';
import {
  createVocabulary,
  previewSegment,
  segmentChanges,
  segmentList,
  segmentMembers,
  segmentOne,
  shopperSegments,
} from './reading.ts';
import {
  archiveSegment,
  changeSegment,
  createSegment,
  deleteSegment,
  publishSegment,
  type SegmentDeps,
} from './segments.ts';
import { shopWords, starters } from './starters.ts';

/** What the routes need. */
export interface SegmentRoutesDeps extends SegmentDeps {
  access: Pick<Access, 'allow' | 'holds' | 'audit'>;
  live: Pick<Live, 'publish'>;
}

const BASE = '/api/r/:retailerId/segments';
const params = z.object({ retailerId: z.string(), segmentId: z.uuid() });
const one = { 200: api.SegmentOne };

/** Routes of segments (contract/api/segment.ts). */
export function segmentRoutes(http: Http, deps: SegmentRoutesDeps): void {
  const { access } = deps;
  const read = { onRequest: access.allow('segment.read') };
  const vocabulary = createVocabulary(deps);
  http.get(BASE, { ...read, schema: { response: { 200: api.SegmentList } } }, ({ retailerId }) =>
    segmentList(deps, retailerId),
  );
  http.get(
    `${BASE}/vocabulary`,
    { ...read, schema: { response: { 200: api.SegmentVocabulary } } },
    ({ retailerId }) => vocabulary(retailerId),
  );
  http.get(
    `${BASE}/starters`,
    { ...read, schema: { response: { 200: api.SegmentStarters } } },
    async ({ retailerId }) => ({ starters: starters(shopWords(await vocabulary(retailerId))) }),
  );
  http.post(
    `${BASE}/preview`,
    { ...read, schema: { body: api.PreviewSegment, response: { 200: api.SegmentPreview } } },
    async (request) => {
      const people = await access.holds(request, 'shopper.read');
      return previewSegment(deps, request.retailerId, request.body, people);
    },
  );
  http.get(
    `${BASE}/:segmentId`,
    { ...read, schema: { params, response: one } },
    ({ retailerId, params: { segmentId } }) => segmentOne(deps, retailerId, segmentId),
  );
  peopleRoutes(http, deps);
  changeRoutes(http, deps);
}

/** Who is in, who came and went: personal data, so the right to read shoppers is needed too. */
function peopleRoutes(http: Http, deps: SegmentRoutesDeps): void {
  const { access } = deps;
  const people = {
    onRequest: [access.allow('segment.read'), access.allow('shopper.read')],
  };
  http.get(
    `${BASE}/:segmentId/members`,
    {
      ...people,
      schema: { params, querystring: api.MembersQuery, response: { 200: api.SegmentMembers } },
    },
    ({ retailerId, params: { segmentId }, query }) =>
      segmentMembers(deps, retailerId, segmentId, query),
  );
  http.get(
    `${BASE}/:segmentId/changes`,
    {
      ...people,
      schema: { params, querystring: api.MembersQuery, response: { 200: api.SegmentChanges } },
    },
    ({ retailerId, params: { segmentId }, query }) =>
      segmentChanges(deps, retailerId, segmentId, query),
  );
  http.get(
    '/api/r/:retailerId/shoppers/:profileId/segments',
    {
      ...people,
      schema: {
        params: z.object({ retailerId: z.string(), profileId: z.string() }),
        response: { 200: api.ShopperSegments },
      },
    },
    ({ retailerId, params: { profileId } }) => shopperSegments(deps, retailerId, profileId),
  );
}

function changeRoutes(http: Http, deps: SegmentRoutesDeps): void {
  const { access, database, live } = deps;
  const write = { onRequest: access.allow('segment.write') };
  const done = async (
    request: { retailerId: Parameters<typeof segmentOne>[1]; actor: Actor },
    id: string,
    what: string,
  ): Promise<void> => {
    const { retailerId, actor } = request;
    await database.withRetailer(retailerId, (sql) =>
      access.audit(sql, {
        retailerId,
        actor,
        action: 'segment.changed',
        target: `segment:${id}`,
        detail: { what },
      }),
    );
    live.publish({ retailerId, topic: 'segment', data: id });
  };
  http.post(
    BASE,
    { ...write, schema: { body: api.SegmentBody, response: one } },
    async (request) => {
      const id = await createSegment(deps, request.retailerId, request.body);
      await done(request, id, 'created');
      return segmentOne(deps, request.retailerId, id);
    },
  );
  http.put(
    `${BASE}/:segmentId`,
    { ...write, schema: { params, body: api.SegmentBody, response: one } },
    async (request) => {
      const { segmentId } = request.params;
      await changeSegment(deps, request.retailerId, segmentId, request.body);
      await done(request, segmentId, 'saved');
      return segmentOne(deps, request.retailerId, segmentId);
    },
  );
  http.delete(`${BASE}/:segmentId`, { ...write, schema: { params } }, async (request, reply) => {
    const { segmentId } = request.params;
    await deleteSegment(deps, request.retailerId, segmentId);
    await done(request, segmentId, 'deleted');
    return reply.code(204).send();
  });
  http.post(
    `${BASE}/:segmentId/publish`,
    { ...write, schema: { params, response: one } },
    async (request) => {
      const { segmentId } = request.params;
      await publishSegment(deps, request.retailerId, segmentId, request.actor.name);
      await done(request, segmentId, 'published');
      return segmentOne(deps, request.retailerId, segmentId);
    },
  );
  http.post(
    `${BASE}/:segmentId/archive`,
    { ...write, schema: { params, response: one } },
    async (request) => {
      const { segmentId } = request.params;
      await archiveSegment(deps, request.retailerId, segmentId);
      await done(request, segmentId, 'archived');
      return segmentOne(deps, request.retailerId, segmentId);
    },
  );
}
