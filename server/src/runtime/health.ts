import { timingSafeEqual } from 'node:crypto';
import { Failure } from '@augenblick/contract';
import type { Sql } from './database.ts';
import { directAddress, type Http } from './http.ts';
import type { Metrics } from './metrics.ts';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;
/** A database that does not answer a trifle within this time is not ready, ms. */
const PATIENCE = 2_000;

/** Whether this process can do its work now; a reason when it cannot. */
export type Readiness = () => string | undefined;

/**
 * `/health/live` (the process answers), `/health/ready` (and can work: 503 while starting, stopping or without
 * database), `/metrics` (for this machine, or with the bearer token of METRICS_TOKEN).
 */
export function healthRoutes(
  http: Http,
  deps: { sql: Sql; metrics: Metrics; metricsToken: string | undefined; ready: Readiness },
): void {
  const hidden = { schema: { hide: true } };
  http.get('/health/live', hidden, async () => ({ status: 'ok' }));
  http.get('/health/ready', hidden, async (_request, reply) => {
    const reason = deps.ready() ?? (await databaseReason(deps.sql));
    if (reason === undefined) return { status: 'ok' };
    return reply.code(503).header('retry-after', '1').send({ status: 'unavailable', reason });
  });
  http.get('/metrics', hidden, async (request, reply) => {
    const near = LOOPBACK.test(directAddress(request) ?? '');
    if (!near && !hasToken(request.headers.authorization, deps.metricsToken))
      throw new Failure('forbidden');
    const { type, text } = await deps.metrics.page();
    return reply.type(type).send(text);
  });
}

async function databaseReason(sql: Sql): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, PATIENCE, 'database does not answer');
  });
  const asked = sql`select 1`.then(
    () => undefined,
    () => 'database cannot be reached',
  );
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

function hasToken(header: string | undefined, token: string | undefined): boolean {
  if (token === undefined || header === undefined) return false;
  const given = Buffer.from(header);
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
