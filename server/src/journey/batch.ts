/**
 * A batch: shoppers for whom something is due are taken, driven to now, and everything that came of it is written – runs,
 * steps, counts, messages – in one transaction, so that a process that dies leaves all of it or nothing.
 */
import type { MessageRequest, ProfileId, RetailerId } from '@augenblick/contract';
import { cancelKeys, enqueue } from '../delivery/index.ts';
import { holdRevision } from '../profile/index.ts';
import { pipelined, type Sql, type TransactionSql } from '../runtime/index.ts';
import { type AnswerDeps, answerAll } from './answers.ts';
import type { Books, LoadedBook } from './book.ts';
import type { Driven, Work } from './drive.ts';
import { driveAll } from './drive-all.ts';
import { zoneOr } from './local-time.ts';
import { cancelledKeys, requestsOf } from './messages.ts';
import { templateVersions } from './queries.ts';
import * as inbox from './queries-inbox.ts';
import * as queries from './queries-run.ts';
import { type Run, visitKey } from './run.ts';
import { talliesOf } from './tally.ts';

/** What a batch needs. */
export interface BatchDeps extends AnswerDeps {
  sql: Sql;
  books: Books;
  /** Which of the rows of a count this process adds to. */
  slot: number;
}

/** What a batch came to. */
export interface BatchDone {
  /** Shoppers that were due, and those of them taken here. */
  found: number;
  taken: readonly queries.DueShopper[];
  steps: number;
  messages: number;
  effects: number;
  /** Journeys in which something changed, by retailer. */
  changed: ReadonlyMap<RetailerId, ReadonlySet<string>>;
}

/** Another process was faster; the batch is done again. */
class Overtaken extends Error {}

/** Takes and drives up to `limit` shoppers; with `only`, just that one. */
export function runBatch(
  deps: BatchDeps,
  now: number,
  limit: number,
  only?: queries.DueShopper,
): Promise<BatchDone> {
  return deps.sql.begin(async (tx) => {
    const { taken, found } = only
      ? { taken: [only], found: 1 }
      : await queries.takeDue(tx, now, limit);
    if (only) await queries.lockShoppers(tx, only.retailerId, [only.profileId]);
    const done = { found, taken, steps: 0, messages: 0, effects: 0, changed: new Map() };
    const byRetailer = new Map<RetailerId, ProfileId[]>();
    for (const { retailerId, profileId } of taken) {
      const list = byRetailer.get(retailerId);
      if (list) list.push(profileId);
      else byRetailer.set(retailerId, [profileId]);
    }
    for (const [retailerId, ids] of byRetailer) {
      const driven = await driveShoppers(tx, deps, { retailerId, ids, now });
      done.steps += driven.steps;
      done.messages += driven.messages;
      done.effects += driven.effects;
      if (driven.changed.size > 0) done.changed.set(retailerId, driven.changed);
    }
    return done;
  }) as Promise<BatchDone>;
}

interface Shoppers {
  retailerId: RetailerId;
  ids: readonly ProfileId[];
  now: number;
}

async function driveShoppers(tx: TransactionSql, deps: BatchDeps, shoppers: Shoppers) {
  const { retailerId, ids, now } = shoppers;
  const revision = await holdRevision(tx, retailerId);
  const book = await deps.books.of(tx, retailerId, revision);
  const [facts, runs, zones] = await pipelined([
    queries.readInbox(tx, retailerId, ids),
    queries.lockRuns(tx, retailerId, ids),
    book.usesZones ? queries.findZones(tx, retailerId, ids) : new Map<ProfileId, string>(),
  ] as const);
  const past = facts.size === 0 ? new Map() : await queries.findPast(tx, retailerId, ids);
  const goals = new Map(runs.map((run) => [run, run.goalAt]));
  const works = new Map<ProfileId, Work>(
    ids.map((profileId) => [
      profileId,
      {
        profileId,
        zone: zoneOr(zones.get(profileId), book.zone),
        runs: [],
        past: past.get(profileId) ?? [],
        facts: facts.get(profileId) ?? [],
      },
    ]),
  );
  for (const run of runs) works.get(run.profileId)?.runs.push(run);
  const asker = { retailerId, book, now };
  const driven = await driveAll(book, [...works.values()], { until: now, now }, (questions) =>
    answerAll(tx, deps, asker, questions),
  );
  const told = [...works.values()].flatMap(({ profileId, facts: some }) =>
    some.map(({ key }) => ({ profileId, key })),
  );
  const [messages] = await pipelined([
    write(tx, deps, { retailerId, now, book }, driven),
    queries.clearInbox(tx, retailerId, told),
  ] as const);
  // Last: these rows are the ones that processes wait for each other at.
  await queries.addTallies(tx, retailerId, deps.slot, talliesOf(driven, goals));
  const changed = new Set([...driven.changed].map(({ journeyId }) => journeyId));
  return { steps: driven.steps.length, ...messages, changed };
}

async function write(
  tx: TransactionSql,
  deps: BatchDeps,
  { retailerId, now, book }: { retailerId: RetailerId; now: number; book: LoadedBook },
  driven: Driven,
): Promise<{ messages: number; effects: number }> {
  const created = [...driven.created];
  const known = [...driven.changed].filter((run) => !driven.created.has(run));
  const sends = driven.effects.flatMap((one) => (one.type === 'send' ? [one] : []));
  const wanted = sends.flatMap(({ content }) =>
    content.messages.map(({ templateId }) => templateId),
  );
  // Ended ones first: the same cart may begin anew in the same batch.
  const [there, , , versions] = await pipelined([
    queries.updateRuns(tx, retailerId, known),
    queries.insertRuns(tx, retailerId, created),
    queries.insertSteps(tx, retailerId, driven.steps),
    templateVersions(tx, retailerId, [...new Set(wanted)]),
  ] as const);
  if (there !== known.length) throw new Overtaken();
  const requests: MessageRequest[] = requestsOf(sends, versions, book);
  await enqueue(tx, retailerId, requests, now);
  const over: Run[] = driven.effects.flatMap((one) => (one.type === 'cancel' ? [one.run] : []));
  const keys = over.flatMap((run) => cancelledKeys(run, book));
  if (keys.length > 0) await cancelKeys(tx, retailerId, keys, now);
  const effects = driven.effects.flatMap((one): inbox.EffectRow[] => {
    if (one.type !== 'profile' && one.type !== 'decide' && one.type !== 'points') return [];
    const { run, node, visit } = one;
    const key = visitKey(run, node, visit);
    const about = `${run.id}:${node}:${visit}`;
    const body =
      one.type === 'profile'
        ? { traits: one.traits, journeyId: run.journeyId }
        : one.type === 'decide'
          ? { placement: one.placement, about }
          : { points: one.points, reason: one.reason };
    return [{ key, profileId: run.profileId, kind: one.type, body }];
  });
  await inbox.insertEffects(tx, retailerId, effects, now);
  return { messages: requests.length, effects: effects.length };
}

export { Overtaken };
