/** The browser tag as a module: `createTag({ writeKey, endpoint })`. */
export { type Answers } from './consent.ts';
export { type ShopCall, SHOP_EVENTS } from './names.ts';
export { type PlacementOptions } from './placement.ts';
export { createTag, type Tag, type TagEvents, VERSION } from './tag.ts';
export type { TagDecision, TagMoment, TagOptions } from './wire.ts';
