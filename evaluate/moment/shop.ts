import type { JsonObject } from '../../contract/src/index.ts';
import type { Random } from '../../server/src/runtime/index.ts';

/** Pages that shops have, whatever they call them. */
export const PAGES = [
  'home',
  'list',
  'product',
  'search',
  'howto',
  'article',
  'help',
  'stores',
  'store',
  'contact',
  'delivery',
  'returns',
  'reviews',
  'proof',
  'compare',
  'offers',
  'cart',
  'checkout',
  'thanks',
  'account',
  'orders',
  'imprint',
] as const;
export type Page = (typeof PAGES)[number];

/** How one made-up shop names its pages: path and title; `#` stands for a thing's name. */
export interface Shop {
  host: string;
  locale: string;
  currency: string;
  pages: Readonly<Record<Page, readonly [path: string, title: string]>>;
  /** What it says of a page's type, for shops that do. */
  types: Partial<Record<Page, string>> | null;
  /** Whether it sends "Product Viewed" beside the page, and "Product List Viewed". */
  tracks: { product: boolean; list: boolean };
  searches: Readonly<Record<'thing' | 'howto' | 'store' | 'price' | 'versus', readonly string[]>>;
  things: readonly string[];
  /** Names of events of its own. */
  own: { route: string; stock: string; chat: string; reviews: string; size: string; video: string };
}

const BOUTIQUE: Shop = {
  host: 'https://northlane.example',
  locale: 'en-GB',
  currency: 'GBP',
  pages: {
    home: ['/', 'Northlane – everyday outdoor'],
    list: ['/collections/#', '# | Northlane'],
    product: ['/products/#', '# | Northlane'],
    search: ['/search?q=#', 'Search: #'],
    howto: ['/blogs/how-to/re-proof-your-#', 'How to re-proof your #'],
    article: ['/blogs/journal/#-explained', '# explained'],
    help: ['/pages/faq', 'Frequently asked questions'],
    stores: ['/pages/store-locator', 'Find a store'],
    store: ['/pages/stores/leeds', 'Northlane Leeds – opening hours'],
    contact: ['/pages/contact', 'Contact'],
    delivery: ['/policies/shipping-policy', 'Shipping policy'],
    returns: ['/policies/refund-policy', 'Refund policy'],
    reviews: ['/products/#/reviews', 'Reviews: #'],
    proof: ['/pages/materials', 'Our materials and certificates'],
    compare: ['/pages/compare', 'Compare'],
    offers: ['/collections/sale', 'Sale'],
    cart: ['/cart', 'Your cart'],
    checkout: ['/checkouts/c/41c7', 'Checkout'],
    thanks: ['/checkouts/c/41c7/thank-you', 'Thank you'],
    account: ['/account', 'Account'],
    orders: ['/account/orders', 'Your orders'],
    imprint: ['/policies/legal-notice', 'Legal notice'],
  },
  types: null,
  tracks: { product: true, list: true },
  searches: {
    thing: ['rain jacket', 'merino socks', 'daypack', 'blue fleece', 'kids boots'],
    howto: ['how to wash down jacket', 'replace zip', 'boot care', 'wax jacket instructions'],
    store: ['leeds store', 'opening times', 'shop near me'],
    price: ['rain jacket sale', 'cheap fleece', 'discount code'],
    versus: ['merino vs synthetic', 'best daypack'],
  },
  things: ['rain-jacket', 'merino-socks', 'daypack', 'fleece', 'boots', 'beanie', 'gilet', 'tent'],
  own: {
    route: 'Directions Requested',
    stock: 'Store Stock Checked',
    chat: 'Chat Opened',
    reviews: 'Reviews Viewed',
    size: 'Size Guide Opened',
    video: 'Video Played',
  },
};

const CRAFT: Shop = {
  host: 'https://werkhof.example',
  locale: 'de-DE',
  currency: 'EUR',
  pages: {
    home: ['/', 'Werkhof – alles für Haus und Garten'],
    list: ['/sortiment/#', '# kaufen bei Werkhof'],
    product: ['/artikel/#', '#'],
    search: ['/suche?q=#', 'Suchergebnisse'],
    howto: ['/anleitungen/#-verlegen', '#: Schritt für Schritt'],
    article: ['/ratgeber/#', 'Ratgeber: #'],
    help: ['/hilfe', 'Hilfe und häufige Fragen'],
    stores: ['/maerkte', 'Unsere Märkte'],
    store: ['/maerkte/koeln-deutz', 'Markt Köln-Deutz – Öffnungszeiten und Anfahrt'],
    contact: ['/kontakt', 'Kontakt'],
    delivery: ['/hilfe/versand', 'Versand und Lieferung'],
    returns: ['/hilfe/rueckgabe', 'Rückgabe und Umtausch'],
    reviews: ['/artikel/#/bewertungen', 'Bewertungen zu #'],
    proof: ['/nachhaltigkeit/siegel', 'Siegel und Herkunft'],
    compare: ['/vergleich', 'Artikel vergleichen'],
    offers: ['/angebote', 'Angebote der Woche'],
    cart: ['/warenkorb', 'Warenkorb'],
    checkout: ['/kasse', 'Kasse'],
    thanks: ['/kasse/danke', 'Vielen Dank für Ihre Bestellung'],
    account: ['/konto', 'Mein Konto'],
    orders: ['/konto/bestellungen', 'Meine Bestellungen'],
    imprint: ['/impressum', 'Impressum'],
  },
  types: null,
  tracks: { product: true, list: false },
  searches: {
    thing: ['laminat eiche', 'akkuschrauber', 'wandfarbe weiß', 'rasendünger', 'led streifen'],
    howto: ['laminat verlegen anleitung', 'wasserhahn reparieren', 'wie fliesen schneiden'],
    store: ['öffnungszeiten köln', 'markt in der nähe', 'parkplatz deutz'],
    price: ['akkuschrauber angebot', 'laminat günstig', 'gutschein'],
    versus: ['laminat oder vinyl', 'akkuschrauber test'],
  },
  things: [
    'laminat',
    'akkuschrauber',
    'wandfarbe',
    'duenger',
    'leiter',
    'fliese',
    'regal',
    'lampe',
  ],
  own: {
    route: 'Route geplant',
    stock: 'Marktbestand geprüft',
    chat: 'Chat gestartet',
    reviews: 'Bewertungen gelesen',
    size: 'Maßtabelle geöffnet',
    video: 'Video angesehen',
  },
};

/** A shop that names page types, and whose addresses say little. */
const KITCHEN: Shop = {
  host: 'https://herdundtisch.example',
  locale: 'de-AT',
  currency: 'EUR',
  pages: {
    home: ['/de/', 'Herd & Tisch'],
    list: ['/de/cat-#', '#'],
    product: ['/de/#.html', '#'],
    search: ['/de/find?text=#', 'Treffer'],
    howto: ['/de/w/4711', '# richtig einbrennen'],
    article: ['/de/w/1208', 'Wissenswertes über #'],
    help: ['/de/service', 'Service'],
    stores: ['/de/f', 'Standorte'],
    store: ['/de/f/graz', 'Graz, Herrengasse'],
    contact: ['/de/w/2', 'So erreichen Sie uns'],
    delivery: ['/de/w/3', 'Lieferung'],
    returns: ['/de/w/4', 'Rücksendung'],
    reviews: ['/de/#.html?tab=stimmen', 'Kundenstimmen: #'],
    proof: ['/de/w/9', 'Geprüfte Qualität'],
    compare: ['/de/gegenueber', 'Gegenüberstellung'],
    offers: ['/de/aktion', 'Aktionen'],
    cart: ['/de/korb', 'Ihr Korb'],
    checkout: ['/de/co/1', 'Bestellung'],
    thanks: ['/de/co/9', 'Danke'],
    account: ['/de/my', 'Übersicht'],
    orders: ['/de/my/o', 'Bestellungen'],
    imprint: ['/de/w/1', 'Impressum'],
  },
  types: {
    home: 'home',
    list: 'category',
    product: 'product',
    search: 'search',
    howto: 'howto',
    article: 'article',
    help: 'support',
    stores: 'stores',
    store: 'store',
    contact: 'contact',
    delivery: 'shipping',
    returns: 'returns',
    compare: 'compare',
    offers: 'offers',
    cart: 'cart',
    checkout: 'checkout',
    thanks: 'confirmation',
    account: 'account',
    orders: 'orders',
  },
  tracks: { product: false, list: true },
  searches: {
    thing: ['gusseisenpfanne', 'kochmesser 20cm', 'espressokanne', 'auflaufform', 'schneidebrett'],
    howto: ['pfanne einbrennen', 'messer schärfen wie', 'espressokanne entkalken'],
    store: ['geschäft graz', 'filiale wien', 'öffnungszeiten'],
    price: ['messer angebot', 'pfanne preis'],
    versus: ['gusseisen oder edelstahl', 'bestes kochmesser'],
  },
  things: [
    'pfanne',
    'kochmesser',
    'espressokanne',
    'auflaufform',
    'brett',
    'topf',
    'reibe',
    'glas',
  ],
  own: {
    route: 'Wegbeschreibung geöffnet',
    stock: 'Filialbestand angesehen',
    chat: 'Frage gestellt',
    reviews: 'Bewertungen aufgeklappt',
    size: 'Größenberater geöffnet',
    video: 'Video gestartet',
  },
};

/** The made-up shops of the test. */
export const SHOPS: readonly Shop[] = [BOUTIQUE, CRAFT, KITCHEN];

/** What every product has. */
interface Product {
  name: string;
  price: number;
}

/** A product of a shop: the same number always gives the same product. */
export function productOf(shop: Shop, number: number): JsonObject & Product {
  const thing = shop.things[number % shop.things.length] as string;
  const price = Math.round((9 + ((number * 37) % 190)) * 100) / 100 + 0.99;
  return {
    product_id: `p-${number}`,
    name: `${thing} ${1 + (number % 5)}`,
    category: thing,
    brand: ['Nord', 'Alba', 'Vitra'][number % 3] as string,
    price,
    currency: shop.currency,
  };
}

/** One of several, with equal chance. */
export function oneOf<T>(items: readonly T[], random: Random): T {
  return items[Math.floor(random.next() * items.length)] as T;
}

/** One of several by weight. */
export function weighted<T extends string>(
  weights: Readonly<Partial<Record<T, number>>>,
  random: Random,
): T {
  const entries = Object.entries(weights) as [T, number][];
  let left = random.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of entries) {
    left -= weight;
    if (left < 0) return name;
  }
  return (entries.at(-1) as [T, number])[0];
}
