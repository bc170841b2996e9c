import {
  asCurrency,
  asNumber,
  asText,
  isObject,
  type Json,
  type JsonObject,
  toMinor,
} from '@augenblick/contract';

/** A product as events mention it, in the names of Segment or GA4. */
export interface MentionedProduct {
  productId: string;
  name: string;
  category: string | null;
  brand: string | null;
  variant: string | null;
  quantity: number;
  /** Decimal price as sent; turned into minor units once the currency is known. */
  price: Json | undefined;
  currency: string | null;
}

/** Ten thousand million in cents: beyond it an amount is a mistake. Sums of such amounts stay safe integers. */
export const AMOUNT_MINOR_MAX = 1e12;

const cut = (text: string | undefined): string | null =>
  text === undefined ? null : text.slice(0, 200);

/** Reads a product from an event's properties or one entry of `products`; undefined when it names none. */
export function mentionedProduct(from: JsonObject): MentionedProduct | undefined {
  const productId = asText(
    from.product_id ?? from.productId ?? from.sku ?? from.item_id ?? from.id,
  )?.slice(0, 200);
  if (productId === undefined) return undefined;
  return {
    productId,
    name: asText(from.name ?? from.item_name ?? from.title)?.slice(0, 200) ?? productId,
    category: cut(asText(from.category ?? from.item_category)),
    brand: cut(asText(from.brand ?? from.item_brand)),
    variant: cut(asText(from.variant ?? from.item_variant ?? from.size)),
    quantity: quantityOf(from.quantity),
    price: from.price,
    currency: asCurrency(from.currency) ?? null,
  };
}

/** Pieces, metres or kilos to three places; more than a billion is a typing error and counts as one. */
function quantityOf(sent: Json | undefined): number {
  const quantity = asNumber(sent) ?? 1;
  return Math.abs(quantity) > 1e9 ? 1 : Math.round(quantity * 1000) / 1000;
}

/** The products of a list event; entries that name no product are left out. */
export function mentionedProducts(properties: JsonObject): MentionedProduct[] {
  const list = properties.products ?? properties.items;
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry) => (isObject(entry) ? (mentionedProduct(entry) ?? []) : []));
}

/** The one product of an event: its own properties, or the only entry of its list (GA4 sends lists always). */
export function singleProduct(properties: JsonObject): MentionedProduct | undefined {
  return mentionedProduct(properties) ?? mentionedProducts(properties)[0];
}

/** Price in minor units, or null when none was sent or it is not a number. */
export function priceMinor(product: MentionedProduct, currency: string): number | null {
  return product.price === undefined || product.price === null
    ? null
    : (toMinor(product.price, currency) ?? null);
}
