/** The signals: one file each, and this registry. How to add one: docs/recipes/signal.md. */
import type { MomentMemory, MomentModel, SignalName } from '@augenblick/contract';
import type { FoldEvent, OrderChange, WatchedDraft } from '../../profile/index.ts';
import type { StageChange } from '../journey.ts';
import { abandonedCart } from './abandoned-cart.ts';
import { comparisonPingPong } from './comparison-ping-pong.ts';
import { firstPurchase } from './first-purchase.ts';
import { inStoreVisit } from './in-store-visit.ts';
import { priceWatching } from './price-watching.ts';
import { replenishmentDue } from './replenishment-due.ts';
import { returningAfterAbsence } from './returning-after-absence.ts';
import { FRESH_MS, raise, type SignalRule } from './rule.ts';
import { searchWithoutResult } from './search-without-result.ts';
import { stalledCheckout } from './stalled-checkout.ts';
import { viewedNotBought } from './viewed-not-bought.ts';

/** Every signal there is; asked in this order. */
export const SIGNAL_RULES: readonly SignalRule[] = [
  stalledCheckout,
  abandonedCart,
  viewedNotBought,
  comparisonPingPong,
  priceWatching,
  searchWithoutResult,
  returningAfterAbsence,
  firstPurchase,
  inStoreVisit,
  replenishmentDue,
];
const BY_NAME: ReadonlyMap<SignalName, SignalRule> = new Map(
  SIGNAL_RULES.map((rule) => [rule.name, rule]),
);

type Draft = Pick<WatchedDraft, 'id' | 'state' | 'facts'>;

/** An event that has come in. */
export interface Arrival {
  event: FoldEvent;
  now: number;
  age: number;
  order: OrderChange | undefined;
  model: MomentModel;
}

/** Shows an event to every signal. Events from long ago raise nothing. */
export function eventSignals(draft: Draft, memory: MomentMemory, arrival: Arrival): void {
  if (arrival.age > FRESH_MS) return;
  const look = { draft, state: draft.state, memory, ...arrival };
  for (const rule of SIGNAL_RULES) rule.event?.(look);
}

/** Runs the first timer that is due at an instant; of several, in order of name. */
export function runTimer(
  draft: Draft,
  memory: MomentMemory,
  instant: number,
  model: MomentModel,
): void {
  const timers = memory.timers ?? [];
  const [first] = timers
    .filter((timer) => timer[2] <= instant)
    .sort((a, b) => (a[0] < b[0] ? -1 : 1));
  if (!first) return;
  memory.timers = timers.filter((timer) => timer !== first);
  if (memory.timers.length === 0) delete memory.timers;
  const look = { draft, state: draft.state, memory, model, now: first[2] };
  BY_NAME.get(first[0])?.due?.(look, first);
}

/** The journey's own log: a stage was entered. */
export function stageSignal(
  draft: Draft,
  memory: MomentMemory,
  { event, now, model }: Arrival,
  change: StageChange,
): void {
  const { from, to, tookMs, skipped } = change;
  const detail = {
    from,
    to,
    tookMs,
    ...(skipped.length > 0 ? { skipped: skipped.join(',') } : {}),
  };
  const look = { draft, state: draft.state, memory, model, now };
  raise(look, 'stage_entered', { subject: null, detail, eventId: event.id, holdsMs: 0 });
}
