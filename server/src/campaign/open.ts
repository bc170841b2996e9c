import type { RetailerId } from '@augenblick/contract';
import { SYSTEM } from '../access/index.ts';
import { addOffer, publishOffer } from '../offer/index.ts';
import { bumpRevision } from '../profile/index.ts';
import type { TransactionSql } from '../runtime/index.ts';
import type { CampaignDeps } from './campaigns.ts';
import { offerOf } from './playbook/entry.ts';
import { ENTRIES, PLACES } from './playbook/index.ts';
import * as queries from './queries.ts';
import { addPlaces, useEntry } from './use-playbook.ts';

/** Stays a draft in a shop that is shown around, so that there is something to switch on. */
const LEFT_OPEN: ReadonlySet<string> = new Set(['know-compare']);

/**
 * Fills a shop to look at: every standard place, the playbook live, and offers of other kinds. Does nothing where there is a
 * campaign already, so it may be called again.
 */
export async function openShowcase(deps: CampaignDeps, retailerId: RetailerId): Promise<void> {
  await deps.database.withRetailer(retailerId, async (sql) => {
    await bumpRevision(sql, retailerId);
    if ((await queries.campaigns(sql, retailerId, null)).length > 0) return;
    const retailer = await queries.retailer(sql, retailerId);
    if (retailer === undefined) return;
    const { locale } = retailer;
    const by = SYSTEM;
    const keys = PLACES.map(({ key }) => key);
    await addPlaces(deps, sql, { retailerId, by, locale, keys });
    for (const { key } of ENTRIES) {
      const publish = !LEFT_OPEN.has(key);
      await useEntry(deps, sql, { retailerId, key, by, locale, publish });
    }
    await addOffers(deps, sql, retailerId, retailer);
  });
}

/** A public code, a gift and early access: what the playbook has no need of. */
async function addOffers(
  deps: CampaignDeps,
  sql: TransactionSql,
  retailerId: RetailerId,
  shop: { currency: string; zone: string; locale: 'de' | 'en' },
): Promise<void> {
  const now = deps.clock.now();
  const open = { stacking: { mode: 'together', group: null } } as const;
  const drafts = [
    offerOf(shop, {
      ...open,
      name: { de: 'Newsletter: 10 %', en: 'Newsletter: 10%' },
      title: { de: '10 % für Newsletter-Leser', en: '10% for newsletter readers' },
      audience: 'public',
      benefit: { kind: 'percentage', percentBp: 1000, on: 'matching', maxMinor: 2500 },
      codes: 'public',
      publicCode: 'MORGENROT10',
      stacking: { mode: 'together', group: 'gutschein' },
      budgetMinor: 150_000,
    }),
    offerOf(shop, {
      ...open,
      name: { de: 'Kerze dazu', en: 'Candle with it' },
      title: { de: 'Eine Kerze als Geschenk', en: 'A candle as a gift' },
      benefit: {
        kind: 'gift',
        productId: 'gift-candle',
        name: locale(shop, 'Bienenwachskerze', 'Beeswax candle'),
        quantity: 1,
        valueMinor: 390,
      },
      codeHours: 336,
      stock: 200,
    }),
    offerOf(shop, {
      ...open,
      name: { de: 'Winterneuheiten vorab', en: 'Winter novelties early' },
      title: { de: 'Winterneuheiten drei Tage früher', en: 'Winter novelties three days early' },
      benefit: { kind: 'early_access', until: now + 14 * 86_400_000 },
      codeHours: 336,
    }),
  ];
  for (const draft of drafts) {
    const id = deps.ids.uuid7();
    await addOffer(deps, sql, { retailerId, id, draft, by: SYSTEM });
    await publishOffer(deps, sql, { retailerId, id, by: SYSTEM });
  }
}

const locale = (shop: { locale: 'de' | 'en' }, de: string, en: string): string =>
  shop.locale === 'de' ? de : en;
