/** SQL of twins: messages of one newsletter that were asked for under several profiles of one shopper. */
import type { ChannelName, DeliveryStatus, ProfileId, RetailerId } from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';
import type { Db } from './queries.ts';

/** A message of a newsletter: under whom it was asked for, and who that is now. */
export interface OfNewsletter {
  id: string;
  asked: ProfileId;
  person: ProfileId;
  newsletter: string;
}

/** Another message of the same newsletter, asked for under another profile. */
export interface TwinRow {
  /** The message it is a twin of. */
  of: string;
  id: string;
  status: Extract<
    DeliveryStatus,
    'waiting' | 'sending' | 'sent' | 'delivered' | 'complained' | 'unknown'
  >;
  channel: ChannelName | null;
  address: string | null;
  /** Both profiles are one shopper now. False: they were once, and were taken apart since. */
  same: boolean;
}

/**
 * Twins of these messages that wait or have left; what failed, came back or was left out is none. Goes from each shopper to the
 * profiles that were joined into theirs, and one step to those that were taken from it. Each profile's messages are looked up
 * by its key (`offset 0`): a plan may otherwise read all messages of the newsletter for each of them. So it may where the retailer is
 * a number that the statistics do not know yet; hence it comes from a row (`shop`).
 */
export function findTwins(
  sql: Db,
  retailerId: RetailerId,
  messages: readonly OfNewsletter[],
): Promise<TwinRow[]> {
  return sql<TwinRow[]>`
    with recursive shop as materialized (select ${retailerId}::int as id), w as materialized (
      select * from unnest(${messages.map(({ id }) => id)}::uuid[], ${messages.map(({ asked }) => asked)}::uuid[],
        ${messages.map(({ person }) => person)}::uuid[],
        ${messages.map(({ newsletter }) => newsletter)}::text[]) w (id, asked, person, newsletter)
    ), kin (person, id, same) as (
      select distinct person, person, true from w
      union
      select kin.person, x.id, x.same from kin cross join shop cross join lateral (
        select c.from_profile as id,
               not exists (select from profile p where p.retailer_id = shop.id and p.id = c.from_profile)
               and kin.id = (select l.to_profile from identity_change l
                 where l.retailer_id = shop.id and l.from_profile = c.from_profile
                 order by l.at desc, l.id desc limit 1) as same
          from identity_change c
         where c.retailer_id = shop.id and c.to_profile = kin.id and c.from_profile is not null offset 0) x
       where kin.same
    )
    select w.id as of, d.id, d.status, d.channel, d.address, bool_or(kin.same) as same
      from w join kin on kin.person = w.person and kin.id <> w.asked cross join shop
     cross join lateral (
       select id, status, channel, address, origin_kind, origin_id from delivery
        where retailer_id = shop.id and profile_id = kin.id offset 0) d
     where d.origin_kind = 'broadcast' and d.origin_id = w.newsletter
       and d.status in ('waiting', 'sending', 'sent', 'delivered', 'complained', 'unknown')
     group by w.id, d.id, d.status, d.channel, d.address order by w.id, d.id`;
}

/** Until commit nobody else decides about these newsletters for these shoppers. */
export async function lockTwins(
  tx: TransactionSql,
  retailerId: RetailerId,
  messages: readonly OfNewsletter[],
): Promise<void> {
  const keys = messages.map(({ newsletter, person }) => `${newsletter} ${person}`);
  await tx`
    select pg_advisory_xact_lock(k.key) from (
      select distinct hashtextextended(key, ${retailerId}::int) as key from unnest(${keys}::text[]) w (key)
       order by 1 offset 0) k`;
}
