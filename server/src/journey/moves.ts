/** Journeys follow their shopper when profiles are joined or taken apart. */
import type { ProfileId, RetailerId } from '@augenblick/contract';
import { cancelKeys, followRuns } from '../delivery/index.ts';
import type { TransactionSql } from '../runtime/index.ts';
import { visitKey } from './run.ts';

/** An identifier that goes from one profile to another. */
export interface Moved {
  key: string;
  from: ProfileId;
  to: ProfileId;
}

/**
 * Runs go with the identifier of the fact that began them, as events do, so that a join and its undoing are exact. Of a
 * profile that is left empty (`left`) everything goes to where the last of its identifiers went. When both were on the way
 * with the same key, the run that began later ends. Messages that wait go with their run: they are about what its shopper
 * did; those of one that ends here are taken back.
 */
export async function moveRuns(
  tx: TransactionSql,
  retailerId: RetailerId,
  { moves, left, now }: { moves: readonly Moved[]; left: readonly ProfileId[]; now: number },
): Promise<void> {
  if (moves.length === 0) return;
  const rows = JSON.stringify(moves);
  const empty = new Set(left);
  const last = new Map(moves.flatMap((one) => (empty.has(one.from) ? [[one.from, one.to]] : [])));
  const rest = JSON.stringify([...last].map(([from, to]) => ({ from, to })));
  const from = tx`(select ${retailerId}::int as retailer_id, 'active' as status,
    unnest(${[...new Set(moves.map((one) => one.from))]}::uuid[]) as id offset 0)`;
  // Which run goes where; those that would meet one with the same key end before they go.
  const ended = await tx<{ id: string }[]>`
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
    ), ended as (
      update journey_run r set status = 'done', end_reason = 'joined', due_at = null, parked = false,
        ended_at = to_timestamp(${now}::float8 / 1000.0)
      from meeting m where r.retailer_id = m.retailer_id and r.id = m.id returning r.retailer_id, r.journey_id, r.id
    ), counted as (
      insert into journey_tally (retailer_id, journey_id, kind, node, port, slot, n)
      select retailer_id, journey_id, 'end', 'joined', '', 0, count(*) from ended group by 1, 2
      on conflict (retailer_id, journey_id, kind, node, port, slot) do update set n = journey_tally.n + excluded.n
    )
    select id from ended`;
  const gone = await tx<{ id: string; to: ProfileId }[]>`
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
    where r.retailer_id = g.retailer_id and r.id = g.id returning r.id, r.profile_id as "to"`;
  await moveMessages(tx, retailerId, { ended, gone, now });
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

/** Takes back the waiting messages of runs that ended here, and lets those of the others follow their run. */
async function moveMessages(
  tx: TransactionSql,
  retailerId: RetailerId,
  runs: {
    ended: readonly { id: string }[];
    gone: readonly { id: string; to: ProfileId }[];
    now: number;
  },
): Promise<void> {
  if (runs.gone.length + runs.ended.length === 0) return;
  const ids = [...new Set([...runs.ended, ...runs.gone].map(({ id }) => id))];
  const visits = await tx<{ id: string; node: string; visit: number }[]>`
    select s.run_id as id, s.node, s.visit
      from (select ${retailerId}::int as retailer_id, unnest(${ids}::uuid[]) as id offset 0) w
      join journey_step s on s.retailer_id = w.retailer_id and s.run_id = w.id`;
  if (visits.length === 0) return;
  const over = new Set(runs.ended.map(({ id }) => id));
  const back = visits.filter(({ id }) => over.has(id));
  const keys = back.map(({ id, node, visit }) => visitKey({ id }, node, visit));
  if (keys.length > 0) await cancelKeys(tx, retailerId, keys, runs.now);
  const to = new Map(runs.gone.map((run) => [run.id, run.to]));
  const follow = visits.flatMap(({ id, node, visit }) => {
    const profileId = over.has(id) ? undefined : to.get(id);
    return profileId === undefined ? [] : [{ key: visitKey({ id }, node, visit), profileId }];
  });
  if (follow.length > 0) await followRuns(tx, retailerId, follow);
}
