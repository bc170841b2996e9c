/** A shop whose clock the test moves on: events, alarms, days of journeys and steps, one after the other. */
import type { ProfileId } from '@augenblick/contract';
import { sweepJourneys, type JourneyRunner } from '../src/journey/index.ts';
import { createMetrics, type Database, silentLog } from '../src/runtime/index.ts';
import { createWakeups } from '../src/wakeup/index.ts';
import { runnerOf } from './journey.ts';
import { type WritePath, writePath } from './write-path.ts';

const HOUR = 3_600_000;

/** One process that takes events in and drives journeys, without a sender. */
export interface JourneyLife {
  path: WritePath;
  runner: JourneyRunner;
  /** An event of a shopper, in through the till unless told, and what follows at once. */
  does(who: string, name: string, properties?: object, from?: 'web' | 'till'): Promise<void>;
  /** Traits of a shopper. */
  is(who: string, traits: object): Promise<void>;
  /** Lets time pass until an instant, looking `everyMs` (half an hour). */
  until(instant: string | number, everyMs?: number): Promise<void>;
  /** Looks at everything that is due now. */
  look(): Promise<void>;
}

/** Creates it; events need no ids of their own, `seed` keeps those of several lives apart. */
export function journeyLife(
  database: Database,
  { now, seed }: { now: string; seed: number },
): JourneyLife {
  const path = writePath(database, { now, seed });
  const { clock, pipeline, ingest } = path;
  const runner = runnerOf(database, path);
  const wakeups = createWakeups({
    sql: database.owner,
    clock,
    log: silentLog,
    metrics: createMetrics({ process: false }),
    look: pipeline.look,
  });
  let serial = 0;
  const look = async (): Promise<void> => {
    await wakeups.round();
    await sweepJourneys({ sql: database.owner, clock, ring: () => undefined });
    // What a step wants done may be told to another one.
    for (let i = 0; i < 3; i++) await runner.round();
  };
  const submit = async (from: 'web' | 'till', item: object): Promise<void> => {
    serial += 1;
    // Two things of a shopper that happen in the same millisecond have no order.
    clock.advance(1);
    await ingest.submit(path[from], [{ messageId: `life-${seed}-${serial}`, ...item }]);
    await look();
  };
  return {
    path,
    runner,
    look,
    does: (userId, event, properties = {}, from = 'till') =>
      submit(from, { type: 'track', event, userId, properties }),
    is: (userId, traits) => submit('till', { type: 'identify', userId, traits }),
    until: async (instant, everyMs = HOUR / 2) => {
      const to = typeof instant === 'string' ? Date.parse(instant) : instant;
      while (clock.now() < to) {
        clock.set(Math.min(to, clock.now() + everyMs));
        await look();
      }
    },
  };
}

/** A run as tests tell it: who, when they got in, how it stands. */
export interface ToldRun {
  who: string;
  key: string;
  entered: string;
  end: string | null;
  version: number;
}

/** Runs of retailer 1 in the order in which they began, under the names the shop knows the shoppers by. */
export async function runsOf(database: Database): Promise<ToldRun[]> {
  const names = await namesOf(database);
  const rows = await database.owner<
    { profile_id: ProfileId; key: string; at: Date; end: string | null; version: number }[]
  >`
    select profile_id, key, entered_at as at, end_reason as end, version from journey_run
    where retailer_id = 1 order by entered_at, id`;
  return rows.map(({ profile_id: id, at, ...row }) => ({
    who: names.get(id) ?? '',
    entered: at.toISOString().slice(0, 16),
    ...row,
  }));
}

/** What the shop calls its shoppers. */
export async function namesOf(database: Database): Promise<ReadonlyMap<ProfileId, string>> {
  const rows = await database.owner<{ id: ProfileId; who: string }[]>`
    select profile_id as id, value as who from identity where retailer_id = 1 and kind = 'user_id'`;
  return new Map(rows.map(({ id, who }) => [id, who]));
}

/** How many were refused, by the reason. */
export async function refusals(database: Database): Promise<Record<string, number>> {
  const rows = await database.owner<{ reason: string; n: number }[]>`
    select node as reason, sum(n)::int as n from journey_tally
    where retailer_id = 1 and kind = 'refused' group by node`;
  return Object.fromEntries(rows.map(({ reason, n }) => [reason, n]));
}
