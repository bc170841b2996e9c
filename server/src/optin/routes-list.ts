/** Routes of the console about the suppression list and requests about a person's data. */
import { Failure, type Identity, isUuid, type RetailerId } from '@augenblick/contract';
import * as api from '@augenblick/contract/api/optin.ts';
import { z } from 'zod';
import type { Access } from '../access/index.ts';
import { type Address, removeSuppressed, suppressedPage } from '../consent/index.ts';
import { normaliseIdentity } from '../ingest/index.ts';
import type { Http, TransactionSql } from '../runtime/index.ts';
import type { OptinDeps } from './deps.ts';
import { note } from './forms.ts';
import * as queries from './queries.ts';

/** What these routes need. */
export interface ListRoutesDeps extends OptinDeps {
  access: Access;
}

const BASE = '/api/r/:retailerId/consent';
const PAGE = 50;
const retailer = z.object({ retailerId: z.string() });
const withId = <K extends string>(key: K) =>
  z.object({ retailerId: z.string(), [key]: z.string() } as Record<'retailerId' | K, z.ZodString>);

/** Adds the routes of the suppression list and of requests about data. */
export function listRoutes(http: Http, deps: ListRoutesDeps): void {
  suppressionRoutes(http, deps);
  dataRequestRoutes(http, deps);
}

function suppressionRoutes(http: Http, deps: ListRoutesDeps): void {
  const { access, database, list } = deps;
  const read = access.allow('consent.read');
  const write = access.allow('consent.write');
  const response = { 200: api.SuppressionList };
  const found = (sql: TransactionSql, retailerId: RetailerId, ids: readonly string[]) =>
    suppressedPage(sql, retailerId, { ids, limit: PAGE });
  http.get(
    `${BASE}/suppressions`,
    { onRequest: read, schema: { params: retailer, querystring: api.SuppressionQuery, response } },
    ({ retailerId, query: { reason, before } }) =>
      database.withRetailer(retailerId, (sql) =>
        suppressedPage(sql, retailerId, {
          ...(reason ? { reason } : {}),
          ...(before ? { before } : {}),
          limit: PAGE,
        }),
      ),
  );
  http.post(
    `${BASE}/suppressions/find`,
    { onRequest: read, schema: { params: retailer, body: api.AddressBody, response } },
    ({ retailerId, body }) =>
      database.withRetailer(retailerId, async (sql) =>
        found(sql, retailerId, await list.find(sql, retailerId, addressOf(body.address))),
      ),
  );
  http.post(
    `${BASE}/suppressions`,
    { onRequest: write, schema: { params: retailer, body: api.AddressBody, response } },
    ({ retailerId, actor, body }) =>
      database.withRetailer(retailerId, async (sql) => {
        const address = addressOf(body.address);
        const at = deps.clock.now();
        const entry = { address, reason: 'manual', note: body.note ?? null, at } as const;
        await list.put(sql, retailerId, [entry]);
        const detail = { suppressed: address.kind };
        await note(deps, sql, { retailerId, by: actor, target: 'suppression', detail });
        return found(sql, retailerId, await list.find(sql, retailerId, address));
      }),
  );
  http.delete(
    `${BASE}/suppressions/:suppressionId`,
    { onRequest: write, schema: { params: withId('suppressionId') } },
    async ({ retailerId, actor, params: { suppressionId: id } }, reply) => {
      await database.withRetailer(retailerId, async (sql) => {
        const reason = isUuid(id) ? await removeSuppressed(sql, retailerId, id) : undefined;
        if (reason === undefined) throw new Failure('not_found');
        const detail = { lifted: reason };
        await note(deps, sql, { retailerId, by: actor, target: 'suppression', detail });
      });
      return reply.code(204).send();
    },
  );
}

/** What staff typed as an address. Throws `bad_request`. */
function addressOf(typed: string): Address {
  const found: Identity | undefined = typed.includes('@')
    ? normaliseIdentity('email', typed)
    : normaliseIdentity('phone', typed);
  if (found === undefined) throw new Failure('bad_request', 'address');
  return found as Address;
}

function dataRequestRoutes(http: Http, deps: ListRoutesDeps): void {
  const { access, database } = deps;
  const response = { 200: api.DataRequestList };
  const all = async (
    sql: TransactionSql,
    retailerId: RetailerId,
  ): Promise<api.DataRequestList> => ({
    requests: (await queries.dataRequests(sql, retailerId)).map((row) => ({
      id: row.id,
      kind: row.kind,
      profileId: row.profile_id,
      name: row.name,
      email: row.email,
      requestedAt: row.requested_at.getTime(),
      confirmedAt: row.confirmed_at?.getTime() ?? null,
      dueAt: monthAfter(row.requested_at),
      doneAt: row.done_at?.getTime() ?? null,
      doneBy: row.done_by,
    })),
  });
  http.get(
    `${BASE}/data-requests`,
    { onRequest: access.allow('consent.read'), schema: { params: retailer, response } },
    ({ retailerId }) => database.withRetailer(retailerId, (sql) => all(sql, retailerId)),
  );
  http.post(
    `${BASE}/data-requests/:requestId/done`,
    {
      onRequest: access.allow('consent.write'),
      schema: { params: withId('requestId'), response },
    },
    ({ retailerId, actor, params: { requestId: id } }) =>
      database.withRetailer(retailerId, async (sql) => {
        const done = { at: new Date(deps.clock.now()), by: actor.name };
        if (!isUuid(id) || !(await queries.closeDataRequest(sql, retailerId, id, done)))
          throw new Failure('not_found');
        const detail = { request: 'done' };
        await note(deps, sql, { retailerId, by: actor, target: `data-request:${id}`, detail });
        return all(sql, retailerId);
      }),
  );
}

/** A month later (GDPR article 12 (3)); the last day of a shorter month. */
function monthAfter(at: Date): number {
  const due = new Date(at);
  due.setUTCMonth(due.getUTCMonth() + 1);
  if (due.getUTCDate() !== at.getUTCDate()) due.setUTCDate(0);
  return due.getTime();
}
