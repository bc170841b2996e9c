import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  asText,
  Failure,
  isObject,
  type Json,
  type JsonObject,
  type Source,
} from '@augenblick/contract';
import type { Http } from '../runtime/index.ts';
import { clean, TOO_DEEP } from './accept.ts';
import { readBody } from './body.ts';
import type { Ingest } from './ingest.ts';
import { LIMITS } from './limits.ts';

/** What the public routes need. */
export interface IngestRoutesDeps {
  ingest: Ingest;
  /** The source a write key belongs to; null when unknown, revoked or paused. */
  byWriteKey: (key: string) => Promise<Source | null>;
  /** Address under which clients reach us, from the setting or the request: https://shop.example:4400. */
  publicUrl: (request: FastifyRequest) => string;
}

/** Segment's calls by path; the one-letter forms are analytics.js's. */
const CALLS: Readonly<Record<string, string>> = {
  track: 'track',
  t: 'track',
  identify: 'identify',
  i: 'identify',
  page: 'page',
  p: 'page',
  screen: 'screen',
  s: 'screen',
  group: 'group',
  g: 'group',
  alias: 'alias',
  a: 'alias',
};
const BATCHES = ['batch', 'b', 'import'] as const;
const SUCCESS = { success: true };

/**
 * Segment's HTTP tracking API, as real clients call it: POST /v1/track … /v1/batch with their short forms, the settings
 * that analytics.js and RudderStack's SDK ask for first, CORS for every origin. Answers 200 once everything is
 * committed; 400 for a body nobody can read, 401 for a wrong key, 429 and 503 with Retry-After when it should come again.
 */
export async function ingestRoutes(http: Http, deps: IngestRoutesDeps): Promise<void> {
  await http.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: 4 * LIMITS.batchBytesMax },
      (_request, body, done) => done(null, body),
    );
    scope.addHook('onRequest', async (request, reply) => {
      cors(request, reply);
      // Whatever a client calls it, it is read as JSON; a type that is no media type must not turn an event away.
      request.raw.headers['content-type'] = 'application/json';
    });
    for (const path of [...Object.keys(CALLS), ...BATCHES]) {
      scope.post(`/v1/${path}`, { schema: { hide: path.length === 1 } }, (request) =>
        take(deps, request, CALLS[path]),
      );
    }
    // analytics.js reports on itself; there is nothing to learn from it, but an error would fill the shop's log.
    scope.post('/v1/m', { schema: { hide: true } }, async () => SUCCESS);
    scope.options('/v1/*', { schema: { hide: true } }, async (_request, reply) =>
      reply.code(204).send(),
    );
    scope.options('/sourceConfig', { schema: { hide: true } }, async (_request, reply) =>
      reply.code(204).send(),
    );
    scope.get<{ Params: { writeKey: string } }>(
      '/v1/projects/:writeKey/settings',
      async (request) => {
        await sourceOf(deps, request.params.writeKey);
        return segmentSettings(request.params.writeKey, deps.publicUrl(request));
      },
    );
    scope.get<{ Querystring: { writeKey?: string } }>('/sourceConfig', async (request) => {
      const key = asText(request.query.writeKey) ?? keyFromHeader(request) ?? '';
      const source = await sourceOf(deps, key);
      return rudderConfig(key, source);
    });
  });
}

async function take(
  deps: IngestRoutesDeps,
  request: FastifyRequest,
  call: string | undefined,
): Promise<typeof SUCCESS> {
  const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const body = await readBody(raw, request.headers['content-encoding']);
  const source = await sourceOf(deps, keyFromHeader(request) ?? asText(body.writeKey) ?? '');
  if (call === undefined) await takeBatch(deps, source, body);
  else await takeOne(deps, source, body, call);
  return SUCCESS;
}

async function takeOne(
  deps: IngestRoutesDeps,
  source: Source,
  body: JsonObject,
  call: string,
): Promise<void> {
  // The key is not a part of the event; most clients send it in a header, and then nothing needs to be copied.
  const { writeKey, ...rest } = body.writeKey === undefined ? { writeKey: undefined } : body;
  const item = writeKey === undefined ? body : (rest as JsonObject);
  item.type = call;
  const [result] = await deps.ingest.submit(source, [item]);
  if (result?.outcome === 'dropped' && result.reason === 'event_too_large')
    throw new Failure('too_large');
}

async function takeBatch(deps: IngestRoutesDeps, source: Source, body: JsonObject): Promise<void> {
  if (!Array.isArray(body.batch)) throw new Failure('bad_request', 'batch: a list of events');
  if (body.batch.length > LIMITS.batchItemsMax)
    throw new Failure('too_large', `at most ${LIMITS.batchItemsMax} events`);
  await deps.ingest.submit(source, body.batch as Json[], undefined, {
    batchContext: contextOf(body, body.batch.length),
    batchSentAt: body.sentAt,
  });
}

/** The context said once for a whole batch, cleaned. It is stored with each event, so it is weighed as often. */
export function contextOf(body: JsonObject, events: number): JsonObject | undefined {
  if (!isObject(body.context)) return undefined;
  const size = { left: LIMITS.eventBytesMax };
  const context = clean(body.context, 1, size);
  const bytes = LIMITS.eventBytesMax - size.left;
  if (size.left < 0 || bytes * events > LIMITS.spreadContextBytesMax)
    throw new Failure('too_large', 'context');
  if (context === TOO_DEEP) throw new Failure('bad_request', 'context: nested too deeply');
  return isObject(context) && Object.keys(context).length > 0 ? context : undefined;
}

async function sourceOf(deps: IngestRoutesDeps, key: string): Promise<Source> {
  const source = key === '' ? null : await deps.byWriteKey(key);
  if (!source) throw new Failure('write_key_unknown');
  return source;
}

/** Basic with the key as user (a missing colon is tolerated, as Segment does), Bearer, or X-Write-Key. */
export function keyFromHeader(request: FastifyRequest): string | undefined {
  const own = request.headers['x-write-key'];
  if (typeof own === 'string' && own !== '') return own;
  const [scheme = '', value = ''] = (request.headers.authorization ?? '').split(/\s+/, 2);
  if (value === '') return undefined;
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return undefined;
  const decoded = Buffer.from(value, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 0 ? decoded : decoded.slice(0, colon);
}

/** No cookie is read here, so any page may call; the origin is named because beacons come with credentials. */
export function cors(request: FastifyRequest, reply: FastifyReply): void {
  const origin = request.headers.origin;
  reply.header('access-control-allow-origin', origin ?? '*');
  if (origin) reply.header('access-control-allow-credentials', 'true').header('vary', 'Origin');
  if (request.method !== 'OPTIONS') return;
  const asked = request.headers['access-control-request-headers'];
  reply.header('access-control-allow-methods', 'GET, POST, OPTIONS');
  reply.header(
    'access-control-allow-headers',
    asked ?? 'Authorization, Content-Type, AnonymousId, SentAt, X-Write-Key',
  );
  reply.header('access-control-max-age', '86400');
}

/** The least that analytics.js accepts; names our own address so that the plain snippet needs no options. */
function segmentSettings(writeKey: string, publicUrl: string): unknown {
  const { host, protocol } = new URL(publicUrl);
  return {
    integrations: {
      'Segment.io': {
        apiKey: writeKey,
        apiHost: `${host}/v1`,
        protocol: protocol.replace(':', ''),
        unbundledIntegrations: [],
        addBundledMetadata: true,
        maybeBundledConfigIds: {},
        versionSettings: { version: '4.4.7', componentTypes: ['browser'] },
      },
    },
    plan: {
      track: { __default: { enabled: true, integrations: {} } },
      identify: { __default: { enabled: true } },
      group: { __default: { enabled: true } },
    },
    edgeFunction: {},
    middlewareSettings: {},
    enabledMiddleware: {},
    metrics: { sampleRate: 0 },
    legacyVideoPluginsEnabled: false,
    remotePlugins: [],
  };
}

/** What RudderStack's browser SDK wants to know of its source. */
function rudderConfig(writeKey: string, source: Source): unknown {
  return {
    source: {
      id: String(source.id),
      name: source.name,
      writeKey,
      enabled: true,
      workspaceId: String(source.retailerId),
      config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
      destinations: [],
      connections: [],
      dataplanes: {},
    },
    updatedAt: '2026-01-01T00:00:00.000Z',
  };
}
