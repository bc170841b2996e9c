import type { RetailerId } from '@augenblick/contract';
import { LIVE_TOPICS, type LiveMessage, type LiveTopic } from '@augenblick/contract/api/live.ts';
import type { Clock, Database, Live, LiveBatch, Log } from '../runtime/index.ts';
import { liveEvent } from './event.ts';
import { eventsById } from './queries.ts';

/** Somebody who looks at a retailer's live view. */
export interface Viewer {
  topics: ReadonlySet<LiveTopic>;
  send(message: LiveMessage): void;
}

/** What watching needs. */
export interface WatchDeps {
  database: Database;
  live: Live;
  clock: Clock;
  log: Log;
}

/** Most events in one message; the rest is in its count. */
const SHOWN = 20;

/** Viewers of all retailers: one subscription and one look-up per retailer, however many look. */
export interface Watchers {
  /** Adds a viewer; the returned function takes them out again. */
  add(retailerId: RetailerId, viewer: Viewer): () => void;
}

/** The watchers of one process. */
export function createWatchers(deps: WatchDeps): Watchers {
  const rooms = new Map<RetailerId, { viewers: Set<Viewer>; leave: () => void }>();
  return {
    add: (retailerId, viewer) => {
      const room = rooms.get(retailerId) ?? openRoom(deps, retailerId);
      rooms.set(retailerId, room);
      room.viewers.add(viewer);
      return () => {
        room.viewers.delete(viewer);
        if (room.viewers.size > 0 || rooms.get(retailerId) !== room) return;
        rooms.delete(retailerId);
        room.leave();
      };
    },
  };
}

function openRoom(deps: WatchDeps, retailerId: RetailerId) {
  const viewers = new Set<Viewer>();
  const tell = (topic: LiveTopic, message: LiveMessage): void => {
    for (const viewer of viewers) if (viewer.topics.has(topic)) viewer.send(message);
  };
  const topics: readonly LiveTopic[] = LIVE_TOPICS;
  const tellEvents = async (batch: LiveBatch): Promise<void> => {
    try {
      tell('event', await eventsMessage(deps, retailerId, batch));
    } catch (error) {
      deps.log.debug({ err: error }, 'A live message could not be read.');
    }
  };
  let last: Promise<void> = Promise.resolve();
  const leave = deps.live.subscribe({ retailerId, topics }, (batch) => {
    const topic = batch.topic as LiveTopic;
    if (topic !== 'event' || batch.items.length === 0) {
      const { items, reload } = batch;
      tell(topic, { type: 'changed', at: deps.clock.now(), topic, items, reload });
      return;
    }
    // One after another, so that messages keep their order.
    last = last.then(() => tellEvents(batch));
  });
  return { viewers, leave };
}

async function eventsMessage(
  { database, clock }: WatchDeps,
  retailerId: RetailerId,
  { items, count }: LiveBatch,
): Promise<LiveMessage> {
  const ids = items.slice(-SHOWN).filter((item): item is string => typeof item === 'string');
  const rows = await database.withRetailer(retailerId, (sql) => eventsById(sql, retailerId, ids));
  return { type: 'events', at: clock.now(), count, events: rows.map(liveEvent) };
}
