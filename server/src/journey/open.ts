import type { RetailerId } from '@augenblick/contract';
import { SYSTEM } from '../access/index.ts';
import { bumpRevision } from '../profile/index.ts';
import * as queries from './queries.ts';
import { findShop } from './queries-book.ts';
import { type PlaybookDeps, useEntry } from './use-playbook.ts';

/** Live in a shop that is shown around. */
const SHOWN = ['abandoned-cart', 'thank-you', 'welcome'] as const;
/** Stays a draft there, so that there is something to switch on. */
const LEFT_OPEN = 'win-back';

/** Fills a shop to look at: journeys of the playbook, live. Does nothing where there is one already. */
export async function openJourneys(deps: PlaybookDeps, retailerId: RetailerId): Promise<void> {
  await deps.database.withRetailer(retailerId, async (sql) => {
    await bumpRevision(sql, retailerId);
    if ((await queries.journeys(sql, retailerId, null)).length > 0) return;
    const shop = await findShop(sql, retailerId);
    if (shop === undefined) return;
    const asked = { retailerId, by: SYSTEM, locale: shop.locale };
    for (const key of SHOWN) await useEntry(deps, sql, { ...asked, key, publish: true });
    await useEntry(deps, sql, { ...asked, key: LEFT_OPEN, publish: false });
  });
}
