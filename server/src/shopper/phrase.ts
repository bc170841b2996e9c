import {
  asCurrency,
  asNumber,
  asText,
  isObject,
  type JsonObject,
  RECEIPT_EVENTS,
  toMinor,
} from '@augenblick/contract';
import type { TimelineEntry, TimelinePhrase } from '@augenblick/contract/api/shopper.ts';

type Values = Record<string, string | number | null>;
type Phrase = TimelineEntry['phrase'];

/** What the timeline needs of a stored event. */
export interface PhrasedEvent {
  name: string;
  properties: JsonObject;
  traits: JsonObject | null;
  context: JsonObject;
}

/** Names of traits listed in "Shopper Identified"; more would be a wall of text in one line. */
const TRAITS_NAMED_MAX = 6;

const product = ({ properties }: PhrasedEvent): Values => {
  const first = firstProduct(properties) ?? properties;
  return {
    product: asText(first.name) ?? asText(first.product_id ?? first.item_name ?? first.sku) ?? null,
    quantity: asNumber(first.quantity) ?? null,
    category: asText(first.category) ?? null,
  };
};
const order = ({ properties }: PhrasedEvent): Values => ({
  orderId: asText(properties.order_id ?? properties.receipt_id) ?? null,
  products: Array.isArray(properties.products) ? properties.products.length : null,
  store: asText(properties.store_name ?? properties.store_id) ?? null,
});
const page = ({ properties, context }: PhrasedEvent): Values => {
  const shown = isObject(context.page) ? context.page : {};
  return {
    title: asText(properties.title ?? properties.name ?? shown.title) ?? null,
    path: pathOf(asText(properties.path ?? properties.url ?? shown.path ?? shown.url)) ?? null,
  };
};
const place = ({ name, properties }: PhrasedEvent): Values => ({
  name,
  store: asText(properties.store_name ?? properties.store_id) ?? null,
  place: asText(properties.zone ?? properties.kiosk_id ?? properties.answer) ?? null,
});

const consent = ({ properties }: PhrasedEvent): Values => ({
  purpose: asText(properties.purpose) ?? null,
  channel: asText(properties.channel) ?? null,
});
const mail = ({ name, properties }: PhrasedEvent): Values => ({
  name,
  subject: asText(properties.email_subject ?? properties.subject ?? properties.campaign) ?? null,
});
const coupon = ({ name, properties }: PhrasedEvent): Values => ({
  name,
  coupon: asText(properties.coupon_id ?? properties.coupon_name ?? properties.coupon) ?? null,
});
const step = ({ properties }: PhrasedEvent): Values => ({ step: asText(properties.step) ?? null });
const note = ({ properties }: PhrasedEvent): Values => ({
  note: asText(properties.note ?? properties.text)?.slice(0, 300) ?? null,
});

const MESSAGE_FACTS = Object.values(RECEIPT_EVENTS);

type Wording = readonly [TimelinePhrase, (event: PhrasedEvent) => Values];

/** One line per name of the vocabulary that has a sentence of its own; everything else is "event.other". */
const WORDINGS: ReadonlyMap<string, Wording> = new Map<string, Wording>([
  [
    'Products Searched',
    [
      'event.searched',
      ({ properties }) => ({
        query: asText(properties.query ?? properties.search_term) ?? null,
        results: asNumber(properties.results) ?? null,
      }),
    ],
  ],
  [
    'Product List Viewed',
    [
      'event.list_viewed',
      ({ properties }) => ({
        list: asText(properties.category ?? properties.list_name ?? properties.list_id) ?? null,
      }),
    ],
  ],
  ['Product Viewed', ['event.product_viewed', product]],
  ['Product Clicked', ['event.product_clicked', product]],
  ['Product Added', ['event.added', product]],
  ['Wishlist Product Added to Cart', ['event.added', product]],
  ['Product Removed', ['event.removed', product]],
  ['Cart Viewed', ['event.cart_viewed', () => ({})]],
  ['Checkout Started', ['event.checkout_started', () => ({})]],
  ['Checkout Step Viewed', ['event.checkout_step', step]],
  ['Checkout Step Completed', ['event.checkout_step', step]],
  ['Coupon Entered', ['event.coupon', coupon]],
  ['Coupon Applied', ['event.coupon', coupon]],
  ['Coupon Denied', ['event.coupon', coupon]],
  ['Coupon Removed', ['event.coupon', coupon]],
  ['Order Completed', ['event.order', order]],
  ['Order Updated', ['event.order_updated', order]],
  ['Order Cancelled', ['event.order_cancelled', order]],
  ['Order Refunded', ['event.order_refunded', order]],
  ['Receipt Issued', ['event.receipt', order]],
  ['Product Added to Wishlist', ['event.wish_added', product]],
  ['Product Removed from Wishlist', ['event.wish_removed', product]],
  ['Page Viewed', ['event.page', page]],
  ['Screen Viewed', ['event.screen', page]],
  ['Shopper Identified', ['event.identified', (event) => ({ traits: traitNames(event.traits) })]],
  ['Identity Aliased', ['event.aliased', () => ({})]],
  [
    'Group Joined',
    ['event.group', ({ properties }) => ({ group: asText(properties.groupId) ?? null })],
  ],
  ['Consent Granted', ['event.consent', (event) => ({ ...consent(event), state: 'granted' })]],
  ['Consent Withdrawn', ['event.consent', (event) => ({ ...consent(event), state: 'withdrawn' })]],
  ['Consent Requested', ['event.consent', (event) => ({ ...consent(event), state: 'requested' })]],
  [
    'Unsubscribed',
    [
      'event.consent',
      (event) => ({
        purpose: 'marketing',
        channel: 'email',
        ...known(consent(event)),
        state: 'withdrawn',
      }),
    ],
  ],
  [
    'Segment Consent Preference Updated',
    ['event.consent', () => ({ state: null, purpose: null, channel: null })],
  ],
  ...MESSAGE_FACTS.flatMap(({ mail: name, other }): [string, Wording][] =>
    name === other
      ? []
      : [
          [name, ['event.mail', mail]],
          [other, ['event.message', ({ name: own }) => ({ name: own })]],
        ],
  ),
  ['Pass Scanned', ['event.store', place]],
  ['Zone Entered', ['event.store', place]],
  ['Zone Left', ['event.store', place]],
  ['Store Visited', ['event.store', place]],
  ['Kiosk Answered', ['event.store', place]],
  ['Staff Note Added', ['event.note', note]],
]);

/** The sentence of an event in the timeline as key and values; the console words it. Pure. */
export function phraseOf(event: PhrasedEvent): Phrase {
  const wording = WORDINGS.get(event.name);
  if (wording === undefined) return { key: 'event.other', values: { name: event.name } };
  return { key: wording[0], values: wording[1](event) };
}

/** Money an event is about: an order's total, else a product's price. Null when it says none. */
export function amountOf(event: PhrasedEvent, currencyOfSource: string) {
  const { properties } = event;
  const currency = asCurrency(properties.currency) ?? currencyOfSource;
  const first = firstProduct(properties) ?? {};
  const sent = properties.total ?? properties.revenue ?? properties.value ?? properties.price;
  const amountMinor = toMinor(sent ?? first.price, currency);
  return amountMinor === undefined ? null : { amountMinor, currency };
}

function firstProduct(properties: JsonObject): JsonObject | undefined {
  const list = properties.products ?? properties.items;
  const first = Array.isArray(list) ? list[0] : undefined;
  return isObject(first) ? first : undefined;
}

function traitNames(traits: JsonObject | null): string | null {
  const names = Object.keys(traits ?? {});
  if (names.length === 0) return null;
  const more = names.length > TRAITS_NAMED_MAX ? ', …' : '';
  return names.slice(0, TRAITS_NAMED_MAX).join(', ') + more;
}

/** Path of an address; query strings carry tokens and addresses and do not belong in a list. */
function pathOf(address: string | undefined): string | undefined {
  return address?.replace(/^https?:\/\/[^/]+/i, '').replace(/[?#].*$/, '') || undefined;
}

function known(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
