import type { JsonObject } from '../../contract/src/index.ts';
import type { Random } from '../../server/src/runtime/index.ts';
import { oneOf, type Page, productOf, type Shop } from './shop.ts';

/** Things visitors do. Each becomes the one to three events that a tag in the page sends. */
export const ACTS = [
  'home',
  'list',
  'filter',
  'priceFilter',
  'storeFilter',
  'product',
  'again',
  'search',
  'searchHowto',
  'searchStore',
  'searchPrice',
  'searchVersus',
  'article',
  'video',
  'reviews',
  'proof',
  'compare',
  'sizes',
  'howto',
  'help',
  'chat',
  'orders',
  'returns',
  'account',
  'contact',
  'stores',
  'store',
  'stock',
  'route',
  'pickup',
  'wish',
  'add',
  'remove',
  'cart',
  'offers',
  'coupon',
  'delivery',
  'checkout',
  'step',
  'payment',
  'order',
  'imprint',
] as const;
export type Act = (typeof ACTS)[number];

/** An event as a browser sends it (one item of a Segment batch), without time and ids. */
export type Sent = JsonObject & { type: 'page' | 'track' };

/** What a visitor has with them from act to act. */
export interface Visitor {
  shop: Shop;
  random: Random;
  /** The product looked at now, those looked at, those in the cart. */
  product: number;
  seen: number[];
  cart: number[];
  orders: number;
  step: number;
}

/** Turns an act into the events the tag sends, in their order. Changes the visitor. */
export function perform(visitor: Visitor, act: Act): Sent[] {
  const make = BY_ACT[act];
  return make(visitor);
}

const page = (visitor: Visitor, name: Page, thing?: string): Sent => {
  const { shop } = visitor;
  const word = thing ?? oneOf(shop.things, visitor.random);
  const [path, title] = shop.pages[name].map((text) => text.replace('#', word)) as [string, string];
  const type = shop.types?.[name];
  const url = shop.host + path;
  return {
    type: 'page',
    properties: { url, path, title, ...(type === undefined ? {} : { page_type: type }) },
  };
};
const track = (event: string, properties: JsonObject = {}): Sent => ({
  type: 'track',
  event,
  properties,
});

const present = (visitor: Visitor): ReturnType<typeof productOf> =>
  productOf(visitor.shop, visitor.product);
const lines = (visitor: Visitor): JsonObject => ({
  currency: visitor.shop.currency,
  products: visitor.cart.map((number) => ({ ...productOf(visitor.shop, number), quantity: 1 })),
});
const value = (visitor: Visitor): number =>
  visitor.cart.reduce((sum, number) => sum + productOf(visitor.shop, number).price, 0);

function look(visitor: Visitor, number: number): Sent[] {
  visitor.product = number;
  visitor.seen.push(number);
  const product = present(visitor);
  const sent = [page(visitor, 'product', product.name.replaceAll(' ', '-'))];
  if (visitor.shop.tracks.product) sent.push(track('Product Viewed', product));
  return sent;
}

function search(visitor: Visitor, about: keyof Shop['searches']): Sent[] {
  const query = oneOf(visitor.shop.searches[about], visitor.random);
  const results = visitor.random.next() < 0.12 ? 0 : 1 + Math.floor(visitor.random.next() * 40);
  return [
    page(visitor, 'search', encodeURIComponent(query)),
    track('Products Searched', { query, results }),
  ];
}

function list(visitor: Visitor): Sent[] {
  const thing = oneOf(visitor.shop.things, visitor.random);
  const sent = [page(visitor, 'list', thing)];
  if (visitor.shop.tracks.list)
    sent.push(track('Product List Viewed', { list_id: thing, category: thing }));
  return sent;
}

const BY_ACT: Readonly<Record<Act, (visitor: Visitor) => Sent[]>> = {
  home: (v) => [page(v, 'home')],
  list,
  filter: (v) => [
    track('Product List Filtered', {
      list_id: oneOf(v.shop.things, v.random),
      filters: [{ type: 'color', value: 'blue' }],
    }),
  ],
  priceFilter: (v) => [
    track('Product List Filtered', {
      list_id: oneOf(v.shop.things, v.random),
      sorts: [{ type: 'price', value: 'asc' }],
    }),
  ],
  storeFilter: (v) => [
    track('Product List Filtered', {
      list_id: oneOf(v.shop.things, v.random),
      filters: [{ type: 'availability', value: 'in store' }],
    }),
  ],
  product: (v) => look(v, Math.floor(v.random.next() * 60)),
  again: (v) => look(v, v.seen.length > 0 ? oneOf(v.seen, v.random) : v.product),
  search: (v) => search(v, 'thing'),
  searchHowto: (v) => search(v, 'howto'),
  searchStore: (v) => search(v, 'store'),
  searchPrice: (v) => search(v, 'price'),
  searchVersus: (v) => search(v, 'versus'),
  article: (v) => [page(v, 'article')],
  video: (v) => [track(v.shop.own.video, { title: oneOf(v.shop.things, v.random) })],
  reviews: (v) =>
    v.random.next() < 0.5 ? [page(v, 'reviews')] : [track(v.shop.own.reviews, present(v))],
  proof: (v) => [page(v, 'proof')],
  compare: (v) =>
    v.random.next() < 0.5 ? [page(v, 'compare')] : [track('Product Compared', present(v))],
  sizes: (v) => [track(v.shop.own.size, present(v))],
  howto: (v) => [page(v, 'howto')],
  help: (v) => [page(v, 'help')],
  chat: (v) => [track(v.shop.own.chat)],
  orders: (v) => [page(v, 'orders')],
  returns: (v) => [page(v, 'returns')],
  account: (v) => [page(v, 'account')],
  contact: (v) => [page(v, 'contact')],
  stores: (v) => [page(v, 'stores')],
  store: (v) => [page(v, 'store')],
  stock: (v) => [track(v.shop.own.stock, { ...present(v), store_id: 's-1', store_name: 'Mitte' })],
  route: (v) => [track(v.shop.own.route, { store_id: 's-1', store_name: 'Mitte' })],
  pickup: () => [track('Pickup Selected', { store_id: 's-1', store_name: 'Mitte' })],
  wish: (v) => [track('Product Added to Wishlist', present(v))],
  add: (v) => {
    v.cart.push(v.product);
    return [track('Product Added', { ...present(v), quantity: 1 })];
  },
  remove: (v) => {
    const number = v.cart.pop();
    return number === undefined
      ? [page(v, 'cart')]
      : [track('Product Removed', { ...productOf(v.shop, number), quantity: 1 })];
  },
  cart: (v) => [page(v, 'cart'), track('Cart Viewed', lines(v))],
  offers: (v) => [page(v, 'offers')],
  coupon: () => [track('Coupon Entered', { coupon_id: 'SOMMER' })],
  delivery: (v) => [page(v, 'delivery')],
  checkout: (v) => {
    v.step = 1;
    return [page(v, 'checkout'), track('Checkout Started', { ...lines(v), value: value(v) })];
  },
  step: (v) => {
    v.step += 1;
    return [track('Checkout Step Viewed', { step: v.step })];
  },
  payment: () => [track('Payment Info Entered', { payment_method: 'card', step: 3 })],
  order: (v) => {
    v.orders += 1;
    const total = Math.round(value(v) * 100) / 100;
    const order = { order_id: `o-${v.orders}`, total, revenue: total, ...lines(v) };
    v.cart = [];
    return [track('Order Completed', order), page(v, 'thanks')];
  },
  imprint: (v) => [page(v, 'imprint')],
};
