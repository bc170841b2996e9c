/** Dry runs as jobs: asked for, played in pieces with progress, kept with their result. */
import { Failure, isUuid, type ProfileId, type RetailerId } from '@augenblick/contract';
import type { DryRun, DryRunList } from '@augenblick/contract/api/decision.ts';
import type { Actor } from '../../access/index.ts';
import { type CampaignBook, compileCampaign } from '../../campaign/index.ts';
import type { EventRow } from '../../event/index.ts';
import { type Definitions, findEvents, findSources } from '../../profile/index.ts';
import {
  type Clock,
  type Database,
  type Ids,
  type Jobs,
  type Live,
  type Log,
  seededRandom,
  type Sql,
} from '../../runtime/index.ts';
import { compile, type CompiledSet } from '../compile.ts';
import type { Decisions } from '../decisions.ts';
import { type PlayInput, playShopper } from './play.ts';
import * as queries from './queries.ts';
import { Tally } from './tally.ts';

export interface DryRunsDeps {
  database: Database;
  clock: Clock;
  ids: Ids;
  jobs: Jobs;
  live: Pick<Live, 'publish'>;
  log: Log;
  decisions: Pick<Decisions, 'loaded'>;
  /** What watches shoppers: moments and segments come out in the past as they did. */
  definitions: Definitions;
}

/** Dry runs of an installation. */
export interface DryRuns {
  /** Puts a run into the queue. Throws `not_found`, and `bad_request` for a campaign that could not go live. */
  start(
    retailerId: RetailerId,
    actor: Pick<Actor, 'name'>,
    request: { campaignId: string; days: number; shoppersMax: number },
  ): Promise<DryRun>;
  list(retailerId: RetailerId): Promise<DryRunList>;
  /** One run. Throws `not_found`. */
  read(retailerId: RetailerId, id: string): Promise<DryRun>;
  /** Stops a run; one that is done stays. Throws `not_found`. */
  stop(retailerId: RetailerId, id: string): Promise<void>;
}

const JOB = 'decision.dryrun';
const SHOWN_MAX = 20;
const KEPT = 50;
const DAY_MS = 86_400_000;
/** Shoppers folded at a time: their whole lives are in memory. */
const PIECE = 50;

/** Creates the dry runs of an installation; the job is defined. */
export function createDryRuns(deps: DryRunsDeps): DryRuns {
  const { database, jobs, log } = deps;
  jobs.define(JOB, async (payload, { signal }) => {
    const { retailerId, id } = payload as { retailerId: RetailerId; id: string };
    try {
      await run(deps, retailerId, id, signal);
    } catch (error) {
      // A stopping process hands the job to another one, which plays from the beginning.
      if (signal.aborted) throw error;
      log.warn({ err: error, retailerId }, 'A dry run failed.');
      await change(deps, retailerId, id, { state: 'failed', progress: 0, endedAt: at(deps) });
    }
  });
  return {
    start: (retailerId, actor, request) => start(deps, retailerId, actor, request),
    list: (retailerId) =>
      database.withRetailer(retailerId, async (sql) => ({
        runs: (await queries.runs(sql, retailerId, null, SHOWN_MAX)).map((row) =>
          shown(row, new Map()),
        ),
      })),
    read: (retailerId, id) => read(deps, retailerId, id),
    stop: async (retailerId, id) => {
      const stopped =
        isUuid(id) &&
        (await database.withRetailer(retailerId, (sql) =>
          queries.stopRun(sql, retailerId, id, at(deps)),
        ));
      if (!stopped) throw new Failure('not_found', 'dry run');
      deps.live.publish({ retailerId, topic: 'dryrun', data: id });
    },
  };
}

const at = ({ clock }: DryRunsDeps): Date => new Date(clock.now());

async function start(
  deps: DryRunsDeps,
  retailerId: RetailerId,
  actor: Pick<Actor, 'name'>,
  { campaignId, ...request }: { campaignId: string; days: number; shoppersMax: number },
): Promise<DryRun> {
  const { set } = await deps.decisions.loaded(retailerId);
  const id = deps.ids.uuid7();
  await deps.database.withRetailer(retailerId, async (sql) => {
    const found = await queries.draftOf(sql, retailerId, campaignId);
    if (found === undefined) throw new Failure('not_found', 'campaign');
    const { draft } = found;
    if (compileCampaign(campaignId, found.version, draft, set.book.offers) === null) {
      throw new Failure('bad_request', 'campaign: a text cannot be read, or its offer is not live');
    }
    const row = { id, campaign_id: campaignId, name: draft.name, request, definition: draft };
    await queries.insertRun(sql, retailerId, { ...row, by_name: actor.name }, at(deps));
    await queries.deleteOldRuns(sql, retailerId, KEPT);
    await deps.jobs.add(sql, JOB, { retailerId, id }, { key: `${JOB}:${id}`, queue: JOB });
  });
  return read(deps, retailerId, id);
}

async function read(
  { database }: DryRunsDeps,
  retailerId: RetailerId,
  id: string,
): Promise<DryRun> {
  if (!isUuid(id)) throw new Failure('not_found', 'dry run');
  return database.withRetailer(retailerId, async (sql) => {
    const [row] = await queries.runs(sql, retailerId, id, 1);
    if (row === undefined) throw new Failure('not_found', 'dry run');
    const ids = (row.result?.examples ?? []).map(({ shopperId }) => shopperId);
    return shown(row, await queries.namesOf(sql, retailerId, ids));
  });
}

/** A run as the console shows it. Shoppers who are gone are gone from it, too. */
function shown(row: queries.DryRunRow, names: ReadonlyMap<string, string | null>): DryRun {
  const examples = (row.result?.examples ?? []).flatMap((one) =>
    names.has(one.shopperId) ? [{ ...one, name: names.get(one.shopperId) ?? null }] : [],
  );
  return {
    id: row.id,
    campaignId: row.campaign_id,
    campaign: row.name,
    days: row.request.days,
    state: row.state,
    progress: row.progress,
    startedAt: row.started_at.getTime(),
    endedAt: row.ended_at?.getTime() ?? null,
    result: row.result && { ...row.result, examples },
    by: row.by_name,
  };
}

async function change(
  deps: DryRunsDeps,
  retailerId: RetailerId,
  id: string,
  to: Parameters<typeof queries.updateRun>[3],
): Promise<boolean> {
  const goesOn = await queries.updateRun(deps.database.owner, retailerId, id, to);
  deps.live.publish({ retailerId, topic: 'dryrun', data: id });
  return goesOn;
}

async function run(
  deps: DryRunsDeps,
  retailerId: RetailerId,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  const sql = deps.database.owner;
  const [row] = await queries.runs(sql, retailerId, id, 1);
  if (row === undefined || row.state === 'stopped') return;
  if (!(await change(deps, retailerId, id, { state: 'running', progress: 0 }))) return;
  const to = deps.clock.now();
  const from = to - row.request.days * DAY_MS;
  const { shoppers, ids } = await queries.drawShoppers(
    sql,
    retailerId,
    new Date(from),
    row.request.shoppersMax,
  );
  const sets = await setsOf(deps, retailerId, row);
  const { watcher } = await deps.definitions.of(retailerId);
  const sources = await findSources(sql, retailerId);
  // The same seed every time: two runs of the same draft differ by the draft alone.
  const random = seededRandom(4711);
  const campaignId = row.campaign_id;
  const input: PlayInput = { ...sets, campaignId, sources, watcher, from, to, random };
  const scale = ids.length === 0 ? 1 : shoppers / ids.length;
  const tally = new Tally(sets.set, campaignId, scale);
  for (let i = 0; i < ids.length; i += PIECE) {
    signal.throwIfAborted();
    for (const events of await lives(sql, retailerId, ids.slice(i, i + PIECE))) {
      playShopper(input, events, tally);
    }
    const progress = Math.min(1, (i + PIECE) / ids.length);
    if (!(await change(deps, retailerId, id, { state: 'running', progress }))) return;
  }
  const nameOf = (key: string): string => sets.set.placements.get(key)?.placement.name ?? key;
  const result = tally.result(shoppers, ids.length, nameOf);
  await change(deps, retailerId, id, { state: 'done', progress: 1, endedAt: at(deps), result });
}

/** The events of some shoppers, a list each, in their order. */
async function lives(
  sql: Sql,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<EventRow[][]> {
  const byProfile = new Map<string, EventRow[]>();
  for (const row of await findEvents(sql, retailerId, ids)) {
    const list = byProfile.get(row.profile_id);
    if (list) list.push(row);
    else byProfile.set(row.profile_id, [row]);
  }
  return [...byProfile.values()];
}

/** Everything live with the draft in its place, and everything live without it. */
async function setsOf(
  deps: DryRunsDeps,
  retailerId: RetailerId,
  { campaign_id: id, definition }: queries.DryRunRow,
): Promise<{ set: CompiledSet; without: CompiledSet }> {
  const loaded = await deps.decisions.loaded(retailerId);
  const { book } = loaded.definitions;
  const draft = compileCampaign(id, 0, definition, book.offers);
  if (draft === null) throw new Error('the draft cannot be compiled any more');
  const others = new Map(book.campaigns);
  others.delete(id);
  const bookOf = (campaigns: CampaignBook['campaigns']): CampaignBook => ({ ...book, campaigns });
  return {
    set: compile({ ...loaded.definitions, book: bookOf(new Map([...others, [id, draft]])) }),
    without: compile({ ...loaded.definitions, book: bookOf(others) }),
  };
}
