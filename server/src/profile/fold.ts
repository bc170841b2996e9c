import {
  asText,
  isObject,
  type Json,
  type JsonObject,
  type MoneyTotals,
  type Order,
  PREFERENCE_TRAITS,
  type ProfileState,
  RECEIPT_EVENTS,
  TOLD_EVENTS,
  type Trait,
} from '@augenblick/contract';
import { consentFacts, putConsent } from '../consent/index.ts';
import { addAffinity, AFFINITY_WEIGHTS } from './affinity.ts';
import { emptyCart, foldCart } from './cart.ts';
import type { FoldEvent } from './fold-event.ts';
import { applyOrderEvent, contribution, orderIdOf } from './order.ts';
import { mentionedProduct, type MentionedProduct, singleProduct } from './product.ts';

/** Caps of the state's lists: the hot state stays near a kilobyte; what is cut stands in the event table. */
const NAMES_MAX = 60;
const TRAITS_MAX = 60;
const TRAIT_BYTES_MAX = 500;
/** What shoppers wish of messages has room of its own: a wish that is lost is a message against their will. */
const WISHES: ReadonlySet<string> = new Set(Object.values(PREFERENCE_TRAITS));
/** All topics a shop may have, with the longest keys. */
const WISH_BYTES_MAX = 2_000;
const VIEWED_MAX = 12;
const SEARCHES_MAX = 8;
const GROUPS_MAX = 10;
const TEXT_MAX = 120;

/** A shopper of whom nothing is known yet. */
export function emptyState(at: number): ProfileState {
  return {
    v: 1,
    events: 0,
    firstAt: at,
    lastAt: at,
    identified: false,
    simulated: false,
    traits: {},
    claims: {},
    counts: {},
    money: {},
    firstOrderAt: null,
    lastOrderAt: null,
    cart: [],
    cartAt: null,
    cartId: null,
    wishlist: [],
    viewed: [],
    searches: [],
    channels: {},
    hours: [],
    affinities: { category: {}, brand: {}, size: {} },
    consents: {},
    groups: [],
    lastPage: null,
    lastStore: null,
  };
}

/**
 * Folds one event into a shopper's state and the orders it concerns. Deterministic: the same events in the same order
 * give the same state, byte for byte. Takes the state over and changes it (copying a kilobyte for every event was a
 * quarter of ingest's time); a caller that may fail drops the state and reads it again.
 * `orders` holds the shopper's orders that the event may speak of, by order id; the changed one is put back into it.
 */
export function fold(
  state: ProfileState,
  event: FoldEvent,
  orders: Map<string, Order>,
): ProfileState {
  state.events += 1;
  if (event.at < state.firstAt) state.firstAt = event.at;
  count(state.counts, event.name, event.at, NAMES_MAX);
  // A message that was sent says nothing of the shopper: they would be found lively by being written to.
  if (!TOLD_EVENTS.has(event.name)) {
    if (event.at > state.lastAt) state.lastAt = event.at;
    count(state.channels, doorOf(event), event.at, 12);
    countHour(state, event.at);
  }
  if (
    event.anchorKind !== null &&
    event.anchorKind !== 'anonymous_id' &&
    event.anchorKind !== 'device'
  )
    state.identified = true;
  if (event.context.simulated === true) state.simulated = true;
  for (const claim of event.claims) state.claims[claim.kind] = claim.value;
  if (event.traits) foldTraits(state, event, event.traits);
  foldConsents(state, event);
  if (event.kind === 'page' || event.kind === 'screen') foldPage(state, event);
  else if (event.kind === 'track') foldTrack(state, event, orders);
  else if (event.kind === 'group') foldGroup(state, event);
  return state;
}

/** What shoppers do with a message; `properties.channel` names its channel. */
const MESSAGE_DEEDS: ReadonlySet<string> = new Set(
  (['opened', 'clicked', 'unsubscribed', 'replied'] as const).flatMap((kind) => [
    RECEIPT_EVENTS[kind].mail,
    RECEIPT_EVENTS[kind].other,
  ]),
);

/**
 * Where a shopper was met: by a message through its own channel, on a page of ours – preferences, confirmations, whose words
 * come from a source that is believed – on the web, else by the kind of source.
 */
function doorOf({ name, channel, properties, context }: FoldEvent): string {
  if (MESSAGE_DEEDS.has(name)) return asText(properties.channel)?.slice(0, 40) ?? channel;
  return channel === 'server' && context.channel === 'web' ? 'web' : channel;
}

function foldTrack(state: ProfileState, event: FoldEvent, orders: Map<string, Order>): void {
  const orderId = orderIdOf(event);
  if (orderId !== undefined) return foldOrder(state, event, orders, orderId);
  foldCart(state, event);
  switch (event.name) {
    case 'Product Viewed':
      foldView(state, event);
      break;
    case 'Products Searched':
      foldSearch(state, event);
      break;
    case 'Product Added':
      drawTo(state, singleProduct(event.properties), AFFINITY_WEIGHTS.carted, event.at);
      break;
    case 'Product Added to Wishlist':
      drawTo(state, singleProduct(event.properties), AFFINITY_WEIGHTS.wished, event.at);
      break;
    case 'Store Visited':
    case 'Zone Entered':
    case 'Pass Scanned':
      foldStore(state, event);
      break;
    default:
  }
}

function foldOrder(
  state: ProfileState,
  event: FoldEvent,
  orders: Map<string, Order>,
  orderId: string,
): void {
  const before = orders.get(orderId);
  const after = applyOrderEvent(before, event, orderId);
  orders.set(orderId, after);
  if (before) addMoney(state.money, before, -1);
  addMoney(state.money, after, 1);
  if (after.kind === 'sale' && after.status !== 'cancelled') {
    if (state.firstOrderAt === null || after.at < state.firstOrderAt) state.firstOrderAt = after.at;
    if (state.lastOrderAt === null || after.at > state.lastOrderAt) state.lastOrderAt = after.at;
  }
  if (Object.values(state.money).every((totals) => totals.orders === 0)) {
    state.firstOrderAt = null;
    state.lastOrderAt = null;
  }
  if (before !== undefined || after.kind !== 'sale') return;
  emptyCart(state, event.at);
  foldStore(state, event);
  for (const line of after.lines.slice(0, 30)) {
    addAffinity(state.affinities.category, line.category, AFFINITY_WEIGHTS.bought, after.at);
    addAffinity(state.affinities.brand, line.brand, AFFINITY_WEIGHTS.bought, after.at);
    addAffinity(state.affinities.size, line.variant, AFFINITY_WEIGHTS.bought, after.at);
  }
}

function addMoney(money: Record<string, MoneyTotals>, order: Order, sign: 1 | -1): void {
  const part = contribution(order);
  const totals = (money[order.currency] ??= {
    orders: 0,
    revenueMinor: 0,
    refundedMinor: 0,
    items: 0,
  });
  totals.orders += sign * part.orders;
  totals.revenueMinor += sign * part.revenueMinor;
  totals.refundedMinor += sign * part.refundedMinor;
  totals.items = Math.round((totals.items + sign * part.items) * 1000) / 1000;
}

function foldView(state: ProfileState, event: FoldEvent): void {
  const product = mentionedProduct(event.properties) ?? singleProduct(event.properties);
  if (!product) return;
  const known = state.viewed.findIndex((entry) => entry.productId === product.productId);
  const before = known >= 0 ? state.viewed.splice(known, 1)[0] : undefined;
  state.viewed.push({
    productId: product.productId,
    name: product.name,
    category: product.category,
    count: (before?.count ?? 0) + 1,
    at: Math.max(event.at, before?.at ?? 0),
  });
  if (state.viewed.length > VIEWED_MAX) state.viewed.shift();
  drawTo(state, product, AFFINITY_WEIGHTS.viewed, event.at);
}

function drawTo(
  state: ProfileState,
  product: MentionedProduct | undefined,
  weight: number,
  at: number,
): void {
  if (!product) return;
  addAffinity(state.affinities.category, product.category, weight, at);
  addAffinity(state.affinities.brand, product.brand, weight, at);
  if (weight >= AFFINITY_WEIGHTS.carted)
    addAffinity(state.affinities.size, product.variant, weight, at);
}

function foldSearch(state: ProfileState, event: FoldEvent): void {
  const { properties } = event;
  const query = asText(properties.query ?? properties.search_term)?.slice(0, TEXT_MAX);
  if (query === undefined) return;
  state.searches = state.searches.filter((entry) => entry.query !== query);
  state.searches.push({ query, at: event.at });
  if (state.searches.length > SEARCHES_MAX) state.searches.shift();
}

function foldStore(state: ProfileState, event: FoldEvent): void {
  const storeId = asText(event.properties.store_id)?.slice(0, 100);
  if (storeId === undefined || (state.lastStore && state.lastStore.at > event.at)) return;
  state.lastStore = { storeId, at: event.at };
}

function foldPage(state: ProfileState, event: FoldEvent): void {
  if (state.lastPage && state.lastPage.at > event.at) return;
  const page = isObject(event.context.page) ? event.context.page : {};
  const url = asText(
    event.properties.url ?? page.url ?? event.properties.path ?? page.path ?? event.properties.name,
  );
  if (url === undefined) return;
  const title = asText(event.properties.title ?? page.title ?? event.properties.name) ?? '';
  state.lastPage = { url: url.slice(0, TEXT_MAX), title: title.slice(0, TEXT_MAX), at: event.at };
}

function foldGroup(state: ProfileState, event: FoldEvent): void {
  const group = asText(event.properties.groupId)?.slice(0, 100);
  if (group === undefined || state.groups.includes(group) || state.groups.length >= GROUPS_MAX)
    return;
  state.groups.push(group);
}

/** In one order whatever the order in the message: a row read back has its keys sorted by PostgreSQL. */
function foldConsents(state: ProfileState, event: FoldEvent): void {
  const facts = consentFacts(event);
  if (facts.length > 1)
    facts.sort((x, y) => (x.purpose + x.channel < y.purpose + y.channel ? -1 : 1));
  for (const fact of facts) putConsent(state.consents, fact);
}

/** The later statement about a trait stands, whichever came in first; null takes it away but remembers when. */
function foldTraits(state: ProfileState, event: FoldEvent, traits: JsonObject): void {
  if (event.kind === 'group') return;
  for (const key of Object.keys(traits).sort()) {
    const name = canonicalTrait(key);
    const value = canonicalValue(traits[key] ?? null);
    const wish = WISHES.has(name);
    const bytesMax = wish ? WISH_BYTES_MAX : TRAIT_BYTES_MAX;
    if (name.length > 80 || name === '__proto__' || tooLong(value, bytesMax)) continue;
    const before = Object.hasOwn(state.traits, name) ? state.traits[name] : undefined;
    if (before ? !isLater(event, before) : !wish && isFull(state.traits)) continue;
    state.traits[name] = { value, at: event.at, event: event.id };
  }
}

/** Objects with their keys sorted, for the same reason as in foldConsents. */
function canonicalValue(value: Json): Json {
  if (Array.isArray(value)) return value.map(canonicalValue);
  if (typeof value !== 'object' || value === null) return value;
  const sorted: JsonObject = {};
  for (const key of Object.keys(value).sort()) sorted[key] = canonicalValue(value[key] ?? null);
  return sorted;
}

function isFull(traits: ProfileState['traits']): boolean {
  const names = Object.keys(traits);
  if (names.length < TRAITS_MAX) return false;
  return names.filter((name) => !WISHES.has(name)).length >= TRAITS_MAX;
}

function tooLong(value: Json | undefined, max: number): boolean {
  if (typeof value === 'string') return value.length > max;
  return typeof value === 'object' && value !== null && JSON.stringify(value).length > max;
}

/** Segment's reserved traits come in camelCase and snake_case; one spelling is kept. */
const TRAIT_ALIASES: ReadonlyMap<string, string> = new Map([
  ['first_name', 'firstName'],
  ['last_name', 'lastName'],
  ['created_at', 'createdAt'],
  ['firstname', 'firstName'],
  ['lastname', 'lastName'],
]);
function canonicalTrait(key: string): string {
  return TRAIT_ALIASES.get(key) ?? key;
}

function isLater(event: FoldEvent, before: Trait): boolean {
  return event.at > before.at || (event.at === before.at && event.id > before.event);
}

function count(
  into: Record<string, [number, number]>,
  sent: string,
  at: number,
  max: number,
): void {
  const key =
    Object.hasOwn(into, sent) || (sent !== '__proto__' && Object.keys(into).length < max)
      ? sent
      : 'other';
  const entry = Object.hasOwn(into, key) ? into[key] : undefined;
  if (!entry) {
    into[key] = [1, at];
    return;
  }
  entry[0] += 1;
  if (at > entry[1]) entry[1] = at;
}

/** Hours of the day (UTC); the list is as long as the latest hour seen, so that a new shopper's state is small. */
function countHour(state: ProfileState, at: number): void {
  const hour = Math.floor(at / 3_600_000) % 24;
  while (state.hours.length <= hour) state.hours.push(0);
  state.hours[hour] = (state.hours[hour] as number) + 1;
}
