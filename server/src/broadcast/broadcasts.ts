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
import type { By } from '../access/index.ts';
import type { Calendar } from '../decision/index.ts';
import { cancel } from '../delivery/index.ts';
import { type Asked, type DraftDeps, Drafts, later, requireReady } from '../publishing/index.ts';
import type { TransactionSql } from '../runtime/index.ts';
import { audienceNumbers } from './audience.ts';
import { originOf } from './copy.ts';
import { figuresOf } from './figures.ts';
import { broadcastFindings, type Surroundings, type TemplateFacts } from './findings.ts';
import * as queries from './queries.ts';
import * as copying from './queries-copy.ts';
import { startOf } from './when.ts';
import { zonesOfAudience } from './zone.ts';

/** What administering newsletters needs. */
export interface BroadcastDeps extends DraftDeps {
  calendar: Calendar;
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

/** A newsletter goes out once: it has a plan in place of versions. */
const drafts = new Drafts<BroadcastDeps, BroadcastDraft, queries.BroadcastRow, BroadcastOne>({
  noun: 'broadcast',
  table: 'broadcast',
  versions: null,
  editable: ({ status }) => status === 'draft',
  deletable: ({ status }) => status === 'draft',
  copied: ({ draft }) => ({
    // Its time has passed; the copy is to be given one of its own.
    draft: { ...draft, schedule: { kind: 'now' } },
    columns: { status: 'draft', simulated: false },
  }),
  read,
});

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
  return drafts.read(deps, retailerId, id);
}

/** Adds a draft. */
export function createBroadcast(
  deps: BroadcastDeps,
  retailerId: RetailerId,
  draft: BroadcastDraft,
  by: By,
  simulated = false,
): Promise<BroadcastOne> {
  const columns = { status: 'draft', simulated };
  return drafts.create(deps, { retailerId, by }, { draft, columns });
}

/** Changes a draft. Throws `conflict` when it is none any more or somebody else saved since `updatedAt`. */
export function changeBroadcast(
  deps: BroadcastDeps,
  asked: Asked,
  change: { draft: BroadcastDraft; updatedAt: number },
): Promise<BroadcastOne> {
  return drafts.change(deps, asked, change);
}

/** Deletes a draft. Throws `conflict` for anything that was ever on its way. */
export function deleteBroadcast(deps: BroadcastDeps, asked: Asked): Promise<void> {
  return drafts.remove(deps, asked);
}

/** Schedules, stops and so on. Throws `not_ready` (schedule), `conflict` (not from this state). */
export async function stepBroadcast(
  deps: BroadcastDeps,
  name: BroadcastStep,
  asked: Asked,
): Promise<BroadcastOne> {
  const { retailerId } = asked;
  const one = await deps.database.withRetailer(retailerId, async (sql) => {
    if (name === 'duplicate') return drafts.duplicate(deps, sql, asked);
    await DO[name](deps, sql, await drafts.locked(sql, asked));
    await drafts.note(deps, sql, asked, name);
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
  requireReady(broadcastFindings(draft, around));
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
    updated_at: later(deps.clock, row.updated_at),
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
    updated_at: later(deps.clock, row.updated_at),
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
    updated_at: later(deps.clock, row.updated_at),
  });
}

async function resume(deps: BroadcastDeps, sql: TransactionSql, row: queries.BroadcastRow) {
  leads(row, 'sending');
  if (row.status !== 'paused' || row.paused === 'no_winner') throw new Failure('conflict');
  const now = deps.clock.now();
  const stood = now - (row.paused_at?.getTime() ?? now);
  // What was on its way when it was paused and did not leave is asked for again like the rest, with a deadline of its own.
  await cancel(sql, row.retailer_id, originOf(row), now);
  await copying.waitAgain(sql, row);
  // A time of the shopper stays that time; an even spread stays even.
  if (row.plan?.schedule.kind !== 'local') await copying.postpone(sql, row, stood);
  // `paused_at` stays until what was put off with the pause has been looked for (copy.ts).
  const updated_at = later(deps.clock, row.updated_at);
  await queries.changeBroadcast(sql, row, { ...GOES_ON, next_at: new Date(now), updated_at });
}

const GOES_ON = { status: 'sending', paused: null } as const;

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
    updated_at: later(deps.clock, row.updated_at),
  });
}

/** A person chooses what the rest gets, before the time or when nobody won. Throws `conflict` when there is no rest. */
export async function chooseWinner(
  deps: BroadcastDeps,
  asked: Asked,
  variantId: string,
): Promise<BroadcastOne> {
  const one = await deps.database.withRetailer(asked.retailerId, async (sql) => {
    const row = await drafts.locked(sql, asked);
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
    await drafts.note(deps, sql, asked, 'winner_chosen');
    return read(deps, sql, asked.retailerId, asked.id);
  });
  deps.ring(deps.clock.now());
  deps.told(asked.retailerId, asked.id);
  return one;
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

function leads({ status }: queries.BroadcastRow, to: BroadcastStatus): void {
  if (!BROADCAST_NEXT[status].includes(to)) throw new Failure('conflict');
}
