/** What campaigns achieved, for the Campaigns page. */
import type { RetailerId } from '@augenblick/contract';
import type { CampaignOutcome, CampaignOutcomes } from '@augenblick/contract/api/decision.ts';
import type { TransactionSql } from '../../runtime/index.ts';
import { propensities } from '../contest.ts';
import { Beliefs, NO_MODEL } from '../response.ts';
import type { LoadedSet } from '../sets.ts';
import { comparison } from './interval.ts';
import * as shared from '../queries.ts';
import * as queries from './queries.ts';
import * as modelQueries from './queries-model.ts';

const DAY_MS = 86_400_000;
/** 5 % and 95 % of a normal. */
const REACH = 1.644854;

/** Counts, variants, placements and comparison of each campaign that decided anything, over the last days. */
export async function campaignOutcomes(
  sql: TransactionSql,
  retailerId: RetailerId,
  wanted: { days: number; campaign?: string | undefined },
  loaded: Pick<LoadedSet, 'set'>,
  now: number,
): Promise<CampaignOutcomes> {
  const since = new Date(now - wanted.days * DAY_MS);
  const rows = await queries.outcomeCounts(sql, retailerId, since, wanted.campaign ?? null);
  const arms = await queries.arms(sql, retailerId, since);
  const rule = await shared.rule(sql, retailerId);
  const version = rule?.model_version ?? 0;
  const model = (await modelQueries.model(sql, retailerId, version)) ?? NO_MODEL;
  const beliefs = new Beliefs(model);
  const ids = new Set(rows.map((row) => row.campaign_id));
  for (const { campaign_id: id } of arms) {
    if (id !== queries.ALL_CAMPAIGNS && (wanted.campaign ?? id) === id) ids.add(id);
  }
  const { book } = loaded.set;
  return {
    from: since.getTime(),
    currency: book.retailer.currency,
    campaigns: [...ids].map((id) => {
      const own = rows.filter((row) => row.campaign_id === id);
      const names = new Map(book.campaigns.get(id)?.variants.map((one) => [one.id, one.name]));
      return {
        campaignId: id,
        counts: sumOf(own),
        variants: variantsOf(id, own, names, beliefs),
        placements: groups(own, (row) => row.placement).map(([key, group]) => ({
          key,
          name: group[0]?.placement_name ?? key,
          ...sumOf(group),
        })),
        comparison: comparison(arms, id),
      };
    }),
    overall: comparison(arms, queries.ALL_CAMPAIGNS),
  };
}

function variantsOf(
  campaign: string,
  rows: readonly queries.CountRow[],
  names: ReadonlyMap<string, string>,
  beliefs: Beliefs,
): CampaignOutcome['variants'] {
  const byVariant = groups(rows, (row) => row.variant_id);
  const believed = byVariant.map(([id]) => beliefs.overall(campaign, id));
  const best =
    believed.length === 0
      ? []
      : propensities(
          believed.map(({ logMean: mean, logVar }) => ({ mean, sd: Math.sqrt(logVar), favour: 1 })),
        );
  return byVariant.map(([variantId, group], i) => {
    const { mean = 0, logMean = 0, logVar = 0 } = believed[i] ?? {};
    const sd = Math.sqrt(logVar);
    return {
      variantId,
      name: names.get(variantId) ?? variantId,
      ...sumOf(group),
      response: round(mean),
      low: round(Math.exp(logMean - REACH * sd)),
      high: round(Math.min(1, Math.exp(logMean + REACH * sd))),
      best: round(best[i] ?? 1),
    };
  });
}

function groups(
  rows: readonly queries.CountRow[],
  keyOf: (row: queries.CountRow) => string,
): [string, queries.CountRow[]][] {
  const map = new Map<string, queries.CountRow[]>();
  for (const row of rows) map.set(keyOf(row), [...(map.get(keyOf(row)) ?? []), row]);
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

function sumOf(rows: readonly queries.CountRow[]): CampaignOutcome['counts'] {
  const sum = { decided: 0, shown: 0, clicked: 0, dismissed: 0, goals: 0, revenueMinor: 0 };
  for (const row of rows) {
    sum.decided += row.decided;
    sum.shown += row.shown;
    sum.clicked += row.clicked;
    sum.dismissed += row.dismissed;
    sum.goals += row.goals;
    sum.revenueMinor += row.revenue;
  }
  return sum;
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
