/**
 * What a journey was worth: those who got in against those of the shop's comparison group who got in likewise. Pure.
 *
 * People look at a journey's page whenever they like, for months. An interval made for one look would then sooner or later
 * show a gain that is not there (in a simulation with 200 looks, in up to half of the journeys), so both intervals hold at
 * all looks together: an asymptotic confidence sequence (Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas, “Time-uniform central
 * limit theory and asymptotic confidence sequences”, Annals of Statistics 52, 2024, Theorem 2.2 with Robbins' mixture).
 * Revenue a head: difference of means; buyers: difference of shares by Newcombe's method (see the newsletters' `compare.ts`).
 */
import type { JourneyWorth } from '@augenblick/contract/api/journey-worth.ts';
import { ARM_MIN, differenceOf, HITS_MIN, type ShareBetween, shareOf } from '../broadcast/index.ts';
import { worthWords } from './words-worth.ts';

/** People of a group and what they bought. `squares`: sum of the squares of each one's revenue (minor units). */
export interface WorthGroup {
  people: number;
  buyers: number;
  orders: number;
  revenue: number;
  squares: number;
}

/** Nobody, nothing. */
export const NOBODY: WorthGroup = { people: 0, buyers: 0, orders: 0, revenue: 0, squares: 0 };

type Verdict = Pick<JourneyWorth, 'difference' | 'verdict' | 'words'>;

/** Two intervals are shown; they hold together with 95 %. */
const ALPHA = 0.05 / 2;
/** So sure one must be that the groups are not as they were drawn before the comparison is refused. */
const UNEVEN_ALPHA = 0.001;
/** Size of a comparison (people, as if both groups were alike) at which the interval is narrowest. */
const TUNED_AT = 500;

/**
 * By how many standard errors an interval reaches to either side, so that it holds at all looks together; `n`: how many were
 * compared so far, `alpha`: how often it may fail (0–1).
 */
export function alwaysZ(n: number, alpha: number, tunedAt = TUNED_AT): number {
  const wanted = -2 * Math.log(alpha);
  const grown = (n * (wanted + Math.log(wanted + 1))) / tunedAt;
  return Math.sqrt(2 * (1 + 1 / grown) * Math.log(Math.sqrt(grown + 1) / alpha));
}

/**
 * Revenue a head of `a` less that of `b`. Of the two ways to reckon the standard error, each group by itself (Welch) and all
 * people as one, the larger counts: in a small group few large baskets are missing more often than not, and then both its mean
 * and its spread come out too low, which alone would make gains of nothing.
 */
export function revenueDifference(a: WorthGroup, b: WorthGroup, z: number): ShareBetween {
  const value = a.revenue / a.people - b.revenue / b.people;
  const all = spread({
    people: a.people + b.people,
    revenue: a.revenue + b.revenue,
    squares: a.squares + b.squares,
  });
  const apart = Math.sqrt(spread(a) / a.people + spread(b) / b.people);
  const half = z * Math.max(apart, Math.sqrt(all * (1 / a.people + 1 / b.people)));
  return { low: value - half, value, high: value + half };
}

/** Variance of one person's revenue. */
function spread({
  people,
  revenue,
  squares,
}: Pick<WorthGroup, 'people' | 'revenue' | 'squares'>): number {
  return Math.max(0, squares - (revenue * revenue) / people) / Math.max(1, people - 1);
}

/** Says what two groups prove. `shareBp`: share of all shoppers drawn for `held`, basis points; null: nobody was drawn yet. */
export function judgeWorth(treated: WorthGroup, held: WorthGroup, shareBp: number | null): Verdict {
  const people = treated.people + held.people;
  const say = (verdict: JourneyWorth['verdict']): Verdict => ({
    difference: null,
    verdict,
    words: worthWords(verdict),
  });
  if (people === 0) return say('nobody');
  if (shareBp === 0) return say('no_group');
  if (shareBp === null) return say('too_few');
  if (isUneven(held.people, people, shareBp / 10_000)) return say('uneven');
  const few = [treated, held].some((one) => one.people < ARM_MIN || one.buyers < HITS_MIN);
  if (few) return say('too_few');
  const z = alwaysZ((treated.people * held.people) / people, ALPHA);
  const perHead = revenueDifference(treated, held, z);
  const counts = ({ buyers: hits, people: n }: WorthGroup) => ({ hits, n });
  const buyers = differenceOf(counts(treated), counts(held), z);
  const verdict = verdictOf(perHead, buyers);
  return {
    difference: {
      perHead,
      total: times(perHead, treated.people),
      buyers: times(buyers, 100),
    },
    verdict,
    words: worthWords(verdict),
  };
}

/**
 * Whoever gets in does so before hearing of it, so both groups come in as they were drawn. When they clearly do not, what
 * begins the journey depends on messages, and those who came are not alike.
 */
function isUneven(held: number, people: number, share: number): boolean {
  const { low, high } = shareOf(held, people, alwaysZ(people, UNEVEN_ALPHA));
  return share < low || share > high;
}

const times = ({ low, value, high }: ShareBetween, by: number): ShareBetween => ({
  low: low * by,
  value: value * by,
  high: high * by,
});

function verdictOf(revenue: ShareBetween, buyers: ShareBetween): JourneyWorth['verdict'] {
  if (revenue.low > 0) return 'more_revenue';
  if (revenue.high < 0) return 'less_revenue';
  if (buyers.low > 0) return 'more_buyers';
  return buyers.high < 0 ? 'less_buyers' : 'open';
}
