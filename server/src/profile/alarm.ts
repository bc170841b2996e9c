import type { ProfileId, RetailerId } from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';

/** The instant (ms) at which a shopper must be looked at. */
export interface Alarm {
  id: ProfileId;
  at: number;
}

/** Clocks of several processes may differ by this much; an alarm about to ring is set again rather than relied on. */
const MARGIN_MS = 5000;

/** True when the alarm that stands (null: none known) does not look early enough for `at`. */
export function mustSet(standing: number | null, at: number | null, now: number): at is number {
  if (at === null) return false;
  return standing === null || standing > at || standing < now + MARGIN_MS;
}

/** Sets alarms; one that stands and is earlier stays. */
export async function setAlarms(
  sql: TransactionSql,
  retailerId: RetailerId,
  alarms: readonly Alarm[],
): Promise<void> {
  if (alarms.length === 0) return;
  const sorted = [...alarms].sort((a, b) => (a.id < b.id ? -1 : 1));
  await sql`
    insert into wakeup (retailer_id, profile_id, at)
    select ${retailerId}::int, unnest(${sorted.map((alarm) => alarm.id)}::uuid[]),
      to_timestamp(unnest(${sorted.map((alarm) => alarm.at)}::float8[]) / 1000.0)
    on conflict (retailer_id, profile_id) do update set at = excluded.at where wakeup.at > excluded.at`;
}
