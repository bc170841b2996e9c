import { Failure } from '@augenblick/contract';
import * as api from '@augenblick/contract/api/staff.ts';
import { z } from 'zod';
import type { Http } from '../runtime/index.ts';
import * as apiKey from './api-key.ts';
import type { Access } from './access.ts';
import * as invitation from './invitation.ts';
import * as member from './member.ts';

/** Routes about who works at a retailer: members, invitations, API keys. */
export function staffRoutes(http: Http, access: Access): void {
  memberRoutes(http, access);
  invitationRoutes(http, access);
  apiKeyRoutes(http, access);
}

const staffParams = z.object({ retailerId: z.string(), staffId: z.uuid() });

function memberRoutes(http: Http, access: Access): void {
  const { deps } = access.inside;
  http.get(
    '/api/r/:retailerId/staff',
    { onRequest: access.allow('staff.read'), schema: { response: { 200: api.staffAnswerSchema } } },
    async ({ retailerId, actor }) => ({ staff: await member.listMembers(deps, retailerId, actor) }),
  );
  http.patch(
    '/api/r/:retailerId/staff/:staffId',
    {
      onRequest: access.allow('staff.write'),
      schema: {
        params: staffParams,
        body: api.roleRequestSchema,
        response: { 200: api.staffMemberSchema },
      },
    },
    async ({ retailerId, actor, params: { staffId }, body: { role } }) => {
      await member.changeRole(deps, { retailerId, actor, staffId, role });
      const all = await member.listMembers(deps, retailerId, actor);
      const changed = all.find((row) => row.id === staffId);
      if (changed === undefined) throw new Failure('not_found');
      return changed;
    },
  );
  http.delete(
    '/api/r/:retailerId/staff/:staffId',
    { onRequest: access.allow('staff.write'), schema: { params: staffParams } },
    async ({ retailerId, actor, params: { staffId } }, reply) => {
      await member.removeMember(deps, { retailerId, actor, staffId });
      return reply.code(204).send();
    },
  );
}

function invitationRoutes(http: Http, access: Access): void {
  const { deps } = access.inside;
  http.get(
    '/api/r/:retailerId/invitations',
    {
      onRequest: access.allow('staff.read'),
      schema: { response: { 200: api.invitationsAnswerSchema } },
    },
    async ({ retailerId }) => ({
      invitations: await invitation.listInvitations(deps, retailerId),
    }),
  );
  http.post(
    '/api/r/:retailerId/invitations',
    {
      onRequest: access.allow('staff.write'),
      schema: { body: api.newInvitationRequestSchema, response: { 200: api.newInvitationSchema } },
    },
    async (request) => {
      const { retailerId, actor, body } = request;
      const baseUrl = access.originOf(request);
      return invitation.invite(deps, { retailerId, actor, ...body, baseUrl });
    },
  );
  http.delete(
    '/api/r/:retailerId/invitations/:invitationId',
    {
      onRequest: access.allow('staff.write'),
      schema: { params: z.object({ retailerId: z.string(), invitationId: z.uuid() }) },
    },
    async ({ retailerId, actor, params: { invitationId } }, reply) => {
      await invitation.revokeInvitation(deps, { retailerId, actor, id: invitationId });
      return reply.code(204).send();
    },
  );
}

function apiKeyRoutes(http: Http, access: Access): void {
  const { deps } = access.inside;
  http.get(
    '/api/r/:retailerId/api-keys',
    {
      onRequest: access.allow('key.write'),
      schema: { response: { 200: api.apiKeysAnswerSchema } },
    },
    async ({ retailerId }) => ({ keys: await apiKey.listApiKeys(deps, retailerId) }),
  );
  http.post(
    '/api/r/:retailerId/api-keys',
    {
      onRequest: access.allow('key.write'),
      schema: { body: api.newApiKeyRequestSchema, response: { 200: api.newApiKeySchema } },
    },
    async ({ retailerId, actor, body }) =>
      apiKey.createApiKey(deps, { ...body, retailerId, actor }),
  );
  http.delete(
    '/api/r/:retailerId/api-keys/:keyId',
    {
      onRequest: access.allow('key.write'),
      schema: { params: z.object({ retailerId: z.string(), keyId: z.uuid() }) },
    },
    async ({ retailerId, actor, params: { keyId } }, reply) => {
      await apiKey.revokeApiKey(deps, { retailerId, actor, id: keyId });
      return reply.code(204).send();
    },
  );
}
