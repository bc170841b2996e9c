import type { RetailerId } from '@augenblick/contract';
import type { JsonInput, Sql, TransactionSql } from '../runtime/index.ts';
import type { SignupRequest } from './signup.ts';

/** SQL of sign-ups that were put down and not yet taken up. */
type Db = Sql | TransactionSql;

/** A sign-up as its form sent it. */
export interface AskedRow {
  retailer_id: RetailerId;
  id: string;
  at: Date;
  email: string;
  request: Omit<SignupRequest, 'retailerId' | 'email'>;
}

/** Puts one down. */
export async function putAsked(
  sql: TransactionSql,
  retailerId: RetailerId,
  row: { id: string; at: Date; email: string; request: SignupRequest },
): Promise<void> {
  const { email: _email, retailerId: _retailer, ...request } = row.request;
  await sql`
    insert into signup_asked (retailer_id, id, at, email, request)
    values (${retailerId}, ${row.id}, ${row.at}, ${row.email}, ${sql.json(request as unknown as JsonInput)})`;
}

/** Those that wait, oldest first, behind `after`. Owner's connection: all retailers at once. */
export function asked(sql: Sql, after: string | null, limit: number) {
  return sql<AskedRow[]>`
    select retailer_id, id, at, email, request from signup_asked
     where ${after}::uuid is null or id > ${after}::uuid order by id limit ${limit}`;
}

/** Takes one away; false when another process did. */
export async function takeAsked(sql: Db, retailerId: RetailerId, id: string): Promise<boolean> {
  const done = await sql`
    delete from signup_asked where retailer_id = ${retailerId} and id = ${id}`;
  return done.count > 0;
}

/** Deletes those put down before an instant: nobody would know any more what they signed up for. Owner's connection. */
export async function deleteAskedBefore(sql: Sql, before: Date): Promise<number> {
  const done = await sql`delete from signup_asked where at < ${before}`;
  return done.count;
}
