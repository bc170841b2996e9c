import { hash } from 'node:crypto';
import {
  type AcceptedEvent,
  type DropReason,
  Failure,
  type IngestResult,
  isObject,
  type JsonObject,
  type Source,
} from '@augenblick/contract';
import {
  type Clock,
  createBreath,
  failureOfDatabase,
  type Ids,
  type Log,
  type Metrics,
  type Sql,
} from '../runtime/index.ts';
import { type Acceptance, accept, eventId } from './accept.ts';
import { type Commit, Lanes } from './lanes.ts';
import { LIMITS } from './limits.ts';
import type { Rider } from './rider.ts';

/** What surrounds a submission besides its items. */
export interface Submission {
  /** `context` and `sentAt` said once for the whole batch. */
  batchContext?: JsonObject | undefined;
  batchSentAt?: unknown;
  /** Somebody waits for the answer in front of a page: not to stand behind batches. For few events. */
  urgent?: boolean;
  /** A question to be answered in the transaction that stores the events. */
  rider?: Rider;
}

/** The one way in for events: HTTP, imports, the simulation and the console all use it. */
export interface Ingest {
  /**
   * Checks, stores, identifies and folds items shaped like Segment's calls. Resolves after COMMIT, one result per item, in
   * order; what could not be stored stands in the dead letters by then. Throws Failure 'overloaded' when too much is
   * waiting, 'unavailable' when the database is away and 'disk_full'; nothing is lost then, the caller sends the same again.
   */
  submit(
    source: Source,
    items: readonly unknown[],
    receivedAt?: number,
    about?: Submission,
  ): Promise<IngestResult[]>;
  /** Events waiting in this process. */
  waiting(): number;
  /** Resolves when all that was taken in is committed. */
  drained(): Promise<void>;
}

export interface IngestDeps {
  sql: Sql;
  clock: Clock;
  ids: Ids;
  log: Log;
  metrics: Metrics;
  commit: Commit;
  laneKey: (event: AcceptedEvent) => string;
  /** Places of events that speak of an erased shopper. */
  suppressed?: (source: Source, events: readonly AcceptedEvent[]) => Promise<ReadonlySet<number>>;
  /** Events that may wait in memory; tests have a shorter queue. */
  queueEventsMax?: number;
}

interface DeadLetter {
  item: unknown;
  reason: DropReason;
  detail: string;
}

/** Creates the ingest of this process. */
export function createIngest(deps: IngestDeps): Ingest {
  const lanes = new Lanes({ commit: deps.commit, laneKey: deps.laneKey });
  const queueEventsMax = deps.queueEventsMax ?? LIMITS.queueEventsMax;
  const events = deps.metrics.counter('ingest_events_total', 'Events by outcome.', ['outcome']);
  deps.metrics.gauge('ingest_waiting_events', 'Events waiting to be committed.', [], (gauge) =>
    gauge.set(lanes.size),
  );

  return {
    waiting: () => lanes.size,
    drained: () => lanes.drained(),
    submit: async (source, items, receivedAt = deps.clock.now(), about = {}) => {
      if (lanes.size + items.length > queueEventsMax && lanes.size > 0) {
        throw new Failure('overloaded', undefined, LIMITS.retryAfterS);
      }
      const accepted = await acceptAll(items, {
        source,
        receivedAt,
        batchContext: about.batchContext,
        batchSentAt: about.batchSentAt,
        newMessageId: () => `none:${deps.ids.uuid7()}`,
      });
      await dropErased(deps, source, accepted);
      const fresh = accepted.flatMap((one) => (one.ok ? [one.event] : []));
      const dead = accepted.flatMap((one, i): DeadLetter[] =>
        one.ok ? [] : [{ item: items[i], reason: one.reason, detail: one.detail }],
      );
      const [committed] = await Promise.all([
        lanes.add(
          fresh,
          about.urgent === true && fresh.length <= LIMITS.urgentEventsMax,
          about.rider,
        ),
        writeDeadLetters(deps, source, dead, receivedAt),
      ]).catch((error: unknown) => {
        throw failureOfDatabase(error) ?? error;
      });
      let next = 0;
      const results = accepted.map(
        (one): IngestResult =>
          one.ok ? (committed[next++] as IngestResult) : { outcome: 'dropped', reason: one.reason },
      );
      count(events, results);
      return results;
    },
  };
}

/** Checks a submission's items; rests now and then, because it may hold thousands. */
async function acceptAll(
  items: readonly unknown[],
  envelope: Parameters<typeof accept>[1],
): Promise<Acceptance[]> {
  const breath = createBreath();
  const accepted: Acceptance[] = [];
  for (const item of items) {
    if (breath.isDue()) await breath.take();
    accepted.push(accept(item, envelope));
  }
  return accepted;
}

/** Once a submission and outcome, not once an event: finding the label's counter costs a microsecond. */
function count(
  counter: { inc: (labels: { outcome: string }, value: number) => void },
  results: readonly IngestResult[],
): void {
  const sums = new Map<string, number>();
  for (const { outcome } of results) sums.set(outcome, (sums.get(outcome) ?? 0) + 1);
  for (const [outcome, sum] of sums) counter.inc({ outcome }, sum);
}

/** A shopper who asked to be forgotten is not brought back by the next import. */
async function dropErased(deps: IngestDeps, source: Source, accepted: Acceptance[]): Promise<void> {
  if (!deps.suppressed) return;
  const places: number[] = [];
  const events: AcceptedEvent[] = [];
  for (const [i, one] of accepted.entries()) {
    if (!one.ok) continue;
    places.push(i);
    events.push(one.event);
  }
  for (const i of await deps.suppressed(source, events)) {
    accepted[places[i] as number] = {
      ok: false,
      reason: 'erased_shopper',
      detail: 'this shopper was erased at their own wish',
    };
  }
}

/** Kept until somebody looks at them. The id is made from the content: a retry does not double the letter. */
async function writeDeadLetters(
  deps: IngestDeps,
  source: Source,
  dead: readonly DeadLetter[],
  receivedAt: number,
): Promise<void> {
  if (dead.length === 0) return;
  const rows = dead.map(({ item, reason, detail }) => {
    // An erased shopper's data is not to be kept, in the dead letters least of all.
    const text = reason === 'erased_shopper' ? '' : bodyText(item);
    return {
      id: eventId(
        source.id,
        `dead ${reason} ${reason === 'erased_shopper' ? deps.ids.uuid7() : hash('sha256', text, 'hex')}`,
      ),
      reason,
      detail,
      body: text,
    };
  });
  await deps.sql`
    insert into dead_letter (retailer_id, id, received_at, source_id, reason, detail, body)
    select ${source.retailerId}, d.id, to_timestamp(${receivedAt}::float8 / 1000.0), ${source.id}, d.reason, d.detail, d.body
    from json_to_recordset(${JSON.stringify(rows)}::text::json) d (id uuid, reason text, detail text, body text)
    on conflict do nothing`;
  const [first] = dead;
  deps.log.debug(
    {
      retailerId: source.retailerId,
      sourceId: source.id,
      reason: first?.reason,
      count: dead.length,
    },
    'events dropped',
  );
}

/** What was sent, as text PostgreSQL can hold, cut at the limit. Too deep values are named, not written out. */
function bodyText(item: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(isObject(item) || Array.isArray(item) ? item : { value: item }) ?? '';
  } catch {
    text = '{"value":"nested too deeply to be shown"}';
  }
  return text.replaceAll('\\u0000', '').toWellFormed().slice(0, LIMITS.deadLetterBytesMax);
}
