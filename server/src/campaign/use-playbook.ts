import { Failure, type RetailerId } from '@augenblick/contract';
import type { CampaignOne, Playbook, UsePlaybook } from '@augenblick/contract/api/campaign.ts';
import type { By } from '../access/index.ts';
import { addOffer, publishOffer } from '../offer/index.ts';
import { bumpRevision } from '../profile/index.ts';
import type { TransactionSql } from '../runtime/index.ts';
import { addCampaign, type CampaignDeps, publishCampaign, read } from './campaigns.ts';
import { addPlacement } from './placements.ts';
import { ENTRIES, placeBody, PLACES, type PlaybookShop } from './playbook/index.ts';
import * as queries from './queries.ts';
import type { Locale } from './words.ts';

/** Every ready-made campaign, and how often it is in use. */
export function readPlaybook(deps: CampaignDeps, retailerId: RetailerId): Promise<Playbook> {
  return deps.database.withRetailer(retailerId, async (sql) => {
    const shop = await shopOf(sql, retailerId);
    const used = new Map<string, number>();
    for (const { playbook, status } of await queries.campaigns(sql, retailerId, null)) {
      if (playbook !== null && status !== 'ended') {
        used.set(playbook, (used.get(playbook) ?? 0) + 1);
      }
    }
    return {
      entries: ENTRIES.map(({ key, kind, name, about, placementKinds, offer, campaign }) => ({
        key,
        kind,
        name,
        about,
        placements: [...placementKinds],
        offer: offer !== null,
        used: used.get(key) ?? 0,
        campaign: campaign(shop),
      })),
    };
  });
}

/**
 * Makes a campaign of an entry: with its offer, and the places it stands in where the shop lacks them. With `publish`
 * offer and campaign are live at once. Throws `not_found` for an unknown key.
 */
export function usePlaybook(
  deps: CampaignDeps,
  asked: { retailerId: RetailerId; key: string; by: By },
  { locale, publish }: UsePlaybook,
): Promise<CampaignOne> {
  const { retailerId, key, by } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    await bumpRevision(sql, retailerId);
    const id = await useEntry(deps, sql, { retailerId, key, by, locale, publish });
    return read(deps, sql, retailerId, id);
  });
}

/** The same in the caller's transaction, which has raised the revision; answers the campaign's id. */
export async function useEntry(
  deps: Pick<CampaignDeps, 'clock' | 'ids' | 'audit'>,
  sql: TransactionSql,
  asked: { retailerId: RetailerId; key: string; by: By; locale: Locale; publish: boolean },
): Promise<string> {
  const { retailerId, by, publish, locale } = asked;
  const entry = ENTRIES.find(({ key }) => key === asked.key);
  if (entry === undefined) throw new Failure('not_found');
  const shop = { ...(await shopOf(sql, retailerId)), locale };
  const draft = entry.campaign(shop);
  if (entry.offer !== null) {
    const offerId = deps.ids.uuid7();
    await addOffer(deps, sql, { retailerId, id: offerId, draft: entry.offer(shop), by });
    if (publish) await publishOffer(deps, sql, { retailerId, id: offerId, by });
    draft.offerId = offerId;
  }
  await addPlaces(deps, sql, { retailerId, by, locale, keys: draft.placements });
  const id = deps.ids.uuid7();
  await addCampaign(deps, sql, { retailerId, id, by }, { draft, playbook: entry.key });
  if (publish) await publishCampaign(deps, sql, { retailerId, id, by });
  return id;
}

/** Adds the standard places of these keys that the shop lacks. */
export async function addPlaces(
  deps: Pick<CampaignDeps, 'clock' | 'audit'>,
  sql: TransactionSql,
  asked: { retailerId: RetailerId; by: By; locale: Locale; keys: readonly string[] },
): Promise<void> {
  const { retailerId, by, locale, keys } = asked;
  const there = new Set((await queries.placements(sql, retailerId)).map(({ key }) => key));
  for (const place of PLACES) {
    if (!keys.includes(place.key) || there.has(place.key)) continue;
    await addPlacement(deps, sql, retailerId, placeBody(place, locale), by);
  }
}

async function shopOf(sql: TransactionSql, retailerId: RetailerId): Promise<PlaybookShop> {
  const retailer = await queries.retailer(sql, retailerId);
  if (retailer === undefined) throw new Failure('not_found');
  const { currency, zone, locale } = retailer;
  return { currency, zone, locale };
}
