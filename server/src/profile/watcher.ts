import type {
  AcceptedEvent,
  AudienceMemory,
  Order,
  ProfileId,
  ProfileState,
  RetailerId,
  WatchFact,
} from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';
import type { FoldEvent } from './fold-event.ts';

/** A shopper as a watcher sees them; it may change `state.moment` and `audience` and adds to `facts`. */
export interface WatchedDraft {
  id: ProfileId;
  state: ProfileState;
  audience: AudienceMemory;
  facts: WatchFact[];
}

/** An order that an event concerned, before and after it. */
export interface OrderChange {
  before: Order | undefined;
  after: Order;
}

/**
 * What later stages make of a shopper while events are folded. All are functions of their arguments only, and everything
 * that happens by itself happens at its own instant, not at the one of looking: `advance` to 5 and then to 9 must give
 * what `advance` to 9 gives, byte for byte. So a rebuild, which looks only when events come, equals live.
 */
export interface Watcher {
  /** Lets time pass up to `now` (fold instant, ms): ends of moments, absences, memberships that lapse. */
  advance(draft: WatchedDraft, now: number): void;
  /** After `event` was folded into `draft.state`. */
  event(draft: WatchedDraft, event: FoldEvent, now: number, order?: OrderChange): void;
  /**
   * After each event, and when a wakeup looks: memberships. Called once an event and not once a batch, because a
   * rebuild knows no batches. Answers the next instant (ms) at which something changes by itself, or null.
   */
  settle(draft: WatchedDraft, now: number): number | null;
}

/** Where the facts stand: the tables of the stages. Every id is made from what the fact is about, so twice is once. */
export interface FactStore {
  /** Writes facts; a later one with the same id replaces the earlier. */
  write(tx: TransactionSql, retailerId: RetailerId, facts: readonly WatchFact[]): Promise<void>;
  /** Takes away all facts of some profiles: they are about to be folded anew, or are gone. */
  remove(tx: TransactionSql, retailerId: RetailerId, ids: readonly ProfileId[]): Promise<void>;
  /** All facts of some profiles, for comparing with a rebuild. */
  read(tx: TransactionSql, retailerId: RetailerId, ids: readonly ProfileId[]): Promise<WatchFact[]>;
}

/** What a micro-batch, or a look, brought: for stages that act on it later. */
export interface OutboxBatch {
  events: readonly {
    event: AcceptedEvent;
    profileId: ProfileId;
    seq: number;
    /** Kind of the source. */
    channel: string;
    /** Id of the cart the shopper had with it; of a sale, the one it emptied. */
    cart: string | null;
  }[];
  facts: readonly { fact: WatchFact; profileId: ProfileId }[];
  /** The cart a shopper has; null when it has no id or nothing is known of them here. */
  cartOf(profileId: ProfileId): string | null;
  now: number;
}

/** Where later stages take what concerns them; written in the transaction of the batch itself. */
export interface Outbox {
  /** Answers from which instant on (ms) it is to be looked at; Infinity: nothing was written. */
  write(tx: TransactionSql, batch: OutboxBatch): Promise<number>;
  /** Identifiers moved between profiles at an instant (ms); `left`: profiles that are gone. */
  moved(
    tx: TransactionSql,
    moves: readonly { key: string; from: ProfileId; to: ProfileId }[],
    left: readonly ProfileId[],
    now: number,
  ): Promise<void>;
}

/** What watches a retailer's shoppers, and where its facts go. `outbox`: absent when nothing later waits for anything. */
export interface Watching {
  watcher: Watcher;
  store: FactStore;
  outbox?: Outbox | undefined;
}

/** Nobody watches. */
export const UNWATCHED: Watching = {
  watcher: { advance: () => undefined, event: () => undefined, settle: () => null },
  store: {
    write: () => Promise.resolve(),
    remove: () => Promise.resolve(),
    read: () => Promise.resolve([]),
  },
};

/** The fold instant of an order key: milliseconds of the microseconds. */
export function foldInstant(seq: number): number {
  return Math.floor(seq / 1000);
}
