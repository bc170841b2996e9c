import type { RetailerId } from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';

/** One row of a retailer. */
export interface RowKey {
  retailerId: RetailerId;
  id: string;
}

/** Where the versions of a kind stand: the table, and its column with the id of what they are versions of. */
export interface VersionTable {
  table: string;
  owner: string;
}

/** What a column may be given; `json` is asked of the connection for everything else. */
export type Columns = Readonly<
  Record<string, string | number | boolean | Date | null | ReturnType<TransactionSql['json']>>
>;

/** One row with all its columns, locked until the end of the transaction. */
export async function lockRow<Row extends object>(
  sql: TransactionSql,
  table: string,
  { retailerId, id }: RowKey,
): Promise<Row | undefined> {
  const [row] = await sql<Row[]>`
    select * from ${sql(table)} where retailer_id = ${retailerId} and id = ${id} for update`;
  return row;
}

/** Adds a row. */
export async function insertRow(
  sql: TransactionSql,
  table: string,
  { retailerId, id }: RowKey,
  columns: Columns,
): Promise<void> {
  const row: Columns = { retailer_id: retailerId, id, ...columns };
  await sql`insert into ${sql(table)} ${sql(row as Record<string, string>)}`;
}

/** Changes columns of a row that the caller has locked. */
export async function updateRow(
  sql: TransactionSql,
  table: string,
  { retailerId, id }: RowKey,
  columns: Columns,
): Promise<void> {
  await sql`
    update ${sql(table)} set ${sql(columns as Record<string, string>)}
     where retailer_id = ${retailerId} and id = ${id}`;
}

/** Deletes a row that the caller has locked. */
export async function deleteRow(
  sql: TransactionSql,
  table: string,
  { retailerId, id }: RowKey,
): Promise<void> {
  await sql`delete from ${sql(table)} where retailer_id = ${retailerId} and id = ${id}`;
}

/** Adds a version. */
export async function insertVersion(
  sql: TransactionSql,
  { table, owner }: VersionTable,
  { retailerId, id }: RowKey,
  columns: Columns,
): Promise<void> {
  const row: Columns = { retailer_id: retailerId, [owner]: id, ...columns };
  await sql`insert into ${sql(table)} ${sql(row as Record<string, string>)}`;
}

/** A version as stored. */
export interface VersionRow<Draft> {
  version: number;
  at: Date;
  by_name: string;
  definition: Draft;
}

/** Versions, newest first. */
export function versions<Draft>(
  sql: TransactionSql,
  { table, owner }: VersionTable,
  { retailerId, id }: RowKey,
) {
  return sql<VersionRow<Draft>[]>`
    select version, at, by_name, definition from ${sql(table)}
     where retailer_id = ${retailerId} and ${sql(owner)} = ${id} order by version desc limit 200`;
}

/** One version, or undefined. */
export async function version<Draft>(
  sql: TransactionSql,
  { table, owner }: VersionTable,
  { retailerId, id }: RowKey,
  number: number,
): Promise<Draft | undefined> {
  const [row] = await sql<{ definition: Draft }[]>`
    select definition from ${sql(table)}
     where retailer_id = ${retailerId} and ${sql(owner)} = ${id} and version = ${number}`;
  return row?.definition;
}
