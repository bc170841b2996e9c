/** Erasure: forgetting one shopper completely and provably, and keeping it so. */
export {
  createSuppressions,
  type ErasedIdentities,
  type SuppressedEvent,
  type Suppressions,
} from './suppression.ts';
