/** The profile module: who is who, and what is known of each shopper. */
export { affinityWeight } from './affinity.ts';
export { type CachedState, foldBatch, type FoldedBatch, type Placed, writeBatch } from './batch.ts';
export { cardKey, cardOf, type ProfileCard } from './card.ts';
export { emptyState, fold } from './fold.ts';
export type { FoldEvent } from './fold-event.ts';
export { createGrowth } from './growth.ts';
export { GenerationCache } from './generation-cache.ts';
export { createMerging, lockLinks, type Merging } from './merging.ts';
export { applyOrderEvent, contribution, orderIdOf } from './order.ts';
export { orientLink } from './partition.ts';
export {
  findEvents,
  findIdentities,
  findIdentitiesOfProfiles,
  findOrders,
  findProfiles,
  findSources,
  lockProfiles,
  orderKey,
} from './queries.ts';
export { createReading, type ProfileReading, type ReadProfile } from './reading.ts';
export { rebuild, type RebuildReport } from './rebuild.ts';
export { regroup } from './regroup.ts';
export { type Folded, foldEvents, refold } from './refold.ts';
export {
  type KnownIdentity,
  linkKeysOf,
  type Move,
  type Resolution,
  resolve,
  type ResolveContext,
} from './resolve.ts';
export { foldEventOf, foldEventOfRow, type SourceFacts } from './stored-event.ts';
export {
  deleteOrders,
  deleteProfiles,
  type OrderWrite,
  Outrun,
  type StateWrite,
  writeCards,
  writeConsents,
  writeIdentities,
  writeLinks,
  writeMoves,
  writeOrders,
  writeStates,
} from './write.ts';
