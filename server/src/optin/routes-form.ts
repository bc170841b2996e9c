/** Sign-up forms for everybody: as a page, as a script for the shop's pages, and where that script sends to. */
import { hash } from 'node:crypto';
import { asText, Failure, isObject, type Json } from '@augenblick/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addressGroup } from '../access/index.ts';
import { cors } from '../ingest/index.ts';
import type { Http } from '../runtime/index.ts';
import type { OptinDeps } from './deps.ts';
import { embedded } from './embed.ts';
import { hostAllowed, liveForm, type LiveForm } from './forms.ts';
import type { PageLanguage } from './look.ts';
import * as pages from './pages.ts';
import { callerOf, fieldsOf, houseOf, send, takeForms } from './routes-public.ts';
import type { AskedSignups } from './asked.ts';
import { SIGNUPS_PER_PLACE } from './signup.ts';
import { languageOf, type TextKey } from './texts.ts';

/** What forms need besides the rest. */
export interface FormRoutesDeps extends OptinDeps {
  asked: AskedSignups;
  /** Address of this installation as the browser knows it. */
  originOf: (request: FastifyRequest) => string;
  /** The built script of forms; undefined when it is not built. */
  script: string | undefined;
  /** Key under which pages prove when they were opened. */
  secret: () => Promise<Uint8Array>;
}

/** People read before they type; what answers faster than this is a program. */
const FASTEST_MS = 1_500;
/** A page that lies open longer asks again. */
const OPEN_MS = 12 * 3_600_000;
/** How long a browser keeps the script of a form. */
const FRESH_S = 300;
const BODY_MAX = 8 * 1024;

interface Formed {
  Params: { formId: string };
  Querystring: { lang?: string };
}
type Asking = FastifyRequest<Formed>;

/** Adds the public routes of forms. */
export function formRoutes(http: Http, deps: FormRoutesDeps): void {
  void http.register(async (scope) => {
    takeForms(scope);
    scope.get<Formed>('/f/:formId', (request, reply) =>
      request.params.formId.endsWith('.js')
        ? script(deps, request, reply)
        : open(deps, request, reply),
    );
    scope.post<Formed>('/f/:formId', (request, reply) => take(deps, request, reply));
  });
  void http.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    const options = { parseAs: 'string', bodyLimit: BODY_MAX } as const;
    scope.addContentTypeParser('*', options, (_request, body, done) => done(null, body));
    scope.addHook('onRequest', async (request, reply) => {
      cors(request, reply);
      if (request.headers['content-type'] === undefined)
        request.raw.headers['content-type'] = 'text/plain';
    });
    scope.post<Formed>('/v1/forms/:formId', (request) => takeJson(deps, request));
  });
}

async function script(deps: FormRoutesDeps, request: Asking, reply: FastifyReply) {
  reply
    .type('text/javascript; charset=utf-8')
    .header('access-control-allow-origin', '*')
    .header('cross-origin-resource-policy', 'cross-origin')
    .header('cache-control', `public, max-age=${FRESH_S}`);
  const id = request.params.formId.slice(0, -'.js'.length);
  const form = await liveForm(deps.database.owner, id);
  // A shop's page must not log an error because a form was paused. Whoever tries a page before the form is live sees it as soon
  // as it is: nothing remembers that there was none.
  if (form === null || deps.script === undefined)
    return reply.header('cache-control', 'no-store').send('/* no such form */\n');
  const { look } = await houseOf(deps, form.retailerId);
  const made = embedded(deps.script, form, look, deps.originOf(request));
  const etag = `"${hash('sha256', made, 'base64url').slice(0, 20)}"`;
  reply.header('etag', etag);
  if (request.headers['if-none-match']?.replaceAll('W/', '') === etag)
    return reply.code(304).send();
  return reply.send(made);
}

async function open(deps: FormRoutesDeps, request: Asking, reply: FastifyReply) {
  const form = await liveForm(deps.database.owner, request.params.formId);
  if (form === null) return gone(request, reply);
  const { voice, shown } = await shownForm(deps, request, form);
  return send(reply, pages.formPage(voice, shown, await started(deps)));
}

function gone(request: FastifyRequest, reply: FastifyReply) {
  const language = languageOf(request.headers['accept-language'], 'de');
  const look = { name: 'Augenblick', accent: '#0f5563', address: 'sie', logo: null } as const;
  const voice = { look: { ...look, privacy: '', imprint: '', shop: '' }, language };
  return send(reply, pages.sayingPage(voice, 'unknownTitle', 'formGone'), 404);
}

async function shownForm(deps: FormRoutesDeps, request: Asking, form: LiveForm) {
  const { retailer, look } = await houseOf(deps, form.retailerId);
  const accepted = request.headers['accept-language'];
  const language = languageOf(accepted, retailer.locale, request.query.lang);
  const { id, topics } = form;
  const shown = { id, form: form.form, wording: form.wording[language], topics };
  return { voice: { look, language, address: form.form.address }, shown };
}

/** Now, sealed: nobody can claim to have opened the page earlier. */
async function started(deps: FormRoutesDeps): Promise<string> {
  const at = deps.clock.now().toString(36);
  return `${at}.${await seal(deps, at)}`;
}

async function seal(deps: FormRoutesDeps, at: string): Promise<string> {
  const key = Buffer.from(await deps.secret()).toString('base64url');
  return hash('sha256', `${key}\nform\n${at}`, 'base64url').slice(0, 22);
}

/** How long ago the page was opened (ms); null when it does not prove it. */
async function openFor(deps: FormRoutesDeps, sent: string): Promise<number | null> {
  const [at = '', proof] = sent.split('.');
  if (at === '' || proof !== (await seal(deps, at))) return null;
  return deps.clock.now() - Number.parseInt(at, 36);
}

async function take(deps: FormRoutesDeps, request: Asking, reply: FastifyReply) {
  const form = await liveForm(deps.database.owner, request.params.formId);
  if (form === null) return gone(request, reply);
  const fields = fieldsOf(request);
  const { voice, shown } = await shownForm(deps, request, form);
  const typed = {
    email: fields.get('email') ?? '',
    firstName: fields.get('firstName') ?? '',
    topics: fields.getAll('topic'),
  };
  const again = async (wrong: TextKey, status: number) =>
    send(reply, pages.formPage(voice, shown, await started(deps), { ...typed, wrong }), status);
  const age = await openFor(deps, fields.get('started') ?? '');
  if (age === null || age > OPEN_MS) return again('failed', 400);
  const machine = (fields.get('website') ?? '') !== '' || age < FASTEST_MS;
  const outcome = await signUp(deps, request, form, {
    ...typed,
    language: voice.language,
    page: `/f/${form.id}`,
    browser: null,
    machine,
  });
  if (outcome === 'too_many') return again('tooMany', 429);
  if (outcome === 'email_wrong') return again('emailWrong', 400);
  return send(reply, pages.thanksPage(voice, form.form));
}

/** What the script sends; a body it cannot have made is refused. */
async function takeJson(deps: FormRoutesDeps, request: Asking) {
  const form = await liveForm(deps.database.owner, request.params.formId);
  if (form === null) throw new Failure('not_found');
  if (!hostAllowed(form.form.hosts, request.headers.origin))
    throw new Failure('forbidden', 'hosts');
  const body = parse(request.body);
  const elapsed = typeof body.elapsed === 'number' ? body.elapsed : 0;
  const outcome = await signUp(deps, request, form, {
    email: asText(body.email) ?? '',
    firstName: asText(body.firstName) ?? '',
    topics: Array.isArray(body.topics) ? body.topics.flatMap((one) => asText(one) ?? []) : [],
    language: body.language === 'en' ? 'en' : 'de',
    page: asText(body.page) ?? null,
    browser: asText(body.anonymousId) ?? null,
    machine: asText(body.website) !== undefined || elapsed < FASTEST_MS,
  });
  if (outcome === 'too_many') throw new Failure('rate_limited', undefined, 60);
  if (outcome === 'email_wrong') throw new Failure('bad_request', 'email');
  // One answer for all the rest: whether an address is known here is nobody's business.
  return { ok: true };
}

function parse(body: unknown): Record<string, Json | undefined> {
  try {
    const value = JSON.parse(String(body)) as Json;
    if (isObject(value)) return value;
  } catch {
    // No JSON: refused below, like JSON that is no object.
  }
  throw new Failure('bad_json');
}

/** One line of text that PostgreSQL takes: no control characters, no half characters, not too long. */
function line(text: string, max: number): string | null {
  const clean = text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, max)
    .toWellFormed();
  return clean === '' ? null : clean;
}

/**
 * A first name; null for what is none. It stands in a mail to an address that anybody may have typed: an address of a web
 * page or a telephone number in it would be advertising that we carry.
 */
function nameOf(text: string): string | null {
  const clean = line(text, NAME_MAX);
  return clean !== null && NAME.test(clean) && !/\.\p{L}/u.test(clean) ? clean : null;
}
const NAME_MAX = 40;
/** Letters of any script, and what joins them in names. */
const NAME = /^\p{L}[\p{L}\p{M}.'’ -]*$/u;

interface Sent {
  email: string;
  firstName: string;
  topics: readonly string[];
  language: PageLanguage;
  page: string | null;
  browser: string | null;
  /** Filled in the trap, or answered faster than anybody reads. */
  machine: boolean;
}

async function signUp(
  deps: FormRoutesDeps,
  request: Asking,
  { retailerId, id, form, wording }: LiveForm,
  sent: Sent,
): Promise<'taken' | 'email_wrong' | 'too_many'> {
  // A program is thanked like anybody; it must not learn what gave it away.
  if (sent.machine) return 'taken';
  const caller = callerOf(request);
  const waitS = await deps.limits.tryTake(SIGNUPS_PER_PLACE, addressGroup(request.ip));
  if (waitS !== null) return 'too_many';
  return deps.asked.ask({
    retailerId,
    email: line(sent.email, 200) ?? '',
    firstName: form.askFirstName ? nameOf(sent.firstName) : null,
    wording: { ...wording, text: wording[sent.language] },
    form: { id, name: form.name },
    topics: { offered: form.topics, chosen: sent.topics },
    language: sent.language,
    page: sent.page === null ? null : line(sent.page, 500),
    store: null,
    staff: null,
    browser: sent.browser === null ? null : line(sent.browser, 200),
    ...caller,
  });
}
