import type { MomentKind } from '../../contract/src/index.ts';
import type { Random } from '../../server/src/runtime/index.ts';
import { type Act, perform, type Visitor } from './acts.ts';
import type { LabelledEvent, LabelledVisitor } from './sessions.ts';
import { oneOf, type Shop } from './shop.ts';

/**
 * A second, differently built generator, for setting things: errands that are walked through with detours, skipped and
 * repeated steps, in a shop of its own. The test (sessions.ts) has nothing of it: no world, no shop, no seed.
 */
const FASHION: Shop = {
  host: 'https://lindenmode.example',
  locale: 'de-DE',
  currency: 'EUR',
  pages: {
    home: ['/', 'Lindenmode'],
    list: ['/damen/#', '# online'],
    product: ['/p/#', '#'],
    search: ['/search?query=#', 'Suche'],
    howto: ['/service/pflegetipps/#', 'So pflegen Sie #'],
    article: ['/magazin/#', '#: Trends'],
    help: ['/service/faq', 'FAQ'],
    stores: ['/stores', 'Unsere Stores'],
    store: ['/stores/bonn', 'Store Bonn'],
    contact: ['/service/kontakt', 'Kontakt'],
    delivery: ['/service/lieferung', 'Lieferung'],
    returns: ['/service/retoure', 'Retoure anmelden'],
    reviews: ['/p/#/bewertungen', 'Bewertungen'],
    proof: ['/nachhaltigkeit', 'Nachhaltigkeit'],
    compare: ['/merkliste/vergleich', 'Vergleich'],
    offers: ['/sale', 'Sale'],
    cart: ['/warenkorb', 'Warenkorb'],
    checkout: ['/checkout', 'Kasse'],
    thanks: ['/checkout/danke', 'Danke'],
    account: ['/account', 'Mein Konto'],
    orders: ['/account/orders', 'Bestellungen'],
    imprint: ['/impressum', 'Impressum'],
  },
  types: null,
  tracks: { product: true, list: true },
  searches: {
    thing: ['sommerkleid', 'jeans slim', 'wollmantel', 'sneaker weiß'],
    howto: ['wolle waschen', 'leder pflegen anleitung'],
    store: ['store bonn', 'öffnungszeiten'],
    price: ['kleid sale', 'jeans günstig'],
    versus: ['slim oder straight', 'beste winterjacke'],
  },
  things: ['kleid', 'jeans', 'mantel', 'sneaker', 'bluse', 'pullover', 'rock', 'schal'],
  own: {
    route: 'Route berechnet',
    stock: 'Verfügbarkeit im Store geprüft',
    chat: 'Hilfe-Chat geöffnet',
    reviews: 'Bewertungen gesehen',
    size: 'Größentabelle angezeigt',
    video: 'Video abgespielt',
  },
};

/** Errands by kind: the steps somebody takes who has nothing else on their mind. */
const ERRANDS: Readonly<Record<MomentKind, readonly (readonly Act[])[]>> = {
  know: [
    ['home', 'list', 'product', 'product', 'reviews', 'product', 'compare'],
    ['search', 'product', 'product', 'reviews', 'again'],
    ['article', 'list', 'product', 'proof', 'product'],
    ['list', 'filter', 'product', 'product', 'product', 'list', 'product'],
    ['searchVersus', 'product', 'compare', 'article', 'product'],
    ['product', 'list', 'product', 'wish', 'product'],
  ],
  go: [
    ['home', 'stores', 'store'],
    ['product', 'stock', 'store', 'route'],
    ['searchStore', 'stores', 'store', 'route'],
    ['list', 'storeFilter', 'product', 'stock', 'store'],
    ['stores', 'store', 'contact'],
  ],
  do: [
    ['home', 'account', 'orders', 'returns'],
    ['searchHowto', 'howto', 'howto', 'help'],
    ['article', 'howto', 'product', 'howto'],
    ['help', 'returns', 'contact'],
    ['account', 'orders', 'help', 'chat'],
  ],
  buy: [
    ['product', 'sizes', 'add', 'cart', 'checkout', 'step', 'payment', 'order'],
    ['offers', 'priceFilter', 'product', 'again', 'add', 'cart', 'coupon'],
    ['search', 'product', 'add', 'product', 'add', 'cart', 'delivery', 'checkout', 'step'],
    ['product', 'again', 'wish', 'reviews', 'add', 'cart', 'remove', 'product', 'add', 'cart'],
    ['searchPrice', 'product', 'delivery', 'add', 'cart', 'checkout', 'payment', 'order'],
  ],
};
const KINDS: readonly MomentKind[] = ['know', 'know', 'know', 'buy', 'buy', 'go', 'do'];
const DETOURS: readonly Act[] = [
  'home',
  'list',
  'product',
  'search',
  'again',
  'article',
  'help',
  'stores',
  'howto',
  'account',
  'offers',
  'cart',
  'reviews',
  'add',
  'imprint',
];

/** One practice visitor: one to three errands, each walked through with detours. */
export function practiceVisitor(number: number, from: number, random: Random): LabelledVisitor {
  const visitor: Visitor = {
    shop: FASHION,
    random,
    product: 3,
    seen: [],
    cart: [],
    orders: 5_000_000 + number * 10,
    step: 0,
  };
  const events: LabelledEvent[] = [];
  let at = from;
  const errands = random.next() < 0.35 ? 2 : 1;
  for (let intent = 0; intent < errands; intent++) {
    const kind = oneOf(KINDS, random);
    let over = false;
    for (const [act, name] of walk(kind, random).entries()) {
      for (const sent of perform(visitor, name)) {
        at += 200;
        const fulfils = sent.event === 'Order Completed';
        events.push({
          sent,
          at,
          receivedAt: at + 300,
          kind: over ? null : kind,
          intent,
          act,
          fulfils,
        });
        over ||= fulfils;
      }
      at += Math.round(-Math.log(1 - random.next()) * 35_000) + 3_000;
    }
    // Half of the next errands come to mind at once.
    const later = random.next() < 0.5 ? 0 : 1 + random.next() * 200;
    at += Math.round(later * 60_000);
  }
  return { anonymousId: `u-${number}`, userAgent: 'Mozilla/5.0 (iPhone)', locale: 'de-DE', events };
}

/** An errand as it is really run: steps are left out or done twice, other things come in between, another errand follows. */
function walk(kind: MomentKind, random: Random): Act[] {
  const acts: Act[] = [];
  for (let i = 0; i < (random.next() < 0.4 ? 2 : 1); i++) {
    for (const step of oneOf(ERRANDS[kind], random)) {
      if (step !== 'order' && random.next() < 0.15) continue;
      acts.push(step);
      if (step !== 'order' && random.next() < 0.12) acts.push(step);
      if (random.next() < 0.16) acts.push(oneOf(DETOURS, random));
      if (step === 'order') return acts;
    }
  }
  return acts;
}
