import type { IncomingMessage, ServerResponse } from 'node:http';
import compress from '@fastify/compress';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  type FastifyServerOptions,
  LogController,
  type RawServerDefault,
} from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Config } from './config.ts';
import { answerFailures } from './http-failure.ts';
import { onDemandLogger } from './http-log.ts';
import type { Ids } from './ids.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

/** The web server: Fastify whose routes take zod schemas. */
export type Http = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What the web server needs. */
export interface HttpOptions {
  config: Pick<Config, 'trustProxy' | 'publicUrl'>;
  log: Log;
  ids: Ids;
  metrics: Metrics;
  version?: string;
}

/** Paths that browsers of other sites and machines call all the time: few headers, no compression. */
const HOT = /^\/(v1|sdk)\//;
const REQUEST_ID = /^[\w.-]{8,64}$/;

type Compilers = NonNullable<FastifyServerOptions['schemaController']>['compilersFactory'];

/**
 * Zod's, from the beginning: otherwise Fastify loads compilers of its own, 5 MB that nobody calls. Its types know only
 * compilers of JSON schemas here; what it calls is the same as behind `setValidatorCompiler`.
 */
const COMPILERS = {
  buildValidator: () => validatorCompiler,
  buildSerializer: () => serializerCompiler,
} as unknown as Compilers;

/**
 * The web server without routes: schemas, failures as JSON, request ids, security headers, compression of the
 * console's API, measurements, and the OpenAPI description at `/api/openapi.json`. Modules add their routes before
 * `ready`. `close` waits for requests under way.
 */
export async function createHttp(options: HttpOptions): Promise<Http> {
  const base = Fastify({
    loggerInstance: quieter(options.log) as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: onDemandLogger,
    trustProxy: trustProxy(options.config.trustProxy),
    bodyLimit: 1024 * 1024,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    requestIdHeader: false,
    genReqId: (request) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : options.ids.uuid7();
    },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    schemaController: { compilersFactory: COMPILERS },
  });
  const http = base.withTypeProvider<ZodTypeProvider>();
  http.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  answerFailures(http);
  measure(http, options.metrics);
  await securityHeaders(http, options.config.publicUrl);
  await compressApi(http);
  await describe(http, options.version ?? '0');
  return http;
}

/** What Fastify tells about itself is of interest only to somebody who looks for a fault. */
function quieter(log: Log): Log {
  return log.child({}, log.level === 'info' ? { level: 'warn' } : {});
}

/** The setting TRUST_PROXY as Fastify takes it. */
export function trustProxy(
  setting: string | undefined,
): boolean | string | ((address: string, hop: number) => boolean) {
  if (setting === undefined || setting === 'false') return false;
  if (setting === 'true') return true;
  if (!/^\d+$/.test(setting)) return setting;
  const hops = Number(setting);
  return (_address, hop) => hop < hops;
}

/** Times every request but knows it only by its route, never by its path: paths hold ids. */
function measure(http: Http, metrics: Metrics): void {
  const seconds = metrics.histogram('http_seconds', 'Time to answer a request.', [
    'method',
    'route',
    'status',
  ]);
  http.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const { method } = request;
    seconds.observe({ method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    request.log.debug(
      { method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'request',
    );
  });
}

async function securityHeaders(http: Http, publicUrl: string | undefined): Promise<void> {
  const https = publicUrl?.startsWith('https:') === true;
  await http.register(helmet, {
    global: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'"],
        // The console's components set sizes and colours as inline styles; scripts are never inline.
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'worker-src': ["'self'"],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    strictTransportSecurity: https ? { maxAge: 15_552_000 } : false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
  http.addHook('onRequest', async (request, reply) => {
    if (HOT.test(request.url)) {
      reply.header('x-content-type-options', 'nosniff');
      reply.header('cross-origin-resource-policy', 'cross-origin');
    } else {
      reply.helmet();
    }
  });
}

/** Answers of the console's API are compressed; the console's files are compressed when it is built. */
async function compressApi(http: Http): Promise<void> {
  http.addHook('onRoute', (route) => {
    if (route.url.startsWith('/api/') && !route.url.endsWith('/stream')) route.compress ??= {};
  });
  await http.register(compress, { global: false, threshold: 1_400, encodings: ['br', 'gzip'] });
}

async function describe(http: Http, version: string): Promise<void> {
  await http.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Augenblick', version, license: { name: 'Apache-2.0' } },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'session' },
          key: { type: 'http', scheme: 'bearer' },
        },
      },
    },
    transform: jsonSchemaTransform,
  });
  http.get('/api/openapi.json', { schema: { hide: true } }, async () => http.swagger());
}

/** The address of the caller's machine when nothing stands between: undefined behind a proxy. */
export function directAddress(request: FastifyRequest): string | undefined {
  const { 'x-forwarded-for': forwardedFor, forwarded } = request.headers;
  if (forwardedFor !== undefined || forwarded !== undefined) return undefined;
  return request.socket.remoteAddress;
}
