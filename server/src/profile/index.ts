/** The profile module: who is who, and what is known of each shopper. */
export { affinityWeight } from './affinity.ts';
export { type CachedState, type LiveState } from './draft.ts';
export {
  foldBatch,
  type FoldedBatch,
  type Placed,
  writeAlarms,
  writeBatch,
} from './batch.ts';
export { cardKey, cardOf, type ProfileCard } from './card.ts';
export { emptyState, fold } from './fold.ts';
export type { FoldEvent } from './fold-event.ts';
export { GenerationCache } from './generation-cache.ts';
export { type Alarm, mustSet, setAlarms } from './alarm.ts';
export { look, type Looked } from './look.ts';
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
export {
  bumpRevision,
  createDefinitions,
  type Definitions,
  holdPublished,
  holdRevision,
  type LoadWatching,
  type Published,
  readRevision,
} from './published.ts';
export { type MentionedProduct, mentionedProducts, priceMinor, singleProduct } from './product.ts';
export { createReading, type ProfileReading, type ReadProfile } from './reading.ts';
export { rebuild, type RebuildOptions, type RebuildReport } from './rebuild.ts';
export { regroup } from './regroup.ts';
export { type Folded, foldEvents, foldWatched, refold } from './refold.ts';
export { replaceFacts, type Refolded, writeRefolded } from './replace.ts';
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
  type FactStore,
  foldInstant,
  type OrderChange,
  type Outbox,
  type OutboxBatch,
  UNWATCHED,
  type WatchedDraft,
  type Watcher,
  type Watching,
} from './watcher.ts';
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
  versionAfter,
  writeOrders,
  writeStates,
  type WrittenTexts,
} from './write.ts';
