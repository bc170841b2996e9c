import type { ProfileState } from '@augenblick/contract';
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
    const added = step(
      emptyState(0),
      event('Product Added', { product_id: 'p', name: 'Lampe', price: 5 }),
    );
    expect(words(added.changes, 'cart')?.de).toBe('Warenkorb: 1 × Lampe');
    const removed = step(added.after, event('Product Removed', { product_id: 'p' }, 2_000));
    expect(words(removed.changes, 'cart')?.de).toBe('Warenkorb: weg: 1 × Lampe');
  });

  it('name money in the language of the reader', () => {
    const { changes } = step(
      emptyState(0),
      event('Order Completed', { order_id: '1', total: 1234.5 }),
    );
    expect(words(changes, 'money.EUR')?.de).toMatch(/Umsatz: 0,00\s€ → 1\.234,50\s€/);
    expect(words(changes, 'money.EUR')?.en).toContain('revenue: €0.00 → €1,234.50');
  });

  it('name a consent by purpose and channel', () => {
    const { changes } = step(
      emptyState(0),
      event('Consent Granted', { purpose: 'marketing', channel: 'sms' }),
    );
    expect(words(changes, 'consents.marketing:sms')?.de).toBe('Werbung per SMS: erteilt');
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
