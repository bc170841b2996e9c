/** SQL of what a journey was worth: who got in. Their orders are counted as those after a newsletter are. */
import type { RetailerId } from '@augenblick/contract';
import type { Db } from './queries-run.ts';

/** Somebody who got in, once, and when for the first time (ms). */
export interface EntrantRow {
  profileId: string;
  since: number;
}

/** Which of those who got in are meant: at or after `from`, before `to` (ms; null: no limit). */
export interface EntrySpan {
  from: number | null;
  to: number | null;
}

/** When a version went live and when the next one did (ms); undefined when there is no such version. */
export async function spanOfVersion(
  sql: Db,
  retailerId: RetailerId,
  id: string,
  version: number,
): Promise<EntrySpan | undefined> {
  const rows = await sql<{ version: number; at: Date }[]>`
    select version, at from journey_version
    where retailer_id = ${retailerId} and journey_id = ${id} and version between ${version} and ${version + 1}
    order by version`;
  const [own, next] = rows;
  if (own?.version !== version) return undefined;
  return { from: own.at.getTime(), to: next?.at.getTime() ?? null };
}

/**
 * Of the last `limit` times somebody got in, each shopper once with the first; `cut` tells whether there were more. The rows come
 * by `journey_run_entered`, the newest first, so that no more than these are read.
 */
export async function entrants(
  sql: Db,
  retailerId: RetailerId,
  id: string,
  { from, to, limit }: EntrySpan & { limit: number },
): Promise<{ people: EntrantRow[]; cut: boolean }> {
  const rows = await sql<{ profile_id: string; since: Date; runs: number }[]>`
    with last as (
      select profile_id, entered_at from journey_run
      where retailer_id = ${retailerId} and journey_id = ${id}
        and entered_at >= coalesce(to_timestamp(${from}::float8 / 1000.0), '-infinity')
        and entered_at < coalesce(to_timestamp(${to}::float8 / 1000.0), 'infinity')
      order by entered_at desc, id desc limit ${limit}
    )
    select profile_id, min(entered_at) as since, count(*)::int as runs from last group by profile_id`;
  const runs = rows.reduce((sum, row) => sum + row.runs, 0);
  const people = rows.map(({ profile_id: profileId, since }) => ({
    profileId,
    since: since.getTime(),
  }));
  return { people, cut: runs === limit };
}
