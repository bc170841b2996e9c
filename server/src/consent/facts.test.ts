import type { AcceptedEvent, ConsentEntry, EventId } from '@augenblick/contract';
import {
  CONSENT_CHANNELS,
  CONSENT_PURPOSES,
  CONSENT_STATES,
  NO_PROFILE,
} from '@augenblick/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConsentFact, consentEventName, consentFacts, putConsent } from './facts.ts';

type Said = Parameters<typeof consentFacts>[0];
function event(name: string, more: Partial<AcceptedEvent> & { channel?: string } = {}): Said {
  return {
    id: '11111111-1111-4111-8111-111111111111',
    retailerId: 1,
    sourceId: 1,
    messageId: 'm',
    kind: 'track',
    name,
    identities: [{ kind: 'anonymous_id', value: 'a' }],
    claims: [],
    previousId: null,
    properties: {},
    traits: null,
    context: {},
    at: 1_000,
    receivedAt: 1_000,
    originalAt: null,
    sentAt: null,
    channel: 'server',
    ...more,
  } as unknown as Said;
}
const short = (facts: ConsentFact[]) =>
  facts.map((fact) => `${fact.purpose}:${fact.channel}=${fact.state}`).sort();

describe('consent facts of an event', () => {
  it.each(['web', 'app'])('what a %s says of mail is a request, whoever it names', (channel) => {
    const said = (purpose: string, to: string, name = 'Consent Granted') =>
      short(consentFacts(event(name, { channel, properties: { purpose, channel: to } })));
    for (const to of ['email', 'sms', 'whatsapp', 'telegram', 'phone', 'post'])
      expect(said('marketing', to)).toEqual([`marketing:${to}=requested`]);
    expect(said('marketing', 'push')).toEqual(['marketing:push=granted']);
    expect(said('personalisation', 'email')).toEqual(['personalisation:email=granted']);
    // To refuse is nobody's to forge that would not be theirs to say.
    expect(said('marketing', 'email', 'Consent Withdrawn')).toEqual(['marketing:email=withdrawn']);
    const newsletter = event('Segment Consent Preference Updated', {
      channel,
      context: { consent: { categoryPreferences: { newsletter: true } } },
    });
    expect(short(consentFacts(newsletter))).toEqual(['marketing:email=requested']);
    // Whoever waits for the consent itself is told of a request.
    const named = (to: string, from = channel, name = 'Consent Granted') =>
      consentEventName({ name, channel: from, properties: { purpose: 'marketing', channel: to } });
    expect(named('email')).toBe('Consent Requested');
    expect(named('push')).toBe('Consent Granted');
    expect(named('email', 'server')).toBe('Consent Granted');
    expect(named('email', channel, 'Consent Withdrawn')).toBe('Consent Withdrawn');
  });
  it('takes purpose, channel and the whole proof', () => {
    const [fact] = consentFacts(
      event('Consent Granted', {
        properties: {
          purpose: 'marketing',
          channel: 'email',
          wording: 'Ja, schicken Sie mir Angebote.',
          wording_version: '2026-03',
          method: 'form',
          form: 'footer',
        },
        context: { ip: '203.0.113.9', userAgent: 'Browser' },
      }),
    );
    expect(fact).toEqual({
      eventId: '11111111-1111-4111-8111-111111111111',
      purpose: 'marketing',
      channel: 'email',
      state: 'granted',
      at: 1_000,
      wording: 'Ja, schicken Sie mir Angebote.',
      wordingVersion: '2026-03',
      method: 'form',
      place: 'footer',
      staff: null,
      ip: '203.0.113.9',
      userAgent: 'Browser',
    });
  });

  it('makes no statement out of an unknown purpose, an unknown channel or another event', () => {
    const unknown = [
      event('Consent Granted', { properties: { purpose: 'everything' } }),
      event('Consent Granted', { properties: { purpose: 'constructor' } }),
      event('Consent Granted', { properties: { purpose: 'marketing', channel: 'pigeon' } }),
      event('Consent Granted'),
      event('Product Viewed', { properties: { purpose: 'marketing' } }),
      event('constructor', { properties: { purpose: 'marketing' } }),
    ];
    expect(unknown.flatMap(consentFacts)).toEqual([]);
  });

  it('reads lists of purposes and channels, each pair once', () => {
    const facts = consentFacts(
      event('Consent Requested', {
        properties: { purposes: ['marketing', 'newsletter'], channels: ['mail', 'email', 'sms'] },
      }),
    );
    expect(short(facts)).toEqual(['marketing:email=requested', 'marketing:sms=requested']);
  });

  it('takes a plain unsubscribe as mail and "all" as every channel', () => {
    expect(short(consentFacts(event('Unsubscribed')))).toEqual(['marketing:email=withdrawn']);
    const all = consentFacts(event('Unsubscribed', { properties: { channel: 'all' } }));
    expect(new Set(all.map((fact) => fact.channel))).toEqual(new Set(CONSENT_CHANNELS));
  });

  it('grants advertising from a banner only when every category about it says yes', () => {
    const facts = consentFacts(
      event('Segment Consent Preference Updated', {
        context: {
          consent: {
            categoryPreferences: {
              analytics_storage: 'granted',
              ad_storage: 'denied',
              ad_user_data: 'granted',
              Functional: true,
            },
          },
        },
      }),
    );
    expect(short(facts)).toEqual([
      'analytics:any=granted',
      'marketing:ads=withdrawn',
      'personalisation:any=granted',
    ]);
    expect(facts[0]?.method).toBe('banner');
  });
});

const arbitraryFact = fc.record({
  purpose: fc.constantFrom(...CONSENT_PURPOSES.slice(0, 2)),
  channel: fc.constantFrom(...CONSENT_CHANNELS.slice(0, 2)),
  state: fc.constantFrom(...CONSENT_STATES),
  at: fc.integer({ min: 0, max: 4 }),
  eventId: fc.uuid().map((id) => id as EventId),
});
type Fact = typeof arbitraryFact extends fc.Arbitrary<infer T> ? T : never;

/** The same rule written the long way: sort by time and let the last decision stand. */
function expected(facts: readonly Fact[]): Record<string, string> {
  const present: Record<string, string> = {};
  const rank = { requested: 0, granted: 1, withdrawn: 2 };
  const sorted = [...facts].sort((a, b) => a.at - b.at || rank[a.state] - rank[b.state]);
  for (const fact of sorted.filter((one) => one.state === 'requested')) {
    present[`${fact.purpose}:${fact.channel}`] = `requested@${fact.at}`;
  }
  for (const fact of sorted.filter((one) => one.state !== 'requested')) {
    present[`${fact.purpose}:${fact.channel}`] = `${fact.state}@${fact.at}`;
  }
  return present;
}

describe('the present consent', () => {
  it('is the same in whatever order the statements arrive', () => {
    const shuffled = fc
      .array(arbitraryFact, { maxLength: 20 })
      .chain((facts) =>
        fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length })),
      );
    fc.assert(
      fc.property(shuffled, ([facts, arrived]) => {
        const inOrder: Record<string, ConsentEntry> = {};
        const asArrived: Record<string, ConsentEntry> = {};
        for (const fact of facts) putConsent(inOrder, fact);
        for (const fact of arrived) putConsent(asArrived, fact);
        expect(asArrived).toEqual(inOrder);
        const seen = Object.entries(inOrder).map(([key, { state, at }]) => [key, `${state}@${at}`]);
        expect(Object.fromEntries(seen)).toEqual(expected(facts));
      }),
    );
  });

  it('keeps a grant when somebody only asks again', () => {
    const consents: Record<string, ConsentEntry> = {};
    const fact = { purpose: 'marketing', channel: 'email', eventId: NO_PROFILE } as const;
    putConsent(consents, { ...fact, state: 'granted', at: 1 });
    putConsent(consents, { ...fact, state: 'requested', at: 2 });
    expect(consents['marketing:email']?.state).toBe('granted');
  });
});
