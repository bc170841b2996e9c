import { moneyText } from '../../offer/index.ts';
import { entry, offerOf } from './entry.ts';

/** Ready-made campaigns for the moment of buying. */

export const freeShipping = entry({
  key: 'buy-free-shipping',
  kind: 'buy',
  name: { de: 'Bis zum kostenlosen Versand', en: 'Up to free delivery' },
  about: {
    de: 'Versandkosten am Ende sind der häufigste Grund, einen Kauf abzubrechen. Hier steht vorher, wie wenig noch fehlt.',
    en: 'Delivery costs at the end are the most frequent reason to give up a purchase. Here it says beforehand how little is missing.',
  },
  when: { kinds: ['buy'] },
  placements: ['cart-top'],
  caps: [{ times: 10, per: 'session' }],
  priority: 50,
  shared: { look: 'bar' },
  offer: (shop) =>
    offerOf(shop, {
      name: { de: 'Versand kostenlos', en: 'Free delivery' },
      title: {
        de: `Versand kostenlos ab ${moneyText(5000, shop.currency, 'de')}`,
        en: `Free delivery from ${moneyText(5000, shop.currency, 'en')}`,
      },
      audience: 'public',
      benefit: { kind: 'free_shipping', maxMinor: null },
      codes: 'none',
      stacking: { mode: 'together', group: null },
      terms: {
        minBasketMinor: 5000,
        productIds: [],
        categories: [],
        excludedProductIds: [],
        excludedCategories: [],
        newCustomersOnly: false,
        perShopper: null,
      },
    }),
  variants: [
    {
      name: { de: 'So viel fehlt noch', en: 'So much is missing' },
      de: {
        headline:
          '{% if cart.missing_for_free_shipping %}Noch {{ cart.missing_for_free_shipping }}, dann liefern wir kostenlos{% else %}Wir liefern kostenlos{% endif %}',
        text: '{% if cart.missing_for_free_shipping %}Im Warenkorb liegt Ware für {{ cart.total }}.{% else %}Der Versand ist bei dieser Bestellung dabei.{% endif %}',
      },
      en: {
        headline:
          '{% if cart.missing_for_free_shipping %}{{ cart.missing_for_free_shipping }} more and delivery is free{% else %}Delivery is free{% endif %}',
        text: '{% if cart.missing_for_free_shipping %}Your cart holds goods worth {{ cart.total }}.{% else %}Delivery is included in this order.{% endif %}',
      },
    },
  ],
});

export const stalledCheckout = entry({
  key: 'buy-stalled',
  kind: 'buy',
  name: { de: 'Hilfe, wenn es an der Kasse hakt', en: 'Help when the checkout stalls' },
  about: {
    de: 'Wer an einem Schritt der Kasse länger bleibt als üblich, hat meist eine Frage. Antworten und ein Mensch helfen, ohne zu drängen.',
    en: 'Whoever stays at a step of the checkout longer than usual mostly has a question. Answers and a person help without pushing.',
  },
  when: { signals: ['stalled_checkout'], minConfidence: 0 },
  placements: ['checkout-help', 'bar-top'],
  goal: { event: 'Order Completed', windowHours: 2 },
  caps: [{ times: 1, per: 'session' }],
  priority: 90,
  variants: [
    {
      name: { de: 'Können wir helfen?', en: 'Can we help?' },
      de: {
        headline: 'Können wir helfen?',
        text: 'Kauf auf Rechnung, Rückgabe innerhalb von 30 Tagen, Lieferung an einen anderen Ort: Das alles geht.',
        button: { label: 'Fragen und Antworten', url: '/help' },
      },
      en: {
        headline: 'Can we help?',
        text: 'Paying by invoice, returning within 30 days, delivery to another place: all of that is possible.',
        button: { label: 'Questions and answers', url: '/help' },
      },
    },
    {
      name: { de: 'Wir rufen an', en: 'We call you' },
      de: {
        headline: 'Lieber mit uns zusammen bestellen?',
        text: 'Wir rufen Sie in wenigen Minuten an und schließen die Bestellung gemeinsam ab.',
        button: { label: 'Rückruf', url: '/help' },
      },
      en: {
        headline: 'Rather order together with us?',
        text: 'We call you within a few minutes and finish the order together.',
        button: { label: 'Call me back', url: '/help' },
      },
    },
  ],
});

export const abandonedCart = entry({
  key: 'buy-cart-back',
  kind: 'buy',
  name: { de: 'Der Warenkorb ist noch da', en: 'The cart is still here' },
  about: {
    de: 'Wer mit gefülltem Warenkorb gegangen ist und wiederkommt, findet ihn sofort. Ohne Rabatt: Die Erinnerung allein wirkt am meisten.',
    en: 'Whoever left with a filled cart and comes back finds it at once. Without a discount: the reminder alone does most of the work.',
  },
  when: { signals: ['abandoned_cart'], minConfidence: 0 },
  placements: ['home-hero', 'bar-top'],
  goal: { event: 'Order Completed', windowHours: 48 },
  caps: [{ times: 1, per: 'day' }],
  priority: 80,
  shared: { look: 'banner', products: 'cart' },
  variants: [
    {
      name: { de: 'Wir haben ihn aufgehoben', en: 'We kept it' },
      de: {
        headline: '{{ first_name }}, Ihr Warenkorb ist noch da',
        text: '{{ cart.count }} Artikel für {{ cart.total }} warten, genau so, wie Sie sie hineingelegt haben.',
        button: { label: 'Weiter zum Warenkorb', url: '{{ cart.url }}' },
      },
      en: {
        headline: '{{ first_name }}, your cart is still here',
        text: '{{ cart.count }} items worth {{ cart.total }} are waiting, just as you put them in.',
        button: { label: 'On to the cart', url: '{{ cart.url }}' },
      },
    },
  ],
});

export const priceWatch = entry({
  key: 'buy-price-watch',
  kind: 'buy',
  name: { de: 'Für alle, die den Preis beobachten', en: 'For those who watch the price' },
  about: {
    de: 'Wer einen Artikel mehrmals wegen des Preises aufruft, bekommt einen persönlichen Code mit kurzer Frist. Alle anderen zahlen weiter den vollen Preis.',
    en: 'Whoever keeps coming back for the price gets a personal code that ends soon. Everybody else goes on paying the full price.',
  },
  when: { signals: ['price_watching'], minConfidence: 0 },
  placements: ['product-advice'],
  caps: [
    { times: 2, per: 'session' },
    { times: 1, per: 'month' },
  ],
  priority: 60,
  exclusiveGroup: 'gutschein',
  shared: { code: true },
  offer: (shop) =>
    offerOf(shop, {
      name: { de: 'Preisbeobachter: 7 %', en: 'Price watchers: 7%' },
      title: { de: '7 % für Ihren Einkauf', en: '7% off your purchase' },
      benefit: { kind: 'percentage', percentBp: 700, on: 'dearest', maxMinor: 3000 },
      codeHours: 48,
    }),
  variants: [
    {
      name: { de: 'Nur für Sie', en: 'Just for you' },
      de: {
        headline: '7 % auf {{ product.name }}, nur für Sie',
        text: 'Geben Sie den Code an der Kasse ein. Er gilt bis {{ offer.until | default: "übermorgen" }} und nur einmal.',
        button: { label: 'In Ruhe ansehen', url: '{{ product.url }}' },
      },
      en: {
        headline: '7% off {{ product.name }}, just for you',
        text: 'Enter the code at the checkout. It is good until {{ offer.until | default: "the day after tomorrow" }}, and once only.',
        button: { label: 'Take your time', url: '{{ product.url }}' },
      },
    },
  ],
});

export const viewedNotBought = entry({
  key: 'buy-viewed',
  kind: 'buy',
  name: { de: 'Angesehen und nicht gekauft', en: 'Viewed and not bought' },
  about: {
    de: 'Der Artikel, der beim letzten Mal gefallen hat, steht beim Wiederkommen vorn, mit Bewertungen und der Rückgabe, die Sicherheit gibt.',
    en: 'The product somebody liked last time comes first when they return, with reviews and the return policy that gives confidence.',
  },
  when: { signals: ['viewed_not_bought'], minConfidence: 0 },
  placements: ['home-hero', 'category-top'],
  goal: { event: 'Order Completed', windowHours: 72 },
  caps: [
    { times: 1, per: 'session' },
    { times: 3, per: 'week' },
  ],
  priority: 60,
  shared: { look: 'banner', products: 'subject' },
  variants: [
    {
      name: { de: 'Noch einmal ansehen', en: 'Have another look' },
      de: {
        headline: 'Noch einmal {{ product.name }} ansehen?',
        text: 'Wenn der Artikel zu Hause nicht passt, nehmen wir ihn innerhalb von 30 Tagen zurück.',
        button: { label: 'Zum Artikel', url: '{{ product.url }}' },
        links: [{ label: 'Bewertungen lesen', url: '{{ product.url }}#reviews' }],
      },
      en: {
        headline: 'Another look at {{ product.name }}?',
        text: 'If it does not fit at home, we take it back within 30 days.',
        button: { label: 'See the product', url: '{{ product.url }}' },
        links: [{ label: 'Read reviews', url: '{{ product.url }}#reviews' }],
      },
    },
  ],
});
