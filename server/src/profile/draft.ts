import {
  type AcceptedEvent,
  type AudienceMemory,
  NO_PROFILE,
  type ProfileId,
  type ProfileState,
  type RetailerId,
} from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';
import { cardKey } from './card.ts';
import { emptyState } from './fold.ts';
import { findProfiles } from './queries.ts';
import type { Regrouped } from './regroup.ts';
import type { LoadedState, Resolution } from './resolve.ts';
import type { WatchedDraft } from './watcher.ts';
import { Outrun, type StateWrite } from './write.ts';

/** A state as it lives: what its text says, read already. Whoever takes it may change it. */
export interface LiveState {
  state: ProfileState;
  audience: AudienceMemory;
  /** What the shopper's card shows (see cardKey). */
  card: string;
}

/**
 * A state that was read, with the version it had. As text: a hundred thousand states as objects kept the garbage
 * collector busy for a fifth of ingest's time. Only of those who are active right now the objects are kept as well.
 */
export interface CachedState extends LoadedState {
  /** The alarm that stands (ms); null: none that this process knows of. */
  alarm: number | null;
  /** What a later stage keeps beside this very version; it is let go with it. */
  note?: unknown;
  live?: LiveState | undefined;
}

/** A shopper's state while a batch is folded into it. */
export interface Draft extends StateWrite, WatchedDraft {
  alarm: number | null;
  /** The next instant at which something changes by itself. */
  until: number | null;
  /** What the card showed before; another text afterwards means that it must be written. */
  cardBefore: string | null;
  /** See CachedState. */
  note?: unknown;
}

export interface DraftContext {
  sql: TransactionSql;
  retailerId: RetailerId;
  /** Takes a remembered state: it is the batch's from now on. */
  take: (id: ProfileId) => CachedState | undefined;
  /** Profiles that were folded anew because identifiers moved. */
  regrouped: ReadonlyMap<ProfileId, Regrouped>;
}

/** The shoppers of a batch, each read when its first event is folded. */
export class Drafts {
  readonly all = new Map<ProfileId, Draft>();
  private readonly states: ReadonlyMap<ProfileId, LoadedState | CachedState>;

  /** `states`: as they were before the batch; whoever is not among them and not `folded` is new. */
  constructor(
    states: ReadonlyMap<ProfileId, LoadedState | CachedState>,
    regrouped: DraftContext['regrouped'],
  ) {
    this.states = states;
    for (const [id, { version, folded }] of regrouped) {
      if (folded)
        this.all.set(id, { ...folded, version, facts: [], alarm: null, cardBefore: null });
    }
  }

  /** The draft of an event's shopper. */
  of(id: ProfileId, event: AcceptedEvent): Draft {
    let draft = this.all.get(id);
    if (draft === undefined) {
      const state = this.states.get(id);
      draft = state === undefined ? newDraft(id, event) : draftFrom(id, state);
      this.all.set(id, draft);
    }
    return draft;
  }
}

/** Reads the states of the shoppers to whom a batch's events belong: what is not remembered, all at once. */
export async function readDrafts(
  context: DraftContext,
  owners: readonly ProfileId[],
  resolution: Resolution,
): Promise<Drafts> {
  const states = new Map<ProfileId, LoadedState | CachedState>();
  const fresh = new Set(resolution.newIdentities.map((identity) => identity.profileId));
  const missing = new Set<ProfileId>();
  for (const id of owners) {
    if (id === NO_PROFILE || states.has(id) || missing.has(id) || context.regrouped.has(id))
      continue;
    const state = context.take(id) ?? resolution.loaded.get(id);
    if (state) states.set(id, state);
    else if (resolution.locked) missing.add(id);
    // Another lane has taken the state since: what led here is not vouched for any more.
    else if (state === undefined && !fresh.has(id))
      throw new Outrun('a remembered state was taken');
  }
  for (const row of await findProfiles(context.sql, context.retailerId, [...missing])) {
    states.set(row.id, { ...row, text: row.state });
  }
  return new Drafts(states, context.regrouped);
}

function draftFrom(id: ProfileId, read: LoadedState | CachedState): Draft {
  const { version, seq, text, audience } = read;
  const { alarm, live, note }: Pick<CachedState, 'alarm' | 'live' | 'note'> =
    'alarm' in read ? read : { alarm: null };
  const state = live?.state ?? (JSON.parse(text) as ProfileState);
  return {
    id,
    version,
    seq,
    state,
    audience: live?.audience ?? (JSON.parse(audience) as AudienceMemory),
    audienceBefore: audience,
    facts: [],
    alarm,
    until: null,
    cardBefore: live?.card ?? cardKey(state),
    note,
  };
}

function newDraft(id: ProfileId, event: AcceptedEvent): Draft {
  return {
    id,
    version: null,
    seq: 0,
    state: emptyState(event.at),
    audience: {},
    facts: [],
    alarm: null,
    until: null,
    cardBefore: null,
  };
}
