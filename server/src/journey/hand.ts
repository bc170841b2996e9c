/** What is done by hand or by another system: putting a shopper in, taking one out. */
import { Failure, isUuid, type RetailerId } from '@augenblick/contract';
import type { EnterJourney } from '@augenblick/contract/api/journey.ts';
import type { z } from 'zod';
import { cancelKeys } from '../delivery/index.ts';
import { readRevision } from '../profile/index.ts';
import type { Clock, Database } from '../runtime/index.ts';
import { loadBook } from './book.ts';
import { rowOf } from './journeys.ts';
import { cancelledKeys } from './messages.ts';
import { insertInbox } from './queries-inbox.ts';
import * as queries from './queries-run.ts';
import { oneRun } from './reading.ts';
import { step } from './step.ts';
import { talliesOf } from './tally.ts';

/** What it needs. */
export interface HandDeps {
  database: Pick<Database, 'withRetailer'>;
  clock: Clock;
  ring: () => void;
}

/** Puts a shopper into a live journey that takes people in this way. Throws `not_found`, `conflict` (not live, or not this way). */
export async function enterJourney(
  { database, clock, ring }: HandDeps,
  retailerId: RetailerId,
  id: string,
  { profileId, key, data }: z.output<typeof EnterJourney>,
): Promise<{ accepted: boolean }> {
  const accepted = await database.withRetailer(retailerId, async (sql) => {
    const row = await rowOf(sql, retailerId, id);
    const open = row.live?.entries.some(({ type }) => type === 'api') ?? false;
    if (row.status !== 'live' || !open) throw new Failure('conflict', 'not open for this way in');
    const [known] = await sql`
      select 1 from profile where retailer_id = ${retailerId} and id = ${profileId}`;
    if (known === undefined) throw new Failure('not_found');
    const now = clock.now();
    return insertInbox(sql, retailerId, [
      {
        key: `api:${id}:${key}`,
        type: 'api',
        name: id,
        channel: 'api',
        anchor: '',
        profileId: profileId as never,
        at: now,
        seenAt: now,
        begins: true,
        data: data as never,
      },
    ]);
  });
  ring();
  return { accepted: accepted > 0 };
}

/** Takes a shopper out; what still waits to be sent is taken back. Throws `not_found`, `conflict` (not on the way). */
export function endRun(
  { database, clock }: Pick<HandDeps, 'database' | 'clock'>,
  retailerId: RetailerId,
  id: string,
  runId: string,
): Promise<void> {
  if (!isUuid(runId)) throw new Failure('not_found');
  return database.withRetailer(retailerId, async (sql) => {
    const { profile_id: profileId } = await oneRun(sql, retailerId, id, runId);
    await queries.lockShoppers(sql, retailerId, [profileId]);
    const runs = await queries.lockRuns(sql, retailerId, [profileId as never]);
    const run = runs.find((one) => one.id === runId);
    if (run === undefined) throw new Failure('conflict');
    const book = await loadBook(sql, retailerId, await readRevision(sql, retailerId));
    const journey = book.version(run.journeyId, run.version);
    if (journey === undefined) throw new Failure('conflict');
    const now = clock.now();
    const { transitions } = step(journey, run, { type: 'end', at: now, end: 'by_hand' }, book);
    await queries.updateRuns(sql, retailerId, [run]);
    const steps = transitions.map((transition) => ({ run, no: run.steps, transition }));
    await queries.insertSteps(sql, retailerId, steps);
    const driven = {
      changed: new Set([run]),
      created: new Set<typeof run>(),
      steps,
      effects: [],
      refused: [],
    };
    await queries.addTallies(sql, retailerId, 0, talliesOf(driven, new Map([[run, run.goalAt]])));
    await cancelKeys(sql, retailerId, cancelledKeys(run, book), now);
  });
}
