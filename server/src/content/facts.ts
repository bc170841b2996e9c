import {
  asNumber,
  asText,
  asCurrency,
  isObject,
  type Json,
  type JsonObject,
  type MessageData,
  type ProfileState,
  type RetailerId,
  type ShownProduct,
  toMinor,
} from '@augenblick/contract';
import type { Product } from '@augenblick/contract/api/catalogue.ts';
import { contentData, productIdsOf } from '../campaign/index.ts';

/** What is the same for all messages of a retailer. */
export interface ShopFacts {
  name: string;
  zone: string;
  currency: string;
  freeShippingFromMinor: number | null;
}

/** One message whose facts are wanted. */
export interface FactsAsked {
  state: ProfileState;
  /** Facts of the trigger. */
  data: JsonObject;
  /** Products its template names by id. */
  chosen: readonly string[];
  /** Names its template uses. */
  names: ReadonlySet<string>;
  /** True when it shows what fits the shopper. */
  recommends: boolean;
  /** It may show goods of these categories only; null = any. */
  within: readonly string[] | null;
}

/** Where products come from: many ids, many categories, one question each. */
export interface ProductSources {
  byIds(retailerId: RetailerId, ids: readonly string[]): Promise<ReadonlyMap<string, Product>>;
  /** Favourites by category; the empty category is the whole range. */
  favourites(
    retailerId: RetailerId,
    categories: readonly string[],
  ): Promise<ReadonlyMap<string, readonly ShownProduct[]>>;
}

/** Most products of an event and most recommended ones. */
const PRODUCTS_MAX = 12;
/** From how many products recommendations start. */
const SEEDS_MAX = 4;

/** The facts of many messages, in order, with two questions to the catalogue for all of them. */
export async function gatherFacts(
  sources: ProductSources,
  retailerId: RetailerId,
  shop: ShopFacts,
  asked: readonly FactsAsked[],
): Promise<MessageData[]> {
  const ids = new Set<string>();
  for (const one of asked) {
    for (const id of productIdsOf(one.state, subjectOf(one.data))) ids.add(id);
    for (const { id } of eventProducts(one.data, shop.currency)) ids.add(id);
    for (const id of one.chosen) ids.add(id);
  }
  const products = await sources.byIds(retailerId, [...ids]);
  const seeds = asked.map((one) =>
    one.recommends
      ? (one.within ?? seedCategories(one.state, one.data, products, shop.currency))
      : [],
  );
  const categories = [...new Set(seeds.flat())];
  const favourites =
    categories.length === 0
      ? new Map<string, readonly ShownProduct[]>()
      : await sources.favourites(retailerId, categories);
  return asked.map((one, i) =>
    bounded(factsOf(one, { shop, products, favourites, seeds: seeds[i] ?? [] }), one, products),
  );
}

/** Without the goods that this message may not advertise. Pure. */
function bounded(
  data: MessageData,
  { within }: FactsAsked,
  products: ReadonlyMap<string, Product>,
): MessageData {
  if (within === null) return data;
  const allowed = ({ id }: ShownProduct): boolean =>
    within.includes(products.get(id)?.categoryPath.at(-1) ?? '');
  return {
    ...data,
    cartProducts: data.cartProducts.filter(allowed),
    viewedProducts: data.viewedProducts.filter(allowed),
    eventProducts: data.eventProducts.filter(allowed),
    chosen: Object.fromEntries(Object.entries(data.chosen).filter(([, one]) => allowed(one))),
  };
}

interface Known {
  shop: ShopFacts;
  products: ReadonlyMap<string, Product>;
  favourites: ReadonlyMap<string, readonly ShownProduct[]>;
  seeds: readonly string[];
}

/** The facts of one message. Pure. */
function factsOf(asked: FactsAsked, known: Known): MessageData {
  const { state, data, chosen, names } = asked;
  const { shop, products } = known;
  const content = contentData(state, {
    subject: subjectOf(data),
    products,
    shop: { name: shop.name, zone: shop.zone },
    currency: shop.currency,
    freeShippingFromMinor: shop.freeShippingFromMinor,
    store: storeOf(data),
    offer: offerOf(data),
    code: codeOf(data),
  });
  return {
    ...content,
    currency: shop.currency,
    event: data,
    traits: traitsOf(state, names),
    links: { unsubscribe: null, preferences: null, browser: null },
    points: null,
    eventProducts: eventProducts(data, shop.currency).map((one) => completed(one, products)),
    recommended: recommended(state, data, known),
    chosen: Object.fromEntries(
      chosen.flatMap((id) => {
        const product = products.get(id);
        return product === undefined ? [] : [[id, shown(product)]];
      }),
    ),
  };
}

/** The product an event speaks of, as the subject of the message. */
function subjectOf(data: JsonObject): { type: string; id: string; name: string } | null {
  const id = asText(data['product_id']) ?? asText(data['productId']);
  return id === undefined ? null : { type: 'product', id, name: asText(data['name']) ?? '' };
}

/** Products named by an event: its list, or the one it is about. */
function eventProducts(data: JsonObject, currency: string): ShownProduct[] {
  const list = Array.isArray(data['products']) ? data['products'] : [data];
  const of = asCurrency(data['currency']) ?? currency;
  const found: ShownProduct[] = [];
  for (const item of list.slice(0, 100)) {
    const product = eventProduct(item, of);
    if (product !== undefined && !found.some(({ id }) => id === product.id)) found.push(product);
    if (found.length === PRODUCTS_MAX) break;
  }
  return found;
}

function eventProduct(item: Json | undefined, currency: string): ShownProduct | undefined {
  if (!isObject(item)) return undefined;
  const id = asText(item['product_id']) ?? asText(item['productId']) ?? asText(item['sku']);
  if (id === undefined) return undefined;
  const priceMinor =
    asNumber(item['price']) === undefined ? undefined : toMinor(item['price'], currency);
  return {
    id,
    name: asText(item['name']) ?? '',
    // Addresses and pictures only from the catalogue: events come from anybody's browser.
    url: null,
    image: null,
    priceMinor: priceMinor ?? null,
    currency: priceMinor === undefined ? null : currency,
  };
}

/** What the catalogue knows goes before what the event said; the price is that of the event when it has one. */
function completed(one: ShownProduct, products: ReadonlyMap<string, Product>): ShownProduct {
  const product = products.get(one.id);
  if (product === undefined) return one;
  const known = shown(product);
  return one.priceMinor === null
    ? known
    : { ...known, priceMinor: one.priceMinor, currency: one.currency };
}

function shown({ productId, name, url, image, priceMinor, currency }: Product): ShownProduct {
  return { id: productId, name, url, image, priceMinor, currency };
}

/** Categories to look in, the nearest to the shopper first: what triggered it, the cart, what was viewed, what is liked. */
function seedCategories(
  state: ProfileState,
  data: JsonObject,
  products: ReadonlyMap<string, Product>,
  currency: string,
): string[] {
  const ids = seedProducts(state, data, currency).slice(0, SEEDS_MAX);
  const near = ids.flatMap((id) => products.get(id)?.categoryPath.at(-1) ?? []);
  const liked = Object.entries(state.affinities.category)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 2)
    .map(([name]) => name);
  return [...new Set([...near, ...liked, ''])].slice(0, SEEDS_MAX);
}

function seedProducts(state: ProfileState, data: JsonObject, currency: string): string[] {
  return [
    ...eventProducts(data, currency).map(({ id }) => id),
    ...state.cart.map(({ productId }) => productId),
    ...[...state.viewed].sort((a, b) => b.at - a.at).map(({ productId }) => productId),
  ];
}

/** Takes turns between the categories; nothing the shopper already has before their eyes. */
function recommended(state: ProfileState, data: JsonObject, known: Known): ShownProduct[] {
  const seen = new Set(seedProducts(state, data, known.shop.currency));
  const lists = known.seeds.map((name) =>
    (known.favourites.get(name) ?? []).filter(({ id }) => !seen.has(id)),
  );
  const found = new Map<string, ShownProduct>();
  for (let n = 0; n < PRODUCTS_MAX; n++) {
    for (const list of lists) {
      const one = list[n];
      if (one !== undefined && found.size < PRODUCTS_MAX)
        found.set(one.id, found.get(one.id) ?? one);
    }
  }
  return [...found.values()];
}

/** Traits that the template names, as far as they are a word or a number. */
function traitsOf({ traits }: ProfileState, names: ReadonlySet<string>): MessageData['traits'] {
  const found: MessageData['traits'] = {};
  for (const name of names) {
    const [head, key] = name.split('.');
    if (head !== 'traits' || key === undefined || !Object.hasOwn(traits, key)) continue;
    const value = traits[key]?.value;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      Object.defineProperty(found, key, { value, enumerable: true });
    }
  }
  return found;
}

function instant(value: Json | undefined): number | null {
  if (typeof value === 'number') return value;
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(at) ? at : null;
}

/** A code that a journey or broadcast drew: its text, or text and end. */
function codeOf(data: JsonObject): MessageData['code'] {
  const { code } = data;
  const text = isObject(code) ? asText(code['text']) : asText(code);
  if (text === undefined) return null;
  return { text, until: isObject(code) ? instant(code['until']) : null };
}

function offerOf(data: JsonObject): MessageData['offer'] {
  const { offer } = data;
  if (!isObject(offer) || !isObject(offer['title'])) return null;
  const de = asText(offer['title']['de']);
  const en = asText(offer['title']['en']);
  if (de === undefined && en === undefined) return null;
  return { title: { de: de ?? en ?? '', en: en ?? de ?? '' }, until: instant(offer['until']) };
}

function storeOf(data: JsonObject): MessageData['store'] {
  const { store } = data;
  if (!isObject(store)) return null;
  const name = asText(store['name']);
  if (name === undefined) return null;
  return { name, city: asText(store['city']) ?? '', url: null };
}
