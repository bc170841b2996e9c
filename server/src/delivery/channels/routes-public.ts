/** Public routes of channels: hand-ins of mail servers and providers, push subscriptions of browsers. */
import { Failure, type JsonObject, type Source } from '@augenblick/contract';
import * as api from '@augenblick/contract/api/channel.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { addressGroup, type Limit, type Limits } from '../../access/index.ts';
import type { Http } from '../../runtime/index.ts';
import { type InboundDeps, takeIn } from './inbound.ts';
import { readSettings } from './kept-settings.ts';
import { REPORT_BYTES_MAX } from './mail/report.ts';
import { addressHash } from './push/index.ts';
import * as queries from './queries.ts';
import { CHANNEL_MODULES } from './registry.ts';

/** What the routes need. */
export interface ChannelPublicDeps extends InboundDeps {
  limits: Pick<Limits, 'take'>;
  /** The source a write key belongs to; null when unknown, revoked or paused. */
  byWriteKey(key: string): Promise<Source | null>;
}

/** Browsers of one household or office that say yes or no to push: each says it once in a while. */
const PUSH: Limit = { name: 'push_place', burst: 30, everyMs: 20_000 };
/** Hand-ins at addresses that nobody gave out, from one place. */
const STRAYS: Limit = { name: 'inbound_miss', burst: 30, everyMs: 10_000 };
/** A subscription with the words agreed to; all of it is short. */
const PUSH_BYTES_MAX = 16 * 1024;

const Ok = z.object({ ok: z.literal(true) });

/** Adds the routes. Bodies of hand-ins are read as they come: each provider has its own form. */
export async function channelPublicRoutes(http: Http, deps: ChannelPublicDeps): Promise<void> {
  http.get(
    '/v1/push/key',
    {
      schema: {
        querystring: z.object({ writeKey: z.string().max(100) }),
        response: { 200: api.PushKey },
      },
    },
    async ({ query }, reply) => {
      open(reply);
      return { publicKey: await publicKey(deps, query.writeKey) };
    },
  );
  for (const path of ['subscribe', 'unsubscribe'])
    http.options(`/v1/push/${path}`, { schema: { hide: true } }, async (_request, reply) =>
      open(reply).code(204).send(),
    );
  http.post(
    '/v1/push/subscribe',
    { bodyLimit: PUSH_BYTES_MAX, schema: { body: api.PushSubscribe, response: { 200: Ok } } },
    async ({ body, headers, ip }, reply) => {
      open(reply);
      await deps.limits.take(PUSH, addressGroup(ip));
      await subscribe(deps, body, headers['user-agent'] ?? '');
      return { ok: true } as const;
    },
  );
  http.post(
    '/v1/push/unsubscribe',
    { bodyLimit: PUSH_BYTES_MAX, schema: { body: api.PushUnsubscribe, response: { 200: Ok } } },
    async ({ body, ip }, reply) => {
      open(reply);
      await unsubscribe(deps, body, ip);
      return { ok: true } as const;
    },
  );
  await http.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: REPORT_BYTES_MAX },
      (_request, body, done) => done(null, body),
    );
    for (const method of ['GET', 'POST'] as const)
      scope.route({
        method,
        url: '/v1/inbound/:token',
        schema: { hide: true },
        handler: (request, reply) => inbound(deps, method, request, reply),
      });
  });
}

/** Every shop's page may call; there are no cookies to be carried. */
function open(reply: FastifyReply): FastifyReply {
  return reply
    .header('access-control-allow-origin', '*')
    .header('access-control-allow-headers', 'content-type')
    .header('access-control-allow-methods', 'GET, POST')
    .header('access-control-max-age', '86400')
    .header('cross-origin-resource-policy', 'cross-origin');
}

async function inbound(
  deps: ChannelPublicDeps,
  method: 'GET' | 'POST',
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { token = '' } = request.params as { token?: string };
  const texts = (from: Readonly<Record<string, unknown>>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(from).flatMap(([key, value]) =>
        typeof value === 'string' ? [[key, value]] : [],
      ),
    );
  const taken = await takeIn(deps, token, {
    method,
    query: texts(request.query as Record<string, unknown>),
    headers: texts(request.headers),
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    now: deps.clock.now(),
  });
  if (taken.outcome === 'unknown_address') {
    await deps.limits.take(STRAYS, addressGroup(request.ip));
    throw new Failure('not_found');
  }
  if (taken.outcome === 'no_notice')
    throw new Failure('bad_request', 'not a notice of this channel');
  if (taken.answer !== null) return reply.type('text/plain; charset=utf-8').send(taken.answer);
  return { read: taken.count };
}

async function sourceOf(deps: ChannelPublicDeps, writeKey: string): Promise<Source> {
  const source = await deps.byWriteKey(writeKey);
  if (source === null) throw new Failure('write_key_unknown');
  return source;
}

/** The retailer's VAPID key; `not_found` while push is off. */
async function publicKey(deps: ChannelPublicDeps, writeKey: string): Promise<string> {
  const { retailerId } = await sourceOf(deps, writeKey);
  const kept = await readSettings(deps.sql, deps.vault, retailerId, CHANNEL_MODULES.push);
  const key = kept.own['vapidPublic'];
  if (kept.mode === 'off' || key === undefined) throw new Failure('not_found', 'push is off');
  return key;
}

/**
 * Keeps a browser's subscription and the proof of consent. The consent is an event of the browser, like every other: it
 * makes the browser known, stands in the timeline, and is withdrawn the same way.
 */
async function subscribe(
  deps: ChannelPublicDeps,
  body: api.PushSubscribe,
  userAgent: string,
): Promise<void> {
  const source = await sourceOf(deps, body.writeKey);
  const { anonymousId, subscription, wording, wordingVersion, page, locale } = body;
  const now = deps.clock.now();
  const hash = addressHash(subscription.endpoint);
  const event: JsonObject = {
    type: 'track',
    event: 'Consent Granted',
    messageId: `push-${hash.toString('hex').slice(0, 24)}-${now}`,
    timestamp: new Date(now).toISOString(),
    anonymousId,
    properties: {
      purpose: 'marketing',
      channel: 'push',
      method: 'browser_permission',
      wording,
      ...(wordingVersion === undefined ? {} : { wording_version: wordingVersion }),
      ...(page === undefined ? {} : { place: page }),
    },
    context: { userAgent, ...(locale === undefined ? {} : { locale }) },
  };
  await deps.submit(source, [event]);
  const kept = await queries.keepAddress(deps.sql, source.retailerId, {
    channel: 'push',
    hash,
    identity: { kind: 'anonymous_id', value: anonymousId },
    detail: JSON.stringify(subscription),
    at: new Date(now),
    heardAt: null,
  });
  if (!kept) throw new Failure('bad_request', 'anonymousId');
}

/** Only whoever knows the endpoint can end it; it is a secret between the browser and us. */
async function unsubscribe(
  deps: ChannelPublicDeps,
  body: api.PushUnsubscribe,
  ip: string,
): Promise<void> {
  const source = await sourceOf(deps, body.writeKey);
  const now = deps.clock.now();
  const hash = addressHash(body.endpoint);
  const dropped = await queries.dropAddresses(deps.sql, source.retailerId, 'push', [hash]);
  // A browser we knew may always withdraw: no limit may stand between a person and their no. An endpoint nobody knew ends
  // nothing, so such calls are limited like subscribing, or anybody could fill the books with them.
  if (dropped === 0) await deps.limits.take(PUSH, addressGroup(ip));
  await deps.submit(source, [
    {
      type: 'track',
      event: 'Consent Withdrawn',
      messageId: `push-off-${hash.toString('hex').slice(0, 24)}-${now}`,
      timestamp: new Date(now).toISOString(),
      anonymousId: body.anonymousId,
      properties: { purpose: 'marketing', channel: 'push', method: 'browser_permission' },
    },
  ]);
}
