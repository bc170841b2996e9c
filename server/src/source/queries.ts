/** All SQL of sources and write keys. */
import type { RetailerId, Source, SourceId, SourceKind, SourceTrust } from '@augenblick/contract';
import type { Queryable } from '../access/index.ts';

/** A source as kept. */
export interface SourceRow extends Source {
  pausedAt: Date | null;
  createdAt: Date;
}

/** Sources of a retailer, oldest first. Deleted ones are not among them. */
export function sourcesOf(sql: Queryable, retailerId: RetailerId): Promise<SourceRow[]> {
  return sql<SourceRow[]>`
    select retailer_id as "retailerId", id, kind, trust, name, currency, simulated,
      paused_at as "pausedAt", created_at as "createdAt"
    from source where retailer_id = ${retailerId} and deleted_at is null order by id`;
}

/** One source that is not deleted. */
export async function sourceById(
  sql: Queryable,
  retailerId: RetailerId,
  id: SourceId,
): Promise<SourceRow | undefined> {
  const [row] = await sql<SourceRow[]>`
    select retailer_id as "retailerId", id, kind, trust, name, currency, simulated,
      paused_at as "pausedAt", created_at as "createdAt"
    from source where retailer_id = ${retailerId} and id = ${id} and deleted_at is null`;
  return row;
}

/**
 * Two who make sure of the same source at the same instant go one after the other. Held until the
 * transaction ends.
 */
export async function lockSources(sql: Queryable, retailerId: RetailerId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('augenblick source'), ${retailerId})`;
}

/** The oldest source of this kind and name. */
export async function sourceByName(
  sql: Queryable,
  retailerId: RetailerId,
  wanted: { kind: SourceKind; name: string },
): Promise<SourceRow | undefined> {
  const [row] = await sql<SourceRow[]>`
    select retailer_id as "retailerId", id, kind, trust, name, currency, simulated,
      paused_at as "pausedAt", created_at as "createdAt"
    from source
    where retailer_id = ${retailerId} and kind = ${wanted.kind} and name = ${wanted.name}
      and deleted_at is null
    order by id limit 1`;
  return row;
}

/** Adds a source in the retailer's currency; undefined when there is no such retailer. */
export async function insertSource(
  sql: Queryable,
  row: {
    retailerId: RetailerId;
    kind: SourceKind;
    trust: SourceTrust;
    name: string;
    simulated: boolean;
    now: Date;
  },
): Promise<SourceRow | undefined> {
  const [added] = await sql<SourceRow[]>`
    insert into source (retailer_id, kind, name, trust, currency, simulated, created_at)
    select id, ${row.kind}, ${row.name}, ${row.trust}, currency, ${row.simulated}, ${row.now}
    from retailer where id = ${row.retailerId}
    returning retailer_id as "retailerId", id, kind, trust, name, currency, simulated,
      paused_at as "pausedAt", created_at as "createdAt"`;
  return added;
}

/** Renames, pauses (from the first instant on) or resumes. */
export async function updateSource(
  sql: Queryable,
  retailerId: RetailerId,
  id: SourceId,
  change: { name?: string | undefined; paused?: boolean | undefined; now: Date },
): Promise<void> {
  await sql`
    update source set name = coalesce(${change.name ?? null}, name),
      paused_at = case ${change.paused ?? null}::boolean
        when true then coalesce(paused_at, ${change.now}) when false then null else paused_at end
    where retailer_id = ${retailerId} and id = ${id}`;
}

/** Marks a source deleted and revokes its keys. */
export async function deleteSource(
  sql: Queryable,
  retailerId: RetailerId,
  id: SourceId,
  now: Date,
): Promise<void> {
  await sql`
    update source set deleted_at = ${now} where retailer_id = ${retailerId} and id = ${id}`;
  await sql`
    update write_key set revoked_at = ${now}
    where retailer_id = ${retailerId} and source_id = ${id} and revoked_at is null`;
}

/** Sources that had the retailer's old currency get the new one. */
export async function followCurrency(
  sql: Queryable,
  retailerId: RetailerId,
  before: string,
  after: string,
): Promise<void> {
  await sql`
    update source set currency = ${after}
    where retailer_id = ${retailerId} and currency = ${before}`;
}

export interface WriteKeyRow {
  id: string;
  sourceId: SourceId;
  name: string;
  hint: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/** Write keys of a retailer, those in use first, newest first. */
export function writeKeysOf(sql: Queryable, retailerId: RetailerId): Promise<WriteKeyRow[]> {
  return sql<WriteKeyRow[]>`
    select id, source_id as "sourceId", name, hint, created_at as "createdAt",
      last_used_at as "lastUsedAt", revoked_at as "revokedAt"
    from write_key where retailer_id = ${retailerId}
    order by revoked_at is not null, id desc`;
}

export async function insertWriteKey(
  sql: Queryable,
  retailerId: RetailerId,
  hash: Buffer,
  row: Omit<WriteKeyRow, 'lastUsedAt' | 'revokedAt'>,
): Promise<void> {
  await sql`
    insert into write_key (retailer_id, id, source_id, key_hash, hint, name, created_at)
    values (${retailerId}, ${row.id}, ${row.sourceId}, ${hash}, ${row.hint}, ${row.name},
      ${row.createdAt})`;
}

/** Revokes a key of a source; its name, or undefined when there is none in use. */
export async function revokeWriteKey(
  sql: Queryable,
  key: { retailerId: RetailerId; sourceId: SourceId; id: string },
  now: Date,
): Promise<string | undefined> {
  const [row] = await sql<{ name: string }[]>`
    update write_key set revoked_at = ${now}
    where retailer_id = ${key.retailerId} and source_id = ${key.sourceId} and id = ${key.id}
      and revoked_at is null
    returning name`;
  return row?.name;
}

/**
 * The source that a key in use writes to, of whichever retailer; none when it is paused or deleted.
 * Writes down, at most once a minute, that the key is in use. Runs on the owner's connection, on a
 * cache miss only.
 */
export async function sourceByKeyHash(
  sql: Queryable,
  hash: Buffer,
  now: Date,
): Promise<Source | undefined> {
  const [row] = await sql<Source[]>`
    with found as (
      select s.retailer_id, s.id, s.kind, s.trust, s.name, s.currency, s.simulated, k.id as key_id
      from write_key k join source s on s.retailer_id = k.retailer_id and s.id = k.source_id
      where k.key_hash = ${hash} and k.revoked_at is null and s.paused_at is null
        and s.deleted_at is null
    ), used as (
      update write_key k set last_used_at = ${now} from found f
      where k.retailer_id = f.retailer_id and k.id = f.key_id
        and (k.last_used_at is null or k.last_used_at < ${now}::timestamptz - interval '1 minute')
    )
    select retailer_id as "retailerId", id, kind, trust, name, currency, simulated from found`;
  return row;
}

/** Tells every process, when the transaction commits, to forget what it knows of sources. */
export async function notifySources(sql: Queryable, retailerId: RetailerId): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, ${String(retailerId)})`;
}
/** The channel of `notifySources`. */
export const CHANNEL = 'augenblick_source';

/**
 * Events of the last 24 hours by source, and when the last came. Reads the block ranges of a day
 * (BRIN on received_at); where that is too much to count for a page, the statement ends itself
 * after a second and the caller shows no number.
 */
export async function activity(
  sql: Queryable,
  retailerId: RetailerId,
  since: Date,
): Promise<{ sourceId: SourceId; events: number; lastAt: Date }[]> {
  await sql`select set_config('statement_timeout', '1000', true)`;
  return sql<{ sourceId: SourceId; events: number; lastAt: Date }[]>`
    select source_id as "sourceId", count(*)::int as events, max(received_at) as "lastAt"
    from event where retailer_id = ${retailerId} and received_at >= ${since} group by source_id`;
}
