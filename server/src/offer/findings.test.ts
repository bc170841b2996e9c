import type { OfferDraft } from '@augenblick/contract';
import { describe, expect, it } from 'vitest';
import { draftOf } from './example.ts';
import { offerFindings } from './findings.ts';
import { offerWords } from './words.ts';

const NOW = Date.parse('2026-05-04T10:00:00Z');
const must = (change: Partial<OfferDraft>): string[] =>
  offerFindings(draftOf(change), NOW).flatMap(({ severity, field }) =>
    severity === 'must' ? [field] : [],
  );

describe('what is missing before an offer goes live', () => {
  it('is nothing in a sound one', () => {
    expect(must({})).toEqual([]);
  });
  it('is said field by field', () => {
    expect(must({ title: { de: 'x', en: '' } })).toEqual(['title']);
    expect(must({ validTo: NOW })).toEqual(['validTo']);
    expect(must({ validFrom: NOW + 2, validTo: NOW + 1 })).toEqual(['validTo']);
    expect(must({ codes: 'public', audience: 'public' })).toEqual(['publicCode']);
    expect(must({ codes: 'none' })).toEqual(['audience']);
    expect(must({ benefit: { kind: 'early_access', until: NOW } })).toEqual(['benefit.until']);
  });
  it('keeps budgets hard: what can cost without bound needs a bound', () => {
    expect(must({ budgetMinor: 1000 })).toEqual(['benefit.maxMinor']);
    const benefit = {
      kind: 'percentage',
      percentBp: 1000,
      on: 'matching',
      maxMinor: 2000,
    } as const;
    expect(must({ budgetMinor: 1000, benefit })).toEqual(['budgetMinor']);
    expect(must({ budgetMinor: 2000, benefit })).toEqual([]);
  });
});

describe('an offer in one sentence', () => {
  const words = (change: Partial<OfferDraft>) => {
    const { de, en } = offerWords(draftOf(change));
    return [de, en].map((text) => text.replaceAll('\u00A0', ' '));
  };
  const { terms } = draftOf({});
  it('reads plainly in both languages', () => {
    expect(words({})).toEqual(['10 % Nachlass auf alles', '10% off everything']);
    expect(
      words({
        benefit: { kind: 'percentage', percentBp: 1250, on: 'matching', maxMinor: 2550 },
        terms: { ...terms, categories: ['Lampen', 'Vasen'], minBasketMinor: 4000, perShopper: 1 },
      }),
    ).toEqual([
      '12,5 % Nachlass auf Lampen und Vasen, höchstens 25,50 €, ab 40 €, einmal je Person',
      '12.5% off Lampen and Vasen, €25.50 at most, from €40, once per person',
    ]);
    expect(words({ benefit: { kind: 'amount', amountMinor: 500, on: 'matching' } })).toEqual([
      '5 € Nachlass auf alles',
      '€5 off everything',
    ]);
    expect(words({ benefit: { kind: 'points_multiplier', factorBp: 30_000 } })).toEqual([
      'dreifache Punkte',
      'triple points',
    ]);
    expect(
      words({ benefit: { kind: 'percentage', percentBp: 500, on: 'dearest', maxMinor: null } }),
    ).toEqual(['5 % Nachlass auf den teuersten Artikel', '5% off the dearest item']);
  });
});
