/**
 * How likely a showing leads to the goal: counts per campaign, variant and moment kind, each level shrunk to the one above
 * (cell → variant → campaign → shop), so that a campaign shown ten times is believed to be about as good as the others.
 */
import { RESPONSE_KINDS, type ResponseKind } from '@augenblick/contract';
import { type LogisticModel, mayUse } from './logistic.ts';
import { digamma, trigamma } from './special.ts';

/** [showings, goals]. */
export type Counts = [showings: number, goals: number];

/** What has been learned of a retailer's campaigns: a plain value, stored as JSON, replaced as a whole. */
export interface ResponseModel {
  version: number;
  /** `campaign variant kind` → counts. */
  cells: Record<string, Counts>;
  /** Campaign → share of the goals that would not have happened without it (0–1). */
  effects: Record<string, number>;
  /** The same for all campaigns together. */
  effect: number;
  /** Campaign → weights of what is known of the instant. */
  logistic: Record<string, LogisticModel>;
}

/** Before anything is known: half of the goals are counted as the campaign's own. */
export const EFFECT_BEFORE = 0.5;

/** The model of a shop that has shown nothing yet. */
export const NO_MODEL: ResponseModel = {
  version: 0,
  cells: {},
  effects: {},
  effect: EFFECT_BEFORE,
  logistic: {},
};

/** A belief about one cell, ready for the contest. */
export interface Belief {
  /** Of the probability itself. */
  mean: number;
  sd: number;
  /** Of its natural logarithm: exact first two moments of ln Beta. */
  logMean: number;
  logVar: number;
  /** Showings of this cell. */
  showings: number;
}

/** Beliefs of one variant by kind (order of RESPONSE_KINDS), and its campaign's weights when they may be used. */
export interface VariantBelief {
  kinds: Belief[];
  logistic: LogisticModel | null;
}

/** A shop without any data: one goal in a hundred showings, worth two hundred showings of evidence. */
const SHOP_RATE = 0.01;
const SHOP_STRENGTH = 200;
const CAMPAIGN_STRENGTH = 200;
const VARIANT_STRENGTH = 100;
/** A cell starts with at least this many goals of evidence from above; fewer would make beliefs wild. */
const CELL_GOALS = 2;

/** The name of a cell. */
export function cellKey(campaign: string, variant: string, kind: ResponseKind): string {
  return `${campaign} ${variant} ${kind}`;
}

/** Looks up beliefs; the sums of each level are made once. */
export class Beliefs {
  private readonly model: ResponseModel;
  private readonly shopRate: number;
  private readonly campaigns = new Map<string, Counts>();
  private readonly variants = new Map<string, Counts>();

  constructor(model: ResponseModel) {
    this.model = model;
    const shop: Counts = [0, 0];
    for (const [key, counts] of Object.entries(model.cells)) {
      const [campaign = '', variant = ''] = key.split(' ');
      add(shop, counts);
      add(entry(this.campaigns, campaign), counts);
      add(entry(this.variants, `${campaign} ${variant}`), counts);
    }
    this.shopRate = shrunk(shop, SHOP_RATE, SHOP_STRENGTH);
  }

  /** What is believed of one variant of a campaign. */
  of(campaign: string, variant: string): VariantBelief {
    const rate = this.rateOf(campaign, variant);
    const logistic = this.model.logistic[campaign];
    return {
      kinds: RESPONSE_KINDS.map((kind) =>
        believed(this.model.cells[cellKey(campaign, variant, kind)] ?? [0, 0], rate),
      ),
      logistic: mayUse(logistic) ? logistic : null,
    };
  }

  /** What is believed of a variant over all kinds together. */
  overall(campaign: string, variant: string): Belief {
    const counts = this.variants.get(`${campaign} ${variant}`) ?? [0, 0];
    const own = shrunk(this.campaigns.get(campaign) ?? [0, 0], this.shopRate, CAMPAIGN_STRENGTH);
    return believed(counts, own);
  }

  /** Share of a campaign's goals that are its own doing. */
  effectOf(campaign: string): number {
    return this.model.effects[campaign] ?? this.model.effect;
  }

  private rateOf(campaign: string, variant: string): number {
    const ofCampaign = this.campaigns.get(campaign) ?? [0, 0];
    const ofVariant = this.variants.get(`${campaign} ${variant}`) ?? [0, 0];
    const rate = shrunk(ofCampaign, this.shopRate, CAMPAIGN_STRENGTH);
    return shrunk(ofVariant, rate, VARIANT_STRENGTH);
  }
}

function entry(map: Map<string, Counts>, key: string): Counts {
  let counts = map.get(key);
  if (counts === undefined) map.set(key, (counts = [0, 0]));
  return counts;
}

function add(sum: Counts, counts: Counts): void {
  sum[0] += counts[0];
  sum[1] += counts[1];
}

function shrunk([showings, goals]: Counts, rate: number, strength: number): number {
  return (goals + rate * strength) / (showings + strength);
}

/** The posterior of one cell: Beta(a, b) with the level above as its prior. */
function believed([showings, goals]: Counts, rate: number): Belief {
  const strength = Math.max(50, CELL_GOALS / rate);
  const a = goals + rate * strength;
  const b = Math.max(0.5, showings - goals + (1 - rate) * strength);
  const mean = a / (a + b);
  return {
    mean,
    sd: Math.sqrt((mean * (1 - mean)) / (a + b + 1)),
    logMean: digamma(a) - digamma(a + b),
    logVar: Math.max(1e-12, trigamma(a) - trigamma(a + b)),
    showings,
  };
}
