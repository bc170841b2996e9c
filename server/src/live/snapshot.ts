import type { RetailerId } from '@augenblick/contract';
import type { LiveEvent, LiveLight, LiveSnapshot } from '@augenblick/contract/api/live.ts';
import type { Clock, Database, TransactionSql } from '../runtime/index.ts';
import { liveEvent } from './event.ts';
import * as queries from './queries.ts';

/** What a snapshot needs. */
export interface SnapshotDeps {
  database: Database;
  clock: Clock;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const BUCKET = 5 * SECOND;
const BUCKETS = 12;
const EVENTS = 50;
/** How far back the newest events are looked for: a little first, more only when that was too few. */
const WINDOWS = [10 * SECOND, 10 * MINUTE, DAY, 30 * DAY, 3650 * DAY];
/** A count that takes longer is not worth its price while events pour in, ms. */
const PATIENCE = 1_000;
/** The database is slow from here, ms. */
const SLOW_MS = 250;
/** Jobs wait too long from here, seconds. */
const SLOW_JOBS_S = 60;

/** What is happening at a retailer now. */
export async function snapshot(deps: SnapshotDeps, retailerId: RetailerId): Promise<LiveSnapshot> {
  const now = deps.clock.now();
  const [rate, activeShoppers, events, health] = await Promise.all([
    rateOf(deps, retailerId, now),
    bounded<number | null>(deps, retailerId, null, (sql) =>
      queries.activeShoppers(sql, retailerId, new Date(now - 5 * MINUTE)),
    ),
    newest(deps, retailerId, now),
    healthOf(deps, retailerId, now),
  ]);
  return { at: now, rate, activeShoppers, events, health };
}

/** Runs a query for at most `PATIENCE`; what took longer gives `otherwise`. */
async function bounded<T>(
  { database }: SnapshotDeps,
  retailerId: RetailerId,
  otherwise: T,
  work: (sql: TransactionSql) => Promise<T>,
): Promise<T> {
  try {
    return await database.withRetailer(retailerId, async (sql) => {
      await sql`select set_config('statement_timeout', ${String(PATIENCE)}, true)`;
      return work(sql);
    });
  } catch (error) {
    if ((error as { code?: string }).code === '57014') return otherwise;
    throw error;
  }
}

async function rateOf(
  deps: SnapshotDeps,
  retailerId: RetailerId,
  now: number,
): Promise<LiveSnapshot['rate']> {
  const start = Math.floor(now / BUCKET) * BUCKET - (BUCKETS - 1) * BUCKET;
  const rows = await bounded<{ bucket: number; events: number }[]>(deps, retailerId, [], (sql) =>
    queries.eventRate(sql, retailerId, new Date(start)),
  );
  const counts = new Map(rows.map(({ bucket, events }) => [bucket, events]));
  return Array.from({ length: BUCKETS }, (_, i) => ({
    at: start + i * BUCKET,
    events: counts.get(i) ?? 0,
  }));
}

async function newest(
  deps: SnapshotDeps,
  retailerId: RetailerId,
  now: number,
): Promise<LiveEvent[]> {
  let found: queries.EventRow[] = [];
  for (const window of WINDOWS) {
    const since = new Date(now - window);
    const enough = found;
    // When a wide look takes too long, what the narrower one found has to do.
    found = await bounded(deps, retailerId, enough, (sql) =>
      queries.newestEvents(sql, retailerId, since, EVENTS),
    );
    if (found.length === EVENTS || (found === enough && found.length > 0)) break;
  }
  return found.map(liveEvent);
}

async function healthOf(
  deps: SnapshotDeps,
  retailerId: RetailerId,
  now: number,
): Promise<LiveSnapshot['health']> {
  const seen = (ms: number) => (sql: TransactionSql) =>
    queries.sourcesSeen(sql, retailerId, new Date(now - ms));
  const asked = deps.clock.now();
  const backlog = await queries.backlog(deps.database.owner);
  const ms = deps.clock.now() - asked;
  const [sources, drops] = await Promise.all([
    bounded(deps, retailerId, undefined, seen(30 * DAY)).then(
      (rows) => rows ?? bounded(deps, retailerId, [], seen(MINUTE)),
    ),
    bounded<{ reason: string; count: number }[]>(deps, retailerId, [], (sql) =>
      queries.dropsSince(sql, retailerId, new Date(now - 60 * MINUTE)),
    ),
  ]);
  const database: LiveLight = ms >= SLOW_MS ? 'slow' : 'good';
  const queue: LiveLight = backlog.oldestS >= SLOW_JOBS_S ? 'slow' : 'good';
  return {
    database: { light: database, ms },
    queue: { light: queue, waiting: backlog.waiting, oldestS: Math.round(backlog.oldestS) },
    sources: sources.map((source) => ({
      ...source,
      lastSeenAt: source.lastSeenAt?.getTime() ?? null,
    })),
    drops: [...drops],
  };
}
