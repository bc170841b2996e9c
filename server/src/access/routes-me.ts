import { Failure } from '@augenblick/contract';
import * as api from '@augenblick/contract/api/session.ts';
import { z } from 'zod';
import type { Http } from '../runtime/index.ts';
import { changePassword, refuseDemo } from './account.ts';
import type { Access } from './access.ts';
import { arrivalOf, setSession, staffAccount } from './answer.ts';
import * as passkey from './passkey.ts';
import * as queries from './queries.ts';
import { sessionLives } from './rules.ts';

/** Routes about the own account: name, password, passkeys, sessions. */
export function meRoutes(http: Http, access: Access): void {
  accountRoutes(http, access);
  passkeyRoutes(http, access);
  ownSessionRoutes(http, access);
}

function accountRoutes(http: Http, access: Access): void {
  const { deps } = access.inside;
  http.patch(
    '/api/me',
    {
      onRequest: access.signedIn,
      schema: { body: api.meRequestSchema, response: { 200: api.staffAccountSchema } },
    },
    async (request) => {
      const { person, body } = request;
      // The language of a demo log-in is one click in the console and may differ by visitor; its
      // name stays.
      if (body.name !== undefined) refuseDemo(person);
      await queries.updateStaff(deps.database.owner, person.id, body);
      return staffAccount(access, person.id);
    },
  );
  http.post(
    '/api/me/password',
    { onRequest: access.signedIn, schema: { body: api.passwordRequestSchema } },
    async (request, reply) => {
      const arrival = arrivalOf(access, request);
      const token = await changePassword(deps, request.person, request.body, arrival);
      setSession(access, request, reply, token);
      return reply.code(204).send();
    },
  );
}

function passkeyRoutes(http: Http, access: Access): void {
  const { deps, guard } = access.inside;
  http.get(
    '/api/me/passkeys',
    { onRequest: access.signedIn, schema: { response: { 200: api.passkeysAnswerSchema } } },
    async (request) => ({ passkeys: await passkey.listPasskeys(deps, request.person) }),
  );
  http.post(
    '/api/me/passkeys/options',
    { onRequest: access.signedIn, schema: { response: { 200: api.passkeyOptionsAnswerSchema } } },
    async (request) => {
      const origin = guard.originOf(request);
      return { options: await passkey.registrationOptions(deps, request.person, origin) };
    },
  );
  http.post(
    '/api/me/passkeys',
    {
      onRequest: access.signedIn,
      schema: { body: api.newPasskeyRequestSchema, response: { 200: api.passkeySchema } },
    },
    async (request) => {
      const at = { origin: guard.originOf(request), device: arrivalOf(access, request) };
      return passkey.addPasskey(deps, request.person, request.body, at);
    },
  );
  http.delete(
    '/api/me/passkeys/:passkeyId',
    { onRequest: access.signedIn, schema: { params: z.object({ passkeyId: z.uuid() }) } },
    async (request, reply) => {
      const device = arrivalOf(access, request);
      await passkey.removePasskey(deps, request.person, request.params.passkeyId, device);
      return reply.code(204).send();
    },
  );
}

function ownSessionRoutes(http: Http, access: Access): void {
  const { deps } = access.inside;
  http.get(
    '/api/me/sessions',
    { onRequest: access.signedIn, schema: { response: { 200: api.ownSessionsAnswerSchema } } },
    async (request) => {
      // Everybody shares a demo log-in: its devices are other visitors, and theirs is nobody's
      // business.
      refuseDemo(request.person);
      const rows = await queries.sessionsOf(deps.database.owner, request.person.id);
      const sessions = rows.map((row) => ({
        ...row,
        createdAt: row.createdAt.getTime(),
        lastSeenAt: row.lastSeenAt.getTime(),
        current: row.id === request.person.sessionId,
      }));
      return { sessions: sessions.filter((row) => sessionLives(row, deps.clock.now())) };
    },
  );
  http.delete(
    '/api/me/sessions/:sessionId',
    { onRequest: access.signedIn, schema: { params: z.object({ sessionId: z.uuid() }) } },
    async (request, reply) => {
      refuseDemo(request.person);
      const { sessionId } = request.params;
      if (!(await queries.deleteSession(deps.database.owner, request.person.id, sessionId))) {
        throw new Failure('not_found');
      }
      return reply.code(204).send();
    },
  );
}
