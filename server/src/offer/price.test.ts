import type { OfferDraft } from '@augenblick/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftOf } from './example.ts';
import { lowersPrices, lowestPrice, PRICE_WINDOW_MS, reducedPrice } from './price.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-05-31T00:00:00Z');
const before = (days: number): number => START - days * DAY;
const vase = { productId: 'v', categories: ['Vasen'] };
const sale = (change: Partial<OfferDraft> = {}): OfferDraft =>
  draftOf({ audience: 'public', codes: 'none', ...change });

describe('the lowest price of 30 days (PAngV section 11)', () => {
  it('counts a price set before the window as long as it stood in it', () => {
    const prices = [
      { at: before(100), priceMinor: 900 },
      { at: before(29), priceMinor: 1200 },
    ];
    expect(lowestPrice(vase, prices, [], START)).toEqual({
      lowestMinor: 900,
      lowestAt: before(30),
      complete: true,
    });
  });

  it('leaves out what was over before the window, and what begins with the reduction itself', () => {
    const prices = [
      { at: before(100), priceMinor: 500 },
      { at: before(30), priceMinor: 1200 },
      { at: START, priceMinor: 700 },
    ];
    expect(lowestPrice(vase, prices, [], START).lowestMinor).toBe(1200);
  });

  it('says when prices of all 30 days are not known, or none', () => {
    const late = [{ at: before(10), priceMinor: 1000 }];
    expect(lowestPrice(vase, late, [], START)).toMatchObject({
      lowestMinor: 1000,
      complete: false,
    });
    expect(lowestPrice(vase, [], [], START).lowestMinor).toBeNull();
  });

  it('counts earlier reductions for all, while they ran and for what they were', () => {
    const prices = [{ at: before(100), priceMinor: 1000 }];
    const run = { from: before(20), to: before(18), offer: sale() };
    const lowest = (change: Partial<typeof run>) =>
      lowestPrice(vase, prices, [{ ...run, ...change }], START).lowestMinor;
    expect(lowest({})).toBe(900);
    expect(lowest({ from: before(40), to: before(31) })).toBe(1000);
    expect(lowest({ offer: sale({ audience: 'individual' }) })).toBe(1000);
    const terms = { ...draftOf({}).terms, categories: ['Lampen'] };
    expect(lowest({ offer: sale({ terms }) })).toBe(1000);
  });

  it('concerns only what lowers single prices for everybody', () => {
    const { terms } = draftOf({});
    expect(lowersPrices(sale())).toBe(true);
    expect(lowersPrices(sale({ codes: 'public', publicCode: 'MAI' }))).toBe(true);
    expect(lowersPrices(sale({ codes: 'single' }))).toBe(false);
    expect(lowersPrices(sale({ terms: { ...terms, minBasketMinor: 1 } }))).toBe(false);
    expect(lowersPrices(sale({ terms: { ...terms, newCustomersOnly: true } }))).toBe(false);
    expect(lowersPrices(sale({ benefit: { kind: 'free_shipping', maxMinor: null } }))).toBe(false);
  });

  it('is the smallest of all prices that stood at some instant of the window', () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        times,
        fc.array(fc.integer({ min: 1, max: 9999 }), { minLength: 8, maxLength: 8 }),
        (days, minors) => {
          const prices = days.map((day, i) => ({
            at: before(day),
            priceMinor: minors[i] as number,
          }));
          const found = lowestPrice(vase, prices, [], START).lowestMinor;
          // Slowly: the price at every half day of the window.
          const asked: number[] = [];
          for (let at = START - PRICE_WINDOW_MS; at < START; at += DAY / 2) {
            const stood = prices.filter((price) => price.at <= at).sort((a, b) => b.at - a.at)[0];
            if (stood) asked.push(stood.priceMinor);
          }
          expect(found).toBe(asked.length === 0 ? null : Math.min(...asked));
        },
      ),
    );
    expect(reducedPrice(999, sale())).toBe(899);
  });
});
