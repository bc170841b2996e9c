/**
 * What watches a retailer's shoppers while their events are folded: the stages after the profile, put together. The order
 * is theirs: moments first, then memberships, which may ask for moments.
 */
import {
  factsOfProfiles,
  loadModels,
  type MomentWatcher,
  momentWatcher,
  removeMoments,
  writeMoments,
} from './moment/index.ts';
import { loadOutbox } from './journey/index.ts';
import type { FactStore, LoadWatching, WatchedDraft, Watcher } from './profile/index.ts';
import { pipelined } from './runtime/index.ts';
import {
  type Audiences,
  loadSegments,
  membershipFacts,
  removeMemberships,
  writeMemberships,
} from './segment/index.ts';

/** Reads and compiles what a retailer has published. */
export const loadWatching: LoadWatching = async (sql, retailerId) => {
  const models = await loadModels(sql, retailerId);
  const audiences = await loadSegments(sql, retailerId);
  const outbox = await loadOutbox(sql, retailerId);
  return { watcher: watcherOf(momentWatcher(models), audiences), store, outbox };
};

/** Moments and memberships as one watcher. Time passes in steps, so that each sees what the other did at its instant. */
export function watcherOf(moments: MomentWatcher, audiences: Audiences): Watcher {
  const nextOf = (draft: WatchedDraft): number => {
    const moment = moments.next(draft) ?? Number.POSITIVE_INFINITY;
    return Math.min(moment, audiences.next(draft.audience) ?? Number.POSITIVE_INFINITY);
  };
  const tell = (draft: WatchedDraft, from: number): void => {
    for (let i = from; i < draft.facts.length; i++) {
      const fact = draft.facts[i];
      if (fact) audiences.fact(draft, fact);
    }
  };
  return {
    advance: (draft, now) => {
      audiences.begin(draft);
      for (let next = nextOf(draft); next <= now; ) {
        const from = draft.facts.length;
        // Only at its own instants: called in between, it would tidy up what it otherwise leaves until then.
        if ((moments.next(draft) ?? Number.POSITIVE_INFINITY) <= next) moments.advance(draft, next);
        tell(draft, from);
        audiences.settle(draft, next);
        const after = nextOf(draft);
        // Each step must lead on; a stage that does not is looked at again with the next event.
        if (after <= next) break;
        next = after;
      }
    },
    event: (draft, event, now, order) => {
      const from = draft.facts.length;
      moments.event(draft, event, now, order);
      audiences.event(draft, event, order?.after);
      tell(draft, from);
    },
    settle: (draft, now) => {
      audiences.settle(draft, now);
      const next = nextOf(draft);
      return next === Number.POSITIVE_INFINITY ? null : next;
    },
  };
}

const store: FactStore = {
  write: async (tx, retailerId, facts) => {
    await pipelined([
      writeMoments(tx, retailerId, facts),
      writeMemberships(tx, retailerId, facts),
    ] as const);
  },
  remove: async (tx, retailerId, ids) => {
    await pipelined([
      removeMoments(tx, retailerId, ids),
      removeMemberships(tx, retailerId, ids),
    ] as const);
  },
  read: async (tx, retailerId, ids) => [
    ...(await factsOfProfiles(tx, retailerId, ids)),
    ...(await membershipFacts(tx, retailerId, ids)),
  ],
};
