import multipart from '@fastify/multipart';
import { Failure } from '@augenblick/contract';
import * as api from '@augenblick/contract/api/template.ts';
import { z } from 'zod';
import type { Access } from '../access/index.ts';
import type { Http, Sql } from '../runtime/index.ts';
import { readTemplateBook, useBookTemplate } from './book/index.ts';
import { changeBrand, readBrand } from './brand.ts';
import {
  addPicture,
  changePicture,
  listPictures,
  PICTURE_LIMITS,
  removePicture,
} from './picture.ts';
import { type PreviewDeps, previewTemplate } from './preview.ts';
import * as queries from './queries.ts';
import {
  changeTemplate,
  createTemplate,
  deleteTemplate,
  listTemplates,
  read,
  readTemplate,
  reportTemplate,
  restoreTemplate,
  stepTemplate,
  TEMPLATE_STEPS,
  type TemplateDeps,
  templateVersions,
} from './templates.ts';

/** What the routes need. */
export interface ContentRoutesDeps extends TemplateDeps, PreviewDeps {
  access: Pick<Access, 'allow'>;
  /** The owner's pool, for pictures: they are shown to everybody who has their address. */
  sql: Sql;
}

const RETAILER = '/api/r/:retailerId';
const BASE = `${RETAILER}/templates`;
const retailer = z.object({ retailerId: z.string() });
const params = retailer.extend({ templateId: z.string().max(60) });
const bookParams = retailer.extend({ key: z.string().max(60) });
const pictureParams = retailer.extend({ pictureId: z.string().max(60) });
const one = { 200: api.TemplateOne };
const YEAR_S = 31_536_000;
const TYPES = {
  jpg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
} as const;

/** Routes of templates, ready-made ones, the brand kit and pictures (contract/api/template.ts). */
export function contentRoutes(http: Http, deps: ContentRoutesDeps): void {
  templateRoutes(http, deps);
  historyRoutes(http, deps);
  bookRoutes(http, deps);
  brandRoutes(http, deps);
  pictureRoutes(http, deps);
  mediaRoute(http, deps);
}

function templateRoutes(http: Http, deps: ContentRoutesDeps): void {
  const reads = { onRequest: deps.access.allow('message.read') };
  const writes = { onRequest: deps.access.allow('message.write') };
  http.get(
    BASE,
    { ...reads, schema: { querystring: api.TemplateQuery, response: { 200: api.TemplateList } } },
    ({ retailerId, query: { channel, archived } }) =>
      listTemplates(deps, retailerId, { channel, archived: archived === 'true' }),
  );
  http.post(
    BASE,
    { ...writes, schema: { body: api.TemplateBody, response: one } },
    ({ retailerId, body, actor }) => createTemplate(deps, retailerId, body, actor),
  );
  http.get(
    `${BASE}/:templateId`,
    { ...reads, schema: { params, response: one } },
    ({ retailerId, params: { templateId } }) => readTemplate(deps, retailerId, templateId),
  );
  http.put(
    `${BASE}/:templateId`,
    { ...writes, schema: { params, body: api.ChangeTemplate, response: one } },
    ({ retailerId, params: { templateId: id }, body, actor }) =>
      changeTemplate(deps, { retailerId, id, by: actor }, body),
  );
  http.delete(
    `${BASE}/:templateId`,
    { ...writes, schema: { params } },
    async ({ retailerId, params: { templateId: id }, actor }, reply) => {
      await deleteTemplate(deps, { retailerId, id, by: actor });
      return reply.code(204).send();
    },
  );
  for (const step of TEMPLATE_STEPS) {
    http.post(
      `${BASE}/:templateId/${step}`,
      { ...writes, schema: { params, response: one } },
      ({ retailerId, params: { templateId: id }, actor }) =>
        stepTemplate(deps, step, { retailerId, id, by: actor }),
    );
  }
}

function historyRoutes(http: Http, deps: ContentRoutesDeps): void {
  const { access } = deps;
  const reads = { onRequest: access.allow('message.read') };
  http.get(
    `${BASE}/:templateId/versions`,
    { ...reads, schema: { params, response: { 200: api.TemplateVersions } } },
    ({ retailerId, params: { templateId } }) => templateVersions(deps, retailerId, templateId),
  );
  http.post(
    `${BASE}/:templateId/restore`,
    {
      onRequest: access.allow('message.write'),
      schema: { params, body: api.RestoreTemplate, response: one },
    },
    ({ retailerId, params: { templateId: id }, body: { version }, actor }) =>
      restoreTemplate(deps, { retailerId, id, by: actor }, version),
  );
  http.post(
    `${BASE}/check`,
    { ...reads, schema: { body: api.CheckTemplate, response: { 200: api.TemplateReport } } },
    ({ retailerId, body: { draft } }) => reportTemplate(deps, retailerId, draft),
  );
  const mayReadShoppers = access.allow('shopper.read');
  http.post(
    `${BASE}/preview`,
    {
      ...reads,
      // Whoever asks for a chosen shopper sees that shopper's facts.
      preHandler: async function (request, reply) {
        if ((request.body as { profileId: string | null }).profileId === null) return;
        await mayReadShoppers.call(this, request, reply);
      },
      schema: { body: api.PreviewTemplate, response: { 200: api.PreviewedTemplate } },
    },
    ({ retailerId, body }) => previewTemplate(deps, retailerId, body),
  );
}

function bookRoutes(http: Http, deps: ContentRoutesDeps): void {
  http.get(
    `${RETAILER}/template-book`,
    {
      onRequest: deps.access.allow('message.read'),
      schema: { response: { 200: api.TemplateBook } },
    },
    ({ retailerId }) => readTemplateBook(deps, retailerId),
  );
  http.post(
    `${RETAILER}/template-book/:key`,
    {
      onRequest: deps.access.allow('message.write'),
      schema: { params: bookParams, body: api.UseTemplate, response: one },
    },
    ({ retailerId, params: { key }, body, actor }) =>
      deps.database.withRetailer(retailerId, async (sql) => {
        const { id } = await useBookTemplate(deps, sql, { retailerId, key, by: actor, ...body });
        return read(deps, sql, retailerId, id);
      }),
  );
}

function brandRoutes(http: Http, deps: ContentRoutesDeps): void {
  http.get(
    `${RETAILER}/brand`,
    {
      onRequest: deps.access.allow('message.read'),
      schema: { response: { 200: api.BrandAnswer } },
    },
    ({ retailerId }) => readBrand(deps, retailerId),
  );
  http.put(
    `${RETAILER}/brand`,
    {
      onRequest: deps.access.allow('message.write'),
      schema: { body: api.BrandBody, response: { 200: api.BrandAnswer } },
    },
    ({ retailerId, body, actor }) => changeBrand(deps, retailerId, body, actor),
  );
}

function pictureRoutes(http: Http, deps: ContentRoutesDeps): void {
  const base = `${RETAILER}/pictures`;
  const writes = { onRequest: deps.access.allow('message.write') };
  http.get(
    base,
    {
      onRequest: deps.access.allow('message.read'),
      schema: { response: { 200: api.PictureList } },
    },
    ({ retailerId }) => listPictures(deps, retailerId),
  );
  http.patch(
    `${base}/:pictureId`,
    {
      ...writes,
      schema: { params: pictureParams, body: api.PictureChange, response: { 200: api.PictureOne } },
    },
    ({ retailerId, params: { pictureId: id }, body }) =>
      changePicture(deps, { retailerId, id }, body),
  );
  http.delete(
    `${base}/:pictureId`,
    { ...writes, schema: { params: pictureParams } },
    async ({ retailerId, params: { pictureId: id }, actor }, reply) => {
      await removePicture(deps, { retailerId, id, by: actor });
      return reply.code(204).send();
    },
  );
  // In a scope of its own: only this route takes multipart bodies, and large ones.
  void http.register(async (scope: Http) => {
    await scope.register(multipart, {
      limits: { fileSize: PICTURE_LIMITS.uploadMax, files: 1, fields: 5, fieldSize: 1_000 },
    });
    scope.post(
      base,
      { ...writes, schema: { params: retailer, response: { 200: api.PictureOne } } },
      async (request) => {
        if (!request.isMultipart()) {
          throw new Failure('bad_request', 'multipart/form-data is needed');
        }
        const file = await request.file();
        if (!file) throw new Failure('bad_request', 'file: missing');
        const data = await file.toBuffer();
        return addPicture(deps, request.retailerId, { name: file.filename, data }, request.actor);
      },
    );
  });
}

/** Pictures as mail programs load them: from our own place, kept for a year, never as anything but a picture. */
function mediaRoute(http: Http, { sql }: ContentRoutesDeps): void {
  http.get(
    '/media/:file',
    { schema: { hide: true, params: z.object({ file: z.string().max(60) }) } },
    async ({ params: { file }, headers }, reply) => {
      const match = /^([0-9a-f]{32})\.(jpg|png|gif|webp)$/.exec(file);
      const id = match?.[1];
      const found = id === undefined ? undefined : await queries.pictureData(sql, id);
      if (id === undefined || found === undefined || found.kind !== match?.[2]) {
        throw new Failure('not_found');
      }
      reply
        .header('cache-control', `public, max-age=${YEAR_S}, immutable`)
        .header('etag', `"${id}"`)
        .header('x-content-type-options', 'nosniff')
        .header('content-security-policy', "default-src 'none'; sandbox")
        // Web mail programs show it in pages of their own.
        .header('cross-origin-resource-policy', 'cross-origin');
      if (headers['if-none-match'] === `"${id}"`) return reply.code(304).send();
      return reply.type(TYPES[found.kind]).send(found.data);
    },
  );
}
