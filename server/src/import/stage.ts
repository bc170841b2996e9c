import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RetailerId } from '@augenblick/contract';
import { type Database, openPool, type Sql } from '../runtime/index.ts';
import { ImportFault } from './fault.ts';
import { LIMITS } from './limits.ts';
import type { RowValues } from './row.ts';

/** A row on its way through the staging table. `key`: order number, customer or product it speaks of. */
export interface StagedRow {
  row: number;
  key: string;
  values: RowValues;
  extras: Record<string, string>;
  /** The cells as they stood, for the rejected file. */
  raw: readonly string[];
}

/** All rows that speak of one thing, in the file's order. */
export interface StagedGroup {
  key: string;
  rows: StagedRow[];
  /** More rows than one thing can have: the group comes in several parts, all of them marked, so that memory stays small. */
  part: boolean;
  /** The end of its group. */
  last: boolean;
}

/**
 * A place to sort a file that does not fit into memory: temporary tables on a connection of their own. They vanish with
 * the connection, so a killed run leaves nothing behind; the same connection holds the lock that keeps a retailer
 * from two imports at a time.
 */
export interface Stage {
  /** Takes rows in (COPY). Returns how many. */
  fill(rows: AsyncIterable<StagedRow>): Promise<number>;
  /** Sorts by time and groups by key; returns the number of groups. */
  sort(): Promise<number>;
  /** The groups, oldest first. */
  groups(): AsyncGenerator<StagedGroup, void>;
  close(): Promise<void>;
}

/** Class of the advisory lock "an import of this retailer is running". */
const IMPORTING = 4403;

/** Opens a stage. Throws ImportFault('already_running') when another import of the retailer runs, in any process. */
export async function openStage(database: Database, retailerId: RetailerId): Promise<Stage> {
  const sql = openPool({ url: database.url, max: 1, name: 'import', session: true });
  try {
    const [lock] = await sql`select pg_try_advisory_lock(${IMPORTING}, ${retailerId}::int) as held`;
    if (!lock?.['held']) throw new ImportFault('already_running');
    await sql`set work_mem = '64MB'`;
    await sql`set maintenance_work_mem = '128MB'`;
    await sql`create temporary table import_stage (
      row_no int not null, key text not null, at bigint, fields text not null, raw text not null)`;
  } catch (error) {
    await sql.end({ timeout: 1 });
    throw error;
  }
  return {
    fill: (rows) => fill(sql, rows),
    sort: () => sort(sql),
    groups: () => groups(sql),
    close: () => sql.end({ timeout: 1 }),
  };
}

async function fill(sql: Sql, rows: AsyncIterable<StagedRow>): Promise<number> {
  let count = 0;
  async function* lines(): AsyncGenerator<string, void> {
    let pending = '';
    for await (const row of rows) {
      count++;
      const at = row.values.ordered_at === undefined ? '\\N' : String(row.values.ordered_at);
      const fields = escaped(JSON.stringify([row.values, row.extras]));
      const raw = escaped(JSON.stringify(row.raw));
      pending += `${row.row}\t${escaped(row.key)}\t${at}\t${fields}\t${raw}\n`;
      if (pending.length > 1 << 16) {
        yield pending;
        pending = '';
      }
    }
    if (pending !== '') yield pending;
  }
  const target = await sql`
    copy import_stage (row_no, key, at, fields, raw) from stdin`.writable();
  await pipeline(Readable.from(lines(), { objectMode: true }), target);
  return count;
}

/** COPY's text format: backslash, tab and line breaks are escaped. */
function escaped(text: string): string {
  return /[\\\t\n\r]/.test(text)
    ? text
        .replaceAll('\\', '\\\\')
        .replaceAll('\t', '\\t')
        .replaceAll('\n', '\\n')
        .replaceAll('\r', '\\r')
    : text;
}

/** Oldest first, so that histories grow in the order in which they happened even when a file is sorted backwards. */
async function sort(sql: Sql): Promise<number> {
  await sql`create temporary table import_group as
    select (row_number() over (order by min(at) nulls first, min(row_no)))::int as ordinal, key
    from import_stage group by key`;
  await sql`analyze import_group`;
  await sql`create temporary table import_sorted as
    select ordinal, row_no, key, fields, raw from import_stage join import_group using (key)
    order by ordinal, row_no`;
  await sql`create index on import_sorted (ordinal, row_no)`;
  await sql`analyze import_sorted`;
  const [row] = await sql`select count(*)::int as groups from import_group`;
  await sql`drop table import_stage`;
  return row?.['groups'] as number;
}

interface SortedRow {
  ordinal: number;
  row_no: number;
  key: string;
  fields: string;
  raw: string;
}

async function* groups(sql: Sql): AsyncGenerator<StagedGroup, void> {
  let ordinal = 0;
  let rowNo = 0;
  let group: StagedGroup | undefined;
  let groupOrdinal = 0;
  for (;;) {
    const rows = await sql<SortedRow[]>`
      select ordinal, row_no, key, fields, raw from import_sorted
      where (ordinal, row_no) > (${ordinal}, ${rowNo})
      order by ordinal, row_no limit ${LIMITS.stagedRowsRead}`;
    for (const row of rows) {
      if (!group || row.ordinal !== groupOrdinal) {
        if (group) yield { ...group, last: true };
        group = { key: row.key, rows: [], part: false, last: false };
        groupOrdinal = row.ordinal;
      } else if (group.rows.length > LIMITS.orderLinesMax) {
        yield { ...group, part: true };
        group = { key: row.key, rows: [], part: true, last: false };
      }
      const [values, extras] = JSON.parse(row.fields) as [RowValues, Record<string, string>];
      group.rows.push({
        row: row.row_no,
        key: row.key,
        values,
        extras,
        raw: JSON.parse(row.raw) as string[],
      });
      ordinal = row.ordinal;
      rowNo = row.row_no;
    }
    if (rows.length < LIMITS.stagedRowsRead) break;
  }
  if (group) yield { ...group, last: true };
}
