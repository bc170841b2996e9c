import type { CampaignDraft, Content, OfferDraft } from '@augenblick/contract';
import { describe, expect, it } from 'vitest';
import { draftOf } from '../offer/index.ts';
import { campaignFindings, type CampaignSurroundings } from './findings.ts';
import { ENTRIES, placeBody, PLACES } from './playbook/index.ts';

const NOW = Date.parse('2026-05-04T10:00:00Z');
const SHOP = { currency: 'EUR', zone: 'Europe/Berlin', locale: 'de' } as const;
const base = (ENTRIES.find(({ key }) => key === 'return-after-absence') ?? ENTRIES[0])?.campaign(
  SHOP,
) as CampaignDraft;
const around = (change: Partial<CampaignSurroundings> = {}): CampaignSurroundings => ({
  placements: PLACES.map((place) => ({ ...placeBody(place, 'de'), createdAt: 0, updatedAt: 0 })),
  offer: undefined,
  segments: new Set(),
  now: NOW,
  ...change,
});
const live = (change: Partial<OfferDraft>, status = 'live') => ({ status, offer: draftOf(change) });
const must = (change: Partial<CampaignDraft>, known = around()): string[] =>
  campaignFindings({ ...base, ...change }, known).flatMap(({ severity, field }) =>
    severity === 'must' ? [field] : [],
  );
const written = (de: Partial<Content>): Partial<CampaignDraft> => {
  const [variant] = base.variants;
  if (!variant) throw new Error('no variant');
  return {
    variants: [
      { ...variant, contents: { ...variant.contents, de: { ...variant.contents.de, ...de } } },
    ],
  };
};

describe('what is missing before a campaign goes live', () => {
  it('is nothing in any entry of the playbook once its offer runs', () => {
    for (const { key, campaign, offer } of ENTRIES) {
      const offerId = offer === null ? null : 'o';
      const known = around(offer === null ? {} : { offer: { status: 'live', offer: offer(SHOP) } });
      const found = campaignFindings({ ...campaign(SHOP), offerId }, known);
      expect(
        found.filter(({ severity }) => severity === 'must'),
        key,
      ).toEqual([]);
    }
  });

  it('is said of places, people and time', () => {
    expect(must({ placements: [] })).toEqual(['placements']);
    expect(must({ placements: ['nowhere'] })).toEqual(['placements']);
    expect(must({ segmentId: 's' })).toEqual(['segmentId']);
    expect(must({ segmentId: 's' }, around({ segments: new Set(['s']) }))).toEqual([]);
    expect(must({ schedule: { ...base.schedule, to: NOW } })).toEqual(['schedule.to']);
    expect(must({ schedule: { ...base.schedule, zone: 'Mond/Meer' } })).toEqual(['schedule.zone']);
    expect(must({ schedule: { ...base.schedule, hours: { from: 60, to: 60 } } })).toEqual([
      'schedule.hours',
    ]);
  });

  it('is said of texts, with the field', () => {
    expect(must(written({ headline: '', text: '' }))).toEqual(['variants.0.contents.de.headline']);
    expect(must(written({ text: '{{ nobody }}' }))).toEqual(['variants.0.contents.de.text']);
    expect(must(written({ button: { label: 'Los', url: '' } }))).toEqual([
      'variants.0.contents.de.button',
    ]);
    expect(must(written({ picture: { url: '/a.jpg', alt: '' } }))).toEqual([
      'variants.0.contents.de.picture.alt',
    ]);
    expect(must({ ...written({ text: 'Hallo {{ first_name }}' }), consent: null })).toContain(
      'consent',
    );
  });

  it('is said of offers: running, with the code it shows, bounded by the budget', () => {
    expect(must({ offerId: 'o' })).toEqual(['offerId']);
    expect(must({ offerId: 'o' }, around({ offer: live({}, 'paused') }))).toEqual(['offerId']);
    expect(must({ offerId: 'o' }, around({ offer: live({}) }))).toEqual([]);
    expect(must(written({ code: true }))).toEqual(['offerId']);
    const none = around({ offer: live({ codes: 'none', audience: 'public' }) });
    expect(must({ ...written({ code: true }), offerId: 'o' }, none)).toEqual(['variants']);
    const budget = { minor: 1000, currency: 'EUR' };
    expect(must({ offerId: 'o', budget }, around({ offer: live({}) }))).toEqual(['budget']);
    const amount = live({ benefit: { kind: 'amount', amountMinor: 100, on: 'matching' } });
    expect(must({ offerId: 'o', budget }, around({ offer: amount }))).toEqual([]);
    expect(
      must({ offerId: 'o', budget: { ...budget, currency: 'CHF' } }, around({ offer: amount })),
    ).toEqual(['budget']);
  });
});
