import { FAILURES, Failure, type FailureCode } from '@augenblick/contract';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { databaseIsAway, diskIsFull } from './database.ts';
import type { Http } from './http.ts';

/** What a caller sees of a failure. */
export interface FailureBody {
  error: { code: FailureCode; message: { de: string; en: string }; detail: string | null };
}

/** The body for a failure. */
export function failureBody(failure: Failure): FailureBody {
  const { de, en } = FAILURES[failure.code];
  return { error: { code: failure.code, message: { de, en }, detail: failure.detail ?? null } };
}

/** Codes of Fastify and node's HTTP parser, and the failure each is to the caller. */
const KNOWN: Readonly<Record<string, FailureCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'bad_json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'bad_json',
  FST_ERR_NOT_FOUND: 'not_found',
  FST_REQ_FILE_TOO_LARGE: 'too_large',
};

/**
 * Turns whatever was thrown into a failure the caller can read. Undefined for a fault of ours, which is logged and
 * shown as `internal`.
 */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error;
  const away = failureOfDatabase(error);
  if (away) return away;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map(({ instancePath, message }) => {
      const path = instancePath.replace(/^\//, '').replaceAll('/', '.');
      return path ? `${path}: ${message}` : message;
    });
    return new Failure('bad_request', fields.join('; '));
  }
  const { code, statusCode, message, validation } = error as Partial<FastifyError>;
  if (validation) return new Failure('bad_request', message);
  const known = code === undefined ? undefined : KNOWN[code];
  if (known) return new Failure(known);
  if (error instanceof SyntaxError && statusCode === 400) return new Failure('bad_json');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Failure(statusCode === 413 ? 'too_large' : 'bad_request', message);
  }
  return undefined;
}

/** What a caller is told when the database is away or its disk is full, and the same call may succeed later. */
export function failureOfDatabase(error: unknown): Failure | undefined {
  if (diskIsFull(error)) return new Failure('disk_full', undefined, 10);
  return databaseIsAway(error) ? new Failure('unavailable', undefined, 2) : undefined;
}

/** Every error of every route leaves as `FailureBody`; faults of ours are logged under the request id. */
export function answerFailures(http: Http): void {
  http.setErrorHandler((error, request, reply) => {
    const failure = failureOf(error);
    if (!failure) {
      request.log.error(
        { err: error, requestId: request.id, route: request.routeOptions.url },
        'A request failed.',
      );
    } else if (failure.code === 'unavailable') {
      request.log.warn({ requestId: request.id }, 'The database could not be reached.');
    } else if (failure.code === 'disk_full') {
      request.log.error({ requestId: request.id }, 'The disk of the database is full.');
    }
    return sendFailure(reply, failure ?? new Failure('internal', request.id));
  });
  http.setNotFoundHandler((_request: FastifyRequest, reply) =>
    sendFailure(reply, new Failure('not_found')),
  );
}

/** Answers with a failure. */
export function sendFailure(reply: FastifyReply, failure: Failure): FastifyReply {
  const { status, retry } = FAILURES[failure.code];
  if (retry && status !== 500) reply.header('retry-after', String(failure.retryAfterS ?? 1));
  // Past the response schema of the route: a failure has its own form everywhere.
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(failureBody(failure));
}
