/**
 * How busy the shop and the stores are over a day, by hour of the retailer's wall clock; 1 is the average of a day.
 * Shaped like a shop's day: a shoulder from ten, a peak after dinner. Nights are livelier than in truth and the stores
 * never close: whoever looks at the demo late on a Sunday must see tills too.
 */
const SHOP: readonly number[] = [
  0.6, 0.5, 0.45, 0.45, 0.45, 0.5, 0.6, 0.8, 1, 1.1, 1.15, 1.15, 1.2, 1.15, 1.05, 1.05, 1.1, 1.25,
  1.4, 1.6, 1.75, 1.65, 1.3, 0.8,
];
const STORE: readonly number[] = [
  0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.4, 0.6, 1, 1.4, 1.6, 1.7, 1.6, 1.5, 1.6, 1.8, 1.9, 1.7, 1.4,
  1.1, 0.7, 0.5, 0.3,
];

/** Visits of the web shop a second, averaged over a day. With about ten events a visit: 1.3 events a second. */
const WEB_VISITS_PER_S = 0.14;
/** People who come into a store and are known there, a second: about four events each. */
const STORE_VISITS_PER_S = 0.012;
/** Sales to people nobody knows, a second. */
const RECEIPTS_PER_S = 0.006;

export const ARRIVALS = ['web', 'store', 'receipt'] as const;
export type Arrival = (typeof ARRIVALS)[number];

const RATES: Readonly<Record<Arrival, readonly [number, readonly number[]]>> = {
  web: [WEB_VISITS_PER_S, SHOP],
  store: [STORE_VISITS_PER_S, STORE],
  receipt: [RECEIPTS_PER_S, STORE],
};

/** Arrivals a second at a wall time (ms since 1970, read as UTC). Always above 0. */
export function arrivalsPerSecond(arrival: Arrival, wallMs: number): number {
  const [average, curve] = RATES[arrival];
  return average * (curve[new Date(wallMs).getUTCHours()] ?? 1);
}
