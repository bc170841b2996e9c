/** What is published, compiled, per retailer and process; and what is left of budgets and stocks as known now. */
import { DECISION_DEFAULTS, type DecisionSettings, type RetailerId } from '@augenblick/contract';
import { loadCampaignBook } from '../campaign/index.ts';
import { loadModels, type MomentModels } from '../moment/index.ts';
import { allTallies } from '../offer/index.ts';
import type { Clock, Ids, Sql } from '../runtime/index.ts';
import { loadSegments } from '../segment/index.ts';
import { Calendar } from './calendar.ts';
import { type CompiledSet, compile } from './compile.ts';
import { type Definitions, type ShopFacts, USUAL_SHOP } from './definitions.ts';
import * as modelQueries from './learn/queries-model.ts';
import * as queries from './queries.ts';
import type { Ledger } from './question.ts';
import { NO_MODEL } from './response.ts';
import { basisOf } from './trace.ts';

/** What one source may do. */
export interface SourceRule {
  explain: boolean;
  secret: string | null;
}

/** A compiled set with what belongs to the process. */
export interface LoadedSet {
  set: CompiledSet;
  /** What it was compiled from; a dry run compiles it again with another campaign. */
  definitions: Definitions;
  /** Revision of the rule row that it was compiled from. */
  rule: number;
  basis: string;
  moments: MomentModels;
  sources: ReadonlyMap<number, SourceRule>;
  /** Budget of each campaign that has one, minor units. */
  budgets: ReadonlyMap<string, number>;
  /** True when some campaign or offer has a limit. */
  limited: boolean;
}

/** The sets of this process. */
export interface Sets {
  of(retailerId: RetailerId): Promise<LoadedSet>;
  /** Lets go of a set that was compiled from older definitions. */
  outdated(retailerId: RetailerId): void;
  /** What is left, at most two seconds old. */
  ledger(retailerId: RetailerId, loaded: LoadedSet): Promise<Ledger>;
  /** Something was refused for lack of it: the next ledger is read anew. */
  spent(retailerId: RetailerId): void;
}

export interface SetsDeps {
  sql: Sql;
  clock: Clock;
  ids: Ids;
}

const LEDGER_MS = 2_000;
const UNLIMITED: Ledger = { budget: new Map(), stock: new Map() };
/** Below this many sales their mean says little. */
const SALES_MIN = 20;

/** Creates the sets of this process. */
export function createSets(deps: SetsDeps): Sets {
  const sets = new Map<RetailerId, Promise<LoadedSet>>();
  const ledgers = new Map<RetailerId, { until: number; ledger: Promise<Ledger> }>();
  const calendar = new Calendar();
  return {
    of: (retailerId) => {
      let loaded = sets.get(retailerId);
      if (loaded === undefined) {
        loaded = load(deps, retailerId, calendar);
        sets.set(retailerId, loaded);
        loaded.catch(() => sets.delete(retailerId));
      }
      return loaded;
    },
    outdated: (retailerId) => {
      sets.delete(retailerId);
      ledgers.delete(retailerId);
    },
    ledger: (retailerId, loaded) => {
      if (!loaded.limited) return Promise.resolve(UNLIMITED);
      const now = deps.clock.now();
      const known = ledgers.get(retailerId);
      if (known !== undefined && now < known.until) return known.ledger;
      const ledger = readLedger(deps.sql, retailerId, loaded);
      ledgers.set(retailerId, { until: now + LEDGER_MS, ledger });
      ledger.catch(() => ledgers.delete(retailerId));
      return ledger;
    },
    spent: (retailerId) => {
      ledgers.delete(retailerId);
    },
  };
}

async function load(
  { sql, clock, ids }: SetsDeps,
  retailerId: RetailerId,
  calendar: Calendar,
): Promise<LoadedSet> {
  // The numbers first: what is published in between is then noticed as one change too many, never as one too few.
  let before = await queries.revisions(sql, retailerId);
  if (before.rule < 0) {
    await queries.insertRule(sql, retailerId, ids.token());
    before = await queries.revisions(sql, retailerId);
  }
  const [rule, book, audiences, moments, sourceRows] = await Promise.all([
    queries.rule(sql, retailerId),
    loadCampaignBook(sql, retailerId),
    loadSegments(sql, retailerId, before.published),
    loadModels(sql, retailerId),
    queries.sourceRules(sql, retailerId),
  ]);
  const version = rule?.model_version ?? 0;
  const [model, shop] = await Promise.all([
    modelQueries.model(sql, retailerId, version),
    shopFacts(sql, retailerId, book.retailer.currency),
  ]);
  const { segments } = audiences.compiled;
  const definitions: Definitions = {
    revision: before.published,
    book,
    segments: new Map(segments.map(({ id, no }) => [id, no])),
    settings: settingsOf(rule?.settings),
    salt: rule?.salt ?? '',
    shop,
    model: model ?? NO_MODEL,
  };
  const set = compile(definitions, calendar);
  const basis = basisOf(set);
  await queries.insertBasis(sql, retailerId, basis, clock.now());
  const budgets = new Map(
    set.campaigns.flatMap(({ campaign: { id, budget } }) =>
      budget === null ? [] : [[id, budget.minor] as const],
    ),
  );
  const limitedOffer = [...book.offers.values()].some(
    ({ offer }) => offer.stock !== null || offer.budgetMinor !== null,
  );
  return {
    set,
    definitions,
    rule: before.rule,
    basis: basis.id,
    moments,
    sources: new Map(
      sourceRows.map(({ source_id, explain, secret }) => [source_id, { explain, secret }]),
    ),
    budgets,
    limited: limitedOffer || budgets.size > 0,
  };
}

/** Stored settings over the starting values, so that a setting added later has one. */
export function settingsOf(stored: Partial<DecisionSettings> | undefined): DecisionSettings {
  return { ...DECISION_DEFAULTS, ...stored };
}

async function shopFacts(sql: Sql, retailerId: RetailerId, currency: string): Promise<ShopFacts> {
  const { orders, basket, shipping } = await queries.usualSale(sql, retailerId, currency);
  if (orders < SALES_MIN) return USUAL_SHOP;
  return {
    basketMinor: Math.max(1, Math.round(basket)),
    shippingMinor: Math.round(shipping) || USUAL_SHOP.shippingMinor,
  };
}

async function readLedger(sql: Sql, retailerId: RetailerId, loaded: LoadedSet): Promise<Ledger> {
  const rows = await allTallies(sql, retailerId);
  const tallies = new Map(rows.map((row) => [`${row.owner} ${row.id}`, row]));
  const budget = new Map<string, number>();
  const stock = new Map<string, number>();
  for (const [id, minor] of loaded.budgets) {
    const tally = tallies.get(`campaign ${id}`);
    budget.set(id, minor - (tally?.promised_minor ?? 0) - (tally?.used_minor ?? 0));
  }
  for (const [id, { offer }] of loaded.set.book.offers) {
    const tally = tallies.get(`offer ${id}`);
    if (offer.stock !== null) {
      stock.set(id, offer.stock - (tally?.promised ?? 0) - (tally?.used ?? 0));
    }
    const spent = (tally?.promised_minor ?? 0) + (tally?.used_minor ?? 0);
    if (offer.budgetMinor !== null && spent >= offer.budgetMinor) stock.set(id, 0);
  }
  return { budget, stock };
}
