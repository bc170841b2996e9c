import { type ShopCall, SHOP_EVENTS } from './names.ts';

/** Everything the page may call, also before the tag has loaded: the snippet's stub keeps these calls. */
export const CALLS = [
  'track',
  'page',
  'identify',
  'alias',
  'group',
  'reset',
  'consent',
  'on',
  'ready',
  'placement',
  ...(Object.keys(SHOP_EVENTS) as ShopCall[]),
] as const;
