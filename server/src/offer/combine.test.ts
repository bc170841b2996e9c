import type { Benefit, OfferDraft } from '@augenblick/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, combine, costBound, costOf, type KnownCart } from './combine.ts';
import { draftOf } from './example.ts';
import { mulDiv, spread } from './spread.ts';

const byText = (a: string, b: string): number => (a < b ? -1 : 1);
const NOW = Date.parse('2026-05-04T10:00:00Z');

const cart = (...items: [string, number, number, string?][]): KnownCart => ({
  currency: 'EUR',
  items: items.map(([productId, quantity, unitPriceMinor, category = 'Lampen']) => ({
    productId,
    quantity,
    unitPriceMinor,
    categories: [category],
  })),
  shippingMinor: 490,
});
const candidate = (
  id: string,
  change: Partial<OfferDraft>,
  more?: Partial<Candidate>,
): Candidate => ({
  id,
  offer: draftOf({ name: id, ...change }),
  code: null,
  ...more,
});
const percent = (percentBp: number, on: 'matching' | 'dearest' = 'matching'): Benefit => ({
  kind: 'percentage',
  percentBp,
  on,
  maxMinor: null,
});
const amount = (amountMinor: number): Benefit => ({ kind: 'amount', amountMinor, on: 'matching' });
const together = { mode: 'together', group: null } as const;
const alone = { mode: 'alone', group: null } as const;

describe('combining offers', () => {
  it('takes percentages before amounts, each from what is left, and spreads to the cent', () => {
    const result = combine(
      cart(['a', 1, 1000], ['b', 2, 333]),
      [
        candidate('amount', { benefit: amount(500), stacking: together }),
        candidate('tenth', { benefit: percent(1000), stacking: together }),
      ],
      NOW,
    );
    // 10 % of 16,66 = 1,67; then 5,00 of the remaining 14,99.
    expect(result.applied.map((one) => [one.offerId, one.discountMinor, one.lines])).toEqual([
      ['tenth', 167, [100, 67]],
      ['amount', 500, [300, 200]],
    ]);
    expect(result.totalMinor).toBe(1666 - 667 + 490);
    expect(result.applied[0]?.words.de).toMatch(/^1,67\s€ weniger für die Ware\.$/);
  });

  it('gives an offer that stands alone only when it saves more than all others together', () => {
    const goods = cart(['a', 1, 10_000]);
    const others = [
      candidate('five', { benefit: percent(500), stacking: together }),
      candidate('ship', { benefit: { kind: 'free_shipping', maxMinor: null }, stacking: together }),
    ];
    const strong = candidate('twenty', { benefit: percent(2000), stacking: alone });
    const weak = candidate('six', { benefit: percent(600), stacking: alone });
    const first = combine(goods, [...others, strong, weak], NOW);
    expect(first.applied.map((one) => one.offerId)).toEqual(['twenty']);
    expect(first.refused.map((one) => [one.offerId, one.reason, one.because])).toEqual([
      ['five', 'other_is_alone', 'twenty'],
      ['ship', 'other_is_alone', 'twenty'],
      ['six', 'alone_only', 'twenty'],
    ]);
    const second = combine(goods, [...others, weak], NOW);
    expect(second.applied.map((one) => one.offerId)).toEqual(['five', 'ship']);
    expect(second.refused.map((one) => [one.offerId, one.reason])).toEqual([['six', 'alone_only']]);
    expect(second.refused[0]?.words.de).toContain('nicht mit anderen verbinden');
  });

  it('keeps the best of a group', () => {
    const group = { mode: 'together', group: 'welcome' } as const;
    const result = combine(
      cart(['a', 1, 3000]),
      [
        candidate('x', { benefit: amount(200), stacking: group }),
        candidate('y', { benefit: percent(1000), stacking: group }),
      ],
      NOW,
    );
    expect(result.applied.map((one) => one.offerId)).toEqual(['y']);
    expect(result.refused[0]).toMatchObject({ offerId: 'x', reason: 'group_taken', because: 'y' });
  });

  it('says why terms are not met', () => {
    const reasonOf = (change: Partial<OfferDraft>, more?: Partial<Candidate>) =>
      combine(cart(['a', 1, 3000]), [candidate('o', change, more)], NOW).refused[0]?.reason;
    const terms = draftOf({}).terms;
    expect(reasonOf({ currency: 'CHF' })).toBe('other_currency');
    expect(reasonOf({ validFrom: NOW + 1 })).toBe('not_started');
    expect(reasonOf({ validTo: NOW })).toBe('over');
    expect(reasonOf({ terms: { ...terms, minBasketMinor: 3001 } })).toBe('below_minimum');
    expect(reasonOf({ terms: { ...terms, minBasketMinor: 3000 } })).toBeUndefined();
    expect(reasonOf({ terms: { ...terms, categories: ['Vasen'] } })).toBe('no_goods_match');
    expect(reasonOf({ terms: { ...terms, categories: ['LAMPEN'] } })).toBeUndefined();
    expect(reasonOf({ terms: { ...terms, excludedProductIds: ['a'] } })).toBe('no_goods_match');
    expect(reasonOf({}, { block: 'stock_used_up' })).toBe('stock_used_up');
    expect(reasonOf({ benefit: amount(100) }, { budgetLeftMinor: 99 })).toBe('budget_used_up');
    expect(reasonOf({ benefit: { kind: 'early_access', until: NOW } })).toBe('over');
  });

  it('counts on one piece of the dearest matching line', () => {
    const result = combine(
      cart(['cheap', 3, 900], ['dear', 2, 1000], ['dearer', 1, 5000, 'Vasen']),
      [
        candidate('o', {
          benefit: percent(5000, 'dearest'),
          terms: { ...draftOf({}).terms, excludedCategories: ['vasen'] },
        }),
      ],
      NOW,
    );
    expect(result.applied[0]?.lines).toEqual([0, 500, 0]);
  });
});

const benefits = fc.oneof(
  fc.record({
    kind: fc.constant('percentage' as const),
    percentBp: fc.integer({ min: 1, max: 10_000 }),
    on: fc.constantFrom('matching' as const, 'dearest' as const),
    maxMinor: fc.option(fc.integer({ min: 1, max: 5000 })),
  }),
  fc.record({
    kind: fc.constant('amount' as const),
    amountMinor: fc.integer({ min: 1, max: 20_000 }),
    on: fc.constantFrom('matching' as const, 'dearest' as const),
  }),
  fc.record({
    kind: fc.constant('free_shipping' as const),
    maxMinor: fc.option(fc.integer({ min: 1, max: 900 })),
  }),
  fc.constant({
    kind: 'gift' as const,
    productId: 'g',
    name: 'Kerze',
    quantity: 1,
    valueMinor: 300,
  }),
  fc.record({
    kind: fc.constant('points_multiplier' as const),
    factorBp: fc.integer({ min: 10_001, max: 50_000 }),
  }),
);
const offers = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: 0, max: 30 }).map(String),
    benefit: benefits,
    mode: fc.constantFrom('together' as const, 'alone' as const),
    group: fc.option(fc.constantFrom('a', 'b')),
    budget: fc.option(fc.integer({ min: 0, max: 3000 })),
  }),
  { selector: (one) => one.id, maxLength: 7 },
);
const carts = fc.array(
  fc.record({
    productId: fc.constantFrom('p', 'q', 'r'),
    quantity: fc.integer({ min: 1, max: 5 }),
    unitPriceMinor: fc.integer({ min: 0, max: 9999 }),
    categories: fc.constant(['Lampen']),
  }),
  { minLength: 1, maxLength: 5 },
);

describe('what must hold for every cart and every set of offers', () => {
  it('never goes below zero, adds up, keeps budgets and rules, and does not depend on the order', () => {
    fc.assert(
      fc.property(
        carts,
        fc.integer({ min: 0, max: 900 }),
        offers,
        (items, shippingMinor, given) => {
          const goods: KnownCart = { currency: 'EUR', items, shippingMinor };
          const candidates = given.map(({ id, benefit, mode, group, budget }) =>
            candidate(
              id,
              { benefit, stacking: { mode, group } },
              budget === null ? {} : { budgetLeftMinor: budget },
            ),
          );
          const result = combine(goods, candidates, NOW);
          const offerOf = new Map(candidates.map((one) => [one.id, one]));

          const perLine = items.map((_, i) =>
            result.applied.reduce((all, one) => all + (one.lines[i] ?? 0), 0),
          );
          items.forEach((item, i) => {
            expect(perLine[i]).toBeLessThanOrEqual(item.quantity * item.unitPriceMinor);
          });
          for (const one of result.applied) {
            const { offer, budgetLeftMinor } = offerOf.get(one.offerId) as Candidate;
            expect(one.lines.every((off) => off >= 0 && Number.isInteger(off))).toBe(true);
            expect(one.lines.reduce((all, off) => all + off, 0)).toBe(one.discountMinor);
            expect(costOf(one, offer)).toBeLessThanOrEqual(budgetLeftMinor ?? Infinity);
            expect(costOf(one, offer)).toBeLessThanOrEqual(costBound(offer) ?? Infinity);
          }
          expect(result.shippingMinor).toBeGreaterThanOrEqual(0);
          expect(result.totalMinor).toBe(
            result.goodsMinor - result.discountMinor + result.shippingMinor,
          );
          expect(result.totalMinor).toBeGreaterThanOrEqual(0);

          // Every candidate ends in exactly one of the two lists.
          const ids = [...result.applied, ...result.refused]
            .map((one) => one.offerId ?? '')
            .toSorted(byText);
          expect(ids).toEqual(candidates.map((one) => one.id).toSorted(byText));
          const modes = result.applied.map((one) => offerOf.get(one.offerId)?.offer.stacking);
          if (modes.some((stacking) => stacking?.mode === 'alone')) expect(modes).toHaveLength(1);
          const groups = modes.flatMap((stacking) => stacking?.group ?? []);
          expect(new Set(groups).size).toBe(groups.length);

          expect(combine(goods, [...candidates].reverse(), NOW)).toEqual(result);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('spreads an amount exactly', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (weights, share) => {
          const sum = weights.reduce((all, one) => all + one, 0);
          const amountMinor = Math.floor(sum * share);
          const parts = spread(amountMinor, weights);
          expect(parts.reduce((all, one) => all + one, 0)).toBe(amountMinor);
          parts.forEach((part, i) => expect(part).toBeLessThanOrEqual(weights[i] as number));
        },
      ),
    );
    expect(mulDiv(1_000_000_000_001, 9999, 10_000)).toBe(999_900_000_001);
  });
});
