import { Failure, type RetailerId, SOURCE_TRUST, type SourceId } from '@augenblick/contract';
import {
  CREATABLE_SOURCE_KINDS,
  type NewWriteKey,
  type SourceRequest,
  type SourceShown,
  type WriteKey,
} from '@augenblick/contract/api/source.ts';
import {
  type AuditNote,
  changesOf,
  newSecret,
  type WriteAudit,
  WRITE_KEY_PREFIX,
} from '../access/index.ts';
import { type Clock, type Database, type Ids, type TransactionSql } from '../runtime/index.ts';
import * as queries from './queries.ts';
import type { Sources } from './source.ts';

/** What changing sources needs. */
export interface ManageDeps {
  database: Database;
  clock: Clock;
  ids: Ids;
  audit: WriteAudit;
  sources: Sources;
}

/** Who changes a source of which retailer. */
export interface Change {
  retailerId: RetailerId;
  actor: AuditNote['actor'];
}

const DAY_MS = 86_400_000;
/** Write keys in use per source; more is a mistake of a program. */
const KEYS_MAX = 50;
/** Sources of a retailer that are not deleted. */
const SOURCES_MAX = 500;

/** Sources of a retailer with keys, counts of the last 24 hours and when something last came. */
export async function listSources(
  deps: ManageDeps,
  retailerId: RetailerId,
): Promise<SourceShown[]> {
  const { sources, keys } = await deps.database.withRetailer(retailerId, async (sql) => ({
    sources: await queries.sourcesOf(sql, retailerId),
    keys: await queries.writeKeysOf(sql, retailerId),
  }));
  const counts = await countEvents(deps, retailerId);
  return sources.map((source) => {
    const own = keys.filter((key) => key.sourceId === source.id);
    const seen = counts?.get(source.id);
    const lastUsed = own.map((key) => key.lastUsedAt?.getTime() ?? 0);
    const lastSeen = Math.max(seen?.lastAt.getTime() ?? 0, ...lastUsed);
    return {
      id: source.id,
      kind: source.kind,
      name: source.name,
      trust: source.trust,
      simulated: source.simulated,
      paused: source.pausedAt !== null,
      createdAt: source.createdAt.getTime(),
      events24h: counts === null ? null : (seen?.events ?? 0),
      lastSeenAt: lastSeen === 0 ? null : lastSeen,
      keys: own.map(keyShown),
    };
  });
}

/** One of them. Throws `not_found`. */
export async function showSource(
  deps: ManageDeps,
  retailerId: RetailerId,
  id: SourceId,
): Promise<SourceShown> {
  const found = (await listSources(deps, retailerId)).find((source) => source.id === id);
  if (found === undefined) throw new Failure('not_found');
  return found;
}

/** Makes a source with its first write key, which only this answer has. */
export async function createSource(
  deps: ManageDeps,
  change: Change,
  input: { kind: (typeof CREATABLE_SOURCE_KINDS)[number]; name: string },
): Promise<{ source: SourceShown; key: NewWriteKey }> {
  const { retailerId, actor } = change;
  const { kind, name } = input;
  const made = await commit(deps, retailerId, async (sql) => {
    await queries.lockSources(sql, retailerId);
    const there = await queries.sourcesOf(sql, retailerId);
    if (there.length >= SOURCES_MAX) throw new Failure('conflict', 'too many sources');
    const now = new Date(deps.clock.now());
    const row = { retailerId, kind, trust: SOURCE_TRUST[kind], name, simulated: false, now };
    const source = await queries.insertSource(sql, row);
    if (source === undefined) throw new Failure('not_found');
    const target = `source:${source.id}`;
    const detail = { kind, name };
    await deps.audit(sql, { retailerId, actor, action: 'source.created', target, detail });
    return { id: source.id, key: await addKey(deps, sql, change, { id: source.id, name }) };
  });
  return { source: await showSource(deps, retailerId, made.id), key: made.key };
}

/**
 * Renames, pauses or resumes. Throws `not_found`, `bad_request` (a source without keys cannot be
 * paused).
 */
export async function changeSource(
  deps: ManageDeps,
  change: Change & { id: SourceId },
  request: SourceRequest,
): Promise<SourceShown> {
  const { retailerId, actor, id } = change;
  await commit(deps, retailerId, async (sql) => {
    const source = await findSource(sql, retailerId, id);
    if (request.paused === true) refuseWithoutKeys(source, 'paused');
    await queries.updateSource(sql, retailerId, id, {
      ...request,
      now: new Date(deps.clock.now()),
    });
    const target = `source:${id}`;
    const held = { name: source.name, paused: source.pausedAt !== null };
    const detail = { name: source.name, ...changesOf(held, request) };
    await deps.audit(sql, { retailerId, actor, action: 'source.changed', target, detail });
  });
  return showSource(deps, retailerId, id);
}

/** Deletes a source: its keys stop at once, its events stay. Throws `not_found`. */
export function deleteSource(deps: ManageDeps, change: Change & { id: SourceId }): Promise<void> {
  const { retailerId, actor, id } = change;
  return commit(deps, retailerId, async (sql) => {
    const { name, kind } = await findSource(sql, retailerId, id);
    await queries.deleteSource(sql, retailerId, id, new Date(deps.clock.now()));
    const target = `source:${id}`;
    const detail = { name, kind };
    await deps.audit(sql, { retailerId, actor, action: 'source.deleted', target, detail });
  });
}

/**
 * Makes a further write key. Throws `not_found`, `bad_request` (not a kind with keys), `conflict`
 * (too many).
 */
export function createWriteKey(
  deps: ManageDeps,
  change: Change & { id: SourceId },
  name: string,
): Promise<NewWriteKey> {
  const { retailerId, id } = change;
  return commit(deps, retailerId, async (sql) => {
    await queries.lockSources(sql, retailerId);
    refuseWithoutKeys(await findSource(sql, retailerId, id), 'kind');
    const keys = await queries.writeKeysOf(sql, retailerId);
    const used = keys.filter((key) => key.sourceId === id && key.revokedAt === null);
    if (used.length >= KEYS_MAX) throw new Failure('conflict', 'too many keys');
    return addKey(deps, sql, change, { id, name });
  });
}

/** Revokes a write key in every process. Throws `not_found`. */
export function revokeWriteKey(
  deps: ManageDeps,
  change: Change & { id: SourceId; keyId: string },
): Promise<void> {
  const { retailerId, actor, id, keyId } = change;
  return commit(deps, retailerId, async (sql) => {
    const now = new Date(deps.clock.now());
    const name = await queries.revokeWriteKey(sql, { retailerId, sourceId: id, id: keyId }, now);
    if (name === undefined) throw new Failure('not_found');
    const target = `source:${id}`;
    const detail = { name, key: keyId };
    await deps.audit(sql, { retailerId, actor, action: 'write_key.revoked', target, detail });
  });
}

/** One transaction that ends with telling all processes, this one at once. */
async function commit<T>(
  deps: ManageDeps,
  retailerId: RetailerId,
  work: (sql: TransactionSql) => Promise<T>,
): Promise<T> {
  const result = await deps.database.withRetailer(retailerId, async (sql) => {
    const done = await work(sql);
    await queries.notifySources(sql, retailerId);
    return done;
  });
  deps.sources.forget();
  return result;
}

async function addKey(
  deps: ManageDeps,
  sql: TransactionSql,
  { retailerId, actor }: Change,
  source: { id: SourceId; name: string },
): Promise<NewWriteKey> {
  const secret = newSecret(deps.ids, WRITE_KEY_PREFIX);
  const row = {
    id: deps.ids.uuid7(),
    sourceId: source.id,
    name: source.name,
    hint: secret.hint,
    createdAt: new Date(deps.clock.now()),
  };
  await queries.insertWriteKey(sql, retailerId, secret.hash, row);
  const target = `source:${source.id}`;
  const detail = { name: source.name, key: row.id };
  await deps.audit(sql, { retailerId, actor, action: 'write_key.created', target, detail });
  return { ...keyShown({ ...row, lastUsedAt: null, revokedAt: null }), key: secret.text };
}

async function findSource(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: SourceId,
): Promise<queries.SourceRow> {
  const source = await queries.sourceById(sql, retailerId, id);
  if (source === undefined) throw new Failure('not_found');
  return source;
}

/** Imports, the demo and the console write without a key: nothing to pause or to hand out. */
function refuseWithoutKeys(source: queries.SourceRow, field: string): void {
  if (!CREATABLE_SOURCE_KINDS.some((kind) => kind === source.kind)) {
    throw new Failure('bad_request', field);
  }
}

/** Counts by source, or null when there is too much to count while somebody waits for the page. */
async function countEvents(
  deps: ManageDeps,
  retailerId: RetailerId,
): Promise<Map<SourceId, { events: number; lastAt: Date }> | null> {
  const since = new Date(deps.clock.now() - DAY_MS);
  try {
    const rows = await deps.database.withRetailer(retailerId, (sql) =>
      queries.activity(sql, retailerId, since),
    );
    return new Map(rows.map((row) => [row.sourceId, row]));
  } catch (error) {
    // query_canceled: the statement's own time limit.
    if ((error as { code?: string }).code === '57014') return null;
    throw error;
  }
}

function keyShown(row: queries.WriteKeyRow): WriteKey {
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    createdAt: row.createdAt.getTime(),
    lastUsedAt: row.lastUsedAt?.getTime() ?? null,
    revokedAt: row.revokedAt?.getTime() ?? null,
  };
}
