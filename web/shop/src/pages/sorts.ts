import type { ShopQuery } from '@augenblick/contract/api/shop.ts';

/** Ways to sort a list; the contract's own, without its schemas in the bundle. */
export const SHOP_SORTS = [
  'popular',
  'price_up',
  'price_down',
] as const satisfies ShopQuery['sort'][];
