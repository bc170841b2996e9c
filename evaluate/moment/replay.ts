import type {
  AcceptedEvent,
  JsonObject,
  Order,
  ProfileId,
  RetailerId,
  Source,
  SourceId,
} from '../../contract/src/index.ts';
import { accept } from '../../server/src/ingest/index.ts';
import {
  emptyState,
  type FoldEvent,
  foldEventOf,
  foldWatched,
  orderIdOf,
  type WatchedDraft,
  type Watcher,
} from '../../server/src/profile/index.ts';
import { type MomentModels, momentWatcher } from '../../server/src/moment/index.ts';
import type { LabelledVisitor } from './sessions.ts';

const SOURCE: Source = {
  id: 1 as SourceId,
  retailerId: 1 as RetailerId,
  kind: 'web',
  trust: 'public',
  name: 'Shop',
  currency: 'EUR',
  simulated: false,
};

/** The real write path's event for something a browser sent; throws when it would be refused. */
export function arrive(
  visitor: Pick<LabelledVisitor, 'anonymousId' | 'userAgent' | 'locale'>,
  sent: JsonObject,
  number: number,
  times: { at: number; receivedAt: number },
): AcceptedEvent {
  const { anonymousId, userAgent, locale } = visitor;
  const item = {
    ...sent,
    anonymousId,
    messageId: `${anonymousId}-${number}`,
    timestamp: new Date(times.at).toISOString(),
    context: { userAgent, locale },
  };
  const { receivedAt } = times;
  const accepted = accept(item, { source: SOURCE, receivedAt, newMessageId: () => 'none' });
  if (!accepted.ok) throw new Error(`refused: ${accepted.reason} ${accepted.detail}`);
  return accepted.event;
}

/** A shopper being folded, by the product's own code: fold, then moments and signals. */
export interface Shopper {
  draft: WatchedDraft;
  /** Takes the next event in; `now` (ms) is when it is folded. Answers the event as the fold sees it. */
  take(event: AcceptedEvent, now: number): FoldEvent;
  /** Lets time pass. */
  wait(now: number): void;
}

/** The product's watcher, moments only. */
export function watcherOf(models: MomentModels): Watcher {
  const moments = momentWatcher(models);
  return {
    advance: (draft, now) => moments.advance(draft, now),
    event: (draft, event, now, order) => moments.event(draft, event, now, order),
    settle: (draft) => moments.next(draft),
  };
}

/** A new shopper, folded by `watcher`. */
export function newShopper(id: string, watcher: Watcher): Shopper {
  const orders = new Map<string, Order>();
  const draft: WatchedDraft = {
    id: id as ProfileId,
    state: emptyState(0),
    audience: {},
    facts: [],
  };
  let seq = 0;
  return {
    draft,
    take: (event, now) => {
      if (seq === 0) draft.state = emptyState(event.at);
      const fold = foldEventOf(event, { kind: SOURCE.kind, currency: SOURCE.currency });
      seq = Math.max(seq + 1, now * 1000);
      foldWatched(watcher, draft, fold, seq, orders, orderIdOf(fold));
      return fold;
    },
    wait: (now) => watcher.advance(draft, now),
  };
}
