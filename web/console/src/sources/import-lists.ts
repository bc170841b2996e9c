/**
 * The contract's closed lists for imports. They are re-declared as values here because the contract's file brings the
 * whole checking library with it, which the browser does not need; `import-lists.test.ts` compares the two.
 */
import type { ImportField, ImportKind } from '@augenblick/contract/api/import.ts';

export const IMPORT_ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export const DATE_FORMATS = ['iso', 'dmy', 'mdy', 'serial', 'unix_s', 'unix_ms'] as const;
export const IMPORT_DELIMITERS = [',', ';', '\t', '|'] as const;

/** Fields that hold an instant or a day. */
export const DATE_FIELDS: ReadonlySet<string> = new Set([
  'ordered_at',
  'created_at',
  'updated_at',
  'birthday',
  'newsletter_at',
]);

/** The fields a column can be mapped to, by kind, in the order in which a person should see them. */
export const IMPORT_FIELDS: Readonly<Record<ImportKind, readonly ImportField[]>> = {
  customers: [
    'customer_id',
    'email',
    'phone',
    'card_number',
    'first_name',
    'last_name',
    'name',
    'company',
    'gender',
    'birthday',
    'street',
    'postal_code',
    'city',
    'country',
    'language',
    'created_at',
    'updated_at',
    'newsletter',
    'newsletter_at',
  ],
  orders: [
    'order_id',
    'ordered_at',
    'ordered_time',
    'customer_id',
    'email',
    'phone',
    'card_number',
    'total',
    'shipping',
    'tax',
    'discount',
    'coupon',
    'currency',
    'document',
    'status',
    'channel',
    'store_id',
    'country',
  ],
  'order-lines': [
    'order_id',
    'ordered_at',
    'ordered_time',
    'customer_id',
    'email',
    'phone',
    'card_number',
    'product_id',
    'product_name',
    'quantity',
    'unit_price',
    'line_total',
    'category',
    'brand',
    'variant',
    'shipping',
    'tax',
    'discount',
    'coupon',
    'currency',
    'document',
    'channel',
    'store_id',
    'country',
  ],
  products: [
    'product_id',
    'name',
    'category',
    'brand',
    'price',
    'currency',
    'image',
    'url',
    'gtin',
    'description',
  ],
};
