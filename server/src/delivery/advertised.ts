/** What a message advertises, read from what triggered it: for the rule about existing customers. Pure. */
import type { JsonObject } from '@augenblick/contract';
import type { Advertised } from '../consent/index.ts';
import { mentionedProducts, singleProduct } from '../profile/index.ts';

/**
 * The categories that whoever asked names outright (`categories`); else the products that the trigger is about: what was
 * bought, carted or looked at.
 */
export function advertisedBy(data: JsonObject): Advertised {
  const named = Array.isArray(data.categories)
    ? data.categories.filter((one) => typeof one === 'string')
    : [];
  const list = mentionedProducts(data);
  const one = list.length === 0 ? singleProduct(data) : undefined;
  const products = (one === undefined ? list : [one]).map(({ productId, category }) => ({
    productId,
    category,
  }));
  return { categories: named.length === 0 ? null : named, products };
}
