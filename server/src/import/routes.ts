import { createReadStream } from 'node:fs';
import multipart, { type MultipartFile } from '@fastify/multipart';
import { Failure } from '@augenblick/contract';
import {
  type ImportChoices,
  importChoices,
  importKind,
  importList,
  importOne,
  importParams,
  importPreviewed,
  importStarted,
  importUploaded,
} from '@augenblick/contract/api/import.ts';
import { z } from 'zod';
import type { Access } from '../access/index.ts';
import type { Http } from '../runtime/index.ts';
import type { Imports } from './imports.ts';
import { LIMITS } from './limits.ts';

/** What the routes need. */
export interface ImportRoutesDeps {
  imports: Imports;
  access: Access;
}

const BASE = '/api/r/:retailerId/imports';
const retailerParams = importParams.pick({ retailerId: true });

/** Routes of imports (contract/api/import.ts). */
export function importRoutes(http: Http, deps: ImportRoutesDeps): void {
  uploadRoute(http, deps);
  runRoutes(http, deps);
  readRoutes(http, deps);
}

/** In a scope of its own: only this route takes multipart bodies, and large ones. */
function uploadRoute(http: Http, { imports, access }: ImportRoutesDeps): void {
  void http.register(async (scope: Http) => {
    await scope.register(multipart, {
      // One byte more than we take: the parser would cut a file off silently, we refuse it.
      limits: { fileSize: LIMITS.fileBytesMax + 1, files: 1, fields: 10, fieldSize: 10_000 },
    });
    scope.post(
      BASE,
      {
        onRequest: access.allow('import.write'),
        schema: { params: retailerParams, response: { 200: importUploaded } },
      },
      async (request) => {
        if (!request.isMultipart())
          throw new Failure('bad_request', 'multipart/form-data is needed');
        const file = await request.file();
        if (!file) throw new Failure('bad_request', 'file: missing');
        return imports.upload(request.retailerId, {
          name: file.filename,
          data: file.file,
          createdBy: request.actor.name,
          choices: choicesOf(file),
        });
      },
    );
  });
}

/** Choices that came as form fields before the file; kind, zone, currency. */
function choicesOf(file: MultipartFile): ImportChoices {
  const text = (name: string): string | undefined => {
    const field = file.fields[name];
    const one = Array.isArray(field) ? field[0] : field;
    const value = one && one.type === 'field' ? String(one.value).trim() : '';
    return value === '' ? undefined : value;
  };
  const kind = text('kind');
  const zone = text('zone');
  const currency = text('currency');
  const read = z
    .object({ kind: importKind.optional(), settings: importChoices.shape.settings })
    .safeParse({
      kind,
      settings: {
        ...(zone === undefined ? {} : { zone }),
        ...(currency === undefined ? {} : { currency }),
      },
    });
  if (!read.success) throw new Failure('bad_request', z.prettifyError(read.error));
  return read.data;
}

function runRoutes(http: Http, { imports, access }: ImportRoutesDeps): void {
  http.post(
    `${BASE}/:id/preview`,
    {
      onRequest: access.allow('import.write'),
      schema: { params: importParams, body: importChoices, response: { 200: importPreviewed } },
    },
    async (request) => imports.preview(request.retailerId, request.params.id, request.body),
  );
  http.post(
    `${BASE}/:id/start`,
    {
      onRequest: access.allow('import.write'),
      schema: { params: importParams, body: importChoices, response: { 200: importStarted } },
    },
    async (request) => {
      const { retailerId, actor, params, body } = request;
      const run = await imports.start(retailerId, params.id, body, (sql, started) =>
        access.audit(sql, {
          retailerId,
          actor,
          action: 'import.started',
          target: `import:${started.id}`,
          detail: { kind: started.kind, file: started.fileName },
        }),
      );
      return { run };
    },
  );
  http.post(
    `${BASE}/:id/cancel`,
    {
      onRequest: access.allow('import.write'),
      schema: { params: importParams, response: { 200: importOne } },
    },
    async (request) => ({ run: await imports.cancel(request.retailerId, request.params.id) }),
  );
  http.delete(
    `${BASE}/:id`,
    { onRequest: access.allow('import.write'), schema: { params: importParams } },
    async (request, reply) => {
      await imports.remove(request.retailerId, request.params.id);
      return reply.code(204).send();
    },
  );
}

function readRoutes(http: Http, { imports, access }: ImportRoutesDeps): void {
  http.get(
    BASE,
    {
      onRequest: access.allow('source.read'),
      schema: { params: retailerParams, response: { 200: importList } },
    },
    async (request) => ({ runs: await imports.list(request.retailerId) }),
  );
  http.get(
    `${BASE}/:id`,
    {
      onRequest: access.allow('source.read'),
      schema: { params: importParams, response: { 200: importOne } },
    },
    async (request) => ({ run: await imports.read(request.retailerId, request.params.id) }),
  );
  http.get(
    `${BASE}/:id/rejected`,
    // Rows hold people's data in the clear: reading them takes the right to write them.
    { onRequest: access.allow('import.write'), schema: { params: importParams } },
    async (request, reply) => {
      const file = await imports.rejectedPath(request.retailerId, request.params.id);
      if (file === undefined) throw new Failure('not_found');
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="rejected.csv"')
        .header('cache-control', 'no-store')
        .send(createReadStream(file));
    },
  );
}
