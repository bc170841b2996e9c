/** Which of the demo retailer's sources an item comes through. */
export const DEMO_SOURCES = ['web', 'till', 'store'] as const;
export type DemoSourceKey = (typeof DEMO_SOURCES)[number];

/** One simulated call, shaped like Segment's, and the source it is to be sent through. */
export interface SimulatedItem {
  source: DemoSourceKey;
  /** ms since 1970, UTC; the item's `timestamp` says the same. */
  at: number;
  item: Record<string, unknown> & {
    type: 'track' | 'identify' | 'page';
    messageId: string;
    timestamp: string;
    context: Record<string, unknown> & { simulated: true };
  };
}

/** What a visitor does, without what every item carries (time, number, label). */
export interface Deed {
  source: DemoSourceKey;
  type: 'track' | 'identify' | 'page';
  event?: string;
  name?: string;
  userId?: string;
  anonymousId?: string;
  properties?: Record<string, unknown>;
  traits?: Record<string, unknown>;
  context?: Record<string, unknown>;
}

/** Somebody on the way through the shop: does something, and says how long until the next thing. */
export interface Agent {
  /** What happens now, and milliseconds until the next turn; null when the visit is over. */
  turn(at: number): { deeds: Deed[]; waitMs: number | null };
}
