/** Routes of the console's page Consent; see contract/src/api/optin.ts. */
import { asText, Failure, isUuid, type RetailerId } from '@augenblick/contract';
import * as api from '@augenblick/contract/api/optin.ts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Access, Actor } from '../access/index.ts';
import { consentSettings, countSuppressed, putConsentSettings } from '../consent/index.ts';
import type { Http, TransactionSql } from '../runtime/index.ts';
import type { OptinDeps } from './deps.ts';
import { addForm, changeForm, formList, formOne, note, putWording, wordingList } from './forms.ts';
import { formPage } from './pages.ts';
import { signupProofPage } from './proof.ts';
import * as formQueries from './queries-form.ts';
import * as queries from './queries.ts';
import { listRoutes } from './routes-list.ts';
import { houseOf } from './routes-public.ts';
import { keepMail, requestSignup, resendSignup } from './signup.ts';

/** What the console's routes need besides the rest. */
export interface OptinRoutesDeps extends OptinDeps {
  access: Access;
}

const BASE = '/api/r/:retailerId/consent';
const PAGE = 50;
const retailer = z.object({ retailerId: z.string() });
const withId = <K extends string>(key: K) =>
  z.object({ retailerId: z.string(), [key]: z.string() } as Record<'retailerId' | K, z.ZodString>);

/** Adds the routes of the console. */
export function optinRoutes(http: Http, deps: OptinRoutesDeps): void {
  settingsRoutes(http, deps);
  signupRoutes(http, deps);
  oneSignupRoutes(http, deps);
  wordingRoutes(http, deps);
  formRoutesOfConsole(http, deps);
  listRoutes(http, deps);
}

function settingsRoutes(http: Http, deps: OptinRoutesDeps): void {
  const { access, database } = deps;
  const read = access.allow('consent.read');
  http.get(
    `${BASE}/overview`,
    { onRequest: read, schema: { params: retailer, response: { 200: api.ConsentOverview } } },
    ({ retailerId }) =>
      database.withRetailer(retailerId, async (sql) => {
        const now = new Date(deps.clock.now());
        const { open, ...figures } = await queries.overview(sql, retailerId, now);
        const suppressed = await countSuppressed(sql, retailerId);
        return { ...figures, openDataRequests: open, suppressed };
      }),
  );
  http.get(
    `${BASE}/settings`,
    { onRequest: read, schema: { params: retailer, response: { 200: api.ConsentSettingsBody } } },
    ({ retailerId }) =>
      database.withRetailer(retailerId, (sql) => consentSettings(sql, retailerId)),
  );
  http.put(
    `${BASE}/settings`,
    {
      onRequest: access.allow('consent.write'),
      schema: {
        params: retailer,
        body: api.ConsentSettingsBody,
        response: { 200: api.ConsentSettingsBody },
      },
    },
    ({ retailerId, actor, body }) =>
      database.withRetailer(retailerId, async (sql) => {
        const keys = body.topics.map(({ key }) => key);
        if (new Set(keys).size < keys.length) throw new Failure('bad_request', 'topics: key twice');
        const { existingCustomers: rule } = body;
        if (rule.on && rule.noticeSince === null)
          throw new Failure('bad_request', 'existingCustomers.noticeSince');
        await putConsentSettings(sql, retailerId, body);
        const detail = { topics: keys.length, existingCustomers: rule.on };
        await note(deps, sql, { retailerId, by: actor, target: 'settings', detail });
        return body;
      }),
  );
}

function signupRoutes(http: Http, deps: OptinRoutesDeps): void {
  const { access, database } = deps;
  const read = access.allow('consent.read');
  const write = access.allow('consent.write');
  http.get(
    `${BASE}/signups`,
    {
      onRequest: read,
      schema: { params: retailer, querystring: api.SignupQuery, response: { 200: api.SignupList } },
    },
    async ({ retailerId, query }) => {
      await keepMails(deps, retailerId);
      return database.withRetailer(retailerId, async (sql) => {
        const now = new Date(deps.clock.now());
        const { state, search, before } = query;
        const rows = await queries.signups(sql, retailerId, {
          ...(state ? { state } : {}),
          ...(search ? { search } : {}),
          ...(before ? { before } : {}),
          now,
          limit: PAGE + 1,
        });
        const shown = rows.slice(0, PAGE);
        return {
          signups: shown.map((row) => signupView(row, row.withdrawn_at, now.getTime())),
          next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null,
        };
      });
    },
  );
  http.post(
    `${BASE}/signups`,
    {
      onRequest: write,
      schema: { params: retailer, body: api.StaffSignup, response: { 200: api.SignupTaken } },
    },
    (request) => staffSignup(deps, request, request.body),
  );
}

function oneSignupRoutes(http: Http, deps: OptinRoutesDeps): void {
  const { access, database } = deps;
  const one = withId('signupId');
  http.get(
    `${BASE}/signups/:signupId`,
    {
      onRequest: access.allow('consent.read'),
      schema: { params: one, response: { 200: api.SignupDetail } },
    },
    ({ retailerId, params }) => signupDetail(deps, retailerId, params.signupId),
  );
  http.post(
    `${BASE}/signups/:signupId/resend`,
    {
      onRequest: access.allow('consent.write'),
      schema: { params: one, response: { 200: api.SignupTaken } },
    },
    async (request) => {
      const row = await signupRow(deps, request.retailerId, request.params.signupId);
      return { outcome: await resendSignup(deps, row) };
    },
  );
  http.get(
    `${BASE}/signups/:signupId/proof`,
    {
      onRequest: access.allow('shopper.export'),
      schema: { params: one, querystring: api.SignupProofQuery },
    },
    async ({ retailerId, actor, params, query }, reply) => {
      const signup = await signupDetail(deps, retailerId, params.signupId);
      const { retailer: shop } = await houseOf(deps, retailerId);
      await database.withRetailer(retailerId, (sql) =>
        access.audit(sql, {
          retailerId,
          actor,
          action: 'shopper.exported',
          target: `shopper:${signup.profileId}`,
          detail: { what: 'consent proof', signup: signup.id },
        }),
      );
      const at = deps.clock.now();
      const page = signupProofPage({ retailer: shop.name, signup, at, by: actor.name }, query.lang);
      return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page);
    },
  );
}

/** Looks after mails that were under way the last time; a handful, since each is looked at once. */
async function keepMails(deps: OptinDeps, retailerId: RetailerId): Promise<void> {
  for (const row of await queries.openMails(deps.database.owner, retailerId, PAGE)) {
    await keepMail(deps, row);
  }
}

async function staffSignup(
  deps: OptinRoutesDeps,
  request: FastifyRequest & { retailerId: RetailerId; actor: Actor },
  body: api.StaffSignup,
): Promise<api.SignupTaken> {
  const { retailerId, actor } = request;
  const wording = await deps.database.withRetailer(retailerId, (sql) =>
    formQueries.wordingById(sql, retailerId, body.wordingId),
  );
  if (wording === undefined) throw new Failure('bad_request', 'wordingId');
  const { outcome } = await requestSignup(deps, {
    retailerId,
    email: body.email,
    firstName: body.firstName,
    wording: { ...wording, text: wording[body.language] },
    form: null,
    topics: { offered: [], chosen: [] },
    language: body.language,
    page: null,
    store: body.store,
    staff: actor.name,
    browser: null,
    ip: request.ip,
    userAgent: asText(request.headers['user-agent'])?.slice(0, 500) ?? null,
  });
  if (outcome === 'email_wrong') throw new Failure('bad_request', 'email');
  return { outcome };
}

async function signupRow(deps: OptinDeps, retailerId: RetailerId, id: string) {
  const row = isUuid(id)
    ? await deps.database.withRetailer(retailerId, (sql) => queries.signupById(sql, retailerId, id))
    : undefined;
  if (row === undefined) throw new Failure('not_found');
  return row;
}

async function signupDetail(
  deps: OptinDeps,
  retailerId: RetailerId,
  id: string,
): Promise<api.SignupDetail> {
  await keepMail(deps, await signupRow(deps, retailerId, id));
  const row = await signupRow(deps, retailerId, id);
  const withdrawn = await queries.withdrawnAt(deps.database.owner, row);
  return {
    ...signupView(row, withdrawn, deps.clock.now()),
    purpose: row.purpose,
    channel: row.channel,
    language: row.language,
    topics: row.topics,
    firstName: row.first_name,
    wording: row.wording,
    wordingName: row.wording_name,
    wordingVersion: row.wording_version,
    page: row.page,
    requestIp: row.request_ip,
    requestUserAgent: row.request_user_agent,
    requestEventId: row.event_id,
    mailMessageId: row.mail_message_id,
    mailHash: row.mail_hash,
    mailSentAt: row.mail_sent_at?.getTime() ?? null,
    confirmIp: row.confirm_ip,
    confirmUserAgent: row.confirm_user_agent,
    confirmEventId: row.confirm_event_id,
    withdrawnAt: withdrawn?.getTime() ?? null,
  };
}

function signupView(row: queries.SignupRow, withdrawn: Date | null, now: number): api.SignupRow {
  const confirmed = row.confirmed_at === null ? null : row.confirmed_at.getTime();
  const open = row.expires_at.getTime() > now ? 'waiting' : 'expired';
  const state = withdrawn !== null ? 'withdrawn' : confirmed !== null ? 'confirmed' : open;
  return {
    id: row.id,
    email: row.email,
    state,
    form: row.form_id === null ? null : { id: row.form_id, name: row.form_name ?? '' },
    staff: row.staff,
    store: row.store,
    requestedAt: row.requested_at.getTime(),
    confirmedAt: confirmed,
    expiresAt: row.expires_at.getTime(),
    mail: row.mail,
    profileId: row.profile_id,
  };
}

function wordingRoutes(http: Http, deps: OptinRoutesDeps): void {
  const { access, database, clock } = deps;
  const one = async (sql: TransactionSql, retailerId: RetailerId, id: string) => {
    const found = (await wordingList(sql, retailerId, clock.now())).find((each) => each.id === id);
    if (found === undefined) throw new Failure('not_found');
    return found;
  };
  http.get(
    `${BASE}/wordings`,
    {
      onRequest: access.allow('consent.read'),
      schema: { params: retailer, response: { 200: api.WordingList } },
    },
    ({ retailerId }) =>
      database.withRetailer(retailerId, async (sql) => ({
        wordings: await wordingList(sql, retailerId, clock.now()),
      })),
  );
  const write = access.allow('consent.write');
  http.post(
    `${BASE}/wordings`,
    {
      onRequest: write,
      schema: { params: retailer, body: api.WordingBody, response: { 200: api.WordingOne } },
    },
    ({ retailerId, actor, body }) =>
      database.withRetailer(retailerId, async (sql) =>
        one(
          sql,
          retailerId,
          await putWording(deps, sql, { retailerId, id: null, body, by: actor }),
        ),
      ),
  );
  http.post(
    `${BASE}/wordings/:wordingId/versions`,
    {
      onRequest: write,
      schema: {
        params: withId('wordingId'),
        body: api.WordingBody,
        response: { 200: api.WordingOne },
      },
    },
    ({ retailerId, actor, params, body }) =>
      database.withRetailer(retailerId, async (sql) => {
        const put = { retailerId, id: params.wordingId, body, by: actor };
        return one(sql, retailerId, await putWording(deps, sql, put));
      }),
  );
}

function formRoutesOfConsole(http: Http, deps: OptinRoutesDeps): void {
  const { access, database, clock } = deps;
  const read = access.allow('consent.read');
  const write = access.allow('consent.write');
  const params = withId('formId');
  const response = { 200: api.FormOne };
  http.get(
    `${BASE}/forms`,
    { onRequest: read, schema: { params: retailer, response: { 200: api.FormList } } },
    ({ retailerId }) =>
      database.withRetailer(retailerId, async (sql) => ({
        forms: await formList(sql, retailerId, clock.now()),
      })),
  );
  http.post(
    `${BASE}/forms`,
    { onRequest: write, schema: { params: retailer, body: api.FormBody, response } },
    ({ retailerId, actor, body: form }) =>
      database.withRetailer(retailerId, async (sql) => {
        const id = await addForm(deps, sql, { retailerId, form, by: actor });
        return formOne(sql, retailerId, id, clock.now());
      }),
  );
  http.get(
    `${BASE}/forms/:formId`,
    { onRequest: read, schema: { params, response } },
    ({ retailerId, params: { formId } }) =>
      database.withRetailer(retailerId, (sql) => formOne(sql, retailerId, formId, clock.now())),
  );
  http.put(
    `${BASE}/forms/:formId`,
    { onRequest: write, schema: { params, body: api.FormBody, response } },
    ({ retailerId, actor, params: { formId: id }, body: form }) =>
      database.withRetailer(retailerId, async (sql) => {
        await changeForm(deps, sql, { retailerId, id, by: actor, form });
        return formOne(sql, retailerId, id, clock.now());
      }),
  );
  http.post(
    `${BASE}/forms/:formId/status`,
    { onRequest: write, schema: { params, body: api.FormStatusBody, response } },
    ({ retailerId, actor, params: { formId: id }, body: { status } }) =>
      database.withRetailer(retailerId, async (sql) => {
        // A live form whose mails cannot leave would lose people; what is missing is said now, to those who can mend it.
        if (status === 'live' && (await deps.confirmationTemplate(sql, retailerId)) === null)
          throw new Failure('not_ready', 'the template of confirmation mails');
        await changeForm(deps, sql, { retailerId, id, by: actor, status });
        return formOne(sql, retailerId, id, clock.now());
      }),
  );
  http.post(
    `${BASE}/form-preview`,
    {
      onRequest: read,
      schema: {
        params: retailer,
        querystring: api.FormPreviewQuery,
        body: api.FormBody,
        response: { 200: api.FormPreview },
      },
    },
    ({ retailerId, query: { lang }, body: form }) => preview(deps, retailerId, form, lang),
  );
}

async function preview(
  deps: OptinDeps,
  retailerId: RetailerId,
  form: api.FormBody,
  language: 'de' | 'en',
): Promise<api.FormPreview> {
  const { look } = await houseOf(deps, retailerId);
  return deps.database.withRetailer(retailerId, async (sql) => {
    const wording = await formQueries.wordingById(sql, retailerId, form.wordingId);
    const { topics } = await consentSettings(sql, retailerId);
    const shown = { id: '', form, wording: wording?.[language] ?? '', topics };
    return { html: formPage({ look, language, address: form.address }, shown, '') };
  });
}
