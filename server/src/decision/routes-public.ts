/** The public doors: POST /v1/moment for pages, POST /v1/decide for servers. Never an error because of a decision. */
import {
  asText,
  type EventId,
  Failure,
  type Identity,
  type IngestResult,
  isObject,
  type Json,
  type JsonObject,
  type Source,
} from '@augenblick/contract';
import {
  DecideRequest,
  type MomentAnswer,
  MomentRequest,
} from '@augenblick/contract/api/decision.ts';
import type { FastifyRequest } from 'fastify';
import type { Catalogue } from '../catalogue/index.ts';
import {
  contextOf,
  cors,
  type Ingest,
  keyFromHeader,
  LIMITS,
  normaliseIdentity,
  readBody,
} from '../ingest/index.ts';
import type { Http, Sql } from '../runtime/index.ts';
import { answerDecisions, answerMoment, fallbackOf, localeOf } from './answer.ts';
import type { Answered, Ask } from './ask.ts';
import type { Decisions } from './decisions.ts';
import * as queries from './queries.ts';
import type { LoadedSet } from './sets.ts';

/** What the public routes need. */
export interface DecisionPublicDeps {
  decisions: Decisions;
  ingest: Pick<Ingest, 'submit'>;
  catalogue: Pick<Catalogue, 'byIds'>;
  byWriteKey: (key: string) => Promise<Source | null>;
  sql: Sql;
}

/** Adds the public routes. CORS preflights of /v1/* are answered by ingest. */
export async function decisionPublicRoutes(http: Http, deps: DecisionPublicDeps): Promise<void> {
  await http.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    const options = { parseAs: 'buffer', bodyLimit: 4 * LIMITS.batchBytesMax } as const;
    scope.addContentTypeParser('*', options, (_request, body, done) => done(null, body));
    scope.addHook('onRequest', async (request, reply) => {
      cors(request, reply);
      // A beacon calls it text; a type that is no media type must not turn it away.
      request.raw.headers['content-type'] = 'application/json';
    });
    scope.post('/v1/moment', (request) => moment(deps, request));
    scope.post('/v1/decide', (request) => decide(deps, request));
  });
}

async function read(
  deps: DecisionPublicDeps,
  request: FastifyRequest,
): Promise<{ body: JsonObject; source: Source }> {
  const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const body = await readBody(raw, request.headers['content-encoding']);
  const key = keyFromHeader(request) ?? asText(body.writeKey) ?? '';
  const source = key === '' ? null : await deps.byWriteKey(key);
  if (source === null) throw new Failure('write_key_unknown');
  return { body, source };
}

async function moment(deps: DecisionPublicDeps, request: FastifyRequest): Promise<MomentAnswer> {
  const { body, source } = await read(deps, request);
  const parsed = MomentRequest.safeParse(body);
  if (!parsed.success) throw new Failure('bad_request', parsed.error.issues[0]?.path.join('.'));
  const wanted = parsed.data;
  if (wanted.batch.length > LIMITS.batchItemsMax) {
    throw new Failure('too_large', `at most ${LIMITS.batchItemsMax} events`);
  }
  const batchContext = contextOf(body, wanted.batch.length);
  const items = wanted.batch.map((item) => withAsker(item, wanted));
  const vouched = source.trust === 'trusted';
  const { userId, userProof: proof } = wanted;
  const signed = userId !== undefined && proof !== undefined ? { signed: { userId, proof } } : {};
  const agent = asText(batchContext?.userAgent) ?? request.headers['user-agent'] ?? '';
  const zone = wanted.timezone ?? asText(batchContext?.timezone) ?? null;
  const identity = askerOf(wanted);
  const ask = identity && {
    source,
    identity,
    vouched,
    ...signed,
    zone,
    requestId: wanted.requestId,
    placements: [...new Set(wanted.placements)],
    phone: /Mobi|Android|iPhone/.test(agent),
  };
  const rider = ask === null || items.length === 0 ? null : deps.decisions.rider(ask);
  const stored: IngestResult[] =
    items.length === 0
      ? []
      : await deps.ingest.submit(source, items as Json[], undefined, {
          batchContext,
          batchSentAt: body.sentAt,
          urgent: true,
          ...(rider === null ? {} : { rider }),
        });
  const answered = rider === null ? null : deps.decisions.arrived(source.retailerId, rider);
  const loaded = answered?.loaded ?? (await loadedOrNull(deps, source));
  const own = new Set(stored.flatMap((one) => ('eventId' in one ? [one.eventId] : [])));
  return answer(deps, { source, ask, answered, loaded, own, wanted });
}

async function decide(deps: DecisionPublicDeps, request: FastifyRequest): Promise<MomentAnswer> {
  const { body, source } = await read(deps, request);
  // A key that stands in a page must not ask for whomever it likes.
  if (source.trust !== 'trusted') throw new Failure('forbidden', 'key of a trusted source');
  const parsed = DecideRequest.safeParse(body);
  if (!parsed.success) throw new Failure('bad_request', parsed.error.issues[0]?.path.join('.'));
  const wanted = parsed.data;
  const identity =
    wanted.profileId === undefined
      ? askerOf(wanted)
      : ((await queries.identityOfProfile(deps.sql, source.retailerId, wanted.profileId)) ?? null);
  if (identity === null && wanted.profileId === undefined) {
    throw new Failure('bad_request', 'userId, anonymousId or profileId');
  }
  const loaded = await loadedOrNull(deps, source);
  const ask = identity && {
    source,
    identity,
    vouched: true,
    zone: wanted.timezone ?? null,
    phone: false,
    requestId: wanted.requestId,
    placements: [...new Set(wanted.placements)],
  };
  return answer(deps, { source, ask, answered: null, loaded, own: new Set(), wanted });
}

interface Asking {
  source: Source;
  /** Null when nobody is named. */
  ask: Ask | null;
  /** The answer, when it was given with the events. */
  answered: Answered | null;
  /** Null when the definitions cannot be read now. */
  loaded: LoadedSet | null;
  /** Events of this request. */
  own: ReadonlySet<EventId>;
  wanted: {
    requestId: string;
    placements: readonly string[];
    locale?: string | undefined;
    explain?: boolean | undefined;
  };
}

async function answer(
  deps: DecisionPublicDeps,
  { source, ask, answered: before, loaded, own, wanted }: Asking,
): Promise<MomentAnswer> {
  const { requestId } = wanted;
  const { retailerId } = source;
  const answered = before ?? (ask === null ? null : await deps.decisions.decide(retailerId, ask));
  const present = answered?.loaded ?? loaded;
  if (present === null) return { requestId, moment: null, decisions: [], repeated: false };
  const options = {
    catalogue: deps.catalogue,
    retailerId,
    locale: localeOf(wanted.locale, present.set.book.retailer.locale),
    explain: wanted.explain === true && present.sources.get(source.id)?.explain === true,
  };
  if (answered === null) {
    const result = ask === null ? 'no_shopper' : 'too_slow';
    const decisions = wanted.placements.map((key) => fallbackOf(present, key, result, options));
    return { requestId, moment: null, decisions, repeated: false };
  }
  return {
    requestId,
    moment: answerMoment(answered, options.explain, own),
    decisions: await inOrder(answered, options),
    repeated: answered.repeated,
  };
}

/** Rendering asks the catalogue; should that fail, the shop still gets its fallbacks. */
async function inOrder(
  answered: Answered,
  options: Parameters<typeof answerDecisions>[1],
): Promise<MomentAnswer['decisions']> {
  try {
    return await answerDecisions(answered, options);
  } catch {
    return answered.made.map(({ placement }) =>
      fallbackOf(answered.loaded, placement, 'too_slow', options),
    );
  }
}

/** What is published; null when it cannot be read: deciding then fails open. */
function loadedOrNull(
  { decisions }: DecisionPublicDeps,
  source: Source,
): Promise<LoadedSet | null> {
  return decisions.loaded(source.retailerId).catch(() => null);
}

type Named = { userId?: string | undefined; anonymousId?: string | undefined };

/** The strongest identifier that was named; a blocked or empty one names nobody. */
function askerOf({ userId, anonymousId }: Named): Identity | null {
  return (
    normaliseIdentity('user_id', userId) ?? normaliseIdentity('anonymous_id', anonymousId) ?? null
  );
}

/** An item that names nobody is the asker's. */
function withAsker(item: unknown, { userId, anonymousId }: Named): unknown {
  if (!isObject(item)) return item;
  if (asText(item.userId) !== undefined || asText(item.anonymousId) !== undefined) return item;
  return {
    ...item,
    ...(userId === undefined ? {} : { userId }),
    ...(anonymousId === undefined ? {} : { anonymousId }),
  };
}
