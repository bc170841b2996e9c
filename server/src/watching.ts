/**
 * What watches a retailer's shoppers while their events are folded: the stages after the profile, put together. The order
 * is theirs: moments first, then memberships, which may ask for moments.
 */
import { type LoadWatching, UNWATCHED } from './profile/index.ts';

/** Reads and compiles what a retailer has published. */
export const loadWatching: LoadWatching = () => Promise.resolve(UNWATCHED);
