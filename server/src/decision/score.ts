/**
 * What a showing is worth: p(goal | instant, shopper) × (margin × effect − cost of the offer), in whole minor units per
 * thousand showings. The offer costs only where it is used, that is, where the goal is reached.
 */
import type { ScoreParts } from '@augenblick/contract';
import type { CompiledCampaign as Campaign, LiveOffer } from '../campaign/index.ts';
import type { ShopFacts } from './definitions.ts';
import { correction, type LogisticModel, sigmoid } from './logistic.ts';
import type { Belief } from './response.ts';

/** Margin and cost of one goal as functions of the basket: share × basket + fixed. */
export interface Price {
  /** What share of an order a goal stands for: 1 for an order itself. */
  worth: number;
  marginBp: number;
  effect: number;
  costBp: number;
  costFixed: number;
  costMax: number;
  /** The goal is reached with this much in the basket at least: less, and the offer does not apply. */
  leastMinor: number;
}

/**
 * How many orders one such event stands for, where the goal is not the order. Rule of thumb of shop funnels: of ten
 * checkouts begun three are finished, of ten carts one.
 */
const WORTH: Readonly<Record<string, number>> = {
  'Order Completed': 1,
  'Receipt Issued': 1,
  'Payment Info Entered': 0.6,
  'Checkout Step Completed': 0.4,
  'Checkout Started': 0.3,
  'Product Added': 0.1,
  'Product Added to Wishlist': 0.04,
  'Store Visited': 0.2,
};
const WORTH_OTHERWISE = 0.02;
/** A point is reckoned as one hundredth of what was spent. */
const POINTS_BP = 100;

/** The price of a campaign's goal. */
export function priceOf(
  campaign: Campaign,
  shop: ShopFacts,
  usualMarginBp: number,
  effect: number,
): Price {
  const cost = costOf(campaign.offer, shop);
  return {
    worth: WORTH[campaign.goal.event] ?? WORTH_OTHERWISE,
    marginBp: campaign.marginBp ?? usualMarginBp,
    effect,
    ...cost,
    leastMinor: campaign.offer?.offer.terms.minBasketMinor ?? 0,
  };
}

function costOf(
  live: LiveOffer | null,
  shop: ShopFacts,
): Pick<Price, 'costBp' | 'costFixed' | 'costMax'> {
  const none = { costBp: 0, costFixed: 0, costMax: Number.MAX_SAFE_INTEGER };
  // What applies by itself costs the same whether it is spoken of or not.
  if (live === null || live.offer.codes === 'none') return none;
  const { benefit } = live.offer;
  switch (benefit.kind) {
    case 'percentage':
      return { ...none, costBp: benefit.percentBp, costMax: benefit.maxMinor ?? none.costMax };
    case 'amount':
      return { ...none, costFixed: benefit.amountMinor };
    case 'free_shipping':
      return { ...none, costFixed: Math.min(shop.shippingMinor, benefit.maxMinor ?? none.costMax) };
    case 'gift':
      return { ...none, costFixed: benefit.valueMinor * benefit.quantity };
    case 'points_multiplier':
      return { ...none, costBp: ((benefit.factorBp - 10_000) * POINTS_BP) / 10_000 };
    case 'early_access':
    default:
      return none;
  }
}

/** What one goal brings and what the offer takes, minor units. */
export function goalMoney(
  price: Price,
  basketMinor: number,
): { marginMinor: number; costMinor: number } {
  const basket = Math.max(basketMinor, price.leastMinor);
  const marginMinor = Math.round((basket * price.worth * price.marginBp) / 10_000);
  const share = (basket * price.worth * price.costBp) / 10_000;
  return {
    marginMinor,
    costMinor: Math.round(Math.min(price.costMax, share + price.costFixed)),
  };
}

/** Natural logarithm of what a goal brings less what it costs; null when it brings nothing. */
export function gainOf(
  { price, priorityFactor }: { price: Price; priorityFactor: number },
  basketMinor: number,
): number | null {
  const { marginMinor, costMinor } = goalMoney(price, basketMinor);
  const perGoal = marginMinor * price.effect - costMinor;
  return perGoal > 0 ? Math.log(perGoal * priorityFactor) : null;
}

/** A score before it is written out: what the contest needs. */
export interface Worth {
  response: number;
  responseSd: number;
  /** Mean and standard deviation of the natural logarithm of the response. */
  logMean: number;
  logSd: number;
  model: 'beta' | 'logistic';
}

/** The believed response, from counts and, where it has proven itself, the logistic correction. */
export function responseOf(
  belief: Belief,
  logistic: LogisticModel | null,
  features: readonly number[],
): Worth {
  const { mean, sd, logMean, logVar } = belief;
  if (logistic === null) {
    return { response: mean, responseSd: sd, logMean, logSd: Math.sqrt(logVar), model: 'beta' };
  }
  const { shift, variance } = correction(logistic, features);
  const odds = Math.log(mean / (1 - mean));
  const response = sigmoid((odds + shift) / Math.sqrt(1 + (Math.PI * variance) / 8));
  // d ln p = (1 − p) d logit: the weights' doubt adds to that of the counts.
  const logSd = Math.sqrt(logVar + (1 - response) ** 2 * variance);
  return {
    response,
    responseSd: response * logSd,
    logMean: logMean + Math.log(response / mean),
    logSd,
    model: 'logistic',
  };
}

/** The parts of a score as they are shown and kept. */
export function scoreParts(
  worth: Worth,
  showings: number,
  price: Price,
  money: { marginMinor: number; costMinor: number },
  priority: number,
): ScoreParts {
  const perGoal = money.marginMinor * price.effect - money.costMinor;
  return {
    response: rounded(worth.response),
    responseSd: rounded(worth.responseSd),
    model: worth.model,
    showings,
    marginMinor: money.marginMinor,
    effect: rounded(price.effect),
    costMinor: money.costMinor,
    priority,
    perThousandMinor: Math.round(1000 * worth.response * perGoal * (1 + priority / 100)),
  };
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
