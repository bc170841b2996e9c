import type { Json, ProfileState } from '@augenblick/contract';
import { describe, expect, it } from 'vitest';
import { emptyState, fold, type FoldEvent } from '../profile/index.ts';
import { stateChanges } from './change.ts';

const event = (name: string, properties: FoldEvent['properties'], at = 1_000): FoldEvent => ({
  id: `e${at}`,
  at,
  kind: 'track',
  name,
  channel: 'web',
  currency: 'EUR',
  properties,
  traits: null,
  context: {},
  claims: [],
  anchorKind: 'user_id',
});

/** The state before and after one more event. */
function step(before: ProfileState, next: FoldEvent) {
  const after = fold(structuredClone(before), next, new Map());
  return { after, changes: stateChanges(before, after) };
}
const words = (changes: ReturnType<typeof stateChanges>, path: string) =>
  changes.find((change) => change.path === path)?.words;

describe('changes of a state in words', () => {
  it('are none between equal states', () => {
    const state = emptyState(0);
    expect(stateChanges(state, structuredClone(state))).toEqual([]);
  });

  it('name what was put into the cart and what went', () => {
    const add = (at: number) =>
      event('Product Added', { product_id: 'p', name: 'Lampe', price: 5 }, at);
    const added = step(emptyState(0), add(1_000));
    expect(words(added.changes, 'cart')).toEqual({
      de: '1 Artikel im Warenkorb; neu: 1 × Lampe',
      en: '1 item in the cart; new: 1 × Lampe',
    });
    const more = step(added.after, add(2_000));
    expect(words(more.changes, 'cart')?.de).toBe('2 Artikel im Warenkorb; 2 × Lampe statt 1');
    const removed = step(more.after, event('Product Removed', { product_id: 'p' }, 3_000));
    expect(words(removed.changes, 'cart')?.de).toBe(
      'Warenkorb jetzt leer; nicht mehr darin: 2 × Lampe',
    );
  });

  it('name the wish list, searches and what was looked at', () => {
    const wished = step(
      emptyState(0),
      event('Product Added to Wishlist', { product_id: 'p', name: 'Lampe' }),
    );
    expect(words(wished.changes, 'wishlist')?.de).toBe('1 Artikel auf dem Merkzettel; neu: Lampe');
    const searched = step(emptyState(0), event('Products Searched', { query: 'tischlampe' }));
    expect(words(searched.changes, 'searches')?.de).toBe('Gesucht: „tischlampe“');
    const look = (at: number) =>
      event('Product Viewed', { product_id: 'p', name: 'Lampe', category: 'Lampen' }, at);
    const first = step(emptyState(0), look(1_000));
    expect(words(first.changes, 'viewed')?.de).toBe('Angesehen: Lampe');
    const again = step(first.after, look(2_000));
    expect(words(again.changes, 'viewed')).toEqual({
      de: 'Angesehen: Lampe (zum 2. Mal)',
      en: 'Looked at: Lampe (for the 2nd time)',
    });
  });

  it('say how often somebody was seen where, and how an interest went', () => {
    const look = (at: number) =>
      event('Product Viewed', { product_id: 'p', name: 'Lampe', category: 'Lampen' }, at);
    const first = step(emptyState(0), look(1_000));
    expect(words(first.changes, 'channels.web')?.de).toBe('Zum ersten Mal im Webshop gesehen');
    expect(words(first.changes, 'affinities.category.Lampen')?.de).toBe(
      'Neues Interesse an „Lampen“',
    );
    const again = step(first.after, look(2_000));
    expect(words(again.changes, 'channels.web')).toEqual({
      de: 'Zum 2. Mal im Webshop gesehen',
      en: 'Seen in the web shop for the 2nd time',
    });
    expect(words(again.changes, 'counts.Product Viewed')?.de).toBe('Zum 2. Mal: „Product Viewed“');
    expect(words(again.changes, 'affinities.category.Lampen')).toEqual({
      de: 'Interesse an „Lampen“ gestiegen',
      en: 'Interest in “Lampen” has grown',
    });
  });

  it('name money in the language of the reader', () => {
    const { changes } = step(
      emptyState(0),
      event('Order Completed', { order_id: '1', total: 1234.5 }),
    );
    expect(words(changes, 'money.EUR')?.de).toMatch(
      /^1 Bestellung, vorher 0; Umsatz insgesamt 1\.234,50\s€, vorher 0,00\s€$/,
    );
    expect(words(changes, 'money.EUR')?.en).toBe(
      '1 order, previously 0; spent €1,234.50 in all, previously €0.00',
    );
  });

  it('name facts about the person: new, changed, said again, gone', () => {
    const trait = (value: Json) => ({ value, at: 1, event: 'e' });
    const state = (traits: ProfileState['traits']): ProfileState => ({ ...emptyState(0), traits });
    const told = (before: ProfileState['traits'], after: ProfileState['traits']) =>
      stateChanges(state(before), state(after)).map((change) => change.words.de);
    const address = { street: 'Hauptstraße 1', city: 'Ulm', more: [null] };
    expect(told({}, { firstName: trait('Anna'), address: trait(address) })).toEqual([
      'Vorname: Anna',
      'Adresse: Hauptstraße 1, Ulm',
    ]);
    expect(told({ city: trait('Ulm') }, { city: trait('Köln') })).toEqual([
      'Ort: Köln, vorher Ulm',
    ]);
    expect(told({ city: trait('Ulm') }, { city: { ...trait('Ulm'), at: 2 } })).toEqual([
      'Ort: Ulm, unverändert',
    ]);
    expect(told({ Schuhgröße: trait(39) }, {})).toEqual(['Schuhgröße: nicht mehr 39']);
  });

  it('name a consent by purpose and channel', () => {
    const { changes } = step(
      emptyState(0),
      event('Consent Granted', { purpose: 'marketing', channel: 'sms' }),
    );
    // A page says so: a request until the shopper confirms it.
    expect(words(changes, 'consents.marketing:sms')?.de).toBe(
      'Werbung per SMS: angefragt, noch nicht bestätigt',
    );
  });

  it('leave no part of the state unmentioned', () => {
    const before = emptyState(0);
    for (const part of Object.keys(before)) {
      const after: Record<string, unknown> = structuredClone({ ...before });
      const now = after[part];
      if (typeof now === 'number' || now === null) after[part] = changed(part);
      else if (typeof now === 'boolean') after[part] = !now;
      else if (part === 'hours') after[part] = [1];
      else if (part === 'groups') after[part] = ['vip'];
      else continue;
      const changes = stateChanges(before, after as unknown as ProfileState);
      expect(
        changes.map((change) => change.path),
        part,
      ).toEqual([part]);
      expect(changes[0]?.words.de, part).not.toBe(changes[0]?.words.en);
    }
  });
});

function changed(part: string): unknown {
  if (part === 'lastPage') return { url: '/x', title: 'X', at: 1 };
  if (part === 'lastStore') return { storeId: 's', at: 1 };
  return part === 'cartId' ? 'c' : 7;
}
