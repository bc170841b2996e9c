import type {
  AudienceMemory,
  IdentityKey,
  ProfileId,
  ProfileState,
  RetailerId,
} from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';

/**
 * A question that rides with a submission: it is answered in the very transaction that stores the submission's events,
 * from the shopper's state as those events left it. One commit instead of two, and no state is read again. Where it cannot
 * be answered there (nothing new was stored, the events went several ways, answering failed) it stays unanswered and
 * whoever asked asks in the ordinary way: events are never lost over a question.
 */
export interface Rider {
  /** Who asks: the strongest identifier. */
  readonly key: IdentityKey;
}

/** A rider whose shopper is known. */
export interface Passenger {
  rider: Rider;
  id: ProfileId;
  /** The profile is made in this very transaction; nothing can stand of it anywhere. */
  isNew: boolean;
  /** What the ride of this state's version left behind (see Ride.notes), when it is still remembered. */
  note: unknown;
}

/** A shopper's state as the events of the transaction left it. */
export interface Folded {
  state: ProfileState;
  audience: AudienceMemory;
}

/** Who answers riders. */
export interface Riding {
  /** Before the transaction: makes ready what needs no transaction. A failure leaves the riders unanswered. */
  board(retailerId: RetailerId, riders: readonly Rider[]): Promise<Ride>;
}

/** The questions of one transaction. A failure undoes it; it is then tried again without riders. */
export interface Ride {
  /** Sends what has to be read, without waiting for it. */
  read(tx: TransactionSql, passengers: readonly Passenger[]): void;
  /** Answers with the states as folded at the instant `now` (ms) and writes what has to be kept. */
  answer(
    tx: TransactionSql,
    folded: (id: ProfileId) => Folded | undefined,
    now: number,
  ): Promise<void>;
  /** After COMMIT: hands the answers over. */
  arrived(): void;
  /** What to keep beside a shopper's remembered state for the next ride, by profile. */
  notes(): ReadonlyMap<ProfileId, unknown>;
}
