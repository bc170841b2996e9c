import type { Condition } from '@augenblick/contract';
import type { SegmentStarters, SegmentVocabulary } from '@augenblick/contract/api/segment.ts';

type Starter = SegmentStarters['starters'][number];

/** What the shop has, as far as starting points need it. */
export interface ShopWords {
  currency: string;
  /** The category shoppers are drawn to most, if any. */
  category: string | null;
}

/** Events with which a purchase is told, on the web and at the till. */
const BOUGHT = ['Order Completed', 'Receipt Issued'];
const day = (n: number) => ({ n, unit: 'day' as const });
const all = (...of: Condition[]): Condition => ({ type: 'all', of });

const newsletter: Condition = {
  type: 'consent',
  purpose: 'marketing',
  channel: 'email',
  state: 'granted',
};

/** Segments to begin with, fitted to the shop. Each is complete: it can be switched on as it is. */
export function starters({ currency, category }: ShopWords): Starter[] {
  return [interested(category), ...ofPurchases(), ...ofPeople(currency)];
}

/** Looked often and bought none of it; of the shop's liveliest category, if there is one. */
function interested(category: string | null): Starter {
  const test = { op: 'is' as const, values: category ? [category] : [] };
  const looked: Condition = {
    type: 'event',
    event: { names: ['Product Viewed'], where: category ? [{ property: 'category', test }] : [] },
    times: { compare: 'at_least', n: 3 },
    window: { last: day(30) },
  };
  const bought: Condition = {
    type: 'orders',
    times: { compare: 'at_most', n: 0 },
    ...(category ? { goods: { categories: [category] } } : {}),
    window: { last: day(30) },
  };
  return {
    key: 'looked_not_bought',
    name: category
      ? { de: `Haben sich für ${category} interessiert`, en: `Interested in ${category}` }
      : { de: 'Haben viel angesehen, nichts gekauft', en: 'Looked a lot, bought nothing' },
    about: {
      de: 'Mindestens dreimal angesehen in 30 Tagen und nichts davon gekauft.',
      en: 'Viewed at least three times in 30 days and bought none of it.',
    },
    condition: all(looked, bought),
  };
}

function ofPurchases(): Starter[] {
  return [
    {
      key: 'abandoned_cart',
      name: { de: 'Warenkorb stehen gelassen', en: 'Left a basket behind' },
      about: {
        de: 'Etwas in den Warenkorb gelegt und danach seit einer Stunde nicht gekauft; bis drei Tage lang.',
        en: 'Put something into the basket and has not bought for an hour since; up to three days.',
      },
      condition: {
        type: 'sequence',
        first: { names: ['Product Added'], where: [] },
        next: { names: BOUGHT, where: [] },
        happens: false,
        within: { n: 1, unit: 'hour' },
        window: { last: day(3) },
      },
    },
    {
      key: 'regulars',
      name: { de: 'Stammkundschaft', en: 'Regular customers' },
      about: {
        de: 'Mindestens drei Einkäufe in den letzten zwölf Monaten.',
        en: 'At least three purchases in the last twelve months.',
      },
      condition: {
        type: 'orders',
        times: { compare: 'at_least', n: 3 },
        window: { last: day(365) },
      },
    },
    {
      key: 'win_back',
      name: { de: 'Lange nicht gekauft', en: 'Not bought for long' },
      about: {
        de: 'Haben mindestens zweimal gekauft, zuletzt vor mehr als 90 Tagen.',
        en: 'Bought at least twice, last more than 90 days ago.',
      },
      condition: all(
        { type: 'orders', times: { compare: 'at_least', n: 2 } },
        { type: 'last_order', age: 'longer_ago', duration: day(90) },
      ),
    },
    {
      key: 'first_purchase',
      name: { de: 'Erster Einkauf', en: 'First purchase' },
      about: {
        de: 'Genau ein Einkauf, in den letzten 30 Tagen. Die richtige Zeit für ein Willkommen.',
        en: 'Exactly one purchase, in the last 30 days. The right time for a welcome.',
      },
      condition: all(
        { type: 'orders', times: { compare: 'exactly', n: 1 } },
        { type: 'last_order', age: 'within', duration: day(30) },
      ),
    },
  ];
}

function ofPeople(currency: string): Starter[] {
  return [
    {
      key: 'best_customers',
      name: { de: 'Umsatzstarke Kundschaft', en: 'Best customers' },
      about: {
        de: 'Für mindestens 500 in den letzten zwölf Monaten gekauft.',
        en: 'Bought for at least 500 in the last twelve months.',
      },
      condition: {
        type: 'money',
        measure: 'revenue',
        compare: 'at_least',
        minor: 50_000,
        currency,
        window: { last: day(365) },
      },
    },
    {
      key: 'wants_to_buy',
      name: { de: 'Wollen gerade kaufen', en: 'Want to buy right now' },
      about: {
        de: 'Sind in diesem Augenblick im Laden und kaufbereit.',
        en: 'Are in the shop at this moment and ready to buy.',
      },
      condition: { type: 'moment_now', kinds: ['buy'] },
    },
    {
      key: 'newsletter',
      name: { de: 'Newsletter erlaubt', en: 'Newsletter allowed' },
      about: {
        de: 'Haben der Werbung per E-Mail zugestimmt und sind bekannt.',
        en: 'Agreed to marketing by e-mail and are known.',
      },
      condition: all(newsletter, { type: 'identified', is: true }),
    },
    {
      key: 'birthday',
      name: { de: 'Geburtstag in den nächsten 7 Tagen', en: 'Birthday in the next 7 days' },
      about: {
        de: 'Haben bald Geburtstag und dürfen per E-Mail beglückwünscht werden.',
        en: 'Have their birthday soon and may be congratulated by e-mail.',
      },
      condition: all(
        { type: 'trait', key: 'birthday', test: { op: 'anniversary', n: 7 } },
        newsletter,
      ),
    },
    {
      key: 'web_and_store',
      name: { de: 'Online und im Laden', en: 'Online and in store' },
      about: {
        de: 'Kommen in den Webshop und kaufen auch an der Kasse.',
        en: 'Visit the web shop and also buy at the till.',
      },
      condition: all(
        { type: 'channel', channel: 'web', how: 'ever' },
        { type: 'channel', channel: 'till', how: 'ever' },
      ),
    },
  ];
}

/** What starting points need of a vocabulary. */
export function shopWords(vocabulary: SegmentVocabulary): ShopWords {
  return {
    currency: vocabulary.currencies[0] ?? 'EUR',
    category: vocabulary.categories[0]?.value ?? null,
  };
}
