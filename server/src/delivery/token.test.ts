import type { RetailerId } from '@augenblick/contract';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { masked } from './history.ts';
import { deliveryId } from './id.ts';
import { linkToken, readToken } from './token.ts';
import { marked } from './routes-public.ts';

const SECRET = Buffer.alloc(32, 3);
const ids = fc.record({ retailer: fc.integer({ min: 1, max: 2 ** 31 - 1 }), key: fc.string() });

it('names the message it was made for, and is short', () => {
  fc.assert(
    fc.property(ids, ({ retailer, key }) => {
      const retailerId = retailer as RetailerId;
      const id = deliveryId(retailerId, key);
      const token = linkToken(SECRET, retailerId, id);
      expect(token).toMatch(/^[\w-]{40}$/);
      expect(readToken(SECRET, token)).toEqual({ retailerId, deliveryId: id });
    }),
  );
});

it('one changed letter, another key, any other text: nothing', () => {
  const token = linkToken(SECRET, 1 as RetailerId, deliveryId(1 as RetailerId, 'a'));
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 39 }),
      fc.constantFrom('A', 'b', '0', '-'),
      (at, letter) => {
        const other = token.slice(0, at) + letter + token.slice(at + 1);
        if (other !== token) expect(readToken(SECRET, other)).toBeNull();
      },
    ),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(readToken(SECRET, text)).toBeNull();
    }),
  );
  expect(readToken(Buffer.alloc(32, 4), token)).toBeNull();
});

it('shows an address without its middle', () => {
  expect(masked('anna@example.com')).toBe('an…@example.com');
  expect(masked('+4915112345678')).toBe('+49…78');
  expect(masked('x')).toBe('…');
});

it('marks links for web statistics and leaves the retailer’s own marks', () => {
  const row = { channel: 'mail', variant: null } as const;
  expect(marked('https://shop.example/a?b=1#c', row)).toBe(
    'https://shop.example/a?b=1&utm_source=augenblick&utm_medium=email#c',
  );
  expect(marked('https://shop.example/?utm_source=x', row)).toBe(
    'https://shop.example/?utm_source=x',
  );
});
