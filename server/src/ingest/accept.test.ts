import type { Json, RetailerId, Source, SourceId, SourceTrust } from '@augenblick/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accept, eventId } from './accept.ts';
import { normaliseIdentity } from './identities.ts';

const source = (trust: SourceTrust): Source => ({
  id: 4 as SourceId,
  retailerId: 1 as RetailerId,
  kind: 'web',
  trust,
  name: 'Webshop',
  currency: 'EUR',
  simulated: false,
});
const envelope = (trust: SourceTrust = 'public') => ({
  source: source(trust),
  receivedAt: Date.parse('2026-03-01T12:00:00Z'),
  newMessageId: () => 'made',
});
const accepted = (item: unknown, trust?: SourceTrust) => {
  const result = accept(item, envelope(trust));
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  return result.event;
};
const reason = (item: unknown, trust?: SourceTrust) => {
  const result = accept(item, envelope(trust));
  return result.ok ? 'accepted' : result.reason;
};

describe('accept', () => {
  it('gives the same message the same id, and another source or message another', () => {
    expect(eventId(1, 'm')).toBe(eventId(1, 'm'));
    expect(new Set([eventId(1, 'm'), eventId(2, 'm'), eventId(1, 'n'), eventId(11, '')]).size).toBe(
      4,
    );
  });

  it('names page, screen and identify itself and keeps name and category of a page', () => {
    const event = accepted({
      type: 'page',
      userId: 'u',
      name: 'Lampen',
      category: 'Wohnen',
      properties: { path: '/l' },
    });
    expect(event).toMatchObject({
      name: 'Page Viewed',
      properties: { path: '/l', name: 'Lampen', category: 'Wohnen' },
    });
  });

  it('puts the strongest identifier first and each once', () => {
    const event = accepted(
      {
        type: 'identify',
        userId: 'u',
        anonymousId: 'a',
        traits: { email: ' Eva@X.de ', phone: '0171 / 234 56-78' },
        context: { device: { id: 'd' } },
      },
      'trusted',
    );
    expect(event.identities.map(({ kind, value }) => `${kind}:${value}`)).toEqual([
      'user_id:u',
      'email:eva@x.de',
      'phone:+491712345678',
      'anonymous_id:a',
      'device:d',
    ]);
  });

  it('takes an e-mail from the open web as a claim only', () => {
    const event = accepted({
      type: 'identify',
      anonymousId: 'a',
      traits: { email: 'eva@x.de', card_number: 'K1' },
    });
    expect(event.identities).toEqual([{ kind: 'anonymous_id', value: 'a' }]);
    expect(event.claims).toEqual([
      { kind: 'email', value: 'eva@x.de' },
      { kind: 'card', value: 'K1' },
    ]);
  });

  it('lets only a trusted source report a sale without a shopper, and rename a customer', () => {
    const sale = {
      type: 'track',
      event: 'Receipt Issued',
      properties: { order_id: 'r1', total: 5 },
    };
    expect(reason(sale)).toBe('identity_missing');
    expect(reason(sale, 'trusted')).toBe('accepted');
    const alias = { type: 'alias', userId: 'new', previousId: 'old' };
    expect(accepted(alias).formerIds).toEqual([{ kind: 'anonymous_id', value: 'old' }]);
    expect(accepted(alias, 'trusted').formerIds.map(({ kind }) => kind)).toEqual([
      'user_id',
      'anonymous_id',
    ]);
  });

  it('makes a message id from the content when the client’s own time tells messages apart', () => {
    const item = { type: 'track', event: 'Seen', userId: 'u', timestamp: '2026-03-01T11:00:00Z' };
    expect(accepted(item).id).toBe(accepted({ ...item }).id);
    expect(accepted({ type: 'track', event: 'Seen', userId: 'u' }).messageId).toBe('made');
  });

  it('refuses what is too large or too deep', () => {
    expect(
      reason({
        type: 'track',
        event: 'Seen',
        userId: 'u',
        properties: { text: 'x'.repeat(40_000) },
      }),
    ).toBe('event_too_large');
    let deep: Json = 1;
    for (let i = 0; i < 30; i++) deep = { deep };
    expect(reason({ type: 'track', event: 'Seen', userId: 'u', properties: deep })).toBe(
      'too_deep',
    );
  });

  it('never throws, whatever JSON it is given', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('track', 'identify', 'page', 'group', 'alias', 'screen'),
        (value, type) => {
          const item =
            typeof value === 'object' && value !== null && !Array.isArray(value)
              ? { ...value, type }
              : value;
          expect(typeof accept(item, envelope('trusted')).ok).toBe('boolean');
          const spread = {
            type,
            event: value,
            userId: value,
            anonymousId: value,
            properties: value,
            traits: value,
            context: value,
            timestamp: value,
            sentAt: value,
            messageId: value,
            previousId: value,
          };
          expect(typeof accept(structuredClone(spread), envelope()).ok).toBe('boolean');
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('normaliseIdentity', () => {
  it('refuses values that name nobody', () => {
    for (const value of [
      '',
      '0',
      '000-00',
      '-1',
      'null',
      'Undefined',
      'anonymous',
      '[object Object]',
      'x'.repeat(300),
    ]) {
      expect(normaliseIdentity('user_id', value)).toBeUndefined();
    }
    expect(normaliseIdentity('user_id', 17)).toEqual({ kind: 'user_id', value: '17' });
  });

  it('writes phone numbers one way', () => {
    for (const sent of [
      '+49 171 2345678',
      '0049171/2345678',
      '0171-2345678',
      '+49 (0) 171 2345678',
    ]) {
      expect(normaliseIdentity('phone', sent)?.value).toBe('+491712345678');
    }
    expect(normaliseIdentity('phone', 'ring me')).toBeUndefined();
  });
});
