import { Failure } from '@augenblick/contract';
import type * as api from '@augenblick/contract/api/session.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from './access.ts';
import type { Arrival } from './account.ts';
import { sessionCookie } from './cookie.ts';
import * as queries from './queries.ts';

/** Where a request comes from, for sessions and limits. */
export function arrivalOf(access: Access, request: FastifyRequest): Arrival {
  return {
    userAgent: request.headers['user-agent'] ?? '',
    address: request.ip,
    presented: access.inside.guard.token(request),
  };
}

/** Gives the browser its new session token. */
export function setSession(
  access: Access,
  request: FastifyRequest,
  reply: FastifyReply,
  token: string | null,
): void {
  reply.header('set-cookie', sessionCookie(token, access.inside.guard.isSecure(request)));
}

/** What the console shows of the person: account, and the retailers to switch between. */
export async function signedInAnswer(access: Access, token: string): Promise<api.SignedIn> {
  const { deps } = access.inside;
  const person = await deps.sessions.find(token);
  if (person === null) throw new Failure('not_signed_in');
  return {
    signedIn: true,
    staff: await staffAccount(access, person.id),
    retailers: await ownRetailers(access, person.id),
  };
}

/** The person as the console shows it. */
export async function staffAccount(access: Access, staffId: string): Promise<api.StaffAccount> {
  const row = await queries.staffById(access.inside.deps.database.owner, staffId);
  if (row === undefined) throw new Failure('not_signed_in');
  const { id, email, name, locale, demo, hash } = row;
  return { id, email, name, locale, hasPassword: hash !== null, demo };
}

/** The person's retailers with the role at each. */
async function ownRetailers(access: Access, staffId: string): Promise<api.RetailerOfStaff[]> {
  const rows = await queries.retailersOf(access.inside.deps.database.owner, staffId);
  return rows.map(({ zone, ...row }) => ({ ...row, timeZone: zone }));
}
