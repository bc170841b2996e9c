import {
  asNumber,
  asText,
  type EvidenceCode,
  type Json,
  type ProfileState,
  type SubjectType,
} from '@augenblick/contract';
import type { FoldEvent } from '../profile/index.ts';
import { nameSign, querySign } from './name.ts';
import { pageSign } from './page.ts';
import { productOf } from './product-of.ts';

/** What an event is a sign of, with a name for its words. */
export interface Sign {
  code: EvidenceCode;
  name: string | null;
}

/** What an event may be about, and how strongly. */
export interface SubjectHint {
  type: SubjectType;
  id: string;
  name: string;
  score: number;
}

const NAME_MAX = 60;

/**
 * The signs in an event: at most three. `state` is the shopper's after the event was folded; it is asked whether a product
 * was seen before. Pure, O(1).
 */
export function signsOf(event: FoldEvent, state: ProfileState): Sign[] {
  if (event.kind === 'page' || event.kind === 'screen') {
    const { code, title } = pageSign(event);
    return [{ code, name: shortName(title) }];
  }
  if (event.kind !== 'track') return [];
  switch (event.name) {
    case 'Products Searched':
      return searchSigns(event);
    case 'Product List Filtered':
      return filterSigns(event);
    case 'Product Viewed':
      return [viewSign(event, state)];
    case 'Feedback Submitted':
      return [{ code: isContent(event) ? 'feedback_good' : 'feedback_bad', name: null }];
    default: {
      const code = nameSign(event.name);
      return code === undefined ? [] : [{ code, name: subjectName(event) }];
    }
  }
}

/** What the event may be about. */
export function subjectsOf(event: FoldEvent): SubjectHint[] {
  const { properties } = event;
  const hints: SubjectHint[] = [];
  const storeId = asText(properties.store_id ?? properties.storeId)?.slice(0, 100);
  if (storeId !== undefined) {
    const name = shortName(
      asText(properties.store_name ?? properties.storeName ?? storeId) ?? null,
    );
    hints.push({ type: 'store', id: storeId, name: name ?? storeId, score: 2 });
  }
  // Lists show many products and mean none of them; carts and orders mean all of theirs, the first ones are enough.
  const product = event.name === 'Product List Viewed' ? undefined : productOf(event);
  if (product && !isList(event)) {
    const { productId, name, category, brand } = product;
    hints.push({ type: 'product', id: productId, name: name.slice(0, NAME_MAX), score: 1 });
    if (category !== null) hints.push(named('category', category, 0.6));
    if (brand !== null) hints.push(named('brand', brand, 0.4));
    return hints;
  }
  const category = asText(properties.category ?? properties.list_name);
  if (category !== undefined && event.kind !== 'page') hints.push(named('category', category, 0.8));
  return hints;
}

function named(type: SubjectType, text: string, score: number): SubjectHint {
  const name = text.slice(0, NAME_MAX);
  return { type, id: name, name, score };
}

function searchSigns(event: FoldEvent): Sign[] {
  const { properties } = event;
  const query = asText(properties.query ?? properties.search_term);
  const name = shortName(query ?? null);
  const signs: Sign[] = [{ code: query === undefined ? 'search' : querySign(query), name }];
  if (resultsOf(event) === 0) signs.push({ code: 'search_empty', name });
  return signs;
}

/** How many results a search had, under any of the names in use; undefined when it does not say. */
export function resultsOf(event: FoldEvent): number | undefined {
  const { properties } = event;
  const sent =
    properties.results ?? properties.result_count ?? properties.results_count ?? properties.total;
  if (Array.isArray(sent)) return sent.length;
  if (sent === undefined && Array.isArray(properties.products)) return properties.products.length;
  return asNumber(sent);
}

function filterSigns(event: FoldEvent): Sign[] {
  const { properties } = event;
  const name = shortName(asText(properties.category) ?? null);
  const says = (words: RegExp, ...parts: (Json | undefined)[]): boolean =>
    parts.some((part) => part !== undefined && words.test(JSON.stringify(part).slice(0, 400)));
  if (says(/store|filiale|markt|pickup|abhol|verf.gbar vor ort/i, properties.filters))
    return [{ code: 'list_in_store', name }];
  if (says(/price|preis/i, properties.sorts, properties.filters, properties.sort))
    return [{ code: 'list_by_price', name }];
  return [{ code: 'list_filtered', name }];
}

function viewSign(event: FoldEvent, state: ProfileState): Sign {
  const product = productOf(event);
  const seen = state.viewed.find((entry) => entry.productId === product?.productId);
  const again = seen !== undefined && seen.count > 1;
  return {
    code: again ? 'product_again' : 'product_viewed',
    name: shortName(product?.name ?? null),
  };
}

/** 9 and 10 of ten, 4 and 5 of five, or a happy word. */
function isContent(event: FoldEvent): boolean {
  const { properties } = event;
  const score = asNumber(properties.score ?? properties.rating ?? properties.nps);
  if (score === undefined)
    return /gut|good|happy|great|super/i.test(asText(properties.mood ?? properties.answer) ?? '');
  const scale =
    asNumber(properties.scale ?? properties.max) ?? (score > 5 || 'nps' in properties ? 10 : 5);
  return score / scale >= 0.8 && (scale < 10 || score >= 9);
}

function subjectName(event: FoldEvent): string | null {
  const { properties } = event;
  const product = event.name === 'Product List Viewed' ? undefined : productOf(event);
  return shortName(
    product?.name ??
      asText(
        properties.store_name ??
          properties.category ??
          properties.title ??
          properties.name ??
          properties.promotion_name ??
          properties.coupon,
      ) ??
      null,
  );
}

/** True for a cart or order of more than one product: it is about all of them. */
function isList(event: FoldEvent): boolean {
  const list = event.properties.products ?? event.properties.items;
  return Array.isArray(list) && list.length > 1;
}

function shortName(text: string | null): string | null {
  return text === null || text === '' ? null : text.slice(0, NAME_MAX);
}
