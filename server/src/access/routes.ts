import { auditAnswerSchema, auditQuerySchema } from '@augenblick/contract/api/audit.ts';
import * as api from '@augenblick/contract/api/session.ts';
import {
  acceptInvitationRequestSchema,
  invitationShownSchema,
} from '@augenblick/contract/api/staff.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Http } from '../runtime/index.ts';
import * as account from './account.ts';
import type { Access } from './access.ts';
import { arrivalOf, setSession, signedInAnswer } from './answer.ts';
import * as invitation from './invitation.ts';
import * as passkey from './passkey.ts';
import * as queries from './queries.ts';
import * as retailerQueries from './queries-retailer.ts';
import { meRoutes } from './routes-me.ts';
import { staffRoutes } from './routes-staff.ts';

/** All routes of this module, and the check of the origin for everything below /api. */
export function accessRoutes(http: Http, access: Access): void {
  access.protect(http);
  sessionRoutes(http, access);
  setupRoutes(http, access);
  invitationRoutes(http, access);
  auditRoutes(http, access);
  meRoutes(http, access);
  staffRoutes(http, access);
}

function sessionRoutes(http: Http, access: Access): void {
  const { deps, guard } = access.inside;
  const enter = async (request: FastifyRequest, reply: FastifyReply, token: string) => {
    setSession(access, request, reply, token);
    return signedInAnswer(access, token);
  };

  http.get(
    '/api/session',
    { schema: { response: { 200: api.sessionAnswerSchema } } },
    async (request) => {
      const token = guard.token(request);
      const person = await deps.sessions.find(token);
      if (token !== null && person !== null) return signedInAnswer(access, token);
      const setupOpen = !(await queries.founderExists(deps.database.owner));
      return { signedIn: false as const, setupOpen };
    },
  );
  http.post(
    '/api/session',
    { schema: { body: api.signInRequestSchema, response: { 200: api.signedInSchema } } },
    async (request, reply) => {
      const token = await account.signIn(deps, request.body, arrivalOf(access, request));
      return enter(request, reply, token);
    },
  );
  http.delete('/api/session', async (request, reply) => {
    const token = guard.token(request);
    if (token !== null) await deps.sessions.end(token);
    setSession(access, request, reply, null);
    return reply.code(204).send();
  });
  http.post(
    '/api/session/passkey/options',
    { schema: { response: { 200: api.passkeyOptionsAnswerSchema } } },
    async (request) => {
      const origin = guard.originOf(request);
      return { options: await passkey.signInOptions(deps, origin, request.ip) };
    },
  );
  http.post(
    '/api/session/passkey',
    { schema: { body: api.passkeyAnswerRequestSchema, response: { 200: api.signedInSchema } } },
    async (request, reply) => {
      const origin = guard.originOf(request);
      const arrival = arrivalOf(access, request);
      const token = await passkey.signInWithPasskey(deps, request.body, origin, arrival);
      return enter(request, reply, token);
    },
  );
}

const tokenParams = z.object({ token: z.string().min(20).max(200) });

function setupRoutes(http: Http, access: Access): void {
  const { deps } = access.inside;
  http.get(
    '/api/setup/:token',
    { schema: { params: tokenParams, response: { 200: api.setupAnswerSchema } } },
    async (request) => {
      const ends = await account.showSetup(deps, request.params.token, request.ip);
      return { expiresAt: ends.getTime() };
    },
  );
  http.post(
    '/api/setup',
    { schema: { body: api.setupRequestSchema, response: { 200: api.signedInSchema } } },
    async (request, reply) => {
      const token = await account.setUp(deps, request.body, arrivalOf(access, request));
      setSession(access, request, reply, token);
      return signedInAnswer(access, token);
    },
  );
}

function invitationRoutes(http: Http, access: Access): void {
  const { deps, guard } = access.inside;
  http.get(
    '/api/invitations/:token',
    { schema: { params: tokenParams, response: { 200: invitationShownSchema } } },
    async (request) => {
      const person = await deps.sessions.find(guard.token(request));
      const visitor = { address: request.ip, person };
      return invitation.showInvitation(deps, request.params.token, visitor);
    },
  );
  http.post(
    '/api/invitations/:token',
    {
      schema: {
        params: tokenParams,
        body: acceptInvitationRequestSchema,
        response: { 200: api.signedInSchema },
      },
    },
    async (request, reply) => {
      const person = await deps.sessions.find(guard.token(request));
      const asked = { token: request.params.token, request: request.body, person };
      const token = await invitation.acceptInvitation(deps, asked, arrivalOf(access, request));
      setSession(access, request, reply, token);
      return signedInAnswer(access, token);
    },
  );
}

function auditRoutes(http: Http, access: Access): void {
  const { deps } = access.inside;
  http.get(
    '/api/r/:retailerId/audit',
    {
      onRequest: access.allow('audit.read'),
      schema: { querystring: auditQuerySchema, response: { 200: auditAnswerSchema } },
    },
    async (request) => {
      const { retailerId, query } = request;
      const rows = await deps.database.withRetailer(retailerId, (sql) =>
        // One more than asked for tells whether there is a next page.
        retailerQueries.auditPage(sql, retailerId, { ...query, limit: query.limit + 1 }),
      );
      const page = rows.slice(0, query.limit);
      return {
        entries: page.map((row) => ({
          id: row.id,
          at: row.at.getTime(),
          actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
          action: row.action,
          target: row.target,
          detail: row.detail,
        })),
        next: rows.length > query.limit ? (page.at(-1)?.id ?? null) : null,
      };
    },
  );
}
