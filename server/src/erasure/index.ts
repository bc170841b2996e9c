/** Erasure: forgetting one shopper completely and provably, and keeping it so. */
export { type Traces, tracesOf } from './anonymise.ts';
export { type EraseDeps, eraseShopper } from './erase.ts';
export { deadLettersAbout, deleteWholeShoppers } from './queries.ts';
export { type ErasureRoutesDeps, erasureRoutes } from './routes.ts';
export {
  createSuppressions,
  type ErasedIdentities,
  type SuppressedEvent,
  type Suppressions,
} from './suppression.ts';
