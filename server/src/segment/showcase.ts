import type { RetailerId } from '@augenblick/contract';
import { catalogueCategories } from './reading-queries.ts';
import { findSegments } from './queries.ts';
import { createSegment, publishSegment, type SegmentDeps } from './segments.ts';
import { starters } from './starters.ts';

/** Starting points that a shop to be shown has switched on. */
const SHOWN: readonly string[] = [
  'looked_not_bought',
  'abandoned_cart',
  'regulars',
  'win_back',
  'first_purchase',
  'best_customers',
  'wants_to_buy',
];

/** Switches some starting points on in a shop that has no segments yet. May be called again. */
export async function openSegments(
  deps: SegmentDeps,
  retailerId: RetailerId,
  { currency, locale }: { currency: string; locale: 'de' | 'en' },
): Promise<void> {
  const [rows, categories] = await deps.database.withRetailer(retailerId, async (sql) => [
    await findSegments(sql, retailerId),
    await catalogueCategories(sql, retailerId),
  ]);
  if (rows.length > 0) return;
  const category = categories[0]?.value ?? null;
  for (const { key, name, about, condition } of starters({ currency, category })) {
    if (!SHOWN.includes(key)) continue;
    const body = { name: name[locale], note: about[locale], condition };
    await publishSegment(deps, retailerId, await createSegment(deps, retailerId, body), null);
  }
}
