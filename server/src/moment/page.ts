import { asText, type EvidenceCode, isObject } from '@augenblick/contract';
import type { FoldEvent } from '../profile/index.ts';
import { firstMatch, plain, remembering, type WordRule, words } from './plain.ts';

/**
 * Names that shops and shop systems give their kinds of page, as `properties.page_type` (or `pageType`, `template`,
 * `category` of a page call). Whoever sends them is not guessed at.
 */
const TYPES: Readonly<Record<string, EvidenceCode>> = {
  home: 'page_home',
  index: 'page_home',
  startseite: 'page_home',
  category: 'page_list',
  collection: 'page_list',
  list: 'page_list',
  listing: 'page_list',
  kategorie: 'page_list',
  product: 'page_product',
  produkt: 'page_product',
  artikel: 'page_product',
  search: 'page_search',
  suche: 'page_search',
  howto: 'page_howto',
  how_to: 'page_howto',
  tutorial: 'page_howto',
  recipe: 'page_howto',
  anleitung: 'page_howto',
  article: 'page_guide',
  blog: 'page_guide',
  guide: 'page_guide',
  magazine: 'page_guide',
  ratgeber: 'page_guide',
  help: 'page_help',
  faq: 'page_help',
  support: 'page_help',
  hilfe: 'page_help',
  store: 'page_store',
  stores: 'page_store',
  store_locator: 'page_store',
  filiale: 'page_store',
  filialen: 'page_store',
  opening_hours: 'page_hours',
  hours: 'page_hours',
  contact: 'page_contact',
  kontakt: 'page_contact',
  delivery: 'page_delivery',
  shipping: 'page_delivery',
  versand: 'page_delivery',
  returns: 'page_returns',
  retoure: 'page_returns',
  reviews: 'page_reviews',
  certificate: 'page_proof',
  sustainability: 'page_proof',
  compare: 'page_compare',
  vergleich: 'page_compare',
  wishlist: 'page_wishlist',
  merkzettel: 'page_wishlist',
  sale: 'page_offers',
  offers: 'page_offers',
  angebote: 'page_offers',
  cart: 'page_cart',
  warenkorb: 'page_cart',
  checkout: 'page_checkout',
  kasse: 'page_checkout',
  thank_you: 'page_thanks',
  confirmation: 'page_thanks',
  account: 'page_account',
  konto: 'page_account',
  order: 'page_order_status',
  orders: 'page_order_status',
  order_status: 'page_order_status',
};

/** Words of the path. The particular comes before the general: "/hilfe/versand" is about delivery, not about help. */
const BY_PATH: readonly WordRule<EvidenceCode>[] = [
  [
    words('danke+|thank|bestaetigung|confirmation|order complete|bestellung erfolgreich'),
    'page_thanks',
  ],
  [
    words(
      'sendungsverfolgung|track|tracking|order status|bestellstatus|meine bestellungen|my orders|orders+',
    ),
    'page_order_status',
  ],
  [words('oeffnungszeit|opening hours|opening times|hours+'), 'page_hours'],
  [
    words(
      'filial|store finder|storefinder|store locator|storelocator|stores+|standort|maerkte+|marktfinder|' +
        'haendlersuche|geschaefte+|anfahrt|directions|laeden+|vor ort|in der naehe|near me|locations+',
    ),
    'page_store',
  ],
  [
    words(
      'anleitung|how to|howto|how tos|so geht|wie geht|tutorial|diy+|selbermachen|selber machen|selbst machen|' +
        'schritt fuer schritt|step by step|montage|aufbau|pflegetipp|pflegehinweis|pflegeanleitung|care guide|' +
        'care instructions|reparatur|repair|rezept|recipe|anwendung|bedienung|manual|gebrauchs|bastel',
    ),
    'page_howto',
  ],
  [words('retoure|rueckgabe|ruecksendung|returns?+|widerruf|umtausch|reklamation'), 'page_returns'],
  [
    words(
      'versand|lieferung|liefer|shipping|delivery|zahlungsarten|zahlung+|zahlarten|payment methods',
    ),
    'page_delivery',
  ],
  [words('checkout|kasse+|zur kasse|bestellen+|payment+|billing'), 'page_checkout'],
  [words('warenkorb|cart+|basket+|einkaufswagen|bag+'), 'page_cart'],
  [
    words('wunschliste|merkzettel|wishlist|wish list|favoriten|favourites|favorites'),
    'page_wishlist',
  ],
  [words('bewertung|reviews?+|rezension|erfahrungen'), 'page_reviews'],
  [
    words(
      'zertifikat|certificat|nachhaltig|sustainab|siegel|herkunft|origin+|bio siegel|fairtrade',
    ),
    'page_proof',
  ],
  [words('vergleich|compare+|comparison|versus|vs+'), 'page_compare'],
  [
    words(
      'ratgeber|magazin|blog|guide|journal+|wissen+|lexikon|tipps|tips+|inspiration|news+|artikel ueber',
    ),
    'page_guide',
  ],
  [words('product|products|produkt|produkte|artikel|p+|item+|dp+'), 'page_product'],
  [words('suche|search|s+|results'), 'page_search'],
  [
    words('sale+|angebote?+|aktion|deals?+|offers?+|outlet|rabatt|gutschein|coupon|black friday'),
    'page_offers',
  ],
  [
    words(
      'kategorie|category|categories|collection|collections|sortiment|shop+|c+|katalog|catalog|neuheiten|new in',
    ),
    'page_list',
  ],
  [words('kontakt|contact|termin|appointment'), 'page_contact'],
  [
    words('hilfe|help|faq|support|service|fragen|kundendienst|groessen|size guide|size chart'),
    'page_help',
  ],
  [words('konto|account|login|anmelden|profil|profile|register|registrieren'), 'page_account'],
];

/** Words of the title, for paths that say nothing ("/seite/17"). Fewer: a product's name may contain anything. */
const BY_TITLE: readonly WordRule<EvidenceCode>[] = [
  [words('oeffnungszeiten|opening hours|opening times'), 'page_hours'],
  [
    words('filialen|filialfinder|unsere filiale|store finder|our stores|find a store|anfahrt'),
    'page_store',
  ],
  [
    words(
      'anleitung|schritt fuer schritt|how to|so geht|so gelingt|so wird|wie man|step by step|tutorial|rezept|recipe',
    ),
    'page_howto',
  ],
  [words('warenkorb|shopping cart|your cart|basket+'), 'page_cart'],
  [words('checkout|zur kasse|kasse+'), 'page_checkout'],
  [words('rueckgabe|retoure|returns+'), 'page_returns'],
  [words('versand|lieferzeit|shipping|delivery'), 'page_delivery'],
  [words('vergleich|comparison'), 'page_compare'],
  [words('ratgeber|magazin|buying guide|was ist'), 'page_guide'],
  [words('haeufige fragen|faq|hilfe|help cent'), 'page_help'],
  [words('kontakt|contact us'), 'page_contact'],
  [words('startseite|home+|homepage|welcome|willkommen'), 'page_home'],
];

/** What a page or screen call is a sign of. */
export interface PageSign {
  code: EvidenceCode;
  title: string | null;
}

/** Recognises a page: by the type the shop names, else by words of its path, else by words of its title. Pure. */
export function pageSign(event: FoldEvent): PageSign {
  const page = isObject(event.context.page) ? event.context.page : {};
  const { properties } = event;
  const title = asText(properties.title ?? page.title ?? properties.name) ?? null;
  const named = asText(properties.page_type ?? properties.pageType ?? properties.template);
  const type = named === undefined ? undefined : typeOf(named.slice(0, 60));
  if (type) return { code: type, title };
  const url = asText(properties.path ?? page.path ?? properties.url ?? page.url) ?? '';
  return { code: guess(`${pathOf(url).slice(0, 200)}\n${(title ?? '').slice(0, 120)}`), title };
}

const typeOf = remembering(500, (named: string): EvidenceCode | undefined =>
  Object.hasOwn(TYPES, named.toLowerCase().replaceAll(/[ -]/g, '_'))
    ? TYPES[named.toLowerCase().replaceAll(/[ -]/g, '_')]
    : undefined,
);

const guess = remembering(5_000, (text: string): EvidenceCode => {
  const [path = '', title = ''] = text.split('\n');
  if (path === '/' || path === '') return path === '/' ? 'page_home' : byTitle(title);
  return firstMatch(BY_PATH, plain(path)) ?? byTitle(title);
});

function byTitle(title: string): EvidenceCode {
  return (title === '' ? undefined : firstMatch(BY_TITLE, plain(title))) ?? 'page_other';
}

/** The path of an address without host; a shop's search is often only its query. */
function pathOf(url: string): string {
  const start = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url)?.[0].length ?? 0;
  const path = url.slice(start).split('#', 1)[0] ?? '';
  const [before = '', query = ''] = path.split('?', 2);
  if (/(?:^|&)(?:q|query|suche|search)=./.test(query)) return '/search';
  return before === '' && start > 0 ? '/' : before;
}
