import { moneyText } from '../../offer/index.ts';
import { entry, offerOf } from './entry.ts';

/** Ready-made campaigns for the first purchase, coming back, and after buying. */

export const firstPurchase = entry({
  key: 'welcome-first',
  kind: 'buy',
  name: { de: 'Willkommen zum ersten Einkauf', en: 'Welcome to your first purchase' },
  about: {
    de: 'Wer zum ersten Mal kauft, braucht einen kleinen Anlass und viel Sicherheit. Der Code gilt nur für neue Kundschaft und nur einmal.',
    en: 'Whoever buys for the first time needs a small reason and much confidence. The code is for new customers only, and once.',
  },
  when: { kinds: ['buy'], stages: ['purchase'] },
  placements: ['cart-top', 'product-advice'],
  caps: [
    { times: 2, per: 'session' },
    { times: 1, per: 'month' },
  ],
  priority: 45,
  exclusiveGroup: 'gutschein',
  shared: { code: true },
  offer: (shop) =>
    offerOf(shop, {
      name: { de: 'Willkommen', en: 'Welcome' },
      title: {
        de: `${moneyText(500, shop.currency, 'de')} zum ersten Einkauf ab ${moneyText(4000, shop.currency, 'de')}`,
        en: `${moneyText(500, shop.currency, 'en')} off your first purchase from ${moneyText(4000, shop.currency, 'en')}`,
      },
      benefit: { kind: 'amount', amountMinor: 500, on: 'matching' },
      codeHours: 168,
      terms: {
        minBasketMinor: 4000,
        productIds: [],
        categories: [],
        excludedProductIds: [],
        excludedCategories: [],
        newCustomersOnly: true,
        perShopper: 1,
      },
    }),
  variants: [
    {
      name: { de: 'Schön, dass Sie da sind', en: 'Good to have you' },
      de: {
        headline: 'Schön, dass Sie da sind',
        text: 'Für Sie: {{ offer.title }}, mit diesem Code. Zurückgeben können Sie 30 Tage lang.',
      },
      en: {
        headline: 'Good to have you here',
        text: 'For you: {{ offer.title }}, with this code. You can return everything for 30 days.',
      },
    },
  ],
});

export const welcomeBack = entry({
  key: 'return-after-absence',
  kind: null,
  name: { de: 'Schön, Sie wiederzusehen', en: 'Good to see you again' },
  about: {
    de: 'Wer länger nicht da war, sieht zuerst, was seitdem neu ist, und das Zuletztangesehene. Ein Gruß, kein Gutschein.',
    en: 'Whoever was away for a while first sees what is new since, and what they looked at last. A greeting, not a voucher.',
  },
  when: { signals: ['returning_after_absence'], minConfidence: 0 },
  placements: ['home-hero'],
  goal: { event: 'Order Completed', windowHours: 72 },
  caps: [{ times: 1, per: 'week' }],
  priority: 65,
  shared: { look: 'banner', products: 'viewed' },
  variants: [
    {
      name: { de: 'Neu seit dem letzten Mal', en: 'New since last time' },
      de: {
        headline: 'Schön, Sie wiederzusehen, {{ first_name }}',
        text: 'Seit Ihrem letzten Besuch ist einiges dazugekommen, auch bei {{ category }}.',
        button: { label: 'Neues ansehen', url: '/search?sort=new' },
      },
      en: {
        headline: 'Good to see you again, {{ first_name }}',
        text: 'Quite a few things are new since your last visit, also in {{ category }}.',
        button: { label: 'See what is new', url: '/search?sort=new' },
      },
    },
  ],
});

export const accessories = entry({
  key: 'after-accessories',
  kind: null,
  name: { de: 'Nach dem Kauf: was dazu passt', en: 'After buying: what goes with it' },
  about: {
    de: 'Nach dem Kauf hilft, was das Gekaufte besser macht: Pflege, Zubehör, die Anleitung. Wer das bekommt, behält die Ware und kommt wieder.',
    en: 'After buying, what makes the purchase better helps: care, accessories, the instructions. Whoever gets that keeps the goods and comes back.',
  },
  when: { stages: ['post_purchase'] },
  placements: ['order-thanks', 'home-hero'],
  goal: { event: 'Order Completed', windowHours: 336 },
  caps: [
    { times: 2, per: 'session' },
    { times: 2, per: 'week' },
  ],
  priority: 50,
  variants: [
    {
      name: { de: 'Pflege und Zubehör', en: 'Care and accessories' },
      de: {
        headline: 'So haben Sie lange Freude daran',
        text: 'Pflege, Zubehör und eine kurze Anleitung zu {{ product.name }}.',
        button: { label: 'Passendes ansehen', url: '{{ product.url }}#accessories' },
        links: [{ label: 'Anleitungen', url: '/guides' }],
      },
      en: {
        headline: 'Enjoy it for a long time',
        text: 'Care, accessories and a short guide for {{ product.name }}.',
        button: { label: 'See what goes with it', url: '{{ product.url }}#accessories' },
        links: [{ label: 'Guides', url: '/guides' }],
      },
    },
  ],
});

export const recommend = entry({
  key: 'recommend-review',
  kind: null,
  name: { de: 'Zufrieden? Weitersagen', en: 'Happy with it? Tell others' },
  about: {
    de: 'Wer zufrieden ist, sagt es gern weiter, wenn man im richtigen Augenblick fragt. Als Dank gibt es doppelte Punkte beim nächsten Einkauf.',
    en: 'Whoever is happy likes to tell others when asked at the right moment. As thanks the next purchase earns double points.',
  },
  when: { stages: ['recommend'] },
  placements: ['order-thanks', 'home-hero'],
  goal: { event: 'Product Reviewed', windowHours: 336 },
  caps: [
    { times: 1, per: 'week' },
    { times: 3, per: 'ever' },
  ],
  priority: 40,
  shared: { code: true },
  offer: (shop) =>
    offerOf(shop, {
      name: { de: 'Dank: doppelte Punkte', en: 'Thanks: double points' },
      title: {
        de: 'Doppelte Punkte beim nächsten Einkauf',
        en: 'Double points on your next purchase',
      },
      benefit: { kind: 'points_multiplier', factorBp: 20_000 },
      codeHours: 1440,
      stacking: { mode: 'together', group: null },
    }),
  variants: [
    {
      name: { de: 'Eine Bewertung', en: 'A review' },
      de: {
        headline: 'Wie gefällt Ihnen {{ product.name }}?',
        text: 'Zwei Sätze helfen anderen bei der Wahl. Als Dank gibt es doppelte Punkte beim nächsten Einkauf, mit diesem Code.',
        button: { label: 'Bewerten', url: '{{ product.url }}#reviews' },
      },
      en: {
        headline: 'How do you like {{ product.name }}?',
        text: 'Two sentences help others to choose. As thanks your next purchase earns double points, with this code.',
        button: { label: 'Write a review', url: '{{ product.url }}#reviews' },
      },
    },
  ],
});
