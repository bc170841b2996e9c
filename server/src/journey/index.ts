/** Journeys: several steps over time for one shopper. */
export { loadOutbox } from './interest.ts';
