import {
  Failure,
  isUuid,
  MOMENT_KINDS,
  type ProfileId,
  type RetailerId,
} from '@augenblick/contract';
import * as api from '@augenblick/contract/api/moment.ts';
import { z } from 'zod';
import type { Access } from '../access/index.ts';
import type { ProfileReading } from '../profile/index.ts';
import type { Clock, Database, Http, TransactionSql } from '../runtime/index.ts';
import { loadModels } from './models.ts';
import * as queries from './queries.ts';
import {
  liveMoments,
  momentsNow,
  shopJourney,
  shopperMoments,
  type ShopperDecision,
} from './view.ts';

/** What the routes of moments need. */
export interface MomentRoutesDeps {
  access: Pick<Access, 'allow'>;
  database: Database;
  clock: Clock;
  reading: ProfileReading;
  /** What was decided for these shoppers since an instant, newest first; from the stage that decides. */
  decisionsOf(
    sql: TransactionSql,
    retailerId: RetailerId,
    ids: readonly ProfileId[],
    since: Date,
  ): Promise<ShopperDecision[]>;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const IDS_MAX = 50;
/** The counts of now are asked by every open Live; one answer serves everybody for this long. */
const NOW_MS = 1_000;

const inRetailer = z.object({ retailerId: z.string() });
const streamQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  kind: z.enum(MOMENT_KINDS).optional(),
  ids: z
    .string()
    .max(40 * IDS_MAX)
    .optional(),
});
const shopperQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) });
const journeyQuery = z.object({ days: z.coerce.number().int().min(1).max(365).default(30) });

/** Routes: the moment stream, the counts of now, one shopper's moments, the shop's journey loop. */
export function momentRoutes(http: Http, deps: MomentRoutesDeps): void {
  streamRoutes(http, deps);
  shopperRoute(http, deps);
  journeyRoute(http, deps);
}

function streamRoutes(http: Http, deps: MomentRoutesDeps): void {
  const { access, database, clock } = deps;
  http.get(
    '/api/r/:retailerId/moments',
    {
      onRequest: access.allow('moment.read'),
      schema: {
        params: inRetailer,
        querystring: streamQuery,
        response: { 200: api.LiveMoments },
      },
    },
    ({ retailerId, query }) =>
      database.withRetailer(retailerId, async (sql) => {
        const rows =
          query.ids === undefined
            ? await queries.newestMoments(sql, retailerId, query.limit, query.kind ?? null)
            : await queries.momentsById(sql, retailerId, wantedIds(query.ids));
        return { at: clock.now(), moments: await besides(deps, sql, retailerId, rows) };
      }),
  );
  const kept = new Map<RetailerId, { at: number; asked: Promise<api.MomentsNow> }>();
  http.get(
    '/api/r/:retailerId/moments/now',
    {
      onRequest: access.allow('moment.read'),
      schema: { params: inRetailer, response: { 200: api.MomentsNow } },
    },
    ({ retailerId }) => {
      const now = clock.now();
      const known = kept.get(retailerId);
      if (known && now - known.at < NOW_MS) return known.asked;
      const asked = database.withRetailer(retailerId, async (sql) =>
        momentsNow(
          now,
          await queries.openCounts(sql, retailerId, new Date(now)),
          await queries.signalCounts(sql, retailerId, new Date(now - HOUR_MS)),
        ),
      );
      kept.set(retailerId, { at: now, asked });
      asked.catch(() => kept.delete(retailerId));
      return asked;
    },
  );
}

function wantedIds(text: string): string[] {
  const ids = text.split(',').slice(0, IDS_MAX);
  if (!ids.every(isUuid)) throw new Failure('bad_request', 'ids: UUIDs, separated by commas');
  return ids;
}

/** Adds what was raised and decided while the moments lasted. */
async function besides(
  deps: MomentRoutesDeps,
  sql: TransactionSql,
  retailerId: RetailerId,
  rows: readonly queries.LiveMomentRow[],
): Promise<api.LiveMoment[]> {
  const oldest = rows.at(-1)?.began_at;
  if (!oldest) return [];
  const ids = [...new Set(rows.map((row) => row.profile_id))];
  const signals = await queries.signalsSince(sql, retailerId, ids, oldest);
  const decisions = await deps.decisionsOf(sql, retailerId, ids, oldest);
  return liveMoments(rows, signals, decisions);
}

function shopperRoute(http: Http, { access, database, clock, reading }: MomentRoutesDeps): void {
  http.get(
    '/api/r/:retailerId/shoppers/:profileId/moments',
    {
      onRequest: access.allow('shopper.read'),
      schema: {
        params: z.object({ retailerId: z.string(), profileId: z.string() }),
        querystring: shopperQuery,
        response: { 200: api.ShopperMoments },
      },
    },
    async ({ retailerId, params, query }) => {
      const profile = await reading.byId(retailerId, params.profileId);
      if (!profile) throw new Failure('not_found', 'there is no such shopper');
      return database.withRetailer(retailerId, async (sql) => {
        const { latest } = await loadModels(sql, retailerId);
        const moments = await queries.latestMoments(sql, retailerId, profile.id, query.limit);
        const signals = await queries.latestSignals(sql, retailerId, profile.id, query.limit);
        return shopperMoments(profile.state, clock.now(), latest, moments, signals);
      });
    },
  );
}

function journeyRoute(http: Http, { access, database, clock }: MomentRoutesDeps): void {
  http.get(
    '/api/r/:retailerId/journey',
    {
      onRequest: access.allow('moment.read'),
      schema: { params: inRetailer, querystring: journeyQuery, response: { 200: api.ShopJourney } },
    },
    ({ retailerId, query }) => {
      const to = clock.now();
      const from = to - query.days * DAY_MS;
      return database.withRetailer(retailerId, async (sql) =>
        shopJourney(
          from,
          to,
          await queries.stagesLeft(sql, retailerId, new Date(from), new Date(to)),
          await queries.stagesEntered(sql, retailerId, new Date(from), new Date(to)),
        ),
      );
    },
  );
}
