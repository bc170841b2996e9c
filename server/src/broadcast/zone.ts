/** What must be known of shoppers when an audience is read: their zone, and whether they may be measured. */
import type { RetailerId } from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';
import type { AudienceNumbers } from './queries.ts';

/** What is known of one shopper. `zone`: as a browser or a trait named it, unchecked; null = not known or not asked for. */
export interface ShopperTrait {
  zone: string | null;
  measured: boolean;
}

/**
 * Of some shoppers. The zone is the trait `timezone`; without one, what their browser said last (`context.timezone` of one
 * of their latest events). It is only looked for when `zones` is true.
 */
export async function shopperTraits(
  sql: Sql | TransactionSql,
  retailerId: RetailerId,
  ids: readonly string[],
  zones: boolean,
): Promise<Map<string, ShopperTrait>> {
  if (ids.length === 0) return new Map();
  const zone = zones
    ? sql`coalesce(nullif(s.state #>> '{traits,timezone,value}', ''), s.state #>> '{traits,timeZone,value}',
        s.state #>> '{traits,time_zone,value}', (
        select e.zone from (
          select body #>> '{context,timezone}' as zone from event
           where retailer_id = ${retailerId} and profile_id = s.id order by seq desc limit 20) e
         where e.zone is not null limit 1))`
    : sql`null::text`;
  const rows = await sql<{ id: string; zone: string | null; measured: boolean }[]>`
    select s.id, left(${zone}, 60) as zone,
           coalesce(s.state #>> '{consents,analytics:any,state}' = 'granted', false) as measured
      from (select id, state::jsonb as state from profile
             where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[]) offset 0) s`;
  return new Map(rows.map(({ id, zone: known, measured }) => [id, { zone: known, measured }]));
}

/** Zones that occur in an audience, as far as browsers and traits have named them; unchecked. */
export async function zonesOfAudience(
  sql: Sql | TransactionSql,
  retailerId: RetailerId,
  { any }: AudienceNumbers,
): Promise<string[]> {
  // The zones of the shop's whole base are few; looking at everyone's events would take long and say the same.
  const rows = await sql<{ zone: string }[]>`
    select distinct left(e.zone, 60) as zone from (
      select p.id from profile p
       where p.retailer_id = ${retailerId} and (${any === null} or exists (
         select from segment_member m where m.retailer_id = p.retailer_id and m.profile_id = p.id
          and m.segment_no = any(${[...(any ?? [])]}::int[])))
       order by p.last_at desc limit 5000) s
    cross join lateral (
      select coalesce(body #>> '{context,timezone}', body #>> '{traits,timezone}') as zone from event
       where retailer_id = ${retailerId} and profile_id = s.id order by seq desc limit 5) e
    where e.zone is not null limit 500`;
  return rows.map(({ zone }) => zone);
}
