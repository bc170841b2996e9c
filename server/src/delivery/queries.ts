/** SQL of asking for messages and taking them back. Sending, reading and receipts have files of their own. */
import type { DeliveryReason, MessageOrigin, ProfileId, RetailerId } from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';

/** A pool or a transaction. */
export type Db = Sql | TransactionSql;

/**
 * A statement's part: whose a profile is now, `id`, `version` and `state`; one that was joined into another is followed there.
 * Without a row when nobody is left. `id` names a column.
 */
export const presentOf = (sql: Db, retailerId: RetailerId, id: string) => sql`(
  select id, version, state from profile where retailer_id = ${retailerId} and id = ${sql(id)}
  union all
  (with recursive heir (id, depth) as (
    select ${sql(id)}, 0
    union
    select (select c.to_profile from identity_change c
             where c.retailer_id = ${retailerId} and c.from_profile = heir.id
             order by c.at desc, c.id desc limit 1), depth + 1
      from heir where heir.id is not null and depth < 20
       and not exists (select from profile x where x.retailer_id = ${retailerId} and x.id = heir.id))
  select x.id, x.version, x.state from heir join profile x on x.retailer_id = ${retailerId} and x.id = heir.id
   where heir.depth > 0 order by heir.depth desc)
  limit 1)`;

/** A message as it is written when it is asked for. */
export interface DeliveryInsert {
  id: string;
  profile: string;
  lane: string;
  priority: number;
  channels: string;
  kind: MessageOrigin['kind'];
  origin: string;
  step: string | null;
  version: number;
  variant: string | null;
  templates: string;
  rules: string;
  data: string;
  from: number;
  until: number | null;
}

/** Writes messages; one that is there already stays as it is. Answers the ids that are new. */
export async function insertDeliveries(
  sql: Db,
  retailerId: RetailerId,
  rows: readonly DeliveryInsert[],
  now: number,
): Promise<string[]> {
  const added = await sql<{ id: string }[]>`
    insert into delivery (retailer_id, id, profile_id, asked_at, lane, priority, channels, origin_kind, origin_id,
      origin_step, origin_version, variant, templates, rules, data, not_before, not_after)
    select ${retailerId}::int, d.id, d.profile, to_timestamp(${now}::float8 / 1000.0), d.lane, d.priority,
      d.channels::text[], d.kind, d.origin, d.step, d.version, d.variant, d.templates, d.rules, d.data,
      to_timestamp(d.from / 1000.0), to_timestamp(d.until / 1000.0)
    from json_to_recordset(${JSON.stringify(rows)}::text::json) d (id uuid, profile uuid, lane text, priority smallint,
      channels text, kind text, origin text, step text, version int, variant text, templates text, rules text,
      data text, "from" float8, until float8)
    order by d.id
    on conflict (retailer_id, id) do nothing returning id`;
  return added.map(({ id }) => id);
}

/** Takes back what still waits of an origin (one step of it, where named), and says why. Answers how many. */
export async function takeBack(
  sql: Db,
  retailerId: RetailerId,
  origin: { kind: MessageOrigin['kind']; id: string; step?: string; profileId?: string },
  reason: DeliveryReason,
  now: number,
): Promise<number> {
  const done = await sql`
    update delivery set status = 'dropped', reason = ${reason}, decided_at = to_timestamp(${now}::float8 / 1000.0)
     where retailer_id = ${retailerId} and origin_kind = ${origin.kind} and origin_id = ${origin.id}
       and (${origin.step ?? null}::text is null or origin_step = ${origin.step ?? null})
       and (${origin.profileId ?? null}::uuid is null or profile_id = ${origin.profileId ?? null}::uuid)
       and status = 'waiting'`;
  return done.count;
}

/** Takes back waiting messages by id. Answers how many. */
export async function takeBackIds(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly string[],
  now: number,
): Promise<number> {
  const done = await sql`
    update delivery d set status = 'dropped', reason = 'taken_back', decided_at = to_timestamp(${now}::float8 / 1000.0)
      from (select ${retailerId}::int as retailer_id, 'waiting' as status, unnest(${[...ids]}::uuid[]) as id offset 0) w
     where d.retailer_id = w.retailer_id and d.id = w.id and d.status = w.status`;
  return done.count;
}

/** A message that is being sent bears this as a mark once nobody wants it to be tried again (see `writeOutcomes`). */
export const TAKEN_BACK = 'taken_back' satisfies DeliveryReason;

/**
 * Takes back messages by id for good. What is being sent cannot be called back, but it may come back to wait: refused for now,
 * left by a process that died, known to be lost. It is marked and left out then.
 */
export async function takeBackForGood(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly string[],
  now: number,
): Promise<void> {
  await sql`
    update delivery d set reason = ${TAKEN_BACK},
      status = case d.status when 'waiting' then 'dropped' else d.status end,
      decided_at = case d.status when 'waiting' then to_timestamp(${now}::float8 / 1000.0) else d.decided_at end
      from (select ${retailerId}::int as retailer_id, unnest(${[...ids]}::uuid[]) as id offset 0) w
     where d.retailer_id = w.retailer_id and d.id = w.id and d.status in ('waiting', 'sending', 'unknown')`;
}

/** Messages that still wait go to other shoppers. */
export async function redirect(
  sql: Db,
  retailerId: RetailerId,
  to: readonly { id: string; profileId: ProfileId }[],
): Promise<void> {
  await sql`
    update delivery d set profile_id = w.profile
      from (select ${retailerId}::int as retailer_id, 'waiting' as status, w.* from unnest(
        ${to.map(({ id }) => id)}::uuid[], ${to.map(({ profileId }) => profileId)}::uuid[]) w (id, profile) offset 0) w
     where d.retailer_id = w.retailer_id and d.id = w.id and d.status = w.status`;
}

/** What an origin held back is due now. Answers how many. */
export async function release(
  sql: Db,
  retailerId: RetailerId,
  origin: { kind: MessageOrigin['kind']; id: string },
  reason: DeliveryReason,
  now: number,
): Promise<number> {
  const done = await sql`
    update delivery set not_before = to_timestamp(${now}::float8 / 1000.0)
     where retailer_id = ${retailerId} and origin_kind = ${origin.kind} and origin_id = ${origin.id}
       and status = 'waiting' and reason = ${reason}`;
  return done.count;
}
