import type { ProfileId, RetailerId } from '@augenblick/contract';
import type { Sql } from '../runtime/index.ts';

/** An alarm that is due. */
export interface Due {
  retailerId: RetailerId;
  profileId: ProfileId;
  /** The instant it was set for, ms. */
  at: number;
}

/** The alarms due at `now` (ms), the oldest first. All retailers: this runs as the owner. */
export async function findDue(sql: Sql, now: number, limit: number): Promise<Due[]> {
  const rows = await sql<{ retailer_id: RetailerId; profile_id: ProfileId; at: Date }[]>`
    select retailer_id, profile_id, at from wakeup
    where at <= to_timestamp(${now}::float8 / 1000.0) order by at limit ${limit}`;
  return rows.map((row) => ({
    retailerId: row.retailer_id,
    profileId: row.profile_id,
    at: row.at.getTime(),
  }));
}

/** The earliest alarm of all (ms; past when one has become due), or null. */
export async function findNext(sql: Sql): Promise<number | null> {
  const [row] = await sql<{ at: Date }[]>`select at from wakeup order by at limit 1`;
  return row?.at.getTime() ?? null;
}

/** Moves the alarm of a shopper to a later instant (ms). */
export async function putOff(
  sql: Sql,
  { retailerId, profileId }: Pick<Due, 'retailerId' | 'profileId'>,
  until: number,
): Promise<void> {
  await sql`
    update wakeup set at = to_timestamp(${until}::float8 / 1000.0)
    where retailer_id = ${retailerId} and profile_id = ${profileId}`;
}
