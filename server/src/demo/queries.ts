/**
 * All SQL about the demo's state, but for the removal (remove-queries.ts). Everything runs on the owner's connection:
 * jobs and the simulation belong to no request, and whether the installation is empty is no retailer's business.
 */
import type { RetailerId, Source, SourceId } from '@augenblick/contract';
import type { Queryable } from '../access/index.ts';
import type { DemoSourceKey } from './simulation/index.ts';

/** A demo log-in as it is printed. */
export interface DemoLogIn {
  email: string;
  name: string;
  role: 'owner' | 'marketing' | 'staff';
  password: string;
}

/** The sources made for the demo; empty before loading has begun. */
export type DemoSourceIds = Partial<Record<DemoSourceKey | 'history', SourceId>>;

/** The row of `demo` with what is needed of its retailer. */
export interface DemoRow {
  retailerId: RetailerId;
  retailerName: string;
  currency: string;
  zone: string;
  stage: 'loading' | 'ready' | 'removing';
  running: boolean;
  anchorAt: Date;
  done: number;
  total: number;
  simulated: number;
  sourceIds: DemoSourceIds;
  logIns: DemoLogIn[];
}

/** The demo retailers, at most one in practice. */
export function demos(sql: Queryable): Promise<DemoRow[]> {
  return sql<DemoRow[]>`
    select d.retailer_id as "retailerId", r.name as "retailerName", r.currency, r.zone, d.stage, d.running,
      d.anchor_at as "anchorAt", d.done, d.total, d.simulated, d.source_ids as "sourceIds", d.log_ins as "logIns"
    from demo d join retailer r on r.id = d.retailer_id order by d.retailer_id`;
}

/** The demo state of one retailer; undefined when it is a real one. */
export async function demoOf(sql: Queryable, retailerId: RetailerId): Promise<DemoRow | undefined> {
  const all = await demos(sql);
  return all.find((row) => row.retailerId === retailerId);
}

/** Only one process at a time looks whether the demo is to be made; released with the transaction. */
export async function lockOffer(sql: Queryable): Promise<void> {
  await sql`select pg_advisory_xact_lock(4402, 0)`;
}

/** True when nothing was ever here: no retailer, and no demo that somebody removed. */
export async function isUntouched(sql: Queryable): Promise<boolean> {
  const [row] = await sql<{ untouched: boolean }[]>`
    select not exists (select from retailer) and not exists (select from demo_offer) as untouched`;
  return row?.untouched === true;
}

/** Writes down the state of a demo retailer just opened, and that the installation has had its demo. */
export async function insertDemo(
  sql: Queryable,
  row: Pick<DemoRow, 'retailerId' | 'anchorAt' | 'logIns'>,
): Promise<void> {
  await sql`
    insert into demo (retailer_id, stage, running, anchor_at, log_ins)
    values (${row.retailerId}, 'loading', true, ${row.anchorAt}, ${JSON.stringify(row.logIns)}::text::jsonb)`;
  await sql`insert into demo_offer (at) values (${row.anchorAt}) on conflict (one) do nothing`;
}

/** Notes which sources were made for the demo. */
export async function noteSources(
  sql: Queryable,
  retailerId: RetailerId,
  ids: DemoSourceIds,
): Promise<void> {
  await sql`update demo set source_ids = ${JSON.stringify(ids)}::text::jsonb where retailer_id = ${retailerId}`;
}

/** Notes how far the history is written; false when it is not loading any more and the load is to stop. */
export async function noteLoaded(
  sql: Queryable,
  retailerId: RetailerId,
  { done, total }: { done: number; total: number },
): Promise<boolean> {
  const changed = await sql`
    update demo set done = ${done}, total = ${total} where retailer_id = ${retailerId} and stage = 'loading'`;
  return changed.count === 1;
}

/** Loading is over: visitors may come. */
export async function noteReady(sql: Queryable, retailerId: RetailerId): Promise<void> {
  await sql`update demo set stage = 'ready' where retailer_id = ${retailerId} and stage = 'loading'`;
}

/** Sets the switch; false when there is no demo or it is being removed. */
export async function setRunning(
  sql: Queryable,
  retailerId: RetailerId,
  running: boolean,
): Promise<boolean> {
  const changed = await sql`
    update demo set running = ${running} where retailer_id = ${retailerId} and stage <> 'removing'`;
  return changed.count === 1;
}

/** From now on it is being removed; false when there is no demo. May be said twice. */
export async function noteRemoving(sql: Queryable, retailerId: RetailerId): Promise<boolean> {
  const changed = await sql`
    update demo set done = case when stage = 'removing' then done else 0 end,
      total = case when stage = 'removing' then total else 0 end, stage = 'removing', running = false
    where retailer_id = ${retailerId}`;
  return changed.count === 1;
}

/** Counts events of the simulation and answers the new total. */
export async function addSimulated(
  sql: Queryable,
  retailerId: RetailerId,
  events: number,
): Promise<number> {
  const [row] = await sql<{ simulated: number }[]>`
    update demo set simulated = simulated + ${events} where retailer_id = ${retailerId} returning simulated`;
  return row?.simulated ?? 0;
}

/** The demo's own sources as the write path takes them. One that a person deleted or paused is missing. */
export async function demoSources(
  sql: Queryable,
  retailerId: RetailerId,
  ids: DemoSourceIds,
): Promise<Map<DemoSourceKey | 'history', Source>> {
  const rows = await sql<Source[]>`
    select id, retailer_id as "retailerId", kind, trust, name, currency, simulated from source
    where retailer_id = ${retailerId} and id = any(${Object.values(ids)}) and paused_at is null and deleted_at is null`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  const found = new Map<DemoSourceKey | 'history', Source>();
  for (const [key, id] of Object.entries(ids) as [DemoSourceKey | 'history', SourceId][]) {
    const source = byId.get(id);
    if (source) found.set(key, source);
  }
  return found;
}

/**
 * Events of the simulation received in the last minute. The block range index on received_at keeps this at a few pages
 * however many events there are.
 */
export async function simulatedLastMinute(
  sql: Queryable,
  retailerId: RetailerId,
  { sourceIds, now }: { sourceIds: DemoSourceIds; now: number },
): Promise<number> {
  const { history: _, ...simulated } = sourceIds;
  const [row] = await sql<{ events: number }[]>`
    select count(*)::int as events from event
    where retailer_id = ${retailerId} and source_id = any(${Object.values(simulated)})
      and received_at > ${new Date(now - 60_000)}`;
  return row?.events ?? 0;
}

/** Class of the advisory lock that the process holds which sends the visitors; the second key is the retailer. */
export const VISITORS = 4402;

/**
 * Takes the lock of the process that sends visitors, on a session of its own; true also when the session has it already,
 * false when another process does.
 */
export async function takeVisitors(sql: Queryable, retailerId: RetailerId): Promise<boolean> {
  const [row] = await sql<{ taken: boolean }[]>`
    select case when exists (
      select from pg_locks where locktype = 'advisory' and granted and pid = pg_backend_pid()
        and classid = ${VISITORS} and objid = ${retailerId}
    ) then true else pg_try_advisory_lock(${VISITORS}, ${retailerId}) end as taken`;
  return row?.taken === true;
}

/** Waits until no process sends visitors any more, and keeps others from beginning. Held by the session. */
export async function awaitVisitors(sql: Queryable, retailerId: RetailerId): Promise<void> {
  await sql`select pg_advisory_lock(${VISITORS}, ${retailerId})`;
}

/** True while some process sends the visitors of this retailer. */
export async function visitorsAreSent(sql: Queryable, retailerId: RetailerId): Promise<boolean> {
  const [row] = await sql<{ held: boolean }[]>`
    select exists (
      select from pg_locks where locktype = 'advisory' and granted and classid = ${VISITORS}
        and objid = ${retailerId} and database = (select oid from pg_database where datname = current_database())
    ) as held`;
  return row?.held === true;
}

/** A mail that left; `sentAt` in ms. */
export interface SentMail {
  id: string;
  /** Null once it was erased. */
  address: string | null;
  sentAt: number;
}

/** Mails of newsletters and journeys that were sent after an instant, ms. */
export function mailsSince(
  sql: Queryable,
  retailerId: RetailerId,
  since: number,
): Promise<SentMail[]> {
  return sql<SentMail[]>`
    select id, address, (extract(epoch from sent_at) * 1000)::float8 as "sentAt" from delivery
     where retailer_id = ${retailerId} and origin_kind in ('broadcast', 'journey') and channel = 'mail'
       and sent_at > ${new Date(since)}`;
}
