/** Journeys follow their shopper when profiles are joined or taken apart. */
import type { ProfileId, RetailerId } from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';

/** An identifier that goes from one profile to another. */
export interface Moved {
  key: string;
  from: ProfileId;
  to: ProfileId;
}

/**
 * Runs go with the identifier of the fact that began them, as events do, so that a join and its undoing are exact. Of a
 * profile that is left empty (`left`) everything goes to where the last of its identifiers went. When both were on the way
 * with the same key, the run that began later ends.
 */
export async function moveRuns(
  tx: TransactionSql,
  retailerId: RetailerId,
  moves: readonly Moved[],
  left: readonly ProfileId[],
): Promise<void> {
  if (moves.length === 0) return;
  const rows = JSON.stringify(moves);
  const gone = new Set(left);
  const last = new Map(moves.flatMap((one) => (gone.has(one.from) ? [[one.from, one.to]] : [])));
  const rest = JSON.stringify([...last].map(([from, to]) => ({ from, to })));
  const from = tx`(select ${retailerId}::int as retailer_id, 'active' as status,
    unnest(${[...new Set(moves.map((one) => one.from))]}::uuid[]) as id offset 0)`;
  // Which run goes where; those that would meet one with the same key end before they go.
  await tx`
    with going as (
      select r.retailer_id, r.id, r.profile_id, r.journey_id, r.key, r.status, r.entered_at,
        coalesce(m."to", l."to") as to_profile
      from ${from} w join journey_run r on r.retailer_id = w.retailer_id and r.profile_id = w.id and r.status = w.status
      left join json_to_recordset(${rows}::text::json) m (key text, "from" uuid, "to" uuid)
        on m."from" = r.profile_id and m.key = r.anchor
      left join json_to_recordset(${rest}::text::json) l ("from" uuid, "to" uuid) on l."from" = r.profile_id
      where coalesce(m."to", l."to") is not null
    ), meeting as (
      select g.retailer_id, case when (g.entered_at, g.id) >= (o.entered_at, o.id) then g.id else o.id end as id
      from going g join journey_run o on o.retailer_id = g.retailer_id and o.profile_id = g.to_profile
        and o.journey_id = g.journey_id and o.key = g.key and o.status = g.status
      union
      select g.retailer_id, g.id from going g join going o on o.to_profile = g.to_profile and o.journey_id = g.journey_id
        and o.key = g.key and (g.entered_at, g.id) > (o.entered_at, o.id)
    )
    update journey_run r set status = 'done', end_reason = 'joined', ended_at = now(), due_at = null, parked = false
    from meeting m where r.retailer_id = m.retailer_id and r.id = m.id`;
  await tx`
    with going as (
      select r.retailer_id, r.id, coalesce(m."to", l."to") as to_profile
      from ${from} w join journey_run r on r.retailer_id = w.retailer_id and r.profile_id = w.id
      left join json_to_recordset(${rows}::text::json) m (key text, "from" uuid, "to" uuid)
        on m."from" = r.profile_id and m.key = r.anchor
      left join json_to_recordset(${rest}::text::json) l ("from" uuid, "to" uuid) on l."from" = r.profile_id
      where coalesce(m."to", l."to") is not null
    ), steps as (
      update journey_step s set profile_id = g.to_profile from going g
      where s.retailer_id = g.retailer_id and s.run_id = g.id)
    update journey_run r set profile_id = g.to_profile from going g
    where r.retailer_id = g.retailer_id and r.id = g.id`;
  await tx`
    with going as (
      select i.retailer_id, i.profile_id, i.key, coalesce(m."to", l."to") as to_profile
      from ${from} w join journey_inbox i on i.retailer_id = w.retailer_id and i.profile_id = w.id
      left join json_to_recordset(${rows}::text::json) m (key text, "from" uuid, "to" uuid)
        on m."from" = i.profile_id and m.key = i.anchor
      left join json_to_recordset(${rest}::text::json) l ("from" uuid, "to" uuid) on l."from" = i.profile_id
      where coalesce(m."to", l."to") is not null offset 0
    )
    update journey_inbox i set profile_id = g.to_profile from going g
    where i.retailer_id = g.retailer_id and i.profile_id = g.profile_id and i.key = g.key
      and not exists (select 1 from journey_inbox o where o.retailer_id = g.retailer_id and o.profile_id = g.to_profile
        and o.key = g.key)`;
}
