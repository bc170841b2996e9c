import type { RetailerId } from '@augenblick/contract';
import type { Sql, TransactionSql } from '../../runtime/index.ts';
import type { ResponseModel } from '../response.ts';

/** One version of what was believed; undefined when there is none (version 0: nothing learned yet). */
export async function model(
  sql: Sql | TransactionSql,
  retailerId: RetailerId,
  version: number,
): Promise<ResponseModel | undefined> {
  if (version === 0) return undefined;
  const [row] = await sql<{ body: string }[]>`
    select body from response_model where retailer_id = ${retailerId} and version = ${version}`;
  return row && (JSON.parse(row.body) as ResponseModel);
}

/** Keeps a version and makes it the one that is decided with; processes load it with their next batch. */
export async function publishModel(
  sql: TransactionSql,
  retailerId: RetailerId,
  body: ResponseModel,
  now: number,
): Promise<void> {
  await sql`
    insert into response_model (retailer_id, version, at, body)
    values (${retailerId}, ${body.version}, to_timestamp(${now} / 1000.0), ${JSON.stringify(body)})`;
  await sql`
    update decision_rule set model_version = ${body.version}, revision = revision + 1
     where retailer_id = ${retailerId}`;
}

/** Forgets versions that no decision speaks of any more. */
export async function deleteModelsBefore(
  sql: Sql | TransactionSql,
  retailerId: RetailerId,
  before: number,
): Promise<void> {
  await sql`
    delete from response_model m where m.retailer_id = ${retailerId} and m.at < to_timestamp(${before} / 1000.0)
      and m.version < (select model_version from decision_rule where retailer_id = ${retailerId})`;
}
