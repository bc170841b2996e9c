import {
  Failure,
  isUuid,
  type Journey,
  type JourneyDraft,
  type JourneyStatus,
  type RetailerId,
} from '@augenblick/contract';
import type {
  JourneyFindings,
  JourneyList,
  JourneyOne,
  JourneyVersions,
} from '@augenblick/contract/api/journey.ts';
import type { Access, Actor } from '../access/index.ts';
import { cancel } from '../delivery/index.ts';
import { copyName } from '../offer/index.ts';
import { bumpRevision } from '../profile/index.ts';
import type { Clock, Database, Ids, TransactionSql } from '../runtime/index.ts';
import { journeyFindings } from './findings.ts';
import type { Surroundings } from './findings-say.ts';
import * as queries from './queries.ts';
import * as reading from './queries-reading.ts';

/** What administering journeys needs. */
export interface JourneyDeps {
  database: Pick<Database, 'withRetailer'>;
  clock: Clock;
  ids: Ids;
  audit: Access['audit'];
}

/** Who does it. */
export type By = Pick<Actor, 'id' | 'name'> & { kind: Actor['kind'] | 'system' };

/** One journey of a retailer, and who asks. */
export interface Asked {
  retailerId: RetailerId;
  id: string;
  by: By;
}

/** What can be done with a journey as a whole, besides publishing. */
export const JOURNEY_STEPS = ['pause', 'resume', 'end', 'duplicate'] as const;
export type JourneyStep = (typeof JOURNEY_STEPS)[number];

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
  return deps.database.withRetailer(retailerId, (sql) => read(sql, retailerId, id));
}

/** Adds a draft. */
export function createJourney(
  deps: JourneyDeps,
  retailerId: RetailerId,
  draft: JourneyDraft,
  by: By,
): Promise<JourneyOne> {
  const id = deps.ids.uuid7();
  return deps.database.withRetailer(retailerId, async (sql) => {
    await addJourney(deps, sql, { retailerId, id, by }, { draft, playbook: null });
    return read(sql, retailerId, id);
  });
}

/** Adds a draft in the caller's transaction. */
export async function addJourney(
  deps: Pick<JourneyDeps, 'clock' | 'audit'>,
  sql: TransactionSql,
  asked: Asked,
  { draft, playbook }: { draft: JourneyDraft; playbook: string | null },
): Promise<void> {
  const { retailerId, id } = asked;
  const now = new Date(deps.clock.now());
  await queries.insertJourney(sql, retailerId, { id, draft, playbook, now });
  await note(deps, sql, asked, 'created');
}

/** Changes what is being edited; what is live stays. Throws `conflict` when somebody else saved since `updatedAt`. */
export function changeJourney(
  deps: JourneyDeps,
  asked: Asked,
  change: { draft: JourneyDraft; updatedAt: number },
): Promise<JourneyOne> {
  const { retailerId, id } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    const row = await locked(sql, retailerId, id);
    if (row.status === 'ended' || row.updated_at.getTime() !== change.updatedAt)
      throw new Failure('conflict');
    const now = later(deps, row.updated_at);
    await queries.updateDraft(sql, retailerId, id, { draft: change.draft, now });
    await note(deps, sql, asked, 'changed');
    return read(sql, retailerId, id);
  });
}

/** Deletes a journey that never was live. Throws `conflict` for any other. */
export function deleteJourney(deps: JourneyDeps, asked: Asked): Promise<void> {
  const { retailerId, id } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    await locked(sql, retailerId, id);
    if (!(await queries.deleteDraft(sql, retailerId, id))) throw new Failure('conflict');
    await note(deps, sql, asked, 'deleted');
  });
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
  const { retailerId, id, by } = asked;
  const row = await locked(sql, retailerId, id);
  if (row.status === 'ended') throw new Failure('conflict');
  const around = (await surroundings(sql, retailerId))(id);
  const open = journeyFindings(row.draft, around).flatMap(({ severity, field }) =>
    severity === 'must' ? [field] : [],
  );
  if (open.length > 0) throw new Failure('not_ready', open.join(', '));
  const now = later(deps, row.updated_at);
  const version = row.version + 1;
  const { draft } = row;
  await queries.publishVersion(sql, retailerId, id, { version, draft, moved, by: by.name, now });
  if (row.status === 'paused') await queries.unpark(sql, retailerId, id, now);
  await note(deps, sql, asked, 'published');
}

const STEPS = {
  pause: { from: ['live'], to: 'paused' },
  resume: { from: ['paused'], to: 'live' },
  end: { from: ['live', 'paused'], to: 'ended' },
} as const satisfies Record<string, { from: readonly JourneyStatus[]; to: JourneyStatus }>;

/** Runs ended at once when a journey ends; the rest follows within minutes (see sweep.ts). */
const ENDED_AT_ONCE = 5_000;

/** Pauses, resumes, ends or duplicates. Throws `conflict` (not from this state). */
export function stepJourney(
  deps: JourneyDeps,
  what: JourneyStep,
  asked: Asked,
): Promise<JourneyOne> {
  const { retailerId, id, by } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    if (what === 'duplicate') {
      const row = await locked(sql, retailerId, id);
      const copy = deps.ids.uuid7();
      const draft = { ...row.draft, name: copyName(row.draft.name) };
      const { playbook } = row;
      await addJourney(deps, sql, { retailerId, id: copy, by }, { draft, playbook });
      return read(sql, retailerId, copy);
    }
    await bumpRevision(sql, retailerId);
    const row = await locked(sql, retailerId, id);
    const { from, to } = STEPS[what];
    if (!(from as readonly JourneyStatus[]).includes(row.status)) throw new Failure('conflict');
    const now = later(deps, row.updated_at);
    await queries.setStatus(sql, retailerId, id, { status: to, now });
    if (what === 'resume') await queries.unpark(sql, retailerId, id, now);
    if (what === 'end') {
      await queries.endRuns(sql, now.getTime(), ENDED_AT_ONCE, { retailerId, id });
      await cancel(sql, retailerId, { kind: 'journey', id }, now.getTime());
    }
    await note(deps, sql, asked, to);
    return read(sql, retailerId, id);
  });
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
  const { retailerId, id } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    const row = await locked(sql, retailerId, id);
    if (row.status === 'ended') throw new Failure('conflict');
    const all = await queries.versions(sql, retailerId, id);
    const found = all.find((one) => one.version === version);
    if (found === undefined) throw new Failure('not_found');
    const now = later(deps, row.updated_at);
    await queries.updateDraft(sql, retailerId, id, { draft: found.definition, now });
    await note(deps, sql, asked, 'restored');
    return read(sql, retailerId, id);
  });
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
    id: row.id,
    status: row.status,
    version: row.version,
    changed: row.live !== null && JSON.stringify(row.live) !== JSON.stringify(row.draft),
    playbook: row.playbook,
    createdAt: row.created_at.getTime(),
    updatedAt: row.updated_at.getTime(),
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

async function locked(sql: TransactionSql, retailerId: RetailerId, id: string) {
  const row = isUuid(id) ? await queries.lockJourney(sql, retailerId, id) : undefined;
  if (row === undefined) throw new Failure('not_found');
  return row;
}

/** Now, but after the last change: `updatedAt` tells two versions of a draft apart. */
function later(deps: Pick<JourneyDeps, 'clock'>, before: Date): Date {
  return new Date(Math.max(deps.clock.now(), before.getTime() + 1));
}

function note(
  deps: Pick<JourneyDeps, 'audit'>,
  sql: TransactionSql,
  { retailerId, id, by }: Asked,
  what: string,
): Promise<void> {
  const target = `journey:${id}`;
  const detail = { what };
  return deps.audit(sql, { retailerId, actor: by, action: 'journey.changed', target, detail });
}
