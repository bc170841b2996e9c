import type { DecisionResult, ProfileId, RetailerId } from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';

/** A decision as it is shown beside a shopper's moment. */
export interface BesideDecision {
  id: string;
  profileId: string;
  at: number;
  /** Name of the place. */
  placement: string;
  result: DecisionResult;
  campaign: string | null;
}

/** What was decided for some shoppers since an instant, newest first, at most 300. */
export async function decisionsOf(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
  since: Date,
): Promise<BesideDecision[]> {
  const rows = await sql<(Omit<BesideDecision, 'at'> & { at: Date })[]>`
    select d.id, d.profile_id as "profileId", d.at, coalesce(p.name, d.placement) as placement, d.result,
      c.draft ->> 'name' as campaign
    from decision d
    left join placement p on p.retailer_id = d.retailer_id and p.key = d.placement
    left join campaign c on c.retailer_id = d.retailer_id and c.id = d.campaign_id
    where d.retailer_id = ${retailerId} and d.profile_id = any(${[...ids]}::uuid[]) and d.at >= ${since}
    order by d.at desc, d.id limit 300`;
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}
