import {
  type AcceptedEvent,
  type ProfileId,
  type RetailerId,
  type IdentityKey,
} from '@augenblick/contract';
import type { GenerationCache } from './generation-cache.ts';
import { type Link, orientLink, partition } from './partition.ts';
import {
  type Db,
  findAnchors,
  findComponent,
  findIdentities,
  type IdentityRow,
} from './queries.ts';
import { Outrun } from './write.ts';

/** What is remembered of an identifier between batches. Checked by the profile's version when the batch is written. */
export interface KnownIdentity {
  profileId: ProfileId;
  shared: boolean;
}

export interface NewIdentity {
  key: IdentityKey;
  profileId: ProfileId;
  homeId: ProfileId;
  shared: boolean;
  event: AcceptedEvent;
}

export interface NewLink {
  a: IdentityKey;
  b: IdentityKey;
  origin: Link['origin'];
  eventId: string | null;
  at: number;
}

/** An identifier that changes its profile. */
export interface Move {
  key: IdentityKey;
  from: ProfileId;
  to: ProfileId;
  reason: 'linked' | 'shared' | 'limit' | 'staff_merge' | 'staff_unmerge';
  eventId: string | null;
}

/** What a batch says about who is who. */
export interface Resolution {
  profileOf: Map<IdentityKey, ProfileId>;
  newIdentities: NewIdentity[];
  newLinks: NewLink[];
  moves: Move[];
  newlyShared: IdentityKey[];
  /** What the caches may remember once this is committed. */
  learned: Map<IdentityKey, KnownIdentity>;
  learnedLinks: string[];
  /** States read together with the identifiers that lead to them; null: the profile has none yet. */
  loaded: Map<ProfileId, LoadedState | null>;
  /** True when links hold still until commit, so that states may be read after the identifiers. */
  locked: boolean;
}

/** A state as it was read. */
export interface LoadedState {
  version: number;
  seq: number;
  text: string;
  audience: string;
}

export interface ResolveContext {
  sql: Db;
  retailerId: RetailerId;
  /** What this process remembers of the retailer. */
  identities: GenerationCache<KnownIdentity>;
  links: GenerationCache<true>;
  newId: () => string;
  /** True when the state of a profile is remembered, with its version. */
  isRemembered: (id: ProfileId) => boolean;
  /** Serialises changes of links within the retailer; called only when the batch has new ones. */
  lockLinks: () => Promise<void>;
}

/** The link cache's key for two identifiers. */
export function linkKey(a: IdentityKey, b: IdentityKey): string {
  return `${a}\u0001${b}`;
}

/** The link cache's keys of everything an event joins: its strongest identifier with each of its others. */
export function linkKeysOf({ keys }: AcceptedEvent): string[] {
  const [anchor, ...others] = keys;
  return anchor === undefined ? [] : others.map((key) => linkKey(...orientLink(anchor, key)));
}

/**
 * Finds the profile of every event of a batch. Most batches are answered from memory; unknown identifiers cost one query
 * for all, new links one more for everything that hangs together with them.
 */
export async function resolve(
  context: ResolveContext,
  events: readonly AcceptedEvent[],
): Promise<Resolution> {
  const keysOf = events.map((event) => event.keys);
  const resolution: Resolution = {
    profileOf: new Map(),
    newIdentities: [],
    newLinks: [],
    moves: [],
    newlyShared: [],
    learned: new Map(),
    learnedLinks: [],
    loaded: new Map(),
    locked: false,
  };
  const known = await knownIdentities(context, keysOf, resolution);
  const fresh = new Map<IdentityKey, NewIdentity>();
  for (const [i, keys] of keysOf.entries()) {
    for (const key of keys) {
      if (known.has(key) || fresh.has(key)) continue;
      const homeId = context.newId() as ProfileId;
      fresh.set(key, {
        key,
        profileId: homeId,
        homeId,
        shared: false,
        event: events[i] as AcceptedEvent,
      });
    }
  }
  const candidates = candidateLinks(context, events, keysOf, known);
  if (candidates.length > 0) await joinCandidates(context, candidates, known, fresh, resolution);
  resolution.newIdentities = [...fresh.values()];
  for (const [key, identity] of known) resolution.profileOf.set(key, identity.profileId);
  for (const [key, { profileId, shared }] of fresh) {
    resolution.profileOf.set(key, profileId);
    resolution.learned.set(key, { profileId, shared });
  }
  return resolution;
}

/**
 * What is known of the identifiers of a batch. An event's strongest identifier decides where it goes, and only a version
 * can tell that this is still so: either the state is remembered, too, or both are read together. What is remembered of its
 * others is believed where it says the same: another process may have erased, joined or parted them since.
 */
async function knownIdentities(
  context: ResolveContext,
  keysOf: readonly (readonly IdentityKey[])[],
  resolution: Resolution,
): Promise<Map<IdentityKey, KnownIdentity>> {
  const { sql, retailerId } = context;
  const known = new Map<IdentityKey, KnownIdentity>();
  const anchors = new Set<IdentityKey>();
  for (const [anchor] of keysOf) {
    if (anchor === undefined || known.has(anchor) || anchors.has(anchor)) continue;
    const hit = context.identities.get(anchor);
    if (hit && context.isRemembered(hit.profileId)) known.set(anchor, hit);
    else anchors.add(anchor);
  }
  const learn = ({ key, profileId, shared }: IdentityRow): void => {
    known.set(key, { profileId, shared });
    resolution.learned.set(key, { profileId, shared });
  };
  for (const row of await findAnchors(sql, retailerId, [...anchors])) {
    learn(row);
    resolution.loaded.set(row.profileId, row.profile);
  }
  const unread = new Set<IdentityKey>();
  for (const [anchor, ...rest] of keysOf) {
    const own = anchor === undefined ? undefined : known.get(anchor);
    for (const key of rest) {
      if (known.has(key) || anchors.has(key) || unread.has(key)) continue;
      const hit = context.identities.get(key);
      if (hit && (hit.shared || hit.profileId === own?.profileId)) known.set(key, hit);
      else unread.add(key);
    }
  }
  for (const row of await findIdentities(sql, retailerId, [...unread])) learn(row);
  return known;
}

/** Pairs seen together in this batch that are not known to be linked. Each event links its strongest to its others. */
function candidateLinks(
  context: ResolveContext,
  events: readonly AcceptedEvent[],
  keysOf: readonly (readonly IdentityKey[])[],
  known: ReadonlyMap<IdentityKey, KnownIdentity>,
): NewLink[] {
  const found = new Map<string, NewLink>();
  for (const [i, keys] of keysOf.entries()) {
    const anchor = keys[0];
    const event = events[i] as AcceptedEvent;
    if (anchor === undefined || keys.length < 2) continue;
    for (const other of keys.slice(1)) {
      if (known.get(other)?.shared === true || known.get(anchor)?.shared === true) continue;
      const [a, b] = orientLink(anchor, other);
      const key = linkKey(a, b);
      // A link is remembered longer than an identifier lives that somebody erased: it came back as a new one.
      const remembered = known.has(anchor) && known.has(other) && context.links.get(key);
      if (found.has(key) || remembered) continue;
      found.set(key, {
        a,
        b,
        origin: isRename(a, b) ? 'alias' : 'event',
        eventId: event.id,
        at: event.at,
      });
    }
  }
  return [...found.values()];
}

/** Two user ids in one event: only a trusted system's alias can say so. */
function isRename(a: IdentityKey, b: IdentityKey): boolean {
  return a.startsWith('user_id:') && b.startsWith('user_id:');
}

async function joinCandidates(
  context: ResolveContext,
  candidates: readonly NewLink[],
  known: Map<IdentityKey, KnownIdentity>,
  fresh: Map<IdentityKey, NewIdentity>,
  resolution: Resolution,
): Promise<void> {
  // Identifiers that nobody has seen before cannot be linked by another process without making them first, which
  // the unique key tells; only what is there already must hold still.
  const allFresh = candidates.every((link) => fresh.has(link.a) && fresh.has(link.b));
  if (!allFresh) await context.lockLinks();
  resolution.locked = !allFresh;
  const ends = [...new Set(candidates.flatMap((link) => [link.a, link.b]))];
  const change = await rearrange(context.sql, context.retailerId, ends, candidates, fresh);
  if (change.missing.length > 0) throw new Outrun('an identifier was erased by another process');
  for (const [key, to] of change.profileOf) {
    const isNew = fresh.get(key);
    if (isNew) {
      isNew.profileId = to;
      isNew.shared = change.shared.has(key);
      continue;
    }
    const identity = { profileId: to, shared: change.shared.has(key) };
    known.set(key, identity);
    resolution.learned.set(key, identity);
  }
  resolution.newLinks = change.newLinks;
  resolution.moves = change.moves;
  resolution.newlyShared = change.newlyShared;
  resolution.learnedLinks = candidates.map((link) => linkKey(link.a, link.b));
}

/** The outcome of looking at some identifiers' whole component again. */
export interface Rearrangement {
  profileOf: Map<IdentityKey, ProfileId>;
  shared: Set<IdentityKey>;
  newLinks: NewLink[];
  moves: Move[];
  newlyShared: IdentityKey[];
  /** Those asked about that are neither stored nor new. */
  missing: IdentityKey[];
}

/**
 * Reads the component of some identifiers, adds links, divides it into people and says which identifiers move. A group's
 * profile is the oldest home among its members: the same whatever came first, and given back when it is taken apart.
 */
export async function rearrange(
  sql: Db,
  retailerId: RetailerId,
  ends: readonly IdentityKey[],
  added: readonly NewLink[],
  fresh: ReadonlyMap<IdentityKey, Pick<NewIdentity, 'homeId'>>,
): Promise<Rearrangement> {
  const stored = await findComponent(
    sql,
    retailerId,
    ends.filter((key) => !fresh.has(key)),
  );
  const storedKeys = new Set(stored.map((link) => linkKey(link.a, link.b)));
  const newLinks = added.filter((link) => !storedKeys.has(linkKey(link.a, link.b)));
  const nodes = new Set([...ends, ...stored.flatMap((link) => [link.a, link.b])]);
  const rows = new Map(
    (
      await findIdentities(
        sql,
        retailerId,
        [...nodes].filter((key) => !fresh.has(key)),
      )
    ).map((row) => [row.key, row]),
  );
  const knownShared = new Set([...rows.values()].filter((row) => row.shared).map((row) => row.key));
  const links: Link[] = [
    ...stored,
    ...newLinks.map((link) => ({ a: link.a, b: link.b, origin: link.origin, cut: false })),
  ];
  const { groupOf, shared } = partition(nodes, links, knownShared);
  const profileOf = profilesOfGroups(groupOf, rows, fresh);
  const causes = new Map(
    newLinks.flatMap((link) => [[link.a, link.eventId] as const, [link.b, link.eventId] as const]),
  );
  const moves: Move[] = [];
  for (const row of rows.values()) {
    const to = profileOf.get(row.key);
    if (to === undefined || to === row.profileId) continue;
    const reason = shared.has(row.key) && !row.shared ? 'shared' : 'linked';
    moves.push({
      key: row.key,
      from: row.profileId,
      to,
      reason,
      eventId: causes.get(row.key) ?? newLinks[0]?.eventId ?? null,
    });
  }
  const newlyShared = [...shared].filter((key) => !knownShared.has(key));
  const missing = ends.filter((key) => !rows.has(key) && !fresh.has(key));
  return { profileOf, shared, newLinks, moves, newlyShared, missing };
}

function profilesOfGroups(
  groupOf: ReadonlyMap<IdentityKey, IdentityKey>,
  rows: ReadonlyMap<IdentityKey, IdentityRow>,
  fresh: ReadonlyMap<IdentityKey, Pick<NewIdentity, 'homeId'>>,
): Map<IdentityKey, ProfileId> {
  const oldest = new Map<IdentityKey, ProfileId>();
  for (const [key, group] of groupOf) {
    const home = rows.get(key)?.homeId ?? fresh.get(key)?.homeId;
    const before = oldest.get(group);
    if (home !== undefined && (before === undefined || home < before)) oldest.set(group, home);
  }
  const profileOf = new Map<IdentityKey, ProfileId>();
  for (const [key, group] of groupOf) {
    const id = oldest.get(group);
    if (id !== undefined) profileOf.set(key, id);
  }
  return profileOf;
}
