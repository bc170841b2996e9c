/** Pages for shoppers: confirm, unsubscribe, preferences. No log-in, no cookies, no scripts. */
import { asText, type ConsentChannel, Failure, type RetailerId } from '@augenblick/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addressGroup, type Limit } from '../access/index.ts';
import { consentSettings, preferencesOf } from '../consent/index.ts';
import type { Http } from '../runtime/index.ts';
import type { OptinDeps } from './deps.ts';
import { dayOf, momentOf } from './instant.ts';
import type { Look, PageLanguage } from './look.ts';
import * as pages from './pages.ts';
import * as queries from './queries.ts';
import { askMatter, carryOutMatter, type Matter, matterOf, putRequest } from './matter.ts';
import {
  type Caller,
  channelsOf,
  EVERYTHING,
  hasLeft,
  leave,
  type Reader,
  readerOf,
  saveWishes,
} from './reader.ts';
import { confirmSignup, lookUpSignup } from './signup.ts';
import { languageOf, masked } from './texts.ts';

/** Links that lead nowhere, from one household or office: enough for mishaps, too few for guessing. */
const MISSES: Limit = { name: 'reader_miss', burst: 30, everyMs: 10_000 };
/** Changes through one message's link: enough for anybody who ponders, too few to fill the books with. */
const CHANGES: Limit = { name: 'reader_change', burst: 30, everyMs: 60_000 };
const BODY_MAX = 16 * 1024;

/** Adds the pages that links in messages lead to. */
export function readerRoutes(http: Http, deps: OptinDeps): void {
  void http.register(async (scope) => {
    takeForms(scope);
    scope.get<Tokened>('/m/c/:token', (request, reply) => askToConfirm(deps, request, reply));
    scope.post<Tokened>('/m/c/:token', (request, reply) => confirm(deps, request, reply));
    scope.get<Tokened>('/m/u/:token', (request, reply) => askToLeave(deps, request, reply));
    scope.post<Tokened>('/m/u/:token', (request, reply) => unsubscribe(deps, request, reply));
    scope.get<Tokened>('/m/p/:token', (request, reply) => preferences(deps, request, reply));
    scope.post<Tokened>('/m/p/:token', (request, reply) => change(deps, request, reply));
    scope.get<Tokened>('/m/d/:token', (request, reply) => askToConfirmMatter(deps, request, reply));
    scope.post<Tokened>('/m/d/:token', (request, reply) => confirmMatter(deps, request, reply));
  });
}

interface Tokened {
  Params: { token: string };
}
type Asking = FastifyRequest<Tokened>;

/** Bodies as browsers and mail programs post them; anything else is an empty form, never an error (RFC 8058). */
export function takeForms(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  const options = { parseAs: 'string', bodyLimit: BODY_MAX } as const;
  scope.addContentTypeParser('application/x-www-form-urlencoded', options, (_request, body, done) =>
    done(null, new URLSearchParams(typeof body === 'string' ? body : '')),
  );
  scope.addContentTypeParser('*', options, (_request, _body, done) =>
    done(null, new URLSearchParams()),
  );
  // Opened by anything: what a type says must not turn a wish to unsubscribe away.
  scope.addHook('onRequest', async (request) => {
    if (request.method === 'POST' && request.headers['content-type'] === undefined)
      request.raw.headers['content-type'] = 'application/x-www-form-urlencoded';
  });
}

/** The posted fields. */
export function fieldsOf(request: FastifyRequest): URLSearchParams {
  return request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
}

/** A page: never kept, never told to the next site, in no search engine. */
export function send(reply: FastifyReply, page: string, status = 200): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('x-robots-tag', 'noindex, nofollow')
    .type('text/html; charset=utf-8')
    .send(page);
}

/** From where the page was used. */
export function callerOf(request: FastifyRequest): Caller {
  return {
    ip: request.ip,
    userAgent: asText(request.headers['user-agent'])?.slice(0, 500) ?? null,
  };
}

/** What pages of a retailer need. Throws `not_found` when it is gone. */
export async function houseOf(deps: OptinDeps, retailerId: RetailerId) {
  const retailer = await queries.retailerOf(deps.database.owner, retailerId);
  if (retailer === undefined) throw new Failure('not_found');
  return { retailer, look: await deps.lookOf(retailerId) };
}

const NOBODY: Look = {
  name: 'Augenblick',
  accent: '#0f5563',
  address: 'sie',
  logo: null,
  privacy: '',
  imprint: '',
  shop: '',
};

/** A link that nobody made: the same page for a cut-off link and for a guessed one, and guessing is slowed down. */
async function unknown(deps: OptinDeps, request: FastifyRequest, reply: FastifyReply) {
  const language = languageOf(request.headers['accept-language'], 'de');
  const voice = { look: NOBODY, language };
  const waitS = await deps.limits.tryTake(MISSES, addressGroup(request.ip));
  if (waitS !== null) reply.header('retry-after', String(waitS));
  const page = pages.sayingPage(voice, 'unknownTitle', 'unknownText');
  return send(reply, page, waitS === null ? 404 : 429);
}

async function askToConfirm(deps: OptinDeps, request: Asking, reply: FastifyReply) {
  const { token } = request.params;
  const found = await lookUpSignup(deps, token);
  if (found.outcome === 'unknown') return unknown(deps, request, reply);
  const { signup } = found;
  const { retailer, look } = await houseOf(deps, signup.retailer_id);
  const voice = { look, language: signup.language };
  if (found.outcome === 'already') return send(reply, pages.confirmedPage(voice));
  if (found.outcome === 'expired')
    return send(reply, pages.expiredPage(voice, signup.form_id), 410);
  const at = momentOf(signup.requested_at, retailer.zone, signup.language);
  return send(
    reply,
    pages.confirmPage(voice, { email: signup.email, at, wording: signup.wording, token }),
  );
}

async function confirm(deps: OptinDeps, request: Asking, reply: FastifyReply) {
  const found = await confirmSignup(deps, request.params.token, callerOf(request));
  if (found.outcome === 'unknown') return unknown(deps, request, reply);
  const { signup } = found;
  const voice = { look: await deps.lookOf(signup.retailer_id), language: signup.language };
  if (found.outcome === 'expired')
    return send(reply, pages.expiredPage(voice, signup.form_id), 410);
  return send(reply, pages.confirmedPage(voice));
}

/** The reader's page language: what they chose, what their browser asks for, what the shop speaks. */
async function voiceOf(
  deps: OptinDeps,
  request: FastifyRequest,
  reader: Reader,
  asked?: PageLanguage,
) {
  const { retailer, look } = await houseOf(deps, reader.retailerId);
  const chosen = preferencesOf(reader.shopper?.state.traits ?? {}).language;
  const language =
    asked ?? chosen ?? languageOf(request.headers['accept-language'], retailer.locale);
  return { voice: { look, language }, retailer };
}

async function askToLeave(deps: OptinDeps, request: Asking, reply: FastifyReply) {
  const { token } = request.params;
  const reader = await readerOf(deps, token);
  if (reader === null) return unknown(deps, request, reply);
  const { voice } = await voiceOf(deps, request, reader);
  return send(reply, pages.leavePage(voice, { token, channel: reader.channel }));
}

/** RFC 8058: one POST, no cookie, no question, 200. From the page as well as from a mail program's own button. */
async function unsubscribe(deps: OptinDeps, request: Asking, reply: FastifyReply) {
  const reader = await readerOf(deps, request.params.token);
  if (reader === null) return unknown(deps, request, reply);
  const oneClick = fieldsOf(request).get('List-Unsubscribe') === 'One-Click';
  const method = oneClick ? 'one_click' : 'link';
  if (await mayLeave(deps, reader, [reader.channel]))
    await leave(deps, reader, [reader.channel], { ...callerOf(request), method });
  const { voice } = await voiceOf(deps, request, reader);
  return send(reply, pages.leftPage(voice, reader.channel));
}

async function preferences(deps: OptinDeps, request: Asking, reply: FastifyReply) {
  const reader = await readerOf(deps, request.params.token);
  if (reader === null) return unknown(deps, request, reply);
  return showReader(deps, request, reply, { reader, done: null });
}

/** The preference centre. A link from before tokens had purposes opens less: unsubscribing, and a fresh link by mail. */
async function showReader(
  deps: OptinDeps,
  request: Asking,
  reply: FastifyReply,
  shown: { reader: Reader; done: pages.Done | null },
) {
  const { reader, done } = shown;
  const gone = reader.shopper === null && !reader.test;
  if (!gone && !reader.old) return showPreferences(deps, request, reply, shown);
  const { voice } = await voiceOf(deps, request, reader);
  if (gone) return send(reply, pages.sayingPage(voice, 'prefTitle', done?.key ?? 'noData'));
  const { token } = request.params;
  return send(reply, pages.oldLinkPage(voice, { token, mailbox: reader.mailbox, done }));
}

async function showPreferences(
  deps: OptinDeps,
  request: Asking,
  reply: FastifyReply,
  shown: { reader: Reader; done: pages.Done | null },
) {
  const { reader, done } = shown;
  const { voice, retailer } = await voiceOf(deps, request, reader);
  const { topics } = await consentSettings(deps.database.owner, reader.retailerId);
  const wishes = preferencesOf(reader.shopper?.state.traits ?? {});
  const { pausedUntil } = wishes;
  const paused = pausedUntil !== null && pausedUntil > deps.clock.now();
  return send(
    reply,
    pages.preferencesPage(voice, {
      token: request.params.token,
      email: reader.channel === 'email' ? reader.address : null,
      topics,
      channels: channelsOf(reader),
      preferences: wishes,
      pausedUntil: paused ? dayOf(pausedUntil, retailer.zone, voice.language) : null,
      done,
    }),
  );
}

async function change(deps: OptinDeps, request: Asking, reply: FastifyReply) {
  const { token } = request.params;
  const reader = await readerOf(deps, token);
  if (reader === null) return unknown(deps, request, reply);
  // Leaving is never refused.
  if (fieldsOf(request).get('do') !== 'leave' && !(await mayChange(deps, reader, reply)))
    return tooMany(deps, request, reply, reader);
  const done = await carryOut(deps, request, reader);
  const after = (await readerOf(deps, token)) ?? reader;
  return showReader(deps, request, reply, { reader: after, done });
}

/** Whether this link may change something once more; says in the answer when it may again. */
async function mayChange(deps: OptinDeps, reader: Reader, reply: FastifyReply): Promise<boolean> {
  const waitS = await deps.limits.tryTake(CHANGES, reader.deliveryId);
  if (waitS !== null) reply.header('retry-after', String(waitS));
  return waitS === null;
}

/** Leaving is never refused; whoever has left already need not be written down without end. */
async function mayLeave(
  deps: OptinDeps,
  reader: Reader,
  channels: readonly ConsentChannel[],
): Promise<boolean> {
  if (!hasLeft(reader, channels)) return true;
  return (await deps.limits.tryTake(CHANGES, reader.deliveryId)) === null;
}

async function tooMany(deps: OptinDeps, request: Asking, reply: FastifyReply, reader: Reader) {
  const { voice } = await voiceOf(deps, request, reader);
  return send(reply, pages.sayingPage(voice, 'prefTitle', 'failed'), 429);
}

/** What the pressed button asks for; an unknown one changes nothing. */
async function carryOut(
  deps: OptinDeps,
  request: Asking,
  reader: Reader,
): Promise<pages.Done | null> {
  const fields = fieldsOf(request);
  const by = callerOf(request);
  const wanted = fields.get('do');
  if (reader.test) return { key: 'testOnly' };
  if (wanted === 'leave') {
    if (await mayLeave(deps, reader, EVERYTHING))
      await leave(deps, reader, EVERYTHING, { ...by, method: 'preference_centre' });
    return { key: 'leftAll' };
  }
  if (reader.shopper === null) return null;
  if (wanted === 'fresh') return askByMail(deps, reader, 'preferences');
  // A link from before tokens had purposes may unsubscribe and ask for a fresh one, nothing else.
  if (reader.old) return null;
  if (wanted === 'export' || wanted === 'erasure') return askForData(deps, reader, wanted, by);
  if (wanted !== 'save') return null;
  const asked = fields.get('language');
  const language = asked === 'de' || asked === 'en' ? asked : undefined;
  const { voice } = await voiceOf(deps, request, reader, language);
  const wishes = {
    topics: fields.getAll('topic'),
    channels: fields.getAll('channel'),
    frequency: fields.get('frequency') ?? '',
    pause: fields.get('pause') ?? 'keep',
    language: voice.language,
  };
  const returns = await saveWishes(deps, reader, wishes, by);
  return returns ? askByMail(deps, reader, 'return') : { key: 'saved' };
}

/** What the page says once a mail was asked for. */
async function askByMail(deps: OptinDeps, reader: Reader, matter: Matter): Promise<pages.Done> {
  const { outcome, email } = await askMatter(deps, reader, matter);
  if (outcome === 'no_address') return { key: 'noMailbox', bad: true };
  if (outcome === 'too_often') return { key: 'tooManyMails', bad: true };
  const key = matter === 'return' ? 'mailedReturn' : 'mailed';
  return { key, values: { email: masked(email ?? '') } };
}

/**
 * A copy or erasure is asked for from the shopper's own mailbox. Who has none is heard all the same: staff are told that they
 * have to make sure who asks.
 */
async function askForData(
  deps: OptinDeps,
  reader: Reader,
  kind: 'export' | 'erasure',
  by: Caller,
): Promise<pages.Done> {
  const asked = await askByMail(deps, reader, kind);
  if (asked.key !== 'noMailbox') return asked;
  await putRequest(deps, reader, kind, { by, id: deps.ids.uuid7(), confirmed: false });
  return { key: kind === 'export' ? 'askedExport' : 'askedErasure' };
}

/** The page of a link that asks whether it was them: shows what it is about, or with a POST does it. */
async function matterLink(
  deps: OptinDeps,
  request: Asking,
  reply: FastifyReply,
  answer: (asked: {
    reader: Reader;
    matter: pages.Confirmed;
    voice: pages.Voice;
  }) => Promise<FastifyReply>,
) {
  const { token } = request.params;
  const reader = await readerOf(deps, token);
  const asked = reader === null ? null : matterOf(reader, deps.clock.now());
  if (reader === null || asked === null) return unknown(deps, request, reply);
  const { voice } = await voiceOf(deps, request, reader);
  if (!asked.fresh) return send(reply, pages.matterGonePage(voice, token), 410);
  return answer({ reader, matter: asked.matter, voice });
}

const askToConfirmMatter = (deps: OptinDeps, request: Asking, reply: FastifyReply) =>
  matterLink(deps, request, reply, async ({ matter, voice }) =>
    send(reply, pages.matterPage(voice, { token: request.params.token, matter })),
  );

const confirmMatter = (deps: OptinDeps, request: Asking, reply: FastifyReply) =>
  matterLink(deps, request, reply, async ({ reader, matter, voice }) => {
    if (!(await mayChange(deps, reader, reply))) return tooMany(deps, request, reply, reader);
    const wording = pages.returnWording(voice);
    await carryOutMatter(deps, reader, matter, { ...callerOf(request), wording });
    return send(reply, pages.matterDonePage(voice, matter));
  });
