import type { MessageData, RetailerId } from '@augenblick/contract';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { masked } from './history.ts';
import { deliveryId } from './id.ts';
import { compose, passedOn } from './compose.ts';
import { marked } from './routes-public.ts';
import { LINK_PURPOSES, linkToken, readToken } from './token.ts';

const SECRET = Buffer.alloc(32, 3);
const ONE = 1 as RetailerId;
type Track = (n: number, address: string) => string;
const ids = fc.record({
  retailer: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  key: fc.string(),
  purpose: fc.constantFrom(...LINK_PURPOSES),
});

it('names the message it was made for, and is short', () => {
  fc.assert(
    fc.property(ids, ({ retailer, key, purpose }) => {
      const retailerId = retailer as RetailerId;
      const id = deliveryId(retailerId, key);
      const token = linkToken(SECRET, retailerId, id, purpose);
      expect(token).toMatch(/^[\w-]{40}$/);
      expect(readToken(SECRET, token)).toEqual({ retailerId, deliveryId: id, purpose });
    }),
  );
});

it('cannot be turned into a token of another purpose', () => {
  const tokens = LINK_PURPOSES.map((one) => linkToken(SECRET, ONE, deliveryId(ONE, 'a'), one));
  expect(new Set(tokens).size).toBe(LINK_PURPOSES.length);
});

it('gives nobody an address under which a mail that asks for a confirmation can be seen', () => {
  const base = { secret: SECRET, publicUrl: 'https://augenblick.example' };
  const template = { fill: () => ({ subject: '', preheader: '', html: '', text: '', links: [] }) };
  const filling = {
    retailerId: ONE,
    id: deliveryId(ONE, 'o:1'),
    channel: 'mail',
    variant: null,
    locale: 'de',
    data: {} as never,
    template: template as never,
  } as const;
  for (const kind of ['optin', 'broadcast', 'journey', 'test', 'api']) {
    const { links } = compose(base, filling, { pixel: false, passedOn: passedOn(kind) });
    expect([kind, links.browser === null]).toEqual([kind, kind === 'optin']);
  }
});

it('puts no counting link and no view before what only the reader may open', () => {
  const base = { secret: SECRET, publicUrl: 'https://augenblick.example' };
  const seen: Record<string, string> = {};
  const confirm = `${base.publicUrl}/m/c/abc`;
  const { links } = compose(
    base,
    {
      retailerId: ONE,
      id: deliveryId(ONE, 'b:1'),
      channel: 'mail',
      variant: null,
      locale: 'de',
      data: {} as never,
      template: {
        fill: (data: MessageData, _locale: string, _variant: null, track: Track, pixel: string) => {
          const { unsubscribe, preferences } = data.links;
          for (const one of [unsubscribe, preferences, confirm, 'https://shop.example/'])
            seen[one ?? ''] = track(1, one ?? '');
          return { subject: '', preheader: '', html: pixel, text: '', links: [] };
        },
      } as never,
    },
    { pixel: true, passedOn: true },
  );
  for (const own of [links.unsubscribe, links.preferences, confirm])
    expect(seen[own ?? '']).toBe(own);
  const purpose = (address: string | null | undefined) =>
    readToken(SECRET, address?.split('/')[5] ?? '')?.purpose;
  expect(purpose(seen['https://shop.example/'])).toBe('view');
  expect(purpose(links.browser)).toBe('view');
  expect(purpose(links.unsubscribe)).toBe('own');
  expect(purpose(links.preferences)).toBe('own');
});

it('one changed letter, another key, any other text: nothing', () => {
  const token = linkToken(SECRET, ONE, deliveryId(ONE, 'a'), 'own');
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
