/** From the segments a newsletter names to their numbers. */
import type { BroadcastAudience, RetailerId } from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';
import { type AudienceNumbers, findSegments } from './queries.ts';

/**
 * Numbers of the segments. `off`: one of them is not switched on (any more), so who is meant is not known – least of all
 * who is to be left out. `filling`: one is still being gone through; soon it will be known.
 */
export async function audienceNumbers(
  sql: Sql | TransactionSql,
  retailerId: RetailerId,
  { segmentIds, excludedSegmentIds }: BroadcastAudience,
): Promise<AudienceNumbers | 'off' | 'filling'> {
  const ids = [...new Set([...segmentIds, ...excludedSegmentIds])];
  const found = new Map(
    (ids.length === 0 ? [] : await findSegments(sql, retailerId, ids)).map((one) => [one.id, one]),
  );
  const all = ids.map((id) => found.get(id));
  if (all.some((one) => one?.status !== 'live' && one?.status !== 'filling')) return 'off';
  if (all.some((one) => one?.status === 'filling')) return 'filling';
  const numbers = (list: readonly string[]): number[] =>
    list.flatMap((id) => found.get(id)?.no ?? []);
  return {
    any: segmentIds.length === 0 ? null : numbers(segmentIds),
    none: numbers(excludedSegmentIds),
  };
}
