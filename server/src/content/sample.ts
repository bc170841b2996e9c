import type { MessageData, ShownProduct } from '@augenblick/contract';
import { sampleData } from '../campaign/index.ts';
import type { Locale } from './scope.ts';

/** Facts of our own to show a message with before a shopper is chosen; every fixed name has a value. */
export function sampleMessage(
  locale: Locale,
  shop: MessageData['shop'],
  currency: string,
  more: readonly ShownProduct[] = [],
): MessageData {
  const base = sampleData(locale, shop, currency);
  const de = locale === 'de';
  const own: ShownProduct[] = [
    ['beispiel-1', de ? 'Wiesenlampe Juno' : 'Juno meadow lamp', 4900],
    ['beispiel-2', de ? 'Leinendecke Sand' : 'Linen throw, sand', 7900],
    ['beispiel-3', de ? 'Kerzenständer Ahorn' : 'Maple candle holder', 2450],
    ['beispiel-4', de ? 'Vase Morgentau' : 'Morning dew vase', 3200],
  ].map(([id, name, priceMinor]) => ({
    id: String(id),
    name: String(name),
    url: '/',
    image: null,
    priceMinor: Number(priceMinor),
    currency,
  }));
  const products = more.length > 0 ? [...more] : own;
  return {
    ...base,
    cartProducts: products.slice(0, 2),
    viewedProducts: products.slice(0, 4),
    currency,
    event: SAMPLE_EVENT,
    traits: {},
    links: {
      unsubscribe: 'https://example.com/m/u/muster',
      preferences: 'https://example.com/m/p/muster',
      browser: 'https://example.com/m/b/muster',
    },
    points: 240,
    eventProducts: products.slice(0, 2),
    recommended: products.slice(0, 4),
    chosen: Object.fromEntries(products.map((product) => [product.id, product])),
  };
}

const SAMPLE_EVENT: MessageData['event'] = {
  order_id: 'A-1042',
  total: 89.9,
  currency: 'EUR',
  name: 'Wiesenlampe Juno',
  product_id: 'beispiel-1',
  price: 39,
  old_price: 49,
  store: 'Altstadt',
  pickup_until: '2026-12-24',
  rating: 3,
};
