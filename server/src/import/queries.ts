import type { RetailerId, SourceId } from '@augenblick/contract';
import type {
  ImportKind,
  ImportMapping,
  ImportProgress,
  ImportRun,
  ImportSettings,
  ImportState,
  ImportSummary,
} from '@augenblick/contract/api/import.ts';
import type { JsonInput, Sql, TransactionSql } from '../runtime/index.ts';
import { faultWords } from './fault.ts';
import { LIMITS } from './limits.ts';

type AnySql = Sql | TransactionSql;

interface RunRow {
  id: string;
  kind: ImportKind;
  state: ImportState;
  file_name: string;
  file_bytes: number;
  created_by: string;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  cancel_asked: boolean;
  mapping: Record<string, string>;
  settings: ImportSettings;
  progress: ImportProgress;
  summary: ImportSummary | null;
  failure: string | null;
}

const toRun = (row: RunRow): ImportRun => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  fileName: row.file_name,
  fileBytes: row.file_bytes,
  createdBy: row.created_by,
  createdAt: row.created_at.getTime(),
  startedAt: row.started_at?.getTime() ?? null,
  finishedAt: row.finished_at?.getTime() ?? null,
  mapping: row.mapping,
  settings: row.settings,
  progress: row.progress,
  summary: row.summary,
  failure: row.failure === null ? null : faultWords(row.failure),
});

/** A new run as it waits for a person (uploaded) or begins at once (running, command line). */
export async function insertRun(
  sql: AnySql,
  retailerId: RetailerId,
  run: Pick<
    ImportRun,
    'id' | 'kind' | 'fileName' | 'fileBytes' | 'createdBy' | 'createdAt' | 'settings' | 'progress'
  > & { mapping: ImportMapping },
): Promise<ImportRun> {
  const rows = await sql<RunRow[]>`
    insert into import_run (retailer_id, id, kind, state, file_name, file_bytes, created_by, created_at, mapping,
      settings, progress)
    values (${retailerId}, ${run.id}, ${run.kind}, 'uploaded', ${run.fileName}, ${run.fileBytes}, ${run.createdBy},
      ${new Date(run.createdAt)}, ${sql.json(run.mapping as JsonInput)}, ${sql.json(run.settings as JsonInput)},
      ${sql.json(run.progress as JsonInput)})
    returning *`;
  return toRun(rows[0] as RunRow);
}

/** One run, or undefined. */
export async function readRun(
  sql: AnySql,
  retailerId: RetailerId,
  id: string,
): Promise<ImportRun | undefined> {
  const rows = await sql<RunRow[]>`
    select * from import_run where retailer_id = ${retailerId} and id = ${id}`;
  return rows[0] && toRun(rows[0]);
}

/** The latest runs, newest first. */
export async function listRuns(sql: AnySql, retailerId: RetailerId): Promise<ImportRun[]> {
  const rows = await sql<RunRow[]>`
    select * from import_run where retailer_id = ${retailerId}
    order by created_at desc, id desc limit ${LIMITS.listMax}`;
  return rows.map(toRun);
}

/** Running runs that have been silent for too long died with their process: they are marked so. */
export async function markInterrupted(
  sql: AnySql,
  retailerId: RetailerId,
  now: number,
): Promise<void> {
  await sql`
    update import_run set state = 'interrupted', finished_at = ${new Date(now)}
    where retailer_id = ${retailerId} and state = 'running'
      and heartbeat_at < ${new Date(now - LIMITS.silentMs)}`;
}

/** What a person chose; only while the run does not run. */
export async function updateChoices(
  sql: AnySql,
  retailerId: RetailerId,
  id: string,
  choices: { kind: ImportKind; mapping: ImportMapping; settings: ImportSettings },
): Promise<ImportRun | undefined> {
  const rows = await sql<RunRow[]>`
    update import_run set kind = ${choices.kind}, mapping = ${sql.json(choices.mapping as JsonInput)},
      settings = ${sql.json(choices.settings as JsonInput)}
    where retailer_id = ${retailerId} and id = ${id} and state not in ('queued', 'running')
    returning *`;
  return rows[0] && toRun(rows[0]);
}

/** Moves a run from one of `from` to a state; undefined when it is in none of them (any more). */
export async function moveRun(
  sql: AnySql,
  retailerId: RetailerId,
  id: string,
  from: readonly ImportState[],
  to: {
    state: ImportState;
    at: number;
    progress?: ImportProgress;
    summary?: ImportSummary;
    failure?: string;
  },
): Promise<ImportRun | undefined> {
  const at = new Date(to.at);
  const finished = ['done', 'cancelled', 'failed', 'interrupted'].includes(to.state);
  const rows = await sql<RunRow[]>`
    update import_run set
      state = ${to.state},
      started_at = case when ${to.state === 'running'} then ${at}::timestamptz else started_at end,
      finished_at = case when ${finished} then ${at}::timestamptz end,
      heartbeat_at = ${at},
      cancel_asked = false,
      progress = coalesce(${to.progress ? sql.json(to.progress as JsonInput) : null}::jsonb, progress),
      summary = ${to.summary ? sql.json(to.summary as JsonInput) : null}::jsonb,
      failure = ${to.failure ?? null}
    where retailer_id = ${retailerId} and id = ${id}
      and state in (select jsonb_array_elements_text(${sql.json([...from])}))
    returning *`;
  return rows[0] && toRun(rows[0]);
}

/** Notes progress and life of a running run; answers the run and whether somebody asked to cancel it. */
export async function noteProgress(
  sql: AnySql,
  retailerId: RetailerId,
  id: string,
  progress: ImportProgress,
  at: number,
): Promise<{ run: ImportRun; cancelAsked: boolean } | undefined> {
  const rows = await sql<RunRow[]>`
    update import_run set progress = ${sql.json(progress as JsonInput)}, heartbeat_at = ${new Date(at)}
    where retailer_id = ${retailerId} and id = ${id} and state = 'running'
    returning *`;
  return rows[0] && { run: toRun(rows[0]), cancelAsked: rows[0].cancel_asked };
}

/** Asks a running run to stop. */
export async function askCancel(
  sql: AnySql,
  retailerId: RetailerId,
  id: string,
): Promise<ImportRun | undefined> {
  const rows = await sql<RunRow[]>`
    update import_run set cancel_asked = true
    where retailer_id = ${retailerId} and id = ${id} and state = 'running'
    returning *`;
  return rows[0] && toRun(rows[0]);
}

/** Removes the record of a run that does not run. What it imported stays. */
export async function deleteRun(sql: AnySql, retailerId: RetailerId, id: string): Promise<boolean> {
  const rows = await sql`
    delete from import_run
    where retailer_id = ${retailerId} and id = ${id} and state not in ('queued', 'running')
    returning 1`;
  return rows.length > 0;
}

/** What the last import said: digest of the content and how often it changed. */
export interface Seen {
  key: string;
  content: string;
  revision: number;
}

/** What the last import said about these keys. */
export async function readSeen(
  sql: AnySql,
  retailerId: RetailerId,
  kind: string,
  keys: readonly string[],
): Promise<Map<string, Seen>> {
  const rows = await sql<Seen[]>`
    select key, content, revision from import_seen
    where retailer_id = ${retailerId} and kind = ${kind}
      and key in (select jsonb_array_elements_text(${sql.json([...keys])}))`;
  return new Map(rows.map((row) => [row.key, row]));
}

/** Remembers what this import said. After ingest has committed: a crash in between repeats the same message, once. */
export async function writeSeen(
  sql: AnySql,
  retailerId: RetailerId,
  kind: string,
  seen: readonly Seen[],
): Promise<void> {
  if (seen.length === 0) return;
  await sql`
    insert into import_seen as seen (retailer_id, kind, key, content, revision)
    select ${retailerId}, ${kind}, key, content, revision
    from jsonb_to_recordset(${sql.json(seen as unknown as JsonInput)}) as sent(key text, content text, revision int)
    on conflict (retailer_id, kind, key) do update
      set content = excluded.content, revision = excluded.revision`;
}

/** What the retailer expects of files: money and clocks. */
export async function readRetailer(
  sql: AnySql,
  retailerId: RetailerId,
): Promise<{ currency: string; zone: string } | undefined> {
  const rows = await sql<{ currency: string; zone: string }[]>`
    select currency, zone from retailer where id = ${retailerId}`;
  return rows[0];
}

/** Which of these events are stored. */
export async function storedEvents(
  sql: AnySql,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await sql<{ id: string }[]>`
    select id from event
    where retailer_id = ${retailerId}
      and id in (select value::uuid from jsonb_array_elements_text(${sql.json([...ids])}))`;
  return new Set(rows.map((row) => row.id));
}

/** Rows of an order under shoppers other than the one it belongs to now, which an earlier import put there. */
export async function formerOrders(
  sql: AnySql,
  retailerId: RetailerId,
  sourceId: SourceId,
  orders: readonly { orderId: string; eventId: string }[],
): Promise<{ orderId: string; anchor: string | null; currency: string; at: Date }[]> {
  return sql<{ orderId: string; anchor: string | null; currency: string; at: Date }[]>`
    select o.order_id as "orderId", former.anchor, o.currency, o.at
    from jsonb_to_recordset(${sql.json(orders as unknown as JsonInput)}) as sent("orderId" text, "eventId" uuid)
    join event present on present.retailer_id = ${retailerId} and present.id = sent."eventId"
    join customer_order o on o.retailer_id = ${retailerId} and o.order_id = sent."orderId"
      and o.profile_id <> present.profile_id and o.source_id = ${sourceId}
      and not (o.kind = 'adjustment' and o.total_minor = 0)
    join event former on former.retailer_id = ${retailerId} and former.id = o.event_id`;
}
