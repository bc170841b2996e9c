import type { AudienceMemory, ProfileId, ProfileState, RetailerId } from '@augenblick/contract';
import type { WatchFact } from '@augenblick/contract';
import {
  type Alarm,
  type Definitions,
  findSources,
  holdPublished,
  type Published,
  refold,
  replaceFacts,
  setAlarms,
  writeRefolded,
} from '../profile/index.ts';
import type { Clock, Jobs, Log, Sql, TransactionSql } from '../runtime/index.ts';
import { type AudienceDraft, type Audiences, changeOf, isComplete } from './audience.ts';
import { loadSegments } from './book.ts';
import * as fillQueries from './fill-queries.ts';
import { writeMemberships } from './queries.ts';
import { memoriesOf } from './sql-memory.ts';

/** Name of the job that goes through shoppers from before a publication. */
export const FILL_JOB = 'segment.fill';

/** What filling needs. */
export interface FillDeps {
  sql: Sql;
  clock: Clock;
  definitions: Definitions;
  /** Told which profiles changed, so that caches of the write path let go. */
  forget: (retailerId: RetailerId, ids: readonly ProfileId[]) => void;
  /** Told after each step. */
  onStep?: (retailerId: RetailerId) => void;
  /** Shoppers a step; each step is a transaction that holds their rows. */
  step?: number;
}

const STEP = 1000;
/** Members of segments that were switched off, removed at once. */
const SWEEP = 5_000;

/** Defines the job. */
export function defineFill(jobs: Pick<Jobs, 'define'>, deps: FillDeps & { log: Log }): void {
  jobs.define(FILL_JOB, async (payload, { signal }) => {
    const { retailerId } = payload as { retailerId: RetailerId };
    const began = deps.clock.now();
    const shoppers = await fillSegments(deps, retailerId, signal);
    const ms = deps.clock.now() - began;
    deps.log.info({ retailerId, shoppers, ms }, 'Segments are filled.');
  });
}

/**
 * Goes through a retailer's shoppers until every one is complete for everything published, then calls the segments live.
 * May be broken off and begun again at any time: who is done says so in their own row. Answers how many were filled in.
 *
 * Why nothing is missed: publishing waits for the batches under way (bumpRevision), so every event folded before it is in
 * the tables when a step reads them, and every later batch knows the segment. A shopper's row is locked while their
 * memory is worked out and its version raised, so a batch that had read it before is done again.
 */
export async function fillSegments(
  deps: FillDeps,
  retailerId: RetailerId,
  signal?: AbortSignal,
): Promise<number> {
  let filled = 0;
  for (;;) {
    const audiences = await loadSegments(deps.sql, retailerId);
    const { revision } = audiences.compiled;
    if (!(await fillQueries.isFilling(deps.sql, retailerId))) break;
    await fillQueries.beginFill(deps.sql, retailerId);
    let after: string | undefined = '00000000-0000-0000-0000-000000000000';
    while (after !== undefined) {
      if (signal?.aborted) throw new Error('stopped; the rest is filled at the next start');
      const step: FillStep = await fillStep(deps, retailerId, after);
      filled += step.filled.length;
      if (step.filled.length > 0) deps.forget(retailerId, step.filled);
      deps.onStep?.(retailerId);
      after = step.last;
    }
    // Something published meanwhile is newer than what this round knew: another round.
    await fillQueries.endFill(deps.sql, retailerId, revision, deps.clock.now());
  }
  await sweep(deps, retailerId, signal);
  deps.onStep?.(retailerId);
  return filled;
}

interface FillStep {
  filled: ProfileId[];
  /** The last shopper looked at; undefined at the end. */
  last: string | undefined;
}

async function fillStep(deps: FillDeps, retailerId: RetailerId, after: string): Promise<FillStep> {
  return (await deps.sql.begin(async (tx) => {
    // Holds the revision until commit: what is loaded below is what every batch uses meanwhile.
    const published = await holdPublished(tx, deps.definitions, retailerId);
    const audiences = await loadSegments(tx, retailerId, published.revision);
    const size = deps.step ?? STEP;
    const now = deps.clock.now();
    const rows = await fillQueries.lockNext(tx, retailerId, after, size, now);
    const drafts = rows
      .map((row): FillDraft => {
        const audience = JSON.parse(row.audience) as AudienceMemory;
        return { ...row, audience, facts: [], was: audience.rev ?? 0 };
      })
      .filter(({ audience }) => !isComplete(audiences.compiled, audience));
    const { early, late } = parted(audiences, drafts);
    const members = membersAnew(audiences, drafts);
    const filled = new Map(early.map(({ id, audience }) => [id, audience]));
    await fillEarly(tx, retailerId, audiences, early, now);
    if (late.length > 0) {
      const ids = late.map(({ id }) => id);
      const sources = await findSources(tx, retailerId);
      const folded = await refold(tx, retailerId, ids, sources, published.watcher);
      for (const [id, { audience }] of folded) filled.set(id, audience);
      const versions = new Map(late.map(({ id, version }) => [id, version]));
      const refolded = [...folded.values()].map((one) => {
        published.watcher.advance(one, now);
        one.until = published.watcher.settle(one, now);
        return { version: versions.get(one.id) ?? null, folded: one };
      });
      await writeRefolded(tx, retailerId, refolded);
      await replaceFacts(tx, retailerId, published.store, ids, folded);
    }
    const left = members.filter(
      ({ profileId, no }) => filled.get(profileId)?.in?.[no] === undefined,
    );
    await tellLeft(tx, published, left, now);
    await fillQueries.countFilled(tx, retailerId, rows.length);
    return {
      filled: drafts.map(({ id }) => id),
      last: rows.length < size ? undefined : rows.at(-1)?.id,
    };
  })) as FillStep;
}

type Former = Pick<fillQueries.FormerMember, 'profileId' | 'id' | 'version'>;

/** Who of some shoppers is in segments that begin anew. Whoever is not in them afterwards has left them. */
function membersAnew(
  { compiled }: Audiences,
  drafts: readonly FillDraft[],
): (Former & { no: number })[] {
  return drafts.flatMap(({ id: profileId, audience, was }) =>
    compiled.segments.flatMap(({ id, no, since, version }) =>
      since > was && audience.in?.[no] !== undefined ? [{ profileId, id, no, version }] : [],
    ),
  );
}

/**
 * Later stages are told that these shoppers left a segment, because it means something else now or was switched off. A segment's
 * own history does not have it: nothing happened to the shopper, and folding their events again would not bring it.
 */
async function tellLeft(
  tx: TransactionSql,
  { outbox }: Published,
  left: readonly Former[],
  now: number,
): Promise<void> {
  if (outbox === undefined || left.length === 0) return;
  const facts = left.map(({ profileId, ...segment }) => ({
    profileId,
    fact: { type: 'membership' as const, change: changeOf(profileId, segment, false, now) },
  }));
  await outbox.write(tx, { events: [], facts, cartOf: () => null, now });
}

/** Removes the members of segments that are switched off, some at a time, and tells that they left. */
async function sweep(deps: FillDeps, retailerId: RetailerId, signal?: AbortSignal): Promise<void> {
  let removed = SWEEP;
  while (removed === SWEEP) {
    if (signal?.aborted) return;
    removed = (await deps.sql.begin(async (tx) => {
      const published = await holdPublished(tx, deps.definitions, retailerId);
      const former = await fillQueries.sweepMembers(tx, retailerId, SWEEP);
      await tellLeft(tx, published, former, deps.clock.now());
      return former.length;
    })) as number;
  }
}

interface FillDraft extends Omit<AudienceDraft, 'state'> {
  version: number;
  seq: number;
  due: boolean;
  /** As text; read only for those who need it. */
  text: string;
  facts: WatchFact[];
  /** Revision up to which the memory was complete. */
  was: number;
}

/** The instant from which the oldest segment that a shopper lacks is evaluated. */
function lackingFrom(audiences: Audiences, was: number): number {
  const lacking = audiences.compiled.segments.filter(({ since }) => since > was);
  return Math.min(Number.POSITIVE_INFINITY, ...lacking.map(({ from }) => from));
}

/**
 * Shoppers without an event since the segment began are as they were then: their memory comes from SQL. The few with later
 * events, or with an alarm nobody has looked at yet, are folded anew, so that what they entered and left meanwhile has its right instant.
 */
function parted(
  audiences: Audiences,
  drafts: readonly FillDraft[],
): { early: FillDraft[]; late: FillDraft[] } {
  const early: FillDraft[] = [];
  const late: FillDraft[] = [];
  for (const draft of drafts) {
    const from = lackingFrom(audiences, draft.was);
    (draft.seq < from * 1000 && !draft.due ? early : late).push(draft);
  }
  return { early, late };
}

async function fillEarly(
  tx: TransactionSql,
  retailerId: RetailerId,
  audiences: Audiences,
  drafts: readonly FillDraft[],
  now: number,
): Promise<void> {
  if (drafts.length === 0) return;
  const { compiled } = audiences;
  const oldest = Math.min(...drafts.map(({ was }) => was));
  const parts = compiled.parts.filter(({ since }) => since > oldest);
  const ids = drafts.map(({ id }) => id);
  const memories = new Map<string, { no: number; memory: unknown }[]>();
  for (const row of await memoriesOf(tx, retailerId, ids, parts)) {
    const list = memories.get(row.profile_id);
    if (list) list.push(row);
    else memories.set(row.profile_id, [row]);
  }
  const facts: WatchFact[] = [];
  const alarms: Alarm[] = [];
  const stale: { id: string; no: number }[] = [];
  for (const draft of drafts) {
    const state = JSON.parse(draft.text) as ProfileState;
    const whole = { id: draft.id, state, audience: draft.audience, facts };
    const from = lackingFrom(audiences, draft.was);
    // What lapsed before it under what was known then.
    if (from <= now) audiences.pass(whole, from);
    complete(audiences, draft, parts, memories.get(draft.id) ?? [], stale);
    audiences.completed(whole, Math.min(from, now));
    const until = audiences.pass(whole, now);
    if (until !== null) alarms.push({ id: draft.id, at: until });
  }
  await fillQueries.writeAudiences(
    tx,
    retailerId,
    drafts.map(({ id, audience }) => ({ id, audience: JSON.stringify(audience) })),
  );
  await fillQueries.dropMembers(tx, retailerId, stale);
  await writeMemberships(tx, retailerId, facts);
  await setAlarms(tx, retailerId, alarms);
}

/** Puts what was missing into a shopper's memory; segments that begin anew are left first. */
function complete(
  { compiled }: Audiences,
  { id, audience, was }: FillDraft,
  parts: Audiences['compiled']['parts'],
  found: readonly { no: number; memory: unknown }[],
  stale: { id: string; no: number }[],
): void {
  const byNo = new Map(found.map(({ no, memory }) => [no, memory]));
  const { until } = audience;
  const mem: Record<string, unknown> = { ...audience.mem };
  for (const { no, since } of parts) {
    if (since <= was) continue;
    const memory = byNo.get(no);
    if (memory === undefined) delete mem[no];
    else mem[no] = memory;
  }
  const members = { ...audience.in };
  for (const { no, since, version } of compiled.segments) {
    if (since <= was) continue;
    // One that was switched on before may have rows of then.
    if (version > 1 || members[no] !== undefined) stale.push({ id, no });
    delete members[no];
  }
  for (const key of ['rev', 'in', 'mem', 'until'] as const) delete audience[key];
  Object.assign(audience, { rev: compiled.newest, in: members, mem });
  if (until !== undefined) audience.until = until;
}
