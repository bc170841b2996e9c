import type { Evidence, EvidenceCode, FactValues } from '@augenblick/contract';
import type { Words } from '@augenblick/contract/api/phrase.ts';

/** A sentence with a place for the name («…») and one without. `many`: when it happened several times or to several things. */
interface Sentence {
  de: readonly [named: string, unnamed: string];
  en: readonly [named: string, unnamed: string];
  many?: Words;
}

const page = (de: string, en: string): Sentence => ({
  de: [`${de}: «name»`, de],
  en: [`${en}: «name»`, en],
});

/** One sentence a sign, as a shopkeeper would say it. */
const SENTENCES: Readonly<Record<EvidenceCode, Sentence>> = {
  page_home: page('Startseite aufgerufen', 'Opened the home page'),
  page_list: page('Sortiment angesehen', 'Looked along the shelf'),
  page_product: page('Produktseite aufgerufen', 'Opened a product page'),
  page_search: page('Suche geöffnet', 'Opened the search'),
  page_howto: page('Anleitung gelesen', 'Read instructions'),
  page_guide: page('Ratgeber gelesen', 'Read a guide'),
  page_help: page('Hilfe gelesen', 'Read the help'),
  page_store: page('Filialseite geöffnet', 'Opened a store page'),
  page_hours: page('Öffnungszeiten nachgesehen', 'Looked up opening hours'),
  page_contact: page('Kontaktseite geöffnet', 'Opened the contact page'),
  page_delivery: page('Versand oder Zahlung nachgelesen', 'Read about delivery or payment'),
  page_returns: page('Rückgabe nachgelesen', 'Read about returns'),
  page_reviews: page('Bewertungen gelesen', 'Read reviews'),
  page_proof: page('Herkunft oder Siegel nachgelesen', 'Read about origin or certificates'),
  page_compare: page('Vergleich geöffnet', 'Opened a comparison'),
  page_wishlist: page('Merkzettel geöffnet', 'Opened the wish list'),
  page_offers: page('Angebote angesehen', 'Looked at offers'),
  page_cart: page('Warenkorb geöffnet', 'Opened the cart'),
  page_checkout: page('Kasse geöffnet', 'Opened the checkout'),
  page_thanks: page('Bestellbestätigung gesehen', 'Saw the order confirmation'),
  page_account: page('Kundenkonto geöffnet', 'Opened the account'),
  page_order_status: page('Nach der Bestellung gesehen', 'Checked on an order'),
  page_other: page('Seite aufgerufen', 'Opened a page'),

  search: {
    de: ['Nach „«name»“ gesucht', 'Gesucht'],
    en: ['Searched for “«name»”', 'Searched'],
    many: {
      de: '«times»-mal gesucht, zuletzt „«name»“',
      en: 'Searched «times» times, last for “«name»”',
    },
  },
  search_howto: {
    de: ['Nach einer Anleitung gesucht: „«name»“', 'Nach einer Anleitung gesucht'],
    en: ['Searched for instructions: “«name»”', 'Searched for instructions'],
  },
  search_store: {
    de: ['Nach der Filiale gesucht: „«name»“', 'Nach der Filiale gesucht'],
    en: ['Searched for a store: “«name»”', 'Searched for a store'],
  },
  search_buy: {
    de: ['Nach Preis oder Angebot gesucht: „«name»“', 'Nach Preis oder Angebot gesucht'],
    en: ['Searched for a price or an offer: “«name»”', 'Searched for a price or an offer'],
  },
  search_compare: {
    de: ['Nach einem Vergleich gesucht: „«name»“', 'Nach einem Vergleich gesucht'],
    en: ['Searched for a comparison: “«name»”', 'Searched for a comparison'],
  },
  search_empty: {
    de: ['Nichts gefunden für „«name»“', 'Nichts gefunden'],
    en: ['Found nothing for “«name»”', 'Found nothing'],
  },

  list_viewed: page('Sortiment durchgesehen', 'Looked through the range'),
  list_filtered: page('Auswahl eingegrenzt', 'Narrowed the selection down'),
  list_by_price: page('Nach Preis sortiert', 'Sorted by price'),
  list_in_store: page(
    'Nach Verfügbarkeit in der Filiale gefiltert',
    'Filtered for what the store has',
  ),
  promotion_clicked: page('Auf eine Aktion geklickt', 'Clicked a promotion'),
  product_clicked: page('Produkt angeklickt', 'Clicked a product'),
  product_viewed: {
    de: ['«name» angesehen', 'Ein Produkt angesehen'],
    en: ['Looked at «name»', 'Looked at a product'],
    many: {
      de: '«things» Produkte angesehen, zuletzt «name»',
      en: 'Looked at «things» products, last «name»',
    },
  },
  product_again: {
    de: ['«name» noch einmal angesehen', 'Ein Produkt noch einmal angesehen'],
    en: ['Looked at «name» again', 'Looked at a product again'],
    many: {
      de: '«times»-mal zurückgekehrt, zuletzt zu «name»',
      en: 'Came back «times» times, last to «name»',
    },
  },
  product_compared: page('Produkte verglichen', 'Compared products'),
  reviews_read: page('Bewertungen gelesen', 'Read reviews'),
  size_guide: page('Größenberatung genutzt', 'Used the size guide'),
  article_read: page('Beitrag gelesen', 'Read an article'),
  howto_opened: page('Anleitung geöffnet', 'Opened instructions'),
  help_asked: page('Um Hilfe gebeten', 'Asked for help'),

  store_looked_up: page('Filiale gesucht', 'Looked for a store'),
  stock_in_store: page('Bestand in der Filiale geprüft', 'Checked the stock in the store'),
  route_asked: page('Weg zur Filiale gesucht', 'Asked for the way to the store'),
  appointment_booked: page('Termin vereinbart', 'Booked an appointment'),
  pickup_chosen: page('Abholung gewählt', 'Chose to pick up'),
  store_visited: page('In die Filiale gekommen', 'Came into the store'),
  pass_scanned: page('Kundenkarte vorgezeigt', 'Showed the customer card'),
  kiosk_answered: page('Am Kiosk geantwortet', 'Answered at the kiosk'),

  wish_added: {
    de: ['«name» auf den Merkzettel gesetzt', 'Etwas auf den Merkzettel gesetzt'],
    en: ['Put «name» on the wish list', 'Put something on the wish list'],
  },
  wish_to_cart: {
    de: [
      '«name» vom Merkzettel in den Warenkorb gelegt',
      'Etwas vom Merkzettel in den Warenkorb gelegt',
    ],
    en: [
      'Moved «name» from the wish list to the cart',
      'Moved something from the wish list to the cart',
    ],
  },
  product_added: {
    de: ['«name» in den Warenkorb gelegt', 'Etwas in den Warenkorb gelegt'],
    en: ['Put «name» into the cart', 'Put something into the cart'],
    many: {
      de: '«times»-mal etwas in den Warenkorb gelegt, zuletzt «name»',
      en: 'Put things into the cart «times» times, last «name»',
    },
  },
  product_removed: {
    de: ['«name» aus dem Warenkorb genommen', 'Etwas aus dem Warenkorb genommen'],
    en: ['Took «name» out of the cart', 'Took something out of the cart'],
  },
  cart_viewed: page('Warenkorb angesehen', 'Looked at the cart'),
  cart_shared: page('Warenkorb geteilt', 'Shared the cart'),
  product_shared: {
    de: ['«name» geteilt', 'Ein Produkt geteilt'],
    en: ['Shared «name»', 'Shared a product'],
  },
  checkout_started: page('Bestellung begonnen', 'Started the checkout'),
  checkout_step: page('In der Kasse weitergegangen', 'Went on in the checkout'),
  payment_entered: page('Zahlungsdaten eingegeben', 'Entered payment details'),
  coupon_tried: page('Gutschein eingegeben', 'Entered a coupon'),
  coupon_applied: page('Gutschein eingelöst', 'Redeemed a coupon'),
  coupon_denied: page('Gutschein abgelehnt', 'Coupon was refused'),
  order_completed: page('Bestellt', 'Ordered'),
  receipt_issued: page('An der Kasse gekauft', 'Bought at the till'),
  order_cancelled: page('Bestellung storniert', 'Cancelled an order'),
  order_refunded: page('Geld zurückbekommen', 'Got money back'),
  return_started: page('Rückgabe angemeldet', 'Started a return'),
  review_written: page('Bewertung geschrieben', 'Wrote a review'),
  feedback_good: page('Gute Rückmeldung gegeben', 'Gave good feedback'),
  feedback_bad: page('Kritische Rückmeldung gegeben', 'Gave critical feedback'),
  recommended: page('Weiterempfohlen', 'Recommended the shop'),
  reward_redeemed: page('Prämie eingelöst', 'Redeemed a reward'),
  email_opened: page('Nachricht geöffnet', 'Opened a message'),
  email_clicked: page('In einer Nachricht geklickt', 'Clicked in a message'),
  offer_accepted: page('Angebot angenommen', 'Accepted an offer'),
  offer_dismissed: page('Angebot weggeklickt', 'Dismissed an offer'),
};

/** A piece of evidence in words: "3 Produkte angesehen, zuletzt Etagere". */
export function evidenceText({ code, params }: Pick<Evidence, 'code' | 'params'>): Words {
  const sentence = SENTENCES[code];
  const one = params.name === undefined ? 1 : 0;
  const several = Number(params.things ?? 1) > 1 || Number(params.times ?? 1) > 1;
  if (several && sentence.many && params.name !== undefined) {
    // Three looks at one thing are not three things.
    const values = { ...params, things: params.things ?? params.times ?? 2 };
    if (params.things !== undefined || !sentence.many.de.includes('«things»'))
      return { de: fill(sentence.many.de, values), en: fill(sentence.many.en, values) };
  }
  const times = Number(params.times ?? 1);
  return {
    de: fill(sentence.de[one], params) + (times > 1 ? ` (${times}-mal)` : ''),
    en: fill(sentence.en[one], params) + (times > 1 ? ` (${times} times)` : ''),
  };
}

/** Puts values into a sentence's places. */
export function fill(sentence: string, values: FactValues): string {
  return sentence.replace(/«(\w+)»/g, (_, key: string) => String(values[key] ?? ''));
}
