import type { ProfileId } from './id.ts';

/**
 * draft: never switched on. filling: switched on, shoppers from before are being gone through; counts are not yet whole.
 * live: kept up with every event. archived: switched off; nobody is in it.
 */
export const SEGMENT_STATUSES = ['draft', 'filling', 'live', 'archived'] as const;
export type SegmentStatus = (typeof SEGMENT_STATUSES)[number];

/** Most segments of one retailer that are switched on at once. */
export const LIVE_SEGMENTS_MAX = 300;

/**
 * What the segment stage remembers of one shopper beside the state. Short keys: it is written with every batch. Every
 * list is a function of the shopper's events, not of when a segment was made. Instants in ms.
 */
export interface AudienceMemory {
  /** Revision of the published definitions up to which everything below is complete. */
  rev?: number;
  /** Number of a segment → since when the shopper is in it. */
  in?: Record<string, number>;
  /** Key of a remembered part → its latest instants, newest first (or what that kind of part needs). */
  mem?: Record<string, PartMemory>;
  /** The next instant at which a membership changes by itself; left out: never. May be early, never late. */
  until?: number;
}

/** events, moments, signals: instants, newest first. */
export type InstantsMemory = number[];
/** An order meant by a part: [id, instant, currency, purchase 1 or 0, paid (for the goods meant), given back]; minor units. */
export type OrderMark = [
  orderId: string,
  at: number,
  currency: string,
  orders: 0 | 1,
  paid: number,
  back: number,
];
/** orders: newest first. Cancelled ones stay as zeros, so that a correction finds them. */
export type OrdersMemory = OrderMark[];
/** A sequence: latest instants of both steps, newest first, and the last time the second followed in time. */
export interface SequenceMemory {
  a: number[];
  b: number[];
  done?: number;
}
export type PartMemory = InstantsMemory | OrdersMemory | SequenceMemory;

/** A shopper entered or left a segment. */
export interface MembershipChange {
  /** Made from shopper, segment, direction and instant: the same history gives the same id. */
  id: string;
  profileId: ProfileId;
  segmentId: string;
  entered: boolean;
  at: number;
  /** Version of the segment that decided it. */
  version: number;
}
