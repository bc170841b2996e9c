/** What is asked: one placement, one shopper, one instant. All that `decide` may know. */
import type { ConsentEntry } from '@augenblick/contract';
import type { LocalTime } from './calendar.ts';
import type { CompiledPlacement, CompiledSet } from './compile.ts';
import type { CapTime, TouchMemory } from './touch.ts';

/** Who asks, as far as deciding goes. Made once a request. */
export interface ShopperFacts {
  /** Number of the shopper under the retailer's salt. */
  hash: number;
  /** claimed: a browser names a user and cannot prove it. */
  identity: 'proven' | 'claimed';
  consents: Readonly<Record<string, ConsentEntry>>;
  /** Place in RESPONSE_KINDS (the last is none), in STAGES (−1 none). */
  kind: number;
  stage: number;
  confidence: number;
  /** One bit a signal that holds, by its place in SIGNAL_NAMES. */
  signals: number;
  /** Numbers of the segments the shopper is in. */
  segments: readonly number[];
  /** Worth of the cart; null when it is empty. */
  basketMinor: number | null;
  features: readonly number[];
  /** Offers the shopper has used as often as allowed, as far as known. */
  usedOffers: ReadonlySet<string>;
  /** Offers the shopper was promised just now: their place and money are set aside already. */
  heldOffers: ReadonlySet<string>;
}

/** What other placements of the same request have taken. */
export interface PageTaken {
  groups: ReadonlySet<string>;
  campaigns: ReadonlySet<number>;
}

/** What is left, as known now; a campaign or offer that is missing has no limit. */
export interface Ledger {
  /** Campaign id → minor units. */
  budget: ReadonlyMap<string, number>;
  /** Offer id → pieces; 0 also when the offer's own budget is used up. */
  stock: ReadonlyMap<string, number>;
}

export interface Question {
  set: CompiledSet;
  place: CompiledPlacement;
  now: number;
  /** In the shopper's zone. */
  local: LocalTime;
  shopper: ShopperFacts;
  memory: TouchMemory | null;
  capTime: CapTime;
  page: PageTaken;
  ledger: Ledger;
  /** Evenly drawn in [0, 1): one for the pick, one for the pick among those who may be shown. */
  draws: readonly [number, number];
}
