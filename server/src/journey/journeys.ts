import {
  Failure,
  isUuid,
  type Journey,
  type JourneyDraft,
  type RetailerId,
} from '@augenblick/contract';
import type {
  JourneyFindings,
  JourneyList,
  JourneyOne,
  JourneyVersions,
} from '@augenblick/contract/api/journey.ts';
import type { By } from '../access/index.ts';
import { cancel, goOn } from '../delivery/index.ts';
import { bumpRevision } from '../profile/index.ts';
import {
  type Asked,
  draftFacts,
  type DraftDeps,
  Drafts,
  nextStatus,
  requireReady,
} from '../publishing/index.ts';
import type { TransactionSql } from '../runtime/index.ts';
import { journeyFindings } from './findings.ts';
import type { Surroundings } from './findings-say.ts';
import * as queries from './queries.ts';
import * as reading from './queries-reading.ts';

/** What administering journeys needs. */
export type JourneyDeps = DraftDeps;

/** What can be done with a journey as a whole, besides publishing. */
export const JOURNEY_STEPS = ['pause', 'resume', 'finish', 'end', 'duplicate'] as const;
export type JourneyStep = (typeof JOURNEY_STEPS)[number];

const drafts = new Drafts<JourneyDeps, JourneyDraft, queries.JourneyRow, JourneyOne>({
  noun: 'journey',
  table: 'journey',
  versions: { table: 'journey_version', owner: 'journey_id' },
  editable: ({ status }) => status !== 'ended',
  deletable: ({ version }) => version === 0,
  copied: ({ draft, playbook }) => ({ draft, columns: { playbook } }),
  read: (_deps, sql, retailerId, id) => read(sql, retailerId, id),
});

/** All journeys of a retailer, ended ones at the end. */
export function listJourneys(deps: JourneyDeps, retailerId: RetailerId): Promise<JourneyList> {
  return deps.database.withRetailer(retailerId, async (sql) => {
    const rows = await queries.journeys(sql, retailerId, null);
    const around = await surroundings(sql, retailerId);
    const totals = await reading.totals(sql, retailerId, null);
    return {
      journeys: rows.map((row) => ({
        journey: viewOf(row),
        totals: totals.get(row.id) ?? reading.NO_TOTALS,
        findings:
          row.status === 'ended'
            ? 0
            : journeyFindings(row.draft, around(row.id)).filter(
                ({ severity }) => severity === 'must',
              ).length,
      })),
    };
  });
}

/** One journey. Throws `not_found`. */
export function readJourney(
  deps: JourneyDeps,
  retailerId: RetailerId,
  id: string,
): Promise<JourneyOne> {
  return drafts.read(deps, retailerId, id);
}

/** Adds a draft. */
export function createJourney(
  deps: JourneyDeps,
  retailerId: RetailerId,
  draft: JourneyDraft,
  by: By,
): Promise<JourneyOne> {
  return drafts.create(deps, { retailerId, by }, { draft, columns: { playbook: null } });
}

/** Adds a draft in the caller's transaction. */
export function addJourney(
  deps: Pick<JourneyDeps, 'clock' | 'audit'>,
  sql: TransactionSql,
  asked: Asked,
  { draft, playbook }: { draft: JourneyDraft; playbook: string | null },
): Promise<void> {
  return drafts.add(deps, sql, asked, { draft, columns: { playbook } });
}

/** Changes what is being edited; what is live stays. Throws `conflict` when somebody else saved since `updatedAt`. */
export function changeJourney(
  deps: JourneyDeps,
  asked: Asked,
  change: { draft: JourneyDraft; updatedAt: number },
): Promise<JourneyOne> {
  return drafts.change(deps, asked, change);
}

/** Deletes a journey that never was live. Throws `conflict` for any other. */
export function deleteJourney(deps: JourneyDeps, asked: Asked): Promise<void> {
  return drafts.remove(deps, asked);
}

/** Makes the draft live; with `move` those on the way go on by it. Throws `not_ready`, `conflict` (ended). */
export function publish(
  deps: JourneyDeps,
  asked: Asked,
  { move }: { move: boolean },
): Promise<JourneyOne> {
  const { retailerId, id } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    // Whoever holds the journeys compiled learns of it, and no event is told to the old ones meanwhile.
    await bumpRevision(sql, retailerId);
    await publishJourney(deps, sql, asked, move);
    return read(sql, retailerId, id);
  });
}

/** The same in the caller's transaction, which has raised the revision. */
export async function publishJourney(
  deps: Pick<JourneyDeps, 'clock' | 'audit'>,
  sql: TransactionSql,
  asked: Asked,
  moved: boolean,
): Promise<void> {
  const { retailerId, id } = asked;
  const row = await drafts.locked(sql, asked);
  if (row.status === 'ended') throw new Failure('conflict');
  requireReady(journeyFindings(row.draft, (await surroundings(sql, retailerId))(id)));
  // Runs read what is live in one row with the state, not in the versions.
  const live = { status: 'live', live: sql.json(row.draft as never) };
  const { now } = await drafts.publish(deps, sql, asked, row, { row: live, version: { moved } });
  if (row.status === 'paused') await wake(sql, retailerId, id, now);
}

/** Runs ended at once when a journey ends; the rest follows within minutes (see sweep.ts). */
const ENDED_AT_ONCE = 5_000;

/**
 * Pauses, resumes, ends or duplicates; `finish` takes nobody in any more and lets those on the way go on, see sweep.ts.
 * Throws `conflict` (not from this state).
 */
export function stepJourney(
  deps: JourneyDeps,
  what: JourneyStep,
  asked: Asked,
): Promise<JourneyOne> {
  const { retailerId, id } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    if (what === 'duplicate') return drafts.duplicate(deps, sql, asked);
    await bumpRevision(sql, retailerId);
    const row = await drafts.locked(sql, asked);
    const status = nextStatus(row.status, what);
    const now = await drafts.set(deps, sql, asked, row, { status });
    if (what === 'resume' || what === 'finish') await wake(sql, retailerId, id, now);
    if (what === 'end') {
      await queries.endRuns(sql, now.getTime(), ENDED_AT_ONCE, { retailerId, id });
      const origin = { kind: 'journey', id } as const;
      await cancel(sql, retailerId, origin, now.getTime(), 'journey_ended');
    }
    await drafts.note(deps, sql, asked, status);
    return read(sql, retailerId, id);
  });
}

/** It goes on: what was due while it stood still is due now, steps and messages. */
async function wake(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
  now: Date,
): Promise<void> {
  await queries.unpark(sql, retailerId, id, now);
  await goOn(sql, retailerId, { kind: 'journey', id }, now.getTime());
}

/** What is missing in a draft that need not be saved. */
export function checkJourney(
  deps: JourneyDeps,
  retailerId: RetailerId,
  { draft, journeyId }: { draft: JourneyDraft; journeyId: string | null },
): Promise<JourneyFindings> {
  return deps.database.withRetailer(retailerId, async (sql) => ({
    findings: journeyFindings(draft, (await surroundings(sql, retailerId))(journeyId)),
  }));
}

/** Versions that were live, newest first. Throws `not_found`. */
export function journeyVersions(
  deps: JourneyDeps,
  retailerId: RetailerId,
  id: string,
): Promise<JourneyVersions> {
  return deps.database.withRetailer(retailerId, async (sql) => {
    await rowOf(sql, retailerId, id);
    const rows = await queries.versions(sql, retailerId, id);
    return {
      versions: rows.map(({ version, at, by_name, moved, active, definition }) => ({
        version,
        at: at.getTime(),
        by: by_name,
        moved,
        active,
        draft: definition,
      })),
    };
  });
}

/** Takes an earlier version back into the draft; what is live stays until it is published. */
export function restoreVersion(
  deps: JourneyDeps,
  asked: Asked,
  version: number,
): Promise<JourneyOne> {
  return drafts.restore(deps, asked, version);
}

/** One journey in the caller's transaction. Throws `not_found`. */
export async function read(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
): Promise<JourneyOne> {
  const row = await rowOf(sql, retailerId, id);
  const around = (await surroundings(sql, retailerId))(id);
  const totals = (await reading.totals(sql, retailerId, id)).get(id) ?? reading.NO_TOTALS;
  return {
    journey: viewOf(row),
    live: row.live,
    findings: row.status === 'ended' ? [] : journeyFindings(row.draft, around),
    totals,
    onOlder: await reading.onOlder(sql, retailerId, id, row.version),
  };
}

/** The stored row. Throws `not_found`. */
export async function rowOf(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
): Promise<queries.JourneyRow> {
  const [row] = isUuid(id) ? await queries.journeys(sql, retailerId, id) : [];
  if (row === undefined) throw new Failure('not_found');
  return row;
}

function viewOf(row: queries.JourneyRow): Journey {
  return {
    ...row.draft,
    ...draftFacts(row),
    status: row.status,
    playbook: row.playbook,
    publishedAt: row.published_at?.getTime() ?? null,
  };
}

/** What drawings refer to, read once for all. */
async function surroundings(
  sql: TransactionSql,
  retailerId: RetailerId,
): Promise<(journeyId: string | null) => Surroundings> {
  const found = await queries.surroundings(sql, retailerId);
  const templates = new Map(
    found.templates.map(({ id, name, channel, version }) => [
      id,
      { name, channel, published: version > 0 },
    ]),
  );
  const offers = new Map(found.offers.map((one) => [one.id, one]));
  const journeys = new Map(found.journeys.map((one) => [one.id, one]));
  const placements = new Set(found.placements.map(({ key }) => key));
  const segments = new Set(found.segments.map(({ id }) => id));
  return (journeyId) => ({ templates, offers, journeys, placements, segments, journeyId });
}
