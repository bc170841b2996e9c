import type { ProfileState } from '@augenblick/contract';
import type { Product } from '@augenblick/contract/api/catalogue.ts';
import { describe, expect, it } from 'vitest';
import { emptyState } from '../profile/index.ts';
import { contentData, type FactSources, productIdsOf } from './facts.ts';

const product = (productId: string, priceMinor: number): Product => ({
  productId,
  name: `Artikel ${productId}`,
  categoryPath: ['Haus', 'Lampen'],
  brand: 'Juno',
  priceMinor,
  currency: 'EUR',
  image: null,
  url: `/p/${productId}`,
  gtin: null,
  attributes: {},
  goods: true,
  origin: 'api',
  updatedAt: 0,
});
const known = (change: Partial<FactSources> = {}): FactSources => ({
  subject: null,
  products: new Map([['a', product('a', 4900)]]),
  shop: { name: 'Laden', zone: 'Europe/Berlin' },
  currency: 'EUR',
  freeShippingFromMinor: null,
  store: null,
  offer: null,
  code: null,
  ...change,
});
const stateOf = (change: Partial<ProfileState>): ProfileState => ({ ...emptyState(0), ...change });
const trait = (value: string) => ({ value, at: 0, event: 'e' });
const line = (productId: string, quantity: number, unitPriceMinor: number | null) => ({
  productId,
  name: `Zeile ${productId}`,
  quantity,
  unitPriceMinor,
  currency: 'EUR',
  at: 0,
});
const viewed = (productId: string, at: number) => ({
  productId,
  name: `Gesehen ${productId}`,
  category: null,
  count: 1,
  at,
});

describe('the facts a content may name', () => {
  it('are the moment’s subject, else what was viewed last', () => {
    const state = stateOf({ viewed: [viewed('a', 1), viewed('b', 2)] });
    expect(contentData(state, known()).product).toMatchObject({
      id: 'b',
      name: 'Gesehen b',
      url: null,
    });
    const subject = { type: 'product', id: 'a', name: 'A' };
    expect(contentData(state, known({ subject })).product).toMatchObject({
      name: 'Artikel a',
      url: '/p/a',
      category: 'Lampen',
      priceMinor: 4900,
    });
    const category = { type: 'category', id: 'vasen', name: 'Vasen' };
    expect(contentData(state, known({ subject: category }))).toMatchObject({
      product: null,
      category: 'Vasen',
    });
    expect(productIdsOf(state, subject)).toEqual(['a', 'b']);
  });

  it('add the cart up, with the catalogue’s price where the shop named none', () => {
    const state = stateOf({ cart: [line('a', 2, null), line('b', 1, 500), line('c', 1, null)] });
    expect(contentData(state, known()).cart).toEqual({
      count: 4,
      totalMinor: 10_300,
      currency: 'EUR',
      url: null,
    });
    expect(contentData(stateOf({}), known()).cart).toBeNull();
  });

  it('call people by a first name, and by nothing that is none', () => {
    const name = (traits: ProfileState['traits']) =>
      contentData(stateOf({ traits }), known()).firstName;
    expect(name({ firstName: trait('Zoë'), name: trait('Anna Meier') })).toBe('Zoë');
    expect(name({ name: trait('Anna-Lena Meier') })).toBe('Anna-Lena');
    expect(name({ name: trait('anna@example.org') })).toBeNull();
    expect(name({ firstName: trait('<b>') })).toBeNull();
    expect(name({})).toBeNull();
  });
});
