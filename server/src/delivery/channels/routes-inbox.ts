/** The shopper's inbox on the shop's pages, and the team's hints in the console. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Failure, type Source } from '@augenblick/contract';
import * as api from '@augenblick/contract/api/channel.ts';
import { z } from 'zod';
import { type Access, addressGroup, type Limit } from '../../access/index.ts';
import type { Clock, Database, Http, Sql } from '../../runtime/index.ts';
import * as queries from './queries-own.ts';
import type { TakeReceipts } from './receipt.ts';

/** What the routes need. */
export interface InboxRoutesDeps {
  access: Pick<Access, 'allow' | 'limits'>;
  database: Database;
  /** The owner's pool: a shop's page is no console connection. */
  sql: Sql;
  clock: Clock;
  byWriteKey(key: string): Promise<Source | null>;
  receipts: TakeReceipts;
}

/** Questions without a proof, from one place; a shop's server may ask as often as it likes. */
const UNPROVEN: Limit = { name: 'inbox_miss', burst: 30, everyMs: 10_000 };
/** A question names a person and a hundred messages at most. */
const ASK_BYTES_MAX = 16 * 1024;
const HINTS_MAX = 50;
const INBOX_MAX = 50;
const INBOX_MS = 180 * 86_400_000;

/** Adds the routes. */
export function inboxRoutes(http: Http, deps: InboxRoutesDeps): void {
  const { access, database, clock } = deps;
  http.get(
    '/api/r/:retailerId/hints',
    { onRequest: access.allow('shopper.read'), schema: { response: { 200: api.HintList } } },
    async ({ retailerId }) => {
      const rows = await database.withRetailer(retailerId, (sql) =>
        queries.openHints(sql, retailerId, HINTS_MAX),
      );
      const hints = rows.map(({ at, body: text, total: _total, ...row }) => ({
        ...row,
        text,
        at: at.getTime(),
      }));
      return { hints, total: rows[0]?.total ?? 0 };
    },
  );
  http.post(
    '/api/r/:retailerId/hints/:id/done',
    { onRequest: access.allow('shopper.write'), schema: { params: z.object({ id: z.uuid() }) } },
    async ({ retailerId, actor, params: { id } }, reply) => {
      const by = { name: actor.name, at: new Date(clock.now()) };
      const found = await database.withRetailer(retailerId, (sql) =>
        queries.tickHint(sql, retailerId, id, by),
      );
      if (!found) throw new Failure('not_found');
      return reply.code(204).send();
    },
  );
  http.options('/v1/inbox', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .header('access-control-allow-origin', '*')
      .header('access-control-allow-headers', 'content-type')
      .header('access-control-max-age', '86400')
      .code(204)
      .send(),
  );
  http.post(
    '/v1/inbox',
    { bodyLimit: ASK_BYTES_MAX, schema: { body: api.InboxAsk, response: { 200: api.Inbox } } },
    async ({ body, ip }, reply) => {
      reply
        .header('access-control-allow-origin', '*')
        .header('cross-origin-resource-policy', 'cross-origin')
        .header('cache-control', 'no-store');
      return answer(deps, body, ip);
    },
  );
}

async function answer(
  deps: InboxRoutesDeps,
  { writeKey, userId, userProof, read }: z.output<typeof api.InboxAsk>,
  ip: string,
): Promise<api.Inbox> {
  const { sql, clock } = deps;
  const source = await deps.byWriteKey(writeKey);
  if (source === null) throw new Failure('write_key_unknown');
  const { retailerId } = source;
  // A key that stands in a page must not open whomever's inbox it likes.
  if (source.trust !== 'trusted') {
    const secret = await queries.proofSecret(sql, retailerId, source.id);
    if (secret === null || !proves(secret, userId, userProof ?? '')) {
      await deps.access.limits.take(UNPROVEN, addressGroup(ip));
      throw new Failure('forbidden', 'userProof');
    }
  }
  const profiles = await queries.profilesOfUser(sql, retailerId, userId);
  const now = clock.now();
  if (read.length > 0) {
    const opened = await queries.readInbox(sql, retailerId, profiles, read, new Date(now));
    await deps.receipts(
      retailerId,
      opened.map((deliveryId) => ({ ...OPENED, deliveryId, at: now })),
    );
  }
  const wish = { since: new Date(now - INBOX_MS), limit: INBOX_MAX };
  const rows = await queries.inboxOf(sql, retailerId, profiles, wish);
  const messages = rows.map(({ at, body: text, unread: _unread, ...row }) => ({
    ...row,
    text,
    at: at.getTime(),
  }));
  return { unread: rows[0]?.unread ?? 0, messages };
}

const OPENED = {
  channel: 'inbox',
  kind: 'opened',
  providerId: null,
  permanent: false,
  reason: null,
  words: '',
} as const;

function proves(secret: string, userId: string, proof: string): boolean {
  const right = createHmac('sha256', secret).update(userId).digest();
  const said = Buffer.from(proof, 'hex');
  return said.length === right.length && timingSafeEqual(right, said);
}
