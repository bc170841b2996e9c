import type { Product } from '@augenblick/contract/api/catalogue.ts';

/** A product as somebody reports it; what is left out (undefined) stays as it was. */
export type ProductReport = Pick<Product, 'productId'> &
  Partial<Omit<Product, 'productId' | 'origin' | 'updatedAt'>>;

/** Bounds of a product row, so that the catalogue can be cached and shown. */
export const PRODUCT_LIMITS = {
  nameMax: 500,
  categoryLevelsMax: 10,
  categoryMax: 120,
  urlMax: 2_000,
  attributesMax: 100,
} as const;

/** Category text of files and shops as a path: "Garten > Licht", "Garten/Licht", "Garten|Licht". */
export function categoryPath(text: string): string[] {
  const separator = [' > ', '>', '|', ' / ', '/'].find((sign) => text.includes(sign));
  const parts = separator === undefined ? [text] : text.split(separator);
  return parts
    .map((part) => part.trim().slice(0, PRODUCT_LIMITS.categoryMax))
    .filter((part) => part !== '')
    .slice(0, PRODUCT_LIMITS.categoryLevelsMax);
}

/** An address that a browser may load or open; anything else (javascript:, file:) is left out. */
export function webAddress(text: string): string | null {
  if (text.length > PRODUCT_LIMITS.urlMax) return null;
  try {
    const url = new URL(text.startsWith('//') ? `https:${text}` : text);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}

/** The GTIN as 8, 12, 13 or 14 digits with a right check digit, or null. */
export function asGtin(text: string): string | null {
  const digits = text.replace(/[\s-]/g, '');
  if (!/^(?:\d{8}|\d{12,14})$/.test(digits)) return null;
  const reversed = Array.from(digits, Number).reverse();
  const sum = reversed
    .slice(1)
    .reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10 === reversed[0] ? digits : null;
}
