import type { SourceId } from '@augenblick/contract';
import * as api from '@augenblick/contract/api/source.ts';
import { z } from 'zod';
import type { Access } from '../access/index.ts';
import type { Clock, Database, Http, Ids } from '../runtime/index.ts';
import * as manage from './manage.ts';
import type { Sources } from './source.ts';

/** What the routes need. */
export interface SourceRoutesOptions {
  database: Database;
  clock: Clock;
  ids: Ids;
  access: Access;
  sources: Sources;
}

/** A source's number in the path. */
const sourceId = z.coerce
  .number()
  .int()
  .min(1)
  .max(2_147_483_647)
  .transform((id) => id as SourceId);
const sourceParams = z.object({ retailerId: z.string(), sourceId });
const keyParams = sourceParams.extend({ keyId: z.uuid() });

/** Routes of sources and their write keys. */
export function sourceRoutes(http: Http, options: SourceRoutesOptions): void {
  const { access } = options;
  const deps: manage.ManageDeps = { ...options, audit: access.audit };
  listRoutes(http, access, deps);
  oneRoutes(http, access, deps);
  keyRoutes(http, access, deps);
}

function listRoutes(http: Http, access: Access, deps: manage.ManageDeps): void {
  http.get(
    '/api/r/:retailerId/sources',
    {
      onRequest: access.allow('source.read'),
      schema: { response: { 200: api.sourcesAnswerSchema } },
    },
    async (request) => ({
      endpoint: access.originOf(request),
      sources: await manage.listSources(deps, request.retailerId),
    }),
  );
  http.post(
    '/api/r/:retailerId/sources',
    {
      onRequest: access.allow('source.write'),
      schema: { body: api.newSourceRequestSchema, response: { 200: api.newSourceSchema } },
    },
    async (request) => {
      const { retailerId, actor, body } = request;
      const made = await manage.createSource(deps, { retailerId, actor }, body);
      return { endpoint: access.originOf(request), ...made };
    },
  );
}

function oneRoutes(http: Http, access: Access, deps: manage.ManageDeps): void {
  const path = '/api/r/:retailerId/sources/:sourceId';
  http.get(
    path,
    {
      onRequest: access.allow('source.read'),
      schema: { params: sourceParams, response: { 200: api.sourceShownSchema } },
    },
    async ({ retailerId, params }) => manage.showSource(deps, retailerId, params.sourceId),
  );
  http.patch(
    path,
    {
      onRequest: access.allow('source.write'),
      schema: {
        params: sourceParams,
        body: api.sourceRequestSchema,
        response: { 200: api.sourceShownSchema },
      },
    },
    async ({ retailerId, actor, params, body }) =>
      manage.changeSource(deps, { retailerId, actor, id: params.sourceId }, body),
  );
  http.delete(
    path,
    { onRequest: access.allow('source.write'), schema: { params: sourceParams } },
    async ({ retailerId, actor, params }, reply) => {
      await manage.deleteSource(deps, { retailerId, actor, id: params.sourceId });
      return reply.code(204).send();
    },
  );
}

function keyRoutes(http: Http, access: Access, deps: manage.ManageDeps): void {
  http.post(
    '/api/r/:retailerId/sources/:sourceId/keys',
    {
      onRequest: access.allow('source.write'),
      schema: {
        params: sourceParams,
        body: api.newWriteKeyRequestSchema,
        response: { 200: api.newWriteKeySchema },
      },
    },
    async ({ retailerId, actor, params, body }) => {
      const change = { retailerId, actor, id: params.sourceId };
      return manage.createWriteKey(deps, change, body.name);
    },
  );
  http.delete(
    '/api/r/:retailerId/sources/:sourceId/keys/:keyId',
    { onRequest: access.allow('source.write'), schema: { params: keyParams } },
    async ({ retailerId, actor, params }, reply) => {
      const change = { retailerId, actor, id: params.sourceId, keyId: params.keyId };
      await manage.revokeWriteKey(deps, change);
      return reply.code(204).send();
    },
  );
}
