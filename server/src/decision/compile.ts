/** Everything that can be known before a question comes: made once at publish, so that deciding is looking up. */
import {
  type DecisionSettings,
  MOMENT_KINDS,
  type Placement,
  SIGNAL_NAMES,
  STAGES,
} from '@augenblick/contract';
import type {
  CampaignBook,
  CompiledCampaign as Campaign,
  CompiledVariant as CampaignVariant,
} from '../campaign/index.ts';
import { Calendar } from './calendar.ts';
import type { Definitions, ShopFacts } from './definitions.ts';
import { hash32 } from './holdout.ts';
import { type Belief, Beliefs, type VariantBelief } from './response.ts';
import { gainOf, type Price, priceOf, responseOf, type Worth } from './score.ts';

/** Kinds and stages have one place more than the contract: none. */
export const NO_KIND = MOMENT_KINDS.length;
export const NO_STAGE = STAGES.length;

/** A variant of a campaign with what is believed of it. */
export interface OptionVariant {
  variant: CampaignVariant;
  belief: VariantBelief;
  /** Its share among the variants, relative to an even one; 0 = never shown. */
  share: number;
  /** By kind of moment (order of RESPONSE_KINDS). */
  cells: { belief: Belief; worth: Worth; favour: number }[];
}

/** A live campaign that may be shown in some placement. */
export interface Candidate {
  /** Place in the set; small, for memories of one page. */
  n: number;
  campaign: Campaign;
  variants: OptionVariant[];
  /** Hash of the id, for its comparison group. */
  hash: number;
  /** Keys of ProfileState.consents, one of which must be granted; null = none needed. */
  consentKeys: readonly [string, string] | null;
  price: Price;
  priorityFactor: number;
  /** See gainOf, for a basket of the shop's usual size. */
  usualGain: number | null;
  /** Instants (ms) of the schedule, where who runs changes between two minutes. */
  edges: number[];
}

/** One bit a candidate: who fits this value. */
export type Bits = Uint32Array;

/** A live placement and who may be shown there, as bits. */
export interface CompiledPlacement {
  placement: Placement;
  candidates: Candidate[];
  words: number;
  all: Bits;
  /** By kind (and none), by stage (and none). */
  kinds: Bits[];
  stages: Bits[];
  /** Candidates that ask for no signal; by signal those that do. */
  anySignal: Bits;
  signals: Bits[];
  /** Candidates for everybody; by number of the segment those that are for it. */
  everybody: Bits;
  segments: ReadonlyMap<number, Bits>;
  excluded: ReadonlyMap<number, Bits>;
  /** Candidates that need a moment. */
  needMoment: Bits;
  /** Whose least confidence is above zero, for the one comparison that is no bit. */
  choosy: { at: number; least: number }[];
  /** Who runs by schedule, and from when until when that is known. */
  running: { from: number; until: number; bits: Bits };
}

/** What is published of one retailer, ready to decide with. */
export interface CompiledSet {
  revision: number;
  modelVersion: number;
  book: CampaignBook;
  campaigns: Candidate[];
  placements: ReadonlyMap<string, CompiledPlacement>;
  settings: DecisionSettings;
  salt: string;
  shop: ShopFacts;
  calendar: Calendar;
}

/** Prepares a set. Pure but for the calendar's memory. */
export function compile(definitions: Definitions, calendar = new Calendar()): CompiledSet {
  const { book, settings, shop, model, revision, salt } = definitions;
  const beliefs = new Beliefs(model);
  const campaigns = [...book.campaigns.values()].map((campaign, n): Candidate => {
    const { schedule, consent } = campaign;
    const effect = beliefs.effectOf(campaign.id);
    const price = priceOf(campaign, shop, settings.marginBp, effect);
    const priorityFactor = 1 + campaign.priority / 100;
    return {
      n,
      campaign,
      variants: variantsOf(campaign, beliefs),
      hash: hash32(campaign.id),
      consentKeys: consent && [`${consent.purpose}:${consent.channel}`, `${consent.purpose}:any`],
      price,
      priorityFactor,
      usualGain: gainOf({ price, priorityFactor }, shop.basketMinor),
      edges: [schedule.from, schedule.to].filter((edge) => edge !== null),
    };
  });
  const placements = new Map(
    [...book.placements].map(([key, { placement }]) => [
      key,
      compilePlacement(placement, campaigns, definitions.segments),
    ]),
  );
  const modelVersion = model.version;
  return { revision, modelVersion, book, campaigns, placements, settings, salt, shop, calendar };
}

function variantsOf(campaign: Campaign, beliefs: Beliefs): OptionVariant[] {
  const total = campaign.variants.reduce((sum, { weight }) => sum + weight, 0);
  return campaign.variants.map((variant) => {
    const belief = beliefs.of(campaign.id, variant.id);
    const share = total > 0 ? variant.weight / total : 1 / campaign.variants.length;
    const cells = belief.kinds.map((cell) => ({
      belief: cell,
      worth: responseOf(cell, null, []),
      // The shop's own weights count until there is something to learn from, and fade with it.
      favour: share ** (SHARE_FADES / (SHARE_FADES + cell.showings)),
    }));
    return { variant, belief, share, cells };
  });
}

/** Showings after which the weights of variants count half. */
const SHARE_FADES = 100;

function compilePlacement(
  placement: Placement,
  campaigns: readonly Candidate[],
  segmentNumbers: ReadonlyMap<string, number>,
): CompiledPlacement {
  const candidates = campaigns.filter(({ campaign }) =>
    campaign.placements.includes(placement.key),
  );
  const bits = (fits: (campaign: Campaign) => boolean): Bits =>
    bitsOf(candidates.map(({ campaign }) => fits(campaign)));
  const bySegment = (idOf: (campaign: Campaign) => string | null): Map<number, Bits> => {
    const ids = new Set(candidates.flatMap(({ campaign }) => idOf(campaign) ?? []));
    return new Map(
      [...ids].flatMap((id): [number, Bits][] => {
        const number = segmentNumbers.get(id);
        return number === undefined ? [] : [[number, bits((campaign) => idOf(campaign) === id)]];
      }),
    );
  };
  const open = (list: readonly string[], value: string | undefined): boolean =>
    list.length === 0 || (value !== undefined && list.includes(value));
  return {
    placement,
    candidates,
    words: Math.ceil(candidates.length / 32),
    all: bits(() => true),
    kinds: [...MOMENT_KINDS, undefined].map((kind) => bits(({ when }) => open(when.kinds, kind))),
    stages: [...STAGES, undefined].map((stage) => bits(({ when }) => open(when.stages, stage))),
    anySignal: bits(({ when }) => when.signals.length === 0),
    signals: SIGNAL_NAMES.map((name) => bits(({ when }) => when.signals.includes(name))),
    everybody: bits(({ segmentId }) => segmentId === null),
    segments: bySegment(({ segmentId }) => segmentId),
    excluded: bySegment(({ excludedSegmentId }) => excludedSegmentId),
    needMoment: bits(
      ({ when }) => when.kinds.length + when.stages.length > 0 || when.minConfidence > 0,
    ),
    choosy: candidates.flatMap(({ campaign }, at) =>
      campaign.when.minConfidence > 0 ? [{ at, least: campaign.when.minConfidence }] : [],
    ),
    running: { from: 0, until: 0, bits: bits(() => false) },
  };
}

/** Packs answers into bits. */
export function bitsOf(answers: readonly boolean[]): Bits {
  const bits = new Uint32Array(Math.ceil(answers.length / 32));
  for (const [i, yes] of answers.entries()) {
    if (yes) bits[i >> 5] = (bits[i >> 5] as number) | (1 << (i & 31));
  }
  return bits;
}
