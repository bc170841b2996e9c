import { JOURNEY_LIMITS, type JourneyDraft, NODE_WORDS } from '@augenblick/contract';
import { describe, expect, it } from 'vitest';
import { ENTRIES, OFFER } from './playbook/index.ts';
import { draftOf } from './example.ts';
import { journeyFindings } from './findings.ts';
import type { Surroundings } from './findings-say.ts';
import { isSame, keyOf, soldThrough } from './key.ts';
import { instantOf, nextLocal } from './local-time.ts';
import { templatesOf } from './use-playbook.ts';
import { refusalWords } from './words.ts';

const EMPTY: Surroundings = {
  templates: new Map(),
  offers: new Map(),
  journeys: new Map(),
  placements: new Set(),
  segments: new Set(),
  journeyId: null,
};
const musts = (draft: JourneyDraft, around = EMPTY): string[] =>
  journeyFindings(draft, around).flatMap(({ severity, field }) =>
    severity === 'must' ? [field] : [],
  );
const api = { id: 'e', type: 'api' } as const;

describe('findings', () => {
  it('say what is missing before a drawing can go live', () => {
    const draft = draftOf({
      entries: [],
      nodes: [
        { id: 's', type: 'send', messages: [], withinHours: null },
        { id: 'b', type: 'branch', on: 'shopper', condition: null },
        { id: 'p', type: 'points', points: 5, reason: '' },
      ],
      edges: ['start next s', 's next b', 'b yes p'],
    });
    expect(musts(draft)).toEqual(['entries', 'nodes.s.messages', 'nodes.b.condition', 'nodes.p']);
  });

  it('name the step whose template is missing or gone', () => {
    const draft = draftOf({
      entries: [api],
      nodes: [
        {
          id: 'a',
          type: 'send',
          name: 'Erinnerung',
          messages: [{ channel: 'mail', templateId: null }],
          withinHours: null,
        },
        { id: 'b', type: 'task', templateId: '01900000-0000-7000-8000-00000000a009' },
      ],
      edges: ['start next a', 'a next b'],
    });
    const words = journeyFindings(draft, EMPTY).filter(({ severity }) => severity === 'must');
    expect(words.map((one) => one.words)).toEqual([
      {
        de: 'Im Schritt „Erinnerung“ fehlt die Vorlage für „E-Mail“.',
        en: 'In the step “Erinnerung” the template for “E-mail” is missing.',
      },
      {
        de: `Die Vorlage des Schritts „${NODE_WORDS.task.de}“ gibt es nicht mehr. Bitte eine andere wählen.`,
        en: `The template of the step “${NODE_WORDS.task.en}” no longer exists. Please choose another.`,
      },
    ]);
  });

  it('say how many other journeys one starts for a shopper', () => {
    const starts = (count: number): string => {
      const ids = Array.from({ length: count }, (_, i) => `n${i}`);
      const draft = draftOf({
        entries: [api],
        nodes: ids.map((id) => ({ id, type: 'start_journey', journeyId: null })),
        edges: ids.map((id, i) => `${i === 0 ? 'start' : `n${i - 1}`} next ${id}`),
      });
      return journeyFindings(draft, EMPTY)
        .filter(({ field }) => field === 'nodes')
        .map((one) => one.words.de)
        .join();
    };
    expect(starts(JOURNEY_LIMITS.startsMax)).toBe('');
    expect(starts(JOURNEY_LIMITS.startsMax + 1)).toContain('höchstens 5');
    expect(refusalWords('starts').de).toContain('schon 5 andere');
  });

  it('find circles without a wait, and let those with one pass', () => {
    const nodes = [{ id: 'w', type: 'wait' as const, for: { n: 1, unit: 'day' as const } }];
    const x = { id: 'x', type: 'exit' as const, reason: '' };
    const branch = { id: 'b', type: 'branch' as const, on: 'event' as const, where: [] };
    const round = draftOf({
      entries: [api],
      nodes: [branch, x],
      edges: ['start next b', 'b yes b', 'b no x'],
    });
    expect(musts(round)).toContain('nodes.b');
    const calm = draftOf({ entries: [api], nodes, edges: ['start next w', 'w next w'] });
    expect(musts(calm)).toEqual([]);
    expect(journeyFindings(calm, EMPTY).map(({ field }) => field)).toContain('nodes.w');
  });
});

describe('the playbook', () => {
  for (const entry of ENTRIES) {
    for (const locale of ['de', 'en'] as const) {
      it(`${entry.key} lacks nothing once its templates and offer are there (${locale})`, () => {
        const draft = entry.draw({ currency: 'EUR', zone: 'Europe/Berlin', locale });
        // One entry of the book may serve several channels; each is a template of its own.
        const nodes = draft.nodes.map((node) =>
          node.type === 'task' ? { ...node, templateId: `${node.templateId} staff` } : node,
        );
        const templates = new Map(
          templatesOf({ ...draft, nodes }).map(({ key, channel }) => [
            key,
            { channel, published: true, name: key },
          ]),
        );
        const offers = new Map([[OFFER, { status: 'live', codes: 'single', name: 'Offer' }]]);
        expect(musts({ ...draft, nodes }, { ...EMPTY, templates, offers })).toEqual([]);
        expect(draft.nodes.length).toBeLessThanOrEqual(JOURNEY_LIMITS.nodesMax);
        expect(draft.name).toBe(entry.name[locale]);
      });
    }
  }
  it('has every key once', () => {
    const keys = ENTRIES.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('keys', () => {
  it('are the cart’s, the order’s or the product’s', () => {
    const data = { cart_id: 7, order_id: ' A1 ', products: [{ product_id: 'p' }, { x: 1 }] };
    expect(keyOf('cart', { data })).toBe('7');
    expect(keyOf('order', { data })).toBe('A1');
    expect(keyOf('product', { data })).toBe('p');
    expect(keyOf('shopper', { data })).toBe('');
    expect(keyOf('cart', { data: {} })).toBe('');
    expect(isSame('cart', '7', { data })).toBe(true);
    expect(isSame('cart', '8', { data })).toBe(false);
    expect(isSame('cart', '', { data })).toBe(true);
    expect(isSame('product', 'p', { data: { products: data.products } })).toBe(true);
  });

  it('a sale says where it was made, a consent does not', () => {
    expect(soldThrough('Order Completed', { channel: 'till' }, 'import')).toBe('till');
    expect(soldThrough('Consent Granted', { channel: 'email' }, 'web')).toBe('web');
  });
});

describe('times of day', () => {
  const berlin = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
  it('are those of the wall, also where clocks change', () => {
    const at = (day: string, minute: number): string =>
      new Date(instantOf('Europe/Berlin', berlin(day), minute)).toISOString();
    expect(at('2026-03-28', 150)).toBe('2026-03-28T01:30:00.000Z');
    // 2:30 is left out on the 29th; 3:30 is what the wall shows then.
    expect(at('2026-03-29', 150)).toBe('2026-03-29T01:30:00.000Z');
    // 2:30 comes twice on 25 October: the first one.
    expect(at('2026-10-25', 150)).toBe('2026-10-25T00:30:00.000Z');
    expect(at('2026-10-26', 150)).toBe('2026-10-26T01:30:00.000Z');
  });
  it('next is today when it is still to come, else the next fitting day', () => {
    const noon = Date.parse('2026-11-20T11:00:00Z');
    const next = (days: number[], minute: number): string =>
      new Date(nextLocal('Europe/Berlin', noon, { days, minute })).toISOString();
    expect(next([], 12 * 60)).toBe('2026-11-20T11:00:00.000Z');
    expect(next([], 11 * 60)).toBe('2026-11-21T10:00:00.000Z');
    expect(next([1], 9 * 60)).toBe('2026-11-23T08:00:00.000Z');
  });
});
