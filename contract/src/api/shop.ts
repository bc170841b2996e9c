/**
 * The demo storefront's public, read-only API: only ever the demo retailer, 404 on an installation without one.
 *
 * GET /api/shop → ShopFront
 * GET /api/shop/products ShopQuery → ShopList
 * GET /api/shop/products/:id → ShopProductPage
 * GET /api/shop/guides → ShopGuides
 * GET /api/shop/stores?place=… → ShopStores (nearest first)
 * GET /shop/pictures/:id.svg → a drawing in the colours of the product's name
 */
import { z } from 'zod';

/** A text in both languages; the shop shows one of them. */
export const ShopText = z.object({ de: z.string(), en: z.string() });
export type ShopText = z.infer<typeof ShopText>;

export const ShopItem = z.object({
  id: z.string(),
  name: ShopText,
  category: z.string(),
  /** Minor units of the shop's currency. */
  price: z.number().int(),
  picture: z.string(),
  /** Mean of its (invented) reviews, 1–5 in tenths, and how many there are. */
  stars: z.number(),
  reviews: z.number().int(),
});
export type ShopItem = z.infer<typeof ShopItem>;

export const ShopFront = z.object({
  name: z.string(),
  currency: z.string(),
  /** Key of the storefront's own source; public like every key of a web page. */
  writeKey: z.string(),
  categories: z.array(z.object({ id: z.string(), name: ShopText, products: z.number().int() })),
  favourites: z.array(ShopItem),
  /** From this amount delivery is free; minor units. */
  freeShippingFrom: z.number().int(),
  shipping: z.number().int(),
  /** The retailer's live form to sign up for mails that stands in a page; null without one. */
  newsletter: z.string().nullable(),
});
export type ShopFront = z.infer<typeof ShopFront>;

export const SHOP_SORTS = ['popular', 'price_up', 'price_down'] as const;
export const ShopQuery = z.object({
  q: z.string().max(100).optional(),
  category: z.string().max(40).optional(),
  ids: z.string().max(600).optional(),
  sort: z.enum(SHOP_SORTS).default('popular'),
  offset: z.coerce.number().int().min(0).max(5000).default(0),
  limit: z.coerce.number().int().min(1).max(60).default(24),
});
export type ShopQuery = z.infer<typeof ShopQuery>;
export const ShopList = z.object({ total: z.number().int(), items: z.array(ShopItem) });
export type ShopList = z.infer<typeof ShopList>;

export const ShopReview = z.object({
  stars: z.number().int(),
  name: z.string(),
  days: z.number().int(),
  text: ShopText,
});
export const ShopProductPage = z.object({
  item: ShopItem,
  text: ShopText,
  facts: z.array(z.object({ label: ShopText, value: ShopText })),
  certificates: z.array(z.object({ name: ShopText, text: ShopText })),
  reviews: z.array(ShopReview),
  related: z.array(ShopItem),
  /** Guide that fits, by slug. */
  guide: z.string().nullable(),
  /** Pieces per store; invented. */
  stock: z.record(z.string(), z.number().int()),
});
export type ShopProductPage = z.infer<typeof ShopProductPage>;

export const ShopGuide = z.object({
  slug: z.string(),
  category: z.string(),
  minutes: z.number().int(),
  title: ShopText,
  lead: ShopText,
  steps: z.array(z.object({ title: ShopText, text: ShopText })),
});
export type ShopGuide = z.infer<typeof ShopGuide>;
export const ShopGuides = z.object({ guides: z.array(ShopGuide) });
export type ShopGuides = z.infer<typeof ShopGuides>;

export const ShopStore = z.object({
  id: z.string(),
  name: z.string(),
  street: z.string(),
  city: z.string(),
  zone: z.string(),
  /** Monday to Sunday: minutes since midnight, or closed. */
  hours: z.array(z.object({ from: z.number().int(), to: z.number().int() }).nullable()),
  open: z.boolean(),
  /** Minutes until it closes (open) or opens (closed); null when it opens in more than a week. */
  changesIn: z.number().int().nullable(),
  /** From the place asked for; null without one. */
  km: z.number().nullable(),
});
export type ShopStore = z.infer<typeof ShopStore>;
export const ShopStores = z.object({
  /** Name of the place that was found; null when none was asked for or it is unknown. */
  place: z.string().nullable(),
  stores: z.array(ShopStore),
});
export type ShopStores = z.infer<typeof ShopStores>;
