import { z } from 'zod';

/** Where a product row comes from; a row made from order lines gives way to any other. */
export const PRODUCT_ORIGINS = ['import', 'order-lines', 'demo', 'api'] as const;
export const productOrigin = z.enum(PRODUCT_ORIGINS);
export type ProductOrigin = z.infer<typeof productOrigin>;

export const product = z.object({
  productId: z.string(),
  name: z.string(),
  /** From the widest to the narrowest: ["Garden", "Lights"]. */
  categoryPath: z.array(z.string()),
  brand: z.string().nullable(),
  /** Minor units of `currency`; both null when unknown. */
  priceMinor: z.number().int().nullable(),
  currency: z.string().nullable(),
  image: z.string().nullable(),
  url: z.string().nullable(),
  gtin: z.string().nullable(),
  attributes: z.record(z.string(), z.unknown()),
  /** False for postage, fees, vouchers and other things that are no goods. */
  goods: z.boolean(),
  origin: productOrigin,
  updatedAt: z.number(),
});
export type Product = z.infer<typeof product>;

// GET /api/r/:retailerId/products?q=&category=&limit=&after=
export const productQuery = z.object({
  q: z.string().max(200).optional(),
  category: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** Product id after which the page starts. */
  after: z.string().max(200).optional(),
});
export const productList = z.object({
  products: z.array(product),
  /** Pass as `after` for the next page; null at the end. */
  next: z.string().nullable(),
  total: z.number().int(),
});
export type ProductList = z.infer<typeof productList>;

// GET /api/r/:retailerId/products/:productId
export const productOne = z.object({
  product,
  /** Prices over time, newest first. */
  prices: z.array(z.object({ at: z.number(), priceMinor: z.number().int(), currency: z.string() })),
});
export type ProductOne = z.infer<typeof productOne>;
