import type { MomentModel, RetailerId } from '@augenblick/contract';
import { bumpRevision } from '../profile/index.ts';
import type { Sql, TransactionSql } from '../runtime/index.ts';
import { DEFAULT_MODEL, modelFault } from './model.ts';
import * as queries from './queries.ts';

/** The models of a retailer in order of time: each is valid from its instant (ms) until the next one's. */
export interface MomentModels {
  /** The model valid at a fold instant. */
  at(now: number): MomentModel;
  latest: MomentModel;
}

/** Models from rows: before the first one, the model by rule is valid. Pure. */
export function momentModels(
  rows: readonly { fromMs: number; model: MomentModel }[],
): MomentModels {
  const sorted = [...rows].sort((a, b) => a.fromMs - b.fromMs);
  const latest = sorted.at(-1)?.model ?? DEFAULT_MODEL;
  const lastFrom = sorted.at(-1)?.fromMs ?? -Infinity;
  return {
    latest,
    at: (now) => {
      if (now >= lastFrom) return latest;
      let found = DEFAULT_MODEL;
      for (const { fromMs, model } of sorted) if (fromMs <= now) found = model;
      return found;
    },
  };
}

/** Reads a retailer's models. */
export async function loadModels(
  sql: Sql | TransactionSql,
  retailerId: RetailerId,
): Promise<MomentModels> {
  const rows = await queries.findModels(sql, retailerId);
  return momentModels(rows.map((row) => ({ fromMs: row.from_seq / 1000, model: row.model })));
}

/**
 * Publishes a model: it is valid for events folded from now on, never for those before, so that a rebuild gives what was
 * live. Throws when the model cannot be used. `now` in ms, read after the revision is held.
 */
export async function publishModel(
  tx: TransactionSql,
  retailerId: RetailerId,
  model: Omit<MomentModel, 'version'>,
  clock: { now(): number },
  note: string,
): Promise<MomentModel> {
  await bumpRevision(tx, retailerId);
  const versions = await queries.findModels(tx, retailerId);
  const numbered = { ...model, version: Math.max(1, ...versions.map((row) => row.version)) + 1 };
  const fault = modelFault(numbered);
  if (fault !== undefined) throw new Error(`the moment model cannot be used: ${fault}`);
  // From the next millisecond on: events of this one may have been folded already.
  await queries.insertModel(tx, retailerId, numbered, (Math.floor(clock.now()) + 1) * 1000, note);
  return numbered;
}
