import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MomentModel, ProfileId, RetailerId } from '@augenblick/contract';
import {
  findEvents,
  findSources,
  foldEventOfRow,
  foldInstant,
  type SourceFacts,
} from '../../profile/index.ts';
import type { Clock, Database, Jobs, Log } from '../../runtime/index.ts';
import { DEFAULT_MODEL } from '../model.ts';
import { loadModels, publishModel } from '../models.ts';
import type { StepTime } from '../pace.ts';
import { stepsOf, type Told } from './case.ts';
import { learn, type ShopperCases } from './learn.ts';
import { casesOf, OUTCOME_MS } from './outcome.ts';
import { stepTimesOf } from './pace.ts';
import { findPace } from './paced.ts';
import * as queries from './queries.ts';
import { type LearningReport, reportOf } from './report.ts';

/** What learning needs. */
export interface MomentLearningDeps {
  database: Database;
  clock: Clock;
  log: Log;
  jobs: Pick<Jobs, 'define' | 'add'>;
}

/** What a run found and did. */
export interface LearningRun {
  at: number;
  /** The version that is valid from now on, or null when nothing was published. */
  version: number | null;
  report: LearningReport;
}

/** Learning of moments: every night, and when asked. */
export interface MomentLearning {
  /** Asks for the first nightly run; the runs that follow ask for themselves. */
  schedule(): Promise<void>;
  /** Asks for a run at one retailer as soon as a worker is free. */
  ask(retailerId: RetailerId): Promise<void>;
  /** Learns at one retailer now. */
  run(retailerId: RetailerId, signal?: AbortSignal): Promise<LearningRun>;
}

const DAY = 86_400_000;
const NIGHTLY = 'moment-learning';
const ASKED = 'moment-learning-now';
/** Nights begin here (ms after midnight UTC): half past two. */
const NIGHT_MS = 2.5 * 3_600_000;
/** How far back outcomes are looked at, and reports are kept. */
const LOOK_BACK_MS = 90 * DAY;
const KEEP_MS = 366 * DAY;
const SHOPPERS_MAX = 20_000;
const CASES_MAX = 60_000;
const AT_ONCE = 100;

/** Creates the learning of an installation and defines its jobs. */
export function createMomentLearning(deps: MomentLearningDeps): MomentLearning {
  const { database, clock, jobs, log } = deps;
  const run = (retailerId: RetailerId, signal?: AbortSignal) => learnAt(deps, retailerId, signal);
  const schedule = (): Promise<void> => {
    const today = Math.floor(clock.now() / DAY) * DAY + NIGHT_MS;
    const runAt = today > clock.now() ? today : today + DAY;
    return jobs.add(database.owner, NIGHTLY, {}, { key: NIGHTLY, runAt });
  };
  jobs.define(NIGHTLY, async (_payload, { signal }) => {
    for (const retailerId of await queries.retailerIds(database.owner)) {
      if (signal.aborted) break;
      // One retailer's trouble is not the others'.
      await run(retailerId, signal).catch((error: unknown) =>
        log.error({ error, retailerId }, 'Moments could not be learned.'),
      );
    }
    await schedule();
  });
  jobs.define(ASKED, async (payload, { signal }) => {
    const { retailerId } = payload as { retailerId: RetailerId };
    await run(retailerId, signal);
  });
  return {
    schedule,
    run,
    ask: (retailerId) =>
      jobs.add(database.owner, ASKED, { retailerId }, { key: `${ASKED}-${retailerId}` }),
  };
}

async function learnAt(
  deps: MomentLearningDeps,
  retailerId: RetailerId,
  signal: AbortSignal | undefined,
): Promise<LearningRun> {
  const { database, clock } = deps;
  const at = clock.now();
  const { latest } = await loadModels(database.owner, retailerId);
  const seen = await readShoppers(deps, retailerId, latest, at, signal);
  const weights = await learn(seen.shoppers, DEFAULT_MODEL, latest, () => nextTurn());
  const pace = findPace(seen.times, latest.pace);
  const report = reportOf(weights, pace);
  let version: number | null = null;
  if ((weights.better || pace.better) && signal?.aborted !== true) {
    const model: MomentModel = {
      ...(weights.better ? weights.model : latest),
      pace: pace.better ? pace.pace : latest.pace,
    };
    const note = weights.better ? (pace.better ? 'weights, pace' : 'weights') : 'pace';
    const published = await database.owner.begin((tx) =>
      publishModel(tx, retailerId, model, clock, `learned: ${note}`),
    );
    version = published.version;
  }
  await queries.insertReport(
    database.owner,
    retailerId,
    new Date(at),
    version,
    JSON.stringify(report),
  );
  await queries.deleteReportsBefore(database.owner, retailerId, new Date(at - KEEP_MS));
  deps.log.info({ retailerId, reason: weights.reason, version }, 'Moments were learned.');
  return { at, version, report };
}

interface Seen {
  shoppers: ShopperCases[];
  times: { draw: number; time: StepTime }[];
}

/** Folds the committed events of shoppers seen lately, a hundred at a time, and notes what can be learned from. */
async function readShoppers(
  { database }: MomentLearningDeps,
  retailerId: RetailerId,
  model: MomentModel,
  now: number,
  signal: AbortSignal | undefined,
): Promise<Seen> {
  const sql = database.owner;
  const since = now - LOOK_BACK_MS;
  const ids = await queries.shoppersSince(sql, retailerId, new Date(since), SHOPPERS_MAX);
  const sources = await findSources(sql, retailerId);
  const seen: Seen = { shoppers: [], times: [] };
  let cases = 0;
  for (let i = 0; i < ids.length && cases < CASES_MAX; i += AT_ONCE) {
    if (signal?.aborted === true) break;
    for (const [id, told] of await readTold(sql, retailerId, ids.slice(i, i + AT_ONCE), sources)) {
      const shopper = {
        draw: drawOf(id),
        cases: casesOf(stepsOf(id, told, model), since, now - OUTCOME_MS),
      };
      cases += shopper.cases.length;
      seen.shoppers.push(shopper);
      const recent = told.filter((one) => one.now >= since);
      for (const time of stepTimesOf(recent, now)) seen.times.push({ draw: shopper.draw, time });
    }
    await nextTurn();
  }
  return seen;
}

async function readTold(
  sql: Database['owner'],
  retailerId: RetailerId,
  ids: readonly ProfileId[],
  sources: ReadonlyMap<number, SourceFacts>,
): Promise<Map<string, Told[]>> {
  const told = new Map<string, Told[]>();
  for (const row of await findEvents(sql, retailerId, ids)) {
    const source = sources.get(row.source_id) ?? { kind: 'server', currency: 'EUR' };
    const one = { event: foldEventOfRow(row, source), now: foldInstant(row.seq) };
    const list = told.get(row.profile_id);
    if (list) list.push(one);
    else told.set(row.profile_id, [one]);
  }
  return told;
}

/** The part a shopper belongs to, 0–1: from the random end of their id, the same every night. */
function drawOf(id: string): number {
  return Number.parseInt(id.slice(-8), 16) / 2 ** 32;
}
