/** SQL of copying: the audience into recipients, recipients into messages. One statement for many rows. */
import type { ProfileId } from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';
import type { BroadcastRow } from './queries.ts';

type Db = Sql | TransactionSql;
/** Which newsletter. */
export type Of = Pick<BroadcastRow, 'retailer_id' | 'id'>;

/** A recipient as copied from the audience. `variant` and `dueAt` null: waits for the winner. */
export interface NewRecipient {
  profileId: string;
  variant: string | null;
  zone: string;
  spreadMs: number;
  /** Agreed to being measured: openings can be counted. */
  measured: boolean;
  /** ms */
  dueAt: number | null;
}

/** Adds recipients; who is there already stays as they are. */
export async function insertRecipients(
  sql: TransactionSql,
  { retailer_id, id }: Of,
  recipients: readonly NewRecipient[],
): Promise<void> {
  if (recipients.length === 0) return;
  await sql`
    insert into broadcast_recipient (retailer_id, broadcast_id, profile_id, variant, zone, spread_ms, measured, due_at)
    select ${retailer_id}::int, ${id}::uuid, r."profileId", r.variant, r.zone, r."spreadMs",
           r.measured, to_timestamp(r."dueAt" / 1000.0)
      from json_to_recordset(${JSON.stringify(recipients)}::text::json)
        r ("profileId" uuid, variant text, zone text, "spreadMs" int, measured bool, "dueAt" float8)
    on conflict do nothing`;
}

/** A recipient whose message is to be asked for. */
export interface WaitingRow {
  profile_id: ProfileId;
  variant: string;
  due_at: Date;
  round: number;
  /** Who they are now; another than `profile_id` after a join, null when nobody knows them any more. */
  owner: ProfileId | null;
}

/** The next recipients to be handed over, due until `until` (ms), in the order in which they are due. */
export function nextWaiting(sql: Db, { retailer_id, id }: Of, until: number, limit: number) {
  return sql<WaitingRow[]>`
    with recursive next as materialized (
      select profile_id, variant, due_at, round from broadcast_recipient
       where retailer_id = ${retailer_id} and broadcast_id = ${id} and delivery_id is null
         and variant is not null and due_at <= ${new Date(until)}
       order by due_at, profile_id limit ${limit}
    ), gone as materialized (
      select n.profile_id as id from next n where not exists (
        select from profile p where p.retailer_id = ${retailer_id} and p.id = n.profile_id)
    ), hop (start, id, n) as (
      select id, id, 0 from gone
      union all
      select h.start, c.to_profile, h.n + 1 from hop h cross join lateral (
        select to_profile from identity_change c
         where c.retailer_id = ${retailer_id} and c.from_profile = h.id
         order by c.at desc, c.id desc limit 1) c
       where h.n < 20 and not exists (
         select from profile p where p.retailer_id = ${retailer_id} and p.id = h.id)
    )
    select n.profile_id, n.variant, n.due_at, n.round,
           case when g.id is null then n.profile_id else (
             select h.id from hop h join profile p on p.retailer_id = ${retailer_id} and p.id = h.id
              where h.start = n.profile_id limit 1) end as owner
      from next n left join gone g on g.id = n.profile_id
     order by n.due_at, n.profile_id`;
}

/** Recipients who were joined into another shopper go on as that one; where that one is a recipient too, they are one. */
export async function followOwners(
  sql: TransactionSql,
  { retailer_id, id }: Of,
  moves: readonly { from: string; to: string }[],
): Promise<void> {
  if (moves.length === 0) return;
  const from = moves.map((move) => move.from);
  const to = moves.map((move) => move.to);
  // Two who became the same third: the first of them goes on.
  await sql`
    update broadcast_recipient r set profile_id = m.new
      from (select distinct on (new) ${retailer_id}::int as retailer_id, ${id}::uuid as broadcast_id, old, new
              from unnest(${from}::uuid[], ${to}::uuid[]) m (old, new) order by new, old) m
     where r.retailer_id = m.retailer_id and r.broadcast_id = m.broadcast_id and r.profile_id = m.old
       and not exists (select from broadcast_recipient o where o.retailer_id = m.retailer_id
         and o.broadcast_id = m.broadcast_id and o.profile_id = m.new)`;
  await sql`
    delete from broadcast_recipient
     where retailer_id = ${retailer_id} and broadcast_id = ${id} and delivery_id is null
       and profile_id = any(${from}::uuid[])`;
}

/** Marks recipients as handed over. */
export async function markHandedOver(
  sql: TransactionSql,
  { retailer_id, id }: Of,
  rows: readonly { profileId: string; deliveryId: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update broadcast_recipient r set delivery_id = d."deliveryId"
      from (select ${retailer_id}::int as retailer_id, ${id}::uuid as broadcast_id, d.*
              from json_to_recordset(${JSON.stringify(rows)}::text::json) d ("profileId" uuid, "deliveryId" uuid) offset 0) d
     where r.retailer_id = d.retailer_id and r.broadcast_id = d.broadcast_id and r.profile_id = d."profileId"`;
}

/** What is still to be done. */
export interface Left {
  /** Not yet handed over: those who know their variant, the testers among them, and those who wait for the winner. */
  ready: number;
  unresolved: number;
  /** The earliest instant somebody ready is due (ms), or null. */
  next: number | null;
}

export async function whatIsLeft(sql: Db, { retailer_id, id }: Of): Promise<Left> {
  const [row] = await sql<{ ready: number; unresolved: number; next: Date | null }[]>`
    select count(*) filter (where variant is not null)::int as ready,
           count(*) filter (where variant is null)::int as unresolved,
           min(due_at) filter (where variant is not null) as next
      from broadcast_recipient
     where retailer_id = ${retailer_id} and broadcast_id = ${id} and delivery_id is null`;
  return {
    ready: row?.ready ?? 0,
    unresolved: row?.unresolved ?? 0,
    next: row?.next?.getTime() ?? null,
  };
}

/** The zones of those who wait for the winner. */
export async function zonesOfRest(sql: Db, { retailer_id, id }: Of): Promise<string[]> {
  const rows = await sql<{ zone: string }[]>`
    select distinct zone from broadcast_recipient
     where retailer_id = ${retailer_id} and broadcast_id = ${id} and variant is null`;
  return rows.map(({ zone }) => zone);
}

/** Gives the rest the winner and an instant: that of their zone, and their own part of the spread. */
export async function releaseRest(
  sql: TransactionSql,
  { retailer_id, id }: Of,
  winner: string,
  zones: readonly { zone: string; at: number }[],
): Promise<void> {
  await sql`
    update broadcast_recipient r
       set variant = ${winner}, due_at = to_timestamp((z.at + r.spread_ms) / 1000.0)
      from json_to_recordset(${JSON.stringify(zones)}::text::json) z (zone text, at float8)
     where r.retailer_id = ${retailer_id} and r.broadcast_id = ${id} and r.variant is null and r.zone = z.zone`;
}

/** After a pause those not yet handed over keep their distances: each is due later by as long as it stood still. */
export async function postpone(sql: TransactionSql, { retailer_id, id }: Of, ms: number) {
  await sql`
    update broadcast_recipient set due_at = due_at + ${ms} * interval '1 millisecond'
     where retailer_id = ${retailer_id} and broadcast_id = ${id} and delivery_id is null and due_at is not null`;
}

/** Those whose waiting message was taken back wait again; their next one gets a key of its own. Answers how many. */
export async function waitAgain(sql: TransactionSql, { retailer_id, id }: Of): Promise<number> {
  const done = await sql`
    update broadcast_recipient r set delivery_id = null, round = round + 1
      from delivery d
     where r.retailer_id = ${retailer_id} and r.broadcast_id = ${id}
       and d.retailer_id = r.retailer_id and d.id = r.delivery_id
       and d.status = 'dropped' and d.reason = 'taken_back'`;
  return done.count;
}

/** How many messages still are on their way: in the queue, put off, or being sent. */
export async function countUnderWay(sql: Db, { retailer_id, id }: Of): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from delivery
     where retailer_id = ${retailer_id} and origin_kind = 'broadcast' and origin_id = ${id}
       and status in ('waiting', 'sending')`;
  return row?.count ?? 0;
}
