/** Writing, scheduling, stopping newsletters. What goes out by itself is in copy.ts. */
import {
  BROADCAST_NEXT,
  type Broadcast,
  type BroadcastDraft,
  type BroadcastPlan,
  type BroadcastStatus,
  Failure,
  isUuid,
  type RetailerId,
} from '@augenblick/contract';
import type { BroadcastFindings, BroadcastOne } from '@augenblick/contract/api/broadcast.ts';
import type { Access, Actor } from '../access/index.ts';
import type { Calendar } from '../decision/index.ts';
import { cancel } from '../delivery/index.ts';
import { copyName } from '../offer/index.ts';
import type { Clock, Database, Ids, TransactionSql } from '../runtime/index.ts';
import { audienceNumbers } from './audience.ts';
import { originOf } from './copy.ts';
import { figuresOf } from './figures.ts';
import { broadcastFindings, type Surroundings, type TemplateFacts } from './findings.ts';
import * as queries from './queries.ts';
import * as copying from './queries-copy.ts';
import { startOf } from './when.ts';
import { zonesOfAudience } from './zone.ts';

/** What administering newsletters needs. */
export interface BroadcastDeps {
  database: Pick<Database, 'withRetailer'>;
  clock: Clock;
  ids: Ids;
  calendar: Calendar;
  audit: Access['audit'];
  /** Facts of templates by id, for the findings. */
  templates(
    sql: TransactionSql,
    retailerId: RetailerId,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, TemplateFacts>>;
  /** The runner is to look at `at` (ms). */
  ring(at: number): void;
  /** Tells the live views that something changed; after commit. */
  told(retailerId: RetailerId, id: string): void;
}

/** Who does it. */
export type By = Pick<Actor, 'id' | 'name'> & { kind: Actor['kind'] | 'system' };

/** One newsletter of a retailer, and who asks. */
export interface Asked {
  retailerId: RetailerId;
  id: string;
  by: By;
}

/** What can be done with a newsletter as a whole. */
export const BROADCAST_STEPS = [
  'schedule',
  'unschedule',
  'pause',
  'resume',
  'cancel',
  'duplicate',
] as const;
export type BroadcastStep = (typeof BROADCAST_STEPS)[number];

/** All newsletters of a retailer: those under way first. */
export function listBroadcasts(deps: BroadcastDeps, retailerId: RetailerId) {
  return deps.database.withRetailer(retailerId, async (sql) =>
    views(deps, sql, retailerId, await queries.findBroadcasts(sql, retailerId, null)),
  );
}

/** One newsletter. Throws `not_found`. */
export function readBroadcast(
  deps: BroadcastDeps,
  retailerId: RetailerId,
  id: string,
): Promise<BroadcastOne> {
  return deps.database.withRetailer(retailerId, (sql) => read(deps, sql, retailerId, id));
}

/** Adds a draft. */
export function createBroadcast(
  deps: BroadcastDeps,
  retailerId: RetailerId,
  draft: BroadcastDraft,
  by: By,
  simulated = false,
): Promise<BroadcastOne> {
  const id = deps.ids.uuid7();
  return deps.database.withRetailer(retailerId, async (sql) => {
    const now = new Date(deps.clock.now());
    await queries.insertBroadcast(sql, retailerId, { id, draft, simulated, now });
    await note(deps, sql, { retailerId, id, by }, 'created');
    return read(deps, sql, retailerId, id);
  });
}

/** Changes a draft. Throws `conflict` when it is none any more or somebody else saved since `updatedAt`. */
export function changeBroadcast(
  deps: BroadcastDeps,
  asked: Asked,
  change: { draft: BroadcastDraft; updatedAt: number },
): Promise<BroadcastOne> {
  const { retailerId, id } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    const row = await locked(sql, asked);
    if (row.status !== 'draft' || row.updated_at.getTime() !== change.updatedAt) {
      throw new Failure('conflict');
    }
    const updated_at = later(deps, row.updated_at);
    await queries.changeBroadcast(sql, row, { draft: change.draft, updated_at });
    await note(deps, sql, asked, 'changed');
    return read(deps, sql, retailerId, id);
  });
}

/** Deletes a draft. Throws `conflict` for anything that was ever on its way. */
export function deleteBroadcast(deps: BroadcastDeps, asked: Asked): Promise<void> {
  return deps.database.withRetailer(asked.retailerId, async (sql) => {
    await locked(sql, asked);
    if (!(await queries.deleteDraft(sql, asked.retailerId, asked.id))) {
      throw new Failure('conflict');
    }
    await note(deps, sql, asked, 'deleted');
  });
}

/** Schedules, stops and so on. Throws `not_ready` (schedule), `conflict` (not from this state). */
export async function stepBroadcast(
  deps: BroadcastDeps,
  name: BroadcastStep,
  asked: Asked,
): Promise<BroadcastOne> {
  const { retailerId } = asked;
  const one = await deps.database.withRetailer(retailerId, async (sql) => {
    const row = await locked(sql, asked);
    if (name === 'duplicate') return duplicate(deps, sql, asked, row);
    await DO[name](deps, sql, row);
    await note(deps, sql, asked, name);
    return read(deps, sql, retailerId, asked.id);
  });
  deps.ring(deps.clock.now());
  deps.told(retailerId, asked.id);
  return one;
}

type Do = (deps: BroadcastDeps, sql: TransactionSql, row: queries.BroadcastRow) => Promise<void>;

const DO: Readonly<Record<Exclude<BroadcastStep, 'duplicate'>, Do>> = {
  schedule,
  unschedule,
  pause,
  resume,
  cancel: cancelBroadcast,
};

async function schedule(deps: BroadcastDeps, sql: TransactionSql, row: queries.BroadcastRow) {
  leads(row, 'scheduled');
  const { retailer_id: retailerId, draft } = row;
  const around = await surroundings(deps, sql, retailerId, [draft]);
  const open = broadcastFindings(draft, around).flatMap(({ severity, field }) =>
    severity === 'must' ? [field] : [],
  );
  if (open.length > 0) throw new Failure('not_ready', open.join(', '));
  const plan: BroadcastPlan = { ...draft, versions: versionsOf(draft, around), zone: around.zone };
  const now = deps.clock.now();
  const numbers = await audienceNumbers(sql, retailerId, draft.audience);
  const zones =
    draft.schedule.kind === 'local' && typeof numbers === 'object'
      ? await zonesOfAudience(sql, retailerId, numbers)
      : [];
  const known = [plan.zone, ...zones].filter((zone) => deps.calendar.knows(zone));
  const start = new Date(startOf(deps.calendar, draft.schedule, known, now));
  await queries.changeBroadcast(sql, row, {
    status: 'scheduled',
    plan,
    start_at: start,
    next_at: start,
    updated_at: later(deps, row.updated_at),
  });
}

/** The published version of every template that is used. */
function versionsOf({ variants }: BroadcastDraft, { templates }: Surroundings) {
  const ids = variants.flatMap(({ templateIds }) => Object.values(templateIds));
  return Object.fromEntries(ids.map((id) => [id, templates.get(id)?.version ?? 1]));
}

async function unschedule(deps: BroadcastDeps, sql: TransactionSql, row: queries.BroadcastRow) {
  leads(row, 'draft');
  await queries.changeBroadcast(sql, row, {
    status: 'draft',
    plan: null,
    start_at: null,
    next_at: null,
    updated_at: later(deps, row.updated_at),
  });
}

async function pause(deps: BroadcastDeps, sql: TransactionSql, row: queries.BroadcastRow) {
  leads(row, 'paused');
  const now = deps.clock.now();
  // What waits in the queue is taken back and asked for again later: paused means that nothing more goes out.
  await cancel(sql, row.retailer_id, originOf(row), now);
  await copying.waitAgain(sql, row);
  await queries.changeBroadcast(sql, row, {
    status: 'paused',
    paused: 'asked',
    paused_at: new Date(now),
    next_at: null,
    updated_at: later(deps, row.updated_at),
  });
}

async function resume(deps: BroadcastDeps, sql: TransactionSql, row: queries.BroadcastRow) {
  leads(row, 'sending');
  if (row.status !== 'paused' || row.paused === 'no_winner') throw new Failure('conflict');
  const now = deps.clock.now();
  const stood = now - (row.paused_at?.getTime() ?? now);
  // A time of the shopper stays that time; an even spread stays even.
  if (row.plan?.schedule.kind !== 'local') await copying.postpone(sql, row, stood);
  await queries.changeBroadcast(sql, row, { ...GOES_ON, next_at: new Date(now) });
}

const GOES_ON = { status: 'sending', paused: null, paused_at: null } as const;

async function cancelBroadcast(
  deps: BroadcastDeps,
  sql: TransactionSql,
  row: queries.BroadcastRow,
): Promise<void> {
  leads(row, 'cancelled');
  const now = deps.clock.now();
  await cancel(sql, row.retailer_id, originOf(row), now);
  await queries.changeBroadcast(sql, row, {
    status: 'cancelled',
    paused: null,
    ended_at: new Date(now),
    next_at: null,
    updated_at: later(deps, row.updated_at),
  });
}

/** A person chooses what the rest gets, before the time or when nobody won. Throws `conflict` when there is no rest. */
export async function chooseWinner(
  deps: BroadcastDeps,
  asked: Asked,
  variantId: string,
): Promise<BroadcastOne> {
  const one = await deps.database.withRetailer(asked.retailerId, async (sql) => {
    const row = await locked(sql, asked);
    const under = row.status === 'sending' || (row.status === 'paused' && row.read_done);
    if (!under || row.plan?.test == null || row.released) throw new Failure('conflict');
    if (!row.plan.variants.some(({ id }) => id === variantId)) {
      throw new Failure('bad_request', 'variantId');
    }
    const now = new Date(deps.clock.now());
    const waits = row.paused === 'no_winner' || row.status === 'sending';
    await queries.changeBroadcast(sql, row, {
      winner: variantId,
      winner_by: 'person',
      winner_chosen_at: now,
      ...(waits ? { ...GOES_ON, next_at: now } : {}),
    });
    await note(deps, sql, asked, 'winner_chosen');
    return read(deps, sql, asked.retailerId, asked.id);
  });
  deps.ring(deps.clock.now());
  deps.told(asked.retailerId, asked.id);
  return one;
}

async function duplicate(
  deps: BroadcastDeps,
  sql: TransactionSql,
  { retailerId, by }: Asked,
  row: queries.BroadcastRow,
): Promise<BroadcastOne> {
  const id = deps.ids.uuid7();
  const now = new Date(deps.clock.now());
  const draft: BroadcastDraft = {
    ...row.draft,
    name: copyName(row.draft.name),
    // Its time has passed; the copy is to be given one of its own.
    schedule: { kind: 'now' },
  };
  await queries.insertBroadcast(sql, retailerId, { id, draft, simulated: false, now });
  await note(deps, sql, { retailerId, id, by }, 'created');
  return read(deps, sql, retailerId, id);
}

/** What is missing in a draft that need not be saved. */
export function checkBroadcast(
  deps: BroadcastDeps,
  retailerId: RetailerId,
  draft: BroadcastDraft,
): Promise<BroadcastFindings> {
  return deps.database.withRetailer(retailerId, async (sql) => {
    const around = await surroundings(deps, sql, retailerId, [draft]);
    return { findings: broadcastFindings(draft, around) };
  });
}

/** One newsletter in the caller's transaction. Throws `not_found`. */
async function read(
  deps: BroadcastDeps,
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
): Promise<BroadcastOne> {
  const rows = isUuid(id) ? await queries.findBroadcasts(sql, retailerId, id) : [];
  const [one] = await views(deps, sql, retailerId, rows);
  if (one === undefined) throw new Failure('not_found');
  return one;
}

async function views(
  deps: BroadcastDeps,
  sql: TransactionSql,
  retailerId: RetailerId,
  rows: readonly queries.BroadcastRow[],
): Promise<BroadcastOne[]> {
  if (rows.length === 0) return [];
  const { currency } = await queries.findRetailer(sql, retailerId);
  const drafts = rows.flatMap(({ status, draft }) => (status === 'draft' ? [draft] : []));
  const around = await surroundings(deps, sql, retailerId, drafts);
  const all: BroadcastOne[] = [];
  for (const row of rows) {
    const figures = await figuresOf(sql, row, { now: around.now, currency });
    const findings = row.status === 'draft' ? broadcastFindings(row.draft, around) : [];
    all.push({ broadcast: viewOf(row), findings, ...figures });
  }
  return all;
}

/** A row as the console sees it. */
export function viewOf(row: queries.BroadcastRow): Broadcast {
  const ms = (date: Date | null): number | null => date?.getTime() ?? null;
  return {
    ...row.draft,
    id: row.id,
    status: row.status,
    simulated: row.simulated,
    startAt: ms(row.start_at),
    startedAt: ms(row.started_at),
    endedAt: ms(row.ended_at),
    paused: row.paused,
    winner:
      row.winner === null || row.winner_by === null || row.winner_chosen_at === null
        ? null
        : { variantId: row.winner, by: row.winner_by, at: row.winner_chosen_at.getTime() },
    winnerAt: ms(row.winner_at),
    createdAt: row.created_at.getTime(),
    updatedAt: row.updated_at.getTime(),
  };
}

/** What drafts refer to, read for all of them at once. */
async function surroundings(
  deps: BroadcastDeps,
  sql: TransactionSql,
  retailerId: RetailerId,
  drafts: readonly BroadcastDraft[],
): Promise<Surroundings> {
  const templateIds = drafts.flatMap(({ variants }) =>
    variants.flatMap((variant) => Object.values(variant.templateIds)),
  );
  const segmentIds = drafts.flatMap(({ audience }) => [
    ...audience.segmentIds,
    ...audience.excludedSegmentIds,
  ]);
  const { zone } = await queries.findRetailer(sql, retailerId);
  const wanted = [...new Set(templateIds)].filter(isUuid);
  const segments = await queries.findSegments(sql, retailerId, [...new Set(segmentIds)]);
  return {
    templates: wanted.length === 0 ? new Map() : await deps.templates(sql, retailerId, wanted),
    segments: new Map(segments.map((segment) => [segment.id, segment])),
    zone,
    calendar: deps.calendar,
    now: deps.clock.now(),
  };
}

async function locked(
  sql: TransactionSql,
  { retailerId, id }: Pick<Asked, 'retailerId' | 'id'>,
): Promise<queries.BroadcastRow> {
  const row = isUuid(id) ? await queries.lockBroadcast(sql, retailerId, id) : undefined;
  if (row === undefined) throw new Failure('not_found');
  return row;
}

function leads({ status }: queries.BroadcastRow, to: BroadcastStatus): void {
  if (!BROADCAST_NEXT[status].includes(to)) throw new Failure('conflict');
}

/** Now, but after the last change: `updatedAt` tells two versions of a draft apart. */
function later({ clock }: BroadcastDeps, before: Date): Date {
  return new Date(Math.max(clock.now(), before.getTime() + 1));
}

function note(
  { audit }: BroadcastDeps,
  sql: TransactionSql,
  { retailerId, id, by }: Asked,
  what: string,
): Promise<void> {
  const target = `broadcast:${id}`;
  return audit(sql, {
    retailerId,
    actor: by,
    action: 'broadcast.changed',
    target,
    detail: { what },
  });
}
