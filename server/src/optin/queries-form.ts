import type { FormDraft, FormStatus, RetailerId } from '@augenblick/contract';
import type { JsonInput, Sql, TransactionSql } from '../runtime/index.ts';

/** SQL of wordings and forms. */
type Db = Sql | TransactionSql;

export interface FormRow {
  retailer_id: RetailerId;
  id: string;
  status: FormStatus;
  definition: FormDraft;
  changed_at: Date;
}

/** A form by its id alone: what a page that shows it knows. Owner's connection. */
export async function formAnywhere(sql: Sql, id: string): Promise<FormRow | undefined> {
  const [row] = await sql<FormRow[]>`
    select retailer_id, id, status, definition, changed_at from signup_form where id = ${id}`;
  return row;
}

/** Forms of a retailer with their sign-ups of the last 30 days, the newest first. */
export function forms(sql: TransactionSql, retailerId: RetailerId, since: Date, id?: string) {
  return sql<(FormRow & { signups: number; confirmed: number })[]>`
    select f.retailer_id, f.id, f.status, f.definition, f.changed_at,
           count(s.id)::int as signups, count(s.confirmed_at)::int as confirmed
      from signup_form f
      left join signup s on s.retailer_id = f.retailer_id and s.form_id = f.id and s.requested_at > ${since}
     where f.retailer_id = ${retailerId} and (${id ?? null}::uuid is null or f.id = ${id ?? null}::uuid)
     group by f.retailer_id, f.id order by f.id desc`;
}

/** A new form. */
export async function insertForm(
  sql: TransactionSql,
  retailerId: RetailerId,
  row: { id: string; status: FormStatus; definition: FormDraft; at: Date },
): Promise<void> {
  await sql`
    insert into signup_form (retailer_id, id, status, definition, changed_at)
    values (${retailerId}, ${row.id}, ${row.status}, ${sql.json(row.definition as unknown as JsonInput)}, ${row.at})`;
}

/** Changes a form, or only its status; false when there is none. */
export async function updateForm(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
  change: { definition?: FormDraft; status?: FormStatus; at: Date },
): Promise<boolean> {
  const definition = change.definition ? sql.json(change.definition as unknown as JsonInput) : null;
  const done = await sql`
    update signup_form set definition = coalesce(${definition}::jsonb, definition),
                           status = coalesce(${change.status ?? null}, status), changed_at = ${change.at}
     where retailer_id = ${retailerId} and id = ${id}`;
  return done.count > 0;
}

export interface WordingRow {
  id: string;
  name: string;
  version: number;
  de: string;
  en: string;
  at: Date;
}

/** A wording in its present version. */
export async function wordingById(sql: Db, retailerId: RetailerId, id: string) {
  const [row] = await sql<WordingRow[]>`
    select w.id, w.name, w.version, v.de, v.en, v.at from wording w
      join wording_version v on v.retailer_id = w.retailer_id and v.wording_id = w.id and v.version = w.version
     where w.retailer_id = ${retailerId} and w.id = ${id}`;
  return row;
}

export interface VersionRow extends WordingRow {
  /** Version of this row; `version` is the present one. */
  of: number;
  by_name: string;
  signups: number;
}

/** Every version of every wording with how many signed up to it; wordings by name, versions newest first. */
export function versions(sql: TransactionSql, retailerId: RetailerId) {
  return sql<VersionRow[]>`
    select w.id, w.name, w.version, v.version as of, v.de, v.en, v.at, v.by_name,
           (select count(*)::int from signup s where s.retailer_id = w.retailer_id
              and s.wording_id = w.id and s.wording_version = v.version) as signups
      from wording w
      join wording_version v on v.retailer_id = w.retailer_id and v.wording_id = w.id
     where w.retailer_id = ${retailerId}
     order by w.name, w.id, v.version desc`;
}

/** A new wording, or the next version of one. The row of the wording is locked, so that versions are numbered one by one. */
export async function putVersion(
  sql: TransactionSql,
  retailerId: RetailerId,
  row: { id: string; name: string; de: string; en: string; at: Date; by: string; isNew: boolean },
): Promise<number | undefined> {
  const [wording] = row.isNew
    ? await sql<{ version: number }[]>`
        insert into wording (retailer_id, id, name, version)
        values (${retailerId}, ${row.id}, ${row.name}, 1) returning version`
    : await sql<{ version: number }[]>`
        update wording set version = version + 1, name = ${row.name}
         where retailer_id = ${retailerId} and id = ${row.id} returning version`;
  if (wording === undefined) return undefined;
  await sql`
    insert into wording_version (retailer_id, wording_id, version, de, en, at, by_name)
    values (${retailerId}, ${row.id}, ${wording.version}, ${row.de}, ${row.en}, ${row.at}, ${row.by})`;
  return wording.version;
}
