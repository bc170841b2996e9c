import type { CampaignDraft, Offer, OfferDraft, Placement, RetailerId } from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';
import { type CompiledContent, compileContent } from './content.ts';
import * as queries from './queries.ts';
import { compileSchedule } from './schedule.ts';
import type { Locale } from './words.ts';

/** A variant with its texts read. */
export interface CompiledVariant {
  id: string;
  name: string;
  weight: number;
  contents: Readonly<Record<Locale, CompiledContent>>;
}

/** A live offer as decisions see it. */
export interface LiveOffer {
  id: Offer['id'];
  offer: OfferDraft;
  /** True while it may be given out: between its beginning and its end. */
  runs(now: number): boolean;
}

/** A live campaign, everything it needs resolved. */
export interface CompiledCampaign extends Omit<CampaignDraft, 'variants'> {
  id: string;
  version: number;
  variants: readonly CompiledVariant[];
  /** Null when it has none. A campaign whose offer is not live is not in the book. */
  offer: LiveOffer | null;
  /** True when its schedule says so at this instant (ms). */
  runs(now: number): boolean;
}

/** A live place and who may be shown there. */
export interface CompiledPlacement {
  placement: Placement;
  fallback: Readonly<Record<Locale, CompiledContent>> | null;
  /** By priority, the highest first; ties by id. */
  campaigns: readonly CompiledCampaign[];
}

/** Everything live of a retailer, ready for decisions: nothing in it asks the database. */
export interface CampaignBook {
  retailer: { name: string; zone: string; currency: string; locale: Locale };
  campaigns: ReadonlyMap<string, CompiledCampaign>;
  placements: ReadonlyMap<string, CompiledPlacement>;
  offers: ReadonlyMap<string, LiveOffer>;
  /** From which cart on delivery is free for everybody, by live offers without code; null when never. Minor units. */
  freeShippingFromMinor: number | null;
}

/**
 * Reads and compiles what is live. Belongs to one `revision` of the retailer's definitions: publishing anything raises it,
 * and whoever keeps a book then loads again. A campaign whose stored text cannot be read any more is left out.
 */
export async function loadCampaignBook(
  sql: Sql | TransactionSql,
  retailerId: RetailerId,
): Promise<CampaignBook> {
  const [retailer, campaignRows, offerRows, placements] = await Promise.all([
    queries.retailer(sql, retailerId),
    queries.liveCampaigns(sql, retailerId),
    queries.liveOffers(sql, retailerId),
    queries.placements(sql, retailerId),
  ]);
  const offers = new Map(offerRows.map(({ id, live }) => [id, liveOffer(id, live)]));
  const campaigns = new Map<string, CompiledCampaign>();
  for (const { id, version, definition } of campaignRows) {
    const compiled = compileCampaign(id, version, definition, offers);
    if (compiled !== null) campaigns.set(id, compiled);
  }
  const byPriority = [...campaigns.values()].sort(
    (a, b) => b.priority - a.priority || (a.id < b.id ? -1 : 1),
  );
  const live = placements.filter((placement) => placement.status === 'live');
  return {
    retailer: retailer ?? { name: '', zone: 'Europe/Berlin', currency: 'EUR', locale: 'de' },
    campaigns,
    offers,
    placements: new Map(
      live.map((placement) => [
        placement.key,
        {
          placement,
          fallback: placement.fallback && compileBoth(placement.fallback),
          campaigns: byPriority.filter((one) => one.placements.includes(placement.key)),
        },
      ]),
    ),
    freeShippingFromMinor: freeShippingFrom([...offers.values()], retailer?.currency ?? 'EUR'),
  };
}

/** Reads the texts of one campaign; null when one cannot be read or its offer is not live. Pure. */
export function compileCampaign(
  id: string,
  version: number,
  definition: CampaignDraft,
  offers: ReadonlyMap<string, LiveOffer>,
): CompiledCampaign | null {
  const offer = definition.offerId === null ? null : offers.get(definition.offerId);
  if (offer === undefined) return null;
  const variants: CompiledVariant[] = [];
  for (const variant of definition.variants) {
    const contents = compileBoth(variant.contents);
    if (contents === null) return null;
    variants.push({ id: variant.id, name: variant.name, weight: variant.weight, contents });
  }
  return {
    ...definition,
    id,
    version,
    variants,
    offer,
    runs: compileSchedule(definition.schedule),
  };
}

/** An offer as decisions see it. Pure. */
export function liveOffer(id: string, offer: OfferDraft): LiveOffer {
  const { validFrom, validTo } = offer;
  return {
    id,
    offer,
    runs: (now) => (validFrom === null || now >= validFrom) && (validTo === null || now < validTo),
  };
}

function compileBoth(contents: CampaignDraft['variants'][number]['contents']) {
  const { compiled: de } = compileContent(contents.de);
  const { compiled: en } = compileContent(contents.en);
  return de === null || en === null ? null : { de, en };
}

/** The lowest threshold of live offers that give everybody free delivery on everything. */
function freeShippingFrom(offers: readonly LiveOffer[], currency: string): number | null {
  const thresholds = offers.flatMap(({ offer }) => {
    const { terms } = offer;
    const forAll =
      offer.benefit.kind === 'free_shipping' &&
      offer.codes === 'none' &&
      offer.currency === currency &&
      !terms.newCustomersOnly &&
      terms.productIds.length === 0 &&
      terms.categories.length === 0;
    return forAll ? [terms.minBasketMinor ?? 0] : [];
  });
  return thresholds.length === 0 ? null : Math.min(...thresholds);
}
