import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify';
import type { Permission, RetailerId } from '@augenblick/contract';
import type { Clock, Database, Ids } from '../runtime/index.ts';
import { type AccountDeps, ensureOwnerLink, type OpenRetailer, own } from './account.ts';
import { createAudit, type WriteAudit } from './audit.ts';
import { createGuard, type Guard } from './guard.ts';
import { createLimits, type Limits } from './limit.ts';
import { ensureMember, type MemberInput } from './member.ts';
import type { Queryable } from './queries.ts';
import * as retailerQueries from './queries-retailer.ts';
import { createSessions } from './session.ts';

/** What access needs. */
export interface AccessOptions {
  database: Database;
  clock: Clock;
  ids: Ids;
  /**
   * PUBLIC_URL, when configured: decides the cookie's kind and which address passkeys belong to.
   */
  publicUrl?: string | undefined;
  /** Opens the retailer of the first owner (`openRetailer` of the retailer module). */
  openRetailer: OpenRetailer;
}

/** Guards, audit log, limits and the few things other modules do with people. */
export interface Access {
  /**
   * The guard of a route below `/api/r/:retailerId/`, as `preHandler` or `onRequest`:
   * `http.get(path, { onRequest: access.allow('shopper.read') }, …)`. Sets `request.actor` and
   * `request.retailerId`.
   */
  allow(permission: Permission): preHandlerAsyncHookHandler;
  /** True when whoever was let in by `allow` has this right as well: for answers that show more to some. */
  holds: Guard['holds'];
  /** The same as `allow` for every member and key of the retailer, whatever the rights. */
  member: preHandlerAsyncHookHandler;
  /**
   * For integrators' routes outside of `/api/r/`: an API key with this right; the retailer is the
   * key's own.
   */
  key(permission: Permission): preHandlerAsyncHookHandler;
  /** For routes about the own person: needs a session, sets `request.person`. */
  signedIn: preHandlerAsyncHookHandler;
  /** Refuses unsafe requests of other sites below /api; registered once by `accessRoutes`. */
  protect(http: FastifyInstance): void;
  /** Writes the audit log inside the caller's transaction. */
  audit: WriteAudit;
  /** Rate limits shared by all processes. */
  limits: Limits;
  /** The address under which the asking browser or program knows this installation. */
  originOf: Guard['originOf'];
  /** The set-up link to print at the start, or null once the first owner exists. */
  ensureOwnerLink(baseUrl: string): Promise<string | null>;
  /**
   * Makes sure a person exists and belongs to a retailer; on the owner's connection. For demo
   * log-ins and tests.
   */
  ensureMember(sql: Queryable, input: MemberInput): Promise<string>;
  /** Makes somebody the owner of a retailer just opened. */
  own(sql: Queryable, retailerId: RetailerId, staff: { id: string; name: string }): Promise<void>;
  /** Makes the first owner(s) owners of a retailer that nobody opened by hand: the demo. */
  addFounders(sql: Queryable, retailerId: RetailerId): Promise<void>;
  /**
   * True when a person may open a retailer: a founder, or an owner of a retailer that is not the
   * demo.
   */
  mayOpenRetailer(person: { id: string; founder: boolean; demo: boolean }): Promise<boolean>;
  /** For this module's routes. */
  inside: { guard: Guard; deps: AccountDeps };
}

/** Builds access; nothing is asked of the database before the first request. */
export function createAccess(options: AccessOptions): Access {
  const { database, clock, ids, publicUrl, openRetailer } = options;
  const sessions = createSessions({ database, clock, ids });
  const limits = createLimits({ database, clock });
  const audit = createAudit({ clock, ids });
  const guard = createGuard({ database, clock, sessions, publicUrl });
  const deps: AccountDeps = { database, clock, ids, limits, sessions, audit, openRetailer };
  return {
    allow: guard.allow,
    holds: guard.holds,
    member: guard.member,
    key: guard.key,
    signedIn: guard.signedIn,
    protect: (http) => protect(http, guard),
    audit,
    limits,
    originOf: guard.originOf,
    ensureOwnerLink: (baseUrl) => ensureOwnerLink(deps, baseUrl),
    ensureMember: (sql, input) => ensureMember(deps, sql, input),
    own: (sql, retailerId, staff) => own(deps, sql, retailerId, staff),
    addFounders: (sql, retailerId) =>
      retailerQueries.addFounders(sql, retailerId, new Date(clock.now())),
    mayOpenRetailer: async (person) =>
      !person.demo &&
      (person.founder || (await retailerQueries.ownsRealRetailer(database.owner, person.id))),
    inside: { guard, deps },
  };
}

/**
 * Every request below /api that changes something is checked for its origin, also those without a
 * session: signing a visitor in as somebody else is an attack, too. Programs with an API key send
 * no cookie and are let through.
 */
function protect(http: FastifyInstance, guard: Guard): void {
  http.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return;
    if (request.headers.authorization === undefined) guard.refuseCrossOrigin(request);
    reply.header('cache-control', 'no-store');
  });
}
