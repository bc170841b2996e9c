/**
 * Learning: a job over committed rows. What was shown, clicked, dismissed and bought is written into the decisions and
 * counted; from the counts a new model is made, kept under its version, and decided with from the next batch on.
 */
import type { RetailerId } from '@augenblick/contract';
import type { Clock, Database, Jobs, Log, TransactionSql } from '../../runtime/index.ts';
import { FEATURES } from '../features.ts';
import { type Example, type LogisticModel, newLogistic, taught } from '../logistic.ts';
import { Beliefs, EFFECT_BEFORE, NO_MODEL, type ResponseModel } from '../response.ts';
import * as shared from '../queries.ts';
import { RESPONSE_KINDS } from '@augenblick/contract';
import * as queries from './queries.ts';
import * as modelQueries from './queries-model.ts';

/** The job, and one turn of it. */
export interface Learning {
  /** Puts the first turn into the queue; each turn puts the next one there. */
  schedule(): Promise<void>;
  /** One turn for every retailer; answers how many decisions changed. */
  learn(): Promise<number>;
}

export interface LearningDeps {
  database: Pick<Database, 'owner'>;
  clock: Clock;
  log: Log;
  jobs: Jobs;
  /** Least time between two models, ms. */
  modelEveryMs?: number;
}

const JOB = 'decision.learn';
const BUSY_MS = 3_000;
const IDLE_MS = 15_000;
/** What is being committed at this instant is left for the next turn. */
const LAG_MS = 1_000;
/** Looked at again, because a transaction may be committed after a later one. */
const OVERLAP_MS = 60_000;
/** Most that one turn looks at; after a long stop it takes several. */
const SLICE_MS = 600_000;
const START_MS = 600_000;
const SETTLED_MAX = 5_000;
const MODEL_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;
/** How long counts and models count. */
const REMEMBER_DAYS = 180;
/** Window of the comparison of the whole shop. */
const OVERALL: queries.GoalRow = {
  campaign: queries.ALL_CAMPAIGNS,
  event: 'Order Completed',
  hours: 168,
};

/** Creates the learning of an installation. */
export function createLearning(deps: LearningDeps): Learning {
  const { database, clock, jobs, log } = deps;
  const learn = async (): Promise<number> => {
    let changed = 0;
    for (const retailerId of await queries.learners(database.owner)) {
      for (;;) {
        const turn = await learnOnce(deps, retailerId);
        changed += turn.changed;
        if (turn.done) break;
      }
    }
    return changed;
  };
  const schedule = (delay: number): Promise<void> =>
    jobs.add(database.owner, JOB, {}, { key: JOB, runAt: clock.now() + delay });
  jobs.define(JOB, async () => {
    let changed = 0;
    try {
      changed = await learn();
    } catch (error) {
      log.warn({ err: error }, 'Learning from outcomes failed; it will be tried again.');
    }
    await schedule(changed > 0 ? BUSY_MS : IDLE_MS);
  });
  return { schedule: () => schedule(BUSY_MS), learn };
}

async function learnOnce(
  deps: LearningDeps,
  retailerId: RetailerId,
): Promise<{ changed: number; done: boolean }> {
  const now = deps.clock.now();
  const done = await deps.database.owner.begin(async (tx) => {
    const row = await queries.lockLearning(tx, retailerId, new Date(now - START_MS));
    if (row === undefined) return { changed: 0, done: true };
    const to = Math.min(now - LAG_MS, row.seen_to.getTime() + SLICE_MS);
    const span = { from: new Date(row.seen_to.getTime() - OVERLAP_MS), to: new Date(to) };
    const goals = [...(await queries.goals(tx, retailerId)), OVERALL];
    const decided = await queries.countDecisions(tx, retailerId, span, goals);
    const told = await queries.noteFeedback(tx, retailerId, span);
    const reached = await queries.noteGoals(tx, retailerId, span, goals);
    const changed = told + reached;
    const next = { ...row, changed: row.changed || changed > 0 };
    if (to > row.seen_to.getTime()) next.seen_to = new Date(to);
    await settle(tx, retailerId, next, Math.max(...goals.map(({ hours }) => hours)), now);
    const due = now - (row.published_at?.getTime() ?? 0) >= (deps.modelEveryMs ?? MODEL_EVERY_MS);
    if (next.changed && due) {
      await publish(tx, retailerId, next.logistic, now);
      Object.assign(next, { changed: false, published_at: new Date(now) });
    }
    await queries.updateLearning(tx, retailerId, next);
    return { changed: decided + changed, done: to >= now - LAG_MS };
  });
  return done as { changed: number; done: boolean };
}

/** Teaches the weights with showings whose time is over. */
async function settle(
  tx: TransactionSql,
  retailerId: RetailerId,
  row: queries.LearningRow,
  windowHours: number,
  now: number,
): Promise<void> {
  // A little later than the window: the goal of its last minute is put down first.
  const over = new Date(now - windowHours * 3_600_000 - 2 * OVERLAP_MS);
  const span = { from: row.settled_to, to: over };
  if (over <= row.settled_to) return;
  const rows = await queries.settledShowings(tx, retailerId, span, SETTLED_MAX);
  row.settled_to = rows.length < SETTLED_MAX ? over : (rows.at(-1)?.at ?? over);
  if (rows.length === 0) return;
  const models = JSON.parse(row.logistic) as Record<string, LogisticModel>;
  const beliefs = new Beliefs(await presentModel(tx, retailerId));
  const examples = new Map<string, Example[]>();
  for (const { campaign_id: id, variant_id: variant, kind, features, reached } of rows) {
    const belief = beliefs.of(id, variant).kinds[RESPONSE_KINDS.indexOf(kind)];
    const mean = belief?.mean ?? 0.01;
    const list = examples.get(id) ?? [];
    list.push({ features, offset: Math.log(mean / (1 - mean)), reached });
    examples.set(id, list);
  }
  for (const [id, list] of examples) models[id] = taught(models[id] ?? newLogistic(FEATURES), list);
  row.logistic = JSON.stringify(models, shortNumbers);
  row.changed = true;
}

function shortNumbers(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value)
    ? Math.round(value * 1e6) / 1e6
    : value;
}

async function presentModel(tx: TransactionSql, retailerId: RetailerId): Promise<ResponseModel> {
  const rule = await shared.rule(tx, retailerId);
  return (await modelQueries.model(tx, retailerId, rule?.model_version ?? 0)) ?? NO_MODEL;
}

/** Makes a model of what is known now and decides with it from now on. */
async function publish(
  tx: TransactionSql,
  retailerId: RetailerId,
  logistic: string,
  now: number,
): Promise<void> {
  const since = new Date(now - REMEMBER_DAYS * DAY_MS);
  const rule = await shared.rule(tx, retailerId);
  const arms = await queries.arms(tx, retailerId, since);
  const effect = effectOf(arms, queries.ALL_CAMPAIGNS, EFFECT_BEFORE);
  const campaigns = new Set(arms.map((arm) => arm.campaign_id));
  campaigns.delete(queries.ALL_CAMPAIGNS);
  const model: ResponseModel = {
    version: (rule?.model_version ?? 0) + 1,
    cells: await queries.cells(tx, retailerId, since),
    effect,
    effects: Object.fromEntries([...campaigns].map((id) => [id, effectOf(arms, id, effect)])),
    logistic: JSON.parse(logistic) as ResponseModel['logistic'],
  };
  await modelQueries.publishModel(tx, retailerId, model, now);
  await modelQueries.deleteModelsBefore(tx, retailerId, since.getTime());
}

/** Goals expected among those held out at which their comparison counts as much as what is believed of all. */
const EFFECT_STRENGTH = 20;
const EFFECT_MIN = 0.05;

/**
 * Share of the goals that would not have happened without: (rate shown − rate held out) ÷ rate shown, shrunk to the level
 * above by how many goals the held-out group could have shown.
 */
export function effectOf(
  arms: readonly queries.ArmRow[],
  campaign: string,
  before: number,
): number {
  const treated = arms.find((arm) => arm.campaign_id === campaign && !arm.held);
  const held = arms.find((arm) => arm.campaign_id === campaign && arm.held);
  if (!treated || !held || treated.goals === 0) return before;
  const rate = treated.goals / treated.shoppers;
  const measured = (rate - held.goals / held.shoppers) / rate;
  const weight = Math.min(held.shoppers * rate, treated.goals);
  const effect = (measured * weight + before * EFFECT_STRENGTH) / (weight + EFFECT_STRENGTH);
  return Math.min(1, Math.max(EFFECT_MIN, effect));
}
