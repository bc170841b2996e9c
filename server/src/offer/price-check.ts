import type { OfferDraft, RetailerId } from '@augenblick/contract';
import type { PriceCheck } from '@augenblick/contract/api/offer.ts';
import type { Clock, Database } from '../runtime/index.ts';
import { matcher } from './match.ts';
import { lowersPrices, lowestPrice, PRICE_WINDOW_MS, reducedPrice } from './price.ts';
import * as queries from './queries-price.ts';
import type { Words } from './words.ts';

/** Most rows that the console shows; the worst come first. */
const ROWS = 200;

/**
 * Compares an offer with the lowest prices of the 30 days before it begins (PAngV section 11), product by product. An offer
 * for single persons, or one that lowers no product's price, needs no check; the answer then says why.
 */
export async function checkPrices(
  deps: { database: Pick<Database, 'withRetailer'>; clock: Clock },
  retailerId: RetailerId,
  draft: OfferDraft,
): Promise<PriceCheck> {
  if (!lowersPrices(draft)) {
    return { needed: false, words: whyNot(draft), products: 0, rows: [] };
  }
  const start = Math.max(draft.validFrom ?? 0, deps.clock.now());
  const { products, prices, runs } = await deps.database.withRetailer(retailerId, async (sql) => ({
    products: await queries.pricedProducts(sql, retailerId, draft.currency),
    prices: await queries.pricesSince(sql, retailerId, draft.currency, {
      from: new Date(start - PRICE_WINDOW_MS),
      to: new Date(start),
    }),
    runs: await queries.runsSince(sql, retailerId, new Date(start - PRICE_WINDOW_MS)),
  }));
  const matches = matcher(draft.terms);
  const concerned = products.filter((product) => matches(product));
  const rows = concerned.map((product) => {
    const known = prices.get(product.productId) ?? [];
    const reducedMinor = reducedPrice(product.priceMinor, draft);
    const lowest = lowestPrice(product, known, runs, start);
    return {
      productId: product.productId,
      name: product.name,
      priceMinor: product.priceMinor,
      reducedMinor,
      ...lowest,
      notLower: lowest.lowestMinor !== null && reducedMinor >= lowest.lowestMinor,
    };
  });
  rows.sort(
    (a, b) =>
      Number(b.notLower) - Number(a.notLower) ||
      Number(a.complete) - Number(b.complete) ||
      (a.productId < b.productId ? -1 : 1),
  );
  return { needed: true, words: WHY, products: rows.length, rows: rows.slice(0, ROWS) };
}

const WHY: Words = {
  de: 'Dieses Angebot senkt Preise für alle. Wer mit einer Preisermäßigung wirbt, muss den niedrigsten Gesamtpreis der letzten 30 Tage daneben nennen (§ 11 Abs. 1 PAngV). Er steht hier je Artikel, aus Ihrer Preisgeschichte und aus früheren Angeboten.',
  en: 'This offer lowers prices for everybody. Whoever advertises a price reduction must name the lowest price of the last 30 days beside it (section 11 (1) of the German PAngV). Here it is for each product, from your price history and earlier offers.',
};

function whyNot(offer: OfferDraft): Words {
  if (offer.audience === 'individual' || offer.codes === 'single' || offer.terms.newCustomersOnly) {
    return {
      de: 'Dieses Angebot gilt nur für einzelne Personen. Für individuelle Preisermäßigungen muss kein niedrigster Preis genannt werden (§ 11 Abs. 4 Nr. 1 PAngV).',
      en: 'This offer is for single persons only. Individual price reductions need no lowest price beside them (section 11 (4) no. 1 of the German PAngV).',
    };
  }
  return {
    de: 'Dieses Angebot senkt keinen Preis einzelner Artikel für alle, sondern hängt vom Einkauf ab. Nennen Sie keine durchgestrichenen Preise, dann ist kein niedrigster Preis der letzten 30 Tage nötig (§ 11 PAngV).',
    en: 'This offer lowers no single product’s price for everybody but depends on the purchase. As long as you show no crossed-out prices, no lowest price of the last 30 days is needed (section 11 of the German PAngV).',
  };
}
