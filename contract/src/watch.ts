import type { Moment, Signal } from './moment.ts';
import type { MembershipChange } from './segment.ts';

/** Something that became true or ended while a shopper's events were folded, or while time passed. */
export type WatchFact =
  | { type: 'moment'; moment: Moment }
  | { type: 'signal'; signal: Signal }
  | { type: 'membership'; change: MembershipChange };
