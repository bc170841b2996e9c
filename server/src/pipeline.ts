/**
 * The write path: identify → fold → store in one transaction for a micro-batch of one retailer.
 *
 * Everything that can be known beforehand is remembered in bounded caches, the fold runs here, and the transaction is a
 * handful of statements whatever the size of the batch. The caches may be wrong (another process was faster): the
 * profile's version and the unique keys tell, and the batch is done again from fresh rows. Duplicates are the exception,
 * so events are copied in straight; when one turns out to be there already, the batch is repeated without it.
 */
import type {
  AcceptedEvent,
  EventId,
  IngestResult,
  ProfileId,
  RetailerId,
  WatchFact,
} from '@augenblick/contract';
import { COPY_FROM, copyEvents, findStored, insertEvents } from './event/index.ts';
import type { Passenger, Ride, Rider, Riding } from './ingest/index.ts';
import {
  type CachedState,
  type Definitions,
  type FoldedBatch,
  findSources,
  foldBatch,
  GenerationCache,
  holdPublished,
  holdRevision,
  type KnownIdentity,
  linkKeysOf,
  type LiveState,
  lockLinks,
  look,
  Outrun,
  type Published,
  regroup,
  type Resolution,
  resolve,
  type SourceFacts,
  versionAfter,
  writeBatch,
} from './profile/index.ts';
import {
  type Clock,
  createGrowth,
  type Ids,
  pipelined,
  type Sql,
  type TransactionSql,
} from './runtime/index.ts';

/** A committed event with whose it is, for live views and later stages. */
export interface CommittedEvent {
  event: AcceptedEvent;
  profileId: ProfileId;
}

export interface Pipeline {
  /**
   * Stores, identifies and folds events of one retailer, and answers the riders whose events are among them. Resolves
   * after COMMIT, one result per event, in order.
   */
  commit(
    retailerId: RetailerId,
    events: readonly AcceptedEvent[],
    riders?: readonly Rider[],
  ): Promise<IngestResult[]>;
  /**
   * Lets time pass for some shoppers up to `now` (ms): what ended or lapsed is written and told, the next alarms are set.
   * Answers the shoppers whom somebody else is writing right now.
   */
  look(
    retailerId: RetailerId,
    ids: readonly ProfileId[],
    now: number,
  ): Promise<{ busy: readonly ProfileId[] }>;
  /** Lets go of what is remembered of some profiles (everything, when none are named): another writer changed them. */
  forget(retailerId: RetailerId, ids?: readonly ProfileId[]): void;
  /** A text that is the same for events of one shopper as far as is known without asking; keeps them in one lane. */
  laneKey(event: AcceptedEvent): string;
}

export interface PipelineDeps {
  sql: Sql;
  clock: Clock;
  ids: Ids;
  /** What is published for each retailer, compiled: models of moments, live segments. */
  definitions: Definitions;
  /** Who answers questions in the transaction of the events. Nobody, when left out. */
  riding?: Riding;
  /**
   * Entries kept in memory: identifiers (about 200 bytes each), states (as text, about 2 KB each), and states as objects
   * (about 10 KB each) of those who are active right now.
   */
  cache?: { identities: number; profiles: number; live?: number };
  onCommitted?: (retailerId: RetailerId, events: readonly CommittedEvent[]) => void;
  /** An alarm was set for this instant (ms). */
  onAlarm?: (at: number) => void;
  /** Something was handed on to later stages, to be looked at from an instant (ms) on; after COMMIT. */
  onHanded?: (at: number) => void;
  /** What became true or ended, after COMMIT: moments, signals, memberships. */
  onFacts?: (retailerId: RetailerId, facts: readonly WatchFact[]) => void;
}

/** A batch is tried again when another process was faster; each time it starts from fresher rows. */
const TRIES_MAX = 10;
/** Definitions were published since they were compiled here; the batch is done again with the new ones. */
class Republished extends Error {}
/** A question could not be answered; the events are stored without it. */
class RideFailed extends Error {}
/** Unique violation, serialisation failure, deadlock. */
const TRY_AGAIN = new Set(['23505', '40001', '40P01']);

/** What is remembered of one retailer. A map each, so that no key needs the retailer in front. */
interface Caches {
  identities: GenerationCache<KnownIdentity>;
  links: GenerationCache<true>;
  states: GenerationCache<CachedState>;
  /** The objects of some of `states`; of the same version, or not to be used. */
  live: GenerationCache<LiveState & { version: number }>;
  sources: Map<number, SourceFacts>;
}

interface Committed {
  batch: FoldedBatch;
  resolution: Resolution;
  ride: Ride | undefined;
  /** From which instant on (ms) later stages are to look at what was handed on; Infinity: nothing was. */
  handed: number;
}

/** Tables that a batch reads and writes by key, with what moments, segments and decisions add to it. */
const TABLES = [
  'event',
  'profile',
  'profile_card',
  'identity',
  'identity_link',
  'customer_order',
  'order_line',
  'consent',
  'moment',
  'signal',
  'membership',
  'segment_member',
  'wakeup',
  'touch',
  'decision',
  'decision_basis',
  'exposure',
];

/** Creates the write path of this process. */
export function createPipeline(deps: PipelineDeps): Pipeline {
  const size = { live: 5_000, ...(deps.cache ?? { identities: 400_000, profiles: 100_000 }) };
  const growth = createGrowth(deps.sql, TABLES);
  const retailers = new Map<RetailerId, Caches>();
  const cachesOf = (retailerId: RetailerId): Caches => {
    let caches = retailers.get(retailerId);
    if (caches === undefined) {
      caches = {
        identities: new GenerationCache(size.identities),
        links: new GenerationCache(size.identities),
        // A state that has grown large takes the room of several, so that memory stays bounded.
        states: new GenerationCache(size.profiles, weightOf),
        live: new GenerationCache(size.live),
        sources: new Map(),
      };
      retailers.set(retailerId, caches);
    }
    return caches;
  };
  return {
    commit: async (retailerId, events, riders = []) => {
      const caches = cachesOf(retailerId);
      const { first, repeated } = once(events);
      const { committed, stored } = await commitNew(deps, caches, retailerId, first, riders);
      if (committed) remember(caches, committed);
      committed?.ride?.arrived();
      growth.noted(first.length);
      if (committed) {
        deps.onCommitted?.(retailerId, committed.batch.placed);
        if (committed.batch.alarm !== null) deps.onAlarm?.(committed.batch.alarm);
        if (committed.handed < Infinity) deps.onHanded?.(committed.handed);
        tellFacts(
          deps,
          retailerId,
          [...committed.batch.drafts.values()].flatMap((d) => d.facts),
        );
      }
      return events.map((event, i) => ({
        outcome: stored.has(event.id) || repeated.has(i) ? 'duplicate' : 'stored',
        eventId: event.id,
      }));
    },
    look: (retailerId, ids, now) => lookAt(deps, cachesOf(retailerId), retailerId, ids, now),
    forget: (retailerId, ids) => {
      const caches = cachesOf(retailerId);
      for (const id of ids ?? []) caches.states.delete(id);
      if (ids === undefined) {
        caches.states.clear();
        caches.live.clear();
      }
      // Which identifiers led to these profiles is not known here; they are read again at their next event.
      caches.identities.clear();
      caches.links.clear();
    },
    laneKey: (event) => {
      const [strongest] = event.keys;
      if (strongest === undefined) return event.id;
      return cachesOf(event.retailerId).identities.get(strongest)?.profileId ?? strongest;
    },
  };
}

/** The first of each event, and the places of repeats within the batch itself. */
function once(events: readonly AcceptedEvent[]): { first: AcceptedEvent[]; repeated: Set<number> } {
  const seen = new Set<EventId>();
  const repeated = new Set<number>();
  const first = events.filter((event, i) => {
    if (seen.has(event.id)) {
      repeated.add(i);
      return false;
    }
    seen.add(event.id);
    return true;
  });
  return { first, repeated };
}

async function commitNew(
  deps: PipelineDeps,
  caches: Caches,
  retailerId: RetailerId,
  events: readonly AcceptedEvent[],
  riders: readonly Rider[],
): Promise<{ committed: Committed | undefined; stored: Set<EventId> }> {
  let stored = new Set<EventId>();
  let aboard = riders;
  for (let tries = 1; ; tries++) {
    const fresh = stored.size === 0 ? events : events.filter((event) => !stored.has(event.id));
    if (fresh.length === 0) return { committed: undefined, stored };
    try {
      return { committed: await attempt(deps, caches, retailerId, fresh, aboard), stored };
    } catch (error) {
      const code = (error as { code?: string }).code;
      const again =
        error instanceof Outrun ||
        error instanceof Republished ||
        error instanceof RideFailed ||
        (code !== undefined && TRY_AGAIN.has(code));
      if (tries >= TRIES_MAX || !again) throw error;
      if (error instanceof RideFailed) aboard = [];
      if (error instanceof Republished) deps.definitions.outdated(retailerId);
      if (code === '23505')
        stored = await findStored(
          deps.sql,
          retailerId,
          events.map((event) => event.id),
        );
    }
  }
}

async function attempt(
  deps: PipelineDeps,
  caches: Caches,
  retailerId: RetailerId,
  events: readonly AcceptedEvent[],
  riders: readonly Rider[],
): Promise<Committed> {
  const sources = await sourcesOf(deps, caches, retailerId, events);
  const published = await deps.definitions.of(retailerId);
  const ride = await board(deps, retailerId, riders);
  const asked = new Set<string>();
  try {
    return (await deps.sql.begin((tx) =>
      inTransaction(
        { deps, caches, retailerId, sources, published, ride, riders, asked, tx },
        events,
      ),
    )) as Committed;
  } catch (error) {
    // What was taken from the caches led nowhere; the next try reads rows.
    for (const key of asked) caches.identities.delete(key);
    for (const event of events) for (const key of linkKeysOf(event)) caches.links.delete(key);
    throw error;
  }
}

interface Attempt {
  deps: PipelineDeps;
  caches: Caches;
  retailerId: RetailerId;
  sources: ReadonlyMap<number, SourceFacts>;
  published: Published;
  ride: Ride | undefined;
  riders: readonly Rider[];
  asked: Set<string>;
  tx: TransactionSql;
}

async function inTransaction(
  attempt: Attempt,
  events: readonly AcceptedEvent[],
): Promise<Committed> {
  const { deps, caches, retailerId, sources, published, ride, asked, tx } = attempt;
  const revision = holdRevision(tx, retailerId);
  for (const event of events) for (const key of event.keys) asked.add(key);
  const resolution = await resolve(
    {
      sql: tx,
      retailerId,
      identities: caches.identities,
      links: caches.links,
      newId: deps.ids.uuid7,
      isRemembered: (id) => caches.states.has(id),
      lockLinks: () => lockLinks(tx, retailerId),
    },
    events,
  );
  for (const key of resolution.profileOf.keys()) asked.add(key);
  const now = deps.clock.now();
  const regrouped =
    resolution.moves.length === 0
      ? new Map()
      : await regroup(
          {
            sql: tx,
            retailerId,
            sources,
            watching: published,
            now,
            newId: deps.ids.uuid7,
            staffId: null,
          },
          resolution.moves,
        );
  for (const id of regrouped.keys()) caches.states.delete(id);
  ride?.read(tx, passengersOf(attempt, resolution));
  const batch = await foldBatch(
    {
      sql: tx,
      retailerId,
      sources,
      regrouped,
      watching: published,
      nowMicros: now * 1000,
      take: (id) => takeState(caches, id),
    },
    events,
    resolution,
  );
  const few = batch.placed.length < COPY_FROM;
  if (!few) await copyEvents(tx, batch.placed);
  await pipelined([
    few ? insertEvents(tx, retailerId, batch.placed) : undefined,
    writeBatch(tx, retailerId, batch, resolution, { store: published.store, now }),
    answerRiders(attempt, batch, now),
  ]);
  const handed = await handOn(published, tx, batch, sources, now);
  if ((await revision) !== published.revision) throw new Republished();
  return { batch, resolution, ride, handed };
}

async function board(
  { riding }: PipelineDeps,
  retailerId: RetailerId,
  riders: readonly Rider[],
): Promise<Ride | undefined> {
  if (riding === undefined || riders.length === 0) return undefined;
  return riding.board(retailerId, riders).catch((cause: unknown) => {
    throw new RideFailed('nothing is ready to answer', { cause });
  });
}

/** The riders whose shopper this batch speaks of. */
function passengersOf({ caches, riders }: Attempt, resolution: Resolution): Passenger[] {
  const made = new Set(
    resolution.newIdentities.flatMap(({ profileId, homeId }) =>
      profileId === homeId ? [profileId] : [],
    ),
  );
  return riders.flatMap((rider): Passenger[] => {
    const id = resolution.profileOf.get(rider.key);
    if (id === undefined) return [];
    return [{ rider, id, isNew: made.has(id), note: caches.states.get(id)?.note }];
  });
}

/** Answers the riders. Whatever fails with them must not keep the events from being stored. */
async function answerRiders(
  { ride, tx }: Attempt,
  { drafts }: FoldedBatch,
  now: number,
): Promise<void> {
  try {
    await ride?.answer(tx, (id) => drafts.get(id), now);
  } catch (error) {
    const { code } = error as { code?: string };
    if (error instanceof Outrun || code === '40001' || code === '40P01') throw error;
    throw new RideFailed('a question could not be answered', { cause: error });
  }
}

/** Gives later stages what they wait for; nothing is looked at while none waits. */
async function handOn(
  { outbox }: Published,
  tx: TransactionSql,
  batch: FoldedBatch,
  sources: ReadonlyMap<number, SourceFacts>,
  now: number,
): Promise<number> {
  if (outbox === undefined) return Infinity;
  const drafts = [...batch.drafts.values()];
  return outbox.write(tx, {
    events: batch.placed.map((one) => ({
      ...one,
      channel: sources.get(one.event.sourceId)?.kind ?? '',
    })),
    facts: drafts.flatMap(({ id, facts }) => facts.map((fact) => ({ fact, profileId: id }))),
    cartOf: (id) => batch.drafts.get(id)?.state.cartId ?? null,
    now,
  });
}

async function sourcesOf(
  deps: PipelineDeps,
  caches: Caches,
  retailerId: RetailerId,
  events: readonly AcceptedEvent[],
): Promise<Map<number, SourceFacts>> {
  if (events.some((event) => !caches.sources.has(event.sourceId))) {
    caches.sources = await findSources(deps.sql, retailerId);
  }
  return caches.sources;
}

/** States of usual size that one takes the room of. */
function weightOf({ text, audience }: CachedState): number {
  return Math.ceil((text.length + audience.length) / USUAL_STATE);
}
/** Characters of a state of usual size. */
const USUAL_STATE = 2_000;

/** Takes what is remembered of a shopper, with the object when it is of the same version. */
function takeState(caches: Caches, id: ProfileId): CachedState | undefined {
  const live = caches.live.take(id);
  const state = caches.states.take(id);
  return live !== undefined && live.version === state?.version ? { ...state, live } : state;
}

function remember(caches: Caches, { batch, resolution, ride }: Committed): void {
  const notes = ride?.notes();
  for (const [key, identity] of resolution.learned) caches.identities.set(key, identity);
  for (const key of resolution.learnedLinks) caches.links.set(key, true);
  for (const draft of batch.drafts.values()) {
    const text = batch.texts.get(draft.id) ?? { state: '', audience: '' };
    const version = versionAfter(draft, text);
    const { state, audience, cardBefore } = draft;
    caches.live.set(draft.id, { version, state, audience, card: cardBefore ?? '' });
    caches.states.set(draft.id, {
      version,
      seq: draft.seq,
      text: text.state,
      audience: text.audience,
      alarm: draft.alarm,
      note: notes?.get(draft.id) ?? draft.note,
    });
  }
}

async function lookAt(
  deps: PipelineDeps,
  caches: Caches,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
  now: number,
): Promise<{ busy: readonly ProfileId[] }> {
  const { changed, facts, busy, handed } = await deps.sql.begin(async (tx) =>
    look(tx, retailerId, ids, now, await holdPublished(tx, deps.definitions, retailerId)),
  );
  for (const [id, { version, seq, until, state, audience }] of changed) {
    if (caches.states.has(id))
      caches.states.set(id, { version, seq, text: state, audience, alarm: until });
  }
  tellFacts(deps, retailerId, facts);
  if (handed < Infinity) deps.onHanded?.(handed);
  return { busy };
}

function tellFacts(deps: PipelineDeps, retailerId: RetailerId, facts: readonly WatchFact[]): void {
  if (facts.length > 0) deps.onFacts?.(retailerId, facts);
}
