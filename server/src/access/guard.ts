import { Failure, type Permission, type RetailerId } from '@augenblick/contract';
import type { FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import type { Clock, Database } from '../runtime/index.ts';
import type { Actor } from './audit.ts';
import { readSessionCookie } from './cookie.ts';
import { isCrossOrigin } from './origin.ts';
import * as retailerQueries from './queries-retailer.ts';
import { roleAllows } from './rules.ts';
import { API_KEY_PREFIX, hashSecret } from './secret.ts';
import type { Person, Sessions } from './session.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set by `access.allow` and `access.member`. */
    actor: Actor;
    /** The retailer of the path, checked against the actor; set together with `actor`. */
    retailerId: RetailerId;
    /** The signed-in person; set by `access.signedIn`. */
    person: Person;
  }
}

/** Guards of routes. Usable as `preHandler` or, before the body is read, as `onRequest`. */
export interface Guard {
  /**
   * For `/api/r/:retailerId/…`: lets a session or API key with this right at this retailer in
   * and sets `request.actor` and `request.retailerId`. Throws `not_signed_in`, `forbidden`,
   * `cross_origin`. A retailer that does not exist answers like one that is not one's own.
   */
  allow(permission: Permission): preHandlerAsyncHookHandler;
  /** True when whoever was let in has this right as well: for answers that show more to some. */
  holds(request: FastifyRequest, permission: Permission): Promise<boolean>;
  /** The same as `allow` for every member of the retailer and every key of it, whatever the rights. */
  member: preHandlerAsyncHookHandler;
  /**
   * For integrators' routes outside of `/api/r/`: lets an API key with this right through; the
   * retailer is the key's own. Throws `not_signed_in`, `forbidden`.
   */
  key(permission: Permission): preHandlerAsyncHookHandler;
  /** For routes about the own person: needs a session, sets `request.person`. */
  signedIn: preHandlerAsyncHookHandler;
  /** Refuses requests of other sites that would change something, with or without a cookie. */
  refuseCrossOrigin(request: FastifyRequest): void;
  /** The request came by https, or the public address says that people do. */
  isSecure(request: FastifyRequest): boolean;
  /** The session token the browser sent. */
  token(request: FastifyRequest): string | null;
  /** The address under which the browser knows us: PUBLIC_URL, or where it sent the request to. */
  originOf(request: FastifyRequest): string;
}

/** The last use of an API key is written at most this often. */
const TOUCH_MS = 60_000;
const RETAILER_ID_MAX = 2_147_483_647;

export function createGuard(deps: {
  database: Database;
  clock: Clock;
  sessions: Sessions;
  publicUrl: string | undefined;
}): Guard {
  const publicOrigin = deps.publicUrl === undefined ? undefined : new URL(deps.publicUrl).origin;
  const isSecure = (request: FastifyRequest): boolean =>
    request.protocol === 'https' || publicOrigin?.startsWith('https:') === true;
  const token = (request: FastifyRequest): string | null =>
    readSessionCookie(request.headers.cookie, isSecure(request));

  const refuseCrossOrigin = (request: FastifyRequest): void => {
    const { 'sec-fetch-site': fetchSite, origin, host } = request.headers;
    const facts = { method: request.method, fetchSite: one(fetchSite), origin, host, publicOrigin };
    if (isCrossOrigin(facts)) throw new Failure('cross_origin');
  };

  const enter = async (request: FastifyRequest, permission: Permission | null): Promise<void> => {
    const retailerId = pathRetailer(request);
    const key = bearer(request);
    if (key !== null) {
      const found = await actorOfKey(deps, key, retailerId);
      if (permission !== null && !found.permissions.includes(permission)) refuse();
      request.actor = found.actor;
    } else {
      refuseCrossOrigin(request);
      const person = await deps.sessions.find(token(request), retailerId);
      if (person === null) throw new Failure('not_signed_in');
      if (person.role === null) refuse();
      if (permission !== null && !roleAllows(person.role, permission)) refuse();
      request.actor = { kind: 'staff', id: person.id, name: person.name, role: person.role };
    }
    request.retailerId = retailerId;
  };

  return {
    allow: (permission) => (request) => enter(request, permission),
    holds: async (request, permission) => {
      try {
        await enter(request, permission);
        return true;
      } catch (error) {
        if (error instanceof Failure && error.code === 'forbidden') return false;
        throw error;
      }
    },
    member: (request) => enter(request, null),
    key: (permission) => async (request) => {
      const key = bearer(request);
      if (key === null) throw new Failure('not_signed_in');
      const found = await actorOfKey(deps, key, null);
      if (!found.permissions.includes(permission)) refuse();
      request.actor = found.actor;
      request.retailerId = found.retailerId;
    },
    signedIn: async (request) => {
      refuseCrossOrigin(request);
      const person = await deps.sessions.find(token(request));
      if (person === null) throw new Failure('not_signed_in');
      request.person = person;
    },
    refuseCrossOrigin,
    isSecure,
    token,
    originOf: (request) => publicOrigin ?? `${request.protocol}://${request.host}`,
  };
}

async function actorOfKey(
  deps: { database: Database; clock: Clock },
  key: string,
  /** The retailer it must belong to; null: whichever it does. */
  retailerId: RetailerId | null,
): Promise<{ actor: Actor; permissions: readonly Permission[]; retailerId: RetailerId }> {
  if (!key.startsWith(API_KEY_PREFIX) || key.length > 100) throw new Failure('not_signed_in');
  const hash = hashSecret(key);
  const row = await retailerQueries.apiKeyByHash(deps.database.owner, hash);
  if (row === undefined) throw new Failure('not_signed_in');
  if (retailerId !== null && row.retailerId !== retailerId) refuse();
  const now = deps.clock.now();
  if (row.lastUsedAt === null || now - row.lastUsedAt.getTime() >= TOUCH_MS) {
    await retailerQueries.touchApiKey(deps.database.owner, hash, new Date(now));
  }
  const actor: Actor = { kind: 'key', id: row.id, name: row.name, role: row.role };
  // Kept rights and the role's present rights: a right taken from the role is taken from its keys.
  const permissions = row.permissions.filter((held) => roleAllows(row.role, held));
  return { actor, permissions, retailerId: row.retailerId };
}

function refuse(): never {
  throw new Failure('forbidden');
}

/** The retailer in the path. What is no retailer's number is refused like a retailer of others. */
function pathRetailer(request: FastifyRequest): RetailerId {
  const id = Number((request.params as { retailerId?: unknown }).retailerId);
  // Zero is nobody's number: the queries find no role there.
  return (Number.isInteger(id) && id > 0 && id <= RETAILER_ID_MAX ? id : 0) as RetailerId;
}

function bearer(request: FastifyRequest): string | null {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value;
}
