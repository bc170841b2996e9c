import type { ContentData, LIQUID_NAMES } from '@augenblick/contract';
import { moneyText } from '../offer/index.ts';
import { addressValue } from './liquid.ts';
import type { Locale } from './words.ts';

type Name = (typeof LIQUID_NAMES)[number];

/** The first page of the shop. */
const HOME = addressValue('/');
/** What stands in a text where a shopper's fact is not known. The empty word closes up. */
export const ELSE: Readonly<Record<Locale, Readonly<Record<Name, unknown>>>> = {
  de: {
    first_name: '',
    'product.name': 'dieser Artikel',
    'product.url': HOME,
    'product.category': 'Sortiment',
    'product.brand': 'die Marke',
    'product.price': '',
    category: 'Sortiment',
    search: '',
    'cart.count': '',
    'cart.total': '',
    'cart.url': addressValue('/cart'),
    'cart.missing_for_free_shipping': '',
    'offer.title': 'unser Angebot',
    'offer.until': '',
    code: '',
    'store.name': 'unsere Filiale',
    'store.city': 'Ihrer Nähe',
    'store.url': addressValue('/stores'),
    'shop.name': 'unser Laden',
  },
  en: {
    first_name: '',
    'product.name': 'this product',
    'product.url': HOME,
    'product.category': 'our range',
    'product.brand': 'the brand',
    'product.price': '',
    category: 'our range',
    search: '',
    'cart.count': '',
    'cart.total': '',
    'cart.url': addressValue('/cart'),
    'cart.missing_for_free_shipping': '',
    'offer.title': 'our offer',
    'offer.until': '',
    code: '',
    'store.name': 'our store',
    'store.city': 'your area',
    'store.url': addressValue('/stores'),
    'shop.name': 'our shop',
  },
};

/**
 * The facts under the names of LIQUID_NAMES, and nothing else: a template reaches only this object's own members. Amounts and
 * days are put into words when somebody reads them.
 */
export function scopeOf(data: ContentData, locale: Locale): object {
  const { product, cart, offer, store, code } = data;
  return {
    _else: ELSE[locale],
    first_name: known(data.firstName),
    product: product && {
      name: known(product.name),
      url: addressValue(product.url),
      category: known(product.category),
      brand: known(product.brand),
      get price() {
        return money(product.priceMinor, product.currency, locale);
      },
    },
    category: known(data.category) ?? known(product?.category ?? null),
    search: known(data.search),
    cart: cart && {
      count: cart.count,
      get total() {
        return money(cart.totalMinor, cart.currency, locale);
      },
      url: addressValue(cart.url),
      get missing_for_free_shipping() {
        return missing(data, locale);
      },
    },
    offer: offer && {
      title: known(offer.title[locale]),
      get until() {
        return offer.until === null ? undefined : dayText(offer.until, data.shop.zone, locale);
      },
    },
    code: known(code?.text ?? null),
    store: store && {
      name: known(store.name),
      city: known(store.city),
      url: addressValue(store.url),
    },
    shop: { name: known(data.shop.name) },
  };
}

/** Facts of one's own to show a content with before a shopper is chosen; every name has a value. */
export function sampleData(
  locale: Locale,
  shop: ContentData['shop'],
  currency: string,
): ContentData {
  const de = locale === 'de';
  const product = {
    id: 'beispiel-1',
    name: de ? 'Wiesenlampe Juno' : 'Juno meadow lamp',
    url: '/p/juno',
    image: null,
    category: de ? 'Lampen' : 'Lamps',
    brand: 'Juno',
    priceMinor: 4900,
    currency,
  };
  const until = Date.UTC(2026, 11, 24, 18);
  return {
    firstName: 'Mara',
    product,
    category: product.category,
    search: de ? 'Gartenlampe' : 'garden lamp',
    cart: { count: 2, totalMinor: 3980, currency, url: '/cart' },
    freeShippingFromMinor: 5000,
    offer: { title: { de: '10 % auf Ihren Einkauf', en: '10% off your purchase' }, until },
    code: { text: 'MUST-ERCD-E2KQ', until },
    store: { name: 'Altstadt', city: 'Nürnberg', url: '/stores/altstadt' },
    shop,
    cartProducts: [product],
    viewedProducts: [product],
  };
}

function missing({ cart, freeShippingFromMinor }: ContentData, locale: Locale): string | undefined {
  if (cart === null || freeShippingFromMinor === null) return undefined;
  const left = freeShippingFromMinor - cart.totalMinor;
  return left > 0 ? money(left, cart.currency, locale) : undefined;
}

const known = (text: string | null): string | undefined =>
  text === null || text === '' ? undefined : text;

function money(minor: number | null, currency: string | null, locale: Locale): string | undefined {
  return minor === null || currency === null ? undefined : moneyText(minor, currency, locale);
}

const days = new Map<string, Intl.DateTimeFormat>();
/** "24. Dezember, 19:00 Uhr" in the shop's zone. */
function dayText(at: number, zone: string, locale: Locale): string {
  const key = `${locale}${zone}`;
  const format =
    days.get(key) ??
    new Intl.DateTimeFormat(locale === 'de' ? 'de-DE' : 'en-GB', {
      day: 'numeric',
      month: 'long',
      hour: '2-digit',
      minute: '2-digit',
      timeZone: zone,
    });
  days.set(key, format);
  const text = format.format(at).replace(' um ', ', ').replace(' at ', ', ');
  return locale === 'de' ? `${text} Uhr` : text;
}
