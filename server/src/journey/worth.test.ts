import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../broadcast/index.ts';
import { seededRandom } from '../runtime/index.ts';
import { alwaysZ, judgeWorth, NOBODY, revenueDifference, type WorthGroup } from './worth.ts';

/** A group of which each one spent this much; 0: did not buy. */
function groupOf(spent: readonly number[]): WorthGroup {
  const group = { ...NOBODY };
  for (const one of spent) {
    group.people += 1;
    if (one === 0) continue;
    group.buyers += 1;
    group.orders += 1;
    group.revenue += one;
    group.squares += one * one;
  }
  return group;
}

const spending = (min: number) =>
  fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 500_000 })), {
    minLength: min,
    maxLength: 200,
  });
const group = spending(2).map(groupOf);

describe('the reach of an interval that may be looked at at any time', () => {
  it('is that of the paper', () => {
    // ρ² = (−2 ln α + ln(−2 ln α + 1)) / 500; √(2 (nρ² + 1) / nρ² · ln(√(nρ² + 1) / α)), reckoned by hand.
    expect(alwaysZ(500, 0.05, 500)).toBeCloseTo(3.035, 3);
    expect(alwaysZ(50, 0.05, 500)).toBeCloseTo(3.855, 3);
    expect(alwaysZ(50_000, 0.05, 500)).toBeCloseTo(3.562, 3);
  });

  it('is never shorter than that of a single look, and shortest about where it is tuned to', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.double({ min: 0.0001, max: 0.2, noNaN: true }),
        (n, alpha) => {
          expect(alwaysZ(n, alpha)).toBeGreaterThan(normalQuantile(1 - alpha / 2));
          expect(alwaysZ(n, alpha)).toBeGreaterThanOrEqual(alwaysZ(500, alpha) * 0.98);
        },
      ),
    );
  });
});

describe('the difference of revenue a head', () => {
  it('lies in its interval, turns with the groups and grows with the money', () => {
    fc.assert(
      fc.property(group, group, fc.integer({ min: 2, max: 50 }), (a, b, times) => {
        const one = revenueDifference(a, b, 3);
        const other = revenueDifference(b, a, 3);
        const dear = (of: WorthGroup): WorthGroup => ({
          ...of,
          revenue: of.revenue * times,
          squares: of.squares * times * times,
        });
        const more = revenueDifference(dear(a), dear(b), 3);
        expect(one.low).toBeLessThanOrEqual(one.value);
        expect(one.high).toBeGreaterThanOrEqual(one.value);
        expect(other.value).toBeCloseTo(-one.value, 6);
        expect(other.low).toBeCloseTo(-one.high, 6);
        expect(more.low / times).toBeCloseTo(one.low, 3);
        expect(more.high / times).toBeCloseTo(one.high, 3);
      }),
    );
  });

  it('is that of the single amounts, with the larger of both standard errors', () => {
    fc.assert(
      fc.property(spending(2), spending(2), (a, b) => {
        const mean = (all: readonly number[]): number =>
          all.reduce((sum, one) => sum + one, 0) / all.length;
        const variance = (all: readonly number[]): number =>
          all.reduce((sum, one) => sum + (one - mean(all)) ** 2, 0) / (all.length - 1);
        const welch = Math.sqrt(variance(a) / a.length + variance(b) / b.length);
        const pooled = Math.sqrt(variance([...a, ...b]) * (1 / a.length + 1 / b.length));
        const { low, value, high } = revenueDifference(groupOf(a), groupOf(b), 2);
        expect(value).toBeCloseTo(mean(a) - mean(b), 3);
        expect(high - low).toBeCloseTo(4 * Math.max(welch, pooled), 1);
      }),
    );
  });
});

describe('what two groups prove', () => {
  it('is said in figures as in words, and never by too few', () => {
    fc.assert(
      fc.property(group, group, fc.integer({ min: 1, max: 5_000 }), (treated, held, share) => {
        const { verdict, difference } = judgeWorth(treated, held, share);
        const small = [treated, held].some(({ people, buyers }) => people < 30 || buyers < 5);
        if (small) expect(['too_few', 'uneven']).toContain(verdict);
        expect(difference === null).toBe(verdict === 'too_few' || verdict === 'uneven');
        if (difference === null) return;
        const { perHead, total, buyers } = difference;
        expect(total.value).toBeCloseTo(perHead.value * treated.people, 2);
        expect(verdict === 'more_revenue').toBe(perHead.low > 0);
        expect(verdict === 'less_revenue').toBe(perHead.high < 0);
        if (verdict === 'more_buyers') expect(buyers.low).toBeGreaterThan(0);
        if (verdict === 'less_buyers') expect(buyers.high).toBeLessThan(0);
        if (verdict === 'open') {
          expect(buyers.low).toBeLessThanOrEqual(0);
          expect(buyers.high).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('is nothing without people, without a comparison group, or when that did not get in as drawn', () => {
    const some = groupOf([
      ...Array.from({ length: 900 }, () => 0),
      ...Array.from({ length: 100 }, () => 50),
    ]);
    expect(judgeWorth(NOBODY, NOBODY, 500).verdict).toBe('nobody');
    expect(judgeWorth(some, NOBODY, 0).verdict).toBe('no_group');
    expect(judgeWorth(some, NOBODY, null).verdict).toBe('too_few');
    // Of a tenth of all people none got in: what begins the journey is a click in a message, say.
    expect(judgeWorth(some, NOBODY, 1000).verdict).toBe('uneven');
    expect(judgeWorth(some, some, 5000).verdict).toBe('open');
  });
});

/** Shoppers get in one after another, a tenth is held out; looked at after each hundred. The verdicts in between. */
function looks(seed: number, gain: number): Set<string> {
  const random = seededRandom(seed);
  const [treated, held] = [{ ...NOBODY }, { ...NOBODY }];
  const said = new Set<string>();
  for (let n = 1; n <= 8_000; n++) {
    const to = random.next() < 0.1 ? held : treated;
    to.people += 1;
    if (random.next() < (to === treated ? 0.1 * gain : 0.1)) {
      // Baskets as they are: most small, a few large (log-normal).
      const normal =
        Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
      const basket = Math.exp(8.5 + normal);
      to.buyers += 1;
      to.revenue += basket;
      to.squares += basket * basket;
    }
    if (n % 100 === 0) said.add(judgeWorth(treated, held, 1000).verdict);
  }
  return said;
}

describe('looking at it every day', () => {
  const RUNS = 200;
  const share = (gain: number, fits: (said: Set<string>) => boolean): number =>
    Array.from({ length: RUNS }, (_, i) => looks(i + 1, gain)).filter(fits).length / RUNS;

  it('makes no gain or loss of nothing in more than one of twenty journeys', () => {
    const sure = ['more_revenue', 'less_revenue', 'more_buyers', 'less_buyers', 'uneven'];
    expect(share(1, (said) => sure.some((one) => said.has(one)))).toBeLessThanOrEqual(0.05);
  });

  it('finds a real one', () => {
    expect(share(2, (said) => said.has('more_buyers') || said.has('more_revenue'))).toBeGreaterThan(
      0.9,
    );
    expect(share(2, (said) => said.has('less_revenue') || said.has('less_buyers'))).toBe(0);
  });
});
