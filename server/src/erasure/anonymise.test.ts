import type { Json } from '@augenblick/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anonymousOrder, scrub, tracesOf } from './anonymise.ts';

const traces = tracesOf([
  { kind: 'email', value: 'erna@mail.example' },
  { kind: 'phone', value: '+491709998877' },
  { kind: 'user_id', value: '48213' },
]);

describe('blanking an erased shopper in other events', () => {
  it('takes addresses out of texts and identifiers out of lists', () => {
    const body: Json = {
      ids: ['anonymous_id:a', 'user_id:48213'],
      claims: ['email:erna@mail.example'],
      context: { page: { url: 'https://x.example/?m=Erna@Mail.example&p=1' } },
      properties: { note: 'Tel +491709998877', count: 48213 },
    };
    expect(scrub(body, traces)).toEqual({
      ids: ['anonymous_id:a'],
      claims: [],
      context: { page: { url: 'https://x.example/?m=[erased]&p=1' } },
      properties: { note: 'Tel [erased]', count: 48213 },
    });
  });

  it('does not touch what only looks like a short customer number', () => {
    const body: Json = { order_id: '48213', price: 482.13, products: [{ product_id: '48213' }] };
    expect(scrub(body, traces)).toBe(body);
  });

  it('leaves no address anywhere, whatever the value looks like', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.string(), (value, around) => {
        const body = { value: value as Json, text: `${around}ERNA@mail.example${around}` };
        expect(JSON.stringify(scrub(body, traces)).toLowerCase()).not.toContain(
          'erna@mail.example',
        );
      }),
    );
  });
});

describe('an order without a person', () => {
  it('keeps figures and goods and nothing else', () => {
    const sent = {
      order_id: '7',
      total: 10,
      coupon: 'ERNA10',
      email: 'erna@mail.example',
      shipping_address: { street: 'Rosenweg' },
      products: [{ product_id: 'p', price: 10, engraving: 'Für Erna' }, 'nonsense'],
    };
    expect(anonymousOrder('event', sent, '7#1')).toEqual({
      messageId: 'event',
      properties: { order_id: '7#1', total: 10, products: [{ product_id: 'p', price: 10 }] },
      context: {},
      ids: [],
    });
  });
});
